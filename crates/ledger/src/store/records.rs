//! One record: as it stands, and how it came to stand so.

use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use text::Id;

use super::fault::Fault;
use super::{Ledger, view};
use crate::{FieldName, LedgerError, Producer, Record, State};

/// A record as it stands after all its entries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordView {
    /// The record, with people's edits in its fields.
    pub record: Record,
    /// Where it stands.
    pub state: State,
    /// What found it as it stands, people's edits aside. A later program that finds the very same adds nothing, and
    /// what it finds differently does not change a reviewed record.
    pub producer: Producer,
    /// Where its capture came from: the path or address that was read.
    pub page_origin: String,
    /// Title of its page.
    pub page_title: Option<String>,
    /// Did the last reading of its page not find it? A record that a person has reviewed stays all the same.
    pub is_lost: bool,
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
    /// The person, or the program's version as [`Producer::program`] gives it.
    pub by: String,
    /// Field edited and its new value, for an edit.
    pub edit: Option<(FieldName, String)>,
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
    /// A newer program no longer finds it. (A reviewed record keeps its state; the entry only says so.)
    Withdrawn,
}

impl EntryKind {
    /// Every kind.
    pub const ALL: [EntryKind; 6] = [
        EntryKind::Found,
        EntryKind::Accepted,
        EntryKind::Rejected,
        EntryKind::Edited,
        EntryKind::Undone,
        EntryKind::Withdrawn,
    ];

    /// The kind as histories and the file write it.
    pub fn label(self) -> &'static str {
        match self {
            EntryKind::Found => "found",
            EntryKind::Accepted => "accepted",
            EntryKind::Rejected => "rejected",
            EntryKind::Edited => "edited",
            EntryKind::Undone => "undone",
            EntryKind::Withdrawn => "withdrawn",
        }
    }

    /// The kind with this label; nothing for any other text.
    pub fn of_label(label: &str) -> Option<EntryKind> {
        EntryKind::ALL.into_iter().find(|kind| kind.label() == label)
    }
}

impl Ledger {
    /// The id that begins with these digits.
    ///
    /// # Errors
    /// When no record or several begin with them.
    pub fn find_id(&self, prefix: &str) -> Result<Id, LedgerError> {
        let digits = prefix.trim().to_ascii_lowercase();
        let none = || LedgerError::NoRecord(prefix.to_owned());
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(none());
        }
        self.read(|connection| {
            // `g` is the first letter behind the hexadecimal digits.
            let range = [&digits, &format!("{digits}g")];
            let mut select =
                connection.prepare_cached("SELECT count(*), min(id) FROM records WHERE id >= ?1 AND id < ?2")?;
            match select.query_row(range, |row| Ok((row.get(0)?, row.get::<_, Option<String>>(1)?)))? {
                (1, Some(id)) => Ok(id.parse().map_err(|_| Fault::Damaged(format!("'{id}' is no record id")))?),
                (0, _) | (_, None) => Err(none().into()),
                (n_records, _) => Err(LedgerError::Ambiguous { prefix: prefix.to_owned(), n_records }.into()),
            }
        })
    }

    /// One record as it stands.
    ///
    /// # Errors
    /// When there is no such record.
    pub fn record(&self, id: Id) -> Result<RecordView, LedgerError> {
        self.read(|connection| record_view(connection, record_number(connection, id)?))
    }

    /// A record's entries, oldest first.
    ///
    /// # Errors
    /// When there is no such record.
    pub fn history(&self, id: Id) -> Result<Vec<Entry>, LedgerError> {
        self.read(|connection| {
            record_number(connection, id)?;
            let mut select = connection.prepare_cached(
                "SELECT entries.number, entries.at, entries.kind, coalesce(entries.person, producers.program),
                        entries.field, entries.value
                 FROM entries
                 LEFT JOIN page_readings ON page_readings.number = entries.reading
                 LEFT JOIN producers ON producers.number = page_readings.producer
                 WHERE entries.record = ?1 ORDER BY entries.number",
            )?;
            let mut rows = select.query([id.to_string()])?;
            let mut history = Vec::new();
            while let Some(row) = rows.next()? {
                history.push(entry(row)?);
            }
            Ok(history)
        })
    }
}

fn entry(row: &rusqlite::Row<'_>) -> Result<Entry, Fault> {
    let number = row.get(0)?;
    let field: Option<String> = row.get(4)?;
    let edit = field.map(|name| {
        let field = FieldName::of_label(&name)
            .ok_or_else(|| Fault::Damaged(format!("entry {number} edits the unknown field '{name}'")))?;
        Ok::<_, Fault>((field, row.get(5)?))
    });
    Ok(Entry {
        number,
        at: row.get(1)?,
        kind: view::entry_kind(&row.get::<_, String>(2)?)?,
        by: row.get(3)?,
        edit: edit.transpose()?,
    })
}

/// Number of the record with this id.
pub(super) fn record_number(connection: &Connection, id: Id) -> Result<i64, Fault> {
    let id = id.to_string();
    let number = connection
        .prepare_cached("SELECT number FROM records WHERE id = ?1")?
        .query_row([&id], |row| row.get(0))
        .optional()?;
    number.ok_or_else(|| LedgerError::NoRecord(id).into())
}

/// The record with this number as it stands.
pub(super) fn record_view(connection: &Connection, number: i64) -> Result<RecordView, Fault> {
    let mut select = connection.prepare_cached(
        "SELECT records.entry, records.state, producers.program, producers.data, producers.weights, captures.origin,
                pages.title,
                (SELECT entries.kind = 'withdrawn' FROM entries
                 WHERE entries.record = records.id AND entries.kind IN ('found', 'withdrawn')
                 ORDER BY entries.number DESC LIMIT 1)
         FROM records
         JOIN producers ON producers.number = records.producer
         JOIN captures ON captures.number = records.page
         JOIN pages ON pages.number = records.page
         WHERE records.number = ?1",
    )?;
    let mut rows = select.query([number])?;
    let Some(row) = rows.next()? else {
        return Err(Fault::Damaged(format!("record {number} has no page, capture or producer")));
    };
    let state: String = row.get(1)?;
    Ok(RecordView {
        record: view::body(connection, row.get(0)?)?,
        state: State::of_label(&state)
            .ok_or_else(|| Fault::Damaged(format!("record {number} has the unknown state '{state}'")))?,
        producer: Producer { program: row.get(2)?, data: row.get(3)?, weights: row.get(4)? },
        page_origin: row.get(5)?,
        page_title: row.get(6)?,
        is_lost: row.get(7)?,
    })
}
