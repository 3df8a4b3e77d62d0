use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use text::Span;

/// From bytes of the decoded text to bytes of the capture: stretches in which every character has the same length on
/// both sides, so that a page in one encoding costs a few numbers a word at most.
pub(crate) struct WayBack {
    stretches: Vec<Stretch>,
    end: (usize, usize),
}

struct Stretch {
    text_start: usize,
    capture_start: usize,
    /// Bytes of one character in the text and in the capture; (1, 1) also stands for whole runs of UTF-8.
    text_width: u8,
    capture_width: u8,
}

impl WayBack {
    fn new(capture_start: usize) -> WayBack {
        WayBack { stretches: Vec::new(), end: (0, capture_start) }
    }

    /// The capture bytes of these bytes of the text. A part of a character leads to all of it.
    pub(crate) fn capture_span(&self, span: Span) -> Span {
        let start = self.position(span.start, false);
        Span::new(start, self.position(span.end, true).max(start))
    }

    /// Are these bytes of the text the capture's own bytes?
    pub(crate) fn is_verbatim(&self, span: Span) -> bool {
        let first = self.stretch_at(span.start);
        let mut rest = self.stretches.get(first..).unwrap_or(&[]).iter();
        rest.by_ref().take_while(|stretch| stretch.text_start < span.end).all(|stretch| {
            // UTF-8 runs are stored with width 1; U+FFFD for a bad byte is not verbatim.
            stretch.text_width == 1 && stretch.capture_width == 1
        })
    }

    fn stretch_at(&self, at: usize) -> usize {
        self.stretches.partition_point(|stretch| stretch.text_start <= at).saturating_sub(1)
    }

    fn position(&self, at: usize, is_end: bool) -> usize {
        let number = self.stretch_at(if is_end { at.saturating_sub(1) } else { at });
        let Some(stretch) = self.stretches.get(number) else { return self.end.1 };
        let inside = at - stretch.text_start.min(at);
        let n_chars = if is_end {
            inside.div_ceil(usize::from(stretch.text_width))
        } else {
            inside / usize::from(stretch.text_width)
        };
        let next = self.stretches.get(number + 1).map_or(self.end.1, |next| next.capture_start);
        (stretch.capture_start + n_chars * usize::from(stretch.capture_width)).min(next)
    }

    fn push(&mut self, text_width: usize, capture_width: usize, n_chars: usize) {
        if n_chars == 0 {
            return;
        }
        // No character of any encoding is longer than a few bytes; escape sequences before one may add some.
        let widths = (u8::try_from(text_width).unwrap_or(u8::MAX), u8::try_from(capture_width).unwrap_or(u8::MAX));
        let goes_on = self.stretches.last().is_some_and(|last| (last.text_width, last.capture_width) == widths);
        if !goes_on {
            let (text_start, capture_start) = self.end;
            self.stretches.push(Stretch { text_start, capture_start, text_width: widths.0, capture_width: widths.1 });
        }
        self.end.0 += n_chars * text_width;
        self.end.1 += n_chars * capture_width;
    }
}

/// Decodes the bytes behind the first `n_mark`; gives also the number of places that could not be read.
pub(super) fn decode_from(bytes: &[u8], n_mark: usize, encoding: &'static Encoding) -> (String, WayBack, usize) {
    let way_back = WayBack::new(n_mark);
    let bytes = &bytes[n_mark..];
    if encoding == UTF_8 {
        from_utf_8(bytes, way_back)
    } else if encoding == UTF_16LE {
        from_utf_16(bytes, way_back, u16::from_le_bytes)
    } else if encoding == UTF_16BE {
        from_utf_16(bytes, way_back, u16::from_be_bytes)
    } else if encoding.is_single_byte() {
        from_single_bytes(bytes, way_back, encoding)
    } else {
        byte_by_byte(bytes, way_back, encoding)
    }
}

fn from_utf_8(bytes: &[u8], mut way_back: WayBack) -> (String, WayBack, usize) {
    if let Ok(all) = std::str::from_utf8(bytes) {
        way_back.push(1, 1, all.len());
        return (all.to_owned(), way_back, 0);
    }
    let mut text = String::with_capacity(bytes.len());
    let mut n_lost = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        way_back.push(1, 1, chunk.valid().len());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            way_back.push(3, chunk.invalid().len(), 1);
            n_lost += 1;
        }
    }
    (text, way_back, n_lost)
}

fn from_utf_16(bytes: &[u8], mut way_back: WayBack, unit: fn([u8; 2]) -> u16) -> (String, WayBack, usize) {
    let mut text = String::with_capacity(bytes.len());
    let mut n_lost = 0;
    let (pairs, odd) = bytes.as_chunks::<2>();
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        n_lost += usize::from(decoded.is_err());
        let letter = decoded.unwrap_or(char::REPLACEMENT_CHARACTER);
        text.push(letter);
        way_back.push(letter.len_utf8(), 2 * letter.len_utf16(), 1);
    }
    if !odd.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
        way_back.push(3, 1, 1);
        n_lost += 1;
    }
    (text, way_back, n_lost)
}

fn from_single_bytes(bytes: &[u8], mut way_back: WayBack, encoding: &'static Encoding) -> (String, WayBack, usize) {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let mut n_lost = 0;
    for letter in text.chars() {
        n_lost += usize::from(letter == char::REPLACEMENT_CHARACTER);
        way_back.push(letter.len_utf8(), 1, 1);
    }
    (text.into_owned(), way_back, n_lost)
}

/// For encodings of several bytes a character: what comes out of the decoder after each byte tells where it ends.
fn byte_by_byte(bytes: &[u8], mut way_back: WayBack, encoding: &'static Encoding) -> (String, WayBack, usize) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() * 2);
    let mut n_lost = 0;
    let mut n_waiting = 0;
    let mut buffer = [0u8; 32];
    for at in 0..=bytes.len() {
        let is_last = at == bytes.len();
        let input = if is_last { &[][..] } else { &bytes[at..=at] };
        let (_, _, n_out, _) = decoder.decode_to_utf8(input, &mut buffer, is_last);
        n_waiting += input.len();
        let Ok(out) = std::str::from_utf8(&buffer[..n_out]) else { continue };
        let mut letters = out.chars().peekable();
        while let Some(letter) = letters.next() {
            // A lead byte that the next byte does not fit gives U+FFFD and, after it, that byte's own character.
            let n_own = if letters.peek().is_some() && n_waiting > 1 { n_waiting - 1 } else { n_waiting };
            n_lost += usize::from(letter == char::REPLACEMENT_CHARACTER);
            text.push(letter);
            way_back.push(letter.len_utf8(), n_own, 1);
            n_waiting -= n_own;
        }
    }
    (text, way_back, n_lost)
}
