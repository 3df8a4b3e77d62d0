//! Which tools are there, and one sentence for each that is not.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

/// A tool that a task cannot do without.
#[derive(Clone, Copy, Debug)]
pub struct Tool {
    /// The program's name.
    pub name: &'static str,
    /// Oldest version that will do: major and minor.
    pub least: (u32, u32),
    /// What it is needed for.
    pub need: &'static str,
    /// How to get it.
    pub remedy: &'static str,
}

/// The compiler.
pub const RUSTC: Tool = Tool {
    name: "rustc",
    least: (1, 95),
    need: "to build the program",
    remedy: "run `rustup update stable`, or install Rust with rustup",
};
/// Runs the build of the page.
pub const NODE: Tool =
    Tool { name: "node", least: (20, 19), need: "to build the page", remedy: "install Node.js 20.19 or newer" };
/// Fetches what the build of the page needs.
pub const NPM: Tool =
    Tool { name: "npm", least: (9, 0), need: "to build the page", remedy: "install npm; it comes with Node.js" };
/// Runs the scorers.
pub const PYTHON: Tool = Tool {
    name: "python3",
    least: (3, 11),
    need: "to run the scorers of ../shared/score",
    remedy: "install Python 3.11 or newer; it needs no packages",
};

/// Asks each tool for its version.
///
/// # Errors
/// When a tool is missing or too old: one sentence for each, all of them at once.
pub fn require(tools: &[Tool]) -> Result<Vec<String>> {
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for tool in tools {
        match look(tool) {
            Ok(version) => found.push(format!("{} {version}", tool.name)),
            Err(sentence) => missing.push(sentence),
        }
    }
    if missing.is_empty() {
        return Ok(found);
    }
    bail!("{}", missing.join("\n"))
}

fn look(tool: &Tool) -> Result<String, String> {
    let output = Command::new(tool.name).arg("--version").stdin(Stdio::null()).output();
    let answer = match &output {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout).into_owned(),
        _ => return Err(sentence(tool, None)),
    };
    match version_in(&answer) {
        Some((version, numbers)) if numbers >= tool.least => Ok(version),
        Some((version, _)) => Err(sentence(tool, Some(&version))),
        None => Err(sentence(tool, Some("of unknown version"))),
    }
}

fn sentence(tool: &Tool, found: Option<&str>) -> String {
    let Tool { name, least: (major, minor), need, remedy } = tool;
    let state = found.map_or("was not found".to_owned(), |version| format!("here is {version}"));
    format!("{name} {major}.{minor} or newer is needed {need}, and {state}: {remedy}")
}

/// The first thing in an answer that looks like a version: "rustc 1.95.0 (59807616e 2026-04-14)", "v20.20.2".
fn version_in(answer: &str) -> Option<(String, (u32, u32))> {
    answer.split_whitespace().find_map(|word| {
        let word = word.trim_start_matches('v');
        let mut numbers = word.split('.').map(|part| part.parse::<u32>().ok());
        let (major, minor) = (numbers.next()??, numbers.next()??);
        Some((word.to_owned(), (major, minor)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_the_tools_print() {
        for (answer, expected) in [
            ("rustc 1.95.0 (59807616e 2026-04-14)\n", (1, 95)),
            ("v20.20.2\n", (20, 20)),
            ("10.8.2\n", (10, 8)),
            ("Python 3.11.7\n", (3, 11)),
        ] {
            assert_eq!(version_in(answer).unwrap().1, expected, "{answer}");
        }
        assert_eq!(version_in("no number here"), None);
    }

    #[test]
    fn a_missing_tool_is_named_with_its_use_and_its_remedy() {
        let tool = Tool { name: "no-such-tool-here", least: (2, 1), need: "to test", remedy: "write it" };
        let error = require(&[tool]).unwrap_err().to_string();
        assert_eq!(error, "no-such-tool-here 2.1 or newer is needed to test, and was not found: write it");
    }

    #[test]
    fn every_missing_tool_is_named_at_once() {
        let tool = |name| Tool { name, least: (1, 0), need: "to test", remedy: "write it" };
        let error = require(&[tool("no-such-tool-a"), RUSTC, tool("no-such-tool-b")]).unwrap_err().to_string();
        assert_eq!(error.lines().count(), 2, "{error}");
    }
}
