//! The one thread of `demarche read` that writes: it appends in order, counts, and tells what failed.

use std::collections::HashSet;
use std::io::Write;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use ledger::{Appended, BlockVerdicts, Ledger, LedgerError, Producer};
use reading::Data;
use serde::Serialize;
use text::{Id, SiteTrace};

use super::Arguments;
use super::reader::{Coded, Fresh, Opened, Outcome, Sorted};
use crate::command::output::{self, WholeFile};
use crate::command::show::summary;
use crate::command::{Exit, complain};
use crate::terminal::{FAINT, Screen};

/// What it takes to keep what is read.
pub struct Keeper<'a> {
    /// None when no input was found.
    ledger: Option<Ledger>,
    data: &'a Data,
    producer: Producer,
    arguments: &'a Arguments,
    errors: Option<WholeFile>,
    progress: ProgressBar,
    tally: Tally,
    /// Captures of this run.
    seen: HashSet<Id>,
}

/// What the run did so far.
#[derive(Default)]
struct Tally {
    n_read: usize,
    n_settled: usize,
    n_known: usize,
    n_failed: usize,
    n_added: usize,
    n_changed: usize,
    n_withdrawn: usize,
}

/// An input as `--json` tells it.
#[derive(Serialize)]
struct Line<'a> {
    page: &'a str,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    records: Option<Counts>,
}

#[derive(Serialize)]
struct Counts {
    added: usize,
    changed: usize,
    unchanged: usize,
    withdrawn: usize,
}

/// An input as `--errors` lists it.
#[derive(Serialize)]
struct ErrorLine<'a> {
    path: &'a str,
    error: &'a str,
}

