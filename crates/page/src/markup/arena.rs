use html5ever::LocalName;
use text::Span;

/// Number of a node in its tree.
pub(crate) type NodeId = u32;

/// No node.
pub(crate) const NONE: NodeId = NodeId::MAX;

/// The document node, which every tree has.
pub(crate) const ROOT: NodeId = 0;

/// A page's markup as nodes in one list: a node knows its parent, first and last child and neighbours by number.
pub(crate) struct Tree {
    nodes: Vec<Node>,
    elements: Vec<Element>,
    attributes: Vec<Attribute>,
    /// Characters of text nodes that stand otherwise in the page (references, repaired letters), one after the other.
    resolved: String,
}

/// A node: the document, an element or a stretch of text.
pub(crate) struct Node {
    pub parent: NodeId,
    pub first_child: NodeId,
    pub last_child: NodeId,
    pub previous: NodeId,
    pub next: NodeId,
    pub kind: Kind,
}

/// What a node is.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Document,
    /// Number in the list of elements.
    Element(u32),
    Text(Text),
}

/// A stretch of text, without markup inside.
#[derive(Clone, Copy)]
pub(crate) struct Text {
    /// Bytes of the decoded page that gave it; empty when the tree builder put the text in.
    pub source: SmallSpan,
    /// Bytes of `Tree::resolved` when its characters are not those of the decoded page.
    pub resolved: Option<SmallSpan>,
    /// Did the last `<a>` before it stay open?
    pub is_in_link: bool,
}

/// A range of a page of less than 4 GB.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct SmallSpan {
    pub start: u32,
    pub end: u32,
}

impl SmallSpan {
    /// The range in the workspace's own type.
    pub(crate) fn span(self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// An element: its name, and where its attributes lie.
pub(crate) struct Element {
    pub tag: Tag,
    attributes: (u32, u32),
}

struct Attribute {
    name: LocalName,
    value: html5ever::tendril::StrTendril,
}

impl Tree {
    pub(crate) fn new() -> Tree {
        let mut tree =
            Tree { nodes: Vec::new(), elements: Vec::new(), attributes: Vec::new(), resolved: String::new() };
        tree.push(Kind::Document);
        tree
    }

    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    pub(crate) fn n_nodes(&self) -> usize {
        self.nodes.len()
    }

    /// The element's tag; `Tag::Other` for what is no element.
    pub(crate) fn tag(&self, id: NodeId) -> Tag {
        match self.node(id).kind {
            Kind::Element(number) => self.elements[number as usize].tag,
            Kind::Document | Kind::Text(_) => Tag::Other,
        }
    }

    /// The value of an attribute, `""` when it stands there without one.
    pub(crate) fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        self.attributes_of(id).find(|(own, _)| *own == name).map(|(_, value)| value)
    }

    /// Name and value of each attribute.
    pub(crate) fn attributes_of(&self, id: NodeId) -> impl Iterator<Item = (&str, &str)> {
        let range = match self.node(id).kind {
            Kind::Element(number) => self.elements[number as usize].attributes,
            Kind::Document | Kind::Text(_) => (0, 0),
        };
        self.attributes[range.0 as usize..range.1 as usize]
            .iter()
            .map(|attribute| (&*attribute.name, &*attribute.value))
    }

    /// Child nodes in page order.
    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let first = Some(self.node(id).first_child).filter(|child| *child != NONE);
        std::iter::successors(first, |child| Some(self.node(*child).next).filter(|next| *next != NONE))
    }

