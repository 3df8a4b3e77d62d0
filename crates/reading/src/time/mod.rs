//! Expressions of time.

use text::{DateInterval, Document, Layer, Span};

use crate::{Sentence, Token};

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

/// The expressions of time of a document, in order.
pub fn timexes(document: &Document, sentences: &Layer<Sentence>, tokens: &Layer<Token>) -> Layer<Timex> {
    let _ = (document, sentences, tokens);
    Layer::default()
}
