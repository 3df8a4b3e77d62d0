//! From a counted point to the TIMEX3 and the civil days it covers.

use jiff::civil::Date;
use text::{DateInterval, Span};

use super::calendar::{Point, add_days};
use super::meaning::Bound;
use super::{Timex, TimexKind};

/// What the resolver made of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Finding {
    pub kind: TimexKind,
    /// The value, when it is not that of the point.
    pub value: Option<String>,
    pub point: Option<Point>,
    pub bound: Option<Bound>,
    /// The day of publication, for "earlier this year".
    pub now: Option<Date>,
}

impl Finding {
    /// A kind with a value that is no point of the calendar.
    pub fn valued(kind: TimexKind, value: impl Into<String>) -> Finding {
        Finding { kind, value: Some(value.into()), point: None, bound: None, now: None }
    }

    /// A point: TIME when it names a part of a day, else DATE.
    pub fn at(point: Point) -> Finding {
        let kind = if point.clock.is_some() { TimexKind::Time } else { TimexKind::Date };
        Finding { kind, value: None, point: Some(point), bound: None, now: None }
    }

    /// A date nobody can count.
    pub fn unvalued(kind: TimexKind) -> Finding {
        Finding { kind, value: None, point: None, bound: None, now: None }
    }

    pub fn timex(self, span: Span) -> Timex {
        let interval = self.point.and_then(Point::days).map(|days| self.narrowed(days));
        let value = self.value.or_else(|| self.point.map(Point::value));
        Timex { span, kind: self.kind, value, interval }
    }

    /// The part of the days that is meant: thirds for early, mid and late; up to or from the day of publication for
    /// "earlier this year" and "later this month". A single day stays itself.
    fn narrowed(&self, days: DateInterval) -> DateInterval {
        let (Some(bound), Some(first), Some(last)) = (self.bound, days.first(), days.last()) else { return days };
        let third = first.until(last).map_or(0, |stretch| stretch.get_days() + 1) / 3;
        if third == 0 {
            return days;
        }
        let within = |from: Option<Date>, to: Option<Date>| match (from, to) {
            (Some(from), Some(to)) => DateInterval::between(from.clamp(first, last), to.clamp(first, last)),
            _ => days,
        };
        let is_now_inside = self.now.is_some_and(|now| first <= now && now <= last);
        match bound {
            Bound::Start => within(Some(first), add_days(first, third - 1)),
            Bound::Mid => within(add_days(first, third), add_days(last, -third)),
            Bound::End => within(add_days(last, 1 - third), Some(last)),
            Bound::Before if is_now_inside => within(Some(first), self.now),
            Bound::After if is_now_inside => within(self.now, Some(last)),
            Bound::Before | Bound::After | Bound::Approximate => days,
        }
    }
}

/// Joins two countings of one expression, from the two bounds of a day of publication that is not known: a value stands where
/// both agree; the days are those of both.
pub(super) fn agree(timex: &mut Timex, other: &Timex) {
    if timex.value != other.value {
        timex.value = None;
    }
    timex.interval = timex.interval.zip(other.interval).and_then(|(one, two)| {
        let first = one.first()?.min(two.first()?);
        Some(DateInterval::between(first, one.last()?.max(two.last()?)))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::calendar::Extent;

    fn days(extent: Extent, bound: Option<Bound>, now: Option<&str>) -> String {
        let now = now.map(|now| now.parse().unwrap());
        let finding = Finding { bound, now, ..Finding::at(Point::whole(extent)) };
        finding.timex(Span::default()).interval.unwrap().to_string()
    }

    #[test]
    fn early_mid_and_late_are_thirds() {
        assert_eq!(days(Extent::Month(2022, 9), Some(Bound::Start), None), "2022-09-01/2022-09-10");
        assert_eq!(days(Extent::Month(2022, 9), Some(Bound::Mid), None), "2022-09-11/2022-09-20");
        assert_eq!(days(Extent::Month(2022, 9), Some(Bound::End), None), "2022-09-21/2022-09-30");
        assert_eq!(days(Extent::Month(2024, 2), Some(Bound::End), None), "2024-02-21/2024-02-29");
    }

    #[test]
    fn earlier_this_year_ends_with_the_day_of_publication() {
        assert_eq!(days(Extent::Year(2022), Some(Bound::Before), Some("2022-11-09")), "2022-01-01/2022-11-09");
        assert_eq!(days(Extent::Year(2021), Some(Bound::Before), Some("2022-11-09")), "2021");
    }
}
