//! `labels.json`: the names of what the heads' scores stand for, in their order.

use serde::Deserialize;

use crate::ModelError;

/// The labels of each head that the model has.
#[derive(Debug, Deserialize)]
pub struct Labels {
    pub statements: Option<RoleTags>,
    pub nested: Option<RoleTags>,
    pub entities: Option<Entities>,
    pub syntax: Option<Syntax>,
    pub coref: Option<Coref>,
}

/// Of a head that tags sources, cues and contents.
#[derive(Debug, Deserialize)]
pub struct RoleTags {
    pub tags: Vec<String>,
    /// Scores of steps from tag to tag, and of the first tag.
    pub steps: Vec<Vec<f32>>,
    pub first: Vec<f32>,
}

#[derive(Debug, Deserialize)]
pub struct Entities {
    pub types: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct Syntax {
    pub upos: Vec<String>,
    pub lemma: Vec<String>,
    pub relation: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct Coref {
    /// Of a text's words, so many are looked at as mentions.
    pub mention_share: f32,
    /// Earlier mentions that get a closer look.
    pub n_antecedents: usize,
}

impl Labels {
    pub fn parse(json: &str) -> Result<Labels, ModelError> {
        serde_json::from_str(json).map_err(|error| ModelError::Labels(error.to_string()))
    }

    /// An error unless a list has this many items.
    pub fn check(list: &str, found: usize, expected: usize) -> Result<(), ModelError> {
        if found == expected {
            return Ok(());
        }
        Err(ModelError::Labels(format!("{list} has {found} numbers, expected {expected}")))
    }
}
