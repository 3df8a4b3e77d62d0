//! Points of the civil calendar with their grain: from a century down to a minute of a day.
//!
//! A point knows how TIMEX3 writes it, which civil days it covers, and how to move by whole units. Years are astronomical
//! inside (0 is 1 BC, -1 is 2 BC), as `jiff` counts them, and written with `BC` outside, as WikiWars does.

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span as Stretch, ToSpan};
use text::DateInterval;

/// A stretch of the calendar with a name of its own, and a part of its day where it is one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub extent: Extent,
    pub clock: Option<Clock>,
}

/// What the name covers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Extent {
    /// The hundreds of its years: 18 for the nineteenth century, in its era.
    Century(Era, i16),
    /// The tens of its years: 197 for the 1970s, in its era.
    Decade(Era, i16),
    Year(i16),
    /// First or second half of a year.
    Half(i16, i8),
    Quarter(i16, i8),
    Season(i16, Season),
    Month(i16, i8),
    /// An ISO week, by its Monday.
    Week(Date),
    /// Saturday and Sunday of the week with this Monday.
    Weekend(Date),
    Day(Date),
}

/// Before or after the turn of the eras.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Era {
    Bc,
    Ad,
}

/// Seasons as TIMEX3 names them, of the northern half of the Earth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Fall,
    Winter,
}

/// A part of a day or a time on the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    Part(Part),
    /// Hour 0 to 24 and minute.
    At(i8, i8),
}

/// Parts of the day as TIMEX3 names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
    Daytime,
}

/// A unit of the calendar or the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Season {
    /// The sign of TIMEX3.
    pub fn sign(self) -> &'static str {
        match self {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Fall => "FA",
            Season::Winter => "WI",
        }
    }

    /// The number of its first month. Winter counts from the January of its year: TIMEX3 gives `1990-WI` no other bounds,
    /// and a page of January 1990 calls it so.
    fn first_month(self) -> i8 {
        match self {
            Season::Winter => 12,
            Season::Spring => 3,
            Season::Summer => 6,
            Season::Fall => 9,
        }
    }

    /// Place in the order of a year as pages use it: winter, spring, summer, fall.
    pub fn middle_month(self) -> i8 {
        match self {
            Season::Winter => 1,
            Season::Spring => 4,
            Season::Summer => 7,
            Season::Fall => 10,
        }
    }
}

impl Part {
    /// The sign of TIMEX3.
    pub fn sign(self) -> &'static str {
        match self {
            Part::Morning => "MO",
            Part::Afternoon => "AF",
            Part::Evening => "EV",
            Part::Night => "NI",
            Part::Daytime => "DT",
        }
    }
}

impl Clock {
    /// What stands behind the `T`.
    pub fn written(self) -> String {
        match self {
            Clock::Part(part) => part.sign().to_owned(),
            Clock::At(hour, minute) => format!("{hour:02}:{minute:02}"),
        }
    }
}

impl Point {
    /// A day.
    pub fn day(date: Date) -> Point {
        Point::whole(Extent::Day(date))
    }

    /// A point without a part of the day.
    pub fn whole(extent: Extent) -> Point {
        Point { extent, clock: None }
    }

    /// The value as TIMEX3 writes it.
    pub fn value(self) -> String {
        let extent = match self.extent {
            Extent::Century(Era::Bc, hundreds) => format!("BC{hundreds:02}"),
            Extent::Century(Era::Ad, hundreds) => format!("{hundreds:02}"),
            Extent::Decade(Era::Bc, tens) => format!("BC{tens:03}"),
            Extent::Decade(Era::Ad, tens) => format!("{tens:03}"),
            Extent::Year(year) => written_year(year),
            Extent::Half(year, half) => format!("{}-H{half}", written_year(year)),
            Extent::Quarter(year, quarter) => format!("{}-Q{quarter}", written_year(year)),
            Extent::Season(year, season) => format!("{}-{}", written_year(year), season.sign()),
            Extent::Month(year, month) => format!("{}-{month:02}", written_year(year)),
            Extent::Week(monday) => written_week(monday),
            Extent::Weekend(monday) => format!("{}-WE", written_week(monday)),
            Extent::Day(date) => format!("{}-{:02}-{:02}", written_year(date.year()), date.month(), date.day()),
        };
        match self.clock {
            Some(clock) => format!("{extent}T{}", clock.written()),
            None => extent,
        }
    }

