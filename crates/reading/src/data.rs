use text::Id;

use crate::sentence::Abbreviations;

/// The word lists and patterns that the stages read with.
#[derive(Debug)]
pub struct Data {
    /// Words with a full stop.
    pub abbreviations: Abbreviations,
}

/// The files built into the program, in the order of their names.
const FILES: [&str; 1] = [ABBREVIATIONS];
const ABBREVIATIONS: &str = include_str!("../../../data/lexicon/abbreviations.toml");

impl Data {
    /// The lists built into the program.
    pub fn embedded() -> Data {
        Data { abbreviations: Abbreviations::parse(ABBREVIATIONS).expect("a test reads the built-in lists") }
    }

    /// Digest of the lists: part of every record's producer.
    pub fn digest(&self) -> String {
        Id::of_parts(FILES.map(str::as_bytes)).to_string()
    }
}
