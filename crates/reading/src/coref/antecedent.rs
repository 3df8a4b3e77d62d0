//! Which earlier mentions a pronoun may go back to, and what speaks for each of them.

use super::entity::{Entities, differ};
use super::mention::{Being, Form, HE, IT, Mention, Place, SHE};
use super::words::Words;

/// Features are switches; the value is that of the linker's tables.
pub(super) type Feature = (String, f64);

/// How far back a pronoun looks. OntoGUM train: a pronoun that goes further back goes back to a pronoun on the way. (2026-11-28)
const MAX_SENTENCES: usize = 12;

/// The mentions before a pronoun that it may go back to, the nearest first, with their features.
pub(super) fn antecedents(
    words: &Words<'_>,
    mentions: &[Mention],
    entities: &Entities,
    number: usize,
) -> Vec<(usize, Vec<Feature>)> {
    let pronoun = &mentions[number];
    let mut n_between = 0;
    let mut found = Vec::new();
    for (earlier, mention) in mentions[..number].iter().enumerate().rev() {
        if pronoun.sentence - mention.sentence > MAX_SENTENCES {
            break;
        }
        if is_possible(words, pronoun, mention, entities, earlier) {
            found.push((earlier, features(words, pronoun, mention, entities, earlier, n_between)));
        }
        n_between += usize::from(agrees(pronoun, mention));
    }
    found
}

fn is_possible(words: &Words<'_>, pronoun: &Mention, mention: &Mention, entities: &Entities, number: usize) -> bool {
    let entity = &entities.all[entities.of_mention[number]];
    let gender = entity.gender();
    let is_one = mention.is_plural != Some(true) && !mention.is_list;
    let is_inside = mention.words.contains(&pronoun.head);
    if is_inside || differ(pronoun.gender, gender) || is_bound(words, pronoun, mention) {
        return false;
    }
    if mention.form == Form::Pronoun {
        return mention.is_plural == pronoun.is_plural
            && (mention.being == Some(Being::Thing)) == (pronoun.being == Some(Being::Thing));
    }
    match pronoun.being {
        Some(Being::Person) => is_one && entity.being != Some(Being::Body),
        Some(Being::Thing) => is_one && mention.being != Some(Being::Person) && gender.is_none(),
        _ => true,
    }
}

/// "Lavrov met him": two places of one verb are two persons, unless the pronoun says "-self".
fn is_bound(words: &Words<'_>, pronoun: &Mention, mention: &Mention) -> bool {
    !is_reflexive(words, pronoun)
        && pronoun.place != Place::Possessor
        && pronoun.governor.is_some()
        && pronoun.governor == mention.governor
}

fn is_reflexive(words: &Words<'_>, pronoun: &Mention) -> bool {
    ["self", "selves"].iter().any(|end| words.lower[pronoun.head].ends_with(end))
}

fn agrees(pronoun: &Mention, mention: &Mention) -> bool {
    let is_many = mention.is_plural == Some(true);
    match (mention.form, pronoun.gender, pronoun.is_plural) {
        (Form::Pronoun, gender, is_plural) => mention.gender == gender && mention.is_plural == is_plural,
        (_, Some(gender), _) => {
            !differ(mention.gender, Some(gender)) && matches!(mention.being, None | Some(Being::Person)) && !is_many
        }
        (_, None, Some(true)) => is_many || mention.being == Some(Being::Body),
        _ => mention.being != Some(Being::Person) && !is_many,
    }
}

fn features(
    words: &Words<'_>,
    pronoun: &Mention,
    mention: &Mention,
    entities: &Entities,
    number: usize,
    n_between: usize,
) -> Vec<Feature> {
    let entity = &entities.all[entities.of_mention[number]];
    let class = class(words, pronoun);
    let mut found = Vec::new();
    let mut add = |name: String| found.push((format!("{class} {name}"), 1.0));
    let n_sentences = pronoun.sentence - mention.sentence;
    add(format!("sentences {}", step(n_sentences)));
    let definite = if mention.form == Form::Noun && mention.is_definite { " definite" } else { "" };
    add(format!("{:?}{definite}", mention.form));
    add(format!("place {:?}", mention.joined_place));
    add(format!("places {:?} {:?}", pronoun.joined_place, mention.joined_place));
    if n_sentences <= 1 {
        add(format!("sentences {n_sentences} {:?}", mention.joined_place));
    }
    add(format!("named {}", step(entity.mentions.len())));
    match (pronoun.gender, entity.gender()) {
        (Some(_), Some(_)) => add("same gender".to_owned()),
        (None, Some(_)) => add("has gender".to_owned()),
        _ => add("no gender".to_owned()),
    }
    add(format!("being {:?} {:?}", mention.being.or(entity.being), mention.form));
    add(format!("plural {:?}{}", mention.is_plural, if mention.is_list { " list" } else { "" }));
    if mention.form == Form::Pronoun {
        let is_same = class == self::class(words, mention) && pronoun.gender == mention.gender;
        add(format!("pronoun {is_same}"));
    }
    if words.is_quoted[pronoun.head] != words.is_quoted[mention.head] {
        add(format!("quoted {}", words.is_quoted[pronoun.head]));
        // "Stan said, 'He is winning'": seldom the speaker.
        if words.is_quoted[pronoun.head] && mention.place == Place::Subject && n_sentences <= 1 {
            add("of its speaker".to_owned());
        }
    }
    if words.paragraph[pronoun.head] != words.paragraph[mention.head] {
        add("other paragraph".to_owned());
    }
    if is_reflexive(words, pronoun) {
        let is_its_clause = pronoun.governor == mention.governor;
        add(format!("reflexive {is_its_clause} {}", mention.place == Place::Subject));
    }
    add(format!("between {}", step(n_between)));
    found
}

fn class(words: &Words<'_>, pronoun: &Mention) -> &'static str {
    match words.lower[pronoun.head].as_str() {
        lower if HE.contains(&lower) || SHE.contains(&lower) => "he",
        lower if IT.contains(&lower) => "it",
        _ => "they",
    }
}

fn step(n: usize) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4..=6 => "4-6",
        7..=12 => "7-12",
        _ => "13+",
    }
}
