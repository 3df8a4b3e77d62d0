//! What a model finds in texts, in the machine contract's form: for measuring a model apart from the rules.
//!
//! `model_layers MODEL-FOLDER [LEAST-CONFIDENCE] < TEXTS.jsonl > ANSWERS.jsonl`: for each `{id, text}` one line `{id, attributions, entities,
//! conllu, clusters}` with what the model's heads give. Offsets are Unicode code points, end exclusive.

use std::io::{BufRead, Write, stdin, stdout};
use std::ops::Range;

use model::{Files, Heads, Model, Word, WordSyntax};
use reading::statement::linker::{Place, link};
use reading::{Data, Token, Wanted, encoded};
use serde_json::{Value, json};
use text::{Document, Offsets, Span};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.first().ok_or("usage: model_layers MODEL-FOLDER [LEAST-CONFIDENCE] < TEXTS.jsonl")?;
    let least = arguments.get(1).map_or(Ok(0.0), |number| number.parse::<f32>())?;
    let model = Model::parse(&Files::open(folder.as_ref())?)?;
    let data = Data::embedded();
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().ok_or("a line without 'text'")?;
        writeln!(out, "{}", answer(&record["id"], text, &model, &data, least))?;
    }
    Ok(())
}

fn answer(id: &Value, text: &str, model: &Model, data: &Data, least: f32) -> Value {
    let document = Document::of_text(text, None);
    let reading = reading::read(&document, data, Wanted { times: false, statements: true });
    let words = encoded::words(&document, &reading.sentences, &reading.tokens, &reading.quotations);
    let found = model.read(&words, Heads::ALL);
    let offsets = Offsets::new(text);
    let ends = |words: &Range<usize>| offsets.span_in_code_points(span_of(&reading.tokens, words));
    let all = |spans: &[Range<usize>]| spans.iter().map(ends).collect::<Vec<_>>();
    let place = |word: &Word<'_>| Place { sentence: word.sentence, paragraph: word.paragraph };
    let attributions: Vec<Value> = link(&words.iter().map(place).collect::<Vec<_>>(), &found.statements)
        .iter()
        .filter(|found| found.confidence >= least)
        .map(|found| {
            let (source, cue, content) = (all(&found.source), all(&found.cue), all(&found.content));
            json!({ "source": source, "cue": cue, "content": content, "confidence": found.confidence })
        })
        .collect();
    let entities: Vec<Value> = found
        .entities
        .iter()
        .map(|entity| {
            let [start, end] = ends(&entity.words);
            json!({ "start": start, "end": end, "type": entity.kind, "confidence": entity.confidence })
        })
        .collect();
    let clusters: Vec<Vec<[usize; 2]>> =
        found.clusters.iter().map(|own| own.iter().map(|mention| ends(&mention.words)).collect()).collect();
    let conllu = conllu(&words, &found.syntax);
    json!({ "id": id, "attributions": attributions, "entities": entities, "conllu": conllu, "clusters": clusters })
}

fn span_of(tokens: &[Token], words: &Range<usize>) -> Span {
    Span::new(tokens[words.start].span.start, tokens[words.end - 1].span.end)
}

/// CoNLL-U (Universal Dependencies, format v2).
fn conllu(words: &[Word<'_>], syntax: &[WordSyntax<'_>]) -> String {
    let (mut lines, mut start) = (String::new(), 0);
    for (at, (word, found)) in words.iter().zip(syntax).enumerate() {
        if word.sentence != words[start].sentence {
            lines.push('\n');
            start = at;
        }
        let head = found.head.map_or(0, |head| head + 1 - start);
        let number = at + 1 - start;
        let WordSyntax { upos, lemma, relation, .. } = found;
        lines += &format!("{number}\t{}\t{lemma}\t{upos}\t_\t_\t{head}\t{relation}\t_\t_\n", word.text);
    }
    lines
}
