//! Rows times a matrix, plus a bias: with weights of 32 or of 8 bits.

use rten_gemm::{BiasVector, GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix, QuantParams};
use rten_simd::{SimdOp, SimdUnaryOp};
use rten_tensor::NdTensorView;

use crate::ModelError;
use crate::rows::{Dequantise, Gelu, GeluToBytes, Quantise, Range, Sums};
use crate::weights::Weights;

/// The products for this processor.
pub struct Products {
    pub float: GemmExecutor<f32, f32, f32>,
    pub small: GemmExecutor<u8, i8, i32>,
}

impl Default for Products {
    fn default() -> Self {
        Products { float: GemmExecutor::new(), small: GemmExecutor::new() }
    }
}

impl Products {
    /// The product of each row of `a` with each row of `b`, all of `width` numbers, times `alpha`.
    pub fn of_rows(&self, a: &[f32], b: &[f32], width: usize, alpha: f32) -> Vec<f32> {
        let (n_a, n_b) = (a.len() / width, b.len() / width);
        let mut out = vec![0.0; n_a * n_b];
        let a = GemmInputA::Unpacked(NdTensorView::from_data([n_a, width], a));
        let b = NdTensorView::from_data([n_b, width], b);
        let options = GemmOptions { alpha, ..GemmOptions::default() };
        self.float.gemm(&mut out, a, GemmInputB::Unpacked(b.transposed()), options).expect("the shapes fit");
        out
    }
}

/// GELU of each number.
pub fn gelu(mut numbers: Vec<f32>) -> Vec<f32> {
    Gelu.map_mut(&mut numbers);
    numbers
}

/// Room for what stands between two products, kept for the next window.
#[derive(Default)]
pub struct Room {
    bytes: Vec<u8>,
    scales: Vec<f32>,
    zeros: Vec<u8>,
    sums: Vec<i32>,
    inner_bytes: Vec<u8>,
    inner_scales: Vec<f32>,
    inner: Vec<f32>,
}

/// A matrix with its bias.
pub struct Linear {
    n_in: usize,
    matrix: Matrix,
    bias: Vec<f32>,
}

enum Matrix {
    Float(PackedBMatrix<f32>),
    /// The bytes, what a byte of each column stands for, and how rows become bytes.
    Small(PackedBMatrix<i8>, Vec<f32>, Range),
}

impl Linear {
    /// The matrices `name.weight` (inputs x outputs), side by side, with their biases `name.bias` and, where they are of 8 bits,
    /// `name.scale`, each output's own.
    pub fn read(
        weights: &Weights<'_>,
        names: &[String],
        (n_in, n_out): (usize, usize),
        range: Range,
        products: &Products,
    ) -> Result<Linear, ModelError> {
        let shape = [n_in, n_out];
        let mut bias = Vec::new();
        for name in names {
            bias.extend(weights.floats(&format!("{name}.bias"), &[n_out])?);
        }
        let is_small = names.iter().all(|name| weights.is_small(&format!("{name}.weight")));
        let matrix = if is_small {
            let (mut parts, mut scales) = (Vec::new(), Vec::new());
            for name in names {
                parts.push(weights.small(&format!("{name}.weight"), &shape)?);
                scales.extend(weights.floats(&format!("{name}.scale"), &[n_out])?);
            }
            let whole = side_by_side(&parts, n_out);
            let view = NdTensorView::from_data([n_in, bias.len()], whole.as_slice());
            Matrix::Small(products.small.prepack_b(view), scales, range)
        } else {
            let parts: Result<Vec<_>, _> =
                names.iter().map(|name| weights.floats(&format!("{name}.weight"), &shape)).collect();
            return Ok(Linear::of(&side_by_side(&parts?, n_out), n_in, bias, products));
        };
        Ok(Linear { n_in, matrix, bias })
    }

    /// The matrix of a head, under one name.
    pub fn of_head(
        weights: &Weights<'_>,
        name: &str,
        shape: (usize, usize),
        products: &Products,
    ) -> Result<Linear, ModelError> {
        Linear::read(weights, &[name.to_owned()], shape, Range::Around { middle: 0 }, products)
    }

    /// A matrix of 32 bits with `n_in` rows.
    pub fn of(matrix: &[f32], n_in: usize, bias: Vec<f32>, products: &Products) -> Linear {
        let view = NdTensorView::from_data([n_in, bias.len()], matrix);
        Linear { n_in, matrix: Matrix::Float(products.float.prepack_b(view)), bias }
    }

    /// Numbers of a row that comes out.
    pub fn n_out(&self) -> usize {
        self.bias.len()
    }

