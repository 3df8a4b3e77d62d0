//! Running the program, and small pages in our own words.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder of its own with a ledger's path in it.
pub struct Place {
    folder: TempDir,
}

impl Place {
    pub fn new() -> Place {
        Place { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn ledger(&self) -> PathBuf {
        self.path("record.demarche")
    }

    /// A file with these bytes; its folders are made.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// The command, in this folder, with this folder's ledger.
    pub fn demarche(&self, arguments: &[&str]) -> Answer {
        self.demarche_on(arguments, b"")
    }

    /// The same with something on standard input.
    pub fn demarche_on(&self, arguments: &[&str], input: &[u8]) -> Answer {
        let mut command = self.command(arguments);
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        // A program that stops reading closes its end: that is its own affair.
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Answer::of(output)
    }

    /// The command, ready to be started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("NO_COLOR")
            .env_remove("DEMARCHE_REVIEWER")
            .env("DEMARCHE_LEDGER", self.ledger())
            .env("COLUMNS", "80")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// The lines of `show WHAT --json`, as they stand.
    pub fn shown(&self, what: &str) -> String {
        self.demarche(&["show", what, "--json"]).expect(0).stdout
    }
}

/// What the command said.
#[derive(Debug)]
pub struct Answer {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Answer {
    pub fn of(output: Output) -> Answer {
        let text = |bytes| String::from_utf8(bytes).expect("the command writes UTF-8");
        Answer { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// The same answer, which must have ended so and never with a panic.
    pub fn expect(self, code: i32) -> Answer {
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        assert_eq!(self.code, Some(code), "{self:?}");
        self
    }

    pub fn lines(&self) -> Vec<Value> {
        json_lines(&self.stdout)
    }
}

pub fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

pub fn program() -> &'static str {
    env!("CARGO_BIN_EXE_demarche")
}

/// The example pages, `.html` and `.txt`, by name.
pub fn example_pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = fs::read_dir(examples())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "html" || ending == "txt"))
        .collect();
    pages.sort();
    pages
}

/// `examples/kherson-2022`.
pub fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/kherson-2022")
}

/// `../shared/data/page`, when it lies beside the checkout.
pub fn page_data() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/page");
    path.is_dir().then_some(path)
}

/// A page with one statement of this speaker, in our own words.
pub fn page_of(speaker: &str, words: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Envoys meet at the old port</title>\
         <meta property=\"article:published_time\" content=\"2022-11-14T09:00:00Z\"></head><body><article>\
         <h1>Envoys meet at the old port</h1>\
         <p>Envoys of both sides met at the old port on Monday for the first time since the summer, and the talks in \
         the customs house went on for nine hours.</p>\
         <p>“{words},” {speaker} said on Monday. The host thanked both delegations and gave no account of what was \
         on the table when the doors were closed.</p>\
         <p>The two delegations left by different gates. Neither of them took questions from the reporters who had \
         waited in the rain since the early morning.</p></article></body></html>"
    )
}
