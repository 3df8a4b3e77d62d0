//! What the weights are learned from: the linker's choices on labelled texts, with the right options.

use model::RoleSpan;
use text::{Document, Span};

use super::features::{Kind, of_none, of_pair};
use super::{Attribution, Roles, Words, link};
use crate::statement::confidence;
use crate::{Data, Reading};

/// An attribution as somebody labelled it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GoldAttribution {
    /// Who says.
    pub source: Vec<Span>,
    /// The words of saying.
    pub cue: Vec<Span>,
    /// What is said.
    pub content: Vec<Span>,
}

/// A choice of the linker.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The features of each option, with their values; that of none is the last.
    pub options: Vec<Vec<(String, f64)>>,
    /// Numbers of those that are right; at least one.
    pub right: Vec<usize>,
}

/// A span that shares less than this with what somebody labelled teaches nothing.
const LEAST_SHARED: f64 = 0.3;

/// The choices that the linker has to make among these spans, for those whose right answer is known.
pub fn choices(
    document: &Document,
    reading: &Reading<'_>,
    spans: &[RoleSpan],
    gold: &[GoldAttribution],
    data: &Data,
) -> Vec<Choice> {
    let words = Words::new(document, reading, &data.cues);
    let roles = Roles::new(&words, spans);
    let bytes: Vec<Span> = spans.iter().map(|span| reading.span_of(&span.words)).collect();
    let touches = |span: usize, gold: &[Span]| gold.iter().any(|piece| piece.overlaps(bytes[span]));
    let of_content = |span: usize| -> Vec<&GoldAttribution> {
        let shared = |own: &GoldAttribution| {
            own.content.iter().filter_map(|piece| piece.intersection(bytes[span])).map(Span::len).sum::<usize>()
        };
        let is_enough = |own: &&GoldAttribution| shared(own) as f64 >= LEAST_SHARED * bytes[span].len() as f64;
        gold.iter().filter(is_enough).collect()
    };
    let mut found = Vec::new();
    for content in &roles.contents {
        let attributions = of_content(*content);
        if attributions.is_empty() {
            continue;
        }
        let options = roles.near(&roles.cues, *content);
        let is_right = |cue: usize| attributions.iter().any(|own| touches(cue, &own.cue));
        found.push(choice(&roles, Kind::Cue, *content, &options, is_right));
        for own in attributions {
            let cue = options.iter().find(|cue| touches(**cue, &own.cue)).copied();
            if cue.is_none() && !own.cue.is_empty() {
                continue;
            }
            let anchor = cue.unwrap_or(*content);
            let options = roles.near(&roles.sources, anchor);
            found.push(choice(&roles, Kind::Source, anchor, &options, |source| touches(source, &own.source)));
        }
    }
    found
}

/// For each attribution that the linker makes of these spans, what its confidence is made of, with whether it is right: the first option
/// is that it is. For spans of a text that neither the model nor the linker has seen.
pub fn outcomes(
    document: &Document,
    reading: &Reading<'_>,
    spans: &[RoleSpan],
    gold: &[GoldAttribution],
    data: &Data,
) -> Vec<Choice> {
    let words = Words::new(document, reading, &data.cues);
    let of = |span: usize| reading.span_of(&spans[span].words);
    let outcome = |found: &Attribution| {
        let content: Vec<Span> = found.said(spans).iter().map(|words| reading.span_of(words)).collect();
        let is_right = gold.iter().any(|own| {
            let is_source = match found.source {
                Some(source) => own.source.iter().any(|piece| piece.overlaps(of(source))),
                None => own.source.is_empty(),
            };
            is_source && jaccard(&content, &own.content) >= LEAST_JACCARD
        });
        let options = vec![confidence::features(spans, found), Vec::new()];
        Choice { options, right: vec![usize::from(!is_right)] }
    };
    link(&Roles::new(&words, spans), &data.linker).iter().map(outcome).collect()
}

/// Contents that share this much of their bytes are the same: the criterion of `statements.py`, which counts characters.
const LEAST_JACCARD: f64 = 0.5;

fn jaccard(one: &[Span], other: &[Span]) -> f64 {
    let size = |spans: &[Span]| spans.iter().map(|span| span.len()).sum::<usize>();
    let pairs = one.iter().flat_map(|a| other.iter().filter_map(|b| a.intersection(*b)));
    let n_common = pairs.map(Span::len).sum::<usize>();
    n_common as f64 / (size(one) + size(other) - n_common).max(1) as f64
}

fn choice(roles: &Roles<'_>, kind: Kind, to: usize, options: &[usize], is_right: impl Fn(usize) -> bool) -> Choice {
    let mut right: Vec<usize> = (0..options.len()).filter(|n| is_right(options[*n])).collect();
    if right.is_empty() {
        right.push(options.len());
    }
    let mut features: Vec<_> = options.iter().map(|option| of_pair(roles, kind, to, *option, options)).collect();
    features.push(of_none(roles, kind, to, options));
    Choice { options: features, right }
}
