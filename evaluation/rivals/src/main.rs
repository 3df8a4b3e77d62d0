//! Extractors of others beside ours, on the same pages, judged by the same scorer. `cargo xtask rivals` runs it.
//!
//! For each set and each extractor a process of its own reads the pages (`worker`, `worker.py`); this program hands them out,
//! sees to pages that end a process, has the answers scored by `../shared/score/page.py`, and writes the tables.

mod machine;
mod set;
mod tool;
mod worker;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};
use clap::{Args, Parser, Subcommand};
use eval::rivals::{Rivals, Row, Tool as ToolState};
use eval::scorer;

use crate::set::{Pages, SETS, SetPlan};
use crate::tool::{Runner, TOOLS, Tool};
use crate::worker::{Files, Report};

/// Runs extractors side by side.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Run the extractors over the sets and print the table.
    Run(Options),
    /// Run one extractor of this program over one file of pages.
    Worker {
        /// The extractor.
        tool: String,
        #[command(flatten)]
        files: Files,
    },
}

#[derive(Args)]
struct Options {
    /// The repository.
    #[arg(long)]
    root: PathBuf,
    /// Corpora and scorers.
    #[arg(long)]
    shared: PathBuf,
    /// Python with the packages of requirements.txt.
    #[arg(long)]
    python: PathBuf,
    /// This set alone (may be given more than once).
    #[arg(long)]
    only: Vec<String>,
    /// This extractor alone (may be given more than once).
    #[arg(long)]
    tool: Vec<String>,
    /// Measured passes after the one that warms up.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..))]
    passes: u8,
    /// Write results.json, RESULTS.md and the table of the README.
    #[arg(long)]
    write: bool,
    /// Keep the answers, in the scorer's form, in this folder.
    #[arg(long)]
    keep: Option<PathBuf>,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().verb {
        Verb::Run(options) => run(&options),
        Verb::Worker { tool, files } => named(&tool).and_then(|tool| worker::run(tool, &files)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("rivals: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn named(name: &str) -> Result<&'static Tool> {
    let known = || TOOLS.iter().map(|tool| tool.name).collect::<Vec<_>>().join(", ");
    tool::by_name(name).with_context(|| format!("there is no extractor \"{name}\"; known are {}", known()))
}

fn run(options: &Options) -> Result<()> {
    let chosen = options.tool.iter().map(|name| named(name)).collect::<Result<Vec<_>>>()?;
    let tools: Vec<&Tool> = if chosen.is_empty() { TOOLS.iter().collect() } else { chosen };
    if let Some(name) = options.only.iter().find(|name| !SETS.iter().any(|set| set.name == name.as_str())) {
        let known: Vec<&str> = SETS.iter().map(|set| set.name).collect();
        bail!("there is no set \"{name}\"; known are {}", known.join(", "));
    }
    let mut rivals = Rivals {
        taken: machine::today(),
        machine: machine::kind(),
        load: machine::load(),
        passes: usize::from(options.passes),
        ..Rivals::default()
    };
    for plan in SETS.iter().filter(|set| options.only.is_empty() || options.only.iter().any(|name| name == set.name)) {
        measure_set(options, plan, &tools, &mut rivals)?;
    }
    print!("{}", rivals.markdown(false));
    if options.write {
        if !options.only.is_empty() || !options.tool.is_empty() {
            bail!("a run over a part is not written");
        }
        rivals.write(&options.root)?;
        eprintln!("written: {}, {}, README.md", eval::rivals::RESULTS, eval::rivals::REPORT);
    }
    Ok(())
}

fn measure_set(options: &Options, plan: &SetPlan, tools: &[&Tool], rivals: &mut Rivals) -> Result<()> {
    let pages = Pages::open(plan, &options.shared)?;
    let mut rows = Vec::new();
    for tool in tools.iter().filter(|tool| plan.takes(tool)) {
        let (report, row) =
            measure(options, plan, &pages, tool).with_context(|| format!("{} on {}", tool.name, plan.name))?;
        eprintln!("{}, {}: {:.0} pages/s, {} failed", plan.name, tool.name, row.pages_per_second, row.failures);
        if !rivals.tools.iter().any(|known| known.name == tool.name) {
            rivals.tools.push(ToolState {
                name: tool.name.into(),
                title: tool.title.into(),
                version: report.version,
                settings: tool.settings.into(),
            });
        }
        rows.push(row);
    }
    rivals.sets.push(eval::rivals::Set {
        name: plan.name.into(),
        title: plan.title.into(),
        n_pages: pages.questions.len(),
        n_bytes: pages.n_bytes(),
        rows,
    });
    Ok(())
}

fn measure(options: &Options, plan: &SetPlan, pages: &Pages, tool: &Tool) -> Result<(Report, Row)> {
    let work = tempfile::tempdir().context("there is no folder for temporary files")?;
    let report = report_of(options, tool, pages, work.path())?;
    let answers = work.path().join("answers.json");
    fs::write(&answers, serde_json::to_vec(&report.answers)?)?;
    if let Some(folder) = &options.keep {
        fs::create_dir_all(folder)?;
        fs::copy(&answers, folder.join(format!("{}.{}.json", plan.name, tool.name)))?;
    }
    let scorer = options.shared.join("score/page.py");
    let gold = work.path().join("gold.jsonl");
    fs::write(&gold, pages.gold.iter().map(|record| format!("{record}\n")).collect::<String>())?;
    let scored = scorer::run(&scorer, &[gold.as_os_str(), answers.as_os_str()])?;
    let row = set::row(tool, pages, &report, &scored);
    Ok((report, row))
}

/// Runs the worker; a page that ends its process is left out, counted, and the worker started again without it.
fn report_of(options: &Options, tool: &Tool, pages: &Pages, work: &Path) -> Result<Report> {
    let file = |name: &str| work.join(name);
    let files = Files {
        pages: file("pages.jsonl"),
        out: file("report.json"),
        at: file("at.txt"),
        passes: usize::from(options.passes),
    };
    let mut ended: Vec<String> = Vec::new();
    loop {
        let left = pages.questions.iter().filter(|question| !ended.contains(&question.id));
        let lines = left.map(|question| Ok(serde_json::to_string(question)? + "\n")).collect::<Result<String>>()?;
        fs::write(&files.pages, lines)?;
        let mut worker = command(options, tool, &files)?;
        let status = worker.status().with_context(|| format!("{:?} does not start", worker.get_program()))?;
        if status.success() {
            let mut report: Report = serde_json::from_slice(&fs::read(&files.out)?)?;
            report.failures.extend(ended.into_iter().map(|id| (id, "ended the process".to_owned())));
            return Ok(report);
        }
        let at = fs::read_to_string(&files.at).unwrap_or_default();
        if at.is_empty() || ended.contains(&at) {
            bail!("the worker ended with {status}");
        }
        eprintln!("{}: ended with {status} at page {at}", tool.name);
        ended.push(at);
    }
}

fn command(options: &Options, tool: &Tool, files: &Files) -> Result<Command> {
    let mut command = match tool.runner {
        Runner::Rust(_) => {
            let mut command = Command::new(std::env::current_exe()?);
            command.arg("worker").arg(tool.name);
            command
        }
        Runner::Python => {
            let mut command = Command::new(&options.python);
            command.arg(options.root.join("evaluation/rivals/worker.py")).arg(tool.name);
            command
        }
    };
    command.stdin(Stdio::null()).stderr(Stdio::null()).stdout(Stdio::null());
    command.arg("--pages").arg(&files.pages).arg("--out").arg(&files.out).arg("--at").arg(&files.at);
    command.arg("--passes").arg(files.passes.to_string());
    Ok(command)
}
