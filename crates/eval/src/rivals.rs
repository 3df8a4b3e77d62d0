//! The extractors of others beside ours: what `cargo xtask rivals` measured, and its tables.
//!
//! `evaluation/rivals/` runs them, in a workspace of its own; here is only the form in which it leaves its results, so that
//! the documents can be held to them without building any rival.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::table;

/// Where the results lie, from the top of the repository.
pub const RESULTS: &str = "evaluation/rivals/results.json";
/// Where the whole table lies.
pub const REPORT: &str = "evaluation/rivals/RESULTS.md";
/// The mark before the short table in the README.
const BEGIN: &str = "<!-- rivals: written by `cargo xtask rivals --write` -->";
/// The mark behind it.
const END: &str = "<!-- /rivals -->";

/// One run of all extractors over all sets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rivals {
    /// The day, as ISO 8601.
    pub taken: String,
    /// Processor, cores, operating system.
    pub machine: String,
    /// Load of the machine when the run began, as the number of running processes; 0 to 1 is a quiet one.
    pub load: f64,
    /// Number of measured passes; the middle one counts.
    pub passes: usize,
    /// The extractors, in the order of the tables.
    pub tools: Vec<Tool>,
    /// The sets, in the order of the tables.
    pub sets: Vec<Set>,
}

/// An extractor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Its key in the rows.
    pub name: String,
    /// Its name in the tables.
    pub title: String,
    /// Its version.
    pub version: String,
    /// How it was called.
    pub settings: String,
}

/// A set of pages with what each extractor reached on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Set {
    /// The corpus, as in `evaluation/measures.toml`.
    pub name: String,
    /// Its name in the tables.
    pub title: String,
    /// Number of its pages.
    pub n_pages: usize,
    /// Length of all its pages, in bytes of UTF-8.
    pub n_bytes: usize,
    /// One for each extractor that ran.
    pub rows: Vec<Row>,
}

/// What an extractor reached on a set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The extractor.
    pub tool: String,
    /// Scores, from 0 to 1, by the keys of [`SCORES`]; only those that the set has gold for and the extractor answers.
    pub scores: BTreeMap<String, f64>,
    /// Pages in a second of processor time.
    pub pages_per_second: f64,
    /// Milliseconds of processor time for a megabyte (of 10⁶ bytes), over all pages.
    pub ms_per_mb: f64,
    /// Milliseconds of the slowest page.
    pub worst_ms: f64,
    /// Milliseconds for a megabyte, on the page where that is most; pages from 100 kB on, since a small page has a fixed cost.
    pub worst_ms_per_mb: Option<f64>,
    /// Pages that ended in an error, or ended the process; their answer is empty.
    pub failures: usize,
}

/// A score of the tables: key, head of its column, whether less is better.
struct Column {
    key: &'static str,
    head: &'static str,
    is_short: bool,
    less_is_better: bool,
}

const fn column(key: &'static str, head: &'static str, is_short: bool) -> Column {
    Column { key, head, is_short, less_is_better: false }
}

/// Scores in the order of the columns. `f1`, `precision`, `recall`, `exact` and `bad` are of the article's text, `segments`
/// is F1 over segments, the rest is the share of all pages with gold on which the field is right.
const SCORES: [Column; 9] = [
    column("f1", "F1", true),
    column("precision", "P", false),
    column("recall", "R", false),
    column("exact", "exact", true),
    Column { key: "bad", head: "bad", is_short: true, less_is_better: true },
    column("segments", "segments F1", true),
    column("title", "title", false),
    column("author", "author", false),
    column("date", "date", true),
];

impl Rivals {
    /// Reads what was measured last.
    ///
    /// # Errors
    /// When the file is missing or not in its form.
    pub fn load(root: &Path) -> Result<Rivals> {
        let words = fs::read_to_string(root.join(RESULTS)).with_context(|| format!("{RESULTS} cannot be read"))?;
        serde_json::from_str(&words).with_context(|| format!("{RESULTS} is not in its form"))
    }

    /// Writes the results and both tables.
    ///
    /// # Errors
    /// When a file cannot be written, or the README has no place for the table.
    pub fn write(&self, root: &Path) -> Result<()> {
        let mut words = serde_json::to_string_pretty(self).context("the results are no JSON")?;
        words.push('\n');
        let results = (RESULTS, words);
        for (name, words) in self.documents(root)?.into_iter().chain([results]) {
            fs::write(root.join(name), words).with_context(|| format!("{name} cannot be written"))?;
        }
        Ok(())
    }

