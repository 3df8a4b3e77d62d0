//! The article's title: the headings of the page against the titles of its data.

use super::{Sources, fold};
use crate::blocks::Hint;
use crate::markup::{Kind as NodeKind, NodeId, Tag};

/// Trust in the titles of a page's data. They are written for search engines and networks, so a heading goes before them
/// all; they tell which heading is the title, and stand in where none is. Chosen on WCXB dev and the open half of the
/// trafilatura set, 2026-11-25.
const OF_DATA: [(&str, f32); 6] = [
    ("og:title", 2.2),
    ("parsely-title", 1.0),
    ("headline", 0.9),
    ("twitter:title", 0.9),
    ("dc.title", 0.8),
    ("citation_title", 2.0),
];
const OF_JSON_LD: f32 = 2.0;
const OF_TITLE_ELEMENT: f32 = 1.0;

/// Trust in a heading by what it is, before its likeness to the data's titles, 0 to 1 each, is added.
const OF_H1: f32 = 1.0;
const OF_FIRST_H1: f32 = 0.3;
const OF_HINT: f32 = 0.5;
/// What is taken off a heading that stands in a menu or beside the article, or that leads to the front page.
const BESIDE: f32 = 1.2;
/// The least that a heading must have to be the title.
const N_LEAST: f32 = 0.75;
/// Headings of lower levels are asked only when they are as like a title of the data as this, 0 to 1.
const LIKENESS: f32 = 0.6;

/// The title, and folded all titles that the page gives, the chosen one first.
pub(super) fn title(source: &Sources<'_>, site: Option<&str>, host_names: &[String]) -> (Option<String>, Vec<String>) {
    let mut sites: Vec<String> = site.map(fold).into_iter().collect();
    sites.extend_from_slice(host_names);
    sites.extend(headings_of_site(source));
    let headings: Vec<String> =
        source.headings.iter().map(|own| fold(own)).filter(|own| !sites.contains(own)).collect();
    let bare = |written: &str| without_section(&without_site(written, &sites, &headings));
    let is_said = |words: &str| !fold(words).is_empty() && !sites.contains(&fold(words));
    let mut data: Vec<(String, f32)> = Vec::new();
    if let Some(headline) = source.json_ld.text("headline") {
        data.push((bare(&headline), OF_JSON_LD));
    }
    data.extend(OF_DATA.iter().filter_map(|(name, trust)| Some((bare(source.metas.first(&[name])?), *trust))));
    let element = source.title_element();
    if let Some(written) = &element {
        data.push((without_last_part(&bare(written)), OF_TITLE_ELEMENT));
    }
    data.retain(|(words, _)| is_said(words));
    let heading =
        best_heading(source, &data, element.as_deref()).map(|own| without_day(&bare(&own))).filter(|own| is_said(own));
    let chosen = heading.or_else(|| best_of_data(&data));
    let mut titles: Vec<String> = chosen.iter().map(|own| fold(own)).collect();
    titles.extend(headings.into_iter().filter(|own| is_said(own)));
    titles.extend(data.iter().map(|(own, _)| fold(own)));
    titles.dedup();
    (chosen, titles)
}

/// Headings that lead to the front page and are no title of the data, folded.
fn headings_of_site(source: &Sources<'_>) -> Vec<String> {
    let said: Vec<String> = source
        .metas
        .first(&["og:title"])
        .map(fold)
        .into_iter()
        .chain(source.json_ld.text("headline").map(|own| fold(&own)))
        .collect();
    let is_main = |id: &NodeId| source.tree.tag(*id) == Tag::H1;
    let heading = |node: NodeId| std::iter::once(node).chain(source.tree.ancestors(node).take(2)).find(is_main);
    source
        .pieces
        .iter()
        .filter(|piece| heading(piece.node).is_some_and(|id| leads_home(source, id)))
        .map(|piece| fold(&piece.text))
        .filter(|own| !own.is_empty() && !said.contains(own))
        .collect()
}

fn best_of_data(data: &[(String, f32)]) -> Option<String> {
    let votes =
        |words: &str| -> f32 { data.iter().filter(|(own, _)| fold(own) == fold(words)).map(|(_, trust)| trust).sum() };
    let mut best: Option<(f32, &str)> = None;
    for (words, _) in data {
        if best.is_none_or(|(top, _)| votes(words) > top) {
            best = Some((votes(words), words));
        }
    }
    best.map(|(_, words)| words.to_owned())
}

