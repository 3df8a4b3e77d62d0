//! The machine contract, from the asking side: JSON Lines in, one answer for each line, by id, in any order.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::corpus::id_of;

/// The program's answers, by id.
pub type Answers = BTreeMap<String, Value>;

/// Runs a verb of the program over these lines.
///
/// # Errors
/// When the program does not start or ends badly, or an answer is no JSON, has no id, an id that was not asked or one
/// that was answered before, or is missing: the contract promises one answer for each line.
pub fn ask(program: &Path, arguments: &[&str], lines: &[Value]) -> Result<Answers> {
    let said = format!("`{} {}`", program.file_name().unwrap_or_default().to_string_lossy(), arguments.join(" "));
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} does not start", program.display()))?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let answers = thread::scope(|scope| {
        // Written from a thread of its own: both pipes are bounded.
        scope.spawn(move || {
            let Some(mut stdin) = stdin else { return };
            for line in lines {
                // A program that stops reading shows it by its status and by what is missing.
                if writeln!(stdin, "{line}").is_err() {
                    return;
                }
            }
        });
        stdout.map_or_else(|| Ok(Answers::new()), |stdout| read_answers(BufReader::new(stdout)))
    });
    let status = child.wait().with_context(|| format!("{said} was lost"))?;
    if !status.success() {
        bail!("{said} ended with {status}");
    }
    let answers = answers.with_context(|| format!("{said} does not keep the contract"))?;
    check(&answers, lines).with_context(|| format!("{said} does not keep the contract"))?;
    Ok(answers)
}

fn read_answers(lines: impl BufRead) -> Result<Answers> {
    let mut answers = Answers::new();
    for (n, line) in lines.lines().enumerate() {
        let line = line.with_context(|| format!("answer {} is not UTF-8", n + 1))?;
        let answer: Value = serde_json::from_str(&line).with_context(|| format!("answer {} is not JSON", n + 1))?;
        let id = id_of(&answer).with_context(|| format!("answer {} has no id", n + 1))?;
        if answers.insert(id.clone(), answer).is_some() {
            bail!("\"{id}\" was answered twice");
        }
    }
    Ok(answers)
}

fn check(answers: &Answers, lines: &[Value]) -> Result<()> {
    let asked: Vec<String> = lines.iter().filter_map(id_of).collect();
    if let Some(id) = asked.iter().find(|id| !answers.contains_key(*id)) {
        bail!("\"{id}\" was not answered");
    }
    if let Some(id) = answers.keys().find(|id| !asked.contains(id)) {
        bail!("\"{id}\" was answered and not asked");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answers(lines: &str) -> Result<Answers> {
        read_answers(lines.as_bytes())
    }

    #[test]
    fn answers_may_come_in_any_order() {
        let given = answers("{\"id\": \"b\"}\n{\"id\": \"a\"}\n").unwrap();
        assert!(check(&given, &[json!({"id": "a"}), json!({"id": "b"})]).is_ok());
    }

    #[test]
    fn a_missing_a_double_and_a_foreign_answer_break_the_contract() {
        let given = answers("{\"id\": \"a\"}\n").unwrap();
        let missing = check(&given, &[json!({"id": "a"}), json!({"id": "b"})]).unwrap_err().to_string();
        assert_eq!(missing, "\"b\" was not answered");
        let foreign = check(&given, &[]).unwrap_err().to_string();
        assert_eq!(foreign, "\"a\" was answered and not asked");
        let double = answers("{\"id\": \"a\"}\n{\"id\": \"a\"}\n").unwrap_err().to_string();
        assert_eq!(double, "\"a\" was answered twice");
        assert!(answers("not json\n").is_err() && answers("{\"title\": \"no id\"}\n").is_err());
    }
}
