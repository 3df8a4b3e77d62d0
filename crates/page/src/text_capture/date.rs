//! Days written in full on a line, and the day of publication from the lines around the headline.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;
use text::DateInterval;

use super::chain::State;
use super::cue::Cue;
use super::roles::Lines;

/// The day of publication, of the last change, and where the first was found.
#[derive(Default)]
pub(super) struct Dates {
    pub published: Option<DateInterval>,
    pub modified: Option<DateInterval>,
    pub ground: Option<String>,
}

/// A day found on a line.
struct Candidate {
    interval: DateInterval,
    weight: i32,
    ground: &'static str,
    is_change: bool,
}

/// Reads the days near the headline. `prefix` is the "date 2022-11-08" that some captures begin with.
///
/// A stamp to the second with a zone, over the headline and without a word, is the moment of the visit: it never wins.
/// Years in captions, teasers and footers are not looked at.
pub(super) fn dates(page: &Lines<'_>, title: Option<usize>, prefix: Option<DateInterval>) -> Dates {
    if let Some(prefix) = prefix {
        return Dates { published: Some(prefix), modified: None, ground: Some("date line over the page".to_owned()) };
    }
    let start = page.article_start().unwrap_or(page.lines.len());
    let middle = title.unwrap_or(start).min(start);
    let first = middle.saturating_sub(N_LINES_OVER);
    let end = (start + 2).min(page.lines.len());
    let mut candidates: Vec<Candidate> = (first..end).flat_map(|at| on_line(page, title, at)).collect();
    candidates.extend(last_line(page));
    let best = |is_change: bool| {
        candidates
            .iter()
            .filter(|candidate| candidate.is_change == is_change)
            .reduce(|best, next| if next.weight > best.weight { next } else { best })
    };
    let (published, modified) = (best(false), best(true));
    let chosen = published.or(modified);
    Dates {
        published: chosen.map(|chosen| chosen.interval),
        modified: modified.map(|modified| modified.interval),
        ground: chosen.map(|chosen| chosen.ground.to_owned()),
    }
}

/// Lines over the headline that may hold its date.
const N_LINES_OVER: usize = 6;

fn on_line(page: &Lines<'_>, title: Option<usize>, at: usize) -> Vec<Candidate> {
    let (shape, words) = (&page.shapes[at], page.words(at));
    let is_title = title == Some(at);
    let is_article = page.states[at] == State::Article && !is_title;
    let says_when = shape.cues.has_any(&[Cue::Dateline, Cue::Byline]);
    let has_credit =
        shape.cues.has_any(&[Cue::Credit, Cue::Caption, Cue::Legal]) || super::roles::is_caption_line(page, at);
    if has_credit || is_visit_stamp(words) || (shape.n_words > 16 && !says_when) {
        return Vec::new();
    }
    let found = full_days(words);
    let is_alone = is_date_line(words);
    let (weight, ground) = match () {
        () if is_article && !is_alone => return Vec::new(),
        () if shape.cues.has(Cue::Dateline) => (5, "line with the date of publication"),
        () if shape.cues.has(Cue::Byline) => (5, "byline"),
        () if is_alone => (4, "date near the headline"),
        () if is_title => (3, "headline"),
        () if shape.n_words <= 12 => (2, "line near the headline"),
        () => return Vec::new(),
    };
    let lower = words.to_lowercase();
    found
        .into_iter()
        .map(|(start, interval)| {
            let before = &lower[..lower.floor_char_boundary(start)];
            let is_change = CHANGED.find_iter(before).last().is_some_and(|changed| {
                PUBLISHED.find_iter(before).last().is_none_or(|published| published.start() < changed.start())
            });
            Candidate { interval, weight, ground, is_change }
        })
        .collect()
}

/// Agencies put a date at the foot: "(Published 4 May 2021)". Only the first lines behind the article count.
fn last_line(page: &Lines<'_>) -> Vec<Candidate> {
    let Some(end) = page.states.iter().rposition(|state| *state == State::Article) else { return Vec::new() };
    (end + 1..page.lines.len().min(end + 4))
        .filter(|at| page.shapes[*at].cues.has(Cue::Dateline) && page.shapes[*at].n_words <= 12)
        .flat_map(|at| full_days(page.words(at)))
        .map(|(_, interval)| Candidate { interval, weight: 1, ground: "line behind the article", is_change: false })
        .collect()
}

static CHANGED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"updated|modified|aktualisiert|mis à jour|actualizado|atualizado|aggiornato"));
static PUBLISHED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"published|posted|created|veröffentlicht|publié|publicado|pubblicato"));

/// `2024-09-02T08:41:10+03:00`, alone or behind a menu's word.
fn is_visit_stamp(words: &str) -> bool {
    static STAMP: LazyLock<Regex> =
        LazyLock::new(|| regex(r"^(?:\p{L}+ )?\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$"));
    STAMP.is_match(words)
}

/// Is the line a date and little else: "Tuesday, 15 November 2022, 18:25"?
pub(super) fn is_date_line(words: &str) -> bool {
    if is_visit_stamp(words) {
        return true;
    }
    let days = day_spans(words);
    let Some((first, last)) = days.first().zip(days.last()) else { return false };
    let rest = format!("{} {}", &words[..first.0], &words[last.1..]);
    let kept = SMALL.replace_all(&rest, " ");
    kept.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()).count() <= 2
}

