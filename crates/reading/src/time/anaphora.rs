//! Counting: what an expression means, given the day of publication and what the text spoke of before.
//!
//! The resolver goes through a text once, in reading order, and remembers the last point that was named: the focus. "The next
//! day", "that month", "three days later" count from it. A month or a day without a year takes, in news, the year that lies
//! nearest to the day of publication on the side the words look to; in a narrative, the year of the focus, or the one
//! after it when the months run on ("in December 1940 ... in January").

use jiff::civil::{Date, Weekday};

use super::TimexKind;
use super::calendar::{
    Clock, Era, Extent, Part, Point, Season, Unit, add_days, add_months, decade_of, easter, monday_of, thanksgiving,
    weekday_in_week,
};
use super::interval::Finding;
use super::lexicon::{Direction, Reference};
use super::meaning::{Anchor, Calendar, Feast, Found, Meaning, Repeat, Step, Within, YearOf};

/// How much farther a day seems that lies on the side where the words do not look: "Jan. 14" on 6 January is the one in a
/// week, not the one of last year, even behind "said". Chosen on TimeBank and AQUAINT, 2026-11-25.
const WRONG_SIDE: i32 = 4;

/// Years between the story of a narrative and a point that is an aside. Chosen on WikiWars 1-16, 2026-11-25.
const ASIDE_YEARS: i32 = 12;

/// Sentences over which a quarter stays what a report compares with. Chosen on TimeBank, 2026-11-25.
const QUARTER_SENTENCES: usize = 6;

/// Goes through the expressions of a text in order.
pub(super) struct Resolver {
    now: Option<Date>,
    is_narrative: bool,
    /// The last point that the text named.
    focus: Option<Point>,
    /// The last day that the text named: days and weeks cannot be counted from a month.
    day: Option<Point>,
    /// In a narrative, the last day or month that belongs to the story: it supplies the years of bare months.
    story: Option<Point>,
    /// A year, or a part of one, that was named after it, and in which sentence.
    story_year: Option<(i16, usize)>,
    /// A point far from the story that was named once: an aside, unless a second one follows.
    aside: Option<Point>,
    /// The last quarter that was named, and in which sentence: what business news reports on.
    quarter: Option<(Point, usize)>,
    /// A year that was said in full in this sentence.
    stated_year: Option<i16>,
    sentence: usize,
}

impl Resolver {
    pub fn new(now: Option<Date>, is_narrative: bool) -> Resolver {
        Resolver {
            now,
            is_narrative,
            focus: None,
            day: None,
            story: None,
            story_year: None,
            aside: None,
            quarter: None,
            stated_year: None,
            sentence: 0,
        }
    }

    /// The meaning of the next expression, which stands in that sentence; nothing when it turns out to be none.
    pub fn resolve(&mut self, found: &Found, sentence: usize) -> Option<Finding> {
        if sentence != self.sentence {
            (self.sentence, self.stated_year) = (sentence, None);
        }
        Some(match found.meaning {
            Meaning::Calendar(Calendar { year: Some(YearOf::Unmarked(_)), .. }) if !self.is_before_christ() => {
                return None;
            }
            Meaning::Calendar(calendar) => self.calendar(&calendar, found.direction),
            Meaning::Step(step) => self.step(&step),
            Meaning::VagueStep { is_later } => {
                Finding::valued(TimexKind::Date, if is_later { "FUTURE_REF" } else { "PAST_REF" })
            }
            Meaning::Reference(reference) => Finding::valued(TimexKind::Date, written_reference(reference)),
            Meaning::Duration { amount, unit } => Finding::valued(TimexKind::Duration, amount.written(unit)),
            Meaning::Set(repeat) => written_repeat(repeat),
            Meaning::Unvalued => Finding::unvalued(TimexKind::Date),
        })
    }

    /// Does the text speak of years before Christ?
    fn is_before_christ(&self) -> bool {
        self.focus.is_some_and(|focus| match focus.extent {
            Extent::Century(era, _) | Extent::Decade(era, _) => era == Era::Bc,
            _ => focus.year().is_some_and(|year| year < 0),
        })
    }

