use crate::markup::{NodeId, ROOT, Tag, Tree};

/// The `<meta>` elements of a page, by lower-case name or property, in page order.
pub(super) struct Metas<'a> {
    pairs: Vec<(String, &'a str)>,
}

impl<'a> Metas<'a> {
    pub(super) fn of(tree: &'a Tree) -> Metas<'a> {
        let metas = tree.descendants(ROOT).filter(|id| tree.tag(*id) == Tag::Meta);
        Metas { pairs: metas.flat_map(|id| named(tree, id)).collect() }
    }

    /// The first value that is not blank under any of these names, the names in order of trust.
    pub(super) fn first(&self, names: &[&str]) -> Option<&'a str> {
        names.iter().find_map(|name| self.all(name).next())
    }

    /// Every value under a name that is not blank.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.trim()).filter(|v| !v.is_empty())
    }
}

fn named(tree: &Tree, id: NodeId) -> Vec<(String, &str)> {
    let Some(content) = tree.attribute(id, "content") else { return Vec::new() };
    ["property", "name", "itemprop", "http-equiv"]
        .iter()
        .filter_map(|attribute| tree.attribute(id, attribute))
        .map(|name| (name.trim().to_ascii_lowercase(), content))
        .collect()
}