/// Words that stand beside a date without making the line anything else.
static SMALL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag
        |lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|a\.?m|p\.?m|at|on|um|uhr|à|published|posted|updated|last|first|date|by|gmt|utc|bst|ist|est|edt|et|pt|pst|pdt|cet|cest
        |min|mins|minute|minutes|read|original)\b\.?",
    )
});

/// Days in full on the line: byte at which each begins, and the day (or month).
pub(super) fn full_days(words: &str) -> Vec<(usize, DateInterval)> {
    day_spans(words).into_iter().map(|(start, _, interval)| (start, interval)).collect()
}

fn day_spans(words: &str) -> Vec<(usize, usize, DateInterval)> {
    FULL.captures_iter(words)
        .filter_map(|found| {
            let group = |name: &str| found.name(name).map(|part| part.as_str());
            let number = |name: &str| group(name).and_then(|part| part.parse::<i16>().ok());
            let year = ["y1", "y2", "y3", "y4", "y5"].iter().find_map(|name| number(name))?;
            let month = match ["m1", "m4"].iter().find_map(|name| number(name)) {
                Some(month) => month,
                None => i16::from(month(["n2", "n3"].iter().find_map(|name| group(name))?)?),
            };
            let day = ["d1", "d2", "d3", "d4"].iter().find_map(|name| number(name))?;
            let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
            let whole = found.get(0)?;
            ((1900..=2100).contains(&year)).then(|| (whole.start(), whole.end(), DateInterval::day(date)))
        })
        .collect()
}

static FULL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)
        \b(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?:\b|T)
        | \b(?P<d2>\d{1,2})(?:st|nd|rd|th|\.|er)?\s+(?:de\s+|of\s+)?(?P<n2>\p{L}{3,12})\.?,?\s+(?:de\s+|del\s+)?(?P<y2>\d{4})\b
        | \b(?P<n3>\p{L}{3,12})\.?\s+(?P<d3>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y3>\d{4})\b
        | \b(?P<d4>\d{1,2})\.\s?(?P<m4>\d{1,2})\.\s?(?P<y4>\d{4})\b",
    )
});

/// The month of a name or its short form, in the languages of Europe.
fn month(name: &str) -> Option<i8> {
    let lower = name.to_lowercase();
    let stems: [&[&str]; 12] = [
        &["jan", "ene", "gen", "sty", "янв", "січ", "oca"],
        &["feb", "fév", "fev", "lut", "фев", "лют", "şub"],
        &["mar", "mär", "maa", "мар", "бер", "mrt"],
        &["apr", "avr", "abr", "kwi", "апр", "кві", "nis"],
        &["may", "mai", "maj", "mei", "mag", "май", "мая", "тра"],
        &["jun", "juin", "giu", "cze", "июн", "чер", "haz"],
        &["jul", "juil", "lug", "lip", "июл", "лип", "tem"],
        &["aug", "aoû", "aou", "ago", "sie", "авг", "сер", "ağu"],
        &["sep", "set", "wrz", "сен", "вер", "eyl"],
        &["oct", "okt", "out", "ott", "paź", "окт", "жов", "eki"],
        &["nov", "lis", "ноя", "лис", "kas"],
        &["dec", "dez", "déc", "dic", "gru", "дек", "гру", "ara"],
    ];
    let number = stems.iter().position(|names| names.iter().any(|stem| lower.starts_with(stem)))?;
    i8::try_from(number + 1).ok()
}

/// The day or month of a "date 2022-11-08" glued before a page's first words, and the bytes that it takes there.
pub(super) fn glued_prefix(words: &str) -> Option<(usize, DateInterval)> {
    static PREFIX: LazyLock<Regex> = LazyLock::new(|| regex(r"^date (\d{4}(?:-\d\d(?:-\d\d)?)?)(?: |$)"));
    let found = PREFIX.captures(words)?;
    let interval = found.get(1)?.as_str().parse().ok()?;
    Some((found.get(1)?.end(), interval))
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is written here and tested")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(words: &str) -> Vec<String> {
        full_days(words).into_iter().map(|(_, interval)| interval.to_string()).collect()
    }

    #[test]
    fn days_are_read_in_words_and_digits() {
        assert_eq!(days("Posted October 11, 2022 7:35 am"), ["2022-10-11"]);
        assert_eq!(days("Tuesday, 15 November 2022, 18:25"), ["2022-11-15"]);
        assert_eq!(days("08:59 UTC+8, 2022-11-09"), ["2022-11-09"]);
        assert_eq!(days("Stand: 3. März 2021, 4.5.2021"), ["2021-03-03", "2021-05-04"]);
        assert_eq!(days("el 7 de noviembre de 2022"), ["2022-11-07"]);
        assert_eq!(days("on 31 February 2022, in 12 grams 2022"), [""; 0]);
    }

    #[test]
    fn a_date_line_holds_little_else() {
        assert!(is_date_line("Wed, November 9, 2022 at 4:05 PM · 3 min read"));
        assert!(is_date_line("2024-09-02T08:41:10+03:00"));
        assert!(!is_date_line("A man passes a screen in Tokyo, November 3, 2022."));
        assert!(!is_date_line("By Friday"));
    }

    #[test]
    fn a_glued_date_may_lack_its_day() {
        assert_eq!(glued_prefix("date 2022-11 Washington asks").unwrap().1.to_string(), "2022-11");
        assert_eq!(glued_prefix("date palms grow 2022"), None);
    }
}
