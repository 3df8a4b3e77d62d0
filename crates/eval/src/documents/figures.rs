//! The tables of figures in README and `evaluation/RESULTS.md`: what `evaluation/results.json` says, and nothing
//! else; and those of the extractors of others, see [`crate::rivals`].

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::floors::Floors;
use crate::measures::Measures;
use crate::results::Results;
use crate::rivals::{self, Rivals};
use crate::table;

/// Tables that differ from what was measured.
///
/// # Errors
/// When a file cannot be read or is not in its form.
pub fn check(root: &Path) -> Result<Vec<String>> {
    let results = load(root)?;
    let mut faults = Vec::new();
    let rivals = Rivals::load(root)?.documents(root)?.map(|document| (document, rivals::RESULTS));
    let ours = documents(root, &results)?.map(|document| (document, "evaluation/results.json"));
    for ((name, expected), source) in ours.into_iter().chain(rivals) {
        if super::read(&root.join(name))?.replace("\r\n", "\n") != expected {
            faults.push(format!("{name}: its figures are not those of {source}"));
        }
    }
    Ok(faults)
}

fn load(root: &Path) -> Result<Results> {
    let words = super::read(&root.join("evaluation/results.json"))?;
    serde_json::from_str(&words).context("evaluation/results.json is not in its form")
}

/// Writes all tables anew from what was measured last: a floor or the name of a rival may have changed.
///
/// # Errors
/// As [`write`].
pub fn write_again(root: &Path) -> Result<()> {
    write(root, &load(root)?)?;
    Rivals::load(root)?.write(root)
}

/// Writes `evaluation/results.json` and both tables.
///
/// # Errors
/// When a file cannot be read or written, or the README has no place for the table.
pub fn write(root: &Path, results: &Results) -> Result<()> {
    let keep = |name: &str, words: String| {
        let path = root.join(name);
        fs::write(&path, words).with_context(|| format!("{} cannot be written", path.display()))
    };
    let mut words = serde_json::to_string_pretty(results).context("the results are no JSON")?;
    words.push('\n');
    keep("evaluation/results.json", words)?;
    for (name, words) in documents(root, results)? {
        keep(name, words)?;
    }
    Ok(())
}

/// Both documents as they should be.
fn documents(root: &Path, results: &Results) -> Result<[(&'static str, String); 2]> {
    let measures = Measures::load(&root.join("evaluation/measures.toml"))?;
    let floors = Floors::load(&root.join("evaluation/floors.json"))?;
    let readme = super::read(&root.join("README.md"))?.replace("\r\n", "\n");
    let short = table::markdown(&measures, results, &floors, true);
    Ok([
        ("README.md", table::insert(&readme, &short).context("README.md")?),
        ("evaluation/RESULTS.md", table::report(&measures, results, &floors)),
    ])
}
