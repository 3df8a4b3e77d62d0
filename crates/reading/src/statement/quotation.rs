//! Quotations that are speech: `"We go," he said. "Now."`, `He said: "We go."`, `"We go," said the minister.`
//!
//! A quotation is speech when a mark of the sentence stands at its end inside, or a comma or colon before it; "a “war” of words" is not.
//! Each speech takes the cue beside it. A further one without a cue in the same paragraph, or one that goes on in the next, is a further piece
//! of what was said before.

use std::ops::Range;

use super::clause::first_subject;
use super::content::told_behind;
use super::cue::{Cue, Mood};
use super::source::{noun_phrase_after, subject_before};
use super::words::Class;
use super::{Findings, Found, Sight};
use crate::Quotation;

const BEFORE: &str = "rule:cue-then-quote";
const BEHIND: &str = "rule:quote-then-cue";
const INVERTED: &str = "rule:quote-then-inverted-cue";

const PARTLY: &str = "rule:clause-with-quote-then-cue";

/// How far from a quotation its cue may stand, in tokens. Chosen on PolNeAR train, 2026-11-25.
const MAX_CUE_DISTANCE: usize = 30;

pub(super) fn find(page: &Sight<'_>, cues: &[Vec<Cue>], found: &mut Findings) {
    // The statement that a speech without cue goes on with, and where it ended.
    let mut last: Option<(usize, usize)> = None;
    // Paragraphs of a speech whose cue comes in a later one.
    let mut pending: Vec<Range<usize>> = Vec::new();
    for (number, quotation) in page.quotations.iter().enumerate() {
        let tokens = tokens(page, quotation);
        if tokens.is_empty() || found.is_taken(tokens.start) {
            continue;
        }
        if let Some((_, before)) = last {
            let distance = quotation.paragraph - page.quotations[before].paragraph;
            if distance > 1 || (distance == 1 && !quotation.continues) {
                last = None;
            }
        }
        let is_part = !is_speech(page, quotation, &tokens);
        if is_part && !ends_with_comma(page, &tokens) {
            continue;
        }
        let next =
            page.quotations.get(number + 1).map_or(page.words.len(), |next| page.words.at_or_behind(next.span.start));
        let previous = number.checked_sub(1).map_or(0, |n| page.words.at_or_behind(page.quotations[n].span.end));
        let statement = if is_part {
            behind(page, cues, &tokens, next, found).and_then(|statement| with_sentence_before(page, statement, found))
        } else {
            behind(page, cues, &tokens, next, found).or_else(|| before(page, cues, &tokens, previous, found))
        };
        if is_part && statement.is_none() {
            continue;
        }
        match (statement, last) {
            (Some(mut statement), _) => {
                let sentence = page.words.tokens[statement.cue[0].start].sentence;
                let end = page.words.sentence(sentence).end;
                let told = cues[sentence].iter().find(|cue| cue.tokens == statement.cue[0]);
                statement.addressee =
                    told.and_then(|cue| told_behind(page.words, cue, end.min(next.max(cue.tokens.end)), page.lexicon));
                if quotation.continues {
                    statement.content.splice(0..0, pending.drain(..));
                }
                found.add(statement);
                last = Some((found.items.len() - 1, number));
            }
            (None, Some((item, _))) => {
                found.go_on(item, tokens);
                last = Some((item, number));
            }
            (None, None) => {
                if !quotation.continues {
                    pending.clear();
                }
                pending.push(tokens);
            }
        }
    }
}

fn tokens(page: &Sight<'_>, quotation: &Quotation) -> Range<usize> {
    page.words.at_or_behind(quotation.span.start)..page.words.at_or_behind(quotation.span.end)
}

/// Is it a sentence or a part of one, and no title or scare quote?
fn is_speech(page: &Sight<'_>, quotation: &Quotation, tokens: &Range<usize>) -> bool {
    let words = page.words;
    if quotation.is_open || quotation.continues {
        return true;
    }
    if is_title(page, tokens) {
        return false;
    }
    let last = words.lower(tokens.end.saturating_sub(2).max(tokens.start));
    let behind = words.lower(tokens.end);
    let ends_inside = matches!(last, "," | "." | "?" | "!" | "…" | "—" | "–" | "-");
    let before = tokens.start.checked_sub(1).map_or("", |n| words.lower(n));
    let is_introduced = matches!(before, "," | ":");
    let begins = words.is(tokens.start + 1, Class::CAPITAL) || words.lower(tokens.start + 1) == "[";
    let is_long = tokens.len() >= 6;
    (ends_inside && (begins || is_introduced || starts_sentence(page, tokens.start)))
        || (is_introduced && begins)
        || (behind == "," && is_long && (begins || starts_sentence(page, tokens.start)))
}

/// Does the quotation end a clause that words of saying may follow: `is “based on a misunderstanding,” said ...`?
fn ends_with_comma(page: &Sight<'_>, tokens: &Range<usize>) -> bool {
    let words = page.words;
    let last = tokens.end.saturating_sub(2).max(tokens.start);
    !is_title(page, tokens) && (words.lower(last) == "," || words.lower(tokens.end) == ",")
}

