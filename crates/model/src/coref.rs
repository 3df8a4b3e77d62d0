//! Which words name the same person or thing: the head of a mention stands for it (Dobrovolskii 2021).
//!
//! The words that look most like heads of mentions are candidates. For each, a product of two vectors tells the likeliest earlier
//! candidates, and a closer look at these few - both vectors, how far apart, the same word or not, in quotation marks or not - tells
//! which one it goes back to, if any. A mention then reaches from its head to a first and a last word inside its sentence.

use std::collections::HashSet;
use std::ops::Range;

use rayon::prelude::*;

use crate::ModelError;
use crate::chain::greatest;
use crate::labels;
use crate::linear::{Linear, Products, Room, gelu};
use crate::weights::Weights;
use crate::window::runs;
use crate::word::{QuoteState, Word};

/// Words that name someone or something that is named elsewhere too.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Numbers of the words.
    pub words: Range<usize>,
    /// The word that stands for it.
    pub head: usize,
    /// 0 to 1: how sure it is that it goes back to an earlier mention; 0 for the first of a cluster.
    pub confidence: f32,
}

pub struct CorefHead {
    mention_share: f32,
    n_antecedents: usize,
    inner: usize,
    mention: Linear,
    anaphor: Linear,
    antecedent: Linear,
    /// The closer look, in its three parts: of the one, of the other, of their product.
    of_anaphor: Linear,
    of_antecedent: Linear,
    of_both: Linear,
    features: Vec<f32>,
    link: Vec<f32>,
    link_bias: f32,
    span: Linear,
    span_first: Linear,
    span_last: Linear,
}

const N_FEATURES: usize = 26;
/// Candidates that are looked back over: those of about 5,000 words, so that a text of any length is read in its length.
const MAX_LOOK_BACK: usize = 2_000;
/// Earlier candidates that get a closer look, at most.
const MAX_LOOKS: usize = 100;
/// Candidates that are looked at together: as many rows as a product likes, and enough pieces for several threads.
const TOGETHER: usize = 64;

/// A candidate's numbers beside each other, `inner` for each.
struct Candidates {
    /// Numbers of the words.
    at: Vec<usize>,
    /// Their vectors.
    vectors: Vec<f32>,
    mention: Vec<f32>,
    anaphor: Vec<f32>,
    antecedent: Vec<f32>,
    of_anaphor: Vec<f32>,
    of_antecedent: Vec<f32>,
}

impl CorefHead {
    pub fn read(
        weights: &Weights<'_>,
        labels: &labels::Coref,
        width: usize,
        products: &Products,
    ) -> Result<CorefHead, ModelError> {
        let linear = |name: &str, shape| Linear::of_head(weights, name, shape, products);
        let (_, inner) = weights.rows_and_columns("anaphor.weight")?;
        let pair = weights.floats("pair.weight", &[3 * inner, inner])?;
        let bias = weights.floats("pair.bias", &[inner])?;
        let zeros = vec![0.0; inner];
        let part = |n: usize, bias: &[f32]| {
            Linear::of(&pair[n * inner * inner..(n + 1) * inner * inner], inner, bias.to_vec(), products)
        };
        Ok(CorefHead {
            mention_share: labels.mention_share.clamp(0.0, 1.0),
            n_antecedents: labels.n_antecedents.min(MAX_LOOKS),
            inner,
            mention: linear("mention", (width, 1))?,
            anaphor: linear("anaphor", (width, inner))?,
            antecedent: linear("antecedent", (width, inner))?,
            of_anaphor: part(0, &bias),
            of_antecedent: part(1, &zeros),
            of_both: part(2, &zeros),
            features: weights.floats("features.weight", &[N_FEATURES, inner])?,
            link: weights.floats("link.weight", &[inner, 1])?,
            link_bias: weights.floats("link.bias", &[1])?[0],
            span: linear("span", (width, inner))?,
            span_first: linear("span_first", (width, inner))?,
            span_last: linear("span_last", (width, inner))?,
        })
    }

