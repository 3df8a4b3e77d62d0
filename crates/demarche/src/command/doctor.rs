//! `demarche doctor`: is all well with the program, its data and the ledger?

use std::io::{IsTerminal, Write};

use demarche::contract;
use ledger::{Evidence, Field, Filter, Finding, Ledger, PageView, RecordView, State};
use serde::Serialize;
use text::MediaType;

use super::{Exit, LedgerPath, output};
use crate::sanitize::for_terminal;
use crate::terminal::{BAD, Cell, FAINT, GOOD, Screen};

/// Check the program and the ledger: the file itself, every capture, and every record's words against its capture.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    ledger: LedgerPath,
    /// Print JSON Lines.
    #[arg(long)]
    json: bool,
}

/// One thing that was looked at.
#[derive(Serialize)]
struct Check {
    what: &'static str,
    outcome: Outcome,
    note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    Well,
    Skipped,
    Wrong,
}

/// Faults of one kind that are told one by one.
const N_TOLD: usize = 20;

pub fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let mut checks = vec![program(), machine()];
    let path = &arguments.ledger.ledger;
    match Ledger::open(path) {
        Ok(ledger) => checks.extend(ledger_checks(&ledger)?),
        Err(error @ ledger::LedgerError::Missing(_)) => {
            checks.push(Check { what: "ledger", outcome: Outcome::Skipped, note: error.to_string() });
        }
        Err(error) => checks.push(Check { what: "ledger", outcome: Outcome::Wrong, note: error.to_string() }),
    }
    print(&checks, arguments.json)?;
    let is_wrong = checks.iter().any(|check| check.outcome == Outcome::Wrong);
    Ok(if is_wrong { Exit::Failure } else { Exit::Success })
}

fn program() -> Check {
    let producer = demarche::producer(&reading::Data::embedded());
    let data: String = producer.data.chars().take(12).collect();
    let note = format!("{}, data {data}, weights {}", producer.program, producer.weights);
    Check { what: "program", outcome: Outcome::Well, note }
}

fn machine() -> Check {
    let n_threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let output = if std::io::stdout().is_terminal() { "a terminal" } else { "a file or pipe" };
    let (system, processor) = (std::env::consts::OS, std::env::consts::ARCH);
    let note = format!("{system} on {processor}, {n_threads} threads, output to {output}");
    Check { what: "machine", outcome: Outcome::Well, note }
}

fn ledger_checks(ledger: &Ledger) -> anyhow::Result<Vec<Check>> {
    let mut checks = told("ledger", ledger.check()?, format!("'{}' is sound", ledger.path().display()));
    let (mut n_pieces, mut faults) = (0, Vec::new());
    for page in ledger.pages()? {
        n_pieces += check_page(ledger, &page, &mut faults)?;
    }
    checks.extend(told("evidence", faults, format!("{n_pieces} pieces of evidence stand in their captures")));
    Ok(checks)
}

/// Cuts the evidence of a page's records from its capture. How many pieces there are.
fn check_page(ledger: &Ledger, page: &PageView, faults: &mut Vec<String>) -> anyhow::Result<usize> {
    let origin = page.origins.first().map_or("", String::as_str);
    let bytes = match ledger.capture_bytes(page.id) {
        Ok(bytes) => bytes,
        Err(error) => {
            faults.push(format!("'{origin}': {error}"));
            return Ok(0);
        }
    };
    let media_type = if page.media_type == MediaType::Html.name() { MediaType::Html } else { MediaType::PlainText };
    let encoding = page.page.metadata.encoding.as_deref().unwrap_or("UTF-8");
    let mut n_pieces = 0;
    for view in records_of(ledger, page)? {
        for piece in evidence_of(&view) {
            n_pieces += 1;
            let words = page::words_at(&bytes, media_type, encoding, &piece.segments);
            // White space aside: a `<br>` is a space on the page and no byte of the words around it.
            if !letters(&words).eq(letters(&piece.words)) {
                let id = view.record.id.short(12);
                faults.push(format!("record {id} of '{origin}' quotes “{}”, its capture has “{words}”", piece.words));
            }
        }
    }
    Ok(n_pieces)
}

fn letters(words: &str) -> impl Iterator<Item = char> {
    words.chars().filter(|c| !c.is_whitespace())
}

/// Every record of a page, those out of sight included.
fn records_of(ledger: &Ledger, page: &PageView) -> anyhow::Result<Vec<RecordView>> {
    let mut records = Vec::new();
    for state in State::ALL {
        let filter = Filter { page: Some(page.id), state: Some(state), ..Filter::default() };
        records.extend(ledger.statements(&filter)?);
    }
    Ok(records)
}

fn evidence_of(view: &RecordView) -> Vec<&Evidence> {
    let Finding::Statement(statement) = &view.record.finding;
    let mut pieces: Vec<&Evidence> =
        [&statement.source, &statement.cue, &statement.content].into_iter().flatten().collect();
    let fields = [
        of_field(&statement.speaker),
        of_field(&statement.party),
        of_field(&statement.rank),
        of_field(&statement.addressee),
        of_field(&statement.medium),
        of_field(&statement.hedges),
        of_field(&statement.on_word_of),
        of_field(&statement.date),
        of_field(&statement.act),
    ];
    pieces.extend(fields.into_iter().flatten());
    pieces
}

fn of_field<T>(field: &Field<T>) -> &[Evidence] {
    &field.evidence
}

/// One check for each fault, or one that says that there is none.
fn told(what: &'static str, faults: Vec<String>, note: String) -> Vec<Check> {
    if faults.is_empty() {
        return vec![Check { what, outcome: Outcome::Well, note }];
    }
    let n_more = faults.len().saturating_sub(N_TOLD);
    let wrong = |note| Check { what, outcome: Outcome::Wrong, note };
    let mut checks: Vec<Check> = faults.into_iter().take(N_TOLD).map(wrong).collect();
    if n_more > 0 {
        checks.push(wrong(format!("and {n_more} more")));
    }
    checks
}

fn print(checks: &[Check], is_json: bool) -> anyhow::Result<()> {
    if is_json {
        let mut out = output::stdout();
        for check in checks {
            writeln!(out, "{}", contract::line(check))?;
        }
        return Ok(out.flush()?);
    }
    let mut screen = Screen::stdout();
    for check in checks {
        let (word, style) = match check.outcome {
            Outcome::Well => ("well", GOOD),
            Outcome::Skipped => ("skipped", FAINT),
            Outcome::Wrong => ("wrong", BAD),
        };
        let note = for_terminal(&check.note);
        let cells =
            [Cell::new(word, 7, style), Cell::new(check.what, 8, FAINT), Cell::new(&note, 0, anstyle::Style::new())];
        screen.row(0, &cells)?;
    }
    Ok(screen.finish()?)
}
