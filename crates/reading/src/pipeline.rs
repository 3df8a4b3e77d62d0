//! The stages, one after the other, in reading order: the table of contents of this crate.

use std::ops::Range;

use model::{EntitySpan, Heads, Readout, Word, WordSyntax};
use text::{Document, Layer, Problem, Span};

use crate::statement::Roles;
use crate::{
    Data, Mention, ParsedWord, Quotation, Sentence, Statement, Timex, Token, coref, encoded, entity, mention, parse,
    quotation, sentence, statement, time, token,
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
    /// The words of Universal Dependencies, which are not the tokens, with their trees, by the model.
    pub parse: Layer<ParsedWord<'d>>,
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
    /// With `statements`: those inside what others say too. Nothing more without a model.
    pub nested: bool,
    /// Parts of speech, lemmas, trees. Nothing without a model, as the three below.
    pub syntax: bool,
    /// The same of the words of Universal Dependencies.
    pub parse: bool,
    /// Names.
    pub entities: bool,
    /// Who is who.
    pub coref: bool,
}

impl Wanted {
    /// What a record is made of.
    pub const RECORD: Wanted = Wanted { times: true, statements: true, nested: true, ..Wanted::TOKENS };
    /// Nothing beside sentences, tokens and quotations.
    pub const TOKENS: Wanted = Wanted {
        times: false,
        statements: false,
        nested: false,
        syntax: false,
        parse: false,
        entities: false,
        coref: false,
    };

    /// Are layers wanted that must hold the whole text?
    fn reads_all(self) -> bool {
        self.syntax || self.entities || self.coref
    }

    fn heads(self) -> Heads {
        let Wanted { statements, nested, syntax, entities, coref, .. } = self;
        // Names are cut where the model sees them end; who is who is told by trees and names too.
        Heads {
            statements,
            nested: statements && nested,
            syntax: syntax || coref,
            entities: entities || statements || coref,
            coref,
        }
    }
}

/// So many words of a document the model reads for a record: those of forty long articles, a few seconds. What comes behind is left to the rules.
const MAX_WORDS: usize = 50_000;

/// The words of the paragraphs that end within [`MAX_WORDS`]; of the first one in any case.
fn n_read(words: &[Word<'_>]) -> usize {
    if words.len() <= MAX_WORDS {
        return words.len();
    }
    let paragraph = words[MAX_WORDS].paragraph;
    let whole = words.partition_point(|word| word.paragraph < paragraph);
    if whole == 0 { MAX_WORDS } else { whole }
}

fn too_long(span: Span) -> Problem {
    let note = format!(
        "the model reads the first {MAX_WORDS} words of an article; behind them statements are found by rules alone"
    );
    Problem::at("article-too-long", span, note)
}

/// Reads a document.
pub fn read<'d>(document: &Document, data: &'d Data, wanted: Wanted) -> Reading<'d> {
    let sentences = sentence::sentences(document, &data.abbreviations);
    let tokens = token::tokens(document, &sentences, &data.abbreviations);
    let timexes = if wanted.times { time::timexes(document, &sentences, &tokens) } else { Layer::default() };
    let quotations = quotation::quotations(document);
    let mut reading = Reading { sentences, tokens, timexes, quotations, ..Reading::default() };
    let heads = wanted.heads();
    let model = data.model.as_ref().filter(|_| heads != Heads::default());
    let words = model.map(|_| encoded::words(document, &reading.sentences, &reading.tokens, &reading.quotations));
    let mut words = words.unwrap_or_default();
    if !wanted.reads_all() {
        words.truncate(n_read(&words));
    }
    let found = model.map(|model| model.read(&words, heads)).unwrap_or_default();
    let has_roles = data.model.as_ref().is_some_and(|model| model.heads().statements);
    let Readout { statements: spans, entities, syntax, clusters, kept } = found;
    if wanted.statements {
        reading.mentions = mention::mentions(document, &reading.sentences, &reading.tokens, &entities, &data.names);
        if words.len() < reading.tokens.len() && has_roles {
            reading.problems.push(too_long(reading.span_of(&(words.len()..reading.tokens.len()))));
        }
        let inside =
            |content: &[Range<usize>]| model.map(|model| model.nested(&words, &kept, content)).unwrap_or_default();
        let roles = has_roles.then_some(Roles { spans: &spans, n_tokens: words.len(), inside: &inside });
        let (statements, problems) = statement::statements(document, &reading, roles, data);
        reading.statements = statements;
        reading.problems.extend(problems);
    }
    reading.syntax = syntax;
    if let Some(model) = data.model.as_ref().filter(|model| wanted.parse && model.heads().syntax) {
        let Reading { sentences, quotations, .. } = &reading;
        reading.parse = parse::parse(document, sentences, quotations, &data.abbreviations, &data.ends, model);
    }
    reading.clusters = clusters;
    if wanted.coref {
        reading.clusters = coref::clusters(document, &reading, &entities, data);
    }
    if !wanted.syntax {
        reading.syntax.clear();
    }
    if wanted.entities {
        reading.entities = entity::entities(document, &reading.tokens, entities);
    }
    reading
}

impl Reading<'_> {
    /// The bytes of the document from the first to the last of these tokens; there must be one.
    pub fn span_of(&self, tokens: &Range<usize>) -> Span {
        Span::new(self.tokens[tokens.start].span.start, self.tokens[tokens.end - 1].span.end)
    }
}
