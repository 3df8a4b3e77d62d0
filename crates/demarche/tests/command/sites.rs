//! Pages of one site beside each other: what stands on many of them is no part of their articles, in whatever order they come.

use std::time::{Duration, Instant};

use ledger::{BlockPlace, Filter, Ledger, State, Verdict};
use reading::Data;
use text::{Document, Role};

use crate::support::Place;

const NAMES: [&str; 5] = ["Vornholm", "Sandvik", "Tarnow", "Ostrava", "Lindau"];

/// Words of every page's box, which holds a statement. Nothing on a page alone tells it from the article.
const BOX: &str =
    "“Ferries carry more news than cables,” the founder of this desk, Mira Talbot, said when the mole was built.";

/// A page of the invented Harbour Post: a story of its own, and the same box behind it.
fn page(number: usize) -> String {
    let name = NAMES[number];
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{name} opens its old pier</title>\
         <link rel=\"canonical\" href=\"https://www.harbour.example/{number}/pier\">\
         <meta property=\"article:published_time\" content=\"2022-11-1{number}T09:00:00Z\"></head><body><article>\
         <h1>{name} opens its old pier</h1>\
         <p>The harbour office of {name} said on Monday that the ferry to {name} would sail again in the spring.</p>\
         <p>“Ships for {name} wait two days for a pilot,” the mayor of {name}, Anna Nowak, told the council.</p>\
         <p>Nobody in {name} could say who is to pay for the new crane, and the council of {name} meets on Friday.</p>\
         <p>{BOX}</p></article></body></html>"
    )
}

/// A place with the site's pages in a folder.
fn site() -> Place {
    let place = Place::new();
    for number in 0..NAMES.len() {
        place.file(&format!("pages/{number}.html"), page(number));
    }
    place
}

/// What stands in the ledger, whatever the order in which it came.
fn stands(place: &Place) -> Vec<String> {
    assert_eq!(Ledger::open(&place.ledger()).unwrap().check().unwrap(), [""; 0]);
    let shown = ["pages", "statements", "problems"].map(|what| place.shown(what)).concat();
    let mut lines: Vec<String> = shown.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// The article of the page with this number.
fn article(place: &Place, number: usize) -> String {
    let ledger = Ledger::open(&place.ledger()).unwrap();
    let origin = format!("pages/{number}.html");
    let page = ledger.pages().unwrap().into_iter().find(|page| page.origins.contains(&origin)).unwrap();
    Document::of_page(&page.page).text().to_owned()
}

fn read(place: &Place, paths: &[&str]) {
    place.demarche(&[&["read"], paths].concat()).expect(0);
}

#[test]
fn the_order_of_reading_changes_nothing() {
    let whole = site();
    read(&whole, &["pages"]);
    let expected = stands(&whole);
    assert!(expected.iter().all(|line| !line.contains("Ferries carry more news")), "{expected:?}");
    assert!(expected.iter().any(|line| line.contains("Ships for Tarnow")));
    assert!(article(&whole, 2).ends_with("meets on Friday."), "{}", article(&whole, 2));

    for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3]] {
        let paths = order.map(|number| format!("pages/{number}.html"));
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let (batch, one_by_one, in_parts) = (site(), site(), site());
        read(&batch, &[&["--threads", "8"], &paths[..]].concat());
        assert_eq!(stands(&batch), expected, "{order:?} in one batch");
        paths.iter().for_each(|path| read(&one_by_one, &[path]));
        assert_eq!(stands(&one_by_one), expected, "{order:?} one by one");
        read(&in_parts, &paths[..3]);
        read(&in_parts, &paths[3..]);
        assert_eq!(stands(&in_parts), expected, "{order:?} in two parts");
    }
}

