//! What a person says that a block of a page is: the block by its bytes, and the role given to it.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use text::{Block, Id, Page, Role, Span};

use crate::Evidence;

/// Where a block stands: bytes of its capture, and its words.
///
/// A capture never changes, so the bytes find the block again whatever program reads it; the words find it where a
/// program takes the same words from other bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BlockPlace {
    /// Byte ranges of the capture, in the order of the block's words. Not empty.
    pub segments: Vec<Span>,
    /// The block's words.
    pub words: String,
}

/// What a person said about a block, and whether it still stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockVerdict {
    /// Number of the verdict, rising over the whole ledger.
    pub number: i64,
    /// When it was given, RFC 3339, UTC.
    pub at: String,
    /// Who gave it.
    pub by: String,
    /// The block.
    pub place: BlockPlace,
    /// The role that the block had before.
    pub was: Role,
    /// The role that it has from then on.
    pub role: Role,
    /// When and by whom it was taken back; nothing while it stands.
    pub taken_back: Option<TakenBack>,
}

/// The end of a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// RFC 3339, UTC.
    pub at: String,
    /// By whom.
    pub by: String,
}

/// The verdicts on the blocks of one page: all that were ever given, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockVerdicts {
    /// Each verdict, those that were taken back too.
    pub all: Vec<BlockVerdict>,
    /// Number of the last thing said about the page's blocks, a taking back included; nothing when nobody said any.
    pub last: Option<i64>,
}

/// The share of a block's bytes that a verdict must hold to be about it, and of a verdict's bytes that must be found
/// again. With a half, a block that a newer program cuts in two is two blocks of that role, and one that it joins with a
/// longer neighbour is not drawn along.
const LEAST_SHARE: f64 = 0.5;

impl BlockPlace {
    /// The place of a block; nothing when none of its words stand in the capture.
    pub fn of(block: &Block) -> Option<BlockPlace> {
        let segments = block.origin.locate(Span::new(0, block.text.len()));
        (!segments.is_empty()).then(|| BlockPlace { segments, words: block.text.clone() })
    }

    /// A short name of the place, 16 hexadecimal digits: the same for the same bytes of a capture.
    pub fn key(&self) -> String {
        Id::of_bytes(self.ranges().as_bytes()).short(16)
    }

    /// The ranges as the file writes them: `120-310 322-400`.
    pub fn ranges(&self) -> String {
        let written: Vec<String> =
            self.segments.iter().map(|segment| format!("{}-{}", segment.start, segment.end)).collect();
        written.join(" ")
    }

    /// The place that these ranges and words write; nothing for ranges that do not read.
    pub fn of_ranges(ranges: &str, words: &str) -> Option<BlockPlace> {
        let segment = |written: &str| {
            let (start, end) = written.split_once('-')?;
            let (start, end) = (start.parse().ok()?, end.parse().ok()?);
            (start < end).then(|| Span::new(start, end))
        };
        let segments = ranges.split(' ').map(segment).collect::<Option<Vec<Span>>>()?;
        Some(BlockPlace { segments, words: words.to_owned() })
    }

    /// Numbers of the blocks of a page that stand at this place, in page order; none when a program reads the page so
    /// differently that it cannot be told.
    ///
    /// First by the very bytes; then every block of which at least half lies in the place, when together they are at
    /// least half of it; then by the words, when exactly one block has them.
    pub fn find(&self, page: &Page) -> Vec<usize> {
        let places: Vec<Option<BlockPlace>> = page.blocks.iter().map(BlockPlace::of).collect();
        if let Some(same) =
            places.iter().position(|place| place.as_ref().is_some_and(|own| own.segments == self.segments))
        {
            return vec![same];
        }
        let own = joined(&self.segments);
        let mut n_found = 0;
        let mut found = Vec::new();
        for (number, place) in places.iter().enumerate() {
            let Some(place) = place else { continue };
            let other = joined(&place.segments);
            let n_shared = n_shared(&own, &other);
            if n_shared as f64 >= LEAST_SHARE * n_bytes(&other) as f64 && n_shared > 0 {
                n_found += n_shared;
                found.push(number);
            }
        }
        if n_found as f64 >= LEAST_SHARE * n_bytes(&own) as f64 && !found.is_empty() {
            return found;
        }
        let wanted = squeezed(&self.words);
        let same = |block: &&(usize, &Block)| squeezed(&block.1.text) == wanted;
        let blocks: Vec<(usize, &Block)> = page.blocks.iter().enumerate().collect();
        match blocks.iter().filter(same).collect::<Vec<_>>().as_slice() {
            [(number, _)] if !wanted.is_empty() => vec![*number],
            _ => Vec::new(),
        }
    }
}