    /// Clusters of at least two mentions, by their first ones; `vectors` are those of all words of a text.
    pub fn clusters(&self, vectors: &[f32], words: &[Word<'_>], products: &Products) -> Vec<Vec<Mention>> {
        if words.is_empty() {
            return vec![];
        }
        let candidates = self.candidates(vectors, words.len(), products);
        let lower: Vec<String> = candidates.at.iter().map(|at| words[*at].text.to_lowercase()).collect();
        let n = candidates.at.len();
        let starts: Vec<usize> = (0..n).step_by(TOGETHER).collect();
        let part = |start: &usize| self.links(&candidates, *start..(start + TOGETHER).min(n), words, &lower, products);
        let links: Vec<Option<(usize, f32)>> = starts.par_iter().map(part).collect::<Vec<_>>().concat();
        let spans = self.spans(vectors, words, &candidates, products);
        collected(&candidates.at, &links, spans)
    }

    fn candidates(&self, vectors: &[f32], n_words: usize, products: &Products) -> Candidates {
        let width = vectors.len() / n_words;
        let room = &mut Room::default();
        let mut apply = |linear: &Linear, rows: &[f32]| linear.applied(rows, products, room);
        let scores = apply(&self.mention, vectors);
        let n = ((self.mention_share * n_words as f32).round_ties_even() as usize).clamp(1, n_words);
        let mut at: Vec<usize> = (0..n_words).collect();
        at.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
        at.truncate(n);
        at.sort_unstable();
        let own: Vec<f32> = at.iter().flat_map(|at| &vectors[at * width..(at + 1) * width]).copied().collect();
        let anaphor = gelu(apply(&self.anaphor, &own));
        let antecedent = gelu(apply(&self.antecedent, &own));
        Candidates {
            mention: at.iter().map(|at| scores[*at]).collect(),
            of_anaphor: apply(&self.of_anaphor, &anaphor),
            of_antecedent: apply(&self.of_antecedent, &antecedent),
            at,
            vectors: own,
            anaphor,
            antecedent,
        }
    }

    /// For each candidate of a range the earlier one that it goes back to, with the score, if that is above zero: above none.
    fn links(
        &self,
        candidates: &Candidates,
        range: Range<usize>,
        words: &[Word<'_>],
        lower: &[String],
        products: &Products,
    ) -> Vec<Option<(usize, f32)>> {
        let first = range.start.saturating_sub(MAX_LOOK_BACK);
        let coarse = self.coarse(candidates, range.clone(), first..range.end, products);
        let n_earlier = range.end - first;
        let mut pairs: Vec<(usize, usize, f32)> = Vec::new();
        for (own, scores) in range.clone().zip(coarse.chunks_exact(n_earlier)) {
            let mut earlier: Vec<(usize, f32)> = (first..own).map(|other| (other, scores[other - first])).collect();
            let by_score = |a: &(usize, f32), b: &(usize, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
            if earlier.len() > self.n_antecedents {
                earlier.select_nth_unstable_by(self.n_antecedents, by_score);
                earlier.truncate(self.n_antecedents);
            }
            pairs.extend(earlier.into_iter().map(|(other, score)| (own, other, score)));
        }
        let looks = self.closer_looks(candidates, &pairs, words, lower, products);
        let mut best = vec![None; range.len()];
        for ((own, other, coarse), look) in pairs.into_iter().zip(looks) {
            let score = coarse + look;
            let best: &mut Option<(usize, f32)> = &mut best[own - range.start];
            if score > best.map_or(0.0, |(_, most)| most) {
                *best = Some((other, score));
            }
        }
        best
    }

    fn coarse(&self, candidates: &Candidates, of: Range<usize>, to: Range<usize>, products: &Products) -> Vec<f32> {
        let anaphors = &candidates.anaphor[of.start * self.inner..of.end * self.inner];
        let antecedents = &candidates.antecedent[to.start * self.inner..to.end * self.inner];
        let mut scores = products.of_rows(anaphors, antecedents, self.inner, (self.inner as f32).powf(-0.5));
        for (own, row) in candidates.mention[of].iter().zip(scores.chunks_exact_mut(to.len())) {
            row.iter_mut().zip(&candidates.mention[to.clone()]).for_each(|(score, other)| *score += own + other);
        }
        scores
    }

    fn closer_looks(
        &self,
        candidates: &Candidates,
        pairs: &[(usize, usize, f32)],
        words: &[Word<'_>],
        lower: &[String],
        products: &Products,
    ) -> Vec<f32> {
        let row = |n: usize| n * self.inner..(n + 1) * self.inner;
        let mut both = Vec::with_capacity(pairs.len() * self.inner);
        for (own, other, _) in pairs {
            let anaphor = &candidates.anaphor[row(*own)];
            let antecedent = &candidates.antecedent[row(*other)];
            both.extend(anaphor.iter().zip(antecedent).map(|(a, b)| a * b));
        }
        let mut looks = self.of_both.applied(&both, products, &mut Room::default());
        for ((own, other, _), look) in pairs.iter().zip(looks.chunks_exact_mut(self.inner)) {
            let (at, before) = (candidates.at[*own], candidates.at[*other]);
            let features = features(words, at, before, lower[*own] == lower[*other]);
            let features = features.map(|n| &self.features[n * self.inner..(n + 1) * self.inner]);
            let parts = [&candidates.of_anaphor[row(*own)], &candidates.of_antecedent[row(*other)]];
            for part in parts.into_iter().chain(features) {
                look.iter_mut().zip(part).for_each(|(x, part)| *x += part);
            }
        }
        let looks = gelu(looks);
        let score =
            |look: &[f32]| look.iter().zip(&self.link).map(|(x, weight)| x * weight).sum::<f32>() + self.link_bias;
        looks.chunks_exact(self.inner).map(score).collect()
    }

    /// The mention of each head: from the best first word of its sentence up to the head to the best last word from the head on.
    fn spans(&self, vectors: &[f32], words: &[Word<'_>], heads: &Candidates, products: &Products) -> Vec<Range<usize>> {
        let room = &mut Room::default();
        let mut apply = |linear: &Linear, rows: &[f32]| linear.applied(rows, products, room);
        let (firsts, lasts) = (apply(&self.span_first, vectors), apply(&self.span_last, vectors));
        let own = apply(&self.span, &heads.vectors);
        let product = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
        let best = |own: &[f32], others: &[f32], range: Range<usize>| {
            let others = &others[range.start * self.inner..range.end * self.inner];
            range.start + greatest(others.chunks_exact(self.inner).map(|other| product(own, other))).0
        };
        let mut sentences = runs(words, 0..words.len(), |word| word.sentence).into_iter();
        let mut sentence = 0..0;
        let mut spans = Vec::with_capacity(heads.at.len());
        for (head, own) in heads.at.iter().zip(own.chunks_exact(self.inner)) {
            while sentence.end <= *head {
                sentence = sentences.next().expect("every word is in a sentence");
            }
            let near = head.saturating_sub(MAX_MENTION)..head + MAX_MENTION;
            let first = best(own, &firsts, sentence.start.max(near.start)..head + 1);
            spans.push(first..best(own, &lasts, *head..sentence.end.min(near.end)) + 1);
        }
        spans
    }
}

/// Words of a mention on each side of its head, at most.
const MAX_MENTION: usize = 250;

/// Numbers of rows of the table: distance in sentences and in words, the same word or not, which of the two stand in quotation marks.
fn features(words: &[Word<'_>], at: usize, before: usize, same: bool) -> [usize; 4] {
    let quoted = |at: usize| usize::from(words[at].quote == QuoteState::Inside);
    let steps = words[at].sentence.abs_diff(words[before].sentence);
    [bucket(steps), 10 + bucket(at - before), 20 + usize::from(same), 22 + 2 * quoted(at) + quoted(before)]
}

/// 0, 1, 2, 3, 4, then 5-7, 8-15, 16-31, 32-63 and more.
fn bucket(distance: usize) -> usize {
    if distance < 5 { distance } else { (distance.ilog2() as usize + 3).min(9) }
}

fn collected(heads: &[usize], links: &[Option<(usize, f32)>], spans: Vec<Range<usize>>) -> Vec<Vec<Mention>> {
    let mut cluster_of: Vec<usize> = Vec::with_capacity(heads.len());
    let mut clusters: Vec<Vec<Mention>> = Vec::new();
    let mut taken = HashSet::new();
    for ((head, link), words) in heads.iter().zip(links).zip(spans) {
        let cluster = link.map_or(clusters.len(), |(antecedent, _)| cluster_of[antecedent]);
        if cluster == clusters.len() {
            clusters.push(Vec::new());
        }
        cluster_of.push(cluster);
        // Two heads may ask for the same words: they are one mention, the first one's.
        if taken.insert(words.clone()) {
            let confidence = link.map_or(0.0, |(_, score)| 1.0 / (1.0 + (-score).exp()));
            clusters[cluster].push(Mention { words, head: *head, confidence });
        }
    }
    clusters.retain(|mentions| mentions.len() > 1);
    clusters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_told_coarsely() {
        let buckets = [0, 1, 4, 5, 7, 8, 15, 16, 63, 64, 100_000].map(bucket);
        assert_eq!(buckets, [0, 1, 4, 5, 5, 6, 6, 7, 8, 9, 9]);
    }

    #[test]
    fn mentions_that_go_back_are_one_cluster() {
        let links = [None, None, Some((0, 1.0)), Some((1, 0.5)), Some((2, 2.0)), None];
        let spans = vec![0..2, 3..4, 5..6, 3..4, 9..10, 11..12];
        let clusters = collected(&[1, 3, 5, 7, 9, 11], &links, spans);
        let words: Vec<Vec<Range<usize>>> =
            clusters.iter().map(|own| own.iter().map(|mention| mention.words.clone()).collect()).collect();
        // The second cluster's two heads ask for the same words, so nothing is named twice there.
        assert_eq!(words, [[0..2, 5..6, 9..10]]);
    }
}
