//! A run: each corpus is put to the program, its answers to the scorer, and the figures are taken.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tempfile::TempDir;

use crate::contract::{Answers, ask};
use crate::convert;
use crate::corpus::{digest, id_of, records};
use crate::markup::SavedPages;
use crate::measures::{Corpus, Figure, Kind, Measures};
use crate::results::{CorpusState, Results, Score};
use crate::scorer;

/// Where everything lies.
#[derive(Clone, Debug)]
pub struct Places {
    /// The built program.
    pub program: PathBuf,
    /// The repository.
    pub root: PathBuf,
    /// Corpora and scorers.
    pub shared: PathBuf,
    /// Where the answers are kept in the scorers' forms, if they shall be.
    pub keep: Option<PathBuf>,
}

impl Places {
    fn scorer(&self, name: &str) -> PathBuf {
        self.shared.join("score").join(name)
    }

    /// Gold of a corpus; the examples lie in the repository.
    fn gold(&self, corpus: &Corpus) -> PathBuf {
        let top = if corpus.kind == Kind::Examples { &self.root } else { &self.shared };
        top.join(&corpus.gold)
    }

    /// Everything that a corpus's scores rest on, the scorer apart.
    fn files(&self, corpus: &Corpus) -> Vec<PathBuf> {
        let pages = corpus.pages.as_ref().map(|pages| self.shared.join(pages));
        std::iter::once(self.gold(corpus)).chain(pages).collect()
    }
}

/// A corpus that could not be measured, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Its name.
    pub corpus: String,
    /// The reason in one line.
    pub reason: String,
}

/// Measures all of it. One line for each corpus goes to standard error. A corpus that is missing, or on which the program
/// does not keep the contract, does not stop the others.
///
/// # Errors
/// When the program does not start at all.
pub fn measure(places: &Places, measures: &Measures) -> Result<(Results, Vec<Failure>)> {
    let mut results = Results { taken: today(), program: version(&places.program)?, ..Results::default() };
    let mut failures = Vec::new();
    for corpus in &measures.corpus {
        let start = Instant::now();
        let measured = measure_one(places, corpus).and_then(|(state, answer)| Ok((state, scores(corpus, &answer)?)));
        match measured {
            Ok((state, scores)) => {
                let seconds = start.elapsed().as_secs_f64();
                eprintln!("{}: {} documents in {seconds:.1} s, scoring included", corpus.name, state.n_documents);
                results.figures.extend(scores);
                results.corpora.insert(corpus.name.clone(), state);
            }
            Err(error) => {
                let reason = format!("{error:#}");
                eprintln!("{}: {reason}", corpus.name);
                failures.push(Failure { corpus: corpus.name.clone(), reason });
            }
        }
    }
    Ok((results, failures))
}

fn scores(corpus: &Corpus, answer: &Value) -> Result<Vec<(String, Score)>> {
    let take = |figure: &Figure| Ok((format!("{}.{}", corpus.name, figure.key), Score::take(corpus, figure, answer)?));
    corpus.figure.iter().map(take).collect()
}

fn state(places: &Places, corpus: &Corpus, n_documents: usize) -> Result<CorpusState> {
    // Written as a reader of the repository would look for it, wherever the folder was found this time.
    let path = if corpus.kind == Kind::Examples { corpus.gold.clone() } else { format!("../shared/{}", corpus.gold) };
    Ok(CorpusState { path, sha256: digest(&places.files(corpus))?, n_documents })
}

fn measure_one(places: &Places, corpus: &Corpus) -> Result<(CorpusState, Value)> {
    if corpus.kind == Kind::Examples {
        return examples(places, corpus);
    }
    let gold_path = places.gold(corpus);
    let mut gold = records(&gold_path)?;
    if let Some(only) = &corpus.only {
        gold.retain(|record| record[&only.field] == only.is);
    }
    if gold.is_empty() {
        bail!("no record is left to measure");
    }
    let work = tempfile::tempdir().context("there is no folder for temporary files")?;
    // The scorers count a missing answer as an empty one, so they get the very records that were asked.
    let gold_file = if corpus.only.is_some() { write_gold(&work, &gold)? } else { gold_path };
    let (answers_file, scorer_name, mut arguments) = answers_of(places, corpus, &gold, &work)?;
    if let Some(folder) = &places.keep {
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let end = answers_file.extension().and_then(OsStr::to_str).unwrap_or("json");
        fs::copy(&answers_file, folder.join(format!("{}.{end}", corpus.name))).context("the answers cannot be kept")?;
    }
    arguments.extend(corpus.scorer_arguments.iter().map(String::as_str));
    let mut words: Vec<&OsStr> = vec![gold_file.as_os_str(), answers_file.as_os_str()];
    words.extend(arguments.iter().map(OsStr::new));
    let answer = scorer::run(&places.scorer(scorer_name), &words)?;
    Ok((state(places, corpus, gold.len())?, answer))
}

