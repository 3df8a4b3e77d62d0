use std::ops::Range;

use super::cue::{Cue, Mood};
use super::lexicon::{CueLexicon, Take};
use super::words::{Class, Words};
use crate::Quotation;

/// What stands behind a cue as its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Content {
    /// Tokens of what is said, without "that".
    pub tokens: Range<usize>,
    /// How it is joined to the cue.
    pub frame: Frame,
    /// The one who is told, before the content.
    pub addressee: Option<Range<usize>>,
}

/// How a content is joined to its cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Frame {
    /// A quotation, behind a comma, a colon or nothing.
    Quote,
    /// Behind "that".
    That,
    /// A clause without "that".
    Bare,
    /// A question clause.
    Wh,
    /// An infinitive.
    To,
    /// A noun phrase.
    Object,
    /// A form in -ing.
    Gerund,
}

/// How far behind a cue "that" or a quotation may stand, in tokens ("said in a speech to the nation on Monday that").
/// Chosen on PolNeAR train, 2026-11-25: 14 finds most, 20 begins to catch other clauses.
const MAX_ADJUNCT_TOKENS: usize = 14;

/// The content to the right of a cue, in its sentence.
pub(super) fn content_behind(
    words: &Words<'_>,
    cue: &Cue,
    end: usize,
    lexicon: &CueLexicon,
    quotations: &[Quotation],
) -> Option<Content> {
    let take = lexicon.verb(cue.verb).take;
    let at = behind_adjuncts(words, cue.tokens.end, end);
    if at >= end {
        return None;
    }
    if let Some(content) = content_at(words, at, end, take, quotations) {
        if content.frame == Frame::Object || content.frame == Frame::Bare {
            if let Some(told) = with_addressee(words, at, end, take, quotations) {
                return Some(told);
            }
            if let Some(far) = behind_phrase(words, at, end, take, quotations) {
                return Some(far);
            }
        }
        return Some(content);
    }
    with_addressee(words, at, end, take, quotations).or_else(|| behind_phrase(words, at, end, take, quotations))
}

/// Behind adverbs and times: "said | late on Monday | that".
pub(super) fn behind_adjuncts(words: &Words<'_>, from: usize, end: usize) -> usize {
    let mut at = from;
    loop {
        if at < end
            && words.is_adverb(at)
            && !words.is(at, Class::MARK)
            && !matches!(words.lower(at), "only" | "even" | "just" | "not")
        {
            at += 1;
            continue;
        }
        let behind = behind_time(words, at, end);
        if behind == at {
            return at;
        }
        at = behind;
    }
}

/// "on Monday night", "last week", "Nov. 9": the token behind, or `at` when no time stands there.
fn behind_time(words: &Words<'_>, at: usize, end: usize) -> usize {
    let is_strong = |n: usize| {
        words.is(n, Class::TIME)
            && !words.is(n, Class::DETERMINER.with(Class::PREPOSITION))
            && !matches!(words.lower(n), "ago" | "few" | "same")
    };
    let starts =
        matches!(words.lower(at), "on" | "in" | "at" | "late" | "early" | "earlier" | "last" | "this" | "next")
            || is_strong(at);
    if !starts || at >= end {
        return at;
    }
    let mut n = at;
    let mut has_strong = false;
    while n < end && n < at + 5 && words.quotation(n).is_none() {
        let is_number = words.lower(n).starts_with(|c: char| c.is_ascii_digit()) && has_strong;
        if !(words.is(n, Class::TIME) || is_number)
            || (has_strong && words.is(n, Class::DETERMINER.with(Class::PREPOSITION)))
        {
            break;
        }
        has_strong |= is_strong(n) && !matches!(words.lower(n), "late" | "early" | "last" | "next");
        n += 1;
    }
    if has_strong { n } else { at }
}

