use std::path::PathBuf;

use text::Id;

/// Why the ledger could not do what was asked. Each message names the file and says what to do, where that is known.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The file was written by a newer program; it was not touched.
    #[error("ledger '{}' has format version {found}, this program knows versions up to {known}: use a newer demarche", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version that stands in it.
        found: i64,
        /// The newest version this program reads.
        known: i64,
    },
    /// The file is something else.
    #[error("'{}' is not a demarche ledger", .0.display())]
    NotALedger(PathBuf),
    /// There is no such file.
    #[error("there is no ledger '{}': 'demarche read PATH --ledger {}' makes one", .0.display(), .0.display())]
    Missing(PathBuf),
    /// There is no folder to make the ledger in.
    #[error("there is no folder to make ledger '{}' in: make it first", .0.display())]
    NoFolder(PathBuf),
    /// The disk is full; what was committed before stays.
    #[error("no space left to write ledger '{}': free some space and run the same command again", .0.display())]
    DiskFull(PathBuf),
    /// The machine refused a write for another reason; what was committed before stays.
    #[error("ledger '{}' could not be written (a limit on the size of files, or a failing disk): what was kept stays; mend it and run the same command again", .0.display())]
    NotWritten(PathBuf),
    /// Another program holds the file.
    #[error("ledger '{}' is being written by another program", .0.display())]
    Busy(PathBuf),
    /// The file may not be read or written.
    #[error("ledger '{}' cannot be opened for writing: check its permissions and its folder's", .0.display())]
    NotWritable(PathBuf),
    /// No record has this id.
    #[error("there is no record '{0}'")]
    NoRecord(String),
    /// Several records begin with these digits.
    #[error("'{prefix}' stands for {n_records} records: give more digits")]
    Ambiguous {
        /// The digits given.
        prefix: String,
        /// How many records begin with them.
        n_records: usize,
    },
    /// No page was read from this capture.
    #[error("there is no page '{0}'")]
    NoPage(Id),
    /// The page has no such block as it stands now.
    #[error("page '{}' has no such block as it stands now: look at it again", .0.short(12))]
    NoBlock(Id),
    /// No person's verdict stands on the block.
    #[error("nobody moved this block of page '{}': there is nothing to put back", .0.short(12))]
    NoBlockVerdict(Id),
    /// A person said something about the page's blocks that the reading does not know.
    #[error("somebody moved a block of page '{}' meanwhile: do it again", .0.short(12))]
    NewBlockVerdict(Id),
    /// Records are not counted by this.
    #[error("records are not counted by '{facet}': {} are accepted", known.join(", "))]
    NoFacet {
        /// The name as given.
        facet: String,
        /// The names that exist.
        known: &'static [&'static str],
    },
    /// The field cannot be edited, or not to this value.
    #[error("field '{field}' cannot become '{value}': {expected}")]
    BadEdit {
        /// The field's name as given.
        field: String,
        /// The value as given.
        value: String,
        /// What would be accepted.
        expected: String,
    },
    /// There is no review to take back.
    #[error("record '{0}' has no review that could be undone")]
    NothingToUndo(Id),
    /// A stored value does not read: the file is damaged.
    #[error("ledger '{}' is damaged: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What did not read, and where.
        what: String,
    },
    /// Anything else that SQLite reports.
    #[error("ledger '{}': {source}", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// SQLite's own error.
        source: rusqlite::Error,
    },
    /// A stream could not be written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}
