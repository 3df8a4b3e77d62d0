//! The syntax layer as CoNLL-U (Universal Dependencies, format v2).

use reading::ParsedWord;
use text::Document;

/// The sentences of a text, a blank line between two. Empty for a reading without a parse.
pub fn conllu(document: &Document, words: &[ParsedWord<'_>]) -> String {
    let (mut lines, mut start) = (String::new(), 0);
    for sentence in words.chunk_by(|a, b| a.sentence == b.sentence) {
        if start > 0 {
            lines.push('\n');
        }
        let mut number = 1;
        for token in sentence.chunk_by(|_, next| next.continues) {
            if let [first, .., last] = token {
                let form = &document.text()[first.span.start..last.span.end];
                lines += &format!("{number}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t_\n", number + token.len() - 1);
            }
            for word in token {
                let head = word.syntax.head.map_or(0, |head| head + 1 - start);
                let (form, lemma) = (document.slice(word.span), &word.syntax.lemma);
                let (upos, relation) = (word.syntax.upos, word.syntax.relation);
                lines += &format!("{number}\t{form}\t{lemma}\t{upos}\t_\t_\t{head}\t{relation}\t_\t_\n");
                number += 1;
            }
        }
        start += sentence.len();
    }
    lines
}
