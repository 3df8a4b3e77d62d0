//! `docs/ledger.md` against the tables and views that the ledger's schema makes.

use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result};
use regex::Regex;

use super::markdown::Document;

static MADE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^CREATE (?:VIRTUAL )?(?:TABLE|VIEW) (\w+)").expect("a valid pattern"));

/// Tables and views that the document does not name.
///
/// # Errors
/// When the schema or the document cannot be read.
pub fn check(root: &Path) -> Result<Vec<String>> {
    let folder = root.join("crates/ledger/schema");
    let entries = std::fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut schema = String::new();
    for entry in entries {
        schema.push_str(&super::read(&entry.context("the schema cannot be listed")?.path())?);
    }
    let document = Document::read(root, &root.join("docs/ledger.md"))?;
    Ok(missing(&schema, &document))
}

fn missing(schema: &str, document: &Document) -> Vec<String> {
    let told = document.code_spans();
    let made = MADE.captures_iter(schema).map(|found| found[1].to_owned());
    made.filter(|name| !told.iter().any(|span| span.words == *name))
        .map(|name| format!("{}: does not name the table or view `{name}`", document.path))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::markdown::document;
    use super::*;

    #[test]
    fn tables_and_views_must_be_told_and_indexes_need_not() {
        let schema = "CREATE TABLE captures (\n);\nCREATE INDEX by_id ON captures (id);\nCREATE VIRTUAL TABLE words USING fts5 (x);\nCREATE VIEW statements AS\n";
        assert!(missing(schema, &document("`captures`, `words`, `statements`")).is_empty());
        assert_eq!(
            missing(schema, &document("`captures`, `words`")),
            ["docs/page.md: does not name the table or view `statements`"]
        );
    }
}
