//! Page text on its way to a terminal: nothing in it may move the cursor, change colours or turn the writing round.

use std::borrow::Cow;

/// The text without control characters (tabs and line breaks become spaces), without marks that turn the direction
/// of writing, and without invisible tag characters.
pub fn for_terminal(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| replacement(c) != Some(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(replacement).collect())
}

fn replacement(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\r' => Some(' '),
        // Direction overrides and isolates (UAX #9), zero-width characters, tags.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}' => None,
        _ if c.is_control() => None,
        _ => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_escape_sequence_loses_its_power() {
        assert_eq!(for_terminal("Kyiv \x1b[31msaid\x1b[0m\u{9b}2J"), "Kyiv [31msaid[0m2J");
        assert_eq!(for_terminal("two\nlines"), "two lines");
    }

    #[test]
    fn direction_overrides_go_and_letters_of_all_scripts_stay() {
        assert_eq!(for_terminal("\u{202e}abc\u{2066}"), "abc");
        for words in ["Київ заявив", "قالت", "“quoted”", "naïve", "👩\u{200d}🚀"] {
            assert!(matches!(for_terminal(words), Cow::Borrowed(same) if same == words), "{words}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_moves_a_cursor_is_left(text in "(\\PC|[\u{0}-\u{9f}\u{202a}-\u{2069}]){0,60}") {
            prop_assert!(!for_terminal(&text).chars().any(char::is_control));
        }
    }
}
