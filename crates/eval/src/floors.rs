//! Floors: the figure that each measure must not fall under, with the digest of the corpus it was taken on.
//!
//! A floor is raised by `cargo xtask floors --raise` and lowered by hand, so that lowering is a visible line of a diff.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::measures::{Better, Corpus, Figure, Measures};
use crate::results::Results;

/// `evaluation/floors.json`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq)]
pub struct Floors {
    /// SHA-256 of each corpus, by its name.
    pub corpora: BTreeMap<String, String>,
    /// The floors by the full name of their figure, `corpus.key`.
    pub floors: BTreeMap<String, Floor>,
}

/// A figure that must hold.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
pub struct Floor {
    /// The least value; for figures where less is better, the greatest.
    pub floor: f64,
    /// The day it was taken, as ISO 8601.
    pub taken: String,
}

/// What became of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Does it hold?
    pub holds: bool,
    /// One sentence.
    pub note: String,
}

/// Figures are kept to four places; half of the last one is no difference.
const SAME: f64 = 0.000_05;

impl Floors {
    /// Reads the floors.
    ///
    /// # Errors
    /// When the file is missing or not in its form.
    pub fn load(path: &Path) -> Result<Floors> {
        let words = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        serde_json::from_str(&words).with_context(|| format!("{} is not in its form", path.display()))
    }

    /// Holds what was measured against the floors. A corpus that changed fails by itself: its figures are no longer
    /// those that the floors were taken on, so they are not compared.
    pub fn check(&self, measures: &Measures, results: &Results) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        for (name, state) in &results.corpora {
            let Some(kept) = self.corpora.get(name) else {
                verdicts.push(fails(format!("{name}: has no floor yet; take one with `cargo xtask floors --raise`")));
                continue;
            };
            if *kept != state.sha256 {
                verdicts.push(fails(format!(
                    "{name}: the corpus changed ({} has the digest {}, the floors were taken on {}); take new floors and say why",
                    state.path,
                    short(&state.sha256),
                    short(kept)
                )));
                continue;
            }
            let prefix = format!("{name}.");
            for (figure, score) in results.figures.iter().filter(|(figure, _)| figure.starts_with(&prefix)) {
                let of = |(corpus, own): (&Corpus, &Figure)| (own.better, corpus.spread);
                let (better, spread) = measures.figure(figure).map_or((Better::Higher, 0.0), of);
                verdicts.push(self.check_one(figure, score.value, better, spread));
            }
        }
        let measured =
            |figure: &str| figure.split_once('.').is_some_and(|(name, _)| results.corpora.contains_key(name));
        for figure in self.floors.keys().filter(|figure| measured(figure) && !results.figures.contains_key(*figure)) {
            verdicts.push(fails(format!("{figure}: has a floor and is no longer measured")));
        }
        verdicts
    }

    fn check_one(&self, figure: &str, value: f64, better: Better, spread: f64) -> Verdict {
        let Some(Floor { floor, taken }) = self.floors.get(figure) else {
            return fails(format!("{figure}: {value} has no floor yet; take one with `cargo xtask floors --raise`"));
        };
        let (holds, word) = match better {
            Better::Higher => (value >= floor - spread - SAME, "under"),
            Better::Lower => (value <= floor + spread + SAME, "over"),
        };
        let note = if holds {
            format!("{figure}: {value}, floor {floor}")
        } else {
            format!("{figure}: {value} is {word} the floor of {floor}, taken on {taken}")
        };
        Verdict { holds, note }
    }

    /// Raises each floor to what was measured, where that is better or there was none; never lowers one. A corpus that
    /// changed keeps its old digest and so goes on failing: a person decides.
    ///
    /// Gives the names of the figures whose floor was raised.
    pub fn raise(&mut self, measures: &Measures, results: &Results) -> Vec<String> {
        let mut raised = Vec::new();
        for (name, state) in &results.corpora {
            if self.corpora.get(name).is_some_and(|kept| *kept != state.sha256) {
                continue;
            }
            self.corpora.insert(name.clone(), state.sha256.clone());
            let prefix = format!("{name}.");
            for (figure, score) in results.figures.iter().filter(|(figure, _)| figure.starts_with(&prefix)) {
                let better = measures.figure(figure).map_or(Better::Higher, |(_, figure)| figure.better);
                let is_better = self.floors.get(figure).is_none_or(|kept| match better {
                    Better::Higher => score.value > kept.floor + SAME,
                    Better::Lower => score.value < kept.floor - SAME,
                });
                if is_better {
                    self.floors.insert(figure.clone(), Floor { floor: score.value, taken: results.taken.clone() });
                    raised.push(figure.clone());
                }
            }
        }
        raised
    }
}

