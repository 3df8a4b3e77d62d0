//! Statements.

use text::{DateInterval, Known, Span};

use crate::Speaker;

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
