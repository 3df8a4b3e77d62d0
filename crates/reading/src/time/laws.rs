//! What holds for every text.

use proptest::prelude::*;
use text::{DateInterval, Document, Layer};

use super::calendar::{Extent, Point, Unit, add_days, monday_of};
use super::{Timex, timexes};
use crate::{Data, Sentence, sentence, token};

fn read(text: &str, published: Option<&str>) -> (Document, Layer<Sentence>, Layer<Timex>) {
    let data = Data::lists();
    let document = Document::of_text(text, published.map(|day| day.parse::<DateInterval>().unwrap()));
    let sentences = sentence::sentences(&document, &data.abbreviations);
    let tokens = token::tokens(&document, &sentences, &data.abbreviations);
    let timexes = timexes(&document, &sentences, &tokens);
    (document, sentences, timexes)
}

/// Words that expressions are made of, so that arbitrary texts hit the grammar.
fn words_of_time() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "the",
        "last",
        "next",
        "two",
        "a",
        "week",
        "weeks",
        "of",
        "May",
        "March",
        "Friday",
        "1999",
        "30",
        "31",
        "29",
        "February",
        "ago",
        "later",
        "early",
        "mid",
        "-",
        "end",
        "quarter",
        "third",
        "BC",
        "B.C.",
        "490",
        "'99",
        "'80s",
        "1980s",
        "century",
        "20th",
        "a.m.",
        "10:30",
        "on",
        ",",
        ".",
        "\u{2013}",
        "night",
        "every",
        "half",
        "and",
        "year",
        "that",
        "same",
        "day",
        "Easter",
        "2022-11-09",
        "9999",
        "99999999",
        "several",
        "to",
        "\u{e9}",
        "\u{2019}",
        "s",
        "spring",
        "\n",
        "Sept.",
    ]);
    prop::collection::vec(word, 0..40).prop_map(|words| words.join(" "))
}

fn hold(text: &str, published: Option<&str>) -> Result<(), TestCaseError> {
    let (document, sentences, timexes) = read(text, published);
    let mut last_end = 0;
    for timex in &timexes {
        prop_assert!(!document.slice(timex.span).is_empty());
        prop_assert!(timex.span.start >= last_end, "expressions overlap");
        prop_assert!(sentences.iter().any(|sentence| sentence.span.contains(timex.span)), "outside of a sentence");
        last_end = timex.span.end;
    }
    Ok(())
}

proptest! {
    #[test]
    fn spans_lie_inside_sentences_and_do_not_overlap(text in "\\PC{0,200}") {
        hold(&text, Some("2022-11-09"))?;
    }

    #[test]
    fn any_words_of_time_are_read_without_panic(text in words_of_time(), published in 0..4usize) {
        hold(&text, [None, Some("2022-11-09"), Some("2024-02-29"), Some("-9999-01-01/9999-12-31")][published].filter(|day| day.len() < 12))?;
    }

    #[test]
    fn weeks_are_those_of_iso_8601(days in -700_000..700_000i32) {
        let date = add_days("2000-01-03".parse().unwrap(), days).unwrap();
        let monday = monday_of(date).unwrap();
        let week = date.iso_week_date();
        let value = Point::whole(Extent::Week(monday)).value();
        if week.year() > 0 {
            prop_assert_eq!(value, format!("{:04}-W{:02}", week.year(), week.week()));
        }
        let days = Point::whole(Extent::Week(monday)).days().unwrap();
        prop_assert!(days.first().unwrap() <= date && date <= days.last().unwrap());
    }

    #[test]
    fn moving_on_and_back_comes_home(days in 0..700_000i32, n in -400..400i32, unit in 0..6usize) {
        let unit = [Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year, Unit::Decade][unit];
        let home = Point::day(add_days("0500-01-01".parse().unwrap(), days).unwrap());
        if let Some(away) = home.moved(unit, n) {
            prop_assert_eq!(away.moved(unit, -n), home.widened(unit));
        }
    }

    #[test]
    fn a_value_that_is_a_date_names_the_days_of_its_interval(text in words_of_time()) {
        let (_, _, timexes) = read(&text, Some("2022-11-09"));
        for timex in &timexes {
            let named = timex.value.as_deref().and_then(|value| value.parse::<DateInterval>().ok());
            // A decade such as 199 and a bare year of four digits are told apart by their length.
            if let (Some(named), Some(interval)) = (named, timex.interval) {
                prop_assert!(named.touches(interval), "{timex:?}");
            }
        }
    }
}

fn values(text: &str, published: &str) -> Vec<String> {
    read(text, Some(published)).2.iter().filter_map(|timex| timex.value.clone()).collect()
}

fn intervals(text: &str, published: &str) -> Vec<String> {
    read(text, Some(published)).2.iter().filter_map(|timex| timex.interval).map(|days| days.to_string()).collect()
}

#[test]
fn leap_days_exist_in_leap_years_only() {
    assert_eq!(values("It fell on February 29, 2024.", "2024-03-05"), ["2024-02-29"]);
    assert_eq!(values("They met yesterday.", "2024-03-01"), ["2024-02-29"]);
    assert_eq!(values("They met yesterday.", "2023-03-01"), ["2023-02-28"]);
    // No such day: the words stand, without a value.
    let (document, _, timexes) = read("It fell on February 29, 2023.", Some("2023-03-05"));
    assert_eq!(timexes.iter().map(|timex| document.slice(timex.span)).collect::<Vec<_>>(), ["February 29, 2023"]);
    assert_eq!(timexes[0].value, None);
}

#[test]
fn months_end_where_the_calendar_ends_them() {
    assert_eq!(intervals("It was in February 2024.", "2024-11-05"), ["2024-02"]);
    assert_eq!(intervals("It was in late February 2023.", "2024-11-05"), ["2023-02-20/2023-02-28"]);
    assert_eq!(values("They met last month.", "2022-03-31"), ["2022-02"]);
}

#[test]
fn weeks_at_the_turn_of_the_year_belong_to_the_iso_year() {
    assert_eq!(values("They met this week.", "2021-01-02"), ["2020-W53"]);
    assert_eq!(values("They met last week.", "2022-01-05"), ["2021-W52"]);
}

#[test]
fn a_bounded_day_of_publication_bounds_the_days() {
    let (_, _, timexes) = read("He spoke on Tuesday. He had left yesterday.", Some("2022-11-10/2022-11-11"));
    assert_eq!(timexes[0].value.as_deref(), Some("2022-11-08"));
    assert_eq!(
        (timexes[1].value.as_deref(), timexes[1].interval.unwrap().to_string().as_str()),
        (None, "2022-11-09/2022-11-10")
    );
}

#[test]
fn five_megabytes_are_read_in_one_go() {
    let text =
        "He said on Friday that 2,000 troops left in late September, two days later, for the end of ".repeat(50_000);
    let (_, _, timexes) = read(&text, Some("2022-11-09"));
    assert!(timexes.len() >= 100_000);
}
