//! Dates: written with names, with numbers, years alone, quarters, seasons, decades, centuries, feasts.

use super::super::calendar::{Clock, Era, Part, Unit};
use super::super::meaning::{Anchor, Calendar, Feast, Meaning, Repeat, Step, Within, YearOf};
use super::super::piece::PieceKind;
use super::{Grammar, PREPOSITIONS, Read};

/// Words before "May", "March", "fall" that make them a month or a season.
const BEFORE_MONTH: [&str; 19] = [
    "last",
    "next",
    "this",
    "early",
    "late",
    "mid",
    "-",
    "\u{2013}",
    "every",
    "each",
    "that",
    "following",
    "previous",
    "sometime",
    "past",
    "coming",
    "same",
    "(",
    "earlier",
];

/// Words that may stand behind "the 20th" when it is a day and not "the 20th century" or "the 38th parallel".
const BEHIND_ORDINAL_DAY: [&str; 16] =
    ["and", "or", "to", "in", "at", "by", "when", "the", "of", "after", "before", "was", "were", "with", "on", "for"];

impl Grammar<'_> {
    /// A date of any form. The longest form is tried first.
    pub(super) fn dated(&self, at: usize) -> Read<Meaning> {
        let readings = [
            self.numeric(at),
            self.weekday_led(at),
            self.day_led(at),
            self.month_led(at),
            self.ordinal_day(at),
            self.part_led(at),
            self.quarter_led(at),
            self.half_led(at),
            self.season_led(at),
            self.feast(at),
            self.decade(at),
            self.century(at),
            self.year_led(at),
        ];
        let mut best: Read<Meaning> = None;
        for reading in readings.into_iter().flatten() {
            if best.is_none_or(|(end, _)| reading.0 > end) {
                best = Some(reading);
            }
        }
        best
    }

    /// Numbers with marks.
    /// Finds "2022-11-09", "2022-11-09T10:30", "11/9/2022", "30.09.2022", "10/31/89". Leaves "3/4", "1.2.3", "24/7".
    /// Month first, as news in English writes it, unless the first number is no month.
    fn numeric(&self, at: usize) -> Read<Meaning> {
        if self.is_part_of_number(at) {
            return None;
        }
        let mark = self.word(at + 1);
        let is_form =
            matches!(mark, "-" | "/" | ".") && self.is(at + 3, mark) && (1..5).all(|n| !self.is_spaced(at + n));
        if !is_form || self.pieces.get(at + 5).is_some_and(|piece| !piece.is_spaced && piece.kind == PieceKind::Digits)
        {
            return None;
        }
        let number = |n: usize, places| self.pieces.get(at + n).and_then(|piece| piece.number(places));
        let (year, month, day) = if let Some(year) = number(0, 4..=4) {
            (YearOf::Exact(i16::try_from(year).ok()?), number(2, 1..=2)?, number(4, 1..=2)?)
        } else {
            let year = match (number(4, 4..=4), number(4, 2..=2)) {
                (Some(year), _) => YearOf::Exact(i16::try_from(year).ok()?),
                (_, Some(year)) if mark != "." => YearOf::Short(i16::try_from(year).ok()?),
                _ => return None,
            };
            let (first, second) = (number(0, 1..=2)?, number(2, 1..=2)?);
            if first > 12 || mark == "." { (year, second, first) } else { (year, first, second) }
        };
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let (end, clock) = self.iso_clock(at + 5);
        let calendar = Calendar {
            year: Some(year),
            within: Some(Within::Month(month)),
            day: Some(day),
            clock,
            ..Calendar::default()
        };
        Some((end, Meaning::Calendar(calendar)))
    }

    /// "T10:30:00Z" behind an ISO date.
    fn iso_clock(&self, at: usize) -> (usize, Option<Clock>) {
        let number = |n: usize| self.pieces.get(at + n).and_then(|piece| piece.number(2..=2));
        let is_form = self.word(at) == "T" && self.is(at + 2, ":") && (0..4).all(|n| !self.is_spaced(at + n));
        let (Some(hour), Some(minute), true) = (number(1), number(3), is_form) else { return (at, None) };
        if hour > 24 || minute > 59 {
            return (at, None);
        }
        let mut end = at + 4;
        if self.is(end, ":") && !self.is_spaced(end) && number(5).is_some() {
            end += 2;
        }
        if self.word(end) == "Z" && !self.is_spaced(end) {
            end += 1;
        }
        let clock =
            i8::try_from(hour).ok().zip(i8::try_from(minute).ok()).map(|(hour, minute)| Clock::At(hour, minute));
        (end, clock)
    }

    /// Begins with a weekday.
    /// Finds "Friday", "Friday night", "Sunday, March 8", "Friday the 13th", "Mondays", "Sat, 12 Nov". Leaves "in the Sun",
    /// "Black Friday", "Sat there".
    fn weekday_led(&self, at: usize) -> Read<Meaning> {
        let weekday = self.senses(at)?.weekday?;
        let word = self.word(at);
        if !self.pieces[at].is_capital()
            || self.follows_any(at, &["Black", "Bloody", "Super", "Palm", "Ash", "Cyber", "Giving"])
        {
            return None;
        }
        let is_short = !word.to_ascii_lowercase().contains("day");
        let mut next = at + 1;
        if is_short {
            next = self.skip(next, ".");
        }
        if let Some((end, calendar)) = self.date_behind_weekday(next) {
            return Some((end, Meaning::Calendar(Calendar { weekday: Some(weekday), ..calendar })));
        }
        if is_short {
            // "in the Sun", "Mon Repos", "Wed in church": alone, a short form is no day.
            return None;
        }
        if self.is_plural(at) {
            return Some((next, Meaning::Set(Repeat::Weekday(weekday, None))));
        }
        if let Some(part) = self.part(next) {
            let meaning = if self.is_plural(next) {
                Meaning::Set(Repeat::Weekday(weekday, Some(part)))
            } else {
                Meaning::calendar(|calendar| {
                    (calendar.weekday, calendar.clock) = (Some(weekday), Some(Clock::Part(part)));
                })
            };
            return Some((next + 1, meaning));
        }
        // "Friday last week", "Monday next week" keep the weekday alone; the week is an expression of its own.
        Some((next, Meaning::calendar(|calendar| calendar.weekday = Some(weekday))))
    }

    fn date_behind_weekday(&self, at: usize) -> Read<Calendar> {
        let behind = self.skip(at, ",");
        let (end, meaning) =
            self.month_led(behind).or_else(|| self.day_led(behind)).or_else(|| self.ordinal_day(behind))?;
        match meaning {
            Meaning::Calendar(calendar) if calendar.day.is_some() => Some((end, calendar)),
            _ => None,
        }
    }

    /// A month by name, with its full stop when it is short.
    pub(super) fn month_name(&self, at: usize) -> Read<i8> {
        let month = self.senses(at)?.month?;
        let piece = &self.pieces[at];
        if !piece.is_capital() {
            return None;
        }
        let is_short = piece.text.len() <= 4 && !piece.is("may") && !piece.is("june") && !piece.is("july");
        let has_stop = is_short && self.is(at + 1, ".") && !self.is_spaced(at + 1);
        Some((if has_stop { at + 2 } else { at + 1 }, month))
    }

    /// Begins with a month.
    /// Finds "Sept. 30", "March 26, 1996", "February of 1940", "June last year", "November". Leaves "May said", "March on
    /// Kherson", "Mar del Plata", "August Schmidt".
    fn month_led(&self, at: usize) -> Read<Meaning> {
        let (next, month) = self.month_name(at)?;
        let mut calendar = Calendar { within: Some(Within::Month(month)), ..Calendar::default() };
        let day_at = if self.is(next, "the") { next + 1 } else { next };
        if let Some((behind, day)) = self.day_number(day_at).filter(|(behind, _)| self.month_name(*behind).is_none()) {
            calendar.day = Some(day);
            let (end, year) = self.year_behind(behind).map_or((behind, None), |(end, year)| (end, Some(year)));
            calendar.year = year;
            return Some((end, Meaning::Calendar(calendar)));
        }
        if let Some((end, year)) = self.year_behind(next) {
            calendar.year = Some(year);
            return Some((end, Meaning::Calendar(calendar)));
        }
        // "Jan.", "Dec" at the end of a line is still a month; "Jan" alone is a name.
        let is_short_name = next == at + 1 && self.word(at).len() == 3 && month != 5;
        let is_capital_behind = self.pieces.get(next).is_some_and(|piece| piece.is_capital() && piece.senses.is_none());
        if is_short_name && is_capital_behind {
            return None;
        }
        if is_short_name && !self.follows_any(at, &PREPOSITIONS) || self.is_name(at, next) {
            return None;
        }
        Some((next, Meaning::Calendar(calendar)))
    }

    /// Is a month word used as something else? "May" and "March" need a word of time before them; no month stands between
    /// a first name and a surname.
    fn is_name(&self, at: usize, next: usize) -> bool {
        let is_noun_behind = !self.ends_here(next) && self.pieces.get(next).is_some_and(|piece| !piece.is_capital());
        let has_support = self.follows_any(at, &PREPOSITIONS)
            || self.follows_any(at, &BEFORE_MONTH)
            || self.follows_any(at, &["a", "the"]) && is_noun_behind;
        if self.is_any(at, &["may", "march"]) {
            // "Since May took office": a past form behind it makes it a person.
            return !has_support
                || self.is_any(next, &["on", "said", "told", "took", "was", "has", "had", "is"])
                    && self.is(at, "may")
                    && !self.is_any(at - 1, &["in", "last", "next", "this"]);
        }
        let capital_behind = self.pieces.get(next).is_some_and(|piece| {
            piece.is_capital() && piece.kind == PieceKind::Letters && piece.senses.is_none() && piece.text.len() > 1
        });
        let capital_before = at > 0
            && self.pieces[at - 1].is_capital()
            && self.senses(at - 1).is_none()
            && self.pieces[at - 1].kind == PieceKind::Letters
            && at > 1;
        !has_support && (capital_behind || capital_before)
    }

    /// Begins with a day.
    /// Finds "30 September 2022", "the 25th of August", "6-7 January 1916" (the 6th here, the rest by itself). Leaves
    /// "2 March brigades".
    fn day_led(&self, at: usize) -> Read<Meaning> {
        let start = if self.is(at, "the") { at + 1 } else { at };
        if self.is_part_of_number(start) {
            return None;
        }
        let (next, day) = self.day_number(start)?;
        if let Some((end, meaning)) = self.month_behind_day(next, day) {
            return Some((end, meaning));
        }
        // The first day of a range takes month and year from the last one.
        let is_joined = self.is_dash(next) || self.is_any(next, &["and", "to", "or", "/"]);
        let (last_at, last) = is_joined.then(|| self.day_number(next + 1)).flatten()?;
        let (_, meaning) = self.month_behind_day(last_at, last)?;
        match meaning {
            Meaning::Calendar(calendar) if self.pieces[start].kind == PieceKind::Digits => {
                Some((next, Meaning::Calendar(Calendar { day: Some(day), ..calendar })))
            }
            _ => None,
        }
    }

    fn month_behind_day(&self, at: usize, day: i8) -> Read<Meaning> {
        let month_at = self.skip(at, "of");
        let (next, month) = self.month_name(month_at)?;
        let year = self.year_behind(next);
        let calendar = Calendar {
            within: Some(Within::Month(month)),
            day: Some(day),
            year: year.map(|(_, year)| year),
            ..Calendar::default()
        };
        Some((year.map_or(next, |(end, _)| end), Meaning::Calendar(calendar)))
    }

    /// A day of the month that the text speaks of.
    /// Finds "the 20th", "Friday the 13th". Leaves "the 20th century", "the 38th parallel", "the 13th Division".
    fn ordinal_day(&self, at: usize) -> Read<Meaning> {
        if !self.is(at, "the") || self.pieces.get(at + 1)?.kind != PieceKind::Digits {
            return None;
        }
        let (next, day) = self.ordinal(at + 1).filter(|(_, day)| *day <= 31)?;
        let is_free = self.pieces.get(next).is_none_or(|piece| match piece.kind {
            PieceKind::Mark => !self.is_dash(next),
            PieceKind::Letters => BEHIND_ORDINAL_DAY.iter().any(|word| piece.is(word)),
            PieceKind::Digits => false,
        });
        (is_free
            && self.follows_any(
                at,
                &["on", "of", "until", "till", "by", "from", "to", "and", "since", "before", "after", ",", "friday"],
            ))
        .then(|| {
            let meaning = Meaning::calendar(|calendar| (calendar.day, calendar.is_day_of_month) = (Some(day), true));
            (next, meaning)
        })
    }

    /// Begins with a part of the day.
    /// Finds "the morning of April 19", "mid-afternoon yesterday", "at night". Leaves "the night shift", "good morning".
    fn part_led(&self, at: usize) -> Read<Meaning> {
        let start = if self.is(at, "the") { at + 1 } else { at };
        let part = self.part(start)?;
        let of = self.is_any(start + 1, &["of", "on"]);
        if of || start == at {
            let behind = if of { start + 2 } else { start + 1 };
            match self.dated(behind).or_else(|| self.determined(behind)) {
                Some((end, Meaning::Calendar(calendar)))
                    if calendar.clock.is_none()
                        && (calendar.day.is_some() || calendar.weekday.is_some())
                        && (of || calendar.day.is_none()) =>
                {
                    return Some((end, Meaning::Calendar(Calendar { clock: Some(Clock::Part(part)), ..calendar })));
                }
                Some((end, Meaning::Step(step)))
                    if step.clock.is_none() && step.unit == Unit::Day && step.from == Anchor::Now =>
                {
                    return Some((end, Meaning::Step(Step { clock: Some(Clock::Part(part)), ..step })));
                }
                _ => {}
            }
        }
        if start > at {
            let is_of_day = !of && self.follows_any(at, &["in", "during", "by"]) && self.ends_here(start + 1);
            let step = Step { unit: Unit::Day, by: 0, from: Anchor::Either, clock: Some(Clock::Part(part)) };
            return is_of_day.then_some((start + 1, Meaning::Step(step)));
        }
        let is_alone = self.follows_any(at, &["at", "by"]) && part == Part::Night && self.ends_here(at + 1);
        is_alone.then_some((at + 1, Meaning::Set(Repeat::Part(part))))
    }

    /// Does no further noun stand here that would own the word before it?
    pub(super) fn ends_here(&self, at: usize) -> bool {
        self.pieces.get(at).is_none_or(|piece| {
            piece.kind == PieceKind::Mark && !self.is_dash(at)
                || PREPOSITIONS.iter().any(|word| piece.is(word))
                || self.is_any(
                    at,
                    &[
                        "the", "a", "when", "while", "on", "at", "with", "was", "were", "is", "are", "he", "she",
                        "they", "it", "had", "has", "have", "but", "that", "which", "this", "his", "their", "its",
                        "will", "would", "after", "said", "under", "an", "because", "if", "so", "over", "against",
                        "there", "we", "i", "you", "not", "as", "than", "who", "where", "near", "did", "do", "does",
                        "could", "can", "may",
                    ],
                )
        })
    }

    /// Quarters of a year.
    /// Finds "the third quarter", "third-quarter", "the 1988 second quarter", "the fiscal first quarter", "Q3 2022", "the
    /// fourth quarter of 1990", "this year's third quarter" (in `unit`). Leaves "a quarter of", "the third quarter-final".
    fn quarter_led(&self, at: usize) -> Read<Meaning> {
        if let Some(number) = self.quarter_sign(at) {
            let (end, year) = self.year_behind(at + 2).map_or((at + 2, None), |(end, year)| (end, Some(year)));
            return Some((
                end,
                Meaning::calendar(|calendar| (calendar.within, calendar.year) = (Some(Within::Quarter(number)), year)),
            ));
        }
        let mut next = if self.is(at, "the") { at + 1 } else { at };
        let mut year = None;
        if let Some((behind, stated)) = self.exact_year(next) {
            (next, year) = (behind, Some(stated));
        }
        if self.is(next, "year") && self.is_hyphen(next + 1) && self.is_any(next + 2, &["ago", "earlier"]) {
            (next, year) = (next + 3, Some(YearOf::Step(-1, Anchor::Now)));
        }
        next = self.skip(next, "fiscal");
        if self.is_hyphen(next) {
            next += 1;
        }
        let (behind, number) = self.ordinal(next).filter(|(_, number)| (1..=4).contains(number))?;
        let behind = if self.is_hyphen(behind) { behind + 1 } else { behind };
        if self.unit_word(behind)? != Unit::Quarter || self.is_plural(behind) {
            return None;
        }
        let (end, behind_year) =
            self.year_behind(behind + 1).map_or((behind + 1, None), |(end, year)| (end, Some(year)));
        let calendar =
            Calendar { within: Some(Within::Quarter(number)), year: year.or(behind_year), ..Calendar::default() };
        Some((end, Meaning::Calendar(calendar)))
    }

    /// "Q3", written together.
    fn quarter_sign(&self, at: usize) -> Option<i8> {
        let number = self.pieces.get(at + 1)?.number(1..=1)?;
        let is_sign = self.word(at) == "Q" && !self.is_spaced(at + 1);
        i8::try_from(number).ok().filter(|number| is_sign && (1..=4).contains(number))
    }

    /// Halves of a year.
    /// Finds "the first half of 1989", "the latter half of 2008". Leaves "the first half" of a match, "the second half of the war".
    fn half_led(&self, at: usize) -> Read<Meaning> {
        let next = self.skip(at, "the");
        let half = if self.is(next, "first") {
            1
        } else if self.is_any(next, &["second", "last", "latter"]) {
            2
        } else {
            return None;
        };
        if !self.is(next + 1, "half") || !self.is(next + 2, "of") {
            return None;
        }
        let (end, year) = self.year_behind(next + 2)?;
        matches!(year, YearOf::Exact(_) | YearOf::Step(..)).then(|| {
            (
                end,
                Meaning::calendar(|calendar| (calendar.within, calendar.year) = (Some(Within::Half(half)), Some(year))),
            )
        })
    }

    /// Seasons.
    /// Finds "the summer of 1916", "summer 2007", "in spring", "the winter", "1982 summer". Leaves "to spring a trap",
    /// "prices fall", "the fall of Kherson", "the Winter Palace", "winter quarters".
    fn season_led(&self, at: usize) -> Read<Meaning> {
        let mut next = self.skip(at, "the");
        let mut year = None;
        if let Some((behind, stated)) = self.exact_year(next) {
            (next, year) = (behind, Some(stated));
        }
        let season = self.season(next)?;
        let behind = next + 1;
        let dash = if self.is_dash(behind) && self.exact_year(behind + 1).is_some() { behind + 1 } else { behind };
        let (end, behind_year) = self.year_behind(dash).map_or((behind, None), |(end, year)| (end, Some(year)));
        let calendar =
            Calendar { within: Some(Within::Season(season)), year: year.or(behind_year), ..Calendar::default() };
        if calendar.year.is_none() && !self.is_bare_season(at, next) {
            return None;
        }
        Some((end, Meaning::Calendar(calendar)))
    }

    fn is_bare_season(&self, at: usize, season: usize) -> bool {
        let is_verb_too = self.is_any(season, &["spring", "fall"]);
        let has_article = season > at;
        let before = &[
            "in",
            "by",
            "since",
            "until",
            "till",
            "during",
            "throughout",
            "early",
            "late",
            "mid",
            "-",
            "for",
            "through",
            "last",
            "this",
            "next",
            "every",
            "each",
            "before",
            "after",
            "from",
        ];
        let has_support = self.follows_any(at, before) || (has_article && !is_verb_too);
        let is_owned = is_verb_too && !self.ends_here(season + 1) || has_article && self.is(season + 1, "of");
        let is_name = self.pieces[season].is_capital()
            && self.pieces.get(season + 1).is_some_and(super::super::piece::Piece::is_capital);
        let is_infinitive = is_verb_too && self.follows_any(at, &["to"]);
        if is_owned || is_name || is_infinitive || self.is_plural(season) && !has_article {
            return false;
        }
        has_support || !is_verb_too
    }

    /// Feasts.
    /// Finds "Christmas 1963", "Christmas night", "Easter", "Thanksgiving Day". Leaves "Easter Island", "Christmas tree".
    fn feast(&self, at: usize) -> Read<Meaning> {
        let (mut next, feast) = self.feast_name(at)?;
        let is_eve = self.is(next, "Eve");
        if self.is_any(next, &["Day", "Eve"]) {
            next += 1;
        }
        let (end, year) = self.year_behind(next).map_or((next, None), |(end, year)| (end, Some(year)));
        let feast = match feast {
            Feast::Fixed(12, 25) if is_eve => Feast::Fixed(12, 24),
            Feast::Fixed(1, 1) if is_eve => Feast::Fixed(12, 31),
            feast => feast,
        };
        let mut calendar = Calendar { feast: Some(feast), year, ..Calendar::default() };
        if let Some(part) = self.part(end) {
            calendar.clock = Some(Clock::Part(part));
            return Some((end + 1, Meaning::Calendar(calendar)));
        }
        if self.is(end, "week") {
            calendar.around = Some(Unit::Week);
            return Some((end + 1, Meaning::Calendar(calendar)));
        }
        let owns = self.pieces.get(end).is_some_and(|piece| piece.kind == PieceKind::Letters) && !self.ends_here(end);
        (!owns).then_some((end, Meaning::Calendar(calendar)))
    }

    pub(super) fn feast_name(&self, at: usize) -> Read<Feast> {
        if !self.pieces.get(at)?.is_capital() {
            return None;
        }
        if self.is(at, "easter") {
            return Some((at + 1, Feast::Easter));
        }
        if self.is(at, "thanksgiving") {
            return Some((at + 1, Feast::Thanksgiving));
        }
        if self.is(at, "new") && self.is(at + 1, "Year") {
            let behind = self.possessive(at + 2)?;
            return self.is_any(behind, &["Day", "Eve"]).then_some((behind, Feast::Fixed(1, 1)));
        }
        let (month, day) = self.senses(at)?.feast?;
        Some((at + 1, Feast::Fixed(month, day)))
    }

    /// Decades.
    /// Finds "1980s", "the '80s", "the nineties", "the 470s BC". Leaves "his seventies" only where no article stands before,
    /// "the 1900 spring", "F-16s".
    fn decade(&self, at: usize) -> Read<Meaning> {
        let start = self.skip(at, "the");
        let is_short = self.is_apostrophe(start);
        let number_at = if is_short { start + 1 } else { start };
        if let Some(number) = self.pieces.get(number_at).and_then(|piece| piece.number(2..=4)) {
            let has_ending = self.is(number_at + 1, "s") && !self.is_spaced(number_at + 1);
            let mut end = number_at + 2;
            let mut has_ending = has_ending;
            if let Some(behind) = self.possessive(number_at + 1).filter(|_| !self.is_spaced(number_at + 1)) {
                (end, has_ending) = (behind, true);
            }
            if !has_ending || number % 10 != 0 || self.is_part_of_number(number_at) && !is_short {
                return None;
            }
            let tens = i16::try_from(number / 10).ok()?;
            if let Some(behind) = self.before_christ(end) {
                return Some((behind, year_meaning(YearOf::Decade(Era::Bc, tens))));
            }
            return match self.pieces[number_at].text.len() {
                4 if (100..=210).contains(&tens) => Some((end, year_meaning(YearOf::Decade(Era::Ad, tens)))),
                2 if is_short || start > at => Some((end, year_meaning(YearOf::ShortDecade(tens)))),
                _ => None,
            };
        }
        let decade = self.senses(start)?.decade?;
        let has_support = start > at || self.follows_any(at, &["early", "late", "mid", "-"]);
        has_support.then(|| (start + 1, year_meaning(YearOf::ShortDecade(decade / 10))))
    }

    /// Centuries.
    /// Finds "the 20th century", "eighteenth-century", "the 9th century BC". Leaves "a century", "centuries".
    fn century(&self, at: usize) -> Read<Meaning> {
        let start = self.skip(at, "the");
        let (next, ordinal) = self.ordinal(start)?;
        let next = if self.is_hyphen(next) { next + 1 } else { next };
        if self.unit_word(next)? != Unit::Century || self.is_plural(next) {
            return None;
        }
        let hundreds = i16::from(ordinal).checked_sub(1)?;
        let (era, end) = self.before_christ(next + 1).map_or((Era::Ad, next + 1), |end| (Era::Bc, end));
        Some((end, year_meaning(YearOf::Century(era, hundreds))))
    }

    /// Years alone.
    /// Finds "in 1996", "1990", "fiscal 1989", "490 BC", "AD 79", "'99", "the 1988 period", "nineteen ninety-six". Leaves
    /// "2,000 troops", "2000 troops", "$1990", "1990 km".
    fn year_led(&self, at: usize) -> Read<Meaning> {
        let start = if self.is(at, "the") { at + 1 } else { at };
        let start = if start > at && self.is_any(start, &["year", "years"]) || self.is(start, "year") {
            start + 1
        } else {
            start
        };
        let start = self.skip(start, "fiscal");
        let (next, year) =
            self.exact_year(start).or_else(|| self.spelled_year(start)).or_else(|| self.short_year(start))?;
        if matches!(year, YearOf::Exact(1000..1500)) && !self.follows_any(at, &PREPOSITIONS) && start == at {
            // "Resolution 1483": in words without a preposition such a number is hardly a year.
            return None;
        }
        if self.is_any(next, &["period", "quarter", "fiscal"]) && start > at {
            let within_quarter = self.is(next, "quarter");
            let meaning = if within_quarter {
                Meaning::calendar(|calendar| (calendar.year, calendar.around) = (Some(year), Some(Unit::Quarter)))
            } else {
                year_meaning(year)
            };
            return Some((next + 1, meaning));
        }
        if start == at || self.is_any(start - 1, &["year", "years", "fiscal"]) {
            return Some((next, year_meaning(year)));
        }
        None
    }

    /// A year behind a month, a day, a season: "1996", ", 1996", "of 1940", "'99", "last year", "of that year".
    pub(super) fn year_behind(&self, at: usize) -> Read<YearOf> {
        let comma = self.skip(at, ",");
        // "in May, 2000 troops": behind a comma a number that counts is no year; "on 5 October 1789 crowds" has one.
        if let Some((end, year)) = self.exact_year(comma).filter(|(_, year)| !matches!(year, YearOf::Unmarked(_))) {
            return Some((end, year));
        }
        if let Some(year) = self.pieces.get(at).filter(|piece| piece.is_spaced).and_then(|piece| piece.number(4..=4))
            && (1000..2100).contains(&year)
            && self.pieces.get(at + 1).is_none_or(|piece| {
                piece.is_spaced || piece.kind == PieceKind::Mark && !matches!(piece.text, ":" | "%")
            })
        {
            return Some((at + 1, YearOf::Exact(i16::try_from(year).ok()?)));
        }
        let of = if self.is_any(at, &["of", "in"]) { at + 1 } else { at };
        if self.is(at, "of")
            && let Some((end, year)) = self.exact_year(of).filter(|(_, year)| !matches!(year, YearOf::Unmarked(_)))
        {
            return Some((end, year));
        }
        if comma == at
            && let Some((end, year)) = self.short_year(at).or_else(|| self.spelled_year(at))
        {
            return Some((end, year));
        }
        let year_at = |n: usize| self.is(n, "year");
        let step = |end, by, from| Some((end, YearOf::Step(by, from)));
        match self.word(of) {
            word if word.eq_ignore_ascii_case("last") && year_at(of + 1) => step(of + 2, -1, Anchor::Now),
            word if word.eq_ignore_ascii_case("this") && year_at(of + 1) => step(of + 2, 0, Anchor::Now),
            word if word.eq_ignore_ascii_case("next") && year_at(of + 1) => step(of + 2, 1, Anchor::Now),
            word if word.eq_ignore_ascii_case("that") && year_at(of + 1) => step(of + 2, 0, Anchor::Focus),
            word if word.eq_ignore_ascii_case("that") && self.is(of + 1, "same") && year_at(of + 2) => {
                step(of + 3, 0, Anchor::Focus)
            }
            word if word.eq_ignore_ascii_case("the") && year_at(of + 2) => match self.word(of + 1) {
                word if word.eq_ignore_ascii_case("same") => step(of + 3, 0, Anchor::Focus),
                word if word.eq_ignore_ascii_case("following") || word.eq_ignore_ascii_case("next") => {
                    step(of + 3, 1, Anchor::Focus)
                }
                word if word.eq_ignore_ascii_case("previous") => step(of + 3, -1, Anchor::Focus),
                _ => None,
            },
            _ => None,
        }
    }

    /// A year in digits that cannot count anything, or one with an era.
    pub(super) fn exact_year(&self, at: usize) -> Read<YearOf> {
        if self.is(at, "ad") && self.pieces.get(at)?.is_capital() {
            let year = self.pieces.get(at + 1)?.number(1..=4)?;
            return Some((at + 2, YearOf::Exact(i16::try_from(year).ok()?)));
        }
        let number = self.pieces.get(at)?.number(1..=4)?;
        if self.is_part_of_number(at) {
            return None;
        }
        let year = i16::try_from(number).ok()?;
        if let Some(end) = self.before_christ(at + 1) {
            return Some((end, YearOf::Exact(1 - year)));
        }
        // "499-493 BC", "between 264 and 241 BC": the first year takes its era from the second.
        if (self.is_dash(at + 1) || self.is_any(at + 1, &["and", "to"]))
            && self.pieces.get(at + 2).is_some_and(|piece| piece.number(1..=4).is_some())
            && self.before_christ(at + 3).is_some()
            && number >= 32
        {
            return Some((at + 1, YearOf::Exact(1 - year)));
        }
        match self.pieces[at].text.len() {
            4 if (1000..=2100).contains(&year) && !self.counts(at) => Some((at + 1, YearOf::Exact(year))),
            3 if self.follows_any(at, &["in", "of", "by", "until"]) && self.ends_here(at + 1) && !self.is_split(at) => {
                Some((at + 1, YearOf::Unmarked(year)))
            }
            _ => None,
        }
    }

    /// Does the number run on behind a comma or stop? "358,000", "200.5".
    fn is_split(&self, at: usize) -> bool {
        matches!(self.word(at + 1), "," | ".")
            && !self.is_spaced(at + 1)
            && !self.is_spaced(at + 2)
            && self.pieces.get(at + 2).is_some_and(|piece| piece.kind == PieceKind::Digits)
    }

    /// Does a four-digit number count something? "2000 troops", "1990 km", "1,990", "2000%", "No. 1990", "1500-strong".
    fn counts(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |before| self.word(before));
        if matches!(before, "$" | "#" | "\u{a3}" | "\u{20ac}" | "+") || at > 1 && before == "." && self.is(at - 2, "no")
        {
            return true;
        }
        let Some(next) = self.pieces.get(at + 1) else { return false };
        let number_behind =
            self.pieces.get(at + 2).is_some_and(|piece| !piece.is_spaced && piece.kind == PieceKind::Digits);
        match next.kind {
            PieceKind::Digits => false,
            PieceKind::Mark => {
                next.text == "%" || !next.is_spaced && matches!(next.text, "." | "," | ":") && number_behind
            }
            PieceKind::Letters if !next.is_spaced => true,
            PieceKind::Letters => {
                let is_preposition_before = self.follows_any(
                    at,
                    &[
                        "in", "since", "of", "the", "until", "during", "by", "from", "after", "before", "late",
                        "early", "fiscal", "year",
                    ],
                );
                let is_unit_of_measure = self.is_any(
                    at + 1,
                    &[
                        "km",
                        "miles",
                        "kilometers",
                        "kilometres",
                        "meters",
                        "metres",
                        "percent",
                        "people",
                        "men",
                        "tons",
                        "tonnes",
                        "troops",
                        "soldiers",
                        "hours",
                        "days",
                        "years",
                        "feet",
                        "dead",
                        "kg",
                        "acres",
                        "hectares",
                        "gmt",
                        "utc",
                        "hrs",
                    ],
                );
                let is_plural_noun = next.senses.is_none()
                    && next.text.len() > 3
                    && next.text.ends_with('s')
                    && !next.is_capital()
                    && !next.text.ends_with("ss");
                is_unit_of_measure || is_plural_noun && !is_preposition_before
            }
        }
    }

    /// "BC", "BCE", "B.C.": behind it.
    fn before_christ(&self, at: usize) -> Option<usize> {
        if matches!(self.word(at), "BC" | "BCE") {
            return Some(at + 1);
        }
        let is_dotted = self.word(at) == "B" && self.word(at + 1) == "." && self.word(at + 2) == "C";
        if !is_dotted {
            return None;
        }
        Some(if self.word(at + 3) == "." && !self.is_spaced(at + 3) { at + 4 } else { at + 3 })
    }

    /// "nineteen ninety-six", "two thousand", "two thousand and three".
    fn spelled_year(&self, at: usize) -> Read<YearOf> {
        let first = self.senses(at)?.cardinal?;
        if (13..=20).contains(&first) {
            let (end, rest) = self.spelled(at + 1).filter(|(_, rest)| (10..100).contains(rest))?;
            if self.unit_word(end).is_some() || self.is_hyphen(end) {
                return None;
            }
            return Some((end, YearOf::Exact(i16::try_from(first * 100 + rest).ok()?)));
        }
        let is_after_year = at > 0 && self.is(at - 1, "year");
        let (end, year) = self.spelled(at).filter(|(_, year)| is_after_year && (2000..2100).contains(year))?;
        Some((end, YearOf::Exact(i16::try_from(year).ok()?)))
    }

    /// "'99", with a mark that opens and none that closes.
    fn short_year(&self, at: usize) -> Read<YearOf> {
        let is_opened = self.is_apostrophe(at) && self.is_spaced(at) && !self.is_spaced(at + 1);
        let year = self.pieces.get(at + 1)?.number(2..=2).filter(|_| is_opened)?;
        let is_decade = self.is(at + 2, "s") && !self.is_spaced(at + 2);
        (!is_decade && !self.is_apostrophe(at + 2)).then_some((at + 2, YearOf::Short(i16::try_from(year).ok()?)))
    }
}

fn year_meaning(year: YearOf) -> Meaning {
    Meaning::calendar(|calendar| calendar.year = Some(year))
}