    fn now_point(&self) -> Option<Point> {
        self.now.map(Point::day)
    }

    /// Remembers a point and gives it.
    fn named(&mut self, point: Point) -> Finding {
        let focus = Point { clock: None, ..point };
        self.focus = Some(focus);
        self.day = focus.date().map(Point::day).or(self.day);
        self.told(focus);
        Finding::at(point)
    }

    /// Carries the story of a narrative on. "The Estates had last met in 1614" is an aside: a single point far from the
    /// story does not move it, a second one near the first does.
    fn told(&mut self, point: Point) {
        let Some(year) = point.year() else { return };
        let is_near =
            |other: Option<i16>| other.is_some_and(|other| (i32::from(other) - i32::from(year)).abs() <= ASIDE_YEARS);
        let year_of = |point: Option<Point>| point.and_then(Point::year);
        let told = [year_of(self.story), self.story_year.map(|(year, _)| year)];
        let is_told = told.iter().any(Option::is_some);
        if is_told && !told.into_iter().any(is_near) && !is_near(year_of(self.aside)) {
            self.aside = Some(point);
            return;
        }
        self.aside = None;
        match point.extent {
            Extent::Day(_) | Extent::Month(..) | Extent::Week(_) | Extent::Weekend(_) => {
                (self.story, self.story_year) = (Some(point), None);
            }
            Extent::Season(..) => {}
            _ => {
                self.story_year = Some((year, self.sentence));
            }
        }
    }

    fn calendar(&mut self, calendar: &Calendar, direction: Option<Direction>) -> Finding {
        let kind = if calendar.clock.is_some() { TimexKind::Time } else { TimexKind::Date };
        let point = self.extent(calendar, direction).map(|extent| Point { extent, clock: calendar.clock });
        let Some(point) = point.filter(|point| point.days().is_some()) else {
            return match calendar.clock {
                Some(clock) if calendar.day.is_none() => {
                    Finding::valued(TimexKind::Time, format!("XXXX-XX-XXT{}", clock.written()))
                }
                _ => Finding::unvalued(kind),
            };
        };
        let point = match calendar.around.and_then(|unit| point.widened(unit)) {
            Some(around) => around,
            None => point,
        };
        if let Some(YearOf::Exact(year)) = calendar.year {
            self.stated_year = Some(year);
        }
        if let (Extent::Quarter(..), None) = (point.extent, calendar.around) {
            self.quarter = Some((point, self.sentence));
        }
        self.named(point)
    }

    /// The stretch that a calendar name means; nothing when something is missing or no such day exists.
    fn extent(&self, calendar: &Calendar, direction: Option<Direction>) -> Option<Extent> {
        if let Some(weekday) = calendar.weekday.filter(|_| calendar.day.is_none()) {
            return self.weekday(weekday, calendar.step, direction).map(Extent::Day);
        }
        if calendar.is_day_of_month {
            return self.day_of_month(calendar.day?, direction).map(Extent::Day);
        }
        let year = match calendar.year {
            Some(year) => Some(self.year(year)?),
            None => None,
        };
        if let Some(feast) = calendar.feast {
            return self.feast(feast, year, calendar.step, direction).map(Extent::Day);
        }
        let Some(within) = calendar.within else {
            return match year {
                Some(Extent::Year(year)) if calendar.around == Some(Unit::Quarter) => self.quarter_in_year(year),
                Some(extent) => Some(extent),
                // A time of day alone: on the day that the text speaks of.
                None => calendar.clock.and_then(|_| self.day_spoken_of()).map(Extent::Day),
            };
        };
        let year = match year {
            Some(Extent::Year(year)) => year,
            Some(_) => return None,
            None => self.year_of(within, calendar.day, calendar.step, direction)?,
        };
        match (within, calendar.day) {
            (Within::Month(month), Some(day)) => self.full_day(year, month, day, calendar.weekday),
            (within, _) => Some(in_year(year, within)),
        }
    }