impl<'a> Keeper<'a> {
    /// A keeper that has kept nothing yet.
    pub fn new(
        ledger: Option<Ledger>,
        data: &'a Data,
        arguments: &'a Arguments,
        errors: Option<WholeFile>,
        n_inputs: usize,
    ) -> Keeper<'a> {
        let progress = ProgressBar::with_draw_target(Some(n_inputs as u64), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos} of {len} pages, {elapsed}") {
            progress.set_style(style);
        }
        let producer = demarche::producer(data);
        Keeper { ledger, data, producer, arguments, errors, progress, tally: Tally::default(), seen: HashSet::new() }
    }

    /// Sorts out what needs no reading, in the order of the inputs.
    ///
    /// # Errors
    /// When the ledger cannot be read or written.
    pub fn pass_over_known(&mut self, opened: Vec<Opened>) -> anyhow::Result<Vec<Sorted>> {
        opened.into_iter().map(|opened| self.sort(opened)).collect()
    }

    /// Keeps these pages, each whole.
    ///
    /// # Errors
    /// When the ledger or the answer cannot be written. What was appended before stays.
    pub fn append(&mut self, outcomes: Vec<Outcome>) -> anyhow::Result<()> {
        for outcome in outcomes {
            self.append_one(outcome)?;
            self.progress.inc(1);
        }
        Ok(())
    }

    /// Tells that an input was not read.
    ///
    /// # Errors
    /// When the list of errors cannot be written.
    pub fn fail(&mut self, path: &str, reason: &str) -> anyhow::Result<()> {
        self.tally.n_failed += 1;
        self.progress.suspend(|| complain(reason));
        if let Some(errors) = &mut self.errors {
            let line = demarche::contract::line(&ErrorLine { path, error: reason });
            writeln!(errors, "{line}").context("the list of errors cannot be written")?;
        }
        self.tell(path, "failed", None, Some(reason), None)
    }

    /// The sites whose pages have to be compared, by name.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn unsettled_sites(&self) -> anyhow::Result<Vec<String>> {
        Ok(self.ledger.as_ref().map(Ledger::unsettled_sites).transpose()?.unwrap_or_default())
    }

    /// The traces of a site's pages.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn site_traces(&self, site: &str) -> anyhow::Result<Vec<(Id, SiteTrace)>> {
        Ok(self.ledger.as_ref().map(|ledger| ledger.site_traces(site)).transpose()?.unwrap_or_default())
    }

    /// A page of the ledger, to be read so that these blocks are set aside.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn unsettled(&self, page: Id, settled: SiteTrace) -> anyhow::Result<Option<Sorted>> {
        let Some(ledger) = &self.ledger else { return Ok(None) };
        let (capture, verdicts) = (ledger.capture(page)?, ledger.block_verdicts(page)?);
        Ok(Some(Sorted::Fresh(Box::new(Fresh { capture, settled: Some(settled), verdicts }))))
    }

    /// Keeps pages that were read again beside the others of their site. False when one of them could not be read.
    ///
    /// # Errors
    /// When the ledger or the answer cannot be written. What was appended before stays.
    pub fn append_settled(&mut self, outcomes: Vec<Outcome>) -> anyhow::Result<bool> {
        let n_failed = self.tally.n_failed;
        for outcome in outcomes {
            match outcome {
                Outcome::Read(read) => {
                    let (fresh, coded) = *read;
                    self.tally.n_settled += 1;
                    self.keep(fresh, coded, "settled")?;
                }
                other => self.append_one(other)?,
            }
        }
        Ok(self.tally.n_failed == n_failed)
    }

    /// Notes that the pages with these traces have been compared and need no more reading.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn keep_settled(&mut self, site: &str, compared: &[(Id, SiteTrace)]) -> anyhow::Result<()> {
        Ok(self.ledger.as_mut().map_or(Ok(()), |ledger| ledger.keep_settled(site, compared))?)
    }

    /// Closes the run: its figures and the ledger's.
    ///
    /// # Errors
    /// When they cannot be read or written.
    pub fn finish(mut self, is_whole: bool) -> anyhow::Result<Exit> {
        self.progress.finish_and_clear();
        if let Some(errors) = self.errors.take() {
            errors.keep()?;
        }
        if !self.arguments.json {
            self.summarise()?;
        }
        if !is_whole {
            complain("interrupted: every page that was read is kept, and the same command goes on from there");
            return Ok(Exit::Interrupted);
        }
        Ok(if self.tally.n_failed > 0 { Exit::SomeInputsFailed } else { Exit::Success })
    }

    fn sort(&mut self, opened: Opened) -> anyhow::Result<Sorted> {
        let Opened { origin, capture } = opened;
        let capture = match capture {
            Ok(capture) => capture,
            Err(error) => return Ok(Sorted::Done(Outcome::Failed { origin, reason: error.to_string() })),
        };
        let id = capture.id();
        if !self.seen.insert(id) {
            return Ok(Sorted::Done(Outcome::Copy { origin, id }));
        }
        let is_known = !self.arguments.again && self.has_reading(id, &origin)?;
        if is_known {
            return Ok(Sorted::Done(Outcome::Known { origin, id }));
        }
        let settled = self.ledger.as_ref().map(|ledger| ledger.site_trace(id)).transpose()?.flatten();
        Ok(Sorted::Fresh(Box::new(Fresh { capture, settled, verdicts: self.verdicts(id)? })))
    }

    fn has_reading(&mut self, id: Id, origin: &str) -> anyhow::Result<bool> {
        match &mut self.ledger {
            Some(ledger) => Ok(ledger.has_reading(id, origin, &self.producer)?),
            None => Ok(false),
        }
    }

    fn verdicts(&self, id: Id) -> anyhow::Result<BlockVerdicts> {
        Ok(self.ledger.as_ref().map(|ledger| ledger.block_verdicts(id)).transpose()?.unwrap_or_default())
    }

    fn append_one(&mut self, outcome: Outcome) -> anyhow::Result<()> {
        match outcome {
            Outcome::Failed { origin, reason } => self.fail(&origin, &reason),
            Outcome::Known { origin, id } => self.know(&origin, id),
            Outcome::Copy { origin, id } => {
                // The ledger remembers this path beside the first one.
                if self.has_reading(id, &origin)? {
                    self.know(&origin, id)
                } else {
                    self.fail(&origin, &format!("'{origin}' is a copy of a page that was not read"))
                }
            }
            Outcome::Read(read) => {
                let (fresh, coded) = *read;
                self.tally.n_read += 1;
                self.keep(fresh, coded, "read")
            }
        }
    }

    /// Appends one page that was read, and tells what became of it.
    fn keep(&mut self, fresh: Fresh, coded: Coded, outcome: &'static str) -> anyhow::Result<()> {
        let Some(ledger) = &mut self.ledger else { return Ok(()) };
        let (origin, id) = (fresh.capture.origin.clone(), fresh.capture.id());
        let appended = append_page(ledger, self.data, &self.producer, fresh, coded)?;
        self.count(&appended);
        self.tell(&origin, outcome, Some(id), None, Some(appended))
    }

    fn know(&mut self, origin: &str, id: Id) -> anyhow::Result<()> {
        self.tally.n_known += 1;
        self.tell(origin, "known", Some(id), None, None)
    }

    fn count(&mut self, appended: &Appended) {
        self.tally.n_added += appended.n_added;
        self.tally.n_changed += appended.n_changed;
        self.tally.n_withdrawn += appended.n_withdrawn;
    }

    /// The line of an input, where `--json` asks for it.
    fn tell(
        &self,
        page: &str,
        outcome: &'static str,
        id: Option<Id>,
        error: Option<&str>,
        appended: Option<Appended>,
    ) -> anyhow::Result<()> {
        if !self.arguments.json {
            return Ok(());
        }
        let records = appended.map(|appended| Counts {
            added: appended.n_added,
            changed: appended.n_changed,
            unchanged: appended.n_unchanged,
            withdrawn: appended.n_withdrawn,
        });
        let mut out = output::stdout();
        writeln!(out, "{}", demarche::contract::line(&Line { page, outcome, id, error, records }))?;
        Ok(out.flush()?)
    }

    fn summarise(&self) -> anyhow::Result<()> {
        let Some(ledger) = &self.ledger else { return Ok(()) };
        let mut screen = Screen::stdout();
        screen.paragraph(0, FAINT, &self.tally.sentence())?;
        screen.line("")?;
        summary::print(&mut screen, &ledger.summary()?, &self.arguments.ledger.ledger)?;
        Ok(screen.finish()?)
    }
}

