//! Units that are counted or pointed at: "last week", "the past two months", "three days later", "every year", "a decade".

use super::super::calendar::{Clock, Part, Unit};
use super::super::meaning::{Amount, Anchor, Calendar, Meaning, Repeat, Step, Within, YearOf};
use super::super::piece::PieceKind;
use super::{Grammar, PREPOSITIONS, Read};

/// A determiner of time: how far, from where, and whether more than one unit behind it is a length.
#[derive(Clone, Copy)]
struct Determiner {
    by: i32,
    from: Anchor,
    /// "the" alone, which points at what is known.
    is_bare: bool,
    /// "latest": of what a report speaks.
    is_latest: bool,
}

/// Adjectives that may stand between a determiner or number and its unit.
const ADJECTIVES: [&str; 14] = [
    "fiscal",
    "full",
    "calendar",
    "entire",
    "whole",
    "single",
    "more",
    "additional",
    "consecutive",
    "straight",
    "further",
    "long",
    "trading",
    "working",
];

impl Grammar<'_> {
    /// Begins with a determiner, or is a word that stands for one with its unit.
    /// Finds "today", "last week", "this morning", "the following year", "last Friday", "next March", "that same day", "the
    /// past two weeks", "the quarter". Leaves "the day of the attack", "last stand", "this man", "next door".
    pub(super) fn determined(&self, at: usize) -> Read<Meaning> {
        if let Some(found) = self.day_word(at) {
            return Some(found);
        }
        let (next, determiner) = self.determiner(at)?;
        if let Some(found) = self.length_behind(at, next, determiner) {
            return Some(found);
        }
        let target = self.skip_adjectives(next);
        if determiner.is_latest && self.is(target, "period") {
            return Some((
                target + 1,
                Meaning::Step(Step { unit: Unit::Quarter, by: 0, from: Anchor::Either, clock: None }),
            ));
        }
        self.unit_behind_determiner(at, target, determiner).or_else(|| self.name_behind_determiner(target, determiner))
    }

    /// "today", "yesterday evening", "tomorrow", "tonight", "overnight".
    fn day_word(&self, at: usize) -> Read<Meaning> {
        let by = match self.word(at) {
            word if word.eq_ignore_ascii_case("today") => 0,
            word if word.eq_ignore_ascii_case("yesterday") => -1,
            word if word.eq_ignore_ascii_case("tomorrow") => 1,
            word if word.eq_ignore_ascii_case("tonight") => {
                return Some((at + 1, day_step(0, Anchor::Now, Some(Part::Night))));
            }
            word if word.eq_ignore_ascii_case("overnight") && self.ends_here(at + 1) => {
                return Some((at + 1, day_step(0, Anchor::Now, Some(Part::Night))));
            }
            _ => return self.day_before_day_word(at),
        };
        match self.part(at + 1) {
            Some(part) => Some((at + 2, day_step(by, Anchor::Now, Some(part)))),
            None => Some((at + 1, day_step(by, Anchor::Now, None))),
        }
    }

    /// "the day before yesterday", "the day after tomorrow", "the day before", "the day after".
    fn day_before_day_word(&self, at: usize) -> Read<Meaning> {
        let start = self.skip(at, "the");
        if !self.is(start, "day") || !self.is_any(start + 1, &["before", "after", "following"]) {
            return None;
        }
        let by = if self.is(start + 1, "before") { -1 } else { 1 };
        if self.is(start + 2, "yesterday") {
            return Some((start + 3, day_step(by - 1, Anchor::Now, None)));
        }
        if self.is(start + 2, "tomorrow") {
            return Some((start + 3, day_step(by + 1, Anchor::Now, None)));
        }
        let is_alone = start > at && self.pieces.get(start + 2).is_none_or(|piece| piece.kind == PieceKind::Mark);
        is_alone.then(|| (start + 2, day_step(by, Anchor::Focus, None)))
    }

    fn determiner(&self, at: usize) -> Read<Determiner> {
        let made = |next, by, from| Some((next, Determiner { by, from, is_bare: false, is_latest: false }));
        let has_article = self.is(at, "the");
        let at = if has_article { at + 1 } else { at };
        match self.word(at).to_ascii_lowercase().as_str() {
            "last" => made(at + 1, -1, Anchor::Now),
            "next" => made(at + 1, 1, if has_article { Anchor::Focus } else { Anchor::Now }),
            "past" => made(at + 1, -1, Anchor::Now),
            "coming" | "upcoming" => made(at + 1, 1, Anchor::Now),
            "current" => made(at + 1, 0, Anchor::Now),
            "latest" => Some((at + 1, Determiner { by: 0, from: Anchor::Either, is_bare: false, is_latest: true })),
            "previous" | "preceding" | "prior" => made(at + 1, -1, Anchor::Focus),
            "following" => made(at + 1, 1, Anchor::Focus),
            "same" => made(at + 1, 0, Anchor::Focus),
            "this" if !has_article && self.is_any(at + 1, &["coming", "past", "same", "very", "current"]) => {
                let by = i32::from(self.is(at + 1, "coming"));
                made(at + 2, by, Anchor::Now)
            }
            // "ABC's This Week" is a name.
            "this" if !has_article && at > 0 && self.is_capitals(at) => None,
            "this" if !has_article => made(at + 1, 0, Anchor::Now),
            "that" if !has_article && self.is_any(at + 1, &["same", "very"]) => made(at + 2, 0, Anchor::Focus),
            "that" if !has_article => made(at + 1, 0, Anchor::Focus),
            _ if has_article => Some((at, Determiner { by: 0, from: Anchor::Either, is_bare: true, is_latest: false })),
            _ => None,
        }
    }

    /// Are this piece and the next one written with a capital?
    fn is_capitals(&self, at: usize) -> bool {
        let is_capital = |at: usize| self.pieces.get(at).is_some_and(super::super::piece::Piece::is_capital);
        is_capital(at) && is_capital(at + 1) && self.unit_word(at + 1).is_some()
    }

    /// "the past two weeks", "the next few days", "the first nine months", "the nine months", "coming years".
    fn length_behind(&self, at: usize, next: usize, determiner: Determiner) -> Read<Meaning> {
        let next = if determiner.is_bare && self.is_any(next, &["first", "final", "last"]) { next + 1 } else { next };
        let counted = self.amount(next).filter(|_| !self.is_any(next, &["a", "an", "another"]));
        let (unit_at, amount) = match counted {
            Some((end, amount)) => (self.skip_adjectives(end), amount),
            None => (self.skip_adjectives(next), Amount::Vague),
        };
        let unit = self.unit_word(unit_at)?;
        if unit == Unit::Second && !self.is_plural(unit_at) {
            return None;
        }
        if counted.is_none() {
            // "the past year" is a length, "last year" a year; "these days" is handled with the words that point.
            let is_past = self.is(next - 1, "past") || self.is(at, "past");
            if is_past && !self.is_plural(unit_at) && !matches!(unit, Unit::Year | Unit::Day | Unit::Weekend) {
                return Some((unit_at + 1, Meaning::Duration { amount: Amount::ONE, unit }));
            }
            let is_stretch = self.is_plural(unit_at) && !determiner.is_bare && determiner.by != 0;
            return is_stretch.then_some((unit_at + 1, Meaning::Duration { amount, unit }));
        }
        let is_one = amount == Amount::ONE && !self.is_plural(unit_at);
        (!is_one || determiner.by != 0).then_some((unit_at + 1, Meaning::Duration { amount, unit }))
    }

    fn skip_adjectives(&self, at: usize) -> usize {
        if self.is_any(at, &ADJECTIVES) { at + 1 } else { at }
    }

    /// "last week", "the same day", "next year's first quarter", "the weekend", "the week of March 6".
    fn unit_behind_determiner(&self, at: usize, target: usize, determiner: Determiner) -> Read<Meaning> {
        let unit = self.unit_word(target)?;
        let end = target + 1;
        if self.is_plural(target) || matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) {
            return None;
        }
        let Determiner { by, from, is_bare, .. } = determiner;
        if let Some(found) = self.unit_of_month(at, end, unit) {
            return Some(found);
        }
        if self.is(at, "the") && self.is(at + 1, "last") && self.is(end, "of") {
            // "the last week of the campaign": so long, at the end of something else.
            return Some((end, Meaning::Duration { amount: Amount::ONE, unit }));
        }
        if by == 1
            && from == Anchor::Focus
            && unit != Unit::Day
            && self.follows_any(at, &["over", "for", "during", "throughout", "within"])
        {
            // "over the next decade": so long from there on.
            return Some((end, Meaning::Duration { amount: Amount::ONE, unit }));
        }
        if unit == Unit::Year
            && !is_bare
            && let Some(behind) = self.possessive(end)
        {
            // "this year's third quarter", "last year's quarter".
            if let Some((quarter_end, Meaning::Calendar(calendar))) = self.quarter_of_year(behind) {
                return Some((
                    quarter_end,
                    Meaning::Calendar(Calendar { year: Some(YearOf::Step(by, from)), ..calendar }),
                ));
            }
        }
        if unit == Unit::Week && is_bare && self.is_any(end, &["of", "ended", "ending"]) {
            let (date_end, meaning) = self.dated(end + 1)?;
            return match meaning {
                Meaning::Calendar(calendar) if calendar.day.is_some() => {
                    Some((date_end, Meaning::Calendar(Calendar { around: Some(Unit::Week), ..calendar })))
                }
                _ => None,
            };
        }
        if is_bare {
            return self.bare_unit(at, target, unit);
        }
        if unit == Unit::Day && (from == Anchor::Now && by <= 0 && !self.is(target - 1, "past") || self.is(at, "this"))
        {
            // "this day and age", "his last day", "the last day of the war".
            return (self.is(at, "this") && self.ends_here(end)).then(|| (end, day_step(0, Anchor::Focus, None)));
        }
        if unit == Unit::Decade && by < 0 && from == Anchor::Now && self.is(target - 1, "past") {
            return Some((end, Meaning::Duration { amount: Amount::ONE, unit }));
        }
        Some((end, Meaning::Step(Step { unit, by, from, clock: None })))
    }

    /// "the last week of October": the month; that it is its end is not told apart here.
    fn unit_of_month(&self, at: usize, end: usize, unit: Unit) -> Read<Meaning> {
        let is_form = self.is(at, "the") && self.is_any(at + 1, &["last", "first"]) && self.is(end, "of");
        if !is_form || !matches!(unit, Unit::Week | Unit::Day) {
            return None;
        }
        self.month_name(end + 1)?;
        let (date_end, meaning) = self.dated(end + 1)?;
        matches!(meaning, Meaning::Calendar(calendar) if calendar.day.is_none()).then_some((date_end, meaning))
    }

    /// "third quarter", "quarter" behind "last year's".
    fn quarter_of_year(&self, at: usize) -> Read<Meaning> {
        if self.unit_word(at) == Some(Unit::Quarter) && !self.is_plural(at) {
            return Some((at + 1, Meaning::calendar(|calendar| calendar.around = Some(Unit::Quarter))));
        }
        let (next, number) = self.ordinal(at).filter(|(_, number)| (1..=4).contains(number))?;
        let next = if self.is_hyphen(next) { next + 1 } else { next };
        (self.unit_word(next)? == Unit::Quarter)
            .then(|| (next + 1, Meaning::calendar(|calendar| calendar.within = Some(Within::Quarter(number)))))
    }

    /// "the" and a unit: a stretch that is known. Only where nothing behind it says otherwise ("the day of the attack").
    fn bare_unit(&self, at: usize, target: usize, unit: Unit) -> Read<Meaning> {
        let end = target + 1;
        let is_owned =
            self.is(end, "of") || !self.ends_here(end) && !self.is_any(end, &["ended", "ending", "earlier", "ago"]);
        let step = Step { unit, by: 0, from: Anchor::Either, clock: None };
        let is_said = match unit {
            Unit::Quarter => !self.is(end, "of") && !is_owned,
            Unit::Weekend => !self.is(end, "of"),
            // "the end of the year", "earlier in the month", "later in the day".
            Unit::Week | Unit::Month | Unit::Year | Unit::Day => {
                !is_owned && (self.follows_any(at, &["of", "in", "during", "for", "by", "throughout", "on"]))
            }
            _ => false,
        };
        if !is_said {
            return None;
        }
        if unit == Unit::Year && self.is_any(end, &["ended", "ending"]) {
            return Some((end, Meaning::Duration { amount: Amount::ONE, unit }));
        }
        let is_day_known =
            unit != Unit::Day || at >= 2 && self.is_any(at - 2, &["later", "earlier", "end", "early", "late"]);
        is_day_known.then_some((end, Meaning::Step(step)))
    }

    /// "last Friday", "this September", "next spring", "last night", "last Thanksgiving".
    fn name_behind_determiner(&self, target: usize, determiner: Determiner) -> Read<Meaning> {
        let Determiner { by, from, is_bare, .. } = determiner;
        if is_bare {
            return None;
        }
        let senses = self.senses(target);
        if let Some(part) = self.part(target) {
            if self.is_plural(target) {
                return None;
            }
            let by = if self.is_any(target - 1, &["past"]) { -1 } else { by };
            return Some((target + 1, day_step(by, from, Some(part))));
        }
        let is_capital = self.pieces.get(target)?.is_capital();
        if let Some(weekday) =
            senses.and_then(|senses| senses.weekday).filter(|_| is_capital && self.word(target).len() > 5)
        {
            if let Some((end, Meaning::Calendar(calendar))) = self.dated(target).filter(|(end, _)| *end > target + 2) {
                return Some((end, Meaning::Calendar(calendar)));
            }
            let part = self.part(target + 1);
            let calendar = Calendar {
                weekday: Some(weekday),
                step: Some((by, from)),
                clock: part.map(Clock::Part),
                ..Calendar::default()
            };
            return Some((if part.is_some() { target + 2 } else { target + 1 }, Meaning::Calendar(calendar)));
        }
        if let Some((end, month)) = self.month_name(target) {
            let mut calendar =
                Calendar { within: Some(Within::Month(month)), step: Some((by, from)), ..Calendar::default() };
            if let Some((behind, day)) = self.day_number(end) {
                calendar.day = Some(day);
                return Some((behind, Meaning::Calendar(calendar)));
            }
            return Some((end, Meaning::Calendar(calendar)));
        }
        if let Some(season) = self.season(target).filter(|_| !self.is_plural(target)) {
            let is_noun = !self.is(target, "fall") && !self.is(target, "spring") || self.ends_here(target + 1);
            let calendar =
                Calendar { within: Some(Within::Season(season)), step: Some((by, from)), ..Calendar::default() };
            return is_noun.then_some((target + 1, Meaning::Calendar(calendar)));
        }
        let (end, feast) = self.feast_name(target)?;
        let end = if self.is_any(end, &["Day", "Eve"]) { end + 1 } else { end };
        let calendar = Calendar { feast: Some(feast), step: Some((by, from)), ..Calendar::default() };
        Some((end, Meaning::Calendar(calendar)))
    }

    /// Begins with an amount, or is a unit in the plural.
    /// Finds "two weeks", "10-year", "a year ago", "three days later", "years ago", "weeks", "year-earlier". Leaves "a second
    /// time", "a day trader", "one day" as a wish.
    pub(super) fn counted(&self, at: usize) -> Read<Meaning> {
        if let Some(found) = self.year_ago_compound(at).or_else(|| self.unit_end(at)) {
            return Some(found);
        }
        if self.is_part_of_number(at) {
            return None;
        }
        let start = self.skip(at, "the");
        let Some((next, amount)) = self.amount(start) else {
            return self.uncounted(at);
        };
        let is_hyphened = self.is_hyphen(next);
        let mut unit_at = if is_hyphened { next + 1 } else { self.skip_adjectives(next) };
        if !is_hyphened && unit_at > next && self.is(next, "trading") {
            unit_at = next + 1;
        }
        let unit = self.unit_word(unit_at)?;
        let end = unit_at + 1;
        let is_article = self.is_any(start, &["a", "an"]);
        if unit == Unit::Second && !self.is_plural(unit_at) && !is_hyphened
            || is_article && amount == Amount::ONE && (self.is_plural(unit_at) || self.is_hyphen(end))
        {
            // "a second time", "a months-long siege", "a month-long siege": the length begins behind the article.
            return None;
        }
        if is_hyphened {
            if start > at {
                return None;
            }
            return self.hyphened(end).map(|end| (end, Meaning::Duration { amount, unit }));
        }
        if let Some((shift_end, is_later, from)) = self.shift_behind(end) {
            return Some((shift_end, shifted(amount, unit, is_later, from)));
        }
        if let Some(found) = self.or_so(end, amount, unit) {
            return Some(found);
        }
        if unit == Unit::Quarter
            && (self.is(end, "of") || self.is(start, "some") || matches!(amount, Amount::Exact { n: 1, .. }))
        {
            // "a quarter of the votes", "one quarter".
            return None;
        }
        if self.is(at, "a") && self.is_rate(at) {
            return Some((end, Meaning::Set(Repeat::Every(Amount::ONE, unit))));
        }
        if start > at && !matches!(amount, Amount::Exact { n: 2.., .. } | Amount::Vague) {
            return None;
        }
        if self.is_any(start, &["a", "an"])
            && !self.ends_here(end)
            && !self.is_any(end, &["long", "old", "earlier"])
            && self.pieces.get(end).is_some_and(|piece| piece.kind == PieceKind::Letters && !piece.is_capital())
            && matches!(unit, Unit::Day | Unit::Second | Unit::Minute)
        {
            return None;
        }
        if is_article && unit == Unit::Day && (self.follows_any(at, &["on"]) || self.is_any(end, &["when", "that"])) {
            // "on a day when Moscow spoke again of negotiations".
            return None;
        }
        if self.is(start, "one")
            && unit == Unit::Day
            && !self.follows_any(at, &["in", "for", "within", "after", "of", "than", "only", "just", "least"])
        {
            return None;
        }
        if is_article && self.is_any(next, &["fiscal", "calendar"]) {
            return None;
        }
        if self.is_any(start, &["some"]) && !self.is_plural(unit_at) {
            return None;
        }
        if self.is(end, "old") || self.is(end, "of") && self.is(end + 1, "age") {
            // "52 years old", "a 6-year-old": an age is no time of what is told.
            return None;
        }
        if let Some(behind) = self.half_behind(end).filter(|_| matches!(amount, Amount::Exact { .. })) {
            let Amount::Exact { n, .. } = amount else { return None };
            return Some((behind, Meaning::Duration { amount: Amount::Exact { n, and_half: true }, unit }));
        }
        Some((end, Meaning::Duration { amount, unit }))
    }

    /// "and a half" behind the unit: "a minute and a half".
    fn half_behind(&self, at: usize) -> Option<usize> {
        (self.is(at, "and") && self.is(at + 1, "a") && self.is(at + 2, "half")).then_some(at + 3)
    }

    /// "a week or so ago", "a year or two", "the next year or so".
    fn or_so(&self, end: usize, amount: Amount, unit: Unit) -> Read<Meaning> {
        if !self.is(end, "or") {
            return None;
        }
        if self.is(end + 1, "so") {
            return match self.shift_behind(end + 2) {
                Some((shift_end, is_later, from)) => Some((shift_end, shifted(amount, unit, is_later, from))),
                None => Some((end + 2, Meaning::Duration { amount, unit })),
            };
        }
        let is_pair = self.is_any(end + 1, &["two", "more"]);
        is_pair.then_some((end + 2, Meaning::Duration { amount: Amount::Vague, unit }))
    }

    /// Behind "two-day", "decades-long"; nothing when the unit is plural or the whole is an age ("8-month-old").
    fn hyphened(&self, end: usize) -> Option<usize> {
        if self.is_plural(end - 1) {
            return None;
        }
        if self.is_hyphen(end) && self.is(end + 1, "long") {
            return Some(end + 2);
        }
        if self.is(end, "old") {
            return None;
        }
        (!self.is_hyphen(end)).then_some(end)
    }

    /// A unit without a number: "years ago", "days later", "for weeks", "month-long", "decades-long".
    fn uncounted(&self, at: usize) -> Read<Meaning> {
        let unit = self.unit_word(at)?;
        let end = at + 1;
        if self.is_hyphen(end) && self.is(end + 1, "long") {
            let amount = if self.is_plural(at) { Amount::Vague } else { Amount::ONE };
            return Some((end + 2, Meaning::Duration { amount, unit }));
        }
        if !self.is_plural(at) || unit == Unit::Quarter || unit == Unit::Weekend {
            return None;
        }
        if let Some((shift_end, is_later, _)) = self.shift_behind(end) {
            return Some((shift_end, Meaning::VagueStep { is_later }));
        }
        let before = [
            "for", "in", "within", "after", "of", "over", "took", "lasted", "into", "take", "by", "only", "-", "than",
            "spent", "recent", "coming", "and", "or", "just", "two", "through", "last",
        ];
        let is_length = self.follows_any(at, &before) && (self.ends_here(end) || self.is_any(end, &["ahead"]));
        is_length.then_some((end, Meaning::Duration { amount: Amount::Vague, unit }))
    }

    /// "ago", "earlier", "later", "from now" behind an amount and its unit: behind it, whether later, and from where.
    fn shift_behind(&self, at: usize) -> Option<(usize, bool, Anchor)> {
        match self.word(at).to_ascii_lowercase().as_str() {
            "ago" => Some((at + 1, false, Anchor::Now)),
            "earlier" | "previously" => Some((at + 1, false, Anchor::Focus)),
            "before" if self.pieces.get(at + 1).is_none_or(|piece| piece.kind == PieceKind::Mark) => {
                Some((at + 1, false, Anchor::Focus))
            }
            "later" | "afterwards" | "afterward" | "hence" => Some((at + 1, true, Anchor::Focus)),
            "after" if self.pieces.get(at + 1).is_none_or(|piece| piece.kind == PieceKind::Mark) => {
                Some((at + 1, true, Anchor::Focus))
            }
            "from" if self.is_any(at + 1, &["now", "today"]) => Some((at + 2, true, Anchor::Now)),
            _ => None,
        }
    }

    /// "year-ago", "the year-earlier quarter", "the year-ago period".
    fn year_ago_compound(&self, at: usize) -> Read<Meaning> {
        let start = self.skip(at, "the");
        if !self.is(start, "year") || !self.is_hyphen(start + 1) || !self.is_any(start + 2, &["ago", "earlier"]) {
            return None;
        }
        let end = start + 3;
        let is_stretch = self.is_any(end, &["period", "quarter"]);
        if start > at && !is_stretch {
            return None;
        }
        let end = if is_stretch { end + 1 } else { end };
        Some((end, Meaning::Step(Step { unit: Unit::Year, by: -1, from: Anchor::Compared, clock: None })))
    }

    /// "year-end", "year's end", "month's end". The whole unit; `Bound::End` is not told apart here.
    fn unit_end(&self, at: usize) -> Read<Meaning> {
        let unit =
            self.unit_word(at).filter(|unit| matches!(unit, Unit::Year | Unit::Month | Unit::Week | Unit::Quarter))?;
        let behind = if let Some(behind) = self.possessive(at + 1) {
            behind
        } else if self.is_hyphen(at + 1) {
            at + 2
        } else if unit == Unit::Year {
            at + 1
        } else {
            return None;
        };
        let step = Step { unit, by: 0, from: Anchor::Either, clock: None };
        self.is(behind, "end").then_some((behind + 1, Meaning::Step(step)))
    }

    /// Is "a day" said of something counted? "three times a day", "$10 a year", "once a week".
    fn is_rate(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|before| self.pieces.get(before)) else { return false };
        before.kind == PieceKind::Digits
            || self.follows_any(
                at,
                &[
                    "times", "once", "twice", "million", "billion", "hours", "barrels", "tons", "tonnes", "dollars",
                    "percent", "%", "people", "days",
                ],
            )
    }

    /// Says how often.
    /// Finds "every year", "each Thursday", "per month", "every two weeks", "daily". Leaves "every one", "the Daily Mail".
    pub(super) fn repeated(&self, at: usize) -> Read<Meaning> {
        if let Some(value) = self.senses(at).and_then(|senses| senses.set) {
            let is_name = self.pieces[at].is_capital()
                && (at > 0 || self.pieces.get(at + 1).is_some_and(super::super::piece::Piece::is_capital));
            let is_compound = self.is_dash(at + 1) && !self.is_spaced(at + 1);
            return (!is_name && !is_compound).then_some((at + 1, Meaning::Set(Repeat::Written(value))));
        }
        if self.is(at, "per") {
            let unit = self.unit_word(at + 1).filter(|_| !self.is_plural(at + 1))?;
            return Some((at + 2, Meaning::Set(Repeat::Every(Amount::ONE, unit))));
        }
        if !self.is_any(at, &["every", "each"]) {
            return None;
        }
        let next = at + 1;
        if self.is(next, "other") {
            let unit = self.unit_word(next + 1)?;
            return Some((next + 2, Meaning::Set(Repeat::Every(Amount::whole(2), unit))));
        }
        if let Some((unit_at, amount)) = self.amount(next)
            && let Some(unit) = self.unit_word(unit_at)
        {
            return Some((unit_at + 1, Meaning::Set(Repeat::Every(amount, unit))));
        }
        let senses = self.senses(next)?;
        if let Some(weekday) = senses.weekday {
            let part = self.part(next + 1);
            return Some((
                if part.is_some() { next + 2 } else { next + 1 },
                Meaning::Set(Repeat::Weekday(weekday, part)),
            ));
        }
        let repeat = if let Some(unit) = senses.unit.filter(|unit| *unit != Unit::Second) {
            Repeat::Every(Amount::ONE, unit)
        } else if let Some((_, month)) = self.month_name(next) {
            Repeat::Month(month)
        } else if let Some(part) = senses.part {
            Repeat::Part(part)
        } else {
            Repeat::Season(senses.season?)
        };
        Some((next + 1, Meaning::Set(repeat)))
    }
}

/// A day some days from an anchor.
fn day_step(by: i32, from: Anchor, part: Option<Part>) -> Meaning {
    Meaning::Step(Step { unit: Unit::Day, by, from, clock: part.map(Clock::Part) })
}

/// "two weeks ago", "several years later".
fn shifted(amount: Amount, unit: Unit, is_later: bool, from: Anchor) -> Meaning {
    match amount {
        Amount::Exact { n, .. } => {
            let n = i32::try_from(n).unwrap_or(i32::MAX);
            if n == 1 && unit == Unit::Year && !is_later {
                return Meaning::Step(Step { unit, by: -1, from: Anchor::Compared, clock: None });
            }
            Meaning::Step(Step { unit, by: if is_later { n } else { -n }, from, clock: None })
        }
        Amount::Vague => Meaning::VagueStep { is_later },
    }
}

/// Prepositions before which "this time" is a time and not an occasion.
pub(super) fn is_before_time(grammar: &Grammar<'_>, at: usize) -> bool {
    grammar.follows_any(at, &["at", "by", "during", "around", "since", "until", "from", "before", "after"])
        || grammar.follows_any(at, &PREPOSITIONS)
}
