//! Sentences, tokens and what the model told about them in, clusters out: who is who.
//!
//! The model's own coreference finds what is talked of, but seldom where a mention ends, and leads pronouns astray. Here
//!
//! 1. `mention.rs`, `words.rs`: nouns, names and pronouns of the third person are mentions, as far as their part of the tree reaches;
//! 2. `name.rs`, `entity.rs`: a name goes to the last mention of the same name (a surname, initials), a definite noun to the last
//!    noun like it, and what is left where the model puts it, if number and gender allow;
//! 3. `antecedent.rs`: a pronoun goes to the person or thing whose mentions agree with it in gender, number and being and have the
//!    most weight by nearness, place in the clause, how often it was named, quotation (after Lappin and Leass 1994; a ranking as in
//!    Denis and Baldridge 2008); places of one verb are different persons (binding);
//! 4. `first_person.rs`: "I" in a quotation goes to the one who says it. Other words stay where the model puts them.
//!
//! The weights (`data/coref.tsv`) are learned on OntoGUM train (`training/coref`). The command and the figures stand there.
//!
//! Not here: pronouns before their names (cataphora), what "it" or "that" says of a whole clause, and who is meant across documents.
//! Without a model there is no syntax, so there are no clusters.

mod antecedent;
mod entity;
mod first_person;
mod lexicon;
mod mention;
mod name;
pub mod training;
mod words;

use std::collections::HashMap;

use model::EntitySpan;
use text::Document;

use crate::statement::LinkerWeights;
use crate::{Data, Reading};
use antecedent::antecedents;
use entity::Entities;
use first_person::first_persons;
pub use lexicon::PersonLexicon;
use mention::{Form, Mention, mentions};
use words::Words;

/// Added to the score of an antecedent that the model has in one cluster with the pronoun. Not learned: the model knows OntoGUM train by
/// heart. Chosen on the dev documents that are neither news nor interviews. (2026-11-28)
const MODEL_SAYS_SO: f64 = 2.0;

/// Mentions of one person or thing together, at least two, in the order of the text; the reading has its syntax and the model's clusters.
pub fn clusters(
    document: &Document,
    reading: &Reading<'_>,
    entities: &[EntitySpan<'_>],
    data: &Data,
) -> Vec<Vec<model::Mention>> {
    let words = Words::new(document, reading, entities, &data.persons);
    let mentions = mentions(&words);
    let mut found = Entities::default();
    let mut confidences = Vec::with_capacity(mentions.len());
    for (number, mention) in mentions.iter().enumerate() {
        let (entity, confidence) = match mention.form {
            // "It is raining" is about nothing.
            Form::Pronoun if words.relation(mention.head) == "expl" => (None, 0.0),
            Form::Pronoun => best(&words, &mentions, &found, number, &data.pronouns)
                .map_or((None, 0.0), |(own, share)| (Some(own), share)),
            _ => found.named_by(&words, &mentions, mention).map_or((None, 0.0), |own| (Some(own), 1.0)),
        };
        found.add(&words, mention, entity);
        confidences.push(confidence);
    }
    let mut clusters: Vec<Vec<model::Mention>> =
        found.all.iter().map(|own| written(own, &mentions, &confidences)).collect();
    clusters.extend(reading.clusters.iter().map(|_| Vec::new()));
    for (at, entity) in placed_by_model(&words, &mentions, &found, reading, &data.cues) {
        clusters[entity].push(model::Mention { words: at..at + 1, head: at, confidence: 1.0 });
    }
    clusters.retain(|cluster| cluster.len() > 1);
    clusters.iter_mut().for_each(|cluster| cluster.sort_by_key(|mention| (mention.words.start, mention.words.end)));
    clusters.sort_by_key(|cluster| (cluster[0].words.start, cluster[0].words.end));
    clusters
}

/// The entity that speaks most for itself as the pronoun's, by all its mentions together, with its share of the weight.
fn best(
    words: &Words<'_>,
    mentions: &[Mention],
    entities: &Entities,
    number: usize,
    weights: &LinkerWeights,
) -> Option<(usize, f32)> {
    let cluster = |number: usize| words.model_cluster.get(&mentions[number].head).filter(|_| !mentions[number].is_list);
    let own = cluster(number);
    let mut sums: HashMap<usize, f64> = HashMap::new();
    for (earlier, features) in antecedents(words, mentions, entities, number) {
        let said = if own.is_some() && cluster(earlier) == own { MODEL_SAYS_SO } else { 0.0 };
        *sums.entry(entities.of_mention[earlier]).or_default() += (weights.score(&features) + said).exp();
    }
    let total: f64 = sums.values().sum();
    let most = sums.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))?;
    Some((most.0, (most.1 / total) as f32))
}

fn written(entity: &entity::Entity, mentions: &[Mention], confidences: &[f32]) -> Vec<model::Mention> {
    let one = |number: &usize| {
        let Mention { words, head, .. } = &mentions[*number];
        model::Mention { words: words.clone(), head: *head, confidence: confidences[*number] }
    };
    entity.mentions.iter().map(one).collect()
}

