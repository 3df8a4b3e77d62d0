//! Documents under test: what README, `docs/` and the other pages name must exist, and the other way round.
//!
//! Each check is one thing that must hold; it gives the faults it found, each a sentence with the place. The checks read
//! the working copy and ask the built programs for their help; they change nothing.

mod commands;
mod contract;
mod figures;
mod ledger;
mod markdown;
mod paths;
mod problems;
mod sources;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

pub use commands::{Verbs, write_reference};
pub use figures::{write as write_figures, write_again as write_figures_again};
pub use markdown::Document;

/// A check with what it found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What must hold.
    pub holds: &'static str,
    /// Where it does not; empty when it holds.
    pub faults: Vec<String>,
}

/// Runs every check. `program` is the built `demarche`, `xtask` the tasks of the working copy when they are at hand.
///
/// # Errors
/// When a document or a program cannot be read at all.
pub fn check(root: &Path, program: &Path, xtask: Option<&Path>) -> Result<Vec<Check>> {
    let documents = load(root)?;
    let verbs = Verbs::ask(program)?;
    let tasks = xtask.map(Verbs::ask).transpose()?;
    let check = |holds, faults| Check { holds, faults };
    Ok(vec![
        check(
            "every problem of the code has a paragraph in docs/problems.md, and no other is there",
            problems::check(root)?,
        ),
        check("every path that a document names exists", paths::check(root, &documents)),
        check("every flag that a document names exists", commands::check_flags(&documents, &verbs, tasks.as_ref())),
        check("docs/commands.md says what the help says", commands::check_reference(root, &verbs)?),
        check("every verb is told of outside its help", commands::check_verbs(&documents, &verbs)),
        check("docs/contract.md names every role and only layers that work", contract::check(root, program)?),
        check("docs/ledger.md names every table and view of a ledger", ledger::check(root)?),
        check("every folder of data/ says where each file comes from", sources::check(root)?),
        check("the tables of figures are what was measured last", figures::check(root)?),
        check("the checks of a clean checkout are the README's test command", test_command(root)?),
    ])
}

/// The documents of the repository: those at its top, in `docs/`, `evaluation/`, `evaluation/rivals/`, and the sources of the data.
///
/// # Errors
/// When a folder or document cannot be read.
pub fn load(root: &Path) -> Result<Vec<Document>> {
    let mut paths = Vec::new();
    for folder in ["", "docs", "evaluation", "evaluation/rivals"] {
        let folder = root.join(folder);
        let entries = std::fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?;
        let found = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
        paths.extend(found.filter(|path| path.extension().is_some_and(|end| end == "md")));
    }
    paths.extend(sources::files(root)?);
    paths.sort();
    paths.iter().map(|path| Document::read(root, path)).collect()
}

/// `.ci/run` and the README must speak of the same command.
fn test_command(root: &Path) -> Result<Vec<String>> {
    const COMMAND: &str = "cargo xtask test";
    let mut faults = Vec::new();
    for (name, line) in [(".ci/run", format!("exec {COMMAND}")), ("README.md", COMMAND.to_owned())] {
        let words = read(&root.join(name))?;
        if !words.lines().any(|found| found.trim() == line) {
            faults.push(format!("{name}: has no line `{line}`"));
        }
    }
    Ok(faults)
}

fn read(path: &PathBuf) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}
