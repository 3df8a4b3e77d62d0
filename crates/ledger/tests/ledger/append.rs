use ledger::{Appended, EntryKind, Field, Filter, LedgerError, State};

use crate::{append, made, new_ledger};

#[test]
fn a_page_comes_back_as_it_was_given() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    assert_eq!(append(&mut ledger, &pass, "1"), Appended { n_added: 3, ..Appended::default() });

    let views = ledger.statements(&Filter::default()).unwrap();
    let records: Vec<_> = views.iter().map(|view| view.record.clone()).collect();
    assert_eq!(records, pass.records);
    assert!(views.iter().all(|view| view.state == State::Found && view.producer == made::producer("1")));
    assert_eq!(views[0].page_origin, "pass.txt");
    assert_eq!(views[0].page_title.as_deref(), Some("Of pass.txt"));
    assert_eq!(ledger.page(pass.capture.id()).unwrap().page, pass.page);
    assert_eq!(ledger.capture_bytes(pass.capture.id()).unwrap(), pass.capture.bytes);
}

#[test]
fn a_capture_is_read_once_by_each_producer() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    let id = pass.capture.id();
    assert!(!ledger.has_reading(id, "pass.txt", &made::producer("1")).unwrap());
    append(&mut ledger, &pass, "1");
    assert!(ledger.has_reading(id, "pass.txt", &made::producer("1")).unwrap());
    assert!(!ledger.has_reading(id, "pass.txt", &made::producer("2")).unwrap());
}

#[test]
fn another_place_of_the_same_bytes_is_remembered() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    ledger.has_reading(pass.capture.id(), "copy/of/pass.txt", &made::producer("1")).unwrap();
    ledger.has_reading(pass.capture.id(), "copy/of/pass.txt", &made::producer("2")).unwrap();
    assert_eq!(ledger.page(pass.capture.id()).unwrap().origins, ["pass.txt", "copy/of/pass.txt"]);
    assert_eq!(ledger.pages().unwrap().len(), 1);
}

#[test]
fn the_same_page_from_the_same_producer_adds_nothing() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    assert_eq!(append(&mut ledger, &pass, "1"), Appended { n_unchanged: 3, ..Appended::default() });
    assert_eq!(ledger.history(pass.records[0].id).unwrap().len(), 1);
}

#[test]
fn a_newer_producer_adds_changes_and_withdraws() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    let mut before = pass.clone();
    before.records.remove(2);
    append(&mut ledger, &before, "1");

    let mut after = pass.clone();
    after.records[0] = made::with(&after.records[0], |statement| statement.party = Field::absent());
    after.records.remove(1);
    let expected = Appended { n_added: 1, n_changed: 1, n_unchanged: 0, n_withdrawn: 1 };
    assert_eq!(append(&mut ledger, &after, "2"), expected);

    let shown: Vec<_> = ledger.statements(&Filter::default()).unwrap().into_iter().map(|view| view.record).collect();
    assert_eq!(shown, after.records);
    let withdrawn = ledger.record(pass.records[1].id).unwrap();
    assert_eq!((withdrawn.state, withdrawn.producer), (State::Withdrawn, made::producer("1")));
    let history = ledger.history(pass.records[1].id).unwrap();
    let told: Vec<_> = history.iter().map(|entry| (entry.kind, entry.by.as_str())).collect();
    assert_eq!(told, [(EntryKind::Found, "1"), (EntryKind::Withdrawn, "2")]);
}

#[test]
fn a_withdrawn_record_that_is_found_again_is_found() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    let id = pass.records[1].id;
    append(&mut ledger, &pass, "1");
    let mut without = pass.clone();
    without.records.remove(1);
    append(&mut ledger, &without, "2");
    assert_eq!(append(&mut ledger, &without, "3").n_withdrawn, 0);
    assert_eq!(append(&mut ledger, &pass, "4").n_added, 1);
    assert_eq!(ledger.record(id).unwrap().state, State::Found);
}

#[test]
fn a_record_that_stands_twice_in_one_reading_is_one() {
    let (_folder, mut ledger) = new_ledger();
    let mut pass = made::pass();
    pass.records.push(pass.records[0].clone());
    assert_eq!(append(&mut ledger, &pass, "1").n_added, 3);
}

#[test]
fn a_confidence_that_is_no_number_reads_back_as_none_at_all() {
    let (_folder, mut ledger) = new_ledger();
    let mut pass = made::pass();
    pass.records[0].confidence = f64::NAN;
    append(&mut ledger, &pass, "1");
    assert_eq!(ledger.record(pass.records[0].id).unwrap().record.confidence, 0.0);
    assert_eq!(append(&mut ledger, &pass, "2").n_unchanged, 3);
}

#[test]
fn a_page_without_text_or_records_is_kept() {
    let (_folder, mut ledger) = new_ledger();
    let mut empty = made::page("empty.txt", None, &[]);
    empty.page.is_article = false;
    assert_eq!(append(&mut ledger, &empty, "1"), Appended::default());
    assert_eq!(ledger.capture_bytes(empty.capture.id()).unwrap(), b"");
    assert_eq!(ledger.page(empty.capture.id()).unwrap().n_records, 0);
}

#[test]
fn what_was_never_read_is_no_page() {
    let (_folder, ledger) = new_ledger();
    let id = made::pass().capture.id();
    assert!(matches!(ledger.page(id), Err(LedgerError::NoPage(missing)) if missing == id));
    assert!(matches!(ledger.capture_bytes(id), Err(LedgerError::NoPage(_))));
}

#[test]
fn nothing_that_was_written_can_be_changed_or_removed() {
    let (folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    let place = ledger::BlockPlace::of(&pass.page.blocks[0]).unwrap();
    let role = text::Role::Teaser;
    ledger.move_block(pass.capture.id(), &place, role, "anna", &made::coder(&pass, "1")).unwrap();
    let other = rusqlite::Connection::open(folder.path().join("record.demarche")).unwrap();
    for table in ["captures", "capture_origins", "producers", "page_readings", "entries", "block_verdicts"] {
        let error = other.execute(&format!("UPDATE {table} SET number = number + 100"), []).unwrap_err().to_string();
        assert!(error.contains("never changed"), "{table}: {error}");
        let error = other.execute(&format!("DELETE FROM {table}"), []).unwrap_err().to_string();
        assert!(error.contains("never removed"), "{table}: {error}");
    }
}
