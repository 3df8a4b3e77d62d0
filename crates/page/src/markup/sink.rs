use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag as TagToken, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{Attribute, ExpandedName, LocalName, QualName};

use super::arena::{NONE, NodeId, ROOT, SmallSpan, Tag, Text, Tree};

/// Elements inside one another that are kept; browsers stop at the same depth. Deeper start tags are passed over, their
/// text goes to the deepest element. Without it the scope checks of the standard are quadratic.
const MAX_DEPTH: u32 = 512;

/// What the token sink and the tree sink both know.
pub(super) struct Shared<'a> {
    page: &'a str,
    tree: RefCell<Tree>,
    /// Character tokens on their way through the tree builder, in page order.
    waiting: RefCell<VecDeque<Waiting>>,
    /// Depth of each node, by its number.
    depths: RefCell<Vec<u32>>,
    depth: Cell<u32>,
}

/// Characters that the tree builder has and has not put into the tree yet. It may split them, drop white space and
/// keep those of a table back, but never changes their order.
struct Waiting {
    characters: StrTendril,
    n_used: usize,
    source: SmallSpan,
    is_verbatim: bool,
    is_in_link: bool,
}

/// Stands between the tokenizer and the tree builder: tells where each token lies in the page.
///
/// html5ever gives no positions. But the page is fed as one buffer, so what is left in it tells where the tokenizer is,
/// and character tokens come without gaps between two other tokens.
pub(super) struct PlacedTokens<'a> {
    builder: TreeBuilder<Handle, ArenaSink<'a>>,
    shared: Rc<Shared<'a>>,
    input: Rc<BufferQueue>,
    /// Where the input that was fed ends in the page.
    fed_until: Cell<usize>,
    /// Where the next token begins.
    at: Cell<usize>,
    /// Where the content of the script or style begins that the tokenizer is in, if it is in its first byte.
    raw_text_from: Cell<Option<usize>>,
    is_in_link: Cell<bool>,
    passed_over: RefCell<HashMap<LocalName, u32>>,
    n_passed_over: Cell<usize>,
    renamed: HashMap<LocalName, LocalName>,
}

/// Elements that the standard opens again after a wrong nesting (`<b><p></b>`): that costs a copy of each open one for
/// each block, which a hostile page can make arbitrarily many. Under an upper-case name, which no page can write, they are
/// elements like any other.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

const VOID: [&str; 15] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "frame",
];

/// Elements whose content the tokenizer reads in another way.
const RAW: [&str; 10] =
    ["script", "style", "title", "textarea", "iframe", "noframes", "noscript", "xmp", "noembed", "plaintext"];

impl<'a> Shared<'a> {
    pub(super) fn new(page: &'a str) -> Shared<'a> {
        Shared {
            page,
            tree: RefCell::new(Tree::new()),
            waiting: RefCell::default(),
            depths: RefCell::new(vec![0]),
            depth: Cell::new(0),
        }
    }

    pub(super) fn into_tree(self) -> Tree {
        self.tree.into_inner()
    }

    /// The place of characters that the tree builder puts into the tree now.
    fn place(&self, characters: &str) -> Text {
        let mut waiting = self.waiting.borrow_mut();
        while let Some(front) = waiting.front_mut() {
            let rest = &front.characters[front.n_used..];
            if rest.starts_with(characters) {
                let start = front.source.start + u32::try_from(front.n_used).unwrap_or(0);
                front.n_used += characters.len();
                let source = if front.is_verbatim {
                    SmallSpan { start, end: start + u32::try_from(characters.len()).unwrap_or(0) }
                } else {
                    front.source
                };
                let resolved = if front.is_verbatim { None } else { Some(self.tree.borrow_mut().resolve(characters)) };
                return Text { source, resolved, is_in_link: front.is_in_link };
            }
            // White space and U+0000 are dropped in places; anything else only inside framesets.
            match rest.chars().next() {
                Some(letter) => front.n_used += letter.len_utf8(),
                None => drop(waiting.pop_front()),
            }
        }
        let resolved = Some(self.tree.borrow_mut().resolve(characters));
        Text { source: SmallSpan { start: 0, end: 0 }, resolved, is_in_link: false }
    }

    fn note_depth(&self, parent: NodeId, child: NodeId) {
        let mut depths = self.depths.borrow_mut();
        let depth = depths.get(parent as usize).copied().unwrap_or(0) + 1;
        if let Some(own) = depths.get_mut(child as usize) {
            *own = depth;
        }
        self.depth.set(depth);
    }
}

impl<'a> PlacedTokens<'a> {
    pub(super) fn new(
        builder: TreeBuilder<Handle, ArenaSink<'a>>,
        shared: Rc<Shared<'a>>,
        input: Rc<BufferQueue>,
    ) -> PlacedTokens<'a> {
        let renamed = FORMATTING
            .iter()
            .map(|name| (LocalName::from(*name), LocalName::from(name.to_ascii_uppercase())))
            .collect();
        PlacedTokens {
            builder,
            shared,
            input,
            fed_until: Cell::new(0),
            at: Cell::new(0),
            raw_text_from: Cell::new(None),
            is_in_link: Cell::new(false),
            passed_over: RefCell::default(),
            n_passed_over: Cell::new(0),
            renamed,
        }
    }

