use serde_json::{Map, Value};

use super::fold;
use crate::markup::{ROOT, Tag, Tree};

/// What the JSON-LD scripts of a page say about its article.
#[derive(Default)]
pub(super) struct JsonLd {
    objects: Vec<Map<String, Value>>,
    /// Scripts that could not be read.
    pub n_unreadable: usize,
    /// Number of the object that is the article.
    article: Option<usize>,
}

/// Types that are an article, whatever word stands before them (`NewsArticle`, `LiveBlogPosting`).
const ARTICLE_TYPES: [&str; 4] = ["article", "posting", "report", "review"];

/// How deep objects inside objects are looked for.
const MAX_DEPTH: usize = 12;

impl JsonLd {
    /// Reads every script; `titles` are the folded titles that the page gives elsewhere, to know the page's own article
    /// among those it links to.
    pub(super) fn of(tree: &Tree, page: &str, titles: &[String]) -> JsonLd {
        let mut found = JsonLd::default();
        for id in tree.descendants(ROOT) {
            let is_script = tree.tag(id) == Tag::Script
                && tree.attribute(id, "type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"));
            if is_script {
                match parse(&tree.text_under(id, page)) {
                    Some(value) => collect(value, &mut found.objects, 0),
                    None => found.n_unreadable += 1,
                }
            }
        }
        found.article = found.choose(titles);
        found
    }

    fn choose(&self, titles: &[String]) -> Option<usize> {
        let mut best: Option<(usize, usize)> = None;
        for (number, object) in self.objects.iter().enumerate() {
            let is_article = types(object).any(|kind| ARTICLE_TYPES.iter().any(|end| kind.ends_with(end)));
            let is_page = types(object).any(|kind| kind.ends_with("webpage"));
            if !is_article && !is_page {
                continue;
            }
            let is_titled = text(object, "headline").is_some_and(|headline| titles.contains(&fold(&headline)));
            let score = 4 * usize::from(is_titled)
                + 3 * usize::from(is_article)
                + 2 * usize::from(object.contains_key("datePublished"))
                + usize::from(object.contains_key("author"));
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, number));
            }
        }
        best.map(|(_, number)| number)
    }

    /// Does some object say that the page is an article?
    pub(super) fn has_article(&self) -> bool {
        let is_article = |kind: String| ARTICLE_TYPES.iter().any(|end| kind.ends_with(end));
        self.article().is_some_and(|article| types(article).any(is_article))
    }

    /// Does some object say that the page is a live blog?
    pub(super) fn is_live_blog(&self) -> bool {
        self.objects.iter().any(|object| types(object).any(|kind| kind == "liveblogposting"))
    }

    /// A text of the article's object.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        text(self.article()?, name)
    }

    /// Names of the article's authors that are given as persons or as plain text, and those given as bodies.
    pub(super) fn authors(&self) -> (Vec<String>, Vec<String>) {
        let (mut persons, mut bodies) = (Vec::new(), Vec::new());
        let article = self.article();
        let author = article.and_then(|article| article.get("author").or_else(|| article.get("creator")));
        if let Some(author) = author {
            self.names(author, &mut persons, &mut bodies, 0);
        }
        (persons, bodies)
    }

    /// Name of the publisher, or of the site that some object describes.
    pub(super) fn site(&self) -> Option<String> {
        let publisher = self.article().and_then(|article| article.get("publisher"));
        let mut names = (Vec::new(), Vec::new());
        if let Some(publisher) = publisher {
            self.names(publisher, &mut names.0, &mut names.1, 0);
        }
        let of_site = || {
            let site = self.objects.iter().find(|object| types(object).any(|kind| kind == "website"))?;
            text(site, "name")
        };
        names.1.into_iter().chain(names.0).next().or_else(of_site)
    }

    fn article(&self) -> Option<&Map<String, Value>> {
        self.objects.get(self.article?)
    }

    fn names(&self, value: &Value, persons: &mut Vec<String>, bodies: &mut Vec<String>, depth: usize) {
        match value {
            Value::String(name) => persons.push(name.clone()),
            Value::Array(values) if depth < MAX_DEPTH => {
                for value in values {
                    self.names(value, persons, bodies, depth + 1);
                }
            }
            Value::Object(object) => {
                let object = self.referred(object).unwrap_or(object);
                let is_body = types(object).any(|kind| kind.contains("organization"));
                match object.get("name") {
                    Some(Value::String(name)) if is_body => bodies.push(name.clone()),
                    Some(name) if depth < MAX_DEPTH => self.names(name, persons, bodies, depth + 1),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// `{"@id": "#person"}` stands for the object of that name.
    fn referred<'a>(&'a self, object: &Map<String, Value>) -> Option<&'a Map<String, Value>> {
        if object.contains_key("name") {
            return None;
        }
        let id = object.get("@id")?.as_str()?;
        self.objects
            .iter()
            .find(|other| other.contains_key("name") && other.get("@id").and_then(Value::as_str) == Some(id))
    }
}

fn types(object: &Map<String, Value>) -> impl Iterator<Item = String> {
    let values: Vec<&Value> = match object.get("@type") {
        Some(Value::Array(values)) => values.iter().collect(),
        Some(value) => vec![value],
        None => vec![],
    };
    let last_part = |name: &str| name.rsplit(['/', '#', ':']).next().unwrap_or_default().to_ascii_lowercase();
    values.into_iter().filter_map(Value::as_str).map(last_part).collect::<Vec<_>>().into_iter()
}

/// A text, or the first of a list of texts, with character references resolved.
fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    let value = object.get(name)?;
    let written = match value {
        Value::Array(values) => values.first()?.as_str()?,
        Value::Object(inner) => {
            inner.get("name").or_else(|| inner.get("@value")).or_else(|| inner.get("@id"))?.as_str()?
        }
        other => other.as_str()?,
    };
    let resolved = htmlize::unescape(written);
    let squeezed = resolved.split_whitespace().collect::<Vec<_>>().join(" ");
    (!squeezed.is_empty()).then_some(squeezed)
}

fn collect(value: Value, objects: &mut Vec<Map<String, Value>>, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| collect(value, objects, depth + 1)),
        Value::Object(object) => {
            for name in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart", "author", "publisher"] {
                if let Some(inner) = object.get(name).filter(|inner| inner.is_array() || inner.is_object()) {
                    collect(inner.clone(), objects, depth + 1);
                }
            }
            objects.push(object);
        }
        _ => {}
    }
}

/// Reads a script; pages write line breaks into strings, comments around it and a semicolon behind.
fn parse(script: &str) -> Option<Value> {
    let bare =
        script.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let bare = bare.trim_end_matches("-->").trim_end().trim_end_matches("//]]>").trim_end_matches("]]>");
    let bare = bare.trim().trim_end_matches(';');
    serde_json::from_str(bare).ok().or_else(|| {
        let spaced: String = bare.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&spaced).ok()
    })
}
