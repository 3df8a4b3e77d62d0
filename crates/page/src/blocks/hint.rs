use std::collections::HashMap;
use std::sync::OnceLock;

use crate::markup::{NodeId, ROOT, Tag, Tree};

/// What the name of an element, its class, its id or its declared role say about what stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    /// The article's text.
    Article,
    Headline,
    Deck,
    Kicker,
    Byline,
    Dateline,
    Caption,
    Credit,
    Quote,
    Correction,
    Bio,
    Pitch,
    Promo,
    Related,
    Nav,
    Newsletter,
    Legal,
    Comment,
    LiveEntry,
    /// Advertisements, share buttons, widgets.
    Widget,
}

impl Hint {
    /// Does it say that the element is no part of the article, whatever stands in it?
    pub(crate) fn is_furniture(self) -> bool {
        use Hint::*;
        matches!(self, Bio | Pitch | Promo | Related | Nav | Newsletter | Legal | Comment | Widget)
    }

    /// Does prose under it not count for the article? Furniture, and what is told apart from the running text.
    pub(crate) fn is_no_article(self) -> bool {
        self.is_furniture() || matches!(self, Hint::Byline | Hint::Caption | Hint::Credit | Hint::Correction)
    }
}

/// The hints of all nodes of a tree, by number.
pub(crate) struct Hints(Vec<Option<Hint>>);

impl Hints {
    /// Looks at every element of the page's body.
    pub(crate) fn of(tree: &Tree) -> Hints {
        let mut hints = vec![None; tree.n_nodes()];
        let mut seen = HashMap::new();
        let mut at = Some(ROOT);
        while let Some(id) = at {
            let is_shut = tree.tag(id).is_never_text();
            if !is_shut {
                hints[id as usize] = hint_of(tree, id, &mut seen);
            }
            at = tree.following(id, ROOT, is_shut);
        }
        Hints(hints)
    }

    /// The hint of one node, if it gives any.
    pub(crate) fn at(&self, id: NodeId) -> Option<Hint> {
        self.0[id as usize]
    }

    /// Says what a node is, whatever its name says.
    pub(crate) fn set(&mut self, id: NodeId, hint: Hint) {
        self.0[id as usize] = Some(hint);
    }

    /// Keeps only the hints that `is_kept` wants.
    pub(crate) fn retain(&mut self, is_kept: impl Fn(Hint) -> bool) {
        for hint in &mut self.0 {
            *hint = hint.filter(|own| is_kept(*own));
        }
    }
}

/// The hint of one element, if it gives any.
fn hint_of<'a>(tree: &'a Tree, id: NodeId, seen: &mut Seen<'a>) -> Option<Hint> {
    by_attributes(tree, id, seen).or_else(|| by_tag(tree.tag(id)))
}

fn by_tag(tag: Tag) -> Option<Hint> {
    match tag {
        Tag::Nav | Tag::Menu | Tag::Button | Tag::Option => Some(Hint::Nav),
        Tag::Footer => Some(Hint::Legal),
        Tag::Aside => Some(Hint::Related),
        Tag::Figcaption => Some(Hint::Caption),
        Tag::Blockquote => Some(Hint::Quote),
        Tag::Form | Tag::Fieldset | Tag::Dialog => Some(Hint::Widget),
        _ => None,
    }
}

/// What was found for class attributes: a page gives the same to many elements.
type Seen<'a> = HashMap<&'a str, Option<Hint>>;

fn by_attributes<'a>(tree: &'a Tree, id: NodeId, seen: &mut Seen<'a>) -> Option<Hint> {
    let mut found = None;
    for (name, value) in tree.attributes_of(id) {
        let hint = match name {
            "class" => *seen.entry(value).or_insert_with(|| value.split_ascii_whitespace().find_map(by_class)),
            "id" => value.split_ascii_whitespace().find_map(by_class),
            "itemprop" => by_property(value),
            "role" => by_declared_role(value),
            "rel" => (value == "author").then_some(Hint::Byline),
            "data-component" | "data-testid" | "data-qa" => by_name(value),
            _ => None,
        };
        found = found.or(hint);
    }
    found
}

