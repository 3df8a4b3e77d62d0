use std::ops::Deref;

/// All findings of one kind in a document, in reading order. A stage makes its layer once; later stages only read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer<T> {
    items: Vec<T>,
}

impl<T> Layer<T> {
    /// The layer of these findings; the stage that calls this has put them in reading order.
    pub fn new(items: Vec<T>) -> Layer<T> {
        Layer { items }
    }
}

impl<T> Default for Layer<T> {
    fn default() -> Layer<T> {
        Layer { items: Vec::new() }
    }
}

impl<T> Deref for Layer<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<'a, T> IntoIterator for &'a Layer<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}
