//! A page and roles that a person gave to its blocks in, the page as it reads with them out.
//!
//! A person's word wins over every rule. What follows from the roles follows again: which blocks are the article, whether
//! there is one, and of what the page says of itself the title, the deck, the authors and the day of publication. A block
//! that becomes headline, deck or byline gives them; one that becomes date line gives the day, where it holds one. A block
//! that no longer is one takes along what rested on it, and the next block of its old role steps in. In markup, title, authors
//! and day rest on the page's own data as well (JSON-LD, `<meta>`), so they stay unless another block gives them.
//!
//! What it does not do: it gives no role to any other block, and makes none of them two.

use text::{Block, DateInterval, Document, Page, Problem, Role, Span};

use crate::metadata;
use crate::text_capture;

/// The page with these roles given to blocks by their numbers, oldest first: where a block has two, the later one counts.
/// Numbers that the page does not have are passed over. Without roles the page stays as it is.
pub fn with_roles(page: Page, given: &[(usize, Role)]) -> Page {
    let mut after = page.clone();
    let mut changes: Vec<Change> = Vec::new();
    for &(number, role) in given {
        let Some(block) = after.blocks.get_mut(number) else { continue };
        block.role = role;
        changes.retain(|change| change.number != number);
        changes.push(Change { number, was: page.blocks[number].role, is: role });
    }
    if changes.is_empty() {
        return page;
    }
    let way = Way { changes: &changes, is_markup: page.blocks.iter().all(|block| block.lines.is_empty()) };
    way.settle_article(&mut after);
    way.settle_metadata(&mut after);
    settle_problems(&page, &mut after);
    after
}

/// A block's role before and after.
struct Change {
    number: usize,
    was: Role,
    is: Role,
}

struct Way<'a> {
    /// In the order in which they were given.
    changes: &'a [Change],
    is_markup: bool,
}

impl Way<'_> {
    /// A block that a person puts into the article makes one; without any block there is none.
    fn settle_article(&self, page: &mut Page) {
        let is_given = self.changes.iter().any(|change| change.is.is_article());
        let has_article = page.blocks.iter().any(|block| block.role.is_article());
        page.is_article = has_article && (page.is_article || is_given);
    }

    fn settle_metadata(&self, page: &mut Page) {
        let headline = |block: &Block| Some(text_capture::without_date(&block.text).to_owned());
        let title = self.field(page, Role::Headline, headline, |page| page.metadata.title.clone());
        let deck = self.field(page, Role::Deck, |block| Some(block.text.clone()), |page| page.metadata.deck.clone());
        let authors = self.field(page, Role::Byline, names, |page| {
            Some(page.metadata.authors.clone()).filter(|authors| !authors.is_empty())
        });
        let language = page.metadata.language.clone();
        let day = |block: &Block| metadata::day_in(&block.text, language.as_deref()).map(DateInterval::day);
        let published = self.field(page, Role::Dateline, day, |page| page.metadata.published);
        let metadata = &mut page.metadata;
        match title {
            Settled::Stays => {}
            Settled::Given(title) | Settled::StepsIn(title) => metadata.title = Some(title),
            Settled::Falls if self.is_markup => {}
            Settled::Falls => metadata.title = None,
        }
        match deck {
            Settled::Stays => {}
            Settled::Given(deck) | Settled::StepsIn(deck) => metadata.deck = Some(deck),
            Settled::Falls => metadata.deck = None,
        }
        match authors {
            Settled::Stays => {}
            Settled::Given(authors) | Settled::StepsIn(authors) => metadata.authors = authors,
            Settled::Falls if self.is_markup => {}
            Settled::Falls => metadata.authors.clear(),
        }
        match published {
            Settled::Stays => {}
            Settled::Given(day) => {
                metadata.published = Some(day);
                metadata.published_ground = Some("date line, as a person says".to_owned());
            }
            Settled::StepsIn(_) | Settled::Falls if self.is_markup => {}
            Settled::StepsIn(day) => {
                metadata.published = Some(day);
                metadata.published_ground = Some("date line".to_owned());
            }
            Settled::Falls => (metadata.published, metadata.published_ground) = (None, None),
        }
    }

    /// What becomes of a value that blocks of `role` give.
    fn field<T: PartialEq>(
        &self,
        page: &Page,
        role: Role,
        value: impl Fn(&Block) -> Option<T>,
        stands: impl Fn(&Page) -> Option<T>,
    ) -> Settled<T> {
        let of = |change: &Change| value(&page.blocks[change.number]);
        if let Some(given) = self.changes.iter().rev().filter(|change| change.is == role).find_map(of) {
            return Settled::Given(given);
        }
        let mut gone = self.changes.iter().filter(|change| change.was == role && change.is != role);
        let stands = stands(page);
        // Only a block that gave the value takes it along.
        if stands.is_none() || !gone.any(|change| of(change) == stands) {
            return Settled::Stays;
        }
        let rest = page.blocks.iter().filter(|block| block.role == role).find_map(value);
        rest.map_or(Settled::Falls, Settled::StepsIn)
    }
}

