use super::measure::Measures;
use crate::blocks::Hint;
use crate::markup::{Kind, NodeId, ROOT, Tag, Tree};

/// Share of an element's weight that one child must keep for the choice to go down into it. Chosen on wcxb dev and
/// trafilatura among 0.72 and 0.85, 2026-11-25.
const SHARE_TO_GO_DOWN: f32 = 0.72;

/// Share of the page's weight that an element must have before its name is believed to be the article's.
const SHARE_TO_BE_ARTICLE: f32 = 0.25;

/// The element that holds the article.
pub(super) fn choose(tree: &Tree, measures: &Measures) -> NodeId {
    let weights = clear_weights(tree, measures);
    let named = tree
        .descendants(ROOT)
        .filter(|id| measures.hints.at(*id) == Some(Hint::Article))
        .filter(|id| weights[*id as usize] >= SHARE_TO_BE_ARTICLE * weights[ROOT as usize])
        .max_by(|a, b| weights[*a as usize].total_cmp(&weights[*b as usize]));
    go_down(tree, named.unwrap_or(ROOT), &weights)
}

fn go_down(tree: &Tree, from: NodeId, weights: &[f32]) -> NodeId {
    let mut at = from;
    loop {
        let best = tree.children(at).max_by(|a, b| weights[*a as usize].total_cmp(&weights[*b as usize]));
        let Some(best) = best else { return at };
        let is_element = matches!(tree.node(best).kind, Kind::Element(_));
        let is_paragraph = matches!(tree.tag(best), Tag::P | Tag::Li | Tag::Blockquote);
        if !is_element || is_paragraph || weights[best as usize] < SHARE_TO_GO_DOWN * weights[at as usize].max(1.0) {
            return at;
        }
        at = best;
    }
}

/// Weights under each node without those under furniture.
fn clear_weights(tree: &Tree, measures: &Measures) -> Vec<f32> {
    let mut clear = measures.weight_under.clone();
    let mut at = Some(ROOT);
    while let Some(id) = at {
        let own = measures.weight_under[id as usize];
        let is_furniture = own > 0.0 && measures.believed_hint(id).is_some_and(Hint::is_no_article);
        if is_furniture {
            for over in std::iter::once(id).chain(tree.ancestors(id)) {
                clear[over as usize] -= own;
            }
            for under in tree.descendants(id) {
                clear[under as usize] = 0.0;
            }
        }
        at = tree.following(id, ROOT, is_furniture);
    }
    clear
}
