//! The law of evidence: the bytes of every record, cut from its capture, are its words, white space aside.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;

use demarche::load::{self, Input};
use flate2::read::GzDecoder;
use ledger::{Evidence, Finding, Record};
use rayon::prelude::*;
use reading::Data;
use serde_json::Value;
use text::{Capture, MediaType};

use crate::support::{example_pages, page_data};

/// Checks one capture. How many pieces of evidence it gave.
fn check(capture: &Capture, data: &Data) -> usize {
    let read = demarche::read(capture, data);
    let encoding = read.page.metadata.encoding.as_deref().unwrap_or("UTF-8");
    let mut n_pieces = 0;
    for record in &read.records {
        assert_eq!(record.id, Record::id_of(capture.id(), &record.finding));
        for piece in evidence_of(record) {
            n_pieces += 1;
            let words = page::words_at(&capture.bytes, capture.media_type, encoding, &piece.segments);
            assert!(
                letters(&words).eq(letters(&piece.words)),
                "{}: the record has “{}”, its capture “{words}” at {:?}",
                capture.origin,
                piece.words,
                piece.segments
            );
            let block = &read.page.blocks[piece.block].text;
            assert_eq!(&block[piece.span.range()], piece.words, "{}", capture.origin);
            assert!(!piece.segments.is_empty());
        }
    }
    n_pieces
}

fn letters(words: &str) -> impl Iterator<Item = char> {
    words.chars().filter(|c| !c.is_whitespace())
}

fn evidence_of(record: &Record) -> Vec<&Evidence> {
    let Finding::Statement(statement) = &record.finding;
    assert!(!statement.content.is_empty(), "a statement says something");
    [
        &statement.source,
        &statement.cue,
        &statement.content,
        &statement.speaker.evidence,
        &statement.addressee.evidence,
        &statement.date.evidence,
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn check_all(captures: &[Capture]) -> usize {
    let data = Data::embedded();
    captures.par_iter().map(|capture| check(capture, &data)).sum()
}

fn open(path: &Path) -> Capture {
    load::open(&Input::File(path.to_owned()), load::MAX_BYTES).unwrap()
}

#[test]
fn every_record_of_the_example_pages_stands_in_its_capture() {
    let captures: Vec<Capture> = example_pages().iter().map(|path| open(path)).collect();
    let n_pieces = check_all(&captures);
    println!("{} example pages, {n_pieces} pieces of evidence", captures.len());
    assert!(n_pieces > 400, "only {n_pieces} pieces of evidence");
}

#[test]
fn every_record_of_two_hundred_real_pages_stands_in_its_capture() {
    let Some(folder) = page_data() else {
        println!("skipped: ../shared/data/page is not there");
        return;
    };
    let mut captures = saved_pages(&folder.join("html/scrapinghub"));
    captures.extend(text_captures(&folder.join("captures_train.jsonl.gz"), 200 - captures.len().min(170)));
    assert!(captures.len() >= 200, "{} pages", captures.len());
    let n_pieces = check_all(&captures);
    println!("{} real pages, {n_pieces} pieces of evidence", captures.len());
    assert!(n_pieces > 2000, "only {n_pieces} pieces of evidence");
}

fn saved_pages(folder: &Path) -> Vec<Capture> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| open(path)).collect()
}

fn text_captures(path: &Path, n_most: usize) -> Vec<Capture> {
    let lines = BufReader::new(GzDecoder::new(fs::File::open(path).unwrap())).lines();
    let capture = |line: std::io::Result<String>| {
        let record: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let lines: Vec<&str> = record["lines"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
        Capture {
            origin: record["id"].as_str().unwrap().to_owned(),
            captured_at: None,
            media_type: MediaType::PlainText,
            bytes: lines.join("\n").into_bytes(),
        }
    };
    lines.take(n_most).map(capture).collect()
}
