//! What a record is. The reading's findings become records in `demarche/src/to_record.rs`, and only there.

use std::fmt::{self, Display};

use serde::{Deserialize, Serialize};
use text::{DateInterval, Id, Known, Span};

/// A finding that stands alone: what was found, where it is written, and what found it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Digest of what makes it this record: see [`Record::id_of`]. Stable over runs and machines.
    pub id: Id,
    /// The capture it was read from.
    pub capture: Id,
    /// What was found.
    pub finding: Finding,
    /// The rule or head that spoke, such as `rule:cue-verb-after-quote`.
    pub found_by: String,
    /// How sure the reader is that the finding is right, 0 to 1.
    pub confidence: f64,
    /// What that was made of, 0 to 1 each: how sure a model is of each part and each link. Empty for a rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<(String, f64)>,
}

/// What a record can hold. Events and positions come with their stages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Finding {
    /// Somebody says something.
    Statement(Statement),
}

/// Who said what to whom, and on whose word.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Direct, indirect or mixed.
    pub kind: QuoteKind,
    /// The words that name who says it; several pieces, or none.
    pub source: Vec<Evidence>,
    /// The words of saying.
    pub cue: Vec<Evidence>,
    /// The words said, in page order; never empty.
    pub content: Vec<Evidence>,
    /// Resolved name of the speaker; its evidence is where that name stands on the page.
    pub speaker: Field<String>,
    /// Party that the speaker speaks for: ISO 3166 alpha-3, `IGO-...`, `XXX-OPP` and the like.
    pub party: Field<String>,
    /// What the speaker is.
    pub rank: Field<Rank>,
    /// To whom it was said, in the page's words.
    pub addressee: Field<String>,
    /// Where or how it was said.
    pub medium: Field<Medium>,
    /// What weakens it.
    pub hedges: Field<Vec<Hedge>>,
    /// Record id of the statement it stands in (64 digits), or the name of the outlet quoted.
    pub on_word_of: Field<String>,
    /// When it was said. `Field::ground` says how that is known.
    pub date: Field<DateInterval>,
    /// PLOVER type when the saying is an act towards somebody.
    pub act: Field<Act>,
}

/// A value with the words that it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field<T> {
    /// What is known.
    pub value: Known<T>,
    /// The words on the page; empty when the value was counted from something else.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// In words for a person: how the value follows ("weekday counted from the page's date").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
}

/// Words of the page and the bytes of the capture that they were read from.
///
/// The law: the segments, cut from the capture, decoded and freed of markup, are the words, white space aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The words as the page shows them.
    pub words: String,
    /// Byte ranges of the capture, in order. Not empty.
    pub segments: Vec<Span>,
    /// Number of the block on the page, in [`text::Page::blocks`].
    pub block: usize,
    /// Bytes of that block's text.
    pub span: Span,
}

/// How a statement is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuoteKind {
    /// All of it in quotation marks.
    Direct,
    /// None of it.
    #[default]
    Indirect,
    /// Some of it.
    Mixed,
}

/// What the program was that found a record. A newer producer adds and withdraws; it never changes what was reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Producer {
    /// Version of the program.
    pub program: String,
    /// Digest of the data files and rules it read with.
    pub data: String,
    /// Name and version of the weights, or `none`.
    pub weights: String,
}

/// From this confidence on a finding stands in the default view before anybody has looked. Of statements above it 86 in 100 are right,
/// of those below it 41 (PolNeAR dev, 2026-11-28).
pub const SURE: f64 = 0.7;

/// Where a record stands after all its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// A program found it and is sure enough, nobody has looked.
    Found,
    /// A program found it and is less sure than [`SURE`]: it waits for a person's look.
    Unsure,
    /// A person accepted it as it was found.
    Accepted,
    /// A person corrected it.
    Edited,
    /// A person rejected it.
    Rejected,
    /// A newer program no longer finds it, and nobody had reviewed it.
    Withdrawn,
}

/// What a person decides about a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// It is right as it stands.
    Accept,
    /// It is not a statement, or not on this page.
    Reject,
    /// It is right with this field changed. `value` is the field's value as text; an empty text means "the page gives none".
    Edit {
        /// The field.
        field: FieldName,
        /// Its new value.
        value: String,
    },
    /// The last verdict is taken back.
    Undo,
}

/// A field that a person can edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // The variants are the fields of `Statement`.
pub enum FieldName {
    Speaker,
    Party,
    Rank,
    Addressee,
    Medium,
    Hedges,
    OnWordOf,
    Date,
    Act,
    Kind,
}

macro_rules! labels {
    ($(#[$docs:meta])* $name:ident { $($variant:ident = $label:literal),* $(,)? }) => {
        $(#[$docs])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[allow(missing_docs)] // Each variant is one of the labels of the annotation guidelines.
        pub enum $name { $(#[serde(rename = $label)] $variant),* }

        impl $name {
            /// Every label.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The label as records and the machine contract write it.
            pub fn label(self) -> &'static str {
                match self { $($name::$variant => $label),* }
            }

            /// The value with this label; nothing for any other text.
            pub fn of_label(label: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|value| value.label() == label)
            }
        }

        impl Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.label())
            }
        }
    };
}

