use std::collections::HashSet;

use crate::blocks::{Hint, Hints, Piece};
use crate::markup::{NodeId, Tag, Tree};
use crate::metadata::Evidence;

/// Names the `<article>` elements that hold other stories: those with a linked heading, on a page whose own title stands in
/// another `<article>`. A program that builds a page of many such elements has one for the page's story too.
pub(super) fn name_other_stories(tree: &Tree, pieces: &[Piece], hints: &mut Hints, evidence: &Evidence) {
    let is_article = |id: &NodeId| tree.tag(*id) == Tag::Article;
    let headings = || pieces.iter().filter(|piece| tree.tag(piece.node).is_heading());
    let own: HashSet<NodeId> = headings()
        .filter(|piece| piece.link_share() < 0.5 && evidence.is_title(&piece.text))
        .flat_map(|piece| tree.ancestors(piece.node).filter(is_article))
        .collect();
    if own.is_empty() {
        return;
    }
    for piece in headings().filter(|piece| piece.is_linked()) {
        let story = tree.ancestors(piece.node).find(is_article).filter(|id| !own.contains(id));
        if let Some(story) = story {
            hints.set(story, Hint::Related);
        }
    }
}
