use ledger::{EntryKind, Field, FieldName, Filter, LedgerError, State, Verdict};
use text::{Id, Known};

use crate::made::{statement, with};
use crate::{append, made, new_ledger};

fn edit(field: FieldName, value: &str) -> Verdict {
    Verdict::Edit { field, value: value.to_owned() }
}

#[test]
fn a_verdict_sets_the_state_and_stands_in_the_history() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    let id = pass.records[0].id;
    assert_eq!(ledger.review(id, &Verdict::Accept, "anna").unwrap().state, State::Accepted);
    assert_eq!(ledger.review(id, &Verdict::Reject, "bo").unwrap().state, State::Rejected);
    let edited = ledger.review(id, &edit(FieldName::Party, "swe"), "anna").unwrap();
    assert_eq!(edited.state, State::Edited);
    assert_eq!(statement(&edited.record).party.value, Known::Stated("SWE".to_owned()));
    assert_eq!(ledger.record(id).unwrap(), edited);

    let history = ledger.history(id).unwrap();
    let told: Vec<_> = history.iter().map(|entry| (entry.kind, entry.by.as_str())).collect();
    let expected = [
        (EntryKind::Found, "1"),
        (EntryKind::Accepted, "anna"),
        (EntryKind::Rejected, "bo"),
        (EntryKind::Edited, "anna"),
    ];
    assert_eq!(told, expected);
    assert_eq!(history[3].edit, Some((FieldName::Party, "swe".to_owned())));
    assert!(history.windows(2).all(|pair| pair[0].number < pair[1].number && pair[0].at <= pair[1].at));
}

#[test]
fn an_edited_field_keeps_its_words_and_says_who_set_it() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    let view = ledger.review(pass.records[0].id, &edit(FieldName::Speaker, "Ilse Noor"), "anna").unwrap();
    let speaker = &statement(&view.record).speaker;
    assert_eq!(speaker.value, Known::Stated("Ilse Noor".to_owned()));
    assert_eq!(speaker.evidence[0].words, "Ranger Ilse Noor");
    assert_eq!(speaker.ground.as_deref(), Some("set by anna"));
    assert_eq!(view.producer, made::producer("1"));
}

#[test]
fn a_reviewed_record_stays_whatever_a_program_finds_later() {
    for verdict in [Verdict::Accept, Verdict::Reject, edit(FieldName::Act, "REJECT")] {
        let (_folder, mut ledger) = new_ledger();
        let pass = made::pass();
        append(&mut ledger, &pass, "1");
        let id = pass.records[0].id;
        let reviewed = ledger.review(id, &verdict, "anna").unwrap();

        let mut changed = pass.clone();
        changed.records[0] = with(&changed.records[0], |statement| statement.party = Field::absent());
        append(&mut ledger, &changed, "2");
        assert_eq!(ledger.record(id).unwrap(), reviewed);
        changed.records.remove(0);
        assert_eq!(append(&mut ledger, &changed, "3").n_withdrawn, 0);
        assert_eq!(ledger.record(id).unwrap(), ledger::RecordView { is_lost: true, ..reviewed });

        // The history tells what the programs found meanwhile.
        let kinds: Vec<_> = ledger.history(id).unwrap().iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds[2..], [EntryKind::Found, EntryKind::Withdrawn]);
    }
}

#[test]
fn undo_takes_back_one_verdict_after_the_other_until_none_is_left() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    let id = pass.records[0].id;
    let found = ledger.record(id).unwrap();
    let accepted = ledger.review(id, &Verdict::Accept, "anna").unwrap();
    let edited = ledger.review(id, &edit(FieldName::Medium, "call"), "anna").unwrap();
    ledger.review(id, &edit(FieldName::Medium, "letter"), "anna").unwrap();

    assert_eq!(ledger.review(id, &Verdict::Undo, "bo").unwrap(), edited);
    assert_eq!(ledger.review(id, &Verdict::Undo, "bo").unwrap(), accepted);
    assert_eq!(ledger.review(id, &Verdict::Undo, "bo").unwrap(), found);
    let error = ledger.review(id, &Verdict::Undo, "bo").unwrap_err();
    assert!(matches!(error, LedgerError::NothingToUndo(no_verdict) if no_verdict == id));
    assert_eq!(ledger.history(id).unwrap().len(), 7);
}

#[test]
fn after_the_last_undo_the_record_is_what_programs_last_said() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    let (changed_id, gone_id) = (pass.records[0].id, pass.records[1].id);
    ledger.review(changed_id, &Verdict::Accept, "anna").unwrap();
    ledger.review(gone_id, &Verdict::Accept, "anna").unwrap();
    let mut later = pass.clone();
    later.records[0] = with(&later.records[0], |statement| statement.party = Field::absent());
    later.records.remove(1);
    append(&mut ledger, &later, "2");

    let changed = ledger.review(changed_id, &Verdict::Undo, "anna").unwrap();
    assert_eq!((&changed.record, changed.state), (&later.records[0], State::Found));
    assert_eq!(ledger.review(gone_id, &Verdict::Undo, "anna").unwrap().state, State::Withdrawn);
}

#[test]
fn an_edit_that_does_not_fit_writes_nothing() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    let id = pass.records[0].id;
    let error = ledger.review(id, &edit(FieldName::Date, "last week"), "anna").unwrap_err();
    assert!(error.to_string().starts_with("field 'date' cannot become 'last week': a day '2022-10-05'"), "{error}");
    assert_eq!(ledger.history(id).unwrap().len(), 1);
}

#[test]
fn a_record_that_is_not_there_cannot_be_reviewed() {
    let (_folder, mut ledger) = new_ledger();
    let id = Id::of_bytes(b"nothing");
    let error = ledger.review(id, &Verdict::Accept, "anna").unwrap_err();
    assert!(matches!(error, LedgerError::NoRecord(missing) if missing == id.to_string()));
    assert!(ledger.history(id).is_err());
}

#[test]
fn an_edit_is_found_by_the_filters() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    ledger.review(pass.records[2].id, &edit(FieldName::Speaker, "Antonia Weiss"), "anna").unwrap();
    let by = |speaker: &str| Filter { speaker: Some(speaker.to_owned()), ..Filter::default() };
    assert_eq!(ledger.n_statements(&by("antonia")).unwrap(), 1);
    assert_eq!(ledger.n_statements(&by("Mayor")).unwrap(), 0);
    let words = Filter { query: Some("Antonia".to_owned()), ..Filter::default() };
    assert_eq!(ledger.n_statements(&words).unwrap(), 1);
}

#[test]
fn an_id_is_found_by_its_first_digits() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    let id = pass.records[0].id;
    assert_eq!(ledger.find_id(&id.to_string()).unwrap(), id);
    assert_eq!(ledger.find_id(&id.short(12).to_ascii_uppercase()).unwrap(), id);
    assert!(matches!(ledger.find_id(""), Err(LedgerError::Ambiguous { n_records: 3, .. })));
    assert!(matches!(ledger.find_id("no digits"), Err(LedgerError::NoRecord(_))));
    assert!(matches!(ledger.find_id(&format!("{id}0")), Err(LedgerError::NoRecord(_))));
}
