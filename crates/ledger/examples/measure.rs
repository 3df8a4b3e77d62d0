//! How long a ledger takes: pages in, questions answered. Prints milliseconds; judges nothing.
//!
//! `cargo run --release -p ledger --example measure [PAGES]`, thirty statements on each page.

#![allow(clippy::unwrap_used)] // The pages are made for the tests.

#[path = "../tests/ledger/made.rs"]
#[allow(dead_code)] // Of the tests' pages this needs one.
mod made;

use std::error::Error;
use std::time::Instant;

use ledger::{Field, Filter, Ledger, Verdict};

const N_STATEMENTS: usize = 30;

fn main() -> Result<(), Box<dyn Error>> {
    let n_pages: usize = std::env::args().nth(1).map_or(Ok(3334), |n| n.parse())?;
    let folder = tempfile::tempdir()?;
    let mut ledger = Ledger::create(&folder.path().join("record.demarche"))?;

    let mut writing_ms = Vec::new();
    for number in 0..n_pages {
        let made = page(number);
        let start = Instant::now();
        ledger.append_page(&made.capture, &made.page, &made.records, &made::producer("1"))?;
        writing_ms.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    writing_ms.sort_by(f64::total_cmp);
    let at = |share: f64| writing_ms[((writing_ms.len() - 1) as f64 * share) as usize];
    println!("{n_pages} pages of {N_STATEMENTS} statements, {} records", n_pages * N_STATEMENTS);
    println!("a page: median {:.2} ms, 99 of 100 under {:.2} ms, most {:.2} ms", at(0.5), at(0.99), at(1.0));

    let id = page(n_pages / 2).records[0].id;
    timed("a verdict", || ledger.review(id, &Verdict::Accept, "anna").map(|_| 1))?;
    for (name, filter) in questions() {
        timed(&format!("count: {name}"), || ledger.n_statements(&filter))?;
        let first = Filter { limit: Some(100), ..filter };
        timed(&format!("first hundred: {name}"), || Ok(ledger.statements(&first)?.len()))?;
    }
    let last = Filter { limit: Some(100), offset: Some(n_pages * N_STATEMENTS - 100), ..Filter::default() };
    timed("last hundred: all", || Ok(ledger.statements(&last)?.len()))?;
    for facet in ledger::FACETS {
        timed(&format!("facet: {facet}"), || Ok(ledger.facet(facet, &Filter::default())?.len()))?;
    }
    let by_day = Filter { limit: Some(100), ..Filter::default() };
    timed("timeline, first hundred", || Ok(ledger.timeline(&by_day)?.len()))?;
    timed("summary", || Ok(ledger.summary()?.n_statements))?;
    timed("all statements", || Ok(ledger.statements(&Filter::default())?.len()))?;
    timed("export as CSV", || ledger.export_csv(&Filter::default(), &mut std::io::sink()))?;
    timed("check", || Ok(ledger.check()?.len()))?;
    timed("rebuild", || ledger.rebuild_views().map(|()| 0))?;
    println!("{} MB on disk", std::fs::metadata(ledger.path())?.len() / 1_000_000);
    Ok(())
}

fn questions() -> Vec<(&'static str, Filter)> {
    let text = |text: &str| Some(text.to_owned());
    let day = |day: &str| Some(day.parse().expect("a day"));
    vec![
        ("all", Filter::default()),
        ("words", Filter { query: text("harbour 17"), ..Filter::default() }),
        ("a common word", Filter { query: text("harbour"), ..Filter::default() }),
        ("speaker", Filter { speaker: text("guide 7"), ..Filter::default() }),
        ("party", Filter { party: text("AAA"), ..Filter::default() }),
        ("state", Filter { state: Some(ledger::State::Accepted), ..Filter::default() }),
        ("days", Filter { since: day("2022-10-05"), until: day("2022-10-07"), ..Filter::default() }),
    ]
}

fn timed(name: &str, answer: impl FnOnce() -> Result<usize, ledger::LedgerError>) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let n_found = answer()?;
    println!("{name}: {:.1} ms ({n_found})", start.elapsed().as_secs_f64() * 1000.0);
    Ok(())
}

fn page(number: usize) -> made::Made {
    let told = |line: usize| {
        format!(
            "page {number} tells that the harbour stays open on line {line}, that boats may come and go as they like, \
             and that the council of the valley has not yet decided what is to be done about the road"
        )
    };
    let lines: Vec<(String, String)> =
        (0..N_STATEMENTS).map(|line| (format!("Guide {}", (number * 7 + line) % 500), told(line))).collect();
    let lines: Vec<_> = lines.iter().map(|(speaker, content)| (speaker.as_str(), "said", content.as_str())).collect();
    let mut made = made::page(&format!("{number}.txt"), Some("2022-10-05"), &lines);
    for (line, record) in made.records.iter_mut().enumerate() {
        let day = (number + line) % 28 + 1;
        *record = made::with(record, |statement| {
            statement.party = Field::stated(["AAA", "BBB", "CCC"][(number + line) % 3].to_owned(), vec![]);
            statement.date = Field::stated(format!("2022-10-{day:02}").parse().expect("a day"), vec![]);
        });
    }
    made
}
