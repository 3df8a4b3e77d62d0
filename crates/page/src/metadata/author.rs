//! Who wrote the article: every place that names authors puts its list forward, and the lists vote.

use text::Problem;

use super::name::{self, Kind, Name};
use super::{Sources, Titles, fold};
use crate::blocks::{Hint, Piece};
use crate::markup::{Kind as NodeKind, NONE, NodeId, ROOT, Tag};

/// Trust in each place, before what its names look like is weighed. Chosen together on WCXB dev and the open half of the
/// trafilatura set, 2026-11-25.
const JSON_LD: f32 = 3.6;
const META: f32 = 3.0;
const MARKED: f32 = 3.0;
const NAMED: f32 = 2.4;
const WORDED: f32 = 2.6;
const LABELLED: f32 = 2.0;
const LINKED: f32 = 2.0;
const BESIDE_DAY: f32 = 1.2;

/// What is left of the trust when a list holds no person, but pen names or single words; and when it holds only bodies.
const SHARE_OF_WORDS: f32 = 0.4;
const SHARE_OF_BODIES: f32 = 0.2;

/// Trust from which a list that shares no name with the chosen one is told of.
const TRUST_TO_CONTRADICT: f32 = 2.4;

/// `<meta>` names of the author, the surest first.
const META_NAMES: [&str; 9] = [
    "author",
    "og:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dc.creator.creator",
    "byl",
    "article:author",
    "citation_author",
];

/// The authors that one place of the page names.
struct Listed {
    names: Vec<Name>,
    trust: f32,
    place: &'static str,
}

/// The authors of the article, in the order that the page gives them.
pub(super) fn authors(
    source: &Sources<'_>,
    site: Option<&str>,
    host_names: &[String],
    titles: &Titles,
    problems: &mut Vec<Problem>,
) -> Vec<String> {
    let lists = lists(source, site, host_names, titles);
    let mut best: Option<(f32, &Listed)> = None;
    for list in &lists {
        let votes: f32 = lists.iter().map(|other| other.trust * agreement(&list.names, &other.names)).sum();
        if best.is_none_or(|(top, _)| votes > top) {
            best = Some((votes, list));
        }
    }
    let Some((_, best)) = best else { return Vec::new() };
    tell_contradiction(&lists, best, problems);
    best.names.iter().map(|own| own.text.clone()).collect()
}

fn tell_contradiction(lists: &[Listed], best: &Listed, problems: &mut Vec<Problem>) {
    let written = |list: &Listed| list.names.iter().map(|own| own.text.as_str()).collect::<Vec<_>>().join(", ");
    let other = lists.iter().find(|own| {
        own.trust >= TRUST_TO_CONTRADICT
            && own.names.iter().all(|name| best.names.iter().all(|mine| !is_same(name, mine)))
    });
    if let Some(other) = other {
        let note = format!(
            "{} names \"{}\", but \"{}\" ({}) was taken for the author",
            other.place,
            written(other),
            written(best),
            best.place
        );
        problems.push(Problem::of_page("authors-disagree", note));
    }
}

/// How far a list of names says what another says, 0 to 1: most when it holds all of them and nothing else.
fn agreement(list: &[Name], other: &[Name]) -> f32 {
    let n_shared = other.iter().filter(|name| list.iter().any(|own| is_same(own, name))).count() as f32;
    let covered = n_shared / other.len().max(1) as f32;
    let alike = n_shared / (list.len() + other.len()) as f32 * 2.0;
    (covered + alike) / 2.0
}

/// "Ruta Demski" and "R. Demski" are two writings; "Demski" alone is part of the first.
fn is_same(a: &Name, b: &Name) -> bool {
    let (a, b) = (fold(&a.text), fold(&b.text));
    a == b || a.replace(' ', "") == b.replace(' ', "") || {
        let (short, long) = if a.len() < b.len() { (&a, &b) } else { (&b, &a) };
        !short.contains(' ') && long.split(' ').any(|word| word == short)
    }
}