    /// Says that the page is fed up to this byte.
    pub(super) fn is_fed_until(&self, at: usize) {
        self.fed_until.set(at);
    }

    /// Is the tokenizer at this byte of the page, where the content of a script or style begins?
    pub(super) fn reads_raw_text_from(&self, at: usize) -> bool {
        self.raw_text_from.get() == Some(at)
    }

    /// Start tags that were passed over because they lay too deep.
    pub(super) fn n_passed_over(&self) -> usize {
        self.n_passed_over.get()
    }

    /// Where the tokenizer is in the page.
    fn position(&self) -> usize {
        let Some(first) = self.input.pop_front() else { return self.fed_until.get() };
        let mut n_left = first.len();
        // Almost always there is but one buffer, and the list of others takes no memory.
        let mut others = Vec::new();
        while let Some(buffer) = self.input.pop_front() {
            n_left += buffer.len();
            others.push(buffer);
        }
        while let Some(buffer) = others.pop() {
            self.input.push_front(buffer);
        }
        self.input.push_front(first);
        self.fed_until.get().saturating_sub(n_left)
    }

    fn wait_for(&self, characters: &StrTendril) {
        let start = self.at.get();
        let bytes = self.shared.page.as_bytes();
        let stands_at = |at: usize| bytes.get(at..).is_some_and(|rest| rest.starts_with(characters.as_bytes()));
        // `&` is either itself or what `&amp;` means; only the place behind it tells.
        let is_reference = &**characters == "&" && self.position() > start + 1;
        let (end, is_verbatim) = if stands_at(start) && !is_reference {
            (start + characters.len(), true)
        } else if &**characters == "\n" && bytes.get(start) == Some(&b'\r') {
            // One white space for another; the tokenizer reads CR LF as one line break.
            (start + 1 + usize::from(bytes.get(start + 1) == Some(&b'\n')), true)
        } else {
            (self.position().max(start), false)
        };
        self.at.set(end);
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.shared.waiting.borrow_mut().push_back(Waiting {
            characters: characters.clone(),
            n_used: 0,
            source: SmallSpan { start: small(start), end: small(end) },
            is_verbatim,
            is_in_link: self.is_in_link.get(),
        });
    }

    /// Is this tag to be left out because of its depth?
    fn is_too_deep(&self, tag: &TagToken) -> bool {
        let mut passed_over = self.passed_over.borrow_mut();
        if self.shared.depth.get() < MAX_DEPTH {
            passed_over.clear();
            return false;
        }
        let name = &*tag.name;
        match tag.kind {
            TagKind::StartTag if VOID.contains(&name) || RAW.contains(&name) || tag.self_closing => false,
            TagKind::StartTag => {
                *passed_over.entry(tag.name.clone()).or_default() += 1;
                self.n_passed_over.set(self.n_passed_over.get() + 1);
                true
            }
            TagKind::EndTag => match passed_over.get_mut(&tag.name) {
                Some(n) if *n > 0 => {
                    *n -= 1;
                    true
                }
                _ => false,
            },
        }
    }

    fn note_link(&self, tag: &TagToken) {
        if &*tag.name == "a" {
            let is_link = || {
                let has = |name: &str| tag.attrs.iter().any(|attribute| &*attribute.name.local == name);
                has("href") || !(has("name") || has("id"))
            };
            self.is_in_link.set(tag.kind == TagKind::StartTag && is_link());
        }
    }
}

