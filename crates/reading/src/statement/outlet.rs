//! The outlet on whose word a saying stands: "told *Reuters*", on the page of another.
//!
//! Leaves alone: an outlet that was told on its own page, and one of which the page does not tell whether it is its own.

use std::cell::OnceCell;
use std::ops::Range;

use serde::Deserialize;

use super::words::{Class, Words};
use super::{Found, LexiconError};

/// News outlets and the nouns that name them.
#[derive(Debug)]
pub struct OutletLexicon {
    agencies: Vec<Vec<String>>,
    names: Vec<Vec<String>>,
    nouns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutletsFile {
    agencies: Vec<String>,
    names: Vec<String>,
    nouns: Vec<String>,
}

impl OutletLexicon {
    /// Reads the list.
    ///
    /// # Errors
    /// When the text is not TOML of the expected form.
    pub fn parse(toml: &str) -> Result<OutletLexicon, LexiconError> {
        let file: OutletsFile = toml::from_str(toml)?;
        let words = |name: &String| name.split(' ').map(str::to_owned).collect();
        let all = |names: &[String]| names.iter().map(words).collect();
        Ok(OutletLexicon { agencies: all(&file.agencies), names: all(&file.names), nouns: file.nouns })
    }
}

/// Tells the outlets of a page's statements.
pub(super) struct Outlets<'a> {
    words: &'a Words<'a>,
    lexicon: &'a OutletLexicon,
    /// The name of the outlet that the page belongs to: looked for when one was told something.
    own: OnceCell<Option<String>>,
}

/// A dateline stands in the first words of a page, or of the article on it.
const FAR: usize = 400;

impl<'a> Outlets<'a> {
    pub fn new(words: &'a Words<'a>, lexicon: &'a OutletLexicon) -> Outlets<'a> {
        Outlets { words, lexicon, own: OnceCell::new() }
    }

    fn find_own(&self) -> Option<String> {
        let words = self.words;
        let signed = (1..words.len().min(FAR)).find_map(|n| {
            let name = self.known(n..words.len())?;
            (words.lower(n - 1) == "(" && words.lower(name.end) == ")").then_some(name)
        });
        let peopled = || {
            (0..words.len()).find_map(|n| {
                let name = self.known(n..words.len())?;
                (is_possessive(words, name.end) && words.is(name.end + 1, Class::CAPITAL)).then_some(name)
            })
        };
        signed.or_else(peopled).map(|name| self.name(&name))
    }

    /// The words that name the outlet that was told a statement, unless it is the page's own.
    pub fn of(&self, found: &Found) -> Option<Range<usize>> {
        let told = found.addressee.clone()?;
        let known = told.clone().find_map(|n| self.known(n..told.end));
        let name = known.or_else(|| self.named_by_noun(&told))?;
        let written = self.name(&name);
        let is_anothers = match self.own.get_or_init(|| self.find_own()) {
            Some(own) => *own != written,
            None => self.lexicon.agencies.iter().any(|agency| agency.join(" ") == written),
        };
        is_anothers.then_some(name)
    }

    /// A name of the lists that begins the range.
    fn known(&self, range: Range<usize>) -> Option<Range<usize>> {
        let begins = |name: &&Vec<String>| {
            name.iter().enumerate().all(|(step, word)| self.words.text(range.start + step) == word)
        };
        let all = self.lexicon.agencies.iter().chain(&self.lexicon.names);
        let longest = all.filter(|name| name.len() <= range.len()).filter(begins).map(Vec::len).max()?;
        Some(range.start..range.start + longest)
    }

    /// "Turkish news channel *NTV*", "state-run *Rossiya-24* television".
    fn named_by_noun(&self, told: &Range<usize>) -> Option<Range<usize>> {
        told.clone().find(|n| self.lexicon.nouns.iter().any(|noun| self.words.lower(*n) == noun))?;
        let is_capital = |n: &usize| self.words.is(*n, Class::CAPITAL);
        let last = told.clone().rev().find(is_capital)?;
        let first = (told.start..=last).rev().take_while(is_capital).last()?;
        Some(first..last + 1)
    }

    fn name(&self, name: &Range<usize>) -> String {
        name.clone().map(|n| self.words.text(n)).collect::<Vec<_>>().join(" ")
    }
}

/// Is the word the ending of a possessive?
fn is_possessive(words: &Words<'_>, n: usize) -> bool {
    matches!(words.lower(n), "'s" | "’s")
}

#[cfg(test)]
mod tests {
    use crate::{Data, Wanted, read};
    use text::Document;

    /// The outlets of a text's statements, as rules find them.
    fn outlets(text: &str) -> Vec<String> {
        let (document, data) = (Document::of_text(text, None), Data::lists());
        let reading = read(&document, &data, Wanted::RECORD);
        let name = |span: text::Span| document.slice(span).to_owned();
        reading.statements.iter().map(|statement| statement.outlet.map(name).unwrap_or_default()).collect()
    }

    #[test]
    fn what_was_told_to_another_outlet_stands_on_its_word() {
        assert_eq!(outlets("TUNIS (Reuters) - The minister told CNN that talks had begun."), ["CNN"]);
        assert_eq!(outlets("PARIS (AFP) - He told the Turkish news channel NTV that talks had begun."), ["NTV"]);
        assert_eq!(outlets("The minister told CNN that talks had begun. The BBC's Jim Muir is in Beirut."), ["CNN"]);
        // Nothing tells whose page it is; an agency would have signed it.
        assert_eq!(outlets("The minister told AFP that talks had begun."), ["AFP"]);
    }

    #[test]
    fn what_was_told_to_the_pages_own_outlet_or_to_persons_does_not() {
        assert_eq!(outlets("TUNIS (Reuters) - The minister told Reuters that talks had begun."), [""]);
        assert_eq!(outlets("TUNIS (Reuters) - The minister told reporters that talks had begun."), [""]);
        assert_eq!(outlets("The minister told CNN that talks had begun."), [""]);
    }
}
