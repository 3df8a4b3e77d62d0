//! The syntax layer as CoNLL-U (Universal Dependencies, format v2).

use reading::Reading;
use text::Document;

/// The sentences of a text, a blank line between two. Empty for a reading without syntax.
pub fn conllu(document: &Document, reading: &Reading<'_>) -> String {
    let (mut lines, mut start) = (String::new(), 0);
    for (at, (token, found)) in reading.tokens.iter().zip(&reading.syntax).enumerate() {
        if token.sentence != reading.tokens[start].sentence {
            lines.push('\n');
            start = at;
        }
        let number = at + 1 - start;
        let head = found.head.map_or(0, |head| head + 1 - start);
        let (form, lemma) = (document.slice(token.span), &found.lemma);
        let (upos, relation) = (found.upos, found.relation);
        lines += &format!("{number}\t{form}\t{lemma}\t{upos}\t_\t_\t{head}\t{relation}\t_\t_\n");
    }
    lines
}
