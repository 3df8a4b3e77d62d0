//! The scorers: Python programs that print one JSON object with `--json`.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Runs a scorer and reads what it prints.
///
/// # Errors
/// When Python or the scorer is missing, the scorer ends badly (its own last words are told), or it prints no JSON.
pub fn run(scorer: &Path, arguments: &[&OsStr]) -> Result<Value> {
    let name = scorer.file_name().unwrap_or_default().to_string_lossy();
    // -B: the folder of the scorers may be read-only, and is not ours to write into.
    let mut python = Command::new("python3");
    python.arg("-B").arg(scorer).args(arguments).arg("--json").stdin(Stdio::null());
    let output = python.output().context("python3 does not start")?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        bail!("{name} ended with {}: {}", output.status, said.trim().lines().last().unwrap_or("no message"));
    }
    for line in said.lines() {
        eprintln!("  {name}: {line}");
    }
    serde_json::from_slice(&output.stdout).with_context(|| format!("what {name} printed is no JSON"))
}