fn lists(source: &Sources<'_>, site: Option<&str>, host_names: &[String], titles: &Titles) -> Vec<Listed> {
    let mut lists: Vec<Listed> = Vec::new();
    let named = site.into_iter().map(fold).chain(source.json_ld.site().map(|own| fold(&own)));
    let sites: Vec<String> = host_names.iter().cloned().chain(named).map(|own| own.replace(' ', "")).collect();
    let mut add = |names: Vec<Name>, trust: f32, place: &'static str| {
        let names = names.into_iter().map(|own| of_site(own, &sites)).collect();
        let names = name::surest(names);
        let Some(kind) = names.first().map(|own| own.kind) else { return };
        let share = match kind {
            Kind::Person => 1.0,
            Kind::Word => SHARE_OF_WORDS,
            Kind::Body => SHARE_OF_BODIES,
        };
        lists.push(Listed { names, trust: trust * share, place });
    };
    let all = |written: &[String]| written.iter().flat_map(|own| name::names(own, site)).collect::<Vec<_>>();
    let (persons, bodies) = source.json_ld.authors();
    add(name::unique(all(&persons)), JSON_LD, "JSON-LD");
    add(bodies.iter().map(|own| Name { text: own.clone(), kind: Kind::Body }).collect(), JSON_LD, "JSON-LD");
    add(of_metas(source, site), META, "a meta element");
    let found = Marked::of(source, titles);
    add(name::unique(all(&found.by_mark)), MARKED, "the markup");
    let mut by_class = name::unique(all(&found.by_class));
    // A class of that name holds much that is no name; a lone word is believed where it is all that the first one holds.
    let is_alone = found.by_class.first().is_some_and(|own| own.chars().count() < N_LONE_CHARS);
    by_class.retain(|own| own.kind != Kind::Word || is_alone);
    add(by_class, NAMED, "the markup");
    add(worded(source, site, titles), WORDED, "the byline");
    add(labelled(source, site, titles), LABELLED, "a label");
    add(beside_day(source, site, titles), BESIDE_DAY, "the line of the day");
    let linked: Vec<Name> =
        name::unique(all(&found.by_link)).into_iter().filter(|own| own.kind == Kind::Person).collect();
    add(linked, LINKED, "a link to the author");
    lists
}

/// A name that is the site's is that of a body, however much it looks like a person's.
fn of_site(name: Name, sites: &[String]) -> Name {
    let joined = fold(&name.text).replace(' ', "");
    let is_site = sites.iter().any(|site| *site == joined || (joined.len() >= 8 && site.contains(&joined)));
    if is_site { Name { kind: Kind::Body, ..name } } else { name }
}

fn of_metas(source: &Sources<'_>, site: Option<&str>) -> Vec<Name> {
    let mut best: Vec<Name> = Vec::new();
    for key in META_NAMES {
        let written = source
            .metas
            .all(key)
            .map(|value| if key == "citation_author" { first_name_first(value) } else { value.to_owned() });
        let names = name::surest(name::unique(written.flat_map(|own| name::names(&own, site)).collect()));
        let kind = |names: &[Name]| names.first().map(|own| own.kind);
        if kind(&names) > kind(&best) {
            best = names;
        }
    }
    if best.is_empty() { of_labelled_metas(source, site) } else { best }
}

/// `twitter:label1` says what `twitter:data1` is: "Written by", "Verfasst von".
fn of_labelled_metas(source: &Sources<'_>, site: Option<&str>) -> Vec<Name> {
    [("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")]
        .iter()
        .find(|(label, _)| source.metas.first(&[label]).is_some_and(name::is_bare_by))
        .and_then(|(_, data)| source.metas.first(&[data]))
        .map(|value| name::surest(name::names(value, site)))
        .unwrap_or_default()
}

/// "Demski, Ruta" as "Ruta Demski".
fn first_name_first(value: &str) -> String {
    match value.split_once(',') {
        Some((last, first)) if !first.contains(',') => format!("{} {}", first.trim(), last.trim()),
        _ => value.to_owned(),
    }
}

/// Pieces before the title and behind it among which the byline is looked for.
const N_BEFORE: usize = 4;
const N_BEHIND: usize = 26;
/// Longest piece, in characters, that is read as a byline.
const N_BYLINE_CHARS: usize = 120;

