//! The model's names, their edges put right.
//!
//! The model tags each word for itself and has learned no scores of steps from tag to tag, so a name may be broken in two ("Last" and
//! "Wednesday") or reach too far ("the terrorists associated with", "Karrada,"). No name ends with a preposition, a conjunction, an
//! article or a comma. Which kinds are joined was chosen on the training part of re3d (2026-11-28).

use model::EntitySpan;
use text::{Document, Layer};

use crate::Token;

/// Kinds whose neighbours are one: not persons, of whom "Prime Minister" and "Haider al-Abadi" may be two spans.
const JOINED: [&str; 5] = ["DATE", "LOC", "MONEY", "ORG", "QUANTITY"];

const NEVER_FIRST: &[&str] =
    &["and", "as", "at", "but", "by", "for", "from", "in", "of", "on", "or", "that", "to", "which", "who", "with"];
const NEVER_LAST: &[&str] = &[
    "a", "an", "and", "around", "as", "at", "between", "but", "by", "for", "from", "her", "his", "in", "into", "its",
    "near", "of", "on", "or", "our", "that", "the", "their", "to", "which", "who", "with",
];

/// The names, those that are nothing but such words left out.
pub fn entities<'m>(document: &Document, tokens: &Layer<Token>, found: Vec<EntitySpan<'m>>) -> Vec<EntitySpan<'m>> {
    let mut joined: Vec<EntitySpan<'m>> = Vec::with_capacity(found.len());
    for entity in found {
        let first = tokens[entity.words.start].sentence;
        match joined.last_mut() {
            Some(last)
                if last.kind == entity.kind
                    && JOINED.contains(&last.kind)
                    && last.words.end == entity.words.start
                    && tokens[last.words.end - 1].sentence == first =>
            {
                *last = both(last, &entity);
            }
            _ => joined.push(entity),
        }
    }
    joined.retain_mut(|entity| {
        let word = |at: usize| document.slice(tokens[at].span);
        while !entity.words.is_empty() && is_outside(word(entity.words.end - 1), NEVER_LAST, ",;:-–—(“\"'‘") {
            entity.words.end -= 1;
        }
        while !entity.words.is_empty() && is_outside(word(entity.words.start), NEVER_FIRST, ",;:-–—)”.") {
            entity.words.start += 1;
        }
        !entity.words.is_empty()
    });
    joined
}

fn both<'m>(first: &EntitySpan<'m>, second: &EntitySpan<'m>) -> EntitySpan<'m> {
    let sum = |entity: &EntitySpan<'_>| entity.confidence * entity.words.len() as f32;
    let words = first.words.start..second.words.end;
    EntitySpan { kind: first.kind, confidence: (sum(first) + sum(second)) / words.len() as f32, words }
}

fn is_outside(word: &str, words: &[&str], marks: &str) -> bool {
    marks.contains(word) || words.iter().any(|own| own.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::{Data, Wanted, read};

    fn edges(text: &str, found: &[(&'static str, Range<usize>)]) -> Vec<String> {
        let document = Document::of_text(text, None);
        let data = Data::lists();
        let reading = read(&document, &data, Wanted::TOKENS);
        let span =
            |(kind, words): &(&'static str, Range<usize>)| EntitySpan { kind, words: words.clone(), confidence: 0.5 };
        let kept = entities(&document, &reading.tokens, found.iter().map(span).collect());
        kept.iter().map(|entity| document.slice(reading.span_of(&entity.words)).to_owned()).collect()
    }

    #[test]
    fn neighbours_of_one_kind_are_one_name() {
        assert_eq!(
            edges("Last Wednesday in Mosul", &[("DATE", 0..1), ("DATE", 1..2), ("LOC", 3..4)]),
            ["Last Wednesday", "Mosul"]
        );
        assert_eq!(
            edges("Secretary Carter met U.S. allies.", &[("PER", 0..1), ("PER", 1..2), ("LOC", 3..4), ("ORG", 4..5)])
                .len(),
            4
        );
        assert_eq!(edges("They left Mosul. Iraq won.", &[("LOC", 2..3), ("LOC", 4..5)]), ["Mosul", "Iraq"]);
    }

    #[test]
    fn no_name_ends_with_a_preposition_or_a_comma() {
        assert_eq!(edges("the group associated with ISIL", &[("ORG", 0..4)]), ["the group associated"]);
        assert_eq!(edges("of Karrada, the", &[("LOC", 0..3), ("LOC", 3..4)]), ["Karrada"]);
        assert_eq!(edges("the", &[("LOC", 0..1)]), [""; 0]);
        assert_eq!(edges("the U.S. and Iraq (south)", &[("LOC", 0..7)]), ["the U.S. and Iraq (south)"]);
    }
}
