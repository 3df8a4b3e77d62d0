//! Bytes of a capture in, a labelled page out: [`read`] cannot fail.
//!
//! A capture is decoded as a browser would (`encoding`), parsed into a tree that keeps the place of every text
//! (`markup`), cut into pieces of visible text (`blocks`), asked what it says of itself (`metadata`), and each piece gets
//! a role (`content`). Captures without markup are read line by line (`text_capture`).
//!
//! Every block leads back to the bytes of the capture: [`words_at`] of a block's origin gives its words, white space
//! aside, by a way that shares no code with the reading.
//!
//! What a page cannot tell of itself, its site's other pages may: [`traced`] notes what they need to know of it, and
//! [`settle`] takes out of the article what stands on many of them. Roles that a person gives to blocks come after all of that: [`with_roles`].
//!
//! What it does not do: it runs no script, fetches nothing, and no rule of it names a site.

mod blocks;
mod content;
mod encoding;
mod given;
mod markup;
mod metadata;
mod site;
mod sniff;
mod text_capture;
mod words;

pub use given::with_roles;
pub use site::{SiteMemory, settle, settle_as, to_settle, traced};

use text::{Block, MediaType, Metadata, Page, Problem, Role, Span};

/// Reads a capture: metadata, blocks with their roles, doubts. Never fails: what cannot be read becomes a problem.
///
/// `address` is the page's own address when it is known apart from the bytes (a feed, a WARC, the contract's `url`).
pub fn read(bytes: &[u8], media_type: MediaType, address: Option<&str>) -> Page {
    let decoded = encoding::decode(bytes, media_type == MediaType::Html);
    let mut page = match media_type {
        MediaType::Html => read_markup(&decoded, address),
        MediaType::PlainText => {
            let way_back = &decoded.way_back;
            text_capture::read(&decoded.text, |span| (way_back.capture_span(span), way_back.is_verbatim(span)))
        }
    };
    page.metadata.encoding = Some(decoded.encoding.name().to_owned());
    page.problems.splice(0..0, decoded.problems);
    page
}

/// What these bytes are, by looking at them and at the end of the name they came under; nothing for bytes that
/// are no text (pictures, archives, programs).
pub fn media_type_of(bytes: &[u8], name: &str) -> Option<MediaType> {
    sniff::media_type_of(bytes, name)
}

/// The words that these byte ranges of a capture hold: decoded, free of markup, character references resolved.
/// It does not parse the page, so it is an independent check of every record's evidence.
///
/// `encoding` is `Metadata::encoding` of the page that was read.
pub fn words_at(bytes: &[u8], media_type: MediaType, encoding: &str, segments: &[Span]) -> String {
    words::words_at(bytes, media_type, encoding, segments)
}

fn read_markup(decoded: &encoding::Decoded, address: Option<&str>) -> Page {
    let mut problems = Vec::new();
    let tree = markup::parse(&decoded.text, &mut problems);
    let pieces = visible_pieces(&tree, decoded, &mut problems);
    let hints = blocks::Hints::of(&tree);
    let mut evidence = metadata::Evidence::of(&tree, &decoded.text, &pieces, &hints, address);
    let labels = content::label(&tree, &pieces, hints, &evidence);
    problems.append(&mut evidence.problems);
    problems.extend(labels.problems);
    let blocks: Vec<Block> = pieces.into_iter().zip(labels.roles).map(|(piece, role)| piece.into_block(role)).collect();
    let deck = blocks.iter().find(|block| block.role == Role::Deck).map(|block| block.text.clone());
    Page {
        metadata: Metadata { deck, ..evidence.metadata },
        is_article: labels.is_article,
        blocks,
        problems,
        trace: None,
    }
}

/// Prose, in characters, under which a page that hides more than it shows is read with what it hides, and the least
/// that it must hide for that.
const N_SHOWN_CHARS: f32 = 400.0;
const N_HIDDEN_CHARS: f32 = 200.0;

/// The pieces that the page shows. Some pages hide their text until a script shows it; those are read with it.
fn visible_pieces(tree: &markup::Tree, decoded: &encoding::Decoded, problems: &mut Vec<Problem>) -> Vec<blocks::Piece> {
    let shown = blocks::pieces(tree, &decoded.text, &decoded.way_back, false);
    let n_shown = content::prose_chars(tree, &shown);
    if n_shown >= N_SHOWN_CHARS {
        return shown;
    }
    let all = blocks::pieces(tree, &decoded.text, &decoded.way_back, true);
    let n_all = content::prose_chars(tree, &all);
    if n_all < N_HIDDEN_CHARS || n_all < 5.0 * n_shown {
        return shown;
    }
    let note = "the page hides its text until a script shows it; what it hides was read too";
    problems.push(Problem::of_page("text-was-hidden", note));
    all
}
