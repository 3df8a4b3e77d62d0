//! The headline among the lines: short, near the article, about the same things, often there twice.

use std::collections::{HashMap, HashSet};

use super::chain::State;
use super::cue::Cue;
use super::roles::Lines;

/// Weights and limits of the choice, in points; set by hand, looked at on the example pages only, 2026-11-25.
mod points {
    pub(super) const TWIN: f32 = 1.5;
    pub(super) const SHARED: f32 = 4.0;
    pub(super) const DISTANCE: f32 = 0.06;
    pub(super) const FURNITURE: f32 = 4.0;
    pub(super) const FULL_STOP: f32 = 2.5;
    pub(super) const NO_WORDS: f32 = 1.0;
    pub(super) const BYLINE_NEAR: f32 = 1.0;
    pub(super) const LOWER: f32 = 1.5;
    pub(super) const SHORT: f32 = 1.0;
    /// Less than this is no headline: it is missing.
    pub(super) const LEAST: f32 = 1.2;
}

/// Lines before the article's first that may hold the headline.
const N_LINES_BEFORE: usize = 60;

/// Number of the headline's line (the last one before the article when it stands there twice), or nothing when the
/// capture has lost it.
pub(super) fn title(page: &Lines<'_>) -> Option<usize> {
    let start = page.article_start()?;
    let article: HashSet<u32> = (start..page.lines.len())
        .filter(|at| page.states[*at] == State::Article && page.shapes[*at].is_prose())
        .flat_map(|at| page.shapes[at].content.iter().copied())
        .collect();
    let first = start.saturating_sub(N_LINES_BEFORE);
    let mut n_copies: HashMap<u64, usize> = HashMap::new();
    for shape in &page.shapes[first..start] {
        *n_copies.entry(shape.key).or_default() += 1;
    }
    let mut best: Option<(usize, f32)> = None;
    // The article's own first line can be its headline.
    for at in first..(start + 1).min(page.lines.len()) {
        let Some(mut points) = points_of(page, &article, start, at) else { continue };
        if n_copies.get(&page.shapes[at].key).is_some_and(|n| *n == 2) {
            points += points::TWIN;
        }
        if points >= points::LEAST && best.is_none_or(|(_, most)| points >= most) {
            best = Some((at, points));
        }
    }
    best.map(|(at, _)| at)
}

fn points_of(page: &Lines<'_>, article: &HashSet<u32>, start: usize, at: usize) -> Option<f32> {
    let shape = &page.shapes[at];
    let is_furniture = shape.cues.has_any(&[
        Cue::Nav,
        Cue::Share,
        Cue::Credit,
        Cue::Caption,
        Cue::Byline,
        Cue::Dateline,
        Cue::Newsletter,
        Cue::Legal,
        Cue::Comment,
        Cue::Pitch,
    ]);
    let is_article = page.states[at] == State::Article;
    let can_be = (2..=28).contains(&shape.n_words)
        && !super::date::is_date_line(page.words(at))
        && !super::roles::is_caption_line(page, at);
    if !can_be || (is_article && (shape.is_prose() || shape.ends_sentence || shape.ends_colon || shape.n_words < 4)) {
        return None;
    }
    let n_shared = shape.content.iter().filter(|word| article.contains(word)).count();
    let mut points = if shape.content.is_empty() {
        -points::NO_WORDS
    } else {
        points::SHARED * n_shared as f32 / (shape.content.len() as f32).max(3.0)
    };
    points -= points::DISTANCE * start.saturating_sub(at) as f32;
    let ends_full_stop = page.words(at).ends_with(['.', ',']) && !shape.ends_ellipsis;
    let next = page.shapes.get(at + 1..(at + 5).min(page.shapes.len())).unwrap_or(&[]);
    let signed = |shape: &&super::shape::Shape| {
        shape.n_words <= 14 && (shape.has_date || shape.cues.has_any(&[Cue::Byline, Cue::Dateline]))
    };
    for (holds, weight) in [
        (is_furniture && shape.n_words <= 14, -points::FURNITURE),
        (ends_full_stop, -points::FULL_STOP),
        (shape.starts_lower || shape.starts_bullet, -points::LOWER),
        (shape.n_words <= 3, -points::SHORT),
        (next.iter().any(|shape| signed(&shape)), points::BYLINE_NEAR),
    ] {
        points += if holds { weight } else { 0.0 };
    }
    Some(points)
}

/// The headline's words without a date at their end: "… (summary) 31 October 2022".
pub(super) fn without_date(words: &str) -> &str {
    match super::date::full_days(words).last() {
        Some((start, _)) if super::date::is_date_line(&words[*start..]) && *start > words.len() / 3 => {
            words[..*start].trim_end_matches([' ', ',', '|', '-', '–', '—', ':'])
        }
        _ => words,
    }
}
