//! The grammar: which pieces of a sentence are an expression of time, and what they say.
//!
//! Every function takes the number of a piece and answers with the number behind what it read, and what it read; or with
//! nothing. Each looks ahead a bounded number of pieces, so the whole is linear. The longest reading wins.

mod clock;
mod date;
mod number;
mod reference;
mod unit;

use super::calendar::{Part, Season, Unit};
use super::lexicon::Senses;
use super::meaning::{Amount, Bound, Calendar, Found, Meaning, Within, YearOf};
use super::piece::{Piece, PieceKind};

/// A sentence to read.
#[derive(Clone, Copy)]
pub(super) struct Grammar<'a> {
    pub pieces: &'a [Piece<'a>],
}

/// A reading that begins at a known piece: the number behind it, and what it says.
type Read<T> = Option<(usize, T)>;

/// Words after which a bare month, season or number is one of time.
const PREPOSITIONS: [&str; 21] = [
    "in",
    "by",
    "since",
    "until",
    "till",
    "of",
    "from",
    "to",
    "through",
    "during",
    "before",
    "after",
    "and",
    "or",
    "for",
    "between",
    "throughout",
    "around",
    "about",
    "into",
    "as",
];

impl<'a> Grammar<'a> {
    /// All expressions of the sentence in order; they do not overlap.
    pub fn expressions(&self, into: &mut Vec<Found>) {
        let mut at = 0;
        while at < self.pieces.len() {
            let Some(found) = self.may_open(at).then(|| self.expression(at)).flatten() else {
                at += 1;
                continue;
            };
            at = found.end;
            into.push(self.with_year_of_range(found));
            if let Some(more) = self.continuation(&found) {
                // "March 5-9, 1918": the year behind the second day is the year of the first.
                if let (Meaning::Calendar(first), Meaning::Calendar(second)) = (found.meaning, more.meaning)
                    && first.year.is_none()
                    && first.month().is_some()
                {
                    let whole = Meaning::Calendar(Calendar { year: second.year, ..first });
                    into.last_mut().expect("pushed above").meaning = whole;
                }
                at = more.end;
                into.push(more);
            }
        }
    }

    /// "July-November 1954", "in April and June 1955": the year behind the second month is the year of the first.
    fn with_year_of_range(&self, found: Found) -> Found {
        let Meaning::Calendar(first) = found.meaning else { return found };
        let at = found.end;
        let is_month = first.month().is_some() && first.year.is_none() && first.step.is_none();
        let is_list = self.is_any(at, &["and", "or"]);
        if !is_month || !self.is_dash(at) && !self.is_any(at, &["and", "to", "or", "through"]) {
            return found;
        }
        let last = match self.dated(at + 1) {
            Some((_, Meaning::Calendar(last)))
                if last.month().is_some() && last.day.is_some() == first.day.is_some() =>
            {
                last
            }
            _ => return found,
        };
        let year = match (last.year, first.month() > last.month()) {
            // "November to February 1954" began the year before.
            (Some(YearOf::Exact(year)), true) if !is_list => Some(YearOf::Exact(year.saturating_sub(1))),
            (year, _) => year,
        };
        Found { meaning: Meaning::Calendar(Calendar { year, ..first }), ..found }
    }

    fn may_open(&self, at: usize) -> bool {
        let piece = &self.pieces[at];
        match piece.kind {
            PieceKind::Digits => true,
            PieceKind::Letters => piece.senses.is_some_and(|senses| senses.opens),
            PieceKind::Mark => matches!(piece.text, "'" | "\u{2019}" | "\u{2018}"),
        }
    }

    fn expression(&self, at: usize) -> Option<Found> {
        let found = |(end, meaning)| Found { start: at, end, meaning, bound: None, direction: None };
        let plain = self.plain(at).map(found);
        let bounded =
            self.bounded(at).map(|(end, (meaning, bound))| Found { bound: Some(bound), ..found((end, meaning)) });
        let best = match (plain, bounded) {
            (Some(plain), Some(bounded)) if plain.end >= bounded.end => plain,
            (plain, bounded) => bounded.or(plain)?,
        };
        Some(self.with_direction(best))
    }

    fn with_direction(&self, found: Found) -> Found {
        let needs = match found.meaning {
            Meaning::Calendar(calendar) => calendar.year.is_none(),
            _ => false,
        };
        let direction = if needs { super::direction::direction(self.pieces, found.start, found.end) } else { None };
        Found { direction, ..found }
    }

