//! Tokens cut where the kind of character changes: "10-year" is `10`, `-`, `year`; "Sept." is `Sept`, `.`; "1980s" is
//! `1980`, `s`. The grammar then needs no knowledge of how the token stage treats such forms.

use text::Span;

use super::lexicon::{Lexicon, Senses};

/// A run of letters, a run of ASCII digits, or one other character.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    pub text: &'a str,
    pub span: Span,
    pub kind: PieceKind,
    /// Does white space stand before it?
    pub is_spaced: bool,
    pub senses: Option<&'a Senses>,
}

/// What a piece is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    Letters,
    Digits,
    Mark,
}

impl Piece<'_> {
    /// Is it this word, in any case?
    pub fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// Does it begin with a capital?
    pub fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Its number, when it is digits of that many places.
    pub fn number(&self, places: std::ops::RangeInclusive<usize>) -> Option<i32> {
        (self.kind == PieceKind::Digits && places.contains(&self.text.len())).then(|| self.text.parse().ok())?
    }
}

/// Adds the pieces of a token. Returns where it ends.
pub(super) fn cut<'a>(
    text: &'a str,
    token: Span,
    previous_end: usize,
    lexicon: &'a Lexicon,
    into: &mut Vec<Piece<'a>>,
) {
    let words = &text[token.range()];
    let mut start = 0;
    let mut is_spaced = token.start > previous_end;
    while let Some(first) = words[start..].chars().next() {
        let kind = kind_of(first);
        let rest = &words[start..];
        let len = match kind {
            PieceKind::Mark => first.len_utf8(),
            _ => rest.find(|c| kind_of(c) != kind).unwrap_or(rest.len()),
        };
        let piece = &rest[..len];
        if first.is_whitespace() {
            is_spaced = true;
        } else {
            let senses = if kind == PieceKind::Letters { lexicon.senses(piece) } else { None };
            let span = Span::new(token.start + start, token.start + start + len);
            into.push(Piece { text: piece, span, kind, is_spaced, senses });
            is_spaced = false;
        }
        start += len;
    }
}

fn kind_of(c: char) -> PieceKind {
    if c.is_ascii_digit() {
        PieceKind::Digits
    } else if c.is_alphabetic() {
        PieceKind::Letters
    } else {
        PieceKind::Mark
    }
}
