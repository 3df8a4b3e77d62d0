use encoding_rs::{Encoding, UTF_8};
use text::{MediaType, Span};

/// See [`crate::words_at`].
pub(crate) fn words_at(bytes: &[u8], media_type: MediaType, encoding: &str, segments: &[Span]) -> String {
    let encoding = Encoding::for_label(encoding.as_bytes()).unwrap_or(UTF_8);
    let mut words = String::new();
    for segment in segments {
        let start = segment.start.min(bytes.len());
        let (decoded, _) = encoding.decode_without_bom_handling(&bytes[start..segment.end.clamp(start, bytes.len())]);
        match media_type {
            MediaType::PlainText => words.push_str(&decoded),
            // Each segment by itself: `&` at the end of one and `amp;` at the start of the next are no reference.
            MediaType::Html => words.push_str(&htmlize::unescape(without_tags(&decoded))),
        }
    }
    words
}

/// The text without tags and comments. A `<` that begins none of them is a character.
fn without_tags(markup: &str) -> String {
    let mut kept = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        let n_tag = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.find("-->").map_or(rest.len(), |end| end + 7)
        } else if begins_tag(&rest[1..]) {
            tag_length(rest)
        } else {
            kept.push('<');
            1
        };
        rest = &rest[n_tag..];
    }
    kept.push_str(rest);
    kept
}

/// Do the characters behind a `<` make a tag or comment of it?
fn begins_tag(rest: &str) -> bool {
    let rest = rest.strip_prefix('/').map_or(rest, |name| if name.is_empty() { "" } else { "x" });
    rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?'))
}

fn tag_length(markup: &str) -> usize {
    let mut quote = None;
    for (at, byte) in markup.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    markup.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(markup: &str) -> String {
        words_at(markup.as_bytes(), MediaType::Html, "UTF-8", &[Span::new(0, markup.len())])
    }

    #[test]
    fn tags_and_comments_are_no_words() {
        assert_eq!(
            words("He <b title='>'>said</b><!-- > no --> it &amp; &quot;left&#8221;"),
            "He said it & \"left\u{201D}"
        );
    }

    #[test]
    fn a_lone_less_than_sign_is_a_character() {
        assert_eq!(words("3 < 4, 5 <"), "3 < 4, 5 <");
    }

    #[test]
    fn segments_outside_the_capture_give_nothing() {
        assert_eq!(words_at(b"abc", MediaType::PlainText, "UTF-8", &[Span::new(2, 9), Span::new(7, 9)]), "c");
    }

    #[test]
    fn bytes_are_read_in_the_encoding_that_is_named() {
        assert_eq!(words_at(b"\xCA\xE8\xE5\xE2", MediaType::PlainText, "windows-1251", &[Span::new(0, 2)]), "Ки");
    }
}
