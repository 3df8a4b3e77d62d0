use serde::{Deserialize, Serialize};

use crate::Id;

/// The bytes of a page as they were saved, with where they came from. Kept whole: evidence travels with the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// Where the bytes came from: the path as it was given, an address, or `-` for standard input.
    pub origin: String,
    /// Moment of capture as RFC 3339 in UTC, when known (a file's time of change, a WARC date).
    pub captured_at: Option<String>,
    /// What the bytes are.
    pub media_type: MediaType,
    /// The bytes, unchanged.
    pub bytes: Vec<u8>,
}

impl Capture {
    /// The SHA-256 of the bytes. Two files with the same bytes are one capture.
    pub fn id(&self) -> Id {
        Id::of_bytes(&self.bytes)
    }
}

/// What a capture's bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MediaType {
    /// A page with markup.
    #[serde(rename = "text/html")]
    Html,
    /// A page copied as text: one block a line, no markup.
    #[serde(rename = "text/plain")]
    PlainText,
}

impl MediaType {
    /// The registered name, such as `text/html`.
    pub fn name(self) -> &'static str {
        match self {
            MediaType::Html => "text/html",
            MediaType::PlainText => "text/plain",
        }
    }

    /// The media type with this name; nothing for any other text.
    pub fn of_name(name: &str) -> Option<MediaType> {
        [MediaType::Html, MediaType::PlainText].into_iter().find(|media_type| media_type.name() == name)
    }
}
