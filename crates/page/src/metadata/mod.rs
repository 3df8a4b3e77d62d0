//! The tree of a page in, what the page says of itself out: title, deck, authors, dates, site, section, language, address.
//!
//! Each source (JSON-LD, OpenGraph and other `<meta>` names, Dublin Core, microdata, markup, the address, the text) puts
//! forward candidates; the one that most sources share, or else the most trusted one, is taken. Sources that contradict
//! one another make a problem.

mod json_ld;
mod meta;

use text::{Metadata, Problem};

use crate::blocks::Piece;
use crate::markup::{ROOT, Tag, Tree};

/// What the page says of itself, as far as the choice of the article needs it.
#[derive(Default)]
pub(crate) struct Evidence {
    /// Titles that the page gives, folded.
    titles: Vec<String>,
    /// The article's text as JSON-LD gives it.
    pub article_body: Option<String>,
    /// What the fields are.
    pub metadata: Metadata,
    /// What was doubtful.
    pub problems: Vec<Problem>,
}

impl Evidence {
    /// Reads what the page says of itself.
    pub(crate) fn of(tree: &Tree, page: &str, pieces: &[Piece], address: Option<&str>) -> Evidence {
        let _ = (pieces, address);
        let mut evidence = Evidence::default();
        let metas = meta::Metas::of(tree);
        let title = metas.first(&["og:title", "twitter:title"]).map(str::to_owned).or_else(|| {
            let id = tree.descendants(ROOT).find(|id| tree.tag(*id) == Tag::Title)?;
            Some(tree.text_under(id, page).split_whitespace().collect::<Vec<_>>().join(" "))
        });
        evidence.titles.extend(title.as_deref().map(fold));
        evidence.metadata.title = title;
        evidence
    }

    /// Is this the article's title?
    pub(crate) fn is_title(&self, words: &str) -> bool {
        let folded = fold(words);
        !folded.is_empty() && self.titles.contains(&folded)
    }
}

/// Letters and digits only, lower case, one space between words.
pub(crate) fn fold(words: &str) -> String {
    let spaced: String = words.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
