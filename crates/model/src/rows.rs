//! What is done to the rows of a matrix between two products, for the widest vectors that the processor has.

use rten_simd::ops::{BitOps, FloatOps, NarrowSaturate, NumOps, ToFloat};
use rten_simd::{Isa, Simd, SimdIterable, SimdOp, SimdUnaryOp};
use rten_vecmath::{Gelu, Softmax};

/// How the numbers of a row become bytes. Each row has a scale of its own, so that what a piece becomes never depends on the
/// pieces beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Range {
    /// From -top to top, zero in the middle: 0 becomes `middle`, the largest number of a row `2 * middle`.
    Around {
        /// The byte of zero.
        middle: u8,
    },
    /// From the lowest number there can be, below zero, to the largest of the row.
    Above {
        /// The number that becomes 0.
        lowest: f32,
        /// The byte of the largest.
        top: u8,
    },
}

/// Rows of numbers to rows of bytes; `scales` gets what a byte stands for.
pub struct Quantise<'a> {
    pub rows: &'a [f32],
    pub width: usize,
    pub range: Range,
    pub bytes: &'a mut [u8],
    pub scales: &'a mut [f32],
}

/// A row of zeros has a scale too.
const LEAST: f32 = 1e-8;

impl SimdOp for Quantise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let bytes = self.bytes.chunks_exact_mut(self.width);
        for ((row, bytes), scale) in self.rows.chunks_exact(self.width).zip(bytes).zip(self.scales) {
            let shift;
            (*scale, shift) = match self.range {
                Range::Around { middle } => {
                    let middle = f32::from(middle);
                    (
                        greatest(
                            isa,
                            row,
                            #[inline(always)]
                            |x| isa.f32().abs(x),
                        )
                        .max(LEAST)
                            / middle,
                        middle,
                    )
                }
                Range::Above { lowest, top } => {
                    let scale = (greatest(
                        isa,
                        row,
                        #[inline(always)]
                        |x| x,
                    ) - lowest)
                        / f32::from(top);
                    (scale, -lowest / scale)
                }
            };
            // Truncated behind the addition: rounded to the nearest.
            write_bytes(isa, row, bytes, 1.0 / *scale, shift + 0.5);
        }
    }
}

#[inline(always)]
fn greatest<I: Isa>(isa: I, row: &[f32], of: impl Fn(I::F32) -> I::F32) -> f32 {
    let ops = isa.f32();
    let greatest = row.simd_iter(ops).fold(
        ops.splat(f32::NEG_INFINITY),
        #[inline(always)]
        |most, x| ops.max(of(x), most),
    );
    greatest.to_array().as_ref().iter().fold(f32::NEG_INFINITY, |most, x| most.max(*x))
}

#[inline(always)]
fn write_bytes<I: Isa>(isa: I, row: &[f32], bytes: &mut [u8], factor: f32, shift: f32) {
    let (ops, whole, half, small) = (isa.f32(), isa.i32(), isa.i16(), isa.u8());
    let (factors, shifts) = (ops.splat(factor), ops.splat(shift));
    let n = 4 * ops.len();
    let mut at = 0;
    while at + n <= row.len() {
        let four = ops.load_many::<4>(&row[at..at + n]);
        let four = four.map(|x| ops.to_int_trunc(ops.add(ops.mul(x, factors), shifts)));
        let low = whole.narrow_saturate(four[0], four[1]);
        let high = whole.narrow_saturate(four[2], four[3]);
        small.store(half.narrow_saturate(low, high), &mut bytes[at..at + n]);
        at += n;
    }
    for (x, byte) in row[at..].iter().zip(&mut bytes[at..]) {
        *byte = (x * factor + shift) as u8;
    }
}

/// Sums of products of bytes to numbers: `sum * row scale * column scale + bias`, and GELU over it where wanted.
pub struct Dequantise<'a> {
    pub sums: &'a [i32],
    pub row_scales: &'a [f32],
    pub column_scales: &'a [f32],
    pub bias: &'a [f32],
    pub gelu: bool,
    pub out: &'a mut [f32],
}

impl SimdOp for Dequantise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let width = self.bias.len();
        let rows = self.sums.chunks_exact(width).zip(self.out.chunks_exact_mut(width));
        for ((sums, out), row_scale) in rows.zip(self.row_scales) {
            if self.gelu {
                dequantise_row(
                    isa,
                    (sums, out),
                    *row_scale,
                    self.column_scales,
                    self.bias,
                    #[inline(always)]
                    |x| Gelu {}.eval(isa, x),
                );
            } else {
                dequantise_row(
                    isa,
                    (sums, out),
                    *row_scale,
                    self.column_scales,
                    self.bias,
                    #[inline(always)]
                    |x| x,
                );
            }
        }
    }
}

