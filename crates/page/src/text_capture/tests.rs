//! Captures in the shapes that news pages have, in own words, and the laws of the stage.

use proptest::prelude::*;
use text::{Page, Role, Span};

fn read(text: &str) -> Page {
    super::read(text, |span| (span, true))
}

fn role_of(page: &Page, beginning: &str) -> Role {
    page.blocks.iter().find(|block| block.text.starts_with(beginning)).expect("the line is there").role
}

fn article(page: &Page) -> Vec<&str> {
    page.blocks.iter().filter(|block| block.role.is_article()).map(|block| block.text.as_str()).collect()
}

const FERRY: &str = "\
Skip to content
Home News Sport Weather
Island ferry stays in public hands after a close vote
Island ferry stays in public hands after a close vote
By Tove Almgren
Published 4 May 2021

The islanders have voted to keep the ferry in public hands, the mayor said on Tuesday, after a quarrel that had split the council for a year.

“We are glad that it is over,” said the mayor. She asked everyone who did not subscribe to her plan to help with the new timetable.

The company that wanted to run the winter route called the vote a mistake. It would not go to court, a spokesman told reporters.

Advertisement

The council will meet on Friday to set the fares. The opposition has asked for lower ones for those who live on the island.

More on this story
Bridge tolls to rise in the north
Bridge tolls to rise in the north
Economy
The northern bridge will cost drivers twice as much from June, the road agency announced. Farmers protested in front of its offices.
Read more
© 2021 Island Courier. All rights reserved. Privacy policy
";

#[test]
fn the_article_ends_before_a_fluent_teaser() {
    let page = read(FERRY);
    let words = article(&page);
    assert_eq!(words.len(), 4, "{words:?}");
    assert!(words[0].starts_with("The islanders have voted"));
    assert!(words[3].starts_with("The council will meet"));
    assert_eq!(role_of(&page, "The northern bridge"), Role::Teaser);
    assert_eq!(role_of(&page, "©"), Role::Legal);
    assert!(page.is_article);
}

#[test]
fn a_doubled_headline_a_byline_and_a_date_become_metadata() {
    let page = read(FERRY);
    assert_eq!(page.metadata.title.as_deref(), Some("Island ferry stays in public hands after a close vote"));
    assert_eq!(page.metadata.authors, ["Tove Almgren"]);
    assert_eq!(page.metadata.published.unwrap().to_string(), "2021-05-04");
    assert_eq!(page.metadata.language.as_deref(), Some("en"));
    assert_eq!(page.blocks.iter().filter(|block| block.role == Role::Headline).count(), 2);
}

#[test]
fn a_paragraph_that_speaks_of_subscribing_stays_in_the_article() {
    assert_eq!(role_of(&read(FERRY), "“We are glad"), Role::Body);
}

#[test]
fn a_glued_date_is_a_block_of_its_own() {
    let text = FERRY
        .replacen("Skip to content\nHome News Sport Weather\n", " date 2021-05-03 ", 1)
        .replace("Published 4 May 2021\n", "");
    let page = read(&text);
    assert_eq!((page.blocks[0].text.as_str(), page.blocks[0].role), ("date 2021-05-03", Role::Dateline));
    assert_eq!(page.blocks[1].text, "Island ferry stays in public hands after a close vote");
    assert_eq!(page.blocks[1].lines, [0]);
    assert_eq!(page.metadata.published.unwrap().to_string(), "2021-05-03");
}

#[test]
fn a_stamp_of_the_visit_and_a_year_in_the_footer_give_no_date() {
    let text = FERRY.replace("Published 4 May 2021\n", "").replacen("Skip to content", "2024-04-15T05:13:31+03:00", 1);
    assert_eq!(read(&text).metadata.published, None);
}

#[test]
fn captions_between_paragraphs_are_no_article() {
    let caption = "The ferry leaves the harbour of the island on a grey morning in April. (Pool photo)";
    let page = read(&FERRY.replace("Advertisement", caption));
    assert_eq!(role_of(&page, "The ferry leaves"), Role::Caption);
    assert_eq!(article(&page).len(), 4);
}

