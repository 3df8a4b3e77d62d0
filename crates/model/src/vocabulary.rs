//! A word in, its pieces out: WordPiece (Schuster and Nakajima 2012) as BERT has it, without case.
//!
//! The word is freed of control characters and accents, put in lower case and divided at marks; each part is cut into the longest
//! pieces of the vocabulary from the left, and is `[UNK]` as a whole when that leaves a rest.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::ModelError;

/// The pieces by their text.
#[derive(Debug)]
pub struct Vocabulary {
    numbers: HashMap<Box<str>, usize>,
    unknown: usize,
    /// First and last piece of each window.
    pub(crate) begin: usize,
    pub(crate) end: usize,
}

/// An address of 2,000 characters is one word and must not fill a window.
pub const MAX_PIECES_OF_A_WORD: usize = 16;
/// A longer part is unknown without a look.
const MAX_CHARS_OF_A_PART: usize = 100;

impl Vocabulary {
    /// One piece a line, the first is number 0. Pieces within a word begin with `##`.
    ///
    /// # Errors
    /// When `[UNK]`, `[CLS]` or `[SEP]` is missing.
    pub fn parse(lines: &str) -> Result<Vocabulary, ModelError> {
        let numbers: HashMap<Box<str>, usize> = lines.lines().enumerate().map(|(n, piece)| (piece.into(), n)).collect();
        let number = |piece| numbers.get(piece).copied().ok_or(ModelError::Vocabulary(piece));
        Ok(Vocabulary { unknown: number("[UNK]")?, begin: number("[CLS]")?, end: number("[SEP]")?, numbers })
    }

    /// Pieces there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The pieces of a word: at least one, at most [`MAX_PIECES_OF_A_WORD`].
    pub fn pieces(&self, word: &str) -> Vec<usize> {
        let plain = plain_mark(word).map_or_else(|| word.replace('’', "'"), str::to_owned);
        let mut pieces = Vec::new();
        let mut part = String::new();
        for c in simplified(&plain) {
            if c.is_whitespace() || is_mark(c) {
                self.add(&part, &mut pieces);
                part.clear();
                if !c.is_whitespace() {
                    self.add(c.encode_utf8(&mut [0; 4]), &mut pieces);
                }
            } else {
                part.push(c);
            }
        }
        self.add(&part, &mut pieces);
        pieces.truncate(MAX_PIECES_OF_A_WORD);
        if pieces.is_empty() {
            pieces.push(self.unknown);
        }
        pieces
    }

    fn add(&self, part: &str, pieces: &mut Vec<usize>) {
        if part.is_empty() {
            return;
        }
        let before = pieces.len();
        if part.chars().count() > MAX_CHARS_OF_A_PART || !self.cut(part, pieces) {
            pieces.truncate(before);
            pieces.push(self.unknown);
        }
    }

    /// Adds the longest pieces from the left; false when a rest is no piece.
    fn cut(&self, part: &str, pieces: &mut Vec<usize>) -> bool {
        let mut start = 0;
        let mut inner = String::new();
        while start < part.len() {
            let ends = part[start..].char_indices().map(|(at, c)| start + at + c.len_utf8()).rev();
            let longest = ends.into_iter().find_map(|end| {
                let text = &part[start..end];
                if start == 0 {
                    return self.numbers.get(text).map(|number| (end, *number));
                }
                inner.clear();
                inner.push_str("##");
                inner.push_str(text);
                self.numbers.get(inner.as_str()).map(|number| (end, *number))
            });
            let Some((end, number)) = longest else { return false };
            pieces.push(number);
            start = end;
        }
        true
    }
}

/// Quotation marks are written in many ways and mean the same.
fn plain_mark(word: &str) -> Option<&'static str> {
    match word {
        "''" | "``" | "“" | "”" | "„" | "«" | "»" | "‟" => Some("\""),
        "’" | "‘" => Some("'"),
        _ => None,
    }
}

/// Without control characters and accents, in lower case, ideographs apart from each other.
fn simplified(word: &str) -> impl Iterator<Item = char> {
    let spaced = |c| if is_ideograph(c) { [Some(' '), Some(c), Some(' ')] } else { [Some(c), None, None] };
    let cleaned = word.chars().filter(|c| !is_control(*c)).flat_map(move |c| spaced(c).into_iter().flatten());
    cleaned
        .nfd()
        .filter(|c| c.is_ascii() || c.general_category() != GeneralCategory::NonspacingMark)
        .flat_map(char::to_lowercase)
}

fn is_control(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r');
    }
    let group = c.general_category_group();
    c == '\u{fffd}' || group == GeneralCategoryGroup::Other && c.general_category() != GeneralCategory::Unassigned
}

fn is_mark(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_punctuation()
    } else {
        c.general_category_group() == GeneralCategoryGroup::Punctuation
    }
}

fn is_ideograph(c: char) -> bool {
    matches!(c,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2a6df}' | '\u{2a700}'..='\u{2b73f}'
        | '\u{2b740}'..='\u{2b81f}' | '\u{2b920}'..='\u{2ceaf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(word: &str) -> Vec<&'static str> {
        const LINES: &str =
            "[PAD]\n[UNK]\n[CLS]\n[SEP]\n\"\n'\n-\nki\n##ev\nthe\nanti\nwar\n東\n.\nu\ns\ndon\nt\nelysee";
        let vocabulary = Vocabulary::parse(LINES).unwrap();
        vocabulary.pieces(word).into_iter().map(|n| LINES.lines().nth(n).unwrap()).collect()
    }

    #[test]
    fn a_word_is_cut_into_the_longest_pieces_from_the_left() {
        assert_eq!(pieces("Kiev"), ["ki", "##ev"]);
        assert_eq!(pieces("Élysée"), ["elysee"]);
        assert_eq!(pieces("anti-war"), ["anti", "-", "war"]);
        assert_eq!(pieces("U.S."), ["u", ".", "s", "."]);
        assert_eq!(pieces("don’t"), ["don", "'", "t"]);
        assert_eq!(pieces("東東"), ["東", "東"]);
    }

    #[test]
    fn quotation_marks_are_one_piece() {
        assert_eq!(["''", "``", "“", "«"].map(pieces), [["\""], ["\""], ["\""], ["\""]]);
    }

    #[test]
    fn what_is_in_no_piece_is_unknown_as_a_whole() {
        assert_eq!(pieces("Kievans"), ["[UNK]"]);
        assert_eq!(pieces("\u{200b}"), ["[UNK]"]);
        assert_eq!(pieces(&"x".repeat(2000)), ["[UNK]"]);
        assert_eq!(pieces(&"-".repeat(2000)).len(), MAX_PIECES_OF_A_WORD);
    }
}
