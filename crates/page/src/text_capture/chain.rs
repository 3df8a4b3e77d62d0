//! A chain model over the lines (a linear-chain conditional random field): which lines are the article?
//!
//! In comes the set of features of each line; out goes a state for each: before the article, article, furniture inside
//! it, behind it. The best chain is found by the Viterbi algorithm, so the end of the article is chosen for the page
//! as a whole: what stands behind it can be fluent news too. Sums run in a fixed order over `f32`, so the same capture
//! gives the same states on every machine.
//!
//! The weights (`data/line_weights.bin`) were learned by `training/page_lines/`, whose README says on what.
//! Lafferty, McCallum and Pereira, "Conditional random fields" (2001).

use std::sync::LazyLock;

use super::features::{Features, N_WORD_BUCKETS};

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Before the first line of the article.
    Before,
    /// The article's own text.
    Article,
    /// Between two lines of the article, but not its text.
    Inside,
    /// Behind the last line of the article.
    After,
}

const STATES: [State; 4] = [State::Before, State::Article, State::Inside, State::After];

/// The steps that a chain may take, by number of state, and the output of the model that weighs each; a state may
/// always go on, at no price.
const STEPS: [(usize, usize, Option<usize>); 8] = [
    (0, 0, None),
    (0, 1, Some(4)),
    (1, 1, None),
    (1, 2, Some(5)),
    (2, 1, Some(6)),
    (1, 3, Some(7)),
    (2, 2, None),
    (3, 3, None),
];

/// Outputs of the model for a line: a score for each state, then for each step that changes it.
const N_OUTPUTS: usize = 8;

/// Learned numbers: `i8`, times one scale for each output.
struct Weights {
    n_templates: usize,
    scales: [f32; N_OUTPUTS],
    values: &'static [u8],
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    Weights::parse(include_bytes!("../../data/line_weights.bin")).expect("the weights of this version")
});

impl Weights {
    /// `n_templates` as `u32`, eight `f32`, then the rows of `i8`; all little-endian.
    fn parse(file: &'static [u8]) -> Option<Weights> {
        let (n_templates, rest) = file.split_first_chunk::<4>()?;
        let n_templates = u32::from_le_bytes(*n_templates) as usize;
        let mut scales = [0.0; N_OUTPUTS];
        let (head, values) = rest.split_at_checked(4 * N_OUTPUTS)?;
        for (scale, bytes) in scales.iter_mut().zip(head.as_chunks::<4>().0) {
            *scale = f32::from_le_bytes(*bytes);
        }
        (values.len() == (n_templates + N_WORD_BUCKETS) * N_OUTPUTS).then_some(Weights { n_templates, scales, values })
    }

    fn outputs(&self, active: &[u32]) -> [f32; N_OUTPUTS] {
        // Sums of small integers are exact, whatever the order.
        let mut sums = [0_i32; N_OUTPUTS];
        for number in active {
            let row = &self.values[*number as usize * N_OUTPUTS..][..N_OUTPUTS];
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum += i32::from(value.cast_signed());
            }
        }
        let mut outputs = [0.0; N_OUTPUTS];
        for ((output, sum), scale) in outputs.iter_mut().zip(sums).zip(self.scales) {
            *output = sum as f32 * scale;
        }
        outputs
    }
}

/// The best chain of states. A capture without an article is all [`State::Before`].
pub(super) fn states(features: &Features) -> Vec<State> {
    let weights = &*WEIGHTS;
    assert_eq!(features.n_templates, weights.n_templates, "the features of this version have their weights");
    let mut score = [0.0, 0.0, f32::NEG_INFINITY, f32::NEG_INFINITY];
    let mut steps_back: Vec<[u8; 4]> = Vec::with_capacity(features.active.len());
    for (at, active) in features.active.iter().enumerate() {
        let outputs = weights.outputs(active);
        let mut next = [f32::NEG_INFINITY; 4];
        let mut back = [0_u8; 4];
        for (from, to, output) in STEPS {
            // The first line has no line before it: it may be `Before`, or open the article.
            let came = match (at, from, to) {
                (0, 0, 0 | 1) => 0.0,
                (0, _, _) => f32::NEG_INFINITY,
                _ => score[from],
            };
            let value = came + output.map_or(0.0, |output| outputs[output]) + outputs[to];
            if value > next[to] {
                (next[to], back[to]) = (value, from as u8);
            }
        }
        score = next;
        steps_back.push(back);
    }
    // No chain ends inside the article on furniture: then it is furniture behind it.
    let last = [0, 1, 3].into_iter().reduce(|best, state| if score[state] > score[best] { state } else { best });
    let mut state = last.unwrap_or(0);
    let mut states: Vec<State> = Vec::with_capacity(steps_back.len());
    for back in steps_back.iter().rev() {
        states.push(STATES[state]);
        state = usize::from(back[state]);
    }
    states.reverse();
    states
}
