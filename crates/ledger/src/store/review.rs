//! A person's word: verdicts.

use rusqlite::{Connection, params};
use text::Id;

use super::edit::edited;
use super::fault::Fault;
use super::records::{record_number, record_view};
use super::standing::{Standing, standing};
use super::{Durability, EntryKind, Ledger, RecordView, append, now, view};
use crate::{FieldName, LedgerError, Verdict};

impl Ledger {
    /// Writes down a person's verdict, and returns the record as it stands then. On return it survives a power cut.
    ///
    /// Every verdict is an entry of its own, also one that says what the last one said. [`Verdict::Undo`] takes back
    /// the last verdict that stands, whoever gave it, and can be repeated until none is left.
    ///
    /// # Errors
    /// When there is no such record, the edit does not fit its field, or there is nothing to undo.
    pub fn review(&mut self, id: Id, verdict: &Verdict, by: &str) -> Result<RecordView, LedgerError> {
        self.write(Durability::OnceOnly, |connection| {
            let number = record_number(connection, id)?;
            let (steps, page) = view::steps(connection, &id.to_string())?;
            let standing = standing(&steps)
                .ok_or_else(|| Fault::Damaged(format!("the history of record '{id}' does not begin with a finding")))?;
            let line = line(connection, verdict, standing, id, by)?;
            write_entry(connection, id, page, by, &line)?;
            view::refresh_records(connection, &[id.to_string()])?;
            record_view(connection, number)
        })
    }
}

/// What a verdict writes.
struct Line {
    kind: EntryKind,
    /// Field, value and the whole record after the edit.
    edit: Option<(FieldName, String, String)>,
}

fn line(connection: &Connection, verdict: &Verdict, standing: Standing, id: Id, by: &str) -> Result<Line, Fault> {
    match verdict {
        Verdict::Accept => Ok(Line { kind: EntryKind::Accepted, edit: None }),
        Verdict::Reject => Ok(Line { kind: EntryKind::Rejected, edit: None }),
        Verdict::Undo if standing.n_verdicts == 0 => Err(LedgerError::NothingToUndo(id).into()),
        Verdict::Undo => Ok(Line { kind: EntryKind::Undone, edit: None }),
        Verdict::Edit { field, value } => {
            let record = edited(view::body(connection, standing.shown)?, *field, value, by)?;
            Ok(Line { kind: EntryKind::Edited, edit: Some((*field, value.trim().to_owned(), append::json(&record))) })
        }
    }
}

fn write_entry(connection: &Connection, id: Id, page: i64, by: &str, line: &Line) -> Result<(), Fault> {
    let edit = line.edit.as_ref();
    connection
        .prepare_cached(
            "INSERT INTO entries (at, kind, record, page, person, field, value, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            now(),
            line.kind.label(),
            id.to_string(),
            page,
            by,
            edit.map(|(field, _, _)| field.label()),
            edit.map(|(_, value, _)| value),
            edit.map(|(_, _, body)| body),
        ])?;
    Ok(())
}
