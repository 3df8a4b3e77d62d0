//! The commands of a working copy: `cargo xtask demo`, `test`, `eval`, `floors`, `rivals`, `docs`.
//!
//! Nothing here is part of the program. It finds the tools, builds the page and the program, runs the checks one after
//! the other and says in one sentence what is missing. It measures nothing itself: that is `crates/eval`.

mod browser;
mod closing;
mod demo;
mod measure;
mod process;
mod rivals;
mod steps;
mod suite;
mod tools;
mod tree;
mod ui;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Build, try, test and measure demarche from a working copy.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything, read the example pages into a ledger and serve it on 127.0.0.1.
    Demo(demo::Options),
    /// Run every test: Rust, TypeScript, browser, documents, floors.
    Test(suite::Options),
    /// Run the program on the open corpora and print the table of figures.
    Eval(measure::EvalOptions),
    /// Check the figures against `evaluation/floors.json`.
    Floors(measure::FloorsOptions),
    /// Run the extractors of others and ours side by side on the open sets of pages, and print the table.
    Rivals(rivals::Options),
    /// Write docs/commands.md anew from the program's help, and the tables of figures from what was measured last.
    Docs,
}

fn main() -> ExitCode {
    let done = tree::Tree::find().and_then(|tree| match Arguments::parse().task {
        Task::Demo(options) => demo::run(&tree, &options),
        Task::Test(options) => suite::run(&tree, &options),
        Task::Eval(options) => measure::eval(&tree, &options),
        Task::Floors(options) => measure::floors(&tree, &options),
        Task::Rivals(options) => rivals::run(&tree, &options),
        Task::Docs => measure::docs(&tree),
    });
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("cargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
