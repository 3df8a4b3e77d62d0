//! What the ends of sentences are learned from: `sentence_ends < TEXTS.jsonl > WORDS`, lines of `{text}` in.
//!
//! Out, in little-endian numbers of four bytes: the width of a vector; then for each word its text's number, the characters of that text
//! that are no white space up to its end, the number of its paragraph, of its sentence by the rules, and its vector.

use std::io::{BufRead, BufWriter, Write, stdin, stdout};

use reading::{Data, Wanted, encoded, parse};
use text::Document;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = Data::embedded();
    let model = data.model.as_ref().ok_or("built without a model")?;
    let mut out = BufWriter::new(stdout().lock());
    out.write_all(&u32::try_from(model.width())?.to_le_bytes())?;
    for (number, line) in stdin().lock().lines().enumerate() {
        let line: serde_json::Value = serde_json::from_str(&line?)?;
        let document = Document::of_text(line["text"].as_str().ok_or("a line without 'text'")?, None);
        let reading = reading::read(&document, &data, Wanted::TOKENS);
        let (words, _) = parse::words(&document, &reading.sentences, &data.abbreviations);
        let encoded = encoded::words(&document, &reading.sentences, &words, &reading.quotations);
        let mut end = 0;
        for ((word, token), vector) in
            encoded.iter().zip(&words).zip(model.vectors(&encoded).chunks_exact(model.width()))
        {
            end += word.text.chars().count();
            for own in [number, end, word.paragraph, token.sentence] {
                out.write_all(&u32::try_from(own)?.to_le_bytes())?;
            }
            for x in vector {
                out.write_all(&x.to_le_bytes())?;
            }
        }
    }
    Ok(())
}
