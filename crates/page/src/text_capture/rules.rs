//! What the chain model cannot know, on top of its states: shapes of news captures that its training pages lack, the
//! plainest method where it finds nothing, and whether the page holds an article at all.

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
    go_on(shapes, &mut states);
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
    while at < shapes.len() && at - end <= N_GAP_LINES + 1 && !says_end(shapes, at) {
        if shapes[at].is_prose() {
            states[end + 1..at].fill(State::Inside);
            states[at] = State::Article;
            end = at;
        }
        at += 1;
    }
}

fn says_end(shapes: &[Shape], at: usize) -> bool {
    let shape = &shapes[at];
    let ending = [
        Cue::Related, Cue::ReadMore, Cue::Comment, Cue::Newsletter, Cue::Pitch, Cue::Legal, Cue::Bio, Cue::Byline, Cue::Dateline,
        Cue::Correction, Cue::Reprint, Cue::Credit, Cue::Share,
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
    let ends_open = words.chars().next_back().is_some_and(|last| last.is_alphanumeric() || matches!(last, ',' | '-' | '–' | '…' | '['));
    words.split_whitespace().count() >= 8 && (ends_open || words.ends_with("..."))
}
