//! The lines of a capture: their words with white space collapsed, and the way back to the capture's bytes.

use text::{Block, Origin, Role, Run, Span};

/// A line of the capture that holds something.
pub(super) struct Line {
    /// Number among all lines of the capture, blank ones included, from 0.
    pub number: usize,
    /// The words; white space collapsed to single spaces.
    pub words: String,
    /// Is there a blank line, or the start of the capture, before it?
    pub is_after_blank: bool,
    /// Stretches of the decoded text without white space between them, in order: joined by spaces they are `words`.
    pieces: Vec<Span>,
}

impl Line {
    /// Cuts the words behind the first `n_bytes` off into a line of the same number; nothing when none are left.
    pub(super) fn split_off(&mut self, n_bytes: usize) -> Option<Line> {
        let mut at = 0;
        let n_kept = self.pieces.iter().take_while(|piece| {
            at += piece.len() + 1;
            at - 1 <= n_bytes
        });
        let pieces = self.pieces.split_off(n_kept.count());
        let words = self.words.split_off(n_bytes.min(self.words.len()));
        (!pieces.is_empty()).then(|| Line {
            number: self.number,
            words: words.trim_start().to_owned(),
            is_after_blank: false,
            pieces,
        })
    }

    /// The block of these words. `capture_of` gives the capture bytes of bytes of the decoded text, and whether the two
    /// are the same byte for byte.
    pub(super) fn block(&self, role: Role, decoded: &str, capture_of: &dyn Fn(Span) -> (Span, bool)) -> Block {
        let mut origin = Origin::default();
        let mut at = 0;
        let mut last_end: Option<usize> = None;
        for piece in &self.pieces {
            if let Some(end) = last_end {
                let space = Span::new(end, piece.start);
                let (capture, is_verbatim) = capture_of(space);
                let is_one_space = &decoded[space.range()] == " ";
                origin.push(Run { text: Span::new(at, at + 1), capture, is_verbatim: is_verbatim && is_one_space });
                at += 1;
            }
            push_piece(&mut origin, at, *piece, decoded, capture_of);
            at += piece.len();
            last_end = Some(piece.end);
        }
        Block { role, text: self.words.clone(), origin, lines: vec![self.number] }
    }
}

/// A stretch without white space: one run when the capture has the same bytes, else one for each character, so that a
/// part of it leads to its own bytes.
fn push_piece(origin: &mut Origin, at: usize, piece: Span, decoded: &str, capture_of: &dyn Fn(Span) -> (Span, bool)) {
    let (capture, is_verbatim) = capture_of(piece);
    if is_verbatim {
        origin.push(Run { text: Span::new(at, at + piece.len()), capture, is_verbatim });
        return;
    }
    for (offset, letter) in decoded[piece.range()].char_indices() {
        let start = piece.start + offset;
        let (capture, is_verbatim) = capture_of(Span::new(start, start + letter.len_utf8()));
        origin.push(Run { text: Span::new(at + offset, at + offset + letter.len_utf8()), capture, is_verbatim });
    }
}

/// The lines that hold something. A line ends at a line feed, a carriage return, both, or U+2028 and U+2029.
pub(super) fn lines(decoded: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut is_after_blank = true;
    for (number, span) in line_spans(decoded).into_iter().enumerate() {
        let pieces = pieces(decoded, span);
        if pieces.is_empty() {
            is_after_blank = true;
            continue;
        }
        let words = pieces.iter().map(|piece| &decoded[piece.range()]).collect::<Vec<_>>().join(" ");
        lines.push(Line { number, words, is_after_blank, pieces });
        is_after_blank = false;
    }
    lines
}

fn line_spans(decoded: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    let mut letters = decoded.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if matches!(letter, '\n' | '\r' | '\u{2028}' | '\u{2029}') {
            spans.push(Span::new(start, at));
            start = at + letter.len_utf8();
            if letter == '\r' && letters.next_if(|(_, next)| *next == '\n').is_some() {
                start += 1;
            }
        }
    }
    spans.push(Span::new(start, decoded.len()));
    spans
}

fn pieces(decoded: &str, line: Span) -> Vec<Span> {
    let mut pieces: Vec<Span> = Vec::new();
    for (offset, letter) in decoded[line.range()].char_indices() {
        if is_space(letter) {
            continue;
        }
        let at = line.start + offset;
        let end = at + letter.len_utf8();
        match pieces.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => pieces.push(Span::new(at, end)),
        }
    }
    pieces
}

/// White space, and the marks without width that copying a page leaves behind.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || matches!(letter, '\u{200B}' | '\u{FEFF}' | '\u{2060}')
}
