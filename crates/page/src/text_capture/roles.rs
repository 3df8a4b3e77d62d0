//! A role for each line, from the state that the chain gave it, its own shape and the unit it stands in.
//!
//! Four parts of a page are labelled apart: what stands before the article (headline, deck, byline, menus), the article
//! itself (paragraphs, subheads, lists), the furniture inside it (captions, promos, pleas) and what stands behind it,
//! where a line takes its role from its unit: a teaser is a short line with running text after it, comments follow the
//! word "Comments", and so on.

use std::sync::LazyLock;

use regex::Regex;
use text::Role;

use super::chain::State;
use super::cue::Cue;
use super::line::Line;
use super::shape::Shape;

/// The lines of a capture as the later steps read them.
pub(super) struct Lines<'a> {
    pub lines: &'a [Line],
    pub shapes: &'a [Shape],
    pub states: &'a [State],
}

impl Lines<'_> {
    pub(super) fn words(&self, at: usize) -> &str {
        &self.lines[at].words
    }

    /// First line of the article.
    pub(super) fn article_start(&self) -> Option<usize> {
        self.states.iter().position(|state| *state == State::Article)
    }

    fn article_end(&self) -> Option<usize> {
        self.states.iter().rposition(|state| *state == State::Article)
    }
}

/// A role for each line. `title` is the line of the headline.
pub(super) fn roles(page: &Lines<'_>, title: Option<usize>) -> Vec<Role> {
    let is_live = is_live_blog(page);
    let mut unit = Unit::None;
    (0..page.lines.len())
        .map(|at| {
            if title.is_some_and(|title| is_headline(page, title, at)) {
                return Role::Headline;
            }
            match page.states[at] {
                State::Before => before(page, title, at),
                State::Article => article(page, at, is_live),
                State::Inside => inside(page, at),
                State::After => after(page, at, &mut unit),
            }
        })
        .collect()
}

fn is_headline(page: &Lines<'_>, title: usize, at: usize) -> bool {
    let is_copy = page.shapes[at].key == page.shapes[title].key && page.states[at] != State::After;
    at == title || (is_copy && at.abs_diff(title) <= 12)
}

/// Times alone on a line, three or more of them inside the article.
fn is_live_blog(page: &Lines<'_>) -> bool {
    let (Some(start), Some(end)) = (page.article_start(), page.article_end()) else { return false };
    (start.saturating_sub(1)..=end).filter(|at| is_clock_alone(page.words(*at))).count() >= 3
}

/// Is the line a caption by its own words?
pub(super) fn is_caption_line(page: &Lines<'_>, at: usize) -> bool {
    is_caption(&page.shapes[at], page.words(at))
}

pub(super) fn is_clock_alone(words: &str) -> bool {
    static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*[A-Z]{0,4}|\d+ ?(?:min|m|h) ago)$")
            .expect("a written pattern")
    });
    CLOCK.is_match(words)
}

fn before(page: &Lines<'_>, title: Option<usize>, at: usize) -> Role {
    let shape = &page.shapes[at];
    if let Some(role) = own_role(page, at) {
        return role;
    }
    let Some(title) = title else { return if shape.n_words <= 12 { Role::Nav } else { Role::Other } };
    let start = page.article_start().unwrap_or(page.lines.len());
    // `Analysis | Washington` between headline and article, or right over the headline.
    let is_near = at + 2 >= title && at < start && (at > title || start - title < 12);
    match () {
        () if at > title && shape.n_words >= 6 && at - title <= 3 => Role::Deck,
        () if at > title && start - at <= 12 && is_name_line(page.words(at)) => Role::Byline,
        () if is_near && shape.n_words <= 4 => Role::Kicker,
        () if at > title && shape.n_words >= 10 => Role::Caption,
        () if shape.n_words <= 12 => Role::Nav,
        () => Role::Other,
    }
}

/// "Honor Castellane Diplomatic editor": two or three capitals and the word of an office.
fn is_name_line(words: &str) -> bool {
    super::byline::names(words, false).is_some()
}

