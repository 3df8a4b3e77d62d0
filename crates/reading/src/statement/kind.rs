use text::{Document, Span};

use super::StatementKind;
use crate::Quotation;

/// Direct when the words all stand in quotation marks, indirect when none does, else mixed.
pub(super) fn kind(document: &Document, content: &[Span], quotations: &[Quotation]) -> StatementKind {
    let (mut n_quoted, mut n_letters) = (0, 0);
    for span in content {
        n_letters += letters(document, *span);
        let first = quotations.partition_point(|quotation| quotation.span.end <= span.start);
        n_quoted += quotations[first..]
            .iter()
            .take_while(|quotation| quotation.span.start < span.end)
            .filter_map(|quotation| quotation.span.intersection(*span))
            .map(|quoted| letters(document, quoted))
            .sum::<usize>();
    }
    match n_quoted {
        0 => StatementKind::Indirect,
        n if n == n_letters => StatementKind::Direct,
        _ => StatementKind::Mixed,
    }
}

fn letters(document: &Document, span: Span) -> usize {
    document.slice(span).chars().filter(|c| c.is_alphanumeric()).count()
}
