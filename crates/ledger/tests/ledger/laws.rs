//! Laws: they hold after any sequence of readings and verdicts.

use std::collections::HashMap;
use std::path::Path;

use ledger::{BlockPlace, Entry, Field, FieldName, Ledger, LedgerError, RecordView, State, Verdict};
use proptest::prelude::*;
use rusqlite::types::Value;
use text::{Id, Role};

use crate::made::Made;
use crate::{made, new_ledger};

/// One thing that happens to a ledger.
#[derive(Clone, Debug)]
enum Happening {
    /// A version of the program reads a page and finds each record not at all, or with one of two parties.
    Reading {
        page: usize,
        version: u8,
        found: Vec<Option<bool>>,
    },
    Review {
        page: usize,
        record: usize,
        verdict: Verdict,
    },
    /// A person says what a block is, or takes the last word on it back.
    Move {
        page: usize,
        block: usize,
        role: Option<Role>,
    },
}

fn happening() -> impl Strategy<Value = Happening> {
    let verdict = prop_oneof![
        Just(Verdict::Accept),
        Just(Verdict::Reject),
        Just(Verdict::Undo),
        Just(Verdict::Edit { field: FieldName::Speaker, value: "someone else".to_owned() }),
        Just(Verdict::Edit { field: FieldName::Date, value: "2022-10".to_owned() }),
        Just(Verdict::Edit { field: FieldName::Rank, value: "no such rank".to_owned() }),
    ];
    prop_oneof![
        (0..2_usize, 0..4_u8, prop::collection::vec(any::<Option<bool>>(), 3))
            .prop_map(|(page, version, found)| Happening::Reading { page, version, found }),
        (0..2_usize, 0..3_usize, verdict).prop_map(|(page, record, verdict)| Happening::Review {
            page,
            record,
            verdict
        }),
        (
            0..2_usize,
            0..3_usize,
            prop_oneof![Just(None), Just(Some(Role::Body)), Just(Some(Role::Teaser)), Just(Some(Role::Nav)),]
        )
            .prop_map(|(page, block, role)| Happening::Move { page, block, role }),
    ]
}

fn universe() -> [Made; 2] {
    [made::pass(), made::harbour()]
}

