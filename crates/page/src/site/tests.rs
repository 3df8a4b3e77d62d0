use proptest::prelude::*;
use text::{Document, MediaType};

use super::*;

/// Pages of an invented site: each tells its own story, between a deck of own words and the same words under it.
fn page(number: usize, behind: &[&str], between: Option<&str>) -> Page {
    let own = [
        format!("The harbour office of port {} said on Monday that the {} would sail.", name(number), name(number + 1)),
        format!(
            "Captain {} told the {} council that {} ships wait for a pilot.",
            name(number),
            name(number + 2),
            name(number)
        ),
        format!("A spokesman for the {} union asked the {} minister for a new crane.", name(number + 3), name(number)),
    ];
    let paragraphs: Vec<String> = [own[0].as_str()]
        .into_iter()
        .chain(between)
        .chain([own[1].as_str(), own[2].as_str()])
        .chain(behind.iter().copied())
        .map(|words| format!("<p>{words}</p>"))
        .collect();
    let html = format!(
        "<html><head><link rel='canonical' href='https://harbour.example/{number}'></head><body><article><h1>Port {} \
         opens its {} gate</h1>{}</article></body></html>",
        name(number),
        name(number + 4),
        paragraphs.join("\n")
    );
    read(&html, None)
}

fn read(html: &str, address: Option<&str>) -> Page {
    traced(crate::read(html.as_bytes(), MediaType::Html, address), address)
}

/// Words that are another for each number.
fn name(number: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap());
    format!("q{}{}x", letter(number), letter(number / 26))
}

fn memory(pages: &[Page]) -> SiteMemory {
    SiteMemory::of(pages.iter().filter_map(|page| page.trace.as_ref()))
}

fn article(page: &Page) -> String {
    Document::of_page(page).text().to_owned()
}

const BIO: &str =
    "Mira Talbot keeps the harbour desk and has told of ships for this paper since the old mole was built.";
const CLOSING: &str = "Our pier needs friends";
const BACKGROUND: &str =
    "The strait was closed in the spring, when both navies laid mines along the only lane that deep ships use.";

fn pages(n: usize, behind: &[&str], between: Option<&str>) -> Vec<Page> {
    (0..n).map(|number| page(10 * number, behind, between)).collect()
}

#[test]
fn what_stands_behind_the_prose_of_several_stories_is_furniture() {
    let pages = pages(4, &[BIO, CLOSING], None);
    assert!(article(&pages[0]).contains(BIO) && article(&pages[0]).contains(CLOSING), "alone the page cannot know");
    let settled = settle(pages[0].clone(), &memory(&pages));
    assert!(!article(&settled).contains(BIO) && !article(&settled).contains(CLOSING), "{}", article(&settled));
    assert!(article(&settled).ends_with("a new crane."));
    let aside: Vec<&str> = (0..settled.blocks.len())
        .filter(|number| settled.is_set_aside(*number))
        .map(|number| settled.blocks[number].text.as_str())
        .collect();
    assert_eq!(aside, [BIO, CLOSING]);
}

#[test]
fn a_long_paragraph_on_two_stories_stays() {
    let pages = pages(2, &[BIO], None);
    assert_eq!(settle(pages[0].clone(), &memory(&pages)), pages[0]);
}

#[test]
fn background_between_fresh_paragraphs_stays_until_most_of_many_stories_tell_it() {
    let few = pages(5, &[], Some(BACKGROUND));
    assert!(article(&settle(few[0].clone(), &memory(&few))).contains(BACKGROUND));
    let many = pages(8, &[], Some(BACKGROUND));
    assert!(!article(&settle(many[0].clone(), &memory(&many))).contains(BACKGROUND));
    let half: Vec<Page> = pages(16, &[], None).into_iter().skip(8).chain(many).collect();
    assert!(article(&settle(half[15].clone(), &memory(&half))).contains(BACKGROUND), "half of the site's stories");
}

#[test]
fn a_page_captured_several_times_does_not_erase_itself() {
    let first = page(0, &[BIO], None);
    let mut copies = vec![first.clone(); 6];
    // Another address, another headline, a line more: still the same story.
    let trace = copies[5].trace.as_mut().unwrap();
    (trace.address, trace.headline) = (None, None);
    trace.lines.remove(0);
    let memory = memory(&copies);
    assert_eq!(memory.n_stories(), 1);
    assert_eq!(settle(first.clone(), &memory), first);
}

#[test]
fn one_address_or_one_headline_is_one_story() {
    let mut pages = pages(3, &[], None);
    assert_eq!(memory(&pages).n_stories(), 3);
    let address = pages[0].trace.as_ref().unwrap().address;
    pages[1].trace.as_mut().unwrap().address = address;
    assert_eq!(memory(&pages).n_stories(), 2);
    let headline = pages[1].trace.as_ref().unwrap().headline;
    pages[2].trace.as_mut().unwrap().headline = headline;
    assert_eq!(memory(&pages).n_stories(), 1);
}

#[test]
fn a_story_stays_whole_when_the_others_show_its_first_paragraph_as_a_teaser() {
    let story = page(0, &[], None);
    let lead = story.blocks.iter().find(|block| block.role == Role::Body).unwrap().text.clone();
    let teaser = format!("<aside class='related'><p>{lead}</p></aside>");
    let mut all = vec![story.clone()];
    for number in 1..8 {
        let mut other = page(10 * number, &[], None);
        let words = read(&teaser, Some("https://harbour.example/x")).trace.unwrap();
        let mut line = words.lines[0];
        line.is_article = false;
        other.trace.as_mut().unwrap().lines.push(line);
        all.push(other);
    }
    assert!(article(&settle(story, &memory(&all))).starts_with(&lead));
}

