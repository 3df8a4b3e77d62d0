//! One extractor over the pages of one set, in a process of its own.
//!
//! A first pass gives the answers and warms up; the passes after it are measured in processor time of this process, which
//! other programs on the machine disturb little, and which holds whatever threads an extractor might start. Reading the
//! pages and writing the answers are not measured. `worker.py` is the twin for Python.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cpu_time::ProcessTime;
use serde::{Deserialize, Serialize};

use crate::tool::{Answer, Question, Runner, Tool, locked_version};

/// Stack of the thread that reads, in bytes: some extractors go down the tree by recursion.
const STACK: usize = 512 << 20;

/// Where a worker finds its pages and leaves its answers.
#[derive(Clone, Debug, clap::Args)]
pub struct Files {
    /// Pages, one a line.
    #[arg(long)]
    pub pages: PathBuf,
    /// Answers and times.
    #[arg(long)]
    pub out: PathBuf,
    /// The page that is being read, for the one who looks why this process ended.
    #[arg(long)]
    pub at: PathBuf,
    /// Measured passes.
    #[arg(long)]
    pub passes: usize,
}

/// What a worker leaves.
#[derive(Debug, Serialize, Deserialize)]
pub struct Report {
    /// Version of the extractor.
    pub version: String,
    /// By page.
    pub answers: BTreeMap<String, Answer>,
    /// Pages that ended in an error, with the reason.
    pub failures: BTreeMap<String, String>,
    /// For each measured pass the seconds of each page.
    pub passes: Vec<BTreeMap<String, f64>>,
}

/// Runs a tool of this program over the pages.
///
/// # Errors
/// When a file cannot be read or written. A page that an extractor cannot read is no error.
pub fn run(tool: &'static Tool, files: &Files) -> Result<()> {
    let Runner::Rust(read) = tool.runner else { bail!("{} is run by worker.py", tool.name) };
    let questions = questions(&files.pages)?;
    // A panic is one page lost, and its message would drown the run.
    std::panic::set_hook(Box::new(|_| {}));
    let report = std::thread::scope(|scope| {
        let work = || report(tool, read, &questions, files);
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work)?;
        thread.join().unwrap_or_else(|_| bail!("the worker's thread ended badly"))
    })?;
    fs::write(&files.out, serde_json::to_vec(&report)?).with_context(|| files.out.display().to_string())
}

type Read = fn(&Question) -> Result<Answer, String>;

fn report(tool: &Tool, read: Read, questions: &[Question], files: &Files) -> Result<Report> {
    let (mut answers, mut failures) = (BTreeMap::new(), BTreeMap::new());
    for question in questions {
        fs::write(&files.at, &question.id).with_context(|| files.at.display().to_string())?;
        match guarded(read, question) {
            Ok(answer) => drop(answers.insert(question.id.clone(), answer)),
            Err(reason) => drop(failures.insert(question.id.clone(), reason)),
        }
    }
    let pass = |_| questions.iter().map(|question| (question.id.clone(), seconds(read, question))).collect();
    let version = locked_version(tool.package).with_context(|| format!("{} is not in Cargo.lock", tool.package))?;
    Ok(Report { version: version.to_owned(), answers, failures, passes: (0..files.passes).map(pass).collect() })
}

fn guarded(read: Read, question: &Question) -> Result<Answer, String> {
    catch_unwind(AssertUnwindSafe(|| read(question))).unwrap_or_else(|_| Err("panic".to_owned()))
}

fn seconds(read: Read, question: &Question) -> f64 {
    let start = ProcessTime::now();
    let answer = guarded(read, question);
    let time = start.elapsed().as_secs_f64();
    std::hint::black_box(answer).ok();
    time
}

fn questions(path: &Path) -> Result<Vec<Question>> {
    let words = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    words.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}
