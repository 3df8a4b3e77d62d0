use crate::blocks::{Hint, Hints, Piece, ends_sentence};
use crate::markup::{NodeId, ROOT, Tag, Tree};

/// What the choice of the article rests on, for each node of the tree and each piece.
pub(super) struct Measures {
    /// Weight of each piece: its characters in whole sentences outside links.
    pub weights: Vec<f32>,
    /// Sum of the weights under each node.
    pub weight_under: Vec<f32>,
    /// Characters under each node, and those inside links.
    pub chars_under: Vec<u32>,
    pub link_chars_under: Vec<u32>,
    /// The hint of each node's own name.
    pub hints: Hints,
}

/// Share of the page's prose from which an element is no furniture, whatever its name.
const SHARE_TOO_MUCH_FOR_FURNITURE: f32 = 0.55;

/// Characters of a paragraph that is taken for prose without looking at more of it.
const N_PROSE_CHARS: usize = 80;

impl Measures {
    pub(super) fn of(tree: &Tree, pieces: &[Piece], hints: Hints) -> Measures {
        let n_nodes = tree.n_nodes();
        let mut measures = Measures {
            weights: pieces.iter().map(|piece| weight_of(tree, piece)).collect(),
            weight_under: vec![0.0; n_nodes],
            chars_under: vec![0; n_nodes],
            link_chars_under: vec![0; n_nodes],
            hints,
        };
        for (piece, weight) in pieces.iter().zip(&measures.weights) {
            let node = piece.node as usize;
            measures.weight_under[node] += weight;
            measures.chars_under[node] += u32::try_from(piece.n_chars).unwrap_or(u32::MAX);
            measures.link_chars_under[node] += u32::try_from(piece.n_link_chars).unwrap_or(u32::MAX);
        }
        sum_up(tree, &mut measures.weight_under);
        sum_up(tree, &mut measures.chars_under);
        sum_up(tree, &mut measures.link_chars_under);
        measures
    }

    /// The hint of a node, unless so much of the page's prose stands under it that its name must mean something else.
    pub(super) fn believed_hint(&self, id: NodeId) -> Option<Hint> {
        let hint = self.hints.at(id).filter(|hint| !matches!(hint, Hint::Article | Hint::Quote))?;
        let is_too_much = self.weight_under[id as usize] >= SHARE_TOO_MUCH_FOR_FURNITURE * self.total().max(1.0);
        (!is_too_much).then_some(hint)
    }

    /// Leaves only the hints that hardly ever err: the page was named by a program that calls everything alike.
    pub(super) fn forget_weak_hints(&mut self) {
        self.hints.retain(|own| matches!(own, Hint::Comment | Hint::Caption | Hint::Legal | Hint::Quote));
    }

    /// Weight of the whole page.
    pub(super) fn total(&self) -> f32 {
        self.weight_under[ROOT as usize]
    }

    /// Share of the characters under a node that stand in links.
    pub(super) fn link_share_under(&self, id: NodeId) -> f32 {
        self.link_chars_under[id as usize] as f32 / self.chars_under[id as usize].max(1) as f32
    }
}

/// Adds what stands under each node to its parent, deepest first.
pub(super) fn sum_up<N: Copy + std::ops::AddAssign>(tree: &Tree, under: &mut [N]) {
    let mut in_order: Vec<NodeId> = tree.descendants(ROOT).collect();
    in_order.reverse();
    for id in in_order {
        let own = under[id as usize];
        under[tree.node(id).parent as usize] += own;
    }
}

pub(super) fn weight_of(tree: &Tree, piece: &Piece) -> f32 {
    let n_own = piece.n_own_chars();
    if piece.link_share() > 0.5 || tree.tag(piece.node).is_heading() {
        return 0.0;
    }
    let is_prose = n_own >= N_PROSE_CHARS || (n_own >= 25 && ends_sentence(&piece.text));
    let weight = if is_prose { n_own as f32 } else { n_own as f32 * 0.1 };
    let share = match tree.tag(piece.node) {
        Tag::P => 1.0,
        Tag::Li | Tag::Td | Tag::Th | Tag::Dd | Tag::Dt => 0.7,
        _ => 0.9,
    };
    weight * share
}