#[inline(always)]
fn dequantise_row<I: Isa>(
    isa: I,
    (sums, out): (&[i32], &mut [f32]),
    row_scale: f32,
    column_scales: &[f32],
    bias: &[f32],
    then: impl Fn(I::F32) -> I::F32,
) {
    let (ops, whole) = (isa.f32(), isa.i32());
    let row_scale = ops.splat(row_scale);
    let n = ops.len();
    let mut at = 0;
    while at < out.len() {
        let end = (at + n).min(out.len());
        let (sum, _) = whole.load_pad(&sums[at..end]);
        let (scale, _) = ops.load_pad(&column_scales[at..end]);
        let (bias, _) = ops.load_pad(&bias[at..end]);
        let x = then(ops.mul_add(ops.mul(whole.to_float(sum), scale), row_scale, bias));
        if end - at == n {
            ops.store(x, &mut out[at..end]);
        } else {
            out[at..end].copy_from_slice(&x.to_array().as_ref()[..end - at]);
        }
        at = end;
    }
}

/// GELU over all numbers.
pub fn gelu(numbers: &mut [f32]) {
    Gelu {}.map_mut(numbers);
}

/// Softmax over each row.
pub struct SoftmaxRows<'a> {
    pub rows: &'a mut [f32],
    pub width: usize,
}

impl SimdOp for SoftmaxRows<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        for row in self.rows.chunks_exact_mut(self.width) {
            Softmax::new_mut(row).eval(isa);
        }
    }
}

/// `rows = normalised(rows + added) * weight + bias`, each row by its own mean and variance (Ba, Kiros and Hinton 2016).
pub struct AddAndNormalise<'a> {
    pub rows: &'a mut [f32],
    pub added: Option<&'a [f32]>,
    pub weight: &'a [f32],
    pub bias: &'a [f32],
}

/// As BERT has it.
const EPSILON: f32 = 1e-12;

impl SimdOp for AddAndNormalise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let width = self.weight.len();
        for (n, row) in self.rows.chunks_exact_mut(width).enumerate() {
            if let Some(added) = self.added {
                add(isa, row, &added[n * width..][..width]);
            }
            normalise(isa, row, self.weight, self.bias);
        }
    }
}

#[inline(always)]
fn add<I: Isa>(isa: I, row: &mut [f32], added: &[f32]) {
    let ops = isa.f32();
    each_vector(
        isa,
        row,
        #[inline(always)]
        |x, at, end| ops.add(x, ops.load_pad(&added[at..end]).0),
    );
}

#[inline(always)]
fn normalise<I: Isa>(isa: I, row: &mut [f32], weight: &[f32], bias: &[f32]) {
    let ops = isa.f32();
    let n = row.len() as f32;
    let mean = sum(
        isa,
        row,
        #[inline(always)]
        |x| x,
    ) / n;
    let means = ops.splat(mean);
    let variance = sum(
        isa,
        row,
        #[inline(always)]
        |x| {
            let x = ops.sub(x, means);
            ops.mul(x, x)
        },
    ) / n;
    let factor = ops.splat(1.0 / (variance + EPSILON).sqrt());
    each_vector(
        isa,
        row,
        #[inline(always)]
        |x, at, end| {
            let x = ops.mul(ops.sub(x, means), factor);
            ops.mul_add(x, ops.load_pad(&weight[at..end]).0, ops.load_pad(&bias[at..end]).0)
        },
    );
}

#[inline(always)]
fn sum<I: Isa>(isa: I, row: &[f32], of: impl Fn(I::F32) -> I::F32) -> f32 {
    let ops = isa.f32();
    ops.sum(row.simd_iter(ops).fold(
        ops.zero(),
        #[inline(always)]
        |sum, x| ops.add(sum, of(x)),
    ))
}

/// Replaces each vector of a row; `to` gets the vector and the range that it stands for.
#[inline(always)]
fn each_vector<I: Isa>(isa: I, row: &mut [f32], to: impl Fn(I::F32, usize, usize) -> I::F32) {
    let ops = isa.f32();
    let n = ops.len();
    let mut at = 0;
    while at + n <= row.len() {
        let x = to(ops.load(&row[at..at + n]), at, at + n);
        ops.store(x, &mut row[at..at + n]);
        at += n;
    }
    if at < row.len() {
        let (end, rest) = (row.len(), &mut row[at..]);
        let x = to(ops.load_pad(rest).0, at, end);
        rest.copy_from_slice(&x.to_array().as_ref()[..end - at]);
    }
}
