use ledger::Verdict;

use crate::{append, made, new_ledger};

#[test]
fn pages_stand_by_day_of_publication_those_without_one_last() {
    let (_folder, mut ledger) = new_ledger();
    for (origin, published) in [
        ("none.txt", None),
        ("b.txt", Some("2022-10-05")),
        ("a.txt", Some("2022-10-05")),
        ("open.txt", Some("../2022-10-01")),
    ] {
        append(&mut ledger, &made::page(origin, published, &[("A guide", "said", origin)]), "1");
    }
    let origins: Vec<_> = ledger.pages().unwrap().into_iter().map(|page| page.origins[0].clone()).collect();
    assert_eq!(origins, ["open.txt", "a.txt", "b.txt", "none.txt"]);
}

#[test]
fn a_page_says_what_it_is() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    ledger.review(pass.records[0].id, &Verdict::Reject, "anna").unwrap();
    let page = ledger.page(pass.capture.id()).unwrap();
    assert_eq!((page.id, page.media_type.as_str()), (pass.capture.id(), "text/plain"));
    assert_eq!(page.n_bytes, pass.capture.bytes.len());
    assert_eq!(page.n_records, 2);
    assert!(page.read_at.ends_with('Z'), "{}", page.read_at);
}

#[test]
fn a_problem_shows_the_words_it_is_about() {
    let (_folder, mut ledger) = new_ledger();
    let pass = made::pass();
    append(&mut ledger, &pass, "1");
    append(&mut ledger, &made::harbour(), "1");
    let problems = ledger.problems(None).unwrap();
    assert_eq!(problems[0].words.as_deref(), Some("Ranger Ilse Noor"));
    assert_eq!((problems[1].name.as_str(), problems[1].words.as_deref()), ("no-author", None));
    assert_eq!(ledger.problems(Some(pass.capture.id())).unwrap(), problems);
    assert_eq!(ledger.problems(Some(made::harbour().capture.id())).unwrap(), []);
}

#[test]
fn a_problem_whose_place_is_outside_its_page_loses_only_its_words() {
    let (_folder, mut ledger) = new_ledger();
    let mut pass = made::pass();
    pass.page.problems[0].span = Some(text::Span::new(5, 100_000));
    append(&mut ledger, &pass, "1");
    assert_eq!(ledger.problems(None).unwrap()[0].words, None);
}

#[test]
fn a_newer_reading_replaces_the_page_and_its_problems() {
    let (_folder, mut ledger) = new_ledger();
    let mut pass = made::pass();
    append(&mut ledger, &pass, "1");
    pass.page.metadata.title = Some("The pass".to_owned());
    pass.page.problems.remove(0);
    append(&mut ledger, &pass, "2");
    assert_eq!(ledger.page(pass.capture.id()).unwrap().page, pass.page);
    assert_eq!(ledger.problems(None).unwrap().len(), 1);
    assert_eq!(ledger.record(pass.records[0].id).unwrap().page_title.as_deref(), Some("The pass"));
    assert_eq!(ledger.check().unwrap(), [""; 0]);
}

#[test]
fn the_summary_counts_what_is_shown() {
    let (_folder, mut ledger) = new_ledger();
    assert_eq!(ledger.summary().unwrap(), ledger::Summary::default());
    append(&mut ledger, &made::pass(), "1");
    append(&mut ledger, &made::harbour(), "1");
    ledger.review(made::harbour().records[0].id, &Verdict::Reject, "anna").unwrap();
    ledger.review(made::pass().records[0].id, &Verdict::Accept, "anna").unwrap();
    let summary = ledger.summary().unwrap();
    assert_eq!((summary.n_pages, summary.n_articles), (2, 2));
    assert_eq!((summary.n_statements, summary.n_reviewed, summary.n_problems), (4, 2, 2));
    assert_eq!(summary.first_day.unwrap().to_string(), "2022-10-01");
    assert_eq!(summary.last_day.unwrap().to_string(), "2022-10-31");
    let (most, n_most) = (&summary.speakers[0].value, summary.speakers[0].n_records);
    assert_eq!((most.as_str(), n_most), ("Mayor Anton Weiss", 2));
    assert!(summary.speakers.iter().all(|speaker| speaker.value != "Captain Övind Rask"));
    let names: Vec<_> = summary.problems.iter().map(|problem| problem.value.as_str()).collect();
    assert_eq!(names, ["no-author", "unknown-speaker"]);
}
