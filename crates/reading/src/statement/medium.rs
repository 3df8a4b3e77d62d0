//! How a saying reached the public: "in an interview", "the report says", "she tweeted".
//!
//! What follows of the same speaker was said there too where the list says so. Leaves alone: "after talks in Geneva", "denied the report".

use std::ops::Range;

use serde::Deserialize;

use super::words::{Class, Words};
use super::{Found, LexiconError, Statement};

/// The labels of the annotation guidelines.
const LABELS: [&str; 12] = [
    "interview",
    "press-conference",
    "speech",
    "call",
    "meeting",
    "letter",
    "decree",
    "resolution",
    "post",
    "broadcast",
    "document",
    "leak",
];

/// The words that tell a medium.
#[derive(Debug)]
pub struct MediumLexicon(Vec<Entry>);

#[derive(Debug)]
struct Entry {
    label: &'static str,
    beside: Vec<Vec<String>>,
    cue: Vec<String>,
    addressee: Vec<Vec<String>>,
    source: Vec<Vec<String>>,
    goes_on: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MediaFile {
    media: Vec<MediumEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MediumEntry {
    label: String,
    #[serde(default)]
    beside: Vec<String>,
    #[serde(default)]
    cue: Vec<String>,
    #[serde(default)]
    addressee: Vec<String>,
    #[serde(default)]
    source: Vec<String>,
    #[serde(default)]
    goes_on: bool,
}

/// Tells the media of statements in reading order.
pub(super) struct Media<'a> {
    pub words: &'a Words<'a>,
    pub lexicon: &'a MediumLexicon,
    /// The last one that goes on: label, speaker, number of the sentence.
    pub last: Option<(&'static str, String, usize)>,
}

/// Of a speech that goes on, for so many sentences.
const MAX_SENTENCES: usize = 8;

impl Media<'_> {
    /// The medium that the words of a statement tell, or that the speaker is known to speak in.
    pub fn of(&mut self, found: &Found, statement: &Statement) -> Option<&'static str> {
        let sentence = self.words.sentence_of(found.first_token());
        let speaker = statement.speaker.stated().map(|speaker| speaker.name.as_str());
        match told(self.words, found, self.lexicon) {
            Some(entry) => {
                let goes_on = speaker.filter(|_| entry.goes_on);
                self.last = goes_on.map(|speaker| (entry.label, speaker.to_owned(), sentence));
                Some(entry.label)
            }
            None => self.last.as_ref().and_then(|(label, last, from)| {
                let is_same = speaker == Some(last.as_str()) && sentence - from.min(&sentence) <= MAX_SENTENCES;
                is_same.then_some(*label)
            }),
        }
    }
}

impl MediumLexicon {
    /// Reads the list.
    ///
    /// # Errors
    /// When the text is not TOML of the expected form, or a label is none of the guidelines'; the message names it.
    pub fn parse(toml: &str) -> Result<MediumLexicon, LexiconError> {
        let file: MediaFile = toml::from_str(toml)?;
        let words = |phrase: &String| phrase.split(' ').map(str::to_owned).collect();
        let phrases = |list: &[String]| list.iter().map(words).collect::<Vec<Vec<String>>>();
        let entry = |entry: MediumEntry| {
            let label = LABELS.iter().find(|label| **label == entry.label).ok_or_else(|| LexiconError::Value {
                verb: "media".to_owned(),
                value: entry.label.clone(),
                accepted: LABELS.join(", "),
            })?;
            let [beside, addressee, source] =
                [&entry.beside, &entry.addressee, &entry.source].map(|list| phrases(list));
            Ok(Entry { label, beside, cue: entry.cue, addressee, source, goes_on: entry.goes_on })
        };
        file.media.into_iter().map(entry).collect::<Result<_, LexiconError>>().map(MediumLexicon)
    }
}

fn told<'l>(words: &Words<'_>, found: &Found, lexicon: &'l MediumLexicon) -> Option<&'l Entry> {
    let anchor = found.cue.first().or(found.source.first()).or(found.content.first())?;
    let sentence = words.sentence(words.sentence_of(anchor.start));
    let is_outside = |n: usize| words.quotation(n).is_none() && !found.content.iter().any(|range| range.contains(&n));
    let is_beside = |phrase: &Vec<String>| {
        let near = anchor.start.saturating_sub(MAX_DISTANCE)..anchor.end + MAX_DISTANCE;
        let is_here = |n: &usize| near.contains(n) && is_outside(*n) && stands_at(words, *n, phrase);
        sentence.clone().filter(is_here).any(|n| is_said_in(words, found, &sentence, n))
    };
    let is_source = |phrase: &Vec<String>| found.source.iter().any(|source| is_head(words, source, phrase));
    let is_cue = |word: &String| found.cue.iter().cloned().flatten().any(|n| words.lower(n) == word);
    let is_told = |phrase: &Vec<String>| found.addressee.iter().any(|told| is_head(words, told, phrase));
    let tells = |entry: &&Entry| {
        entry.cue.iter().any(is_cue)
            || entry.addressee.iter().any(is_told)
            || entry.source.iter().any(is_source)
            || entry.beside.iter().any(is_beside)
    };
    lexicon.0.iter().find(tells)
}

fn stands_at(words: &Words<'_>, n: usize, phrase: &[String]) -> bool {
    phrase.iter().enumerate().all(|(step, word)| words.lower(n + step) == word)
}

/// How many words may stand between the preposition or the cue and the medium ("in a rare televised").
const MAX_BETWEEN: usize = 4;
/// How far from the words of saying the medium is told.
const MAX_DISTANCE: usize = 24;

/// Does a preposition of place or means, or the cue, lead to the word?
fn is_said_in(words: &Words<'_>, found: &Found, sentence: &Range<usize>, n: usize) -> bool {
    let first = n.saturating_sub(MAX_BETWEEN).max(sentence.start);
    for before in (first..n).rev() {
        if found.cue.iter().any(|cue| cue.contains(&before)) {
            return true;
        }
        match words.lower(before) {
            "in" | "at" | "during" | "by" | "on" | "via" | "through" => return true,
            _ if words.is(before, Class::PREPOSITION.with(Class::MARK)) => return false,
            _ => {}
        }
    }
    false
}

/// Is the phrase the head of a source or an addressee: "the UN report", "a draft resolution by the League"?
fn is_head(words: &Words<'_>, source: &Range<usize>, phrase: &[String]) -> bool {
    let ends = |n: &usize| words.is(*n, Class::PREPOSITION.with(Class::MARK).with(Class::RELATIVE));
    let end = source.clone().find(ends).unwrap_or(source.end);
    end >= source.start + phrase.len() && stands_at(words, end - phrase.len(), phrase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_that_the_guidelines_do_not_have_is_refused() {
        let error = MediumLexicon::parse("[[media]]\nlabel = \"gossip\"\n").unwrap_err().to_string();
        assert!(error.contains("'gossip'") && error.contains("interview"), "{error}");
    }
}
