//! Reading into a ledger: twice, in parts, by many threads, after a review.

use std::fs;
use std::io::Write;
use std::process::Command;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use ledger::{FieldName, Filter, Ledger, State, Verdict};

use crate::support::{Answer, Place, examples, page_of};

fn kherson(place: &Place, threads: &str) -> String {
    let folder = examples();
    place.demarche(&["read", folder.to_str().unwrap(), "--threads", threads]).expect(0);
    place.shown("pages") + &place.shown("statements") + &place.shown("timeline") + &place.shown("problems")
}

#[test]
fn reading_again_adds_nothing() {
    let place = Place::new();
    let before = kherson(&place, "2");
    let size = fs::metadata(place.ledger()).unwrap().len();
    let again = place.demarche(&["read", examples().to_str().unwrap(), "--json"]).expect(0);
    assert!(!again.lines().is_empty());
    assert!(again.lines().iter().all(|line| line["outcome"] == "known"), "{}", again.stdout);
    assert_eq!(kherson(&place, "2"), before);
    assert_eq!(fs::metadata(place.ledger()).unwrap().len(), size);

    let forced = place.demarche(&["read", examples().to_str().unwrap(), "--again", "--json"]).expect(0);
    for line in forced.lines() {
        assert_eq!(line["outcome"], "read");
        assert_eq!(line["records"]["added"], 0, "{line}");
        assert_eq!(line["records"]["changed"], 0, "{line}");
        assert_eq!(line["records"]["withdrawn"], 0, "{line}");
    }
    assert_eq!(kherson(&place, "2"), before);
}

#[test]
fn one_thread_and_eight_keep_the_same_record() {
    let (one, eight) = (Place::new(), Place::new());
    assert_eq!(kherson(&one, "1"), kherson(&eight, "8"));
    let export = |place: &Place| place.demarche(&["export", "--format", "csv"]).expect(0).stdout;
    assert_eq!(export(&one), export(&eight));
}

#[test]
fn files_folders_gzip_and_standard_input_are_read() {
    let place = Place::new();
    place.file("pages/a.html", page_of("Anna Nowak", "We will come back"));
    place.file("pages/inner/b.HTM", page_of("Jan Kowalski", "We will not come back"));
    place.file("pages/a_files/frame.html", page_of("An Advertiser", "Buy this"));
    place.file("pages/.hidden.html", page_of("Nobody", "Hidden"));
    place.file("pages/notes.md", "# not a page");
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(page_of("Maria Silva", "We are ready to sign").as_bytes()).unwrap();
    place.file("pages/c.html.gz", packed.finish().unwrap());
    place.file("odd-name.asp", page_of("Lena Berg", "We have no reply yet"));
    let stdin = page_of("Omar Haddad", "We wait for an answer");

    let answer = place.demarche_on(&["read", "./pages", "odd-name.asp", "-", "--json"], stdin.as_bytes()).expect(0);
    let pages: Vec<String> = answer.lines().iter().map(|line| line["page"].as_str().unwrap().to_owned()).collect();
    assert_eq!(pages, ["pages/a.html", "pages/c.html.gz", "pages/inner/b.HTM", "odd-name.asp", "-"]);

    let statements = place.shown("statements");
    for words in ["We will come back", "We are ready to sign", "We have no reply yet", "We wait for an answer"] {
        assert!(statements.contains(words), "{words} in {statements}");
    }
}

#[test]
fn a_copy_is_one_page_under_two_paths() {
    let place = Place::new();
    let page = page_of("Anna Nowak", "We will come back");
    place.file("pages/first.html", &page);
    place.file("pages/second.html", &page);
    place.demarche(&["read", "pages"]).expect(0);
    let pages = place.demarche(&["show", "pages", "--json"]).expect(0).lines();
    assert_eq!(pages.len(), 2, "{pages:?}");
    assert_eq!(pages[0]["id"], pages[1]["id"]);
    assert_eq!(pages[1]["relations"][0]["page"], "pages/first.html");
    assert_eq!(pages[1]["relations"][0]["kind"], "exact");
    let statements = place.demarche(&["show", "statements", "--json"]).expect(0).lines();
    let on = |page: &str| statements.iter().filter(|line| line["page"] == page).count();
    assert!(on("pages/first.html") > 0);
    assert_eq!(on("pages/first.html"), on("pages/second.html"));
}

