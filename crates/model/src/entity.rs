//! Names of persons, bodies, places and the like.

use std::ops::Range;

use crate::ModelError;
use crate::chain::Chain;
use crate::labels;
use crate::linear::{Linear, Products, Room};
use crate::tag::spans_of;
use crate::weights::Weights;

/// Words that name something.
#[derive(Clone, Debug, PartialEq)]
pub struct EntitySpan<'m> {
    /// What kind of thing: `PER`, `ORG`, `LOC`, ..., one of the model's list.
    pub kind: &'m str,
    /// Numbers of the words.
    pub words: Range<usize>,
    /// 0 to 1: the mean probability of the kind over the words.
    pub confidence: f32,
}

pub struct EntityHead {
    scores: Linear,
    chain: Chain,
    kinds: Vec<String>,
}

impl EntityHead {
    pub fn read(
        weights: &Weights<'_>,
        labels: &labels::Entities,
        width: usize,
        products: &Products,
    ) -> Result<EntityHead, ModelError> {
        let n = 1 + 2 * labels.types.len();
        let scores = Linear::of_head(weights, "entities", (width, n), products)?;
        // No scores of steps were learned: what goes on must have begun, that is all.
        let chain = Chain::of_spans(vec![0.0; n * n], vec![0.0; n]);
        Ok(EntityHead { scores, chain, kinds: labels.types.clone() })
    }

    /// The names of a window, from the vectors of its words. `first` is the number of its first word.
    pub fn spans(&self, vectors: &[f32], first: usize, products: &Products, room: &mut Room) -> Vec<EntitySpan<'_>> {
        let n = 1 + 2 * self.kinds.len();
        let scores = self.scores.applied(vectors, products, room);
        let tags = self.chain.best(&scores);
        let span = |(tag, words): (usize, Range<usize>)| {
            let probability = |word: usize| probability(&scores[word * n..(word + 1) * n], tag);
            let confidence = words.clone().map(probability).sum::<f32>() / words.len() as f32;
            EntitySpan { kind: &self.kinds[(tag - 1) / 2], words: first + words.start..first + words.end, confidence }
        };
        spans_of(&tags).into_iter().map(span).collect()
    }
}

/// Of a tag or the one behind it.
fn probability(scores: &[f32], tag: usize) -> f32 {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = scores.iter().map(|x| (x - most).exp()).sum();
    ((scores[tag] - most).exp() + (scores[tag + 1] - most).exp()) / sum
}