/// Pronouns that are no mentions here ("I", "this"), each with the number of its cluster: that of its speaker, or that which shares most
/// mentions with the model's, or a cluster of its own behind all others.
fn placed_by_model(
    words: &Words<'_>,
    mentions: &[Mention],
    entities: &Entities,
    reading: &Reading<'_>,
    cues: &crate::statement::CueLexicon,
) -> Vec<(usize, usize)> {
    let entity_at: HashMap<usize, usize> = mentions
        .iter()
        .zip(&entities.of_mention)
        .filter(|(own, _)| !own.is_list)
        .map(|(own, n)| (own.head, *n))
        .collect();
    let speakers: HashMap<usize, usize> = first_persons(words, mentions, cues)
        .into_iter()
        .map(|(at, number)| (at, entities.of_mention[number]))
        .collect();
    let mut placed: Vec<(usize, usize)> = speakers.iter().map(|(at, entity)| (*at, *entity)).collect();
    for (n, cluster) in reading.clusters.iter().enumerate() {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for mention in cluster {
            if let Some(entity) = entity_at.get(&mention.head).or_else(|| speakers.get(&mention.head)) {
                *shared.entry(*entity).or_default() += 1;
            }
        }
        let most = shared.into_iter().max_by_key(|(entity, n)| (*n, std::cmp::Reverse(*entity)));
        let entity = most.map_or(entities.all.len() + n, |(entity, _)| entity);
        let rest = cluster
            .iter()
            .map(|mention| mention.head)
            .filter(|at| words.upos(*at) == "PRON" && !entity_at.contains_key(at) && !speakers.contains_key(at));
        placed.extend(rest.map(|at| (at, entity)));
    }
    placed.sort_unstable();
    placed
}

#[cfg(test)]
mod tests {
    use model::WordSyntax;

    use super::*;
    use crate::{Wanted, read};

    /// A word a line: form, part of speech, number of its head from 1 over the whole text (0: root), relation, and `PER` or the like
    /// where it is a name. Gives the clusters as words.
    fn found(rows: &[(&str, &'static str, usize, &'static str, &'static str)]) -> Vec<Vec<String>> {
        let text = rows.iter().map(|row| row.0).collect::<Vec<_>>().join(" ");
        let data = Data::lists();
        let document = Document::of_text(&text, None);
        let mut reading = read(&document, &data, Wanted::TOKENS);
        assert_eq!(reading.tokens.len(), rows.len(), "{text}");
        let syntax = |(form, upos, head, relation, _): &(&str, &'static str, usize, &'static str, &str)| WordSyntax {
            upos,
            lemma: form.to_lowercase(),
            head: head.checked_sub(1),
            relation,
        };
        reading.syntax = rows.iter().map(syntax).collect();
        let mut entities: Vec<EntitySpan<'_>> = Vec::new();
        for (at, (.., kind)) in rows.iter().enumerate().filter(|(_, row)| !row.4.is_empty()) {
            match entities.last_mut() {
                Some(last) if last.words.end == at && last.kind == *kind => last.words.end += 1,
                _ => entities.push(EntitySpan { kind, words: at..at + 1, confidence: 1.0 }),
            }
        }
        let words = |own: &model::Mention| document.slice(reading.span_of(&own.words)).to_owned();
        clusters(&document, &reading, &entities, &data).iter().map(|own| own.iter().map(words).collect()).collect()
    }

    #[test]
    fn pronouns_go_to_whom_they_agree_with() {
        let clusters = found(&[
            ("Hillary", "PROPN", 3, "nsubj", "PER"),
            ("Clinton", "PROPN", 1, "flat", "PER"),
            ("met", "VERB", 0, "root", ""),
            ("Sergei", "PROPN", 3, "obj", "PER"),
            ("Lavrov", "PROPN", 4, "flat", "PER"),
            (".", "PUNCT", 3, "punct", ""),
            ("She", "PRON", 8, "nsubj", ""),
            ("praised", "VERB", 0, "root", ""),
            ("him", "PRON", 8, "obj", ""),
            (".", "PUNCT", 8, "punct", ""),
        ]);
        assert_eq!(clusters, [["Hillary Clinton", "She"], ["Sergei Lavrov", "him"]]);
    }

    #[test]
    fn an_object_is_not_its_own_subject_and_rain_is_nobody() {
        let clusters = found(&[
            ("Sergei", "PROPN", 3, "nsubj", "PER"),
            ("Lavrov", "PROPN", 1, "flat", "PER"),
            ("met", "VERB", 0, "root", ""),
            ("him", "PRON", 3, "obj", ""),
            (".", "PUNCT", 3, "punct", ""),
            ("It", "PRON", 7, "expl", ""),
            ("rained", "VERB", 0, "root", ""),
            (".", "PUNCT", 7, "punct", ""),
        ]);
        assert!(clusters.is_empty(), "{clusters:?}");
    }

    #[test]
    fn a_mention_has_its_apposition_and_i_is_who_speaks() {
        let clusters = found(&[
            ("Sergei", "PROPN", 8, "nsubj", "PER"),
            ("Lavrov", "PROPN", 1, "flat", "PER"),
            (",", "PUNCT", 5, "punct", ""),
            ("the", "DET", 5, "det", ""),
            ("minister", "NOUN", 1, "appos", ""),
            ("of", "ADP", 7, "case", ""),
            ("Russia", "PROPN", 5, "nmod", "LOC"),
            ("said", "VERB", 0, "root", ""),
            (":", "PUNCT", 8, "punct", ""),
            ("\"", "PUNCT", 12, "punct", ""),
            ("I", "PRON", 12, "nsubj", ""),
            ("refuse", "VERB", 8, "ccomp", ""),
            (".", "PUNCT", 12, "punct", ""),
            ("\"", "PUNCT", 12, "punct", ""),
        ]);
        assert_eq!(clusters, [["Sergei Lavrov, the minister of Russia".replace("v,", "v ,"), "I".to_owned()]]);
    }
}
