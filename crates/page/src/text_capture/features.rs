//! Numbers of the features that are on for a line, for the chain model in [`super::chain`].
//!
//! Every line runs through the same templates in the same order; a template with `n` bins takes the next `n` numbers and
//! switches on at most one. Behind them stand the buckets of hashed words. `training/page_lines/` learns a weight for
//! each number, so **a change here needs new weights**; a test holds the count against the weights.

use std::collections::HashMap;

use super::cue::{Cue, N_CUES};
use super::shape::Shape;

/// Buckets of hashed words.
pub(super) const N_WORD_BUCKETS: usize = 2048;

/// The features of every line, and how many numbers the templates take.
pub(super) struct Features {
    /// For each line the numbers that are on, rising.
    pub active: Vec<Vec<u32>>,
    /// Numbers of the templates; the word buckets follow.
    pub n_templates: usize,
}

/// The features of lines with these shapes. `is_after_blank` tells for each line whether a blank one precedes it.
pub(super) fn features(shapes: &[Shape], is_after_blank: &[bool]) -> Features {
    let context = Context::of(shapes);
    let mut n_templates = templates(&[], &[], &Context::of(&[]), None).next as usize;
    let active = (0..shapes.len())
        .map(|at| {
            let mut row = templates(shapes, is_after_blank, &context, Some(at));
            n_templates = row.next as usize;
            let mut buckets: Vec<u32> =
                shapes[at].edge_words.iter().map(|hash| row.next + hash % N_WORD_BUCKETS as u32).collect();
            buckets.sort_unstable();
            buckets.dedup();
            row.active.extend(buckets);
            row.active
        })
        .collect();
    Features { active, n_templates }
}

/// The numbers of one line, in the making.
#[derive(Default)]
struct Row {
    active: Vec<u32>,
    next: u32,
}

impl Row {
    fn one_of(&mut self, n_bins: usize, bin: Option<usize>) {
        if let Some(bin) = bin {
            debug_assert!(bin < n_bins, "a bin lies in its template");
            self.active.push(self.next + bin as u32);
        }
        self.next += n_bins as u32;
    }

    fn flag(&mut self, is_on: bool) {
        self.one_of(1, is_on.then_some(0));
    }
}

/// What is known of a line only from the lines around it.
struct Context {
    /// Characters of prose before each line; one entry more than lines.
    prose_before: Vec<usize>,
    lines_before: Vec<usize>,
    /// Distance in lines to the nearest equal line before and after.
    twin_before: Vec<Option<usize>>,
    twin_after: Vec<Option<usize>>,
    /// For some kinds of cue: lines since the last one on a short line, and until the next.
    since: Vec<[Option<usize>; N_MARKS]>,
    until: Vec<[Option<usize>; N_MARKS]>,
    /// The runs of lines with the most prose, found with two prices for a line that is none.
    segments: [Option<(usize, usize)>; 2],
    /// Share of a line's long words that stand in the ten lines of prose before it, in the six after it, in the first
    /// lines of the densest run.
    shared_before: Vec<Option<f32>>,
    shared_after: Vec<Option<f32>>,
    shared_start: Vec<Option<f32>>,
    /// Likeness of the prose before and behind the line's start.
    cohesion: Vec<Option<f32>>,
}

const MARKS: [Cue; N_MARKS] = [
    Cue::Related,
    Cue::ReadMore,
    Cue::Comment,
    Cue::Newsletter,
    Cue::Pitch,
    Cue::Legal,
    Cue::Byline,
    Cue::Dateline,
    Cue::Share,
    Cue::Credit,
];
const N_MARKS: usize = 10;

/// Words that a line which is no prose costs the run it stands in.
const PRICES: [i64; 2] = [6, 18];

