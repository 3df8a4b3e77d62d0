use serde::{Deserialize, Serialize};

use crate::{DateInterval, Origin, Problem, SiteTrace};

/// A capture read: what is known of the page, and its blocks in page order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Title, authors, dates and addresses.
    pub metadata: Metadata,
    /// Is there an article on the page? False for index pages, search results and the like.
    pub is_article: bool,
    /// Every block of visible text, in page order, furniture included.
    pub blocks: Vec<Block>,
    /// What was doubtful.
    pub problems: Vec<Problem>,
    /// What other pages of its site need to know of it; nothing when the page does not tell its site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<SiteTrace>,
}

impl Page {
    /// Is this block no part of the article because its words stand on other pages of the site too?
    pub fn is_set_aside(&self, block: usize) -> bool {
        self.trace.as_ref().is_some_and(|trace| trace.set_aside.contains(&block))
    }
}

/// What a page says of itself. An empty field means that the page gives none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Metadata {
    /// The headline without the site's name.
    pub title: Option<String>,
    /// The deck (standfirst) under the headline.
    pub deck: Option<String>,
    /// Names of the authors, without "By" and without titles or places.
    pub authors: Vec<String>,
    /// The day of publication as the page gives it (its own civil date), or an interval when it is only bounded.
    pub published: Option<DateInterval>,
    /// The day of the last change.
    pub modified: Option<DateInterval>,
    /// Where the date was found, in words for a person: "JSON-LD", "byline", "text".
    pub published_ground: Option<String>,
    /// Name of the site.
    pub site: Option<String>,
    /// Section, such as "World".
    pub section: Option<String>,
    /// Language as a BCP 47 tag, such as "en" or "en-GB".
    pub language: Option<String>,
    /// Canonical address.
    pub canonical: Option<String>,
    /// The encoding that the bytes were read in, by its WHATWG name, such as "UTF-8".
    pub encoding: Option<String>,
}

/// A piece of a page: one paragraph, headline, caption, list item or menu.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// What the block is.
    pub role: Role,
    /// Its words; white space collapsed to single spaces, no line breaks.
    pub text: String,
    /// The way from the words to the bytes of the capture.
    pub origin: Origin,
    /// Line numbers in a plain-text capture, counted from 0; empty for markup.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<usize>,
}

/// What a block is. `Role::name` gives the word that the machine contract uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // The variants are the words of the design; `Role::meaning` says what each is.
pub enum Role {
    Headline,
    Deck,
    Kicker,
    Byline,
    Dateline,
    Body,
    Subhead,
    Quote,
    Caption,
    Credit,
    List,
    Correction,
    Bio,
    Pitch,
    Promo,
    Teaser,
    Related,
    Nav,
    Newsletter,
    Legal,
    Comment,
    LiveEntry,
    Other,
}

impl Role {
    /// Every role, in the order of the design.
    pub const ALL: [Role; 23] = [
        Role::Headline,
        Role::Deck,
        Role::Kicker,
        Role::Byline,
        Role::Dateline,
        Role::Body,
        Role::Subhead,
        Role::Quote,
        Role::Caption,
        Role::Credit,
        Role::List,
        Role::Correction,
        Role::Bio,
        Role::Pitch,
        Role::Promo,
        Role::Teaser,
        Role::Related,
        Role::Nav,
        Role::Newsletter,
        Role::Legal,
        Role::Comment,
        Role::LiveEntry,
        Role::Other,
    ];

    /// Is a block of this role part of the article's own text?
    pub fn is_article(self) -> bool {
        matches!(self, Role::Body | Role::Subhead | Role::Quote | Role::List | Role::LiveEntry)
    }

    /// The role as the machine contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Role::Headline => "headline",
            Role::Deck => "deck",
            Role::Kicker => "kicker",
            Role::Byline => "byline",
            Role::Dateline => "dateline",
            Role::Body => "body",
            Role::Subhead => "subhead",
            Role::Quote => "quote",
            Role::Caption => "caption",
            Role::Credit => "credit",
            Role::List => "list",
            Role::Correction => "correction",
            Role::Bio => "bio",
            Role::Pitch => "pitch",
            Role::Promo => "promo",
            Role::Teaser => "teaser",
            Role::Related => "related",
            Role::Nav => "nav",
            Role::Newsletter => "newsletter",
            Role::Legal => "legal",
            Role::Comment => "comment",
            Role::LiveEntry => "live-entry",
            Role::Other => "other",
        }
    }

    /// The role with this name; nothing for any other text.
    pub fn of_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }

    /// What a block of this role is, in words for a person.
    pub fn meaning(self) -> &'static str {
        match self {
            Role::Headline => "the article's headline",
            Role::Deck => "the standfirst under the headline",
            Role::Kicker => "the section or label over the headline",
            Role::Byline => "who wrote it",
            Role::Dateline => "place or day of publication",
            Role::Body => "a paragraph of the article",
            Role::Subhead => "a headline inside the article",
            Role::Quote => "a quoted passage set apart in the article",
            Role::Caption => "the words under a picture, or its alternative text",
            Role::Credit => "who took the picture",
            Role::List => "a list or table row of the article",
            Role::Correction => "a correction or editor's note",
            Role::Bio => "about the author",
            Role::Pitch => "a plea for money, a subscription or a share",
            Role::Promo => "a link to another story inside the article",
            Role::Teaser => "the beginning of another story",
            Role::Related => "headlines of other stories",
            Role::Nav => "menus, tags, buttons",
            Role::Newsletter => "a newsletter box",
            Role::Legal => "copyright, cookies, terms",
            Role::Comment => "a reader's comment",
            Role::LiveEntry => "an entry of a live blog",
            Role::Other => "something else",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_stored_under_its_name() {
        for role in Role::ALL {
            assert_eq!(serde_json::to_value(role).unwrap(), role.name());
            assert_eq!(Role::of_name(role.name()), Some(role));
        }
    }
}