/// What becomes of a value.
enum Settled<T> {
    /// Nothing was said about it.
    Stays,
    /// A block that a person gave the role says this.
    Given(T),
    /// The block that said it is gone, and the next one of its role says this.
    StepsIn(T),
    /// The block that said it is gone.
    Falls,
}

fn names(block: &Block) -> Option<Vec<String>> {
    text_capture::names_in_byline(&block.text)
        .or_else(|| Some(metadata::names_in_byline(&block.text)))
        .filter(|names| !names.is_empty())
}

/// Doubts that the new roles answer go; those about words of the article move with their words, or go with them.
fn settle_problems(before: &Page, after: &mut Page) {
    let (old, new) = (Document::of_page(before), Document::of_page(after));
    let is_open = |problem: &Problem| match &*problem.name {
        "no-article" | "index-page" => !after.is_article,
        "title-missing" => after.metadata.title.is_none(),
        _ => true,
    };
    let mut problems: Vec<Problem> = after.problems.iter().filter(|problem| is_open(problem)).cloned().collect();
    problems.retain_mut(|problem| match problem.span {
        None => true,
        Some(span) => match moved(span, &old, &new) {
            Some(span) => {
                problem.span = Some(span);
                true
            }
            None => false,
        },
    });
    if before.is_article && !after.is_article {
        problems.push(Problem::of_page("no-article", "a person left no block of the page in the article"));
    }
    after.problems = problems;
}

/// Where words of a paragraph stand in the other document; nothing when the paragraph is not in it.
fn moved(span: Span, old: &Document, new: &Document) -> Option<Span> {
    let from = old.paragraphs().iter().find(|paragraph| paragraph.span.contains(span))?;
    let to = new.paragraphs().iter().find(|paragraph| paragraph.block == from.block)?;
    let start = to.span.start + (span.start - from.span.start);
    Some(Span::new(start, start + span.len()))
}

#[cfg(test)]
mod tests {
    use text::MediaType;

    use super::*;

    const CAPTURE: &str = "\
Harbour Post
Envoys meet over the harbour
By Ana Lind
9 November 2022

The port of Dnipro stayed closed on Wednesday while envoys of both sides sat at one table for the first time since the summer.
“No ship will leave before the mines are cleared,” the minister, Olha Marchuk, said on Tuesday after the talks had ended late.
Her deputy, Petro Hai, told reporters that the owner of the port had promised two tugs and a crane before the end of the week.
Mayor opens the bridge to carts
8 November 2022
By Jon Berg
The mayor of the valley town said on Monday that the bridge would be open to carts from the first of May next year at last.
";

    fn page() -> Page {
        crate::read(CAPTURE.as_bytes(), MediaType::PlainText, None)
    }

    fn block(page: &Page, begins: &str) -> usize {
        page.blocks.iter().position(|block| block.text.starts_with(begins)).unwrap()
    }

    fn given(roles: &[(&str, Role)]) -> Page {
        let page = page();
        let numbers: Vec<(usize, Role)> = roles.iter().map(|(begins, role)| (block(&page, begins), *role)).collect();
        with_roles(page, &numbers)
    }

    fn article(page: &Page) -> String {
        Document::of_page(page).text().to_owned()
    }

    #[test]
    fn the_capture_reads_as_the_tests_suppose() {
        let page = page();
        assert_eq!(page.metadata.title.as_deref(), Some("Envoys meet over the harbour"));
        assert_eq!(page.metadata.authors, ["Ana Lind"]);
        assert_eq!(page.metadata.published.unwrap().to_string(), "2022-11-09");
        assert!(article(&page).starts_with("The port") && !article(&page).contains("The mayor"), "{}", article(&page));
    }