labels! {
    /// What a speaker is.
    Rank {
        Head = "head", Minister = "minister", Spokesperson = "spokesperson", Official = "official",
        UnnamedOfficial = "unnamed-official", Adviser = "adviser", Lawmaker = "lawmaker", Military = "military",
        PartyFigure = "party-figure", Rebel = "rebel", Igo = "igo", Expert = "expert", Media = "media",
        Citizen = "citizen", Body = "body",
    }
}

labels! {
    /// Where or how something was said.
    Medium {
        Interview = "interview", PressConference = "press-conference", Speech = "speech", Call = "call",
        Meeting = "meeting", Letter = "letter", Decree = "decree", Resolution = "resolution", Post = "post",
        Broadcast = "broadcast", Document = "document", Leak = "leak",
    }
}

labels! {
    /// What weakens a statement.
    Hedge {
        Reportedly = "reportedly", Alleged = "alleged", Anonymous = "anonymous", Private = "private",
        Denied = "denied", Declined = "declined",
    }
}

labels! {
    /// PLOVER type of a saying that is an act; `COMMENT` for all others.
    Act {
        Comment = "COMMENT", Request = "REQUEST", Accuse = "ACCUSE", Reject = "REJECT", Threaten = "THREATEN",
        Agree = "AGREE", Concede = "CONCEDE", Support = "SUPPORT", Consult = "CONSULT",
    }
}

impl Record {
    /// The id of a finding: its capture, its type, and the capture bytes of its source, cue and content. A better
    /// guess at speaker or date is the same record; other bytes are another.
    pub fn id_of(capture: Id, finding: &Finding) -> Id {
        let Finding::Statement(statement) = finding;
        let mut key = format!("{capture}\nstatement");
        for role in [&statement.source, &statement.cue, &statement.content] {
            key.push('\n');
            for segment in role.iter().flat_map(|evidence| &evidence.segments) {
                key.push_str(&format!("{}-{} ", segment.start, segment.end));
            }
        }
        Id::of_bytes(key.as_bytes())
    }
}

impl<T> Field<T> {
    /// A value that stands on the page.
    pub fn stated(value: T, evidence: Vec<Evidence>) -> Field<T> {
        Field { value: Known::Stated(value), evidence, ground: None }
    }

    /// Looked for, and the page gives none.
    pub fn absent() -> Field<T> {
        Field { value: Known::Absent, evidence: Vec::new(), ground: None }
    }

    /// The same field with the way it follows, in words.
    pub fn because(mut self, ground: impl Into<String>) -> Field<T> {
        self.ground = Some(ground.into());
        self
    }
}

impl<T> Default for Field<T> {
    fn default() -> Field<T> {
        Field { value: Known::NotExamined, evidence: Vec::new(), ground: None }
    }
}

impl FieldName {
    /// Every field that can be edited.
    pub const ALL: [FieldName; 10] = [
        FieldName::Speaker,
        FieldName::Party,
        FieldName::Rank,
        FieldName::Addressee,
        FieldName::Medium,
        FieldName::Hedges,
        FieldName::OnWordOf,
        FieldName::Date,
        FieldName::Act,
        FieldName::Kind,
    ];

    /// The field as records, flags and histories write it.
    pub fn label(self) -> &'static str {
        match self {
            FieldName::Speaker => "speaker",
            FieldName::Party => "party",
            FieldName::Rank => "rank",
            FieldName::Addressee => "addressee",
            FieldName::Medium => "medium",
            FieldName::Hedges => "hedges",
            FieldName::OnWordOf => "on-word-of",
            FieldName::Date => "date",
            FieldName::Act => "act",
            FieldName::Kind => "kind",
        }
    }

    /// The field with this label; nothing for any other text.
    pub fn of_label(label: &str) -> Option<FieldName> {
        FieldName::ALL.into_iter().find(|field| field.label() == label)
    }
}

impl Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

impl QuoteKind {
    /// Every kind.
    pub const ALL: [QuoteKind; 3] = [QuoteKind::Direct, QuoteKind::Indirect, QuoteKind::Mixed];

    /// The kind with this label; nothing for any other text.
    pub fn of_label(label: &str) -> Option<QuoteKind> {
        QuoteKind::ALL.into_iter().find(|kind| kind.label() == label)
    }

    /// The kind as records and the machine contract write it.
    pub fn label(self) -> &'static str {
        match self {
            QuoteKind::Direct => "direct",
            QuoteKind::Indirect => "indirect",
            QuoteKind::Mixed => "mixed",
        }
    }
}

impl Display for QuoteKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

impl State {
    /// Every state.
    pub const ALL: [State; 6] =
        [State::Found, State::Unsure, State::Accepted, State::Edited, State::Rejected, State::Withdrawn];

    /// The state as records, flags and addresses write it.
    pub fn label(self) -> &'static str {
        match self {
            State::Found => "found",
            State::Unsure => "unsure",
            State::Accepted => "accepted",
            State::Edited => "edited",
            State::Rejected => "rejected",
            State::Withdrawn => "withdrawn",
        }
    }

    /// The state with this label; nothing for any other text.
    pub fn of_label(label: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.label() == label)
    }

    /// This state for a record of this confidence: what was found by a program that is not sure waits for a person.
    pub fn weighed(self, confidence: f64) -> State {
        if self == State::Found && confidence < SURE { State::Unsure } else { self }
    }

    /// Has a person decided?
    pub fn is_reviewed(self) -> bool {
        matches!(self, State::Accepted | State::Edited | State::Rejected)
    }
}
