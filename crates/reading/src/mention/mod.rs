//! Sentences and tokens in, mentions out: the names of persons and bodies, and who is meant by the words of a source.
//!
//! A mention is a run of words with capitals, without its titles: "Dmitry Peskov" of "Kremlin spokesman Dmitry Peskov", "Peskov" of
//! "Mr Peskov", "Foreign Ministry" of "the Foreign Ministry". Whether it names a person is told by titles, first names and
//! the words of bodies (`data/lexicon/names.toml`).
//!
//! `speaker.rs` says who a source is: the name in it or beside it, the full name of a surname, the person of a role ("the
//! minister"), the last person who fits a pronoun. Where nobody is named there is nobody: no guess.
//!
//! It does not know the world: which party a name belongs to is the actor stage's task.

mod lexicon;
mod speaker;

pub use lexicon::NameLexicon;
pub(crate) use speaker::{SourceWords, Speakers};
use text::{Document, Layer, Span};

use crate::{Sentence, Token};

/// Words that name a person or a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the document: the name without titles.
    pub span: Span,
    /// What it names.
    pub kind: MentionKind,
    /// Of a person, where titles, first name or a noun beside it tell.
    pub gender: Option<Gender>,
    /// The titles before it.
    pub title: Option<Span>,
    /// Number of its sentence.
    pub sentence: usize,
}

/// What a mention names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// A person.
    Person,
    /// A government, party, agency, company, or a place that stands for one.
    Body,
}

/// Grammatical gender of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Gender {
    Female,
    Male,
}

/// The one who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// Canonical name in this document ("Dmitry Peskov" for "he", "Mr Peskov", "the Kremlin's spokesman, Dmitry Peskov").
    pub name: String,
    /// Where that name stands in full.
    pub mention: Span,
}

/// The mentions of a document, in order.
pub fn mentions(
    document: &Document,
    sentences: &Layer<Sentence>,
    tokens: &Layer<Token>,
    _entities: &[model::EntitySpan<'_>],
    lexicon: &NameLexicon,
) -> Layer<Mention> {
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let end = run_end(document, tokens, at, lexicon);
        if end > at {
            mentions.extend(mention(document, sentences, tokens, at, end, lexicon));
        }
        at = end.max(at + 1);
    }
    Layer::new(mentions)
}

/// The token behind the run of words with capitals that begins at `start`; `start` itself when none does.
fn run_end(document: &Document, tokens: &[Token], start: usize, lexicon: &NameLexicon) -> usize {
    let mut end = start;
    while end < tokens.len() && tokens[end].sentence == tokens[start].sentence {
        let word = document.slice(tokens[end].span);
        let is_name = word.starts_with(char::is_uppercase);
        // "Abdullah bin Zayed", "Ministry of Defence".
        let is_linked =
            |before: &str| lexicon.links.contains(word) || word == "of" && lexicon.body_words.contains(before);
        let is_link = end > start
            && is_linked(document.slice(tokens[end - 1].span))
            && tokens.get(end + 1).is_some_and(|next| document.slice(next.span).starts_with(char::is_uppercase));
        if !is_name && !is_link {
            break;
        }
        end += 1;
    }
    end
}

fn mention(
    document: &Document,
    sentences: &[Sentence],
    tokens: &[Token],
    start: usize,
    end: usize,
    lexicon: &NameLexicon,
) -> Option<Mention> {
    let word = |n: usize| document.slice(tokens[n].span);
    let mut first = start;
    // The first word of a sentence has a capital of its own.
    let is_sentence_start = tokens[start].span.start == sentences[tokens[start].sentence].span.start;
    if is_sentence_start && end - start == 1 && is_function_word(word(start)) {
        return None;
    }
    if is_function_word(word(start)) {
        first += 1;
    }
    // "On Tuesday Sergei Lavrov said": the day stands beside the name, not in it.
    while first < end && lexicon.days.contains(word(first)) {
        first += 1;
    }
    let last_title = (first..end).rev().find(|n| lexicon.titles.contains(word(*n)));
    let has_body_word = (last_title.map_or(first, |n| n + 1)..end).any(|n| lexicon.body_words.contains(word(n)))
        || (first..end).any(|n| word(n) == "of");
    // The titles inside a body's name belong to it: "Defence Ministry", "General Assembly".
    let last_title = last_title.filter(|_| !has_body_word);
    let name = last_title.map_or(first, |n| n + 1);
    if name >= end {
        return None;
    }
    let role = first.checked_sub(1).map(word).unwrap_or_default();
    let is_first_name = lexicon.male_first.contains(word(name)) || lexicon.female_first.contains(word(name));
    let is_titled = last_title.is_some() || lexicon.person_nouns.contains(role);
    let is_person =
        !has_body_word && ((is_first_name && end - name > 1) || is_titled || (2..=3).contains(&(end - name)));
    let title = (name > first).then(|| tokens[first].span.cover(tokens[name - 1].span));
    Some(Mention {
        span: tokens[name].span.cover(tokens[end - 1].span),
        kind: if is_person { MentionKind::Person } else { MentionKind::Body },
        gender: gender(lexicon, (first..name).map(word), word(name), role),
        title,
        sentence: tokens[start].sentence,
    })
}

fn gender<'a>(
    lexicon: &NameLexicon,
    titles: impl Iterator<Item = &'a str>,
    first_name: &str,
    role: &str,
) -> Option<Gender> {
    for title in titles {
        if lexicon.female_titles.contains(title) {
            return Some(Gender::Female);
        }
        if lexicon.male_titles.contains(title) {
            return Some(Gender::Male);
        }
    }
    if lexicon.female_nouns.contains(role)
        || lexicon.female_first.contains(first_name) && !lexicon.male_first.contains(first_name)
    {
        Some(Gender::Female)
    } else if lexicon.male_nouns.contains(role)
        || lexicon.male_first.contains(first_name) && !lexicon.female_first.contains(first_name)
    {
        Some(Gender::Male)
    } else {
        None
    }
}

/// "The", "But", "In" at the head of a sentence or a name.
fn is_function_word(word: &str) -> bool {
    matches!(
        word,
        "The"
            | "A"
            | "An"
            | "In"
            | "On"
            | "At"
            | "But"
            | "And"
            | "As"
            | "He"
            | "She"
            | "It"
            | "They"
            | "We"
            | "I"
            | "You"
            | "This"
            | "That"
            | "These"
            | "Those"
            | "If"
            | "When"
            | "While"
            | "After"
            | "Before"
            | "For"
            | "From"
            | "With"
            | "By"
            | "To"
            | "Of"
            | "His"
            | "Her"
            | "Their"
            | "Its"
            | "Our"
            | "My"
            | "What"
            | "Who"
            | "How"
            | "Why"
            | "Where"
            | "There"
            | "Then"
            | "So"
            | "Yet"
            | "Also"
            | "Some"
            | "Many"
            | "Most"
            | "All"
            | "Both"
            | "No"
            | "Not"
            | "One"
            | "Two"
            | "Three"
            | "Last"
            | "Now"
            | "Asked"
            | "Speaking"
            | "Since"
            | "Until"
            | "Though"
            | "Although"
            | "Even"
            | "Still"
            | "Only"
            | "Just"
            | "Meanwhile"
            | "However"
            | "According"
            | "Earlier"
            | "Later"
            | "During"
            | "Under"
            | "Over"
            | "Among"
            | "Despite"
            | "Because"
            | "Once"
            | "Or"
            | "Nor"
            | "Is"
            | "Are"
            | "Was"
            | "Do"
            | "Did"
    )
}