    #[test]
    fn without_roles_the_page_stays_as_it_is() {
        assert_eq!(with_roles(page(), &[]), page());
        assert_eq!(with_roles(page(), &[(1000, Role::Body)]), page());
    }

    #[test]
    fn a_block_that_becomes_body_is_in_the_article_and_one_that_becomes_a_teaser_is_not() {
        assert!(article(&given(&[("The mayor", Role::Body)])).ends_with("next year at last."));
        assert!(!article(&given(&[("Her deputy", Role::Teaser)])).contains("two tugs"));
    }

    #[test]
    fn the_later_of_two_roles_counts() {
        let page = page();
        let number = block(&page, "The mayor");
        assert_eq!(with_roles(page, &[(number, Role::Body), (number, Role::Promo)]).blocks[number].role, Role::Promo);
    }

    #[test]
    fn what_becomes_headline_deck_byline_or_date_line_gives_the_metadata() {
        let moved = given(&[
            ("Mayor opens", Role::Headline),
            ("The mayor", Role::Deck),
            ("By Jon", Role::Byline),
            ("8 November", Role::Dateline),
        ]);
        assert_eq!(moved.metadata.title.as_deref(), Some("Mayor opens the bridge to carts"));
        assert!(moved.metadata.deck.unwrap().starts_with("The mayor of the valley"));
        assert_eq!(moved.metadata.authors, ["Jon Berg"]);
        assert_eq!(moved.metadata.published.unwrap().to_string(), "2022-11-08");
        assert!(moved.metadata.published_ground.unwrap().contains("a person"));
    }

    #[test]
    fn a_date_line_without_a_day_and_a_byline_without_a_name_change_nothing() {
        let moved = given(&[("Harbour Post", Role::Dateline), ("8 November", Role::Byline)]);
        assert_eq!(moved.metadata, page().metadata);
    }

    #[test]
    fn what_no_longer_is_headline_or_byline_takes_along_what_it_gave() {
        let moved = given(&[("Envoys", Role::Other), ("By Ana", Role::Other), ("9 November", Role::Other)]);
        assert_ne!(moved.metadata.title, page().metadata.title);
        assert_ne!(moved.metadata.authors, ["Ana Lind"]);
        assert_ne!(moved.metadata.published, page().metadata.published);
    }

    #[test]
    fn in_markup_the_pages_own_data_stay() {
        let html = "<html><head><meta property='og:title' content='Envoys meet'><meta name='author' content='Ana Lind'></head>\
            <body><article><h1>Envoys meet</h1><p class='byline'>By Ana Lind</p><p>The port of Dnipro stayed closed while envoys \
            of both sides sat at one table for the first time since the summer, as people in the room said.</p></article></body></html>";
        let page = crate::read(html.as_bytes(), MediaType::Html, None);
        let (headline, byline) = (block(&page, "Envoys"), block(&page, "By Ana"));
        let moved = with_roles(page, &[(headline, Role::Nav), (byline, Role::Nav)]);
        assert_eq!(moved.metadata.title.as_deref(), Some("Envoys meet"));
        assert_eq!(moved.metadata.authors, ["Ana Lind"]);
    }

    #[test]
    fn a_page_is_an_article_as_long_as_a_block_is_in_it() {
        let page = page();
        let all: Vec<(usize, Role)> = (0..page.blocks.len()).map(|number| (number, Role::Nav)).collect();
        let emptied = with_roles(page, &all);
        assert!(!emptied.is_article);
        assert!(emptied.problems.iter().any(|problem| problem.name == "no-article"));
        let filled = with_roles(emptied, &[(4, Role::Body)]);
        assert!(filled.is_article && filled.problems.iter().all(|problem| problem.name != "no-article"));
    }

    #[test]
    fn a_doubt_about_words_moves_with_them_and_goes_with_them() {
        let mut page = page();
        let document = Document::of_page(&page);
        let at = document.text().find("two tugs").unwrap();
        page.problems = vec![Problem::at("text-cut", Span::new(at, at + "two tugs".len()), "as if")];
        let (port, deputy) = (block(&page, "The port"), block(&page, "Her deputy"));
        let moved = with_roles(page.clone(), &[(port, Role::Caption)]);
        let span = moved.problems[0].span.unwrap();
        assert_eq!(Document::of_page(&moved).slice(span), "two tugs");
        assert_eq!(with_roles(page, &[(deputy, Role::Caption)]).problems, []);
    }
}
