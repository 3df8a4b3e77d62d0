use text::{Block, Fingerprint, Page, Role, SiteTrace, TraceLine};

use super::name;

/// Words of a headline that is taken for a story's own; shorter ones ("Live", "Morning briefing") come back every day.
const N_HEADLINE_WORDS: u8 = 3;

/// The page with its [`Page::trace`]: what other pages of its site need to know of it. A page that does not tell its site
/// has none. Only readers that see several pages of a site need it, and it costs a tenth of the reading.
///
/// `given_address` is the one that [`crate::read`] was given.
pub fn traced(mut page: Page, given_address: Option<&str>) -> Page {
    page.trace = trace(&page, given_address);
    page
}

fn trace(page: &Page, given_address: Option<&str>) -> Option<SiteTrace> {
    let address = page.metadata.canonical.as_deref().or(given_address);
    let site = name::site(address, page.metadata.site.as_deref())?;
    let digest = |written: String| Fingerprint::of(written.as_bytes());
    let headline = page.metadata.title.as_deref().filter(|title| n_words(title) >= N_HEADLINE_WORDS);
    Some(SiteTrace {
        site,
        is_article: page.is_article,
        address: address.and_then(name::story_address).map(digest),
        headline: headline.map(|title| digest(crate::metadata::fold(title))),
        lines: page.blocks.iter().map(line).collect(),
        set_aside: Vec::new(),
    })
}

fn line(block: &Block) -> TraceLine {
    let folded = folded(&block.text);
    let is_article = block.role.is_article();
    TraceLine {
        fingerprint: Fingerprint::of(folded.as_bytes()),
        n_words: n_words(&folded),
        is_article,
        announces: block.role == Role::Subhead || block.text.trim_end().ends_with(':'),
        // Only what the page takes for its article can be taken out of it, and the question costs more than all others.
        is_to_reader: is_article && super::is_to_reader(&block.text),
    }
}

/// Letters in lower case, digits as they are, one space between words: rows of a table ("Killed: 12", "Killed: 40") differ by
/// their numbers alone, and they are part of the article. Nothing for a line without a letter, such as a price, a clock or a row of stars.
fn folded(words: &str) -> String {
    let mut folded = String::with_capacity(words.len());
    let mut has_letter = false;
    for letter in words.chars() {
        if letter.is_alphanumeric() {
            has_letter |= letter.is_alphabetic();
            folded.extend(letter.to_lowercase());
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    if has_letter { folded.trim_end().to_owned() } else { String::new() }
}

/// Words between spaces, and two letters of a script without spaces as one word; 255 at most.
fn n_words(words: &str) -> u8 {
    // Chinese, Japanese, Korean and Thai letters.
    let n_dense = words
        .chars()
        .filter(|c| matches!(c, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'))
        .count();
    u8::try_from(words.split_whitespace().count() + n_dense / 2).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_spaces_and_marks_are_folded_and_numbers_stay() {
        assert_eq!(folded("  3 hours ago — UPDATED "), folded("3 Hours ago: updated"));
        assert_ne!(folded("Killed: 12"), folded("Killed: 40"));
        assert_ne!(folded("Sign up"), folded("Sign off"));
    }

    #[test]
    fn a_line_without_a_letter_has_no_words() {
        for words in ["* * *", "12:05", "$ 750", ""] {
            assert_eq!(n_words(&folded(words)), 0, "{words}");
        }
        assert_eq!(n_words(&folded("It was 12.30 pm in Kyiv.")), 7);
        assert!(n_words("港口今天重新开放") >= 4);
    }
}
