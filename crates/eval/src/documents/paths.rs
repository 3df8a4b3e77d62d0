//! Paths: a code span that looks like one, and every link that stays in the repository.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use super::markdown::Document;

/// Names divided by `/`, perhaps with one at the end; no spaces, no pattern signs.
static PATH: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[\w.-]+(?:/[\w.-]+)*/?$").expect("a valid pattern"));
/// Ends that only files have; `text/html` and `and/or` have none.
const ENDS: [&str; 14] =
    [".rs", ".md", ".toml", ".json", ".jsonl", ".lock", ".sql", ".ts", ".tsx", ".js", ".css", ".html", ".py", ".png"];

/// The paths that are named and not there.
pub fn check(root: &Path, documents: &[Document]) -> Vec<String> {
    let tops: Vec<String> = std::fs::read_dir(root)
        .map(|entries| entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect())
        .unwrap_or_default();
    documents.iter().flat_map(|document| check_one(root, &tops, document)).collect()
}

fn check_one(root: &Path, tops: &[String], document: &Document) -> Vec<String> {
    let mut faults = Vec::new();
    let folder = root.join(&document.path).parent().unwrap_or(root).to_owned();
    let is_there = |words: &str| root.join(words).exists() || folder.join(words).exists();
    for found in document.code_spans() {
        if names_a_path(&found.words, tops) && !is_there(&found.words) {
            faults.push(format!("{}, line {}: `{}` does not exist", document.path, found.line, found.words));
        }
    }
    for found in document.links() {
        let target = found.words.split('#').next().unwrap_or_default();
        if !target.is_empty()
            && !target.contains("://")
            && !target.starts_with("mailto:")
            && !folder.join(target).exists()
        {
            faults.push(format!("{}, line {}: the link to {target} leads nowhere", document.path, found.line));
        }
    }
    faults
}

/// Is it the name of something in this repository? What lies beside it (`../shared`) is not.
fn names_a_path(words: &str, tops: &[String]) -> bool {
    if !PATH.is_match(words) || words.starts_with("..") {
        return false;
    }
    let Some((top, _)) = words.split_once('/') else { return false };
    tops.iter().any(|known| known == top) || words.ends_with('/') || ENDS.iter().any(|end| words.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::super::markdown::document;
    use super::*;

    fn faults(page: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for name in ["crates/text/src", "docs"] {
            std::fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        std::fs::write(folder.path().join("docs/problems.md"), "").unwrap();
        check(folder.path(), &[document(page)])
    }

    #[test]
    fn paths_that_exist_from_the_top_or_from_beside_are_no_fault() {
        assert!(
            faults("`crates/text/src`, `docs/`, `docs/problems.md`, [there](problems.md#x), [here](#y)").is_empty()
        );
    }

    #[test]
    fn a_path_that_is_gone_is_told_with_its_line() {
        assert_eq!(faults("\nSee `crates/gone`."), ["docs/page.md, line 2: `crates/gone` does not exist"]);
        assert_eq!(faults("[it](gone.md)"), ["docs/page.md, line 1: the link to gone.md leads nowhere"]);
        assert_eq!(faults("`training/`").len(), 1);
        assert_eq!(faults("`fuzz/targets/html.rs`").len(), 1);
    }

    #[test]
    fn what_is_no_path_of_the_repository_is_left_alone() {
        let page = "`text/html`, `and/or`, `../shared/data`, `cargo test`, `crates/*/src`, `record.demarche`, <https://example.org/a>, [x](https://example.org/gone)";
        assert!(faults(page).is_empty(), "{:?}", faults(page));
    }
}
