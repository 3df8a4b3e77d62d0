//! What the chain model cannot know, on top of its states: shapes of news captures that its training pages lack, the
//! plainest method where it finds nothing, and whether the page holds an article at all.

use std::collections::HashSet;

use text::{Block, Role};

use super::chain::State;
use super::cue::Cue;
use super::features::densest_run;
use super::line::Line;
use super::shape::Shape;

/// The states after the rules.
pub(super) fn mended(lines: &[Line], shapes: &[Shape], mut states: Vec<State>) -> Vec<State> {
    if is_far_too_little(shapes, &states) {
        plain_article(shapes, &mut states);
    }
    join_live_entries(lines, shapes, &mut states);
    go_on(shapes, &mut states);
    begin_earlier(lines, shapes, &mut states);
    end_at_teaser(shapes, &mut states);
    for at in 0..states.len() {
        if states[at] == State::Article && is_furniture(&lines[at].words, &shapes[at]) {
            states[at] = State::Inside;
        }
    }
    trimmed(&mut states);
    states
}

/// Share of the prose of the densest run under which the model's answer is not believed.
const LEAST_SHARE: f32 = 0.25;

/// Has the model found nothing, or next to nothing beside a long run of prose elsewhere?
fn is_far_too_little(shapes: &[Shape], states: &[State]) -> bool {
    let prose = |at: usize| if shapes[at].is_prose() { shapes[at].n_chars } else { 0 };
    let found: usize = (0..states.len()).filter(|at| states[*at] == State::Article).map(prose).sum();
    let run = densest_run(shapes, 18).map_or(0, |(start, end)| (start..=end).map(prose).sum());
    (found as f32) < run as f32 * LEAST_SHARE || found == 0
}

/// Lines without running text that may stand between two paragraphs of one article.
const N_GAP_LINES: usize = 3;

/// The article goes on while paragraphs follow and nothing between them says that it is over: no headline, no doubled
/// line, no set phrase of what stands at an end.
fn go_on(shapes: &[Shape], states: &mut [State]) {
    let Some(mut end) = states.iter().rposition(|state| *state == State::Article) else { return };
    let mut at = end + 1;
    while at < shapes.len() && at - end <= N_GAP_LINES + 1 && (!says_end(shapes, at) || breaks_off(shapes, at)) {
        if shapes[at].is_prose() || breaks_off(shapes, at) {
            states[end + 1..at].fill(State::Inside);
            states[at] = State::Article;
            end = at;
        }
        at += 1;
    }
}

/// The last line of the capture, cut in the middle of a sentence: too long for a headline, with words of grammar.
fn breaks_off(shapes: &[Shape], at: usize) -> bool {
    let shape = &shapes[at];
    let is_running = shape.n_words >= 12 && shape.capital_share < 0.4 && shape.function_share >= 0.25;
    at + 1 == shapes.len() && is_running && !shape.ends_sentence && shape.cues == super::cue::Cues::default()
}

/// Times alone on a line, with running text after each, make a live blog: all that stands between them belongs to it.
fn join_live_entries(lines: &[Line], shapes: &[Shape], states: &mut [State]) {
    let opens = |at: &usize| {
        super::roles::is_clock_alone(&lines[*at].words)
            && shapes[at + 1..shapes.len().min(at + 4)].iter().any(Shape::is_prose)
    };
    let entries: Vec<usize> = (0..lines.len()).filter(opens).collect();
    if let [first, .., last] = entries[..]
        && entries.len() >= N_LEAST_ENTRIES
        && entries.windows(2).all(|pair| pair[1] - pair[0] <= N_ENTRY_LINES)
    {
        let text = last + 1 + shapes[last + 1..].iter().position(Shape::is_prose).unwrap_or(0);
        states[first..=text].fill(State::Article);
    }
}

/// Entries that make a live blog, and lines that one entry may have.
const N_LEAST_ENTRIES: usize = 3;
const N_ENTRY_LINES: usize = 40;

