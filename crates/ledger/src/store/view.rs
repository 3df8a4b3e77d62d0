//! The views: what stands in `pages`, `problems`, `records` and `record_words`, derived from captures, readings and
//! entries. A change refreshes the rows it touches; a rebuild refreshes all of them by the same functions, so that
//! the two cannot come apart.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use text::{DateInterval, Document, Known, Page};

use super::EntryKind;
use super::fault::Fault;
use super::schema::VIEW_TABLES;
use super::sites::{self, StoredTrace};
use super::standing::{self, Standing, Step};
use crate::{Evidence, Finding, Record, Statement, export};

/// A row of a table, its values in the order of the table's columns.
pub(super) type Row = Vec<Value>;

/// What the views hold of a record.
#[derive(Debug, PartialEq)]
pub(super) struct RecordRows {
    /// Its row of `records`.
    pub(super) record: Row,
    /// Its row of `record_words`.
    pub(super) words: Row,
}

/// What the views hold of a page.
#[derive(Debug, PartialEq)]
pub(super) struct PageRows {
    /// Its row of `pages`.
    pub(super) page: Row,
    /// Its rows of `problems`.
    pub(super) problems: Vec<Row>,
    /// Site and trace of its row of `site_traces`.
    pub(super) trace: Option<StoredTrace>,
}

/// Records whose words are held in memory while the views are made again.
const N_REBUILT_TOGETHER: usize = 1000;

/// Throws all views away and makes them again.
pub(super) fn rebuild(connection: &Connection) -> Result<(), Fault> {
    for table in VIEW_TABLES {
        connection.execute(&format!("DELETE FROM {table}"), [])?;
    }
    for capture in captures(connection)? {
        refresh_page(connection, capture)?;
    }
    for records in records(connection)?.chunks(N_REBUILT_TOGETHER) {
        refresh_records(connection, records)?;
    }
    Ok(())
}

/// Numbers of all captures, in order.
pub(super) fn captures(connection: &Connection) -> Result<Vec<i64>, Fault> {
    let mut select = connection.prepare_cached("SELECT number FROM captures ORDER BY number")?;
    let numbers = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(numbers)
}

/// Ids of all records that have entries, in the order of their first entry. (The full-text index is made several
/// times faster in rising order.)
pub(super) fn records(connection: &Connection) -> Result<Vec<String>, Fault> {
    let mut select = connection.prepare_cached("SELECT record FROM entries GROUP BY record ORDER BY min(number)")?;
    let ids = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(ids)
}

/// Puts the rows of these records to where their entries stand now.
///
/// The words come last, all at once: FTS5 keeps new words in memory, and writes them down whenever SQLite begins a
/// statement that it may have to take back, as most of the others are.
pub(super) fn refresh_records(connection: &Connection, ids: &[String]) -> Result<(), Fault> {
    let mut changed = Vec::new();
    for id in ids {
        let rows = derive_record(connection, id)?;
        put(connection, "records", &rows.record)?;
        let before = stored_words(connection, &rows.record[0])?;
        if before.as_ref() == Some(&rows.words) {
            continue;
        }
        if before.is_some() {
            connection.prepare_cached("DELETE FROM record_words WHERE rowid = ?1")?.execute([&rows.record[0]])?;
        }
        changed.push(rows);
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO record_words (rowid, speaker, source, cue, content) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for rows in &changed {
        insert.execute(params_from_iter(rows.record.iter().take(1).chain(&rows.words)))?;
    }
    Ok(())
}

/// Puts a page's rows to where its last reading stands.
pub(super) fn refresh_page(connection: &Connection, capture: i64) -> Result<(), Fault> {
    let rows = derive_page(connection, capture)?;
    put(connection, "pages", &rows.page)?;
    connection.prepare_cached("DELETE FROM problems WHERE page = ?1")?.execute([capture])?;
    for problem in &rows.problems {
        put(connection, "problems", problem)?;
    }
    sites::refresh(connection, capture, rows.trace)
}

/// The rows that a record's entries ask for.
pub(super) fn derive_record(connection: &Connection, id: &str) -> Result<RecordRows, Fault> {
    let (steps, page) = steps(connection, id)?;
    let first = steps.first().map(|step| step.number);
    let (Some(standing), Some(number)) = (standing::standing(&steps), first) else {
        return Err(Fault::Damaged(format!("the history of record '{id}' does not begin with a finding")));
    };
    let record = body(connection, standing.shown)?;
    let standing = Standing { state: standing.state.weighed(record.confidence), ..standing };
    let producer: i64 = connection
        .prepare_cached(
            "SELECT page_readings.producer FROM entries JOIN page_readings ON page_readings.number = entries.reading
             WHERE entries.number = ?1",
        )?
        .query_row([standing.found], |row| row.get(0))?;
    Ok(RecordRows { record: record_row(number, page, standing, producer, &record), words: words_row(&record) })
}

/// A record's entries as steps, oldest first, and the number of its capture (0 when it has no entry).
pub(super) fn steps(connection: &Connection, id: &str) -> Result<(Vec<Step>, i64), Fault> {
    let mut select =
        connection.prepare_cached("SELECT number, kind, page FROM entries WHERE record = ?1 ORDER BY number")?;
    let mut rows = select.query([id])?;
    let (mut steps, mut page) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        steps.push(Step { number: row.get(0)?, kind: entry_kind(&row.get::<_, String>(1)?)? });
        page = row.get(2)?;
    }
    Ok((steps, page))
}

