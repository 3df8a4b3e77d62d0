//! The file itself: a folder of one thing each.
//!
//! `schema` and `migrate` make the tables, `open` opens them. `append` is a program's word, `review` (with `edit`) and
//! `blocks` a person's; `standing` says where a record stands after both. `view` keeps the tables that can be made again.
//! `records`, `search`, `pages` and `summary` answer questions; `check` looks for damage.
//!
//! # What survives what
//! The file is in SQLite's write-ahead mode. A page is one transaction, so a program that is killed at any moment, or a
//! disk that fills up, leaves whole pages only, and what was committed stays. A power cut is another thing: a
//! commit survives it only when the log was synced, which costs a wait for the disk. A page lost to a power cut is
//! read again by the same command, so pages are written without that wait (`synchronous = NORMAL`; the file stays
//! whole, at most the last pages are missing); a person's verdict cannot be had again, so it is synced before
//! [`Ledger::review`] returns (`FULL`), and with it every page before it.

mod append;
mod blocks;
mod check;
mod edit;
mod fault;
mod migrate;
mod open;
mod pages;
mod records;
mod review;
mod schema;
mod search;
mod sites;
mod standing;
mod summary;
mod view;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};

pub use append::Appended;
pub use blocks::{Coder, Coding, Recoded};
pub use pages::{PageView, ProblemView};
pub use records::{Entry, EntryKind, RecordView};
pub use search::{Count, FACETS, TimelineDay};
pub use sites::SetAside;
pub use summary::Summary;

use crate::LedgerError;
use fault::Fault;

/// One ledger file, open.
///
/// It may go from thread to thread, but only one can use it at a time; several programs can hold the same file, one
/// of them writing.
///
/// ```
/// use ledger::{Evidence, Field, Filter, Finding, Ledger, Producer, Record, State, Statement, Verdict};
/// use text::{Block, Capture, Id, MediaType, Metadata, Origin, Page, Role, Span};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("record.demarche");
/// let words = "The corridor stays open, the port captain said.";
/// let capture = Capture {
///     origin: "port.txt".to_owned(),
///     captured_at: None,
///     media_type: MediaType::PlainText,
///     bytes: words.as_bytes().to_vec(),
/// };
/// let block = Block { role: Role::Body, text: words.to_owned(), origin: Origin::identity(words.len()), lines: vec![0] };
/// let page = Page { metadata: Metadata::default(), is_article: true, blocks: vec![block], problems: vec![], trace: None };
///
/// // What a reading finds: the words, and where they stand in the capture.
/// let piece = |span: Span| Evidence { words: words[span.range()].to_owned(), segments: vec![span], block: 0, span };
/// let finding = Finding::Statement(Statement {
///     source: vec![piece(Span::new(25, 41))],
///     cue: vec![piece(Span::new(42, 46))],
///     content: vec![piece(Span::new(0, 23))],
///     speaker: Field::stated("port captain".to_owned(), vec![piece(Span::new(29, 41))]),
///     ..Statement::default()
/// });
/// let record = Record {
///     id: Record::id_of(capture.id(), &finding),
///     capture: capture.id(),
///     finding,
///     found_by: "rule:cue-verb-after-content".to_owned(),
///     confidence: 0.9,
///     scores: vec![],
/// };
///
/// let producer = Producer { program: "0.1.0".to_owned(), data: "none".to_owned(), weights: "none".to_owned() };
/// let mut ledger = Ledger::create(&path)?;
/// if !ledger.has_reading(capture.id(), &capture.origin, &producer)? {
///     ledger.append_page(&capture, &page, &[record.clone()], &producer)?;
/// }
/// let reviewed = ledger.review(record.id, &Verdict::Accept, "anna")?;
/// assert_eq!(reviewed.state, State::Accepted);
///
/// let found = ledger.statements(&Filter { query: Some("corridor".to_owned()), ..Filter::default() })?;
/// assert_eq!(found[0].record, record);
/// # Ok(())
/// # }
/// ```
pub struct Ledger {
    path: PathBuf,
    connection: Connection,
}

/// What a transaction survives: see the head of this module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Durability {
    /// The program's end. What a power cut takes can be read again.
    Rereadable,
    /// A power cut too.
    OnceOnly,
}

impl Ledger {
    /// The path it was opened with.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Answers a question from one state of the file, whatever other programs write meanwhile.
    fn read<T>(&self, answer: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, LedgerError> {
        let answered = self.connection.unchecked_transaction().map_err(Fault::from).and_then(|state| answer(&state));
        answered.map_err(|fault| fault.of(&self.path))
    }

    /// Changes the file in one transaction: all of it or nothing.
    fn write<T>(
        &mut self,
        durability: Durability,
        change: impl FnOnce(&Connection) -> Result<T, Fault>,
    ) -> Result<T, LedgerError> {
        let path = &self.path;
        transact(&mut self.connection, durability, change).map_err(|fault| fault.of(path))
    }
}

fn transact<T>(
    connection: &mut Connection,
    durability: Durability,
    change: impl FnOnce(&Connection) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let synchronous = if durability == Durability::OnceOnly { "FULL" } else { "NORMAL" };
    connection.pragma_update(None, "synchronous", synchronous)?;
    // Taking the write lock at the start means that a change never has to give up half way.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let changed = change(&transaction)?;
    transaction.commit()?;
    Ok(changed)
}

/// This moment, RFC 3339, UTC, to the second.
fn now() -> String {
    format!("{:.0}", jiff::Timestamp::now())
}
