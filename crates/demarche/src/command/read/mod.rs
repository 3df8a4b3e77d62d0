//! `demarche read`: pages in, records appended.
//!
//! Captures are opened and read by many threads and appended by one, in the order of the inputs, each page in one
//! transaction: the ledger is the same whatever the number of threads, and a run that ends early leaves the
//! beginning of what a whole run leaves. At the end the pages of each site are compared: see [`settle`].

use std::path::PathBuf;

use demarche::load::{self, Input};
use ledger::Ledger;

use self::keeper::Keeper;
use self::reader::Reader;
use super::interrupt::Interrupt;
use super::model::ModelFlag;
use super::output::WholeFile;
use super::{Exit, LedgerPath, threads};

mod keeper;
mod reader;
mod settle;

/// Read saved pages into the ledger.
///
/// Takes saved HTML and pages copied as text, packed with gzip or not: files, folders (searched for .html, .htm,
/// .xhtml and .txt) and `-` for standard input. A page that this version of demarche has read before is passed over.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Files and folders; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    ledger: LedgerPath,
    /// Write the inputs that failed to this file, one JSON object a line.
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    #[command(flatten)]
    model: ModelFlag,
    #[command(flatten)]
    threads: threads::ThreadFlags,
    /// Read pages again that this version has read before.
    #[arg(long)]
    again: bool,
    /// The largest page to read, in bytes, unpacked.
    #[arg(long, value_name = "BYTES", default_value_t = load::MAX_BYTES)]
    max_bytes: u64,
    /// Print a JSON object for each input instead of the summary.
    #[arg(long)]
    json: bool,
}

/// Inputs that are opened and read together: enough to keep a thread busy, not so many that they fill the memory.
const BATCH_PER_THREAD: usize = 8;
/// ... and no more bytes than this, a single larger input aside.
const BATCH_BYTES: u64 = 256 * 1024 * 1024;

pub fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    // Before anything is written, so that Ctrl-C never meets a page in the middle.
    let interrupt = Interrupt::listen();
    let data = arguments.model.data()?;
    let errors = arguments.errors.as_deref().map(WholeFile::create).transpose()?;
    let (inputs, unfound) = load::find(&arguments.paths);
    // A path with a slip in it shall not leave an empty ledger behind.
    let ledger = if inputs.is_empty() { None } else { Some(Ledger::create(&arguments.ledger.ledger)?) };
    let reader = Reader::new(&data, arguments.max_bytes, arguments.threads.pool()?, interrupt);
    let mut keeper = Keeper::new(ledger, &data, arguments, errors, inputs.len());
    for error in &unfound {
        keeper.fail(error.path(), &error.to_string())?;
    }
    let is_whole = read_all(&reader, &mut keeper, inputs)? && settle::settle_sites(&reader, &mut keeper)?;
    keeper.finish(is_whole)
}

/// Opens, reads and appends, batch by batch: while one batch is appended the next one is read. False when somebody
/// pressed Ctrl-C before the end.
fn read_all(reader: &Reader<'_>, keeper: &mut Keeper<'_>, inputs: Vec<Input>) -> anyhow::Result<bool> {
    let mut finished = Vec::new();
    let mut is_whole = true;
    for batch in batches(inputs, reader.n_threads() * BATCH_PER_THREAD) {
        let opened = reader.open(&batch);
        let sorted = keeper.pass_over_known(opened)?;
        let earlier = std::mem::take(&mut finished);
        let (appended, outcomes) = reader.read_beside(sorted, || keeper.append(earlier));
        appended?;
        let n_outcomes = outcomes.len();
        // Only what stands before the first page that was not read: a later run goes on from there.
        finished.extend(outcomes.into_iter().map_while(|outcome| outcome));
        if finished.len() < n_outcomes {
            is_whole = false;
            break;
        }
    }
    keeper.append(finished)?;
    Ok(is_whole)
}

/// The inputs in order, cut where a batch would hold too many of them or too many bytes.
fn batches(inputs: Vec<Input>, n_most: usize) -> impl Iterator<Item = Vec<Input>> {
    let mut rest = inputs.into_iter().peekable();
    std::iter::from_fn(move || {
        let first = rest.next()?;
        let mut n_bytes = first.n_bytes();
        let mut batch = vec![first];
        while batch.len() < n_most {
            let fits = |next: &Input| {
                n_bytes += next.n_bytes();
                n_bytes <= BATCH_BYTES
            };
            let Some(next) = rest.next_if(fits) else { break };
            batch.push(next);
        }
        Some(batch)
    })
}
