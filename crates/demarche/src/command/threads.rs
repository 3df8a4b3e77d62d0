//! How many threads a verb works with. The answer is the same for every number.

use anyhow::Context;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// The flag.
#[derive(Clone, Debug, clap::Args)]
pub struct ThreadFlags {
    /// Threads to read with; as many as there are processors when not given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
}

/// Stack of a reading thread, in bytes: pages nest deeper than the two megabytes of a plain thread allow for.
const STACK_BYTES: usize = 16 * 1024 * 1024;

impl ThreadFlags {
    /// The threads.
    ///
    /// # Errors
    /// When the system gives none.
    pub fn pool(&self) -> anyhow::Result<ThreadPool> {
        let n_threads = self.threads.map_or(0, usize::from);
        let builder = ThreadPoolBuilder::new().num_threads(n_threads).stack_size(STACK_BYTES);
        builder.build().context("no threads to read with: try --threads 1")
    }
}
