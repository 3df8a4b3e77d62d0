//! Part of speech, lemma and dependency tree of each sentence (Universal Dependencies; biaffine scores of Dozat and Manning 2017).

mod lemma;
mod tree;

use crate::ModelError;
use crate::chain::greatest;
use crate::labels;
use crate::linear::{Linear, Products, Room, gelu};
use crate::weights::Weights;
use crate::window::runs;
use crate::word::Word;
use lemma::LemmaRule;
use tree::{Arcs, best_tree};

/// What a word is in its sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct WordSyntax<'m> {
    /// Universal part of speech: `NOUN`, `VERB`, ...
    pub upos: &'m str,
    /// The form that a dictionary has.
    pub lemma: String,
    /// Number of the word that it hangs on, in the whole text; nothing for the root of a sentence.
    pub head: Option<usize>,
    /// How it hangs there: `nsubj`, `obj`, ...; `root` for the root.
    pub relation: &'m str,
}

pub struct SyntaxHead {
    labels: labels::Syntax,
    lemma_rules: Vec<LemmaRule>,
    root_relation: usize,
    root: Vec<f32>,
    upos: Linear,
    lemma: Linear,
    dependent: Linear,
    governor: Linear,
    arc: Linear,
    arc_bias: Linear,
    relation_dependent: Linear,
    relation_governor: Linear,
    relation: Linear,
}

impl SyntaxHead {
    /// `relations` are the weights of the file for relations, `weights` those of the encoder's.
    pub fn read(
        weights: &Weights<'_>,
        relations: &Weights<'_>,
        labels: labels::Syntax,
        width: usize,
        products: &Products,
    ) -> Result<SyntaxHead, ModelError> {
        let linear = |weights: &Weights<'_>, name: &str, shape| Linear::of_head(weights, name, shape, products);
        let (_, inner) = weights.rows_and_columns("arc.weight")?;
        let (_, inner_relation) = relations.rows_and_columns("relation_dependent.weight")?;
        let missing = || ModelError::Labels("syntax.relation has no 'root'".to_owned());
        let head = SyntaxHead {
            lemma_rules: labels.lemma.iter().map(|rule| LemmaRule::parse(rule)).collect::<Result<_, _>>()?,
            root_relation: labels.relation.iter().position(|relation| relation == "root").ok_or_else(missing)?,
            root: weights.floats("root", &[1, 1, width])?,
            upos: linear(weights, "upos", (width, labels.upos.len()))?,
            lemma: linear(weights, "lemma", (width, labels.lemma.len()))?,
            dependent: linear(weights, "dependent", (width, inner))?,
            governor: linear(weights, "governor", (width, inner))?,
            arc: linear(weights, "arc", (inner, inner))?,
            arc_bias: linear(weights, "arc_bias", (inner, 1))?,
            relation_dependent: linear(relations, "relation_dependent", (width, inner_relation))?,
            relation_governor: linear(relations, "relation_governor", (width, inner_relation))?,
            relation: linear(relations, "relation", (3 * inner_relation, labels.relation.len()))?,
            labels,
        };
        if head.labels.upos.is_empty() || head.lemma_rules.is_empty() {
            return Err(ModelError::Labels("syntax.upos or syntax.lemma is empty".to_owned()));
        }
        Ok(head)
    }

    /// The words of a window, from their vectors. `first` is the number of its first word.
    pub fn words(
        &self,
        vectors: &[f32],
        words: &[Word<'_>],
        first: usize,
        products: &Products,
        room: &mut Room,
    ) -> Vec<WordSyntax<'_>> {
        let width = self.root.len();
        let mut found = Vec::with_capacity(words.len());
        for sentence in runs(words, 0..words.len(), |word| word.sentence) {
            let vectors = &vectors[sentence.start * width..sentence.end * width];
            self.sentence(vectors, &words[sentence.clone()], first + sentence.start, products, room, &mut found);
        }
        found
    }

    fn sentence<'m>(
        &'m self,
        vectors: &[f32],
        words: &[Word<'_>],
        first: usize,
        products: &Products,
        room: &mut Room,
        found: &mut Vec<WordSyntax<'m>>,
    ) {
        let mut apply = |linear: &Linear, rows: &[f32]| linear.applied(rows, products, room);
        let with_root = [self.root.as_slice(), vectors].concat();
        let dependent = gelu(apply(&self.dependent, vectors));
        let governor = gelu(apply(&self.governor, &with_root));
        let dependent = apply(&self.arc, &dependent);
        let bias = apply(&self.arc_bias, &governor);
        let heads = best_tree(&self.arcs(&dependent, &governor, &bias, products));
        let relations = {
            let dependent = gelu(apply(&self.relation_dependent, vectors));
            let governor = gelu(apply(&self.relation_governor, &with_root));
            apply(&self.relation, &pairs(&dependent, &governor, &heads))
        };
        let upos = best_columns(&apply(&self.upos, vectors), self.labels.upos.len());
        let lemma = best_columns(&apply(&self.lemma, vectors), self.lemma_rules.len());
        let relations = best_columns(&relations, self.labels.relation.len());
        for (at, word) in words.iter().enumerate() {
            let relation = if heads[at] == 0 { self.root_relation } else { relations[at] };
            found.push(WordSyntax {
                upos: &self.labels.upos[upos[at]],
                lemma: self.lemma_rules[lemma[at]].apply(word.text),
                head: heads[at].checked_sub(1).map(|head| first + head),
                relation: &self.labels.relation[relation],
            });
        }
    }

    fn arcs(&self, dependent: &[f32], governor: &[f32], bias: &[f32], products: &Products) -> Arcs {
        let inner = self.arc.n_out();
        let n_words = dependent.len() / inner;
        let mut scores = products.of_rows(dependent, governor, inner, 1.0);
        for (word, row) in scores.chunks_exact_mut(n_words + 1).enumerate() {
            row.iter_mut().zip(bias).for_each(|(score, bias)| *score += bias);
            // No word is its own governor.
            row[word + 1] = -1e4;
        }
        Arcs { n_words, scores }
    }
}

/// For each word and its governor: the one, the other, and their product.
fn pairs(dependent: &[f32], governor: &[f32], heads: &[usize]) -> Vec<f32> {
    let inner = dependent.len().checked_div(heads.len()).unwrap_or(0);
    let mut rows = Vec::with_capacity(3 * dependent.len());
    for (own, head) in dependent.chunks_exact(inner.max(1)).zip(heads) {
        let governor = &governor[head * inner..(head + 1) * inner];
        rows.extend_from_slice(own);
        rows.extend_from_slice(governor);
        rows.extend(own.iter().zip(governor).map(|(a, b)| a * b));
    }
    rows
}

fn best_columns(scores: &[f32], n_columns: usize) -> Vec<usize> {
    scores.chunks_exact(n_columns).map(|row| greatest(row.iter().copied()).0).collect()
}

/// A sentence of several windows has a root in each: all but the first hang on that one.
pub fn join_parts<'m>(found: &mut [WordSyntax<'m>], words: &[Word<'_>], head: &'m SyntaxHead) {
    let relation = head.labels.relation.iter().find(|relation| *relation == "parataxis");
    for sentence in runs(words, 0..words.len(), |word| word.sentence) {
        let mut roots = sentence.filter(|word| found[*word].head.is_none());
        let Some(first) = roots.next() else { continue };
        for root in roots.collect::<Vec<_>>() {
            found[root].head = Some(first);
            found[root].relation = relation.map_or("dep", String::as_str);
        }
    }
}
