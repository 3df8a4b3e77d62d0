//! `cargo xtask eval` and `cargo xtask floors`: build the program and `crates/eval`, and let the latter measure.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::process::{cargo, command, pass_through};
use crate::tools::{PYTHON, require};
use crate::tree::Tree;

/// What to measure, and where to write it.
#[derive(clap::Args)]
pub struct EvalOptions {
    /// Folder with the corpora (`data/`) and the scorers (`score/`); `../shared` beside the working copy when not given.
    #[arg(long, value_name = "DIR")]
    shared: Option<PathBuf>,
    /// Measure this corpus alone (may be given more than once).
    #[arg(long, value_name = "CORPUS")]
    only: Vec<String>,
    /// Write evaluation/results.json, evaluation/RESULTS.md and the table of the README.
    #[arg(long, conflicts_with = "only")]
    write: bool,
    /// Keep the program's answers, in the scorers' forms, in this folder.
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

/// What to check.
#[derive(clap::Args)]
pub struct FloorsOptions {
    /// Folder with the corpora (`data/`) and the scorers (`score/`); `../shared` beside the working copy when not given.
    #[arg(long, value_name = "DIR")]
    shared: Option<PathBuf>,
    /// Check this corpus alone (may be given more than once).
    #[arg(long, value_name = "CORPUS")]
    only: Vec<String>,
    /// Raise each floor to what was measured, where that is better. A floor is lowered by hand, with a reason.
    #[arg(long)]
    raise: bool,
}

/// Measures and prints the table.
///
/// # Errors
/// When a tool or the corpora are missing, or the program does not keep the contract.
pub fn eval(tree: &Tree, options: &EvalOptions) -> Result<ExitCode> {
    let mut checker = prepare(tree, "table", options.shared.as_deref(), &options.only)?;
    if options.write {
        checker.arg("--write");
    }
    if let Some(folder) = &options.keep {
        checker.arg("--keep").arg(std::path::absolute(folder)?);
    }
    pass_through(&mut checker)?;
    Ok(ExitCode::SUCCESS)
}

/// Measures and compares with the floors.
///
/// # Errors
/// When a tool or the corpora are missing, a figure lies under its floor, or a corpus changed.
pub fn floors(tree: &Tree, options: &FloorsOptions) -> Result<ExitCode> {
    let mut checker = prepare(tree, "floors", options.shared.as_deref(), &options.only)?;
    if options.raise {
        checker.arg("--raise");
    }
    pass_through(&mut checker)?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the reference of the commands.
///
/// # Errors
/// When the build fails or the program gives no help.
pub fn docs(tree: &Tree) -> Result<ExitCode> {
    build(tree)?;
    pass_through(checker(tree, "documents").arg("--write"))?;
    Ok(ExitCode::SUCCESS)
}

fn prepare(tree: &Tree, verb: &str, given: Option<&Path>, only: &[String]) -> Result<Command> {
    require(&[PYTHON])?;
    let shared = required_shared(tree, given)?;
    build(tree)?;
    let mut checker = checker(tree, verb);
    checker.arg("--shared").arg(shared);
    for corpus in only {
        checker.arg("--only").arg(corpus);
    }
    Ok(checker)
}

/// The folder with corpora and scorers, if it is there.
pub fn shared(tree: &Tree, given: Option<&Path>) -> Option<PathBuf> {
    let folder = given.map_or_else(|| tree.root.join("../shared"), Path::to_owned);
    let is_there = folder.join("data").is_dir() && folder.join("score").is_dir();
    is_there.then(|| std::fs::canonicalize(folder).ok()).flatten()
}

/// The same where nothing can be done without it.
///
/// # Errors
/// When it is not there.
pub fn required_shared(tree: &Tree, given: Option<&Path>) -> Result<PathBuf> {
    let named = given.unwrap_or(Path::new("../shared")).display();
    shared(tree, given).with_context(|| {
        format!("the corpora are not here: `{named}` has no folders `data` and `score`; name the folder with --shared")
    })
}

/// Builds the program and the measuring, both as released. One after the other: cargo unites the features of what it
/// builds together, so that the program of `cargo xtask demo` would be another one than the program that is measured.
///
/// # Errors
/// When cargo fails.
pub fn build(tree: &Tree) -> Result<()> {
    build_program(tree)?;
    pass_through(&mut cargo(&tree.root, &["build", "--release", "--locked", "-p", "eval"]))
}

/// Builds the program as it is released.
///
/// # Errors
/// When cargo fails.
pub fn build_program(tree: &Tree) -> Result<()> {
    pass_through(&mut cargo(&tree.root, &["build", "--release", "--locked", "-p", "demarche"]))
}

/// The measuring program, told where the other program and the working copy are.
pub fn checker(tree: &Tree, verb: &str) -> Command {
    let mut checker = command(&tree.root, tree.release("eval"), &[verb]);
    checker.arg("--program").arg(tree.release("demarche")).arg("--root").arg(&tree.root);
    checker
}