fn by_property(value: &str) -> Option<Hint> {
    match value {
        "articleBody" | "text" => Some(Hint::Article),
        "headline" => Some(Hint::Headline),
        "author" => Some(Hint::Byline),
        "datePublished" | "dateModified" | "dateCreated" => Some(Hint::Dateline),
        "caption" => Some(Hint::Caption),
        "comment" => Some(Hint::Comment),
        "liveBlogUpdate" => Some(Hint::LiveEntry),
        _ => None,
    }
}

fn by_declared_role(value: &str) -> Option<Hint> {
    match value {
        "navigation" | "menu" | "menubar" | "tablist" | "search" | "toolbar" => Some(Hint::Nav),
        "contentinfo" => Some(Hint::Legal),
        "complementary" => Some(Hint::Related),
        "dialog" | "alertdialog" => Some(Hint::Widget),
        _ => None,
    }
}

/// Words of class names and what they hint at; the first that fits counts. Words joined by a hyphen must follow each
/// other. The names are those that news sites and their publishing programs share, none is one site's own.
const NAMES: &[(&str, Hint)] = &[
    ("comments", Hint::Comment),
    ("comment", Hint::Comment),
    ("commentlist", Hint::Comment),
    ("disqus", Hint::Comment),
    ("respond", Hint::Comment),
    ("fb-comments", Hint::Comment),
    ("kommentare", Hint::Comment),
    ("kommentar", Hint::Comment),
    ("commentaires", Hint::Comment),
    ("comentarios", Hint::Comment),
    ("newsletter", Hint::Newsletter),
    ("newsletters", Hint::Newsletter),
    ("mailchimp", Hint::Newsletter),
    ("signup", Hint::Newsletter),
    ("sign-up", Hint::Newsletter),
    ("donate", Hint::Pitch),
    ("donation", Hint::Pitch),
    ("contribute", Hint::Pitch),
    ("subscribe", Hint::Pitch),
    ("subscription", Hint::Pitch),
    ("abo", Hint::Pitch),
    ("support-us", Hint::Pitch),
    ("patreon", Hint::Pitch),
    ("cookie", Hint::Legal),
    ("cookies", Hint::Legal),
    ("gdpr", Hint::Legal),
    ("consent", Hint::Legal),
    ("copyright", Hint::Legal),
    ("disclaimer", Hint::Legal),
    ("footer", Hint::Legal),
    ("colophon", Hint::Legal),
    ("figcaption", Hint::Caption),
    ("caption", Hint::Caption),
    ("captions", Hint::Caption),
    ("bildunterschrift", Hint::Caption),
    ("legende", Hint::Caption),
    ("wp-caption-text", Hint::Caption),
    ("photo-credit", Hint::Credit),
    ("image-credit", Hint::Credit),
    ("credit", Hint::Credit),
    ("credits", Hint::Credit),
    ("author-bio", Hint::Bio),
    ("author-box", Hint::Bio),
    ("authorbox", Hint::Bio),
    ("about-author", Hint::Bio),
    ("about-the-author", Hint::Bio),
    ("author-info", Hint::Bio),
    ("author-description", Hint::Bio),
    ("bio", Hint::Bio),
    ("biography", Hint::Bio),
    ("author-profile", Hint::Bio),
    ("autorenbox", Hint::Bio),
    ("saboxplugin", Hint::Bio),
    ("correction", Hint::Correction),
    ("corrections", Hint::Correction),
    ("editors-note", Hint::Correction),
    ("related", Hint::Related),
    ("relatedposts", Hint::Related),
    ("related-posts", Hint::Related),
    ("jp-relatedposts", Hint::Related),
    ("recommended", Hint::Related),
    ("recommendations", Hint::Related),
    ("recommendation", Hint::Related),
    ("recirc", Hint::Related),
    ("more-stories", Hint::Related),
    ("read-more", Hint::Promo),
    ("readmore", Hint::Promo),
    ("see-also", Hint::Related),
    ("read-next", Hint::Related),
    ("most-read", Hint::Related),
    ("most-popular", Hint::Related),
    ("trending", Hint::Related),
    ("popular", Hint::Related),
    ("latest", Hint::Related),
    ("teaser", Hint::Related),
    ("teasers", Hint::Related),
    ("outbrain", Hint::Related),
    ("taboola", Hint::Related),
    ("sidebar", Hint::Related),
    ("widget-area", Hint::Related),
    ("yarpp", Hint::Related),
    ("key-events", Hint::Related),
    ("next-post", Hint::Related),
    ("prev-post", Hint::Related),
    ("post-navigation", Hint::Nav),
    ("nav-links", Hint::Nav),
    ("more-from", Hint::Related),
    ("also-like", Hint::Related),
    ("suggestions", Hint::Related),
    ("promo", Hint::Promo),
    ("promotion", Hint::Promo),
    ("inline-promo", Hint::Promo),
    ("cta", Hint::Promo),
    ("callout-link", Hint::Promo),
    ("breadcrumb", Hint::Nav),
    ("breadcrumbs", Hint::Nav),
    ("crumbs", Hint::Nav),
    ("menu", Hint::Nav),
    ("nav", Hint::Nav),
    ("navbar", Hint::Nav),
    ("navigation", Hint::Nav),
    ("pagination", Hint::Nav),
    ("pager", Hint::Nav),
    ("masthead", Hint::Nav),
    ("tags", Hint::Nav),
    ("taglist", Hint::Nav),
    ("tag-list", Hint::Nav),
    ("post-tags", Hint::Nav),
    ("tagcloud", Hint::Nav),
    ("skip-link", Hint::Nav),
    ("screen-reader-text", Hint::Nav),
    ("sr-only", Hint::Nav),
    ("visually-hidden", Hint::Nav),
    ("visuallyhidden", Hint::Nav),
    ("topbar", Hint::Nav),
    ("toc", Hint::Nav),
    ("table-of-contents", Hint::Nav),
    ("toolbar", Hint::Nav),
    ("share", Hint::Widget),
    ("sharing", Hint::Widget),
    ("sharedaddy", Hint::Widget),
    ("social", Hint::Widget),
    ("sociallinks", Hint::Widget),
    ("addthis", Hint::Widget),
    ("addtoany", Hint::Widget),
    ("follow-us", Hint::Widget),
    ("ad", Hint::Widget),
    ("ads", Hint::Widget),
    ("advert", Hint::Widget),
    ("advertisement", Hint::Widget),
    ("advertising", Hint::Widget),
    ("adsbygoogle", Hint::Widget),
    ("sponsor", Hint::Widget),
    ("sponsored", Hint::Widget),
    ("anzeige", Hint::Widget),
    ("werbung", Hint::Widget),
    ("poll", Hint::Widget),
    ("quiz", Hint::Widget),
    ("rating", Hint::Widget),
    ("print-only", Hint::Widget),
    ("video-player", Hint::Widget),
    ("player", Hint::Widget),
    ("popup", Hint::Widget),
    ("modal", Hint::Widget),
    ("overlay", Hint::Widget),
    ("login", Hint::Widget),
    ("search", Hint::Widget),
    ("byline", Hint::Byline),
    ("author", Hint::Byline),
    ("authors", Hint::Byline),
    ("autor", Hint::Byline),
    ("auteur", Hint::Byline),
    ("dateline", Hint::Dateline),
    ("timestamp", Hint::Dateline),
    ("published", Hint::Dateline),
    ("pubdate", Hint::Dateline),
    ("date", Hint::Dateline),
    ("datetime", Hint::Dateline),
    ("posted-on", Hint::Dateline),
    ("entry-meta", Hint::Dateline),
    ("post-meta", Hint::Dateline),
    ("article-meta", Hint::Dateline),
    ("meta", Hint::Dateline),
    ("entry-date", Hint::Dateline),
    ("kicker", Hint::Kicker),
    ("overline", Hint::Kicker),
    ("eyebrow", Hint::Kicker),
    ("dachzeile", Hint::Kicker),
    ("headline", Hint::Headline),
    ("entry-title", Hint::Headline),
    ("post-title", Hint::Headline),
    ("article-title", Hint::Headline),
    ("standfirst", Hint::Deck),
    ("deck", Hint::Deck),
    ("dek", Hint::Deck),
    ("subheadline", Hint::Deck),
    ("sub-headline", Hint::Deck),
    ("subtitle", Hint::Deck),
    ("article-summary", Hint::Deck),
    ("pullquote", Hint::Promo),
    ("pull-quote", Hint::Promo),
    ("live-entry", Hint::LiveEntry),
    ("liveblog-entry", Hint::LiveEntry),
    ("live-update", Hint::LiveEntry),
    ("articlebody", Hint::Article),
    ("article-body", Hint::Article),
    ("article-content", Hint::Article),
    ("articlecontent", Hint::Article),
    ("article-text", Hint::Article),
    ("story-body", Hint::Article),
    ("storybody", Hint::Article),
    ("story-content", Hint::Article),
    ("post-content", Hint::Article),
    ("post-body", Hint::Article),
    ("entry-content", Hint::Article),
    ("entry-body", Hint::Article),
    ("entrytext", Hint::Article),
    ("body-copy", Hint::Article),
    ("content-body", Hint::Article),
    ("story-text", Hint::Article),
    ("news-text", Hint::Article),
    ("e-content", Hint::Article),
];

