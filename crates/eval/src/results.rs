//! What a run measured, as `evaluation/results.json` keeps it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::measures::{Corpus, Figure};

/// The figures of a run, with what they rest on.
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq)]
pub struct Results {
    /// The day, as ISO 8601.
    pub taken: String,
    /// What `demarche --version` printed.
    pub program: String,
    /// The corpora by name.
    pub corpora: BTreeMap<String, CorpusState>,
    /// The figures by full name, `corpus.key`.
    pub figures: BTreeMap<String, Score>,
}

/// Which bytes a score rests on.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct CorpusState {
    /// Where it lies, from the top of the repository.
    pub path: String,
    /// SHA-256 over all its files, see [`crate::corpus::digest`].
    pub sha256: String,
    /// Number of its documents.
    pub n_documents: usize,
}

/// One figure, rounded to four places.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq)]
pub struct Score {
    /// The figure itself.
    pub value: f64,
    /// Precision, if the scorer gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<f64>,
    /// Recall, if the scorer gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recall: Option<f64>,
}

impl Score {
    /// Takes a figure out of what a scorer printed.
    ///
    /// # Errors
    /// When there is no number at the place that the measure names.
    pub fn take(corpus: &Corpus, figure: &Figure, answer: &Value) -> Result<Score> {
        let number = |pointer: &str| {
            let found = answer.pointer(pointer).and_then(Value::as_f64).or(figure.left_out_is_zero.then_some(0.0));
            found.with_context(|| format!("{}.{}: the scorer gives no number at {pointer}", corpus.name, figure.key))
        };
        let value = rounded(number(&figure.value)?);
        let (precision, recall) = if let Some(counts) = &figure.counts {
            let [right, said, gold] = [0, 1, 2].map(|n| number(&format!("{counts}/{n}")));
            let right = right?;
            (Some(share(right, said?)), Some(share(right, gold?)))
        } else {
            (figure.precision.as_deref().map(number).transpose()?, figure.recall.as_deref().map(number).transpose()?)
        };
        Ok(Score { value, precision: precision.map(rounded), recall: recall.map(rounded) })
    }
}

fn rounded(number: f64) -> f64 {
    (number * 10_000.0).round() / 10_000.0
}

/// The scorers count nothing of nothing as 0.
fn share(right: f64, all: f64) -> f64 {
    if all > 0.0 { right / all } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::measures::{Better, Kind};

    fn corpus_with(value: &str) -> Corpus {
        let figure = Figure {
            key: "f1".into(),
            measure: "F1".into(),
            value: value.into(),
            precision: Some("/chars/precision".into()),
            recall: None,
            counts: None,
            rival: None,
            rival_source: None,
            left_out_is_zero: false,
            better: Better::Higher,
            readme: false,
        };
        Corpus {
            name: "captures".into(),
            title: "Captures".into(),
            kind: Kind::Captures,
            gold: "gold".into(),
            pages: None,
            scorer_arguments: Vec::new(),
            only: None,
            figure: vec![figure],
            spread: 0.0,
        }
    }

    #[test]
    fn a_figure_is_taken_by_its_pointer_and_rounded() {
        let corpus = corpus_with("/chars/f1");
        let answer = json!({"chars": {"f1": 0.912_345, "precision": 1.0}});
        let score = Score::take(&corpus, &corpus.figure[0], &answer).unwrap();
        assert_eq!(score, Score { value: 0.9123, precision: Some(1.0), recall: None });
    }

    #[test]
    fn counts_stand_for_precision_and_recall() {
        let mut corpus = corpus_with("/f1");
        (corpus.figure[0].precision, corpus.figure[0].counts) = (None, Some("/counts/content".into()));
        let answer = json!({"f1": 0.6, "counts": {"content": [6, 8, 12]}});
        let score = Score::take(&corpus, &corpus.figure[0], &answer).unwrap();
        assert_eq!((score.precision, score.recall), (Some(0.75), Some(0.5)));
        let empty = json!({"f1": 0.0, "counts": {"content": [0, 0, 12]}});
        assert_eq!(Score::take(&corpus, &corpus.figure[0], &empty).unwrap().precision, Some(0.0));
    }

    #[test]
    fn a_figure_that_is_not_there_is_an_error_and_no_zero() {
        let corpus = corpus_with("/chars/f2");
        let error = Score::take(&corpus, &corpus.figure[0], &json!({"chars": {"f1": 1.0}})).unwrap_err().to_string();
        assert_eq!(error, "captures.f1: the scorer gives no number at /chars/f2");
        let mut known = corpus_with("/author/f1");
        known.figure[0].left_out_is_zero = true;
        assert_eq!(Score::take(&known, &known.figure[0], &json!({})).unwrap().value, 0.0);
    }
}
