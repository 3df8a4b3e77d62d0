//! Quotations.

use text::{Document, Layer, Span};

/// Words between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Bytes of the document, the marks included.
    pub span: Span,
}

/// The quotations of a document, in order.
pub fn quotations(document: &Document) -> Layer<Quotation> {
    let _ = document;
    Layer::default()
}