/// A class of its own named `widget` is a box beside the text; page builders use the word inside longer names for anything.
fn by_class(name: &str) -> Option<Hint> {
    if name == "widget" { Some(Hint::Widget) } else { by_name(name) }
}

/// Looks one class name up: by its words, whether divided by `-`, `_` or a capital.
fn by_name(name: &str) -> Option<Hint> {
    static PLACES: OnceLock<HashMap<&str, usize>> = OnceLock::new();
    let places =
        PLACES.get_or_init(|| NAMES.iter().enumerate().rev().map(|(place, (words, _))| (*words, place)).collect());
    let name = words_of(name);
    let ends: Vec<usize> = name.match_indices('-').map(|(at, _)| at).collect();
    let mut first: Option<usize> = None;
    for (number, start) in ends.iter().enumerate() {
        for end in ends[number + 1..].iter().take(N_NAME_WORDS) {
            let found = places.get(&name[start + 1..*end]).copied();
            first = first.into_iter().chain(found).min();
        }
    }
    first.map(|place| NAMES[place].1)
}

/// Most words that one of the names has.
const N_NAME_WORDS: usize = 3;

/// `ArticleBody__relatedLinks` as `-article-body-related-links-`.
fn words_of(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 8);
    words.push('-');
    let mut was_lower = false;
    for letter in name.chars().take(120) {
        let divides = !letter.is_alphanumeric() || (letter.is_ascii_uppercase() && was_lower);
        if divides && !words.ends_with('-') {
            words.push('-');
        }
        if letter.is_alphanumeric() {
            words.push(letter.to_ascii_lowercase());
        }
        was_lower = letter.is_ascii_lowercase();
    }
    if !words.ends_with('-') {
        words.push('-');
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_by_their_words() {
        assert_eq!(by_name("article__relatedLinks"), Some(Hint::Related));
        assert_eq!(by_name("c-article-body"), Some(Hint::Article));
        assert_eq!(by_name("header"), None);
        assert_eq!(by_name("shadow"), None); // Not "ad".
        assert_eq!(by_name("readable"), None);
    }
}