/// Appends a page. When somebody moved a block of it after it was read, it is read once more, with that verdict.
fn append_page(
    ledger: &mut Ledger,
    data: &Data,
    producer: &Producer,
    mut fresh: Fresh,
    mut coded: Coded,
) -> Result<Appended, LedgerError> {
    loop {
        let Coded { page, records } = &coded;
        match ledger.append_judged_page(&fresh.capture, page, records, producer, fresh.verdicts.last) {
            Err(LedgerError::NewBlockVerdict(id)) => {
                fresh.verdicts = ledger.block_verdicts(id)?;
                coded = fresh.read(data);
            }
            appended => return appended,
        }
    }
}

impl Tally {
    /// The run in a sentence; what did not happen is not told.
    fn sentence(&self) -> String {
        let mut parts = vec![format!("{} read", summary::counted(self.n_read, "page"))];
        let again = "read again beside others of their site";
        for (n, words) in [(self.n_settled, again), (self.n_known, "read before"), (self.n_failed, "failed")] {
            if n > 0 {
                parts.push(format!("{n} {words}"));
            }
        }
        let mut records = vec![format!("{} added", summary::counted(self.n_added, "statement"))];
        for (n, words) in [(self.n_changed, "changed"), (self.n_withdrawn, "withdrawn")] {
            if n > 0 {
                records.push(format!("{n} {words}"));
            }
        }
        format!("{}; {}", parts.join(", "), records.join(", "))
    }
}
