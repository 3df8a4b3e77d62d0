//! The layers that training starts from, so that what is learned and what is run see the same words.
//!
//! `layers < TEXTS.jsonl > LAYERS.jsonl`: for each `{id, text}` one line `{id, sentences, tokens, quotations}`. Spans are
//! `[start, end]` in Unicode code points, end exclusive; a sentence has the number of its paragraph, a token that of its sentence.

use std::io::{BufRead, Write, stdin, stdout};

use reading::{Data, Wanted};
use serde_json::{Value, json};
use text::{Document, Offsets, Span};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = Data::lists();
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().ok_or("a line without 'text'")?;
        let reading =
            reading::read(&Document::of_text(text, None), &data, Wanted { statements: true, ..Wanted::TOKENS });
        let offsets = Offsets::new(text);
        let ends = |span: Span| offsets.span_in_code_points(span);
        let sentences: Vec<Value> =
            reading.sentences.iter().map(|sentence| json!([ends(sentence.span), sentence.paragraph])).collect();
        let tokens: Vec<Value> = reading.tokens.iter().map(|token| json!([ends(token.span), token.sentence])).collect();
        let quotations: Vec<Value> =
            reading.quotations.iter().map(|found| json!([ends(found.span), ends(found.inner)])).collect();
        let line = json!({ "id": record["id"], "sentences": sentences, "tokens": tokens, "quotations": quotations });
        writeln!(out, "{line}")?;
    }
    Ok(())
}
