//! A document in, layers out: sentences, tokens, times, mentions, statements. Pure: no input or output, no clock,
//! and it cannot fail.
//!
//! (Signatures first; the bodies follow.)

use text::{DateInterval, Document, Known, Layer, Problem, Span};

/// Everything that was found in a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Sentences in order; every one lies inside a paragraph.
    pub sentences: Layer<Sentence>,
    /// Tokens in order; every one lies inside a sentence.
    pub tokens: Layer<Token>,
    /// Expressions of time.
    pub timexes: Layer<Timex>,
    /// Who said what.
    pub statements: Layer<Statement>,
    /// What was doubtful.
    pub problems: Vec<Problem>,
}

/// A sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes of the document, without white space around.
    pub span: Span,
    /// Number of its paragraph.
    pub paragraph: usize,
}

/// A word, a number or a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the document.
    pub span: Span,
    /// Number of its sentence.
    pub sentence: usize,
}

/// An expression of time (TimeML TIMEX3).
#[derive(Clone, Debug, PartialEq)]
pub struct Timex {
    /// Its words.
    pub span: Span,
    /// DATE, TIME, DURATION or SET.
    pub kind: TimexKind,
    /// Normalised value as TIMEX3 writes it, such as `2022-11-09`; nothing when it cannot be counted.
    pub value: Option<String>,
    /// The civil days that the value covers, for DATE and TIME.
    pub interval: Option<DateInterval>,
}

/// Type of a TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The words of TimeML.
pub enum TimexKind {
    Date,
    Time,
    Duration,
    Set,
}

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

/// The one who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// Canonical name in this document ("Dmitry Peskov" for "he", "Mr Peskov", "the Kremlin's spokesman, Dmitry Peskov").
    pub name: String,
    /// Where that name stands in full.
    pub mention: Span,
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

/// Which layers are wanted: only what is asked for is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Expressions of time.
    pub times: bool,
    /// Statements, with their dates when `times` is wanted too.
    pub statements: bool,
}

/// The word lists and patterns that the stages read with.
#[derive(Debug)]
pub struct Data {}

impl Data {
    /// The lists built into the program.
    pub fn embedded() -> Data {
        Data {}
    }

    /// Digest of the lists: part of every record's producer.
    pub fn digest(&self) -> String {
        String::new()
    }
}

/// Reads a document.
pub fn read(document: &Document, data: &Data, wanted: Wanted) -> Reading {
    let _ = (document, data, wanted);
    Reading::default()
}
