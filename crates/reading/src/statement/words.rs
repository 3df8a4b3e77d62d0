use std::ops::Range;

use text::{Document, Span};

use super::lexicon::CueLexicon;
use crate::{Quotation, Reading, Token};

/// Closed classes of a word: a set, since many words stand in several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Class(u16);

impl Class {
    pub const DETERMINER: Class = Class(1);
    pub const POSSESSIVE: Class = Class(2);
    pub const SUBJECT_PRONOUN: Class = Class(4);
    pub const OBJECT_PRONOUN: Class = Class(8);
    pub const PREPOSITION: Class = Class(16);
    pub const CONJUNCTION: Class = Class(32);
    pub const SUBORDINATOR: Class = Class(64);
    pub const RELATIVE: Class = Class(128);
    pub const AUXILIARY: Class = Class(256);
    pub const MODAL: Class = Class(512);
    pub const ADVERB: Class = Class(1024);
    pub const TIME: Class = Class(2048);
    /// Begins with a capital.
    pub const CAPITAL: Class = Class(4096);
    /// Neither letter nor digit.
    pub const MARK: Class = Class(8192);

    pub fn with(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }

    /// Is the word in this class, or in one of these?
    pub fn is(self, other: Class) -> bool {
        self.0 & other.0 != 0
    }
}

/// The tokens of a document with their classes, and which quotation each stands in: what the rules look at.
pub(super) struct Words<'a> {
    text: &'a str,
    lower: String,
    pub tokens: &'a [Token],
    classes: Vec<Class>,
    /// Number of the quotation that a token stands in (its marks included), plus one.
    quotation: Vec<u32>,
    sentences: Vec<Range<usize>>,
    /// Number of the paragraph of each sentence.
    paragraphs: Vec<usize>,
}

impl<'a> Words<'a> {
    pub fn new(document: &'a Document, reading: &'a Reading<'_>, lexicon: &CueLexicon) -> Words<'a> {
        let Reading { sentences, tokens, quotations, .. } = reading;
        let text = document.text();
        // ASCII only, so that the lower-case text has the same offsets.
        let lower = text.to_ascii_lowercase();
        let classes = tokens.iter().map(|token| class_of(text, &lower, token.span, lexicon)).collect();
        let quotation = quotation_of(tokens, quotations);
        let paragraphs = sentences.iter().map(|sentence| sentence.paragraph).collect();
        let sentences = ranges(tokens, sentences.len());
        Words { text, lower, tokens, classes, quotation, sentences, paragraphs }
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The word in lower case.
    pub fn lower(&self, n: usize) -> &str {
        self.tokens.get(n).map_or("", |token| &self.lower[token.span.range()])
    }

    /// The word as it is written.
    pub fn text(&self, n: usize) -> &'a str {
        self.tokens.get(n).map_or("", |token| &self.text[token.span.range()])
    }

    pub fn class(&self, n: usize) -> Class {
        self.classes.get(n).copied().unwrap_or_default()
    }

    pub fn is(&self, n: usize, class: Class) -> bool {
        self.class(n).is(class)
    }

    /// The quotation that the token stands in.
    pub fn quotation(&self, n: usize) -> Option<usize> {
        self.quotation.get(n).and_then(|number| (*number as usize).checked_sub(1))
    }

    /// The tokens of the sentence with this number.
    pub fn sentence(&self, number: usize) -> Range<usize> {
        self.sentences[number].clone()
    }

    /// The number of a token's sentence; of the last one behind the end.
    pub fn sentence_of(&self, n: usize) -> usize {
        self.tokens.get(n).map_or(self.sentences.len().saturating_sub(1), |token| token.sentence)
    }

    /// The number of a token's paragraph.
    pub fn paragraph_of(&self, n: usize) -> usize {
        self.paragraphs.get(self.sentence_of(n)).copied().unwrap_or(0)
    }

    pub fn n_sentences(&self) -> usize {
        self.sentences.len()
    }

    /// The first token at or behind this byte.
    pub fn at_or_behind(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| token.span.start < byte)
    }

    /// The words from one token to another, the second outside; nothing when there is none.
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        (range.start < range.end && range.end <= self.tokens.len())
            .then(|| Span::new(self.tokens[range.start].span.start, self.tokens[range.end - 1].span.end))
    }

    /// Is it a word with a letter or digit, in none of the closed classes?
    pub fn is_open_class(&self, n: usize) -> bool {
        let closed = Class::MARK
            .with(Class::DETERMINER)
            .with(Class::POSSESSIVE)
            .with(Class::SUBJECT_PRONOUN)
            .with(Class::OBJECT_PRONOUN)
            .with(Class::PREPOSITION)
            .with(Class::CONJUNCTION)
            .with(Class::SUBORDINATOR)
            .with(Class::RELATIVE)
            .with(Class::AUXILIARY)
            .with(Class::MODAL);
        n < self.len() && !self.is(n, closed)
    }

    /// Is it an adverb by list or by ending?
    pub fn is_adverb(&self, n: usize) -> bool {
        let word = self.lower(n);
        self.is(n, Class::ADVERB)
            || (word.len() > 4
                && word.ends_with("ly")
                && !self.is(n, Class::CAPITAL)
                && !matches!(word, "family" | "assembly" | "supply" | "reply" | "ally" | "rally"))
    }
}

fn class_of(text: &str, lower: &str, span: Span, lexicon: &CueLexicon) -> Class {
    let word = &text[span.range()];
    let class = lexicon.class_of(&lower[span.range()]);
    let first = word.chars().next().unwrap_or(' ');
    if first.is_uppercase() {
        class.with(Class::CAPITAL)
    } else if word.chars().any(char::is_alphanumeric) {
        class
    } else {
        class.with(Class::MARK)
    }
}

fn quotation_of(tokens: &[Token], quotations: &[Quotation]) -> Vec<u32> {
    let mut next = 0;
    let mut numbers = Vec::with_capacity(tokens.len());
    for token in tokens {
        while quotations.get(next).is_some_and(|quotation| quotation.span.end <= token.span.start) {
            next += 1;
        }
        let is_inside = quotations.get(next).is_some_and(|quotation| quotation.span.overlaps(token.span));
        numbers.push(if is_inside { u32::try_from(next + 1).unwrap_or(0) } else { 0 });
    }
    numbers
}

fn ranges(tokens: &[Token], n_sentences: usize) -> Vec<Range<usize>> {
    let mut ranges = Vec::with_capacity(n_sentences);
    let mut start = 0;
    for sentence in 0..n_sentences {
        let end = start + tokens[start..].iter().take_while(|token| token.sentence == sentence).count();
        ranges.push(start..end);
        start = end;
    }
    ranges
}