    /// A day of a month; when a weekday is named too and does not fit the year that was supplied, the year next to it that fits.
    fn full_day(&self, year: i16, month: i8, day: i8, weekday: Option<Weekday>) -> Option<Extent> {
        let date = Date::new(year, month, day).ok();
        let fits = |date: &Date| weekday.is_none_or(|weekday| date.weekday() == weekday);
        let near = [year - 1, year + 1];
        let other = || {
            near.into_iter()
                .filter_map(|year| Date::new(year, month, day).ok())
                .find(|date| weekday.is_some() && fits(date))
        };
        date.filter(fits).or_else(other).or(date).map(Extent::Day)
    }

    fn year(&self, year: YearOf) -> Option<Extent> {
        Some(match year {
            YearOf::Exact(year) => Extent::Year(year),
            YearOf::Short(short) => Extent::Year(self.year_with_ending(short, 100)?),
            YearOf::Unmarked(number) => {
                return self.is_before_christ().then_some(Extent::Year(1 - number));
            }
            YearOf::Decade(era, tens) => Extent::Decade(era, tens),
            YearOf::ShortDecade(tens) => decade_of(self.year_with_ending(tens * 10, 100)?),
            YearOf::Century(era, hundreds) => Extent::Century(era, hundreds),
            YearOf::Step(by, from) => {
                let from = self.anchor(from)?;
                from.moved(Unit::Year, by)?.extent
            }
        })
    }

    /// The year with these last digits that lies nearest to what the text speaks of, and not far behind its day.
    fn year_with_ending(&self, ending: i16, modulus: i16) -> Option<i16> {
        let near = if self.is_narrative { self.focus.and_then(Point::year) } else { None };
        let near = near.or_else(|| self.now.map(Date::year)).or_else(|| self.focus.and_then(Point::year))?;
        let base = near - near.rem_euclid(modulus) + ending;
        // A short year is rarely more than 20 years ahead of its text, and "the '80s" in 2022 are behind.
        let ahead = if self.is_narrative { 50 } else { 20 };
        [base, base - modulus, base + modulus].into_iter().filter(|year| *year <= near + ahead).max()
    }

    fn anchor(&self, anchor: Anchor) -> Option<Point> {
        match anchor {
            Anchor::Now => self.now_point().or(self.focus),
            Anchor::Focus => self.focus.or_else(|| self.now_point()),
            Anchor::Either if self.is_narrative => self.focus.or_else(|| self.now_point()),
            Anchor::Compared if self.is_narrative => self.focus.or_else(|| self.now_point()),
            Anchor::Either | Anchor::Compared => self.now_point().or(self.focus),
        }
    }

    /// The day that a bare time of day belongs to.
    fn day_spoken_of(&self) -> Option<Date> {
        self.focus.and_then(Point::date).or(if self.is_narrative { None } else { self.now })
    }

    /// A weekday. In news "on Friday" is the last one, today's included, unless the words look forward; "last Friday" and
    /// "next Friday" are said of another day than today. In a narrative it is that of the week spoken of.
    fn weekday(&self, weekday: Weekday, step: Option<(i32, Anchor)>, direction: Option<Direction>) -> Option<Date> {
        let from_focus = || self.focus.and_then(Point::date);
        if let Some((by, Anchor::Focus)) = step {
            let from = from_focus().or(self.now)?;
            return match by {
                0 => weekday_in_week(from, weekday),
                by => nearest_weekday(from, weekday, by),
            };
        }
        let now = if self.is_narrative { from_focus() } else { self.now };
        let now = now.or_else(from_focus)?;
        match step {
            Some((0, _)) => weekday_in_week(now, weekday),
            Some((by, _)) => nearest_weekday(now, weekday, by),
            None if now.weekday() == weekday => Some(now),
            None if direction == Some(Direction::Future) => nearest_weekday(now, weekday, 1),
            None => nearest_weekday(now, weekday, -1),
        }
    }

