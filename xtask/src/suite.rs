//! `cargo xtask test`: every check, one after the other.
//!
//! The page is built first, since the program carries it inside; the debug build serves the Rust tests, the release build the browser,
//! the documents and the floors.

use std::process::{Command, ExitCode, Stdio};

use anyhow::{Result, bail};

use crate::closing::Closing;
use crate::process::{cargo, command, count_tests, pass_through};
use crate::steps::{Outcome, Steps};
use crate::tools::{NODE, NPM, PYTHON, RUSTC, require};
use crate::tree::Tree;
use crate::{browser, measure, ui};

/// Which steps to run.
#[derive(clap::Args)]
pub struct Options {
    /// Run this step alone (may be given more than once).
    #[arg(long, value_name = "STEP", value_parser = STEPS)]
    only: Vec<String>,
}

const STEPS: [&str; 11] = [
    "tools",
    "format",
    "page-build",
    "page-tests",
    "lints",
    "rust",
    "doctests",
    "release",
    "documents",
    "browser",
    "floors",
];

/// Runs the steps and prints the table.
///
/// # Errors
/// Never for a step that fails: the table tells.
pub fn run(tree: &Tree, options: &Options) -> Result<ExitCode> {
    let mut steps = Steps::new(&options.only);
    steps.run("tools", || {
        println!("{}", require(&[RUSTC, NODE, NPM, PYTHON])?.join(", "));
        Ok(Outcome::held())
    });
    steps.run("format", || whole(&mut cargo(&tree.root, &["fmt", "--all", "--check"])));
    steps.run("page-build", || {
        ui::fetch(tree)?;
        pass_through(&mut command(&tree.ui(), "npm", &["run", "typecheck"]))?;
        ui::build(tree)?;
        Ok(Outcome::held())
    });
    steps.run("page-tests", || counted(&mut command(&tree.ui(), "npm", &["test"])));
    steps.run("lints", || {
        let lints = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
        whole(&mut cargo(&tree.root, &lints))
    });
    steps.run("rust", || rust_tests(tree));
    steps.run("doctests", || counted(&mut cargo(&tree.root, &["test", "--workspace", "--doc", "--locked"])));
    steps.run("release", || {
        measure::build(tree)?;
        Ok(Outcome::held())
    });
    let released = !steps.failed("release");
    steps.run("documents", || {
        need(released)?;
        counted(measure::checker(tree, "documents").arg("--xtask").arg(std::env::current_exe()?))
    });
    steps.run("browser", || {
        need(released)?;
        let chromium = browser::find_or_install()?;
        let mut tests = command(&tree.ui(), "npm", &["run", "test:browser"]);
        counted(tests.env("CHROMIUM", chromium).env("DEMARCHE", tree.release("demarche")))
    });
    steps.run("floors", || {
        need(released)?;
        match measure::shared(tree, None) {
            None => Ok(Outcome::Skipped("../shared is not here".into())),
            Some(shared) => counted(measure::checker(tree, "floors").arg("--shared").arg(shared)),
        }
    });
    Ok(steps.close())
}

/// With nextest where it is installed: it runs the tests of all packages side by side.
fn rust_tests(tree: &Tree) -> Result<Outcome> {
    if has_nextest() {
        // A binary without tests is no mistake: the doc tests run apart.
        let run = ["nextest", "run", "--workspace", "--locked", "--no-fail-fast", "--no-tests", "pass"];
        return counted(&mut cargo(&tree.root, &run));
    }
    let run = ["test", "--workspace", "--lib", "--bins", "--tests", "--locked", "--no-fail-fast"];
    counted(&mut cargo(&tree.root, &run))
}

fn has_nextest() -> bool {
    let asked = Command::new("cargo-nextest").args(["nextest", "--version"]).stdin(Stdio::null()).output();
    asked.is_ok_and(|answer| answer.status.success())
}

fn need(released: bool) -> Result<()> {
    if !released {
        bail!("the release build failed");
    }
    Ok(())
}

/// A step that holds or not as a whole.
fn whole(command: &mut Command) -> Result<Outcome> {
    pass_through(command)?;
    Ok(Outcome::held())
}

/// A step whose runner counts its tests.
fn counted(command: &mut Command) -> Result<Outcome> {
    let (closing, good) = count_tests(command)?;
    judge(closing, good)
}

/// A bad end without a failed test is one failure: the tests were not built, or the runner broke. A good end without any
/// closing line is one too.
fn judge(mut closing: Closing, good: bool) -> Result<Outcome> {
    if !good && closing.failed == 0 {
        closing.failed = 1;
    }
    if good && closing.lines.is_empty() {
        bail!("no closing line was seen, so no test is known to have run");
    }
    Ok(Outcome::Ran(closing))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(lines: &[&str], good: bool) -> (usize, usize) {
        let mut closing = Closing::default();
        for line in lines {
            closing.look_at(line);
        }
        match judge(closing, good).unwrap() {
            Outcome::Ran(closing) => (closing.passed, closing.failed),
            Outcome::Skipped(reason) => panic!("{reason}"),
        }
    }

    #[test]
    fn a_runner_that_breaks_after_good_tests_is_a_failure() {
        assert_eq!(judged(&["4 passed, 0 failed"], false), (4, 1));
        assert_eq!(judged(&["4 passed, 2 failed"], false), (4, 2));
        assert_eq!(judged(&[], false), (0, 1));
    }

    #[test]
    fn a_runner_that_ran_nothing_is_no_success() {
        assert!(judge(Closing::default(), true).is_err());
    }
}