/// The content that begins right at this token.
fn content_at(words: &Words<'_>, at: usize, end: usize, take: Take, quotations: &[Quotation]) -> Option<Content> {
    let found =
        |tokens: Range<usize>, frame| (tokens.start < tokens.end).then_some(Content { tokens, frame, addressee: None });
    let word = words.lower(at);
    let comma = usize::from(matches!(word, "," | ":"));
    if opens_quotation(words, at + comma, quotations) && at + comma < end {
        let can_quote = take.quote || take.clause || take.object || take.that;
        return if can_quote { found(at + comma..end, Frame::Quote) } else { None };
    }
    if word == ":" && take.quote {
        return found(at + 1..end, Frame::Quote);
    }
    if words.is(at, Class::MARK) && !matches!(word, "$" | "#" | "@") {
        return None;
    }
    let takes_clause = take.clause || take.that || take.wh;
    if word == "that" && takes_clause && at + 1 < end {
        return found(at + 1..end, Frame::That);
    }
    if (take.wh || take.clause)
        && matches!(word, "whether" | "if" | "how" | "why" | "what" | "who" | "where" | "when" | "which")
    {
        return found(at..end, Frame::Wh);
    }
    if word == "to" {
        return if take.to && is_infinitive(words, at) { found(at..end, Frame::To) } else { None };
    }
    if take.gerund && word.ends_with("ing") && words.is_open_class(at) {
        return found(at..end, Frame::Gerund);
    }
    let class = words.class(at);
    let begins_noun = class.is(Class::DETERMINER.with(Class::POSSESSIVE))
        || words.is_open_class(at)
        || matches!(word, "$" | "#" | "@");
    if take.clause && (begins_noun || class.is(Class::SUBJECT_PRONOUN)) {
        return found(at..end, Frame::Bare);
    }
    if take.object
        && (begins_noun || class.is(Class::OBJECT_PRONOUN.with(Class::SUBJECT_PRONOUN)) || class.is(Class::RELATIVE))
    {
        return found(at..end, Frame::Object);
    }
    None
}

fn is_infinitive(words: &Words<'_>, to: usize) -> bool {
    let next = if words.is_adverb(to + 1) { to + 2 } else { to + 1 };
    let word = words.lower(next);
    matches!(word, "be" | "have" | "do")
        || (words.is_open_class(next) && !words.is(next, Class::CAPITAL) && !word.ends_with("ing"))
}

/// "told reporters that", "urged Kyiv to": a noun phrase, then the content.
fn with_addressee(words: &Words<'_>, at: usize, end: usize, take: Take, quotations: &[Quotation]) -> Option<Content> {
    if !take.addressee && !take.object_to {
        return None;
    }
    let behind = addressee_end(words, at, end)?;
    let content = behind_adjuncts(words, behind, end);
    let take = Take { object: false, clause: take.clause && take.addressee, to: true, quote: take.quote, ..take };
    let content = content_at(words, content, end, take, quotations)
        .or_else(|| behind_phrase(words, content, end, take, quotations))?;
    if content.frame == Frame::To && !take.object_to && !take.addressee {
        return None;
    }
    Some(Content { addressee: Some(at..behind), ..content })
}

/// The one who is told, right behind a cue whose content stands elsewhere: "“We go,” she told CNN."
pub(super) fn told_behind(words: &Words<'_>, cue: &Cue, end: usize, lexicon: &CueLexicon) -> Option<Range<usize>> {
    let at = cue.tokens.end;
    let is_told = lexicon.verb(cue.verb).take.addressee && !cue.is_passive && at < end;
    let behind = is_told.then(|| addressee_end(words, at, end)).flatten()?;
    (!words.is(at, Class::MARK.with(Class::PREPOSITION))).then_some(at..behind)
}

/// Where the one who is told ends: a pronoun, or a noun phrase up to "that", "to", a quotation or a clause.
pub(super) fn addressee_end(words: &Words<'_>, at: usize, end: usize) -> Option<usize> {
    if words.is(at, Class::OBJECT_PRONOUN)
        && !(words.is(at, Class::POSSESSIVE) && words.is_open_class(at + 1) && !matches!(words.lower(at + 1), "that"))
    {
        return Some(at + 1);
    }
    let limit = end.min(at + MAX_ADJUNCT_TOKENS);
    let mut n = at;
    let mut has_noun = false;
    while n < limit && words.quotation(n).is_none() {
        let class = words.class(n);
        let word = words.lower(n);
        let is_time = behind_time(words, n, end) > n;
        let begins = class.is(Class::DETERMINER.with(Class::POSSESSIVE)) && word != "that";
        let stops = word == "that"
            || word == "to"
            || is_time
            || class.is(Class::SUBJECT_PRONOUN.with(Class::RELATIVE).with(Class::SUBORDINATOR).with(Class::MARK))
            || (begins && has_noun && !words.is(n - 1, Class::PREPOSITION));
        if stops {
            break;
        }
        has_noun |= words.is_open_class(n);
        n += 1;
        // "told reporters Putin would": a plural in lower case is complete.
        if word.ends_with('s') && words.is_open_class(n - 1) && !class.is(Class::CAPITAL) && words.is(n, Class::CAPITAL)
        {
            break;
        }
    }
    (has_noun && n < end).then_some(n)
}

