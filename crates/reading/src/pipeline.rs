//! The stages, one after the other, in reading order: the table of contents of this crate.

use std::ops::Range;

use model::{EntitySpan, Heads, Readout, WordSyntax};
use text::{Document, Layer, Problem, Span};

use crate::{
    Data, Mention, Quotation, Sentence, Statement, Timex, Token, coref, encoded, mention, quotation, sentence,
    statement, time, token,
};

/// Everything that was found in a document. What the model found is written in numbers of tokens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading<'d> {
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
    /// Part of speech, lemma and place in its sentence's tree of each token, by the model.
    pub syntax: Vec<WordSyntax<'d>>,
    /// Names of persons, bodies, places and the like, by the model.
    pub entities: Vec<EntitySpan<'d>>,
    /// Mentions of one person or thing together, at least two.
    pub clusters: Vec<Vec<model::Mention>>,
    /// What was doubtful.
    pub problems: Vec<Problem>,
}

/// Which layers are wanted: only what is asked for is computed. Sentences, tokens and quotations always are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Expressions of time.
    pub times: bool,
    /// Statements, with their dates when `times` is wanted too.
    pub statements: bool,
    /// Parts of speech, lemmas, trees. Nothing without a model, as the two below.
    pub syntax: bool,
    /// Names.
    pub entities: bool,
    /// Who is who.
    pub coref: bool,
}

impl Wanted {
    /// What a record is made of.
    pub const RECORD: Wanted = Wanted { times: true, statements: true, ..Wanted::TOKENS };
    /// Nothing beside sentences, tokens and quotations.
    pub const TOKENS: Wanted = Wanted { times: false, statements: false, syntax: false, entities: false, coref: false };

    fn heads(self) -> Heads {
        let Wanted { statements, syntax, entities, coref, .. } = self;
        // Names are cut where the model sees them end; who is who is told by trees and names too.
        Heads { statements, syntax: syntax || coref, entities: entities || statements || coref, coref }
    }
}

/// Reads a document.
pub fn read<'d>(document: &Document, data: &'d Data, wanted: Wanted) -> Reading<'d> {
    let sentences = sentence::sentences(document, &data.abbreviations);
    let tokens = token::tokens(document, &sentences, &data.abbreviations);
    let timexes = if wanted.times { time::timexes(document, &sentences, &tokens) } else { Layer::default() };
    let quotations = quotation::quotations(document);
    let mut reading = Reading { sentences, tokens, timexes, quotations, ..Reading::default() };
    let heads = wanted.heads();
    let found = data.model.as_ref().filter(|_| heads != Heads::default()).map(|model| {
        let words = encoded::words(document, &reading.sentences, &reading.tokens, &reading.quotations);
        model.read(&words, heads)
    });
    let has_roles = data.model.as_ref().is_some_and(|model| model.heads().statements);
    let Readout { statements: roles, entities, syntax, clusters } = found.unwrap_or_default();
    if wanted.statements {
        reading.mentions = mention::mentions(document, &reading.sentences, &reading.tokens, &entities, &data.names);
        let roles = has_roles.then_some(roles.as_slice());
        (reading.statements, reading.problems) = statement::statements(document, &reading, roles, data);
    }
    reading.syntax = syntax;
    reading.clusters = clusters;
    if wanted.coref {
        reading.clusters = coref::clusters(document, &reading, &entities, data);
    }
    if !wanted.syntax {
        reading.syntax.clear();
    }
    if wanted.entities {
        reading.entities = entities;
    }
    reading
}

impl Reading<'_> {
    /// The bytes of the document from the first to the last of these tokens; there must be one.
    pub fn span_of(&self, tokens: &Range<usize>) -> Span {
        Span::new(self.tokens[tokens.start].span.start, self.tokens[tokens.end - 1].span.end)
    }
}
