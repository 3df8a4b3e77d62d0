//! Sentences, tokens and quotations in, statements out: who said what, in which words.
//!
//! A statement has a **source**, a **cue** and a **content** (Pareti 2012; Newell, Margolin and Ruths 2018). The rules find the
//! words of saying first, in a lexicon (`data/lexicon/cues.toml`), and read the source off one side and the content
//! off the other, with closed classes of words and the shape of the sentence; there is no parse.
//!
//! In this order, so that what is surer comes first:
//! 1. `quotation.rs`: quotations that are sentences, with the cue before, behind or between, over sentences and paragraphs;
//! 2. `trailing.rs`: "..., he said", "The plan, he said, ...", "..., said the minister";
//! 3. `according.rs`: "according to X";
//! 4. `clause.rs`: "X said that ...", "X called for ...", "X was told that ...", with quotations inside or without.
//!
//! Scare quotes, titles in quotation marks and what the author asserts are no statements. A cue inside quotation marks is left alone.

mod according;
mod clause;
mod confidence;
mod content;
mod cue;
mod date;
mod hedge;
mod kind;
mod lexicon;
pub mod linker;
mod quotation;
mod source;
mod trailing;
mod words;

use std::ops::Range;

use text::{DateInterval, Document, Known, Layer, Problem, Span};

pub use lexicon::{CueLexicon, CueVerb, Form, LexiconError, Take};

use crate::mention::{NameLexicon, SourceWords, Speakers};
use crate::{Mention, Quotation, Sentence, Speaker, Timex, Token};
use cue::Cue;
use words::Words;

/// Who said what, in words of the document.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The words that name who says; empty when nobody is named.
    pub source: Vec<Span>,
    /// The words of saying; empty for a statement without.
    pub cue: Vec<Span>,
    /// What is said; never empty.
    pub content: Vec<Span>,
    /// How it is told.
    pub kind: StatementKind,
    /// Who the source is.
    pub speaker: Known<Speaker>,
    /// When it was said.
    pub date: Known<StatementDate>,
    /// The statement it stands in: number in the layer.
    pub inside: Option<usize>,
    /// Who is told ("told *reporters*", "urged *Kyiv* to"); empty when nobody is named.
    pub addressee: Vec<Span>,
    /// PLOVER type of the saying when its cue makes it an act towards somebody (`REQUEST`, `REJECT`, ...); nothing for mere comment.
    pub act: Option<&'static str>,
    /// What weakens it, in the labels of the annotation guidelines: `anonymous`, `denied`, ...
    pub hedges: Vec<&'static str>,
    /// Name of the rule that spoke, such as `rule:quote-then-cue`.
    pub found_by: &'static str,
    /// How sure the rule is, 0 to 1: its precision on PolNeAR train.
    pub confidence: f64,
}

/// How a statement is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatementKind {
    /// All in quotation marks.
    Direct,
    /// Nothing in quotation marks.
    Indirect,
    /// Some of it.
    Mixed,
}

/// The day of a saying.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementDate {
    /// The civil days.
    pub interval: DateInterval,
    /// The words it was counted from, if any.
    pub timex: Option<Span>,
    /// In words for a person: "weekday counted from the page's date", "the page's date".
    pub ground: &'static str,
}

/// A longer sentence is a list or a table, or a text without full stops: the rules, which look through a whole sentence for each
/// cue, leave it alone. The longest sentence of PolNeAR train has under 300 tokens.
const MAX_SENTENCE_TOKENS: usize = 600;

fn too_long(span: Span) -> Problem {
    let note =
        format!("a sentence of more than {MAX_SENTENCE_TOKENS} words and marks; no statement is looked for in it");
    Problem::at("sentence-too-long", span, note)
}

