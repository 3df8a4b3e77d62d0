use ledger::{FieldName, Filter, Ledger, LedgerError, State, Verdict};
use text::Id;

use crate::made::statement;
use crate::{append, made, new_ledger};

/// The pass, then the harbour, with one record rejected.
fn two_pages() -> (tempfile::TempDir, Ledger) {
    let (folder, mut ledger) = new_ledger();
    append(&mut ledger, &made::pass(), "1");
    append(&mut ledger, &made::harbour(), "1");
    ledger.review(made::harbour().records[1].id, &Verdict::Reject, "anna").unwrap();
    (folder, ledger)
}

fn contents(ledger: &Ledger, filter: &Filter) -> Vec<String> {
    let views = ledger.statements(filter).unwrap();
    assert!(ledger.n_statements(filter).unwrap() >= views.len());
    views.iter().map(|view| statement(&view.record).content[0].words.clone()).collect()
}

fn words(query: &str) -> Filter {
    Filter { query: Some(query.to_owned()), ..Filter::default() }
}

const CLOSED: &str = "the pass stays closed until the snow melts";
const CARTS: &str = "that carts be let through";
const NIGHT: &str = "against crossing at night";
const OPEN: &str = "the harbour is open";

#[test]
fn the_default_view_leaves_out_what_was_rejected_or_withdrawn() {
    let (_folder, ledger) = two_pages();
    assert_eq!(contents(&ledger, &Filter::default()), [CLOSED, CARTS, NIGHT, OPEN]);
    let rejected = Filter { state: Some(State::Rejected), ..Filter::default() };
    assert_eq!(contents(&ledger, &rejected), ["that the harbour had ever been closed"]);
}

#[test]
fn a_query_finds_words_and_the_beginning_of_the_last() {
    let (_folder, ledger) = two_pages();
    assert_eq!(contents(&ledger, &words("PASS snow")), [CLOSED]);
    assert_eq!(contents(&ledger, &words("cross")), [NIGHT]);
    assert_eq!(contents(&ledger, &words("cross night")), [""; 0]);
    assert_eq!(contents(&ledger, &words("ovind")), [OPEN]);
    assert_eq!(contents(&ledger, &words("\"stays closed\"")), [CLOSED]);
    assert_eq!(contents(&ledger, &words("\"closed stays\"")), [""; 0]);
}

#[test]
fn a_query_is_never_an_error() {
    let (_folder, ledger) = two_pages();
    for query in ["\"", "*", "pass AND", "NEAR(", "speaker:", "-x", "a\0b", "^", "(((", "{a b}:c", "'", "💥", "+"] {
        ledger.statements(&words(query)).unwrap();
    }
    // The words of the query language are words like any other.
    assert_eq!(contents(&ledger, &words("pass OR harbour")), [""; 0]);
}

#[test]
fn a_speaker_is_found_by_a_part_of_the_name_in_any_case() {
    let (_folder, ledger) = two_pages();
    let by = |speaker: &str| Filter { speaker: Some(speaker.to_owned()), ..Filter::default() };
    assert_eq!(contents(&ledger, &by("övind")), [OPEN]);
    assert_eq!(contents(&ledger, &by("ÖVIND rask")), [OPEN]);
    assert_eq!(contents(&ledger, &by("anton")), [NIGHT]);
    assert_eq!(contents(&ledger, &by("%")), [""; 0]);
}

#[test]
fn all_conditions_must_hold() {
    let (_folder, ledger) = two_pages();
    let filter = Filter { party: Some("nor".to_owned()), kind: Some("indirect".to_owned()), ..words("pass") };
    assert_eq!(contents(&ledger, &filter), [CLOSED]);
    assert_eq!(contents(&ledger, &Filter { kind: Some("direct".to_owned()), ..filter.clone() }), [""; 0]);
    assert_eq!(contents(&ledger, &Filter { page: Some(made::harbour().capture.id()), ..filter.clone() }), [""; 0]);
    assert_eq!(contents(&ledger, &Filter { page: Some(Id::of_bytes(b"")), ..filter }), [""; 0]);
}