    /// The node's parents, nearest first.
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let parent = |id: NodeId| Some(self.node(id).parent).filter(|parent| *parent != NONE);
        std::iter::successors(parent(id), move |id| parent(*id))
    }

    /// The node behind this one in page order, inside `top`; children first unless `skips_children`.
    pub(crate) fn following(&self, id: NodeId, top: NodeId, skips_children: bool) -> Option<NodeId> {
        let node = self.node(id);
        if !skips_children && node.first_child != NONE {
            return Some(node.first_child);
        }
        let mut at = id;
        while at != top && at != NONE {
            let node = self.node(at);
            if node.next != NONE {
                return Some(node.next);
            }
            at = node.parent;
        }
        None
    }

    /// All nodes under `top` in page order, without `top` itself.
    pub(crate) fn descendants(&self, top: NodeId) -> impl Iterator<Item = NodeId> {
        let first = Some(self.node(top).first_child).filter(|child| *child != NONE);
        std::iter::successors(first, move |id| self.following(*id, top, false))
    }

    /// The characters of a text node; `page` is the decoded page.
    pub(crate) fn characters<'a>(&'a self, text: Text, page: &'a str) -> &'a str {
        match text.resolved {
            Some(resolved) => &self.resolved[resolved.span().range()],
            None => page.get(text.source.span().range()).unwrap_or_default(),
        }
    }

    /// All characters under a node, scripts and styles included.
    pub(crate) fn text_under(&self, top: NodeId, page: &str) -> String {
        let mut all = String::new();
        for id in self.descendants(top) {
            if let Kind::Text(text) = self.node(id).kind {
                all.push_str(self.characters(text, page));
            }
        }
        all
    }

    pub(super) fn push_element(&mut self, tag: Tag, attributes: Vec<html5ever::Attribute>) -> NodeId {
        let start = self.attributes.len();
        self.attributes.extend(attributes.into_iter().map(|own| Attribute { name: own.name.local, value: own.value }));
        self.elements.push(Element { tag, attributes: (small(start), small(self.attributes.len())) });
        self.push(Kind::Element(small(self.elements.len() - 1)))
    }

    pub(super) fn push_text(&mut self, text: Text) -> NodeId {
        self.push(Kind::Text(text))
    }

    /// Keeps characters that do not stand in the page as they are.
    pub(super) fn resolve(&mut self, characters: &str) -> SmallSpan {
        let start = small(self.resolved.len());
        self.resolved.push_str(characters);
        SmallSpan { start, end: small(self.resolved.len()) }
    }

    /// Lengthens a text node when the new stretch goes on where it ends. Was that possible?
    pub(super) fn extend_text(&mut self, id: NodeId, more: Text) -> bool {
        let Some(Node { kind: Kind::Text(text), .. }) = self.nodes.get_mut(id as usize) else { return false };
        let goes_on = text.resolved.is_none()
            && more.resolved.is_none()
            && text.is_in_link == more.is_in_link
            && text.source.end == more.source.start;
        if goes_on {
            text.source.end = more.source.end;
        }
        goes_on
    }

    pub(super) fn append(&mut self, parent: NodeId, child: NodeId) {
        self.detach(child);
        let last = self.node(parent).last_child;
        self.nodes[child as usize].parent = parent;
        self.nodes[child as usize].previous = last;
        if last == NONE {
            self.nodes[parent as usize].first_child = child;
        } else {
            self.nodes[last as usize].next = child;
        }
        self.nodes[parent as usize].last_child = child;
    }

    pub(super) fn insert_before(&mut self, sibling: NodeId, child: NodeId) {
        self.detach(child);
        let (parent, previous) = (self.node(sibling).parent, self.node(sibling).previous);
        if parent == NONE {
            return;
        }
        let node = &mut self.nodes[child as usize];
        (node.parent, node.previous, node.next) = (parent, previous, sibling);
        self.nodes[sibling as usize].previous = child;
        if previous == NONE {
            self.nodes[parent as usize].first_child = child;
        } else {
            self.nodes[previous as usize].next = child;
        }
    }

    pub(super) fn detach(&mut self, id: NodeId) {
        let Node { parent, previous, next, .. } = *self.node(id);
        if parent == NONE {
            return;
        }
        if previous == NONE {
            self.nodes[parent as usize].first_child = next;
        } else {
            self.nodes[previous as usize].next = next;
        }
        if next == NONE {
            self.nodes[parent as usize].last_child = previous;
        } else {
            self.nodes[next as usize].previous = previous;
        }
        let node = &mut self.nodes[id as usize];
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
    }

    pub(super) fn add_missing_attributes(&mut self, id: NodeId, attributes: Vec<html5ever::Attribute>) {
        let Kind::Element(number) = self.node(id).kind else { return };
        let missing: Vec<_> =
            attributes.into_iter().filter(|new| self.attribute(id, &new.name.local).is_none()).collect();
        if missing.is_empty() {
            return;
        }
        // The element's attributes must lie together, so they move to the end of the list.
        let (first, last) = self.elements[number as usize].attributes;
        let start = self.attributes.len();
        for at in first..last {
            let Attribute { name, value } = &self.attributes[at as usize];
            self.attributes.push(Attribute { name: name.clone(), value: value.clone() });
        }
        self.attributes.extend(missing.into_iter().map(|own| Attribute { name: own.name.local, value: own.value }));
        self.elements[number as usize].attributes = (small(start), small(self.attributes.len()));
    }

    fn push(&mut self, kind: Kind) -> NodeId {
        let node = Node { parent: NONE, first_child: NONE, last_child: NONE, previous: NONE, next: NONE, kind };
        self.nodes.push(node);
        small(self.nodes.len() - 1)
    }
}

