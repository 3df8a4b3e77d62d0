//! Spans with a role in, attributions out: which cue and which source belong to a content.
//!
//! Every content chooses a cue among those near it, or none; a cue that nobody chose takes a content from its neighbourhood; then each
//! attribution chooses a source, and several may choose the same: "Peskov **said** that ... and **added** that ...". A choice is a
//! conditional logit (McFadden 1974) over features of the words between (`features.rs`); its weights were learned on PolNeAR train and
//! our own annotation (`training/linker`), which reads the features that are made here (`training.rs`).

mod features;
mod training;
mod weights;

use std::ops::Range;

use model::{Role, RoleSpan};

use super::words::Words;
use features::Kind;
pub use training::{Choice, GoldAttribution, choices, outcomes};
pub use weights::{LinkerWeights, WeightsError};

/// Who said what, in numbers of spans.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Attribution {
    /// The span that names who says; nothing when nobody is named.
    pub source: Option<usize>,
    /// The words of saying; nothing for a content without.
    pub cue: Option<usize>,
    /// What is said, in order; never empty.
    pub content: Vec<usize>,
    /// The words of another attribution that is said as a whole: "X said *Y had promised to leave*".
    pub whole: Option<Range<usize>>,
    /// Probabilities of the two choices.
    pub sure_of_cue: f64,
    pub sure_of_source: f64,
}

/// Options that are looked at on each side.
const N_EACH_SIDE: usize = 5;
/// An option lies at most so many words away, and so many paragraphs.
const FAR: usize = 100;
const FAR_PARAGRAPHS: usize = 3;
/// A cue without content looks this far.
const FAR_FROM_CONTENT: usize = 25;

/// The attributions of a text's spans, which are in order and do not overlap.
pub(super) fn link(roles: &Roles<'_>, weights: &LinkerWeights) -> Vec<Attribution> {
    let mut found: Vec<Attribution> = roles
        .cues
        .iter()
        .map(|cue| Attribution { cue: Some(*cue), sure_of_cue: 1.0, ..Attribution::default() })
        .collect();
    let (mut left, mut shared) = (Vec::new(), Vec::new());
    for content in &roles.contents {
        let options = roles.near(&roles.cues, *content);
        let (chosen, probability) = choose(roles, Kind::Cue, *content, &options, weights);
        match chosen {
            Some(cue) => {
                let own = &mut found[roles.cues.partition_point(|other| *other < cue)];
                own.content.push(*content);
                own.sure_of_cue = own.sure_of_cue.min(probability);
            }
            None => {
                left.push(Attribution { content: vec![*content], sure_of_cue: probability, ..Attribution::default() });
            }
        }
    }
    for n in 0..found.len() {
        if found[n].content.is_empty() {
            shared.extend(find_content(roles, n, &mut found).map(|giver| (n, giver)));
        }
    }
    choose_sources(roles, &mut found, weights);
    choose_sources(roles, &mut left, weights);
    for (n, giver) in shared {
        found[n].whole = whole(roles, &found[n], &found[giver]);
    }
    found.append(&mut left);
    found.retain(|attribution| !attribution.content.is_empty());
    found
}

fn choose_sources(roles: &Roles<'_>, found: &mut [Attribution], weights: &LinkerWeights) {
    for attribution in found.iter_mut().filter(|attribution| !attribution.content.is_empty()) {
        let anchor = attribution.cue.unwrap_or(attribution.content[0]);
        let options = roles.near(&roles.sources, anchor);
        (attribution.source, attribution.sure_of_source) = choose(roles, Kind::Source, anchor, &options, weights);
    }
}

/// A cue without content takes the nearest one: from a cue that has several, or together with the cue that has it, whose number is
/// the answer.
fn find_content(roles: &Roles<'_>, n: usize, found: &mut [Attribution]) -> Option<usize> {
    let cue = found[n].cue?;
    let distance = |content: &usize| roles.distance(*content, cue);
    let near = roles
        .contents
        .iter()
        .filter(|content| distance(content) < FAR_FROM_CONTENT)
        .min_by_key(|content| (roles.breaks_between(**content, cue), distance(content)));
    let content = *near?;
    let giver = found.iter().position(|other| other.content.contains(&content))?;
    let has_more = found[giver].content.len() > 1;
    if has_more {
        found[giver].content.retain(|other| *other != content);
    }
    found[n].content.push(content);
    (!has_more).then_some(giver)
}

/// Words between a cue and what somebody else says in its content ("said on Monday that").
const FAR_FROM_WHOLE: usize = 6;

