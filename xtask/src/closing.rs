//! The lines with which test runners close, and the counts in them.

use std::sync::LazyLock;

use regex::Regex;

/// What the runners of one step said at their end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closing {
    /// Tests that held.
    pub passed: usize,
    /// Tests that did not.
    pub failed: usize,
    /// The lines themselves, as they were printed, without colours.
    pub lines: Vec<String>,
}

static COLOUR: LazyLock<Regex> = LazyLock::new(|| Regex::new("\u{1b}\\[[0-9;]*[A-Za-z]").expect("a valid pattern"));
/// cargo-nextest, cargo test, vitest, node --test, and our own.
static CLOSING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^\s*Summary \[|^test result: |^\s*Tests\s+\d.*\(\d+\)\s*$|^[#ℹ] (?:pass|fail) \d+$|^\d+ passed, \d+ failed$",
    )
    .expect("a valid pattern")
});
static PASSED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(\d+) passed|[#ℹ] pass (\d+)$").expect("a valid pattern"));
static FAILED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(\d+) (?:failed|timed out)|[#ℹ] fail (\d+)$").expect("a valid pattern"));

impl Closing {
    /// Takes a line in, if it is a closing line.
    pub fn look_at(&mut self, line: &str) {
        let line = COLOUR.replace_all(line.trim_end(), "");
        if CLOSING.is_match(&line) {
            self.passed += sum(&PASSED, &line);
            self.failed += sum(&FAILED, &line);
            self.lines.push(line.trim().to_owned());
        }
    }

    /// Adds what another stream held.
    pub fn join(&mut self, other: Closing) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.lines.extend(other.lines);
    }
}

fn sum(pattern: &Regex, line: &str) -> usize {
    pattern
        .captures_iter(line)
        .filter_map(|found| found.iter().skip(1).flatten().next())
        .filter_map(|number| number.as_str().parse::<usize>().ok())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(lines: &[&str]) -> (usize, usize) {
        let mut closing = Closing::default();
        for line in lines {
            closing.look_at(line);
        }
        (closing.passed, closing.failed)
    }

    #[test]
    fn every_runner_is_understood() {
        assert_eq!(counts(&["     Summary [   1.2s] 31 tests run: 30 passed (1 slow), 1 failed, 2 skipped"]), (30, 1));
        assert_eq!(counts(&["     Summary [  60.0s] 5 tests run: 4 passed, 1 timed out, 0 skipped"]), (4, 1));
        assert_eq!(counts(&["test result: FAILED. 7 passed; 2 failed; 1 ignored; 0 measured"]), (7, 2));
        assert_eq!(counts(&[" Test Files  3 passed (3)", "      Tests  1 failed | 39 passed (40)"]), (39, 1));
        assert_eq!(counts(&["ℹ tests 5", "ℹ pass 4", "ℹ fail 1"]), (4, 1));
        assert_eq!(counts(&["12 passed, 0 failed"]), (12, 0));
    }

    #[test]
    fn colours_do_not_hide_a_closing_line() {
        assert_eq!(
            counts(&["\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] 2 tests run: \u{1b}[1m2\u{1b}[0m passed, 0 skipped"]),
            (2, 0)
        );
    }

    #[test]
    fn talk_of_passing_is_no_closing_line() {
        assert_eq!(
            counts(&["the motion: 12 passed, 3 failed to appear", "running 8 tests", "Tests of the page"]),
            (0, 0)
        );
    }
}
