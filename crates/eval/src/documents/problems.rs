//! Problem names: in the code as the first argument of `Problem::at` and `Problem::of_page`, in `docs/problems.md` as headings.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result};
use regex::Regex;
use walkdir::WalkDir;

use super::markdown::Document;

static MADE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"Problem::(?:of_page|at)\(\s*(?:"([^"]*)"|([\w:]+))\s*,"#).expect("a valid pattern"));
static CONSTANT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:const|static)\s+([A-Z0-9_]+)\s*:\s*&(?:'static\s+)?str\s*=\s*"([^"]*)""#).expect("a valid pattern")
});
/// Tests make problems with names of their own.
const TESTS: &str = "#[cfg(test)]";

/// Compares both sides.
///
/// # Errors
/// When the sources or the document cannot be read.
pub fn check(root: &Path) -> Result<Vec<String>> {
    let mut sources = Vec::new();
    for entry in WalkDir::new(root.join("crates")).sort_by_file_name() {
        let entry = entry.context("the sources cannot be listed")?;
        let path = entry.path();
        let is_source =
            path.extension().is_some_and(|end| end == "rs") && path.components().any(|part| part.as_os_str() == "src");
        // This crate speaks of problems and makes none.
        if is_source && !path.starts_with(root.join("crates/eval")) {
            let words = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
            sources.push((path.strip_prefix(root).unwrap_or(path).display().to_string(), words));
        }
    }
    let document = Document::read(root, &root.join("docs/problems.md"))?;
    Ok(compare(&sources, &document))
}

fn compare(sources: &[(String, String)], document: &Document) -> Vec<String> {
    let (made, mut faults) = names_in(sources);
    let told: BTreeSet<String> =
        document.headings().iter().map(|heading| heading.words.trim_matches('`').to_owned()).collect();
    for (name, place) in &made {
        if !told.contains(name) {
            faults.push(format!("{}: has no paragraph about `{name}` ({place})", document.path));
        }
    }
    for name in told.iter().filter(|name| !made.contains_key(*name)) {
        faults.push(format!("{}: tells of `{name}`, which the code never makes", document.path));
    }
    faults
}

/// Every name with a place where it is made, and the places whose name cannot be told.
fn names_in(sources: &[(String, String)]) -> (BTreeMap<String, String>, Vec<String>) {
    let code: Vec<(&str, &str)> =
        sources.iter().map(|(path, words)| (path.as_str(), words.split(TESTS).next().unwrap_or_default())).collect();
    let constants: BTreeMap<&str, &str> = code
        .iter()
        .flat_map(|(_, words)| CONSTANT.captures_iter(words))
        .filter_map(|found| Some((found.get(1)?.as_str(), found.get(2)?.as_str())))
        .collect();
    let (mut made, mut faults) = (BTreeMap::new(), Vec::new());
    for (path, words) in code {
        for found in MADE.captures_iter(words) {
            let literal = found.get(1).map(|name| name.as_str());
            let constant = found.get(2).and_then(|name| constants.get(name.as_str().rsplit("::").next()?).copied());
            match literal.or(constant) {
                Some(name) => {
                    made.entry(name.to_owned()).or_insert_with(|| path.to_owned());
                }
                None => faults.push(format!("{path}: a problem is made whose name is neither words nor a constant")),
            }
        }
    }
    (made, faults)
}

#[cfg(test)]
mod tests {
    use super::super::markdown::document;
    use super::*;

    fn faults(code: &str, page: &str) -> Vec<String> {
        compare(&[("a.rs".into(), code.into())], &document(page))
    }

    #[test]
    fn names_are_found_as_words_and_as_constants() {
        let code = r#"
            pub const NO_DATE: &str = "no-date";
            Problem::of_page(names::NO_DATE, "");
            Problem::at(
                "statement-without-source", span, format!("{x}"));
        "#;
        assert!(faults(code, "## `no-date`\nA.\n## `statement-without-source`\nB.\n").is_empty());
    }

    #[test]
    fn a_name_on_one_side_only_is_a_fault() {
        let missing = faults(r#"Problem::of_page("no-date", "")"#, "# Problems\n");
        assert_eq!(missing, ["docs/page.md: has no paragraph about `no-date` (a.rs)"]);
        let stale = faults("", "## `no-date`\n");
        assert_eq!(stale, ["docs/page.md: tells of `no-date`, which the code never makes"]);
    }

    #[test]
    fn a_name_that_cannot_be_told_is_a_fault_and_one_in_a_test_is_none() {
        assert_eq!(faults("Problem::of_page(name, note)", "").len(), 1);
        assert!(faults("#[cfg(test)]\nmod tests { fn f() { Problem::of_page(\"x-y\", \"\"); } }", "").is_empty());
    }
}
