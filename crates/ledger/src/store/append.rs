//! A program's word: captures, pages and records come in.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, params};
use text::{Capture, Id, Page};

use super::fault::Fault;
use super::standing::standing;
use super::{Durability, EntryKind, Ledger, blocks, now, view};
use crate::{LedgerError, Producer, Record};

/// Effort of Zstandard: the pages of a news site shrink to a fifth at any level, and this one costs a millisecond.
const ZSTD_LEVEL: i32 = 3;

/// What one page added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// Records that were not there before, and withdrawn ones that are found again.
    pub n_added: usize,
    /// Records found again with another value in some field. (Those that a person has reviewed stay as they are; the
    /// new values stand in their history.)
    pub n_changed: usize,
    /// Records found again as they were.
    pub n_unchanged: usize,
    /// Records that this producer no longer finds and nobody had reviewed.
    pub n_withdrawn: usize,
}

impl Ledger {
    /// Has this capture been read by this very producer, with all that people said about its blocks? Then reading it
    /// again adds nothing.
    /// Remembers `origin` as another place of the same bytes, when they are in the ledger at all.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn has_reading(&mut self, capture: Id, origin: &str, producer: &Producer) -> Result<bool, LedgerError> {
        let (has_reading, is_new_origin) = self.read(|connection| {
            let Some(capture) = find_capture(connection, capture)? else { return Ok((false, false)) };
            let is_new_origin = !has_origin(connection, capture, origin)?;
            Ok((find_reading(connection, capture, producer)?, is_new_origin))
        })?;
        if is_new_origin {
            self.write(Durability::Rereadable, |connection| {
                let Some(capture) = find_capture(connection, capture)? else { return Ok(()) };
                keep_origin(connection, capture, origin, &now())
            })?;
        }
        Ok(has_reading)
    }

    /// Keeps a capture, its page and its records: all of them or none, in one transaction.
    ///
    /// Only what is new becomes an entry: a record that was not there, one with another value, one that is gone.
    /// Of several records with one id the first counts. Bytes that are in the ledger already keep the media type
    /// they came with.
    ///
    /// # Errors
    /// When the file cannot be written, or a person has said something about the page's blocks, which this reading
    /// does not know. Nothing of the page is kept then.
    ///
    /// # Panics
    /// When a record stands on another capture: its evidence would lead nowhere.
    pub fn append_page(
        &mut self,
        capture: &Capture,
        page: &Page,
        records: &[Record],
        producer: &Producer,
    ) -> Result<Appended, LedgerError> {
        self.append_judged_page(capture, page, records, producer, None)
    }

    /// As [`Ledger::append_page`], for a page that was read with verdicts on its blocks: `known` is
    /// [`crate::BlockVerdicts::last`] of those.
    ///
    /// # Errors
    /// As there; [`LedgerError::NewBlockVerdict`] when the last verdict on the page's blocks is another one.
    ///
    /// # Panics
    /// As there.
    pub fn append_judged_page(
        &mut self,
        capture: &Capture,
        page: &Page,
        records: &[Record],
        producer: &Producer,
        known: Option<i64>,
    ) -> Result<Appended, LedgerError> {
        let id = capture.id();
        assert!(records.iter().all(|record| record.capture == id), "a page's records stand on its own capture");
        // Before the write lock is taken: others need not wait for the compression.
        let compressed = zstd::bulk::compress(&capture.bytes, ZSTD_LEVEL)?;
        self.write(Durability::Rereadable, |connection| {
            let at = now();
            let number = match find_capture(connection, id)? {
                Some(number) => number,
                None => keep_capture(connection, capture, id, &compressed, &at)?,
            };
            if blocks::last(connection, number)? != known {
                return Err(LedgerError::NewBlockVerdict(id).into());
            }
            append(connection, number, capture, &Coded { page, records, producer }, known, &at)
        })
    }
}

/// What a program makes of a capture.
pub(super) struct Coded<'a> {
    pub(super) page: &'a Page,
    pub(super) records: &'a [Record],
    pub(super) producer: &'a Producer,
}

/// Appends what is new in a coding of the capture with this number, made with the verdicts on its blocks up to `known`.
pub(super) fn append(
    connection: &Connection,
    number: i64,
    capture: &Capture,
    coded: &Coded<'_>,
    known: Option<i64>,
    at: &str,
) -> Result<Appended, Fault> {
    keep_origin(connection, number, &capture.origin, at)?;
    let producer = keep_producer(connection, coded.producer)?;
    let reading = keep_reading(connection, number, producer, coded.page, known, at)?;
    view::refresh_page(connection, number)?;
    keep_records(connection, &Place { capture: number, reading, at }, coded.records)
}

/// Where and when a program's entries are written.
struct Place<'a> {
    capture: i64,
    reading: i64,
    at: &'a str,
}