    /// "the 20th": in the month spoken of, or the nearest such day.
    fn day_of_month(&self, day: i8, direction: Option<Direction>) -> Option<Date> {
        let of_focus = |point: Point| Date::new(point.widened(Unit::Month)?.year()?, point.month()?, day).ok();
        if let Some(date) = self.focus.and_then(of_focus) {
            return Some(date);
        }
        let now = self.now?;
        let same = Date::new(now.year(), now.month(), day).ok();
        match direction {
            Some(Direction::Future) if now.day() > day => add_months(same?, 1),
            Some(Direction::Future) => same,
            _ if now.day() < day => add_months(same?, -1),
            _ => same,
        }
    }

    fn feast(
        &self,
        feast: Feast,
        year: Option<Extent>,
        step: Option<(i32, Anchor)>,
        direction: Option<Direction>,
    ) -> Option<Date> {
        let in_year = |year: i16| match feast {
            Feast::Fixed(month, day) => Date::new(year, month, day).ok(),
            Feast::Easter => easter(year),
            Feast::Thanksgiving => thanksgiving(year),
        };
        if let Some(Extent::Year(year)) = year {
            return in_year(year);
        }
        if self.is_narrative {
            return in_year(self.focus.and_then(Point::year)?);
        }
        let now = self.now?;
        let direction = match step {
            Some((by, _)) if by > 0 => Some(Direction::Future),
            Some((by, _)) if by < 0 => Some(Direction::Past),
            _ => direction,
        };
        let near = [now.year() - 1, now.year(), now.year() + 1].into_iter().filter_map(in_year);
        near.min_by_key(|date| distance(now, *date, direction, WRONG_SIDE))
    }

    /// The year of a part of a year that was named without one.
    fn year_of(
        &self,
        within: Within,
        day: Option<i8>,
        step: Option<(i32, Anchor)>,
        direction: Option<Direction>,
    ) -> Option<i16> {
        if let Some((by, anchor)) = step {
            return self.stepped_year(within, by, self.anchor(anchor)?);
        }
        if self.is_narrative {
            return self.narrated_year(within);
        }
        let now = self.now?;
        if let Some(year) = self.stated_year.filter(|year| *year < now.year() && direction != Some(Direction::Future)) {
            return Some(year);
        }
        let middle = |year: i16| {
            let middle = match within {
                Within::Month(month) => Date::new(year, month, day.unwrap_or(15)).ok(),
                Within::Season(season) => Date::new(year, season.middle_month(), 15).ok(),
                Within::Quarter(quarter) => Date::new(year, quarter * 3 - 1, 15).ok(),
                Within::Half(half) => Date::new(year, half * 6 - 3, 15).ok(),
            };
            middle.map(|middle| (year, middle))
        };
        let is_now = |year: i16| {
            let days = Point::whole(in_year(year, within)).days();
            day.is_none() && days.is_some_and(|days| days.touches(text::DateInterval::day(now)))
        };
        // "expects a third-quarter loss", said in November, is said of the quarter that is over.
        let is_expected_quarter = matches!(within, Within::Quarter(_)) && direction == Some(Direction::Future);
        let wrong_side = if is_expected_quarter { 1 } else { WRONG_SIDE };
        let near = || [now.year() - 1, now.year(), now.year() + 1].into_iter();
        if let Some(year) = near().find(|year| is_now(*year)) {
            return Some(year);
        }
        near()
            .filter_map(middle)
            .min_by_key(|(_, middle)| distance(now, *middle, direction, wrong_side))
            .map(|(year, _)| year)
    }

    /// "last June": the one before, not this year's June when it is June now. "this fall": the one of this year.
    fn stepped_year(&self, within: Within, by: i32, from: Point) -> Option<i16> {
        let year = from.year()?;
        if by == 0 {
            // "this winter", said from summer on, is the one that comes and has the number of the next year.
            let is_coming_winter =
                within == Within::Season(Season::Winter) && from.month().is_some_and(|month| month >= 7);
            return Some(if is_coming_winter { year + 1 } else { year });
        }
        let days = |year: i16| Point::whole(in_year(year, within)).days();
        let from = from.days()?;
        let candidates = [year - 1, year, year + 1];
        if by < 0 {
            candidates.into_iter().rev().find(|year| days(*year).is_some_and(|days| days.last() < from.first()))
        } else {
            candidates.into_iter().find(|year| days(*year).is_some_and(|days| days.first() > from.last()))
        }
    }

