//! The sentences of a block that hold a record's words, cut into marked and unmarked pieces.

use anstyle::Style;
use ledger::{Evidence, Finding, PageView, RecordView};
use reading::Sentence;
use text::{Document, Span};

use crate::sanitize::for_terminal;
use crate::terminal::{CONTENT, CUE, FAINT, SOURCE};

/// A stretch of a block, and which parts of it play a role.
pub struct Passage<'a> {
    /// The words.
    text: &'a str,
    /// Where source, cue and content stand, in bytes of the words; they may overlap.
    marks: Vec<(Span, Mark)>,
}

/// A role. Where two overlap the first of these is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Source,
    Cue,
    Content,
}

/// The passages of a record, in page order.
pub fn passages<'a>(
    view: &RecordView,
    page: &'a PageView,
    document: &Document,
    sentences: &[Sentence],
) -> Vec<Passage<'a>> {
    let Finding::Statement(statement) = &view.record.finding;
    let roles = [(Mark::Source, &statement.source), (Mark::Cue, &statement.cue), (Mark::Content, &statement.content)];
    let marked: Vec<(&Evidence, Mark)> =
        roles.iter().flat_map(|(mark, pieces)| pieces.iter().map(|piece| (piece, *mark))).collect();
    let mut blocks: Vec<usize> = marked.iter().map(|(piece, _)| piece.block).collect();
    blocks.sort_unstable();
    blocks.dedup();
    blocks.into_iter().filter_map(|block| passage(block, &marked, page, document, sentences)).collect()
}

fn passage<'a>(
    block: usize,
    marked: &[(&Evidence, Mark)],
    page: &'a PageView,
    document: &Document,
    sentences: &[Sentence],
) -> Option<Passage<'a>> {
    let of_block = || marked.iter().filter(|(piece, _)| piece.block == block);
    let words = &page.page.blocks.get(block)?.text;
    let pieces = of_block().map(|(piece, _)| piece.span).reduce(Span::cover)?;
    // Sentences that share bytes with the record's words, in bytes of the block.
    let paragraph = document.paragraphs().iter().position(|paragraph| paragraph.block == Some(block));
    let start = paragraph.map_or(0, |number| document.paragraphs()[number].span.start);
    let window = sentences
        .iter()
        .filter(|sentence| Some(sentence.paragraph) == paragraph)
        .map(|sentence| Span::new(sentence.span.start - start, sentence.span.end - start))
        .filter(|sentence| sentence.overlaps(pieces))
        .fold(pieces, Span::cover);
    let text = words.get(window.range())?;
    let inside = |span: Span| Span::new(span.start - window.start, span.end - window.start);
    Some(Passage { text, marks: of_block().map(|(piece, mark)| (inside(piece.span), *mark)).collect() })
}

impl Passage<'_> {
    /// The words in order with the style of their role; without colours the roles stand in brackets behind the
    /// words, `[said|cue]`, as in the marked sentences of our tests.
    pub fn pieces(&self, has_colour: bool) -> Vec<(String, Style)> {
        let mut cuts: Vec<usize> = self.marks.iter().flat_map(|(span, _)| [span.start, span.end]).collect();
        cuts.extend([0, self.text.len()]);
        cuts.sort_unstable();
        cuts.dedup();
        let piece = |cut: &[usize]| {
            let words = for_terminal(self.text.get(cut[0]..cut[1]).unwrap_or_default());
            let mark = self.mark_at(Span::new(cut[0], cut[1]));
            match mark {
                Some(mark) if has_colour => (words.into_owned(), mark.style()),
                Some(mark) => (format!("[{words}|{}]", mark.name()), Style::new()),
                None => (words.into_owned(), if has_colour { FAINT } else { Style::new() }),
            }
        };
        cuts.windows(2).map(piece).collect()
    }

    fn mark_at(&self, span: Span) -> Option<Mark> {
        self.marks.iter().filter(|(marked, _)| marked.contains(span)).map(|(_, mark)| *mark).min()
    }
}

impl Mark {
    fn style(self) -> Style {
        match self {
            Mark::Source => SOURCE,
            Mark::Cue => CUE,
            Mark::Content => CONTENT,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Mark::Source => "source",
            Mark::Cue => "cue",
            Mark::Content => "content",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_stand_in_brackets_without_colour() {
        let marks =
            vec![(Span::new(0, 6), Mark::Source), (Span::new(7, 11), Mark::Cue), (Span::new(12, 17), Mark::Content)];
        let passage = Passage { text: "Peskov said never.", marks };
        let shown: String = passage.pieces(false).into_iter().map(|(words, _)| words).collect();
        assert_eq!(shown, "[Peskov|source] [said|cue] [never|content].");
        let coloured: String = passage.pieces(true).into_iter().map(|(words, _)| words).collect();
        assert_eq!(coloured, "Peskov said never.");
    }

    #[test]
    fn a_cue_inside_a_content_is_shown_as_a_cue() {
        let marks = vec![(Span::new(0, 9), Mark::Content), (Span::new(2, 6), Mark::Cue)];
        let shown: String =
            Passage { text: "a said b.", marks }.pieces(false).into_iter().map(|(words, _)| words).collect();
        assert_eq!(shown, "[a |content][said|cue][ b.|content]");
    }
}
