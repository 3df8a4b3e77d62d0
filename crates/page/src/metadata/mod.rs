//! The tree of a page in, what the page says of itself out: title, deck, authors, dates, site, section, language, address.
//!
//! Each source (JSON-LD, OpenGraph and other `<meta>` names, Dublin Core, microdata, markup, the address, the text) puts
//! forward candidates; the one that most trust goes to is taken. Sources that contradict one another make a problem.

mod author;
mod date;
mod day;
mod json_ld;
mod meta;
mod title;

use text::{Metadata, Problem};

use crate::blocks::{Hint, Hints, Piece};
use crate::markup::{ROOT, Tag, Tree};
use json_ld::JsonLd;
use meta::Metas;

/// What the page says of itself.
#[derive(Default)]
pub(crate) struct Evidence {
    /// Titles that the page gives, folded.
    titles: Vec<String>,
    /// What the page says the article is about, folded: a piece with these words is its deck.
    descriptions: Vec<String>,
    /// The article's text as JSON-LD gives it, folded.
    article_body: Option<String>,
    /// Does the page call itself a live blog?
    pub is_live_blog: bool,
    /// Does the page call itself an article?
    pub is_said_to_be_article: bool,
    /// What the fields are.
    pub metadata: Metadata,
    /// What was doubtful.
    pub problems: Vec<Problem>,
}

impl Evidence {
    /// Reads what the page says of itself.
    pub(crate) fn of(tree: &Tree, page: &str, pieces: &[Piece], hints: &Hints, address: Option<&str>) -> Evidence {
        let mut problems = Vec::new();
        let metas = Metas::of(tree);
        let headings = main_headings(tree, pieces);
        let mut known: Vec<String> = headings.iter().map(|own| fold(own)).collect();
        known.extend(metas.first(&["og:title"]).map(fold));
        let json_ld = JsonLd::of(tree, page, &known);
        if json_ld.n_unreadable > 0 {
            let note = format!("{} JSON-LD scripts of the page are no JSON and were left out", json_ld.n_unreadable);
            problems.push(Problem::of_page("json-ld-unreadable", note));
        }
        let source =
            Sources { tree, page, pieces, hints, metas: &metas, json_ld: &json_ld, headings: &headings, address };
        let site = source.site();
        let (title, titles) = source.title(site.as_deref());
        let canonical = source.canonical();
        let language = source.language();
        let dates = date::dates(&source, canonical.as_deref(), language.as_deref(), titles.first(), &mut problems);
        let metadata = Metadata {
            authors: source.authors(site.as_deref(), titles.first()),
            deck: None,
            published: dates.published,
            published_ground: dates.ground,
            modified: dates.modified,
            section: metas.first(&["article:section"]).map(str::to_owned).or_else(|| json_ld.text("articleSection")),
            title,
            site,
            language,
            canonical,
            encoding: None,
        };
        let descriptions = metas
            .first(&["og:description"])
            .into_iter()
            .chain(metas.first(&["description"]))
            .map(fold)
            .chain(json_ld.text("description").map(|own| fold(&own)))
            .chain(json_ld.text("alternativeHeadline").map(|own| fold(&own)))
            .filter(|own| own.len() > 20)
            .collect();
        let article_body = json_ld.text("articleBody").map(|body| fold(&body)).filter(|body| body.len() > 200);
        let is_live_blog = json_ld.is_live_blog();
        let is_said_to_be_article = json_ld.has_article()
            || metas.first(&["og:type"]).is_some_and(|kind| kind.eq_ignore_ascii_case("article"))
            || metas.first(&["article:published_time"]).is_some();
        Evidence { titles, descriptions, article_body, is_live_blog, is_said_to_be_article, metadata, problems }
    }

    /// Is this the article's title?
    pub(crate) fn is_title(&self, words: &str) -> bool {
        let folded = fold(words);
        !folded.is_empty() && self.titles.contains(&folded)
    }

    /// Does the page give this piece as part of the article's text?
    pub(crate) fn is_in_article_body(&self, piece: &Piece) -> bool {
        let Some(body) = &self.article_body else { return false };
        piece.n_chars >= N_PIECE_CHARS && body.contains(&fold(&piece.text))
    }

    /// Is this a short line with an author's name in it?
    pub(crate) fn names_author(&self, words: &str) -> bool {
        let folded = fold(words);
        folded.len() < 160 && self.metadata.authors.iter().any(|author| folded.contains(&fold(author)))
    }

    /// Is this what the page says that it is about?
    pub(crate) fn is_description(&self, words: &str) -> bool {
        self.descriptions.contains(&fold(words))
    }
}

/// Shortest piece, in characters, that is looked for in the article's text.
const N_PIECE_CHARS: usize = 30;

/// Is there a whole day in these words?
pub(crate) fn holds_day(words: &str) -> bool {
    day::in_text(words, false).is_some()
}