/// The words of `inner` when they stand as a whole on one side of the cue of `outer`, whose content it shares, and somebody else
/// says it: "X **said** *Y had promised to leave*", "*Y will leave, he said*, **according to** X".
fn whole(roles: &Roles<'_>, outer: &Attribution, inner: &Attribution) -> Option<Range<usize>> {
    let (cue, source) = (outer.cue?, inner.source.filter(|source| outer.source != Some(*source))?);
    let spans: Vec<usize> = inner.content.iter().copied().chain(inner.cue).chain([source]).collect();
    let (first, last) = (*spans.iter().min()?, *spans.iter().max()?);
    let nearest = if first > cue { first } else { last };
    let is_aside = first > cue || last < cue;
    let is_near =
        roles.distance(cue, nearest) <= FAR_FROM_WHOLE && roles.breaks_between(first.min(cue), last.max(cue)).0 == 0;
    (is_aside && is_near).then(|| roles.range(first).start..roles.range(last).end)
}

impl Attribution {
    /// The words that are said.
    pub fn said(&self, spans: &[RoleSpan]) -> Vec<Range<usize>> {
        let of_spans = || self.content.iter().map(|span| spans[*span].words.clone()).collect();
        self.whole.clone().map_or_else(of_spans, |whole| std::iter::once(whole).collect())
    }
}

/// The likeliest option, or that it is none of them, with its probability.
fn choose(
    roles: &Roles<'_>,
    kind: Kind,
    to: usize,
    options: &[usize],
    weights: &LinkerWeights,
) -> (Option<usize>, f64) {
    let mut scores: Vec<f64> =
        options.iter().map(|option| weights.score(&features::of_pair(roles, kind, to, *option, options))).collect();
    scores.push(weights.score(&features::of_none(roles, kind, to, options)));
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = scores.iter().map(|score| (score - most).exp()).sum();
    let best = scores.iter().position(|score| *score == most).unwrap_or(options.len());
    (options.get(best).copied(), 1.0 / sum)
}

/// The spans of a text with what the linker sees around them. A span is known by its number.
pub(super) struct Roles<'a> {
    pub words: &'a Words<'a>,
    pub spans: &'a [RoleSpan],
    pub sources: Vec<usize>,
    pub cues: Vec<usize>,
    pub contents: Vec<usize>,
    /// How many words before each stand in no span.
    n_free: Vec<usize>,
}

