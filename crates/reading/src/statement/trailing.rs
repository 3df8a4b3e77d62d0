//! The words of saying behind what is said, or between: "The bridge was closed, the ministry said." "The plan, he said, would fail."
//! "Talks go on, said the minister."
//!
//! Leaves alone: "He came, and the minister said nothing." (what is said stands behind the cue).

use std::ops::Range;

use super::clause::is_verb_like;
use super::content::{behind_adjuncts, trim_end};
use super::cue::{Cue, Mood};
use super::source::{noun_phrase_after, subject_before};
use super::words::Class;
use super::{Findings, Found, Sight};

const BEHIND: &str = "rule:clause-then-cue";
const BETWEEN: &str = "rule:clause-around-cue";
const INVERTED: &str = "rule:clause-then-inverted-cue";

/// "An immigrant, she felt": less than this before the comma is an adjunct more often than what is said (PolNeAR train, 2026-11-25).
const MIN_CONTENT_TOKENS: usize = 3;

pub(super) fn find(page: &Sight<'_>, sentence: Range<usize>, cues: &[Cue], found: &mut Findings) {
    for cue in cues {
        let take = page.lexicon.verb(cue.verb).take;
        let is_saying = take.clause && cue.mood == Mood::Finite && !cue.is_passive;
        if !is_saying || found.is_taken(cue.head) {
            continue;
        }
        let statement = inverted(page, &sentence, cue).or_else(|| behind(page, &sentence, cue));
        let is_free = |found: &Findings, statement: &Found| {
            !statement.content.iter().cloned().flatten().any(|n| found.is_taken(n))
        };
        if let Some(statement) = statement.filter(|statement| is_free(found, statement)) {
            found.add(statement);
        }
    }
}

/// "..., the ministry said." and "The plan, he said, would fail."
fn behind(page: &Sight<'_>, sentence: &Range<usize>, cue: &Cue) -> Option<Found> {
    let words = page.words;
    let source = subject_before(words, sentence.start, cue)?;
    if source.relative.is_some() || source.phrase.start <= sentence.start + 1 {
        return None;
    }
    let comma = source.phrase.start - 1;
    if !matches!(words.lower(comma), "," | "—" | "–") {
        return None;
    }
    let at = behind_saying(page, cue.tokens.end, sentence.end);
    let is_end = at >= sentence.end || matches!(words.lower(at), "." | "!" | "?" | ";");
    let goes_on = !is_end && matches!(words.lower(at), "," | "—" | "–");
    if !is_end && !goes_on || words.lower(source.phrase.start) == "something" {
        return None;
    }
    let left = left_content(page, sentence, comma, 1)?;
    let right = at + 1..trim_end(words, at + 1, sentence.end);
    let is_between = goes_on && !right.is_empty() && !is_own_clause(page, right.start);
    if !is_between && left.len() < MIN_CONTENT_TOKENS {
        return None;
    }
    let content = if is_between { vec![left, right] } else { vec![left] };
    let rule = if is_between { BETWEEN } else { BEHIND };
    // "..., she told a briefing hours before the broadcast."
    let told = Some(cue.tokens.end).filter(|from| tells(page, *from));
    let addressee = told.and_then(|from| noun_phrase_after(words, from, at));
    Some(Found { addressee, ..statement(cue, source.phrase, content, rule) })
}

/// Is the cue that ends before this token one that names its addressee next?
fn tells(page: &Sight<'_>, behind: usize) -> bool {
    matches!(page.words.lower(behind - 1), "told" | "tell" | "tells")
}

/// "..., said the minister."
fn inverted(page: &Sight<'_>, sentence: &Range<usize>, cue: &Cue) -> Option<Found> {
    let words = page.words;
    let comma = cue.tokens.start.checked_sub(1).filter(|n| *n > sentence.start)?;
    if words.lower(comma) != "," {
        return None;
    }
    // "The minister, William Hague, said": the commas hold an apposition.
    if subject_before(words, sentence.start, cue).is_some() {
        return None;
    }
    let source = noun_phrase_after(words, cue.tokens.end, sentence.end)?;
    let is_end = source.end >= sentence.end
        || words.is(source.end, Class::MARK)
        || words.is(source.end, Class::RELATIVE.with(Class::PREPOSITION).with(Class::TIME).with(Class::SUBORDINATOR))
        || words.is_adverb(source.end);
    if !is_end {
        return None;
    }
    let left = left_content(page, sentence, comma, MIN_CONTENT_TOKENS)?;
    Some(statement(cue, source, vec![left], INVERTED))
}

fn statement(cue: &Cue, source: Range<usize>, content: Vec<Range<usize>>, rule: &'static str) -> Found {
    Found {
        source: vec![source],
        cue: vec![cue.tokens.clone()],
        content,
        verb: Some((cue.verb, cue.head)),
        is_negated: cue.is_negated,
        rule,
        ..Found::default()
    }
}

/// What stands before the comma: at least so many tokens, without the sentence's first conjunction.
fn left_content(page: &Sight<'_>, sentence: &Range<usize>, comma: usize, least: usize) -> Option<Range<usize>> {
    let words = page.words;
    let mut start = sentence.start;
    while start < comma
        && (words.is(start, Class::CONJUNCTION)
            || (words.is(start, Class::MARK) && words.quotation(start).is_none())
            || (start == sentence.start && words.lower(start) == "as"))
    {
        start += 1;
    }
    let end = trim_end(words, start, comma);
    let holds_verb = (start..end).any(|n| is_verb_like(page, n)) || words.quotation(start).is_some();
    let is_adjunct = words.is(start, Class::PREPOSITION) || matches!(words.lower(start), "like" | "this" | "last");
    (end > start && (holds_verb || !is_adjunct) && end - start >= least).then_some(start..end)
}

/// Behind the cue: times, and a phrase of place or occasion up to the next comma or the end.
fn behind_saying(page: &Sight<'_>, from: usize, end: usize) -> usize {
    let words = page.words;
    let mut at = behind_adjuncts(words, from, end);
    if words.is(at, Class::PREPOSITION)
        || words.is(at, Class::OBJECT_PRONOUN)
        || (tells(page, from) && (words.is_open_class(at) || words.is(at, Class::DETERMINER.with(Class::POSSESSIVE))))
    {
        while at < end
            && !(words.is(at, Class::MARK) && words.quotation(at).is_none())
            && words.quotation(at).is_none()
            && words.lower(at) != "that"
        {
            at += 1;
        }
    }
    at
}

/// ", adding that", ", and it would": a clause of its own behind the cue.
fn is_own_clause(page: &Sight<'_>, start: usize) -> bool {
    let words = page.words;
    words.is(start, Class::CONJUNCTION.with(Class::RELATIVE).with(Class::SUBORDINATOR))
        || words.lower(start).ends_with("ing")
}
