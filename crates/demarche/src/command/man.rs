//! `demarche man`: the manual, in the form that `man` reads.

use std::io::Write;

use super::{Exit, UsageError, output};

/// Print the manual page, of the command or of one of its verbs: `demarche man | man -l -`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A verb, such as `read`.
    verb: Option<String>,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let mut command = super::definition();
    command.build();
    if let Some(verb) = &arguments.verb {
        let unknown = || UsageError(format!("there is no verb '{verb}': 'demarche --help' lists them"));
        command = command.find_subcommand(verb).ok_or_else(unknown)?.clone();
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    let mut out = output::stdout();
    out.write_all(&page)?;
    out.flush()?;
    Ok(Exit::Success)
}
