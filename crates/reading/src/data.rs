use text::Id;

use crate::mention::NameLexicon;
use crate::sentence::Abbreviations;
use crate::statement::CueLexicon;

/// The word lists and patterns that the stages read with.
#[derive(Debug)]
pub struct Data {
    /// Words with a full stop.
    pub abbreviations: Abbreviations,
    /// Words of saying, and the closed classes of words.
    pub cues: CueLexicon,
    /// Words beside and inside names.
    pub names: NameLexicon,
}

/// The files built into the program, in the order of their names.
const FILES: [&str; 5] = [ABBREVIATIONS, CUES, NAMES, TIME, WORDS];
const ABBREVIATIONS: &str = include_str!("../../../data/lexicon/abbreviations.toml");
const CUES: &str = include_str!("../../../data/lexicon/cues.toml");
const NAMES: &str = include_str!("../../../data/lexicon/names.toml");
const TIME: &str = include_str!("../../../data/lexicon/time.toml");
const WORDS: &str = include_str!("../../../data/lexicon/words.toml");

impl Data {
    /// The lists built into the program.
    pub fn embedded() -> Data {
        Data {
            abbreviations: Abbreviations::parse(ABBREVIATIONS).expect("a test reads the built-in lists"),
            cues: CueLexicon::parse(CUES, WORDS).expect("a test reads the built-in lists"),
            names: NameLexicon::parse(NAMES).expect("a test reads the built-in lists"),
        }
    }

    /// Digest of the lists: part of every record's producer.
    pub fn digest(&self) -> String {
        Id::of_parts(FILES.map(str::as_bytes)).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_lists_are_of_the_expected_form() {
        let data = Data::embedded();
        assert!(data.cues.forms_of("said").iter().any(|(number, _)| data.cues.verb(*number).name == "say"));
        assert!(data.abbreviations.takes_stop("Mr"));
    }
}
