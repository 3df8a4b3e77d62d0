//! Statements inside what somebody says: "X said that *Y had promised to leave*".
//!
//! The model looks once more at each content that was found, and at what stands inside it; its spans are linked as those of the whole
//! text are, each content for itself. Leaves alone: what has no words of saying of its own, and what was found already.

use std::collections::HashSet;
use std::ops::Range;

use super::linker::{LinkerWeights, Roles, link};
use super::{Found, Inside, Sight, Statement, tagged};
use text::Span;

/// What the model tagged inside a content.
const RULE: &str = "model:nested";
/// "X said that Y had said that Z would go": so deep, no deeper.
const MAX_DEPTH: usize = 3;

/// The statements inside the contents of these.
pub(super) fn find(page: &Sight<'_>, outer: &[Found], inside: Inside<'_>, weights: &LinkerWeights) -> Vec<Found> {
    let (mut found, mut seen): (Vec<Found>, HashSet<Vec<Range<usize>>>) = Default::default();
    let mut looked_at: Vec<Found> = outer.to_vec();
    for _ in 0..MAX_DEPTH {
        let mut next = Vec::new();
        for holder in looked_at.iter().filter(|holder| seen.insert(holder.content.clone())) {
            let is_new = |item: &Found| {
                !item.cue.is_empty() && !outer.iter().chain(&found).chain(&next).any(|other| is_same(other, item))
            };
            let new: Vec<Found> = of_content(page, holder, inside, weights).into_iter().filter(is_new).collect();
            next.extend(new);
        }
        found.extend(next.iter().cloned());
        looked_at = next;
    }
    found
}

fn of_content(page: &Sight<'_>, holder: &Found, inside: Inside<'_>, weights: &LinkerWeights) -> Vec<Found> {
    let spans = inside(&holder.content);
    if spans.is_empty() {
        return Vec::new();
    }
    let roles = Roles::new(page.words, &spans);
    let statement = |attribution| tagged::statement(page, &spans, &attribution, weights, RULE);
    link(&roles, weights).into_iter().map(statement).collect()
}

/// Were the same words of saying found already, or the same content?
fn is_same(one: &Found, other: &Found) -> bool {
    let overlap = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    one.cue.iter().any(|cue| other.cue.iter().any(|own| overlap(cue, own))) || one.content == other.content
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
