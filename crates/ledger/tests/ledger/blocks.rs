use ledger::{BlockPlace, BlockVerdicts, EntryKind, Filter, Ledger, LedgerError, State, Verdict};
use text::Role;

use crate::made::{self, Made};
use crate::{append, new_ledger};

fn place(made: &Made, block: usize) -> BlockPlace {
    BlockPlace::of(&made.page.blocks[block]).unwrap()
}

fn moved(ledger: &mut Ledger, made: &Made, block: usize, role: Role) -> ledger::Recoded {
    ledger.move_block(made.capture.id(), &place(made, block), role, "anna", &made::coder(made, "1")).unwrap()
}

fn put_back(ledger: &mut Ledger, made: &Made, block: usize) -> Result<ledger::Recoded, LedgerError> {
    ledger.put_block_back(made.capture.id(), &place(made, block), "bo", &made::coder(made, "1"))
}

/// Read anew with what people said, as `demarche read` does.
fn read_again(ledger: &mut Ledger, made: &Made, version: &str) -> ledger::Appended {
    let verdicts = ledger.block_verdicts(made.capture.id()).unwrap();
    let coding = made::coder(made, version)(ledger, &made.capture, &verdicts).unwrap();
    let (page, records, producer) = (&coding.page, &coding.records, &coding.producer);
    ledger.append_judged_page(&made.capture, page, records, producer, verdicts.last).unwrap()
}

fn role_of(ledger: &Ledger, made: &Made, block: usize) -> Role {
    ledger.page(made.capture.id()).unwrap().page.blocks[block].role
}

fn shown(ledger: &Ledger) -> Vec<text::Id> {
    ledger.statements(&Filter::default()).unwrap().into_iter().map(|view| view.record.id).collect()
}

#[test]
fn a_moved_block_takes_its_statements_along_and_brings_them_back() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    let whole = shown(&ledger);

    let out = moved(&mut ledger, &pass, 1, Role::Teaser);
    assert_eq!((out.verdict.was, out.verdict.role, out.verdict.by.as_str()), (Role::Body, Role::Teaser, "anna"));
    assert_eq!(out.verdict.place.words, pass.page.blocks[1].text);
    assert_eq!((out.appended.n_withdrawn, out.appended.n_added), (1, 0));
    assert_eq!(role_of(&ledger, &pass, 1), Role::Teaser);
    assert_eq!(shown(&ledger), [pass.records[0].id, pass.records[2].id]);

    let back = put_back(&mut ledger, &pass, 1).unwrap();
    assert_eq!(back.verdict.taken_back.unwrap().by, "bo");
    assert_eq!(back.appended.n_added, 1);
    assert_eq!((role_of(&ledger, &pass, 1), shown(&ledger)), (Role::Body, whole));
    assert_eq!(ledger.check().unwrap(), [""; 0]);
}

#[test]
fn a_reviewed_record_stays_in_a_block_that_is_moved_away_and_says_so() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    ledger.review(pass.records[1].id, &Verdict::Accept, "anna").unwrap();
    let before = ledger.record(pass.records[1].id).unwrap();
    assert!(!before.is_lost);

    moved(&mut ledger, &pass, 1, Role::Teaser);
    let after = ledger.record(pass.records[1].id).unwrap();
    assert_eq!((after.state, &after.record, after.is_lost), (State::Accepted, &before.record, true));
    assert_eq!(shown(&ledger).len(), 3);
    put_back(&mut ledger, &pass, 1).unwrap();
    assert_eq!(ledger.record(pass.records[1].id).unwrap(), before);
}

#[test]
fn a_newer_program_reads_the_page_with_the_verdicts() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    moved(&mut ledger, &pass, 1, Role::Teaser);
    read_again(&mut ledger, &pass, "2");
    assert_eq!(role_of(&ledger, &pass, 1), Role::Teaser);
    assert_eq!(ledger.record(pass.records[1].id).unwrap().state, State::Withdrawn);
    assert_eq!(ledger.block_verdicts(pass.capture.id()).unwrap().all.len(), 1);
}

#[test]
fn a_reading_that_does_not_know_the_last_verdict_is_refused() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    moved(&mut ledger, &pass, 1, Role::Teaser);
    let (page, records, producer) = (&pass.page, &pass.records, &made::producer("2"));
    let error = ledger.append_page(&pass.capture, page, records, producer).unwrap_err();
    assert!(matches!(error, LedgerError::NewBlockVerdict(id) if id == pass.capture.id()), "{error:?}");
    assert_eq!(role_of(&ledger, &pass, 1), Role::Teaser);
}

#[test]
fn a_page_with_a_later_verdict_has_to_be_read_again() {
    let (folder, mut ledger) = new_ledger();
    let pass = made::pass();
    let id = pass.capture.id();
    append(&mut ledger, &pass, "1");
    moved(&mut ledger, &pass, 1, Role::Teaser);
    assert!(ledger.has_reading(id, "pass.txt", &made::producer("1")).unwrap());
    // As another program would leave it that keeps a verdict and cannot read pages.
    let other = rusqlite::Connection::open(folder.path().join("record.demarche")).unwrap();
    let undone = "INSERT INTO block_verdicts (at, person, kind, page, undoes, after)
                  VALUES ('2022-11-20T08:00:00Z', 'bo', 'undone', 1, 1, 0)";
    other.execute(undone, []).unwrap();
    assert!(!ledger.has_reading(id, "pass.txt", &made::producer("1")).unwrap());
    read_again(&mut ledger, &pass, "1");
    assert!(ledger.has_reading(id, "pass.txt", &made::producer("1")).unwrap());
    assert_eq!(role_of(&ledger, &pass, 1), Role::Body);
}