/// Behind a phrase of place or occasion: "said in a speech to the nation that", "wrote on Twitter: “".
fn behind_phrase(words: &Words<'_>, at: usize, end: usize, take: Take, quotations: &[Quotation]) -> Option<Content> {
    if !words.is(at, Class::PREPOSITION) || !(take.clause || take.that || take.quote) {
        return None;
    }
    let limit = end.min(at + MAX_ADJUNCT_TOKENS);
    for n in at + 1..limit {
        if opens_quotation(words, n, quotations) {
            let is_introduced = matches!(words.lower(n - 1), "," | ":" | "that");
            return is_introduced.then_some(Content { tokens: n..end, frame: Frame::Quote, addressee: None });
        }
        if words.lower(n) == "that" && (take.clause || take.that) && n > at + 1 {
            return content_at(words, n, end, take, quotations);
        }
        if words.is(n, Class::RELATIVE.with(Class::SUBORDINATOR))
            || (words.is(n, Class::MARK) && !matches!(words.lower(n), "," | ":"))
        {
            return None;
        }
    }
    None
}

/// Is this token the opening mark of a quotation?
pub(super) fn opens_quotation(words: &Words<'_>, n: usize, quotations: &[Quotation]) -> bool {
    words.quotation(n).is_some_and(|number| {
        words.tokens.get(n).is_some_and(|token| token.span.start == quotations[number].span.start)
    })
}

/// Where a content that begins at `start` ends: before a further cue with the same subject, "according to", or the sentence's last mark.
pub(super) fn content_end(words: &Words<'_>, content: &Content, end: usize, later: &[Cue]) -> usize {
    let start = content.tokens.start;
    let mut cut = end;
    for cue in later.iter().filter(|cue| cue.tokens.start > start && cue.tokens.end <= end) {
        if let Some(at) = coordinated(words, start, cue) {
            cut = cut.min(at);
            break;
        }
    }
    for n in start + 1..cut {
        let is_according = words.lower(n) == "according" && words.lower(n + 1) == "to" && words.quotation(n).is_none();
        if is_according
            || (content.frame == Frame::Object || content.frame == Frame::To) && begins_side_clause(words, n)
        {
            cut = n;
            break;
        }
    }
    trim_end(words, start, cut)
}

/// ", adding that", "and called for", ", but warned": where the content before ends.
fn coordinated(words: &Words<'_>, start: usize, cue: &Cue) -> Option<usize> {
    let mut before = cue.tokens.start;
    while before > start && words.is_adverb(before - 1) && !words.is(before - 1, Class::MARK) {
        before -= 1;
    }
    if before <= start + 1 {
        return None;
    }
    let word = words.lower(before - 1);
    let is_joined = match cue.mood {
        Mood::Finite => matches!(word, "and" | "but"),
        Mood::Participle => {
            word == ","
                || (matches!(word, "while" | "before" | "after" | "by" | "and" | "but")
                    && words.lower(before - 2) == ",")
        }
        Mood::Infinitive => false,
    };
    is_joined.then_some(before - 1)
}

/// ", while critics …", ", a move that …": told by the author, not by the source.
fn begins_side_clause(words: &Words<'_>, n: usize) -> bool {
    words.lower(n - 1) == ","
        && words.quotation(n).is_none()
        && matches!(words.lower(n), "while" | "which" | "but" | "after" | "as" | "although" | "though" | "even")
}

/// The token behind the last word: marks and conjunctions at the end are no content, unless a quotation ends with them.
pub(super) fn trim_end(words: &Words<'_>, start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start {
        let n = end - 1;
        let is_quoted = words.quotation(n).is_some();
        let is_loose = words.is(n, Class::MARK) && !matches!(words.lower(n), ")" | "]" | "%" | "$" | "’" | "'")
            || words.is(n, Class::CONJUNCTION);
        if is_quoted || !is_loose {
            break;
        }
        end = n;
    }
    end
}
