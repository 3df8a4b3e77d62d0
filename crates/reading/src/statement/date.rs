use text::{DateInterval, Document, Known, Span};

use super::lexicon::CueLexicon;
use super::words::Words;
use super::{Found, StatementDate};
use crate::{Timex, TimexKind};

/// How far from its cue a time may stand, in tokens, to date the saying. Chosen on the training pages of the own annotation, 2026-11-25.
const MAX_DISTANCE: usize = 12;

/// When it was said: a time beside the cue and outside what is said ("said on Friday"), else the page's date; up to the page's date for
/// what was said before ("has long said", "had said"). The plain perfect of a lead ("has said") is news of the day, and a state of mind
/// is that of the day.
pub(super) fn date(
    document: &Document,
    words: &Words<'_>,
    found: &Found,
    timexes: &[Timex],
    lexicon: &CueLexicon,
) -> Known<StatementDate> {
    let published = document.published();
    if let Some(timex) = beside(words, found, timexes) {
        let interval = timex.interval.map(|interval| closed(interval, published));
        if let Some(interval) = interval {
            return Known::Stated(StatementDate {
                interval,
                timex: Some(timex.span),
                ground: "a time beside the words of saying",
            });
        }
    }
    let Some(published) = published else { return Known::Absent };
    let before = || published.last().map(DateInterval::until);
    let is_attitude = found.verb.is_some_and(|(verb, _)| lexicon.verb(verb).is_attitude);
    let (interval, ground) = if is_attitude {
        (Some(published), "a state of mind on the page's date")
    } else if is_before(words, found) {
        (before(), "said before: up to the page's date")
    } else {
        (Some(published), "the page's date")
    };
    Known::looked_for(interval.map(|interval| StatementDate { interval, timex: None, ground }))
}

/// A time that is open to the future ends with the page.
fn closed(interval: DateInterval, published: Option<DateInterval>) -> DateInterval {
    match (interval.first(), interval.last(), published.and_then(DateInterval::last)) {
        (Some(first), None, Some(last)) if first <= last => DateInterval::between(first, last),
        _ => interval,
    }
}

/// The nearest day or stretch of days in the cue's sentence that stands outside the content and outside quotation marks.
fn beside<'t>(words: &Words<'_>, found: &Found, timexes: &'t [Timex]) -> Option<&'t Timex> {
    let cue = found.cue.first()?;
    let sentence = words.sentence(words.tokens.get(cue.start)?.sentence);
    let span = words.span(sentence)?;
    let first = timexes.partition_point(|timex| timex.span.start < span.start);
    let inside = timexes[first..].iter().take_while(|timex| timex.span.end <= span.end);
    let distance = |timex: &Timex| {
        let n = words.at_or_behind(timex.span.start);
        if n < cue.start { cue.start - n } else { n - cue.end.min(n) }
    };
    inside
        .filter(|timex| matches!(timex.kind, TimexKind::Date | TimexKind::Time) && timex.interval.is_some())
        .filter(|timex| !is_in_content(words, found, timex.span) && distance(timex) <= MAX_DISTANCE)
        .min_by_key(|timex| distance(timex))
}

fn is_in_content(words: &Words<'_>, found: &Found, span: Span) -> bool {
    let n = words.at_or_behind(span.start);
    words.quotation(n).is_some() || found.content.iter().chain(&found.source).any(|range| range.contains(&n))
}

/// "has long insisted", "had told"; not "has said".
fn is_before(words: &Words<'_>, found: &Found) -> bool {
    let Some(cue) = found.cue.first().filter(|cue| cue.len() > 1) else { return false };
    let is_of_old = |n| {
        matches!(
            words.lower(n),
            "long"
                | "already"
                | "previously"
                | "repeatedly"
                | "always"
                | "never"
                | "often"
                | "consistently"
                | "earlier"
        )
    };
    match words.lower(cue.start) {
        "had" => true,
        "has" | "have" | "'ve" | "’ve" => cue.clone().any(is_of_old),
        _ => false,
    }
}
