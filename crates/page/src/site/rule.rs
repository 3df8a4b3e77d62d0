//! From how many stories on a line is furniture.
//!
//! Chosen 2026-11-25 on the articles of Timeline17 (`data/story`), 4,625 texts in 17 collections, each of one outlet on
//! one topic: nowhere is background reused more. They were read in windows of 5, 10, 20, 50 and all texts by date. A line on
//! several stories was taken for furniture when it speaks to the reader or stands on a tenth of the whole collection.
//! Lines of furniture / other lines that a rule takes out, in windows of 10:
//!
//! | place, words | from 2 stories | 3 | 4 | 6 |
//! |---|---|---|---|---|
//! | behind the fresh prose, under 8 | 401 / 35 | **290 / 4** | 200 / 1 | 82 / 0 |
//! | behind, 8 to 14 | 746 / 194 | **602 / 47** | 507 / 11 | 334 / 3 |
//! | behind, 15 and more | 1258 / 534 | 972 / 187 | **789 / 101** | 528 / 26 |
//! | elsewhere, under 8 | 37 / 322 | 0 / 32 | 0 / 11 | 0 / 0 |
//! | elsewhere, 8 to 14 | 588 / 866 | 421 / 157 | 321 / 88 | **203 / 10** |
//! | elsewhere, 15 and more | 194 / 2566 | 76 / 360 | 56 / 193 | **30 / 28** |
//!
//! The other lines behind the fresh prose are mostly boxes that explain a topic, which the outlet puts under each story. In
//! the largest windows (about 300 stories) a few stories are less: hence the shares.
//!
//! Short lines were held tighter on 2026-11-26, after looking at the hosts with several pages in wcxb_dev, captures_train,
//! captures and scrapinghub: two pages alike share a programme's data or a note of first publication, and between fresh
//! prose the short lines of many pages are the headings of a house's form ("Pros", "Cons").

use text::TraceLine;

use super::memory::SiteMemory;

/// A line is furniture when it stands on so many different stories, its own among them, and on this share of the site's.
#[derive(Clone, Copy)]
struct Limit {
    n_stories: u32,
    share: f32,
}

const SHORT_BEHIND: Limit = Limit { n_stories: 3, share: 0.02 };
const MIDDLE_BEHIND: Limit = Limit { n_stories: 3, share: 0.08 };
const LONG_BEHIND: Limit = Limit { n_stories: 4, share: 0.08 };
const MIDDLE_ELSEWHERE: Limit = Limit { n_stories: 3, share: 0.6 };
const LONG_ELSEWHERE: Limit = Limit { n_stories: 6, share: 0.6 };
/// A plea is one wherever it stands.
const TO_READER: Limit = Limit { n_stories: 3, share: 0.08 };

/// Words of a line that is no longer short, and of one that is long.
const N_MIDDLE_WORDS: u8 = 8;
const N_LONG_WORDS: u8 = 15;

/// Words of a line that can be the article's own prose.
const N_FRESH_WORDS: u8 = 8;

/// Numbers of the lines that other stories of the site take out of this article. None when no prose would be left.
pub(super) fn set_aside(lines: &[TraceLine], memory: &SiteMemory) -> Vec<usize> {
    let is_fresh = |line: &TraceLine| {
        line.is_article && line.n_words >= N_FRESH_WORDS && memory.seen(line.fingerprint).anywhere == 1
    };
    let Some(last_fresh) = lines.iter().rposition(is_fresh) else { return Vec::new() };
    let is_furniture = |(number, line): (usize, &TraceLine)| {
        let is_behind = number > last_fresh;
        // What announces fresh words is part of them: "Analysis", "Q:".
        let may_be = line.is_article && line.n_words > 0 && (is_behind || !line.announces);
        (may_be && is_reached(line, is_behind, memory)).then_some(number)
    };
    let aside: Vec<usize> = lines.iter().enumerate().filter_map(is_furniture).collect();
    with_short_lines(&aside, lines, memory)
}

/// The short lines of a box go with its longer ones: those beside them that stand on as many stories.
///
/// Alone they stay, unless they speak to the reader: "Pros", "Analysis", "What we know" head fresh words on every page of a
/// site, and so do speakers' names.
fn with_short_lines(aside: &[usize], lines: &[TraceLine], memory: &SiteMemory) -> Vec<usize> {
    let mut is_aside = vec![false; lines.len()];
    aside.iter().for_each(|&number| is_aside[number] = true);
    let mut spread = |from: usize, to: usize| {
        let (line, beside) = (&lines[to], &lines[from]);
        let n_beside = memory.seen(beside.fingerprint).in_article;
        let is_short = line.is_article && (1..N_MIDDLE_WORDS).contains(&line.n_words);
        is_aside[to] |= is_aside[from] && is_short && memory.seen(line.fingerprint).in_article >= n_beside.max(2);
    };
    (1..lines.len()).for_each(|to| spread(to - 1, to));
    (1..lines.len()).rev().for_each(|to| spread(to, to - 1));
    (0..lines.len()).filter(|&number| is_aside[number]).collect()
}

fn is_reached(line: &TraceLine, is_behind: bool, memory: &SiteMemory) -> bool {
    let seen = memory.seen(line.fingerprint);
    // The first paragraph of a story stands on other pages as its teaser: what counts before and between fresh prose is
    // what other articles hold too.
    let n_seen = if is_behind { seen.anywhere } else { seen.in_article };
    let reaches = |limit: Limit| n_seen >= limit.n_stories && n_seen as f32 >= limit.share * memory.n_stories() as f32;
    by_place(line, is_behind).is_some_and(reaches) || (line.is_to_reader && reaches(TO_READER))
}

fn by_place(line: &TraceLine, is_behind: bool) -> Option<Limit> {
    match (line.n_words, is_behind) {
        (..N_MIDDLE_WORDS, true) => Some(SHORT_BEHIND),
        (N_MIDDLE_WORDS..N_LONG_WORDS, true) => Some(MIDDLE_BEHIND),
        (N_LONG_WORDS.., true) => Some(LONG_BEHIND),
        (..N_MIDDLE_WORDS, false) => None,
        (N_MIDDLE_WORDS..N_LONG_WORDS, false) => Some(MIDDLE_ELSEWHERE),
        (N_LONG_WORDS.., false) => Some(LONG_ELSEWHERE),
    }
}
