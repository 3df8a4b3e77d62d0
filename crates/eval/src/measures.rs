//! `evaluation/measures.toml`: which corpora are run, and which figures are taken from what the scorers say.
//!
//! Data, not code: a new figure is a new entry. A line that does not fit the form is an error with its place.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// Everything that is measured.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measures {
    /// The corpora, in the order of the table.
    pub corpus: Vec<Corpus>,
}

/// A set of documents with gold.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corpus {
    /// Short name, unique: `scrapinghub`.
    pub name: String,
    /// What the table calls it.
    pub title: String,
    /// What is asked of the program, and who scores.
    pub kind: Kind,
    /// The file with gold: below the folder `shared`, or for [`Kind::Examples`] a folder of the repository.
    pub gold: String,
    /// Where the saved pages are, for [`Kind::Pages`]: a folder, or a `.tar.xz`.
    #[serde(default)]
    pub pages: Option<String>,
    /// Further words for the scorer's command line.
    #[serde(default)]
    pub scorer_arguments: Vec<String>,
    /// Only the records where this field of gold has this value.
    #[serde(default)]
    pub only: Option<Only>,
    /// The figures to take.
    pub figure: Vec<Figure>,
    /// By how much its figures may lie under their floors: what the model finds hangs a little on the processor, which sums in its own order.
    #[serde(default)]
    pub spread: f64,
}

/// A condition on gold records.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// Name of the field.
    pub field: String,
    /// The value it must have.
    pub is: String,
}

/// What is asked of the program, and who scores.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// `demarche page` on saved pages; `page.py`.
    Pages,
    /// `demarche page` on plain-text captures; `page.py --captures`.
    Captures,
    /// `demarche annotate --layers statements`, since its corpora mark nothing inside what is said; `statements.py`.
    Statements,
    /// `demarche annotate --layers statements,nested`; `annotation.py`.
    Annotation,
    /// `demarche annotate --layers times`; `time.py`.
    Times,
    /// `demarche read` and `show` on a folder of pages; `examples.py`.
    Examples,
}

/// One figure of the table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Short name, unique inside its corpus: `f1`.
    pub key: String,
    /// What the table calls it.
    pub measure: String,
    /// Where the scorer's answer holds it: a JSON pointer.
    pub value: String,
    /// Where precision stands, if the scorer gives it.
    #[serde(default)]
    pub precision: Option<String>,
    /// Where recall stands, if the scorer gives it.
    #[serde(default)]
    pub recall: Option<String>,
    /// Where `[right, said, gold]` stands, for a scorer that gives these counts instead of precision and recall.
    #[serde(default)]
    pub counts: Option<String>,
    /// What others reach on the same data, with their names.
    #[serde(default)]
    pub rival: Option<String>,
    /// Where the rival's figure was published or measured.
    #[serde(default)]
    pub rival_source: Option<String>,
    /// Does the scorer leave the figure out when the program answered nothing of the kind? It is 0 then.
    #[serde(default)]
    pub left_out_is_zero: bool,
    /// Which way is up.
    #[serde(default)]
    pub better: Better,
    /// Does the README show it?
    #[serde(default)]
    pub readme: bool,
}

/// Which way is up.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    /// More is better.
    #[default]
    Higher,
    /// Less is better.
    Lower,
}

impl Measures {
    /// Reads the list.
    ///
    /// # Errors
    /// When the file is missing, a line does not fit, or two corpora or figures have one name.
    pub fn load(path: &Path) -> Result<Measures> {
        let words = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        Measures::parse(&words).with_context(|| format!("{} is not in its form", path.display()))
    }

    fn parse(words: &str) -> Result<Measures> {
        let measures: Measures = toml::from_str(words)?;
        for (n, corpus) in measures.corpus.iter().enumerate() {
            if measures.corpus[..n].iter().any(|other| other.name == corpus.name) {
                bail!("two corpora are called \"{}\"", corpus.name);
            }
            if (corpus.kind == Kind::Pages) != corpus.pages.is_some() {
                bail!("corpus \"{}\": `pages` goes with kind \"pages\", and only with it", corpus.name);
            }
            for (n, figure) in corpus.figure.iter().enumerate() {
                if corpus.figure[..n].iter().any(|other| other.key == figure.key) {
                    bail!("corpus \"{}\": two figures are called \"{}\"", corpus.name, figure.key);
                }
                if figure.counts.is_some() && (figure.precision.is_some() || figure.recall.is_some()) {
                    bail!("figure \"{}.{}\": counts stand for precision and recall", corpus.name, figure.key);
                }
                if figure.rival.is_some() != figure.rival_source.is_some() {
                    bail!("figure \"{}.{}\": a rival needs a source, and a source a rival", corpus.name, figure.key);
                }
            }
        }
        Ok(measures)
    }

    /// Keeps the named corpora only; with no name, all.
    ///
    /// # Errors
    /// When a name is unknown: the known ones are told.
    pub fn choose(mut self, names: &[String]) -> Result<Measures> {
        for name in names {
            if !self.corpus.iter().any(|corpus| corpus.name == *name) {
                let known: Vec<&str> = self.corpus.iter().map(|corpus| corpus.name.as_str()).collect();
                bail!("there is no corpus \"{name}\"; there are {}", known.join(", "));
            }
        }
        if !names.is_empty() {
            self.corpus.retain(|corpus| names.contains(&corpus.name));
        }
        Ok(self)
    }

    /// A figure by its full name, `corpus.key`.
    pub fn figure(&self, full_name: &str) -> Option<(&Corpus, &Figure)> {
        let (corpus, key) = full_name.split_once('.')?;
        let corpus = self.corpus.iter().find(|known| known.name == corpus)?;
        corpus.figure.iter().find(|figure| figure.key == key).map(|figure| (corpus, figure))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = r#"
        [[corpus]]
        name = "times"
        title = "Times"
        kind = "times"
        gold = "data/time/x.jsonl.gz"
        [[corpus.figure]]
        key = "value"
        measure = "value F1"
        value = "/value_f1"
    "#;

    #[test]
    fn a_figure_is_found_by_its_full_name() {
        let measures = Measures::parse(ONE).unwrap();
        assert_eq!(measures.figure("times.value").unwrap().1.measure, "value F1");
        assert!(measures.figure("times.other").is_none() && measures.figure("times").is_none());
    }

    #[test]
    fn what_does_not_fit_is_refused_in_words() {
        let twice = format!("{ONE}{ONE}");
        assert_eq!(Measures::parse(&twice).unwrap_err().to_string(), "two corpora are called \"times\"");
        let rival = format!("{ONE}\nrival = \"somebody .99\"");
        assert!(Measures::parse(&rival).unwrap_err().to_string().contains("a rival needs a source"));
        assert!(Measures::parse(&ONE.replace("\"times\"\n        gold", "\"tims\"\n        gold")).is_err());
        assert!(Measures::parse(&ONE.replace("value =", "valeu =")).is_err());
    }

    #[test]
    fn an_unknown_corpus_is_refused_with_the_known_ones() {
        let error = Measures::parse(ONE).unwrap().choose(&["time".into()]).unwrap_err().to_string();
        assert_eq!(error, "there is no corpus \"time\"; there are times");
    }
}
