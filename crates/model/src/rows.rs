//! What is done to the rows of a matrix between two products, for the widest vectors that the processor has.

use rten_simd::ops::{BitOps, FloatOps, NarrowSaturate, NumOps, ToFloat};
use rten_simd::{Isa, Simd, SimdOp, SimdUnaryOp};
use rten_vecmath::Softmax;

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
            *scale = quantise_row(isa, row, self.range, bytes);
        }
    }
}

/// Writes a row's bytes; answers what a byte stands for.
#[inline(always)]
fn quantise_row<I: Isa>(isa: I, row: &[f32], range: Range, bytes: &mut [u8]) -> f32 {
    let (scale, shift) = match range {
        Range::Around { middle } => {
            let middle = f32::from(middle);
            let most = greatest(
                isa,
                row,
                #[inline(always)]
                |x| isa.f32().abs(x),
            );
            (most.max(LEAST) / middle, middle)
        }
        Range::Above { lowest, top } => {
            let most = greatest(
                isa,
                row,
                #[inline(always)]
                |x| x,
            );
            let scale = (most - lowest) / f32::from(top);
            (scale, -lowest / scale)
        }
    };
    // Truncated behind the addition: rounded to the nearest.
    write_bytes(isa, row, bytes, 1.0 / scale, shift + 0.5);
    scale
}

#[inline(always)]
fn greatest<I: Isa>(isa: I, row: &[f32], of: impl Fn(I::F32) -> I::F32) -> f32 {
    let ops = isa.f32();
    // Two at a time: each must wait for the one before it.
    let mut most = [ops.splat(f32::NEG_INFINITY); 2];
    let mut pairs = row.chunks_exact(2 * ops.len());
    for pair in &mut pairs {
        let [a, b] = ops.load_many::<2>(pair);
        most = [ops.max(of(a), most[0]), ops.max(of(b), most[1])];
    }
    let mut greatest = f32::NEG_INFINITY;
    for x in ops.max(most[0], most[1]).to_array() {
        greatest = greatest.max(x);
    }
    for rest in pairs.remainder().chunks(ops.len()) {
        let x = of(ops.load_pad(rest).0).to_array();
        for x in &x.as_ref()[..rest.len()] {
            greatest = greatest.max(*x);
        }
    }
    greatest
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

/// Sums of products of bytes, and what they stand for.
#[derive(Clone, Copy)]
pub struct Sums<'a> {
    pub sums: &'a [i32],
    pub row_scales: &'a [f32],
    pub column_scales: &'a [f32],
    pub bias: &'a [f32],
}

/// Sums to numbers: `sum * row scale * column scale + bias`.
pub struct Dequantise<'a> {
    pub sums: Sums<'a>,
    pub out: &'a mut [f32],
}

impl SimdOp for Dequantise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let width = self.sums.bias.len();
        for (n, out) in self.out.chunks_exact_mut(width).enumerate() {
            dequantise_row(
                isa,
                &self.sums,
                n,
                out,
                #[inline(always)]
                |x| x,
            );
        }
    }
}

/// Sums to numbers, GELU over them, and to bytes again, row by row.
pub struct GeluToBytes<'a> {
    pub sums: Sums<'a>,
    pub range: Range,
    pub bytes: &'a mut [u8],
    pub scales: &'a mut [f32],
    /// Room for a row.
    pub row: &'a mut [f32],
}

impl SimdOp for GeluToBytes<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let bytes = self.bytes.chunks_exact_mut(self.sums.bias.len());
        for (n, (bytes, scale)) in bytes.zip(self.scales).enumerate() {
            dequantise_row(
                isa,
                &self.sums,
                n,
                self.row,
                #[inline(always)]
                |x| Gelu.eval(isa, x),
            );
            *scale = quantise_row(isa, self.row, self.range, bytes);
        }
    }
}

#[inline(always)]
fn dequantise_row<I: Isa>(isa: I, from: &Sums<'_>, n: usize, out: &mut [f32], then: impl Fn(I::F32) -> I::F32) {
    let (ops, whole) = (isa.f32(), isa.i32());
    let width = out.len();
    let sums = &from.sums[n * width..(n + 1) * width];
    let row_scale = ops.splat(from.row_scales[n]);
    let step = ops.len();
    let mut at = 0;
    while at + step <= width {
        let here = at..at + step;
        let (scale, bias) = (ops.load(&from.column_scales[here.clone()]), ops.load(&from.bias[here.clone()]));
        let x = number(isa, whole.load(&sums[here.clone()]), row_scale, scale, bias);
        ops.store(then(x), &mut out[here]);
        at += step;
    }
    if at < width {
        let (scale, bias) = (ops.load_pad(&from.column_scales[at..]).0, ops.load_pad(&from.bias[at..]).0);
        let x = number(isa, whole.load_pad(&sums[at..]).0, row_scale, scale, bias);
        out[at..].copy_from_slice(&then(x).to_array().as_ref()[..width - at]);
    }
}

#[inline(always)]
fn number<I: Isa>(isa: I, sum: I::I32, row_scale: I::F32, column_scale: I::F32, bias: I::F32) -> I::F32 {
    let ops = isa.f32();
    ops.mul_add(ops.mul(isa.i32().to_float(sum), column_scale), row_scale, bias)
}

