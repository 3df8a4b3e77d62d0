//! `demarche explain`: where a record stands on its page, what found it, and what became of it; or what a block is.

use std::io::{self, Write};

use anstyle::Style;
use demarche::contract;
use ledger::{Entry, EntryKind, Evidence, Field, Finding, Ledger, PageView, Record, RecordView};
use reading::{Data, Wanted};
use serde::Serialize;
use text::{Document, Known};

use super::blocks::{BlockOfPage, blocks, with_verdicts};
use super::show::{SHORT, print_one};
use super::{Exit, LedgerPath, output};
use crate::sanitize::for_terminal;
use crate::terminal::{CONTENT, CUE, Cell, FAINT, SOURCE, STRONG, Screen};

mod block;
mod passage;

/// Show the words behind a record: its sentence with source, cue and content marked, its fields, what found it. With
/// `--page`, show what a block of that page is and who says so.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The record, or with `--page` the block: the first digits of its id are enough.
    id: String,
    /// The page whose block it is: its path, the end of its path, or the first digits of its id.
    #[arg(long, value_name = "PAGE")]
    page: Option<String>,
    #[command(flatten)]
    ledger: LedgerPath,
    /// Print it and its history as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Explanation<'a> {
    #[serde(flatten)]
    view: &'a RecordView,
    history: &'a [Entry],
}

/// Columns of a field's name.
const LABEL: usize = 10;

pub fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let ledger = Ledger::open(&arguments.ledger.ledger)?;
    if let Some(page) = &arguments.page {
        return block::explain(&ledger, page, &arguments.id, arguments.json);
    }
    let id = ledger.find_id(&arguments.id)?;
    let (view, history) = (ledger.record(id)?, ledger.history(id)?);
    if arguments.json {
        let mut out = output::stdout();
        writeln!(out, "{}", contract::line(&Explanation { view: &view, history: &history }))?;
        out.flush()?;
        return Ok(Exit::Success);
    }
    let (page, verdicts) = with_verdicts(&ledger, ledger.page(view.record.capture)?)?;
    let mut screen = Screen::stdout();
    print_one(&mut screen, &view)?;
    print_passages(&mut screen, &view, &page)?;
    print_fields(&mut screen, &view)?;
    print_origin(&mut screen, &view, &page)?;
    print_blocks(&mut screen, &view, &blocks(&page, &verdicts), &page)?;
    print_history(&mut screen, &history)?;
    screen.finish()?;
    Ok(Exit::Success)
}

/// The confidence, and the scores that it was made of.
fn confidence(record: &Record) -> String {
    let scores: Vec<String> = record.scores.iter().map(|(of, score)| format!("{of} {score:.2}")).collect();
    let made_of = if scores.is_empty() { String::new() } else { format!(" (of: {})", scores.join(", ")) };
    format!("{:.2}{made_of}", record.confidence)
}

/// The sentences that the record stands in, marked.
fn print_passages(screen: &mut Screen, view: &RecordView, page: &PageView) -> io::Result<()> {
    let document = Document::of_page(&page.page);
    let data = Data::lists();
    let reading = reading::read(&document, &data, Wanted::TOKENS);
    screen.line("")?;
    if screen.has_colour() {
        let legend = format!("{SOURCE}source{SOURCE:#} {CUE}cue{CUE:#} {CONTENT}content{CONTENT:#}");
        screen.line(format_args!("  {legend}"))?;
    }
    for passage in passage::passages(view, page, &document, &reading.sentences) {
        screen.marked("", 2, &passage.pieces(screen.has_colour()))?;
    }
    screen.line("")
}

fn print_fields(screen: &mut Screen, view: &RecordView) -> io::Result<()> {
    let Finding::Statement(statement) = &view.record.finding;
    let mut absent = Vec::new();
    let mut print = |name: &'static str, shown: Shown| match shown {
        Shown::Value(value) => labelled(screen, name, Style::new(), &value),
        Shown::Absent => {
            absent.push(name);
            Ok(())
        }
        Shown::NotExamined => Ok(()),
    };
    print("speaker", shown(&statement.speaker, Clone::clone))?;
    print("party", shown(&statement.party, Clone::clone))?;
    print("rank", shown(&statement.rank, ToString::to_string))?;
    print("addressee", shown(&statement.addressee, Clone::clone))?;
    print("date", shown(&statement.date, ToString::to_string))?;
    print("medium", shown(&statement.medium, ToString::to_string))?;
    let labels = |hedges: &Vec<ledger::Hedge>| hedges.iter().map(|h| h.label()).collect::<Vec<_>>().join(", ");
    print("hedges", shown(&statement.hedges, labels))?;
    print("act", shown(&statement.act, ToString::to_string))?;
    print("on word of", shown(&statement.on_word_of, |on| on_word_of(on)))?;
    if !absent.is_empty() {
        labelled(screen, "not given", FAINT, &absent.join(", "))?;
    }
    Ok(())
}

