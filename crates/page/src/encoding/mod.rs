//! The bytes of a capture in, their text and the way back out.
//!
//! The encoding is chosen as a browser chooses it when no server names one: a byte order mark, then what the first
//! bytes of the markup declare, then a guess from the bytes (chardetng, the detector of Firefox).
//!
//! DIFFERENCE: a browser believes a declaration that the bytes contradict. Pages are often saved in UTF-8 by a program
//! that leaves the old `<meta charset=windows-1251>` where it was, so valid UTF-8 with letters outside ASCII is read
//! as UTF-8, and a page declared as UTF-8 without one valid multi-byte letter is guessed. Both are told as a problem.
//!
//! Standards: WHATWG Encoding; HTML, "prescan a byte stream to determine its encoding".

mod declared;
mod way_back;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use text::Problem;

pub(crate) use way_back::WayBack;

/// A capture's text with the way from each of its bytes to the bytes of the capture.
pub(crate) struct Decoded {
    /// The whole capture as text, without a byte order mark.
    pub text: String,
    /// From bytes of the text to bytes of the capture.
    pub way_back: WayBack,
    /// The encoding that was used.
    pub encoding: &'static Encoding,
    /// What was doubtful about it.
    pub problems: Vec<Problem>,
}

/// Decodes a capture. `is_markup`: may it declare its encoding in a tag?
pub(crate) fn decode(bytes: &[u8], is_markup: bool) -> Decoded {
    let mut problems = Vec::new();
    let (encoding, n_mark) = match Encoding::for_bom(bytes) {
        Some(found) => found,
        None => (without_mark(bytes, is_markup, &mut problems), 0),
    };
    let (text, way_back, n_lost) = way_back::decode_from(bytes, n_mark, encoding);
    if n_lost > 0 {
        problems.push(Problem::of_page(
            "bytes-outside-the-encoding",
            format!("{n_lost} places hold bytes that {} does not know; they read as U+FFFD", encoding.name()),
        ));
    }
    Decoded { text, way_back, encoding, problems }
}

fn without_mark(bytes: &[u8], is_markup: bool, problems: &mut Vec<Problem>) -> &'static Encoding {
    if let Some(wide) = wide_without_mark(bytes) {
        return wide;
    }
    let declared = if is_markup { declared::declared_encoding(bytes) } else { None };
    let utf_8 = Utf8Evidence::of(bytes);
    let encoding = match declared {
        Some(declared) if declared == UTF_8 => {
            if utf_8.n_valid == 0 && utf_8.n_invalid > 0 {
                guessed(bytes)
            } else {
                UTF_8
            }
        }
        Some(_) if utf_8.n_invalid == 0 && utf_8.n_valid > 0 => UTF_8,
        Some(declared) => declared,
        None if utf_8.n_invalid == 0 => UTF_8,
        // A page cut in the middle of a letter, or with one bad byte in a comment, is still UTF-8.
        None if utf_8.n_valid > 10 * utf_8.n_invalid => UTF_8,
        None => guessed(bytes),
    };
    if let Some(declared) = declared.filter(|declared| *declared != encoding) {
        problems.push(Problem::of_page(
            "encoding-contradicts-declaration",
            format!("the page declares {}, but its bytes are {}", declared.name(), encoding.name()),
        ));
    }
    encoding
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// UTF-16 saved without its mark: markup is mostly ASCII, so every second byte is zero.
fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024) & !1];
    let n_zero = |offset: usize| head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let n_units = head.len() / 2;
    let is_wide = |zero: usize, other: usize| n_units >= 8 && zero * 10 > n_units * 6 && other * 10 < n_units;
    if is_wide(n_zero(1), n_zero(0)) {
        Some(UTF_16LE)
    } else if is_wide(n_zero(0), n_zero(1)) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// How well bytes fit UTF-8: sequences of two bytes and more, and bytes that fit nowhere.
struct Utf8Evidence {
    n_valid: usize,
    n_invalid: usize,
}

impl Utf8Evidence {
    fn of(bytes: &[u8]) -> Utf8Evidence {
        let mut evidence = Utf8Evidence { n_valid: 0, n_invalid: 0 };
        // A letter cut in two by the end of the capture speaks for UTF-8, not against it.
        let bytes = &bytes[..bytes.len() - n_cut_letter(bytes)];
        // Every letter of several bytes has exactly one leading byte of 0xC0 or more.
        let n_letters = |valid: &[u8]| valid.iter().filter(|byte| **byte >= 0xC0).count();
        if std::str::from_utf8(bytes).is_ok() {
            evidence.n_valid = n_letters(bytes);
            return evidence;
        }
        for chunk in bytes.utf8_chunks() {
            evidence.n_valid += n_letters(chunk.valid().as_bytes());
            evidence.n_invalid += usize::from(!chunk.invalid().is_empty());
        }
        evidence
    }
}

