use std::collections::HashMap;

use text::{Fingerprint, SiteTrace};

use super::story;

/// On how many stories of one site each line stands. The same traces give the same memory, in whatever order they come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteMemory {
    n_stories: u32,
    seen: HashMap<Fingerprint, Seen>,
}

/// On how many stories a line stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Anywhere on the page.
    pub anywhere: u32,
    /// As part of the article, as the page's own rules read it.
    pub in_article: u32,
}

impl SiteMemory {
    /// The memory of these pages, which must be of one site; those that hold no article are left out.
    pub fn of<'a>(traces: impl IntoIterator<Item = &'a SiteTrace>) -> SiteMemory {
        let pages: Vec<&SiteTrace> = traces.into_iter().filter(|trace| trace.is_article).collect();
        let stories = story::stories(&pages);
        let mut stands: Vec<(Fingerprint, usize, bool)> = Vec::new();
        for (page, story) in pages.iter().zip(&stories) {
            let lines = page.lines.iter().filter(|line| line.n_words > 0);
            stands.extend(lines.map(|line| (line.fingerprint, *story, line.is_article)));
        }
        // On one story a line counts once, in the article when it stands there on any of its pages.
        stands.sort_unstable_by_key(|(line, story, is_article)| (*line, *story, !*is_article));
        stands.dedup_by_key(|(line, story, _)| (*line, *story));
        let mut memory = SiteMemory { n_stories: n_different(stories), seen: HashMap::new() };
        for (line, _, is_article) in stands {
            let seen = memory.seen.entry(line).or_default();
            seen.anywhere += 1;
            seen.in_article += u32::from(is_article);
        }
        // A line of one story says nothing, and most lines are such.
        memory.seen.retain(|_, seen| seen.anywhere > 1);
        memory
    }

    /// The memories of these pages, of whatever sites they are, by the site's name.
    pub fn by_site<'a>(traces: impl IntoIterator<Item = &'a SiteTrace>) -> HashMap<String, SiteMemory> {
        let mut of_site: HashMap<&str, Vec<&SiteTrace>> = HashMap::new();
        for trace in traces {
            of_site.entry(&trace.site).or_default().push(trace);
        }
        of_site.into_iter().map(|(site, traces)| (site.to_owned(), SiteMemory::of(traces))).collect()
    }

    /// Different stories of the site.
    pub fn n_stories(&self) -> usize {
        self.n_stories as usize
    }

    /// Different stories of the site that the line stands on, its own among them.
    pub fn n_stories_with(&self, line: Fingerprint) -> usize {
        self.seen(line).anywhere as usize
    }

    pub(super) fn seen(&self, line: Fingerprint) -> Seen {
        self.seen.get(&line).copied().unwrap_or(Seen { anywhere: 1, in_article: 1 })
    }
}

fn n_different(mut stories: Vec<usize>) -> u32 {
    stories.sort_unstable();
    stories.dedup();
    u32::try_from(stories.len()).unwrap_or(u32::MAX)
}
