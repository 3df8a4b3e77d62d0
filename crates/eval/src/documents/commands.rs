//! Verbs and flags: what the help says against what the documents say, and `docs/commands.md`, which is made from the help.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use anyhow::{Context, Result, bail};
use regex::Regex;

use super::markdown::{Document, Found};

/// The verbs of a program with their help, in the program's own order.
#[derive(Clone, Debug, Default)]
pub struct Verbs {
    general: String,
    verbs: Vec<(String, String)>,
}

static FLAG: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"--[a-z][a-z0-9-]*").expect("a valid pattern"));
static VERB: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?m)^  ([a-z][a-z-]*)(?:  |$)").expect("a valid pattern"));

impl Verbs {
    /// Asks a program for its help and that of each verb.
    ///
    /// # Errors
    /// When it does not start or gives none.
    pub fn ask(program: &Path) -> Result<Verbs> {
        let general = help(program, &["--help"])?;
        let mut verbs = Vec::new();
        for verb in verbs_in(&general) {
            let words = help(program, &[&verb, "--help"])?;
            verbs.push((verb, words));
        }
        Ok(Verbs { general, verbs })
    }

    /// Every flag that any help names.
    fn flags(&self) -> BTreeSet<&str> {
        let all = self.verbs.iter().map(|(_, words)| words).chain([&self.general]);
        all.flat_map(|words| FLAG.find_iter(words)).map(|flag| flag.as_str()).collect()
    }

    fn flags_of(&self, verb: &str) -> Option<BTreeSet<&str>> {
        let (_, words) = self.verbs.iter().find(|(known, _)| known == verb)?;
        Some(FLAG.find_iter(words).map(|flag| flag.as_str()).collect())
    }
}

fn help(program: &Path, arguments: &[&str]) -> Result<String> {
    // Without a terminal on any side the help has one width; variables that set a flag would show in it.
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).env("NO_COLOR", "1");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("DEMARCHE")) {
        command.env_remove(name);
    }
    let output = command.output().with_context(|| format!("{} does not start", program.display()))?;
    if !output.status.success() {
        bail!("`{} {}` ended with {}", program.display(), arguments.join(" "), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The names under "Commands:".
fn verbs_in(general: &str) -> Vec<String> {
    let Some((_, rest)) = general.split_once("Commands:\n") else { return Vec::new() };
    let block = rest.split("\n\n").next().unwrap_or_default();
    VERB.captures_iter(block).map(|found| found[1].to_owned()).filter(|verb| verb != "help").collect()
}

/// Flags that documents name and no help knows. A command line in a document is held against the help of its verb.
pub fn check_flags(documents: &[Document], verbs: &Verbs, tasks: Option<&Verbs>) -> Vec<String> {
    let mut faults = Vec::new();
    for document in documents {
        for found in document.code_spans().into_iter().chain(document.code_lines()) {
            for flag in unknown_flags(&found, verbs, tasks) {
                faults.push(format!(
                    "{}, line {}: `{flag}` is no flag of `{}`",
                    document.path,
                    found.line,
                    found.words.trim()
                ));
            }
        }
    }
    faults
}

fn unknown_flags(found: &Found, verbs: &Verbs, tasks: Option<&Verbs>) -> Vec<String> {
    let line = found.words.trim().trim_start_matches("$ ");
    let known = if let Some(rest) = line.strip_prefix("demarche ") {
        flags_for(verbs, rest)
    } else if let Some(rest) = line.strip_prefix("cargo xtask ") {
        let Some(tasks) = tasks else { return Vec::new() };
        flags_for(tasks, rest)
    } else if line.starts_with("--") {
        let mut known = verbs.flags();
        known.extend(tasks.map(Verbs::flags).unwrap_or_default());
        known
    } else {
        // Another program's command line.
        return Vec::new();
    };
    let command = line.split(['|', '#']).next().unwrap_or_default();
    FLAG.find_iter(command).map(|flag| flag.as_str()).filter(|flag| !known.contains(flag)).map(str::to_owned).collect()
}

fn flags_for<'a>(verbs: &'a Verbs, rest: &str) -> BTreeSet<&'a str> {
    let verb = rest.split_whitespace().next().unwrap_or_default();
    verbs.flags_of(verb).unwrap_or_else(|| FLAG.find_iter(&verbs.general).map(|flag| flag.as_str()).collect())
}