/// The heading that is most likely the title.
fn best_heading(source: &Sources<'_>, data: &[(String, f32)], element: Option<&str>) -> Option<String> {
    let mut best: Option<(f32, String)> = None;
    let mut n_main = 0;
    for piece in source.pieces {
        let level = std::iter::once(piece.node)
            .chain(source.tree.ancestors(piece.node).take(2))
            .find(|id| source.tree.tag(*id).is_heading());
        let hint = source.hints_over(piece.node, 2).next();
        let is_main = level.is_some_and(|id| source.tree.tag(id) == Tag::H1);
        if level.is_none() && hint != Some(Hint::Headline) || piece.n_chars > N_TITLE_CHARS {
            continue;
        }
        let words = level
            .filter(|id| *id == piece.node)
            .map_or(piece.text.clone(), |id| own_words(source, id, data, &piece.text));
        let like = likeness(&words, data);
        if !is_main && like < LIKENESS {
            continue;
        }
        let mut trust = like;
        if is_main {
            trust += OF_H1 + if n_main == 0 { OF_FIRST_H1 } else { 0.0 };
            n_main += 1;
        }
        if hint == Some(Hint::Headline) {
            trust += OF_HINT;
        }
        if is_beside(source, piece.node)
            || leads_home(source, level.unwrap_or(piece.node))
            || is_last_part(element, &words) && like < 0.9
        {
            trust -= BESIDE;
        }
        if trust >= N_LEAST && best.as_ref().is_none_or(|(top, _)| trust > *top) {
            best = Some((trust, words));
        }
    }
    best.map(|(_, words)| words)
}

/// Longest heading, in characters, that is a title.
const N_TITLE_CHARS: usize = 300;

fn is_beside(source: &Sources<'_>, node: NodeId) -> bool {
    source
        .hints_over(node, 7)
        .any(|hint| matches!(hint, Hint::Nav | Hint::Related | Hint::Legal | Hint::Comment | Hint::Newsletter))
}

/// Does the heading lead to the front page, as the name of a site does?
fn leads_home(source: &Sources<'_>, heading: NodeId) -> bool {
    let tree = source.tree;
    let inside = tree.descendants(heading).take(6);
    let around = tree.ancestors(heading).take(2);
    inside.chain(around).filter(|id| tree.tag(*id) == Tag::A).filter_map(|id| tree.attribute(id, "href")).any(|href| {
        let href = href.trim().split(['?', '#']).next().unwrap_or_default();
        let path = match href.split_once("://") {
            Some((_, behind)) => behind.find('/').map_or("", |at| &behind[at..]),
            None => href,
        };
        // An archive writes the whole address of the page behind its own.
        !href.is_empty()
            && (path.trim_matches('/').is_empty()
                || (path.starts_with("/web/")
                    && path.rsplit("://").next().is_some_and(|own| !own.trim_end_matches('/').contains('/'))))
    })
}

/// Is this what stands behind the last divider of the `<title>`, as the name of a site does?
fn is_last_part(element: Option<&str>, words: &str) -> bool {
    let Some(element) = element else { return false };
    let last = DIVIDERS.iter().filter_map(|divider| element.rfind(divider).map(|at| at + divider.len())).max();
    last.is_some_and(|at| fold(&element[at..]) == fold(words))
}

/// The likeness of a heading to the title of the data that it is most like, 0 to 1: the share of words that both have.
fn likeness(words: &str, data: &[(String, f32)]) -> f32 {
    let own = fold(words);
    let own: Vec<&str> = own.split(' ').collect();
    data.iter()
        .map(|(other, _)| {
            let other = fold(other);
            let other: Vec<&str> = other.split(' ').collect();
            let n_shared = own.iter().filter(|word| other.contains(word)).count();
            2.0 * n_shared as f32 / (own.len() + other.len()) as f32
        })
        .fold(0.0, f32::max)
}

/// The words of a heading without the label, the day or the buttons that stand in elements of their own inside it.
fn own_words(source: &Sources<'_>, heading: NodeId, data: &[(String, f32)], whole: &str) -> String {
    let tree = source.tree;
    let mut parts: Vec<String> = Vec::new();
    let mut n_left_out = 0;
    let mut at = tree.following(heading, heading, false);
    while let Some(id) = at {
        let is_label = id != heading
            && (tree.tag(id) == Tag::Time
                || matches!(
                    source.hints.at(id),
                    Some(Hint::Kicker | Hint::Dateline | Hint::Byline | Hint::Nav | Hint::Deck)
                ));
        if is_label {
            n_left_out += 1;
        } else if let NodeKind::Text(text) = tree.node(id).kind {
            parts.push(tree.characters(text, source.page).split_whitespace().collect::<Vec<_>>().join(" "));
        }
        at = tree.following(id, heading, is_label || tree.tag(id).is_never_text());
    }
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() || (parts.len() == 1 && n_left_out == 0) {
        return whole.to_owned();
    }
    // `<h1><span>Covid-19</span><span>Clinics open</span></h1>`, and the data say "Clinics open".
    let said = |words: &str| data.iter().any(|(own, _)| fold(own) == fold(words));
    let ends = (1..parts.len())
        .map(|start| parts[start..].join(" "))
        .chain((1..parts.len()).map(|end| parts[..end].join(" ")));
    if !said(whole)
        && let Some(part) = ends.into_iter().find(|part| said(part))
    {
        return part;
    }
    if n_left_out > 0 { parts.join(" ") } else { whole.to_owned() }
}

