use jiff::civil::Date;
use text::{DateInterval, Problem};

use super::{Sources, day};
use crate::blocks::Hint;
use crate::markup::{ROOT, Tag};

/// The day of publication, of the last change, and in words where the first was found.
#[derive(Default)]
pub(super) struct Dates {
    pub published: Option<DateInterval>,
    pub modified: Option<DateInterval>,
    pub ground: Option<String>,
}

struct Candidate {
    date: Date,
    trust: f32,
    ground: &'static str,
    /// Does it say the day that stands on the page, whatever the zone of a server's clock?
    is_civil: bool,
}

/// `<meta>` names of the day of publication, with the trust in each.
const PUBLISHED: &[(&str, f32)] = &[
    ("article:published_time", 4.0),
    ("og:published_time", 3.5),
    ("og:article:published_time", 3.5),
    ("datepublished", 3.5),
    ("parsely-pub-date", 3.0),
    ("sailthru.date", 2.5),
    ("dc.date.issued", 3.0),
    ("dcterms.created", 2.5),
    ("dc.date.created", 2.5),
    ("dc.date", 2.0),
    ("citation_publication_date", 3.0),
    ("citation_date", 2.5),
    ("publish-date", 3.0),
    ("publication_date", 3.0),
    ("pubdate", 3.0),
    ("publishdate", 3.0),
    ("article.published", 3.0),
    ("article_date_original", 3.0),
    ("originalpublicationdate", 3.0),
    ("cxenseparse:recs:publishtime", 3.0),
    ("date", 2.0),
    ("created", 2.0),
    ("shareaholic:article_published_time", 2.5),
    ("last-modified", 0.3),
];

const MODIFIED: &[&str] =
    &["article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified"];

/// Chooses among all candidates.
pub(super) fn dates(
    source: &Sources<'_>,
    language: Option<&str>,
    at_title: Option<usize>,
    problems: &mut Vec<Problem>,
) -> Dates {
    let mut candidates = machine_dates(source);
    let is_american = day::is_american(language);
    candidates.extend(dates_in_text(source, at_title, is_american));
    if let Some(date) = source.address.or(source.canonical).and_then(day::of_address) {
        candidates.push(Candidate { date, trust: 3.0, ground: "address", is_civil: true });
    }
    let modified = source
        .json_ld
        .text("dateModified")
        .or_else(|| source.metas.first(MODIFIED).map(str::to_owned))
        .and_then(|value| day::of_value(&value))
        .map(DateInterval::day);
    let Some(best) = best_day(&candidates) else {
        return Dates { modified, ..Dates::default() };
    };
    tell_contradictions(&candidates, best, problems);
    let mut grounds: Vec<&str> = Vec::new();
    for candidate in candidates.iter().filter(|candidate| candidate.date == best) {
        if !grounds.contains(&candidate.ground) {
            grounds.push(candidate.ground);
        }
    }
    Dates { published: Some(DateInterval::day(best)), modified, ground: Some(grounds.join(", ")) }
}

fn machine_dates(source: &Sources<'_>) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let mut add = |value: &str, trust: f32, ground: &'static str| {
        if let Some(date) = day::of_value(value) {
            candidates.push(Candidate { date, trust, ground, is_civil: false });
        }
    };
    for (name, trust) in [("datePublished", 4.0), ("dateCreated", 2.0), ("uploadDate", 1.0)] {
        if let Some(value) = source.json_ld.text(name) {
            add(&value, trust, "JSON-LD");
        }
    }
    for (name, trust) in PUBLISHED {
        if let Some(value) = source.metas.first(&[name]) {
            add(value, *trust, "meta element");
        }
    }
    let mut n_times = 0;
    for id in source.tree.descendants(ROOT) {
        let is_marked = source.tree.attribute(id, "itemprop").is_some_and(|own| own.contains("datePublished"))
            || source.tree.attribute(id, "pubdate").is_some();
        let is_time = source.tree.tag(id) == Tag::Time;
        if !is_marked && !is_time {
            continue;
        }
        let value = source.tree.attribute(id, "datetime").or_else(|| source.tree.attribute(id, "content"));
        let Some(value) = value else { continue };
        n_times += 1;
        // Pages list other stories with their times; the first is mostly the page's own.
        let trust = if is_marked { 3.0 } else { 1.6 / n_times as f32 };
        add(value, trust, "time element");
    }
    candidates
}

