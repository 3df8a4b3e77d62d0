use std::io::Write;

use super::{Format, Line, cell, hedges, words};
use crate::{Finding, LedgerError};

/// Comma-separated values: RFC 4180, UTF-8 without a byte order mark, a header line, lines that end with CR LF.
pub(super) struct Csv<'a> {
    writer: ::csv::Writer<&'a mut dyn Write>,
}

/// The columns. `page` is the page's id; where it came from stands last.
const HEADER: [&str; 22] = [
    "id",
    "page",
    "page_title",
    "published",
    "speaker",
    "party",
    "rank",
    "kind",
    "content",
    "source",
    "cue",
    "addressee",
    "medium",
    "hedges",
    "on_word_of",
    "date",
    "date_ground",
    "act",
    "state",
    "confidence",
    "found_by",
    "page_origin",
];

impl<'a> Csv<'a> {
    /// Begins with the header line.
    pub(super) fn new(to: &'a mut dyn Write) -> Result<Csv<'a>, LedgerError> {
        let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(to);
        writer.write_record(HEADER).map_err(io)?;
        Ok(Csv { writer })
    }
}

impl Format for Csv<'_> {
    fn write(&mut self, line: &Line<'_>) -> Result<(), LedgerError> {
        self.writer.write_record(cells(line).map(guarded)).map_err(io)
    }

    fn finish(mut self) -> Result<(), LedgerError> {
        Ok(self.writer.flush()?)
    }
}

fn cells(line: &Line<'_>) -> [String; HEADER.len()] {
    let view = line.view;
    let Finding::Statement(statement) = &view.record.finding;
    [
        view.record.id.to_string(),
        view.record.capture.to_string(),
        view.page_title.clone().unwrap_or_default(),
        line.published.unwrap_or_default().to_owned(),
        cell(&statement.speaker.value, String::clone),
        cell(&statement.party.value, String::clone),
        cell(&statement.rank.value, ToString::to_string),
        statement.kind.to_string(),
        words(&statement.content),
        words(&statement.source),
        words(&statement.cue),
        cell(&statement.addressee.value, String::clone),
        cell(&statement.medium.value, ToString::to_string),
        cell(&statement.hedges.value, |labels| hedges(labels)),
        cell(&statement.on_word_of.value, String::clone),
        cell(&statement.date.value, ToString::to_string),
        statement.date.ground.clone().unwrap_or_default(),
        cell(&statement.act.value, ToString::to_string),
        view.state.label().to_owned(),
        view.record.confidence.to_string(),
        view.record.found_by.clone(),
        view.page_origin.clone(),
    ]
}

/// A cell that no spreadsheet takes for a formula: pages are written by strangers.
///
/// The signs are those of the OWASP page "CSV Injection". White space before them does not help: some programs trim it.
fn guarded(cell: String) -> String {
    let is_formula = cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if is_formula || cell.starts_with(['\t', '\r', '\n']) { format!("'{cell}") } else { cell }
}

fn io(error: ::csv::Error) -> LedgerError {
    LedgerError::Io(error.into())
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_cell_that_would_be_a_formula_is_guarded() {
        for cell in ["=1+1", "+7", "-7", "@SUM(A1)", "\tx", "\rx", " =HYPERLINK(\"x\")", "＝1"] {
            assert_eq!(guarded(cell.to_owned()), format!("'{cell}"));
        }
    }

    #[test]
    fn other_cells_stay_as_they_are() {
        for cell in ["", "1 + 1 = 2", "a@b", "“-", "0.5", "'=1", "2022-10-05", "../2022-10-05"] {
            assert_eq!(guarded(cell.to_owned()), cell);
        }
    }
}