    /// The civil days that it covers; nothing when they lie outside the calendar.
    pub fn days(self) -> Option<DateInterval> {
        let first_of = |year: i16, month: i8| Date::new(year, month, 1).ok();
        let months = |year: i16, first: i8, last: i8| {
            Some(DateInterval::between(first_of(year, first)?, first_of(year, last)?.last_of_month()))
        };
        let years = |era: Era, first: i16, last: i16| {
            let astronomical = |year: i16| if era == Era::Bc { 1 - year } else { year };
            let (a, b) = (DateInterval::year(astronomical(first))?, DateInterval::year(astronomical(last))?);
            let ends = [a.first()?, a.last()?, b.first()?, b.last()?];
            Some(DateInterval::between(*ends.iter().min()?, *ends.iter().max()?))
        };
        match self.extent {
            // The first century of either era has no year 0.
            Extent::Century(era, n) => years(era, n.checked_mul(100)?.max(1), n.checked_mul(100)?.checked_add(99)?),
            Extent::Decade(era, n) => years(era, n.checked_mul(10)?.max(1), n.checked_mul(10)?.checked_add(9)?),
            Extent::Year(year) => DateInterval::year(year),
            Extent::Half(year, half) => months(year, if half == 1 { 1 } else { 7 }, if half == 1 { 6 } else { 12 }),
            Extent::Quarter(year, quarter) => months(year, quarter * 3 - 2, quarter * 3),
            Extent::Season(year, Season::Winter) => {
                Some(DateInterval::between(first_of(year - 1, 12)?, first_of(year, 2)?.last_of_month()))
            }
            Extent::Season(year, season) => months(year, season.first_month(), season.first_month() + 2),
            Extent::Month(year, month) => DateInterval::month(year, month),
            Extent::Week(monday) => Some(DateInterval::between(monday, add_days(monday, 6)?)),
            Extent::Weekend(monday) => Some(DateInterval::between(add_days(monday, 5)?, add_days(monday, 6)?)),
            Extent::Day(date) => Some(DateInterval::day(date)),
        }
    }

    /// The year that it lies in, when it lies in one.
    pub fn year(self) -> Option<i16> {
        match self.extent {
            Extent::Century(..) | Extent::Decade(..) => None,
            Extent::Year(year)
            | Extent::Half(year, _)
            | Extent::Quarter(year, _)
            | Extent::Season(year, _)
            | Extent::Month(year, _) => Some(year),
            Extent::Week(monday) | Extent::Weekend(monday) => Some(monday.year()),
            Extent::Day(date) => Some(date.year()),
        }
    }

    /// The month that it lies in, or the middle month of what is coarser than a month but not than a half year.
    pub fn month(self) -> Option<i8> {
        match self.extent {
            Extent::Month(_, month) => Some(month),
            Extent::Week(date) | Extent::Weekend(date) | Extent::Day(date) => Some(date.month()),
            Extent::Season(_, season) => Some(season.middle_month()),
            Extent::Quarter(_, quarter) => Some(quarter * 3 - 1),
            _ => None,
        }
    }

    /// The day, when it is one.
    pub fn date(self) -> Option<Date> {
        match self.extent {
            Extent::Day(date) => Some(date),
            _ => None,
        }
    }