#[test]
fn days_are_those_on_which_the_date_can_lie() {
    let (_folder, mut ledger) = two_pages();
    let on = |since: Option<&str>, until: Option<&str>| Filter {
        since: since.map(|day| day.parse().unwrap()),
        until: until.map(|day| day.parse().unwrap()),
        ..Filter::default()
    };
    // The pass was spoken of on the 4th, the carts some time in October, the others on no known day.
    assert_eq!(contents(&ledger, &on(Some("2022-10-04"), Some("2022-10-04"))), [CLOSED, CARTS]);
    assert_eq!(contents(&ledger, &on(Some("2022-10-05"), None)), [CARTS]);
    assert_eq!(contents(&ledger, &on(None, Some("2022-09-30"))), [""; 0]);

    let until = Verdict::Edit { field: FieldName::Date, value: "../2022-09-15".to_owned() };
    ledger.review(made::pass().records[2].id, &until, "anna").unwrap();
    assert_eq!(contents(&ledger, &on(None, Some("2022-09-01"))), [NIGHT]);
    assert_eq!(contents(&ledger, &on(Some("2022-09-16"), Some("2022-09-30"))), [""; 0]);
}

#[test]
fn a_window_cuts_the_list_and_not_the_count() {
    let (_folder, ledger) = two_pages();
    let window = |limit, offset| Filter { limit, offset, ..Filter::default() };
    assert_eq!(contents(&ledger, &window(Some(2), Some(1))), [CARTS, NIGHT]);
    assert_eq!(contents(&ledger, &window(None, Some(3))), [OPEN]);
    assert_eq!(contents(&ledger, &window(Some(0), None)), [""; 0]);
    assert_eq!(contents(&ledger, &window(Some(usize::MAX), Some(usize::MAX))), [""; 0]);
    assert_eq!(ledger.n_statements(&window(Some(2), Some(1))).unwrap(), 4);
}

#[test]
fn facets_count_what_passes_the_filter() {
    let (_folder, ledger) = two_pages();
    let counts = |facet: &str, filter: &Filter| -> Vec<(String, usize)> {
        ledger.facet(facet, filter).unwrap().into_iter().map(|count| (count.value, count.n_records)).collect()
    };
    let count = |value: &str, n_records| (value.to_owned(), n_records);
    assert_eq!(counts("state", &Filter::default()), [count("found", 4)]);
    assert_eq!(counts("kind", &words("harbour")), [count("indirect", 1)]);
    assert_eq!(counts("party", &Filter::default()), [count("NOR", 1)]);
    let [pass, harbour] = [made::pass(), made::harbour()].map(|made| made.capture.id().to_string());
    assert_eq!(counts("page", &Filter::default()), [(pass, 3), (harbour, 1)]);
    let rejected = Filter { state: Some(State::Rejected), limit: Some(0), ..Filter::default() };
    assert_eq!(counts("speaker", &rejected), [count("Mayor Anton Weiss", 1)]);
}

#[test]
fn a_facet_that_is_none_is_named_with_those_that_are() {
    let (_folder, ledger) = two_pages();
    let error = ledger.facet("id; DROP TABLE records", &Filter::default()).unwrap_err();
    assert!(matches!(error, LedgerError::NoFacet { .. }));
    assert!(error.to_string().ends_with("speaker, party, kind, state, page are accepted"));
}

#[test]
fn the_timeline_goes_by_first_day_and_then_by_last() {
    let (_folder, mut ledger) = two_pages();
    let mut date = |id: Id, value: &str| {
        ledger.review(id, &Verdict::Edit { field: FieldName::Date, value: value.to_owned() }, "anna").unwrap();
    };
    date(made::pass().records[2].id, "2022-10-01/..");
    date(made::harbour().records[0].id, "../2022-12-01");
    let days = ledger.timeline(&Filter::default()).unwrap();
    let dates: Vec<String> = days.iter().map(|day| day.date.to_string()).collect();
    assert_eq!(dates, ["../2022-12-01", "2022-10", "2022-10-01/..", "2022-10-04"]);
    assert_eq!(statement(&days[3].records[0].record).content[0].words, CLOSED);
}

#[test]
fn statements_of_one_day_stand_together() {
    let (_folder, mut ledger) = two_pages();
    let date = Verdict::Edit { field: FieldName::Date, value: "2022-10-04".to_owned() };
    ledger.review(made::harbour().records[0].id, &date, "anna").unwrap();
    let days = ledger.timeline(&words("the")).unwrap();
    assert_eq!(days.last().unwrap().records.len(), 2);
}
