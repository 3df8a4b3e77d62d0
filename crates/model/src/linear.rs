//! Rows times a matrix, plus a bias: with weights of 32 or of 8 bits.

use rten_gemm::{BiasVector, GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix, QuantParams};
use rten_simd::SimdOp;
use rten_tensor::NdTensorView;

use crate::ModelError;
use crate::rows::{Dequantise, Quantise, Range, gelu};
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

/// Room for what stands between two products, kept for the next window.
#[derive(Default)]
pub struct Room {
    bytes: Vec<u8>,
    scales: Vec<f32>,
    zeros: Vec<u8>,
    sums: Vec<i32>,
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

/// What is done to the numbers that come out.
#[derive(Clone, Copy, PartialEq)]
pub enum Then {
    Nothing,
    Gelu,
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
            let whole = side_by_side(&parts?, n_out);
            let view = NdTensorView::from_data([n_in, bias.len()], whole.as_slice());
            Matrix::Float(products.float.prepack_b(view))
        };
        Ok(Linear { n_in, matrix, bias })
    }

    /// Numbers of a row that comes out.
    pub fn n_out(&self) -> usize {
        self.bias.len()
    }

    /// `rows` (each of `n_in` numbers) to `out` (each of `n_out`).
    pub fn apply(&self, rows: &[f32], out: &mut Vec<f32>, then: Then, products: &Products, room: &mut Room) {
        let n_rows = rows.len() / self.n_in;
        out.resize(n_rows * self.n_out(), 0.0);
        match &self.matrix {
            Matrix::Float(matrix) => {
                let bias = Some(BiasVector::Row(&self.bias));
                let a = GemmInputA::Unpacked(NdTensorView::from_data([n_rows, self.n_in], rows));
                let options = GemmOptions { bias, ..GemmOptions::default() };
                products.float.gemm(out, a, GemmInputB::Packed(matrix), options).expect("the shapes fit");
                if then == Then::Gelu {
                    gelu(out);
                }
            }
            Matrix::Small(matrix, scales, range) => {
                self.small_products(rows, matrix, *range, products, room);
                let (sums, row_scales) = (room.sums.as_slice(), room.scales.as_slice());
                let gelu = then == Then::Gelu;
                Dequantise { sums, row_scales, column_scales: scales, bias: &self.bias, gelu, out }.dispatch();
            }
        }
    }

    fn small_products(
        &self,
        rows: &[f32],
        matrix: &PackedBMatrix<i8>,
        range: Range,
        products: &Products,
        room: &mut Room,
    ) {
        let n_rows = rows.len() / self.n_in;
        let zero = match range {
            Range::Around { middle } => middle,
            Range::Above { .. } => 0,
        };
        room.bytes.resize(rows.len(), 0);
        room.scales.resize(n_rows, 0.0);
        room.zeros.clear();
        room.zeros.resize(n_rows, zero);
        room.sums.resize(n_rows * self.n_out(), 0);
        Quantise { rows, width: self.n_in, range, bytes: &mut room.bytes, scales: &mut room.scales }.dispatch();
        let a = GemmInputA::Unpacked(NdTensorView::from_data([n_rows, self.n_in], room.bytes.as_slice()));
        let a_quant = Some(QuantParams { zero_point: room.zeros.as_slice() });
        let options = GemmOptions { a_quant, ..GemmOptions::default() };
        products.small.gemm(&mut room.sums, a, GemmInputB::Packed(matrix), options).expect("the shapes fit");
    }
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
