use std::io::Write;

use super::{Format, Line};
use crate::LedgerError;

/// JSON Lines: one whole [`crate::RecordView`] a line, UTF-8.
pub(super) struct JsonLines<'a> {
    to: &'a mut dyn Write,
}

impl<'a> JsonLines<'a> {
    pub(super) fn new(to: &'a mut dyn Write) -> JsonLines<'a> {
        JsonLines { to }
    }
}

impl Format for JsonLines<'_> {
    fn write(&mut self, line: &Line<'_>) -> Result<(), LedgerError> {
        // In one piece: a reader at the other end of a pipe never waits in the middle of a line.
        let mut bytes = serde_json::to_vec(line.view).map_err(std::io::Error::from)?;
        bytes.push(b'\n');
        Ok(self.to.write_all(&bytes)?)
    }

    fn finish(self) -> Result<(), LedgerError> {
        Ok(self.to.flush()?)
    }
}
