//! Which words are a source, a cue or a content inside what somebody says: "X said that *Y had promised to leave*".
//!
//! The head of statements tags each word once. This one looks at a content at a time, with a few words on each side: the vectors of the
//! last layers of the encoder, whether the word stands in the content, and both directions of a gated recurrent unit (Cho and others 2014)
//! over them. It tags what stands directly inside; what stands inside that is found by another look.

use std::ops::Range;

use crate::ModelError;
use crate::chain::FORBIDDEN;
use crate::encoder::{Norm, range_around};
use crate::labels;
use crate::linear::{Linear, Products, Room, gelu};
use crate::statement::{N_TAGS, RoleChain, RoleSpan};
use crate::weights::Weights;
use crate::word::Word;

/// Words on each side of a content that are read with it.
const BESIDE: usize = 6;

pub struct NestedHead {
    /// Layers of the encoder that it reads.
    n_layers: usize,
    inner: Linear,
    /// Of a word outside the content and of one inside.
    place: [Vec<f32>; 2],
    norm: Norm,
    forward: Recurrent,
    backward: Recurrent,
    scores: Linear,
    roles: RoleChain,
}

impl NestedHead {
    pub fn read(
        weights: &Weights<'_>,
        labels: &labels::RoleTags,
        (width, most_layers): (usize, usize),
        products: &Products,
    ) -> Result<NestedHead, ModelError> {
        let (n_inputs, inner) = weights.rows_and_columns("inner.weight")?;
        let n_layers = (n_inputs / width).clamp(1, most_layers);
        let shape = (n_layers * width, inner);
        let linear = if weights.is_small("inner.weight") {
            Linear::read(weights, &["inner".to_owned()], shape, range_around(weights)?, products)?
        } else {
            Linear::of_head(weights, "inner", shape, products)?
        };
        let place = weights.floats("place.weight", &[2, inner])?;
        let recurrent = |direction| Recurrent::read(weights, inner, direction, products);
        Ok(NestedHead {
            n_layers,
            inner: linear,
            place: [place[..inner].to_vec(), place[inner..].to_vec()],
            norm: Norm::read(weights, "norm", inner)?,
            forward: recurrent(0)?,
            backward: recurrent(1)?,
            scores: Linear::of_head(weights, "scores", (inner + 2 * (inner / 2), N_TAGS), products)?,
            roles: RoleChain::read("nested", labels)?,
        })
    }

    pub fn n_layers(&self) -> usize {
        self.n_layers
    }

    /// What it keeps of words, from the vectors of the layers: [`NestedHead::width`] numbers a word.
    pub fn kept(&self, vectors: &[f32], products: &Products, room: &mut Room) -> Vec<f32> {
        self.inner.applied(vectors, products, room)
    }

    fn width(&self) -> usize {
        self.inner.n_out()
    }