impl Evidence {
    /// Number of the page's block that these words stand in now; nothing when no block holds their bytes. It is another
    /// one than `block` where a later program cuts the page otherwise.
    pub fn find(&self, page: &Page) -> Option<usize> {
        let first = self.segments.first()?;
        let holds = |block: &Block| {
            BlockPlace::of(block).is_some_and(|place| place.segments.iter().any(|own| own.contains(*first)))
        };
        let own = page.blocks.get(self.block).filter(|block| holds(block)).map(|_| self.block);
        own.or_else(|| page.blocks.iter().position(holds))
    }
}

impl BlockVerdicts {
    /// The verdicts that were not taken back, oldest first: where two are about one block, the later one counts.
    pub fn standing(&self) -> impl Iterator<Item = &BlockVerdict> {
        self.all.iter().filter(|verdict| verdict.taken_back.is_none())
    }

    /// The standing verdicts on a block of this page, oldest first.
    pub fn on_block<'a>(&'a self, page: &'a Page, block: usize) -> impl Iterator<Item = &'a BlockVerdict> {
        self.standing().filter(move |verdict| verdict.place.find(page).contains(&block))
    }

    /// For each block of the page the standing verdict that decides on it, if any. The second list holds those that
    /// stand at no block of it.
    pub fn placed<'a>(&'a self, page: &Page) -> (Vec<Option<&'a BlockVerdict>>, Vec<&'a BlockVerdict>) {
        let mut deciding = vec![None; page.blocks.len()];
        let mut unplaced = Vec::new();
        for verdict in self.standing() {
            let blocks = verdict.place.find(page);
            if blocks.is_empty() {
                unplaced.push(verdict);
            }
            for block in blocks {
                deciding[block] = Some(verdict);
            }
        }
        // A later verdict on the same bytes speaks for an earlier one that is nowhere either.
        let mut seen = HashSet::new();
        unplaced.reverse();
        unplaced.retain(|verdict| seen.insert(&verdict.place.segments));
        unplaced.reverse();
        (deciding, unplaced)
    }
}

/// The ranges in rising order without overlaps.
fn joined(segments: &[Span]) -> Vec<Span> {
    let mut sorted = segments.to_vec();
    sorted.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for segment in sorted {
        match joined.last_mut() {
            Some(last) if segment.start <= last.end => last.end = last.end.max(segment.end),
            _ => joined.push(segment),
        }
    }
    joined
}

fn n_bytes(segments: &[Span]) -> usize {
    segments.iter().map(|segment| segment.len()).sum()
}

/// Bytes that two lists of ranges share, each list in rising order without overlaps.
fn n_shared(left: &[Span], right: &[Span]) -> usize {
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    let mut n = 0;
    while let (Some(one), Some(other)) = (left.peek(), right.peek()) {
        n += one.intersection(**other).map_or(0, Span::len);
        if one.end <= other.end {
            left.next();
        } else {
            right.next();
        }
    }
    n
}

