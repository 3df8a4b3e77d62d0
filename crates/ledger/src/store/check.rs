//! Is the file whole? And making the views again, which heals them.

use rusqlite::Connection;

use super::fault::Fault;
use super::migrate::migrate;
use super::schema::STEPS;
use super::{Durability, Ledger, blocks, pages, view};
use crate::{LedgerError, Record};

impl Ledger {
    /// Throws the views away and makes them again from the entries.
    ///
    /// # Errors
    /// When the file cannot be written, or what the views follow from is damaged. The views stay as they were then.
    pub fn rebuild_views(&mut self) -> Result<(), LedgerError> {
        self.write(Durability::Rereadable, view::rebuild)
    }

    /// What is wrong inside the file, one sentence each; empty when all is well: SQLite's own check, digests of all
    /// captures, entries that do not read, views that differ from the entries.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn check(&self) -> Result<Vec<String>, LedgerError> {
        self.read(|connection| {
            let mut wrong = sqlite_check(connection)?;
            wrong.extend(schema_check(connection)?);
            for check in [captures_check, entries_check, blocks_check, views_check] {
                wrong.extend(check(connection)?);
            }
            Ok(wrong)
        })
    }
}

/// Pages of the file, rows, indexes, references, and the full-text index.
fn sqlite_check(connection: &Connection) -> Result<Vec<String>, Fault> {
    let mut wrong = Vec::new();
    // The check includes that of FTS5 tables.
    connection.pragma_query(None, "integrity_check", |row| {
        wrong.push(row.get::<_, String>(0)?);
        Ok(())
    })?;
    wrong.retain(|line| line != "ok");
    let mut select =
        connection.prepare(r#"SELECT "table", coalesce(rowid, 0), parent FROM pragma_foreign_key_check"#)?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (table, number, parent): (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        wrong.push(format!("row {number} of {table} leads to a row of {parent} that is not there"));
    }
    Ok(wrong)
}

/// Tables, indexes, triggers: is anything missing, or other than this version makes it?
fn schema_check(connection: &Connection) -> Result<Vec<String>, Fault> {
    let mut fresh = Connection::open_in_memory()?;
    migrate(&mut fresh, STEPS)?;
    let (expected, found) = (schema(&fresh)?, schema(connection)?);
    let missing = expected.iter().filter(|made| !found.contains(made));
    Ok(missing.map(|(kind, name, _)| format!("{kind} {name} is missing or was changed")).collect())
}

/// Kind, name and SQL of everything in a schema.
fn schema(connection: &Connection) -> Result<Vec<(String, String, Option<String>)>, Fault> {
    let mut select = connection.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")?;
    let schema = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
    Ok(schema)
}

fn captures_check(connection: &Connection) -> Result<Vec<String>, Fault> {
    told(view::captures(connection)?.into_iter().map(|number| pages::capture_bytes(connection, number)))
}

/// Does every body read, and is it the record it is kept under?
fn entries_check(connection: &Connection) -> Result<Vec<String>, Fault> {
    let mut wrong = Vec::new();
    let mut select = connection.prepare(
        "SELECT entries.number, entries.record, captures.id, entries.body
         FROM entries LEFT JOIN captures ON captures.number = entries.page
         WHERE entries.body IS NOT NULL ORDER BY entries.number",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (number, id): (i64, String) = (row.get(0)?, row.get(1)?);
        let capture: Option<String> = row.get(2)?;
        match serde_json::from_str::<Record>(&row.get::<_, String>(3)?) {
            Err(error) => wrong.push(format!("entry {number} does not read: {error}")),
            Ok(record) if record.id.to_string() != id || Some(record.capture.to_string()) != capture => {
                wrong.push(format!("entry {number} holds another record than '{id}' of its page"));
            }
            Ok(_) => {}
        }
    }
    Ok(wrong)
}

/// Do the verdicts on blocks read, and does each that takes one back find it?
fn blocks_check(connection: &Connection) -> Result<Vec<String>, Fault> {
    told(view::captures(connection)?.into_iter().map(|number| blocks::verdicts(connection, number)))
}

/// Do the views hold what the entries ask for, and nothing else?
fn views_check(connection: &Connection) -> Result<Vec<String>, Fault> {
    let (captures, records) = (view::captures(connection)?, view::records(connection)?);
    let mut wrong = told(captures.iter().map(|&number| {
        let is_kept = view::stored_page(connection, number)? == Some(view::derive_page(connection, number)?);
        differs(is_kept, || format!("the view of page {number} differs from its readings"))
    }))?;
    wrong.extend(told(records.iter().map(|id| {
        let is_kept = view::stored_record(connection, id)? == Some(view::derive_record(connection, id)?);
        differs(is_kept, || format!("the view of record '{id}' differs from its entries"))
    }))?);
    for (table, n_expected) in [("pages", captures.len()), ("records", records.len()), ("record_words", records.len())]
    {
        let n_rows: usize = connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        if n_rows != n_expected {
            wrong.push(format!("the view '{table}' has {n_rows} rows, the entries ask for {n_expected}"));
        }
    }
    Ok(wrong)
}

fn differs(is_kept: bool, sentence: impl Fn() -> String) -> Result<(), Fault> {
    if is_kept { Ok(()) } else { Err(Fault::Damaged(sentence())) }
}

/// The sentences of what is damaged; any other failure ends the check.
fn told<T>(checked: impl Iterator<Item = Result<T, Fault>>) -> Result<Vec<String>, Fault> {
    let mut sentences = Vec::new();
    for result in checked {
        match result {
            Ok(_) => {}
            Err(Fault::Damaged(sentence)) => sentences.push(sentence),
            Err(fault) => return Err(fault),
        }
    }
    Ok(sentences)
}
