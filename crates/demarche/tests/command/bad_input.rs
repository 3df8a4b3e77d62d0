//! Bad input: a message with the path and what to do, nothing lost, no panic.

use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use ledger::Ledger;

use crate::support::{Answer, Place, page_of, program};

/// A folder with a good page and this file: the good one is read, the other one named, exit status 3.
fn beside_a_good_page(name: &str, bytes: &[u8]) -> Answer {
    let place = Place::new();
    place.file("pages/good.html", page_of("Anna Nowak", "We will come back"));
    place.file(&format!("pages/{name}"), bytes);
    let answer = place.demarche(&["read", "pages", "--errors", "errors.jsonl"]).expect(3);
    assert!(place.shown("statements").contains("We will come back"));
    let listed = fs::read_to_string(place.path("errors.jsonl")).unwrap();
    assert_eq!(listed.lines().count(), 1, "{listed}");
    assert!(listed.contains(name), "{listed}");
    assert!(answer.stderr.contains(&format!("'pages/{name}'")), "{}", answer.stderr);
    assert_eq!(Ledger::open(&place.ledger()).unwrap().check().unwrap(), Vec::<String>::new());
    answer
}

#[test]
fn an_empty_file() {
    let answer = beside_a_good_page("empty.html", b"");
    assert!(answer.stderr.contains("is empty: save the page again"), "{}", answer.stderr);
}

#[test]
fn a_binary_file() {
    let answer = beside_a_good_page("photo.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0\0\0\x02\0\x08\x06\0\0\0");
    assert!(answer.stderr.contains("neither HTML nor text"), "{}", answer.stderr);
}

#[test]
fn gzip_that_is_cut_off() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(page_of("Jan Kowalski", "We will not").as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let answer = beside_a_good_page("cut.html.gz", &packed[..packed.len() / 2]);
    assert!(answer.stderr.contains("is damaged or cut off"), "{}", answer.stderr);
}

#[test]
fn a_page_in_another_encoding_than_it_says() {
    let place = Place::new();
    let page = page_of("André Dupont", "Nous restons à Genève, we stay");
    let latin: Vec<u8> = page
        .chars()
        .map(|c| match c {
            '“' => 0x93,
            '”' => 0x94,
            c => u8::try_from(u32::from(c)).unwrap(),
        })
        .collect();
    place.file("wrong.html", latin);
    place.demarche(&["read", "wrong.html"]).expect(0);
    let statements = place.shown("statements");
    assert!(!statements.is_empty());
    place.demarche(&["doctor"]).expect(0);
}

#[test]
fn a_page_over_the_limit_is_refused_and_one_under_it_is_read() {
    let place = Place::new();
    place.file("large.html", page_of("Anna Nowak", "We will come back"));
    let answer = place.demarche(&["read", "large.html", "--max-bytes", "100"]).expect(3);
    assert!(answer.stderr.contains("'large.html' is larger than 100 bytes: raise --max-bytes"), "{}", answer.stderr);
    place.demarche(&["read", "large.html", "--max-bytes", "100000"]).expect(0);

    // A small file that grows when it is unpacked.
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&vec![b' '; 1 << 20]).unwrap();
    place.file("bomb.html.gz", packed.finish().unwrap());
    let answer = place.demarche(&["read", "bomb.html.gz", "--max-bytes", "100000"]).expect(3);
    assert!(answer.stderr.contains("larger than 100000 bytes"), "{}", answer.stderr);
}

#[test]
fn a_huge_page_is_read() {
    let place = Place::new();
    let mut page = page_of("Anna Nowak", "We will come back");
    let paragraph = "<p>The harbour lay still, and the cranes stood over empty quays as they had done all week.</p>\n";
    page.truncate(page.find("</article>").unwrap());
    page.push_str(&paragraph.repeat(N_HUGE / paragraph.len()));
    place.file("huge.html", page);
    place.demarche(&["read", "huge.html"]).expect(0);
    assert!(place.shown("statements").contains("We will come back"));
}

/// Bytes of the huge page.
const N_HUGE: usize = 20 << 20;

#[test]
fn a_page_that_nests_deeply() {
    let place = Place::new();
    let (open, close) = ("<div>".repeat(200_000), "</div>".repeat(200_000));
    place.file(
        "deep.html",
        page_of("Anna Nowak", "We will come back").replace("<article>", &format!("<article>{open}")),
    );
    place.file("deeper.html", format!("{open}<p>Anna Nowak said that the door was shut.</p>{close}"));
    place.demarche(&["read", "deep.html", "deeper.html"]).expect(0);
    assert_eq!(place.demarche(&["show", "pages", "--json"]).expect(0).lines().len(), 2);
}

