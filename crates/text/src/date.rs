use std::fmt::{self, Display};
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A civil day or a stretch of days, both ends inside. An open end means that the page does not bound it there.
///
/// Written as the machine contract writes it: `2022-10-05` (a day), `2022-10` (that month), `2022` (that year),
/// `2022-10-01/2022-10-05`, `../2022-10-05`, `2022-10-05/..`. Dates are civil dates, never instants: a page's day is the day
/// that stands on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DateInterval {
    first: Option<Date>,
    last: Option<Date>,
}

/// A text that is no date or interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateIntervalError(String);

impl DateInterval {
    /// One day.
    pub fn day(date: Date) -> DateInterval {
        DateInterval { first: Some(date), last: Some(date) }
    }

    /// From one day to another, both inside; the two change places when they are given the wrong way round.
    pub fn between(first: Date, last: Date) -> DateInterval {
        DateInterval { first: Some(first.min(last)), last: Some(first.max(last)) }
    }

    /// That day or any before it.
    pub fn until(last: Date) -> DateInterval {
        DateInterval { first: None, last: Some(last) }
    }

    /// That day or any after it.
    pub fn since(first: Date) -> DateInterval {
        DateInterval { first: Some(first), last: None }
    }

    /// A whole month; nothing when there is no such month.
    pub fn month(year: i16, month: i8) -> Option<DateInterval> {
        let first = Date::new(year, month, 1).ok()?;
        Some(DateInterval::between(first, first.last_of_month()))
    }

    /// A whole year; nothing outside the years that the calendar covers (-9999 to 9999).
    pub fn year(year: i16) -> Option<DateInterval> {
        let first = Date::new(year, 1, 1).ok()?;
        Some(DateInterval::between(first, first.last_of_year()))
    }

    /// The first day, if bounded.
    pub fn first(self) -> Option<Date> {
        self.first
    }

    /// The last day, if bounded.
    pub fn last(self) -> Option<Date> {
        self.last
    }

    /// The day, when it is exactly one.
    pub fn as_day(self) -> Option<Date> {
        self.first.filter(|first| Some(*first) == self.last)
    }

    /// Do the two share a day? An open end reaches for ever.
    pub fn touches(self, other: DateInterval) -> bool {
        let before = |a: Option<Date>, b: Option<Date>| a.zip(b).is_none_or(|(a, b)| a <= b);
        before(self.first, other.last) && before(other.first, self.last)
    }

    fn as_whole(self) -> Option<String> {
        let (first, last) = (self.first?, self.last?);
        if first == last {
            Some(first.to_string())
        } else if DateInterval::year(first.year()) == Some(self) {
            Some(format!("{:04}", first.year()))
        } else if first.day() == 1 && last == first.last_of_month() {
            Some(format!("{:04}-{:02}", first.year(), first.month()))
        } else {
            None
        }
    }
}

impl Display for DateInterval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(whole) = self.as_whole() {
            return f.pad(&whole);
        }
        let end = |date: Option<Date>| date.map_or("..".to_owned(), |date| date.to_string());
        f.pad(&format!("{}/{}", end(self.first), end(self.last)))
    }
}

impl FromStr for DateInterval {
    type Err = DateIntervalError;

    fn from_str(written: &str) -> Result<DateInterval, DateIntervalError> {
        let error = || DateIntervalError(written.to_owned());
        let Some((first, last)) = written.split_once('/') else {
            return whole(written).ok_or_else(error);
        };
        let end = |part: &str| if part == ".." { Some(None) } else { whole(part).map(Some) };
        let (first, last) = (end(first).ok_or_else(error)?, end(last).ok_or_else(error)?);
        let interval =
            DateInterval { first: first.and_then(DateInterval::first), last: last.and_then(DateInterval::last) };
        let is_ordered = interval.first.zip(interval.last).is_none_or(|(first, last)| first <= last);
        if is_ordered { Ok(interval) } else { Err(error()) }
    }
}

/// A year, month or day as ISO 8601 writes it.
fn whole(written: &str) -> Option<DateInterval> {
    let is_form = |form: &str| {
        written.len() == form.len()
            && written.bytes().zip(form.bytes()).all(|(b, f)| if f == b'd' { b.is_ascii_digit() } else { b == f })
    };
    if is_form("dddd") {
        DateInterval::year(written.parse().ok()?)
    } else if is_form("dddd-dd") {
        DateInterval::month(written[..4].parse().ok()?, written[5..].parse().ok()?)
    } else if is_form("dddd-dd-dd") {
        written.parse().ok().map(DateInterval::day)
    } else {
        None
    }
}

impl TryFrom<String> for DateInterval {
    type Error = DateIntervalError;

    fn try_from(written: String) -> Result<DateInterval, DateIntervalError> {
        written.parse()
    }
}

impl From<DateInterval> for String {
    fn from(interval: DateInterval) -> String {
        interval.to_string()
    }
}

impl Display for DateIntervalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "'{}' is not a date: '2022-10-05', '2022-10', '2022', '2022-10-01/2022-10-05' or '../2022-10-05' are accepted",
            self.0
        )
    }
}

impl std::error::Error for DateIntervalError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_read_back_as_written() {
        for written in
            ["2022-10-05", "2022-10", "2022", "2022-10-01/2022-10-05", "../2022-10-05", "2022-10-05/..", "../.."]
        {
            assert_eq!(written.parse::<DateInterval>().unwrap().to_string(), written);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for written in ["", "2022-13", "2022-02-30", "5 October", "2022-10-05/2022-10-01", "é2022", "2022-10-05/"] {
            assert!(written.parse::<DateInterval>().is_err(), "{written}");
        }
    }

    #[test]
    fn open_ends_touch_everything_on_their_side() {
        let parse = |written: &str| written.parse::<DateInterval>().unwrap();
        assert!(parse("../2022-10-05").touches(parse("2022")));
        assert!(!parse("2022-10-06/..").touches(parse("../2022-10-05")));
    }
}
