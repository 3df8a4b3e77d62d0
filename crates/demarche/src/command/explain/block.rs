//! A block of a page: what it is, who says so, what stands in it, and every word that people said about it.

use std::io::{self, Write};

use anstyle::Style;
use demarche::contract;
use ledger::{BlockPlace, BlockVerdict, BlockVerdicts, Evidence, Filter, Finding, Ledger, PageView, RecordView};
use serde::Serialize;

use super::labelled;
use crate::command::blocks::{BlockLine, BlockOfPage, at_place, find_place, with_verdicts};
use crate::command::show::print_one;
use crate::command::{Exit, filter, output};
use crate::sanitize::for_terminal;
use crate::terminal::{STRONG, Screen};

#[derive(Serialize)]
struct Explanation<'a> {
    #[serde(flatten)]
    line: BlockLine<'a>,
    /// Other pages of the site that hold its words, when these take it out of the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    n_other_pages: Option<usize>,
    /// Every verdict on it, oldest first, those that were taken back too.
    verdicts: Vec<&'a BlockVerdict>,
    /// Ids of the statements that stand in it.
    statements: Vec<text::Id>,
}

/// Explains the block of the page whose key begins so.
pub fn explain(ledger: &Ledger, page: &str, key: &str, is_json: bool) -> anyhow::Result<Exit> {
    let (page, verdicts) = with_verdicts(ledger, filter::find_page(ledger, page)?)?;
    let place = find_place(&page, key)?;
    let Some(block) = at_place(&page, &verdicts, &place) else {
        return Err(ledger::LedgerError::NoBlock(page.id).into());
    };
    let statements = statements_in(ledger, &page, block.number)?;
    let said = said_about(&page, &verdicts, block.number);
    let n_other_pages = n_other_pages(ledger, &page, &block)?;
    if is_json {
        let origin = page.origins.first().map_or("", String::as_str);
        let statements = statements.iter().map(|view| view.record.id).collect();
        let mut out = output::stdout();
        let explanation = Explanation { line: block.line(origin), n_other_pages, verdicts: said, statements };
        writeln!(out, "{}", contract::line(&explanation))?;
        out.flush()?;
        return Ok(Exit::Success);
    }
    let mut screen = Screen::stdout();
    let decision = match n_other_pages {
        None => block.decision(),
        Some(1) => "set aside: its words stand on another page of the site too".to_owned(),
        Some(n) => format!("set aside: its words stand on {n} other pages of the site too"),
    };
    print_block(&mut screen, &page, &block, &place, &decision)?;
    print_said(&mut screen, &said)?;
    for view in &statements {
        screen.line("")?;
        print_one(&mut screen, view)?;
    }
    screen.finish()?;
    Ok(Exit::Success)
}

/// Other pages of the site that hold the block's words, when these and no person took it out of the article.
fn n_other_pages(ledger: &Ledger, page: &PageView, block: &BlockOfPage<'_>) -> anyhow::Result<Option<usize>> {
    if block.moved.is_some() {
        return Ok(None);
    }
    let aside = ledger.set_aside(page.id)?;
    Ok(aside.iter().find(|aside| aside.block == block.number).map(|aside| aside.n_other_pages))
}

/// The records of the page of which words stand in the block.
fn statements_in(ledger: &Ledger, page: &PageView, block: usize) -> anyhow::Result<Vec<RecordView>> {
    let mut views = ledger.statements(&Filter { page: Some(page.id), ..Filter::default() })?;
    let stands_here = |evidence: &Evidence| evidence.find(&page.page) == Some(block);
    views.retain(|view| {
        let Finding::Statement(statement) = &view.record.finding;
        [&statement.source, &statement.cue, &statement.content].into_iter().flatten().any(stands_here)
    });
    Ok(views)
}

/// Every verdict that is about the block, oldest first.
fn said_about<'a>(page: &PageView, verdicts: &'a BlockVerdicts, block: usize) -> Vec<&'a BlockVerdict> {
    verdicts.all.iter().filter(|verdict| verdict.place.find(&page.page).contains(&block)).collect()
}

fn print_block(
    screen: &mut Screen,
    page: &PageView,
    block: &BlockOfPage<'_>,
    place: &BlockPlace,
    decision: &str,
) -> io::Result<()> {
    screen.paragraph(2, Style::new(), &for_terminal(&block.block.text))?;
    screen.line("")?;
    let role = block.block.role;
    let belongs = if role.is_article() { "in the article" } else { "not in the article's text" };
    labelled(screen, "role", STRONG, &format!("{}: {}; {belongs}", role.name(), role.meaning()))?;
    labelled(screen, "by", Style::new(), decision)?;
    labelled(screen, "key", Style::new(), &place.key())?;
    labelled(screen, "page", STRONG, page.page.metadata.title.as_deref().unwrap_or("(no title)"))?;
    for origin in &page.origins {
        screen.path(super::LABEL + 4, origin)?;
    }
    let ranges: Vec<String> =
        place.segments.iter().map(|segment| format!("{}..{}", segment.start, segment.end)).collect();
    labelled(screen, "capture", Style::new(), &format!("{}, bytes {}", page.id, ranges.join(", ")))
}

fn print_said(screen: &mut Screen, said: &[&BlockVerdict]) -> io::Result<()> {
    for (number, verdict) in said.iter().enumerate() {
        let name = if number == 0 { "history" } else { "" };
        let BlockVerdict { at, by, was, role, taken_back, .. } = verdict;
        let moved = format!("{at}  moved from {} to {} by {by}", was.name(), role.name());
        labelled(screen, name, Style::new(), &moved)?;
        if let Some(back) = taken_back {
            labelled(screen, "", Style::new(), &format!("{}  put back by {}", back.at, back.by))?;
        }
    }
    Ok(())
}
