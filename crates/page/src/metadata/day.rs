//! Days as pages write them: ISO 8601, with figures, with the names of months in the languages of the news.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use jiff::civil::Date;
use regex::Regex;

/// Years in which a page of the web can have been published.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// From where clocks of machines count.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// Names of the months, lower case, as they stand in dates: English, German, French, Spanish, Portuguese, Italian, Dutch,
/// Polish, Czech, Russian, Ukrainian, Turkish, Swedish and Danish. Shortened names are found by their beginning.
const MONTHS: [&str; 12] = [
    "january januar jänner janvier enero janeiro gennaio januari stycznia styczeń ledna января січня ocak jan",
    "february februar februar février fevrier febrero fevereiro febbraio februari lutego luty února февраля лютого şubat feb fév",
    "march märz maerz mars marzo março maart marca marzec března марта березня mart mar mär mrt",
    "april avril abril aprile kwietnia kwiecień dubna апреля квітня nisan apr avr",
    "may mai mayo maio maggio mei maja maj května мая травня mayıs",
    "june juni juin junio junho giugno czerwca czerwiec června июня червня haziran jun",
    "july juli juillet julio julho luglio lipca lipiec července июля липня temmuz jul juil",
    "august août aout agosto augustus sierpnia sierpień srpna августа серпня ağustos aug ago augusti",
    "september septembre septiembre setembro settembre września wrzesień září сентября вересня eylül sep sept set",
    "october oktober octobre octubre outubro ottobre października październik října октября жовтня ekim oct okt",
    "november novembre noviembre novembro listopada listopad listopadu ноября листопада kasım nov",
    "december dezember décembre decembre diciembre dezembro dicembre grudnia grudzień prosince декабря грудня aralık dec dez déc dic",
];

fn month(name: &str) -> Option<i8> {
    static BY_NAME: OnceLock<HashMap<&str, i8>> = OnceLock::new();
    let by_name = BY_NAME.get_or_init(|| {
        (1..).zip(MONTHS).flat_map(|(number, names)| names.split(' ').map(move |name| (name, number))).collect()
    });
    by_name.get(name.trim_end_matches('.').to_lowercase().as_str()).copied()
}

static ISO: LazyLock<Regex> = LazyLock::new(|| regex(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:\b|T)"));
static COMPACT: LazyLock<Regex> = LazyLock::new(|| regex(r"^(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$"));
static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"\b(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:of |de |d')?(\p{L}{3,12})\.?,?[\s-]+(?:de |del )?(\d{4})\b")
});
static MONTH_FIRST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b"));
static FIGURES: LazyLock<Regex> = LazyLock::new(|| regex(r"\b(\d{1,2})([./-])(\d{1,2})[./-](\d{4})\b"));
static CJK: LazyLock<Regex> = LazyLock::new(|| regex(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]"));
static IN_ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[/\-_](20\d{2}|19\d{2})[/\-_]?(\d{2})[/\-_]?(\d{2})(?:[/\-_.?]|$)"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of this file are tested")
}

/// The day that a value made for machines gives: of a `<meta>`, a `datetime`, a JSON-LD field.
pub(super) fn of_value(value: &str) -> Option<Date> {
    let value = value.trim();
    if (value.len() == 10 || value.len() == 13) && value.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds: i64 = value[..10].parse().ok()?;
        let n_days = jiff::Span::new().try_days(seconds.div_euclid(86_400)).ok()?;
        return EPOCH.checked_add(n_days).ok().filter(|date| YEARS.contains(&date.year()));
    }
    if let Some(found) = COMPACT.captures(value) {
        return day(number(&found[1])?, number(&found[2])?, number(&found[3])?);
    }
    in_text(value, false).map(|(date, _)| date)
}

/// Does `11/09/2022` begin with the month in a page of this language? So it does in American English, and where a page does
/// not say whose English it is.
pub(super) fn is_american(language: Option<&str>) -> bool {
    language.is_none_or(|tag| tag.eq_ignore_ascii_case("en-US") || tag.eq_ignore_ascii_case("en"))
}

