use text::MediaType;

/// Bytes that are looked at.
const N_HEAD_BYTES: usize = 4096;

/// See [`crate::media_type_of`].
pub(crate) fn media_type_of(bytes: &[u8], name: &str) -> Option<MediaType> {
    let head = &bytes[..bytes.len().min(N_HEAD_BYTES)];
    let by_name = by_name(name);
    if head.is_empty() {
        return Some(by_name.unwrap_or(MediaType::Html));
    }
    if is_binary(head) {
        return None;
    }
    if looks_like_markup(head) {
        return Some(MediaType::Html);
    }
    Some(by_name.unwrap_or(MediaType::PlainText))
}

fn by_name(name: &str) -> Option<MediaType> {
    let end = name.rsplit('/').next()?.rsplit_once('.')?.1.to_ascii_lowercase();
    match end.as_str() {
        "txt" | "text" | "md" => Some(MediaType::PlainText),
        "html" | "htm" | "xhtml" | "shtml" | "php" | "asp" | "aspx" | "jsp" | "cfm" => Some(MediaType::Html),
        _ => None,
    }
}

/// Signatures of what is often found beside pages; any other bytes count by their control characters.
const SIGNATURES: [&[u8]; 12] = [
    b"\x89PNG",
    b"\xFF\xD8\xFF",
    b"GIF8",
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1F\x8B",
    b"RIFF",
    b"\x7FELF",
    b"7z\xBC\xAF",
    b"BZh",
    b"\xFD7zXZ",
    b"SQLite format 3\0",
];

fn is_binary(head: &[u8]) -> bool {
    if SIGNATURES.iter().any(|signature| head.starts_with(signature)) {
        return true;
    }
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return false;
    }
    let n_zero = head.iter().filter(|byte| **byte == 0).count();
    let n_zero_odd = head.iter().skip(1).step_by(2).filter(|byte| **byte == 0).count();
    // UTF-16 without its mark has its zeros on one side.
    let is_wide = n_zero * 10 > head.len() * 3 && (n_zero_odd * 10 > n_zero * 9 || n_zero_odd * 10 < n_zero);
    let n_control = head.iter().filter(|byte| matches!(byte, 1..=8 | 14..=26 | 28..=31)).count();
    !is_wide && (n_zero * 100 > head.len() || n_control * 50 > head.len())
}

fn looks_like_markup(head: &[u8]) -> bool {
    // UTF-16 is looked at as if its zeros were not there.
    let narrow: Vec<u8> = head.iter().copied().filter(|byte| *byte != 0).collect();
    let start = narrow.iter().position(u8::is_ascii_graphic).unwrap_or(narrow.len());
    let lower = narrow[start..].to_ascii_lowercase();
    let begins =
        [&b"<!doctype html"[..], b"<html", b"<head", b"<!--", b"<body", b"<script", b"<meta", b"<title", b"<?xml"];
    let holds = |word: &[u8]| memchr::memmem::find(&lower, word).is_some();
    begins.iter().any(|word| lower.starts_with(word))
        || holds(b"<!doctype html")
        || holds(b"<html")
        || (lower.starts_with(b"<") && [&b"</p>"[..], b"<p>", b"<div", b"</a>", b"<br"].iter().any(|word| holds(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_known_by_its_tags_and_not_by_its_name() {
        assert_eq!(media_type_of(b"\n <!DOCTYPE HTML><p>x", "page.txt"), Some(MediaType::Html));
        assert_eq!(media_type_of(b"<div class=a><p>x</p>", "page"), Some(MediaType::Html));
        assert_eq!(media_type_of(b"\xFF\xFE<\0h\0t\0m\0l\0>\0", "page"), Some(MediaType::Html));
    }

    #[test]
    fn text_that_speaks_of_tags_stays_text() {
        assert_eq!(media_type_of(b"In HTML, <p> begins a paragraph.", "notes.txt"), Some(MediaType::PlainText));
        assert_eq!(media_type_of(b"KYIV, Nov 9 - words", "-"), Some(MediaType::PlainText));
    }

    #[test]
    fn pictures_and_archives_are_no_text() {
        for bytes in [&b"\x89PNG\r\n\x1a\n"[..], b"%PDF-1.7", b"PK\x03\x04x", b"ab\0\0\0\0c\x01\x02", b"\x1F\x8Bx"] {
            assert_eq!(media_type_of(bytes, "page.html"), None);
        }
    }

    #[test]
    fn an_empty_file_is_what_its_name_says() {
        assert_eq!(media_type_of(b"", "a.txt"), Some(MediaType::PlainText));
        assert_eq!(media_type_of(b"", "a.html"), Some(MediaType::Html));
    }
}
