//! What people said about the blocks of a page comes into its reading here: `ledger` keeps their verdicts and does not
//! know how a page is read, `page` knows roles and no persons.

use ledger::{BlockVerdict, BlockVerdicts, Coding};
use reading::Data;
use text::{Capture, Page, Problem, Role, SiteTrace};

use crate::{producer, read_judged};

/// The page with the roles that people gave to its blocks, whatever rules and models say. A verdict whose block is not on
/// the page as it is read now stays in the ledger and becomes a problem.
pub fn judged(page: Page, verdicts: &BlockVerdicts) -> Page {
    let (deciding, unplaced) = verdicts.placed(&page);
    let mut given: Vec<(i64, usize, Role)> = deciding
        .iter()
        .enumerate()
        .filter_map(|(block, verdict)| verdict.map(|verdict| (verdict.number, block, verdict.role)))
        .collect();
    // Of two headlines the one that was named last gives the title.
    given.sort_unstable_by_key(|(number, block, _)| (*number, *block));
    let given: Vec<(usize, Role)> = given.into_iter().map(|(_, block, role)| (block, role)).collect();
    let problems: Vec<Problem> = unplaced.into_iter().map(not_found).collect();
    let mut page = page::with_roles(page, &given);
    page.problems.extend(problems);
    page
}

/// Reads a capture as the ledger wants it when a person has moved a block. `settled` as [`read_judged`] takes it.
pub fn recoded(capture: &Capture, data: &Data, settled: Option<&SiteTrace>, verdicts: &BlockVerdicts) -> Coding {
    let read = read_judged(capture, data, settled, verdicts);
    Coding { page: read.page, records: read.records, producer: producer(data) }
}

/// Characters of the block's words that the problem quotes.
const N_CHARS: usize = 80;

fn not_found(verdict: &BlockVerdict) -> Problem {
    let words: String = verdict.place.words.chars().take(N_CHARS).collect();
    let day = verdict.at.split('T').next().unwrap_or_default();
    let note = format!(
        "{} said on {day} that the block “{words}” is '{}'; no block of the page as it is read now stands there, and the verdict is kept",
        verdict.by,
        verdict.role.name()
    );
    Problem::of_page("moved-block-not-found", note)
}

#[cfg(test)]
mod tests {
    use ledger::BlockPlace;
    use text::{Document, MediaType, Span};

    use super::*;

    const PAGE: &str = "<article><h1>Envoys meet</h1><p>The talks in the old port went on for nine hours, and no side gave \
        an account of them to the press.</p></article><aside><p>“The bridge opens in May,” the mayor, Anna Nowak, said on \
        Monday after a long session of the council in the town hall.</p></aside>";

    fn capture() -> Capture {
        let bytes = PAGE.as_bytes().to_vec();
        Capture { origin: "port.html".to_owned(), captured_at: None, media_type: MediaType::Html, bytes }
    }

    fn verdict(place: BlockPlace, role: Role) -> BlockVerdicts {
        let (at, by) = ("2022-11-20T08:00:00Z".to_owned(), "anna".to_owned());
        let one = BlockVerdict { number: 1, at, by, place, was: Role::Related, role, taken_back: None };
        BlockVerdicts { all: vec![one], last: Some(1) }
    }

    #[test]
    fn a_block_is_coded_when_a_person_puts_it_into_the_article_and_not_when_one_takes_it_out() {
        let data = Data::embedded();
        let page = page::read(PAGE.as_bytes(), MediaType::Html, None);
        let place = BlockPlace::of(page.blocks.iter().find(|block| block.text.contains("bridge")).unwrap()).unwrap();
        let inside = recoded(&capture(), &data, None, &verdict(place.clone(), Role::Body));
        assert!(Document::of_page(&inside.page).text().contains("The bridge opens in May"));
        let ledger::Finding::Statement(statement) = &inside.records[0].finding;
        assert!(statement.content[0].words.contains("The bridge opens in May"));
        let outside = recoded(&capture(), &data, None, &verdict(place, Role::Teaser));
        assert!(!Document::of_page(&outside.page).text().contains("The bridge opens in May"));
        assert_eq!(outside.records, []);
    }

    #[test]
    fn a_verdict_without_its_block_is_a_problem_and_changes_nothing() {
        let nowhere = BlockPlace { segments: vec![Span::new(0, 3)], words: "A block of long ago".to_owned() };
        let page = page::read(PAGE.as_bytes(), MediaType::Html, None);
        let after = judged(page.clone(), &verdict(nowhere, Role::Body));
        assert_eq!(after.blocks, page.blocks);
        let problem = after.problems.last().unwrap();
        assert_eq!(problem.name, "moved-block-not-found");
        assert!(problem.note.contains("anna said on 2022-11-20") && problem.note.contains("A block of long ago"));
    }
}
