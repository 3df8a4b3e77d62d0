//! As much of Markdown as the checks need: headings, code spans, fenced blocks, links.

use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result};
use regex::Regex;

/// A Markdown document.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its path in the repository, with `/`.
    pub path: String,
    /// The text.
    pub words: String,
}

/// Something in a document, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Line number, counted from 1.
    pub line: usize,
    /// The words.
    pub words: String,
}

static SPAN: LazyLock<Regex> = LazyLock::new(|| Regex::new("`([^`]+)`").expect("a valid pattern"));
static LINK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\]\(([^)\s]+)\)").expect("a valid pattern"));

impl Document {
    /// Reads a document.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(root: &Path, path: &Path) -> Result<Document> {
        let words = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let path = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        Ok(Document { path, words })
    }

    /// Code spans outside fenced blocks.
    pub fn code_spans(&self) -> Vec<Found> {
        self.find(&SPAN)
    }

    /// Targets of links outside fenced blocks.
    pub fn links(&self) -> Vec<Found> {
        self.find(&LINK)
    }

    /// Lines of fenced blocks.
    pub fn code_lines(&self) -> Vec<Found> {
        self.lines()
            .filter(|(_, _, fenced)| *fenced)
            .map(|(line, words, _)| Found { line, words: words.into() })
            .collect()
    }

    /// Headings of the second level, without their marks.
    pub fn headings(&self) -> Vec<Found> {
        let headings = self.lines().filter(|(_, _, fenced)| !fenced);
        headings
            .filter_map(|(line, words, _)| {
                words.strip_prefix("## ").map(|words| Found { line, words: words.trim().into() })
            })
            .collect()
    }

    fn find(&self, pattern: &Regex) -> Vec<Found> {
        let prose = self.lines().filter(|(_, _, fenced)| !fenced);
        prose
            .flat_map(|(line, words, _)| {
                pattern.captures_iter(words).map(move |found| Found { line, words: found[1].to_owned() })
            })
            .collect()
    }

    /// Line number, words, and whether it lies in a fenced block; the fences themselves are left out.
    fn lines(&self) -> impl Iterator<Item = (usize, &str, bool)> {
        let mut fenced = false;
        self.words.lines().enumerate().filter_map(move |(n, words)| {
            if words.trim_start().starts_with("```") {
                fenced = !fenced;
                return None;
            }
            Some((n + 1, words, fenced))
        })
    }
}

#[cfg(test)]
pub(super) fn document(words: &str) -> Document {
    Document { path: "docs/page.md".into(), words: words.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_links_and_blocks_are_told_apart() {
        let page =
            document("# Top\n## `one`\nSee `a/b` and [there](c.md#d).\n```\n`d` ](e.md)\n## no heading\n```\n`f`\n");
        let words = |found: Vec<Found>| found.into_iter().map(|found| found.words).collect::<Vec<_>>();
        assert_eq!(words(page.code_spans()), ["one", "a/b", "f"]);
        assert_eq!(words(page.links()), ["c.md#d"]);
        assert_eq!(words(page.code_lines()), ["`d` ](e.md)", "## no heading"]);
        assert_eq!(page.headings(), [Found { line: 2, words: "`one`".into() }]);
    }
}
