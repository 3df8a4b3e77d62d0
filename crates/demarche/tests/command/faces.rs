//! What people see and type: views, explanations, verdicts, exports, help.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use crate::support::{Answer, Place, examples, page_of};

/// A ledger with one page, and the id of its direct statement.
fn one_page() -> (Place, String) {
    let place = Place::new();
    place.file("port.html", page_of("Anna Nowak", "We will come back"));
    place.demarche(&["read", "port.html"]).expect(0);
    let statements = place.demarche(&["show", "statements", "--json"]).expect(0).lines();
    let direct = statements.iter().find(|line| line["content"][0].as_str().unwrap().contains("We will come back"));
    let id = direct.expect("the quotation is found")["id"].as_str().unwrap().to_owned();
    (place, id)
}

fn state_of(place: &Place, id: &str) -> String {
    let answer = place.demarche(&["explain", id, "--json"]).expect(0);
    answer.lines()[0]["state"].as_str().unwrap().to_owned()
}

#[test]
fn statements_carry_the_keys_of_the_contract() {
    let (place, _) = one_page();
    let line = &place.demarche(&["show", "statements", "--json"]).expect(0).lines()[0];
    for key in [
        "id",
        "page",
        "speaker",
        "party",
        "content",
        "kind",
        "act",
        "date",
        "addressee",
        "medium",
        "hedges",
        "on_word_of",
    ] {
        assert!(line.get(key).is_some(), "no '{key}' in {line}");
    }
    assert_eq!(line["page"], "port.html");
    let page = &place.demarche(&["show", "pages", "--json"]).expect(0).lines()[0];
    for key in ["page", "title", "author", "published", "article", "relations"] {
        assert!(page.get(key).is_some(), "no '{key}' in {page}");
    }
}

#[test]
fn stages_that_do_not_exist_yet_say_so_and_print_nothing() {
    let (place, _) = one_page();
    for what in ["events", "positions", "moves"] {
        let answer = place.demarche(&["show", what, "--json"]).expect(0);
        assert_eq!(answer.stdout, "");
        assert!(answer.stderr.contains(&format!("no stage finds {what} yet")), "{}", answer.stderr);
    }
}

#[test]
fn filters_narrow_and_unfit_ones_are_refused() {
    let (place, id) = one_page();
    let found = |flags: &[&str]| {
        let answer = place.demarche(&[&["show", "statements", "--json"], flags].concat()).expect(0);
        answer.stdout.contains(&id)
    };
    assert!(found(&["--speaker", "nowak"]) && !found(&["--speaker", "Kowalski"]));
    assert!(found(&["--kind", "direct"]) && !found(&["--kind", "mixed"]));
    assert!(found(&["--since", "2022-11"]) && !found(&["--since", "2022-12-01"]));
    assert!(found(&["--until", "2022"]) && !found(&["--until", "2021"]));
    assert!(found(&["--query", "come back"]) && !found(&["--query", "surrender"]));
    assert!(found(&["--page", "port.html"]) && found(&["--source", "port.html"]));
    assert!(found(&["--state", "found"]) && !found(&["--state", "accepted"]));
    assert!(!found(&["--limit", "0"]));

    let answer = place.demarche(&["show", "pages", "--speaker", "Nowak"]).expect(2);
    assert!(answer.stderr.contains("'--speaker' does not go with 'show pages'"), "{}", answer.stderr);
    let answer = place.demarche(&["show", "statements", "--page", "elsewhere.html"]).expect(1);
    assert!(answer.stderr.contains("no page 'elsewhere.html' was read"), "{}", answer.stderr);
    let answer = place.demarche(&["show", "statements", "--since", "last week"]).expect(2);
    assert!(answer.stderr.contains("'last week'"), "{}", answer.stderr);
}

