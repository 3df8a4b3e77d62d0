//! Compares the statements that the rules find with gold attributions, rule by rule and verb by verb.
//!
//! `calibrate GOLD.jsonl.gz [--verbs] [--dump FILE] [--errors RULE]`
//!
//! A statement is right when its content's characters agree with a gold content at Jaccard 0.5 and the sources share a word
//! (the MAIN criterion of the attribution scorer, greedy over a document). The table it prints is the one that `confidence.rs` holds.
//! `--dump FILE` writes predictions in the machine contract's form for the scorer itself.

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};

use flate2::read::GzDecoder;
use reading::{Data, Statement, Wanted};
use serde_json::{Value, json};
use text::{Document, Offsets, Span};

type Error = Box<dyn std::error::Error>;

fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let gold = arguments.first().ok_or("usage: calibrate GOLD.jsonl.gz [--verbs] [--dump FILE] [--errors RULE]")?;
    let option = |name: &str| arguments.iter().position(|word| word == name).and_then(|n| arguments.get(n + 1));
    let data = Data::lists();
    let mut dump = option("--dump").map(File::create).transpose()?;
    let mut tables = Tables { errors_of: option("--errors").cloned(), ..Tables::default() };
    for line in BufReader::new(GzDecoder::new(File::open(gold)?)).lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().unwrap_or_default();
        let published = record["published"].as_str().and_then(|date| date.parse().ok());
        let document = Document::of_text(text, published);
        let reading =
            reading::read(&document, &data, Wanted { times: published.is_some(), statements: true, ..Wanted::TOKENS });
        let offsets = Offsets::new(text);
        let gold = gold_attributions(&record, &offsets);
        tables.count(&document, &reading.statements, &gold, &data);
        if let Some(file) = &mut dump {
            let attributions: Vec<Value> =
                reading.statements.iter().map(|statement| as_json(statement, &offsets)).collect();
            writeln!(file, "{}", json!({ "id": record["id"], "attributions": attributions }))?;
        }
    }
    tables.print(arguments.iter().any(|word| word == "--verbs"));
    Ok(())
}

struct Gold {
    source: Vec<Span>,
    content: Vec<Span>,
    cue: Vec<Span>,
}

fn gold_attributions(record: &Value, offsets: &Offsets<'_>) -> Vec<Gold> {
    let list = record["attributions"].as_array().or_else(|| record["statements"].as_array());
    let spans = |value: &Value| {
        let end = |pair: &Value, n: usize| offsets.byte_of_code_point(pair[n].as_u64().unwrap_or(0) as usize);
        value.as_array().into_iter().flatten().map(|pair| Span::new(end(pair, 0), end(pair, 1))).collect()
    };
    let gold = |item: &Value| Gold {
        source: spans(&item["source"]),
        cue: spans(&item["cue"]),
        content: spans(&item["content"]),
    };
    list.into_iter().flatten().map(gold).collect()
}

fn as_json(statement: &Statement, offsets: &Offsets<'_>) -> Value {
    let spans = |spans: &[Span]| spans.iter().map(|span| offsets.span_in_code_points(*span)).collect::<Vec<_>>();
    json!({
        "source": spans(&statement.source), "cue": spans(&statement.cue), "content": spans(&statement.content),
        "addressee": spans(&statement.addressee), "act": statement.act.unwrap_or("COMMENT"), "hedges": statement.hedges,
        "speaker": statement.speaker.stated().map(|speaker| &speaker.name),
        "date": statement.date.stated().map(|date| date.interval.to_string()),
        "kind": format!("{:?}", statement.kind).to_lowercase(), "rule": statement.found_by, "confidence": statement.confidence,
    })
}

#[derive(Default)]
struct Tables {
    n_gold: usize,
    n_right: usize,
    n_predicted: usize,
    by_rule: BTreeMap<String, [usize; 3]>,
    by_verb: BTreeMap<String, [usize; 3]>,
    errors_of: Option<String>,
}