/// A role that the line's own words give, whatever stands around it.
fn own_role(page: &Lines<'_>, at: usize) -> Option<Role> {
    let (shape, words) = (&page.shapes[at], page.words(at));
    let cues = shape.cues;
    let is_short = shape.n_words <= 14;
    let is_signed = is_short && cues.has(Cue::Byline) && super::byline::names(words, true).is_some();
    let role = match () {
        () if is_signed => Role::Byline,
        () if is_clock_alone(words) || super::date::is_date_line(words) => Role::Dateline,
        () if is_picture_name(words) => Role::Caption,
        () if cues.has(Cue::Legal) && shape.n_words <= 60 => Role::Legal,
        () if is_caption(shape, words) => Role::Caption,
        () if cues.has(Cue::Correction) && shape.n_words <= 90 => Role::Correction,
        () if is_short && cues.has(Cue::Promo) && shape.n_words >= 4 => Role::Promo,
        () if is_short && cues.has(Cue::Credit) && !cues.has(Cue::Pitch) => Role::Credit,
        () if is_short && cues.has(Cue::Newsletter) => Role::Newsletter,
        () if cues.has(Cue::Pitch) && shape.n_words <= 90 => Role::Pitch,
        () if is_short && cues.has(Cue::Dateline) => Role::Dateline,
        () if is_short && cues.has_any(&[Cue::Related, Cue::ReadMore]) => Role::Related,
        () if is_short && cues.has_any(&[Cue::Nav, Cue::Share, Cue::Comment]) => Role::Nav,
        () => return None,
    };
    Some(role)
}

/// `milley-club-scaled`, `IMG_2034.jpg`: the name of a picture's file as its alternative text.
fn is_picture_name(words: &str) -> bool {
    let is_one_word = !words.contains(' ') && words.chars().any(char::is_alphabetic);
    let n_joints = words.chars().filter(|letter| matches!(letter, '-' | '_')).count();
    let lower = words.to_lowercase();
    let ends = [".jpg", ".jpeg", ".png", ".webp", ".gif"].iter().any(|end| lower.ends_with(end));
    is_one_word && !words.contains('/') && (ends || (n_joints >= 2 && lower == words))
}

/// A caption says so, or ends with the one who took the picture.
pub(super) fn is_caption(shape: &Shape, words: &str) -> bool {
    static CREDIT_AT_END: LazyLock<Regex> = LazyLock::new(|| {
        // "…Nov. 14, 2022.(Pool)", "…in Moscow. HALYARD/Pool", "…in a file photo. | HALYARD", "…Monday.Photograph: …"
        Regex::new(
            r"(?x)\([^()]{0,60}(?:(?i:photo|image|images|pool|handout|source|file|via|courtesy|getty|reuters|afp)|/)[^()]{0,60}\)$
            | [.!?]\(\p{Lu}[^()]{2,40}\)$
            | [\p{L}.]\ ?\|\ [\p{Lu}\ /]{2,30}$
            | [.\p{L}]\ \p{Lu}[\p{Lu}\ ]{2,}/\ ?\p{Lu}[\p{L}.\ ]{2,30}$
            | \.\ ?(?:Photograph|Photo|Picture|Image|Credit|Foto|Bild):\ .{2,60}$",
        )
        .expect("a written pattern")
    });
    let is_named = shape.n_words <= 60 && shape.cues.has(Cue::Caption) && !shape.cues.has(Cue::Newsletter);
    is_named || (shape.n_words <= 70 && shape.n_words >= 3 && CREDIT_AT_END.is_match(words))
}

fn article(page: &Lines<'_>, at: usize, is_live: bool) -> Role {
    let (shape, words) = (&page.shapes[at], page.words(at));
    let next_is_longer = page.shapes.get(at + 1).is_some_and(|next| next.n_words > shape.n_words && next.n_words >= 8);
    match () {
        () if is_list_item(words) => Role::List,
        () if is_live && shape.n_words <= 14 && !shape.ends_sentence => Role::Subhead,
        () if is_live => Role::LiveEntry,
        () if shape.n_words <= 12 && next_is_longer && !ends_as_sentence(words) && !shape.ends_colon => Role::Subhead,
        () => Role::Body,
    }
}

