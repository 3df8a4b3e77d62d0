//! Tokens in, words as the encoder takes them out: training saw the same (`examples/layers.rs`).

use model::{QuoteState, Word};
use text::{Document, Layer};

use crate::{Quotation, Sentence, Token};

/// The words of a document, one for each token.
pub fn words<'d>(
    document: &'d Document,
    sentences: &Layer<Sentence>,
    tokens: &Layer<Token>,
    quotations: &Layer<Quotation>,
) -> Vec<Word<'d>> {
    let mut words: Vec<Word<'d>> = tokens
        .iter()
        .map(|token| Word {
            text: document.slice(token.span),
            sentence: token.sentence,
            paragraph: sentences[token.sentence].paragraph,
            quote: QuoteState::Outside,
        })
        .collect();
    for quotation in quotations {
        for (span, state) in [(quotation.span, QuoteState::Mark), (quotation.inner, QuoteState::Inside)] {
            let first = tokens.partition_point(|token| token.span.start < span.start);
            let inside = tokens[first..].iter().take_while(|token| token.span.end <= span.end);
            (first..first + inside.count()).for_each(|at| words[at].quote = state);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Data, Wanted, read};

    #[test]
    fn words_know_where_they_stand_to_the_marks() {
        let document = Document::of_text("He said: “No.”\n\"Never\", she said.", None);
        let data = Data::lists();
        let reading = read(&document, &data, Wanted::TOKENS);
        let words = words(&document, &reading.sentences, &reading.tokens, &reading.quotations);
        let state = |word: &Word<'_>| match word.quote {
            QuoteState::Outside => '-',
            QuoteState::Inside => 'i',
            QuoteState::Mark => 'm',
        };
        let written: String = words.iter().map(state).collect();
        assert_eq!(written, "---miimmim----");
        assert_eq!((words[3].text, words[3].paragraph, words[7].paragraph), ("“", 0, 1));
    }
}