#[test]
fn pages_stand_as_they_are_until_others_of_their_site_come() {
    let place = site();
    read(&place, &["pages/0.html", "pages/1.html"]);
    assert!(article(&place, 0).contains(BOX), "two pages are no proof");
    let answer = place.demarche(&["read", "pages", "--json"]).expect(0);
    let settled: Vec<_> = answer.lines().into_iter().filter(|line| line["outcome"] == "settled").collect();
    // The model reads the words beside the box in other company then, so more may go than what stood in the box.
    let of_first = settled.iter().find(|line| line["page"] == "pages/0.html");
    let n_withdrawn = of_first.and_then(|line| line["records"]["withdrawn"].as_u64());
    assert!(n_withdrawn >= Some(1), "{settled:?}");
    assert!(!article(&place, 0).contains(BOX));

    // Another run, and another reading of the same pages, find nothing to do.
    let before = stands(&place);
    let answer = place.demarche(&["read", "pages", "--json"]).expect(0);
    assert!(answer.lines().iter().all(|line| line["outcome"] == "known"), "{}", answer.stdout);
    for line in place.demarche(&["read", "pages", "--again", "--json"]).expect(0).lines() {
        assert_eq!(line["outcome"], "read");
        assert_eq!((&line["records"]["added"], &line["records"]["withdrawn"]), (&0.into(), &0.into()), "{line}");
    }
    assert_eq!(stands(&place), before);
}

#[test]
fn a_reviewed_record_stays_when_its_words_turn_out_to_stand_on_every_page() {
    let place = site();
    read(&place, &["pages/0.html", "pages/1.html"]);
    let box_of_first = |ledger: &Ledger, state| {
        let filter = Filter { query: Some("cables".to_owned()), state, ..Filter::default() };
        ledger.statements(&filter).unwrap()
    };
    let mut ledger = Ledger::open(&place.ledger()).unwrap();
    let reviewed = box_of_first(&ledger, None)[0].record.clone();
    ledger.review(reviewed.id, &Verdict::Accept, "anna").unwrap();
    drop(ledger);
    read(&place, &["pages"]);
    let ledger = Ledger::open(&place.ledger()).unwrap();
    let standing = box_of_first(&ledger, None);
    assert_eq!(standing.len(), 1, "what nobody reviewed is withdrawn");
    assert_eq!((&standing[0].record, standing[0].state), (&reviewed, State::Accepted));
    assert_eq!(box_of_first(&ledger, Some(State::Withdrawn)).len(), NAMES.len() - 1);
}

#[test]
fn a_persons_word_wins_over_the_other_pages_of_the_site() {
    let place = site();
    read(&place, &["pages"]);
    let mut ledger = Ledger::open(&place.ledger()).unwrap();
    let view = ledger.pages().unwrap().into_iter().find(|page| page.origins == ["pages/3.html"]).unwrap();
    let number = view.page.blocks.iter().position(|block| block.text == BOX).unwrap();
    assert!(view.page.is_set_aside(number));
    let aside = ledger.set_aside(view.id).unwrap();
    assert_eq!(aside.iter().map(|own| (own.block, own.n_other_pages)).collect::<Vec<_>>(), [(number, 4)]);
    let block = BlockPlace::of(&view.page.blocks[number]).unwrap();
    let data = Data::embedded();
    let coder = |ledger: &Ledger, capture: &text::Capture, verdicts: &ledger::BlockVerdicts| {
        let settled = ledger.site_trace(capture.id())?;
        Ok(demarche::recoded(capture, &data, settled.as_ref(), verdicts))
    };
    ledger.move_block(view.id, &block, Role::Body, "anna", &coder).unwrap();
    drop(ledger);
    place.demarche(&["read", "pages", "--again"]).expect(0);
    assert!(article(&place, 3).contains(BOX) && !article(&place, 2).contains(BOX));
    // Taken back, the site decides again.
    let mut ledger = Ledger::open(&place.ledger()).unwrap();
    ledger.put_block_back(view.id, &block, "anna", &coder).unwrap();
    drop(ledger);
    assert!(!article(&place, 3).contains(BOX));
}

/// Moments at which a read is killed.
const N_KILLS: usize = 20;

#[test]
fn a_read_that_is_killed_while_it_compares_is_completed_by_the_next() {
    let undisturbed = site();
    let start = Instant::now();
    read(&undisturbed, &["pages"]);
    let length = start.elapsed();
    let expected = stands(&undisturbed);
    for n in 0..N_KILLS {
        let place = site();
        let mut child = place.command(&["read", "pages"]).spawn().unwrap();
        // Golden-ratio steps over the second half, where pages are compared.
        let share = 0.4 + 0.7 * (n as f64 * 0.618_033_988_75).fract();
        std::thread::sleep(Duration::from_secs_f64(length.as_secs_f64() * share));
        child.kill().unwrap();
        child.wait().unwrap();
        read(&place, &["pages"]);
        assert_eq!(stands(&place), expected, "after kill {n}");
    }
}
