//! The tree of a page in, its pieces of visible text out, in page order, each with the way back to the capture.
//!
//! A piece ends where a block element begins or ends, at two line breaks, and at one line break behind the end of a
//! sentence. Inline tags run on. Scripts, styles, templates and what the page hides are never text. What a piece *is*
//! stays open here: `content` says it.

mod hint;
mod piece;

use text::Span;

use crate::encoding::WayBack;
use crate::markup::{Kind, NodeId, ROOT, Tag, Tree};

pub(crate) use hint::{Hint, Hints};
use piece::Building;
pub(crate) use piece::{Piece, ends_sentence};

/// Reads all pieces of text: of what the page shows, or with `shows_hidden` of what its styles hide too.
pub(crate) fn pieces(tree: &Tree, page: &str, way_back: &WayBack, shows_hidden: bool) -> Vec<Piece> {
    let mut walk =
        Walk { shows_hidden, tree, page, way_back, pieces: Vec::new(), open: Building::default(), n_links: 0 };
    walk.all();
    walk.pieces
}

/// Nodes of an element in a line of text that are looked at to see that it is a card, and links from which it is one.
const N_CARD_NODES: usize = 40;
const N_CARD_LINKS: usize = 3;

struct Walk<'a> {
    shows_hidden: bool,
    tree: &'a Tree,
    page: &'a str,
    way_back: &'a WayBack,
    pieces: Vec<Piece>,
    open: Building,
    n_links: usize,
}

impl Walk<'_> {
    fn all(&mut self) {
        let mut at = ROOT;
        loop {
            // What is shut is never left: nothing of it was entered.
            let mut is_entered = !self.enter(at);
            let first = self.tree.node(at).first_child;
            if is_entered && first != crate::markup::NONE {
                at = first;
                continue;
            }
            // Leave elements until one has a neighbour.
            loop {
                if is_entered {
                    self.leave(at);
                }
                is_entered = true;
                if at == ROOT {
                    return;
                }
                let node = self.tree.node(at);
                if node.next != crate::markup::NONE {
                    at = node.next;
                    break;
                }
                at = node.parent;
            }
        }
    }

    /// Reads one node; true when what stands inside is not to be read.
    fn enter(&mut self, id: NodeId) -> bool {
        match self.tree.node(id).kind {
            Kind::Document => false,
            Kind::Text(text) => {
                let characters = self.tree.characters(text, self.page);
                let is_verbatim = text.resolved.is_none();
                let is_link = text.is_in_link && self.n_links > 0;
                let place = Place { source: text.source.span(), is_verbatim };
                self.open.add(characters, place, self.tree.node(id).parent, self.way_back, is_link);
                true
            }
            Kind::Element(_) => {
                let tag = self.tree.tag(id);
                if tag.is_never_text() || self.is_hidden(id, tag) {
                    return true;
                }
                if tag.is_block() {
                    self.close();
                }
                match tag {
                    Tag::Br if self.open.line_break() => self.close(),
                    Tag::A => self.n_links += 1,
                    _ => {}
                }
                false
            }
        }
    }

    fn leave(&mut self, id: NodeId) {
        let tag = self.tree.tag(id);
        if tag.is_block() {
            self.close();
        }
        if tag == Tag::A {
            self.n_links -= 1;
        }
    }

    fn is_hidden(&self, id: NodeId, tag: Tag) -> bool {
        !self.shows_hidden && (is_hidden(self.tree, id, tag) || self.is_card(id, tag))
    }

    /// Is this a picture and then several links, without other words, inside a line of text? So are the cards about a
    /// person or a company that a page shows over a name when the reader points at it.
    fn is_card(&self, id: NodeId, tag: Tag) -> bool {
        if tag != Tag::Span {
            return false;
        }
        let (mut n_links, mut has_picture) = (0, false);
        for under in self.tree.descendants(id).take(N_CARD_NODES) {
            match self.tree.node(under).kind {
                Kind::Text(text) => {
                    let is_blank = self.tree.characters(text, self.page).chars().all(char::is_whitespace);
                    let is_of_card = text.is_in_link && has_picture;
                    if !is_blank && !is_of_card {
                        return false;
                    }
                }
                _ => {
                    has_picture |= self.tree.tag(under) == Tag::Img;
                    n_links += usize::from(self.tree.tag(under) == Tag::A);
                }
            }
        }
        has_picture && n_links >= N_CARD_LINKS
    }

    fn close(&mut self) {
        let building = std::mem::take(&mut self.open);
        if let Some((first, last)) = building.ends() {
            let node = self.block_over(first);
            let inner = self.common_over(first, last, node);
            self.pieces.push(building.finish(node, inner));
        }
    }

    /// The innermost element over both nodes, which stand in the same block.
    fn common_over(&self, first: NodeId, last: NodeId, block: NodeId) -> NodeId {
        let over = |id: NodeId| std::iter::once(id).chain(self.tree.ancestors(id)).take_while(move |id| *id != block);
        let (n_first, n_last) = (over(first).count(), over(last).count());
        let one = over(first).skip(n_first.saturating_sub(n_last));
        let other = over(last).skip(n_last.saturating_sub(n_first));
        one.zip(other).find(|(one, other)| one == other).map_or(block, |(one, _)| one)
    }

    /// The nearest block element at or over a node.
    fn block_over(&self, id: NodeId) -> NodeId {
        std::iter::once(id).chain(self.tree.ancestors(id)).find(|id| self.tree.tag(*id).is_block()).unwrap_or(ROOT)
    }
}

/// Where characters stand.
#[derive(Clone, Copy)]
struct Place {
    /// Bytes of the decoded page.
    source: Span,
    /// Are they these very characters?
    is_verbatim: bool,
}

/// Does the page hide this element from everybody who looks at it?
fn is_hidden(tree: &Tree, id: NodeId, tag: Tag) -> bool {
    // A page that hides itself until a script has run is shown by the script.
    if matches!(tag, Tag::Html | Tag::Body) {
        return false;
    }
    let mut hides = false;
    for (name, value) in tree.attributes_of(id) {
        hides |= match name {
            "hidden" => !value.eq_ignore_ascii_case("until-found"),
            "style" => hides_by_style(value),
            // Hidden from screen readers only: icons and doubled labels when inline, whole paragraphs when it is
            // a paywall's blur, so it counts for inline elements alone.
            "aria-hidden" => value.eq_ignore_ascii_case("true") && !tag.is_block(),
            _ => false,
        };
    }
    hides
}

fn hides_by_style(style: &str) -> bool {
    style.split(';').any(|declaration| {
        let Some((name, value)) = declaration.split_once(':') else { return false };
        let value = value.trim().trim_end_matches("!important").trim();
        let is = |wanted: &str| value.eq_ignore_ascii_case(wanted);
        match name.trim().to_ascii_lowercase().as_str() {
            "display" => is("none"),
            "visibility" => is("hidden"),
            _ => false,
        }
    })
}
