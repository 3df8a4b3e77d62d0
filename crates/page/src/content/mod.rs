//! The pieces of a page in, a role for each of them out, and whether the page holds an article at all.
//!
//! First the part of the tree that holds the article is chosen: from the text that the page itself names as the
//! article's (JSON-LD, microdata, class names), else by going down from the body to the smallest element that keeps most
//! of the weight of whole sentences outside links. Then each piece gets its role from the elements it stands in, from
//! their names and from its words. No rule knows a site.
//!
//! Works on the ideas of Readability (weights on containers, class names) and trafilatura (link density, pruning), written
//! anew over pieces instead of a rewritten tree.

mod container;
mod measure;
mod roles;
mod wording;

use text::{Problem, Role};

use crate::blocks::Piece;
use crate::markup::Tree;
use crate::metadata::Evidence;

/// What a page's pieces are.
pub(crate) struct Labels {
    /// One for each piece.
    pub roles: Vec<Role>,
    /// Is there an article?
    pub is_article: bool,
    /// What was doubtful.
    pub problems: Vec<Problem>,
}

/// Gives each piece its role.
pub(crate) fn label(tree: &Tree, pieces: &[Piece], evidence: &Evidence) -> Labels {
    let measures = measure::Measures::of(tree, pieces);
    let container = container::choose(tree, pieces, &measures, evidence);
    roles::label(tree, pieces, &measures, container, evidence)
}