fn fails(note: String) -> Verdict {
    Verdict { holds: false, note }
}

fn short(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::{CorpusState, Score};

    fn measures() -> Measures {
        toml::from_str(
            r#"
            [[corpus]]
            name = "captures"
            title = "Captures"
            kind = "captures"
            gold = "gold.jsonl"
            figure = [
                { key = "f1", measure = "F1", value = "/f1" },
                { key = "bad", measure = "bad pages", value = "/bad", better = "lower" },
            ]
            "#,
        )
        .unwrap()
    }

    fn results(f1: f64, bad: f64, sha256: &str) -> Results {
        let score = |value| Score { value, precision: None, recall: None };
        let state = CorpusState { path: "gold.jsonl".into(), sha256: sha256.into(), n_documents: 3 };
        Results {
            taken: "2022-11-09".into(),
            program: "demarche 0.1.0".into(),
            corpora: [("captures".to_owned(), state)].into(),
            figures: [("captures.f1".to_owned(), score(f1)), ("captures.bad".to_owned(), score(bad))].into(),
        }
    }

    fn floors() -> Floors {
        let mut floors = Floors::default();
        assert_eq!(floors.raise(&measures(), &results(0.86, 0.2, "aa")), ["captures.bad", "captures.f1"]);
        floors
    }

    fn failures(floors: &Floors, results: &Results) -> Vec<String> {
        let verdicts = floors.check(&measures(), results);
        assert!(!verdicts.is_empty());
        verdicts.into_iter().filter(|verdict| !verdict.holds).map(|verdict| verdict.note).collect()
    }

    #[test]
    fn the_same_and_better_figures_hold() {
        assert!(failures(&floors(), &results(0.86, 0.2, "aa")).is_empty());
        assert!(failures(&floors(), &results(0.9, 0.1, "aa")).is_empty());
    }

    #[test]
    fn a_lower_score_fails_and_so_do_more_bad_pages() {
        let under = failures(&floors(), &results(0.8598, 0.2, "aa"));
        assert_eq!(under, ["captures.f1: 0.8598 is under the floor of 0.86, taken on 2022-11-09"]);
        let over = failures(&floors(), &results(0.86, 0.21, "aa"));
        assert_eq!(over, ["captures.bad: 0.21 is over the floor of 0.2, taken on 2022-11-09"]);
    }

    #[test]
    fn a_figure_may_fall_by_what_processors_differ() {
        let mut measures = measures();
        measures.corpus[0].spread = 0.005;
        let fails = |f1| floors().check(&measures, &results(f1, 0.2, "aa")).into_iter().any(|verdict| !verdict.holds);
        assert!(!fails(0.8551) && fails(0.8549));
    }

    #[test]
    fn a_changed_corpus_fails_whatever_the_score() {
        let changed = failures(&floors(), &results(1.0, 0.0, "bb"));
        assert_eq!(changed.len(), 1);
        assert!(changed[0].contains("the corpus changed (gold.jsonl has the digest bb"), "{changed:?}");
    }

    #[test]
    fn a_figure_without_floor_and_a_floor_without_figure_fail() {
        let mut less = floors();
        less.floors.remove("captures.f1");
        assert!(failures(&less, &results(0.86, 0.2, "aa"))[0].contains("has no floor yet"));
        let mut more = floors();
        more.floors.insert("captures.gone".into(), Floor { floor: 0.5, taken: "2022-11-09".into() });
        assert_eq!(
            failures(&more, &results(0.86, 0.2, "aa")),
            ["captures.gone: has a floor and is no longer measured"]
        );
        assert!(failures(&Floors::default(), &results(0.86, 0.2, "aa"))[0].contains("has no floor yet"));
    }

    #[test]
    fn raising_never_lowers_and_leaves_a_changed_corpus_alone() {
        let mut kept = floors();
        assert!(kept.raise(&measures(), &results(0.5, 0.9, "aa")).is_empty());
        assert_eq!(kept, floors());
        assert!(kept.raise(&measures(), &results(1.0, 0.0, "bb")).is_empty());
        assert_eq!(kept, floors());
        assert_eq!(kept.raise(&measures(), &results(0.9, 0.2, "aa")), ["captures.f1"]);
        assert_eq!(kept.floors["captures.f1"].floor, 0.9);
    }

    #[test]
    fn a_floor_of_another_corpus_is_left_alone_when_only_one_is_measured() {
        let mut two = floors();
        two.floors.insert("times.value".into(), Floor { floor: 0.5, taken: "2022-11-09".into() });
        assert!(failures(&two, &results(0.86, 0.2, "aa")).is_empty());
    }
}
