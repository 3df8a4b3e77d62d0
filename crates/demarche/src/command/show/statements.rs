//! Statements under the page they stand on.

use std::io;

use anstyle::Style;
use ledger::{Finding, RecordView, State};

use crate::sanitize::for_terminal;
use crate::terminal::{FAINT, STRONG, Screen};

/// Digits of an id that a person sees. Ids of one ledger rarely share so many.
pub const SHORT: usize = 8;

/// Prints the statements, those of one page under its title.
pub fn print(screen: &mut Screen, views: &[RecordView]) -> io::Result<()> {
    if views.is_empty() {
        return screen.paragraph(0, FAINT, "no statement fits");
    }
    let mut last = None;
    for view in views {
        if last != Some(view.record.capture) {
            if last.is_some() {
                screen.line("")?;
            }
            last = Some(view.record.capture);
            let title = view.page_title.as_deref().unwrap_or("(no title)");
            screen.paragraph(0, STRONG, &for_terminal(title))?;
            screen.path(0, &view.page_origin)?;
        }
        screen.line("")?;
        print_one(screen, view)?;
    }
    Ok(())
}

/// One statement: who, when and how in its head, and its words under it.
pub fn print_one(screen: &mut Screen, view: &RecordView) -> io::Result<()> {
    let mut head = vec![(speaker_of(view), STRONG)];
    let rest = date_of(view).into_iter().chain([standing_of(view)]);
    head.extend(rest.map(|part| (format!(" · {part}"), FAINT)));
    let lead = format!("  {}", view.record.id.short(SHORT));
    screen.marked(&lead, SHORT + 4, &head)?;
    screen.paragraph(SHORT + 4, Style::new(), &words_of(view))
}

/// What is said, pieces divided by an ellipsis.
pub fn words_of(view: &RecordView) -> String {
    let Finding::Statement(statement) = &view.record.finding;
    let pieces: Vec<&str> = statement.content.iter().map(|piece| piece.words.as_str()).collect();
    for_terminal(&pieces.join(" … ")).into_owned()
}

/// Who says it: the resolved name, or the page's words for him, or that nobody is named.
pub fn speaker_of(view: &RecordView) -> String {
    let Finding::Statement(statement) = &view.record.finding;
    if let Some(name) = statement.speaker.value.stated() {
        return for_terminal(name).into_owned();
    }
    let source: Vec<&str> = statement.source.iter().map(|piece| piece.words.as_str()).collect();
    if source.is_empty() { "(nobody named)".to_owned() } else { for_terminal(&source.join(" ")).into_owned() }
}

fn date_of(view: &RecordView) -> Option<String> {
    let Finding::Statement(statement) = &view.record.finding;
    statement.date.value.stated().map(ToString::to_string)
}

/// How it is told, what weakens it, and what a person decided.
pub fn standing_of(view: &RecordView) -> String {
    let Finding::Statement(statement) = &view.record.finding;
    let mut parts = vec![statement.kind.label()];
    parts.extend(statement.act.value.stated().map(|act| act.label()));
    parts.extend(statement.hedges.value.stated().into_iter().flatten().map(|hedge| hedge.label()));
    if view.state != State::Found {
        parts.push(view.state.label());
    }
    parts.join(" · ")
}
