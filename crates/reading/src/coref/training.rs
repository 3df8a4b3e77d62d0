//! What the weights are learned from: the choices of pronouns in texts whose clusters somebody labelled.

use std::collections::HashMap;

use model::EntitySpan;
use text::{Document, Span};

use super::antecedent::{Feature, antecedents};
use super::entity::Entities;
use super::mention::{Form, mentions};
use super::words::Words;
use crate::{Data, Reading};

/// A pronoun's choice among earlier mentions.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The features of each option, with their values.
    pub options: Vec<Vec<(String, f64)>>,
    /// Numbers of those that are right; at least one.
    pub right: Vec<usize>,
}

/// The choices that the pronouns of a text have to make, for those whose right answer is among the options. Earlier pronouns are put
/// where they belong.
pub fn choices(
    document: &Document,
    reading: &Reading<'_>,
    entities: &[EntitySpan<'_>],
    gold: &[Vec<Span>],
    data: &Data,
) -> Vec<Choice> {
    let words = Words::new(document, reading, entities, &data.persons);
    let mentions = mentions(&words);
    let clusters = gold.iter().enumerate();
    let cluster_at: HashMap<Span, usize> =
        clusters.flat_map(|(n, spans)| spans.iter().map(move |span| (*span, n))).collect();
    let cluster = |number: usize| cluster_at.get(&reading.span_of(&mentions[number].words)).copied();
    let mut found = Entities::default();
    let mut choices = Vec::new();
    for (number, mention) in mentions.iter().enumerate() {
        let own = cluster(number);
        let entity = if mention.form != Form::Pronoun {
            found.named_by(&words, &mentions, mention)
        } else if own.is_some() {
            let (options, right) =
                choice(antecedents(&words, &mentions, &found, number), |earlier| cluster(earlier) == own);
            if !right.is_empty() {
                choices.push(Choice { options, right });
            }
            (0..number).rev().find(|earlier| cluster(*earlier) == own).map(|earlier| found.of_mention[earlier])
        } else {
            None
        };
        found.add(&words, mention, entity);
    }
    choices
}

fn choice(options: Vec<(usize, Vec<Feature>)>, is_right: impl Fn(usize) -> bool) -> (Vec<Vec<Feature>>, Vec<usize>) {
    let right = options.iter().enumerate().filter(|(_, (earlier, _))| is_right(*earlier)).map(|(n, _)| n).collect();
    (options.into_iter().map(|(_, features)| features).collect(), right)
}