/// Pages of 4 GB and more are cut before they are parsed.
fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

macro_rules! tags {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// The elements that mean something to the reading of a page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Tag {
            $($variant,)*
            /// Any other element.
            Other,
        }

        impl Tag {
            /// The tag of this lower-case name.
            pub(crate) fn of(name: &str) -> Tag {
                match name {
                    $($name => Tag::$variant,)*
                    _ => Tag::Other,
                }
            }
        }
    };
}

tags! {
    A "a", Abbr "abbr", Address "address", Article "article", Aside "aside", Audio "audio", B "b", Base "base",
    Blockquote "blockquote", Body "body", Br "br", Button "button", Canvas "canvas", Caption "caption", Center "center",
    Cite "cite", Code "code", Dd "dd", Details "details", Dialog "dialog", Div "div", Dl "dl", Dt "dt", Em "em",
    Fieldset "fieldset", Figcaption "figcaption", Figure "figure", Font "font", Footer "footer", Form "form", H1 "h1",
    H2 "h2", H3 "h3", H4 "h4", H5 "h5", H6 "h6", Head "head", Header "header", Hgroup "hgroup", Hr "hr", Html "html",
    I "i", Iframe "iframe", Img "img", Input "input", Label "label", Legend "legend", Li "li", Link "link", Main "main",
    Map "map", Menu "menu", Meta "meta", Nav "nav", Noframes "noframes", Noscript "noscript", Object "object", Ol "ol",
    Optgroup "optgroup", Option "option", P "p", Picture "picture", Pre "pre", Q "q", Script "script", Section "section",
    Select "select", Small "small", Span "span", Strong "strong", Style "style", Summary "summary", Sup "sup", Svg "svg",
    Math "math", Table "table", Tbody "tbody", Td "td", Template "template", Textarea "textarea", Tfoot "tfoot", Th "th",
    Thead "thead", Time "time", Title "title", Tr "tr", U "u", Ul "ul", Video "video", Big "big", S "s", Strike "strike",
    Tt "tt", Nobr "nobr", Datalist "datalist", Search "search", Dir "dir", Listing "listing", Xmp "xmp",
    Plaintext "plaintext", Noembed "noembed",
}

impl Tag {
    /// Does the element stand on lines of its own?
    pub(crate) fn is_block(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Address
                | Article
                | Aside
                | Blockquote
                | Body
                | Caption
                | Center
                | Dd
                | Details
                | Dialog
                | Dir
                | Div
                | Dl
                | Dt
                | Fieldset
                | Figcaption
                | Figure
                | Footer
                | Form
                | H1
                | H2
                | H3
                | H4
                | H5
                | H6
                | Header
                | Hgroup
                | Hr
                | Html
                | Legend
                | Li
                | Listing
                | Main
                | Menu
                | Nav
                | Ol
                | Option
                | Optgroup
                | P
                | Pre
                | Search
                | Section
                | Summary
                | Table
                | Tbody
                | Td
                | Tfoot
                | Th
                | Thead
                | Tr
                | Ul
                | Xmp
        )
    }

    /// Is it a heading of any level?
    pub(crate) fn is_heading(self) -> bool {
        matches!(self, Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6)
    }

    /// Elements that hold no words of the page, whatever stands in them.
    pub(crate) fn is_never_text(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Head | Script
                | Style
                | Template
                | Noscript
                | Iframe
                | Noframes
                | Object
                | Audio
                | Video
                | Canvas
                | Svg
                | Math
                | Textarea
                | Xmp
                | Plaintext
                | Noembed
                | Select
                | Datalist
                | Title
                | Meta
                | Link
                | Base
                | Map
        )
    }
}
