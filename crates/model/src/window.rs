//! Words in, windows out: as many whole paragraphs as the encoder reads at once.

use std::ops::Range;

use crate::vocabulary::Vocabulary;
use crate::word::Word;

/// Pieces of a window, with the two at its ends. Short windows read better than those of training (224), see `training/encoder`.
pub const WINDOW_PIECES: usize = 160;

/// A stretch of words, as the encoder takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The words.
    pub words: Range<usize>,
    /// Numbers of the pieces.
    pub pieces: Vec<usize>,
    /// The form of each piece's word.
    pub forms: Vec<usize>,
    /// For each word, the place of its first piece.
    pub word_starts: Vec<usize>,
}

/// The windows of a document: whole paragraphs; whole sentences where a paragraph is too long; runs of words where a sentence is.
pub fn windows(words: &[Word<'_>], vocabulary: &Vocabulary) -> Vec<Window> {
    let pieces: Vec<Vec<usize>> = words.iter().map(|word| vocabulary.pieces(word.text)).collect();
    let window = |range| window(words, &pieces, range, vocabulary);
    ranges(words, &pieces.iter().map(Vec::len).collect::<Vec<_>>(), WINDOW_PIECES - 2).into_iter().map(window).collect()
}

fn window(words: &[Word<'_>], pieces: &[Vec<usize>], range: Range<usize>, vocabulary: &Vocabulary) -> Window {
    let mut window =
        Window { words: range.clone(), pieces: vec![vocabulary.begin], forms: vec![0], word_starts: vec![] };
    for at in range {
        window.word_starts.push(window.pieces.len());
        window.pieces.extend(&pieces[at]);
        window.forms.resize(window.pieces.len(), words[at].form());
    }
    window.pieces.push(vocabulary.end);
    window.forms.push(0);
    window
}

/// Ranges of words with at most `limit` pieces each.
fn ranges(words: &[Word<'_>], n_pieces: &[usize], limit: usize) -> Vec<Range<usize>> {
    let (mut found, mut first, mut n) = (Vec::new(), 0, 0);
    for unit in units(words, n_pieces, limit) {
        let size: usize = n_pieces[unit.clone()].iter().sum();
        if unit.start > first && n + size > limit {
            found.push(first..unit.start);
            first = unit.start;
            n = 0;
        }
        n += size;
    }
    if first < words.len() {
        found.push(first..words.len());
    }
    found
}

/// What is kept together: paragraphs, or else sentences, or else runs of words.
fn units(words: &[Word<'_>], n_pieces: &[usize], limit: usize) -> Vec<Range<usize>> {
    let fits = |range: &Range<usize>| n_pieces[range.clone()].iter().sum::<usize>() <= limit;
    let mut units = Vec::new();
    for paragraph in runs(words, 0..words.len(), |word| word.paragraph) {
        if fits(&paragraph) {
            units.push(paragraph);
            continue;
        }
        for sentence in runs(words, paragraph, |word| word.sentence) {
            let (mut start, mut n) = (sentence.start, 0);
            for at in sentence.clone() {
                if at > start && n + n_pieces[at] > limit {
                    units.push(start..at);
                    start = at;
                    n = 0;
                }
                n += n_pieces[at];
            }
            units.push(start..sentence.end);
        }
    }
    units
}

/// Neighbours of which `of` says the same.
pub fn runs(words: &[Word<'_>], range: Range<usize>, of: impl Fn(&Word<'_>) -> usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = range.start;
    for at in range.clone() {
        if of(&words[at]) != of(&words[start]) {
            found.push(start..at);
            start = at;
        }
    }
    if start < range.end {
        found.push(start..range.end);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::QuoteState;

    /// Words of one piece each; a number for each paragraph's sentences says how many words each has.
    fn words(paragraphs: &[&[usize]]) -> Vec<Word<'static>> {
        let mut words = Vec::new();
        let mut sentence = 0;
        for (paragraph, sentences) in paragraphs.iter().enumerate() {
            for n in *sentences {
                words.extend((0..*n).map(|_| Word { text: "x", sentence, paragraph, quote: QuoteState::Outside }));
                sentence += 1;
            }
        }
        words
    }

    fn cut(paragraphs: &[&[usize]], limit: usize) -> Vec<usize> {
        let words = words(paragraphs);
        ranges(&words, &vec![1; words.len()], limit).into_iter().map(|range| range.len()).collect()
    }

    #[test]
    fn a_window_holds_whole_paragraphs() {
        assert_eq!(cut(&[&[3, 2], &[4], &[2]], 10), [9, 2]);
        assert_eq!(cut(&[&[3, 2], &[4], &[2]], 4), [3, 2, 4, 2]);
    }

    #[test]
    fn a_long_paragraph_is_cut_at_sentences_and_a_long_sentence_anywhere() {
        assert_eq!(cut(&[&[6, 3], &[1]], 8), [6, 4]);
        assert_eq!(cut(&[&[7, 3]], 3), [3, 3, 1, 3]);
        assert_eq!(cut(&[], 3), [0; 0]);
    }
}
