//! Pieces with their forms in, a vector for each word out: six layers of BERT (Devlin and others 2019; the weights go back to
//! MiniLM, Wang and others 2020), written out.
//!
//! A window is computed alone, and a row of numbers becomes bytes by a scale of its own, so nothing that stands outside a window
//! changes what is read in it.

use std::ops::Range as Span;

use rten_gemm::{GemmInputA, GemmInputB, GemmOptions};
use rten_simd::SimdOp;
use rten_tensor::NdTensorView;

use crate::ModelError;
use crate::linear::{FeedForward, Linear, Products, Room};
use crate::rows::{AddAndNormalise, Range, SoftmaxRows};
use crate::weights::Weights;
use crate::window::Window;

/// Numbers in the vector of one attention head.
const HEAD_WIDTH: usize = 32;

/// Shapes times quote states.
pub const N_FORMS: usize = 18;

/// The encoder's weights.
pub struct Encoder {
    width: usize,
    n_pieces: usize,
    n_positions: usize,
    pieces: Table,
    positions: Vec<f32>,
    forms: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

/// Rows by number.
enum Table {
    Float(Vec<f32>),
    /// The bytes, and what a byte of each row stands for.
    Small(Vec<i8>, Vec<f32>),
}

/// A vector's numbers with mean and variance of their own (Ba, Kiros and Hinton 2016).
pub struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

struct Layer {
    query_key_value: Linear,
    attended: Linear,
    attended_norm: Norm,
    feed_forward: FeedForward,
    down_norm: Norm,
}

/// Numbers that stand between the steps, kept for the next window.
#[derive(Default)]
pub struct Scratch {
    pub room: Room,
    rows: Vec<f32>,
    query_key_value: Vec<f32>,
    scores: Vec<f32>,
    head: Vec<f32>,
    mixed: Vec<f32>,
    added: Vec<f32>,
}

impl Encoder {
    /// The encoder of a file.
    pub fn read(weights: &Weights<'_>, products: &Products) -> Result<Encoder, ModelError> {
        let (n_pieces, width) = weights.rows_and_columns("piece.weight")?;
        let (n_positions, _) = weights.rows_and_columns("position.weight")?;
        let pieces = if weights.is_small("piece.weight") {
            let bytes = weights.small("piece.weight", &[n_pieces, width])?;
            Table::Small(bytes, weights.floats("piece.scale", &[n_pieces, 1])?)
        } else {
            Table::Float(weights.floats("piece.weight", &[n_pieces, width])?)
        };
        let mut layers = Vec::new();
        while weights.has(&format!("layers.{}.up.weight", layers.len())) {
            layers.push(Layer::read(weights, layers.len(), width, products)?);
        }
        Ok(Encoder {
            width,
            n_pieces,
            n_positions,
            pieces,
            positions: weights.floats("position.weight", &[n_positions, width])?,
            forms: weights.floats("form.weight", &[N_FORMS, width])?,
            norm: Norm::read(weights, "norm", width)?,
            layers,
        })
    }

    /// Numbers in a vector.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Pieces that have a vector.
    pub fn n_pieces(&self) -> usize {
        self.n_pieces
    }

    /// Pieces that a window may hold.
    pub fn n_positions(&self) -> usize {
        self.n_positions
    }

    /// Layers one above the other.
    pub fn n_layers(&self) -> usize {
        self.layers.len()
    }

    /// The vectors of the window's words, one after the other: each is that of the word's first piece.
    pub fn words(&self, window: &Window, products: &Products, scratch: &mut Scratch) -> Vec<f32> {
        self.words_of_layers(window, 1, products, scratch)
    }

    /// The same, with the vectors that the last so many layers gave it beside each other.
    pub fn words_of_layers(
        &self,
        window: &Window,
        n_layers: usize,
        products: &Products,
        scratch: &mut Scratch,
    ) -> Vec<f32> {
        let (width, row_width) = (self.width, n_layers * self.width);
        let mut found = vec![0.0; window.word_starts.len() * row_width];
        self.embed(window, &mut scratch.rows);
        for (n, layer) in self.layers.iter().enumerate() {
            layer.apply(width, products, scratch);
            let Some(place) = (n + n_layers).checked_sub(self.layers.len()) else { continue };
            for (row, piece) in found.chunks_exact_mut(row_width).zip(&window.word_starts) {
                row[place * width..][..width].copy_from_slice(&scratch.rows[piece * width..][..width]);
            }
        }
        found
    }

    fn embed(&self, window: &Window, rows: &mut Vec<f32>) {
        rows.clear();
        for (at, (piece, form)) in window.pieces.iter().zip(&window.forms).enumerate() {
            let beside = self.row(&self.positions, at).iter().zip(self.row(&self.forms, *form));
            match &self.pieces {
                Table::Float(table) => {
                    let piece = self.row(table, *piece);
                    rows.extend(piece.iter().zip(beside).map(|(x, (position, form))| x + position + form));
                }
                Table::Small(table, scales) => {
                    let (bytes, scale) = (self.row(table, *piece), scales[*piece]);
                    let number = |byte: &i8| f32::from(*byte) * scale;
                    rows.extend(bytes.iter().map(number).zip(beside).map(|(x, (position, form))| x + position + form));
                }
            }
        }
        self.norm.apply(rows, None);
    }

