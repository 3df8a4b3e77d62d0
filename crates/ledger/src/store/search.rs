//! Many records: those that pass a filter, counted, by page or by day.

use std::iter;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use serde::{Deserialize, Serialize};
use text::DateInterval;

use super::append::json;
use super::fault::Fault;
use super::records::record_view;
use super::{Ledger, RecordView};
use crate::{Filter, LedgerError};

/// What records can be counted by: see [`Ledger::facet`].
pub const FACETS: &[&str] = &["speaker", "party", "kind", "state", "page"];

const PAGE_ORDER: &str = "page, block, block_byte, number";

/// An open beginning comes first, an open end last.
const DATE_ORDER: &str = "date_first NULLS FIRST, date_last NULLS LAST, page, block, block_byte, number";

/// Does a row of `records` stand in the default view?
pub(super) const IN_DEFAULT_VIEW: &str = "state NOT IN ('rejected', 'withdrawn', 'unsure')";

/// One day of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimelineDay {
    /// The interval as written: a day first of all, a month or an open interval where the page says no more.
    pub date: DateInterval,
    /// Its records, in page order.
    pub records: Vec<RecordView>,
}

/// A value and how many records have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The value.
    pub value: String,
    /// Records that have it: those that pass the filter, or those in the default view where there is no filter.
    pub n_records: usize,
}

impl Ledger {
    /// The statements that pass the filter: by page's first reading, then in page order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn statements(&self, filter: &Filter) -> Result<Vec<RecordView>, LedgerError> {
        self.read(|connection| {
            let numbers = Condition::of(connection, filter)?.numbers(connection, PAGE_ORDER, filter)?;
            numbers.into_iter().map(|number| record_view(connection, number)).collect()
        })
    }

    /// How many statements pass the filter, its limit and offset left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn n_statements(&self, filter: &Filter) -> Result<usize, LedgerError> {
        self.read(|connection| {
            let condition = Condition::of(connection, filter)?;
            let mut select =
                connection.prepare_cached(&format!("SELECT count(*) FROM records WHERE {}", condition.sql))?;
            Ok(select.query_row(params_from_iter(&condition.values), |row| row.get(0))?)
        })
    }

    /// The values of a facet among the statements that pass the filter (limit and offset left out), most first.
    ///
    /// The facets are [`FACETS`]; the value of `page` is the page's id. Statements without a value are not counted.
    ///
    /// # Errors
    /// When there is no such facet, or the file cannot be read.
    pub fn facet(&self, facet: &str, filter: &Filter) -> Result<Vec<Count>, LedgerError> {
        let Some(facet) = FACETS.iter().find(|name| **name == facet) else {
            return Err(LedgerError::NoFacet { facet: facet.to_owned(), known: FACETS });
        };
        self.read(|connection| {
            let condition = Condition::of(connection, filter)?;
            let counted = format!(
                "SELECT {facet} AS value, count(*) AS n_records FROM records
                 WHERE {} AND {facet} IS NOT NULL GROUP BY {facet}",
                condition.sql
            );
            let value = if *facet == "page" { "(SELECT id FROM captures WHERE number = value)" } else { "value" };
            let mut select = connection.prepare_cached(&format!(
                "SELECT {value}, n_records FROM ({counted}) ORDER BY n_records DESC, value"
            ))?;
            counts(&mut select, &condition.values)
        })
    }

    /// The dated records that pass the filter, by first day, then last day.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn timeline(&self, filter: &Filter) -> Result<Vec<TimelineDay>, LedgerError> {
        self.read(|connection| {
            let mut condition = Condition::of(connection, filter)?;
            condition.and("date IS NOT NULL", []);
            let mut days: Vec<TimelineDay> = Vec::new();
            for number in condition.numbers(connection, DATE_ORDER, filter)? {
                let view = record_view(connection, number)?;
                let crate::Finding::Statement(statement) = &view.record.finding;
                let Some(&date) = statement.date.value.stated() else {
                    return Err(Fault::Damaged(format!("record {number} has a date in its row and none in its body")));
                };
                match days.last_mut() {
                    Some(day) if day.date == date => day.records.push(view),
                    _ => days.push(TimelineDay { date, records: vec![view] }),
                }
            }
            Ok(days)
        })
    }

    /// Gives the statements that pass the filter to `to`, one at a time, until it fails. Returns how many there were.
    pub(crate) fn each_statement(
        &self,
        filter: &Filter,
        mut to: impl FnMut(&RecordView, Option<&str>) -> Result<(), LedgerError>,
    ) -> Result<usize, LedgerError> {
        self.read(|connection| {
            let numbers = Condition::of(connection, filter)?.numbers(connection, PAGE_ORDER, filter)?;
            for &number in &numbers {
                let published: Option<String> = connection
                    .prepare_cached(
                        "SELECT published FROM records JOIN pages ON pages.number = records.page
                         WHERE records.number = ?1",
                    )?
                    .query_row([number], |row| row.get(0))?;
                to(&record_view(connection, number)?, published.as_deref())?;
            }
            Ok(numbers.len())
        })
    }
}

/// Values with their counts, as a statement gives them.
pub(super) fn counts(select: &mut rusqlite::CachedStatement<'_>, values: &[Value]) -> Result<Vec<Count>, Fault> {
    let counts =
        select.query_map(params_from_iter(values), |row| Ok(Count { value: row.get(0)?, n_records: row.get(1)? }))?;
    Ok(counts.collect::<Result<_, _>>()?)
}

/// A filter as SQL over the table `records`: the words of the condition hold no value of the filter.
struct Condition {
    sql: String,
    values: Vec<Value>,
}

