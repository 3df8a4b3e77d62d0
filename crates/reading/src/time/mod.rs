//! Sentences and tokens in, expressions of time out: where they stand, what TIMEX3 value they have, which civil days that is.
//!
//! The idea, in the order of the code:
//!
//! 1. `piece` cuts the tokens of a sentence where letters, digits and marks change; `lexicon` gives each word its senses
//!    (`data/lexicon/time.toml`).
//! 2. `pattern` is a grammar over pieces: it finds the expressions of a sentence and what their words say, without counting.
//!    A bare weekday or month also gets the `direction` of the words around it: "said Friday" against "will vote on Friday".
//! 3. `anaphora` goes through the findings in reading order and counts: from the day of publication, or from the day that the
//!    text last spoke of. A text that tells of other years than its own day is counted from the latter first.
//! 4. `calendar` moves by days, weeks, months and years and writes values; `interval` gives the civil days.
//!
//! A page whose day of publication is only bounded is counted from both bounds: a value stands where both agree, and the
//! interval covers both. Without any day of publication, a full date at the head of the text ("KYIV, 9 November 2022")
//! takes its place; failing that, "on Friday" keeps no value.
//!
//! What it does not do: expressions that count from an event ("two days after the vote") keep the part that is a length;
//! `mod`, `beginPoint` and `endPoint` of TIMEX3 are not given (what `mod` would narrow is in the interval: "late September"
//! covers its last third); time zones are read and dropped; languages other than English are not read.
//!
//! Follows: TimeML 1.2.1 and its annotation guidelines (Saurí et al. 2006) for what an expression and its value is; values of
//! decades and centuries (`197`, `19`) and years before Christ (`BC0490`) as TimeBank and WikiWars write them. The two steps,
//! finding and then counting by focus and tense, are those of HeidelTime (Strötgen and Gertz 2010).

mod anaphora;
mod calendar;
mod direction;
mod interval;
#[cfg(test)]
mod laws;
mod lexicon;
mod meaning;
mod pattern;
mod piece;

use jiff::civil::Date;
use text::{DateInterval, Document, Layer, Span};

use crate::{Sentence, Token};
use anaphora::Resolver;
use interval::Finding;
use lexicon::Lexicon;
use meaning::{Calendar, Found, Meaning, YearOf};
use pattern::Grammar;

/// An expression of time (TimeML TIMEX3).
#[derive(Clone, Debug, PartialEq)]
pub struct Timex {
    /// Its words.
    pub span: Span,
    /// DATE, TIME, DURATION or SET.
    pub kind: TimexKind,
    /// Normalised value as TIMEX3 writes it, such as `2022-11-09`; nothing when it cannot be counted.
    pub value: Option<String>,
    /// The civil days that the value covers, for DATE and TIME; narrower than the value where the words are ("late September").
    pub interval: Option<DateInterval>,
}

/// Type of a TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The words of TimeML.
pub enum TimexKind {
    Date,
    Time,
    Duration,
    Set,
}

/// The expressions of time of a document, in order; they do not overlap. Every one lies inside a sentence.
pub fn timexes(document: &Document, sentences: &Layer<Sentence>, tokens: &Layer<Token>) -> Layer<Timex> {
    let mentions = mentions(document, sentences, tokens);
    let anchors = Anchors::of(document, &mentions);
    let mut timexes = counted(&mentions, anchors.first);
    if anchors.last != anchors.first {
        let others = counted(&mentions, anchors.last);
        for (timex, other) in timexes.iter_mut().zip(others) {
            if let (Some(timex), Some(other)) = (timex, other) {
                interval::agree(timex, &other);
            }
        }
    }
    Layer::new(timexes.into_iter().flatten().collect())
}

/// An expression with its place in the text, not yet counted.
struct Mention {
    found: Found,
    span: Span,
    sentence: usize,
    paragraph: usize,
}

/// The days that the text is counted from: one, two bounds, or none.
#[derive(Clone, Copy, PartialEq)]
struct Anchors {
    first: Option<Date>,
    last: Option<Date>,
}

impl Anchors {
    fn of(document: &Document, mentions: &[Mention]) -> Anchors {
        if let Some(published) = document.published() {
            let (first, last) = (published.first(), published.last());
            return Anchors { first: first.or(last), last: last.or(first) };
        }
        let day = mentions.iter().take_while(|mention| mention.paragraph == mentions[0].paragraph).find_map(full_date);
        Anchors { first: day, last: day }
    }
}

/// The day of an expression that says it in full.
fn full_date(mention: &Mention) -> Option<Date> {
    match mention.found.meaning {
        Meaning::Calendar(calendar @ Calendar { year: Some(YearOf::Exact(year)), day: Some(day), .. }) => {
            Date::new(year, calendar.month()?, day).ok()
        }
        _ => None,
    }
}

fn mentions(document: &Document, sentences: &Layer<Sentence>, tokens: &Layer<Token>) -> Vec<Mention> {
    let lexicon = Lexicon::embedded();
    let mut mentions = Vec::new();
    let (mut pieces, mut found) = (Vec::new(), Vec::new());
    let mut rest = &tokens[..];
    for (number, sentence) in sentences.iter().enumerate() {
        pieces.clear();
        let n_tokens = rest.iter().take_while(|token| token.sentence <= number).count();
        let (own, others) = rest.split_at(n_tokens);
        let mut previous_end = sentence.span.start;
        for token in own.iter().filter(|token| token.sentence == number) {
            piece::cut(document.text(), token.span, previous_end, lexicon, &mut pieces);
            previous_end = token.span.end;
        }
        rest = others;
        found.clear();
        Grammar { pieces: &pieces }.expressions(&mut found);
        mentions.extend(found.iter().map(|found| Mention {
            found: *found,
            span: pieces[found.start].span.cover(pieces[found.end - 1].span),
            sentence: number,
            paragraph: sentence.paragraph,
        }));
    }
    mentions
}

/// All expressions counted from one day of publication, or from none.
fn counted(mentions: &[Mention], now: Option<Date>) -> Vec<Option<Timex>> {
    let mut resolver = Resolver::new(now, is_narrative(mentions, now));
    mentions
        .iter()
        .map(|mention| {
            let finding = resolver.resolve(&mention.found, mention.sentence)?;
            Some(Finding { bound: mention.found.bound, now, ..finding }.timex(mention.span))
        })
        .collect()
}

/// Years away from the day of publication that make a text one of history: more than the following, and more than twice the
/// weekdays and days counted from the day of publication. Chosen on TimeBank, AQUAINT and WikiWars 1-16, 2026-11-25.
const HISTORY_YEARS: usize = 4;

/// Does the text tell of other times than its own day, as an article of history does? Then a bare "in June" belongs to the
/// year that the text speaks of. A text without a day of publication can only be counted so.
fn is_narrative(mentions: &[Mention], now: Option<Date>) -> bool {
    let Some(now) = now else { return true };
    let (mut n_past_years, mut n_from_now) = (0, 0);
    for mention in mentions {
        match mention.found.meaning {
            Meaning::Calendar(Calendar { year: Some(YearOf::Exact(year)), .. }) if year < now.year() - 1 => {
                n_past_years += 1;
            }
            Meaning::Calendar(Calendar { weekday: Some(_), year: None, .. }) => n_from_now += 1,
            Meaning::Step(meaning::Step { from: meaning::Anchor::Now, .. }) => n_from_now += 1,
            _ => {}
        }
    }
    n_past_years >= HISTORY_YEARS && n_past_years > 2 * n_from_now
}
