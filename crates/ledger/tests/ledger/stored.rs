//! Ledgers of every format version, made when that version was the newest: see `ledgers/README.md`.

use std::fs;
use std::path::{Path, PathBuf};

use ledger::{EntryKind, FieldName, Filter, Ledger, State, Verdict};
use text::{Known, Role};

use crate::append;
use crate::made::{self, statement};

fn stored() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ledgers");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut ledgers: Vec<_> = files.filter(|path| path.extension().is_some_and(|end| end == "demarche")).collect();
    ledgers.sort();
    ledgers
}

/// A copy, for opening writes.
fn copy(stored: &Path) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.demarche");
    fs::copy(stored, &path).unwrap();
    (folder, path)
}

#[test]
fn there_is_a_stored_ledger_for_every_version() {
    let (_folder, ledger) = crate::new_ledger();
    let connection = rusqlite::Connection::open(ledger.path()).unwrap();
    let newest: usize = connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    let names: Vec<_> = stored().iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    let expected: Vec<_> = (1..=newest).map(|version| format!("v{version}.demarche")).collect();
    assert_eq!(names, expected);
}

#[test]
fn a_stored_ledger_tells_what_was_put_in() {
    for stored in stored() {
        let (_folder, path) = copy(&stored);
        let ledger = Ledger::open(&path).unwrap();
        assert_eq!(ledger.check().unwrap(), [""; 0], "{}", stored.display());
        let origins: Vec<_> = ledger.pages().unwrap().into_iter().map(|page| page.origins).collect();
        assert_eq!(origins, [vec!["harbour.txt"], vec!["pass.txt", "copies/pass.txt"]]);
        assert_eq!(ledger.capture_bytes(made::pass().capture.id()).unwrap(), made::pass().capture.bytes);

        let [ranger, council, mayor] = [0, 1, 2].map(|number| ledger.record(made::pass().records[number].id).unwrap());
        assert_eq!((ranger.state, &ranger.record), (State::Accepted, &made::pass().records[0]));
        assert_eq!(council.state, State::Withdrawn);
        assert_eq!(mayor.state, State::Edited);
        assert_eq!(statement(&mayor.record).rank.value, Known::Stated(ledger::Rank::Head));
        let kinds: Vec<_> = ledger.history(mayor.record.id).unwrap().iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, [EntryKind::Found, EntryKind::Rejected, EntryKind::Undone, EntryKind::Edited]);
        assert_eq!(ledger.summary().unwrap().n_problems, 2);
    }
}

#[test]
fn a_stored_ledger_tells_what_people_said_about_blocks() {
    for stored in stored().into_iter().skip(1) {
        let (_folder, path) = copy(&stored);
        let ledger = Ledger::open(&path).unwrap();
        let harbour = made::harbour();
        let verdicts = ledger.block_verdicts(harbour.capture.id()).unwrap();
        let told: Vec<_> = verdicts.all.iter().map(|own| (own.place.words.as_str(), own.was, own.role)).collect();
        let [captain, denial] = [0, 1].map(|number| harbour.page.blocks[number].text.as_str());
        assert_eq!(told, [(denial, Role::Body, Role::Teaser), (captain, Role::Body, Role::Promo)]);
        assert_eq!(verdicts.standing().map(|own| own.place.words.as_str()).collect::<Vec<_>>(), [denial]);
        let roles: Vec<_> =
            ledger.page(harbour.capture.id()).unwrap().page.blocks.iter().map(|block| block.role).collect();
        assert_eq!(roles, [Role::Body, Role::Teaser]);
        assert_eq!(ledger.record(harbour.records[1].id).unwrap().state, State::Withdrawn);
    }
}

#[test]
fn a_stored_ledger_can_be_written_on() {
    for stored in stored() {
        let (_folder, path) = copy(&stored);
        let mut ledger = Ledger::open(&path).unwrap();
        assert_eq!(append(&mut ledger, &made::pass(), "3").n_added, 1);
        append(&mut ledger, &made::page("new.txt", None, &[("A guide", "said", "all is well")]), "3");
        let edit = Verdict::Edit { field: FieldName::Party, value: "DEU".to_owned() };
        ledger.review(made::harbour().records[0].id, &edit, "bo").unwrap();
        let by_party = Filter { party: Some("DEU".to_owned()), ..Filter::default() };
        assert_eq!(ledger.n_statements(&by_party).unwrap(), 1);
        assert_eq!(ledger.check().unwrap(), [""; 0], "{}", stored.display());
    }
}