/// A record of this page that was found before.
struct Before {
    /// What the last program that found it gave.
    body: String,
    /// Did the last program not find it?
    is_withdrawn: bool,
}

/// Number of the capture with this id.
pub(super) fn find_capture(connection: &Connection, id: Id) -> Result<Option<i64>, Fault> {
    let number = connection
        .prepare_cached("SELECT number FROM captures WHERE id = ?1")?
        .query_row([id.to_string()], |row| row.get(0))
        .optional()?;
    Ok(number)
}

fn has_origin(connection: &Connection, capture: i64, origin: &str) -> Result<bool, Fault> {
    let mut select = connection.prepare_cached("SELECT 1 FROM capture_origins WHERE capture = ?1 AND origin = ?2")?;
    Ok(select.exists(params![capture, origin])?)
}

fn find_reading(connection: &Connection, capture: i64, producer: &Producer) -> Result<bool, Fault> {
    let mut select = connection.prepare_cached(
        "SELECT 1 FROM page_readings JOIN producers ON producers.number = page_readings.producer
         WHERE page_readings.capture = ?1 AND producers.program = ?2 AND producers.data = ?3 AND producers.weights = ?4
         AND page_readings.block_verdict IS (SELECT max(number) FROM block_verdicts WHERE page = ?1)",
    )?;
    Ok(select.exists(params![capture, producer.program, producer.data, producer.weights])?)
}

fn keep_capture(connection: &Connection, capture: &Capture, id: Id, compressed: &[u8], at: &str) -> Result<i64, Fault> {
    connection
        .prepare_cached(
            "INSERT INTO captures (id, origin, media_type, captured_at, kept_at, n_bytes, zstd)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            id.to_string(),
            capture.origin,
            capture.media_type.name(),
            capture.captured_at,
            at,
            capture.bytes.len(),
            compressed
        ])?;
    Ok(connection.last_insert_rowid())
}

fn keep_origin(connection: &Connection, capture: i64, origin: &str, at: &str) -> Result<(), Fault> {
    if !has_origin(connection, capture, origin)? {
        connection
            .prepare_cached("INSERT INTO capture_origins (capture, origin, seen_at) VALUES (?1, ?2, ?3)")?
            .execute(params![capture, origin, at])?;
    }
    Ok(())
}

fn keep_producer(connection: &Connection, producer: &Producer) -> Result<i64, Fault> {
    let names = params![producer.program, producer.data, producer.weights];
    let known = connection
        .prepare_cached("SELECT number FROM producers WHERE program = ?1 AND data = ?2 AND weights = ?3")?
        .query_row(names, |row| row.get(0))
        .optional()?;
    if let Some(number) = known {
        return Ok(number);
    }
    connection.prepare_cached("INSERT INTO producers (program, data, weights) VALUES (?1, ?2, ?3)")?.execute(names)?;
    Ok(connection.last_insert_rowid())
}

