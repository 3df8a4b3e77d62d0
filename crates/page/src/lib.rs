//! Bytes of a capture in, a labelled page out: [`read`] cannot fail.
//!
//! (Signatures first; the bodies follow.)

use text::{MediaType, Page, Span};

/// Reads a capture: metadata, blocks with their roles, doubts. Never fails: what cannot be read becomes a problem.
///
/// `address` is the page's own address when it is known apart from the bytes (a feed, a WARC, the contract's `url`).
pub fn read(bytes: &[u8], media_type: MediaType, address: Option<&str>) -> Page {
    let _ = (bytes, media_type, address);
    Page::default()
}

/// What these bytes are, by looking at them and at the end of the name they came under; nothing for bytes that
/// are no text (pictures, archives, programs).
pub fn media_type_of(bytes: &[u8], name: &str) -> Option<MediaType> {
    let _ = bytes;
    Some(if name.ends_with(".txt") { MediaType::PlainText } else { MediaType::Html })
}

/// The words that these byte ranges of a capture hold: decoded, free of markup, character references resolved.
/// It does not parse the page, so it is an independent check of every record's evidence.
///
/// `encoding` is `Metadata::encoding` of the page that was read.
pub fn words_at(bytes: &[u8], media_type: MediaType, encoding: &str, segments: &[Span]) -> String {
    let _ = (bytes, media_type, encoding, segments);
    String::new()
}