    /// As [`Linear::apply`], into numbers of its own.
    pub fn applied(&self, rows: &[f32], products: &Products, room: &mut Room) -> Vec<f32> {
        let mut out = Vec::new();
        self.apply(rows, &mut out, products, room);
        out
    }

    /// `rows` (each of `n_in` numbers) to `out` (each of `n_out`).
    pub fn apply(&self, rows: &[f32], out: &mut Vec<f32>, products: &Products, room: &mut Room) {
        let n_rows = rows.len() / self.n_in;
        out.resize(n_rows * self.n_out(), 0.0);
        match &self.matrix {
            Matrix::Float(matrix) => {
                let bias = Some(BiasVector::Row(&self.bias));
                let a = GemmInputA::Unpacked(NdTensorView::from_data([n_rows, self.n_in], rows));
                let options = GemmOptions { bias, ..GemmOptions::default() };
                products.float.gemm(out, a, GemmInputB::Packed(matrix), options).expect("the shapes fit");
            }
            Matrix::Small(matrix, scales, range) => {
                quantise(rows, self.n_in, *range, room);
                let Room { bytes, scales: row_scales, zeros, sums, .. } = room;
                multiply(bytes, matrix, *range, zeros, sums, products);
                let sums = Sums { sums, row_scales, column_scales: scales, bias: &self.bias };
                Dequantise { sums, out }.dispatch();
            }
        }
    }
}

/// Two matrices with GELU between them, the second with the first's outputs as its inputs.
pub struct FeedForward {
    pub up: Linear,
    pub down: Linear,
}

impl FeedForward {
    /// As [`Linear::apply`].
    pub fn apply(&self, rows: &[f32], out: &mut Vec<f32>, products: &Products, room: &mut Room) {
        let (Matrix::Small(up, up_scales, range), Matrix::Small(down, down_scales, down_range)) =
            (&self.up.matrix, &self.down.matrix)
        else {
            let mut inner = std::mem::take(&mut room.inner);
            self.up.apply(rows, &mut inner, products, room);
            Gelu.map_mut(&mut inner);
            self.down.apply(&inner, out, products, room);
            room.inner = inner;
            return;
        };
        quantise(rows, self.up.n_in, *range, room);
        let Room { bytes, scales, zeros, sums, inner_bytes, inner_scales, inner } = room;
        multiply(bytes, up, *range, zeros, sums, products);
        inner_bytes.resize(sums.len(), 0);
        inner_scales.resize(scales.len(), 0.0);
        inner.resize(self.up.n_out(), 0.0);
        let of_up = Sums { sums, row_scales: scales, column_scales: up_scales, bias: &self.up.bias };
        GeluToBytes { sums: of_up, range: *down_range, bytes: inner_bytes, scales: inner_scales, row: inner }
            .dispatch();
        multiply(inner_bytes, down, *down_range, zeros, sums, products);
        out.resize(sums.len(), 0.0);
        let of_down = Sums { sums, row_scales: inner_scales, column_scales: down_scales, bias: &self.down.bias };
        Dequantise { sums: of_down, out }.dispatch();
    }
}

fn quantise(rows: &[f32], width: usize, range: Range, room: &mut Room) {
    room.bytes.resize(rows.len(), 0);
    room.scales.resize(rows.len() / width, 0.0);
    Quantise { rows, width, range, bytes: &mut room.bytes, scales: &mut room.scales }.dispatch();
}

/// Rows of bytes times a matrix of bytes, to `sums`.
fn multiply(
    bytes: &[u8],
    matrix: &PackedBMatrix<i8>,
    range: Range,
    zeros: &mut Vec<u8>,
    sums: &mut Vec<i32>,
    products: &Products,
) {
    let zero = match range {
        Range::Around { middle } => middle,
        Range::Above { .. } => 0,
    };
    let n_rows = bytes.len() / matrix.rows();
    zeros.clear();
    zeros.resize(n_rows, zero);
    sums.resize(n_rows * matrix.cols(), 0);
    let a = GemmInputA::Unpacked(NdTensorView::from_data([n_rows, matrix.rows()], bytes));
    let options = GemmOptions { a_quant: Some(QuantParams { zero_point: zeros }), ..GemmOptions::default() };
    products.small.gemm(sums, a, GemmInputB::Packed(matrix), options).expect("the shapes fit");
}

/// Matrices of `n_columns` columns each to one.
fn side_by_side<T: Copy>(parts: &[Vec<T>], n_columns: usize) -> Vec<T> {
    if let [only] = parts {
        return only.clone();
    }
    let n_rows = parts.first().map_or(0, |part| part.len() / n_columns.max(1));
    let row = |n: usize| parts.iter().flat_map(move |part| &part[n * n_columns..(n + 1) * n_columns]);
    (0..n_rows).flat_map(row).copied().collect()
}
