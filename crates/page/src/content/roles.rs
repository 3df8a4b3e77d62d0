use std::collections::HashMap;

use text::{Problem, Role};

use super::Labels;
use super::measure::Measures;
use super::wording::{ends_in_credit, is_stamp, role_by_last_words, role_by_words};
use crate::blocks::{Hint, Piece, ends_sentence};
use crate::markup::{NodeId, Tag, Tree};
use crate::metadata::Evidence;

/// Weight, in characters of prose, under which a page is taken to hold no article.
const N_ARTICLE_CHARS: f32 = 140.0;

/// Characters of the first paragraph of prose, before which stands the article's head.
const N_LEAD_CHARS: usize = 60;

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
    labelling.take_in_linked_headings(pieces, &mut roles);
    labelling.take_in_lead(pieces, &mut roles);
    labelling.settle_head(pieces, &mut roles);
    labelling.settle_end(pieces, &mut roles);
    if evidence.is_live_blog {
        for role in roles.iter_mut().filter(|role| **role == Role::Body) {
            *role = Role::LiveEntry;
        }
    }
    let weight: f32 =
        roles.iter().zip(&measures.weights).filter(|(role, _)| role.is_article()).map(|(_, weight)| weight).sum();
    let is_index = !evidence.is_said_to_be_article && labelling.is_index(pieces, &roles);
    let is_article = weight >= N_ARTICLE_CHARS && !is_index;
    let mut problems = Vec::new();
    if is_index {
        for role in roles.iter_mut().filter(|role| role.is_article()) {
            *role = Role::Teaser;
        }
        let note = "linked headings with a few lines each: a list of stories, none of which is told here";
        problems.push(Problem::of_page("index-page", note));
    } else if !is_article {
        problems.push(Problem::of_page("no-article", "no run of whole sentences was found outside links and menus"));
    }
    Labels { roles, weight, is_article, problems }
}

/// Linked headings from which a page can be an index.
const N_LINKED_HEADINGS: usize = 5;

/// Characters from which a paragraph that is all link and ends as a sentence does is the article's own. Chosen on wcxb dev,
/// 2026-11-25.
const N_LINKED_SENTENCE_CHARS: usize = 40;

/// Paragraphs that an element must hold directly for a linked heading among them to be a subhead. Chosen on wcxb dev,
/// 2026-11-25.
const N_AMONG_PROSE: usize = 4;

/// Share of a list's characters inside links from which it lists other pages; under it its points are the article's own,
/// those that are all link too. Chosen on wcxb dev among .5, .65 and .8, 2026-11-26.
const LINK_SHARE_OF_POINTS: f32 = 0.8;

struct Labelling<'a> {
    tree: &'a Tree,
    measures: &'a Measures,
    container: NodeId,
    evidence: &'a Evidence,
}