impl Condition {
    fn of(connection: &Connection, filter: &Filter) -> Result<Condition, Fault> {
        let mut condition = Condition { sql: "type = 'statement'".to_owned(), values: Vec::new() };
        match filter.state {
            Some(state) => condition.and("state = ?", [state.label().to_owned()]),
            None => condition.and(IN_DEFAULT_VIEW, []),
        }
        if let Some(words) = filter.query.as_deref().and_then(full_text) {
            condition.and("number IN (SELECT rowid FROM record_words WHERE record_words MATCH ?)", [words]);
        }
        if let Some(part) = filter.speaker.as_deref().map(str::trim).filter(|part| !part.is_empty()) {
            condition.and("speaker IN (SELECT value FROM json_each(?))", [json(&speakers(connection, part)?)]);
        }
        if let Some(party) = &filter.party {
            condition.and("party = ?", [party.trim().to_ascii_uppercase()]);
        }
        if let Some(page) = &filter.page {
            condition.and("page = (SELECT number FROM captures WHERE id = ?)", [page.to_string()]);
        }
        if let Some(since) = filter.since {
            condition.and("date IS NOT NULL AND (date_last IS NULL OR date_last >= ?)", [since.to_string()]);
        }
        if let Some(until) = filter.until {
            condition.and("date IS NOT NULL AND (date_first IS NULL OR date_first <= ?)", [until.to_string()]);
        }
        if let Some(kind) = &filter.kind {
            condition.and("kind = ?", [kind.trim().to_ascii_lowercase()]);
        }
        Ok(condition)
    }

    fn and<const N: usize>(&mut self, sql: &str, values: [String; N]) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
        self.values.extend(values.map(Value::from));
    }

    /// Numbers of the records, in this order, inside the filter's limit and offset.
    fn numbers(&self, connection: &Connection, order: &str, filter: &Filter) -> Result<Vec<i64>, Fault> {
        let whole = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        // A negative limit is none.
        let window = [filter.limit.map_or(-1, whole), filter.offset.map_or(0, whole)].map(Value::from);
        let mut select = connection.prepare_cached(&format!(
            "SELECT number FROM records WHERE {} ORDER BY {order} LIMIT ? OFFSET ?",
            self.sql
        ))?;
        let numbers = select.query_map(params_from_iter(self.values.iter().chain(&window)), |row| row.get(0))?;
        Ok(numbers.collect::<Result<_, _>>()?)
    }
}

/// Names of the speakers that hold this part, compared without case: SQLite itself compares only A to Z so.
fn speakers(connection: &Connection, part: &str) -> Result<Vec<String>, Fault> {
    let part = part.to_lowercase();
    // Leaps from name to name over the index: the names are few, the records are many.
    let mut select = connection.prepare_cached(
        "WITH RECURSIVE names (name) AS (
             SELECT (SELECT min(speaker) FROM records WHERE type = 'statement')
             UNION ALL
             SELECT (SELECT min(speaker) FROM records WHERE type = 'statement' AND speaker > name)
             FROM names WHERE name IS NOT NULL
         )
         SELECT name FROM names WHERE name IS NOT NULL",
    )?;
    let names = select.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(names.into_iter().filter(|name| name.to_lowercase().contains(&part)).collect())
}

/// What people type, as an FTS5 expression that holds for the same words and can fail on none: every word is quoted,
/// words inside quotation marks are a phrase, the last word may go on. Nothing when there is no word in it.
///
/// `scorched "on the ground" retr` becomes `"scorched" "on the ground" "retr"*`.
fn full_text(typed: &str) -> Option<String> {
    let mut terms: Vec<String> = Vec::new();
    let pieces: Vec<&str> = typed.split(['"', '“', '”', '„']).collect();
    // A quotation mark that nothing closes is no phrase.
    let n_closed = pieces.len() - (1 - pieces.len() % 2);
    for (number, piece) in pieces.iter().enumerate() {
        let is_phrase = number % 2 == 1 && number < n_closed;
        let words: Vec<&str> = if is_phrase { vec![piece.trim()] } else { piece.split_whitespace().collect() };
        terms.extend(words.iter().filter(|word| word.contains(char::is_alphanumeric)).map(|word| quoted(word)));
    }
    let is_last_open = typed.ends_with(char::is_alphanumeric);
    let last = terms.pop()?;
    let last = if is_last_open { format!("{last}*") } else { last };
    Some(terms.into_iter().chain(iter::once(last)).collect::<Vec<_>>().join(" "))
}

fn quoted(words: &str) -> String {
    // A zero byte would end the expression.
    format!("\"{}\"", words.replace('\0', " "))
}

#[cfg(test)]
mod tests {
    use super::full_text;

    #[test]
    fn every_word_is_taken_literally_and_the_last_may_go_on() {
        assert_eq!(full_text("pass NOT clos").as_deref(), Some(r#""pass" "NOT" "clos"*"#));
        assert_eq!(full_text("content:x* - (y").as_deref(), Some(r#""content:x*" "(y"*"#));
    }

    #[test]
    fn words_in_quotation_marks_are_a_phrase() {
        assert_eq!(
            full_text(r#"scorched "on the ground" retr"#).as_deref(),
            Some(r#""scorched" "on the ground" "retr"*"#)
        );
        assert_eq!(full_text("“on the ground”").as_deref(), Some(r#""on the ground""#));
    }

    #[test]
    fn a_quotation_mark_that_nothing_closes_is_no_phrase() {
        assert_eq!(full_text(r#"he said "on the"#).as_deref(), Some(r#""he" "said" "on" "the"*"#));
        assert_eq!(full_text(r#"a "b c" "d e"#).as_deref(), Some(r#""a" "b c" "d" "e"*"#));
    }

    #[test]
    fn no_word_is_no_query() {
        assert_eq!(full_text(""), None);
        assert_eq!(full_text(" \" - … * "), None);
    }
}