impl Context {
    fn of(shapes: &[Shape]) -> Context {
        let mut prose_before = vec![0];
        for shape in shapes {
            let prose = if shape.is_prose() { shape.n_chars } else { 0 };
            prose_before.push(prose_before[prose_before.len() - 1] + prose);
        }
        let mut lines_before = vec![0];
        for shape in shapes {
            lines_before.push(lines_before[lines_before.len() - 1] + usize::from(shape.is_prose()));
        }
        let segments = PRICES.map(|price| densest_run(shapes, price));
        let start = segments[1].map_or(0, |(start, _)| start);
        Context {
            prose_before,
            lines_before,
            twin_before: twins(shapes, (0..shapes.len()).collect()),
            twin_after: twins(shapes, (0..shapes.len()).rev().collect()),
            since: marks(shapes, (0..shapes.len()).collect()),
            until: marks(shapes, (0..shapes.len()).rev().collect()),
            segments,
            shared_before: shared(shapes, |prose, at| {
                let end = prose.partition_point(|line| *line < at);
                (end.saturating_sub(10), end)
            }),
            shared_after: shared(shapes, |prose, at| {
                let first = prose.partition_point(|line| *line <= at);
                (first, (first + 6).min(prose.len()))
            }),
            shared_start: shared_with_start(shapes, start),
            cohesion: cohesion(shapes),
        }
    }
}

/// The run of lines with the greatest sum of words of prose less a price for every other line.
pub(super) fn densest_run(shapes: &[Shape], price: i64) -> Option<(usize, usize)> {
    let (mut best, mut best_sum) = (None, 0);
    let (mut start, mut sum) = (0, 0_i64);
    for (at, shape) in shapes.iter().enumerate() {
        if sum <= 0 {
            (start, sum) = (at, 0);
        }
        sum += if shape.is_prose() { shape.n_words.min(200) as i64 } else { -price };
        if sum > best_sum {
            (best, best_sum) = (Some((start, at)), sum);
        }
    }
    best
}

fn twins(shapes: &[Shape], order: Vec<usize>) -> Vec<Option<usize>> {
    let mut last: HashMap<u64, usize> = HashMap::new();
    let mut distances = vec![None; shapes.len()];
    for at in order {
        if shapes[at].n_words >= 2 {
            distances[at] = last.insert(shapes[at].key, at).map(|other| other.abs_diff(at));
        }
    }
    distances
}

fn marks(shapes: &[Shape], order: Vec<usize>) -> Vec<[Option<usize>; N_MARKS]> {
    let mut distances = vec![[None; N_MARKS]; shapes.len()];
    let mut current: [Option<usize>; N_MARKS] = [None; N_MARKS];
    for at in order {
        for (number, cue) in MARKS.iter().enumerate() {
            distances[at][number] = current[number];
            current[number] = current[number].map(|distance| distance + 1);
            if shapes[at].n_words <= 14 && shapes[at].cues.has(*cue) {
                current[number] = Some(1);
            }
        }
    }
    distances
}

/// For each line the share of its long words that stand in a window of the lines of prose; none for a line without.
fn shared(shapes: &[Shape], window: impl Fn(&[usize], usize) -> (usize, usize)) -> Vec<Option<f32>> {
    let prose: Vec<usize> = (0..shapes.len()).filter(|at| shapes[*at].is_prose()).collect();
    let mut counts: HashMap<u32, usize> = HashMap::new();
    let (mut first, mut end) = (0, 0);
    (0..shapes.len())
        .map(|at| {
            // Both ends of a window only move forward, so each line of prose comes in and goes out once.
            let (want_first, want_end) = window(&prose, at);
            while end < want_end {
                shapes[prose[end]].content.iter().for_each(|word| *counts.entry(*word).or_default() += 1);
                end += 1;
            }
            while first < want_first {
                for word in &shapes[prose[first]].content {
                    if let Some(count) = counts.get_mut(word) {
                        *count -= 1;
                    }
                }
                first += 1;
            }
            let words = &shapes[at].content;
            let n_shared = words.iter().filter(|word| counts.get(word).is_some_and(|count| *count > 0)).count();
            (!words.is_empty() && first < end).then(|| n_shared as f32 / words.len() as f32)
        })
        .collect()
}

