//! What a model finds in words: for measuring a model by the scorers of training, and its speed.
//!
//! `findings MODEL-FOLDER [THREADS [HEADS]] < WORDS.jsonl > FINDINGS.jsonl`: for each `{id, words: [[text, sentence, paragraph, quote]]}` (quote: 0
//! outside, 1 inside, 2 a mark) one line `{id, statements: [[role, first, end, confidence]], entities: [[kind, first, end, confidence]],
//! syntax: [[upos, lemma, head, relation]], clusters: [[[first, end]]]}`; numbers of words, a head of -1 is the root. HEADS are
//! letters: `s`tatements, `e`ntities, s`y`ntax, `c`lusters; all when not given. The time goes to standard error.

use std::io::{BufRead, BufWriter, Write, stdin, stdout};
use std::time::Instant;

use model::{Files, Heads, Model, QuoteState, Readout, Word};
use rayon::prelude::*;
use serde_json::{Value, json};

type Error = Box<dyn std::error::Error>;

fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.first().ok_or("usage: findings MODEL-FOLDER [THREADS] < WORDS.jsonl")?;
    let n_threads = arguments.get(1).map_or(Ok(0), |n| n.parse())?;
    let heads = arguments.get(2).map_or(Heads::ALL, |letters| {
        let [statements, entities, syntax, coref] = ['s', 'e', 'y', 'c'].map(|letter| letters.contains(letter));
        Heads { statements, entities, syntax, coref, nested: false }
    });
    let start = Instant::now();
    let model = Model::parse(&Files::open(folder.as_ref())?)?;
    eprintln!("loaded in {:.3} s: {model:?}", start.elapsed().as_secs_f64());
    let lines: Vec<Value> =
        stdin().lock().lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect::<Result<_, Error>>()?;
    let documents: Vec<Vec<Word<'_>>> = lines.iter().map(words).collect::<Option<_>>().ok_or("a line without words")?;
    let start = Instant::now();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build()?;
    let found: Vec<Readout<'_>> = pool.install(|| documents.par_iter().map(|words| model.read(words, heads)).collect());
    let seconds = start.elapsed().as_secs_f64();
    let n_pieces: usize = documents.iter().map(|words| model.n_pieces(words)).sum();
    let n_words: usize = documents.iter().map(Vec::len).sum();
    eprintln!(
        "{n_words} words, {n_pieces} pieces in {seconds:.2} s: {:.0} pieces/s on {} threads",
        n_pieces as f64 / seconds,
        pool.current_num_threads()
    );
    let mut out = BufWriter::new(stdout().lock());
    for (line, found) in lines.iter().zip(found) {
        writeln!(out, "{}", as_json(&line["id"], &found))?;
    }
    Ok(())
}

fn words(line: &Value) -> Option<Vec<Word<'_>>> {
    let word = |word: &'_ Value| {
        let number = |n: usize| Some(word[n].as_u64()? as usize);
        let quote = [QuoteState::Outside, QuoteState::Inside, QuoteState::Mark].get(number(3)?).copied()?;
        Some((number(1)?, number(2)?, quote))
    };
    line["words"]
        .as_array()?
        .iter()
        .map(|item| {
            let (sentence, paragraph, quote) = word(item)?;
            Some(Word { text: item[0].as_str()?, sentence, paragraph, quote })
        })
        .collect()
}

fn as_json(id: &Value, found: &Readout<'_>) -> Value {
    let statements: Vec<Value> = found
        .statements
        .iter()
        .map(|span| {
            json!([format!("{:?}", span.role).to_lowercase(), span.words.start, span.words.end, span.confidence])
        })
        .collect();
    let entities: Vec<Value> = found
        .entities
        .iter()
        .map(|span| json!([span.kind, span.words.start, span.words.end, span.confidence]))
        .collect();
    let syntax: Vec<Value> = found
        .syntax
        .iter()
        .map(|word| json!([word.upos, word.lemma, word.head.map_or(-1, |head| head as i64), word.relation]))
        .collect();
    let clusters: Vec<Vec<[usize; 2]>> = found
        .clusters
        .iter()
        .map(|own| own.iter().map(|mention| [mention.words.start, mention.words.end]).collect())
        .collect();
    json!({ "id": id, "statements": statements, "entities": entities, "syntax": syntax, "clusters": clusters })
}
