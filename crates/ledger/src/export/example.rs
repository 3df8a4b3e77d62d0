//! An export to copy: one line of plain text for each statement, `speaker: content`.
//!
//! 1. Copy this file, name it after the format, and add it to `mod.rs` (without `cfg(test)`).
//! 2. Say in the type's comment which standard or manual the format follows, and what it leaves out.
//! 3. Write the beginning of the file in `new`, a statement in `write`, the end in `finish`.
//! 4. Everything that comes from a page is hostile: escape it as the format asks (see `guarded` in `csv.rs`).
//! 5. Give it a method beside `export_csv` in `mod.rs`, a line in `tests/export.rs`, and a value of `--format`.

use std::io::Write;

use super::{Format, Line, cell, words};
use crate::{Finding, LedgerError};

/// One line a statement, for reading aloud. No standard.
struct Example<'a> {
    to: &'a mut dyn Write,
}

impl<'a> Example<'a> {
    /// Begins the file; this format has no header.
    fn new(to: &'a mut dyn Write) -> Example<'a> {
        Example { to }
    }
}

impl Format for Example<'_> {
    fn write(&mut self, line: &Line<'_>) -> Result<(), LedgerError> {
        let Finding::Statement(statement) = &line.view.record.finding;
        let speaker = cell(&statement.speaker.value, String::clone);
        // A line break inside would be another statement.
        let content = words(&statement.content).replace(char::is_control, " ");
        Ok(writeln!(self.to, "{speaker}: {content}")?)
    }

    fn finish(self) -> Result<(), LedgerError> {
        Ok(self.to.flush()?)
    }
}

#[test]
fn a_statement_is_one_line() {
    use text::{Id, Span};

    use crate::{Evidence, Field, Producer, Record, RecordView, State, Statement};

    let span = Span::new(0, 19);
    let content = Evidence { words: "The pass\nis closed.".to_owned(), segments: vec![span], block: 0, span };
    let finding = Finding::Statement(Statement {
        content: vec![content],
        speaker: Field::stated("the ranger".to_owned(), vec![]),
        ..Statement::default()
    });
    let capture = Id::of_bytes(b"The pass\nis closed.");
    let id = Record::id_of(capture, &finding);
    let view = RecordView {
        record: Record { id, capture, finding, found_by: "rule:example".to_owned(), confidence: 1.0, scores: vec![] },
        state: State::Found,
        producer: Producer { program: String::new(), data: String::new(), weights: String::new() },
        page_origin: "pass.txt".to_owned(),
        page_title: None,
        is_lost: false,
    };
    let mut bytes = Vec::new();
    let mut example = Example::new(&mut bytes);
    example.write(&Line { view: &view, published: None }).unwrap();
    example.finish().unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), "the ranger: The pass is closed.\n");
}