/// What is said begins with the sentence, before the quotation: `The plan is “based on a misunderstanding,” said ...`.
/// Nothing when other words of saying stand there.
fn with_sentence_before(page: &Sight<'_>, mut statement: Found, found: &Findings) -> Option<Found> {
    let words = page.words;
    let content = statement.content.first_mut()?;
    let mut start = words.sentence(words.tokens.get(content.start)?.sentence).start;
    while start < content.start && words.is(start, Class::CONJUNCTION) {
        start += 1;
    }
    if (start..content.start).any(|n| found.is_taken(n)) {
        return None;
    }
    *content = start..content.end;
    statement.rule = PARTLY;
    Some(statement)
}

/// "on “Meet the Press,”": up to ten words, all those of weight with a capital, and no comma or colon before.
pub(super) fn is_title(page: &Sight<'_>, tokens: &Range<usize>) -> bool {
    let words = page.words;
    let inner = tokens.start + 1..tokens.end;
    let before = tokens.start.checked_sub(1).map_or("", |n| words.lower(n));
    let weighty = || inner.clone().filter(|n| words.is_open_class(*n));
    inner.len() <= 11
        && !matches!(before, "," | ":" | "." | "”" | "")
        && !starts_sentence(page, tokens.start)
        && weighty().next().is_some()
        && weighty().all(|n| words.is(n, Class::CAPITAL))
}

fn starts_sentence(page: &Sight<'_>, n: usize) -> bool {
    n == 0 || page.words.tokens[n].sentence != page.words.tokens[n - 1].sentence
}

/// The cue behind a speech: "he said", "said the minister", up to the next quotation or the end of the sentence.
fn behind(page: &Sight<'_>, cues: &[Vec<Cue>], tokens: &Range<usize>, next: usize, found: &Findings) -> Option<Found> {
    let words = page.words;
    let mut start = tokens.end;
    if matches!(words.lower(start), "," | "—" | "–" | "-") {
        start += 1;
    }
    let sentence = words.tokens.get(start)?.sentence;
    if sentence != words.tokens[tokens.end - 1].sentence {
        return None;
    }
    let end = words.sentence(sentence).end.min(next).min(start + MAX_CUE_DISTANCE);
    let cue = cues[sentence]
        .iter()
        .find(|cue| cue.tokens.start >= start && cue.head < end && can_quote(page, cue) && !found.is_taken(cue.head))?;
    if cue.tokens.start == start {
        let source = noun_phrase_after(words, cue.tokens.end, end.max(cue.tokens.end))?;
        return Some(statement(cue, source, tokens, INVERTED));
    }
    let source = subject_before(words, start, cue)?;
    Some(statement(cue, source.phrase, tokens, BEHIND))
}

/// The cue before a speech, in its sentence or in one that ends with a colon.
fn before(
    page: &Sight<'_>,
    cues: &[Vec<Cue>],
    tokens: &Range<usize>,
    previous: usize,
    found: &Findings,
) -> Option<Found> {
    let words = page.words;
    let mark = tokens.start.checked_sub(1)?;
    let sentence = words.tokens[mark].sentence;
    let is_same = sentence == words.tokens[tokens.start].sentence;
    if !is_same && words.lower(mark) != ":" {
        return None;
    }
    let first = words.sentence(sentence).start.max(previous);
    let cue = cues[sentence].iter().rev().find(|cue| {
        cue.tokens.start >= first && cue.tokens.end <= tokens.start && can_quote(page, cue) && !found.is_taken(cue.head)
    })?;
    if tokens.start - cue.head > MAX_CUE_DISTANCE {
        return None;
    }
    let source = match cue.mood {
        Mood::Finite => subject_before(words, words.sentence(sentence).start, cue).map(|source| source.phrase),
        _ => None,
    };
    // "..., he said, adding: “...”", "He smiled and said: “...”": the subject stands before.
    let shared = || {
        found
            .items
            .last()
            .filter(|item| item.first_token() >= words.sentence(sentence).start)
            .and_then(|item| item.source.first().cloned())
    };
    let source = source
        .or_else(shared)
        .or_else(|| first_subject(page, &words.sentence(sentence), cue).map(|source| source.phrase))?;
    Some(statement(cue, source, tokens, BEFORE))
}

fn can_quote(page: &Sight<'_>, cue: &Cue) -> bool {
    page.lexicon.verb(cue.verb).take.quote && cue.mood != Mood::Infinitive && !cue.is_passive
}

fn statement(cue: &Cue, source: Range<usize>, content: &Range<usize>, rule: &'static str) -> Found {
    Found {
        source: vec![source],
        cue: vec![cue.tokens.clone()],
        content: vec![content.clone()],
        verb: Some((cue.verb, cue.head)),
        is_negated: cue.is_negated,
        rule,
        ..Found::default()
    }
}