/// Number of the reading: a new one, unless the page's last reading was by the same producer with the same verdicts on
/// its blocks, and read the same.
fn keep_reading(
    connection: &Connection,
    capture: i64,
    producer: i64,
    page: &Page,
    known: Option<i64>,
    at: &str,
) -> Result<i64, Fault> {
    let last: Option<(i64, i64, Option<i64>)> = connection
        .prepare_cached(
            "SELECT number, producer, block_verdict FROM page_readings WHERE capture = ?1 ORDER BY number DESC LIMIT 1",
        )?
        .query_row([capture], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let reads_the_same = view::last_page(connection, capture)?.is_some_and(|(_, last_page)| last_page == *page);
    if let Some((number, last_producer, last_known)) = last
        && last_producer == producer
        && last_known == known
        && reads_the_same
    {
        return Ok(number);
    }
    let written = if reads_the_same { None } else { Some(json(page)) };
    connection
        .prepare_cached(
            "INSERT INTO page_readings (capture, producer, read_at, page, block_verdict) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![capture, producer, at, written, known])?;
    Ok(connection.last_insert_rowid())
}

fn keep_records(connection: &Connection, place: &Place<'_>, records: &[Record]) -> Result<Appended, Fault> {
    let before = found_before(connection, place.capture)?;
    let mut appended = Appended::default();
    let mut found = HashSet::new();
    let mut touched = Vec::new();
    for record in records {
        let id = record.id.to_string();
        if !found.insert(id.clone()) {
            continue;
        }
        let body = json(&readable(record));
        let count = match before.get(&id) {
            None => &mut appended.n_added,
            Some(before) if before.is_withdrawn => &mut appended.n_added,
            Some(before) if before.body != body => &mut appended.n_changed,
            Some(_) => {
                appended.n_unchanged += 1;
                continue;
            }
        };
        *count += 1;
        write_entry(connection, place, EntryKind::Found, &id, Some(&body))?;
        touched.push(id);
    }
    let mut gone: Vec<&String> = before.iter().filter(|(_, it)| !it.is_withdrawn).map(|(id, _)| id).collect();
    gone.retain(|id| !found.contains(*id));
    // The order of a hash map is another in each run; that of the entries is not.
    gone.sort_unstable();
    for id in gone {
        appended.n_withdrawn += usize::from(!is_reviewed(connection, id)?);
        write_entry(connection, place, EntryKind::Withdrawn, id, None)?;
        touched.push(id.clone());
    }
    view::refresh_records(connection, &touched)?;
    Ok(appended)
}

/// What programs have said of the records of this page.
fn found_before(connection: &Connection, capture: i64) -> Result<HashMap<String, Before>, Fault> {
    let mut select = connection.prepare_cached(
        "SELECT record, body FROM entries WHERE page = ?1 AND kind IN ('found', 'withdrawn') ORDER BY number",
    )?;
    let mut rows = select.query([capture])?;
    let mut before: HashMap<String, Before> = HashMap::new();
    while let Some(row) = rows.next()? {
        let record: String = row.get(0)?;
        match row.get::<_, Option<String>>(1)? {
            Some(body) => {
                before.insert(record, Before { body, is_withdrawn: false });
            }
            None => {
                before.entry(record).and_modify(|before| before.is_withdrawn = true);
            }
        }
    }
    Ok(before)
}

fn is_reviewed(connection: &Connection, id: &str) -> Result<bool, Fault> {
    let (steps, _) = view::steps(connection, id)?;
    Ok(standing(&steps).is_some_and(|standing| standing.state.is_reviewed()))
}

fn write_entry(
    connection: &Connection,
    place: &Place<'_>,
    kind: EntryKind,
    record: &str,
    body: Option<&str>,
) -> Result<(), Fault> {
    connection
        .prepare_cached("INSERT INTO entries (at, kind, record, page, reading, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![place.at, kind.label(), record, place.capture, place.reading, body])?;
    Ok(())
}

/// JSON knows no "not a number": a record whose confidence is none would not read back. It counts as not sure at all, and a score
/// that is no number as none.
fn readable(record: &Record) -> Cow<'_, Record> {
    let is_number = |score: &&(String, f64)| score.1.is_finite();
    if record.confidence.is_finite() && record.scores.iter().all(|score| is_number(&score)) {
        return Cow::Borrowed(record);
    }
    let confidence = if record.confidence.is_finite() { record.confidence } else { 0.0 };
    let scores = record.scores.iter().filter(is_number).cloned().collect();
    Cow::Owned(Record { confidence, scores, ..record.clone() })
}

/// A value of ours as JSON.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("records and pages have text keys only")
}

#[cfg(test)]
mod tests {
    use text::MediaType;

    use super::*;
    use crate::Filter;

    /// A page whose bytes do not shrink when they are compressed.
    fn large(number: u32) -> Capture {
        let bytes = (0..4000_u32).flat_map(|n| digest(number, n)).collect();
        Capture { origin: format!("{number}.txt"), captured_at: None, media_type: MediaType::PlainText, bytes }
    }

    fn digest(number: u32, n: u32) -> [u8; 32] {
        let written = Id::of_parts([&number.to_le_bytes()[..], &n.to_le_bytes()]).to_string();
        written.as_bytes()[..32].try_into().expect("an id has 64 digits")
    }

    #[test]
    fn a_full_disk_is_named_and_takes_nothing_that_was_committed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record.demarche");
        let mut ledger = Ledger::create(&path).unwrap();
        let producer = Producer { program: "1".to_owned(), data: "none".to_owned(), weights: "none".to_owned() };
        let page = Page::default();
        ledger.append_page(&large(1), &page, &[], &producer).unwrap();

        // SQLite says the same when the disk has no room and when the file may not grow.
        let n_pages: i64 = ledger.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        ledger.connection.pragma_update_and_check(None, "max_page_count", n_pages + 2, |_| Ok(())).unwrap();
        let error = ledger.append_page(&large(2), &page, &[], &producer).unwrap_err();
        assert!(matches!(error, LedgerError::DiskFull(_)), "{error:?}");
        assert_eq!(ledger.pages().unwrap().len(), 1);
        assert_eq!(ledger.check().unwrap(), [""; 0]);
        drop(ledger);

        // When there is room again, the same page goes in.
        let mut ledger = Ledger::open(&path).unwrap();
        assert_eq!(ledger.capture_bytes(large(1).id()).unwrap(), large(1).bytes);
        assert!(!ledger.has_reading(large(2).id(), "2.txt", &producer).unwrap());
        ledger.append_page(&large(2), &page, &[], &producer).unwrap();
        assert_eq!(ledger.pages().unwrap().len(), 2);
        assert_eq!(ledger.n_statements(&Filter::default()).unwrap(), 0);
    }
}
