//! Spans with a role in, attributions out: which source and which content belong to a cue.
//!
//! Every content goes to the cue that is nearest, in words, with the ends of sentences and paragraphs and the spans between counted
//! as further words; a cue that has none takes one from its neighbourhood; then each attribution takes the nearest source, and several may
//! take the same: "Peskov **said** that ... and **added** that ...". The weights were set by hand on PolNeAR train; with its gold spans
//! they give .956 on dev (`training/encoder`, `linker.py`, does the same).

use std::ops::Range;

use model::{Role, RoleSpan};

/// Who said what, in numbers of words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attribution {
    /// The words that name who says; empty when nobody is named.
    pub source: Vec<Range<usize>>,
    /// The words of saying; empty for a content without.
    pub cue: Vec<Range<usize>>,
    /// What is said, in order; never empty.
    pub content: Vec<Range<usize>>,
    /// 0 to 1: the geometric mean over its spans, and less without a source.
    pub confidence: f32,
}

/// Where a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Number of its sentence.
    pub sentence: usize,
    /// Number of its paragraph.
    pub paragraph: usize,
}

/// The attributions of a text: `places` has one entry for each word, `spans` are in order and do not overlap.
pub fn link(places: &[Place], spans: &[RoleSpan]) -> Vec<Attribution> {
    let of = |role| spans.iter().filter(|span| span.role == role).map(|span| span.words.clone()).collect();
    let linker = Linker { places, sources: of(Role::Source), cues: of(Role::Cue), contents: of(Role::Content) };
    let mut found: Vec<Attribution> =
        linker.cues.iter().map(|cue| Attribution { cue: vec![cue.clone()], ..Attribution::default() }).collect();
    linker.give_contents(&mut found);
    found.retain(|attribution| !attribution.content.is_empty());
    for attribution in &mut found {
        attribution.content.sort_by_key(|content| content.start);
        linker.give_source(attribution);
        attribution.confidence = confidence(attribution, spans);
    }
    found
}

// Chosen on PolNeAR train, 2026-11: what stands between two spans, in words.
const OVER_SENTENCE: usize = 12;
const OVER_PARAGRAPH: usize = 30;
/// Words of saying stand before what is said more often than behind it.
const CUE_BEHIND: usize = 2;
/// A content that is this far from every cue has none.
const FAR_FROM_CUE: usize = 60;
/// A cue without content looks this far.
const FAR_FROM_CONTENT: usize = 25;
const FAR_FROM_SOURCE: usize = 40;
/// Of a confidence, for an attribution to nobody.
const WITHOUT_SOURCE: f32 = 0.6;

struct Linker<'a> {
    places: &'a [Place],
    sources: Vec<Range<usize>>,
    cues: Vec<Range<usize>>,
    contents: Vec<Range<usize>>,
}

impl Linker<'_> {
    fn give_contents(&self, found: &mut Vec<Attribution>) {
        let mut left = Vec::new();
        for content in &self.contents {
            let cost = |cue: &Range<usize>| {
                self.distance(content, cue)
                    + 8 * count_between(&self.contents, content, cue)
                    + 6 * count_between(&self.cues, content, cue)
                    + if cue.start > content.start { CUE_BEHIND } else { 0 }
            };
            match nearest(&self.cues, content, FAR_FROM_CUE, cost) {
                Some(cue) => found[cue].content.push(content.clone()),
                None => left.push(content.clone()),
            }
        }
        for n in 0..found.len() {
            if found[n].content.is_empty() {
                self.find_content(n, found);
            }
        }
        found.extend(left.into_iter().map(|content| Attribution { content: vec![content], ..Attribution::default() }));
    }

    /// A cue without content takes the nearest one: from a cue that has several, or together with the cue that has it.
    fn find_content(&self, n: usize, found: &mut [Attribution]) {
        let cue = &self.cues[n];
        let near = nearest(&self.contents, cue, FAR_FROM_CONTENT, |content| self.distance(content, cue));
        let Some(content) = near.map(|at| self.contents[at].clone()) else { return };
        let Some(giver) = found.iter_mut().find(|other| other.content.contains(&content)) else { return };
        if giver.content.len() > 1 {
            giver.content.retain(|other| *other != content);
        }
        found[n].content.push(content);
    }

    fn give_source(&self, attribution: &mut Attribution) {
        let Some(anchor) = attribution.cue.first().or(attribution.content.first()) else { return };
        let cost = |source: &Range<usize>| {
            self.distance(source, anchor)
                + 4 * count_between(&self.cues, source, anchor)
                + 3 * count_between(&self.sources, source, anchor)
                + 2 * count_between(&self.contents, source, anchor)
        };
        if let Some(source) = nearest(&self.sources, anchor, FAR_FROM_SOURCE, cost) {
            attribution.source.push(self.sources[source].clone());
        }
    }

    /// Words between two spans; the end of a sentence counts as several, the end of a paragraph as many.
    fn distance(&self, one: &Range<usize>, other: &Range<usize>) -> usize {
        let (first, second) = in_order(one, other);
        let (last, next) = (self.places[first.end - 1], self.places[second.start]);
        second.start.saturating_sub(first.end)
            + OVER_SENTENCE * next.sentence.saturating_sub(last.sentence)
            + OVER_PARAGRAPH * next.paragraph.saturating_sub(last.paragraph)
    }
}

