//! Speech that the layout of a page gives to somebody, without words of saying.
//!
//! - A **signed quotation** is a paragraph of its own: `“We will come back.” — Anna Nowak, minister`.
//! - A **speaker turn** of an interview, a briefing or a transcript begins with its speaker: `PESKOV: There will be no talks.` Three or
//!   more of at least two speakers make it one. A label in lower case must be a person's name.
//! - A **labelled quote** stands under the name of its source: `Source: General Staff` and, below, `Quote: “The line holds.”`
//!
//! Leaves alone: "NEW: Rebels enter the town", "Photo: Reuters", one label in a text.

use std::collections::HashMap;
use std::ops::Range;

use super::words::{Class, Words};
use super::{Findings, Found, Sight, one};
use crate::MentionKind;

const SIGNED: &str = "rule:signed-quotation";
const TURN: &str = "rule:speaker-turn";
const QUOTE: &str = "rule:labelled-quote";

pub(super) fn find(page: &Sight<'_>, found: &mut Findings) {
    let paragraphs = paragraphs(page.words);
    for paragraph in &paragraphs {
        if let Some(signed) = signed(page, paragraph) {
            found.add(signed);
        }
    }
    turns(page, &paragraphs, found);
    quotes(page, &paragraphs, found);
}

/// The tokens of each paragraph.
fn paragraphs(words: &Words<'_>) -> Vec<Range<usize>> {
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    for sentence in (0..words.n_sentences()).map(|n| words.sentence(n)).filter(|sentence| !sentence.is_empty()) {
        match paragraphs.last_mut() {
            Some(last) if words.paragraph_of(last.start) == words.paragraph_of(sentence.start) => {
                last.end = sentence.end;
            }
            _ => paragraphs.push(sentence),
        }
    }
    paragraphs
}

/// A signature is at most so long, in words and marks ("Anna Nowak, foreign minister of Poland").
const MAX_SIGNATURE: usize = 12;

fn signed(page: &Sight<'_>, paragraph: &Range<usize>) -> Option<Found> {
    let words = page.words;
    let last = if words.lower(paragraph.end - 1) == "." { paragraph.end - 1 } else { paragraph.end };
    let from = last.saturating_sub(MAX_SIGNATURE).max(paragraph.start + 3);
    let is_dash = |n: &usize| matches!(words.lower(*n), "—" | "–" | "―" | "-" | "--");
    // Marks that open and close are not asked to fit: "”We go.” — Anna" is common.
    let dash = (from..last).find(|n| is_dash(n) && is_quotation_mark(words, n - 1))?;
    let signature = dash + 1..last;
    let is_name = words.is(signature.start, Class::CAPITAL)
        && !signature.clone().any(|n| is_quotation_mark(words, n) || words.is(n, Class::AUXILIARY.with(Class::MODAL)));
    (is_name && is_quotation_mark(words, paragraph.start)).then(|| Found {
        source: one(name_in(words, signature)),
        cue: one(dash..dash + 1),
        content: one(paragraph.start..dash),
        rule: SIGNED,
        ..Found::default()
    })
}

fn is_quotation_mark(words: &Words<'_>, n: usize) -> bool {
    matches!(words.lower(n), "\"" | "“" | "”" | "„" | "«" | "»" | "''" | "``")
}

/// The name at the head of a signature, up to the comma before the office.
fn name_in(words: &Words<'_>, signature: Range<usize>) -> Range<usize> {
    let end = signature.clone().find(|n| matches!(words.lower(*n), "," | "(")).unwrap_or(signature.end);
    signature.start..end
}

/// A label is at most so long ("UNIDENTIFIED MALE REPORTER", "Foreign Minister Dmytro Kuleba").
const MAX_LABEL: usize = 5;
/// Fewer labels are no interview.
const LEAST_TURNS: usize = 3;

fn turns(page: &Sight<'_>, paragraphs: &[Range<usize>], found: &mut Findings) {
    let words = page.words;
    let labels: Vec<Option<Range<usize>>> = paragraphs.iter().map(|paragraph| label(words, paragraph)).collect();
    let mut n_of: HashMap<String, usize> = HashMap::new();
    for label in labels.iter().flatten() {
        *n_of.entry(written(words, label)).or_default() += 1;
    }
    let is_speaker = |label: &Range<usize>| {
        let is_capitals = label.clone().all(|n| is_capitals(page, n));
        is_capitals || n_of[&written(words, label)] > 1 && is_person(page, label)
    };
    let is_turn = |label: &&Range<usize>| is_speaker(label) && !is_heading(&written(words, label));
    let turns: Vec<String> = labels.iter().flatten().filter(is_turn).map(|label| written(words, label)).collect();
    // A list of one thing's properties has the same label again and again.
    if turns.len() < LEAST_TURNS || turns.iter().all(|label| *label == turns[0]) {
        return;
    }
    let mut last = None;
    for (paragraph, label) in paragraphs.iter().zip(&labels) {
        match label.as_ref().filter(|label| is_turn(label)) {
            Some(label) if label.end + 1 < paragraph.end => {
                let (source, colon) = (one(label.clone()), one(label.end..label.end + 1));
                let content = one(label.end + 1..paragraph.end);
                found.add(Found { source, cue: colon, content, rule: TURN, ..Found::default() });
                last = Some(found.items.len() - 1);
            }
            // An answer of several paragraphs has marks before each.
            None if last.is_some() && words.quotation(paragraph.start).is_some() => {
                last.into_iter().for_each(|turn| found.go_on(turn, paragraph.clone()));
            }
            _ => last = None,
        }
    }
}

