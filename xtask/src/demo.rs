//! `cargo xtask demo`: from a fresh clone to an open page.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::measure::build_program;
use crate::process::{command, pass_through};
use crate::tools::{NODE, NPM, RUSTC, require};
use crate::tree::Tree;
use crate::ui;

/// What to do after the pages were read.
#[derive(clap::Args)]
pub struct Options {
    /// Read the pages and stop.
    #[arg(long)]
    no_serve: bool,
    /// Drop the ledger of an earlier demo, with every review in it, and start anew.
    #[arg(long)]
    fresh: bool,
    /// Port on 127.0.0.1, if not the program's own choice; 0 takes any free one.
    #[arg(long)]
    port: Option<u16>,
}

const EXAMPLE: &str = "examples/kherson-2022";

/// Builds, reads the example pages, serves the ledger.
///
/// # Errors
/// When a tool is missing or a step fails.
pub fn run(tree: &Tree, options: &Options) -> Result<ExitCode> {
    let found = require(&[RUSTC, NODE, NPM])?;
    eprintln!("building with {}", found.join(", "));
    ui::build(tree)?;
    build_program(tree)?;

    let ledger = tree.target.join("demo/record.demarche");
    let shown = shorten(&tree.root, &ledger);
    prepare(&ledger, options.fresh)?;
    eprintln!("reading {EXAMPLE} into {shown}\n");
    let program = tree.release("demarche");
    pass_through(&mut command(&tree.root, &program, &["read", EXAMPLE, "--ledger", &shown]))?;
    if options.no_serve {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!();
    let mut serve = command(&tree.root, &program, &["serve", "--ledger", &shown]);
    if let Some(port) = options.port {
        serve.args(["--port", &port.to_string()]);
    }
    pass_through(&mut serve)?;
    Ok(ExitCode::SUCCESS)
}

/// Makes the ledger's folder. What was reviewed in an earlier demo stays unless it is to be dropped: reading again adds nothing.
fn prepare(ledger: &Path, fresh: bool) -> Result<()> {
    let folder = ledger.parent().context("the ledger has no folder")?;
    if fresh && folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))
}

/// A path as the reader would type it in the working copy.
fn shorten(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
}