/// The statements of a document, ordered by their first word.
pub fn statements(
    document: &Document,
    sentences: &Layer<Sentence>,
    tokens: &Layer<Token>,
    quotations: &Layer<Quotation>,
    mentions: &Layer<Mention>,
    timexes: &Layer<Timex>,
    (lexicon, names): (&CueLexicon, &NameLexicon),
) -> (Layer<Statement>, Vec<Problem>) {
    let words = Words::new(document, sentences, tokens, quotations, lexicon);
    let page = Sight { words: &words, quotations, lexicon };
    let mut found = Findings { taken: vec![false; tokens.len()], ..Findings::default() };
    let cues: Vec<Vec<Cue>> = (0..words.n_sentences())
        .map(|n| {
            if words.sentence(n).len() > MAX_SENTENCE_TOKENS {
                vec![]
            } else {
                cue::cues(&words, words.sentence(n), lexicon)
            }
        })
        .collect();
    quotation::find(&page, &cues, &mut found);
    for (sentence, cues) in cues.iter().enumerate() {
        let range = words.sentence(sentence);
        if range.len() > MAX_SENTENCE_TOKENS {
            found.problems.push(too_long(sentences[sentence].span));
            continue;
        }
        trailing::find(&page, range.clone(), cues, &mut found);
        according::find(&page, range.clone(), &mut found);
        clause::find(&page, range, cues, &mut found);
    }
    found.items.sort_by_key(Found::first_token);
    let mut speakers = Speakers::new(document, sentences, tokens, mentions, names);
    let statements = found.items.iter().map(|item| item.statement(document, &page, timexes, &mut speakers)).collect();
    (Layer::new(statements), found.problems)
}

/// What the rules look at.
struct Sight<'a> {
    words: &'a Words<'a>,
    quotations: &'a [Quotation],
    lexicon: &'a CueLexicon,
}

/// What the rules have found so far.
#[derive(Debug, Default)]
struct Findings {
    items: Vec<Found>,
    problems: Vec<Problem>,
    /// Tokens that are cue or content of a statement already.
    taken: Vec<bool>,
}

/// A role that is filled by one stretch of words.
fn one(range: Range<usize>) -> Vec<Range<usize>> {
    std::iter::once(range).collect()
}

/// A statement in tokens.
#[derive(Clone, Debug, Default)]
struct Found {
    source: Vec<Range<usize>>,
    cue: Vec<Range<usize>>,
    content: Vec<Range<usize>>,
    addressee: Option<Range<usize>>,
    /// The verb of the lexicon and its head token.
    verb: Option<(usize, usize)>,
    is_negated: bool,
    rule: &'static str,
}

impl Findings {
    fn add(&mut self, found: Found) {
        for n in found.cue.iter().chain(&found.content).cloned().flatten() {
            self.taken[n] = true;
        }
        self.items.push(found);
    }

    fn is_taken(&self, n: usize) -> bool {
        self.taken.get(n).copied().unwrap_or(false)
    }
}

impl Found {
    fn first_token(&self) -> usize {
        self.source.iter().chain(&self.cue).chain(&self.content).map(|range| range.start).min().unwrap_or(0)
    }

    fn statement(
        &self,
        document: &Document,
        page: &Sight<'_>,
        timexes: &[Timex],
        speakers: &mut Speakers<'_>,
    ) -> Statement {
        let spans = |ranges: &[Range<usize>]| {
            ranges.iter().filter_map(|range| page.words.span(range.clone())).collect::<Vec<Span>>()
        };
        // "There have been calls for action": the subject stands for nobody.
        let names_nobody = |phrase: &Range<usize>| phrase.len() == 1 && page.words.lower(phrase.start) == "there";
        let named: Vec<Range<usize>> = self.source.iter().filter(|phrase| !names_nobody(phrase)).cloned().collect();
        let (source, content) = (spans(&named), spans(&self.content));
        let who = named.first().and_then(|phrase| {
            let sentence = page.words.tokens.get(phrase.start)?.sentence;
            source.first().map(|span| speakers.resolve(&SourceWords { span: *span, sentence }))
        });
        let is_anonymous = who.as_ref().is_some_and(|who| who.is_anonymous);
        Statement {
            kind: kind::kind(document, &content, page.quotations),
            source,
            cue: spans(&self.cue),
            content,
            speaker: Known::looked_for(who.and_then(|who| who.speaker)),
            date: date::date(document, page.words, self, timexes, page.lexicon),
            inside: None,
            addressee: self.addressee.iter().filter_map(|range| page.words.span(range.clone())).collect(),
            act: self.verb.and_then(|(verb, _)| page.lexicon.verb(verb).act).filter(|_| !self.is_negated),
            hedges: hedge::hedges(page.words, self, page.lexicon, is_anonymous),
            found_by: self.rule,
            confidence: confidence::of(self.rule),
        }
    }
}
