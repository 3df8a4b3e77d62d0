//! Tags of words that mark spans: 0 is outside, an odd number begins a span of a kind, the next one goes on with it.

use std::ops::Range;

/// Does it go on with a span?
pub fn is_inside(tag: usize) -> bool {
    tag > 0 && tag.is_multiple_of(2)
}

/// May a word of tag `from` stand before one of tag `to`? What goes on must have begun.
pub fn may_follow(from: usize, to: usize) -> bool {
    !is_inside(to) || from == to || from + 1 == to
}

/// The begin tag and the words of each span.
pub fn spans_of(tags: &[usize]) -> Vec<(usize, Range<usize>)> {
    let mut spans: Vec<(usize, Range<usize>)> = Vec::new();
    for (at, tag) in tags.iter().copied().enumerate() {
        match spans.last_mut() {
            Some((begin, words)) if is_inside(tag) && words.end == at && *begin + 1 == tag => words.end = at + 1,
            _ if tag > 0 => spans.push((tag - 1 + tag % 2, at..at + 1)),
            _ => {}
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_spans() {
        assert_eq!(spans_of(&[0, 1, 2, 0, 5, 6, 5, 3]), [(1, 1..3), (5, 4..6), (5, 6..7), (3, 7..8)]);
        // What does not go on begins.
        assert_eq!(spans_of(&[2, 4, 4]), [(1, 0..1), (3, 1..3)]);
    }

    #[test]
    fn inside_follows_its_own_role_alone() {
        assert!(may_follow(1, 2) && may_follow(2, 2) && may_follow(2, 1) && may_follow(6, 0));
        assert!(!may_follow(0, 2) && !may_follow(3, 2) && !may_follow(4, 6));
    }
}
