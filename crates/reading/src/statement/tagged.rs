//! The model's spans, put together by the linker, as statements.

use std::ops::Range;

use model::{Role, RoleSpan};

use super::cue::cue_in;
use super::linker::{Attribution, LinkerWeights, Roles, link};
use super::words::Class;
use super::{Findings, Found, Sight, addressee, confidence};

/// What the model tagged and the linker put together.
const RULE: &str = "model:statements";

/// What is less sure is right so seldom that a reviewer would reject four of five. Chosen on PolNeAR dev, 2026-11-28.
const LEAST_CONFIDENCE: f64 = 0.15;

pub(super) fn find(page: &Sight<'_>, spans: &[RoleSpan], weights: &LinkerWeights, found: &mut Findings) {
    let spans = &whole_quotations(page, &with_subjects(page, spans));
    let roles = Roles::new(page.words, spans);
    for attribution in link(&roles, weights) {
        let statement = statement(page, spans, &attribution, weights, RULE);
        // What the layout gives to somebody is known already.
        let is_known = statement.content.iter().cloned().flatten().any(|n| found.is_taken(n));
        if !is_known && statement.confidence >= Some(LEAST_CONFIDENCE) {
            found.items.push(statement);
        }
    }
}

/// A few words tagged as said right between two cues name who says the second: "Annan said *the conference* had agreed to meet".
fn with_subjects(page: &Sight<'_>, spans: &[RoleSpan]) -> Vec<RoleSpan> {
    let mut spans = spans.to_vec();
    for n in 1..spans.len().saturating_sub(2) {
        let [before, own, cue, said] = &spans[n - 1..n + 3] else { continue };
        let roles =
            [before.role, own.role, cue.role, said.role] == [Role::Cue, Role::Content, Role::Cue, Role::Content];
        let gaps = own.words.start - before.words.end <= 1 && own.words.end == cue.words.start;
        let is_quoted = |range: &Range<usize>| page.words.quotation(range.start).is_some();
        let is_phrase = own.words.len() <= LONGEST_SUBJECT && !is_quoted(&own.words) && !is_quoted(&said.words);
        // "talked about *the matter*": a phrase belongs to the preposition before it.
        let is_led = [before.words.end - 1, cue.words.start].iter().any(|n| page.words.is(*n, Class::PREPOSITION));
        let sentence = |range: &Range<usize>| page.words.sentence_of(range.start);
        if roles && gaps && is_phrase && !is_led && sentence(&before.words) == sentence(&said.words) {
            spans[n].role = Role::Source;
        }
    }
    spans
}

/// In words.
const LONGEST_SUBJECT: usize = 6;

/// A content that begins with a quotation goes on to its end, when nothing else was tagged there.
fn whole_quotations(page: &Sight<'_>, spans: &[RoleSpan]) -> Vec<RoleSpan> {
    let mut spans = spans.to_vec();
    for n in 0..spans.len() {
        let RoleSpan { role: Role::Content, words: own, .. } = &spans[n] else { continue };
        let Some(quotation) = page.words.quotation(own.start).map(|number| &page.quotations[number]) else { continue };
        let first = page.words.at_or_behind(quotation.span.start);
        let end = page.words.at_or_behind(quotation.span.end);
        let is_free = spans.get(n + 1).is_none_or(|next| next.words.start >= end);
        if own.start <= first + 1 && own.end < end && is_free && !quotation.is_open {
            spans[n].words.end = end;
        }
    }
    spans
}

/// "*The zone* which the League calls for": the pronoun leads on, and is not said.
fn without_relative(page: &Sight<'_>, said: Range<usize>) -> Range<usize> {
    let leads_on = said.len() > 1 && matches!(page.words.lower(said.end - 1), "which" | "who" | "whom");
    if leads_on { said.start..said.end - 1 } else { said }
}

/// An attribution as a statement that `rule` found.
pub(super) fn statement(
    page: &Sight<'_>,
    spans: &[RoleSpan],
    attribution: &Attribution,
    weights: &LinkerWeights,
    rule: &'static str,
) -> Found {
    let range = |span: usize| spans[span].words.clone();
    let cue = attribution.cue.map(range);
    let verb = cue.as_ref().and_then(|cue| cue_in(page.words, cue, page.lexicon));
    let content: Vec<Range<usize>> =
        attribution.said(spans).into_iter().map(|said| without_relative(page, said)).collect();
    let told = verb.as_ref().zip(cue.as_ref());
    let addressee = told.and_then(|(verb, span)| addressee::addressee(page.words, verb, span, &content, page.lexicon));
    Found {
        source: attribution.source.map(range).into_iter().collect(),
        cue: cue.into_iter().collect(),
        content,
        addressee,
        verb: verb.as_ref().map(|cue| (cue.verb, cue.head)),
        is_negated: verb.is_some_and(|cue| cue.is_negated),
        rule,
        confidence: Some(confidence::of_attribution(spans, attribution, weights)),
        scores: confidence::scores(spans, attribution),
    }
}
