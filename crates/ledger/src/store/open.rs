//! Opening: is it a ledger, of a version we know, that may be written?

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, MAIN_DB, OpenFlags};

use super::Ledger;
use super::fault::Fault;
use super::migrate::migrate;
use super::schema::{APPLICATION_ID, STEPS, newest};
use crate::LedgerError;

/// How long to wait while another program writes. A page is written in milliseconds, so this is ample.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Memory for pages of the file, in KiB. Ids are spread evenly over their indexes, so that a new record touches a page
/// of each anywhere; the indexes over the ids of 100,000 records fit in here.
const CACHE_KIB: i64 = 32 * 1024;

/// Statements kept ready; more than the program has.
const N_STATEMENTS_KEPT: usize = 128;

impl Ledger {
    /// Opens a ledger for reading and writing; makes it when there is none.
    ///
    /// A new ledger appears whole or not at all: it is made beside its place and then put there.
    ///
    /// # Errors
    /// When the file is no ledger, is from a newer program, or cannot be written.
    pub fn create(path: &Path) -> Result<Ledger, LedgerError> {
        match Ledger::open(path) {
            Err(LedgerError::Missing(_)) => {
                make(path)?;
                Ledger::open(path)
            }
            opened => opened,
        }
    }

    /// Opens a ledger that exists, for reading and writing. One of an older version is brought to the newest.
    ///
    /// # Errors
    /// As [`Ledger::create`], and when there is no such file.
    pub fn open(path: &Path) -> Result<Ledger, LedgerError> {
        look_at(path)?;
        inspect(path).map_err(|fault| fault.of(path))?;
        let connection = connect(path).map_err(|fault| fault.of(path))?;
        Ok(Ledger { path: path.to_owned(), connection })
    }
}

/// Is there a file at all, and is it one?
fn look_at(path: &Path) -> Result<(), LedgerError> {
    match fs::metadata(path) {
        Ok(found) if found.is_file() => Ok(()),
        Ok(_) => Err(LedgerError::NotALedger(path.to_owned())),
        Err(error) => Err(match error.kind() {
            ErrorKind::NotFound => LedgerError::Missing(path.to_owned()),
            ErrorKind::NotADirectory => LedgerError::NoFolder(path.to_owned()),
            ErrorKind::PermissionDenied => LedgerError::NotWritable(path.to_owned()),
            _ => LedgerError::Io(error),
        }),
    }
}

/// Reads the header without a lock, a log or any other trace: a file that is not ours stays byte for byte as it was.
///
/// The header is read through SQLite and not with `std::fs`, because closing a file drops all POSIX locks that this
/// process holds on it, also those of another open ledger (sqlite.org, "How To Corrupt An SQLite Database File", 2.2).
fn inspect(path: &Path) -> Result<(), Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(immutable_address(path), flags)?;
    match is_known(&connection, path) {
        // Without its log, a file whose program was killed while the log was written into it is shorter than its header
        // says. With the log it is whole: `connect` reads both, and asks the same question again.
        Err(fault) if fault.is_damage() => Ok(()),
        known => known,
    }
}

/// Is it a ledger, of a version this program knows?
fn is_known(connection: &Connection, path: &Path) -> Result<(), Fault> {
    let header = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let version = header("user_version")?;
    if header("application_id")? != APPLICATION_ID || version < 1 {
        return Err(LedgerError::NotALedger(path.to_owned()).into());
    }
    if version > newest() {
        return Err(LedgerError::Newer { path: path.to_owned(), found: version, known: newest() }.into());
    }
    Ok(())
}

fn connect(path: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    // SQLite opens a write-protected file for reading without a word.
    if connection.is_readonly(MAIN_DB)? {
        return Err(LedgerError::NotWritable(path.to_owned()).into());
    }
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(N_STATEMENTS_KEPT);
    // The file may come from a stranger: what its schema says is not to be trusted.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Without this, every statement is planned again for every value that is bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // A newer program may have been killed before its version reached the file itself from the log beside it.
    // Closing must not write that log into the file then.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    is_known(&connection, path)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    migrate(&mut connection, STEPS)?;
    Ok(connection)
}

/// Makes an empty ledger beside its place and puts it there, unless another program was faster.
fn make(path: &Path) -> Result<(), LedgerError> {
    if path.parent().is_some_and(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        return Err(LedgerError::NoFolder(path.to_owned()));
    }
    let beside = beside(path);
    let made = fill(&beside).map_err(|fault| fault.of(path)).and_then(|()| put(&beside, path));
    // Its own mistake says more than a failure to clean up after it.
    let _ = fs::remove_file(&beside);
    made
}

fn beside(path: &Path) -> PathBuf {
    /// Two threads may make the same ledger.
    static N_MADE: AtomicUsize = AtomicUsize::new(0);
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".new-{}-{}", std::process::id(), N_MADE.fetch_add(1, Ordering::Relaxed)));
    path.with_file_name(name)
}

fn fill(path: &Path) -> Result<(), Fault> {
    let mut connection = Connection::open(path)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    migrate(&mut connection, STEPS)?;
    // The journal mode stays with the file.
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.close().map_err(|(_, error)| error.into())
}

fn put(beside: &Path, path: &Path) -> Result<(), LedgerError> {
    // A link, unlike a renaming, never replaces what another program has put there meanwhile.
    match fs::hard_link(beside, path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        // Some file systems have no links.
        Err(_) => fs::rename(beside, path).map_err(LedgerError::Io),
    }
}

/// The file as an address that SQLite reads without locks: <https://www.sqlite.org/uri.html>.
fn immutable_address(path: &Path) -> String {
    let mut address = String::from("file:");
    let written = path.as_os_str().as_encoded_bytes();
    if cfg!(windows) && path.is_absolute() {
        address.push('/');
    }
    for &byte in written {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b':' => address.push(byte as char),
            b'\\' if cfg!(windows) => address.push('/'),
            _ => address.push_str(&format!("%{byte:02x}")),
        }
    }
    address.push_str("?immutable=1");
    address
}