impl TokenSink for PlacedTokens<'_> {
    type Handle = Handle;

    fn process_token(&self, token: Token, line_number: u64) -> TokenSinkResult<Handle> {
        match token {
            Token::CharacterTokens(characters) => {
                self.wait_for(&characters);
                self.builder.process_token(Token::CharacterTokens(characters), line_number)
            }
            Token::ParseError(_) => TokenSinkResult::Continue,
            Token::TagToken(mut tag) => {
                self.at.set(self.position());
                self.note_link(&tag);
                if self.is_too_deep(&tag) {
                    return TokenSinkResult::Continue;
                }
                if let Some(name) = self.renamed.get(&tag.name) {
                    tag.name = name.clone();
                }
                let result = self.builder.process_token(Token::TagToken(tag), line_number);
                self.shared.waiting.borrow_mut().clear();
                let is_raw = matches!(result, TokenSinkResult::RawData(RawKind::ScriptData | RawKind::Rawtext));
                self.raw_text_from.set(is_raw.then(|| self.at.get()));
                result
            }
            other => {
                self.at.set(self.position());
                self.builder.process_token(other, line_number)
            }
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// A node as the tree builder knows it.
#[derive(Clone)]
pub(super) struct Handle {
    id: NodeId,
    name: Rc<QualName>,
}

/// Builds the arena as the tree builder says.
pub(super) struct ArenaSink<'a> {
    shared: Rc<Shared<'a>>,
    no_name: Rc<QualName>,
}

impl<'a> ArenaSink<'a> {
    pub(super) fn new(shared: Rc<Shared<'a>>) -> ArenaSink<'a> {
        let no_name = QualName::new(None, html5ever::ns!(), LocalName::from(""));
        ArenaSink { shared, no_name: Rc::new(no_name) }
    }

    /// A node that is left out of the tree: comments and the like.
    fn nothing(&self) -> Handle {
        Handle { id: NONE, name: Rc::clone(&self.no_name) }
    }

    fn put(&self, child: NodeOrText<Handle>, parent: NodeId, before: Option<NodeId>) {
        let (id, is_element) = match child {
            NodeOrText::AppendNode(node) => (node.id, true),
            NodeOrText::AppendText(characters) => {
                let text = self.shared.place(&characters);
                let mut tree = self.shared.tree.borrow_mut();
                let neighbour =
                    before.map_or_else(|| tree.node(parent).last_child, |before| tree.node(before).previous);
                if tree.extend_text(neighbour, text) {
                    return;
                }
                (tree.push_text(text), false)
            }
        };
        if id == NONE {
            return;
        }
        let mut tree = self.shared.tree.borrow_mut();
        self.shared.depths.borrow_mut().resize(tree.n_nodes(), 0);
        match before {
            Some(before) => tree.insert_before(before, id),
            None => tree.append(parent, id),
        }
        if is_element {
            self.shared.note_depth(tree.node(id).parent, id);
        }
    }
}

impl TreeSink for ArenaSink<'_> {
    type Handle = Handle;
    type Output = ();
    type ElemName<'b>
        = ExpandedName<'b>
    where
        Self: 'b;

    fn finish(self) {}

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: ROOT, name: Rc::clone(&self.no_name) }
    }

    fn elem_name<'b>(&'b self, target: &'b Handle) -> ExpandedName<'b> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _flags: ElementFlags) -> Handle {
        let tag = match Tag::of(&name.local) {
            Tag::Other => Tag::of(&name.local.to_ascii_lowercase()),
            tag => tag,
        };
        let id = self.shared.tree.borrow_mut().push_element(tag, attributes);
        Handle { id, name: Rc::new(name) }
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        self.nothing()
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        self.nothing()
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        if parent.id != NONE {
            self.put(child, parent.id, None);
        }
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let has_parent = self.shared.tree.borrow().node(element.id).parent != NONE;
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    fn pop(&self, node: &Handle) {
        let depth = self.shared.depths.borrow().get(node.id as usize).copied().unwrap_or(0);
        self.shared.depth.set(depth.saturating_sub(1));
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        // What stands in a template is not shown; it stays under the template, where no words are read.
        target.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let parent = self.shared.tree.borrow().node(sibling.id).parent;
        if parent == NONE {
            self.put(child, ROOT, None);
        } else {
            self.put(child, parent, Some(sibling.id));
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        self.shared.tree.borrow_mut().add_missing_attributes(target.id, attributes);
    }

    fn remove_from_parent(&self, target: &Handle) {
        if target.id != NONE {
            self.shared.tree.borrow_mut().detach(target.id);
        }
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let children: Vec<NodeId> = self.shared.tree.borrow().children(node.id).collect();
        let mut tree = self.shared.tree.borrow_mut();
        for child in children {
            tree.append(new_parent.id, child);
        }
    }
}