/// The first whole day in these words. `is_american`: does `11/09/2022` begin with the month?
pub(crate) fn day_in(words: &str, is_american: bool) -> Option<jiff::civil::Date> {
    day::in_text(words, is_american).map(|(date, _)| date)
}

/// The names in a line that is known to be a byline.
pub(crate) fn names_in_byline(words: &str) -> Vec<String> {
    author::names(words, None)
}

/// Everything that candidates are taken from.
struct Sources<'a> {
    tree: &'a Tree,
    page: &'a str,
    pieces: &'a [Piece],
    hints: &'a Hints,
    metas: &'a Metas<'a>,
    json_ld: &'a JsonLd,
    /// The `<h1>` headings in page order.
    headings: &'a [String],
    address: Option<&'a str>,
}

impl Sources<'_> {
    fn site(&self) -> Option<String> {
        let named = self.metas.first(&["og:site_name"]).map(str::to_owned);
        named.or_else(|| self.json_ld.site()).or_else(|| {
            self.metas.first(&["application-name", "apple-mobile-web-app-title", "dc.publisher"]).map(str::to_owned)
        })
    }

    /// The title and, folded, all titles that the page gives, the chosen one first.
    fn title(&self, site: Option<&str>) -> (Option<String>, Vec<String>) {
        let mut sites: Vec<String> = site.map(fold).into_iter().collect();
        sites.extend(self.host_names());
        let folded_headings: Vec<String> = self.headings.iter().map(|own| fold(own)).collect();
        let mut candidates: Vec<(String, f32)> = Vec::new();
        let mut add = |written: &str, trust: f32| {
            let bare = title::without_site(written, &sites, &folded_headings);
            if !fold(&bare).is_empty() && !sites.contains(&fold(&bare)) {
                candidates.push((bare, trust));
            }
        };
        let share = 3.0 / self.headings.len().max(1) as f32;
        for heading in self.headings {
            add(heading, share.max(0.8));
        }
        if let Some(headline) = self.json_ld.text("headline") {
            add(&headline, 2.0);
        }
        for (name, trust) in
            [("og:title", 2.2), ("twitter:title", 0.9), ("dc.title", 0.8), ("parsely-title", 1.0), ("headline", 0.9)]
        {
            if let Some(written) = self.metas.first(&[name]) {
                add(written, trust);
            }
        }
        if let Some(written) = self.title_element() {
            add(&title::without_last_part(&title::without_site(&written, &sites, &folded_headings)), 1.0);
        }
        let mut best: Option<(f32, &str)> = None;
        for (written, _) in &candidates {
            let same = fold(written);
            let trust: f32 = candidates.iter().filter(|(own, _)| fold(own) == same).map(|(_, trust)| trust).sum();
            if best.is_none_or(|(top, _)| trust > top) {
                best = Some((trust, written));
            }
        }
        let chosen = best.map(|(_, written)| written.to_owned());
        let mut titles: Vec<String> = chosen.iter().map(|own| fold(own)).collect();
        titles.extend(candidates.iter().map(|(own, _)| fold(own)));
        titles.dedup();
        (chosen, titles)
    }

    fn title_element(&self) -> Option<String> {
        let id = self.tree.descendants(ROOT).find(|id| self.tree.tag(*id) == Tag::Title)?;
        let words = self.tree.text_under(id, self.page);
        Some(words.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|words| !words.is_empty())
    }

    /// The site's name as its address gives it: `halyard`, `halyard example`.
    fn host_names(&self) -> Vec<String> {
        let address = self.address.map(str::to_owned).or_else(|| self.canonical());
        let Some(host) = address.as_deref().and_then(host_of) else { return Vec::new() };
        let host = host.trim_start_matches("www.");
        let mut names = vec![fold(host)];
        names.extend(host.split('.').rev().skip(1).filter(|label| label.len() > 3).map(str::to_owned));
        names
    }

    fn authors(&self, site: Option<&str>, title: Option<&String>) -> Vec<String> {
        let (persons, bodies) = self.json_ld.authors();
        let clean = |written: &[String]| {
            let mut all: Vec<String> = Vec::new();
            for name in written.iter().flat_map(|own| author::names(own, site)) {
                if !all.iter().any(|own| fold(own) == fold(&name)) {
                    all.push(name);
                }
            }
            all
        };
        let from_metas: Vec<String> = [
            "author",
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "dc.creator.creator",
            "byl",
            "article:author",
            "citation_author",
        ]
        .iter()
        .map(|name| self.metas.all(name).map(str::to_owned).collect::<Vec<_>>())
        .find(|values| !clean(values).is_empty())
        .unwrap_or_default();
        let lists = [clean(&persons), clean(&from_metas), clean(&self.bylines(title)), clean(&bodies)];
        lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default()
    }

    /// What stands in the page where an author belongs: elements marked or named so, then lines that begin with "by", then
    /// lines with a date and a "by".
    fn bylines(&self, title: Option<&String>) -> Vec<String> {
        let marked = self.marked_authors();
        let named = |written: &[String]| written.iter().any(|own| !author::names(own, None).is_empty());
        if named(&marked) {
            return marked;
        }
        let at_title = self.pieces.iter().position(|piece| Some(&fold(&piece.text)) == title).unwrap_or(0);
        let near = || self.pieces.iter().skip(at_title.saturating_sub(4)).take(30).filter(|piece| piece.n_chars < 120);
        let worded = near().find(|piece| author::is_byline(&piece.text)).map(|piece| vec![piece.text.clone()]);
        if let Some(worded) = worded.filter(|worded| named(worded)) {
            return worded;
        }
        near()
            .map(|piece| author::names_behind_by(&piece.text, None))
            .find(|names| !names.is_empty())
            .unwrap_or_default()
    }

    /// Words of the first elements that are marked or named as the author's, comments and other stories left out.
    fn marked_authors(&self) -> Vec<String> {
        let (mut by_mark, mut by_name) = (Vec::new(), Vec::new());
        for id in self.tree.descendants(ROOT) {
            let is = |name: &str, wanted: &str| {
                self.tree.attribute(id, name).is_some_and(|value| value.split(' ').any(|own| own == wanted))
            };
            let is_marked = is("rel", "author") || is("itemprop", "author");
            let is_named = !is_marked && !self.tree.tag(id).is_never_text() && self.hints.at(id) == Some(Hint::Byline);
            if !(is_marked || is_named) || by_mark.len() > 6 || by_name.len() > 6 {
                continue;
            }
            let is_elsewhere = self.tree.ancestors(id).take(8).any(|over| {
                self.hints.at(over).is_some_and(|hint| matches!(hint, Hint::Comment | Hint::Related | Hint::Nav))
            });
            let words = self.tree.text_under(id, self.page);
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            if !is_elsewhere && !words.is_empty() && words.chars().count() < 100 {
                if is_marked { by_mark.push(words) } else { by_name.push(words) }
            }
        }
        by_mark.truncate(4);
        by_name.truncate(1);
        if by_mark.iter().any(|own| !author::names(own, None).is_empty()) { by_mark } else { by_name }
    }

    fn canonical(&self) -> Option<String> {
        let link = self.tree.descendants(ROOT).find(|id| {
            self.tree.tag(*id) == Tag::Link
                && self.tree.attribute(*id, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
        });
        let href = link.and_then(|id| self.tree.attribute(id, "href")).map(str::trim);
        href.filter(|href| href.starts_with("http"))
            .or_else(|| self.metas.first(&["og:url"]).filter(|own| own.starts_with("http")))
            .or(self.address)
            .map(str::to_owned)
    }

    fn language(&self) -> Option<String> {
        let html = self.tree.children(ROOT).find(|id| self.tree.tag(*id) == Tag::Html);
        let declared =
            html.and_then(|id| self.tree.attribute(id, "lang").or_else(|| self.tree.attribute(id, "xml:lang")));
        declared
            .map(str::to_owned)
            .or_else(|| self.json_ld.text("inLanguage"))
            .or_else(|| {
                self.metas.first(&["content-language", "language", "dc.language", "og:locale"]).map(str::to_owned)
            })
            .map(|tag| tag.trim().replace('_', "-"))
            .filter(|tag| (2..=11).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
    }
}

/// The host of an address.
fn host_of(address: &str) -> Option<&str> {
    let behind = address.split_once("://")?.1;
    behind.split(['/', '?', '#', ':']).next().filter(|host| !host.is_empty())
}

fn main_headings(tree: &Tree, pieces: &[Piece]) -> Vec<String> {
    let mut headings: Vec<String> = Vec::new();
    for piece in pieces.iter().filter(|piece| {
        tree.tag(piece.node) == Tag::H1 || tree.ancestors(piece.node).take(2).any(|id| tree.tag(id) == Tag::H1)
    }) {
        if !headings.contains(&piece.text) {
            headings.push(piece.text.clone());
        }
    }
    headings
}

/// Letters and digits only, lower case, one space between words.
pub(crate) fn fold(words: &str) -> String {
    let mut folded = String::with_capacity(words.len());
    let mut is_apart = false;
    for letter in words.chars() {
        if !letter.is_alphanumeric() {
            is_apart = true;
            continue;
        }
        if is_apart && !folded.is_empty() {
            folded.push(' ');
        }
        is_apart = false;
        if letter.is_ascii() {
            folded.push(letter.to_ascii_lowercase());
        } else {
            // Lower case of a letter may hold signs that are no letters (the dot of a Turkish capital I); they stay.
            folded.extend(letter.to_lowercase());
        }
    }
    folded
}