    /// The documents that hold a table, as they should be.
    ///
    /// # Errors
    /// When the README cannot be read or has no place for the table.
    pub fn documents(&self, root: &Path) -> Result<[(&'static str, String); 2]> {
        let readme = fs::read_to_string(root.join("README.md")).context("README.md cannot be read")?;
        let readme = readme.replace("\r\n", "\n");
        let readme = table::insert_between(&readme, &self.markdown(true), BEGIN, END).context("README.md")?;
        Ok([("README.md", readme), (REPORT, self.report())])
    }

    /// The table; with `short` only the columns that the README shows.
    pub fn markdown(&self, short: bool) -> String {
        let columns: Vec<&Column> = SCORES.iter().filter(|column| column.is_short || !short).collect();
        let mut heads: Vec<&str> = vec!["pages", "extractor"];
        heads.extend(columns.iter().map(|column| column.head));
        heads.extend(["pages/s", "worst page, ms"]);
        if !short {
            heads.extend(["ms/MB", "worst ms/MB", "failed"]);
        }
        let mut words = format!("| {} |\n|---|---|{}\n", heads.join(" | "), "--:|".repeat(heads.len() - 2));
        for set in &self.sets {
            let mut title = format!("{} ({})", set.title, set.n_pages);
            for row in &set.rows {
                let mut cells = vec![std::mem::take(&mut title), self.title_of(&row.tool)];
                cells.extend(columns.iter().map(|column| score_cell(set, row, column)));
                cells.extend([whole(row.pages_per_second), whole(row.worst_ms)]);
                if !short {
                    let worst = row.worst_ms_per_mb.map(whole).unwrap_or_default();
                    cells.extend([whole(row.ms_per_mb), worst, row.failures.to_string()]);
                }
                // Writing into a string does not fail.
                let _ = writeln!(words, "| {} |", cells.join(" | "));
            }
        }
        words
    }

    fn title_of(&self, name: &str) -> String {
        let tool = self.tools.iter().find(|tool| tool.name == name);
        tool.map_or(name, |tool| tool.title.as_str()).to_owned()
    }

    /// The page of the whole table.
    pub fn report(&self) -> String {
        let mut page = format!(
            "# Extractors side by side\n\nWritten by `cargo xtask rivals --write` on {}. Machine: {}; load at the start {:.1}.\n\n",
            self.taken, self.machine, self.load
        );
        let _ = write!(
            page,
            "Scores by `../shared/score/page.py` for all alike. F1, P, R: article text, word 4-grams; exact: every word right; bad: F1 of \
             the page under .8; segments: those that must and must not be there; title, author, date: right, of all pages with gold. Times are \
             processor time on one core: each extractor in a process of its own, the pages in memory, one pass to warm up, the middle of {} \
             passes after it. The best score of a set is bold.\n\n",
            self.passes
        );
        page.push_str(&self.markdown(false));
        page.push_str("\n## Versions\n\n| extractor | version | called as |\n|---|---|---|\n");
        for tool in &self.tools {
            let _ = writeln!(page, "| {} | {} | {} |", tool.title, tool.version, tool.settings);
        }
        page
    }
}

fn score_cell(set: &Set, row: &Row, column: &Column) -> String {
    let Some(score) = row.scores.get(column.key) else { return String::new() };
    let rounded = |score: f64| (score * 1000.0).round();
    let others = set.rows.iter().filter_map(|row| row.scores.get(column.key));
    let is_best = others.into_iter().all(|other| {
        if column.less_is_better { rounded(*other) >= rounded(*score) } else { rounded(*other) <= rounded(*score) }
    });
    let words = format!("{score:.3}");
    let words = words.strip_prefix('0').map_or(words.clone(), str::to_owned);
    if is_best { format!("**{words}**") } else { words }
}

/// A whole number from 10 on, one place under it.
fn whole(number: f64) -> String {
    if number >= 10.0 { format!("{number:.0}") } else { format!("{number:.1}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(tool: &str, f1: f64, bad: f64) -> Row {
        Row {
            tool: tool.into(),
            scores: [("f1".to_owned(), f1), ("bad".to_owned(), bad)].into(),
            pages_per_second: 512.4,
            ms_per_mb: 9.26,
            worst_ms: 31.0,
            worst_ms_per_mb: None,
            failures: 2,
        }
    }

    fn rivals() -> Rivals {
        let tool =
            Tool { name: "a".into(), title: "Tool A".into(), version: "1.2".into(), settings: "defaults".into() };
        let rows = vec![row("a", 0.951, 0.1), row("b", 0.94, 0.05)];
        let set = Set { name: "s".into(), title: "Set S".into(), n_pages: 7, n_bytes: 1000, rows };
        Rivals { taken: "2022-11-09".into(), passes: 3, tools: vec![tool], sets: vec![set], ..Rivals::default() }
    }

    #[test]
    fn the_best_score_of_a_column_is_bold_whichever_way_is_up() {
        let table = rivals().markdown(true);
        let rows: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(
            rows,
            [
                "| Set S (7) | Tool A | **.951** |  | .100 |  |  | 512 | 31 |",
                "|  | b | .940 |  | **.050** |  |  | 512 | 31 |",
            ]
        );
    }

    #[test]
    fn every_row_has_as_many_cells_as_the_head() {
        for short in [true, false] {
            let table = rivals().markdown(short);
            let n_cells: Vec<usize> = table.lines().map(|line| line.matches('|').count()).collect();
            assert!(n_cells.iter().all(|n| *n == n_cells[0]), "{table}");
        }
    }

    #[test]
    fn the_report_tells_versions_and_how_they_were_called() {
        assert!(rivals().report().contains("| Tool A | 1.2 | defaults |"));
    }

    #[test]
    fn results_that_were_written_are_read_again() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("evaluation/rivals")).unwrap();
        fs::write(folder.path().join("README.md"), format!("{BEGIN}\n{END}\n")).unwrap();
        rivals().write(folder.path()).unwrap();
        assert_eq!(Rivals::load(folder.path()).unwrap(), rivals());
        let readme = fs::read_to_string(folder.path().join("README.md")).unwrap();
        assert!(readme.contains("Tool A"), "{readme}");
    }
}
