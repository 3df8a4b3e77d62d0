//! What is said stands behind its cue: "X said that ...", "X wants to ...", "X called for ...", "X was told that ...".
//!
//! Fires on: "The ministry said the bridge was closed." Leaves alone: "The bridge was closed." "The claims were many."

use std::ops::Range;

use text::{Problem, Span};

use super::content::{Content, Frame, content_behind, content_end};
use super::cue::{Cue, Mood};
use super::quotation::is_title;
use super::source::{Source, is_said_of_noun, noun_phrase_after, noun_phrase_before, subject_before};
use super::words::Class;
use super::{Findings, Found, Sight};

pub(super) fn find(page: &Sight<'_>, sentence: Range<usize>, cues: &[Cue], found: &mut Findings) {
    let mut shared: Option<Source> = None;
    for (number, cue) in cues.iter().enumerate() {
        if found.is_taken(cue.head) {
            continue;
        }
        let take = page.lexicon.verb(cue.verb).take;
        let is_object_only = take.object && !take.clause && !take.that;
        if cue.is_passive && is_object_only {
            continue;
        }
        let Some(mut content) = content_behind(page.words, cue, sentence.end, page.lexicon, page.quotations) else {
            continue;
        };
        if cue.is_passive && matches!(content.frame, Frame::Object | Frame::Bare) {
            continue;
        }
        if content.frame == Frame::Quote && is_title(page, &first_quotation(page, content.tokens.start)) {
            continue;
        }
        // "came to believe he would", "to agree to talk": told by the author more often than by the source.
        if cue.mood == Mood::Infinitive && matches!(content.frame, Frame::To | Frame::Bare | Frame::Gerund) {
            continue;
        }
        content.tokens.end = content_end(page.words, &content, sentence.end, &cues[number + 1..]);
        // "pictures published on Wednesday showed": a verb alone is the subject's own, and nothing that was said.
        let is_next_verb = cues[number + 1..].iter().any(|next| next.tokens == content.tokens);
        if content.tokens.is_empty() || is_next_verb {
            continue;
        }
        let source = source(page, &sentence, cue, shared.as_ref());
        if cue.mood == Mood::Finite {
            shared = source.clone().or(shared);
        }
        if source.is_none() {
            found.problems.extend(page.words.span(cue.tokens.clone()).map(without_source));
            if !cue.is_passive {
                continue;
            }
        }
        if let Some(relative) = source.as_ref().and_then(|source| source.relative) {
            content.tokens.end = relative_end(page, relative, &content.tokens);
        }
        found.add(statement(cue, source, content));
    }
}

fn without_source(cue: Span) -> Problem {
    Problem::at("statement-without-source", cue, "words of saying, and nobody is named who says")
}

/// "Clinton, who has said she would run, left": a relative clause between commas ends with the second comma.
fn relative_end(page: &Sight<'_>, relative: usize, content: &Range<usize>) -> usize {
    let words = page.words;
    if relative == 0 || words.lower(relative - 1) != "," {
        return content.end;
    }
    let is_comma = |n: &usize| words.lower(*n) == "," && words.quotation(*n).is_none();
    content.clone().skip(1).find(is_comma).unwrap_or(content.end)
}

/// The tokens of the quotation that stands at this token.
fn first_quotation(page: &Sight<'_>, n: usize) -> Range<usize> {
    let Some(number) = page.words.quotation(n) else { return n..n };
    n..page.words.at_or_behind(page.quotations[number].span.end)
}

/// The subject of the cue, its agent in the passive, or the subject of the cue before.
fn source(page: &Sight<'_>, sentence: &Range<usize>, cue: &Cue, shared: Option<&Source>) -> Option<Source> {
    let words = page.words;
    if cue.is_passive {
        let by = (cue.tokens.end..sentence.end.min(cue.tokens.end + 3)).find(|n| words.lower(*n) == "by")?;
        return noun_phrase_after(words, by + 1, sentence.end).map(Source::of);
    }
    match cue.mood {
        Mood::Finite => subject_before(words, sentence.start, cue).or_else(|| shared.cloned()),
        Mood::Participle if is_said_of_noun(words, sentence.start, cue) => {
            noun_phrase_before(words, sentence.start, cue.tokens.start).map(Source::of)
        }
        _ => shared.cloned().or_else(|| first_subject(page, sentence, cue)),
    }
}

/// The first noun phrase of the sentence that a verb follows, for a participle or infinitive of the main clause.
pub(super) fn first_subject(page: &Sight<'_>, sentence: &Range<usize>, cue: &Cue) -> Option<Source> {
    let words = page.words;
    let start = sentence.start;
    let limit = cue.tokens.start;
    let verb = (start + 1..limit).find(|n| words.quotation(*n).is_none() && is_verb_like(page, *n))?;
    let mut end = verb;
    while end > start && words.is_adverb(end - 1) && !words.is(end - 1, Class::MARK) {
        end -= 1;
    }
    noun_phrase_before(words, start, end).map(Source::of)
}

/// An auxiliary, a modal, or a word in -ed behind a noun.
pub(super) fn is_verb_like(page: &Sight<'_>, n: usize) -> bool {
    let words = page.words;
    let word = words.lower(n);
    (words.is(n, Class::AUXILIARY) && !matches!(word, "'s" | "’s"))
        || words.is(n, Class::MODAL)
        || (words.is_open_class(n) && !words.is(n, Class::CAPITAL) && word.ends_with("ed"))
        || matches!(
            word,
            "took"
                | "went"
                | "came"
                | "made"
                | "gave"
                | "spoke"
                | "met"
                | "left"
                | "began"
                | "sent"
                | "held"
                | "stood"
                | "got"
                | "hit"
                | "won"
                | "lost"
                | "ran"
                | "kept"
                | "put"
                | "drew"
                | "said"
                | "told"
        )
}

fn statement(cue: &Cue, source: Option<Source>, content: Content) -> Found {
    let mut words_of_source = Vec::new();
    if let Some(Source { phrase, relative }) = source {
        words_of_source.push(phrase);
        words_of_source.extend(relative.map(|n| n..n + 1));
    }
    Found {
        source: words_of_source,
        cue: vec![cue.tokens.clone()],
        rule: rule(&content, cue),
        content: vec![content.tokens],
        addressee: content.addressee,
        verb: Some((cue.verb, cue.head)),
        is_negated: cue.is_negated,
        confidence: None,
        scores: vec![],
    }
}

fn rule(content: &Content, cue: &Cue) -> &'static str {
    match (content.frame, cue.mood) {
        _ if cue.is_passive => "rule:passive-cue",
        (Frame::That | Frame::Wh | Frame::Quote, Mood::Infinitive) => "rule:infinitive-then-that",
        (Frame::Object, Mood::Infinitive) => "rule:infinitive-then-object",
        (_, Mood::Infinitive) => "rule:infinitive-then-clause",
        (Frame::Quote, _) => "rule:cue-then-words-quoted",
        (Frame::That, Mood::Participle) => "rule:participle-then-that",
        (Frame::That, _) => "rule:cue-then-that",
        (Frame::Bare, Mood::Participle) => "rule:participle-then-clause",
        (Frame::Bare, _) => "rule:cue-then-clause",
        (Frame::Wh, _) => "rule:cue-then-question",
        (Frame::To, _) => "rule:cue-then-infinitive",
        (Frame::Object, Mood::Participle) => "rule:participle-then-object",
        (Frame::Object, _) => "rule:cue-then-object",
        (Frame::Gerund, _) => "rule:cue-then-gerund",
    }
}
