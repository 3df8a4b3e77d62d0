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

use model::EntitySpan;

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

/// The mentions of a document, in order. `entities` are the model's names: they say where one name ends and the next begins, and
/// what it names; without them capitals and word lists do.
pub fn mentions(
    document: &Document,
    sentences: &Layer<Sentence>,
    tokens: &Layer<Token>,
    entities: &[EntitySpan<'_>],
    lexicon: &NameLexicon,
) -> Layer<Mention> {
    let finder = Finder { document, sentences, tokens, entities: entities_of(tokens.len(), entities), lexicon };
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let end = finder.run_end(at);
        if end > at {
            mentions.extend(finder.mention(at, end));
        }
        at = end.max(at + 1);
    }
    Layer::new(mentions)
}

/// The number of the entity that each token stands in, with what it names. Peoples and adjectives of countries name nobody.
fn entities_of(n_tokens: usize, entities: &[EntitySpan<'_>]) -> Vec<Option<(usize, MentionKind)>> {
    let mut of = vec![None; n_tokens];
    for (number, entity) in entities.iter().enumerate() {
        let kind = match entity.kind {
            "PER" => MentionKind::Person,
            "ORG" | "LOC" | "GPE" | "FAC" => MentionKind::Body,
            _ => continue,
        };
        of[entity.words.clone()].fill(Some((number, kind)));
    }
    of
}

/// Looks for names in a document.
struct Finder<'a> {
    document: &'a Document,
    sentences: &'a [Sentence],
    tokens: &'a [Token],
    entities: Vec<Option<(usize, MentionKind)>>,
    lexicon: &'a NameLexicon,
}

impl<'a> Finder<'a> {
    fn word(&self, n: usize) -> &'a str {
        self.tokens.get(n).map_or("", |token| self.document.slice(token.span))
    }

    /// The token behind the run of words of a name that begins at `start`; `start` itself when none does.
    fn run_end(&self, start: usize) -> usize {
        let mut end = start;
        while end < self.tokens.len()
            && self.tokens[end].sentence == self.tokens[start].sentence
            && (is_name_word(self.word(end)) || end > start && self.is_link(end))
            && (end == start || !self.begins_anew(start, end))
        {
            end += 1;
        }
        end
    }

    /// "Abdullah bin Zayed", "Ministry of Defence", "Observatory for Human Rights": a small word inside a name.
    fn is_link(&self, n: usize) -> bool {
        let word = self.word(n);
        let is_inside = matches!(word, "of" | "for" | "and" | "the" | "in" | "on" | "to")
            && self.entities[n].is_some()
            && self.entities[n] == self.entities[n - 1];
        let is_of_body = || matches!(word, "of" | "for") && self.lexicon.body_words.contains(self.word(n - 1));
        (is_inside || self.lexicon.links.contains(word) || is_of_body())
            && word.chars().all(char::is_alphabetic)
            && self.tokens.get(n + 1).is_some_and(|next| next.sentence == self.tokens[n].sentence)
            && is_name_word(self.word(n + 1))
    }

    /// Does another name, or none, begin at this token of a run?
    fn begins_anew(&self, start: usize, n: usize) -> bool {
        let word = self.word(n);
        if self.lexicon.days.contains(word) || is_function_word(word) {
            return true;
        }
        let is_title = |n: usize| self.lexicon.titles.contains(self.word(n));
        let has_body_word = |n: usize| self.lexicon.body_words.contains(self.word(n));
        match (self.entities[n - 1], self.entities[n]) {
            (Some((before, _)), Some((here, _))) => before != here,
            // "London Rebels", but "Libya Foreign Ministry".
            (Some(_), None) => {
                is_name_word(word) && !(n..n + 3).any(has_body_word) && !self.lexicon.suffixes.contains(word)
            }
            (None, Some((_, MentionKind::Person))) => is_name_word(self.word(n - 1)) && !(start..n).all(is_title),
            _ => false,
        }
    }

    fn mention(&self, start: usize, end: usize) -> Option<Mention> {
        let (tokens, lexicon) = (self.tokens, self.lexicon);
        let word = |n: usize| self.word(n);
        let mut first = start;
        // The first word of a sentence has a capital of its own.
        let is_sentence_start = tokens[start].span.start == self.sentences[tokens[start].sentence].span.start;
        if is_sentence_start && end - start == 1 && is_function_word(word(start)) {
            return None;
        }
        // "On Tuesday Sergei Lavrov said": the day stands beside the name, not in it; so does "London-based".
        while first < end
            && (is_function_word(word(first)) || lexicon.days.contains(word(first)) || is_joined_adjective(word(first)))
        {
            first += 1;
        }
        let last_title = (first..end).rev().find(|n| lexicon.titles.contains(word(*n)));
        let has_body_word = (last_title.map_or(first, |n| n + 1)..end).any(|n| lexicon.body_words.contains(word(n)))
            || (first..end).any(|n| word(n) == "of");
        let by_model = end.checked_sub(1).and_then(|last| self.entities[last]).map(|(_, kind)| kind);
        // The titles inside a body's name belong to it: "Defence Ministry", "General Assembly".
        let last_title = last_title.filter(|_| !has_body_word && by_model != Some(MentionKind::Body));
        let name = last_title.map_or(first, |n| n + 1);
        if name >= end {
            return None;
        }
        let role = first.checked_sub(1).map(word).unwrap_or_default();
        let is_first_name = lexicon.male_first.contains(word(name)) || lexicon.female_first.contains(word(name));
        let is_titled = last_title.is_some() || lexicon.person_nouns.contains(role);
        let is_person = match by_model {
            Some(kind) if !is_titled => kind == MentionKind::Person,
            _ => !has_body_word && ((is_first_name && end - name > 1) || is_titled || (2..=3).contains(&(end - name))),
        };
        let title = (name > first).then(|| tokens[first].span.cover(tokens[name - 1].span));
        Some(Mention {
            span: tokens[name].span.cover(tokens[end - 1].span),
            kind: if is_person { MentionKind::Person } else { MentionKind::Body },
            gender: gender(lexicon, (first..name).map(word), word(name), role),
            title,
            sentence: tokens[start].sentence,
        })
    }
}

/// A capital first, or behind an Arabic article ("al-Assad").
fn is_name_word(word: &str) -> bool {
    let behind_article = || {
        let (article, name) = word.split_once(['-', '‑'])?;
        matches!(article, "al" | "el" | "ad" | "as" | "ash" | "ar" | "an" | "ul" | "bin").then_some(name)
    };
    word.starts_with(char::is_uppercase) || behind_article().is_some_and(|name| name.starts_with(char::is_uppercase))
}

/// "London-based", "Saudi-led"
fn is_joined_adjective(word: &str) -> bool {
    ["-based", "-led", "-backed", "-born", "-sponsored", "-educated"].iter().any(|ending| word.ends_with(ending))
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
