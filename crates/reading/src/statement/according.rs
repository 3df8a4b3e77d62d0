//! "according to X": the rest of the sentence is what X says.
//!
//! Fires on: "The bridge was closed, according to the ministry." Leaves alone: "They were paid according to their rank."

use std::ops::Range;

use super::content::trim_end;
use super::source::noun_phrase_after;
use super::words::Class;
use super::{Findings, Found, Sight, one};

const RULE: &str = "rule:according-to";

pub(super) fn find(page: &Sight<'_>, sentence: Range<usize>, found: &mut Findings) {
    let words = page.words;
    for n in sentence.clone() {
        if words.lower(n) != "according"
            || words.lower(n + 1) != "to"
            || found.is_taken(n)
            || words.quotation(n).is_some()
        {
            continue;
        }
        let Some(source) = noun_phrase_after(words, n + 2, sentence.end) else { continue };
        if words.is(source.start, Class::POSSESSIVE)
            && !is_saying_noun(words.lower(source.end - 1))
            && source.len() == 2
        {
            continue;
        }
        let content = content(page, &sentence, n, source.end);
        if content.is_empty() {
            continue;
        }
        let content = content.into_iter().filter(|range| !found.is_taken(range.start)).collect::<Vec<_>>();
        if !content.is_empty() {
            found.add(Found { source: vec![source], cue: one(n..n + 2), content, rule: RULE, ..Found::default() });
        }
    }
}

/// "according to his spokesman", but not "according to their rank".
fn is_saying_noun(word: &str) -> bool {
    !matches!(word, "rank" | "rules" | "needs" | "ability" | "taste" | "size" | "means")
}

fn content(page: &Sight<'_>, sentence: &Range<usize>, cue: usize, behind: usize) -> Vec<Range<usize>> {
    let words = page.words;
    let mut start = sentence.start;
    while start < cue
        && (words.is(start, Class::CONJUNCTION) || words.is(start, Class::MARK) && words.quotation(start).is_none())
    {
        start += 1;
    }
    let left = start..trim_end(words, start, cue);
    // Behind the source a comma and more words: the sentence goes on.
    let goes_on = words.lower(behind) == "," && behind + 1 < sentence.end;
    let right = behind + 1..trim_end(words, behind + 1, sentence.end);
    let is_source_in_middle = words.lower(cue.wrapping_sub(1)) == ",";
    match (left.is_empty(), goes_on) {
        (true, true) => vec![right],
        (false, true) if is_source_in_middle && !right.is_empty() => vec![left, right],
        (false, _) => vec![left],
        (true, false) => vec![],
    }
}