    /// The spans directly inside a content, whose pieces are in order; `kept` is what was kept of all words that were read.
    pub fn spans(
        &self,
        kept: &[f32],
        words: &[Word<'_>],
        content: &[Range<usize>],
        products: &Products,
    ) -> Vec<RoleSpan> {
        let width = self.width();
        let n_words = words.len().min(kept.len() / width);
        let near = near(content, n_words);
        if near.is_empty() {
            return Vec::new();
        }
        let is_inside: Vec<bool> = near.iter().map(|word| content.iter().any(|piece| piece.contains(word))).collect();
        let mut rows = Vec::with_capacity(near.len() * width);
        for (word, is_inside) in near.iter().zip(&is_inside) {
            let place = &self.place[usize::from(*is_inside)];
            rows.extend(kept[word * width..][..width].iter().zip(place).map(|(x, place)| x + place));
        }
        self.norm.apply(&mut rows, None);
        let rows = gelu(rows);
        let mut scores = self.scores.applied(&self.both_ways(&rows, products), products, &mut Room::default());
        for (own, _) in scores.chunks_exact_mut(N_TAGS).zip(&is_inside).filter(|(_, is_inside)| !**is_inside) {
            own[1..].fill(FORBIDDEN);
        }
        let starts = |at: usize| words[near[at]].paragraph != words[near[at - 1]].paragraph;
        let mut spans = self.roles.spans(scores, starts);
        // Words outside the content have no role, so the words of a span stand side by side.
        spans.iter_mut().for_each(|span| span.words = near[span.words.start]..near[span.words.end - 1] + 1);
        spans
    }

    /// Each row with what the recurrent units make of it.
    fn both_ways(&self, rows: &[f32], products: &Products) -> Vec<f32> {
        let width = self.width();
        let n = rows.len() / width;
        let forward = self.forward.states(rows, 0..n, products);
        let backward = self.backward.states(rows, (0..n).rev(), products);
        let half = width / 2;
        let mut both = Vec::with_capacity(n * (width + 2 * half));
        for at in 0..n {
            both.extend(&rows[at * width..(at + 1) * width]);
            both.extend(&forward[at * half..(at + 1) * half]);
            both.extend(&backward[at * half..(at + 1) * half]);
        }
        both
    }
}

/// The words of a content and those beside its pieces, in order.
fn near(content: &[Range<usize>], n_words: usize) -> Vec<usize> {
    let mut near: Vec<usize> = Vec::new();
    for piece in content.iter().filter(|piece| !piece.is_empty()) {
        let first = piece.start.saturating_sub(BESIDE).max(near.last().map_or(0, |last| last + 1));
        near.extend(first..(piece.end + BESIDE).min(n_words));
    }
    near
}

/// A gated recurrent unit in one direction.
struct Recurrent {
    size: usize,
    /// To the gates update, reset, new, from the input.
    input: Linear,
    /// The same from the state, a row for each of its numbers.
    state: Vec<f32>,
    state_bias: Vec<f32>,
}

impl Recurrent {
    /// As ONNX has it: for each direction the matrices of the gates one above the other, the biases of input and state.
    fn read(
        weights: &Weights<'_>,
        width: usize,
        direction: usize,
        products: &Products,
    ) -> Result<Recurrent, ModelError> {
        let size = width / 2;
        let (n_gates, of) = (3 * size, |matrix: &[f32], n: usize| matrix[direction * n..(direction + 1) * n].to_vec());
        let input = of(&weights.floats("recurrent.input", &[2, n_gates, width])?, n_gates * width);
        let state = of(&weights.floats("recurrent.state", &[2, n_gates, size])?, n_gates * size);
        let bias = of(&weights.floats("recurrent.bias", &[2, 2 * n_gates])?, 2 * n_gates);
        Ok(Recurrent {
            size,
            input: Linear::of(&transposed(&input, width), width, bias[..n_gates].to_vec(), products),
            state: transposed(&state, size),
            state_bias: bias[n_gates..].to_vec(),
        })
    }

    /// The state behind each row, in the order of the rows; `order` is that in which they are read.
    fn states(&self, rows: &[f32], order: impl Iterator<Item = usize>, products: &Products) -> Vec<f32> {
        let (size, n_gates) = (self.size, 3 * self.size);
        let given = self.input.applied(rows, products, &mut Room::default());
        let mut states = vec![0.0; given.len() / 3];
        let (mut state, mut own) = (vec![0.0; size], vec![0.0; n_gates]);
        for at in order {
            let given = &given[at * n_gates..(at + 1) * n_gates];
            own.copy_from_slice(&self.state_bias);
            for (x, row) in state.iter().zip(self.state.chunks_exact(n_gates)) {
                own.iter_mut().zip(row).for_each(|(sum, weight)| *sum += x * weight);
            }
            for (n, x) in state.iter_mut().enumerate() {
                let update = sigmoid(given[n] + own[n]);
                let reset = sigmoid(given[size + n] + own[size + n]);
                let new = (given[2 * size + n] + reset * own[2 * size + n]).tanh();
                *x = (1.0 - update) * new + update * *x;
            }
            states[at * size..(at + 1) * size].copy_from_slice(&state);
        }
        states
    }
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// A matrix with so many columns, its columns as rows.
fn transposed(matrix: &[f32], n_columns: usize) -> Vec<f32> {
    (0..n_columns).flat_map(|column| matrix.iter().skip(column).step_by(n_columns).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beside_the_pieces_of_a_content_are_read_once_and_in_order() {
        assert_eq!(near(&[8..10, 12..13], 15), (2..15).collect::<Vec<_>>());
        assert_eq!(near(&[0..1, 30..31], 31), (0..7).chain(24..31).collect::<Vec<_>>());
        assert_eq!(near(&[], 9), [0; 0]);
    }

    #[test]
    fn columns_become_rows() {
        assert_eq!(transposed(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 3), [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
    }
}