impl Tables {
    fn count(&mut self, document: &Document, statements: &[Statement], gold: &[Gold], _data: &Data) {
        let gold_chars: Vec<HashSet<usize>> = gold.iter().map(|gold| chars(document, &gold.content)).collect();
        let mut pairs = Vec::new();
        for (p, statement) in statements.iter().enumerate() {
            let predicted = chars(document, &statement.content);
            for (g, chars) in gold_chars.iter().enumerate() {
                let n_common = predicted.intersection(chars).count();
                if n_common > 0 {
                    let jaccard = n_common as f64 / (predicted.len() + chars.len() - n_common) as f64;
                    let agrees = sources_agree(document, &statement.source, &gold[g].source);
                    pairs.push((jaccard, agrees, g, p));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)).then(a.3.cmp(&b.3)));
        let (mut gold_used, mut used) = (HashSet::new(), HashSet::new());
        let mut outcome = vec![0_usize; statements.len()];
        let mut right_gold = HashSet::new();
        for (jaccard, agrees, g, p) in pairs {
            if gold_used.contains(&g) || used.contains(&p) {
                continue;
            }
            gold_used.insert(g);
            used.insert(p);
            if jaccard >= 0.5 {
                outcome[p] = if agrees { 2 } else { 1 };
                if agrees {
                    right_gold.insert(g);
                }
            }
        }
        for (statement, outcome) in statements.iter().zip(&outcome) {
            self.enter(document, statement, *outcome);
        }
        if self.errors_of.as_deref() == Some("missed") {
            for (g, gold) in gold.iter().enumerate().filter(|(g, _)| !right_gold.contains(g)) {
                let words =
                    |spans: &[Span]| spans.iter().map(|span| document.slice(*span)).collect::<Vec<_>>().join(" … ");
                let all = gold.source.iter().chain(&gold.cue).chain(&gold.content);
                let cover = all.copied().reduce(Span::cover).unwrap_or_default();
                println!(
                    "missed {g}\tS[{}]\tC[{}]\tX[{}]\t<<{}>>",
                    words(&gold.source),
                    words(&gold.cue),
                    words(&gold.content),
                    document.slice(cover).replace('\n', " ¶ ")
                );
            }
        }
        self.n_gold += gold.len();
        self.n_right += right_gold.len();
        self.n_predicted += statements.len();
    }

    fn enter(&mut self, document: &Document, statement: &Statement, outcome: usize) {
        let cue = statement.cue.first().map_or("", |span| document.slice(*span)).to_lowercase();
        let verb = format!("{}\t{}", cue, statement.found_by);
        self.by_rule.entry(statement.found_by.to_owned()).or_default()[outcome] += 1;
        self.by_verb.entry(verb).or_default()[outcome] += 1;
        let is_asked_for = self.errors_of.as_deref().is_some_and(|rule| rule == statement.found_by || rule == "all");
        if is_asked_for && outcome < 2 {
            let words = |spans: &[Span]| spans.iter().map(|span| document.slice(*span)).collect::<Vec<_>>().join(" … ");
            let all = statement.source.iter().chain(&statement.cue).chain(&statement.content);
            let cover = all.copied().reduce(Span::cover).unwrap_or_default();
            println!(
                "{outcome} {}\tS[{}]\tC[{}]\tX[{}]\t<<{}>>",
                statement.found_by,
                words(&statement.source),
                words(&statement.cue),
                words(&statement.content),
                document.slice(cover).replace('\n', " ¶ ")
            );
        }
    }

    fn print(&self, with_verbs: bool) {
        let table = |rows: &BTreeMap<String, [usize; 3]>, least: usize| {
            let mut rows: Vec<_> = rows.iter().filter(|(_, n)| n.iter().sum::<usize>() >= least).collect();
            rows.sort_by_key(|(_, n)| std::cmp::Reverse(n.iter().sum::<usize>()));
            for (name, [wrong, content, right]) in rows {
                let sum = wrong + content + right;
                println!("{:.3}\t{sum}\t{right}\t{content}\t{name}", *right as f64 / sum as f64);
            }
        };
        if with_verbs {
            table(&self.by_verb, 4);
        }
        table(&self.by_rule, 1);
        let (precision, recall) =
            (self.n_right as f64 / self.n_predicted as f64, self.n_right as f64 / self.n_gold as f64);
        println!(
            "P {precision:.4} R {recall:.4} F1 {:.4} gold {} predicted {}",
            2.0 * precision * recall / (precision + recall),
            self.n_gold,
            self.n_predicted
        );
    }
}

/// Bytes of the content's characters, white space and quotation marks left out.
fn chars(document: &Document, spans: &[Span]) -> HashSet<usize> {
    let inside = |span: &Span| {
        let start = span.start;
        document
            .slice(*span)
            .char_indices()
            .filter(|(_, c)| !c.is_whitespace() && !"\"“”„‟«»‘’'`".contains(*c))
            .map(move |(at, _)| start + at)
    };
    spans.iter().flat_map(inside).collect()
}

/// Do the sources share a word that is not an article, preposition or possessive?
fn sources_agree(document: &Document, predicted: &[Span], gold: &[Span]) -> bool {
    let (predicted, gold) = (words(document, predicted), words(document, gold));
    if predicted.is_empty() && gold.is_empty() {
        return true;
    }
    const STOP: &str = " the a an of in at for to and his her their its our my your ";
    let bearing: HashSet<&(usize, String)> =
        gold.iter().filter(|(_, word)| !STOP.contains(&format!(" {word} "))).collect();
    if bearing.is_empty() {
        gold.iter().any(|word| predicted.contains(word))
    } else {
        bearing.into_iter().any(|word| predicted.contains(word))
    }
}

fn words(document: &Document, spans: &[Span]) -> HashSet<(usize, String)> {
    let mut words = HashSet::new();
    for span in spans {
        let mut at = span.start;
        for word in document.slice(*span).split(|c: char| !c.is_alphanumeric()) {
            if !word.is_empty() {
                words.insert((at, word.to_lowercase()));
            }
            at += word.len();
            at += document.text()[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    words
}