fn squeezed(words: &str) -> String {
    words.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use text::{Metadata, Origin, Run};

    use super::*;

    /// A page of blocks, each with its words and where they begin in the capture.
    fn page(blocks: &[(&str, usize)]) -> Page {
        let block = |(words, start): &(&str, usize)| {
            let mut origin = Origin::default();
            let capture = Span::new(*start, start + words.len());
            origin.push(Run { text: Span::new(0, words.len()), capture, is_verbatim: true });
            Block { role: Role::Body, text: (*words).to_owned(), origin, lines: vec![] }
        };
        let blocks = blocks.iter().map(block).collect();
        Page { metadata: Metadata::default(), is_article: true, blocks, problems: vec![], trace: None }
    }

    fn place(words: &str, start: usize) -> BlockPlace {
        BlockPlace { segments: vec![Span::new(start, start + words.len())], words: words.to_owned() }
    }

    #[test]
    fn a_block_is_found_by_its_bytes() {
        let page = page(&[("Menu", 0), ("The pass is closed.", 5), ("Menu", 30)]);
        assert_eq!(place("Menu", 30).find(&page), [2]);
    }

    #[test]
    fn a_block_that_is_cut_in_two_is_both() {
        let page = page(&[("The pass is closed.", 0), ("Carts may cross.", 20), ("Nobody came.", 37)]);
        assert_eq!(place("The pass is closed. Carts may cross.", 0).find(&page), [0, 1]);
    }

    #[test]
    fn a_longer_block_that_swallowed_a_short_one_is_left_alone() {
        let page = page(&[("Read more The pass stays closed until the snow melts.", 0)]);
        assert_eq!(place("Read more", 0).find(&page), [] as [usize; 0]);
        assert_eq!(place("The pass stays closed until the snow melts.", 10).find(&page), [0]);
    }

    #[test]
    fn a_rest_of_a_block_is_not_the_block() {
        let page = page(&[("Share", 40), ("Elsewhere", 90)]);
        assert_eq!(place("The pass stays closed until the snow melts. Share", 0).find(&page), [] as [usize; 0]);
    }

    #[test]
    fn words_from_other_bytes_are_found_when_they_stand_once() {
        let once = page(&[("The pass  is closed.", 100), ("Carts may cross.", 200)]);
        assert_eq!(place("The pass is closed.", 0).find(&once), [0]);
        let twice = page(&[("The pass is closed.", 100), ("The pass is closed.", 200)]);
        assert_eq!(place("The pass is closed.", 0).find(&twice), [] as [usize; 0]);
    }

    #[test]
    fn ranges_read_as_they_are_written() {
        let place = BlockPlace { segments: vec![Span::new(3, 9), Span::new(12, 20)], words: "a b".to_owned() };
        assert_eq!(BlockPlace::of_ranges(&place.ranges(), "a b"), Some(place));
        for wrong in ["", "3", "9-3", "3-9,12-20", "3-9  12-20", "a-b"] {
            assert_eq!(BlockPlace::of_ranges(wrong, ""), None, "{wrong}");
        }
    }

    #[test]
    fn of_two_verdicts_on_a_block_the_later_one_decides() {
        let page = page(&[("The pass is closed.", 5), ("Gone", 60)]);
        let verdict = |number, words: &str, start, role| BlockVerdict {
            number,
            at: String::new(),
            by: "anna".to_owned(),
            place: place(words, start),
            was: Role::Body,
            role,
            taken_back: None,
        };
        let all = vec![
            verdict(1, "The pass is closed.", 5, Role::Teaser),
            verdict(2, "Nowhere at all", 80, Role::Nav),
            verdict(3, "The pass is closed.", 5, Role::Promo),
            verdict(4, "Nowhere at all", 80, Role::Legal),
        ];
        let verdicts = BlockVerdicts { all, last: Some(4) };
        let (deciding, unplaced) = verdicts.placed(&page);
        assert_eq!(deciding.iter().map(|own| own.map(|own| own.role)).collect::<Vec<_>>(), [Some(Role::Promo), None]);
        assert_eq!(unplaced.iter().map(|own| own.number).collect::<Vec<_>>(), [4]);
    }
}
