//! Statements by the words of saying of the lexicon and the shape of their sentences: there is no model and no parse.
//!
//! In this order, so that what is surer comes first:
//! 1. `quotation.rs`: quotations that are sentences, with the cue before, behind or between, over sentences and paragraphs;
//! 2. `trailing.rs`: "..., he said", "The plan, he said, ...", "..., said the minister";
//! 3. `according.rs`: "according to X";
//! 4. `clause.rs`: "X said that ...", "X called for ...", "X was told that ...", with quotations inside or without.
//!
//! A cue inside quotation marks is left alone.

use text::{Problem, Span};

use super::cue::Cue;
use super::{Findings, Sight, according, clause, cue, quotation, trailing};
use crate::Sentence;

/// A longer sentence is a list or a table, or a text without full stops: the rules, which look through a whole sentence for each
/// cue, leave it alone. The longest sentence of PolNeAR train has under 300 tokens.
const MAX_SENTENCE_TOKENS: usize = 600;

pub(super) fn find(page: &Sight<'_>, sentences: &[Sentence], found: &mut Findings) {
    let words = page.words;
    let cues: Vec<Vec<Cue>> = (0..words.n_sentences())
        .map(|n| {
            if words.sentence(n).len() > MAX_SENTENCE_TOKENS {
                vec![]
            } else {
                cue::cues(words, words.sentence(n), page.lexicon)
            }
        })
        .collect();
    quotation::find(page, &cues, found);
    for (sentence, cues) in cues.iter().enumerate() {
        let range = words.sentence(sentence);
        if range.len() > MAX_SENTENCE_TOKENS {
            found.problems.push(too_long(sentences[sentence].span));
            continue;
        }
        trailing::find(page, range.clone(), cues, found);
        according::find(page, range.clone(), found);
        clause::find(page, range, cues, found);
    }
}

fn too_long(span: Span) -> Problem {
    let note =
        format!("a sentence of more than {MAX_SENTENCE_TOKENS} words and marks; no statement is looked for in it");
    Problem::at("sentence-too-long", span, note)
}
