//! `demarche serve`: the ledger in a browser on this machine.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;

use web::{Options, Server};

use super::model::ModelFlag;
use super::review::person;
use super::{Exit, LedgerPath, complain, output};

/// Serve the ledger as a page on 127.0.0.1, for reading and review.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    ledger: LedgerPath,
    #[command(flatten)]
    model: ModelFlag,
    /// Port to listen on; 0 takes any that is free.
    #[arg(long, default_value_t = 7420)]
    port: u16,
    /// Do not open a browser.
    #[arg(long)]
    no_open: bool,
    /// Who reviews; stands in the history.
    #[arg(long, value_name = "NAME", env = "DEMARCHE_REVIEWER")]
    by: Option<String>,
}

pub fn run(arguments: Arguments) -> anyhow::Result<Exit> {
    let reviewer = arguments.by.unwrap_or_else(person);
    let data = arguments.model.data()?;
    let recode: web::Recode = Arc::new(move |ledger, capture, verdicts| {
        let settled = ledger.site_trace(capture.id())?;
        Ok(demarche::recoded(capture, &data, settled.as_ref(), verdicts))
    });
    let server = Server::bind(Options { ledger: arguments.ledger.ledger, port: arguments.port, reviewer, recode })?;
    let address = server.url();
    let mut out = output::stdout();
    writeln!(out, "{address}")?;
    out.flush()?;
    if !arguments.no_open {
        open_browser(&address);
    }
    complain("serving on this machine only; Ctrl-C ends it");
    server.run()?;
    Ok(Exit::Success)
}

/// Asks the desktop to show the address. Where there is none, the address on standard output is enough.
fn open_browser(address: &str) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        Command::new("explorer")
    } else {
        Command::new("xdg-open")
    };
    let _ = command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
}
