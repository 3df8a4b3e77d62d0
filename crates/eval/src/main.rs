//! The measuring program that `cargo xtask eval`, `floors`, `docs` and `test` run.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Parser, Subcommand};
use eval::documents::{self, Check};
use eval::floors::Floors;
use eval::run::{Failure, Places, measure};
use eval::{Measures, table};

/// Measures the program and holds its documents and figures to what is written down.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Run the corpora and print the table.
    Table {
        #[command(flatten)]
        measured: Measured,
        /// Write results.json and the tables of the documents.
        #[arg(long)]
        write: bool,
        /// Keep the program's answers in this folder.
        #[arg(long)]
        keep: Option<PathBuf>,
    },
    /// Run the corpora and compare with the floors.
    Floors {
        #[command(flatten)]
        measured: Measured,
        /// Raise the floors to what was measured, where that is better.
        #[arg(long)]
        raise: bool,
    },
    /// Hold the documents against the program.
    Documents {
        #[command(flatten)]
        built: Built,
        /// The tasks of the working copy, for their flags.
        #[arg(long)]
        xtask: Option<PathBuf>,
        /// Write docs/commands.md and the tables of figures anew instead.
        #[arg(long)]
        write: bool,
    },
}

#[derive(Args)]
struct Built {
    /// The built program.
    #[arg(long)]
    program: PathBuf,
    /// The repository.
    #[arg(long)]
    root: PathBuf,
}

#[derive(Args)]
struct Measured {
    #[command(flatten)]
    built: Built,
    /// Corpora and scorers.
    #[arg(long)]
    shared: PathBuf,
    /// This corpus alone.
    #[arg(long)]
    only: Vec<String>,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().verb {
        Verb::Table { measured, write, keep } => print_table(&measured, write, keep),
        Verb::Floors { measured, raise } => check_floors(&measured, raise),
        Verb::Documents { built, write: true, .. } => {
            let reference = documents::write_reference(&built.root, &built.program);
            reference.and_then(|()| documents::write_figures_again(&built.root)).map(|()| ExitCode::SUCCESS)
        }
        Verb::Documents { built, xtask, .. } => {
            documents::check(&built.root, &built.program, xtask.as_deref()).map(|checks| tell(&checks))
        }
    };
    done.unwrap_or_else(|error| {
        eprintln!("eval: {error:#}");
        ExitCode::FAILURE
    })
}

impl Measured {
    fn measures(&self) -> Result<Measures> {
        Measures::load(&self.built.root.join("evaluation/measures.toml"))?.choose(&self.only)
    }

    fn places(&self, keep: Option<PathBuf>) -> Places {
        let Built { program, root } = &self.built;
        Places { program: program.clone(), root: root.clone(), shared: self.shared.clone(), keep }
    }

    fn floors_path(&self) -> PathBuf {
        self.built.root.join("evaluation/floors.json")
    }
}

fn print_table(measured: &Measured, write: bool, keep: Option<PathBuf>) -> Result<ExitCode> {
    let measures = measured.measures()?;
    let (results, failures) = measure(&measured.places(keep), &measures)?;
    let floors = Floors::load(&measured.floors_path())?;
    print!("{}", table::markdown(&measures, &results, &floors, false));
    if !failures.is_empty() {
        let names: Vec<&str> = failures.iter().map(|failure| failure.corpus.as_str()).collect();
        bail!("not measured: {}; nothing was written", names.join(", "));
    }
    if write {
        documents::write_figures(&measured.built.root, &results)?;
        eprintln!("written: evaluation/results.json, evaluation/RESULTS.md, README.md");
    }
    Ok(ExitCode::SUCCESS)
}

fn check_floors(measured: &Measured, raise: bool) -> Result<ExitCode> {
    let measures = measured.measures()?;
    let (results, failures) = measure(&measured.places(None), &measures)?;
    let path = measured.floors_path();
    let mut floors = Floors::load(&path)?;
    if raise {
        for figure in floors.raise(&measures, &results) {
            println!("raised: {figure} to {}", results.figures[&figure].value);
        }
        let mut words = serde_json::to_string_pretty(&floors).context("the floors are no JSON")?;
        words.push('\n');
        std::fs::write(&path, words).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    let verdicts = floors.check(&measures, &results);
    for verdict in &verdicts {
        println!("{} {}", if verdict.holds { "ok    " } else { "FAILED" }, verdict.note);
    }
    for Failure { corpus, reason } in &failures {
        println!("FAILED {corpus}: {reason}");
    }
    let failed = verdicts.iter().filter(|verdict| !verdict.holds).count();
    Ok(close(verdicts.len() - failed, failed + failures.len()))
}

fn tell(checks: &[Check]) -> ExitCode {
    for Check { holds, faults } in checks {
        println!("{} {holds}", if faults.is_empty() { "ok    " } else { "FAILED" });
        for fault in faults {
            println!("         {fault}");
        }
    }
    let failed = checks.iter().filter(|check| !check.faults.is_empty()).count();
    close(checks.len() - failed, failed)
}

fn close(passed: usize, failed: usize) -> ExitCode {
    println!("\n{passed} passed, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
