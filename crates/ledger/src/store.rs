//! The file itself. (Signatures first; the bodies follow.)
#![allow(clippy::todo, unused_variables, clippy::needless_pass_by_value)]

use std::io::Write;
use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use text::{Capture, Id, Page};

use crate::{Filter, LedgerError, Producer, Record, State, Verdict};

/// One ledger file, open.
pub struct Ledger {}

/// What one page added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// Records that were not there before.
    pub n_added: usize,
    /// Records found again with another value in some field.
    pub n_changed: usize,
    /// Records found again as they were.
    pub n_unchanged: usize,
    /// Records that this producer no longer finds and nobody had reviewed.
    pub n_withdrawn: usize,
}

/// A record as it stands after all its entries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordView {
    /// The record, with people's edits in its fields.
    pub record: Record,
    /// Where it stands.
    pub state: State,
    /// What found it last.
    pub producer: Producer,
    /// Where its capture came from: the path or address that was read.
    pub page_origin: String,
    /// Title of its page.
    pub page_title: Option<String>,
}

/// One line of a record's history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Number of the entry, rising over the whole ledger.
    pub number: i64,
    /// When it was written, RFC 3339, UTC.
    pub at: String,
    /// What happened.
    pub kind: EntryKind,
    /// The person, or the program and its version.
    pub by: String,
    /// Field edited and its new value, for an edit.
    pub edit: Option<(crate::FieldName, String)>,
}

/// What an entry says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// A program found the record, or found it again with other values.
    Found,
    /// A person accepted it.
    Accepted,
    /// A person rejected it.
    Rejected,
    /// A person changed a field.
    Edited,
    /// A person took the last verdict back.
    Undone,
    /// A newer program no longer finds it.
    Withdrawn,
}

/// A page with its place in the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageView {
    /// The capture's id, which is the page's.
    pub id: Id,
    /// Where the capture came from; every path that gave these bytes, first one first.
    pub origins: Vec<String>,
    /// Registered name of the media type.
    pub media_type: String,
    /// Size of the capture.
    pub n_bytes: usize,
    /// When it was first read, RFC 3339, UTC.
    pub read_at: String,
    /// What was read.
    pub page: Page,
    /// Records in the default view.
    pub n_records: usize,
}

/// A problem with its page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProblemView {
    /// The page.
    pub page: Id,
    /// Where its capture came from.
    pub page_origin: String,
    /// Name of the problem.
    pub name: String,
    /// What was seen.
    pub note: String,
    /// The words it is about, if it has a place.
    pub words: Option<String>,
}

/// One day of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimelineDay {
    /// The interval as written: a day first of all, a month or an open interval where the page says no more.
    pub date: text::DateInterval,
    /// Its records, in page order.
    pub records: Vec<RecordView>,
}

/// A value and how many records have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The value.
    pub value: String,
    /// Records in the default view.
    pub n_records: usize,
}

/// The ledger in figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Pages read.
    pub n_pages: usize,
    /// ... of which are articles.
    pub n_articles: usize,
    /// Statements in the default view.
    pub n_statements: usize,
    /// Statements a person has decided on (accepted, edited, rejected).
    pub n_reviewed: usize,
    /// Problems of all pages.
    pub n_problems: usize,
    /// First and last day of the statements' dates, open ends left out.
    pub first_day: Option<Date>,
    /// See `first_day`.
    pub last_day: Option<Date>,
    /// Speakers with most statements, most first.
    pub speakers: Vec<Count>,
    /// Problems by name, most first.
    pub problems: Vec<Count>,
}

impl Ledger {
    /// Opens a ledger for reading and writing; makes it when there is none.
    ///
    /// # Errors
    /// When the file is no ledger, is from a newer program, or cannot be written.
    pub fn create(path: &Path) -> Result<Ledger, LedgerError> {
        todo!()
    }

    /// Opens a ledger that exists, for reading and writing.
    ///
    /// # Errors
    /// As [`Ledger::create`], and when there is no such file.
    pub fn open(path: &Path) -> Result<Ledger, LedgerError> {
        todo!()
    }

    /// The path it was opened with.
    pub fn path(&self) -> &Path {
        todo!()
    }

