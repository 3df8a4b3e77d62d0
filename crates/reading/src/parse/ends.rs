use text::{Layer, Span};

use crate::{Sentence, Token};

/// Where sentences end, as Universal Dependencies cuts them: a logistic regression on the vectors of the words before and behind.
///
/// Marks and capitals, which the rules of [`crate::sentence`] go by, are wanting in mail and talk. Learned by `training/sentence_ends`;
/// what the rules say is one of the features.
#[derive(Clone, Debug, Default)]
pub struct EndWeights {
    bias: f32,
    by_rule: f32,
    /// For each number of the vector before, then of the vector behind.
    vectors: Vec<f32>,
}

/// A table of weights that is not of the expected form.
#[derive(Debug, thiserror::Error)]
#[error("line {line} is no weight: '{text}'")]
pub struct EndWeightsError {
    line: usize,
    text: String,
}

impl EndWeights {
    /// Reads a table, a weight a line: the bias, the rules' word, then those of the vectors.
    ///
    /// # Errors
    /// When a line is no number.
    pub fn parse(table: &str) -> Result<EndWeights, EndWeightsError> {
        let weight = |(at, text): (usize, &str)| {
            text.parse::<f32>().map_err(|_| EndWeightsError { line: at + 1, text: text.to_owned() })
        };
        let mut weights = table.lines().enumerate().map(weight);
        let bias = weights.next().transpose()?.unwrap_or_default();
        let by_rule = weights.next().transpose()?.unwrap_or_default();
        Ok(EndWeights { bias, by_rule, vectors: weights.collect::<Result<_, _>>()? })
    }

    /// The words in their new sentences, and these. Weights of another model than this one's leave the rules' sentences as they are.
    pub(super) fn cut(
        &self,
        words: Layer<Token>,
        by_rule: &Layer<Sentence>,
        vectors: &[f32],
    ) -> (Layer<Token>, Layer<Sentence>) {
        let width = self.vectors.len() / 2;
        if width == 0 || vectors.len() != width * words.len() {
            return (words, by_rule.clone());
        }
        let mut cut: Vec<Token> = Vec::with_capacity(words.len());
        let mut sentences: Vec<Sentence> = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let paragraph = by_rule[word.sentence].paragraph;
            let begins = at == 0
                || by_rule[words[at - 1].sentence].paragraph != paragraph
                || self.ends(&vectors[(at - 1) * width..(at + 1) * width], words[at - 1].sentence != word.sentence);
            if begins {
                sentences.push(Sentence { span: word.span, paragraph });
            }
            if let Some(sentence) = sentences.last_mut() {
                sentence.span = Span::new(sentence.span.start, word.span.end);
            }
            cut.push(Token { span: word.span, sentence: sentences.len() - 1 });
        }
        (Layer::new(cut), Layer::new(sentences))
    }

    /// Does a sentence end between two words with these vectors?
    fn ends(&self, vectors: &[f32], by_rule: bool) -> bool {
        let of_vectors: f32 = self.vectors.iter().zip(vectors).map(|(weight, x)| weight * x).sum();
        self.bias + if by_rule { self.by_rule } else { 0.0 } + of_vectors > 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Data, Wanted, read};
    use text::Document;

    /// The sentences of the words, cut by weights for vectors of one number.
    fn cut(text: &str, weights: &str, vectors: &[f32]) -> Vec<String> {
        let document = Document::of_text(text, None);
        let data = Data::lists();
        let reading = read(&document, &data, Wanted::TOKENS);
        let weights = EndWeights::parse(weights).unwrap();
        let (words, sentences) = weights.cut(reading.tokens, &reading.sentences, vectors);
        assert_eq!(words.last().map(|word| word.sentence + 1), Some(sentences.len()));
        sentences.iter().map(|sentence| document.slice(sentence.span).to_owned()).collect()
    }

    #[test]
    fn the_vectors_cut_and_join_inside_a_paragraph() {
        let text = "so he came he saw. He won\nand left";
        let by_rule = ["so he came he saw.", "He won", "and left"];
        assert_eq!(cut(text, "-1\n2\n0\n0\n", &[0.0; 10]), by_rule);
        let vectors = [0.0, 0.0, 1.0, 0.0, 0.0, -1.0, 0.0, 0.0, 0.0, 0.0];
        assert_eq!(cut(text, "-1\n2\n3\n0\n", &vectors), ["so he came", "he saw. He won", "and left"]);
    }

    #[test]
    fn weights_of_another_model_leave_the_sentences_of_the_rules() {
        assert_eq!(cut("he came. He won.", "9\n9\n9\n9\n", &[1.0; 12]), ["he came.", "He won."]);
        assert_eq!(cut("he came. He won.", "", &[1.0; 6]), ["he came.", "He won."]);
    }

    #[test]
    fn a_table_of_other_things_is_told_by_its_line() {
        assert_eq!(EndWeights::parse("0.5\nmuch\n").unwrap_err().to_string(), "line 2 is no weight: 'much'");
    }
}
