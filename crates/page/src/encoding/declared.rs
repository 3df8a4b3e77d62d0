use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use memchr::memchr;

/// Bytes of a page in which a declaration is looked for. Browsers look at 1024 and, by their reload on a late `<meta>`, in
/// practice at the whole head.
const N_HEAD_BYTES: usize = 65_536;

/// The encoding that a `<meta>` at the head of the page declares.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(N_HEAD_BYTES)];
    let mut at = 0;
    while let Some(found) = memchr(b'<', &head[at..]) {
        at += found;
        let rest = &head[at..];
        if rest.starts_with(b"<!--") {
            at += 4 + find(&rest[4..], b"-->").map_or(rest.len() - 4, |end| end + 3);
        } else if starts_with_word(rest, b"<meta") {
            let tag = &rest[..tag_end(rest)];
            if let Some(encoding) = declared_by(tag) {
                return Some(encoding);
            }
            at += tag.len().max(1);
        } else if starts_with_word(rest, b"<script") || starts_with_word(rest, b"<style") {
            // A script may write a `<meta>` as a string.
            at += 1 + find(&rest[1..], b"</").unwrap_or(rest.len() - 1);
        } else if starts_with_word(rest, b"<body") {
            return None;
        } else {
            at += 1;
        }
    }
    None
}

fn declared_by(tag: &[u8]) -> Option<&'static Encoding> {
    let lower = tag.to_ascii_lowercase();
    let mut rest = &lower[..];
    // "charset=x" stands either as an attribute of its own or inside content="text/html; charset=x".
    while let Some(found) = find(rest, b"charset") {
        let after = rest[found + 7..].trim_ascii_start();
        if let Some(value) = after.strip_prefix(b"=") {
            let value = value.trim_ascii_start();
            let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
            let end = value.iter().position(|byte| b"\"';> \t\r\n/".contains(byte)).unwrap_or(value.len());
            return Encoding::for_label(&value[..end]).map(as_browsers_take_it);
        }
        rest = &rest[found + 7..];
    }
    None
}

/// A page whose tag could be read is not in UTF-16, whatever the tag says.
fn as_browsers_take_it(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == UTF_16BE || encoding == UTF_16LE {
        UTF_8
    } else if encoding == X_USER_DEFINED {
        WINDOWS_1252
    } else {
        encoding
    }
}

/// Length of the tag at the start, quotation marks respected.
fn tag_end(tag: &[u8]) -> usize {
    let mut quote = None;
    for (at, &byte) in tag.iter().enumerate().skip(1) {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

fn starts_with_word(rest: &[u8], word: &[u8]) -> bool {
    rest.len() > word.len()
        && rest[..word.len()].eq_ignore_ascii_case(word)
        && (rest[word.len()].is_ascii_whitespace() || b"/>".contains(&rest[word.len()]))
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(haystack, needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(head: &str) -> Option<&'static str> {
        declared_encoding(head.as_bytes()).map(Encoding::name)
    }

    #[test]
    fn both_forms_of_meta_declare() {
        assert_eq!(name("<head><META CHARSET='koi8-r'>"), Some("KOI8-R"));
        assert_eq!(name("<meta content=\"text/html; charset=GB2312\" http-equiv=x>"), Some("GBK"));
        assert_eq!(name("<meta charset=utf-16>"), Some("UTF-8"));
    }

    #[test]
    fn comments_scripts_and_unknown_names_declare_nothing() {
        assert_eq!(name("<!-- <meta charset=koi8-r> --><p>"), None);
        assert_eq!(name("<script>'<meta charset=koi8-r>'</script><p>"), None);
        assert_eq!(name("<meta charset=klingon><p>"), None);
        assert_eq!(name("<meta name=charset"), None);
    }
}