/// Asks the program and writes its answers in the scorer's form: the file, the scorer, and what its command line needs.
fn answers_of<'a>(
    places: &Places,
    corpus: &Corpus,
    gold: &[Value],
    work: &TempDir,
) -> Result<(PathBuf, &'a str, Vec<&'a str>)> {
    let program = &places.program;
    let texts = |layer, published: &str| {
        let questions: Vec<Value> = gold.iter().map(|record| convert::text_question(record, published)).collect();
        ask(program, &["annotate", "--layers", layer], &questions)
    };
    let write = |name: &str, words: String| {
        let path = work.path().join(name);
        fs::write(&path, words).with_context(|| format!("{} cannot be written", path.display()))?;
        Ok::<_, anyhow::Error>(path)
    };
    Ok(match corpus.kind {
        Kind::Pages => {
            let answers = ask_pages(places, corpus, gold)?;
            (write("answers.json", convert::pages(&answers).to_string())?, "page.py", Vec::new())
        }
        Kind::Captures => {
            let questions = gold.iter().map(convert::capture_question).collect::<Result<Vec<_>>>()?;
            let answers = ask(program, &["page"], &questions)?;
            let labels = convert::captures(&answers, gold)?.to_string();
            (write("answers.json", labels)?, "page.py", vec!["--captures"])
        }
        Kind::Statements => {
            let lines = convert::annotations(&texts("statements", "date")?, "attributions")?;
            (write("answers.jsonl", lines)?, "statements.py", Vec::new())
        }
        Kind::Annotation => {
            let lines = convert::annotations(&texts("statements,nested", "published")?, "attributions")?;
            (write("answers.jsonl", lines)?, "annotation.py", Vec::new())
        }
        Kind::Times => {
            let lines = convert::annotations(&texts("times", "dct")?, "timexes")?;
            (write("answers.jsonl", lines)?, "time.py", Vec::new())
        }
        Kind::Examples => bail!("the examples are run by their scorer"),
    })
}

fn ask_pages(places: &Places, corpus: &Corpus, gold: &[Value]) -> Result<Answers> {
    let pages = corpus.pages.as_ref().context("the corpus names no pages")?;
    // `html` in gold starts from the folder of the gold file.
    let gold_path = places.gold(corpus);
    let names_from = gold_path.parent().unwrap_or(Path::new("."));
    let saved = SavedPages::open(&places.shared.join(pages), names_from)?;
    let mut questions = Vec::with_capacity(gold.len());
    for record in gold {
        let name = record["html"].as_str().with_context(|| format!("{:?}: gold names no `html`", id_of(record)))?;
        questions.push(convert::page_question(record, &saved.text(name)?));
    }
    ask(&places.program, &["page"], &questions)
}

/// The scorer of the examples runs the program itself: `read`, then `show` for each kind of record.
fn examples(places: &Places, corpus: &Corpus) -> Result<(CorpusState, Value)> {
    let folder = places.gold(corpus);
    let mut words = vec![places.program.as_os_str(), OsStr::new("--corpus"), folder.as_os_str()];
    let kept = places.keep.as_ref().map(|keep| keep.join(format!("{}.json", corpus.name)));
    if let Some(kept) = &kept {
        fs::create_dir_all(kept.parent().unwrap_or(Path::new("."))).context("the answers cannot be kept")?;
        words.extend([OsStr::new("--keep"), kept.as_os_str()]);
    }
    let answer = scorer::run(&places.scorer("examples.py"), &words)?;
    let n_documents = records(&folder.join("gold/pages.jsonl"))?.len();
    Ok((state(places, corpus, n_documents)?, answer))
}

fn write_gold(work: &TempDir, gold: &[Value]) -> Result<PathBuf> {
    let path = work.path().join("gold.jsonl");
    let lines: String = gold.iter().map(|record| format!("{record}\n")).collect();
    fs::write(&path, lines).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(path)
}

fn version(program: &Path) -> Result<String> {
    let asked = Command::new(program).arg("--version").stdin(Stdio::null()).output();
    let output = asked.with_context(|| format!("{} does not start", program.display()))?;
    if !output.status.success() {
        bail!("{} --version ended with {}", program.display(), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The civil day, in UTC: the same wherever it is measured.
fn today() -> String {
    jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date().to_string()
}
