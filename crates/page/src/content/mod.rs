//! The pieces of a page in, a role for each of them out, and whether the page holds an article at all.
//!
//! First the part of the tree that holds the article is chosen: by the name of an element (microdata, class names), else by going down from the body to the
//! smallest element that keeps most of the weight of whole sentences outside links. Then each piece gets its role from
//! the elements it stands in, from their names and from its words. No rule knows a site.
//!
//! Where the names of elements would leave almost nothing (a page builder that calls everything a widget), the choice
//! is made again without them.
//!
//! Works on the ideas of Readability (weights on containers, class names) and trafilatura (link density, pruning), written
//! anew over pieces instead of a rewritten tree.

mod container;
mod measure;
mod others;
mod roles;
mod wording;

use text::{Problem, Role};

use crate::blocks::{Hints, Piece};
use crate::markup::Tree;
use crate::metadata::Evidence;
use measure::Measures;
pub(crate) use wording::role_by_words;

/// What a page's pieces are.
pub(crate) struct Labels {
    /// One for each piece.
    pub roles: Vec<Role>,
    /// Weight of the article's pieces, in characters of prose.
    weight: f32,
    /// Is there an article?
    pub is_article: bool,
    /// What was doubtful.
    pub problems: Vec<Problem>,
}

/// Share of a page's prose that the article must hold for the names of elements to be believed.
const SHARE_TO_BELIEVE_NAMES: f32 = 0.15;

/// Gives each piece its role.
pub(crate) fn label(tree: &Tree, pieces: &[Piece], mut hints: Hints, evidence: &Evidence) -> Labels {
    others::name_other_stories(tree, pieces, &mut hints, evidence);
    let mut measures = Measures::of(tree, pieces, hints);
    let named = label_with(tree, pieces, &measures, evidence);
    if named.weight >= SHARE_TO_BELIEVE_NAMES * measures.total() {
        return named;
    }
    measures.forget_weak_hints();
    let unnamed = label_with(tree, pieces, &measures, evidence);
    if unnamed.weight > 3.0 * named.weight { unnamed } else { named }
}

fn label_with(tree: &Tree, pieces: &[Piece], measures: &Measures, evidence: &Evidence) -> Labels {
    let container = container::choose(tree, measures);
    roles::label(tree, pieces, measures, container, evidence)
}

/// Characters of prose in these pieces: whole sentences outside links.
pub(crate) fn prose_chars(tree: &Tree, pieces: &[Piece]) -> f32 {
    pieces.iter().map(|piece| measure::weight_of(tree, piece)).sum()
}