    /// In a narrative the months run on: a month long before the one spoken of belongs to the next year. A year that was
    /// named since then rules, unless the month follows the story directly: "... fell on 10 March. The plan for 1976 was
    /// dropped. On 11 March ...".
    fn narrated_year(&self, within: Within) -> Option<i16> {
        let year = self.story.and_then(Point::year);
        let month = match within {
            Within::Month(month) => month,
            Within::Season(season) => season.middle_month(),
            Within::Quarter(_) | Within::Half(_) => return self.story_year.map(|(year, _)| year).or(year),
        };
        let ahead = self.story.and_then(Point::month).map(|story_month| month - story_month);
        if let Some((named, sentence)) = self.story_year {
            let follows = ahead.is_some_and(|ahead| (0..=FOLLOWS_MONTHS).contains(&ahead)) && sentence != self.sentence;
            return if follows { year } else { Some(named) };
        }
        let year = year.or_else(|| self.focus.and_then(Point::year))?;
        Some(match ahead {
            Some(ahead) if ahead <= -RUNS_ON_MONTHS => year + 1,
            Some(ahead) if ahead >= RUNS_BACK_MONTHS => year - 1,
            _ => year,
        })
    }

    /// "the 1988 quarter": the quarter that the text reports on, in that year.
    fn quarter_in_year(&self, year: i16) -> Option<Extent> {
        match self.reported_quarter()?.extent {
            Extent::Quarter(_, quarter) => Some(Extent::Quarter(year, quarter)),
            _ => None,
        }
    }

    /// The quarter that business news reports on: the last one named, or the last one that was over.
    fn reported_quarter(&self) -> Option<Point> {
        self.quarter.map(|(quarter, _)| quarter).or_else(|| self.now_point()?.moved(Unit::Quarter, -1))
    }

    fn step(&mut self, step: &Step) -> Finding {
        let kind = if step.clock.is_some() { TimexKind::Time } else { TimexKind::Date };
        match self.stepped(step) {
            Some(point) => self.stepped_to(step, Point { clock: step.clock, ..point }),
            None => match (kind, self.anchor(step.from)) {
                (TimexKind::Date, Some(from)) if step.from == Anchor::Focus => {
                    open_value(from, step.unit).map_or(Finding::unvalued(kind), |value| Finding::valued(kind, value))
                }
                (TimexKind::Time, _) => {
                    let clock = step.clock.map_or(String::new(), Clock::written);
                    Finding::valued(kind, format!("XXXX-XX-XXT{clock}"))
                }
                _ => Finding::unvalued(kind),
            },
        }
    }

    /// A step that was counted. What is only compared with does not become the focus: "up from a year earlier", and in a
    /// narrative "two years ago" or "the previous year".
    fn stepped_to(&mut self, step: &Step, point: Point) -> Finding {
        let is_aside = match step.from {
            Anchor::Compared => true,
            Anchor::Now => self.is_narrative,
            Anchor::Focus => {
                self.is_narrative && step.by < 0 && matches!(step.unit, Unit::Year | Unit::Decade | Unit::Century)
            }
            Anchor::Either => step.unit == Unit::Quarter,
        };
        if is_aside { Finding::at(point) } else { self.named(point) }
    }

    fn stepped(&self, step: &Step) -> Option<Point> {
        if step.unit == Unit::Quarter && step.from == Anchor::Either {
            return self.reported_quarter();
        }
        if step.from == Anchor::Compared {
            // "a year earlier" in a report on a quarter is that quarter of the year before.
            let quarter = self.quarter.filter(|(_, sentence)| self.sentence - sentence <= QUARTER_SENTENCES);
            return match quarter {
                Some((quarter, _)) if !self.is_narrative => quarter.moved(Unit::Quarter, -4),
                _ => self.anchor(step.from)?.moved(step.unit, step.by),
            };
        }
        if step.unit == Unit::Weekend {
            return self.weekend(step);
        }
        let from = self.anchor(step.from)?;
        let is_short = matches!(step.unit, Unit::Day | Unit::Week | Unit::Fortnight);
        if step.from == Anchor::Focus && is_short && !self.is_narrative && from.widened(step.unit).is_none() {
            // "decreed on Tuesday what it had said in May ... on the same day": the day, not the month.
            return self.day.or_else(|| self.now_point())?.moved(step.unit, step.by);
        }
        from.moved(step.unit, step.by)
    }