/// The kind of an entry by its name.
pub(super) fn entry_kind(name: &str) -> Result<EntryKind, Fault> {
    EntryKind::of_label(name).ok_or_else(|| Fault::Damaged(format!("an entry of kind '{name}'")))
}

/// The record that stands in an entry.
pub(super) fn body(connection: &Connection, entry: i64) -> Result<Record, Fault> {
    let written: String = connection
        .prepare_cached("SELECT body FROM entries WHERE number = ?1")?
        .query_row([entry], |row| row.get(0))?;
    serde_json::from_str(&written).map_err(|error| Fault::Damaged(format!("entry {entry} does not read: {error}")))
}

/// The page as its last reading gives it, and the number of the reading that holds its JSON.
pub(super) fn last_page(connection: &Connection, capture: i64) -> Result<Option<(i64, Page)>, Fault> {
    let last: Option<(i64, String)> = connection
        .prepare_cached(
            "SELECT number, page FROM page_readings WHERE capture = ?1 AND page IS NOT NULL ORDER BY number DESC LIMIT 1",
        )?
        .query_row([capture], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((reading, written)) = last else { return Ok(None) };
    let page = serde_json::from_str(&written)
        .map_err(|error| Fault::Damaged(format!("page reading {reading} does not read: {error}")))?;
    Ok(Some((reading, page)))
}

/// The rows that a capture's readings ask for.
pub(super) fn derive_page(connection: &Connection, capture: i64) -> Result<PageRows, Fault> {
    let (reading, page) =
        last_page(connection, capture)?.ok_or_else(|| Fault::Damaged(format!("capture {capture} has no reading")))?;
    let id: String = connection
        .prepare_cached("SELECT id FROM captures WHERE number = ?1")?
        .query_row([capture], |row| row.get(0))?;
    let metadata = &page.metadata;
    let [published, first, last] = days(metadata.published);
    let row = vec![
        capture.into(),
        id.into(),
        reading.into(),
        i64::from(page.is_article).into(),
        metadata.title.clone().into(),
        metadata.site.clone().into(),
        metadata.language.clone().into(),
        published,
        first,
        last,
    ];
    Ok(PageRows { page: row, problems: problem_rows(capture, &page), trace: sites::derived(&page) })
}

fn problem_rows(capture: i64, page: &Page) -> Vec<Row> {
    let document = Document::of_page(page);
    let rows = (0_i64..).zip(&page.problems).map(|(position, problem)| {
        // A span that does not fit its page loses its words, not the page.
        let words = problem.span.and_then(|span| document.text().get(span.range()));
        vec![
            capture.into(),
            position.into(),
            problem.name.clone().into_owned().into(),
            problem.note.clone().into(),
            words.map(str::to_owned).into(),
        ]
    });
    rows.collect()
}

fn record_row(number: i64, page: i64, standing: Standing, producer: i64, record: &Record) -> Row {
    let Finding::Statement(statement) = &record.finding;
    let (block, block_byte) = place(statement);
    let [date, first, last] = days(statement.date.value.stated().copied());
    let label = |label: Option<&'static str>| Value::from(label.map(str::to_owned));
    vec![
        number.into(),
        record.id.to_string().into(),
        page.into(),
        standing.shown.into(),
        producer.into(),
        standing.state.label().to_owned().into(),
        "statement".to_owned().into(),
        block.into(),
        block_byte.into(),
        statement.kind.label().to_owned().into(),
        text(&statement.speaker.value),
        text(&statement.party.value),
        label(statement.rank.value.stated().map(|rank| rank.label())),
        text(&statement.addressee.value),
        label(statement.medium.value.stated().map(|medium| medium.label())),
        statement.hedges.value.stated().map(|hedges| export::hedges(hedges)).into(),
        text(&statement.on_word_of.value),
        label(statement.act.value.stated().map(|act| act.label())),
        date,
        first,
        last,
        statement.date.ground.clone().filter(|_| statement.date.value.stated().is_some()).into(),
        record.confidence.into(),
        record.found_by.clone().into(),
    ]
}

fn words_row(record: &Record) -> Row {
    let Finding::Statement(statement) = &record.finding;
    vec![
        statement.speaker.value.stated().cloned().unwrap_or_default().into(),
        export::words(&statement.source).into(),
        export::words(&statement.cue).into(),
        export::words(&statement.content).into(),
    ]
}

/// Where a statement begins on its page: number of the block, byte of its text.
fn place(statement: &Statement) -> (i64, i64) {
    let pieces = [&statement.source, &statement.cue, &statement.content].into_iter().flatten();
    let (block, byte) = pieces.map(|piece: &Evidence| (piece.block, piece.span.start)).min().unwrap_or_default();
    (i64::try_from(block).unwrap_or(i64::MAX), i64::try_from(byte).unwrap_or(i64::MAX))
}

fn text(value: &Known<String>) -> Value {
    value.stated().cloned().into()
}

/// An interval as written, its first and its last day.
fn days(interval: Option<DateInterval>) -> [Value; 3] {
    [
        interval.map(|interval| interval.to_string()).into(),
        interval.and_then(DateInterval::first).map(|day| day.to_string()).into(),
        interval.and_then(DateInterval::last).map(|day| day.to_string()).into(),
    ]
}

/// The words of a record as FTS5 keeps them: its own table answers without opening the index.
fn stored_words(connection: &Connection, number: &Value) -> Result<Option<Row>, Fault> {
    let stored = connection
        .prepare_cached("SELECT c0, c1, c2, c3 FROM record_words_content WHERE id = ?1")?
        .query_row([number], row)
        .optional()?;
    Ok(stored)
}

/// All values of a result row.
fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    (0..row.as_ref().column_count()).map(|column| row.get(column)).collect()
}