/// Paragraphs between the line with the date or the author and the first one that the model found: the article begins
/// under that line. A deck stands over it.
fn begin_earlier(lines: &[Line], shapes: &[Shape], states: &mut [State]) {
    let Some(start) = states.iter().position(|state| *state == State::Article) else { return };
    let first = start.saturating_sub(N_LINES_ABOVE);
    let is_sign = |at: &usize| {
        let shape = &shapes[*at];
        let is_signed = shape.cues.has(Cue::Byline) && super::byline::names(&lines[*at].words, true).is_some();
        shape.n_words <= 14
            && (is_signed || super::date::is_date_line(&lines[*at].words) || shape.cues.has(Cue::Dateline))
    };
    let Some(sign) = (first..start).rev().find(is_sign) else { return };
    let is_text = |at: &usize| {
        let shape = &shapes[*at];
        let is_furniture =
            shape.cues.has_any(&[Cue::Caption, Cue::Newsletter, Cue::Pitch, Cue::Legal, Cue::Share, Cue::Bio]);
        shape.n_words >= 9
            && (shape.is_prose() || lines[*at].words.contains(": "))
            && !is_furniture
            && !super::roles::is_caption(shape, &lines[*at].words)
    };
    let Some(text) = (sign + 1..start).find(is_text) else { return };
    for (at, state) in states.iter_mut().enumerate().take(start).skip(text) {
        *state = if is_text(&at) { State::Article } else { State::Inside };
    }
}

/// Lines above the article's first in which the sign is looked for.
const N_LINES_ABOVE: usize = 10;

/// A headline that stands twice under paragraphs of the article, with "Keep reading" some lines on, opens a teaser: the
/// article ends over it, even when the teaser speaks of the same topic. A picture's caption that stands twice has no
/// such word after it, and the page's own headline is no teaser's.
fn end_at_teaser(shapes: &[Shape], states: &mut [State]) {
    let Some(start) = states.iter().position(|state| *state == State::Article) else { return };
    let above: HashSet<u64> = shapes[..start].iter().map(|shape| shape.key).collect();
    let article_chars = |at: usize| if states[at] == State::Article { shapes[at].n_chars } else { 0 };
    let total: usize = (start..shapes.len()).map(article_chars).sum();
    // One alone may be a box inside the article; a list of them comes behind it.
    let last_teaser = (start..shapes.len()).rev().find(|at| is_teaser_headline(shapes, *at));
    let (mut n_paragraphs, mut n_chars) = (0, 0);
    let end = (start..shapes.len()).find(|at| {
        let is_end = n_paragraphs >= N_PARAGRAPHS_OVER_TEASER
            && 2 * n_chars >= total
            && last_teaser.is_some_and(|last| *at < last)
            && !above.contains(&shapes[*at].key)
            && is_teaser_headline(shapes, *at);
        n_paragraphs += usize::from(states[*at] == State::Article && shapes[*at].is_prose());
        n_chars += article_chars(*at);
        is_end
    });
    if let Some(end) = end {
        states[end..].fill(State::After);
    }
}

/// A headline twice, one right under the other, and a word to go on reading at most [`N_TEASER_LINES`] lines on.
fn is_teaser_headline(shapes: &[Shape], at: usize) -> bool {
    let shape = &shapes[at];
    let is_doubled = shapes.get(at + 1).is_some_and(|next| next.key == shape.key);
    let unit = &shapes[(at + 2).min(shapes.len())..(at + 2 + N_TEASER_LINES).min(shapes.len())];
    is_doubled
        && (4..=25).contains(&shape.n_words)
        && !shape.is_prose()
        && !shape.ends_sentence
        && unit.iter().any(|line| line.n_words <= 4 && line.cues.has(Cue::ReadMore))
}

/// Paragraphs that the article has before a teaser can end it, and lines that a teaser has; set by hand on made pages, then
/// counted on the training captures: 450 of 454 ends lie behind the article. 2026-11-26.
const N_PARAGRAPHS_OVER_TEASER: usize = 2;
const N_TEASER_LINES: usize = 12;

