//! Scores of governors in, the best tree out: each word its likeliest governor, or, where that is no tree with one root, a maximum
//! spanning tree (Chu and Liu 1965, Edmonds 1967).

use crate::chain::greatest;

/// Scores of governors for each word: row by row, `1 + words` numbers a row, the first that of the root.
#[derive(Clone)]
pub struct Arcs {
    pub n_words: usize,
    pub scores: Vec<f32>,
}

impl Arcs {
    fn row(&self, word: usize) -> &[f32] {
        &self.scores[word * (self.n_words + 1)..(word + 1) * (self.n_words + 1)]
    }

    fn at(&self, word: usize, governor: usize) -> f32 {
        self.scores[word * (self.n_words + 1) + governor]
    }

    fn set(&mut self, word: usize, governor: usize, score: f32) {
        self.scores[word * (self.n_words + 1) + governor] = score;
    }

    fn greedy(&self) -> Vec<usize> {
        (0..self.n_words).map(|word| greatest(self.row(word).iter().copied()).0).collect()
    }
}

/// Roots that are tried when the greedy arcs are no tree, the likeliest first.
const MAX_ROOTS: usize = 6;
const NEVER: f32 = -1e6;

/// The governor of each word, 0 the root and `n + 1` word `n`; one word alone is under the root.
pub fn best_tree(arcs: &Arcs) -> Vec<usize> {
    let heads = arcs.greedy();
    if is_tree(&heads) {
        return heads;
    }
    let mut roots: Vec<usize> = (0..arcs.n_words).collect();
    roots.sort_by(|a, b| arcs.at(*b, 0).total_cmp(&arcs.at(*a, 0)));
    let mut best: Option<(f32, Vec<usize>)> = None;
    for root in roots.into_iter().take(MAX_ROOTS) {
        let mut own = arcs.clone();
        for word in 0..arcs.n_words {
            own.set(word, 0, NEVER);
            own.set(root, word + 1, NEVER);
        }
        own.set(root, 0, arcs.at(root, 0));
        let tree = spanning_tree(&own);
        let score = tree.iter().enumerate().map(|(word, head)| own.at(word, *head)).sum();
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, tree));
        }
    }
    best.map_or(heads, |(_, tree)| tree)
}

fn is_tree(heads: &[usize]) -> bool {
    heads.iter().filter(|head| **head == 0).count() == 1 && cycle_in(heads).is_none()
}

/// The words (counted from 1) of a cycle.
fn cycle_in(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen_from = vec![0; heads.len() + 1];
    for start in 1..=heads.len() {
        let mut node = start;
        while node > 0 && seen_from[node] == 0 {
            seen_from[node] = start;
            node = heads[node - 1];
        }
        if node > 0 && seen_from[node] == start {
            let first = node;
            let mut cycle = vec![first];
            node = heads[node - 1];
            while node != first {
                cycle.push(node);
                node = heads[node - 1];
            }
            return Some(cycle);
        }
    }
    None
}

fn spanning_tree(arcs: &Arcs) -> Vec<usize> {
    let heads = arcs.greedy();
    let Some(mut cycle) = cycle_in(&heads) else { return heads };
    cycle.sort_unstable();
    let contracted = Contracted::new(arcs, &heads, &cycle);
    let tree = spanning_tree(&contracted.arcs);
    contracted.expanded(heads, &tree)
}

/// The words with a cycle made one word, the last.
struct Contracted {
    arcs: Arcs,
    /// Words (counted from 0) outside the cycle.
    rest: Vec<usize>,
    /// For each of them, its best governor in the cycle.
    out: Vec<usize>,
    /// For each governor from outside, the word of the cycle that it takes best.
    into: Vec<usize>,
}