fn apply(ledger: &mut Ledger, happening: &Happening) {
    let pages = universe();
    match happening {
        Happening::Reading { page, version, found } => {
            let mut made = pages[*page].clone();
            let variants = made.records.iter().zip(found).filter_map(|(record, found)| {
                let party = if (*found)? { "AAA" } else { "BBB" };
                Some(made::with(record, |statement| statement.party = Field::stated(party.to_owned(), vec![])))
            });
            made.records = variants.collect();
            made.page.metadata.section = Some(format!("read by {}", version / 2));
            read(ledger, &made, &version.to_string());
        }
        Happening::Review { page, record, verdict } => {
            let Some(record) = pages[*page].records.get(*record) else { return };
            match ledger.review(record.id, verdict, "anna") {
                Ok(view) => assert_eq!(view, ledger.record(record.id).unwrap()),
                Err(LedgerError::NoRecord(_) | LedgerError::NothingToUndo(_) | LedgerError::BadEdit { .. }) => {}
                Err(error) => panic!("{error}"),
            }
        }
        Happening::Move { page, block, role } => {
            let made = &pages[*page];
            let Some(place) = made.page.blocks.get(*block).and_then(BlockPlace::of) else { return };
            let (id, coder) = (made.capture.id(), made::coder(made, "1"));
            let recoded = match role {
                Some(role) => ledger.move_block(id, &place, *role, "anna", &coder),
                None => ledger.put_block_back(id, &place, "anna", &coder),
            };
            match recoded {
                Ok(_) | Err(LedgerError::NoPage(_) | LedgerError::NoBlockVerdict(_)) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }
}

/// Reads a page as any program does: with what people said about its blocks.
fn read(ledger: &mut Ledger, made: &Made, version: &str) {
    let verdicts = ledger.block_verdicts(made.capture.id()).unwrap();
    let coding = made::coder(made, version)(ledger, &made.capture, &verdicts).unwrap();
    let (page, records, producer) = (&coding.page, &coding.records, &coding.producer);
    ledger.append_judged_page(&made.capture, page, records, producer, verdicts.last).unwrap();
}

/// The role that people gave last to each block of the pages in the ledger, and the role that the page has.
fn roles(ledger: &Ledger) -> Vec<(Option<Role>, Role)> {
    let mut roles = Vec::new();
    for view in ledger.pages().unwrap() {
        let verdicts = ledger.block_verdicts(view.id).unwrap();
        let (deciding, unplaced) = verdicts.placed(&view.page);
        assert!(unplaced.is_empty());
        roles.extend(deciding.iter().zip(&view.page.blocks).map(|(own, block)| (own.map(|own| own.role), block.role)));
    }
    roles
}

/// Every row of the views, and the answers of the full-text index.
fn rows(path: &Path) -> Vec<Vec<Value>> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut rows = Vec::new();
    for sql in [
        "SELECT * FROM pages ORDER BY number",
        "SELECT * FROM problems ORDER BY page, position",
        "SELECT * FROM records ORDER BY number",
        "SELECT rowid, * FROM record_words ORDER BY rowid",
        "SELECT rowid FROM record_words WHERE record_words MATCH 'someone OR harbour' ORDER BY rowid",
        "SELECT * FROM statements",
    ] {
        let mut select = connection.prepare(sql).unwrap();
        let n_columns = select.column_count();
        let found = select.query_map([], |row| (0..n_columns).map(|column| row.get(column)).collect()).unwrap();
        rows.extend(found.map(Result::unwrap));
    }
    rows
}

type Seen = HashMap<Id, (RecordView, Vec<Entry>)>;

fn seen(ledger: &Ledger) -> Seen {
    let ids = universe().into_iter().flat_map(|made| made.records).map(|record| record.id);
    ids.filter_map(|id| Some((id, (ledger.record(id).ok()?, ledger.history(id).ok()?)))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn kept_views_are_rebuilt_views(happenings in prop::collection::vec(happening(), 1..24)) {
        let (_folder, mut ledger) = new_ledger();
        for happening in &happenings {
            apply(&mut ledger, happening);
        }
        prop_assert_eq!(ledger.check().unwrap(), Vec::<String>::new());
        let kept = rows(ledger.path());
        ledger.rebuild_views().unwrap();
        prop_assert_eq!(rows(ledger.path()), kept);
    }

    #[test]
    fn no_reading_changes_a_reviewed_record(happenings in prop::collection::vec(happening(), 1..24)) {
        let (_folder, mut ledger) = new_ledger();
        for happening in &happenings {
            let before = seen(&ledger);
            apply(&mut ledger, happening);
            let after = seen(&ledger);
            for (id, (view, _)) in &before {
                let is_reading = matches!(happening, Happening::Reading { .. } | Happening::Move { .. });
                if view.state.is_reviewed() && is_reading {
                    let (now, _) = &after[id];
                    prop_assert_eq!((&now.record, now.state, &now.producer), (&view.record, view.state, &view.producer));
                }
            }
        }
    }

    #[test]
    fn a_persons_role_stands_whatever_programs_read(happenings in prop::collection::vec(happening(), 1..24)) {
        let (_folder, mut ledger) = new_ledger();
        for happening in &happenings {
            apply(&mut ledger, happening);
            for (given, role) in roles(&ledger) {
                // Without a verdict the made pages are body throughout.
                prop_assert_eq!(role, given.unwrap_or(Role::Body));
            }
        }
    }

    #[test]
    fn putting_a_block_back_restores_its_role(
        happenings in prop::collection::vec(happening(), 1..16),
        given in prop::collection::vec(prop_oneof![Just(Role::Body), Just(Role::Promo), Just(Role::Deck)], 1..5),
    ) {
        let (_folder, mut ledger) = new_ledger();
        crate::append(&mut ledger, &made::pass(), "1");
        for happening in &happenings {
            apply(&mut ledger, happening);
        }
        let mut shown = vec![roles(&ledger)];
        for role in &given {
            apply(&mut ledger, &Happening::Move { page: 0, block: 1, role: Some(*role) });
            shown.push(roles(&ledger));
        }
        shown.pop();
        for expected in shown.into_iter().rev() {
            apply(&mut ledger, &Happening::Move { page: 0, block: 1, role: None });
            prop_assert_eq!(roles(&ledger), expected);
        }
    }

    #[test]
    fn the_same_happenings_give_the_same_ledger(happenings in prop::collection::vec(happening(), 1..16)) {
        let written = || {
            let (_folder, mut ledger) = new_ledger();
            for happening in &happenings {
                apply(&mut ledger, happening);
            }
            rows(ledger.path())
        };
        prop_assert_eq!(written(), written());
    }

    #[test]
    fn histories_only_grow(happenings in prop::collection::vec(happening(), 1..24)) {
        let (_folder, mut ledger) = new_ledger();
        for happening in &happenings {
            let before = seen(&ledger);
            apply(&mut ledger, happening);
            let after = seen(&ledger);
            for (id, (_, history)) in &before {
                prop_assert!(after[id].1.starts_with(history));
            }
        }
    }

    #[test]
    fn an_undo_restores_what_was_shown_before_the_verdict(
        happenings in prop::collection::vec(happening(), 1..16),
        verdicts in prop::collection::vec(prop_oneof![
            Just(Verdict::Accept),
            Just(Verdict::Reject),
            Just(Verdict::Edit { field: FieldName::Medium, value: "letter".to_owned() }),
        ], 1..5),
    ) {
        let (_folder, mut ledger) = new_ledger();
        for happening in &happenings {
            apply(&mut ledger, happening);
        }
        for (id, (view, _)) in seen(&ledger) {
            let mut shown = vec![view];
            for verdict in &verdicts {
                shown.push(ledger.review(id, verdict, "anna").unwrap());
            }
            shown.pop();
            for expected in shown.into_iter().rev() {
                prop_assert_eq!(ledger.review(id, &Verdict::Undo, "anna").unwrap(), expected);
            }
        }
    }

    #[test]
    fn without_verdicts_the_last_reading_is_what_is_shown(
        founds in prop::collection::vec(prop::collection::vec(any::<Option<bool>>(), 3), 1..6),
    ) {
        let (_folder, mut ledger) = new_ledger();
        for (version, found) in (0..).zip(&founds) {
            apply(&mut ledger, &Happening::Reading { page: 0, version, found: found.clone() });
        }
        let last = founds.last().unwrap();
        for (record, found) in universe()[0].records.iter().zip(last) {
            match (found, ledger.record(record.id)) {
                (None, view) => prop_assert!(view.is_err() || view.unwrap().state == State::Withdrawn),
                (Some(is_first), view) => {
                    let view = view.unwrap();
                    let party = made::statement(&view.record).party.value.stated().cloned();
                    prop_assert_eq!(view.state, State::Found);
                    prop_assert_eq!(party.as_deref(), Some(if *is_first { "AAA" } else { "BBB" }));
                }
            }
        }
    }

    #[test]
    fn no_query_fails(query in "\\PC{0,40}|[\"*():^{}+ ANDORNEAR-]{0,30}") {
        let (_folder, mut ledger) = new_ledger();
        crate::append(&mut ledger, &made::pass(), "1");
        let filter = ledger::Filter { query: Some(query), ..ledger::Filter::default() };
        ledger.statements(&filter).unwrap();
    }
}
