//! Steps one after the other, timed, with a table at the end.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::closing::Closing;

/// How a step ended.
pub enum Outcome {
    /// It ran; what its runners counted, or one for a step that counts nothing.
    Ran(Closing),
    /// It did not run, and why.
    Skipped(String),
}

impl Outcome {
    /// A step that holds as a whole.
    pub fn held() -> Outcome {
        Outcome::Ran(Closing { passed: 1, ..Closing::default() })
    }
}

struct Row {
    name: &'static str,
    closing: Closing,
    skipped: bool,
    note: String,
    time: Duration,
}

impl Row {
    fn state(&self) -> &'static str {
        if self.closing.failed > 0 {
            "failed"
        } else if self.skipped {
            "skipped"
        } else {
            "ok"
        }
    }
}

/// The steps that ran, and how.
pub struct Steps {
    only: Vec<String>,
    rows: Vec<Row>,
}

impl Steps {
    /// No step yet. With names in `only`, all others are left out.
    pub fn new(only: &[String]) -> Steps {
        Steps { only: only.to_vec(), rows: Vec::new() }
    }

    /// Runs a step, unless it is left out. An error is one failure, and the next steps go on.
    pub fn run(&mut self, name: &'static str, step: impl FnOnce() -> Result<Outcome>) {
        if !self.only.is_empty() && !self.only.iter().any(|wanted| wanted == name) {
            return;
        }
        println!("\n── {name} ──");
        let start = Instant::now();
        let result = step();
        let time = start.elapsed();
        let (closing, skipped, note) = match result {
            Ok(Outcome::Ran(closing)) => (closing, false, String::new()),
            Ok(Outcome::Skipped(reason)) => {
                println!("skipped: {reason}");
                (Closing::default(), true, reason)
            }
            Err(error) => {
                println!("failed: {error:#}");
                let note = format!("{error:#}").lines().next().unwrap_or_default().to_owned();
                (Closing { failed: 1, ..Closing::default() }, false, note)
            }
        };
        self.rows.push(Row { name, closing, skipped, note, time });
    }

    /// Did this step fail? No for one that was not run.
    pub fn failed(&self, name: &str) -> bool {
        self.rows.iter().any(|row| row.name == name && row.closing.failed > 0)
    }

    /// Prints the table, the runners' closing lines and the sum; the exit code says whether all held.
    pub fn close(&self) -> ExitCode {
        println!("\n{}", self.table());
        for row in &self.rows {
            for line in row.closing.lines.iter().filter(|line| !line.contains("ok. 0 passed")) {
                println!("{}: {line}", row.name);
            }
        }
        let passed: usize = self.rows.iter().map(|row| row.closing.passed).sum();
        let failed: usize = self.rows.iter().map(|row| row.closing.failed).sum();
        println!("\n{passed} passed, {failed} failed");
        // Nothing that ran is no success: a mistyped name would pass otherwise.
        if failed == 0 && !self.rows.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    fn table(&self) -> String {
        let mut table = format!("{:<12}{:<9}{:>7}{:>7}{:>8}  note", "step", "state", "passed", "failed", "time");
        for row in &self.rows {
            let (Closing { passed, failed, .. }, seconds) = (&row.closing, row.time.as_secs_f64());
            let line =
                format!("\n{:<12}{:<9}{passed:>7}{failed:>7}{seconds:>7.1}s  {}", row.name, row.state(), row.note);
            table.push_str(line.trim_end());
        }
        let whole: f64 = self.rows.iter().map(|row| row.time.as_secs_f64()).sum();
        table.push_str(&format!("\n{:<35}{whole:>7.1}s", "together"));
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(passed: usize, failed: usize) -> Result<Outcome> {
        Ok(Outcome::Ran(Closing { passed, failed, lines: Vec::new() }))
    }

    #[test]
    fn an_error_in_one_step_does_not_stop_the_next() {
        let mut steps = Steps::new(&[]);
        steps.run("first", || anyhow::bail!("broken"));
        steps.run("second", || counted(3, 0));
        assert!(steps.failed("first") && !steps.failed("second"));
        assert_eq!(steps.close(), ExitCode::FAILURE);
    }

    #[test]
    fn a_skipped_step_is_no_failure_and_tells_why() {
        let mut steps = Steps::new(&[]);
        steps.run("floors", || Ok(Outcome::Skipped("../shared is not here".into())));
        steps.run("rust", || counted(1, 0));
        assert_eq!(steps.close(), ExitCode::SUCCESS);
        assert!(steps.table().contains("../shared is not here"));
    }

    #[test]
    fn only_the_named_steps_run_and_none_at_all_is_a_failure() {
        let mut steps = Steps::new(&["rust".into()]);
        steps.run("floors", || anyhow::bail!("must not run"));
        steps.run("rust", || counted(2, 0));
        assert_eq!(steps.close(), ExitCode::SUCCESS);
        let mut none = Steps::new(&["rsut".into()]);
        none.run("rust", || counted(2, 0));
        assert_eq!(none.close(), ExitCode::FAILURE);
    }
}