/// Verbs that no document but the reference tells of.
pub fn check_verbs(documents: &[Document], verbs: &Verbs) -> Vec<String> {
    let told: String = documents
        .iter()
        .filter(|document| document.path != REFERENCE)
        .map(|document| document.words.as_str())
        .collect();
    let missing = verbs.verbs.iter().filter(|(verb, _)| !told.contains(&format!("demarche {verb}")));
    missing.map(|(verb, _)| format!("`demarche {verb}` is told of nowhere")).collect()
}

const REFERENCE: &str = "docs/commands.md";

/// The reference as it should be.
fn reference(verbs: &Verbs) -> String {
    let mut page = String::from(
        "# Commands\n\nMade from the program's own help by `cargo xtask docs`; a test holds the two together.\n\n\
         Data goes to standard output, messages and progress to standard error.\n\n",
    );
    let fence = |words: &str| {
        format!("```text\n{}\n```\n", words.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end())
    };
    page.push_str(&fence(&verbs.general));
    for (verb, words) in &verbs.verbs {
        page.push_str(&format!("\n## demarche {verb}\n\n{}", fence(words)));
    }
    page
}

/// Is `docs/commands.md` what the help says?
///
/// # Errors
/// When it cannot be read.
pub fn check_reference(root: &Path, verbs: &Verbs) -> Result<Vec<String>> {
    let kept = super::read(&root.join(REFERENCE))?;
    let differs = kept.replace("\r\n", "\n") != reference(verbs);
    Ok(differs
        .then(|| format!("{REFERENCE}: differs from the help; write it anew with `cargo xtask docs`"))
        .into_iter()
        .collect())
}

/// Writes `docs/commands.md`.
///
/// # Errors
/// When the program gives no help or the file cannot be written.
pub fn write_reference(root: &Path, program: &Path) -> Result<()> {
    let path = root.join(REFERENCE);
    std::fs::write(&path, reference(&Verbs::ask(program)?))
        .with_context(|| format!("{} cannot be written", path.display()))
}

#[cfg(test)]
mod tests {
    use super::super::markdown::document;
    use super::*;

    fn verbs(pairs: &[(&str, &str)]) -> Verbs {
        Verbs {
            general: "Commands:\n  read  Reads\n\nOptions:\n      --color <WHEN>".into(),
            verbs: pairs.iter().map(|(verb, words)| ((*verb).to_owned(), (*words).to_owned())).collect(),
        }
    }

    fn program() -> Verbs {
        verbs(&[
            ("read", "Options:\n      --ledger <FILE>\n      --color <WHEN>"),
            ("serve", "Options:\n      --port <N>"),
        ])
    }

    fn faults(page: &str) -> Vec<String> {
        let tasks = verbs(&[("demo", "      --no-serve")]);
        check_flags(&[document(page)], &program(), Some(&tasks))
    }

    #[test]
    fn verbs_are_read_from_the_help_and_help_is_none() {
        let general = "Reads pages.\n\nUsage: demarche <COMMAND>\n\nCommands:\n  read   Reads\n         and more\n  show\n  help   Print\n\nOptions:\n  -h, --help\n";
        assert_eq!(verbs_in(general), ["read", "show"]);
    }

    #[test]
    fn a_flag_must_belong_to_its_verb() {
        assert!(faults("`demarche read x --ledger f`, `--port`, `cargo xtask demo --no-serve`").is_empty());
        assert_eq!(
            faults("`demarche read x --port 1`"),
            ["docs/page.md, line 1: `--port` is no flag of `demarche read x --port 1`"]
        );
        assert_eq!(faults("```\ndemarche serve --prot 1\n```").len(), 1);
        assert_eq!(faults("`--never`").len(), 1);
        assert_eq!(faults("`cargo xtask demo --serve`").len(), 1);
    }

    #[test]
    fn flags_of_other_programs_are_left_alone() {
        assert!(faults("`git log --oneline`, `demarche read x | sort --unique`").is_empty());
    }

    #[test]
    fn a_verb_that_only_the_reference_names_is_a_fault() {
        let readme = Document { path: "README.md".into(), words: "`demarche read`".into() };
        let only = Document { path: REFERENCE.into(), words: "## demarche serve".into() };
        assert_eq!(check_verbs(&[readme, only], &program()), ["`demarche serve` is told of nowhere"]);
    }

    #[test]
    fn the_reference_holds_every_verb() {
        let page = reference(&program());
        assert!(page.contains("## demarche read\n\n```text\nOptions:\n      --ledger <FILE>"), "{page}");
    }
}
