use std::ops::Range;

use super::name::Name;
use super::words::{POSSESSIVE, Words};
use crate::mention::Gender;

/// Words that name someone or something, or stand for such words.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub head: usize,
    pub words: Range<usize>,
    pub form: Form,
    /// Its own place in the clause, and that of the first of the words that it is joined with.
    pub place: Place,
    pub joined_place: Place,
    pub governor: Option<usize>,
    pub sentence: usize,
    pub gender: Option<Gender>,
    pub being: Option<Being>,
    pub is_plural: Option<bool>,
    pub is_definite: bool,
    /// Does an article, an owner or a number tell which one? "Property" in general is not "the property".
    pub is_specific: bool,
    /// "Lavrov and Blinken": all of it.
    pub is_list: bool,
    /// The words in lower case, without articles.
    pub key: String,
    /// Its names: its own and those in apposition.
    pub names: Vec<Name>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// He, she, it or they, in any case.
    Pronoun,
    Name,
    Noun,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Subject,
    Object,
    Possessor,
    Oblique,
    Modifier,
    Joined,
    Root,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Being {
    Person,
    /// A body or a place: it may be "they".
    Body,
    Thing,
}

pub(super) const HE: [&str; 4] = ["he", "him", "his", "himself"];
pub(super) const SHE: [&str; 4] = ["she", "her", "hers", "herself"];
pub(super) const IT: [&str; 3] = ["it", "its", "itself"];
pub(super) const THEY: [&str; 5] = ["they", "them", "their", "theirs", "themselves"];

/// Stand for somebody who is not known: "someone ... they".
const INDEFINITE: [&str; 10] = [
    "someone",
    "anyone",
    "somebody",
    "anybody",
    "everybody",
    "everyone",
    "nobody",
    "something",
    "anything",
    "everything",
];
const ARTICLES: [&str; 3] = ["the", "a", "an"];
const PLURALS: [&str; 5] = ["people", "children", "police", "folk", "troops"];

/// All mentions of a text, by their heads; a list comes behind its first item.
pub(super) fn mentions(words: &Words<'_>) -> Vec<Mention> {
    let mut found = Vec::new();
    for head in 0..words.text.len() {
        if let Some(pronoun) = pronoun(words, head) {
            found.push(pronoun);
        } else if is_head(words, head) {
            let single = nominal(words, head);
            let list = list(words, &single);
            found.push(single);
            found.extend(list);
        }
    }
    found
}

fn is_head(words: &Words<'_>, at: usize) -> bool {
    let (upos, relation) = (words.upos(at), words.relation(at));
    match upos {
        "NOUN" | "PROPN" => match relation {
            "flat" | "fixed" | "goeswith" => false,
            "compound" => upos == "PROPN" && own_name(words, at).is_some(),
            // It names its head once more: one mention.
            "appos" => words.syntax[at].head.is_some_and(|head| head > at),
            _ => true,
        },
        // "One of our friends".
        "NUM" | "DET" | "ADJ" => {
            ["nsubj", "nsubj:pass", "obj", "obl", "conj"].contains(&relation)
                && words.hanging(at, &["nmod"]).next().is_some()
        }
        _ => INDEFINITE.contains(&words.lower[at].as_str()),
    }
}

/// The name before another noun that is no part of it: "U.S." of "the U.S. government".
fn own_name(words: &Words<'_>, at: usize) -> Option<Range<usize>> {
    let name = &words.entity[at]?.words;
    let (head, is_last) = (words.syntax[at].head?, at + 1 == name.end);
    (words.relation(at) == "compound" && is_last && !name.contains(&head)).then(|| name.clone())
}

fn pronoun(words: &Words<'_>, at: usize) -> Option<Mention> {
    let lower = words.lower[at].as_str();
    if words.upos(at) != "PRON" {
        return None;
    }
    let (gender, being, is_plural) = match lower {
        _ if HE.contains(&lower) => (Some(Gender::Male), Some(Being::Person), false),
        _ if SHE.contains(&lower) => (Some(Gender::Female), Some(Being::Person), false),
        _ if IT.contains(&lower) => (None, Some(Being::Thing), false),
        _ if THEY.contains(&lower) => (None, None, true),
        _ => return None,
    };
    let form = Form::Pronoun;
    Some(Mention { gender, being, form, is_plural: Some(is_plural), ..bare(words, at, at..at + 1) })
}