/// A field as a person sees it.
enum Shown {
    /// Its value and what that rests on.
    Value(String),
    /// The page gives none.
    Absent,
    /// No stage looked for it.
    NotExamined,
}

fn shown<T>(field: &Field<T>, written: impl Fn(&T) -> String) -> Shown {
    let value = match &field.value {
        Known::Stated(value) => written(value),
        Known::Absent => return Shown::Absent,
        Known::NotExamined => return Shown::NotExamined,
    };
    let words: Vec<&str> = field.evidence.iter().map(|evidence| evidence.words.as_str()).collect();
    let mut grounds: Vec<String> = Vec::new();
    if !words.is_empty() && words.join(" ") != value {
        grounds.push(format!("“{}”", words.join(" … ")));
    }
    grounds.extend(field.ground.clone());
    Shown::Value(if grounds.is_empty() { value } else { format!("{value} ({})", grounds.join("; ")) })
}

/// The statement that it stands in, by the first digits of its id; or the outlet.
fn on_word_of(on: &str) -> String {
    match on.parse::<text::Id>() {
        Ok(id) => format!("statement {}", id.short(SHORT)),
        Err(_) => on.to_owned(),
    }
}

fn labelled(screen: &mut Screen, name: &str, style: Style, value: &str) -> io::Result<()> {
    screen.row(2, &[Cell::new(name, LABEL, FAINT), Cell::new(&for_terminal(value), 0, style)])
}

/// What found the record, and where its bytes lie.
fn print_origin(screen: &mut Screen, view: &RecordView, page: &PageView) -> io::Result<()> {
    let Finding::Statement(statement) = &view.record.finding;
    let producer = &view.producer;
    screen.line("")?;
    labelled(screen, "found by", Style::new(), &format!("{} in {}", view.record.found_by, producer.program))?;
    labelled(screen, "confidence", Style::new(), &confidence(&view.record))?;
    labelled(screen, "state", Style::new(), view.state.label())?;
    labelled(screen, "page", STRONG, page.page.metadata.title.as_deref().unwrap_or("(no title)"))?;
    for origin in &page.origins {
        screen.path(LABEL + 4, origin)?;
    }
    labelled(screen, "capture", Style::new(), &format!("{}, {} bytes", view.record.capture, page.n_bytes))?;
    for (role, pieces) in [("source", &statement.source), ("cue", &statement.cue), ("content", &statement.content)] {
        if !pieces.is_empty() {
            labelled(screen, "", Style::new(), &format!("{role}: bytes {}", byte_ranges(pieces)))?;
        }
    }
    Ok(())
}

/// What the blocks are that hold its words, and who says so.
fn print_blocks(screen: &mut Screen, view: &RecordView, blocks: &[BlockOfPage<'_>], page: &PageView) -> io::Result<()> {
    let Finding::Statement(statement) = &view.record.finding;
    let pieces = [&statement.source, &statement.cue, &statement.content];
    let mut numbers: Vec<usize> = pieces.into_iter().flatten().filter_map(|piece| piece.find(&page.page)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    for block in numbers.iter().filter_map(|number| blocks.get(*number)) {
        let words = format!("{} {}, {}", block.short_key(), block.block.role.name(), block.decision());
        labelled(screen, "block", Style::new(), &words)?;
    }
    if view.is_lost {
        labelled(
            screen,
            "",
            Style::new(),
            "kept because it was reviewed: the page as it is read now does not give it",
        )?;
    }
    Ok(())
}

/// Ranges of capture bytes, the end outside, as in `dd` and Python slices.
fn byte_ranges(pieces: &[Evidence]) -> String {
    let segments = pieces.iter().flat_map(|piece| &piece.segments);
    segments.map(|segment| format!("{}..{}", segment.start, segment.end)).collect::<Vec<_>>().join(", ")
}

fn print_history(screen: &mut Screen, history: &[Entry]) -> io::Result<()> {
    for (number, entry) in history.iter().enumerate() {
        let name = if number == 0 { "history" } else { "" };
        let what = match (entry.kind, &entry.edit) {
            (EntryKind::Edited, Some((field, value))) => format!("{} set to '{value}'", field_label(*field)),
            (EntryKind::Found, _) => "found".to_owned(),
            (EntryKind::Accepted, _) => "accepted".to_owned(),
            (EntryKind::Rejected, _) => "rejected".to_owned(),
            (EntryKind::Edited, None) => "edited".to_owned(),
            (EntryKind::Undone, _) => "last verdict taken back".to_owned(),
            (EntryKind::Withdrawn, _) => "no longer found".to_owned(),
        };
        labelled(screen, name, Style::new(), &format!("{}  {what} by {}", entry.at, entry.by))?;
    }
    Ok(())
}

/// A field's name as flags and JSON write it.
fn field_label(field: ledger::FieldName) -> String {
    serde_json::to_value(field).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}
