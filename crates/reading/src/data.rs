use std::path::Path;

use model::{Files, Model, ModelError};
use text::Id;

use crate::coref::PersonLexicon;
use crate::mention::NameLexicon;
use crate::parse::EndWeights;
use crate::sentence::Abbreviations;
use crate::statement::{CueLexicon, LinkerWeights, MediumLexicon, OutletLexicon};

/// What the stages read with: word lists, patterns, and a model.
#[derive(Debug)]
pub struct Data {
    /// Words with a full stop.
    pub abbreviations: Abbreviations,
    /// Words of saying, and the closed classes of words.
    pub cues: CueLexicon,
    /// Words beside and inside names.
    pub names: NameLexicon,
    /// Who is he, who is she.
    pub persons: PersonLexicon,
    /// Words that tell how a saying reached the public.
    pub media: MediumLexicon,
    /// News outlets.
    pub outlets: OutletLexicon,
    /// What the linker learned.
    pub linker: LinkerWeights,
    /// Where sentences of the parse end.
    pub ends: EndWeights,
    /// What speaks for an antecedent of a pronoun.
    pub pronouns: LinkerWeights,
    /// The encoder with its heads; without one, rules find the statements, and there is no syntax, entity or coreference.
    pub model: Option<Model>,
    weights: Option<Id>,
}

/// The files built into the program, in the order of their names.
const FILES: [&str; 11] = [ABBREVIATIONS, COREF, CUES, LINKER, MEDIA, NAMES, OUTLETS, PERSONS, ENDS, TIME, WORDS];
const ABBREVIATIONS: &str = include_str!("../../../data/lexicon/abbreviations.toml");
const COREF: &str = include_str!("../data/coref.tsv");
const CUES: &str = include_str!("../../../data/lexicon/cues.toml");
const LINKER: &str = include_str!("../data/linker.tsv");
const MEDIA: &str = include_str!("../../../data/lexicon/media.toml");
const ENDS: &str = include_str!("../data/sentence_ends.txt");
const NAMES: &str = include_str!("../../../data/lexicon/names.toml");
const OUTLETS: &str = include_str!("../../../data/lexicon/outlets.toml");
const PERSONS: &str = include_str!("../../../data/lexicon/persons.toml");
const TIME: &str = include_str!("../../../data/lexicon/time.toml");
const WORDS: &str = include_str!("../../../data/lexicon/words.toml");

impl Data {
    /// The lists and the model that are built into the program.
    pub fn embedded() -> Data {
        match Files::embedded() {
            Some(files) => Data::lists().with_model(&files).expect("a test reads the built-in model"),
            None => Data::lists(),
        }
    }

    /// The lists alone.
    pub fn lists() -> Data {
        Data {
            abbreviations: Abbreviations::parse(ABBREVIATIONS).expect("a test reads the built-in lists"),
            cues: CueLexicon::parse(CUES, WORDS).expect("a test reads the built-in lists"),
            names: NameLexicon::parse(NAMES).expect("a test reads the built-in lists"),
            persons: PersonLexicon::parse(NAMES, PERSONS).expect("a test reads the built-in lists"),
            media: MediumLexicon::parse(MEDIA).expect("a test reads the built-in lists"),
            outlets: OutletLexicon::parse(OUTLETS).expect("a test reads the built-in lists"),
            linker: LinkerWeights::parse(LINKER).expect("a test reads the built-in lists"),
            ends: EndWeights::parse(ENDS).expect("a test reads the built-in lists"),
            pronouns: LinkerWeights::parse(COREF).expect("a test reads the built-in lists"),
            model: None,
            weights: None,
        }
    }

    /// The same lists with the model in a folder.
    ///
    /// # Errors
    /// When a file cannot be read or does not fit the others.
    pub fn with_model_in(self, folder: &Path) -> Result<Data, ModelError> {
        self.with_model(&Files::open(folder)?)
    }

    fn with_model(self, files: &Files<'_>) -> Result<Data, ModelError> {
        let (model, weights) = (Model::parse(files)?, Id::of_parts(files.parts()));
        Ok(Data { model: Some(model), weights: Some(weights), ..self })
    }

    /// Digest of the lists: part of every record's producer.
    pub fn digest(&self) -> String {
        Id::of_parts(FILES.map(str::as_bytes)).to_string()
    }

    /// Digest of the model's files; nothing without one.
    pub fn weights(&self) -> Option<Id> {
        self.weights
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_lists_are_of_the_expected_form() {
        let data = Data::lists();
        assert!(data.cues.forms_of("said").iter().any(|(number, _)| data.cues.verb(*number).name == "say"));
        assert!(data.abbreviations.takes_stop("Mr"));
    }

    #[test]
    fn the_built_in_model_is_of_the_expected_form_and_has_a_digest() {
        let data = Data::embedded();
        assert_eq!(data.model.is_some(), data.weights().is_some());
    }
}
