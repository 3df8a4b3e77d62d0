//! Who is told: "told *reporters* that", "urged *Kyiv* to", "said in a letter to *the court*".

use std::ops::Range;

use super::content::{addressee_end, behind_adjuncts};
use super::cue::Cue;
use super::lexicon::CueLexicon;
use super::source::subject_before;
use super::words::{Class, Words};

/// The one who is told by this cue. What is said lies in `content`.
pub(super) fn addressee(
    words: &Words<'_>,
    cue: &Cue,
    span: &Range<usize>,
    content: &[Range<usize>],
    lexicon: &CueLexicon,
) -> Option<Range<usize>> {
    let take = lexicon.verb(cue.verb).take;
    let sentence = words.sentence(words.sentence_of(cue.head));
    if cue.is_passive {
        // "Reporters were told that ..."
        let subject = (take.addressee || take.object_to).then(|| subject_before(words, sentence.start, cue));
        return subject.flatten().map(|source| source.phrase);
    }
    // The phrase may stand in the words of saying ("called on it").
    let from = cue.tokens.end.min(span.end);
    let next = content.iter().map(|range| range.start).find(|start| *start >= from).unwrap_or(sentence.end);
    let at = behind_adjuncts(words, from, next);
    let led_by = if words.lower(at) == "to" || is_call_on(words, cue, at) { Some(at) } else { from.checked_sub(1) };
    let is_led = led_by.is_some_and(|n| words.lower(n) == "to" || is_call_on(words, cue, n));
    let start = if led_by == Some(at) { at + 1 } else { at };
    if !(take.addressee || take.object_to || is_led) || !begins_phrase(words, start) {
        return None;
    }
    let end = addressee_end(words, start, sentence.end)?;
    // "urged | Kyiv to talk": what was tagged as said begins with the one who is told.
    let is_in_content = start == next && words.lower(end) == "to" && (take.object_to || is_led);
    let end = if is_in_content { end } else { end.min(next.max(span.end)) };
    (start < end).then_some(start..end)
}

/// "called on Kyiv", "calls upon it"
fn is_call_on(words: &Words<'_>, cue: &Cue, n: usize) -> bool {
    matches!(words.lower(n), "on" | "upon") && words.lower(cue.head).starts_with("call")
}

fn begins_phrase(words: &Words<'_>, n: usize) -> bool {
    !words.is(n, Class::MARK.with(Class::PREPOSITION)) && words.quotation(n).is_none() && words.lower(n) != "that"
}