    /// Has this capture been read by this very producer? Then reading it again adds nothing.
    /// Remembers `origin` as another place of the same bytes.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn has_reading(&mut self, capture: Id, origin: &str, producer: &Producer) -> Result<bool, LedgerError> {
        todo!()
    }

    /// Keeps a capture, its page and its records: all of them or none, in one transaction.
    ///
    /// # Errors
    /// When the file cannot be written. Nothing of the page is kept then.
    pub fn append_page(
        &mut self,
        capture: &Capture,
        page: &Page,
        records: &[Record],
        producer: &Producer,
    ) -> Result<Appended, LedgerError> {
        todo!()
    }

    /// Writes down a person's verdict.
    ///
    /// # Errors
    /// When there is no such record, the edit does not fit its field, or there is nothing to undo.
    pub fn review(&mut self, id: Id, verdict: &Verdict, by: &str) -> Result<RecordView, LedgerError> {
        todo!()
    }

    /// The id that begins with these digits.
    ///
    /// # Errors
    /// When no record or several begin with them.
    pub fn find_id(&self, prefix: &str) -> Result<Id, LedgerError> {
        todo!()
    }

    /// One record as it stands.
    ///
    /// # Errors
    /// When there is no such record.
    pub fn record(&self, id: Id) -> Result<RecordView, LedgerError> {
        todo!()
    }

    /// A record's entries, oldest first.
    ///
    /// # Errors
    /// When there is no such record.
    pub fn history(&self, id: Id) -> Result<Vec<Entry>, LedgerError> {
        todo!()
    }

    /// The statements that pass the filter: by page's first reading, then in page order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn statements(&self, filter: &Filter) -> Result<Vec<RecordView>, LedgerError> {
        todo!()
    }

    /// How many statements pass the filter, its limit and offset left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn n_statements(&self, filter: &Filter) -> Result<usize, LedgerError> {
        todo!()
    }

    /// The values of a facet (`speaker`, `party`, `kind`, `state`, `page`) among the statements that pass the filter, most first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn facet(&self, facet: &str, filter: &Filter) -> Result<Vec<Count>, LedgerError> {
        todo!()
    }

    /// The dated records that pass the filter, by first day, then last day.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn timeline(&self, filter: &Filter) -> Result<Vec<TimelineDay>, LedgerError> {
        todo!()
    }

    /// Every page, by day of publication (unknown last), then origin.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn pages(&self) -> Result<Vec<PageView>, LedgerError> {
        todo!()
    }

    /// One page.
    ///
    /// # Errors
    /// When nothing was read from this capture.
    pub fn page(&self, id: Id) -> Result<PageView, LedgerError> {
        todo!()
    }

    /// A capture's bytes as they were read.
    ///
    /// # Errors
    /// When it is not in the ledger, or damaged (its digest does not fit).
    pub fn capture_bytes(&self, id: Id) -> Result<Vec<u8>, LedgerError> {
        todo!()
    }

    /// The problems of all pages, or of one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn problems(&self, page: Option<Id>) -> Result<Vec<ProblemView>, LedgerError> {
        todo!()
    }

    /// The ledger in figures.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn summary(&self) -> Result<Summary, LedgerError> {
        todo!()
    }

    /// Throws the views away and makes them again from the entries.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn rebuild_views(&mut self) -> Result<(), LedgerError> {
        todo!()
    }

    /// What is wrong inside the file, one sentence each; empty when all is well: SQLite's own check, digests of all
    /// captures, entries that do not read, views that differ from the entries.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn check(&self) -> Result<Vec<String>, LedgerError> {
        todo!()
    }

    /// Writes the statements that pass the filter as CSV (RFC 4180, UTF-8, header line; cells that a spreadsheet
    /// would take for a formula are guarded with an apostrophe).
    ///
    /// # Errors
    /// When the file cannot be read or `to` cannot be written.
    pub fn export_csv(&self, filter: &Filter, to: &mut dyn Write) -> Result<usize, LedgerError> {
        todo!()
    }

    /// Writes the statements that pass the filter as JSON Lines, one whole [`RecordView`] each.
    ///
    /// # Errors
    /// When the file cannot be read or `to` cannot be written.
    pub fn export_jsonl(&self, filter: &Filter, to: &mut dyn Write) -> Result<usize, LedgerError> {
        todo!()
    }
}