fn shared_with_start(shapes: &[Shape], start: usize) -> Vec<Option<f32>> {
    let opening: Vec<usize> = (start..shapes.len()).filter(|at| shapes[*at].is_prose()).take(6).collect();
    let mut owners: HashMap<u32, Vec<usize>> = HashMap::new();
    for at in &opening {
        shapes[*at].content.iter().for_each(|word| owners.entry(*word).or_default().push(*at));
    }
    (0..shapes.len())
        .map(|at| {
            let words = &shapes[at].content;
            let stands = |word: &&u32| owners.get(word).is_some_and(|lines| lines.iter().any(|line| *line != at));
            let n_shared = words.iter().filter(stands).count();
            (!words.is_empty() && !opening.is_empty()).then(|| n_shared as f32 / words.len() as f32)
        })
        .collect()
}

/// Lines of prose on each side of a gap whose words are compared.
const N_COHESION_LINES: usize = 4;

/// Overlap of the long words of the lines of prose before a line and from it on: low where the topic changes (TextTiling).
fn cohesion(shapes: &[Shape]) -> Vec<Option<f32>> {
    let prose: Vec<usize> = (0..shapes.len()).filter(|at| shapes[*at].is_prose()).collect();
    let mut at_gap: Vec<Option<f32>> = Vec::with_capacity(prose.len() + 1);
    for gap in 0..=prose.len() {
        let before = words_of(shapes, &prose[gap.saturating_sub(N_COHESION_LINES)..gap]);
        let after = words_of(shapes, &prose[gap..(gap + N_COHESION_LINES).min(prose.len())]);
        let n_common = after.iter().filter(|word| before.binary_search(word).is_ok()).count();
        let n_least = before.len().min(after.len());
        at_gap.push((n_least >= 5).then(|| n_common as f32 / n_least as f32));
    }
    (0..shapes.len()).map(|at| at_gap[prose.partition_point(|line| *line < at)]).collect()
}