#[test]
fn explain_marks_the_words_in_their_sentence() {
    let (place, id) = one_page();
    let answer = place.demarche(&["explain", &id[..8]]).expect(0);
    assert!(answer.stdout.contains("[Anna Nowak|source] [said|cue]"), "{}", answer.stdout);
    assert!(answer.stdout.contains("We will come back"), "{}", answer.stdout);
    for words in ["found by", "model:statements", "confidence", "capture", "bytes", "history", "found by demarche"] {
        assert!(answer.stdout.contains(words), "{words} in {}", answer.stdout);
    }
    assert!(!answer.stdout.contains('\u{1b}'));
    let coloured = place.demarche(&["explain", &id[..8], "--color", "always"]).expect(0);
    assert!(coloured.stdout.contains('\u{1b}') && !coloured.stdout.contains("|source]"), "{}", coloured.stdout);
    let answer = place.demarche(&["explain", "ffffffffffff"]).expect(1);
    assert!(answer.stderr.contains("there is no record 'ffffffffffff'"), "{}", answer.stderr);
}

#[test]
fn verdicts_are_kept_with_their_history() {
    let (place, id) = one_page();
    place.demarche(&["review", &id[..10], "--accept", "--by", "ana"]).expect(0);
    assert_eq!(state_of(&place, &id), "accepted");
    place.demarche(&["review", &id, "--edit", "speaker=Anna Nowak-Berg", "--edit", "party=POL"]).expect(0);
    assert_eq!(state_of(&place, &id), "edited");
    let line = &place.demarche(&["show", "statements", "--json", "--state", "edited"]).expect(0).lines()[0];
    assert_eq!((line["speaker"].as_str(), line["party"].as_str()), (Some("Anna Nowak-Berg"), Some("POL")));
    place.demarche(&["review", &id, "--undo"]).expect(0);
    place.demarche(&["review", &id, "--reject"]).expect(0);
    assert!(!place.shown("statements").contains(&id));
    let history = place.demarche(&["explain", &id]).expect(0).stdout;
    for words in ["accepted by ana", "speaker set to 'Anna Nowak-Berg'", "last verdict taken back", "rejected by"] {
        assert!(history.contains(words), "{words} in {history}");
    }
    place.demarche(&["doctor"]).expect(0);
}

#[test]
fn verdicts_that_make_no_sense_change_nothing() {
    let (place, id) = one_page();
    place.demarche(&["review", &id]).expect(2);
    place.demarche(&["review", &id, "--accept", "--reject"]).expect(2);
    let answer = place.demarche(&["review", &id, "--edit", "mood=bad"]).expect(2);
    assert!(answer.stderr.contains("there is no field 'mood'"), "{}", answer.stderr);
    place.demarche(&["review", &id, "--edit", "speaker"]).expect(2);
    place.demarche(&["review", &id, "--edit", "date=soon"]).expect(1);
    place.demarche(&["review", &id, "--undo"]).expect(1);
    let answer = place.demarche(&["review", &id, "ffffffffffff", "--accept"]).expect(3);
    assert!(answer.stderr.contains("ffffffffffff"), "{}", answer.stderr);
    assert_eq!(state_of(&place, &id), "accepted");
}

/// The key of the block that begins so, and its line.
fn block_of(place: &Place, begins: &str) -> (String, serde_json::Value) {
    let lines = place.demarche(&["show", "blocks", "--page", "port.html", "--json"]).expect(0).lines();
    let line = lines.into_iter().find(|line| line["text"].as_str().unwrap().starts_with(begins)).unwrap();
    (line["key"].as_str().unwrap().to_owned(), line)
}

#[test]
fn a_block_is_found_moved_explained_and_put_back() {
    let (place, id) = one_page();
    let (key, before) = block_of(&place, "“We will come back");
    assert_eq!((&before["role"], &before["decided_by"]["who"]), (&"body".into(), &"program".into()));
    let listed = place.demarche(&["show", "blocks", "--page", "port.html"]).expect(0).stdout;
    assert!(listed.contains(&key[..8]) && listed.contains("headline"), "{listed}");

    let answer =
        place.demarche(&["review", &key[..6], "--page", "port.html", "--role", "teaser", "--by", "ana"]).expect(0);
    assert!(answer.stdout.contains("moved by ana on ") && answer.stdout.contains("was body"), "{}", answer.stdout);
    assert!(answer.stdout.contains("statements: 0 found, "), "{}", answer.stdout);
    assert!(!place.shown("statements").contains(&id));
    let (_, after) = block_of(&place, "“We will come back");
    assert_eq!((&after["role"], &after["article"]), (&"teaser".into(), &false.into()));
    assert_eq!((&after["decided_by"]["by"], &after["decided_by"]["was"]), (&"ana".into(), &"body".into()));
    let told = place.demarche(&["explain", &key[..8], "--page", "port.html"]).expect(0).stdout;
    for words in
        ["teaser: the beginning of another story", "moved by ana on ", "moved from body to teaser by ana", &key]
    {
        assert!(told.contains(words), "{words} in {told}");
    }

    let answer = place.demarche(&["review", &key, "--page", "port.html", "--undo", "--by", "bo"]).expect(0);
    assert!(answer.stdout.contains("found, 0 taken away"), "{}", answer.stdout);
    assert!(place.shown("statements").contains(&id));
    assert_eq!(block_of(&place, "“We will come back").1, before);
    let told = &place.demarche(&["explain", &key, "--page", "port.html", "--json"]).expect(0).lines()[0];
    assert_eq!(told["verdicts"][0]["taken_back"]["by"], "bo");
    assert!(told["statements"].as_array().unwrap().contains(&id.as_str().into()), "{told}");
    place.demarche(&["doctor"]).expect(0);
}

