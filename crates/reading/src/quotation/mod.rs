//! A document in, its quotations out: the stretches between quotation marks.
//!
//! Every writing of the marks is read: `"…"`, `“…”`, `„…“`, `«…»`, `''…''`, ` ``…'' `. Single marks (`‘…’`, `'…'`) are quotations only in a
//! document that uses no double ones, as British papers print them; elsewhere they are quotations inside quotations and stay words.
//! An apostrophe is no mark. Spans are those of the original bytes.
//!
//! A mark left open ends with its paragraph. When the next paragraph opens again, the two are one speech
//! (Chicago Manual of Style, 13.32): the second says so in [`Quotation::continues`].
//!
//! It does not tell speech from titles and scare quotes: the statement stage does.

mod mark;

use mark::{Mark, Side, Writing, marks};
use text::{Document, Layer, Span};

/// Words between quotation marks, in one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Bytes of the document, the marks included.
    pub span: Span,
    /// The same without the marks.
    pub inner: Span,
    /// Number of its paragraph.
    pub paragraph: usize,
    /// Does it end with its paragraph, without a closing mark?
    pub is_open: bool,
    /// Does it go on with the open quotation of the paragraph before?
    pub continues: bool,
}

/// The quotations of a document, in order; none overlaps another.
pub fn quotations(document: &Document) -> Layer<Quotation> {
    let writing = Writing::of(document.text());
    let mut quotations: Vec<Quotation> = Vec::new();
    for (paragraph, block) in document.paragraphs().iter().enumerate() {
        let first = quotations.len();
        let marks = marks(document.slice(block.span), writing);
        for (start, end) in pairs(&marks) {
            let offset = block.span.start;
            let close = end.map_or(block.span.len(), |mark| mark.span.start);
            let behind = end
                .map_or(block.span.len(), |mark| if mark.side == Side::Open { mark.span.start } else { mark.span.end });
            let inner = Span::new(offset + start.span.end, offset + close);
            quotations.push(Quotation {
                span: Span::new(offset + start.span.start, offset + behind),
                inner: trimmed(document, inner),
                paragraph,
                is_open: end.is_none(),
                continues: false,
            });
        }
        link(&mut quotations, first, block.span.start);
    }
    quotations.retain(|quotation| !quotation.inner.is_empty());
    Layer::new(quotations)
}

/// Opening marks with the mark that ends each: a closing one, or the next opening one where the writer forgot to close.
fn pairs(marks: &[Mark]) -> Vec<(Mark, Option<Mark>)> {
    let mut pairs = Vec::new();
    let mut open: Option<Mark> = None;
    for mark in marks {
        open = match (open, mark.side) {
            (None, Side::Close) => None,
            (None, _) => Some(*mark),
            (Some(start), Side::Open) => {
                pairs.push((start, Some(*mark)));
                Some(*mark)
            }
            (Some(start), _) => {
                pairs.push((start, Some(*mark)));
                None
            }
        };
    }
    pairs.extend(open.map(|start| (start, None)));
    pairs
}

/// Joins the first quotation of a paragraph to an open one at the end of the paragraph before.
fn link(quotations: &mut [Quotation], first: usize, paragraph_start: usize) {
    if first == 0 || first >= quotations.len() {
        return;
    }
    let before = quotations[first - 1];
    let quotation = &mut quotations[first];
    quotation.continues =
        before.is_open && before.paragraph + 1 == quotation.paragraph && quotation.span.start == paragraph_start;
}

fn trimmed(document: &Document, span: Span) -> Span {
    let words = document.slice(span);
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}
