//! The ledger in figures.

use jiff::civil::Date;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::fault::Fault;
use super::search::{IN_DEFAULT_VIEW, counts};
use super::{Count, Ledger};
use crate::LedgerError;

/// Speakers that a summary names.
const N_SPEAKERS: i64 = 10;

/// The ledger in figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Pages read.
    pub n_pages: usize,
    /// ... of which are articles.
    pub n_articles: usize,
    /// Statements in the default view.
    pub n_statements: usize,
    /// Statements that wait for a person's look.
    pub n_unsure: usize,
    /// Statements a person has decided on (accepted, edited, rejected).
    pub n_reviewed: usize,
    /// Problems of all pages.
    pub n_problems: usize,
    /// First and last day of the dates of the statements in the default view, open ends left out.
    pub first_day: Option<Date>,
    /// See `first_day`.
    pub last_day: Option<Date>,
    /// The ten speakers with most statements in the default view, most first.
    pub speakers: Vec<Count>,
    /// Problems by name, most first.
    pub problems: Vec<Count>,
}

impl Ledger {
    /// The ledger in figures.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn summary(&self) -> Result<Summary, LedgerError> {
        self.read(|connection| {
            let count = |sql: &str| connection.prepare_cached(sql)?.query_row([], |row| row.get::<_, usize>(0));
            Ok(Summary {
                n_pages: count("SELECT count(*) FROM pages")?,
                n_articles: count("SELECT count(*) FROM pages WHERE is_article")?,
                n_statements: count(&format!(
                    "SELECT count(*) FROM records WHERE type = 'statement' AND {IN_DEFAULT_VIEW}"
                ))?,
                n_unsure: count("SELECT count(*) FROM records WHERE type = 'statement' AND state = 'unsure'")?,
                n_reviewed: count(
                    "SELECT count(*) FROM records
                     WHERE type = 'statement' AND state IN ('accepted', 'edited', 'rejected')",
                )?,
                n_problems: count("SELECT count(*) FROM problems")?,
                first_day: day(connection, "min")?,
                last_day: day(connection, "max")?,
                speakers: counts(
                    &mut connection.prepare_cached(&format!(
                        "SELECT speaker, count(*) FROM records
                         WHERE type = 'statement' AND speaker IS NOT NULL AND {IN_DEFAULT_VIEW}
                         GROUP BY speaker ORDER BY count(*) DESC, speaker LIMIT ?1"
                    ))?,
                    &[N_SPEAKERS.into()],
                )?,
                problems: counts(
                    &mut connection.prepare_cached(
                        "SELECT name, count(*) FROM problems GROUP BY name ORDER BY count(*) DESC, name",
                    )?,
                    &[],
                )?,
            })
        })
    }
}

/// The earliest (`min`) or latest (`max`) day that stands at either end of a statement's date.
fn day(connection: &Connection, which: &str) -> Result<Option<Date>, Fault> {
    let sql = format!(
        "SELECT {which}(day) FROM (
             SELECT {which}(date_first) AS day FROM records
             WHERE date IS NOT NULL AND type = 'statement' AND {IN_DEFAULT_VIEW}
             UNION ALL
             SELECT {which}(date_last) FROM records
             WHERE date IS NOT NULL AND type = 'statement' AND {IN_DEFAULT_VIEW}
         )"
    );
    let day: Option<String> = connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))?;
    day.map(|day| day.parse().map_err(|_| Fault::Damaged(format!("'{day}' is no day")))).transpose()
}
