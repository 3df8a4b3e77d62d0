//! Times of day: "10:35 a.m.", "5 p.m. EST, Nov. 6", "noon Thursday", "0300 GMT", "4 in the morning".

use super::super::calendar::{Clock, Part};
use super::super::meaning::{Calendar, Meaning, Step};
use super::super::piece::PieceKind;
use super::{Grammar, Read};

/// Signs of time zones that may stand behind a time. They belong to the expression; the value stays local time.
const ZONES: [&str; 22] = [
    "EST", "EDT", "ET", "CST", "CDT", "MST", "MDT", "PST", "PDT", "PT", "GMT", "UTC", "BST", "CET", "CEST", "EET",
    "EEST", "MSK", "IST", "AEST", "JST", "Z",
];

impl Grammar<'_> {
    /// A time of day, with the day that stands behind it.
    /// Finds "9 a.m. EST Tuesday", "5:30pm", "midnight Friday". Leaves "a 3:2 lead", "at 10", "Mark 4:12" only where no a.m. or
    /// p.m. is written and the minutes are not two digits below 60.
    pub(super) fn clock_and_date(&self, at: usize) -> Read<Meaning> {
        let (mut end, clock) = self.clock(at)?;
        let mut zone = end;
        if self.is(zone, "(") {
            zone += 1;
        }
        if self.pieces.get(zone).is_some_and(|piece| ZONES.contains(&piece.text)) {
            end = zone + 1;
            if self.is(end, ")") && zone > 0 && self.is(zone - 1, "(") {
                end += 1;
            }
        }
        let is_apart = self.is_any(end, &["on", "of"]) || self.is(end, ",") && self.is(end + 1, "on");
        let mut next = self.skip(end, ",");
        next = if self.is_any(next, &["on", "of"]) { next + 1 } else { next };
        if let Some((day_end, meaning)) = self.dated(next).or_else(|| self.determined(next)) {
            match meaning {
                Meaning::Calendar(calendar)
                    if calendar.clock.is_none() && (calendar.day.is_some() || calendar.weekday.is_some()) =>
                {
                    // "11 a.m. on 11 November" are two expressions; the first takes its day from the second.
                    let end = if is_apart { end } else { day_end };
                    return Some((end, Meaning::Calendar(Calendar { clock: Some(clock), ..calendar })));
                }
                Meaning::Step(step)
                    if step.clock.is_none()
                        && step.unit == super::super::calendar::Unit::Day
                        && self.is_any(next, &["today", "tomorrow", "yesterday"]) =>
                {
                    return Some((day_end, Meaning::Step(Step { clock: Some(clock), ..step })));
                }
                _ => {}
            }
        }
        Some((end, Meaning::calendar(|calendar| calendar.clock = Some(clock))))
    }

    fn clock(&self, at: usize) -> Read<Clock> {
        if self.is_any(at, &["noon", "midday"]) {
            return Some((at + 1, Clock::At(12, 0)));
        }
        if self.is(at, "midnight") {
            return Some((at + 1, Clock::At(24, 0)));
        }
        if self.is_part_of_number(at) {
            return None;
        }
        let piece = self.pieces.get(at)?;
        if let Some(number) = piece.number(4..=4) {
            let (hour, minute) = (number / 100, number % 100);
            let is_named = self.is_any(at + 1, &["hours", "hrs"]) || ["GMT", "UTC"].contains(&self.word(at + 1));
            let end = if self.is_any(at + 1, &["hours", "hrs"]) { at + 2 } else { at + 1 };
            return (is_named && hour <= 24 && minute < 60).then_some((end, at_clock(hour, minute)?));
        }
        let hour = piece.number(1..=2)?;
        let (next, minute) = self.minutes(at + 1).map_or((at + 1, None), |(next, minute)| (next, Some(minute)));
        if let Some((end, is_afternoon)) = self.half_of_day(next) {
            let hour = match (hour, is_afternoon) {
                (1..=11, true) => hour + 12,
                (12, false) => 0,
                (1..=12, _) => hour,
                _ => return None,
            };
            return Some((end, at_clock(hour, minute.unwrap_or(0))?));
        }
        if let Some(minute) = minute {
            let end = if self.is_any(next, &["hrs", "h"]) && !self.is_spaced(next) { next + 1 } else { next };
            return (hour < 24).then_some((end, at_clock(hour, minute)?));
        }
        if self.is(next, "in") && self.is(next + 1, "the") && hour <= 12 {
            let hour = match self.part(next + 2)? {
                Part::Morning => hour % 12,
                Part::Afternoon | Part::Evening => hour % 12 + 12,
                _ => return None,
            };
            return Some((next + 3, at_clock(hour, 0)?));
        }
        None
    }

    fn minutes(&self, at: usize) -> Read<i32> {
        let is_mark = matches!(self.word(at), ":" | ".") && !self.is_spaced(at) && !self.is_spaced(at + 1);
        let minute = self.pieces.get(at + 1)?.number(2..=2).filter(|minute| is_mark && *minute < 60)?;
        // "10.30" is a time only with "a.m." or "p.m." behind it.
        if self.is(at, ".") && self.half_of_day(at + 2).is_none() {
            return None;
        }
        let has_seconds = self.is(at + 2, ":") && !self.is_spaced(at + 2);
        let seconds = self.pieces.get(at + 3).and_then(|piece| piece.number(2..=2)).filter(|_| has_seconds);
        Some((if seconds.is_some() { at + 4 } else { at + 2 }, minute))
    }

    /// "a.m.", "pm": behind it, and whether it is the second half of the day.
    fn half_of_day(&self, at: usize) -> Read<bool> {
        if self.is_any(at, &["am", "pm"]) {
            let end = at + 1;
            return Some((end, self.is(at, "pm")));
        }
        let is_dotted =
            self.is_any(at, &["a", "p"]) && self.is(at + 1, ".") && self.is(at + 2, "m") && !self.is_spaced(at + 1);
        if !is_dotted {
            return None;
        }
        let end = if self.is(at + 3, ".") && !self.is_spaced(at + 3) { at + 4 } else { at + 3 };
        Some((end, self.is(at, "p")))
    }

    /// Is this digit run the tail of a longer number such as "3.5", "$20", "1:30"?
    pub(super) fn is_part_of_number(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|before| self.pieces.get(before)) else { return false };
        if before.kind != PieceKind::Mark || self.is_spaced(at) {
            return !self.is_spaced(at) && before.kind == PieceKind::Letters;
        }
        match before.text {
            "$" | "#" | "\u{a3}" | "\u{20ac}" | "_" | "@" => true,
            "." | "," | ":" | "/" => !before.is_spaced && at >= 2 && self.pieces[at - 2].kind == PieceKind::Digits,
            _ => false,
        }
    }
}

fn at_clock(hour: i32, minute: i32) -> Option<Clock> {
    Some(Clock::At(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?))
}
