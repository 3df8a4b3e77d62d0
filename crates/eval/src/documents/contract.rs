//! `docs/contract.md` against the program: roles and layers.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use text::Role;

use super::markdown::Document;

/// Roles that the document misses, and layers it names that the program refuses.
///
/// # Errors
/// When the document or the program cannot be read.
pub fn check(root: &Path, program: &Path) -> Result<Vec<String>> {
    let document = Document::read(root, &root.join("docs/contract.md"))?;
    let mut faults = missing_roles(&document);
    let layers = layers_in(&document);
    if layers.is_empty() {
        faults.push(format!("{}: names no layer; a row of their table begins with `| layer `", document.path));
    }
    for layer in layers {
        let mut command = Command::new(program);
        command.args(["annotate", "--layers", &layer]).stdin(Stdio::null());
        let output = command.output().with_context(|| format!("{} does not start", program.display()))?;
        if !output.status.success() {
            faults.push(format!("{}: names the layer `{layer}`, which `demarche annotate` refuses", document.path));
        }
    }
    Ok(faults)
}

fn missing_roles(document: &Document) -> Vec<String> {
    let told = document.code_spans();
    let missing = Role::ALL.into_iter().filter(|role| !told.iter().any(|span| span.words == role.name()));
    missing.map(|role| format!("{}: does not name the role `{}`", document.path, role.name())).collect()
}

/// The layers are the rows `` | layer `name` | `` of the document.
fn layers_in(document: &Document) -> Vec<String> {
    let row = |line: &str| Some(line.strip_prefix("| layer `")?.split('`').next()?.to_owned());
    document.words.lines().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::super::markdown::document;
    use super::*;

    #[test]
    fn layers_are_read_from_their_table() {
        let page = document(
            "| layer | key |\n|---|---|\n| layer `times` | `timexes` |\n| layer `statements` | `attributions` |\n",
        );
        assert_eq!(layers_in(&page), ["times", "statements"]);
    }

    #[test]
    fn a_role_that_is_not_told_is_a_fault() {
        let all: String = Role::ALL.into_iter().map(|role| format!("`{}` ", role.name())).collect();
        assert!(missing_roles(&document(&all)).is_empty());
        let faults = missing_roles(&document(&all.replace("`kicker`", "")));
        assert_eq!(faults, ["docs/page.md: does not name the role `kicker`"]);
    }
}