    fn row<'a, T>(&self, table: &'a [T], n: usize) -> &'a [T] {
        &table[n * self.width..(n + 1) * self.width]
    }
}

impl Layer {
    fn read(weights: &Weights<'_>, n: usize, width: usize, products: &Products) -> Result<Layer, ModelError> {
        let named = |part: &str| vec![format!("layers.{n}.{part}")];
        let (around, above) = ranges(weights, &format!("layers.{n}.up.weight"))?;
        let (_, inner) = weights.rows_and_columns(&format!("layers.{n}.up.weight"))?;
        let all = ["query", "key", "value"].map(|part| format!("layers.{n}.{part}"));
        let linear = |names: &[String], shape, range| Linear::read(weights, names, shape, range, products);
        Ok(Layer {
            query_key_value: linear(&all, (width, width), around)?,
            attended: linear(&named("attended"), (width, width), around)?,
            attended_norm: Norm::read(weights, &format!("layers.{n}.attended_norm"), width)?,
            feed_forward: FeedForward {
                up: linear(&named("up"), (width, inner), around)?,
                down: linear(&named("down"), (inner, width), above)?,
            },
            down_norm: Norm::read(weights, &format!("layers.{n}.down_norm"), width)?,
        })
    }

    fn apply(&self, width: usize, products: &Products, scratch: &mut Scratch) {
        let Scratch { room, rows, query_key_value, scores, head, mixed, added } = scratch;
        self.query_key_value.apply(rows, query_key_value, products, room);
        mixed.resize(rows.len(), 0.0);
        for start in (0..width).step_by(HEAD_WIDTH) {
            attend(query_key_value, start..(start + HEAD_WIDTH).min(width), width, products, (scores, head, mixed));
        }
        self.attended.apply(mixed, added, products, room);
        self.attended_norm.apply(rows, Some(added));
        self.feed_forward.apply(rows, added, products, room);
        self.down_norm.apply(rows, Some(added));
    }
}

/// How the inputs of a layer's products become bytes, and how those of its last product, behind GELU; both are of no use to
/// weights of 32 bits.
fn ranges(weights: &Weights<'_>, of: &str) -> Result<(Range, Range), ModelError> {
    if !weights.is_small(of) {
        let unused = Range::Around { middle: 0 };
        return Ok((unused, unused));
    }
    let (lowest, top) = (weights.number("range.lowest")?, weights.number("range.top")? as u8);
    Ok((range_around(weights)?, Range::Above { lowest, top }))
}

/// How the input of a product with weights of 8 bits becomes bytes.
pub fn range_around(weights: &Weights<'_>) -> Result<Range, ModelError> {
    Ok(Range::Around { middle: weights.number("range.middle")? as u8 })
}

/// One attention head: `columns` of each row of `mixed` get the values of all rows, each by how well its key meets the row's query.
fn attend(
    query_key_value: &[f32],
    columns: Span<usize>,
    width: usize,
    products: &Products,
    (scores, head, mixed): (&mut Vec<f32>, &mut Vec<f32>, &mut [f32]),
) {
    let n = mixed.len() / width;
    let size = columns.len();
    let part = |number: usize| {
        let whole = NdTensorView::from_data([n, 3 * width], query_key_value);
        whole.slice((.., number * width + columns.start..number * width + columns.end))
    };
    scores.resize(n * n, 0.0);
    let options = GemmOptions { alpha: (size as f32).powf(-0.5), ..GemmOptions::default() };
    let (query, key, value) = (part(0), part(1), part(2));
    let keys = GemmInputB::Unpacked(key.transposed());
    products.float.gemm(scores, GemmInputA::Unpacked(query), keys, options).expect("the shapes fit");
    SoftmaxRows { rows: scores, width: n }.dispatch();
    head.resize(n * size, 0.0);
    let weights = GemmInputA::Unpacked(NdTensorView::from_data([n, n], scores.as_slice()));
    let values = GemmInputB::Unpacked(value);
    products.float.gemm(head, weights, values, GemmOptions::default()).expect("the shapes fit");
    for (row, own) in mixed.chunks_exact_mut(width).zip(head.chunks_exact(size)) {
        row[columns.clone()].copy_from_slice(own);
    }
}

impl Norm {
    pub fn read(weights: &Weights<'_>, name: &str, width: usize) -> Result<Norm, ModelError> {
        let vector = |part: &str| weights.floats(&format!("{name}.{part}"), &[width]);
        Ok(Norm { weight: vector("weight")?, bias: vector("bias")? })
    }

    pub fn apply(&self, rows: &mut [f32], added: Option<&[f32]>) {
        AddAndNormalise { rows, added, weight: &self.weight, bias: &self.bias }.dispatch();
    }
}