fn in_order<'s>(one: &'s Range<usize>, other: &'s Range<usize>) -> (&'s Range<usize>, &'s Range<usize>) {
    if (one.start, one.end) <= (other.start, other.end) { (one, other) } else { (other, one) }
}

/// Spans of a list that lie between two spans.
fn count_between(spans: &[Range<usize>], one: &Range<usize>, other: &Range<usize>) -> usize {
    let (first, second) = in_order(one, other);
    let behind = spans.partition_point(|span| span.start < first.end);
    spans.partition_point(|span| span.end <= second.start).saturating_sub(behind)
}

/// The number of the span with the least cost below `limit`, the first of equal ones. No cost is less than the words between.
fn nearest(
    spans: &[Range<usize>],
    to: &Range<usize>,
    limit: usize,
    cost: impl Fn(&Range<usize>) -> usize,
) -> Option<usize> {
    let first = spans.partition_point(|span| span.end + limit <= to.start);
    let near = spans.iter().enumerate().skip(first).take_while(|(_, span)| span.start < to.end + limit);
    near.map(|(at, span)| (cost(span), at)).filter(|(cost, _)| *cost < limit).min().map(|(_, at)| at)
}

fn confidence(attribution: &Attribution, spans: &[RoleSpan]) -> f32 {
    let parts = [&attribution.source, &attribution.cue, &attribution.content];
    let of = |words: &Range<usize>| spans.binary_search_by_key(&words.start, |span| span.words.start).ok();
    let logs: Vec<f32> = parts.into_iter().flatten().filter_map(of).map(|at| spans[at].confidence.ln()).collect();
    let mean = (logs.iter().sum::<f32>() / logs.len().max(1) as f32).exp();
    if attribution.source.is_empty() { WITHOUT_SOURCE * mean } else { mean }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One letter a word: s, c and x begin a source, a cue and a content, capitals go on; a full stop is one too and ends the sentence.
    fn linked(words: &str) -> Vec<String> {
        let (mut spans, mut places, mut sentence): (Vec<RoleSpan>, Vec<Place>, usize) = (Vec::new(), Vec::new(), 0);
        for (at, c) in words.chars().enumerate() {
            places.push(Place { sentence, paragraph: 0 });
            sentence += usize::from(c == '.');
            let role = match c {
                's' => Role::Source,
                'c' => Role::Cue,
                'x' => Role::Content,
                'S' | 'C' | 'X' => {
                    spans.last_mut().unwrap().words.end = at + 1;
                    continue;
                }
                _ => continue,
            };
            spans.push(RoleSpan { role, words: at..at + 1, confidence: 0.9 });
        }
        let written = |spans: &[Range<usize>]| spans.iter().map(|span| format!("{}", span.start)).collect::<String>();
        let one = |found: &Attribution| {
            format!("{}:{}:{}", written(&found.source), written(&found.cue), written(&found.content))
        };
        link(&places, &spans).iter().map(one).collect()
    }

    #[test]
    fn a_content_goes_to_the_nearest_cue_and_takes_its_source() {
        assert_eq!(linked("sSc-xXX."), ["0:2:4"]);
        assert_eq!(linked("xX-cs.sc-x"), ["4:3:0", "6:7:9"]);
    }

    #[test]
    fn a_source_is_shared_by_two_cues() {
        assert_eq!(linked("sc-x-c-x"), ["0:1:3", "0:5:7"]);
    }

    #[test]
    fn a_content_on_both_sides_of_its_cue_is_one_statement() {
        assert_eq!(linked("xX-sc-xX"), ["3:4:06"]);
    }

    #[test]
    fn a_content_without_cue_stands_alone_and_a_cue_without_content_is_none() {
        assert_eq!(linked("s-x"), ["0::2"]);
        assert_eq!(linked("sc-----"), [""; 0]);
    }

    #[test]
    fn what_is_far_away_is_not_linked() {
        let far = format!("sc{}x", "-".repeat(70));
        assert_eq!(linked(&far), ["::72"]);
    }

    #[test]
    fn nobody_named_is_less_sure() {
        let places = [Place { sentence: 0, paragraph: 0 }; 4];
        let span = |role, at| RoleSpan { role, words: at..at + 1, confidence: 0.8 };
        let named = link(&places, &[span(Role::Source, 0), span(Role::Cue, 1), span(Role::Content, 2)]);
        let unnamed = link(&places, &[span(Role::Cue, 1), span(Role::Content, 2)]);
        assert!((named[0].confidence - 0.8).abs() < 1e-6 && (unnamed[0].confidence - 0.48).abs() < 1e-6);
    }
}