fn bare(words: &Words<'_>, head: usize, range: Range<usize>) -> Mention {
    let is_part = |at: &usize| {
        let lower = words.lower[*at].as_str();
        !ARTICLES.contains(&lower) && !POSSESSIVE.contains(&lower)
    };
    let key: Vec<&str> = range.clone().filter(is_part).map(|at| words.lower[at].as_str()).collect();
    Mention {
        head,
        key: key.join(" "),
        words: range,
        form: Form::Noun,
        place: place(words.relation(head)),
        joined_place: place(words.relation(words.first_joined(head))),
        governor: words.syntax[head].head,
        sentence: words.sentence[head],
        gender: None,
        being: None,
        is_plural: None,
        is_definite: false,
        is_specific: words.hanging(head, &["det", "nmod:poss", "nummod"]).next().is_some(),
        is_list: false,
        names: Vec::new(),
    }
}

fn nominal(words: &Words<'_>, head: usize) -> Mention {
    let range = own_name(words, head).unwrap_or_else(|| words.reach(head));
    let core = || std::iter::once(head).chain(words.hanging(head, &["flat", "compound"]));
    let beside: Vec<usize> = words.hanging(head, &["appos"]).collect();
    let named = || beside.iter().flat_map(|at| std::iter::once(*at).chain(words.hanging(*at, &["flat", "compound"])));
    let is_name = words.upos(head) == "PROPN";
    let kind = words.kind(head);
    let is_person = |at: usize| words.kind(at) == Some("PER");
    let gender = match kind {
        Some("ORG" | "LOC" | "GPE") if is_name => None,
        _ => words.gender(core().chain(named())),
    };
    let (being, is_plural) = if is_name { of_name(words, head) } else { of_noun(words, head) };
    let is_someone = (gender.is_some() && being != Some(Being::Body)) || core().chain(named()).any(is_person);
    let determiner = |at: usize| {
        words.relation(at) == "nmod:poss"
            || ["the", "this", "that", "these", "those"].contains(&words.lower[at].as_str())
    };
    let heads = std::iter::once(head).chain(beside.iter().copied()).filter(|at| words.upos(*at) == "PROPN");
    Mention {
        form: if is_name { Form::Name } else { Form::Noun },
        gender,
        being: if is_someone { Some(Being::Person) } else { being },
        is_plural,
        is_definite: words.hanging(head, &["det", "nmod:poss"]).any(determiner),
        names: heads.filter_map(|at| Name::at(words, at)).collect(),
        ..bare(words, head, range)
    }
}

fn of_name(words: &Words<'_>, head: usize) -> (Option<Being>, Option<bool>) {
    match words.kind(head) {
        Some("PER") => (Some(Being::Person), Some(false)),
        Some("ORG" | "LOC" | "GPE") => (Some(Being::Body), Some(false)),
        // "Russians".
        Some("NORP") => (None, words.lower[head].ends_with('s').then_some(true)),
        Some(_) => (Some(Being::Thing), None),
        None => (None, None),
    }
}

fn of_noun(words: &Words<'_>, head: usize) -> (Option<Being>, Option<bool>) {
    let (lower, lemma) = (words.lower[head].as_str(), words.syntax[head].lemma.as_str());
    let is_plural = PLURALS.contains(&lower) || (lower != lemma && (lower.ends_with('s') || lower.ends_with("men")));
    let either = |is: &dyn Fn(&str) -> bool| is(lower) || is(lemma);
    let being = if either(&|noun| words.persons.is_person(noun)) || INDEFINITE.contains(&lower) {
        Being::Person
    } else if either(&|noun| words.persons.is_body(noun)) {
        Being::Body
    } else {
        Being::Thing
    };
    (Some(being), Some(is_plural))
}

/// "Lavrov and Blinken", from the first of them.
fn list(words: &Words<'_>, first: &Mention) -> Option<Mention> {
    if words.relation(first.head) == "conj" {
        return None;
    }
    let items = words.hanging(first.head, &["conj"]).filter(|at| ["NOUN", "PROPN"].contains(&words.upos(*at)));
    let end = items.map(|at| words.reach(at).end).max()?.max(first.words.end);
    let all = bare(words, first.head, first.words.start..end);
    Some(Mention { is_list: true, is_plural: Some(true), being: first.being, is_definite: first.is_definite, ..all })
}

fn place(relation: &str) -> Place {
    match relation {
        "nsubj" | "nsubj:pass" => Place::Subject,
        "obj" | "iobj" => Place::Object,
        "nmod:poss" => Place::Possessor,
        "obl" | "obl:agent" => Place::Oblique,
        "nmod" => Place::Modifier,
        "conj" => Place::Joined,
        "root" => Place::Root,
        _ => Place::Other,
    }
}
