//! Paragraphs in, sentences out.
//!
//! A sentence ends at `.`, `!`, `?` or `…`, with the closing quotation marks and brackets behind it, when white space
//! follows and then something that begins a sentence. A full stop that belongs to a word ("Mr.", "U.S.", "Gen.", "p.m.", "D."
//! in a name) or to a list number ("2. ") does not end one. A quotation mark never ends a sentence: in
//! `"Are you sure?" Mr. Smith asked.` the words of saying belong to it. A quotation of several sentences is cut between them.
//!
//! It does not join or cut paragraphs: no sentence reaches over the end of one.
//!
//! The method is that of the abbreviation lists of Grefenstette and Tapanainen (1994); the lists stand in
//! `data/lexicon/abbreviations.toml`.

mod abbreviation;

pub use abbreviation::{Abbreviations, AfterStop};
use text::{Document, Layer, Span};

/// A sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes of the document, without white space around.
    pub span: Span,
    /// Number of its paragraph.
    pub paragraph: usize,
}

/// How many marks and spaces may stand before the first letter of a sentence.
const MAX_OPENING_CHARS: usize = 32;

/// The sentences of a document, in order.
pub fn sentences(document: &Document, abbreviations: &Abbreviations) -> Layer<Sentence> {
    let mut sentences = Vec::new();
    for (paragraph, block) in document.paragraphs().iter().enumerate() {
        let text = document.slice(block.span);
        let mut start = 0;
        let ends = Ends { text, abbreviations, at: 0 };
        for end in ends.chain([text.len()]) {
            let words = text[start..end].trim();
            if !words.is_empty() {
                let first = block.span.start + start + (text[start..end].len() - text[start..end].trim_start().len());
                sentences.push(Sentence { span: Span::new(first, first + words.len()), paragraph });
            }
            start = end;
        }
    }
    Layer::new(sentences)
}

/// Walks over the places where a sentence ends inside a paragraph: the byte behind it.
struct Ends<'a> {
    text: &'a str,
    abbreviations: &'a Abbreviations,
    at: usize,
}

impl Iterator for Ends<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        loop {
            let rest = &self.text[self.at..];
            let (offset, mark) = rest.char_indices().find(|(_, c)| is_terminal(*c))?;
            let mark_at = self.at + offset;
            let marks = self.text[mark_at..].chars().take_while(|c| is_terminal(*c)).map(char::len_utf8).sum::<usize>();
            let behind_marks = mark_at + marks;
            let closing = closing_len(&self.text[behind_marks..]);
            self.at = behind_marks + closing;
            let is_single_stop = mark == '.' && marks == 1;
            if self.ends_here(mark_at, is_single_stop, closing > 0) {
                return Some(self.at);
            }
        }
    }
}

impl Ends<'_> {
    fn ends_here(&self, mark_at: usize, is_single_stop: bool, is_closed: bool) -> bool {
        let after = &self.text[self.at..];
        let next = after.trim_start();
        if next.is_empty() || next.len() == after.len() || !begins_sentence(next) {
            return false;
        }
        if is_single_stop && !is_closed {
            match self.abbreviations.after_stop(&self.text[..mark_at], next) {
                AfterStop::Inside => return false,
                AfterStop::End => {}
            }
        }
        // `"Are you sure?" Mr. Smith asked.`
        !(is_closed && !is_single_stop && self.abbreviations.is_asking(next))
    }
}

fn is_terminal(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

/// Length of the closing quotation marks and brackets at the start of `text`.
fn closing_len(text: &str) -> usize {
    text.chars()
        .take_while(|c| matches!(c, '"' | '\'' | '”' | '’' | '»' | '“' | ')' | ']' | '`'))
        .map(char::len_utf8)
        .sum()
}

/// Could a sentence begin with these words: a capital, a digit, an opening mark before one?
fn begins_sentence(text: &str) -> bool {
    let first = text.chars().take(MAX_OPENING_CHARS).find(|c| !is_opening(*c));
    first.is_some_and(|c| c.is_uppercase() || c.is_numeric() || (!c.is_lowercase() && c.is_alphabetic()))
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '‘'
            | '„'
            | '«'
            | '('
            | '['
            | '`'
            | '-'
            | '–'
            | '—'
            | '•'
            | '*'
            | '…'
            | '$'
            | '£'
            | '€'
            | '#'
            | '@'
            | '.'
    ) || c.is_whitespace()
}