/// A title without the section behind its last bar: "Talks end in Istanbul | Opinion".
fn without_section(title: &str) -> String {
    before_last(title, &[" | ", " :: ", " › ", " » "], |head, tail| {
        head.split(' ').count() >= 3 && tail.chars().count() < head.len()
    })
}

/// A heading without the day and time behind its last colon or bar: "Rain at last : 31.10.2023, 10.19 Uhr".
fn without_day(title: &str) -> String {
    before_last(title, &[" : ", " – ", " - ", " | "], |_, tail| super::holds_day(tail) && tail.chars().count() < 40)
}

/// What divides a title from the name of a site.
const DIVIDERS: [&str; 13] =
    [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " › ", " / ", " ~ ", " > "];

/// A title without the name of its site, which may stand behind or before it.
pub(super) fn without_site(title: &str, sites: &[String], headings: &[String]) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut cuts: Vec<(usize, usize)> = DIVIDERS
        .iter()
        .flat_map(|divider| title.match_indices(divider).map(|(at, own)| (at, at + own.len())))
        .collect();
    cuts.sort_unstable();
    // A heading of the page that begins or ends the title is the title.
    for &(start, end) in &cuts {
        for part in [&title[..start], &title[end..]] {
            if headings.contains(&fold(part)) {
                return part.to_owned();
            }
        }
    }
    let is_site = |part: &str| {
        let folded = fold(part);
        let joined = folded.replace(' ', "");
        let is_short = joined.len() > 3 && folded.split(' ').count() <= 4;
        // `Quay Courier` is the site of `quay.example`, and `The Quay Courier` that of `quaycourier.example`.
        sites.iter().map(|site| site.replace(' ', "")).any(|site| {
            let is_around = joined.starts_with(&site) || joined.ends_with(&site);
            site == joined || (is_short && site.len() > 3 && is_around)
        })
    };
    match (cuts.first(), cuts.last()) {
        (_, Some(&(start, end))) if is_site(&title[end..]) => title[..start].to_owned(),
        (Some(&(start, end)), _) if is_site(&title[..start]) => title[end..].to_owned(),
        _ => title,
    }
}

/// A `<title>` of which nothing else is known: what stands behind the last divider is mostly the site.
pub(super) fn without_last_part(title: &str) -> String {
    before_last(title, &DIVIDERS[..8], |head, _| head.split(' ').count() >= 3)
}

/// What stands before the last of these dividers, where it may be cut off there: `may_cut` gets what would stay and what
/// would go, the divider in front. Else the whole title.
fn before_last(title: &str, dividers: &[&str], may_cut: impl Fn(&str, &str) -> bool) -> String {
    let last = dividers.iter().filter_map(|divider| title.rfind(divider)).max();
    match last.map(|at| title.split_at(at)) {
        Some((head, tail)) if may_cut(head, tail) => head.to_owned(),
        _ => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_is_cut_off_on_either_side() {
        let sites = ["the halyard".to_owned()];
        assert_eq!(without_site("Talks end - again | The Halyard", &sites, &[]), "Talks end - again");
        assert_eq!(without_site("The Halyard: Talks end", &sites, &[]), "The Halyard: Talks end");
        assert_eq!(without_site("Talks end - World - The Halyard", &sites, &["talks end".to_owned()]), "Talks end");
        assert_eq!(without_last_part("Talks in Istanbul end | Unknown"), "Talks in Istanbul end");
    }

    fn title_of(markup: &str) -> Option<String> {
        crate::read(markup.as_bytes(), text::MediaType::Html, Some("https://halyard.example/talks")).metadata.title
    }

    #[test]
    fn the_heading_goes_before_titles_written_for_networks() {
        let page = r#"<meta property="og:title" content="You will not believe how the Istanbul talks end">
            <h1>Talks in Istanbul end</h1><p>They ended.</p>"#;
        assert_eq!(title_of(page).as_deref(), Some("Talks in Istanbul end"));
    }

    #[test]
    fn a_heading_that_leads_home_is_the_site_and_no_title() {
        let page = r#"<title>Talks in Istanbul end | Ruta's notes</title><h1><a href="/">Ruta's notes</a></h1>
            <h2>Talks in Istanbul end</h2><p>They ended.</p>"#;
        assert_eq!(title_of(page).as_deref(), Some("Talks in Istanbul end"));
    }

    #[test]
    fn a_label_inside_the_heading_is_left_out_when_the_data_leave_it_out() {
        let markup = |data: &str| {
            format!(
                r#"<meta property="og:title" content="{data}"><h1><span>Black Sea</span> <span>Talks in Istanbul end</span></h1>"#
            )
        };
        assert_eq!(title_of(&markup("Talks in Istanbul end")).as_deref(), Some("Talks in Istanbul end"));
        assert_eq!(title_of(&markup("Talks of the day")).as_deref(), Some("Black Sea Talks in Istanbul end"));
    }
}