    /// An expression without anything that narrows it: the longest of all readings.
    fn plain(&self, at: usize) -> Read<Meaning> {
        let readings = [
            self.clock_and_date(at),
            self.dated(at),
            self.determined(at),
            self.counted(at),
            self.repeated(at),
            self.pointing(at),
        ];
        let mut best: Read<Meaning> = None;
        for reading in readings.into_iter().flatten() {
            if best.is_none_or(|(end, _)| reading.0 > end) {
                best = Some(reading);
            }
        }
        best
    }

    /// "late September", "the end of 1990", "about two years ago".
    fn bounded(&self, at: usize) -> Read<(Meaning, Bound)> {
        self.narrowed(at).or_else(|| self.loosened(at))
    }

    /// A point with the part of it that is meant.
    /// Finds "mid-October", "early in 1914", "the latter part of the year", "later this month", "year's end".
    /// Leaves "the end of the war", "late President", "Mid Wales".
    fn narrowed(&self, at: usize) -> Read<(Meaning, Bound)> {
        let (mut next, bound) = match self.word(at) {
            word if word.eq_ignore_ascii_case("early") => (at + 1, Bound::Start),
            word if word.eq_ignore_ascii_case("late") => (at + 1, Bound::End),
            word if word.eq_ignore_ascii_case("mid") => (at + 1, Bound::Mid),
            word if word.eq_ignore_ascii_case("earlier") => (at + 1, Bound::Before),
            word if word.eq_ignore_ascii_case("later") => (at + 1, Bound::After),
            word if word.eq_ignore_ascii_case("the") => return self.part_of(at),
            _ => return None,
        };
        if self.is_dash(next) || self.is(next, "in") {
            next += 1;
        }
        let (end, meaning) = self.plain(next)?;
        let is_point = match meaning {
            Meaning::Calendar(calendar) => {
                bound != Bound::After && bound != Bound::Before
                    || calendar.step.is_some()
                    || calendar.day.is_some()
                    || calendar.weekday.is_some()
                    || calendar.year.is_some()
                    || calendar.within.is_some()
            }
            Meaning::Step(_) => true,
            _ => false,
        };
        is_point.then_some((end, (meaning, bound)))
    }

    /// "the end of ...", "the rest of ...", with the stretch behind it.
    fn part_of(&self, at: usize) -> Read<(Meaning, Bound)> {
        let mut next = at + 1;
        let bound = if self.is_any(next, &["end", "close"]) {
            Bound::End
        } else if self.is_any(next, &["beginning", "start", "outset"]) {
            Bound::Start
        } else if self.is(next, "middle") {
            Bound::Mid
        } else if self.is(next, "rest") || self.is(next, "remainder") {
            Bound::After
        } else if self.is_any(next, &["latter", "later"]) && self.is(next + 1, "part") {
            next += 1;
            Bound::End
        } else if self.is_any(next, &["early", "first"]) && self.is(next + 1, "part") {
            next += 1;
            Bound::Start
        } else {
            let (end, (meaning, bound)) = self
                .is_any(next, &["early", "late", "mid", "later", "earlier"])
                .then(|| self.narrowed(next))
                .flatten()?;
            // "the early 1980s", "the late spring": the article belongs to them. "the late Monday" does not exist.
            return Some((end, (meaning, bound)));
        };
        next += 1;
        if !self.is(next, "of") {
            return None;
        }
        let (end, meaning) = self.plain(next + 1)?;
        matches!(meaning, Meaning::Calendar(_) | Meaning::Step(_)).then_some((end, (meaning, bound)))
    }

    /// An amount or a point that is not exact.
    /// Finds "nearly two years", "at least 30 days", "around Nov. 1", "no more than sixty days". Leaves "about the war".
    fn loosened(&self, at: usize) -> Read<(Meaning, Bound)> {
        let next = if self.is_any(
            at,
            &["about", "around", "approximately", "roughly", "nearly", "almost", "over", "under", "some", "circa"],
        ) {
            at + 1
        } else if self.is(at, "ca") {
            self.skip(at + 1, ".")
        } else if self.is_any(at, &["more", "less", "fewer"]) && self.is(at + 1, "than")
            || self.is(at, "at") && self.is_any(at + 1, &["least", "most"])
            || self.is(at, "up") && self.is(at + 1, "to")
        {
            at + 2
        } else if self.is(at, "no")
            && self.is_any(at + 1, &["more", "less", "later", "earlier"])
            && self.is(at + 2, "than")
        {
            at + 3
        } else {
            return None;
        };
        let (end, meaning) = self.plain(next)?;
        let is_loose_word = self.is_any(at, &["about", "around", "circa", "ca", "approximately", "roughly"]);
        let fits = match meaning {
            // "over the past year", "around the last days": there the word is a preposition.
            Meaning::Duration { amount: Amount::Vague, .. } if self.is(at, "over") => false,
            Meaning::Duration { .. } => {
                !self.is(next, "the") || self.is_any(at, &["at", "more", "less", "about", "nearly", "almost", "no"])
            }
            Meaning::VagueStep { .. } => true,
            Meaning::Step(_) => !self.is_any(next, &["the", "this", "that", "last", "next", "today", "yesterday"]),
            Meaning::Calendar(calendar) => {
                is_loose_word
                    && (calendar.clock.is_some()
                        || calendar.day.is_some()
                        || calendar.year.is_some()
                        || calendar.within.is_some())
            }
            _ => false,
        };
        fits.then_some((end, (meaning, Bound::Approximate)))
    }

