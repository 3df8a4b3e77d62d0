use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// A word as the program's tokens have it, with what the model is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word, number or mark as it is written.
    pub text: &'a str,
    /// Number of its sentence; words of one sentence stand together.
    pub sentence: usize,
    /// Number of its paragraph; sentences of one paragraph stand together.
    pub paragraph: usize,
    /// Does it stand in quotation marks?
    pub quote: QuoteState,
}

/// Where a word stands to the quotation marks around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QuoteState {
    /// In no quotation.
    #[default]
    Outside,
    /// Between the marks of one.
    Inside,
    /// It is the mark.
    Mark,
}

impl Word<'_> {
    /// What the encoder is told beside the pieces, whose vocabulary has no case: the word's shape and its quote state as one number.
    pub(crate) fn form(&self) -> usize {
        3 * shape(self.text) + self.quote as usize
    }
}

/// No letters, lower case, first letter upper, all upper, other mixtures, with a digit: 0 to 5.
fn shape(word: &str) -> usize {
    if word.chars().any(is_digit) {
        return 5;
    }
    let mut letters = word.chars().filter(|c| is_letter(*c));
    let Some(first) = letters.next() else { return 0 };
    let (mut lower, mut upper) = (true, true);
    for c in letters {
        lower &= c.is_lowercase();
        upper &= c.is_uppercase();
    }
    match (first.is_lowercase(), first.is_uppercase()) {
        (true, _) if lower => 1,
        (_, true) if lower => 2,
        (_, true) if upper => 3,
        _ => 4,
    }
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { c.general_category_group() == GeneralCategoryGroup::Letter }
}

/// A digit of any script, raised ones too ("m²").
fn is_digit(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    let raised = matches!(c, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹' | '₀'..='₉');
    raised || c.general_category() == GeneralCategory::DecimalNumber
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_tells_what_the_vocabulary_forgets() {
        let shapes =
            ["--", "said", "Kyiv", "NATO", "McDonald", "11th", "I", "x", "U.S.", "Élysée", "iPhone", "“", "東京"];
        assert_eq!(shapes.map(shape), [0, 1, 2, 3, 4, 5, 2, 1, 3, 2, 4, 0, 4]);
    }

    #[test]
    fn shape_and_quote_state_are_one_number() {
        let word = Word { text: "Kyiv", sentence: 0, paragraph: 0, quote: QuoteState::Inside };
        assert_eq!(word.form(), 7);
    }
}
