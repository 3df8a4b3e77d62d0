use ledger::Ledger;
use text::{Fingerprint, Id, SiteTrace, TraceLine};

use crate::made::{self, Made};
use crate::{append, new_ledger};

/// A page of this site, its lines known by their words.
fn page(origin: &str, site: &str, lines: &[&str]) -> Made {
    let mut made = made::page(origin, None, &[("The harbour master", "said", origin)]);
    let line = |words: &&str| TraceLine {
        fingerprint: Fingerprint::of(words.as_bytes()),
        n_words: 10,
        is_article: true,
        ..TraceLine::default()
    };
    made.page.trace = Some(SiteTrace {
        site: site.to_owned(),
        is_article: true,
        lines: lines.iter().map(line).collect(),
        ..SiteTrace::default()
    });
    made
}

fn id(made: &Made) -> Id {
    made.capture.id()
}

#[test]
fn a_page_leaves_its_trace_to_its_own_site() {
    let (_folder, mut ledger) = new_ledger();
    let pages = [
        page("a.txt", "harbour.example", &["mole", "pier"]),
        page("b.txt", "harbour.example", &["pier"]),
        page("c.txt", "pass.example", &["pier"]),
        made::harbour(),
    ];
    for made in &pages {
        append(&mut ledger, made, "1");
    }
    let mut expected: Vec<(Id, SiteTrace)> =
        pages[..2].iter().map(|made| (id(made), made.page.trace.clone().unwrap())).collect();
    expected.sort_by_key(|(page, _)| page.to_string());
    assert_eq!(ledger.site_traces("harbour.example").unwrap(), expected);
    assert_eq!(ledger.site_traces("other.example").unwrap(), []);
    assert_eq!(ledger.site_trace(id(&pages[2])).unwrap(), pages[2].page.trace);
    assert_eq!(ledger.site_trace(id(&pages[3])).unwrap(), None, "a page that tells no site");
    assert_eq!(ledger.site_trace(Id::of_bytes(b"nobody read this")).unwrap(), None);
    assert_eq!(ledger.unsettled_sites().unwrap(), ["harbour.example", "pass.example"]);
}

/// A ledger with two pages of one site, compared.
fn settled() -> (tempfile::TempDir, Ledger, [Made; 2]) {
    let (folder, mut ledger) = new_ledger();
    let pages = [page("a.txt", "harbour.example", &["mole"]), page("b.txt", "harbour.example", &["pier"])];
    for made in &pages {
        append(&mut ledger, made, "1");
    }
    let compared = ledger.site_traces("harbour.example").unwrap();
    ledger.keep_settled("harbour.example", &compared).unwrap();
    assert_eq!(ledger.unsettled_sites().unwrap(), [""; 0]);
    (folder, ledger, pages)
}

#[test]
fn a_site_is_compared_anew_when_a_page_comes_or_reads_otherwise() {
    let (_folder, mut ledger, [mut first, _]) = settled();
    first.page.trace.as_mut().unwrap().lines.clear();
    append(&mut ledger, &first, "2");
    assert_eq!(ledger.unsettled_sites().unwrap(), ["harbour.example"]);

    let (_folder, mut ledger, _) = settled();
    append(&mut ledger, &page("c.txt", "harbour.example", &["quay"]), "1");
    assert_eq!(ledger.unsettled_sites().unwrap(), ["harbour.example"]);

    // A page that goes to another site changes both.
    let (_folder, mut ledger, [mut first, _]) = settled();
    first.page.trace.as_mut().unwrap().site = "pass.example".to_owned();
    append(&mut ledger, &first, "2");
    assert_eq!(ledger.unsettled_sites().unwrap(), ["harbour.example", "pass.example"]);
    assert_eq!(ledger.site_traces("harbour.example").unwrap().len(), 1);
}

#[test]
fn what_others_made_of_a_page_says_nothing_to_them() {
    let (_folder, mut ledger, [mut first, _]) = settled();
    first.page.trace.as_mut().unwrap().set_aside = vec![0];
    append(&mut ledger, &first, "1");
    assert_eq!(ledger.unsettled_sites().unwrap(), [""; 0]);
    assert_eq!(ledger.site_trace(id(&first)).unwrap(), first.page.trace);
    append(&mut ledger, &first, "2");
    assert_eq!(ledger.unsettled_sites().unwrap(), [""; 0], "read again and the same");
}

#[test]
fn a_site_that_gained_a_page_while_it_was_compared_stays_unsettled() {
    let (_folder, mut ledger) = new_ledger();
    append(&mut ledger, &page("a.txt", "harbour.example", &["mole"]), "1");
    let compared = ledger.site_traces("harbour.example").unwrap();
    append(&mut ledger, &page("b.txt", "harbour.example", &["pier"]), "1");
    ledger.keep_settled("harbour.example", &compared).unwrap();
    assert_eq!(ledger.unsettled_sites().unwrap(), ["harbour.example"]);
}
