use std::fs;
use std::path::Path;

use ledger::{Filter, Ledger, LedgerError};

use crate::{append, made, new_ledger};

/// What lies in a folder: names and bytes.
fn folder(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap_or_default()))
        .collect();
    files.sort();
    files
}

fn error(opened: Result<Ledger, LedgerError>) -> LedgerError {
    match opened {
        Ok(ledger) => panic!("'{}' was opened", ledger.path().display()),
        Err(error) => error,
    }
}

#[test]
fn a_new_ledger_is_one_file() {
    let (folder_of_ledger, ledger) = new_ledger();
    drop(ledger);
    let names: Vec<_> = folder(folder_of_ledger.path()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["record.demarche"]);
}

#[test]
fn what_was_written_is_there_when_it_is_opened_again() {
    let (folder, mut ledger) = new_ledger();
    append(&mut ledger, &made::pass(), "1");
    let before = ledger.statements(&Filter::default()).unwrap();
    drop(ledger);
    for open in [Ledger::open, Ledger::create] {
        let ledger = open(&folder.path().join("record.demarche")).unwrap();
        assert_eq!(ledger.statements(&Filter::default()).unwrap(), before);
        assert_eq!(ledger.check().unwrap(), [""; 0]);
    }
}

#[test]
fn names_that_mean_something_in_an_address_are_names() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["50% done?.demarche", "a#b&c=d", "имя с пробелом", "x?mode=memory"] {
        let path = folder.path().join(name);
        append(&mut Ledger::create(&path).unwrap(), &made::pass(), "1");
        assert_eq!(Ledger::open(&path).unwrap().pages().unwrap().len(), 1, "{name}");
    }
}

#[test]
fn a_ledger_that_is_not_there_is_missing_and_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none.demarche");
    assert!(matches!(error(Ledger::open(&path)), LedgerError::Missing(_)));
    assert!(!path.exists());
}

#[test]
fn a_ledger_in_a_folder_that_is_not_there_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(error(Ledger::create(&folder.path().join("none/x.demarche"))), LedgerError::NoFolder(_)));
}

#[test]
fn what_is_no_ledger_is_refused_and_stays_as_it_was() {
    let lying = tempfile::tempdir().unwrap();
    let at = |name: &str| lying.path().join(name);
    fs::create_dir(at("folder")).unwrap();
    fs::write(at("empty"), b"").unwrap();
    fs::write(at("text"), "The pass is closed. ".repeat(500)).unwrap();
    fs::write(at("short"), b"SQLite format 3").unwrap();
    let other = rusqlite::Connection::open(at("database")).unwrap();
    other.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)").unwrap();
    drop(other);
    let before = folder(lying.path());
    for name in ["folder", "empty", "text", "short", "database"] {
        for open in [Ledger::open, Ledger::create] {
            let error = error(open(&at(name)));
            assert!(matches!(error, LedgerError::NotALedger(_)), "{name}: {error:?}");
        }
    }
    assert_eq!(folder(lying.path()), before);
}

#[test]
fn a_ledger_of_a_newer_program_is_refused_and_stays_as_it_was() {
    let (folder_of_ledger, ledger) = new_ledger();
    drop(ledger);
    let path = folder_of_ledger.path().join("record.demarche");
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = folder(folder_of_ledger.path());
    for open in [Ledger::open, Ledger::create] {
        match error(open(&path)) {
            LedgerError::Newer { found: 99, known, .. } => assert!(known < 99),
            error => panic!("{error:?}"),
        }
    }
    assert_eq!(folder(folder_of_ledger.path()), before);
}

#[test]
fn a_newer_version_that_stands_only_in_the_log_is_refused_too() {
    let (folder_of_ledger, ledger) = new_ledger();
    drop(ledger);
    let path = folder_of_ledger.path().join("record.demarche");
    let newer = rusqlite::Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    // As if the newer program had been killed: the file and its log as they lie now.
    let killed = tempfile::tempdir().unwrap();
    for (name, bytes) in folder(folder_of_ledger.path()).iter().filter(|(name, _)| !name.ends_with("-shm")) {
        fs::write(killed.path().join(name), bytes).unwrap();
    }
    let before = folder(killed.path());
    let error = error(Ledger::open(&killed.path().join("record.demarche")));
    assert!(matches!(error, LedgerError::Newer { found: 99, .. }), "{error:?}");
    let mut after = folder(killed.path());
    after.retain(|(name, _)| !name.ends_with("-shm"));
    assert_eq!(after, before);
}