/// The names in the first line near the title that begins with "by", or holds a day and a "by".
fn worded(source: &Sources<'_>, site: Option<&str>, titles: &Titles) -> Vec<Name> {
    let is_title = |text: &str| titles.folded.contains(&fold(text));
    let at_title = titles.at.unwrap_or(0);
    let start = at_title.saturating_sub(N_BEFORE);
    let end = (at_title + N_BEHIND).min(source.pieces.len());
    let near = &source.pieces[start..end];
    for (number, piece) in near.iter().enumerate() {
        if piece.n_chars > N_BYLINE_CHARS || is_title(&piece.text) || is_elsewhere(source, titles, piece.node) {
            continue;
        }
        let is_bare = name::is_bare_by(&piece.text);
        let names = match near.get(number + 1) {
            Some(next) if is_bare && next.n_chars < N_BYLINE_CHARS => name::names(&next.text, site),
            _ if name::is_byline(&piece.text) => name::names(&lines_of(source, piece), site),
            _ if super::holds_day(&piece.text) || hint_near(source, piece.node) => {
                name::names_behind_by(&piece.text, site)
            }
            _ => Vec::new(),
        };
        let is_short = piece.n_chars < 30;
        let names: Vec<Name> = name::surest(names)
            .into_iter()
            .filter(|own| {
                own.kind == Kind::Person
                    || (is_short && own.kind == Kind::Word && own.text.starts_with(char::is_uppercase))
            })
            .filter(|own| !titles.folded.iter().any(|title| title.contains(&fold(&own.text))))
            .collect();
        if !names.is_empty() {
            return names;
        }
    }
    Vec::new()
}

/// Bytes within which the colon of a label stands: "Autorin: ", "Text und Fotos: ".
const N_LABEL_BYTES: usize = 24;

/// The persons behind a label such as "Autorin:", which stands at the end of many articles.
fn labelled(source: &Sources<'_>, site: Option<&str>, titles: &Titles) -> Vec<Name> {
    let is_label = |piece: &&Piece| {
        let colon = piece.text.bytes().take(N_LABEL_BYTES).position(|byte| byte == b':');
        colon.is_some_and(|at| name::is_bare_by(&piece.text[..at]) || name::is_bare_by(&piece.text[..=at]))
    };
    source
        .pieces
        .iter()
        .skip(titles.at.unwrap_or(0))
        .filter(|piece| piece.n_chars <= N_BYLINE_CHARS)
        .filter(is_label)
        .filter(|piece| !is_elsewhere(source, titles, piece.node))
        .map(|piece| name::surest(name::names(&lines_of(source, piece), site)))
        .find(|names| names.first().is_some_and(|own| own.kind == Kind::Person))
        .unwrap_or_default()
}

/// Pieces behind the title among which a name beside the day is looked for.
const N_HEAD: usize = 8;
/// Longest piece, in characters, that is a name and nothing else.
const N_NAME_CHARS: usize = 40;

/// The person whose name stands alone behind the title, next to the day.
fn beside_day(source: &Sources<'_>, site: Option<&str>, titles: &Titles) -> Vec<Name> {
    let Some(at_title) = titles.at else { return Vec::new() };
    let head = &source.pieces[at_title + 1..(at_title + 1 + N_HEAD).min(source.pieces.len())];
    for (number, piece) in head.iter().enumerate() {
        if piece.n_chars > N_NAME_CHARS || is_elsewhere(source, titles, piece.node) {
            continue;
        }
        let before = number.checked_sub(1).and_then(|at| head.get(at));
        let is_beside = before
            .into_iter()
            .chain(head.get(number + 1))
            .any(|other| other.n_chars <= N_NAME_CHARS && super::holds_day(&other.text));
        let is_heading = source.tree.tag(piece.node).is_heading();
        let names = if is_beside && !is_heading { name::names(&piece.text, site) } else { Vec::new() };
        if names.iter().all(|own| own.kind == Kind::Person && !is_of_common_words(source, own)) && !names.is_empty() {
            return names;
        }
    }
    Vec::new()
}

/// Does the page write a word of this name in small letters elsewhere? "Reading Time" is no person.
fn is_of_common_words(source: &Sources<'_>, name: &Name) -> bool {
    let words: Vec<String> = name.text.split(' ').map(str::to_lowercase).collect();
    let is_word = |own: &str| words.iter().any(|word| word == own);
    source.pieces.iter().any(|piece| piece.text.split(|c: char| !c.is_alphanumeric()).any(is_word))
}

