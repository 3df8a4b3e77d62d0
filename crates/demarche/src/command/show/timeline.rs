//! Statements by day.

use std::io;

use anstyle::Style;
use jiff::civil::Weekday;
use ledger::{RecordView, TimelineDay};
use text::DateInterval;

use super::statements::{SHORT, speaker_of, words_of};
use crate::terminal::{Cell, FAINT, STRONG, Screen, columns};

/// Speakers' names take no more than this, in columns, and no more than a quarter of the width; a longer one is wrapped.
const MAX_SPEAKER: usize = 24;
/// ... and no less than this.
const MIN_SPEAKER: usize = 8;

/// Prints the days, each with its statements in three columns: id, speaker, words.
pub fn print(screen: &mut Screen, days: &[TimelineDay]) -> io::Result<()> {
    if days.is_empty() {
        return screen.paragraph(0, FAINT, "no dated statement fits");
    }
    let speakers = days.iter().flat_map(|day| &day.records).map(speaker_of);
    let longest = speakers.map(|speaker| columns(&speaker)).max().unwrap_or(0);
    let speaker_width = longest.clamp(MIN_SPEAKER, MAX_SPEAKER.min(screen.width() / 4));
    for (number, day) in days.iter().enumerate() {
        if number > 0 {
            screen.line("")?;
        }
        let (date, note) = (day.date, note(day.date));
        screen.line(format_args!("{STRONG}{date}{STRONG:#}{FAINT}{note}{FAINT:#}"))?;
        for view in &day.records {
            print_one(screen, view, speaker_width)?;
        }
    }
    Ok(())
}

fn print_one(screen: &mut Screen, view: &RecordView, speaker_width: usize) -> io::Result<()> {
    let (id, speaker, words) = (view.record.id.short(SHORT), speaker_of(view), words_of(view));
    let cells =
        [Cell::new(&id, SHORT, FAINT), Cell::new(&speaker, speaker_width, STRONG), Cell::new(&words, 0, Style::new())];
    screen.row(2, &cells)
}

/// The weekday of a day; for anything longer, that the day is not known.
fn note(date: DateInterval) -> String {
    match (date.as_day(), date.first(), date.last()) {
        (Some(day), ..) => format!("  {}", weekday(day.weekday())),
        (None, Some(_), Some(_)) => "  a day in this time".to_owned(),
        (None, None, Some(_)) => "  this day or before it".to_owned(),
        (None, Some(_), None) => "  this day or after it".to_owned(),
        (None, None, None) => "  any day".to_owned(),
    }
}

fn weekday(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
