//! A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001): scores of words' tags in, the best tags and
//! how sure each is out.

use crate::tag::{is_inside, may_follow};

/// Scores of steps between tags. A step that is not allowed has a score so low that no path takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    n_tags: usize,
    /// `[from * n_tags + to]`.
    steps: Vec<f32>,
    first: Vec<f32>,
}

/// The score of what is not allowed.
pub const FORBIDDEN: f32 = -1e4;

impl Chain {
    /// Scores of steps, row by row, and of the first tag.
    pub fn new(steps: Vec<f32>, first: Vec<f32>) -> Chain {
        Chain { n_tags: first.len(), steps, first }
    }

    /// The same, of tags that mark spans (`tag.rs`): what goes on with a span that has not begun is forbidden.
    pub fn of_spans(mut steps: Vec<f32>, mut first: Vec<f32>) -> Chain {
        let n = first.len();
        for (_, step) in steps.iter_mut().enumerate().filter(|(at, _)| !may_follow(at / n, at % n)) {
            *step += FORBIDDEN;
        }
        for (_, first) in first.iter_mut().enumerate().filter(|(tag, _)| is_inside(*tag)) {
            *first += FORBIDDEN;
        }
        Chain::new(steps, first)
    }

    fn step(&self, from: usize, to: usize) -> f32 {
        self.steps[from * self.n_tags + to]
    }

    /// The tags of the best path (Viterbi). `scores` holds the tags' scores word by word.
    pub fn best(&self, scores: &[f32]) -> Vec<usize> {
        let n_words = scores.len() / self.n_tags;
        let mut best: Vec<f32> = self.first.clone();
        let mut back = Vec::with_capacity(scores.len());
        for (at, own) in scores.chunks_exact(self.n_tags).enumerate() {
            if at > 0 {
                let reached: Vec<(usize, f32)> = (0..self.n_tags)
                    .map(|to| greatest((0..self.n_tags).map(|from| best[from] + self.step(from, to))))
                    .collect();
                back.extend(reached.iter().map(|(from, _)| *from));
                best = reached.into_iter().map(|(_, score)| score).collect();
            }
            best.iter_mut().zip(own).for_each(|(best, own)| *best += own);
        }
        let mut tags = vec![greatest(best.into_iter()).0; n_words];
        for at in (1..n_words).rev() {
            tags[at - 1] = back[(at - 1) * self.n_tags + tags[at]];
        }
        tags
    }

    /// The probability of each tag of each word, word by word (forward-backward).
    pub fn marginals(&self, scores: &[f32]) -> Vec<f32> {
        let n = self.n_tags;
        let n_words = scores.len() / n;
        let mut forward: Vec<f32> = Vec::with_capacity(scores.len());
        for (at, own) in scores.chunks_exact(n).enumerate() {
            for (to, own) in own.iter().enumerate() {
                let before = match at {
                    0 => self.first[to],
                    _ => log_sum((0..n).map(|from| forward[(at - 1) * n + from] + self.step(from, to))),
                };
                forward.push(before + own);
            }
        }
        let mut backward = vec![0.0; scores.len()];
        for at in (0..n_words.saturating_sub(1)).rev() {
            for from in 0..n {
                let next = (at + 1) * n;
                backward[at * n + from] =
                    log_sum((0..n).map(|to| self.step(from, to) + scores[next + to] + backward[next + to]));
            }
        }
        let mut sums: Vec<f32> = forward.iter().zip(&backward).map(|(a, b)| a + b).collect();
        for word in sums.chunks_exact_mut(n) {
            let whole = log_sum(word.iter().copied());
            word.iter_mut().for_each(|x| *x = (*x - whole).exp());
        }
        sums
    }
}

/// The greatest number and its place; the first of equal ones.
pub fn greatest(numbers: impl Iterator<Item = f32>) -> (usize, f32) {
    numbers.enumerate().fold((0, f32::NEG_INFINITY), |best, (at, x)| if x > best.1 { (at, x) } else { best })
}

fn log_sum(numbers: impl Iterator<Item = f32> + Clone) -> f32 {
    let most = numbers.clone().fold(f32::NEG_INFINITY, f32::max);
    most + numbers.map(|x| (x - most).exp()).sum::<f32>().ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tags O, B, I; no I after O.
    fn chain() -> Chain {
        Chain::new(vec![0.0, 0.0, FORBIDDEN, 0.0, 0.0, 0.5, 0.0, 0.0, 0.5], vec![0.0, 0.0, FORBIDDEN])
    }

    #[test]
    fn the_best_path_takes_no_forbidden_step() {
        let scores = [0.0, -1.0, 3.0, 0.0, 0.0, 3.0, 1.0, 0.0, 0.0];
        assert_eq!(chain().best(&scores), [1, 2, 0]);
    }

    #[test]
    fn marginals_are_those_of_all_paths_counted_one_by_one() {
        let scores = [0.3, -1.0, 3.0, 0.2, 0.1, 0.7, 1.0, 0.0, -0.4];
        let chain = chain();
        let (mut sums, mut whole) = ([0.0; 9], 0.0);
        for path in (0..27).map(|n| [n / 9, n / 3 % 3, n % 3]) {
            let steps = chain.first[path[0]] + chain.step(path[0], path[1]) + chain.step(path[1], path[2]);
            let weight = (steps + (0..3).map(|at| scores[at * 3 + path[at]]).sum::<f32>()).exp();
            whole += weight;
            (0..3).for_each(|at| sums[at * 3 + path[at]] += weight);
        }
        for (found, sum) in chain.marginals(&scores).iter().zip(sums) {
            assert!((found - sum / whole).abs() < 1e-5);
        }
    }

    #[test]
    fn no_words_have_no_tags() {
        assert_eq!(chain().best(&[]), [0; 0]);
        assert_eq!(chain().marginals(&[]), [0.0; 0]);
    }
}
