use std::collections::HashSet;

use serde::Deserialize;

/// Words beside and inside the names of persons and bodies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // The list says at each field what it holds.
pub struct NameLexicon {
    pub(super) titles: HashSet<String>,
    pub(super) female_titles: HashSet<String>,
    pub(super) male_titles: HashSet<String>,
    pub(super) person_nouns: HashSet<String>,
    pub(super) female_nouns: HashSet<String>,
    pub(super) male_nouns: HashSet<String>,
    pub(super) unnamed_nouns: HashSet<String>,
    pub(super) bystander_nouns: HashSet<String>,
    pub(super) body_words: HashSet<String>,
    pub(super) body_nouns: HashSet<String>,
    pub(super) male_first: HashSet<String>,
    pub(super) female_first: HashSet<String>,
    pub(super) days: HashSet<String>,
    pub(super) links: HashSet<String>,
    pub(super) kin_nouns: HashSet<String>,
    pub(super) suffixes: HashSet<String>,
    pub(super) general_nouns: HashSet<String>,
}

impl NameLexicon {
    /// Reads the list.
    ///
    /// # Errors
    /// When the text is not TOML of the expected form; the message names line and form.
    pub fn parse(toml: &str) -> Result<NameLexicon, toml::de::Error> {
        toml::from_str(toml)
    }
}