#[test]
fn a_reviewed_statement_outlasts_its_block_and_says_so() {
    let (place, id) = one_page();
    place.demarche(&["review", &id, "--accept"]).expect(0);
    let told = place.demarche(&["explain", &id]).expect(0).stdout;
    assert!(told.contains("body, decided by the program") && !told.contains("kept because"), "{told}");
    let (key, _) = block_of(&place, "“We will come back");
    place.demarche(&["review", &key, "--page", "port.html", "--role", "promo", "--by", "ana"]).expect(0);
    assert_eq!(state_of(&place, &id), "accepted");
    let told = place.demarche(&["explain", &id]).expect(0).stdout;
    assert!(told.contains("promo, moved by ana on ") && told.contains("kept because it was reviewed"), "{told}");
}

#[test]
fn verdicts_on_blocks_that_make_no_sense_change_nothing() {
    let (place, _) = one_page();
    let (key, before) = block_of(&place, "“We will come back");
    let answer = place.demarche(&["review", &key, "--page", "port.html", "--role", "king"]).expect(2);
    assert!(answer.stderr.contains("king") && answer.stderr.contains("live-entry"), "{}", answer.stderr);
    place.demarche(&["review", &key, "--role", "teaser"]).expect(2);
    place.demarche(&["review", &key, "--page", "port.html", "--accept"]).expect(2);
    place.demarche(&["review", &key, "--page", "port.html"]).expect(2);
    let answer = place.demarche(&["review", &key, "--page", "port.html", "--undo"]).expect(1);
    assert!(answer.stderr.contains("nobody moved this block"), "{}", answer.stderr);
    let answer = place.demarche(&["review", "zz", "--page", "port.html", "--role", "nav"]).expect(1);
    assert!(answer.stderr.contains("no block 'zz'") && answer.stderr.contains("show blocks"), "{}", answer.stderr);
    let answer = place.demarche(&["review", "", "--page", "port.html", "--role", "nav"]).expect(1);
    assert!(answer.stderr.contains("no block"), "{}", answer.stderr);
    place.demarche(&["explain", &key, "--page", "harbour.html"]).expect(1);
    assert_eq!(block_of(&place, "“We will come back").1, before);
}

#[test]
fn exports_are_whole_files() {
    let (place, id) = one_page();
    let csv = place.demarche(&["export", "--format", "csv"]).expect(0).stdout;
    assert!(csv.lines().count() >= 2 && csv.contains(&id), "{csv}");
    place.demarche(&["export", "--format", "jsonl", "--out", "out.jsonl"]).expect(0);
    let file = fs::read_to_string(place.path("out.jsonl")).unwrap();
    assert_eq!(file, place.demarche(&["export", "--format", "jsonl"]).expect(0).stdout);
    let answer = place.demarche(&["export", "--format", "csv", "--out", "no/such/folder/out.csv"]).expect(1);
    assert!(answer.stderr.contains("'no/such/folder/out.csv' cannot be written"), "{}", answer.stderr);
    let left: Vec<_> = fs::read_dir(place.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with(".part")), "{left:?}");
}

