//! `demarche export`: statements for other programs.

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use ledger::{Filter, Ledger, LedgerError};

use super::output::{self, Watched, WholeFile};
use super::{Exit, LedgerPath, filter};

/// Write statements as CSV or JSON Lines.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Form of the export.
    #[arg(long, value_enum)]
    format: Format,
    /// Write to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    ledger: LedgerPath,
    #[command(flatten)]
    filter: filter::FilterFlags,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for spreadsheets; cells that look like a formula are guarded.
    Csv,
    /// Whole records, one a line.
    Jsonl,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let ledger = Ledger::open(&arguments.ledger.ledger)?;
    let filter = arguments.filter.resolve(&ledger)?;
    match &arguments.out {
        Some(path) => {
            let mut file = WholeFile::create(path)?;
            write(&ledger, &filter, arguments.format, &mut file)?;
            file.keep()?;
        }
        None => {
            let mut out = Watched::new(output::stdout());
            match write(&ledger, &filter, arguments.format, &mut out) {
                Err(_) if out.is_reader_gone() => return Ok(Exit::Success),
                done => done?,
            };
            out.flush()?;
        }
    }
    Ok(Exit::Success)
}

fn write(ledger: &Ledger, filter: &Filter, format: Format, to: &mut dyn Write) -> Result<usize, LedgerError> {
    match format {
        Format::Csv => ledger.export_csv(filter, to),
        Format::Jsonl => ledger.export_jsonl(filter, to),
    }
}