#[test]
fn a_paragraph_that_ends_in_brackets_is_no_caption() {
    let paragraph = "The vote, the second in two years, was about the winter route and its price (the summer route makes a profit).";
    let page = read(&FERRY.replace("Advertisement", paragraph));
    assert_eq!(role_of(&page, "The vote, the second"), Role::Body);
}

#[test]
fn a_last_sentence_without_end_is_told() {
    let cut = &FERRY[..FERRY.find("who live on the island").unwrap()];
    let page = read(cut);
    let problem = page.problems.iter().find(|problem| problem.name == "text-cut").expect("the page breaks off");
    let document = text::Document::of_page(&page);
    assert!(document.slice(problem.span.unwrap()).ends_with("lower ones for those"));
    assert!(read(FERRY).problems.iter().all(|problem| problem.name != "text-cut"));
}

#[test]
fn times_alone_on_a_line_make_a_live_blog() {
    let text = "\
Harbour live: ferries stop as the storm comes in
by Tove Almgren November 14, 2022 11:40 PM 5 min read
21:10
The last ferry of the day has been taken off, the harbour master tells us. Nobody will leave the island before the morning.
18:30
Wind over the bridge
The northern bridge is closed to lorries, the road agency says. Cars may still pass at a low speed.
12:05
Good morning from the newsroom. The storm is expected on the coast in the afternoon, and schools have sent pupils home.
You may also like
A night in the lighthouse
";
    let page = read(text);
    assert_eq!(page.metadata.authors, ["Tove Almgren"]);
    assert_eq!(page.metadata.published.unwrap().to_string(), "2022-11-14");
    assert_eq!(role_of(&page, "18:30"), Role::Dateline);
    assert_eq!(role_of(&page, "Wind over"), Role::Subhead);
    assert_eq!(role_of(&page, "The northern bridge"), Role::LiveEntry);
    assert_eq!(role_of(&page, "A night"), Role::Related);
}

#[test]
fn a_paragraph_in_another_language_is_told() {
    let german = "Die Insel hat sich entschieden, und es ist nicht klar, wie die Fähre im Winter fahren wird, aber das ist auch eine Frage des Geldes.";
    let page = read(&FERRY.replace("Advertisement", german));
    assert!(page.problems.iter().any(|problem| problem.name == "several-languages"), "{:?}", page.problems);
    assert!(read(FERRY).problems.iter().all(|problem| problem.name != "several-languages"));
}

#[test]
fn a_list_of_headlines_is_no_article() {
    let text = "Home\nNews\nFerry vote on Sunday\nRead more\nBridge tolls to rise\nRead more\nStorm on the coast\nRead more\nContact us\n";
    let page = read(text);
    assert!(!page.is_article);
    assert!(page.problems.iter().any(|problem| problem.name == "no-article"));
}

/// The shape of the saved stories behind an article: headline twice, section, running text, a word to go on reading.
const TEASERS: &str = "\
Island ferry company weighs its next move
Island ferry company weighs its next move
Transport
The company that lost the vote on the island ferry says that it will look at every way that is open to it. Its director spoke of a hard year for the winter route.
The council does not expect a court case, people who know its plans said on Tuesday.
Keep reading
What the ferry vote means for the fares
What the ferry vote means for the fares
Analysis
The mayor wants lower fares for the islanders, the opposition wants them at once, and the timetable for the winter route is not written. We look at the three plans before the council meets.
Keep reading
";

#[test]
fn teasers_on_the_same_topic_stay_out_of_the_article() {
    let page = read(&FERRY.replace("More on this story\n", TEASERS));
    let words = article(&page);
    assert_eq!(words.len(), 4, "{words:?}");
    assert!(words[3].starts_with("The council will meet"));
    for beginning in ["The company that lost", "The council does not expect", "The mayor wants lower"] {
        assert_eq!(role_of(&page, beginning), Role::Teaser, "{beginning}");
    }
}