#[test]
fn paths_that_lead_nowhere() {
    let place = Place::new();
    place.file("pages/good.html", page_of("Anna Nowak", "We will come back"));
    symlink("nowhere.html", place.path("pages/dangling.html")).unwrap();
    symlink("..", place.path("pages/loop")).unwrap();
    place.file("notes/readme.md", "no page");
    let answer = place.demarche(&["read", "pages", "missing.html", "pages/good.html/inner", "notes"]).expect(3);
    assert!(answer.stderr.contains("there is no file or folder 'missing.html'"), "{}", answer.stderr);
    assert!(answer.stderr.contains("'pages/loop' is a link to a folder above it"), "{}", answer.stderr);
    assert!(answer.stderr.contains("'pages/dangling.html'"), "{}", answer.stderr);
    assert!(answer.stderr.contains("'pages/good.html/inner' cannot be read: not a directory"), "{}", answer.stderr);
    assert!(answer.stderr.contains("there are no pages in 'notes'"), "{}", answer.stderr);
    assert!(place.shown("statements").contains("We will come back"));
}

#[test]
fn nothing_to_read_makes_no_ledger() {
    let place = Place::new();
    let answer = place.demarche(&["read", "missing.html"]).expect(3);
    assert!(answer.stderr.starts_with("demarche: there is no file"), "{}", answer.stderr);
    assert!(!place.ledger().exists());
    let answer = place.demarche(&["show", "statements"]).expect(1);
    assert!(answer.stderr.contains("there is no ledger"), "{}", answer.stderr);
    assert!(answer.stderr.contains("makes one"), "{}", answer.stderr);
}

#[test]
fn a_ledger_of_a_newer_version_is_left_alone() {
    let place = Place::new();
    place.file("a.html", page_of("Anna Nowak", "We will come back"));
    place.demarche(&["read", "a.html"]).expect(0);
    let connection = rusqlite::Connection::open(place.ledger()).unwrap();
    connection.pragma_update(None, "journal_mode", "DELETE").unwrap();
    connection.pragma_update(None, "user_version", 4711).unwrap();
    drop(connection);
    let before = fs::read(place.ledger()).unwrap();
    for arguments in [&["read", "a.html"][..], &["show", "pages"], &["doctor"]] {
        let answer = place.demarche(arguments).expect(1);
        let said = format!("{}{}", answer.stdout, answer.stderr);
        assert!(said.contains("4711"), "{said}");
    }
    assert_eq!(fs::read(place.ledger()).unwrap(), before);
}

#[test]
fn a_file_that_is_no_ledger_is_left_alone() {
    let place = Place::new();
    place.file("record.demarche", "my notes on the talks, several lines of them");
    place.file("a.html", page_of("Anna Nowak", "We will come back"));
    let answer = place.demarche(&["read", "a.html"]).expect(1);
    assert!(answer.stderr.contains("is not a demarche ledger"), "{}", answer.stderr);
    assert_eq!(fs::read_to_string(place.ledger()).unwrap(), "my notes on the talks, several lines of them");
}

/// Reads growing pages under a limit on the size of files until the ledger cannot grow.
#[test]
fn a_disk_that_is_full_loses_no_page() {
    let place = Place::new();
    for number in 0..200 {
        // Noise that no packing makes small, in hexadecimal words.
        let noise: String =
            (0..400).map(|n| format!("{} ", text::Id::of_bytes(format!("{number} {n}").as_bytes()))).collect();
        let page = page_of("Anna Nowak", &format!("We will come back {number} times"))
            .replace("</article>", &format!("<!-- {noise} --></article>"));
        place.file(&format!("pages/{number:03}.html"), page);
    }
    let run = |blocks: &str| {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" read pages");
        let mut shell = Command::new("sh");
        shell.args(["-c", &script, program()]).current_dir(place.path(".")).env("DEMARCHE_LEDGER", place.ledger());
        Answer::of(shell.output().unwrap())
    };
    // Blocks of 512 or 1024 bytes, as the shell has it: 1 or 2 megabytes, for pages of about 5.
    let full = run("2048").expect(1);
    assert!(full.stderr.contains("record.demarche' could not be written"), "{}", full.stderr);
    let ledger = Ledger::open(&place.ledger()).unwrap();
    assert_eq!(ledger.check().unwrap(), Vec::<String>::new());
    let n_pages = ledger.pages().unwrap().len();
    assert!(n_pages > 0 && n_pages < 200, "{n_pages} pages fitted");
    drop(ledger);
    place.demarche(&["read", "pages"]).expect(0);
    assert_eq!(Ledger::open(&place.ledger()).unwrap().pages().unwrap().len(), 200);
}
