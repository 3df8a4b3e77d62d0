use crate::{DateInterval, Origin, Page, Role, Span};

/// The article's text: what all reading stages work on. It does not change after it was made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    text: String,
    paragraphs: Vec<Paragraph>,
    origin: Origin,
    published: Option<DateInterval>,
}

/// A paragraph of a document: no sentence and no quotation mark reaches over its end unless a stage says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// What the block was on its page; `Body` in a plain document.
    pub role: Role,
    /// Bytes of the document, without the line break.
    pub span: Span,
    /// Number of the block in [`Page::blocks`]; nothing in a plain document.
    pub block: Option<usize>,
}

impl Document {
    /// The article of a page: its article blocks in page order, a blank line between two. Empty for a page that is no article.
    pub fn of_page(page: &Page) -> Document {
        let mut document = Document { published: page.metadata.published, ..Document::default() };
        if !page.is_article {
            return document;
        }
        for (number, block) in page.blocks.iter().enumerate() {
            if !block.role.is_article() || block.text.is_empty() {
                continue;
            }
            if !document.text.is_empty() {
                document.text.push_str("\n\n");
            }
            let start = document.text.len();
            document.text.push_str(&block.text);
            document.origin.append(&block.origin, Span::new(0, block.text.len()), start);
            let span = Span::new(start, document.text.len());
            document.paragraphs.push(Paragraph { role: block.role, span, block: Some(number) });
        }
        document
    }

    /// A text as it was given, one paragraph a line. Spans are byte ranges of this very text.
    pub fn of_text(text: impl Into<String>, published: Option<DateInterval>) -> Document {
        let text = text.into();
        let mut paragraphs = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let inner = line.trim();
            if !inner.is_empty() {
                let first = start + (line.len() - line.trim_start().len());
                let span = Span::new(first, first + inner.len());
                paragraphs.push(Paragraph { role: Role::Body, span, block: None });
            }
            start += line.len();
        }
        Document { origin: Origin::identity(text.len()), text, paragraphs, published }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The paragraphs in order; they do not overlap.
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// The way back to the capture.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The document creation time of TimeML: the day of publication, or its bounds, or nothing.
    pub fn published(&self) -> Option<DateInterval> {
        self.published
    }

    /// The words under a span.
    ///
    /// # Panics
    /// When the span does not lie on character boundaries inside the text: every span comes from this text.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Block, Metadata};

    #[test]
    fn only_article_blocks_make_the_document() {
        let block = |role, text: &str| Block {
            role,
            text: text.to_owned(),
            origin: Origin::identity(text.len()),
            lines: vec![],
        };
        let page = Page {
            metadata: Metadata::default(),
            is_article: true,
            blocks: vec![block(Role::Body, "One."), block(Role::Teaser, "Another story."), block(Role::Quote, "Two.")],
            problems: vec![],
            trace: None,
        };
        let document = Document::of_page(&page);
        assert_eq!(document.text(), "One.\n\nTwo.");
        assert_eq!(document.paragraphs()[1].block, Some(2));
        assert_eq!(document.origin().locate(document.paragraphs()[1].span), [Span::new(0, 4)]);
    }

    #[test]
    fn lines_of_a_text_are_its_paragraphs() {
        let document = Document::of_text("  One.\r\n\n Two. ", None);
        let words: Vec<&str> = document.paragraphs().iter().map(|p| document.slice(p.span)).collect();
        assert_eq!(words, ["One.", "Two."]);
    }
}
