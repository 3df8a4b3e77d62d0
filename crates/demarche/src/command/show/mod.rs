//! `demarche show`: what the ledger holds, for people or as JSON Lines.

use std::collections::HashMap;
use std::io::Write;

use clap::ValueEnum;
use demarche::contract::{self, PageLine, ProblemLine, StatementLine};
use ledger::{BlockVerdicts, Ledger, PageView, ProblemView, RecordView};
use serde::Serialize;
use text::Id;

use super::blocks::{blocks as blocks_of, with_verdicts};
use super::{Exit, LedgerPath, filter, output};
use crate::terminal::Screen;

mod blocks;
mod pages;
mod problems;
mod statements;
pub mod summary;
mod timeline;

pub use statements::{SHORT, print_one};

/// Show what the ledger holds.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// What to show.
    #[arg(value_enum)]
    what: What,
    #[command(flatten)]
    ledger: LedgerPath,
    #[command(flatten)]
    filter: filter::FilterFlags,
    /// Print JSON Lines.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// Statements by day.
    Timeline,
    /// Statements by page.
    Statements,
    /// Pages with their title and day.
    Pages,
    /// The pieces of pages: what each is, and who says so.
    Blocks,
    /// What was doubtful, by page.
    Problems,
    /// The ledger in figures.
    Summary,
    /// Who did what to whom: comes with its stage.
    Events,
    /// What each party demands, offers and refuses: comes with its stage.
    Positions,
    /// When a position moved: comes with its stage.
    Moves,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let ledger = Ledger::open(&arguments.ledger.ledger)?;
    let filter = &arguments.filter;
    match arguments.what {
        What::Timeline => {
            let days = ledger.timeline(&filter.resolve(&ledger)?)?;
            if arguments.json {
                let views: Vec<RecordView> = days.into_iter().flat_map(|day| day.records).collect();
                print_statements(&ledger, &views)?;
            } else {
                on_screen(|screen| timeline::print(screen, &days))?;
            }
        }
        What::Statements => {
            let views = ledger.statements(&filter.resolve(&ledger)?)?;
            if arguments.json {
                print_statements(&ledger, &views)?;
            } else {
                on_screen(|screen| statements::print(screen, &views))?;
            }
        }
        What::Pages => {
            let mut pages = filter.pages("pages", &ledger)?;
            pages.truncate(filter.limit());
            if arguments.json {
                print_lines(pages.iter().flat_map(PageLine::of_page))?;
            } else {
                on_screen(|screen| pages::print(screen, &pages))?;
            }
        }
        What::Blocks => {
            let mut pages = filter.pages("blocks", &ledger)?;
            pages.truncate(filter.limit());
            let with_verdicts = pages.into_iter().map(|page| with_verdicts(&ledger, page));
            let pages = with_verdicts.collect::<Result<Vec<(PageView, BlockVerdicts)>, _>>()?;
            if arguments.json {
                print_blocks(&pages)?;
            } else {
                on_screen(|screen| blocks::print(screen, &pages))?;
            }
        }
        What::Problems => {
            let mut problems = problems_of(&ledger, filter)?;
            problems.truncate(filter.limit());
            if arguments.json {
                print_lines(problems.iter().map(ProblemLine::from))?;
            } else {
                on_screen(|screen| problems::print(screen, &problems))?;
            }
        }
        What::Summary => {
            let figures = ledger.summary()?;
            if arguments.json {
                print_lines([figures])?;
            } else {
                on_screen(|screen| summary::print(screen, &figures, &arguments.ledger.ledger))?;
            }
        }
        What::Events | What::Positions | What::Moves => say_what_comes(arguments.what),
    }
    Ok(Exit::Success)
}

/// Problems of the pages that the flags are about.
fn problems_of(ledger: &Ledger, filter: &filter::FilterFlags) -> anyhow::Result<Vec<ProblemView>> {
    let wanted: Vec<Id> = filter.pages("problems", ledger)?.iter().map(|page| page.id).collect();
    let mut problems = ledger.problems(None)?;
    problems.retain(|problem| wanted.contains(&problem.page));
    Ok(problems)
}

/// A statement has a line for each path that gave its page.
fn print_statements(ledger: &Ledger, views: &[RecordView]) -> anyhow::Result<()> {
    let pages = ledger.pages()?;
    let origins: HashMap<Id, &[String]> = pages.iter().map(|page| (page.id, page.origins.as_slice())).collect();
    let of_view = |view: &RecordView| origins.get(&view.record.capture).copied().unwrap_or_default();
    let views_and_paths = views.iter().flat_map(|view| of_view(view).iter().map(move |path| (view, path)));
    print_lines(views_and_paths.map(|(view, path)| StatementLine::new(view, path)))
}

/// A block has a line for each path that gave its page.
fn print_blocks(pages: &[(PageView, BlockVerdicts)]) -> anyhow::Result<()> {
    for (page, verdicts) in pages {
        let blocks = blocks_of(page, verdicts);
        print_lines(page.origins.iter().flat_map(|path| blocks.iter().map(move |block| block.line(path))))?;
    }
    Ok(())
}

fn print_lines(lines: impl IntoIterator<Item = impl Serialize>) -> anyhow::Result<()> {
    let mut out = output::stdout();
    for line in lines {
        writeln!(out, "{}", contract::line(&line))?;
    }
    Ok(out.flush()?)
}

fn on_screen(print: impl FnOnce(&mut Screen) -> std::io::Result<()>) -> anyhow::Result<()> {
    let mut screen = Screen::stdout();
    print(&mut screen)?;
    Ok(screen.finish()?)
}

fn say_what_comes(what: What) {
    let name = match what {
        What::Positions => "positions",
        What::Moves => "moves",
        _ => "events",
    };
    super::complain(format_args!("no stage finds {name} yet: this version finds statements"));
}