#[test]
fn a_verdict_given_while_the_page_is_coded_is_not_lost() {
    let (folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    let path = folder.path().join("record.demarche");
    let first = std::cell::Cell::new(true);
    let disturbed = |own: &Ledger, capture: &text::Capture, verdicts: &BlockVerdicts| {
        if first.replace(false) {
            moved(&mut Ledger::open(&path).unwrap(), &pass, 0, Role::Promo);
        }
        made::coder(&pass, "1")(own, capture, verdicts)
    };
    ledger.move_block(pass.capture.id(), &place(&pass, 1), Role::Teaser, "bo", &disturbed).unwrap();
    assert_eq!([0, 1].map(|block| role_of(&ledger, &pass, block)), [Role::Promo, Role::Teaser]);
}

#[test]
fn undo_takes_back_one_verdict_after_the_other() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    moved(&mut ledger, &pass, 1, Role::Teaser);
    moved(&mut ledger, &pass, 0, Role::Deck);
    moved(&mut ledger, &pass, 1, Role::Promo);
    put_back(&mut ledger, &pass, 1).unwrap();
    assert_eq!(role_of(&ledger, &pass, 1), Role::Teaser);
    put_back(&mut ledger, &pass, 1).unwrap();
    assert_eq!([0, 1].map(|block| role_of(&ledger, &pass, block)), [Role::Deck, Role::Body]);
    assert!(matches!(put_back(&mut ledger, &pass, 1), Err(LedgerError::NoBlockVerdict(_))));
}

#[test]
fn a_verdict_is_taken_back_by_its_number_wherever_its_block_is() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    let id = pass.capture.id();
    append(&mut ledger, &pass, "1");
    let number = moved(&mut ledger, &pass, 1, Role::Teaser).verdict.number;
    let taken = ledger.take_back_block_verdict(id, number, "bo", &made::coder(&pass, "1")).unwrap();
    assert_eq!(taken.verdict.number, number);
    assert_eq!(role_of(&ledger, &pass, 1), Role::Body);
    let again = ledger.take_back_block_verdict(id, number, "bo", &made::coder(&pass, "1"));
    assert!(matches!(again, Err(LedgerError::NoBlockVerdict(_))));
}

#[test]
fn what_is_no_block_of_the_page_cannot_be_moved() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    let elsewhere = BlockPlace { segments: vec![text::Span::new(1, 9)], words: "anger Il".to_owned() };
    let coder = made::coder(&pass, "1");
    let no_block = ledger.move_block(pass.capture.id(), &elsewhere, Role::Nav, "anna", &coder);
    assert!(matches!(no_block, Err(LedgerError::NoBlock(_))));
    let harbour = made::harbour().capture.id();
    let no_page = ledger.move_block(harbour, &place(&pass, 0), Role::Nav, "anna", &coder);
    assert!(matches!(no_page, Err(LedgerError::NoPage(id)) if id == harbour));
    assert_eq!(ledger.block_verdicts(pass.capture.id()).unwrap(), BlockVerdicts::default());
    assert_eq!(ledger.block_verdicts(harbour).unwrap(), BlockVerdicts::default());
}

#[test]
fn a_reading_that_fails_keeps_no_verdict() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    let failing = |_: &Ledger, _: &text::Capture, _: &BlockVerdicts| {
        Err(LedgerError::NoFacet { facet: String::new(), known: &[] })
    };
    assert!(ledger.move_block(pass.capture.id(), &place(&pass, 1), Role::Nav, "anna", &failing).is_err());
    assert_eq!(ledger.block_verdicts(pass.capture.id()).unwrap(), BlockVerdicts::default());
    assert_eq!(role_of(&ledger, &pass, 1), Role::Body);
}

#[test]
fn a_verdict_stands_in_the_history_where_it_was_given() {
    let (folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    moved(&mut ledger, &pass, 1, Role::Teaser);
    put_back(&mut ledger, &pass, 1).unwrap();
    let other = rusqlite::Connection::open(folder.path().join("record.demarche")).unwrap();
    let mut select = other.prepare("SELECT kind, by_whom, block, value FROM history").unwrap();
    type Line = (String, String, Option<String>, Option<String>);
    let lines: Vec<Line> = select
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let kinds: Vec<&str> = lines.iter().map(|line| line.0.as_str()).collect();
    assert_eq!(kinds, ["found", "found", "found", "moved", "withdrawn", "undone", "found"]);
    let words = Some(pass.page.blocks[1].text.clone());
    assert_eq!(lines[3], ("moved".into(), "anna".into(), words.clone(), Some("teaser".into())));
    assert_eq!(lines[5], ("undone".into(), "bo".into(), words, Some("body".into())));
    let history = ledger.history(pass.records[1].id).unwrap();
    let kinds: Vec<_> = history.iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds, [EntryKind::Found, EntryKind::Withdrawn, EntryKind::Found]);
}

#[test]
fn a_verdict_that_does_not_read_is_told_by_its_number() {
    let (folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    moved(&mut ledger, &pass, 1, Role::Teaser);
    let other = rusqlite::Connection::open(folder.path().join("record.demarche")).unwrap();
    other
        .execute_batch("DROP TRIGGER block_verdicts_stay_as_written; UPDATE block_verdicts SET role = 'king'")
        .unwrap();
    let told = ledger.check().unwrap();
    assert!(told.contains(&"verdict 1 on a block gives the unknown role 'king'".to_owned()), "{told:?}");
    assert!(matches!(ledger.block_verdicts(pass.capture.id()), Err(LedgerError::Damaged { .. })));
}