#[test]
fn doctor_finds_evidence_that_is_not_in_its_capture() {
    let (place, _) = one_page();
    let answer = place.demarche(&["doctor"]).expect(0);
    assert!(answer.stdout.contains("pieces of evidence stand in their captures"), "{}", answer.stdout);
    // Another reader may hold a ledger with evidence that was never on the page.
    let bytes = page_of("Anna Nowak", "We will come back").into_bytes();
    let capture =
        text::Capture { origin: "port.html".into(), captured_at: None, media_type: text::MediaType::Html, bytes };
    let data = reading::Data::embedded();
    let mut read = demarche::read(&capture, &data);
    let ledger::Finding::Statement(statement) = &mut read.records[0].finding;
    statement.content[0].words = "We will never come back".to_owned();
    let other = ledger::Producer { program: "other 1".into(), ..demarche::producer(&data) };
    let mut ledger = ledger::Ledger::open(&place.ledger()).unwrap();
    ledger.append_page(&capture, &read.page, &read.records, &other).unwrap();
    drop(ledger);
    let answer = place.demarche(&["doctor", "--json"]).expect(1);
    assert!(answer.stdout.contains("quotes “We will never come back”"), "{}", answer.stdout);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let place = Place::new();
    place.demarche(&["read", examples().to_str().unwrap()]).expect(0);
    for arguments in [&["show", "statements", "--json"][..], &["show", "timeline"], &["export", "--format", "csv"]] {
        let mut child = place.command(arguments).stdin(Stdio::null()).spawn().unwrap();
        let mut stdout = BufReader::with_capacity(16, child.stdout.take().unwrap());
        stdout.read_line(&mut String::new()).unwrap();
        drop(stdout);
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn hostile_words_reach_no_terminal() {
    let place = Place::new();
    let words = "We will &#27;[31mcome&#x9b;2J \u{202e}back\u{7}";
    place.file("evil.html", page_of("Anna Nowak", words));
    place.demarche(&["read", "evil.html"]).expect(0);
    let is_dangerous = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
    for arguments in
        [&["show", "statements"][..], &["show", "timeline"], &["show", "pages"], &["show", "statements", "--json"]]
    {
        let answer = place.demarche(arguments).expect(0);
        assert!(!answer.stdout.is_empty());
        assert!(!answer.stdout.contains(is_dangerous), "{:?}", answer.stdout);
    }
    let id = place.demarche(&["show", "statements", "--json"]).expect(0).lines()[0]["id"].as_str().unwrap().to_owned();
    assert!(!place.demarche(&["explain", &id]).expect(0).stdout.contains(is_dangerous));
}

#[test]
fn lines_fit_the_width() {
    let place = Place::new();
    place.demarche(&["read", examples().to_str().unwrap()]).expect(0);
    for (arguments, width) in [
        (&["show", "statements"][..], 80),
        (&["show", "timeline"], 80),
        (&["show", "timeline"], 44),
        (&["show", "summary"], 44),
    ] {
        let answer = Answer::of(place.command(arguments).env("COLUMNS", width.to_string()).output().unwrap()).expect(0);
        for line in answer.stdout.lines().filter(|line| !line.contains(".demarche") && !line.contains("/")) {
            assert!(line.chars().count() <= width, "{} columns: {line}", line.chars().count());
            assert_eq!(line.trim_end(), line, "no white space at the end of a line");
        }
    }
}

#[test]
fn help_version_completions_and_manual_are_there() {
    let place = Place::new();
    let version = place.demarche(&["--version"]).expect(0).stdout;
    assert_eq!(version.trim(), concat!("demarche ", env!("CARGO_PKG_VERSION")));
    let help = place.demarche(&["--help"]).expect(0).stdout;
    for verb in ["read", "show", "explain", "review", "serve", "export", "doctor", "page", "annotate"] {
        assert!(help.contains(&format!("\n  {verb} ")), "{verb} in {help}");
        assert!(place.demarche(&["man", verb]).expect(0).stdout.contains(".TH"));
    }
    for shell in ["bash", "zsh", "fish"] {
        assert!(place.demarche(&["completions", shell]).expect(0).stdout.contains("annotate"));
    }
    assert!(place.demarche(&["man"]).expect(0).stdout.contains(".TH demarche"));
    place.demarche(&["man", "dance"]).expect(2);
    place.demarche(&["dance"]).expect(2);
    place.demarche(&[]).expect(2);
}
