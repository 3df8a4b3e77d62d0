//! Captures and what was read from them.

use std::io::Read;

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use text::{Id, Page};

use super::append::find_capture;
use super::fault::Fault;
use super::search::IN_DEFAULT_VIEW;
use super::{Ledger, view};
use crate::LedgerError;

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

impl Ledger {
    /// Every page, by day of publication (unknown last), then origin.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn pages(&self) -> Result<Vec<PageView>, LedgerError> {
        self.read(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT pages.number FROM pages JOIN captures ON captures.number = pages.number
                 ORDER BY coalesce(pages.published_first, pages.published_last) NULLS LAST, captures.origin,
                          pages.number",
            )?;
            let numbers = select.query_map([], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
            numbers.into_iter().map(|number| page_view(connection, number)).collect()
        })
    }

    /// One page.
    ///
    /// # Errors
    /// When nothing was read from this capture.
    pub fn page(&self, id: Id) -> Result<PageView, LedgerError> {
        self.read(|connection| {
            let number = find_capture(connection, id)?.ok_or(LedgerError::NoPage(id))?;
            page_view(connection, number)
        })
    }

    /// A capture's bytes as they were read.
    ///
    /// # Errors
    /// When it is not in the ledger, or damaged (its digest does not fit).
    pub fn capture_bytes(&self, id: Id) -> Result<Vec<u8>, LedgerError> {
        self.read(|connection| {
            let number = find_capture(connection, id)?.ok_or(LedgerError::NoPage(id))?;
            capture_bytes(connection, number)
        })
    }

    /// The problems of all pages, or of one: by page's first reading, then as the reading met them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn problems(&self, page: Option<Id>) -> Result<Vec<ProblemView>, LedgerError> {
        self.read(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT captures.id, captures.origin, problems.name, problems.note, problems.words
                 FROM problems JOIN captures ON captures.number = problems.page
                 WHERE ?1 IS NULL OR captures.id = ?1
                 ORDER BY problems.page, problems.position",
            )?;
            let mut rows = select.query(params![page.map(|page| page.to_string())])?;
            let mut problems = Vec::new();
            while let Some(row) = rows.next()? {
                problems.push(ProblemView {
                    page: page_id(&row.get::<_, String>(0)?)?,
                    page_origin: row.get(1)?,
                    name: row.get(2)?,
                    note: row.get(3)?,
                    words: row.get(4)?,
                });
            }
            Ok(problems)
        })
    }
}

fn page_view(connection: &Connection, number: i64) -> Result<PageView, Fault> {
    let (_, page) = view::last_page(connection, number)?
        .ok_or_else(|| Fault::Damaged(format!("capture {number} has no reading")))?;
    let mut select = connection.prepare_cached(&format!(
        "SELECT id, media_type, n_bytes, kept_at,
                (SELECT count(*) FROM records WHERE type = 'statement' AND records.page = captures.number
                 AND {IN_DEFAULT_VIEW})
         FROM captures WHERE number = ?1"
    ))?;
    let mut rows = select.query([number])?;
    let row = rows.next()?.ok_or_else(|| Fault::Damaged(format!("there is no capture {number}")))?;
    Ok(PageView {
        id: page_id(&row.get::<_, String>(0)?)?,
        origins: origins(connection, number)?,
        media_type: row.get(1)?,
        n_bytes: row.get(2)?,
        read_at: row.get(3)?,
        page,
        n_records: row.get(4)?,
    })
}

fn origins(connection: &Connection, capture: i64) -> Result<Vec<String>, Fault> {
    let mut select =
        connection.prepare_cached("SELECT origin FROM capture_origins WHERE capture = ?1 ORDER BY number")?;
    let origins = select.query_map([capture], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(origins)
}

fn page_id(written: &str) -> Result<Id, Fault> {
    written.parse().map_err(|_| Fault::Damaged(format!("'{written}' is no page id")))
}

/// The bytes of the capture with this number; their digest is the capture's id.
pub(super) fn capture_bytes(connection: &Connection, number: i64) -> Result<Vec<u8>, Fault> {
    let stored: Option<(String, u64, Vec<u8>)> = connection
        .prepare_cached("SELECT id, n_bytes, zstd FROM captures WHERE number = ?1")?
        .query_row([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let (id, n_bytes, compressed) = stored.ok_or_else(|| Fault::Damaged(format!("there is no capture {number}")))?;
    let damaged = |what: &str| Fault::Damaged(format!("capture {id} {what}"));
    let mut bytes = Vec::new();
    // Never more than the capture is said to be: a small file could swell without end.
    zstd::Decoder::new(compressed.as_slice())
        .and_then(|decoder| decoder.take(n_bytes.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(|error| damaged(&format!("cannot be unpacked: {error}")))?;
    if Id::of_bytes(&bytes).to_string() != id {
        return Err(damaged("holds other bytes than its digest says"));
    }
    Ok(bytes)
}