/// The words of a piece, those of each of its elements on a line of their own where it is all that its block holds.
fn lines_of(source: &Sources<'_>, piece: &Piece) -> String {
    let lines = names_under(source, piece.node);
    let joined = |words: &str| fold(words).replace(' ', "");
    if joined(&lines) == joined(&piece.text) { lines } else { piece.text.clone() }
}

fn hint_near(source: &Sources<'_>, node: NodeId) -> bool {
    source.hints_over(node, 3).any(|hint| matches!(hint, Hint::Byline | Hint::Dateline))
}

/// Elements over a name that are asked what stands in them.
const N_OVER: usize = 9;

/// Does it stand among comments, other stories, menus? What holds the title too is the whole page or its article,
/// whatever its name is: `<body class="has-sidebar">`.
fn is_elsewhere(source: &Sources<'_>, titles: &Titles, node: NodeId) -> bool {
    use Hint::*;
    std::iter::once(node)
        .chain(source.tree.ancestors(node))
        .take(N_OVER)
        .take_while(|id| !titles.over.contains(id))
        .filter_map(|id| source.hints.at(id))
        .any(|hint| matches!(hint, Comment | Related | Nav | Promo | Newsletter | Caption | Credit))
}

/// The words of elements that are marked as the author's, by `rel` and `itemprop`, by class, by where they link to.
#[derive(Default)]
struct Marked {
    by_mark: Vec<String>,
    by_class: Vec<String>,
    by_link: Vec<String>,
}

/// Most elements of one kind that are looked at.
const N_MARKED: usize = 8;
/// Longest text, in characters, of an element that holds a pen name and nothing else.
const N_LONE_CHARS: usize = 25;
/// Nodes between two elements that belong to one list of authors.
const N_NODES_APART: NodeId = 60;
/// Longest text, in characters, of an element that names authors.
const N_MARKED_CHARS: usize = 160;
/// Folders of the pages about authors.
const AUTHOR_FOLDERS: [&str; 18] = [
    "/author/",
    "/authors/",
    "/autor/",
    "/autoren/",
    "/auteur/",
    "/contributor/",
    "/contributors/",
    "/by/",
    "/journalist/",
    "/staff/",
    "/profile/author/",
    "/redakteur/",
    "/autores/",
    "/autori/",
    "/writer/",
    "/writers/",
    "/creator/",
    "/staff-contributors/",
];

impl Marked {
    fn of(source: &Sources<'_>, titles: &Titles) -> Marked {
        let tree = source.tree;
        let at_title = titles.at.map(|at| source.pieces[at].node);
        let mut found = Marked::default();
        let (mut last_mark, mut last_class): (Option<(NodeId, Option<&str>)>, _) = (None, None);
        let mut last_link: Option<NodeId> = None;
        let mut taken_until = 0;
        for id in tree.descendants(ROOT) {
            if !matches!(tree.node(id).kind, NodeKind::Element(_)) || tree.tag(id).is_never_text() {
                continue;
            }
            let (mut is_marked, mut is_link) = (false, false);
            for (attribute, value) in tree.attributes_of(id) {
                match attribute {
                    "rel" | "itemprop" => is_marked |= value.split(' ').any(|own| own == "author"),
                    "property" => is_marked |= matches!(value, "author" | "schema:author" | "dc:creator"),
                    "href" => is_link = AUTHOR_FOLDERS.iter().any(|folder| value.contains(folder)),
                    _ => {}
                }
            }
            let is_class = source.hints.at(id) == Some(Hint::Byline) && id >= taken_until;
            if !(is_marked || is_class || is_link)
                || is_elsewhere(source, titles, id)
                || is_behind_other_work(source, id)
            {
                continue;
            }
            let written = names_under(source, id);
            let n_chars = written.chars().count();
            if !(2..=N_MARKED_CHARS).contains(&n_chars) {
                continue;
            }
            // One list of authors stands together and in elements of one class; later ones are of reviewers and other stories.
            let class = tree.attribute(id, "class");
            let goes_on = |last: Option<(NodeId, Option<&str>)>, written: &[String]| {
                last.is_none_or(|(last, of_last)| {
                    (id - last < N_NODES_APART && of_last == class) || !holds_person(written)
                })
            };
            if is_marked && goes_on(last_mark, &found.by_mark) && found.by_mark.len() < N_MARKED {
                last_mark = Some((id, class));
                found.by_mark.push(written.clone());
            }
            if is_class && goes_on(last_class, &found.by_class) && found.by_class.len() < N_MARKED {
                taken_until = tree.following(id, ROOT, true).unwrap_or(NodeId::MAX);
                last_class = Some((id, class));
                found.by_class.push(written.clone());
            }
            let is_at_title = at_title.is_none_or(|title| id + 300 > title && id < title + 600);
            if is_link
                && is_at_title
                && last_link.is_none_or(|last| id - last < N_NODES_APART)
                && found.by_link.len() < N_MARKED
            {
                last_link = Some(id);
                found.by_link.push(written);
            }
        }
        found
    }
}