    /// "the weekend": the last one, and from Friday on the coming one.
    fn weekend(&self, step: &Step) -> Option<Point> {
        let from = self.anchor(if step.from == Anchor::Either { Anchor::Now } else { step.from })?;
        let monday = monday_of(from.date()?)?;
        let is_late = matches!(from.date()?.weekday(), Weekday::Friday | Weekday::Saturday | Weekday::Sunday);
        let weeks = match (step.from, step.by) {
            (Anchor::Either, _) if is_late => 0,
            (Anchor::Either, _) => -1,
            (_, by) if by < 0 && from.date()?.weekday() == Weekday::Sunday => by,
            (_, by) => by,
        };
        Some(Point::whole(Extent::Weekend(add_days(monday, weeks * 7)?)))
    }
}

/// How many months back a bare month may lie in the same year of a narrative before the story is taken to run on into the
/// next; and how many ahead before it is taken to look back into the year before. Chosen on WikiWars 1-16, 2026-11-25.
const RUNS_ON_MONTHS: i8 = 9;
const RUNS_BACK_MONTHS: i8 = 10;
/// How many months behind the story a month may lie to be its direct sequel.
const FOLLOWS_MONTHS: i8 = 0;

/// A value with the finest part left open: "four days later" when only the month is known.
fn open_value(from: Point, unit: Unit) -> Option<String> {
    let year = Point::whole(Extent::Year(from.year()?)).value();
    Some(match unit {
        Unit::Day => format!("{year}-XX-XX"),
        Unit::Week | Unit::Fortnight | Unit::Weekend => format!("{year}-WXX"),
        Unit::Month => format!("{year}-XX"),
        _ => return None,
    })
}

/// Days between, the wrong side counted several times.
fn distance(now: Date, date: Date, direction: Option<Direction>, wrong_side: i32) -> i32 {
    let days = now.until(date).map_or(i32::MAX / WRONG_SIDE, |stretch| stretch.get_days());
    let is_wrong = match direction {
        Some(Direction::Future) => days < 0,
        Some(Direction::Past) | None => days > 0,
    };
    if is_wrong { days.abs().saturating_mul(wrong_side) } else { days.abs() }
}

/// The next or last such weekday that is not the day itself.
fn nearest_weekday(from: Date, weekday: Weekday, by: i32) -> Option<Date> {
    from.nth_weekday(by.signum(), weekday).ok()
}

fn in_year(year: i16, within: Within) -> Extent {
    match within {
        Within::Half(half) => Extent::Half(year, half),
        Within::Quarter(quarter) => Extent::Quarter(year, quarter),
        Within::Season(season) => Extent::Season(year, season),
        Within::Month(month) => Extent::Month(year, month),
    }
}

fn written_reference(reference: Reference) -> &'static str {
    match reference {
        Reference::Past => "PAST_REF",
        Reference::Present => "PRESENT_REF",
        Reference::Future => "FUTURE_REF",
    }
}

fn written_repeat(repeat: Repeat) -> Finding {
    let part_of = |part: Option<Part>| part.map_or(String::new(), |part| format!("T{}", part.sign()));
    let value = match repeat {
        Repeat::Every(amount, unit) => amount.written(unit),
        Repeat::Weekday(weekday, part) => format!("XXXX-WXX-{}{}", weekday.to_monday_one_offset(), part_of(part)),
        Repeat::Month(month) => format!("XXXX-{month:02}"),
        Repeat::Season(season) => format!("XXXX-{}", season.sign()),
        Repeat::Part(part) => return Finding::valued(TimexKind::Time, format!("XXXX-XX-XXT{}", part.sign())),
        Repeat::Written(value) => value.to_owned(),
    };
    Finding::valued(TimexKind::Set, value)
}
