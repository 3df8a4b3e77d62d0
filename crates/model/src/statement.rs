//! Which words are a source, a cue or a content, and how sure that is.

use std::ops::Range;

use crate::ModelError;
use crate::chain::{Chain, FORBIDDEN};
use crate::labels::{self, Labels};
use crate::linear::{Linear, Products, Room};
use crate::tag::{is_inside, spans_of};
use crate::weights::Weights;
use crate::word::Word;

/// What words are in an attribution (Pareti 2012).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Who says.
    Source,
    /// The words of saying.
    Cue,
    /// What is said.
    Content,
}

/// Words that have a role together.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleSpan {
    /// Their role.
    pub role: Role,
    /// Numbers of the words.
    pub words: Range<usize>,
    /// 0 to 1: the geometric mean of the role's probability over the words and of the probability that it begins at the first.
    pub confidence: f32,
}

/// In the order of their tags: `O`, then begin and inside of each.
const ROLES: [Role; 3] = [Role::Source, Role::Cue, Role::Content];
const TAGS: [&str; 7] = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"];

pub struct StatementHead {
    scores: Linear,
    chain: Chain,
}

impl StatementHead {
    pub fn read(
        weights: &Weights<'_>,
        labels: &labels::Statements,
        width: usize,
        products: &Products,
    ) -> Result<StatementHead, ModelError> {
        let n = TAGS.len();
        if labels.tags != TAGS {
            return Err(ModelError::Labels(format!("statements.tags must be {TAGS:?}")));
        }
        Labels::check("statements.first", labels.first.len(), n)?;
        Labels::check("statements.steps", labels.steps.len(), n)?;
        for row in &labels.steps {
            Labels::check("a row of statements.steps", row.len(), n)?;
        }
        let scores = Linear::of_head(weights, "statements", (width, n), products)?;
        Ok(StatementHead { scores, chain: Chain::of_spans(labels.steps.concat(), labels.first.clone()) })
    }

    /// The spans of a window, from the vectors of its words. `first` is the number of its first word.
    pub fn spans(
        &self,
        vectors: &[f32],
        words: &[Word<'_>],
        first: usize,
        products: &Products,
        room: &mut Room,
    ) -> Vec<RoleSpan> {
        let n = TAGS.len();
        let mut scores = self.scores.applied(vectors, products, room);
        // No span goes on over the start of a paragraph.
        for at in (1..words.len()).filter(|at| words[*at].paragraph != words[at - 1].paragraph) {
            (0..n).filter(|tag| is_inside(*tag)).for_each(|tag| scores[at * n + tag] = FORBIDDEN);
        }
        let tags = self.chain.best(&scores);
        let marginals = self.chain.marginals(&scores);
        let span = |(tag, words): (usize, Range<usize>)| {
            let of_role = |word: usize| marginals[word * n + tag] + marginals[word * n + tag + 1];
            let mean = words.clone().map(of_role).sum::<f32>() / words.len() as f32;
            let confidence = (mean * marginals[words.start * n + tag]).sqrt();
            RoleSpan { role: ROLES[(tag - 1) / 2], words: first + words.start..first + words.end, confidence }
        };
        spans_of(&tags).into_iter().map(span).collect()
    }
}
