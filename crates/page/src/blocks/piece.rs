use text::{Block, Origin, Role, Run, Span};

use super::Place;
use crate::encoding::WayBack;
use crate::markup::NodeId;

/// A piece of visible text whose role is not known yet.
pub(crate) struct Piece {
    /// Its words, white space collapsed.
    pub text: String,
    /// The way back to the capture.
    pub origin: Origin,
    /// The block element that it stands in.
    pub node: NodeId,
    /// The innermost element, of a line too, that holds all of it.
    pub inner: NodeId,
    /// Characters, and those of them inside links.
    pub n_chars: usize,
    pub n_link_chars: usize,
}

impl Piece {
    /// The piece as a block of the page.
    pub(crate) fn into_block(self, role: Role) -> Block {
        Block { role, text: self.text, origin: self.origin, lines: Vec::new() }
    }

    /// Characters that stand in no link.
    pub(crate) fn n_own_chars(&self) -> usize {
        self.n_chars - self.n_link_chars
    }

    /// Is it a link, as a reader sees it?
    pub(crate) fn is_linked(&self) -> bool {
        self.link_share() > 0.6
    }

    /// Share of its characters inside links, 0 to 1.
    pub(crate) fn link_share(&self) -> f32 {
        self.n_link_chars as f32 / self.n_chars.max(1) as f32
    }
}

/// A piece while its words come in.
#[derive(Default)]
pub(super) struct Building {
    text: String,
    origin: Origin,
    /// The elements that its first and its last word stand in; nothing before the first came in.
    ends: Option<(NodeId, NodeId)>,
    n_chars: usize,
    n_link_chars: usize,
    /// White space that was seen and not written yet: its place in the decoded page.
    space: Option<Place>,
    n_breaks: usize,
}

impl Building {
    /// The elements that its first and its last word stand in, if there is a word.
    pub(super) fn ends(&self) -> Option<(NodeId, NodeId)> {
        self.ends
    }

    /// Adds characters of a text node that stands in `parent`.
    pub(super) fn add(&mut self, characters: &str, place: Place, parent: NodeId, way_back: &WayBack, is_link: bool) {
        let mut at = 0;
        while at < characters.len() {
            let rest = &characters[at..];
            let n_space = rest.len() - rest.trim_start_matches(is_space).len();
            if n_space > 0 {
                let is_plain = &rest[..n_space] == " ";
                let space = part_of(place, at, at + n_space);
                self.space = Some(Place { is_verbatim: space.is_verbatim && is_plain, ..space });
                at += n_space;
                continue;
            }
            let n_word = rest.find(is_space).unwrap_or(rest.len());
            self.write_space(way_back);
            let word = &rest[..n_word];
            self.write(word, part_of(place, at, at + n_word), way_back);
            self.ends = Some((self.ends.map_or(parent, |(first, _)| first), parent));
            let n_chars = word.chars().count();
            self.n_chars += n_chars;
            self.n_link_chars += if is_link { n_chars } else { 0 };
            self.n_breaks = 0;
            at += n_word;
        }
    }

    /// A `<br>`: a space, or the end of the piece when it is the second, or stands behind a sentence's end or a link alone
    /// on its line.
    pub(super) fn line_break(&mut self) -> bool {
        self.n_breaks += 1;
        if self.space.is_none() {
            self.space = Some(Place { source: Span::default(), is_verbatim: false });
        }
        let is_link = self.n_chars > 0 && self.n_link_chars == self.n_chars;
        self.n_breaks >= 2 || is_link || ends_sentence(&self.text)
    }

    /// The piece, once it is known which block it stands in and which element holds all of it.
    pub(super) fn finish(self, node: NodeId, inner: NodeId) -> Piece {
        let Building { text, origin, n_chars, n_link_chars, .. } = self;
        Piece { text, origin, node, inner, n_chars, n_link_chars }
    }

    fn write_space(&mut self, way_back: &WayBack) {
        let Some(place) = self.space.take() else { return };
        if self.text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push(' ');
        if place.source.is_empty() {
            return;
        }
        let capture = way_back.capture_span(place.source);
        let is_verbatim = place.is_verbatim && capture.len() == 1;
        self.origin.push(Run { text: Span::new(start, start + 1), capture, is_verbatim });
    }

    fn write(&mut self, word: &str, place: Place, way_back: &WayBack) {
        let start = self.text.len();
        self.text.push_str(word);
        if place.source.is_empty() {
            return;
        }
        if !place.is_verbatim {
            let text = Span::new(start, self.text.len());
            self.origin.push(Run { text, capture: way_back.capture_span(place.source), is_verbatim: false });
        } else if way_back.is_verbatim(place.source) {
            let text = Span::new(start, self.text.len());
            self.origin.push(Run { text, capture: way_back.capture_span(place.source), is_verbatim: true });
        } else {
            self.write_letters(word, start, place, way_back);
        }
    }

    /// In another encoding, each letter that is not ASCII leads back by itself.
    fn write_letters(&mut self, word: &str, start: usize, place: Place, way_back: &WayBack) {
        for (at, letter) in word.char_indices() {
            let n = letter.len_utf8();
            let source = Span::new(place.source.start + at, place.source.start + at + n);
            let text = Span::new(start + at, start + at + n);
            let is_verbatim = way_back.is_verbatim(source);
            self.origin.push(Run { text, capture: way_back.capture_span(source), is_verbatim });
        }
    }
}

/// Part of the place of a text node's characters; of what is not verbatim, all of it.
fn part_of(place: Place, start: usize, end: usize) -> Place {
    if !place.is_verbatim {
        return place;
    }
    let source = Span::new(place.source.start + start, place.source.start + end);
    Place { source, ..place }
}

/// White space, and the signs of no width that stand between words of a page.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200B}' | '\u{FEFF}')
}

/// Does the text end as a sentence does?
pub(crate) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '\u{201D}', '\u{2019}', '»', ')', ']', ' ']);
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।'])
}
