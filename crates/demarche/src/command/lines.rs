//! `demarche page` and `demarche annotate`: JSON Lines in, JSON Lines out, one for one, in the same order.
//!
//! Lines are answered as they come: a program that writes one and waits gets its answer, one that writes thousands
//! keeps all threads busy. Only pages that are compared with others of their site wait for the last line. A line that cannot be answered gets `{"id": ..., "error": ...}`; the rest goes on.

use std::io::{self, BufRead, BufReader, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, sync_channel};

use anyhow::Context;
use demarche::contract::{self, Layers, LineError, ReadLine};
use page::SiteMemory;
use rayon::prelude::*;
use serde_json::Value;

use super::model::ModelFlag;
use super::{Exit, complain, output, threads};

/// Read pages from standard input, write their articles (JSON Lines).
///
/// In: `{"id", "html" or "text", "url"?}`. Out: `{"id", "title", "author", "published", "article", "body", "blocks"}`
/// and, for text, `"lines"` with a role each.
#[derive(Debug, clap::Args)]
pub struct PageArguments {
    /// Compare the pages of each site with one another: what stands on many of them is no part of their articles. All lines
    /// are read before the first is answered; their order changes nothing.
    #[arg(long)]
    same_site: bool,
    #[command(flatten)]
    threads: threads::ThreadFlags,
}

/// Read texts from standard input, write what was found in them (JSON Lines).
///
/// In: `{"id", "text", "published"?}`. Out: `{"id", "attributions"?, "timexes"?, "conllu"?, "entities"?, "clusters"?}`.
/// Offsets are Unicode code points of the text, the end outside.
#[derive(Debug, clap::Args)]
pub struct AnnotateArguments {
    /// What is wanted, with commas: statements, nested, times, syntax, entities, coref. The last three need a model.
    #[arg(long, value_name = "LIST")]
    layers: Layers,
    #[command(flatten)]
    model: ModelFlag,
    #[command(flatten)]
    threads: threads::ThreadFlags,
}

/// Lines that are answered together, for each thread.
const BATCH_PER_THREAD: usize = 16;

pub fn page(arguments: &PageArguments) -> anyhow::Result<Exit> {
    if arguments.same_site {
        answer_by_site(&arguments.threads)
    } else {
        answer_lines(&arguments.threads, contract::page)
    }
}

pub fn annotate(arguments: &AnnotateArguments) -> anyhow::Result<Exit> {
    let data = arguments.model.data()?;
    answer_lines(&arguments.threads, |line| contract::annotate(line, arguments.layers, &data))
}

fn answer_lines(
    threads: &threads::ThreadFlags,
    answer: impl Fn(&str) -> Result<String, LineError> + Sync,
) -> anyhow::Result<Exit> {
    let mut out = output::stdout();
    let mut exit = Exit::Success;
    read_lines(threads, &answer, |answers| {
        for (number, answer) in answers {
            writeln!(out, "{}", written(number, answer, &mut exit))?;
        }
        Ok(out.flush()?)
    })?;
    Ok(exit)
}

/// Reads all pages, then answers each as the others of its site say.
fn answer_by_site(threads: &threads::ThreadFlags) -> anyhow::Result<Exit> {
    let mut read: Vec<(usize, Result<ReadLine, LineError>)> = Vec::new();
    read_lines(threads, &ReadLine::traced, |mut batch| {
        read.append(&mut batch);
        Ok(())
    })?;
    let pages = read.iter().filter_map(|(_, page)| page.as_ref().ok());
    let memories = SiteMemory::by_site(pages.filter_map(ReadLine::trace));
    let answer = |page: ReadLine| page.settled(&memories).answer();
    let answers: Vec<_> =
        threads.pool()?.install(|| read.into_par_iter().map(|(number, page)| (number, page.map(answer))).collect());
    let mut out = output::stdout();
    let mut exit = Exit::Success;
    for (number, answer) in answers {
        writeln!(out, "{}", written(number, answer, &mut exit))?;
    }
    out.flush()?;
    Ok(exit)
}

/// The line that answers; an error is told of too.
fn written(number: usize, answer: Result<String, LineError>, exit: &mut Exit) -> String {
    answer.unwrap_or_else(|error| {
        complain(format_args!("line {number}: {error}"));
        *exit = Exit::SomeInputsFailed;
        error.to_line()
    })
}

/// Reads the lines of standard input with all threads and hands them on in order, each with its number, as they come.
fn read_lines<T: Send>(
    threads: &threads::ThreadFlags,
    read: &(impl Fn(&str) -> Result<T, LineError> + Sync),
    mut hand_on: impl FnMut(Vec<(usize, Result<T, LineError>)>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let pool = threads.pool()?;
    let n_most = pool.current_num_threads() * BATCH_PER_THREAD;
    let lines = lines_of_stdin(n_most);
    while let Some(batch) = next_batch(&lines, n_most)? {
        let one = |line: &Line| (line.number, guarded(&line.bytes, read));
        hand_on(pool.install(|| batch.par_iter().map(one).collect()))?;
    }
    Ok(())
}

/// A line of standard input, counted from 1.
struct Line {
    number: usize,
    bytes: Vec<u8>,
}

/// The lines that hold something, read ahead of those that are answered.
fn lines_of_stdin(n_ahead: usize) -> Receiver<io::Result<Line>> {
    let (sender, receiver) = sync_channel(n_ahead);
    std::thread::spawn(move || {
        let mut stdin = BufReader::with_capacity(256 * 1024, io::stdin().lock());
        for number in 1.. {
            let mut bytes = Vec::new();
            let line = match stdin.read_until(b'\n', &mut bytes) {
                Ok(0) => return,
                Ok(_) if bytes.trim_ascii().is_empty() => continue,
                Ok(_) => Ok(Line { number, bytes }),
                Err(error) => Err(error),
            };
            let is_last = line.is_err();
            // Nobody listens any more: the answers could not be written.
            if sender.send(line).is_err() || is_last {
                return;
            }
        }
    });
    receiver
}

/// Waits for a line and takes those that are there besides. Nothing at the end.
fn next_batch(lines: &Receiver<io::Result<Line>>, n_most: usize) -> anyhow::Result<Option<Vec<Line>>> {
    let Ok(first) = lines.recv() else { return Ok(None) };
    let context = "standard input cannot be read";
    let mut batch = vec![first.context(context)?];
    while batch.len() < n_most {
        let Ok(line) = lines.try_recv() else { break };
        batch.push(line.context(context)?);
    }
    Ok(Some(batch))
}

/// A line, read. Should the reader break off, one line is lost and not the run.
fn guarded<T>(bytes: &[u8], read: &(impl Fn(&str) -> Result<T, LineError> + Sync)) -> Result<T, LineError> {
    let line = std::str::from_utf8(bytes)
        .map_err(|error| LineError { id: Value::Null, reason: format!("the line is no UTF-8: {error}") })?;
    catch_unwind(AssertUnwindSafe(|| read(line))).unwrap_or_else(|_| {
        let id = serde_json::from_str::<Value>(line).ok().and_then(|value| value.get("id").cloned());
        let reason = "the reader broke off on this line: please report it with the line".to_owned();
        Err(LineError { id: id.unwrap_or(Value::Null), reason })
    })
}