#[test]
fn an_article_without_fresh_words_stays() {
    let mut pages = pages(5, &[BIO], None);
    let lines: Vec<_> = pages.iter().flat_map(|page| page.trace.as_ref().unwrap().lines.clone()).collect();
    for number in 5..9 {
        let mut other = page(10 * number, &[BIO], None);
        other.trace.as_mut().unwrap().lines = lines.clone();
        pages.push(other);
    }
    assert_eq!(settle(pages[0].clone(), &memory(&pages)), pages[0]);
}

#[test]
fn pages_that_hold_no_article_are_no_stories() {
    let mut pages = pages(4, &[BIO], None);
    for page in &mut pages[1..] {
        page.trace.as_mut().unwrap().is_article = false;
    }
    assert_eq!(memory(&pages).n_stories(), 1);
    assert_eq!(settle(pages[0].clone(), &memory(&pages)), pages[0]);
}

#[test]
fn what_announces_fresh_words_stays() {
    let pages = pages(4, &[], Some("The harbour master:"));
    assert!(article(&settle(pages[0].clone(), &memory(&pages))).contains("The harbour master:"));
    let pages = self::pages(4, &[], Some("Advertisement by our friends"));
    assert!(!article(&settle(pages[0].clone(), &memory(&pages))).contains("Advertisement by our friends"));
}

#[test]
fn headings_of_a_house_stay_between_fresh_words_and_the_heading_of_a_box_goes_with_it() {
    let heading = "What we know";
    let pages = pages(9, &[], Some(heading));
    assert!(article(&settle(pages[0].clone(), &memory(&pages))).contains(heading));
    let box_of_site = format!("{heading}</p><p>{BACKGROUND}");
    let pages = self::pages(9, &[], Some(&box_of_site));
    let settled = article(&settle(pages[0].clone(), &memory(&pages)));
    assert!(!settled.contains(heading) && !settled.contains(BACKGROUND), "{settled}");
}

#[test]
fn a_plea_takes_its_role_from_its_words() {
    let plea = "Sign up to our newsletter for more of this harbour";
    let pages = pages(4, &[], Some(plea));
    let settled = settle(pages[0].clone(), &memory(&pages));
    let block = settled.blocks.iter().find(|block| block.text == plea).unwrap();
    assert_eq!(block.role, Role::Newsletter);
}

#[test]
fn a_text_capture_has_the_site_of_its_address() {
    let lines =
        "Port opens its gate\n\nThe harbour office said on Monday that the old ferry would sail again in the spring.\n";
    let page = |address| traced(crate::read(lines.as_bytes(), MediaType::PlainText, address), address);
    assert_eq!(page(Some("https://www.harbour.example/1")).trace.unwrap().site, "harbour.example");
    assert_eq!(page(None).trace, None);
}

/// Traces over few different lines, so that many are shared.
fn some_traces() -> impl Strategy<Value = Vec<SiteTrace>> {
    let line = (0_u32..30, prop::sample::select(vec![2_u8, 10, 20]), any::<[bool; 3]>()).prop_map(
        |(words, n_words, [is_article, announces, is_to_reader])| text::TraceLine {
            fingerprint: text::Fingerprint::of(&words.to_le_bytes()),
            n_words,
            is_article,
            announces,
            is_to_reader,
        },
    );
    let key = || prop::option::weighted(0.5, (0_u8..6).prop_map(|key| text::Fingerprint::of(&[key])));
    let trace = (prop::collection::vec(line, 0..12), key(), key(), prop::bool::weighted(0.9)).prop_map(
        |(lines, address, headline, is_article)| SiteTrace {
            site: "harbour.example".to_owned(),
            is_article,
            address,
            headline,
            lines,
            set_aside: Vec::new(),
        },
    );
    prop::collection::vec(trace, 0..14)
}

proptest! {
    #[test]
    fn a_memory_does_not_depend_on_the_order_of_its_pages(traces in some_traces(), shuffled in Just(()).prop_perturb(|(), mut rng| rng.next_u64())) {
        let mut other: Vec<&SiteTrace> = traces.iter().collect();
        // A Fisher-Yates shuffle from one number.
        let mut state = shuffled | 1;
        for at in (1..other.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            other.swap(at, usize::try_from(state >> 33).unwrap() % (at + 1));
        }
        let (one, two) = (SiteMemory::of(&traces), SiteMemory::of(other));
        prop_assert_eq!(&one, &two);
        for trace in &traces {
            prop_assert_eq!(to_settle(trace, &one), to_settle(trace, &two));
        }
    }

    #[test]
    fn a_page_given_twice_is_as_good_as_once(traces in some_traces(), at in any::<prop::sample::Index>()) {
        prop_assume!(!traces.is_empty());
        let again = &traces[at.index(traces.len())];
        // A story is known by its address, its headline or its prose; a page without any of them cannot be told again.
        let has_prose = again.lines.iter().any(|line| line.is_article && line.n_words >= 8);
        prop_assume!(again.address.is_some() || again.headline.is_some() || has_prose);
        let (once, twice) = (SiteMemory::of(&traces), SiteMemory::of(traces.iter().chain([again])));
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn only_lines_of_the_article_are_set_aside_and_fresh_prose_stays(traces in some_traces()) {
        let memory = SiteMemory::of(&traces);
        for trace in &traces {
            let aside = to_settle(trace, &memory);
            prop_assert!(aside.iter().all(|line| trace.lines[*line].is_article));
            let is_left = |line: &usize| trace.lines[*line].is_article && !aside.contains(line);
            prop_assert!(aside.is_empty() || (0..trace.lines.len()).any(|line| is_left(&line)));
        }
    }
}
