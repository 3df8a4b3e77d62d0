use std::path::Path;

use rusqlite::ErrorCode;
use rusqlite::ffi::{SQLITE_IOERR_SHMMAP, SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_WRITE};

use crate::LedgerError;

/// What goes wrong inside, before the file's name is known. [`Fault::of`] turns it into the error people see.
#[derive(Debug)]
pub(super) enum Fault {
    Sqlite(rusqlite::Error),
    /// A stored value does not read: what, and where.
    Damaged(String),
    /// An error that is already in people's words.
    Told(LedgerError),
}

impl Fault {
    pub(super) fn of(self, path: &Path) -> LedgerError {
        match self {
            Fault::Sqlite(source) => of_sqlite(source, path),
            Fault::Damaged(what) => LedgerError::Damaged { path: path.to_owned(), what },
            Fault::Told(error) => error,
        }
    }

    /// Does SQLite find the file malformed?
    pub(super) fn is_damage(&self) -> bool {
        matches!(self, Fault::Sqlite(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt))
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(source: rusqlite::Error) -> Fault {
        Fault::Sqlite(source)
    }
}

impl From<LedgerError> for Fault {
    fn from(error: LedgerError) -> Fault {
        Fault::Told(error)
    }
}

fn of_sqlite(source: rusqlite::Error, path: &Path) -> LedgerError {
    let path = path.to_owned();
    match source.sqlite_error().map(|error| (error.code, error.extended_code)) {
        Some((ErrorCode::DiskFull, _)) => LedgerError::DiskFull(path),
        // The index of the write-ahead log could not be made longer.
        Some((_, SQLITE_IOERR_SHMSIZE | SQLITE_IOERR_SHMMAP)) => LedgerError::DiskFull(path),
        Some((_, SQLITE_IOERR_WRITE)) => LedgerError::NotWritten(path),
        Some((ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _)) => LedgerError::Busy(path),
        Some((ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied, _)) => {
            LedgerError::NotWritable(path)
        }
        Some((ErrorCode::NotADatabase, _)) => LedgerError::NotALedger(path),
        Some((ErrorCode::DatabaseCorrupt, _)) => LedgerError::Damaged { path, what: source.to_string() },
        _ => LedgerError::Sqlite { path, source },
    }
}
