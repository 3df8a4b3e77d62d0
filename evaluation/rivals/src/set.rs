//! The sets of pages: read into memory once, and what the scorer and the clock say about an extractor on them.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use eval::corpus::{id_of, records};
use eval::markup::SavedPages;
use eval::rivals::Row;
use serde_json::Value;

use crate::tool::{Question, Tool};
use crate::worker::Report;

/// Size, in bytes, from which the time for a megabyte says something: a small page has a fixed cost.
const N_BYTES_OF_LARGE: usize = 100_000;

/// A set as it is asked for.
pub struct SetPlan {
    /// Its name, as in `evaluation/measures.toml`.
    pub name: &'static str,
    /// Its name in the tables.
    pub title: &'static str,
    /// Gold, below the folder of corpora.
    gold: &'static str,
    /// The pages, below the folder of corpora.
    pages: &'static str,
    /// Only records whose `src` is this.
    source: Option<&'static str>,
}

/// The open sets.
pub const SETS: &[SetPlan] = &[
    SetPlan {
        name: "scrapinghub",
        title: "scrapinghub pages",
        gold: "data/page/scrapinghub.jsonl.gz",
        pages: "data/page/html/scrapinghub",
        source: None,
    },
    SetPlan {
        name: "wcxb",
        title: "WCXB dev articles",
        gold: "data/page/wcxb_dev.jsonl.gz",
        pages: "data/page/wcxb_dev.tar.xz",
        source: None,
    },
    SetPlan {
        name: "trafilatura",
        title: "trafilatura set, open half",
        gold: "data/page/trafilatura.jsonl.gz",
        pages: "data/page/trafilatura.tar.xz",
        source: None,
    },
    SetPlan {
        name: "htmldate-news",
        title: "htmldate, news pages",
        gold: "data/page/htmldate.jsonl.gz",
        pages: "data/page/htmldate_news.tar.xz",
        source: Some("eval_mediacloud_2020.json"),
    },
];

impl SetPlan {
    /// Tools that find only days are run where there are days.
    pub fn takes(&self, tool: &Tool) -> bool {
        !tool.dates_only || self.name != "scrapinghub"
    }
}

/// The pages of a set in memory, with their gold.
pub struct Pages {
    /// One for each page.
    pub questions: Vec<Question>,
    /// The records of gold, in the same order.
    pub gold: Vec<Value>,
}

impl Pages {
    /// Reads and decodes all pages of a set.
    ///
    /// # Errors
    /// When something is missing or is not in its form.
    pub fn open(plan: &SetPlan, shared: &Path) -> Result<Pages> {
        let gold_path = shared.join(plan.gold);
        let mut gold = records(&gold_path)?;
        if let Some(source) = plan.source {
            gold.retain(|record| record["src"] == source);
        }
        let saved = SavedPages::open(&shared.join(plan.pages), gold_path.parent().unwrap_or(shared))?;
        let question = |record: &Value| {
            let id = id_of(record).context("a record has no id")?;
            let name = record["html"].as_str().with_context(|| format!("{id}: gold names no `html`"))?;
            Ok(Question { html: saved.text(name)?, url: record["url"].as_str().map(str::to_owned), id })
        };
        let questions = gold.iter().map(question).collect::<Result<Vec<_>>>()?;
        Ok(Pages { questions, gold })
    }

    /// Length of all pages, in bytes.
    pub fn n_bytes(&self) -> usize {
        self.questions.iter().map(|question| question.html.len()).sum()
    }
}

/// Scores and times of an extractor on a set.
pub fn row(tool: &Tool, pages: &Pages, report: &Report, scored: &Value) -> Row {
    let of_page = |id: &str| middle(report.passes.iter().filter_map(|pass| pass.get(id).copied()).collect());
    let whole = middle(report.passes.iter().map(|pass| pass.values().sum()).collect()).unwrap_or(0.0);
    let n_timed = report.passes.first().map_or(0, BTreeMap::len);
    let is_timed = |question: &&Question| report.passes.first().is_some_and(|pass| pass.contains_key(&question.id));
    let n_bytes: usize = pages.questions.iter().filter(is_timed).map(|question| question.html.len()).sum();
    let times: Vec<(usize, f64)> = pages
        .questions
        .iter()
        .filter_map(|question| Some((question.html.len(), of_page(&question.id)? * 1000.0)))
        .collect();
    let large = times.iter().filter(|(n_bytes, _)| *n_bytes >= N_BYTES_OF_LARGE);
    Row {
        tool: tool.name.into(),
        scores: scores(tool, scored),
        pages_per_second: rounded(n_timed as f64 / whole, 1),
        ms_per_mb: rounded(whole * 1e9 / n_bytes as f64, 2),
        worst_ms: rounded(times.iter().map(|(_, ms)| *ms).fold(0.0, f64::max), 2),
        worst_ms_per_mb: large
            .map(|(n_bytes, ms)| ms * 1e6 / *n_bytes as f64)
            .max_by(f64::total_cmp)
            .map(|ms| rounded(ms, 1)),
        failures: report.failures.len(),
    }
}

fn scores(tool: &Tool, scored: &Value) -> BTreeMap<String, f64> {
    const PLACES: [(&str, &str); 9] = [
        ("f1", "/shingle/f1"),
        ("precision", "/shingle/precision"),
        ("recall", "/shingle/recall"),
        ("exact", "/shingle/accuracy"),
        ("bad", "/shingle/bad"),
        ("segments", "/segments/f1"),
        // The scorer's recall of a field: right, of all pages with gold.
        ("title", "/title/recall"),
        ("author", "/author/recall"),
        ("date", "/date/recall"),
    ];
    let answered = |key: &str| !tool.dates_only || key == "date";
    let score = |(key, place): (&str, &str)| Some((key.to_owned(), rounded(scored.pointer(place)?.as_f64()?, 4)));
    PLACES.into_iter().filter(|(key, _)| answered(key)).filter_map(score).collect()
}

/// The middle one; of an even number the lower of the two in the middle.
fn middle(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len().saturating_sub(1) / 2).copied()
}

fn rounded(number: f64, places: i32) -> f64 {
    let unit = 10f64.powi(places);
    (number * unit).round() / unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_pass_counts_whatever_their_order() {
        assert_eq!(middle(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(middle(vec![5.0]), Some(5.0));
        assert_eq!(middle(Vec::new()), None);
    }

    #[test]
    fn a_page_that_ended_the_process_is_a_failure_and_has_no_time() {
        let question = |id: &str| Question { id: id.into(), html: "<p>x".into(), url: None };
        let pages = Pages { questions: vec![question("a"), question("b")], gold: Vec::new() };
        let report = Report {
            version: "1".into(),
            answers: BTreeMap::new(),
            failures: [("b".to_owned(), "ended the process".to_owned())].into(),
            passes: vec![[("a".to_owned(), 0.5)].into()],
        };
        let row = row(&crate::tool::TOOLS[0], &pages, &report, &Value::Null);
        assert_eq!((row.failures, row.pages_per_second, row.worst_ms), (1, 2.0, 500.0));
    }
}