#[test]
fn a_ledger_that_another_program_is_writing_can_be_read() {
    let (folder, mut ledger) = new_ledger();
    append(&mut ledger, &made::pass(), "1");
    let other = rusqlite::Connection::open(folder.path().join("record.demarche")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(ledger.pages().unwrap().len(), 1);
    assert_eq!(Ledger::open(ledger.path()).unwrap().n_statements(&Filter::default()).unwrap(), 3);
}

#[test]
fn a_ledger_that_another_program_does_not_let_go_of_is_busy() {
    let (folder, mut ledger) = new_ledger();
    let other = rusqlite::Connection::open(folder.path().join("record.demarche")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let pass = made::pass();
    let error = ledger.append_page(&pass.capture, &pass.page, &pass.records, &made::producer("1")).unwrap_err();
    assert!(matches!(error, LedgerError::Busy(_)), "{error:?}");
    other.execute_batch("COMMIT").unwrap();
    append(&mut ledger, &pass, "1");
}

#[test]
#[cfg(unix)]
fn a_file_or_folder_that_may_not_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, ledger) = new_ledger();
    drop(ledger);
    let path = folder.path().join("record.demarche");
    let allow = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    allow(&path, 0o444);
    if fs::OpenOptions::new().write(true).open(&path).is_ok() {
        eprintln!("skipped: this user may write every file");
        return;
    }
    assert!(matches!(error(Ledger::open(&path)), LedgerError::NotWritable(_)));
    allow(&path, 0o644);
    allow(folder.path(), 0o555);
    let errors = [error(Ledger::open(&path)), error(Ledger::create(&folder.path().join("new.demarche")))];
    allow(folder.path(), 0o755);
    assert!(errors.iter().all(|error| matches!(error, LedgerError::NotWritable(_))), "{errors:?}");
}

#[test]
fn a_capture_whose_bytes_changed_is_damage_that_is_named() {
    let (folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    let other = rusqlite::Connection::open(folder.path().join("record.demarche")).unwrap();
    other.execute_batch("DROP TRIGGER captures_stay_as_written; UPDATE captures SET zstd = x'28b52ffd'").unwrap();
    let error = ledger.capture_bytes(pass.capture.id()).unwrap_err();
    assert!(matches!(error, LedgerError::Damaged { .. }), "{error:?}");
    let told = ledger.check().unwrap();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("trigger captures_stay_as_written is missing"));
    assert!(told[1].contains(&pass.capture.id().to_string()));
}

#[test]
fn views_that_differ_are_told_and_made_again() {
    let (folder, mut ledger) = new_ledger();
    append(&mut ledger, &made::pass(), "1");
    append(&mut ledger, &made::harbour(), "1");
    let before = ledger.statements(&Filter::default()).unwrap();
    let other = rusqlite::Connection::open(folder.path().join("record.demarche")).unwrap();
    other
        .execute_batch(
            "UPDATE records SET state = 'rejected' WHERE kind = 'indirect' AND page = 1 AND block = 0;
             DELETE FROM records WHERE page = 2 AND block = 0;
             DELETE FROM problems WHERE position = 1;
             UPDATE record_words SET content = 'nothing' WHERE rowid = 3",
        )
        .unwrap();
    let told = ledger.check().unwrap();
    assert_eq!(told.iter().filter(|sentence| sentence.starts_with("the view of record")).count(), 3, "{told:?}");
    assert!(told.iter().any(|sentence| sentence.starts_with("the view of page 1 ")), "{told:?}");
    ledger.rebuild_views().unwrap();
    assert_eq!(ledger.check().unwrap(), [""; 0]);
    assert_eq!(ledger.statements(&Filter::default()).unwrap(), before);
}

#[test]
fn an_entry_that_does_not_read_is_told_by_its_number() {
    let (folder, mut ledger) = new_ledger();
    append(&mut ledger, &made::pass(), "1");
    let other = rusqlite::Connection::open(folder.path().join("record.demarche")).unwrap();
    other
        .execute_batch("DROP TRIGGER entries_stay_as_written; UPDATE entries SET body = '{' WHERE number = 2")
        .unwrap();
    let told = ledger.check().unwrap();
    assert!(told.iter().any(|sentence| sentence.starts_with("entry 2 does not read")), "{told:?}");
    assert!(matches!(ledger.statements(&Filter::default()), Err(LedgerError::Damaged { .. })));
}
