//! Words that point at the past, the present or the future without counting.

use super::super::lexicon::Reference;
use super::super::meaning::Meaning;
use super::unit::is_before_time;
use super::{Grammar, Read};

impl Grammar<'_> {
    /// Finds "now", "recently", "recent years", "the near future", "the past", "these days", "by this time", "this period".
    /// Leaves "the past president", "present the plan", "this time" as an occasion, "the time of the attack", "current account".
    pub(super) fn pointing(&self, at: usize) -> Read<Meaning> {
        let points = |end, reference| Some((end, Meaning::Reference(reference)));
        if self.is(at, "right") && self.is(at + 1, "now") {
            return points(at + 2, Reference::Present);
        }
        if self.is(at, "these") && self.is(at + 1, "days") {
            return points(at + 2, Reference::Present);
        }
        if self.is(at, "present") && (self.is_dash(at + 1) && self.is(at + 2, "day") || self.is(at + 1, "day")) {
            return points(if self.is_dash(at + 1) { at + 3 } else { at + 2 }, Reference::Present);
        }
        if self.is(at, "the") {
            return self.pointing_noun(at + 1);
        }
        if self.is_any(at, &["this", "that"]) {
            if self.is(at + 1, "period") {
                return Some((at + 2, Meaning::Unvalued));
            }
            let reference = if self.is(at, "this") { Reference::Present } else { Reference::Past };
            return (self.is(at + 1, "time") && is_before_time(self, at))
                .then_some((at + 2, Meaning::Reference(reference)));
        }
        let reference = self.senses(at)?.reference?;
        if self.is(at, "recent") && self.unit_word(at + 1).is_some() && self.is_plural(at + 1) {
            let end = at + 2;
            let end = if self.is(end, "and") && self.unit_word(end + 1).is_some() { end + 2 } else { end };
            return points(end, reference);
        }
        if self.is(at, "future") && self.unit_word(at + 1).is_some() && self.is_plural(at + 1) {
            return points(at + 2, reference);
        }
        if self.is(at, "now") && self.is_hyphen(at + 1) {
            return None;
        }
        points(at + 1, reference)
    }

    /// Behind "the": "past", "future", "near term", "moment", "time".
    fn pointing_noun(&self, at: usize) -> Read<Meaning> {
        let points = |end, reference| Some((end, Meaning::Reference(reference)));
        let next =
            if self.is_any(at, &["near", "foreseeable", "immediate", "distant", "recent"]) { at + 1 } else { at };
        if self.is(next, "future") {
            return points(next + 1, Reference::Future);
        }
        if self.is(next, "past") && self.ends_here(next + 1) {
            return points(next + 1, Reference::Past);
        }
        if next > at && self.is(next, "term") {
            return points(next + 1, Reference::Future);
        }
        if self.is(at, "present") && self.ends_here(at + 1) && !self.is_any(at + 1, &["the", "a"]) {
            return points(at + 1, Reference::Present);
        }
        // "at the time", but not "at the time of the attack" nor "at the time when".
        let is_time = self.is(at, "time") && at >= 2 && self.is_any(at - 2, &["at", "by", "of"]);
        let is_said_of = self.is_any(at + 1, &["of", "that", "when", "being"]) || !self.ends_here(at + 1);
        (is_time && !is_said_of).then_some((at + 1, Meaning::Reference(Reference::Past)))
    }
}