impl<'a> Roles<'a> {
    pub fn new(words: &'a Words<'a>, spans: &'a [RoleSpan]) -> Roles<'a> {
        let of = |role| (0..spans.len()).filter(|n| spans[*n].role == role).collect();
        let mut is_free = vec![true; words.len()];
        spans.iter().flat_map(|span| span.words.clone()).for_each(|n| is_free[n] = false);
        let mut n_free = vec![0];
        n_free.extend(is_free.iter().scan(0, |sum, free| {
            *sum += usize::from(*free);
            Some(*sum)
        }));
        Roles { words, spans, sources: of(Role::Source), cues: of(Role::Cue), contents: of(Role::Content), n_free }
    }

    fn range(&self, span: usize) -> &Range<usize> {
        &self.spans[span].words
    }

    /// The words between two spans.
    fn between(&self, one: usize, other: usize) -> Range<usize> {
        let (first, second) = (self.range(one.min(other)), self.range(one.max(other)));
        first.end..second.start.max(first.end)
    }

    fn distance(&self, one: usize, other: usize) -> usize {
        self.between(one, other).len()
    }

    /// Words between that stand in no span.
    fn free_between(&self, one: usize, other: usize) -> usize {
        let between = self.between(one, other);
        self.n_free[between.end] - self.n_free[between.start]
    }

    /// Sentences and paragraphs between the end of one span and the start of another.
    fn breaks_between(&self, one: usize, other: usize) -> (usize, usize) {
        let (last, next) = (self.range(one.min(other)).end - 1, self.range(one.max(other)).start);
        let words = self.words;
        (words.sentence_of(next) - words.sentence_of(last), words.paragraph_of(next) - words.paragraph_of(last))
    }

    /// How many of these spans, in order, lie between two others.
    fn count_between(list: &[usize], one: usize, other: usize) -> usize {
        let behind = list.partition_point(|span| *span <= one.min(other));
        list.partition_point(|span| *span < one.max(other)).saturating_sub(behind)
    }

    /// Those of a list that may belong to a span, in order.
    fn near(&self, list: &[usize], to: usize) -> Vec<usize> {
        let at = list.partition_point(|span| *span < to);
        let is_near =
            |span: &&usize| self.distance(**span, to) <= FAR && self.breaks_between(**span, to).1 <= FAR_PARAGRAPHS;
        let before = list[..at].iter().rev().take(N_EACH_SIDE).take_while(is_near);
        let mut near: Vec<usize> = before.copied().collect();
        near.reverse();
        near.extend(list[at..].iter().filter(|span| **span != to).take(N_EACH_SIDE).take_while(is_near));
        near
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Data, Wanted, read};
    use text::Document;

    /// Links the spans marked in a text, `s{...}`, `c{...}`, `x{...}`, and writes each attribution as source / cue / contents.
    fn linked(marked: &str) -> Vec<String> {
        let (mut text, mut marks, mut open) = (String::new(), Vec::new(), None);
        let mut chars = marked.chars().peekable();
        while let Some(c) = chars.next() {
            match (c, chars.peek()) {
                ('s' | 'c' | 'x', Some('{')) => {
                    chars.next();
                    open = Some((c, text.len()));
                }
                ('}', _) => marks.extend(open.take().map(|(role, start)| (role, start..text.len()))),
                _ => text.push(c),
            }
        }
        let (document, data) = (Document::of_text(text, None), Data::lists());
        let reading = read(&document, &data, Wanted::TOKENS);
        let words = Words::new(&document, &reading, &data.cues);
        let spans: Vec<RoleSpan> = marks
            .into_iter()
            .map(|(role, bytes)| RoleSpan {
                role: match role {
                    's' => Role::Source,
                    'c' => Role::Cue,
                    _ => Role::Content,
                },
                words: words.at_or_behind(bytes.start)..words.at_or_behind(bytes.end),
                confidence: 0.9,
            })
            .collect();
        let written = |span: &usize| document.slice(reading.span_of(&spans[*span].words)).to_owned();
        let one = |found: &Attribution| {
            let said = |words: &Range<usize>| document.slice(reading.span_of(words)).to_owned();
            let contents: Vec<String> = found.said(&spans).iter().map(said).collect();
            let named = |span: Option<usize>| span.as_ref().map(written).unwrap_or_default();
            format!("{} / {} / {}", named(found.source), named(found.cue), contents.join(" + "))
        };
        link(&Roles::new(&words, &spans), &data.linker).iter().map(one).collect()
    }

    #[test]
    fn a_content_goes_to_its_cue_and_takes_its_source() {
        assert_eq!(linked("s{Peskov} c{said} that x{the talks were over}."), ["Peskov / said / the talks were over"]);
        assert_eq!(
            linked("“x{We go},” c{said} s{Peskov}. s{Lavrov} c{said} x{he stayed}."),
            ["Peskov / said / We go", "Lavrov / said / he stayed"]
        );
    }

    #[test]
    fn a_source_is_shared_by_two_cues() {
        let found = linked("s{Peskov} c{said} x{the talks were over} and c{added} that x{the line would hold}.");
        assert_eq!(found, ["Peskov / said / the talks were over", "Peskov / added / the line would hold"]);
    }

    #[test]
    fn a_content_on_both_sides_of_its_cue_is_one_statement() {
        assert_eq!(linked("“x{The plan},” s{he} c{said}, “x{would fail}.”"), ["he / said / The plan + would fail"]);
    }

    #[test]
    fn what_somebody_else_says_in_a_content_is_said_as_a_whole() {
        assert_eq!(
            linked("s{Lavrov} c{said} that s{the West} c{had told} x{Moscow to back the plan}."),
            [
                "Lavrov / said / the West had told Moscow to back the plan",
                "the West / had told / Moscow to back the plan"
            ]
        );
        assert_eq!(
            linked("s{The Council} c{has approved} x{a plan}, s{diplomats} c{say}."),
            ["The Council / has approved / a plan", "diplomats / say / The Council has approved a plan"]
        );
        // One who says the same thing twice says it once more, not that he says it.
        assert_eq!(
            linked("s{Lavrov} c{said} and c{repeated} that x{the plan was dead}."),
            ["Lavrov / said / the plan was dead", "Lavrov / repeated / the plan was dead"]
        );
    }

    #[test]
    fn a_cue_without_content_takes_none_of_another_sentence_when_its_own_has_one() {
        assert_eq!(
            linked("s{Peskov} c{said} x{no}. s{Lavrov} c{said} s{the West} c{had told} x{Moscow to back the plan}.")[1],
            "Lavrov / said / the West had told Moscow to back the plan"
        );
    }

    #[test]
    fn a_cue_without_content_is_no_statement() {
        let far = "The town lay quiet under the snow for the whole of that long winter. ".repeat(3);
        assert_eq!(linked(&format!("s{{Peskov}} c{{spoke}}. {far}")), [""; 0]);
    }

    #[test]
    fn what_is_far_away_is_not_linked() {
        let far = "The town lay quiet under the snow for the whole of that long winter. ".repeat(12);
        let found = linked(&format!("s{{Peskov}} c{{spoke}}. {far} “x{{We go}}.”"));
        assert_eq!(found, [" /  / We go"]);
    }
}