    /// The unit around this point: the month of a day, the decade of a year. Nothing when the point is coarser than the unit.
    pub fn widened(self, unit: Unit) -> Option<Point> {
        let extent = match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Extent::Day(self.date()?),
            Unit::Week | Unit::Fortnight | Unit::Weekend => {
                let monday = match self.extent {
                    Extent::Day(date) => monday_of(date)?,
                    Extent::Week(monday) | Extent::Weekend(monday) => monday,
                    _ => return None,
                };
                if unit == Unit::Weekend { Extent::Weekend(monday) } else { Extent::Week(monday) }
            }
            Unit::Month => match self.extent {
                Extent::Month(..) | Extent::Week(_) | Extent::Weekend(_) | Extent::Day(_) => {
                    Extent::Month(self.year()?, self.month()?)
                }
                _ => return None,
            },
            Unit::Quarter => match self.extent {
                Extent::Quarter(..) => self.extent,
                Extent::Season(..) => return None,
                _ => Extent::Quarter(self.year()?, (self.month()? + 2) / 3),
            },
            Unit::Year => Extent::Year(self.year()?),
            Unit::Decade => match self.extent {
                Extent::Decade(..) => self.extent,
                _ => decade_of(self.year()?),
            },
            Unit::Century => match self.extent {
                Extent::Century(..) => self.extent,
                Extent::Decade(era, tens) => Extent::Century(era, tens / 10),
                _ => century_of(self.year()?),
            },
        };
        Some(Point::whole(extent))
    }

    /// The unit that lies `n` whole units behind (or before, when negative) the one around this point.
    /// Nothing when the point is coarser than the unit, or when the calendar ends.
    pub fn moved(self, unit: Unit, n: i32) -> Option<Point> {
        let from = self.widened(unit)?;
        let years = |year: i16, n: i32| i16::try_from(i32::from(year).checked_add(n)?).ok();
        let extent = match (unit, from.extent) {
            (Unit::Second | Unit::Minute | Unit::Hour, extent) => extent,
            (_, Extent::Day(date)) => Extent::Day(add_days(date, n)?),
            (Unit::Fortnight, Extent::Week(monday)) => Extent::Week(add_days(monday, n.checked_mul(14)?)?),
            (_, Extent::Week(monday)) => Extent::Week(add_days(monday, n.checked_mul(7)?)?),
            (_, Extent::Weekend(monday)) => Extent::Weekend(add_days(monday, n.checked_mul(7)?)?),
            (_, Extent::Month(year, month)) => {
                let months = i32::from(year).checked_mul(12)?.checked_add(i32::from(month) - 1)?.checked_add(n)?;
                Extent::Month(i16::try_from(months.div_euclid(12)).ok()?, i8::try_from(months.rem_euclid(12)).ok()? + 1)
            }
            (_, Extent::Quarter(year, quarter)) => {
                let quarters = i32::from(year).checked_mul(4)?.checked_add(i32::from(quarter) - 1)?.checked_add(n)?;
                Extent::Quarter(
                    i16::try_from(quarters.div_euclid(4)).ok()?,
                    i8::try_from(quarters.rem_euclid(4)).ok()? + 1,
                )
            }
            (_, Extent::Year(year)) => Extent::Year(years(year, n)?),
            (_, Extent::Decade(era, tens)) => Extent::Decade(era, moved_in_era(era, tens, n)?),
            (_, Extent::Century(era, hundreds)) => Extent::Century(era, moved_in_era(era, hundreds, n)?),
            (_, extent) => extent,
        };
        Some(Point::whole(extent)).filter(|point| point.days().is_some())
    }
}

/// Years counted backwards before the turn of the eras. Nothing when the count would cross it.
fn moved_in_era(era: Era, count: i16, n: i32) -> Option<i16> {
    let moved = if era == Era::Bc { i32::from(count).checked_sub(n)? } else { i32::from(count).checked_add(n)? };
    i16::try_from(moved).ok().filter(|moved| *moved >= 0)
}

/// The decade of an astronomical year.
pub(super) fn decade_of(year: i16) -> Extent {
    if year <= 0 { Extent::Decade(Era::Bc, (1 - year) / 10) } else { Extent::Decade(Era::Ad, year / 10) }
}

/// The hundreds of an astronomical year. DIFFERENCE: TIMEX3 counts 1900 to the twentieth century, the calendar does not.
pub(super) fn century_of(year: i16) -> Extent {
    if year <= 0 { Extent::Century(Era::Bc, (1 - year) / 100) } else { Extent::Century(Era::Ad, year / 100) }
}

/// The Monday of a day's week.
pub(super) fn monday_of(date: Date) -> Option<Date> {
    add_days(date, -i32::from(date.weekday().to_monday_zero_offset()))
}

/// A day some days later, or earlier when negative; nothing outside the calendar.
pub(super) fn add_days(date: Date, n: i32) -> Option<Date> {
    let stretch = Stretch::new().try_days(n).ok()?;
    date.checked_add(stretch).ok()
}

/// The weekday of the same week, Monday to Sunday.
pub(super) fn weekday_in_week(date: Date, weekday: Weekday) -> Option<Date> {
    add_days(monday_of(date)?, i32::from(weekday.to_monday_zero_offset()))
}

/// Sunday of Easter in the Gregorian calendar (the rule of Meeus, "Astronomical Algorithms", chapter 8).
pub(super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

/// Thanksgiving of the United States: the fourth Thursday of November.
pub(super) fn thanksgiving(year: i16) -> Option<Date> {
    Date::new(year, 11, 1).ok()?.nth_weekday_of_month(4, Weekday::Thursday).ok()
}

fn written_year(year: i16) -> String {
    if year <= 0 { format!("BC{:04}", 1 - i32::from(year)) } else { format!("{year:04}") }
}

fn written_week(monday: Date) -> String {
    let week: ISOWeekDate = monday.iso_week_date();
    format!("{}-W{:02}", written_year(week.year()), week.week())
}

/// A date some whole months away; the last day of the month when the month is too short for the day.
pub(super) fn add_months(date: Date, n: i32) -> Option<Date> {
    let stretch = if n == 0 { 0.months() } else { Stretch::new().try_months(n).ok()? };
    date.checked_add(stretch).ok()
}