fn words_of(shapes: &[Shape], lines: &[usize]) -> Vec<u32> {
    let mut words: Vec<u32> = lines.iter().flat_map(|at| &shapes[*at].content).copied().collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// All templates for line `at`; for no line, only their count.
fn templates(shapes: &[Shape], is_after_blank: &[bool], context: &Context, at: Option<usize>) -> Row {
    let mut row = Row::default();
    let shape = at.map(|at| &shapes[at]);
    row.flag(true);
    own(&mut row, shape);
    row.flag(at.is_some_and(|at| is_after_blank[at]));
    for step in [-3_isize, -2, -1, 1, 2, 3] {
        let number = at.and_then(|at| at.checked_add_signed(step)).filter(|number| *number < shapes.len());
        neighbour(&mut row, number.map(|number| &shapes[number]), step.abs() == 1);
    }
    around(&mut row, shapes, context, at);
    place(&mut row, shapes, context, at);
    words_around(&mut row, context, at);
    row
}

fn own(row: &mut Row, shape: Option<&Shape>) {
    let flag = |read: fn(&Shape) -> bool| shape.is_some_and(read);
    row.one_of(10, shape.map(length_bin));
    for number in 0..N_CUES {
        // A phrase weighs other in a short line than in a long one.
        let is_there = shape.is_some_and(|shape| shape.cues.bit(number));
        row.one_of(3, shape.filter(|_| is_there).map(|shape| bin(shape.n_words, &[8, 20])));
    }
    row.flag(flag(|shape| shape.cues == super::cue::Cues::default()));
    let flags: [fn(&Shape) -> bool; 18] = [
        |shape| shape.ends_sentence,
        |shape| shape.ends_colon,
        |shape| shape.ends_ellipsis,
        |shape| shape.starts_lower,
        |shape| shape.starts_digit,
        |shape| shape.starts_bullet,
        |shape| shape.starts_quote,
        |shape| shape.has_quote,
        |shape| shape.has_mail_or_address,
        |shape| shape.has_year,
        |shape| shape.has_clock,
        |shape| shape.has_date,
        |shape| shape.has_bar,
        |shape| shape.is_upper,
        |shape| shape.ends_bracket,
        |shape| shape.digit_share > 0.3,
        |shape| shape.n_commas >= 2,
        Shape::is_prose,
    ];
    for read in flags {
        row.one_of(2, shape.filter(|shape| read(shape)).map(|shape| usize::from(shape.n_words > 10)));
    }
    row.one_of(5, shape.map(|shape| bin_share(shape.capital_share, &[0.15, 0.3, 0.5, 0.8])));
    row.one_of(5, shape.map(|shape| bin_share(shape.function_share, &[0.05, 0.2, 0.35, 0.5])));
    row.one_of(
        20,
        shape.map(|shape| {
            bin(shape.n_words, &[3, 6, 12, 25]) * 4
                + usize::from(shape.ends_sentence) * 2
                + usize::from(shape.capital_share > 0.5)
        }),
    );
}

fn neighbour(row: &mut Row, shape: Option<&Shape>, is_next_to: bool) {
    row.flag(shape.is_none());
    row.one_of(10, shape.map(length_bin));
    row.flag(shape.is_some_and(|shape| shape.ends_sentence));
    row.flag(shape.is_some_and(Shape::is_prose));
    row.flag(shape.is_some_and(|shape| shape.ends_colon));
    row.flag(shape.is_some_and(|shape| shape.has_date));
    row.flag(shape.is_some_and(|shape| shape.starts_bullet || shape.starts_digit));
    row.flag(shape.is_some_and(|shape| shape.capital_share > 0.5));
    for number in 0..N_CUES {
        let is_there = shape.is_some_and(|shape| shape.cues.bit(number));
        if is_next_to {
            row.one_of(2, shape.filter(|_| is_there).map(|shape| usize::from(shape.n_words > 14)));
        } else {
            row.flag(is_there);
        }
    }
}

fn around(row: &mut Row, shapes: &[Shape], context: &Context, at: Option<usize>) {
    let prose = |from: usize, to: usize| context.prose_before[to] - context.prose_before[from];
    for n in [3, 8, 20] {
        let before = at.map(|at| prose(at.saturating_sub(n), at));
        let after = at.map(|at| prose((at + 1).min(shapes.len()), (at + 1 + n).min(shapes.len())));
        row.one_of(7, before.map(|chars| bin(chars, PROSE_BINS)));
        row.one_of(7, after.map(|chars| bin(chars, PROSE_BINS)));
        row.one_of(
            32,
            before.zip(after).map(|(before, after)| {
                let own = usize::from(at.is_some_and(|at| shapes[at].is_prose()));
                (bin(before, &[1, 300, 1000]) * 4 + bin(after, &[1, 300, 1000])) * 2 + own
            }),
        );
    }
    let size = |number: Option<usize>| {
        number.and_then(|number| shapes.get(number)).map_or(0, |shape| bin(shape.n_words, &[1, 4, 10, 25]))
    };
    row.one_of(125, at.map(|at| size(at.checked_sub(1)) * 25 + size(Some(at)) * 5 + size(Some(at + 1))));
    let twin = |distance: Option<usize>| bin(distance.unwrap_or(usize::MAX), &[2, 5, 13, usize::MAX]);
    let long = |at: usize| usize::from(shapes[at].n_words >= 5);
    row.one_of(10, at.map(|at| twin(context.twin_before[at]) * 2 + long(at)));
    row.one_of(10, at.map(|at| twin(context.twin_after[at]) * 2 + long(at)));
    // A doubled line just before: the headline of a teaser, or of the article.
    for step in 1..=4 {
        let number = at.and_then(|at| at.checked_sub(step));
        row.flag(number.is_some_and(|number| {
            context.twin_before[number].is_some_and(|distance| distance <= 8) && long(number) == 1
        }));
        let number = at.map(|at| at + step).filter(|number| *number < shapes.len());
        row.flag(number.is_some_and(|number| {
            context.twin_before[number].is_some_and(|distance| distance <= 8) && long(number) == 1
        }));
    }
}

const PROSE_BINS: &[usize] = &[1, 120, 300, 700, 1500, 3000];

fn place(row: &mut Row, shapes: &[Shape], context: &Context, at: Option<usize>) {
    row.one_of(10, at.map(|at| at * 10 / shapes.len()));
    row.one_of(6, at.map(|at| bin(at, &[1, 4, 10, 30, 100])));
    row.one_of(6, at.map(|at| bin(shapes.len() - at, &[2, 5, 11, 31, 101])));
    let total = context.prose_before[shapes.len()].max(1);
    row.one_of(11, at.map(|at| context.prose_before[at] * 10 / total));
    row.one_of(7, at.map(|at| bin(context.prose_before[at], PROSE_BINS)));
    row.one_of(7, at.map(|at| bin(context.prose_before[shapes.len()] - context.prose_before[at], PROSE_BINS)));
    row.one_of(6, at.map(|at| bin(context.lines_before[at], &[1, 2, 4, 8, 20])));
    for segment in context.segments {
        let found = at.zip(segment);
        row.one_of(3, found.map(|(at, (start, end))| usize::from(at >= start) + usize::from(at > end)));
        row.one_of(9, found.map(|(at, (start, _))| signed_bin(at, start)));
        row.one_of(9, found.map(|(at, (_, end))| signed_bin(at, end)));
        row.one_of(
            6,
            found.map(|(at, (start, end))| {
                let is_inside = at >= start && at <= end;
                usize::from(is_inside) * 3 + bin(shapes[at].n_words, &[6, 15])
            }),
        );
    }
    for number in 0..N_MARKS {
        row.one_of(6, at.map(|at| bin(context.since[at][number].unwrap_or(usize::MAX), &[2, 4, 8, 20, usize::MAX])));
        row.one_of(6, at.map(|at| bin(context.until[at][number].unwrap_or(usize::MAX), &[2, 4, 8, 20, usize::MAX])));
    }
}

fn words_around(row: &mut Row, context: &Context, at: Option<usize>) {
    let bins: &[f32] = &[0.01, 0.08, 0.15, 0.25, 0.4, 0.6];
    for shares in [&context.shared_before, &context.shared_after, &context.shared_start] {
        row.one_of(7, at.and_then(|at| shares[at]).map(|share| bin_share(share, bins)));
        row.flag(at.is_some_and(|at| shares[at].is_none()));
    }
    let both = at.and_then(|at| context.shared_before[at].zip(context.shared_after[at]));
    row.one_of(
        16,
        both.map(|(before, after)| bin_share(before, &[0.05, 0.15, 0.3]) * 4 + bin_share(after, &[0.05, 0.15, 0.3])),
    );
    row.one_of(
        7,
        at.and_then(|at| context.cohesion[at]).map(|share| bin_share(share, &[0.01, 0.03, 0.06, 0.1, 0.15, 0.25])),
    );
    row.flag(at.is_some_and(|at| context.cohesion[at].is_none()));
}

fn length_bin(shape: &Shape) -> usize {
    bin(shape.n_words, &[1, 2, 3, 5, 8, 12, 20, 35, 60])
}

fn signed_bin(at: usize, mark: usize) -> usize {
    let distance = bin(at.abs_diff(mark), &[1, 2, 5, 15]);
    if at >= mark { 4 + distance } else { 4 - distance }
}

/// Number of limits that the value reaches.
fn bin(value: usize, limits: &[usize]) -> usize {
    limits.iter().take_while(|limit| value >= **limit).count()
}

fn bin_share(value: f32, limits: &[f32]) -> usize {
    limits.iter().take_while(|limit| value >= **limit).count()
}