impl Labelling<'_> {
    fn role_of(&self, piece: &Piece) -> Role {
        let tag = self.tree.tag(piece.node);
        if self.evidence.is_title(&piece.text) && piece.link_share() < 0.5 {
            return Role::Headline;
        }
        let place = self.place_of(piece);
        if place.is_inside && self.evidence.is_in_article_body(piece) {
            return self.inside(piece, tag, place.is_quote);
        }
        if let Some(role) = place.hint.map(role_of_hint) {
            return role;
        }
        if let Some(role) = role_by_words(&piece.text) {
            return role;
        }
        if place.is_inside { self.inside(piece, tag, place.is_quote) } else { outside(tag, piece) }
    }

    /// What the elements over a piece say: the outermost that is furniture, else the innermost of the others.
    fn place_of(&self, piece: &Piece) -> Place {
        let mut place = Place { hint: None, is_inside: false, is_quote: false };
        let mut is_furniture = false;
        for id in std::iter::once(piece.inner).chain(self.tree.ancestors(piece.inner)) {
            if id == self.container {
                place.is_inside = true;
                break;
            }
            place.is_quote |= self.tree.tag(id) == Tag::Blockquote;
            let Some(own) = self.measures.believed_hint(id) else { continue };
            if own.is_furniture() {
                place.hint = Some(own);
                is_furniture = true;
            } else if !is_furniture && place.hint.is_none() {
                place.hint = Some(own);
            }
        }
        place
    }

    fn inside(&self, piece: &Piece, tag: Tag, is_quote: bool) -> Role {
        let is_linked = piece.is_linked();
        if tag.is_heading() {
            // A heading that links to itself, so that readers can point at it, is no headline of another story.
            return if is_linked && self.links_elsewhere(piece.node) { Role::Related } else { Role::Subhead };
        }
        if is_linked && tag == Tag::P && piece.n_chars >= N_LINKED_SENTENCE_CHARS && ends_sentence(&piece.text) {
            return Role::Body;
        }
        let list = self.tree.ancestors(piece.node).take(4).find(|id| matches!(self.tree.tag(*id), Tag::Ul | Tag::Ol));
        let link_share_of_list = list.map(|list| self.measures.link_share_under(list));
        // A point that is all link names a thing; the points beside it tell whether the list is the article's.
        if is_linked && link_share_of_list.is_some_and(|share| share < LINK_SHARE_OF_POINTS) {
            return Role::List;
        }
        if is_linked && (piece.n_chars < 200 || !ends_sentence(&piece.text)) {
            return if piece.n_chars < 30 { Role::Nav } else { Role::Promo };
        }
        if is_stamp(&piece.text) {
            return Role::Dateline;
        }
        if link_share_of_list.is_some_and(|share| share >= LINK_SHARE_OF_POINTS) {
            return Role::Related;
        }
        match tag {
            _ if is_quote => Role::Quote,
            // Old pages lay their text out in tables.
            Tag::Td if piece.n_own_chars() >= N_LEAD_CHARS && ends_sentence(&piece.text) => Role::Body,
            Tag::Li | Tag::Dd | Tag::Dt | Tag::Td | Tag::Th => Role::List,
            Tag::Figcaption | Tag::Figure | Tag::Caption => Role::Caption,
            _ if ends_in_credit(&piece.text) => Role::Caption,
            _ => Role::Body,
        }
    }

    /// Does a link in this element lead to another page, or nowhere that is known?
    fn links_elsewhere(&self, id: NodeId) -> bool {
        let is_on_page = |id: NodeId| self.tree.attribute(id, "href").is_some_and(|href| href.starts_with('#'));
        let mut links = self.links_of(id).peekable();
        links.peek().is_none() || !links.all(is_on_page)
    }

    /// The links that stand in an element, or that it stands in.
    fn links_of(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let inside = self.tree.following(id, id, false);
        let inside = std::iter::successors(inside, move |at| self.tree.following(*at, id, false));
        inside.chain(self.tree.ancestors(id).take(2)).filter(|id| self.tree.tag(*id) == Tag::A)
    }

    /// A linked heading among the article's own paragraphs names the thing that the next one is about; a heading of
    /// another story stands with its teaser in an element of their own.
    fn take_in_linked_headings(&self, pieces: &[Piece], roles: &mut [Role]) {
        let parent = |at: usize| self.tree.node(pieces[at].node).parent;
        let is_prose = |role: Role, piece: &Piece| role == Role::Body && piece.n_own_chars() >= N_LEAD_CHARS;
        let mut n_prose: HashMap<NodeId, usize> = HashMap::new();
        for at in 0..pieces.len() {
            if is_prose(roles[at], &pieces[at]) {
                *n_prose.entry(parent(at)).or_default() += 1;
            }
        }
        for at in 0..pieces.len().saturating_sub(1) {
            let is_linked_heading = roles[at] == Role::Related && self.tree.tag(pieces[at].node).is_heading();
            if is_linked_heading
                && parent(at) == parent(at + 1)
                && is_prose(roles[at + 1], &pieces[at + 1])
                && n_prose.get(&parent(at)).is_some_and(|n| *n >= N_AMONG_PROSE)
            {
                roles[at] = Role::Subhead;
            }
        }
    }

    /// Does the chosen part list other stories: a linked heading for each piece of prose?
    fn is_index(&self, pieces: &[Piece], roles: &[Role]) -> bool {
        let (mut n_linked, mut n_prose) = (0, 0);
        for (piece, role) in pieces.iter().zip(roles) {
            if self.tree.tag(piece.node).is_heading() && piece.is_linked() {
                let is_inside = self.tree.ancestors(piece.node).any(|id| id == self.container);
                n_linked += usize::from(is_inside);
            }
            n_prose += usize::from(role.is_article() && piece.n_own_chars() >= N_LEAD_CHARS);
        }
        n_linked >= N_LINKED_HEADINGS && n_linked >= n_prose
    }

    /// Prose between the title and the chosen element is the article's beginning, kept in an element of its own.
    fn take_in_lead(&self, pieces: &[Piece], roles: &mut [Role]) {
        let is_inside = |piece: &Piece| {
            piece.node == self.container || self.tree.ancestors(piece.node).any(|id| id == self.container)
        };
        let Some(start) = pieces.iter().position(is_inside) else { return };
        let Some(title) = roles[..start].iter().rposition(|role| *role == Role::Headline) else { return };
        for at in title + 1..start {
            let piece = &pieces[at];
            let is_point =
                roles[at] == Role::Other && self.tree.tag(piece.node) == Tag::Li && piece.n_own_chars() >= 25;
            if is_point && piece.n_link_chars == 0 {
                // A wire's "key points" stand in a list under the headline.
                roles[at] = Role::Deck;
            } else if roles[at] == Role::Teaser && ends_sentence(&piece.text) {
                roles[at] = if self.evidence.is_description(&piece.text) { Role::Deck } else { Role::Body };
            }
        }
    }

    /// Before the first paragraph of prose stand date, byline and buttons, even inside the article's element.
    fn settle_head(&self, pieces: &[Piece], roles: &mut [Role]) {
        let first =
            roles.iter().zip(pieces).position(|(role, piece)| role.is_article() && piece.n_own_chars() >= N_LEAD_CHARS);
        let title = first.and_then(|first| roles[..first].iter().rposition(|role| *role == Role::Headline));
        for at in 0..roles.len() {
            let (piece, is_before) = (&pieces[at], first.is_some_and(|first| at < first));
            let is_behind_title = title.is_some_and(|title| (title + 1..=title + N_TO_LEAD).contains(&at));
            let tag = self.tree.tag(piece.node);
            let is_description = self.evidence.is_description(&piece.text);
            roles[at] = match roles[at] {
                role if is_before && role.is_article() && is_description => Role::Deck,
                // `<p class="teaser">` under the headline is the article's own lead: another story's would be linked.
                Role::Related if is_before && is_behind_title && is_lead(piece) => Role::Body,
                Role::Body | Role::List | Role::Quote if is_before && !ends_sentence(&piece.text) => {
                    self.role_in_head(piece)
                }
                Role::Dateline if !piece.text.chars().any(|c| c.is_ascii_digit()) => {
                    if self.evidence.names_author(&piece.text) { Role::Byline } else { Role::Other }
                }
                Role::Other if is_before && self.evidence.names_author(&piece.text) => Role::Byline,
                Role::Dateline if first.is_some_and(|first| at > first) && piece.n_chars > 40 => Role::Other,
                Role::Deck if first.is_some_and(|first| at > first) => {
                    if tag.is_heading() {
                        Role::Subhead
                    } else {
                        Role::Teaser
                    }
                }
                role => role,
            };
        }
    }

    fn role_in_head(&self, piece: &Piece) -> Role {
        if self.evidence.names_author(&piece.text) {
            Role::Byline
        } else if piece.n_chars < 60 && crate::metadata::holds_day(&piece.text) {
            Role::Dateline
        } else if piece.n_chars < 30 && !self.tree.tag(piece.node).is_heading() {
            Role::Other
        } else {
            Role::Body
        }
    }

    /// Headings at the article's end announce what is not part of it, and behind it stand no deck and no headline.
    fn settle_end(&self, pieces: &[Piece], roles: &mut [Role]) {
        let is_text = |role: Role, piece: &Piece| {
            role.is_article() && role != Role::Subhead && !self.tree.tag(piece.node).is_heading()
        };
        let last_of = |roles: &[Role]| roles.iter().zip(pieces).rposition(|(role, piece)| is_text(*role, piece));
        let mut last = last_of(roles);
        while let Some((at, role)) = last.and_then(|at| Some((at, role_by_last_words(&pieces[at].text)?))) {
            roles[at] = role;
            last = last_of(&roles[..at]);
        }
        for at in last.map_or(0, |last| last + 1)..roles.len() {
            let piece = &pieces[at];
            roles[at] = match roles[at] {
                Role::Subhead | Role::Kicker => Role::Related,
                Role::Deck | Role::Headline if piece.n_chars >= 90 => Role::Teaser,
                Role::Deck | Role::Headline if last.is_some() => Role::Related,
                Role::Other if last.is_some() && self.tree.tag(piece.node).is_heading() => Role::Related,
                role => role,
            };
        }
        // What was taken for a deck or heading inside a teaser outside the article's element.
        for at in 0..last.unwrap_or(0) {
            let is_outside = !self.tree.ancestors(pieces[at].node).any(|id| id == self.container);
            if is_outside && roles[at] == Role::Subhead {
                roles[at] = Role::Related;
            }
        }
    }
}

/// Pieces behind the headline among which the article's lead is looked for: byline, day and buttons may stand before it.
const N_TO_LEAD: usize = 4;

/// Is this prose without a link?
fn is_lead(piece: &Piece) -> bool {
    piece.n_link_chars == 0 && piece.n_chars >= N_LEAD_CHARS && ends_sentence(&piece.text)
}

struct Place {
    hint: Option<Hint>,
    is_inside: bool,
    is_quote: bool,
}

/// The role of a piece outside the article that neither its place nor its words name.
fn outside(tag: Tag, piece: &Piece) -> Role {
    if piece.link_share() > 0.5 {
        if piece.n_chars > 25 { Role::Related } else { Role::Nav }
    } else if piece.n_chars < 60 && crate::metadata::holds_day(&piece.text) {
        Role::Dateline
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