/// Bytes of a letter that the end of the capture cuts in two.
fn n_cut_letter(bytes: &[u8]) -> usize {
    let tail = &bytes[bytes.len().saturating_sub(3)..];
    let Some(lead) = tail.iter().rposition(|byte| *byte >= 0xC0) else { return 0 };
    let is_cut =
        std::str::from_utf8(&tail[lead..]).is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none());
    if is_cut { tail.len() - lead } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use text::Span;

    fn name_of(bytes: &[u8]) -> &'static str {
        decode(bytes, true).encoding.name()
    }

    #[test]
    fn a_mark_is_stronger_than_a_declaration() {
        let decoded = decode(b"\xEF\xBB\xBF<meta charset=windows-1251>ok", true);
        assert_eq!(decoded.encoding.name(), "UTF-8");
        assert!(decoded.text.starts_with("<meta"));
        assert_eq!(decoded.way_back.capture_span(Span::new(0, 5)), Span::new(3, 8));
    }

    #[test]
    fn a_declaration_is_believed_when_the_bytes_fit() {
        let bytes = b"<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1251'></head>\xCA\xE8\xE5\xE2";
        let decoded = decode(bytes, true);
        assert_eq!(decoded.encoding.name(), "windows-1251");
        assert!(decoded.text.ends_with("\u{41A}\u{438}\u{435}\u{432}"));
        let start = decoded.text.len() - 4;
        let span = decoded.way_back.capture_span(Span::new(start, start + 2));
        assert_eq!(&bytes[span.range()], b"\xE5");
    }

    #[test]
    fn valid_utf_8_is_read_as_such_under_a_stale_declaration() {
        let decoded = decode("<meta charset=windows-1251><p>Київ і Херсон".as_bytes(), true);
        assert_eq!(decoded.encoding.name(), "UTF-8");
        assert_eq!(decoded.problems[0].name, "encoding-contradicts-declaration");
    }

    #[test]
    fn a_page_cut_inside_a_letter_keeps_its_encoding() {
        let bytes = "<p>a window of \u{201C}opportunity\u{201D}".as_bytes();
        for end in bytes.len() - 2..bytes.len() {
            assert_eq!(name_of(&bytes[..end]), "UTF-8");
        }
    }

    #[test]
    fn one_bad_byte_is_lost_and_the_rest_stays() {
        let bytes = "<meta charset=utf-8>na\u{EF}ve caf\u{E9} ".as_bytes().iter().copied().chain(*b"\xFFend");
        let bytes: Vec<u8> = bytes.collect();
        let decoded = decode(&bytes, true);
        assert!(decoded.text.ends_with("\u{FFFD}end"));
        assert_eq!(decoded.problems[0].name, "bytes-outside-the-encoding");
        let end = decoded.text.len();
        assert_eq!(decoded.way_back.capture_span(Span::new(end - 3, end)), Span::new(bytes.len() - 3, bytes.len()));
    }

    #[test]
    fn two_byte_units_lead_back_to_their_bytes() {
        let bytes: Vec<u8> = "\u{FEFF}<p>Ну a\u{1F600}b".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let decoded = decode(&bytes, true);
        assert_eq!(decoded.encoding.name(), "UTF-16LE");
        let at = decoded.text.find('b').expect("the letter stands in the text");
        assert_eq!(decoded.way_back.capture_span(Span::new(at, at + 1)), Span::new(bytes.len() - 2, bytes.len()));
    }

    #[test]
    fn an_undeclared_page_is_guessed() {
        let (bytes, ..) = encoding_rs::WINDOWS_1251
            .encode("Переговоры в Стамбуле продолжатся во вторник, сообщили в министерстве иностранных дел.");
        assert_eq!(name_of(&bytes), "windows-1251");
        assert_eq!(name_of(b""), "UTF-8");
    }

    #[test]
    fn letters_of_two_bytes_in_an_old_encoding_lead_back() {
        let (bytes, ..) = encoding_rs::SHIFT_JIS.encode("<meta charset=shift_jis><p>a\u{65E5}\u{672C}b");
        let decoded = decode(&bytes, true);
        assert_eq!(decoded.encoding.name(), "Shift_JIS");
        let at = decoded.text.find('\u{672C}').expect("the letter stands in the text");
        let span = decoded.way_back.capture_span(Span::new(at, at + 3));
        assert_eq!(span, Span::new(bytes.len() - 3, bytes.len() - 1));
    }
}