#[test]
fn what_a_person_decided_survives_a_newer_program() {
    let place = Place::new();
    kherson(&place, "2");
    let mut ledger = Ledger::open(&place.ledger()).unwrap();
    let page = ledger.pages().unwrap().into_iter().find(|page| page.n_records >= 4).unwrap();
    let of_page = Filter { page: Some(page.id), ..Filter::default() };
    let ids: Vec<_> = ledger.statements(&of_page).unwrap().iter().map(|view| view.record.id).collect();
    ledger.review(ids[0], &Verdict::Accept, "ana").unwrap();
    let edit = Verdict::Edit { field: FieldName::Speaker, value: "Somebody Else".to_owned() };
    ledger.review(ids[1], &edit, "ana").unwrap();
    ledger.review(ids[2], &Verdict::Reject, "ana").unwrap();

    // A newer program that finds nothing on this page.
    let capture = text::Capture {
        origin: page.origins[0].clone(),
        captured_at: None,
        media_type: if page.media_type == "text/html" { text::MediaType::Html } else { text::MediaType::PlainText },
        bytes: ledger.capture_bytes(page.id).unwrap(),
    };
    let newer = ledger::Producer { program: "demarche 99".into(), data: "x".into(), weights: "none".into() };
    ledger.append_page(&capture, &page.page, &[], &newer).unwrap();

    let state = |id| ledger.record(id).unwrap().state;
    assert_eq!(
        [ids[0], ids[1], ids[2], ids[3]].map(state),
        [State::Accepted, State::Edited, State::Rejected, State::Withdrawn]
    );
    let ledger::Finding::Statement(edited) = ledger.record(ids[1]).unwrap().record.finding;
    assert_eq!(edited.speaker.value.stated().map(String::as_str), Some("Somebody Else"));
}

/// Waits until this holds.
fn until(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(60), "waited too long until {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn interrupt(process: u32) {
    assert!(Command::new("kill").args(["-INT", &process.to_string()]).status().unwrap().success());
}

#[test]
fn the_first_interrupt_finishes_the_page_and_the_second_ends_at_once() {
    let place = Place::new();
    place.file("a.html", page_of("Anna Nowak", "We will come back"));

    // The second input waits for its end: one Ctrl-C is heard, and what stands before it is kept.
    let mut child = place.command(&["read", "a.html", "-", "--threads", "1"]).spawn().unwrap();
    let stdin = child.stdin.take();
    until("the ledger is there", || place.ledger().exists());
    interrupt(child.id());
    std::thread::sleep(Duration::from_millis(100));
    assert!(child.try_wait().unwrap().is_none(), "one Ctrl-C does not end a read in the middle of a page");
    drop(stdin);
    let answer = Answer::of(child.wait_with_output().unwrap()).expect(130);
    assert!(answer.stderr.contains("press Ctrl-C again"), "{}", answer.stderr);
    assert!(answer.stderr.contains("the same command goes on from there"), "{}", answer.stderr);

    let mut child = place.command(&["read", "-"]).spawn().unwrap();
    let _stdin = child.stdin.take();
    // The handler stands before the ledger is opened a second time; give it that long.
    std::thread::sleep(Duration::from_millis(300));
    interrupt(child.id());
    std::thread::sleep(Duration::from_millis(100));
    interrupt(child.id());
    Answer::of(child.wait_with_output().unwrap()).expect(130);
    assert_eq!(Ledger::open(&place.ledger()).unwrap().check().unwrap(), Vec::<String>::new());
    place.demarche(&["read", "a.html"]).expect(0);
    assert!(place.shown("pages").contains("a.html"));
}