/// The words before a colon at the head of a paragraph.
fn label(words: &Words<'_>, paragraph: &Range<usize>) -> Option<Range<usize>> {
    // A transcript that is quoted as a whole has a mark before each turn.
    let start = paragraph.start + usize::from(is_quotation_mark(words, paragraph.start));
    let colon = (start..paragraph.end.min(start + MAX_LABEL + 1)).find(|n| words.lower(*n) == ":")?;
    let label = start..colon;
    let is_plain = |n| !words.is(n, Class::MARK) || words.lower(n) == ".";
    (!label.is_empty() && label.clone().all(is_plain)).then_some(label)
}

fn written(words: &Words<'_>, label: &Range<usize>) -> String {
    label.clone().map(|n| words.lower(n)).collect::<Vec<_>>().join(" ")
}

fn is_capitals(page: &Sight<'_>, n: usize) -> bool {
    let word = page.words.text(n);
    word == "." || word.chars().any(char::is_alphabetic) && !word.chars().any(char::is_lowercase)
}

/// Does a person's name end the label ("Foreign Minister Dmytro Kuleba", "Kuleba")?
fn is_person(page: &Sight<'_>, label: &Range<usize>) -> bool {
    let Some(span) = page.words.span(label.clone()) else { return false };
    let next = page.mentions.partition_point(|mention| mention.span.end < span.end);
    page.mentions.get(next).is_some_and(|mention| mention.kind == MentionKind::Person && mention.span.end == span.end)
}

/// Labels that stand on many pages and are nobody.
fn is_heading(label: &str) -> bool {
    matches!(
        label,
        "new"
            | "update"
            | "updated"
            | "photo"
            | "photos"
            | "video"
            | "watch"
            | "read"
            | "read more"
            | "listen"
            | "breaking"
            | "note"
            | "editor 's note"
            | "correction"
            | "source"
            | "sources"
            | "quote"
            | "details"
            | "background"
            | "related"
            | "more"
            | "what"
            | "where"
            | "when"
            | "who"
            | "why"
            | "how"
            | "pros"
            | "cons"
            | "exclusive"
            | "live"
            | "opinion"
            | "analysis"
            | "developing"
            | "warning"
            | "ps"
            | "p.s ."
            | "p.s."
            | "cc"
            | "via"
            | "image"
            | "credit"
    )
}

/// So many paragraphs below its source a quote may stand.
const MAX_BELOW: usize = 6;

fn quotes(page: &Sight<'_>, paragraphs: &[Range<usize>], found: &mut Findings) {
    let words = page.words;
    let mut source: Option<(usize, Range<usize>)> = None;
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let Some(label) = label(words, paragraph).filter(|label| label.end + 1 < paragraph.end) else { continue };
        let behind = label.end + 1..paragraph.end;
        match words.lower(label.start) {
            "source" if label.len() == 1 => source = Some((number, without_stop(words, behind))),
            "quote" => {
                let named = source_of_label(words, &label);
                let above =
                    source.as_ref().filter(|(above, _)| number - above <= MAX_BELOW).map(|(_, own)| own.clone());
                if let Some(source) = named.or(above) {
                    let cue = one(label.start..label.start + 1);
                    found.add(Found {
                        source: one(source),
                        cue,
                        content: one(behind),
                        rule: QUOTE,
                        ..Found::default()
                    });
                }
            }
            _ => {}
        }
    }
}

/// "Quote from Syrskyi", "Quote of the minister".
fn source_of_label(words: &Words<'_>, label: &Range<usize>) -> Option<Range<usize>> {
    let is_link = matches!(words.lower(label.start + 1), "from" | "of" | "by");
    (is_link && label.len() > 2).then(|| label.start + 2..label.end)
}

/// The source as far as its first comma or stop, without the place where it said so ("..., on Facebook").
fn without_stop(words: &Words<'_>, source: Range<usize>) -> Range<usize> {
    let ends = |n: &usize| matches!(words.lower(*n), "," | "." | ";" | "(" | "on" | "in" | "citing");
    let end = source.clone().skip(1).find(ends).unwrap_or(source.end);
    source.start..end
}
