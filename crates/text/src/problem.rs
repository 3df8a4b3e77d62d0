use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::Span;

/// A doubt about a page or a finding: named in words, with its place. It never stops the reading.
///
/// Each name has a paragraph in `docs/problems.md`, and a test holds the two together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Words joined by hyphens, such as `statement-without-source`.
    pub name: Cow<'static, str>,
    /// Where in the document, if it has a place there.
    pub span: Option<Span>,
    /// One sentence for a person: what was seen, and what it means for the record.
    pub note: String,
}

impl Problem {
    /// A doubt about the page as a whole.
    pub fn of_page(name: &'static str, note: impl Into<String>) -> Problem {
        Problem { name: Cow::Borrowed(name), span: None, note: note.into() }
    }

    /// A doubt about these bytes of the document.
    pub fn at(name: &'static str, span: Span, note: impl Into<String>) -> Problem {
        Problem { name: Cow::Borrowed(name), span: Some(span), note: note.into() }
    }
}
