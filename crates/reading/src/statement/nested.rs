//! Statements inside what somebody says: "X said that *Y had promised to leave*".
//!
//! The model tags each word once, so what stands inside a content is looked for by the rules of `clause.rs`, sentence by sentence and
//! outside quotation marks. Leaves alone: "X said that the claims were many", "X said he wanted to leave" (X's own wish: one statement).

use std::ops::Range;

use text::Span;

use super::words::{Class, Words};
use super::{Findings, Found, Sight, Statement, clause, confidence, cue};

/// Of rules that are right inside a content often enough, for words that are an act towards somebody ("threatened to") and for others.
/// PolNeAR marks nothing inside contents, so each costs there: half a point of F1 in all, 2026-11-28.
const LEAST_PRECISION: [f64; 2] = [0.5, 0.69];
/// Inside a content a rule is right that much less often than in the author's own sentences.
const INSIDE: f64 = 0.6;

/// The statements inside the contents of these.
pub(super) fn find(page: &Sight<'_>, outer: &[Found]) -> Vec<Found> {
    let parts = outer.iter().flat_map(|found| {
        let own = |content: &Range<usize>| parts(page.words, content);
        found.content.iter().flat_map(own).map(move |part| (found, part))
    });
    let mut room = Findings { taken: vec![false; page.words.len()], ..Findings::default() };
    parts.flat_map(|(found, part)| inside(page, found, part, &mut room)).collect()
}

/// A content, cut where sentences end.
fn parts(words: &Words<'_>, content: &Range<usize>) -> Vec<Range<usize>> {
    let sentences = words.sentence_of(content.start)..=words.sentence_of(content.end - 1);
    let cut = |n: usize| {
        let sentence = words.sentence(n);
        sentence.start.max(content.start)..sentence.end.min(content.end)
    };
    sentences.map(cut).filter(|part| !part.is_empty()).collect()
}

/// The statements inside a part of a content. `room` is left empty for the next one: each part is looked at alone.
fn inside(page: &Sight<'_>, outer: &Found, part: Range<usize>, room: &mut Findings) -> Vec<Found> {
    let cues = cue::cues(page.words, part.clone(), page.lexicon);
    if cues.is_empty() {
        return Vec::new();
    }
    clause::find(page, part.clone(), &cues, room);
    room.taken[part].fill(false);
    room.problems.clear();
    let is_act = |item: &Found| item.verb.is_some_and(|(verb, _)| page.lexicon.verb(verb).act.is_some());
    let is_sure = |item: &Found| confidence::of(item.rule) >= LEAST_PRECISION[usize::from(!is_act(item))];
    let is_kept = |item: &Found| is_anothers(page.words, item) && is_sure(item);
    let weigh = |item: Found| {
        let whole = outer.confidence.unwrap_or_else(|| confidence::of(outer.rule));
        Found { confidence: Some(INSIDE * confidence::of(item.rule) * whole), ..item }
    };
    room.items.drain(..).filter(is_kept).map(weigh).collect()
}

/// Does somebody speak who is named there, and is no pronoun that may mean the speaker of the whole?
fn is_anothers(words: &Words<'_>, item: &Found) -> bool {
    let pronoun = Class::SUBJECT_PRONOUN.with(Class::OBJECT_PRONOUN).with(Class::RELATIVE);
    item.source.first().is_some_and(|source| !(source.len() == 1 && words.is(source.start, pronoun)))
}

/// For each statement the one that it stands in: the smallest whose content holds its source, cue and content.
pub(super) fn containers(statements: &[Statement]) -> Vec<Option<usize>> {
    let reach = |statement: &Statement| {
        let all = statement.source.iter().chain(&statement.cue).chain(&statement.content);
        all.copied().reduce(Span::cover).unwrap_or_default()
    };
    let reaches: Vec<Span> = statements.iter().map(reach).collect();
    let holds = |outer: usize, inner: usize| {
        statements[outer].content.iter().any(|content| content.contains(reaches[inner])) && outer != inner
    };
    let size = |n: &usize| statements[*n].content.iter().map(|span| span.len()).sum::<usize>();
    let container = |inner: usize| {
        // Statements stand in the order of their first words: what holds this one begins before it, or a little behind.
        let first = inner.saturating_sub(MAX_APART);
        (first..statements.len().min(inner + MAX_APART)).filter(|outer| holds(*outer, inner)).min_by_key(size)
    };
    (0..statements.len()).map(container).collect()
}

/// How many statements may begin between one and another inside it.
const MAX_APART: usize = 64;
