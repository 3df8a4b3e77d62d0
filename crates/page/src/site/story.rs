//! Which pages of a site tell one story: same address, same headline, or most of the prose of the shorter one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;

use text::{Fingerprint, SiteTrace, TraceLine};

/// Share of the shorter article's prose, in words, from which two pages tell one story.
const SHARE_OF_ONE_STORY: f32 = 0.5;

/// Words of a line that counts as prose here.
const N_PROSE_WORDS: u8 = 8;

/// A line on more pages than this, and on more than this share of them, says nothing about stories: it is furniture, or
/// background that everybody tells. On few pages a story may have three captures.
const N_PAGES_OF_ONE_STORY: usize = 30;
const SHARE_OF_PAGES: f32 = 0.2;
const N_PAGES_ALWAYS: usize = 3;

/// For each page the number of its story: the least number of a page that tells it.
///
/// Two pages are of one story when a chain of pages leads from one to the other, each with the next of one story. So
/// the stories follow from the set of pages, whatever their order. Captures of one address, one headline or the very same
/// prose are joined first: however often a page was captured, it speaks once when prose is compared.
pub(super) fn stories(pages: &[&SiteTrace]) -> Vec<usize> {
    let prose: Vec<Prose> = pages.iter().map(|page| prose(page)).collect();
    let mut joined = Joined::new(pages.len());
    join_alike(&mut joined, pages.iter().map(|page| page.address));
    join_alike(&mut joined, pages.iter().map(|page| page.headline));
    join_alike(&mut joined, prose.iter().map(|prose| (!prose.is_empty()).then_some(prose)));
    let mut told: BTreeMap<usize, Prose> = BTreeMap::new();
    for (page, prose) in prose.into_iter().enumerate() {
        told.entry(joined.least(page)).or_default().extend(prose);
    }
    let told: Vec<(usize, Prose)> = told.into_iter().collect();
    for ((one, other), n_shared) in shared_words(&told) {
        let n_words = |at: usize| told[at].1.iter().map(|(_, n_words)| n_words).sum::<u32>();
        if n_shared as f32 >= SHARE_OF_ONE_STORY * n_words(one).min(n_words(other)) as f32 {
            joined.join(told[one].0, told[other].0);
        }
    }
    (0..pages.len()).map(|page| joined.least(page)).collect()
}

/// Joins the pages whose keys are alike; those without one stay alone.
fn join_alike<K: Hash + Eq>(joined: &mut Joined, keys: impl Iterator<Item = Option<K>>) {
    let mut first: HashMap<K, usize> = HashMap::new();
    for (number, key) in keys.enumerate() {
        let Some(key) = key else { continue };
        joined.join(*first.entry(key).or_insert(number), number);
    }
}

/// Lines of prose, each once, with their words.
type Prose = BTreeSet<(Fingerprint, u32)>;

fn prose(page: &SiteTrace) -> Prose {
    let is_prose = |line: &&TraceLine| line.is_article && line.n_words >= N_PROSE_WORDS;
    page.lines.iter().filter(is_prose).map(|line| (line.fingerprint, u32::from(line.n_words))).collect()
}

/// Words of the lines that two of these share, for each two that share any, by their places in the list.
fn shared_words(told: &[(usize, Prose)]) -> HashMap<(usize, usize), u32> {
    let mut told_by: HashMap<(Fingerprint, u32), Vec<usize>> = HashMap::new();
    for (at, (_, prose)) in told.iter().enumerate() {
        for line in prose {
            told_by.entry(*line).or_default().push(at);
        }
    }
    let n_most = ((told.len() as f32 * SHARE_OF_PAGES) as usize).clamp(N_PAGES_ALWAYS, N_PAGES_OF_ONE_STORY);
    let mut shared = HashMap::new();
    for ((_, n_words), by) in told_by {
        if by.len() > n_most {
            continue;
        }
        for (at, one) in by.iter().enumerate() {
            for other in &by[at + 1..] {
                *shared.entry((*one, *other)).or_default() += n_words;
            }
        }
    }
    shared
}

/// Sets that are joined step by step, each known by its least number.
struct Joined(Vec<usize>);

impl Joined {
    fn new(n: usize) -> Joined {
        Joined((0..n).collect())
    }

    fn least(&mut self, of: usize) -> usize {
        let mut at = of;
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.least(one), self.least(other));
        self.0[one.max(other)] = one.min(other);
    }
}
