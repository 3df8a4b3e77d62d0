//! The verbs. Each file is one: its raw arguments, what they mean, and what it does.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::sanitize::for_terminal;
use crate::terminal::BAD;

mod blocks;
mod completions;
mod doctor;
mod explain;
mod export;
mod filter;
mod interrupt;
mod lines;
mod man;
mod model;
mod output;
mod read;
mod review;
mod serve;
mod show;
mod threads;

/// Reads news pages about conflicts and diplomacy and keeps a record: who said what to whom, where it stands on the
/// page, and what a person decided about it. Nothing leaves this machine.
#[derive(Debug, Parser)]
#[command(name = "demarche", version, about, max_term_width = 100, after_help = AFTER_HELP)]
pub struct Cli {
    /// When to use colours; the environment variable `NO_COLOR` turns them off too.
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Colours::Auto)]
    color: Colours,
    #[command(subcommand)]
    verb: Verb,
}

const AFTER_HELP: &str = "\
Example:
  demarche read pages/            reads every saved page in a folder into record.demarche
  demarche show timeline          who said what, day by day
  demarche explain 4f1c           the words behind a record
  demarche serve                  the same in a browser, for review

Exit status: 0 all went well, 1 failure, 2 wrong usage, 3 some inputs failed, 130 interrupted.";

#[derive(Debug, Subcommand)]
enum Verb {
    Read(read::Arguments),
    Show(show::Arguments),
    Explain(explain::Arguments),
    Review(review::Arguments),
    Serve(serve::Arguments),
    Export(export::Arguments),
    Doctor(doctor::Arguments),
    Page(lines::PageArguments),
    Annotate(lines::AnnotateArguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// Which ledger.
#[derive(Args, Clone, Debug)]
struct LedgerPath {
    /// The ledger: one file that holds pages, records and decisions.
    #[arg(long, value_name = "FILE", env = "DEMARCHE_LEDGER", default_value = "record.demarche")]
    ledger: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Colours {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How a command ended, when it ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    Success,
    Failure,
    Usage,
    SomeInputsFailed,
    Interrupted,
}

/// Arguments that clap accepts one by one and that do not go together.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct UsageError(String);

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    run(std::env::args_os().collect()).into()
}

fn run(arguments: Vec<OsString>) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, not errors. A reader that has gone away needs no answer.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Success };
        }
    };
    match cli.color {
        Colours::Auto => {}
        Colours::Always => anstream::ColorChoice::Always.write_global(),
        Colours::Never => anstream::ColorChoice::Never.write_global(),
    }
    match cli.verb.run() {
        Ok(exit) => exit,
        Err(error) if is_broken_pipe(&error) => Exit::Success,
        Err(error) => {
            complain(message(&error));
            if error.is::<UsageError>() { Exit::Usage } else { Exit::Failure }
        }
    }
}

impl Verb {
    fn run(self) -> anyhow::Result<Exit> {
        match self {
            Verb::Read(arguments) => read::run(&arguments),
            Verb::Show(arguments) => show::run(&arguments),
            Verb::Explain(arguments) => explain::run(&arguments),
            Verb::Review(arguments) => review::run(&arguments),
            Verb::Serve(arguments) => serve::run(arguments),
            Verb::Export(arguments) => export::run(&arguments),
            Verb::Doctor(arguments) => doctor::run(&arguments),
            Verb::Page(arguments) => lines::page(&arguments),
            Verb::Annotate(arguments) => lines::annotate(&arguments),
            Verb::Completions(arguments) => completions::run(&arguments),
            Verb::Man(arguments) => man::run(&arguments),
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Success => 0,
            Exit::Failure => 1,
            Exit::Usage => 2,
            Exit::SomeInputsFailed => 3,
            Exit::Interrupted => 130,
        })
    }
}

/// The command's definition, for its completions and manual.
fn definition() -> clap::Command {
    Cli::command()
}

/// A message on standard error, in the one form all messages have. Where nobody can read it, nothing is lost.
fn complain(message: impl std::fmt::Display) {
    let message = message.to_string();
    let message = for_terminal(&message);
    let _ = writeln!(anstream::stderr(), "{BAD}demarche:{BAD:#} {message}");
}

/// An error and its causes in one line; a cause that its error already tells is not told again.
fn message(error: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if told.is_empty() {
            told = cause;
        } else if !told.contains(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    told
}

/// Did the reader of our output go away? `demarche show statements | head` is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let of = |cause: &(dyn std::error::Error + 'static)| match cause.downcast_ref::<ledger::LedgerError>() {
        Some(ledger::LedgerError::Io(error)) => Some(error.kind()),
        _ => cause.downcast_ref::<io::Error>().map(io::Error::kind),
    };
    error.chain().filter_map(of).any(|kind| kind == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        definition().debug_assert();
    }

    #[test]
    fn a_cause_is_told_once() {
        let error = anyhow::anyhow!("disk on fire").context("ledger 'x': disk on fire").context("page 'y'");
        assert_eq!(message(&error), "page 'y': ledger 'x': disk on fire");
    }
}
