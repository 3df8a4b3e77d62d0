//! The stages, one after the other, in reading order: the table of contents of this crate.

use text::{Document, Layer, Problem};

use crate::{
    Data, Mention, Quotation, Sentence, Statement, Timex, Token, mention, quotation, sentence, statement, time, token,
};

/// Everything that was found in a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Sentences in order; every one lies inside a paragraph.
    pub sentences: Layer<Sentence>,
    /// Tokens in order; every one lies inside a sentence.
    pub tokens: Layer<Token>,
    /// Expressions of time.
    pub timexes: Layer<Timex>,
    /// Words between quotation marks.
    pub quotations: Layer<Quotation>,
    /// Names of persons and bodies.
    pub mentions: Layer<Mention>,
    /// Who said what.
    pub statements: Layer<Statement>,
    /// What was doubtful.
    pub problems: Vec<Problem>,
}

/// Which layers are wanted: only what is asked for is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Expressions of time.
    pub times: bool,
    /// Statements, with their dates when `times` is wanted too.
    pub statements: bool,
}

/// Reads a document.
pub fn read(document: &Document, data: &Data, wanted: Wanted) -> Reading {
    let sentences = sentence::sentences(document, &data.abbreviations);
    let tokens = token::tokens(document, &sentences, &data.abbreviations);
    let timexes = if wanted.times { time::timexes(document, &sentences, &tokens) } else { Layer::default() };
    if !wanted.statements {
        return Reading { sentences, tokens, timexes, ..Reading::default() };
    }
    let quotations = quotation::quotations(document);
    let mentions = mention::mentions(document, &sentences, &tokens, &data.names);
    let lexicons = (&data.cues, &data.names);
    let (statements, problems) =
        statement::statements(document, &sentences, &tokens, &quotations, &mentions, &timexes, lexicons);
    Reading { sentences, tokens, timexes, quotations, mentions, statements, problems }
}
