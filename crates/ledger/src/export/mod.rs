//! The statements of a ledger in the formats of other programs.
//!
//! Statements come in one at a time, as they stand; bytes go out. Each format is a file with one type that writes a
//! [`Line`] for each statement; copy `example.rs` for a new one. An export never holds the whole ledger in memory.

mod csv;
#[cfg(test)]
mod example;
mod jsonl;

use std::io::Write;

use text::Known;

use crate::{Evidence, Filter, Hedge, Ledger, LedgerError, RecordView};

/// Between the pieces of a source, cue or content that stands in several places.
const BETWEEN_PIECES: &str = " … ";

/// A statement, and what an export knows of its page beside it.
pub(crate) struct Line<'a> {
    /// The statement as it stands.
    pub(crate) view: &'a RecordView,
    /// When its page was published, as written: `2022-10-05`, `2022-10`, `../2022-10-05` ...
    pub(crate) published: Option<&'a str>,
}

/// A format. `csv`, `jsonl` and `example` are some.
pub(crate) trait Format {
    /// Writes one statement.
    fn write(&mut self, line: &Line<'_>) -> Result<(), LedgerError>;

    /// Writes what stands behind the last statement, and everything that was held back.
    fn finish(self) -> Result<(), LedgerError>;
}

impl Ledger {
    /// Writes the statements that pass the filter as CSV (RFC 4180, UTF-8, header line; cells that a spreadsheet
    /// would take for a formula are guarded with an apostrophe). Returns how many.
    ///
    /// # Errors
    /// When the file cannot be read or `to` cannot be written.
    pub fn export_csv(&self, filter: &Filter, to: &mut dyn Write) -> Result<usize, LedgerError> {
        self.export(filter, csv::Csv::new(to)?)
    }

    /// Writes the statements that pass the filter as JSON Lines, one whole [`RecordView`] each. Returns how many.
    ///
    /// # Errors
    /// When the file cannot be read or `to` cannot be written.
    pub fn export_jsonl(&self, filter: &Filter, to: &mut dyn Write) -> Result<usize, LedgerError> {
        self.export(filter, jsonl::JsonLines::new(to))
    }

    fn export(&self, filter: &Filter, mut format: impl Format) -> Result<usize, LedgerError> {
        let n_written = self.each_statement(filter, |view, published| format.write(&Line { view, published }))?;
        format.finish()?;
        Ok(n_written)
    }
}

/// The words of all pieces, in order.
pub(crate) fn words(pieces: &[Evidence]) -> String {
    pieces.iter().map(|piece| piece.words.as_str()).collect::<Vec<_>>().join(BETWEEN_PIECES)
}

/// The labels of hedges, as an edit takes them.
pub(crate) fn hedges(hedges: &[Hedge]) -> String {
    hedges.iter().map(|hedge| hedge.label()).collect::<Vec<_>>().join(", ")
}

/// A value as a cell: empty when the page states none.
fn cell<T>(value: &Known<T>, written: impl Fn(&T) -> String) -> String {
    value.stated().map(written).unwrap_or_default()
}