/// A full stop, not the question mark that subheads may have.
fn ends_as_sentence(words: &str) -> bool {
    words.trim_end_matches(['"', '”', '’', '\'', '»', ')']).ends_with(['.', '!', '。', ','])
}

fn is_list_item(words: &str) -> bool {
    static ITEM: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(?:[•▪●◦‣*]|[-–] |\(?\d{1,2}[.)] ?\p{L}|#\d)").expect("a written pattern"));
    ITEM.is_match(words)
}

fn inside(page: &Lines<'_>, at: usize) -> Role {
    let shape = &page.shapes[at];
    own_role(page, at).unwrap_or(match shape.n_words {
        0..=3 => Role::Nav,
        4..=60 if !shape.ends_sentence || shape.n_words < 25 => Role::Caption,
        _ => Role::Other,
    })
}

/// What the lines behind the article stand in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    None,
    Teaser,
    Related,
    Comments,
    Newsletter,
    Bio,
}

/// Lines in which a headline's running text must follow for the two to be a teaser.
const N_TEASER_LINES: usize = 6;

fn after(page: &Lines<'_>, at: usize, unit: &mut Unit) -> Role {
    let shape = &page.shapes[at];
    let is_short = shape.n_words <= 14;
    let own = own_role(page, at);
    if is_short && shape.cues.has(Cue::Comment) {
        *unit = Unit::Comments;
        return Role::Comment;
    }
    match own {
        Some(role @ (Role::Legal | Role::Pitch | Role::Correction | Role::Promo)) => return role,
        Some(Role::Newsletter) => {
            *unit = Unit::Newsletter;
            return Role::Newsletter;
        }
        Some(Role::Related) => {
            // "keep reading" closes a teaser, "More on this story" opens a list.
            if !shape.cues.has(Cue::ReadMore) || *unit == Unit::None {
                *unit = Unit::Related;
            }
            return if shape.cues.has(Cue::ReadMore) && *unit == Unit::Teaser { Role::Teaser } else { Role::Related };
        }
        _ => {}
    }
    if shape.cues.has(Cue::Bio) && *unit != Unit::Comments {
        *unit = Unit::Bio;
        return Role::Bio;
    }
    if *unit == Unit::Comments {
        return Role::Comment;
    }
    if opens_teaser(page, at) {
        *unit = Unit::Teaser;
        return Role::Teaser;
    }
    if shape.is_prose() {
        return match *unit {
            Unit::Newsletter if shape.n_words <= 30 => Role::Newsletter,
            Unit::Bio if shape.n_words <= 80 => Role::Bio,
            _ => {
                *unit = Unit::Teaser;
                Role::Teaser
            }
        };
    }
    match (*unit, own) {
        (Unit::Teaser | Unit::Related, Some(role @ (Role::Caption | Role::Credit | Role::Nav))) => role,
        (_, Some(role)) => role,
        (Unit::Teaser, None) if is_short && near_prose(page, at) => Role::Teaser,
        (Unit::Teaser | Unit::Related, None) if shape.n_words >= 4 => Role::Related,
        (Unit::Newsletter, None) if shape.n_words >= 3 => Role::Newsletter,
        (Unit::Bio, None) => Role::Bio,
        (_, None) if shape.n_words >= 6 => Role::Related,
        (_, None) => Role::Nav,
    }
}

/// A headline with running text, or itself once more, in the next lines.
fn opens_teaser(page: &Lines<'_>, at: usize) -> bool {
    let shape = &page.shapes[at];
    let is_headline =
        (3..=25).contains(&shape.n_words) && !ends_as_sentence(page.words(at)) && own_role(page, at).is_none();
    let next = at + 1..page.lines.len().min(at + 1 + N_TEASER_LINES);
    is_headline && next.clone().any(|other| page.shapes[other].is_prose()) && page.states[at] == State::After
}

fn near_prose(page: &Lines<'_>, at: usize) -> bool {
    (at.saturating_sub(3)..page.lines.len().min(at + 4)).any(|other| page.shapes[other].is_prose())
}
