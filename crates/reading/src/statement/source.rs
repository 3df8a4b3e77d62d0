use std::ops::Range;

use super::cue::{Cue, Mood};
use super::words::{Class, Words};

/// Longest noun phrase that is looked for, in tokens: 60 hold every source of PolNeAR train but 12 (2026-11-25).
const MAX_SOURCE_TOKENS: usize = 60;

/// The words that name who says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    /// The noun phrase, with titles and appositions.
    pub phrase: Range<usize>,
    /// "who" or "which" of a relative clause that the cue stands in.
    pub relative: Option<usize>,
}

impl Source {
    pub fn of(phrase: Range<usize>) -> Source {
        Source { phrase, relative: None }
    }
}

/// The subject to the left of a cue: "Dmitry Peskov, the Kremlin's spokesman," of "Dmitry Peskov, the Kremlin's spokesman, said".
///
/// Nothing when another verb or mark stands where the subject should end ("…, and said"): the subject is shared then.
pub(super) fn subject_before(words: &Words<'_>, first: usize, cue: &Cue) -> Option<Source> {
    let mut end = cue.tokens.start;
    while end > first && words.is_adverb(end - 1) && !words.is(end - 1, Class::MARK) {
        end -= 1;
    }
    if end == first {
        return None;
    }
    let last = end - 1;
    let word = words.lower(last);
    if matches!(word, "who" | "which" | "that") && !is_demonstrative(words, first, last) {
        return relative_source(words, first, last);
    }
    if word == "," || matches!(word, "—" | "–" | ")") {
        return apposed_source(words, first, last);
    }
    noun_phrase_before(words, first, end).map(Source::of)
}

/// "That said, …": the word is a subject of its own only at the head of its clause.
fn is_demonstrative(words: &Words<'_>, first: usize, n: usize) -> bool {
    words.lower(n) == "that" && (n == first || words.is(n - 1, Class::MARK))
}

/// "Clinton, who has called for …", "voters who say …".
fn relative_source(words: &Words<'_>, first: usize, relative: usize) -> Option<Source> {
    let mut end = relative;
    while end > first && matches!(words.lower(end - 1), "," | "and" | "—" | "–") {
        end -= 1;
    }
    let phrase = noun_phrase_before(words, first, end)?;
    // "Ibrahim Dabbashi, Libya's deputy ambassador, who": the name stands before its apposition.
    let comma = phrase
        .start
        .checked_sub(1)
        .filter(|n| *n > first && words.lower(*n) == "," && words.is(*n - 1, Class::CAPITAL));
    let name = comma.and_then(|comma| noun_phrase_before(words, first, comma));
    let start = name.map_or(phrase.start, |name| name.start);
    Some(Source { phrase: start..phrase.end, relative: Some(relative) })
}

/// A subject with an apposition or a relative clause between commas (or dashes) behind it.
fn apposed_source(words: &Words<'_>, first: usize, closing: usize) -> Option<Source> {
    let mark = words.lower(closing);
    let opens = |n: usize| match mark {
        ")" => words.lower(n) == "(",
        _ => words.lower(n) == mark,
    };
    let earliest = closing.saturating_sub(MAX_SOURCE_TOKENS).max(first);
    let mut opening = (earliest..closing).rev().find(|n| opens(n.to_owned()))?;
    // "Peskov, the Kremlin's spokesman, a man of few words, said": the name stands before the first of the commas.
    for _ in 0..3 {
        let phrase = noun_phrase_before(words, first, opening)?;
        let is_name = phrase.clone().any(|n| words.is(n, Class::CAPITAL) && n != first) || phrase.start == first;
        let next = (earliest.max(phrase.start)..opening).rev().find(|n| opens(n.to_owned()));
        if is_name || next.is_none() {
            if !is_apposition(words, opening + 1..closing) {
                return None;
            }
            return Some(Source::of(phrase.start..closing + 1));
        }
        opening = next?;
    }
    None
}

/// Do these words between commas belong to the noun before: no clause of their own with "and", "but"?
fn is_apposition(words: &Words<'_>, inner: Range<usize>) -> bool {
    !inner.is_empty()
        && !words.is(inner.start, Class::CONJUNCTION.with(Class::SUBJECT_PRONOUN))
        && inner.clone().all(|n| words.quotation(n).is_none() || inner.len() < 12)
}

