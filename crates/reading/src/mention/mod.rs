//! Mentions.

use text::Span;

/// Words that name a person or a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the document.
    pub span: Span,
    /// What it names.
    pub kind: MentionKind,
}

/// What a mention names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// A person.
    Person,
    /// A government, party, agency, company.
    Body,
}

/// The one who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// Canonical name in this document ("Dmitry Peskov" for "he", "Mr Peskov", "the Kremlin's spokesman, Dmitry Peskov").
    pub name: String,
    /// Where that name stands in full.
    pub mention: Span,
}
