//! `cargo xtask rivals`: build the workspace of the rivals, give Python its packages, and let them run side by side.
//!
//! Nothing else needs the rivals: they are built into a folder of their own, from a lock file of their own.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;

use crate::measure::required_shared;
use crate::process::{cargo, command, pass_through};
use crate::tools::{PYTHON, RUSTC, require};
use crate::tree::Tree;

/// What to run, and where to write it.
#[derive(clap::Args)]
pub struct Options {
    /// Folder with the corpora (`data/`) and the scorers (`score/`); `../shared` beside the working copy when not given.
    #[arg(long, value_name = "DIR")]
    shared: Option<PathBuf>,
    /// Run on this set alone (may be given more than once).
    #[arg(long, value_name = "SET")]
    only: Vec<String>,
    /// Run this extractor alone (may be given more than once).
    #[arg(long, value_name = "EXTRACTOR")]
    tool: Vec<String>,
    /// Write evaluation/rivals/results.json, evaluation/rivals/RESULTS.md and the table of the README.
    #[arg(long, conflicts_with_all = ["only", "tool"])]
    write: bool,
    /// Keep the answers of all extractors, in the scorer's form, in this folder.
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

/// Runs the extractors and prints the table.
///
/// # Errors
/// When a tool, a package or the corpora are missing, or an extractor cannot be run at all.
pub fn run(tree: &Tree, options: &Options) -> Result<ExitCode> {
    require(&[RUSTC, PYTHON])?;
    let shared = required_shared(tree, options.shared.as_deref())?;
    let target = tree.target.join("rivals");
    let python = python(tree, &target)?;
    let folder = tree.root.join("evaluation/rivals");
    pass_through(cargo(&folder, &["build", "--release", "--locked"]).env("CARGO_TARGET_DIR", &target))?;
    let program = target.join("release").join(format!("rivals{}", std::env::consts::EXE_SUFFIX));
    let mut run = command(&tree.root, program, &["run"]);
    run.arg("--root").arg(&tree.root).arg("--shared").arg(shared).arg("--python").arg(python);
    for set in &options.only {
        run.arg("--only").arg(set);
    }
    for tool in &options.tool {
        run.arg("--tool").arg(tool);
    }
    if options.write {
        run.arg("--write");
    }
    if let Some(keep) = &options.keep {
        run.arg("--keep").arg(std::path::absolute(keep)?);
    }
    pass_through(&mut run)?;
    Ok(ExitCode::SUCCESS)
}

/// Python with the packages of `requirements.txt`, in a virtual environment below the target folder.
fn python(tree: &Tree, target: &Path) -> Result<PathBuf> {
    let environment = target.join("python");
    let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    if !python.is_file() {
        pass_through(command(&tree.root, "python3", &["-m", "venv"]).arg(&environment))?;
    }
    let requirements = tree.root.join("evaluation/rivals/requirements.txt");
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    pass_through(command(&tree.root, &python, &pip).arg(requirements))?;
    Ok(python)
}
