use std::collections::HashMap;
use std::ops::Range;

use model::{EntitySpan, QuoteState, WordSyntax};
use text::Document;

use super::PersonLexicon;
use crate::mention::Gender;
use crate::{Reading, encoded};

/// The words of a text with all that the model told about them.
pub(super) struct Words<'a> {
    pub text: Vec<&'a str>,
    pub lower: Vec<String>,
    pub syntax: &'a [WordSyntax<'a>],
    pub dependents: Vec<Vec<usize>>,
    pub sentence: Vec<usize>,
    pub paragraph: Vec<usize>,
    pub is_quoted: Vec<bool>,
    /// The name that a word stands in.
    pub entity: Vec<Option<&'a EntitySpan<'a>>>,
    /// Of the head of each mention that the model found, the number of its cluster.
    pub model_cluster: HashMap<usize, usize>,
    pub persons: &'a PersonLexicon,
}

impl<'a> Words<'a> {
    pub fn new(
        document: &'a Document,
        reading: &'a Reading<'_>,
        entities: &'a [EntitySpan<'a>],
        persons: &'a PersonLexicon,
    ) -> Words<'a> {
        let words = encoded::words(document, &reading.sentences, &reading.tokens, &reading.quotations);
        let mut dependents = vec![Vec::new(); words.len()];
        for (at, syntax) in reading.syntax.iter().enumerate() {
            if let Some(head) = syntax.head {
                dependents[head].push(at);
            }
        }
        let mut entity = vec![None; words.len()];
        entities.iter().for_each(|own| entity[own.words.clone()].fill(Some(own)));
        let clusters = reading.clusters.iter().enumerate();
        Words {
            text: words.iter().map(|word| word.text).collect(),
            lower: words.iter().map(|word| word.text.to_lowercase()).collect(),
            syntax: &reading.syntax,
            dependents,
            sentence: words.iter().map(|word| word.sentence).collect(),
            paragraph: words.iter().map(|word| word.paragraph).collect(),
            is_quoted: words.iter().map(|word| word.quote == QuoteState::Inside).collect(),
            entity,
            model_cluster: clusters.flat_map(|(n, own)| own.iter().map(move |mention| (mention.head, n))).collect(),
            persons,
        }
    }

    pub fn upos(&self, at: usize) -> &str {
        self.syntax[at].upos
    }

    pub fn relation(&self, at: usize) -> &str {
        self.syntax[at].relation
    }

    pub fn kind(&self, at: usize) -> Option<&str> {
        self.entity[at].map(|entity| entity.kind)
    }

    /// The words that hang on a word by one of these relations.
    pub fn hanging<'w>(&'w self, at: usize, relations: &'w [&str]) -> impl Iterator<Item = usize> + 'w {
        self.dependents[at].iter().copied().filter(move |word| relations.contains(&self.relation(*word)))
    }

    /// The first of the words that are joined with it: the place of "Blinken" in "Lavrov and Blinken met" is that of "Lavrov".
    pub fn first_joined(&self, at: usize) -> usize {
        match self.syntax[at].head {
            Some(head) if self.relation(at) == "conj" => self.first_joined(head),
            _ => at,
        }
    }

    /// The words that a mention with this head reaches over: what hangs on the head, less what belongs to its sentence or is joined.
    pub fn reach(&self, head: usize) -> Range<usize> {
        let (mut first, mut last) = (head, head);
        let mut open = vec![(head, 0)];
        while let Some((at, depth)) = open.pop() {
            for word in &self.dependents[at] {
                if (depth == 0 && self.is_beside(head, *word)) || (depth == 1 && self.is_next_item(at, *word)) {
                    continue;
                }
                (first, last) = (first.min(*word), last.max(*word));
                open.push((*word, depth + 1));
            }
        }
        let is_edge = |at: usize, kinds: &[&str]| kinds.contains(&self.upos(at));
        while first < head && is_edge(first, &["PUNCT", "CCONJ", "ADP", "SCONJ"]) {
            first += 1;
        }
        while last > head && is_edge(last, &["PUNCT", "CCONJ"]) && ![")", "]"].contains(&self.text[last]) {
            last -= 1;
        }
        first..last + 1
    }

    /// Does it hang on the head without being a part of the mention?
    fn is_beside(&self, head: usize, word: usize) -> bool {
        let relation = self.relation(word);
        let is_person = self.kind(head) == Some("PER") && self.upos(head) == "PROPN";
        match relation {
            "case" => !POSSESSIVE.contains(&self.lower[word].as_str()),
            "advmod" => word < head && LOOSE.contains(&self.lower[word].as_str()),
            // "Buchtmann for the agency" and "Lucero and Ruiz of the company" are persons, "Theodore of Tabennese" is a name.
            "nmod" => {
                is_person
                    && !(self.relation(head) != "conj"
                        && self.hanging(word, &["case"]).any(|at| self.lower[at] == "of"))
            }
            // "Thomas Sam, 42".
            "nummod" | "dep" => is_person,
            _ => BESIDE.contains(&relation),
        }
    }

    /// "Eastman, director of the study, and chairman of the centre": the second office is no part of the apposition.
    fn is_next_item(&self, at: usize, word: usize) -> bool {
        self.relation(at) == "appos"
            && self.relation(word) == "conj"
            && self.dependents[word].iter().any(|mark| self.upos(*mark) == "PUNCT")
    }

    /// Told by a title, a first name or a noun among these words.
    pub fn gender(&self, mut words: impl Iterator<Item = usize>) -> Option<Gender> {
        words.find_map(|at| self.persons.gender(self.text[at]).or_else(|| self.persons.gender(&self.syntax[at].lemma)))
    }
}

pub(super) const POSSESSIVE: [&str; 4] = ["'s", "’s", "'", "’"];

/// What hangs on a noun as the head of a clause, or stands beside it.
const BESIDE: [&str; 23] = [
    "conj",
    "nsubj",
    "nsubj:pass",
    "nsubj:outer",
    "cop",
    "aux",
    "aux:pass",
    "mark",
    "cc",
    "cc:preconj",
    "punct",
    "parataxis",
    "discourse",
    "advcl",
    "advcl:relcl",
    "csubj",
    "ccomp",
    "expl",
    "vocative",
    "orphan",
    "reparandum",
    "dislocated",
    "obl",
];

/// Adverbs before a noun that are no part of it: "also the minister", "when a young girl".
const LOOSE: [&str; 19] = [
    "also",
    "even",
    "only",
    "just",
    "especially",
    "now",
    "then",
    "not",
    "however",
    "still",
    "already",
    "both",
    "when",
    "while",
    "where",
    "what",
    "why",
    "how",
    "like",
];
