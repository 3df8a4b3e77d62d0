use crate::Span;

/// Turns byte offsets of one text into Unicode code points or UTF-16 units, and back.
///
/// Holds a mark every [`STRIDE`](Offsets) bytes, so a conversion looks at a few dozen bytes only.
pub struct Offsets<'a> {
    text: &'a str,
    /// For each multiple of the stride: code points and UTF-16 units before the first char boundary at or behind it.
    marks: Vec<(usize, usize)>,
}

const STRIDE: usize = 64;

impl<'a> Offsets<'a> {
    /// Prepares the conversions of `text` in one pass.
    pub fn new(text: &'a str) -> Offsets<'a> {
        let (mut n_chars, mut n_units) = (0, 0);
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        for (at, c) in text.char_indices() {
            while marks.len() * STRIDE <= at {
                marks.push((n_chars, n_units));
            }
            n_chars += 1;
            n_units += c.len_utf16();
        }
        while marks.len() * STRIDE <= text.len() {
            marks.push((n_chars, n_units));
        }
        Offsets { text, marks }
    }

    /// Code points before this byte; the end of the text for every offset behind it. Inside a character: those before it.
    pub fn code_points(&self, byte: usize) -> usize {
        self.count(byte).0
    }

    /// UTF-16 units before this byte, by the same rules.
    pub fn utf16_units(&self, byte: usize) -> usize {
        self.count(byte).1
    }

    /// A span in code points.
    pub fn span_in_code_points(&self, span: Span) -> [usize; 2] {
        [self.code_points(span.start), self.code_points(span.end)]
    }

    /// A span in UTF-16 units.
    pub fn span_in_utf16(&self, span: Span) -> [usize; 2] {
        [self.utf16_units(span.start), self.utf16_units(span.end)]
    }

    /// The byte at which the code point with this number begins; the length of the text when it has fewer.
    pub fn byte_of_code_point(&self, n: usize) -> usize {
        let mark = self.marks.partition_point(|&(n_chars, _)| n_chars <= n).saturating_sub(1);
        let start = self.boundary(mark);
        let rest = n - self.marks[mark].0;
        self.text[start..].char_indices().nth(rest).map_or(self.text.len(), |(at, _)| start + at)
    }

    fn count(&self, byte: usize) -> (usize, usize) {
        let byte = byte.min(self.text.len());
        let mut mark = byte / STRIDE;
        // The mark's own boundary may lie behind a byte that is inside a character.
        while self.boundary(mark) > byte {
            mark -= 1;
        }
        let start = self.boundary(mark);
        let (mut n_chars, mut n_units) = self.marks[mark];
        for (at, c) in self.text[start..].char_indices() {
            if start + at + c.len_utf8() > byte {
                break;
            }
            n_chars += 1;
            n_units += c.len_utf16();
        }
        (n_chars, n_units)
    }

    fn boundary(&self, mark: usize) -> usize {
        let mut at = (mark * STRIDE).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at += 1;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn counts_agree_with_counting_from_the_start(text in "(\\PC|[a-z ]){0,300}") {
            let offsets = Offsets::new(&text);
            for (n, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(offsets.code_points(at), n);
                prop_assert_eq!(offsets.byte_of_code_point(n), at);
                prop_assert_eq!(offsets.utf16_units(at), text[..at].encode_utf16().count());
            }
            prop_assert_eq!(offsets.code_points(text.len()), text.chars().count());
            prop_assert_eq!(offsets.byte_of_code_point(text.chars().count() + 3), text.len());
        }
    }

    #[test]
    fn a_byte_inside_a_character_counts_as_its_start() {
        let offsets = Offsets::new("“да”");
        assert_eq!(offsets.code_points(1), 0);
        assert_eq!(offsets.code_points(4), 1);
    }
}