/// The noun phrase that ends before `end`: walks to the left as long as words can belong to it.
pub(super) fn noun_phrase_before(words: &Words<'_>, first: usize, end: usize) -> Option<Range<usize>> {
    if end <= first {
        return None;
    }
    let last = end - 1;
    let earliest = end.saturating_sub(MAX_SOURCE_TOKENS).max(first);
    // "None had reported an incident": nobody says it.
    if matches!(words.lower(last), "none" | "nobody") {
        return None;
    }
    if words.is(last, Class::SUBJECT_PRONOUN)
        || matches!(
            words.lower(last),
            "some" | "many" | "others" | "both" | "all" | "few" | "most" | "these" | "those" | "several" | "this"
        )
    {
        return Some(last..end);
    }
    if !is_inside_phrase(words, last)
        || words.is(last, Class::PREPOSITION.with(Class::DETERMINER).with(Class::POSSESSIVE))
    {
        return None;
    }
    let mut start = last;
    while start > earliest && continues_left(words, first, start) {
        start -= 1;
    }
    // "have taken to the streets": the phrase behind an auxiliary is no subject.
    if start > first
        && words.is(start - 1, Class::AUXILIARY.with(Class::MODAL))
        && !matches!(words.lower(start - 1), "'s" | "’s")
    {
        start = (start..end).find(|n| words.is(*n, Class::DETERMINER.with(Class::POSSESSIVE).with(Class::CAPITAL)))?;
    }
    while start < end && matches!(words.lower(start), "'s" | "’s" | "and" | "or" | "but" | "," | "-")
        || words.is(start, Class::PREPOSITION)
    {
        start += 1;
    }
    start = behind_time(words, start, end);
    (start < end).then_some(start..end)
}

/// "On Tuesday Sergei Lavrov", "the same day Russia's minister", "on October 13 the president": the phrase without the time before it.
/// A time that is all there is, or has its own possessive ("Tuesday's vote"), stays.
fn behind_time(words: &Words<'_>, start: usize, end: usize) -> usize {
    let is_named_time = |n: usize| words.is(n, Class::TIME) && words.is(n, Class::CAPITAL);
    let is_same_day = matches!(words.lower(start), "the" | "same") && words.lower(start + 1) == "day"
        || words.lower(start) == "the" && words.lower(start + 1) == "same" && words.lower(start + 2) == "day";
    let mut at = start;
    if is_same_day {
        at = (start..end).find(|n| words.lower(*n) == "day").map_or(start, |n| n + 1);
    } else if is_named_time(start) && !words.is(start, Class::DETERMINER) {
        at += 1;
        while at < end && (is_named_time(at) || words.lower(at).bytes().all(|byte| byte.is_ascii_digit())) {
            at += 1;
        }
    }
    let begins_phrase = Class::CAPITAL.with(Class::DETERMINER).with(Class::POSSESSIVE);
    if at < end && words.is(at, begins_phrase) && !matches!(words.lower(at), "'s" | "’s") { at } else { start }
}

/// Can the word before `start` belong to the noun phrase that begins there?
fn continues_left(words: &Words<'_>, first: usize, start: usize) -> bool {
    let n = start - 1;
    if !is_inside_phrase(words, n) {
        // "Putin and Xi said", "the president and his aides said".
        return words.lower(n) == "and" && n > first && joins_names(words, n);
    }
    let begins_phrase =
        words.is(start, Class::DETERMINER.with(Class::POSSESSIVE)) || words.is(start, Class::SUBJECT_PRONOUN);
    // "In a statement the ministry said": a determiner begins the phrase unless a preposition joins it to one before.
    if begins_phrase && !words.is(n, Class::PREPOSITION) && !words.is(n, Class::DETERMINER) {
        return false;
    }
    // A preposition at the head of the clause belongs to no noun before it.
    if words.is(n, Class::PREPOSITION) {
        return n > first && is_inside_phrase(words, n - 1) && !words.is(n - 1, Class::PREPOSITION);
    }
    true
}

fn joins_names(words: &Words<'_>, and: usize) -> bool {
    let (before, behind) = (and - 1, and + 1);
    words.is(before, Class::CAPITAL)
        && (words.is(behind, Class::CAPITAL) || words.is(behind, Class::DETERMINER.with(Class::POSSESSIVE)))
        || (words.is_open_class(before) && words.is_open_class(behind) && !words.is(before, Class::CAPITAL))
}