/// Days in the short pieces around the title.
fn dates_in_text(source: &Sources<'_>, at_title: Option<usize>, is_american: bool) -> Vec<Candidate> {
    let start = at_title.map_or(0, |at| at.saturating_sub(5));
    let mut candidates = Vec::new();
    let mut n_found = 0.0;
    for (number, piece) in source.pieces.iter().enumerate().skip(start).take(60) {
        let is_near = at_title.is_some_and(|at| number.abs_diff(at) <= 8);
        let hint = source.hints_over(piece.node, 3).next();
        let is_marked = matches!(hint, Some(Hint::Dateline | Hint::Byline));
        let is_other = matches!(hint, Some(Hint::Legal | Hint::Related | Hint::Comment | Hint::Nav));
        if is_other || piece.n_chars > if is_marked { 200 } else { 120 } {
            continue;
        }
        let Some((date, at)) = day::in_text(&piece.text, is_american) else { continue };
        let lead = piece.text[..at].to_lowercase();
        let is_change = ["updated", "modified", "aktualisiert", "mis à jour", "actualizado", "обновлено", "оновлено"]
            .iter()
            .any(|word| lead.contains(word));
        n_found += 1.0;
        let near: f32 = if is_near { 1.6 } else { 0.5 };
        let trust = (near + if is_marked { 0.8 } else { 0.0 }) / n_found * if is_change { 0.3 } else { 1.0 };
        let ground = if matches!(hint, Some(Hint::Byline)) { "byline" } else { "text" };
        candidates.push(Candidate { date, trust, ground, is_civil: true });
    }
    candidates
}

/// The day that most trust goes to. Days next to one another are one moment in two zones: what stands on the page decides.
fn best_day(candidates: &[Candidate]) -> Option<Date> {
    let trust_in = |date: Date, reach: i32| -> f32 {
        candidates.iter().filter(|own| days_between(own.date, date) <= reach).map(|own| own.trust).sum()
    };
    let near = |date: &Date| trust_in(*date, 1);
    let best = candidates.iter().map(|own| own.date).max_by(|a, b| near(a).total_cmp(&near(b)).then(b.cmp(a)))?;
    let civil_trust = |date: Date| -> f32 {
        let own = |own: &&Candidate| own.date == date;
        candidates.iter().filter(own).map(|own| if own.is_civil { own.trust * 3.0 } else { own.trust }).sum()
    };
    candidates
        .iter()
        .map(|own| own.date)
        .filter(|date| days_between(*date, best) <= 1)
        .max_by(|a, b| civil_trust(*a).total_cmp(&civil_trust(*b)).then(b.cmp(a)))
}

fn days_between(a: Date, b: Date) -> i32 {
    (a - b).get_days().abs()
}

/// Trust from which a candidate that disagrees is told of.
const TRUST_TO_CONTRADICT: f32 = 2.0;

fn tell_contradictions(candidates: &[Candidate], best: Date, problems: &mut Vec<Problem>) {
    let other = candidates
        .iter()
        .filter(|own| own.trust >= TRUST_TO_CONTRADICT && days_between(own.date, best) > 1)
        .max_by(|a, b| a.trust.total_cmp(&b.trust));
    if let Some(other) = other {
        let note = format!("{} says {}, but {best} was taken for the day of publication", other.ground, other.date);
        problems.push(Problem::of_page("publication-dates-disagree", note));
    }
}
