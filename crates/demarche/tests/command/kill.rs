//! `kill -9` in the middle of a read: the ledger opens, holds whole pages only, and a second run completes it.

use std::collections::HashMap;
use std::fs;
use std::time::{Duration, Instant};

use ledger::Ledger;
use serde_json::Value;

use crate::support::{Place, example_pages, json_lines};

/// Moments at which a read is killed.
const N_KILLS: usize = 50;

#[test]
fn a_killed_read_leaves_whole_pages_and_a_second_run_completes_it() {
    let pages = Place::new();
    for page in example_pages() {
        fs::copy(&page, pages.path(page.file_name().unwrap().to_str().unwrap())).unwrap();
    }
    let folder = pages.path(".");
    // What is read matters less here than how often.
    let read = ["read", folder.to_str().unwrap(), "--threads", "2", "--model", "none"];

    let undisturbed = Place::new();
    let start = Instant::now();
    undisturbed.demarche(&read).expect(0);
    let length = start.elapsed();
    let whole = (undisturbed.shown("pages"), undisturbed.shown("statements"));
    let by_page = statements_by_page(&whole.1);

    let mut n_partial = 0;
    for n in 0..N_KILLS {
        let place = Place::new();
        let mut child = place.command(&read).spawn().unwrap();
        std::thread::sleep(moment(n, length));
        child.kill().unwrap();
        child.wait().unwrap();
        if place.ledger().exists() {
            n_partial += usize::from(is_whole_pages(&place, &by_page));
        }
        place.demarche(&read).expect(0);
        assert_eq!((place.shown("pages"), place.shown("statements")), whole, "after kill {n}");
        assert_eq!(check(&place), Vec::<String>::new());
    }
    println!("{N_KILLS} kills over {length:?}; {n_partial} left a ledger with some of the pages");
}

/// Golden-ratio steps: spread over the whole run, in no order.
fn moment(n: usize, length: Duration) -> Duration {
    length.mul_f64((n as f64 * 0.618_033_988_75).fract() * 1.1)
}

/// Checks what a killed read left. Did it leave a part?
fn is_whole_pages(place: &Place, by_page: &HashMap<String, Vec<Value>>) -> bool {
    // A kill before the first commit may leave a file without tables: that is an empty ledger, not a broken one.
    let ledger = Ledger::create(&place.ledger()).unwrap();
    assert_eq!(ledger.check().unwrap(), Vec::<String>::new());
    let n_pages = ledger.pages().unwrap().len();
    drop(ledger);
    let left = statements_by_page(&place.shown("statements"));
    for page in place.demarche(&["show", "pages", "--json"]).expect(0).lines() {
        let path = page["page"].as_str().unwrap();
        assert_eq!(left.get(path), by_page.get(path), "{path} is not whole");
    }
    n_pages > 0 && n_pages < example_pages().len()
}

fn check(place: &Place) -> Vec<String> {
    Ledger::open(&place.ledger()).unwrap().check().unwrap()
}

fn statements_by_page(lines: &str) -> HashMap<String, Vec<Value>> {
    let mut by_page: HashMap<String, Vec<Value>> = HashMap::new();
    for line in json_lines(lines) {
        by_page.entry(line["page"].as_str().unwrap().to_owned()).or_default().push(line);
    }
    by_page
}