/// Writes a row in place of the one with the same key.
fn put(connection: &Connection, table: &str, row: &Row) -> Result<(), Fault> {
    let marks = vec!["?"; row.len()].join(", ");
    connection
        .prepare_cached(&format!("INSERT OR REPLACE INTO {table} VALUES ({marks})"))?
        .execute(params_from_iter(row))?;
    Ok(())
}

/// What the views hold of this record, if anything.
pub(super) fn stored_record(connection: &Connection, id: &str) -> Result<Option<RecordRows>, Fault> {
    let record = connection.prepare_cached("SELECT * FROM records WHERE id = ?1")?.query_row([id], row).optional()?;
    let Some(record) = record else { return Ok(None) };
    let words = stored_words(connection, &record[0])?;
    Ok(words.map(|words| RecordRows { record, words }))
}

/// What the views hold of this capture's page, if anything.
pub(super) fn stored_page(connection: &Connection, capture: i64) -> Result<Option<PageRows>, Fault> {
    let page =
        connection.prepare_cached("SELECT * FROM pages WHERE number = ?1")?.query_row([capture], row).optional()?;
    let Some(page) = page else { return Ok(None) };
    let mut select = connection.prepare_cached("SELECT * FROM problems WHERE page = ?1 ORDER BY position")?;
    let problems = select.query_map(params![capture], row)?.collect::<Result<_, _>>()?;
    Ok(Some(PageRows { page, problems, trace: sites::stored(connection, capture)? }))
}
