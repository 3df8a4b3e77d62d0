//! A plain-text capture: the words of a page as copying all of it gives them, one block a line and no markup.
//!
//! In comes the decoded text, out goes a [`Page`] with a block for every line that holds something. The way there:
//!
//! 1. [`line`]: lines, white space collapsed, each with its way back to the bytes of the capture;
//! 2. [`shape`], [`cue`]: what each line looks like, and which set phrases it holds;
//! 3. [`features`], [`chain`]: a small trained chain model finds the article and where it ends, over the whole page at
//!    once, so that teasers of fluent news behind the article do not run into it;
//! 4. [`rules`]: shapes of news captures that the model has not seen, and the plainest method where it finds nothing;
//! 5. [`title`], [`date`], [`byline`], [`language`]: what the lines say of the page;
//! 6. [`roles`]: a role for each line from its part of the page, its shape and the unit around it.
//!
//! A "date 2022-11-08" glued before the page's first words is cut off and becomes a block by itself: then one line of
//! the capture gives two blocks.
//!
//! It does not join lines: a paragraph that the capture breaks in two is two blocks. It does not know any site.
//! Segmentation of pages without markup follows the idea of Kohlschütter, Fankhauser and Nejdl, "Boilerplate detection
//! using shallow text features" (2010): lengths and neighbours tell more than words.

mod byline;
mod chain;
mod cue;
mod date;
mod features;
mod language;
mod line;
mod roles;
mod rules;
mod shape;
mod title;

use text::{Block, DateInterval, Document, Metadata, Page, Problem, Role, Span};

use self::chain::State;
use self::line::Line;
use self::roles::Lines;
use self::shape::Shape;

/// Reads a plain-text capture. `capture_of` gives, for bytes of `decoded`, the bytes of the capture that they came from
/// and whether the two are the same byte for byte. Any text is read; an empty one gives a page without blocks.
pub(crate) fn read(decoded: &str, capture_of: impl Fn(Span) -> (Span, bool)) -> Page {
    let mut lines = line::lines(decoded);
    let prefix = cut_glued_date(&mut lines);
    let mut shapes: Vec<Shape> = lines.iter().map(Shape::of).collect();
    let found = chain_states(&lines, &mut shapes);
    let states = rules::mended(&lines, &shapes, found);
    let page = Lines { lines: &lines, shapes: &shapes, states: &states };
    let title = title::title(&page);
    let dates = date::dates(&page, title, prefix);
    let mut roles = roles::roles(&page, title);
    if prefix.is_some() {
        roles[0] = Role::Dateline;
    }
    let blocks: Vec<Block> =
        lines.iter().zip(&roles).map(|(line, role)| line.block(*role, decoded, &capture_of)).collect();
    let is_article = rules::is_article(&blocks);
    let metadata = Metadata {
        title: title.map(|title| title::without_date(page.words(title)).to_owned()),
        deck: first_of(&blocks, Role::Deck),
        authors: authors(&blocks),
        published: dates.published,
        modified: dates.modified,
        published_ground: dates.ground,
        section: first_of(&blocks, Role::Kicker),
        language: language::language(article_words(&blocks)).map(str::to_owned),
        ..Metadata::default()
    };
    let mut page = Page { metadata, is_article, blocks, problems: Vec::new(), trace: None };
    page.problems = problems(&page);
    page
}

/// The names in a line that is known to be a byline; nothing when it holds none.
pub(crate) fn names_in_byline(words: &str) -> Option<Vec<String>> {
    byline::names(words, false)
}

/// A headline's words without the date at their end.
pub(crate) fn without_date(words: &str) -> &str {
    title::without_date(words)
}

/// What set phrases anywhere in a block say about furniture: a plea, a newsletter, a copyright. Nothing for all others.
pub(crate) fn furniture_by_cues(words: &str) -> Option<Role> {
    const FURNITURE: [(cue::Cue, Role); 9] = [
        (cue::Cue::Legal, Role::Legal),
        (cue::Cue::Newsletter, Role::Newsletter),
        (cue::Cue::Pitch, Role::Pitch),
        (cue::Cue::Bio, Role::Bio),
        (cue::Cue::Promo, Role::Promo),
        (cue::Cue::Related, Role::Related),
        (cue::Cue::ReadMore, Role::Related),
        (cue::Cue::Comment, Role::Nav),
        (cue::Cue::Share, Role::Nav),
    ];
    let cues = cue::Cues::of(&words.to_lowercase());
    FURNITURE.into_iter().find(|(cue, _)| cues.has(*cue)).map(|(_, role)| role)
}