impl Contracted {
    fn new(arcs: &Arcs, heads: &[usize], cycle: &[usize]) -> Contracted {
        let rest: Vec<usize> = (0..arcs.n_words).filter(|word| !cycle.contains(&(word + 1))).collect();
        let n_words = rest.len() + 1;
        let mut small = Arcs { n_words, scores: vec![-1e9; n_words * (n_words + 1)] };
        let inside: f32 = cycle.iter().map(|node| arcs.at(node - 1, heads[node - 1])).sum();
        let columns: Vec<usize> = std::iter::once(0).chain(rest.iter().map(|word| word + 1)).collect();
        let mut out = Vec::new();
        for (n, word) in rest.iter().enumerate() {
            for (m, column) in columns.iter().enumerate() {
                small.set(n, m, arcs.at(*word, *column));
            }
            let (best, score) = greatest(cycle.iter().map(|node| arcs.at(*word, *node)));
            small.set(n, n_words, score);
            out.push(cycle[best]);
        }
        let mut into = Vec::new();
        for (m, column) in columns.iter().enumerate() {
            let gain = |node: &usize| arcs.at(node - 1, *column) - arcs.at(node - 1, heads[node - 1]);
            let (best, gain) = greatest(cycle.iter().map(gain));
            small.set(n_words - 1, m, gain + inside);
            into.push(cycle[best]);
        }
        Contracted { arcs: small, rest, out, into }
    }

    fn column(&self, m: usize) -> usize {
        if m == 0 { 0 } else { self.rest[m - 1] + 1 }
    }

    fn expanded(&self, mut heads: Vec<usize>, tree: &[usize]) -> Vec<usize> {
        let cycle = self.arcs.n_words;
        for (n, word) in self.rest.iter().enumerate() {
            heads[*word] = if tree[n] == cycle { self.out[n] } else { self.column(tree[n]) };
        }
        let from = tree[cycle - 1];
        // A cycle that nothing enters stays one: no score says where to break it.
        if from < self.into.len() {
            heads[self.into[from] - 1] = self.column(from);
        }
        heads
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arcs(rows: &[&[f32]]) -> Arcs {
        Arcs { n_words: rows.len(), scores: rows.concat() }
    }

    #[test]
    fn greedy_arcs_that_are_a_tree_stay() {
        assert_eq!(best_tree(&arcs(&[&[0.0, -9.0, 3.0], &[4.0, 1.0, -9.0]])), [2, 0]);
        assert_eq!(best_tree(&arcs(&[&[0.0, -9.0]])), [0]);
        assert_eq!(best_tree(&arcs(&[])), [0; 0]);
    }

    #[test]
    fn a_cycle_is_broken_where_it_costs_least() {
        let three = arcs(&[&[1.0, -9.0, 5.0, 0.0], &[2.0, 5.0, -9.0, 0.0], &[0.0, 0.0, 4.0, -9.0]]);
        assert_eq!(best_tree(&three), [2, 0, 2]);
    }

    #[test]
    fn two_roots_become_one() {
        assert_eq!(best_tree(&arcs(&[&[5.0, -9.0, 1.0], &[4.0, 3.0, -9.0]])), [0, 1]);
    }

    #[test]
    fn no_tree_is_better_than_the_one_found() {
        // All trees of four words, counted one by one, against numbers of a fixed series.
        let mut seed = 7_u64;
        let mut number = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 40) as f32 / 1e6
        };
        for _ in 0..200 {
            let mut own = Arcs { n_words: 4, scores: (0..20).map(|_| number()).collect() };
            (0..4).for_each(|word| own.set(word, word + 1, -1e4));
            let score = |heads: &[usize]| heads.iter().enumerate().map(|(word, head)| own.at(word, *head)).sum::<f32>();
            let all = (0..625).map(|n| vec![n / 125, n / 25 % 5, n / 5 % 5, n % 5]).filter(|heads| is_tree(heads));
            let most = all.map(|heads| score(&heads)).fold(f32::MIN, f32::max);
            let found = best_tree(&own);
            assert!(is_tree(&found) && (score(&found) - most).abs() < 1e-3, "{found:?}");
        }
    }
}
