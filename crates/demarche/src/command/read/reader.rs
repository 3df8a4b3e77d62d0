//! The many threads of `demarche read`: they open inputs and read captures, and touch no ledger.

use std::panic::{AssertUnwindSafe, catch_unwind};

use demarche::load::{self, Input, LoadError};
use ledger::{BlockVerdicts, Record};
use rayon::ThreadPool;
use rayon::prelude::*;
use reading::Data;
use text::{Capture, Id, Page, SiteTrace};

use crate::command::interrupt::Interrupt;

/// What it takes to read.
pub struct Reader<'a> {
    data: &'a Data,
    max_bytes: u64,
    pool: ThreadPool,
    interrupt: Interrupt,
}

/// An input that was opened, or not.
pub struct Opened {
    /// Where it comes from.
    pub origin: String,
    /// Its bytes.
    pub capture: Result<Capture, LoadError>,
}

/// What became of an input.
pub enum Outcome {
    /// It could not be opened or read.
    Failed { origin: String, reason: String },
    /// It was read before, by this producer.
    Known { origin: String, id: Id },
    /// It has the bytes of another input of this run.
    Copy { origin: String, id: Id },
    /// It was read now.
    Read(Box<(Fresh, Coded)>),
}

/// What is kept of a reading.
pub struct Coded {
    /// The page.
    pub page: Page,
    /// What was found in it.
    pub records: Vec<Record>,
}

/// A capture to be read, with all that is known of it.
pub struct Fresh {
    /// Its bytes.
    pub capture: Capture,
    /// What the other pages of its site say of it, as far as they were asked.
    pub settled: Option<SiteTrace>,
    /// What people said about its blocks.
    pub verdicts: BlockVerdicts,
}

/// An input that still has to be read, or that has found its end already.
pub enum Sorted {
    /// To be read.
    Fresh(Box<Fresh>),
    /// Nothing to read.
    Done(Outcome),
}

impl Fresh {
    /// Reads it.
    pub fn read(&self, data: &Data) -> Coded {
        let read = demarche::read_judged(&self.capture, data, self.settled.as_ref(), &self.verdicts);
        Coded { page: read.page, records: read.records }
    }
}

impl<'a> Reader<'a> {
    /// A reader with these threads.
    pub fn new(data: &'a Data, max_bytes: u64, pool: ThreadPool, interrupt: Interrupt) -> Reader<'a> {
        Reader { data, max_bytes, pool, interrupt }
    }

    /// How many threads read.
    pub fn n_threads(&self) -> usize {
        self.pool.current_num_threads()
    }

    /// Opens inputs, in their order.
    pub fn open(&self, inputs: &[Input]) -> Vec<Opened> {
        let open = |input: &Input| Opened { origin: input.origin(), capture: load::open(input, self.max_bytes) };
        self.pool.install(|| inputs.par_iter().map(open).collect())
    }

    /// Reads what is fresh, in its order, while `beside` runs. What Ctrl-C came before is nothing.
    pub fn read_beside<T: Send>(
        &self,
        sorted: Vec<Sorted>,
        beside: impl FnOnce() -> T + Send,
    ) -> (T, Vec<Option<Outcome>>) {
        let read = |sorted: Sorted| match sorted {
            Sorted::Done(outcome) => Some(outcome),
            Sorted::Fresh(_) if self.interrupt.is_asked() => None,
            Sorted::Fresh(fresh) => Some(self.read(*fresh)),
        };
        self.pool.install(|| rayon::join(beside, || sorted.into_par_iter().map(read).collect()))
    }

    /// Reads one capture. Reading cannot fail; should it break off all the same, one page is lost and not the run.
    fn read(&self, fresh: Fresh) -> Outcome {
        match catch_unwind(AssertUnwindSafe(|| fresh.read(self.data))) {
            Ok(coded) => Outcome::Read(Box::new((fresh, coded))),
            Err(_) => {
                let origin = fresh.capture.origin;
                Outcome::Failed {
                    reason: format!("'{origin}' broke the reader: please report it with the page"),
                    origin,
                }
            }
        }
    }
}
