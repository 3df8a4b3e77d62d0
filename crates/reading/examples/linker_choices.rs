//! What `training/linker` learns from: the linker's choices on labelled texts.
//!
//! `linker_choices GOLD.jsonl.gz [--outcomes] > CHOICES.jsonl`: gold as in PolNeAR's and our own files, `{text, attributions or statements: [{source,
//! cue, content}]}`; a line `{options: [[[feature, value]...]...], right: [number...]}` for each choice among the spans of the built-in
//! model; with `--outcomes`, for each attribution that is made with the built-in weights, whether it is right (option 0) or wrong.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write, stdout};

use flate2::read::GzDecoder;
use model::Heads;
use reading::statement::linker::{GoldAttribution, choices, outcomes};
use reading::{Data, Wanted, encoded};
use serde_json::{Value, json};
use text::{Document, Offsets, Span};

type Error = Box<dyn std::error::Error>;

fn main() -> Result<(), Error> {
    let path = std::env::args().nth(1).ok_or("usage: linker_choices GOLD.jsonl.gz [--outcomes]")?;
    let find = if std::env::args().any(|argument| argument == "--outcomes") { outcomes } else { choices };
    let data = Data::embedded();
    let model = data.model.as_ref().ok_or("the program was built without a model")?;
    let mut out = BufWriter::new(stdout().lock());
    for line in BufReader::new(GzDecoder::new(File::open(path)?)).lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().ok_or("a line without 'text'")?;
        let document = Document::of_text(text, None);
        let reading = reading::read(&document, &data, Wanted::TOKENS);
        let words = encoded::words(&document, &reading.sentences, &reading.tokens, &reading.quotations);
        let spans = model.read(&words, Heads { statements: true, ..Heads::default() }).statements;
        for choice in find(&document, &reading, &spans, &gold(&record, &Offsets::new(text)), &data) {
            writeln!(out, "{}", json!({ "options": choice.options, "right": choice.right }))?;
        }
    }
    Ok(())
}

fn gold(record: &Value, offsets: &Offsets<'_>) -> Vec<GoldAttribution> {
    let spans = |value: &Value| {
        let end = |pair: &Value, n: usize| offsets.byte_of_code_point(pair[n].as_u64().unwrap_or(0) as usize);
        value.as_array().into_iter().flatten().map(|pair| Span::new(end(pair, 0), end(pair, 1))).collect()
    };
    let one = |item: &Value| GoldAttribution {
        source: spans(&item["source"]),
        cue: spans(&item["cue"]),
        content: spans(&item["content"]),
    };
    let list = record["attributions"].as_array().or_else(|| record["statements"].as_array());
    list.into_iter().flatten().map(one).collect()
}
