//! What `training/coref` learns from: the choices of pronouns in texts with labelled clusters.
//!
//! `coref_choices GOLD.jsonl > CHOICES.jsonl`: gold `{text, clusters: [[[start, end]...]...]}` in code points; a line `{options: [[[feature,
//! value]...]...], right: [number...]}` for each pronoun that has a right antecedent among those it may choose.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write, stdout};

use model::Heads;
use reading::coref::training::choices;
use reading::{Data, Wanted, encoded};
use serde_json::{Value, json};
use text::{Document, Offsets, Span};

type Error = Box<dyn std::error::Error>;

fn main() -> Result<(), Error> {
    let path = std::env::args().nth(1).ok_or("usage: coref_choices GOLD.jsonl")?;
    let data = Data::embedded();
    let model = data.model.as_ref().ok_or("the program was built without a model")?;
    let mut out = BufWriter::new(stdout().lock());
    for line in BufReader::new(File::open(path)?).lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().ok_or("a line without 'text'")?;
        let document = Document::of_text(text, None);
        let mut reading = reading::read(&document, &data, Wanted::TOKENS);
        let words = encoded::words(&document, &reading.sentences, &reading.tokens, &reading.quotations);
        let heads = Heads { syntax: true, entities: true, coref: true, ..Heads::default() };
        let read = model.read(&words, heads);
        (reading.syntax, reading.clusters) = (read.syntax, read.clusters);
        for choice in choices(&document, &reading, &read.entities, &gold(&record, &Offsets::new(text)), &data) {
            writeln!(out, "{}", json!({ "options": choice.options, "right": choice.right }))?;
        }
    }
    Ok(())
}

fn gold(record: &Value, offsets: &Offsets<'_>) -> Vec<Vec<Span>> {
    let end = |pair: &Value, n: usize| offsets.byte_of_code_point(pair[n].as_u64().unwrap_or(0) as usize);
    let spans = |cluster: &Value| -> Vec<Span> {
        cluster.as_array().into_iter().flatten().map(|pair| Span::new(end(pair, 0), end(pair, 1))).collect()
    };
    record["clusters"].as_array().into_iter().flatten().map(spans).collect()
}
