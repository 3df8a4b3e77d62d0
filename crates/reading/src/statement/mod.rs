//! A reading up to its mentions in, statements out: who said what, in which words.
//!
//! A statement has a **source**, a **cue** and a **content** (Pareti 2012; Newell, Margolin and Ruths 2018).
//!
//! 1. `labelled.rs`: speech that the layout gives to somebody: labels of speakers, signed quotations, "Source: / Quote:";
//! 2. `tagged.rs`: what the model's spans say, put together by `linker/`;
//! 3. `nested.rs`: statements inside what 1 and 2 found;
//! 4. `by_rules.rs`: in place of 2 where there is no model, words of saying of the lexicon (`data/lexicon/cues.toml`) and the shape
//!    of their sentences.
//!
//! What surrounds a statement is told by rules over lists: kind, speaker (`mention`), date, addressee, hedges, act.
//!
//! Scare quotes, titles in quotation marks and what the author asserts are no statements.

mod according;
mod addressee;
mod by_rules;
mod clause;
mod confidence;
mod content;
mod cue;
mod date;
mod hedge;
mod kind;
mod labelled;
mod lexicon;
pub mod linker;
mod medium;
mod nested;
mod outlet;
mod quotation;
mod source;
mod tagged;
mod trailing;
mod words;

use std::ops::Range;

use model::RoleSpan;
use text::{DateInterval, Document, Known, Layer, Problem, Span};

pub use lexicon::{CueLexicon, CueVerb, Form, LexiconError, Take};
pub use linker::LinkerWeights;
pub use medium::MediumLexicon;
pub use outlet::OutletLexicon;

use crate::mention::{SourceWords, Speakers};
use crate::{Data, Mention, Quotation, Reading, Speaker, Timex};
use medium::Media;
use outlet::Outlets;
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
    /// The outlet on whose word it stands: "told *Reuters*", on the page of another.
    pub outlet: Option<Span>,
    /// Who is told ("told *reporters*", "urged *Kyiv* to"); empty when nobody is named.
    pub addressee: Vec<Span>,
    /// PLOVER type of the saying when its cue makes it an act towards somebody (`REQUEST`, `REJECT`, ...); nothing for mere comment.
    pub act: Option<&'static str>,
    /// How it reached the public, in the labels of the annotation guidelines: `speech`, `interview`, ...
    pub medium: Option<&'static str>,
    /// What weakens it, in the labels of the annotation guidelines: `anonymous`, `denied`, ...
    pub hedges: Vec<&'static str>,
    /// What spoke: `model:statements`, or a rule such as `rule:quote-then-cue`.
    pub found_by: &'static str,
    /// How sure that is, 0 to 1: the share of statements like this one that are right on PolNeAR.
    pub confidence: f64,
    /// What that was made of: how sure the model is of each part and the linker of each link, 0 to 1. Empty for a rule.
    pub scores: Vec<(&'static str, f64)>,
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

/// What the model tagged.
#[derive(Clone, Copy)]
pub(crate) struct Roles<'a> {
    /// Its spans.
    pub spans: &'a [RoleSpan],
    /// So many tokens it read: the rest of a very long text is left to the rules.
    pub n_tokens: usize,
    /// How to ask it for more.
    pub inside: Inside<'a>,
}

/// What the model tags directly inside a content.
pub(crate) type Inside<'a> = &'a dyn Fn(&[Range<usize>]) -> Vec<RoleSpan>;

/// The statements of a document, ordered by their first word. Where the model has not read, rules look for statements.
pub(crate) fn statements(
    document: &Document,
    reading: &Reading<'_>,
    roles: Option<Roles<'_>>,
    data: &Data,
) -> (Layer<Statement>, Vec<Problem>) {
    let Reading { sentences, tokens, quotations, mentions, timexes, .. } = reading;
    let words = Words::new(document, reading, &data.cues);
    let page = Sight { words: &words, quotations, mentions, lexicon: &data.cues };
    let mut found = Findings { taken: vec![false; tokens.len()], ..Findings::default() };
    labelled::find(&page, &mut found);
    match roles {
        Some(Roles { spans, n_tokens, inside }) => {
            tagged::find(&page, spans, &data.linker, &mut found);
            found.items.extend(nested::find(&page, &found.items, inside, &data.linker));
            if n_tokens < tokens.len() {
                found.taken[..n_tokens].fill(true);
                by_rules::find(&page, sentences, &mut found);
            }
        }
        None => by_rules::find(&page, sentences, &mut found),
    }
    found.items.sort_by_key(Found::first_token);
    let mut speakers = Speakers::new(document, sentences, tokens, mentions, quotations, &data.names);
    let outlets = Outlets::new(&words, &data.outlets);
    let mut media = Media { words: &words, lexicon: &data.media, last: None };
    let statement = |item: &Found| {
        let statement = item.statement(document, &page, timexes, &mut speakers);
        let outlet = outlets.of(item).and_then(|name| words.span(name));
        Statement { medium: media.of(item, &statement), outlet, ..statement }
    };
    let mut statements: Vec<Statement> = found.items.iter().map(statement).collect();
    let inside = nested::containers(&statements);
    statements.iter_mut().zip(inside).for_each(|(statement, inside)| statement.inside = inside);
    (Layer::new(statements), found.problems)
}

/// What the rules look at.
struct Sight<'a> {
    words: &'a Words<'a>,
    quotations: &'a [Quotation],
    mentions: &'a [Mention],
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
    /// Of this statement; nothing where that of its rule holds.
    confidence: Option<f64>,
    scores: Vec<(&'static str, f64)>,
}

impl Findings {
    fn add(&mut self, found: Found) {
        for n in found.cue.iter().chain(&found.content).cloned().flatten() {
            self.taken[n] = true;
        }
        self.items.push(found);
    }

    /// A statement goes on with these words.
    fn go_on(&mut self, item: usize, content: Range<usize>) {
        content.clone().for_each(|n| self.taken[n] = true);
        self.items[item].content.push(content);
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
            outlet: None,
            addressee: self.addressee.iter().filter_map(|range| page.words.span(range.clone())).collect(),
            act: self.verb.and_then(|(verb, _)| page.lexicon.verb(verb).act).filter(|_| !self.is_negated),
            medium: None,
            hedges: hedge::hedges(page.words, self, page.lexicon, is_anonymous),
            found_by: self.rule,
            scores: self.scores.clone(),
            confidence: self.confidence.unwrap_or_else(|| confidence::of(self.rule)),
        }
    }
}