/// The features of each line that the chain sees, for `training/page_lines/`: numbers of the lines, count of the
/// templates, numbers of the features. Marks of advertising are left out here as in the reading.
#[allow(dead_code)] // Only the example that writes the training input calls it.
pub(crate) fn line_features(decoded: &str) -> (Vec<usize>, usize, Vec<Vec<u32>>) {
    let with_shape = line::lines(decoded).into_iter().map(|line| (Shape::of(&line), line));
    let (shapes, lines): (Vec<Shape>, Vec<Line>) = with_shape.filter(|(shape, _)| !shape.is_ad_mark()).unzip();
    let found = features::features(&shapes, &after_blanks(&lines));
    (lines.iter().map(|line| line.number).collect(), found.n_templates, found.active)
}

/// The states of the chain. Marks of advertising are left out, so that they do not part the paragraphs around them, and
/// take the state of the line before: inside, when that is the article.
fn chain_states(lines: &[Line], shapes: &mut Vec<Shape>) -> Vec<State> {
    let is_kept: Vec<bool> = shapes.iter().map(|shape| !shape.is_ad_mark()).collect();
    let blanks: Vec<bool> =
        lines.iter().zip(&is_kept).filter(|(_, kept)| **kept).map(|(line, _)| line.is_after_blank).collect();
    let (kept, ads): (Vec<Shape>, Vec<Shape>) = shapes.drain(..).partition(|shape| !shape.is_ad_mark());
    let mut found = chain::states(&features::features(&kept, &blanks)).into_iter();
    let (mut kept, mut ads) = (kept.into_iter(), ads.into_iter());
    shapes.extend(is_kept.iter().filter_map(|is_kept| if *is_kept { kept.next() } else { ads.next() }));
    let mut last = State::Before;
    let take = |is_kept: &bool| {
        let state = if *is_kept { found.next().unwrap_or(last) } else { last };
        last = state;
        if !*is_kept && state == State::Article { State::Inside } else { state }
    };
    is_kept.iter().map(take).collect()
}

fn after_blanks(lines: &[Line]) -> Vec<bool> {
    lines.iter().map(|line| line.is_after_blank).collect()
}

/// Makes a line of its own from the date that is glued before the first words.
fn cut_glued_date(lines: &mut Vec<Line>) -> Option<DateInterval> {
    let (n_bytes, interval) = date::glued_prefix(&lines.first()?.words)?;
    if let Some(rest) = lines[0].split_off(n_bytes) {
        lines.insert(1, rest);
    }
    Some(interval)
}

fn first_of(blocks: &[Block], role: Role) -> Option<String> {
    blocks.iter().find(|block| block.role == role).map(|block| block.text.clone())
}

fn article_words(blocks: &[Block]) -> impl Iterator<Item = &str> {
    blocks.iter().filter(|block| block.role.is_article()).map(|block| block.text.as_str())
}

/// Names of the first byline that holds any; later ones ("Editing by") name others.
fn authors(blocks: &[Block]) -> Vec<String> {
    let names = |block: &Block| byline::names(&block.text, false);
    blocks.iter().filter(|block| block.role == Role::Byline).find_map(names).unwrap_or_default()
}

fn problems(page: &Page) -> Vec<Problem> {
    if !page.is_article {
        return vec![Problem::of_page("no-article", "no run of lines on the page reads as an article")];
    }
    let mut problems = Vec::new();
    let document = Document::of_page(page);
    if let Some(last) = document.paragraphs().last().filter(|last| rules::is_cut(document.slice(last.span))) {
        let note = "the last line of the article ends in the middle of a sentence; what followed is not in the capture";
        problems.push(Problem::at("text-cut", last.span, note));
    }
    if page.metadata.title.is_none() {
        problems.push(Problem::of_page("title-missing", "no line over the article reads as its headline"));
    }
    if let Some(problem) = several_languages(page, &document) {
        problems.push(problem);
    }
    problems
}

/// A paragraph in another language than the article as a whole.
fn several_languages(page: &Page, document: &Document) -> Option<Problem> {
    let main = page.metadata.language.as_deref()?;
    document.paragraphs().iter().find_map(|paragraph| {
        let other = language::language(std::iter::once(document.slice(paragraph.span)))?;
        let is_long = document.slice(paragraph.span).split_whitespace().count() >= 15;
        let note = format!("the article is in '{main}', this paragraph in '{other}'");
        (other != main && is_long).then(|| Problem::at("several-languages", paragraph.span, note))
    })
}

#[cfg(test)]
mod tests;