fn is_inside_phrase(words: &Words<'_>, n: usize) -> bool {
    let class = words.class(n);
    let word = words.lower(n);
    let is_stop = class.is(Class::MARK) && !matches!(word, "'" | "’" | "&" | "%" | "$" | "/" | "#" | "@")
        || class.is(Class::CONJUNCTION)
        || class.is(Class::SUBORDINATOR)
        || class.is(Class::RELATIVE)
        || class.is(Class::MODAL)
        || (class.is(Class::AUXILIARY) && !matches!(word, "'s" | "’s"))
        || (class.is(Class::SUBJECT_PRONOUN) && !matches!(word, "one"))
        || (class.is(Class::OBJECT_PRONOUN) && !class.is(Class::POSSESSIVE));
    !is_stop && words.quotation(n).is_none()
}

/// The noun phrase that begins at `start`, with its apposition: "Dmitry Peskov, the Kremlin's spokesman" of
/// "said Dmitry Peskov, the Kremlin's spokesman." It ends at the sentence's end, a quotation, a verb or a comma that no apposition follows.
pub(super) fn noun_phrase_after(words: &Words<'_>, start: usize, last: usize) -> Option<Range<usize>> {
    let last = last.min(start + MAX_SOURCE_TOKENS);
    let is_no_name =
        Class::MARK.with(Class::PREPOSITION).with(Class::SUBORDINATOR).with(Class::CONJUNCTION).with(Class::MODAL);
    if start >= last || words.is(start, is_no_name) || is_time_adjunct(words, start) {
        return None;
    }
    if words.is(start, Class::SUBJECT_PRONOUN)
        || (words.is(start, Class::OBJECT_PRONOUN) && !words.is(start, Class::POSSESSIVE))
    {
        return Some(start..start + 1);
    }
    let mut end = start;
    while end < last
        && (is_inside_phrase(words, end) && !(end > start && is_time_adjunct(words, end)) || joins_at(words, end))
    {
        end += 1;
    }
    while end > start && words.is(end - 1, Class::PREPOSITION.with(Class::DETERMINER)) {
        end -= 1;
    }
    if end == start {
        return None;
    }
    Some(start..apposition_end(words, end, last))
}

fn joins_at(words: &Words<'_>, n: usize) -> bool {
    words.lower(n) == "and" && n > 0 && joins_names(words, n)
}

/// "on Monday", "Monday", "last week", "in an interview" behind a name.
fn is_time_adjunct(words: &Words<'_>, n: usize) -> bool {
    let is_weekday = |n: usize| words.lower(n).ends_with("day") && words.is(n, Class::TIME);
    is_weekday(n)
        || (words.is(n, Class::PREPOSITION)
            && !matches!(words.lower(n), "of" | "for" | "from" | "with" | "to")
            && (words.is(n + 1, Class::TIME) && !words.is(n + 1, Class::DETERMINER)
                || matches!(words.lower(n + 1), "a" | "an" | "his" | "her" | "their")))
        || (matches!(words.lower(n), "last" | "this" | "earlier" | "late") && words.is(n + 1, Class::TIME))
        || (words.is_adverb(n) && !words.is(n, Class::CAPITAL))
}

/// Behind a name: ", the Kremlin's spokesman" up to the next comma or the end.
fn apposition_end(words: &Words<'_>, end: usize, last: usize) -> usize {
    let is_apposed = words.lower(end) == ","
        && end + 1 < last
        && words.quotation(end + 1).is_none()
        && (words.is(end + 1, Class::DETERMINER.with(Class::POSSESSIVE))
            || (words.is_open_class(end + 1) && !words.is_adverb(end + 1) && !words.lower(end + 1).ends_with("ing")));
    if !is_apposed {
        return end;
    }
    let mut at = end + 1;
    while at < last && is_inside_phrase(words, at) {
        at += 1;
    }
    // "said Peskov, the spokesman, adding": the apposition ends at a mark; otherwise it was a new clause.
    if at == last || words.is(at, Class::MARK) || words.is(at, Class::RELATIVE) { at } else { end }
}

/// Is a participle or infinitive that stands right behind a noun said of that noun ("a statement saying that")?
pub(super) fn is_said_of_noun(words: &Words<'_>, first: usize, cue: &Cue) -> bool {
    cue.mood == Mood::Participle
        && cue.tokens.start > first
        && words.is_open_class(cue.tokens.start - 1)
        && !words.is_adverb(cue.tokens.start - 1)
}
