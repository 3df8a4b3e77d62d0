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
    roles: RoleChain,
}

impl StatementHead {
    pub fn read(
        weights: &Weights<'_>,
        labels: &labels::RoleTags,
        width: usize,
        products: &Products,
    ) -> Result<StatementHead, ModelError> {
        let scores = Linear::of_head(weights, "statements", (width, N_TAGS), products)?;
        Ok(StatementHead { scores, roles: RoleChain::read("statements", labels)? })
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
        let scores = self.scores.applied(vectors, products, room);
        let mut spans = self.roles.spans(scores, |at| words[at].paragraph != words[at - 1].paragraph);
        spans.iter_mut().for_each(|span| span.words = first + span.words.start..first + span.words.end);
        spans
    }
}

/// Scores of steps between the tags of roles.
pub struct RoleChain(Chain);

/// How many tags there are.
pub const N_TAGS: usize = TAGS.len();

impl RoleChain {
    /// `head` is the name of its labels, for messages.
    pub fn read(head: &str, labels: &labels::RoleTags) -> Result<RoleChain, ModelError> {
        if labels.tags != TAGS {
            return Err(ModelError::Labels(format!("{head}.tags must be {TAGS:?}")));
        }
        Labels::check(&format!("{head}.first"), labels.first.len(), N_TAGS)?;
        Labels::check(&format!("{head}.steps"), labels.steps.len(), N_TAGS)?;
        for row in &labels.steps {
            Labels::check(&format!("a row of {head}.steps"), row.len(), N_TAGS)?;
        }
        Ok(RoleChain(Chain::of_spans(labels.steps.concat(), labels.first.clone())))
    }

    /// The likeliest spans by the scores of each word's tags. `starts_paragraph` tells it of a word that has one before it.
    pub fn spans(&self, mut scores: Vec<f32>, starts_paragraph: impl Fn(usize) -> bool) -> Vec<RoleSpan> {
        // No span goes on over the start of a paragraph.
        for at in (1..scores.len() / N_TAGS).filter(|at| starts_paragraph(*at)) {
            (0..N_TAGS).filter(|tag| is_inside(*tag)).for_each(|tag| scores[at * N_TAGS + tag] = FORBIDDEN);
        }
        let tags = self.0.best(&scores);
        let marginals = self.0.marginals(&scores);
        let span = |(tag, words): (usize, Range<usize>)| {
            let of_role = |word: usize| marginals[word * N_TAGS + tag] + marginals[word * N_TAGS + tag + 1];
            let mean = words.clone().map(of_role).sum::<f32>() / words.len() as f32;
            let confidence = (mean * marginals[words.start * N_TAGS + tag]).sqrt();
            RoleSpan { role: ROLES[(tag - 1) / 2], words, confidence }
        };
        spans_of(&tags).into_iter().map(span).collect()
    }
}
