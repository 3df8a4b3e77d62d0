//! Where the words around a bare "Friday" or "June" look: to the past or to the future.
//!
//! The nearest sign in the clause decides, those before the expression first: "said Friday" looks back, "said it will vote on
//! Friday" looks forward. An infinitive looks forward behind a word of
//! intent ("agreed to meet on Friday"), not behind others ("was heard to reconsider on Monday"). Without a sign there is no direction, and
//! the resolver takes the past, as news does.

use super::lexicon::Direction;
use super::piece::{Piece, PieceKind};

/// How many pieces the search goes to either side; clauses of news are rarely longer.
const REACH: usize = 24;

/// The direction for the expression in these pieces of a sentence.
pub(super) fn direction(pieces: &[Piece<'_>], start: usize, end: usize) -> Option<Direction> {
    let before = (start.saturating_sub(REACH)..start).rev().take_while(|at| !is_border(&pieces[*at]));
    if is_possessive(pieces, end) || is_attribute(pieces, start, end) {
        // "Wednesday's ruling" is known already.
        return Some(Direction::Past);
    }
    for at in before {
        if let Some(direction) = sign(pieces, at) {
            return Some(direction);
        }
    }
    let behind = (end..pieces.len().min(end + REACH)).take_while(|at| !is_border(&pieces[*at]));
    for at in behind {
        if let Some(direction) = sign(pieces, at) {
            return Some(direction);
        }
    }
    None
}

/// "the July agreement": said of something that is known.
fn is_attribute(pieces: &[Piece<'_>], start: usize, end: usize) -> bool {
    let has_article = start > 0 && pieces[start - 1].is("the");
    has_article && pieces.get(end).is_some_and(|piece| is_plain_word(piece) && piece.text.len() > 3)
}

/// A lower-case word that no expression of time begins with.
fn is_plain_word(piece: &Piece<'_>) -> bool {
    piece.kind == PieceKind::Letters && !piece.is_capital() && !piece.senses.is_some_and(|senses| senses.opens)
}

fn is_possessive(pieces: &[Piece<'_>], at: usize) -> bool {
    let is_mark = pieces.get(at).is_some_and(|piece| matches!(piece.text, "'" | "\u{2019}") && !piece.is_spaced);
    is_mark && pieces.get(at + 1).is_some_and(|piece| piece.is("s"))
}

/// The end of a clause that a date does not reach over.
fn is_border(piece: &Piece<'_>) -> bool {
    matches!(piece.text, ";" | ":" | "\u{2014}" | "\u{201c}" | "\u{201d}" | "\"")
}

/// What a single piece says.
fn sign(pieces: &[Piece<'_>], at: usize) -> Option<Direction> {
    let piece = &pieces[at];
    if piece.kind == PieceKind::Mark {
        return None;
    }
    if piece.is("ll") && at > 0 && matches!(pieces[at - 1].text, "'" | "\u{2019}") {
        return Some(Direction::Future);
    }
    let is_intended = at > 0 && pieces[at - 1].senses.is_some_and(|senses| senses.intends);
    if piece.is("to") && is_intended && pieces.get(at + 1).is_some_and(is_verb_like) {
        return Some(Direction::Future);
    }
    // "would be held", "will be announced": the participle leaves the direction to the verb before it.
    let is_participle = at > 0 && pieces[at - 1].is("be");
    if is_participle {
        return None;
    }
    if let Some(direction) = piece.senses.and_then(|senses| senses.direction) {
        return Some(direction);
    }
    let is_past_form = piece.text.len() > 4 && piece.text.ends_with("ed") && !piece.is_capital();
    is_past_form.then_some(Direction::Past)
}

/// After "to": a lower-case word that is no article, no number and no word of time may be a verb.
fn is_verb_like(piece: &Piece<'_>) -> bool {
    is_plain_word(piece)
        && !["the", "a", "an", "his", "her", "its", "their", "our", "my", "your", "be"]
            .iter()
            .any(|word| piece.is(word))
        && !piece.text.ends_with('s')
        || piece.is("be")
}