/// Do the words before the element say that it names a reviewer, a photographer, a translator?
fn is_behind_other_work(source: &Sources<'_>, id: NodeId) -> bool {
    let previous = source.tree.node(id).previous;
    if previous == NONE {
        return false;
    }
    let words = match source.tree.node(previous).kind {
        NodeKind::Text(text) => source.tree.characters(text, source.page).to_owned(),
        _ => source.tree.text_under(previous, source.page),
    };
    words.len() < N_MARKED_CHARS && name::is_of_other_work(&words)
}

fn holds_person(written: &[String]) -> bool {
    written.iter().any(|own| name::names(own, None).iter().any(|name| name.kind == Kind::Person))
}

/// The texts under an element, a line each; only those that are marked as the name where there are such.
fn names_under(source: &Sources<'_>, top: NodeId) -> String {
    let tree = source.tree;
    let is_name = |id: &NodeId| {
        tree.attribute(*id, "itemprop") == Some("name")
            || tree.attribute(*id, "class").is_some_and(|own| own.split(' ').any(|word| word == "fn"))
    };
    let named: Vec<NodeId> = tree.descendants(top).filter(is_name).collect();
    let mut lines: Vec<String> = Vec::new();
    for part in if named.is_empty() { vec![top] } else { named } {
        if let Some(content) = tree.attribute(part, "content") {
            lines.push(content.to_owned());
            continue;
        }
        let mut at = tree.following(part, part, false);
        let mut n_chars = 0;
        let mut last_text = NONE;
        while let Some(id) = at {
            if let NodeKind::Text(text) = tree.node(id).kind {
                let characters = tree.characters(text, source.page);
                n_chars += characters.len();
                // A character reference is a text of its own: `O&#39;Hara` are three.
                match lines.last_mut().filter(|_| last_text != NONE && tree.node(last_text).next == id) {
                    Some(line) => line.push_str(characters),
                    None => lines.push(characters.to_owned()),
                }
                last_text = id;
            }
            if n_chars > 4 * N_MARKED_CHARS {
                break;
            }
            at = tree.following(id, part, tree.tag(id).is_never_text() || tree.tag(id) == Tag::Time);
        }
    }
    let squeezed = lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    squeezed.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use text::{MediaType, Page};

    fn read(markup: &str) -> Page {
        crate::read(markup.as_bytes(), MediaType::Html, Some("https://halyard.example/talks"))
    }

    fn authors(markup: &str) -> Vec<String> {
        read(markup).metadata.authors
    }

    #[test]
    fn what_most_places_say_is_the_author() {
        let page = read(
            r#"<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"Ivo Brand"}}</script>
            <h1>Talks end</h1><p class="byline">By <a rel="author" href="/author/ruta">Ruta Demski</a></p><p>They ended.</p>"#,
        );
        assert_eq!(page.metadata.authors, ["Ruta Demski"]);
        let told = page.problems.iter().find(|own| own.name == "authors-disagree").expect("the data name another");
        assert!(told.note.contains("Ivo Brand") && told.note.contains("Ruta Demski"), "{}", told.note);
    }

    #[test]
    fn all_authors_of_a_line_are_named_and_nobody_contradicts() {
        let page = read(
            r#"<meta name="author" content="Ruta Demski"><h1>Talks end</h1>
            <div class="authors"><span>By</span> <a>Ruta Demski</a> and <a>Callum Orr</a></div><p>They ended.</p>"#,
        );
        assert_eq!(page.metadata.authors, ["Ruta Demski", "Callum Orr"]);
        assert!(page.problems.iter().all(|own| own.name != "authors-disagree"));
    }

    #[test]
    fn a_person_goes_before_the_newsroom_and_the_newsroom_before_nobody() {
        let data = r#"<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Organization","name":"Halyard"}}</script>"#;
        assert_eq!(
            authors(&format!("{data}<h1>Talks end</h1><p>By Ruta Demski</p><p>They ended.</p>")),
            ["Ruta Demski"]
        );
        assert_eq!(authors(&format!("{data}<h1>Talks end</h1><p>They ended.</p>")), ["Halyard"]);
    }

    #[test]
    fn an_element_that_holds_the_title_too_is_nowhere_else() {
        let byline = r#"<p class="byline">By <a rel="author">Ruta Demski</a></p>"#;
        let whole = format!(r#"<div class="has-related sidebar"><h1>Talks end</h1>{byline}<p>They ended.</p></div>"#);
        assert_eq!(authors(&whole), ["Ruta Demski"]);
        let apart = format!(r#"<h1>Talks end</h1><p>They ended.</p><div class="sidebar">{byline}</div>"#);
        assert!(authors(&apart).is_empty());
        let own_end = format!(r#"<article><h1>Talks end</h1><p>They ended.</p><footer>{byline}</footer></article>"#);
        assert_eq!(authors(&own_end), ["Ruta Demski"]);
    }

    #[test]
    fn a_name_with_an_apostrophe_as_a_reference_is_one_name() {
        let markup = r#"<h1>Talks end</h1><p class="byline">By <a>Ann O&#39;Hara</a><span>Staff</span></p>"#;
        assert_eq!(authors(markup), ["Ann O'Hara"]);
    }

    #[test]
    fn a_label_at_the_end_names_the_author_and_an_office_does_not() {
        let end =
            |last: &str| format!("<h1>Talks end</h1>{}<p>{last}</p>", "<p>They ended on that day.</p>".repeat(40));
        assert_eq!(authors(&end("Autorin: Uta Weiß, Projektleiterin der Stiftung")), ["Uta Weiß"]);
        assert_eq!(authors(&end("Auteur : Ruta Demski")), ["Ruta Demski"]);
        assert!(authors(&end("Remember: Ruta Demski")).is_empty());
        assert!(authors(&end("By the way: Talks")).is_empty());
    }

    #[test]
    fn a_name_beside_the_day_is_the_authors_when_its_words_are_no_common_ones() {
        let head = |beside: &str| {
            format!(
                "<h1>Talks end</h1><div>{beside}</div><div>9 November 2022</div><p>Much reading of time they took.</p>"
            )
        };
        assert_eq!(authors(&head("Ruta Demski")), ["Ruta Demski"]);
        assert!(authors(&head("Reading Time")).is_empty());
        assert!(authors(&head("Talks go on")).is_empty());
    }

    #[test]
    fn a_labelled_meta_element_names_the_author() {
        let meta = |label: &str| {
            format!(
                r#"<meta name="twitter:label1" content="{label}"><meta name="twitter:data1" content="Ruta Demski"><h1>Talks end</h1>"#
            )
        };
        assert_eq!(authors(&meta("Verfasst von")), ["Ruta Demski"]);
        assert!(authors(&meta("Category")).is_empty());
    }

    #[test]
    fn reviewers_commenters_and_running_text_are_no_authors() {
        for near_miss in [
            r#"<p>Reviewed by <span class="author">Callum Orr</span></p>"#,
            r#"<div class="comments"><span class="author">Callum Orr</span></div>"#,
            "<p>By the end of the week</p>",
            "<p>Von Montag an</p>",
            "<figcaption>Photo by Callum Orr</figcaption>",
        ] {
            assert!(authors(&format!("<h1>Talks end</h1>{near_miss}")).is_empty(), "{near_miss}");
        }
    }
}
