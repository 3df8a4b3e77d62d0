//! A reading becomes records here, and only here: `reading` does not know records, `ledger` does not know readings.
//!
//! Spans of the document become [`Evidence`]: words, the block they stand in, and the bytes of the capture. A span
//! that reaches over paragraphs gives one piece for each. The law: the segments of a piece, cut from the capture,
//! decoded and freed of markup (`page::words_at`), are its words, white space aside.

use std::collections::HashSet;

use ledger::{Act, Evidence, Field, Finding, Hedge, Medium, QuoteKind, Record};
use reading::{Reading, StatementKind};
use text::{Document, Id, Known, Paragraph, Span};

/// The records of a reading, in reading order. A statement none of whose words stand in the capture gives none, and
/// two that lie on the same bytes are one.
pub fn records(capture: Id, document: &Document, reading: &Reading<'_>) -> Vec<Record> {
    let findings: Vec<Finding> =
        reading.statements.iter().map(|statement| Finding::Statement(statement_record(document, statement))).collect();
    let ids: Vec<Id> = findings.iter().map(|finding| Record::id_of(capture, finding)).collect();
    let mut seen = HashSet::new();
    let mut records = Vec::with_capacity(findings.len());
    for (number, (mut finding, statement)) in findings.into_iter().zip(&reading.statements).enumerate() {
        let Finding::Statement(found) = &mut finding;
        if found.content.is_empty() || !seen.insert(ids[number]) {
            continue;
        }
        if let Some(outer) = statement.inside.and_then(|outer| ids.get(outer)) {
            found.on_word_of = Field::stated(outer.to_string(), Vec::new()).because("it stands inside that statement");
        } else if let Some(name) = statement.outlet {
            let outlet = Field::stated(document.slice(name).to_owned(), evidence(document, name));
            found.on_word_of = outlet.because("it was told to that outlet, and the page is another's");
        }
        records.push(Record {
            id: ids[number],
            capture,
            finding,
            found_by: statement.found_by.to_owned(),
            confidence: rounded(statement.confidence),
            scores: statement.scores.iter().map(|(of, score)| ((*of).to_owned(), rounded(*score))).collect(),
        });
    }
    records
}

/// To a thousandth: what a reader of records can use.
fn rounded(score: f64) -> f64 {
    (score * 1000.0).round() / 1000.0
}

/// A statement with its fields; who it is on the word of is filled in when all ids are known.
fn statement_record(document: &Document, statement: &reading::Statement) -> ledger::Statement {
    let evidence_of = |spans: &[Span]| spans.iter().flat_map(|span| evidence(document, *span)).collect::<Vec<_>>();
    ledger::Statement {
        kind: match statement.kind {
            StatementKind::Direct => QuoteKind::Direct,
            StatementKind::Indirect => QuoteKind::Indirect,
            StatementKind::Mixed => QuoteKind::Mixed,
        },
        source: evidence_of(&statement.source),
        cue: evidence_of(&statement.cue),
        content: evidence_of(&statement.content),
        speaker: field(&statement.speaker, |speaker| {
            Field::stated(speaker.name.clone(), evidence(document, speaker.mention))
        }),
        date: field(&statement.date, |date| {
            let words = date.timex.map(|timex| evidence(document, timex)).unwrap_or_default();
            Field::stated(date.interval, words).because(date.ground)
        }),
        addressee: addressee(evidence_of(&statement.addressee)),
        medium: Field { value: Known::looked_for(statement.medium.and_then(Medium::of_label)), ..Field::default() },
        hedges: hedges(&statement.hedges),
        act: Field { value: Known::looked_for(statement.act.and_then(Act::of_label)), ..Field::default() },
        ..ledger::Statement::default()
    }
}

/// A field that the reading knows, does not find, or does not look for.
fn field<T, U>(known: &Known<T>, stated: impl FnOnce(&T) -> Field<U>) -> Field<U> {
    match known {
        Known::Stated(value) => stated(value),
        Known::Absent => Field::absent(),
        Known::NotExamined => Field::default(),
    }
}

/// The addressee in the page's words; pieces are joined by a space.
fn addressee(pieces: Vec<Evidence>) -> Field<String> {
    let words: Vec<&str> = pieces.iter().map(|piece| piece.words.as_str()).collect();
    if words.is_empty() { Field::absent() } else { Field::stated(words.join(" "), pieces) }
}

fn hedges(labels: &[&'static str]) -> Field<Vec<Hedge>> {
    let hedges: Vec<Hedge> = labels.iter().filter_map(|label| Hedge::of_label(label)).collect();
    if hedges.is_empty() { Field::absent() } else { Field::stated(hedges, Vec::new()) }
}

/// One piece of evidence for each paragraph that the span touches, without white space at its ends.
fn evidence(document: &Document, span: Span) -> Vec<Evidence> {
    let paragraphs = document.paragraphs();
    let first = paragraphs.partition_point(|paragraph| paragraph.span.end <= span.start);
    paragraphs[first..]
        .iter()
        .take_while(|paragraph| paragraph.span.start < span.end)
        .filter_map(|paragraph| piece(document, paragraph, span))
        .collect()
}

fn piece(document: &Document, paragraph: &Paragraph, span: Span) -> Option<Evidence> {
    let inside = paragraph.span.intersection(span)?;
    let untrimmed = document.slice(inside);
    let words = untrimmed.trim();
    let start = inside.start + (untrimmed.len() - untrimmed.trim_start().len());
    let place = Span::new(start, start + words.len());
    let segments = document.origin().locate(place);
    // Without bytes of the capture there is nothing that a person could check.
    if words.is_empty() || segments.is_empty() {
        return None;
    }
    Some(Evidence {
        words: words.to_owned(),
        segments,
        block: paragraph.block?,
        span: Span::new(place.start - paragraph.span.start, place.end - paragraph.span.start),
    })
}