#[test]
fn a_lost_headline_is_told_and_none_is_made_up() {
    let page = read(&FERRY.replace("Island ferry stays in public hands after a close vote\n", ""));
    assert_eq!(page.metadata.title, None);
    assert_eq!(article(&page).len(), 4);
    assert!(page.problems.iter().any(|problem| problem.name == "title-missing"), "{:?}", page.problems);
    assert!(read(FERRY).problems.iter().all(|problem| problem.name != "title-missing"));
}

#[test]
fn a_place_and_an_agency_before_the_first_words_stay_in_the_paragraph() {
    let page = read(&FERRY.replace("The islanders have voted", "BERGVIK, May 4 (Halyard) - The islanders have voted"));
    assert_eq!(role_of(&page, "BERGVIK, May 4"), Role::Body);
    assert_eq!(article(&page).len(), 4);
}

#[test]
fn questions_and_answers_of_a_briefing_are_all_of_it_article() {
    let text = "\
Skip to content
Briefing by the harbour office on the storm
Briefing by the harbour office on the storm
4 May 2021

SPOKESPERSON: Good afternoon, everyone. The northern bridge was closed this morning and it will stay closed until the wind has gone down.

Question: Do you know how many people are still on the island?

SPOKESPERSON: We think that there are about two hundred of them. They have been told to stay where they are for the night.

Question: And the ferry?

SPOKESPERSON: The ferry will not leave the harbour before tomorrow, and I have nothing more to say about that today.

Question: Has the mayor asked the army for help?

SPOKESPERSON: She has not. I would refer you to her office for anything about what she may ask for in the next days.

© 2021 Harbour Office. All rights reserved.
";
    let page = read(text);
    let words = article(&page);
    for beginning in ["SPOKESPERSON: Good", "Question: Do you", "Question: And the ferry?", "SPOKESPERSON: She has not"]
    {
        assert!(words.iter().any(|line| line.starts_with(beginning)), "{beginning} is missing from {words:?}");
    }
    assert_eq!(role_of(&page, "©"), Role::Legal);
}

#[test]
fn lines_end_at_every_kind_of_break() {
    let page = read("one\r\n\r\ntwo\u{2028}three\rfour\n");
    let lines: Vec<(&str, usize)> = page.blocks.iter().map(|block| (block.text.as_str(), block.lines[0])).collect();
    assert_eq!(lines, [("one", 0), ("two", 2), ("three", 3), ("four", 4)]);
}

#[test]
fn a_page_of_a_hundred_thousand_lines_is_read() {
    let text = FERRY.repeat(5_000);
    let n_lines = text.lines().filter(|line| !line.is_empty()).count();
    assert!(text.lines().count() > 100_000);
    assert_eq!(read(&text).blocks.len(), n_lines);
}

fn is_gap(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || matches!(letter, '\u{200B}' | '\u{FEFF}' | '\u{2060}')
}

proptest! {
    #[test]
    fn every_word_is_in_one_block_and_leads_back(text in r"(\PC|[ \n\r\t]|date 2021|By Ann Lee|\. |[a-z]{3,9} ){0,120}") {
        let page = read(&text);
        let kept: String = page.blocks.iter().flat_map(|block| block.text.chars()).filter(|letter| *letter != ' ').collect();
        let all: String = text.chars().filter(|letter| !is_gap(*letter)).collect();
        prop_assert_eq!(kept, all);
        for block in &page.blocks {
            for (at, letter) in block.text.char_indices() {
                let segments = block.origin.locate(Span::new(at, at + letter.len_utf8()));
                prop_assert_eq!(segments.len(), 1);
                let words = &text[segments[0].range()];
                prop_assert!(words.chars().eq([letter]) || (letter == ' ' && words.chars().all(is_gap)), "{:?} from {:?}", letter, words);
            }
        }
    }
}