fn says_end(shapes: &[Shape], at: usize) -> bool {
    let shape = &shapes[at];
    let ending = [
        Cue::Related,
        Cue::ReadMore,
        Cue::Comment,
        Cue::Newsletter,
        Cue::Pitch,
        Cue::Legal,
        Cue::Bio,
        Cue::Byline,
        Cue::Dateline,
        Cue::Correction,
        Cue::Reprint,
        Cue::Credit,
        Cue::Share,
    ];
    let is_doubled = shape.n_words >= 2 && shapes.get(at + 1).is_some_and(|next| next.key == shape.key);
    let is_headline = !shape.is_prose() && shape.n_words >= 3 && !shape.ends_sentence;
    shape.cues.has_any(&ending) || is_doubled || is_headline
}

/// Least characters of prose for an article that the model did not find.
const N_LEAST_CHARS: usize = 400;

/// The run of lines with the most prose, when the page has enough of it.
fn plain_article(shapes: &[Shape], states: &mut [State]) {
    let Some((start, end)) = densest_run(shapes, 10) else { return };
    let n_chars: usize = shapes[start..=end].iter().filter(|shape| shape.is_prose()).map(|shape| shape.n_chars).sum();
    if n_chars < N_LEAST_CHARS {
        return;
    }
    for (at, state) in states.iter_mut().enumerate() {
        *state = match at {
            _ if at < start => State::Before,
            _ if at > end => State::After,
            _ if shapes[at].is_prose() => State::Article,
            _ => State::Inside,
        };
    }
}

/// A line that says itself that it is none of the article's text: "Image caption, …", "Advertisement", "Related: …".
fn is_furniture(words: &str, shape: &Shape) -> bool {
    let is_short = shape.n_words <= 14;
    let whole_phrase = [Cue::Nav, Cue::Newsletter, Cue::ReadMore, Cue::Share, Cue::Dateline];
    is_short && !shape.ends_sentence && shape.n_words <= 6 && shape.cues.has_any(&whole_phrase)
        || (is_short && shape.cues.has(Cue::Promo) && !shape.ends_sentence && words.contains(':'))
        || super::date::is_date_line(words)
        || super::roles::is_clock_alone(words)
        || super::roles::is_caption(shape, words)
}

/// Furniture at an end of the article is before or behind it.
fn trimmed(states: &mut [State]) {
    let Some(first) = states.iter().position(|state| *state == State::Article) else {
        states.fill(State::Before);
        return;
    };
    let last = states.iter().rposition(|state| *state == State::Article).unwrap_or(first);
    states[..first].fill(State::Before);
    states[last + 1..].fill(State::After);
}

/// Least characters in the article's blocks.
const N_LEAST_ARTICLE_CHARS: usize = 120;

/// Is there an article, or only a list of headlines, a search result, an error?
pub(super) fn is_article(blocks: &[Block]) -> bool {
    let article = || blocks.iter().filter(|block| block.role.is_article());
    let n_chars: usize = article().map(|block| block.text.len()).sum();
    let has_sentence = article().any(|block| block.role != Role::Subhead && block.text.split_whitespace().count() >= 8);
    n_chars >= N_LEAST_ARTICLE_CHARS && has_sentence
}

/// Does a paragraph break off in the middle of a sentence?
pub(super) fn is_cut(words: &str) -> bool {
    let ends_open = words
        .chars()
        .next_back()
        .is_some_and(|last| last.is_alphanumeric() || matches!(last, ',' | '-' | '–' | '…' | '['));
    words.split_whitespace().count() >= 8 && (ends_open || words.ends_with("..."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_teaser_headline_over(rest: &str) -> bool {
        let text = format!("The ferry in the harbour of the island\n{rest}");
        let shapes: Vec<Shape> = super::super::line::lines(&text).iter().map(Shape::of).collect();
        is_teaser_headline(&shapes, 0)
    }

    #[test]
    fn a_headline_twice_with_a_word_to_go_on_opens_a_teaser() {
        assert!(is_teaser_headline_over("The ferry in the harbour of the island\nTransport\nIt sails.\nKeep reading"));
    }

    #[test]
    fn a_caption_twice_and_a_single_headline_open_none() {
        assert!(!is_teaser_headline_over("The ferry in the harbour of the island\nThe council will meet on Friday."));
        assert!(!is_teaser_headline_over("The council will meet on Friday.\nKeep reading"));
        assert!(!is_teaser_headline_over(""));
    }
}
