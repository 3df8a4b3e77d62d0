//! The tree of a page in, what the page says of itself out: title, deck, authors, dates, site, section, language, address.
//!
//! Each source (JSON-LD, OpenGraph and other `<meta>` names, Dublin Core, microdata, markup, the address, the text) puts
//! forward candidates; the one that most trust goes to is taken. Sources that contradict one another make a problem.

mod author;
mod date;
mod day;
mod json_ld;
mod meta;
mod name;
mod title;

use text::{Metadata, Problem};

use crate::blocks::{Hint, Hints, Piece};
use crate::markup::{NodeId, ROOT, Tag, Tree};
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
        let canonical = canonical(tree, &metas, address);
        let source = Sources {
            tree,
            page,
            pieces,
            hints,
            metas: &metas,
            json_ld: &json_ld,
            headings: &headings,
            address,
            canonical: canonical.as_deref(),
        };
        let site = source.site();
        let host_names = source.host_names();
        let (title, titles) = title::title(&source, site.as_deref(), &host_names);
        let at_title = titles.first().and_then(|title| place_of_title(tree, pieces, title));
        let language = source.language();
        let dates = date::dates(&source, language.as_deref(), at_title, &mut problems);
        let over = at_title.map(|at| tree.ancestors(pieces[at].node).collect()).unwrap_or_default();
        let titles = Titles { folded: titles, at: at_title, over };
        let metadata = Metadata {
            authors: author::authors(&source, site.as_deref(), &host_names, &titles, &mut problems),
            deck: None,
            published: dates.published,
            published_ground: dates.ground,
            modified: dates.modified,
            section: metas.first(&["article:section"]).map(str::to_owned).or_else(|| json_ld.text("articleSection")),
            title,
            site,
            language,
            canonical: canonical.clone(),
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
        Evidence {
            titles: titles.folded,
            descriptions,
            article_body,
            is_live_blog,
            is_said_to_be_article,
            metadata,
            problems,
        }
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

/// The first whole day in these words of a page in this language.
pub(crate) fn day_in(words: &str, language: Option<&str>) -> Option<jiff::civil::Date> {
    day::in_text(words, day::is_american(language)).map(|(date, _)| date)
}

/// The names in a line that is known to be a byline.
pub(crate) fn names_in_byline(words: &str) -> Vec<String> {
    name::surest(name::names(words, None)).into_iter().map(|own| own.text).collect()
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
    /// As it was given.
    address: Option<&'a str>,
    /// As the page gives it, else as it was given.
    canonical: Option<&'a str>,
}

/// The titles that the page gives.
struct Titles {
    /// Folded, the chosen one first.
    folded: Vec<String>,
    /// Number of the piece that is the chosen one.
    at: Option<usize>,
    /// The elements that this piece stands in, the innermost first.
    over: Vec<NodeId>,
}

impl Sources<'_> {
    fn site(&self) -> Option<String> {
        let named = self.metas.first(&["og:site_name"]).map(str::to_owned);
        named.or_else(|| self.json_ld.site()).or_else(|| {
            self.metas.first(&["application-name", "apple-mobile-web-app-title", "dc.publisher"]).map(str::to_owned)
        })
    }

    /// The hints of a node and of those over it, `n` in all, the innermost first.
    fn hints_over(&self, node: NodeId, n: usize) -> impl Iterator<Item = Hint> {
        std::iter::once(node).chain(self.tree.ancestors(node)).take(n).filter_map(|id| self.hints.at(id))
    }

    fn title_element(&self) -> Option<String> {
        let id = self.tree.descendants(ROOT).find(|id| self.tree.tag(*id) == Tag::Title)?;
        let words = self.tree.text_under(id, self.page);
        Some(words.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|words| !words.is_empty())
    }

    /// The site's name as its address gives it: `halyard`, `halyard example`.
    fn host_names(&self) -> Vec<String> {
        let Some(host) = self.address.or(self.canonical).and_then(host_of) else { return Vec::new() };
        let host = host.trim_start_matches("www.");
        let mut names = vec![fold(host)];
        names.extend(host.split('.').rev().skip(1).filter(|label| label.len() > 3).map(str::to_owned));
        names
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

/// The number of the heading with these words, folded, else of the first piece with them: menus name the title too.
fn place_of_title(tree: &Tree, pieces: &[Piece], title: &str) -> Option<usize> {
    let mut first = None;
    for (number, piece) in pieces.iter().enumerate() {
        if fold(&piece.text) != title {
            continue;
        }
        if tree.tag(piece.node).is_heading() {
            return Some(number);
        }
        first = first.or(Some(number));
    }
    first
}

/// The page's own address, else the one that was given.
fn canonical(tree: &Tree, metas: &Metas<'_>, address: Option<&str>) -> Option<String> {
    let link = tree.descendants(ROOT).find(|id| {
        tree.tag(*id) == Tag::Link
            && tree.attribute(*id, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
    });
    let href = link.and_then(|id| tree.attribute(id, "href")).map(str::trim);
    href.filter(|href| href.starts_with("http"))
        .or_else(|| metas.first(&["og:url"]).filter(|own| own.starts_with("http")))
        .or(address)
        .map(str::to_owned)
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
