//! Words and sentences as Universal Dependencies has them, with their trees, by the model.
//!
//! The parse was learned on words and sentences that are cut otherwise than ours ("US - based", "do n't", "do nt"; a sentence may begin
//! with a small letter). So it has words and sentences of its own, and the tokens of the other stages stay what those were learned on.
//! It is read in two passes: the vectors of the words say where sentences end (`ends.rs`), then each sentence gets its tree.

mod ends;
mod word;

pub use ends::{EndWeights, EndWeightsError};
use model::{Heads, Model, WordSyntax};
use text::{Document, Layer, Span};

use crate::sentence::Abbreviations;
use crate::{Quotation, Sentence, Token, encoded};

/// A word of a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct ParsedWord<'m> {
    /// Bytes of the document.
    pub span: Span,
    /// Number of its sentence, which is none of [`Reading::sentences`](crate::Reading::sentences).
    pub sentence: usize,
    /// Is it written as one token with the word before ("n't" of "don't")?
    pub continues: bool,
    /// Part of speech, lemma, and place in the tree; heads count the words of the parse.
    pub syntax: WordSyntax<'m>,
}

/// The words of a document with their trees, in order.
pub fn parse<'m>(
    document: &Document,
    sentences: &Layer<Sentence>,
    quotations: &Layer<Quotation>,
    abbreviations: &Abbreviations,
    ends: &EndWeights,
    model: &'m Model,
) -> Layer<ParsedWord<'m>> {
    let (words, continues) = words(document, sentences, abbreviations);
    let vectors = model.vectors(&encoded::words(document, sentences, &words, quotations));
    let (words, sentences) = ends.cut(words, sentences, &vectors);
    let encoded = encoded::words(document, &sentences, &words, quotations);
    let read = model.read(&encoded, Heads { syntax: true, ..Heads::default() });
    let parsed = words.iter().zip(continues).zip(read.syntax);
    let parsed = parsed.map(|((word, continues), syntax)| ParsedWord {
        span: word.span,
        sentence: word.sentence,
        continues,
        syntax,
    });
    Layer::new(parsed.collect())
}

/// The words of these sentences, and for each whether it is written as one token with the word before.
pub fn words(
    document: &Document,
    sentences: &Layer<Sentence>,
    abbreviations: &Abbreviations,
) -> (Layer<Token>, Vec<bool>) {
    let (mut words, mut continues) = (Vec::new(), Vec::new());
    for (number, sentence) in sentences.iter().enumerate() {
        let start = sentence.span.start;
        for piece in word::words(document.slice(sentence.span), abbreviations) {
            let span = Span::new(start + piece.bytes.start, start + piece.bytes.end);
            words.push(Token { span, sentence: number });
            continues.push(piece.continues);
        }
    }
    (Layer::new(words), continues)
}
