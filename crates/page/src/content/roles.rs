use text::{Problem, Role};

use super::Labels;
use super::container::{SHARE_TOO_MUCH_FOR_FURNITURE, is_furniture};
use super::measure::Measures;
use super::wording::role_by_words;
use crate::blocks::{Hint, Piece, ends_sentence};
use crate::markup::{NodeId, Tag, Tree};
use crate::metadata::Evidence;

/// Weight, in characters of prose, under which a page is taken to hold no article.
const N_ARTICLE_CHARS: f32 = 140.0;

/// Gives each piece its role, once the container is chosen.
pub(super) fn label(
    tree: &Tree,
    pieces: &[Piece],
    measures: &Measures,
    container: NodeId,
    evidence: &Evidence,
) -> Labels {
    let labelling = Labelling { tree, measures, container, evidence };
    let mut roles: Vec<Role> = pieces.iter().map(|piece| labelling.role_of(piece)).collect();
    let weight: f32 =
        roles.iter().zip(&measures.weights).filter(|(role, _)| role.is_article()).map(|(_, weight)| weight).sum();
    let is_article = weight >= N_ARTICLE_CHARS;
    let mut problems = Vec::new();
    if !is_article {
        problems.push(Problem::of_page("no-article", "no run of whole sentences was found outside links and menus"));
    }
    trim(tree, pieces, &mut roles);
    Labels { roles, is_article, problems }
}

struct Labelling<'a> {
    tree: &'a Tree,
    measures: &'a Measures,
    container: NodeId,
    evidence: &'a Evidence,
}

impl Labelling<'_> {
    fn role_of(&self, piece: &Piece) -> Role {
        let tag = self.tree.tag(piece.node);
        if tag.is_heading() && self.evidence.is_title(&piece.text) {
            return Role::Headline;
        }
        let mut hint = None;
        let mut is_inside = false;
        let mut is_quote = false;
        for id in std::iter::once(piece.node).chain(self.tree.ancestors(piece.node)) {
            if id == self.container {
                is_inside = true;
                break;
            }
            is_quote |= self.tree.tag(id) == Tag::Blockquote;
            let own = self.measures.hints[id as usize];
            let is_believed = own.is_some_and(|own| own != Hint::Quote)
                && self.measures.weight_under[id as usize]
                    < SHARE_TOO_MUCH_FOR_FURNITURE * self.measures.total().max(1.0);
            if is_believed && own != Some(Hint::Article) {
                hint = own;
            }
        }
        let by_hint = hint.map(role_of_hint);
        if !is_inside {
            return by_hint.or_else(|| role_by_words(&piece.text)).unwrap_or_else(|| outside(tag, piece));
        }
        if let Some(role) = by_hint {
            return role;
        }
        if let Some(role) = role_by_words(&piece.text) {
            return role;
        }
        self.inside(piece, tag, is_quote)
    }

    fn inside(&self, piece: &Piece, tag: Tag, is_quote: bool) -> Role {
        let is_linked = piece.link_share() > 0.6;
        if tag.is_heading() {
            return if is_linked { Role::Related } else { Role::Subhead };
        }
        if is_linked && (piece.n_chars < 200 || !ends_sentence(&piece.text)) {
            return if piece.n_chars < 30 { Role::Nav } else { Role::Promo };
        }
        let list = self.tree.ancestors(piece.node).take(4).find(|id| matches!(self.tree.tag(*id), Tag::Ul | Tag::Ol));
        if list.is_some_and(|list| self.measures.link_share_under(list) > 0.5) {
            return Role::Related;
        }
        match tag {
            _ if is_quote => Role::Quote,
            Tag::Li | Tag::Dd | Tag::Dt | Tag::Td | Tag::Th => Role::List,
            Tag::Figcaption | Tag::Figure | Tag::Caption => Role::Caption,
            _ => Role::Body,
        }
    }
}

/// The role of a piece outside the article that neither its place nor its words name.
fn outside(tag: Tag, piece: &Piece) -> Role {
    if piece.link_share() > 0.5 {
        if piece.n_chars > 25 { Role::Related } else { Role::Nav }
    } else if piece.n_own_chars() >= 60 && tag != Tag::Li {
        Role::Teaser
    } else {
        Role::Other
    }
}

fn role_of_hint(hint: Hint) -> Role {
    match hint {
        Hint::Article => Role::Body,
        Hint::Headline => Role::Headline,
        Hint::Deck => Role::Deck,
        Hint::Kicker => Role::Kicker,
        Hint::Byline => Role::Byline,
        Hint::Dateline => Role::Dateline,
        Hint::Caption => Role::Caption,
        Hint::Credit => Role::Credit,
        Hint::Quote => Role::Quote,
        Hint::Correction => Role::Correction,
        Hint::Bio => Role::Bio,
        Hint::Pitch => Role::Pitch,
        Hint::Promo => Role::Promo,
        Hint::Related => Role::Related,
        Hint::Nav => Role::Nav,
        Hint::Newsletter => Role::Newsletter,
        Hint::Legal => Role::Legal,
        Hint::Comment => Role::Comment,
        Hint::LiveEntry => Role::LiveEntry,
        Hint::Widget => Role::Other,
    }
}

/// Takes headings off the article's end: what they announce is not part of it.
fn trim(tree: &Tree, pieces: &[Piece], roles: &mut [Role]) {
    for (piece, role) in pieces.iter().zip(roles.iter_mut()).rev() {
        if !role.is_article() {
            continue;
        }
        if tree.tag(piece.node).is_heading() {
            *role = Role::Related;
        } else {
            break;
        }
    }
    let _ = is_furniture;
}