/// The first day in a text and the byte where it begins. `is_american`: does `11/09/2022` begin with the month?
pub(super) fn in_text(words: &str, is_american: bool) -> Option<(Date, usize)> {
    // A year has four digits in all patterns, and most pieces hold none.
    let is_digit = |own: &[u8]| own.iter().all(u8::is_ascii_digit);
    if !words.as_bytes().windows(4).any(is_digit) {
        return None;
    }
    let mut first: Option<(Date, usize)> = None;
    let mut note = |date: Option<Date>, at: usize| {
        if let Some(date) = date.filter(|_| first.is_none_or(|(_, before)| at < before)) {
            first = Some((date, at));
        }
    };
    for pattern in [&*ISO, &*CJK] {
        if let Some(found) = pattern.captures(words) {
            let at = found.get(0).map_or(0, |all| all.start());
            note(ymd(&found[1], &found[2], &found[3]), at);
        }
    }
    if let Some(found) = DAY_FIRST.captures_iter(words).find(|found| month(&found[2]).is_some()) {
        let date = month(&found[2]).and_then(|month| day(number(&found[3])?, month, number(&found[1])?));
        note(date, found.get(0).map_or(0, |all| all.start()));
    }
    if let Some(found) = MONTH_FIRST.captures_iter(words).find(|found| month(&found[1]).is_some()) {
        let date = month(&found[1]).and_then(|month| day(number(&found[3])?, month, number(&found[2])?));
        note(date, found.get(0).map_or(0, |all| all.start()));
    }
    if let Some(found) = FIGURES.captures(words) {
        let (a, b) = (&found[1], &found[3]);
        let (own, other) = if is_american && &found[2] == "/" { (b, a) } else { (a, b) };
        let date = ymd(&found[4], other, own).or_else(|| ymd(&found[4], own, other));
        note(date, found.get(0).map_or(0, |all| all.start()));
    }
    first
}

/// The day in the path of an address, such as `/2022/11/09/`.
pub(super) fn of_address(address: &str) -> Option<Date> {
    IN_ADDRESS.captures_iter(address).find_map(|found| ymd(&found[1], &found[2], &found[3]))
}

fn ymd(year: &str, month: &str, of_month: &str) -> Option<Date> {
    day(number(year)?, number(month)?, number(of_month)?)
}

fn day(year: i16, month: i8, of_month: i8) -> Option<Date> {
    Date::new(year, month, of_month).ok().filter(|date| YEARS.contains(&date.year()))
}

fn number<N: std::str::FromStr>(digits: &str) -> Option<N> {
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &str) -> Option<String> {
        in_text(words, false).map(|(date, _)| date.to_string())
    }

    #[test]
    fn days_are_read_in_the_ways_pages_write_them() {
        for words in [
            "Published 9 November 2022 at 10:31 GMT",
            "Nov. 9, 2022",
            "November 9th, 2022",
            "Wed, 09 Nov 2022 10:00:00 GMT",
            "09.11.2022, 12:00 Uhr",
            "9. November 2022",
            "9 de noviembre de 2022",
            "mercredi 9 novembre 2022",
            "9 ноября 2022 г.",
            "9 листопада 2022",
            "2022年11月9日",
            "2022-11-09T00:31:00+02:00",
            "9 listopada 2022",
        ] {
            assert_eq!(found(words).as_deref(), Some("2022-11-09"), "{words}");
        }
        assert_eq!(in_text("11/09/2022", true).map(|(date, _)| date.to_string()).as_deref(), Some("2022-11-09"));
    }

    #[test]
    fn what_only_looks_like_a_day_is_none() {
        for words in ["31 February 2022", "9 soldiers 2022", "version 3.11.9", "1812-11-09", "on 9 November"] {
            assert_eq!(found(words), None, "{words}");
        }
    }

    #[test]
    fn values_for_machines_and_addresses_give_days() {
        for value in
            ["20221109", "2022-11-09", "1667988000", "1667988000000", "2022-11-09 23:59:00 -0500", "20221109T101500Z"]
        {
            assert_eq!(of_value(value).map(|date| date.to_string()).as_deref(), Some("2022-11-09"), "{value}");
        }
        assert_eq!(of_value("yesterday"), None);
        for address in
            ["https://a.example/2022/11/09/x.html", "https://a.example/world/talks-2022-11-09/", "/x-20221109.html"]
        {
            assert_eq!(of_address(address).map(|date| date.to_string()).as_deref(), Some("2022-11-09"), "{address}");
        }
        assert_eq!(of_address("https://a.example/2022/world/11"), None);
    }
}