    /// The second day of "March 5-9", the second year of "1937-45".
    fn continuation(&self, found: &Found) -> Option<Found> {
        let Meaning::Calendar(first) = found.meaning else {
            return None;
        };
        let at = found.end;
        let is_joined = self.is_dash(at) || self.is_any(at, &["and", "to", "/", "or"]);
        if !is_joined {
            return None;
        }
        let more = |end, meaning| Some(Found { start: at + 1, end, meaning, bound: None, direction: found.direction });
        if let (Some(month), Some(_)) = (first.month(), first.day)
            && first.year.is_none()
            && let Some((next, day)) = self.day_number(at + 1)
            && self.month_name(next).is_none()
            && !self.is(next, "of")
            && self.unit_word(next).is_none()
            && self.ends_here(next)
        {
            let (end, year) = self.year_behind(next).map_or((next, None), |(end, year)| (end, Some(year)));
            let calendar = Calendar { year, within: Some(Within::Month(month)), day: Some(day), ..Calendar::default() };
            return more(end, Meaning::Calendar(calendar));
        }
        if let (Some(YearOf::Exact(year)), None, None) = (first.year, first.day, first.within)
            && (self.is_dash(at) || self.is(at, "/"))
            && year > 0
            && let Some(short) =
                self.pieces.get(at + 1).filter(|piece| !piece.is_spaced).and_then(|piece| piece.number(2..=2))
            && self.word(at + 2) != "-"
        {
            let last = i32::from(year) / 100 * 100 + short;
            let last = i16::try_from(last).ok().filter(|last| *last > year)?;
            return more(at + 2, Meaning::calendar(|calendar| calendar.year = Some(YearOf::Exact(last))));
        }
        None
    }

    // Looking at single pieces.

    fn word(&self, at: usize) -> &'a str {
        self.pieces.get(at).map_or("", |piece| piece.text)
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.is(word))
    }

    fn is_any(&self, at: usize, words: &[&str]) -> bool {
        self.pieces.get(at).is_some_and(|piece| words.iter().any(|word| piece.is(word)))
    }

    /// The piece before `at`, in that form?
    fn follows_any(&self, at: usize, words: &[&str]) -> bool {
        at > 0 && self.is_any(at - 1, words)
    }

    fn skip(&self, at: usize, word: &str) -> usize {
        if self.is(at, word) { at + 1 } else { at }
    }

    fn is_dash(&self, at: usize) -> bool {
        matches!(self.word(at), "-" | "\u{2010}" | "\u{2011}" | "\u{2013}")
    }

    fn is_apostrophe(&self, at: usize) -> bool {
        matches!(self.word(at), "'" | "\u{2019}" | "\u{2018}")
    }

    /// A hyphen without white space around it: "year-ago".
    fn is_hyphen(&self, at: usize) -> bool {
        self.is_dash(at) && !self.is_spaced(at) && !self.is_spaced(at + 1)
    }

    fn is_spaced(&self, at: usize) -> bool {
        self.pieces.get(at).is_none_or(|piece| piece.is_spaced)
    }

    fn senses(&self, at: usize) -> Option<&'a Senses> {
        self.pieces.get(at)?.senses
    }

    fn unit_word(&self, at: usize) -> Option<Unit> {
        self.senses(at)?.unit
    }

    fn season(&self, at: usize) -> Option<Season> {
        self.senses(at)?.season
    }

    fn part(&self, at: usize) -> Option<Part> {
        self.senses(at)?.part
    }

    fn is_plural(&self, at: usize) -> bool {
        self.word(at).ends_with(['s', 'S'])
    }

    /// Behind "'s", if it stands here.
    fn possessive(&self, at: usize) -> Option<usize> {
        (self.is_apostrophe(at) && self.is(at + 1, "s")).then_some(at + 2)
    }
}

impl Calendar {
    /// The month, when one is named.
    pub fn month(&self) -> Option<i8> {
        match self.within {
            Some(Within::Month(month)) => Some(month),
            _ => None,
        }
    }
}
