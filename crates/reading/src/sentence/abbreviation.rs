use std::collections::HashSet;

use serde::Deserialize;

/// Which words are written with a full stop, and which words begin sentences.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Abbreviations {
    before_a_name: HashSet<String>,
    before_a_number: HashSet<String>,
    never_at_the_end: HashSet<String>,
    may_end: HashSet<String>,
    sentence_starters: HashSet<String>,
}

/// What a full stop does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterStop {
    /// The sentence goes on.
    Inside,
    /// The sentence ends.
    End,
}

impl Abbreviations {
    /// Reads the lists.
    ///
    /// # Errors
    /// When the text is not TOML of the expected form; the message names line and form.
    pub fn parse(toml: &str) -> Result<Abbreviations, toml::de::Error> {
        toml::from_str(toml)
    }

    /// What a full stop between `before` (up to and without it) and `next` (the words behind, without the space) does.
    pub fn after_stop(&self, before: &str, next: &str) -> AfterStop {
        let word = last_word(before);
        let begins = self.sentence_starters.contains(first_word(next));
        let is_inside = if self.before_a_name.contains(word) || self.never_at_the_end.contains(word) {
            true
        } else if self.before_a_number.contains(word) {
            next.starts_with(|c: char| c.is_ascii_digit())
        } else if is_list_number(before, word) {
            true
        } else if is_initial(word) {
            // "Franklin D. Roosevelt", but "He was given vitamin C. The doctors left."
            !begins || follows_a_name(before, word)
        } else if self.may_end.contains(word) || has_inner_stop(word) {
            !begins && !next.starts_with(is_quotation_mark)
        } else {
            false
        };
        if is_inside { AfterStop::Inside } else { AfterStop::End }
    }

    /// Is this word, without its full stop, written with one?
    pub fn takes_stop(&self, word: &str) -> bool {
        self.before_a_name.contains(word)
            || self.never_at_the_end.contains(word)
            || self.may_end.contains(word)
            || has_inner_stop(word)
    }

    /// Do the words behind a closed question or call say who asked or cried ("Mr. Smith asked", "Putin said")?
    pub fn is_asking(&self, next: &str) -> bool {
        let mut words = next.split_whitespace().take(5);
        let Some(first) = words.next() else { return false };
        let is_pronoun = matches!(first, "He" | "She" | "They" | "I" | "We");
        if self.sentence_starters.contains(first) && !is_pronoun {
            return false;
        }
        for word in words {
            if is_asking_verb(word.trim_end_matches([',', '.', ':'])) {
                return !word.ends_with(':');
            }
            if is_pronoun || !word.starts_with(char::is_uppercase) {
                return false;
            }
        }
        false
    }
}

fn is_asking_verb(word: &str) -> bool {
    matches!(
        word,
        "said"
            | "says"
            | "asked"
            | "asks"
            | "added"
            | "wrote"
            | "tweeted"
            | "cried"
            | "shouted"
            | "wondered"
            | "yelled"
            | "joked"
            | "exclaimed"
    )
}

fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '‘' | '\'' | '„' | '«' | '`')
}

/// The characters behind the last white space, opening bracket or quotation mark.
fn last_word(before: &str) -> &str {
    let start = before
        .char_indices()
        .rev()
        .take(24)
        .find(|(_, c)| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '‘' | '«' | '„' | '—' | '–' | '/'))
        .map_or_else(
            || if before.chars().rev().nth(24).is_none() { 0 } else { before.len() },
            |(at, c)| at + c.len_utf8(),
        );
    &before[start..]
}

fn first_word(next: &str) -> &str {
    let next = next.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = next.find(|c: char| !c.is_alphanumeric()).unwrap_or(next.len());
    &next[..end]
}

/// "2. " or "a. " at the start of a paragraph or behind a line's break.
fn is_list_number(before: &str, word: &str) -> bool {
    let is_first = before[..before.len() - word.len()].trim_end_matches([' ', '\t']).is_empty();
    is_first && (word.len() <= 3 && !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()))
}

/// A single letter: "D" of "Franklin D. Roosevelt", or the last of "J.K".
fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

/// "U.S", "p.m", "J.K", "Ph.D": letters with a stop between.
fn has_inner_stop(word: &str) -> bool {
    word.contains('.')
        && word.len() <= 10
        && word.split('.').all(|part| !part.is_empty() && part.len() <= 3 && part.chars().all(char::is_alphabetic))
}

fn follows_a_name(before: &str, word: &str) -> bool {
    let name = last_word(before[..before.len() - word.len()].trim_end());
    name.starts_with(char::is_uppercase) && name.chars().skip(1).any(char::is_lowercase)
}