/// `x * (1 + erf(x / sqrt 2)) / 2` (Hendrycks and Gimpel 2016), with a quotient of polynomials for erf that is right to 2e-6.
pub struct Gelu;

/// Of the odd numerator, highest first: coefficients of z^13 ... z.
const ABOVE: [f32; 7] =
    [-2.726_142e-10, 2.770_681_4e-8, -2.101_024e-6, -5.692_506_4e-5, -7.349_906_3e-4, -2.954_6e-3, -1.609_603_4e-2];
/// Of the even denominator: z^8 ... 1.
const BELOW: [f32; 5] = [-1.456_607_2e-5, -2.133_740_6e-4, -1.682_827e-3, -7.373_329e-3, -1.426_473_9e-2];

impl SimdUnaryOp<f32> for Gelu {
    #[inline(always)]
    fn eval<I: Isa>(&self, isa: I, x: I::F32) -> I::F32 {
        let ops = isa.f32();
        let z = ops.mul(x, ops.splat(std::f32::consts::FRAC_1_SQRT_2));
        let z = ops.clamp(z, ops.splat(-4.0), ops.splat(4.0));
        let square = ops.mul(z, z);
        let mut above = ops.splat(ABOVE[0]);
        for coefficient in &ABOVE[1..] {
            above = ops.mul_add(above, square, ops.splat(*coefficient));
        }
        let mut below = ops.splat(BELOW[0]);
        for coefficient in &BELOW[1..] {
            below = ops.mul_add(below, square, ops.splat(*coefficient));
        }
        let erf = ops.mul(z, ops.div(above, below));
        let half = ops.mul(x, ops.splat(0.5));
        ops.mul_add(half, erf, half)
    }
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

/// Of all numbers of a row.
#[inline(always)]
fn sum<I: Isa>(isa: I, row: &[f32], of: impl Fn(I::F32) -> I::F32) -> f32 {
    let ops = isa.f32();
    let mut sums = [ops.zero(); 2];
    let mut pairs = row.chunks_exact(2 * ops.len());
    for pair in &mut pairs {
        let [a, b] = ops.load_many::<2>(pair);
        sums = [ops.add(sums[0], of(a)), ops.add(sums[1], of(b))];
    }
    let mut sum = ops.sum(ops.add(sums[0], sums[1]));
    for rest in pairs.remainder().chunks(ops.len()) {
        let x = of(ops.load_pad(rest).0).to_array();
        sum += x.as_ref()[..rest.len()].iter().sum::<f32>();
    }
    sum
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Error function by its series.
    fn erf(x: f64) -> f64 {
        let terms = (0..60).scan(x, |term, n| {
            let own = *term / f64::from(2 * n + 1);
            *term *= -x * x / f64::from(n + 1);
            Some(own)
        });
        terms.sum::<f64>() * std::f64::consts::FRAC_2_SQRT_PI
    }

    #[test]
    fn gelu_is_right_to_a_millionth() {
        let mut found: Vec<f32> = (-400..=400).map(|n| n as f32 / 100.0).collect();
        let numbers = found.clone();
        Gelu.map_mut(&mut found);
        for (x, found) in numbers.into_iter().zip(found) {
            let x = f64::from(x);
            assert!((f64::from(found) - x * (1.0 + erf(x / 2.0_f64.sqrt())) / 2.0).abs() < 2e-6, "{x}");
        }
        assert_eq!([50.0, -50.0].map(|x| Gelu.scalar_eval(x).round()), [50.0, 0.0]);
    }

    #[test]
    fn rows_become_bytes_and_numbers_again() {
        // Longer than the widest vectors, and no multiple of them.
        let rows: Vec<f32> = (0..2 * 77).map(|n| (n as f32 * 0.7).sin() * if n < 77 { 3.0 } else { 0.01 }).collect();
        for range in [Range::Around { middle: 90 }, Range::Above { lowest: -3.0, top: 180 }] {
            let (mut bytes, mut scales) = (vec![0; rows.len()], vec![0.0; 2]);
            Quantise { rows: &rows, width: 77, range, bytes: &mut bytes, scales: &mut scales }.dispatch();
            for (at, (x, byte)) in rows.iter().zip(bytes).enumerate() {
                let scale = scales[at / 77];
                let back = match range {
                    Range::Around { middle } => (f32::from(byte) - f32::from(middle)) * scale,
                    Range::Above { lowest, .. } => f32::from(byte) * scale + lowest,
                };
                assert!((x - back).abs() <= 0.51 * scale, "{x} {back} {scale}");
            }
        }
    }

    #[test]
    fn a_row_is_normalised_by_itself() {
        let mut rows: Vec<f32> = (0..40).map(|n| n as f32).collect();
        let (weight, bias) = (vec![1.0; 20], vec![0.5; 20]);
        AddAndNormalise { rows: &mut rows, added: None, weight: &weight, bias: &bias }.dispatch();
        let mean = rows[..20].iter().sum::<f32>() / 20.0;
        assert!((mean - 0.5).abs() < 1e-5 && (rows[3] - rows[23]).abs() < 1e-5);
    }
}
