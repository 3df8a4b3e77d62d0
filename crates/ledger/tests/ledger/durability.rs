//! A program that is killed leaves whole pages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use ledger::{Filter, Ledger, Verdict};

use crate::{append, made};

/// Names the ledger to the program that will be killed.
const LEDGER: &str = "DEMARCHE_TEST_LEDGER";

const N_STATEMENTS: usize = 20;

fn page(number: usize) -> made::Made {
    let lines: Vec<String> = (0..N_STATEMENTS).map(|line| format!("page {number} has line {line}")).collect();
    let lines: Vec<_> = lines.iter().map(|content| ("A guide", "said", content.as_str())).collect();
    made::page(&format!("{number}.txt"), None, &lines)
}

/// Writes pages and verdicts for ever: it is started by the test below, which kills it.
#[test]
#[ignore = "runs until it is killed"]
fn writer() {
    let path = PathBuf::from(std::env::var_os(LEDGER).unwrap());
    let mut ledger = Ledger::create(&path).unwrap();
    let n_there = ledger.pages().unwrap().len();
    for number in n_there.. {
        let made = page(number);
        append(&mut ledger, &made, "1");
        if number % 7 == 0 {
            ledger.review(made.records[0].id, &Verdict::Accept, "anna").unwrap();
        }
    }
}

#[test]
fn a_killed_program_leaves_a_ledger_of_whole_pages() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.demarche");
    let mut n_before = 0;
    // From the first moments, in which the file is made, to where the log is copied into the file.
    for moment in [1, 3, 5, 8, 12, 20, 45, 110, 230, 400] {
        kill_a_writer_after(Duration::from_millis(moment), &path);
        if !path.exists() {
            continue;
        }
        let ledger = Ledger::open(&path).unwrap();
        assert_eq!(ledger.check().unwrap(), [""; 0]);
        let n_pages = ledger.pages().unwrap().len();
        assert!(n_pages >= n_before, "{n_before} pages became {n_pages}");
        assert_eq!(ledger.n_statements(&Filter::default()).unwrap(), n_pages * N_STATEMENTS);
        n_before = n_pages;
    }
    assert!(n_before > 0, "no writer lived long enough to write a page");
}

/// The log is copied into the file page by page, its first page among them: killed there, the file is shorter than its
/// own header says, and whole only together with its log.
#[test]
fn a_ledger_cut_off_while_its_log_was_copied_opens_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.demarche");
    let log = folder.path().join("record.demarche-wal");
    let mut ledger = Ledger::create(&path).unwrap();
    for number in 0..5 {
        append(&mut ledger, &page(number), "1");
    }
    let (mut file_then, log_then) = (fs::read(&path).unwrap(), fs::read(&log).unwrap());
    rusqlite::Connection::open(&path).unwrap().execute_batch("PRAGMA wal_checkpoint(PASSIVE)").unwrap();
    let file_after = fs::read(&path).unwrap();
    assert!(file_after.len() > file_then.len(), "the pages lay in the log");
    file_then[..4096].copy_from_slice(&file_after[..4096]);

    let killed = tempfile::tempdir().unwrap();
    let path = killed.path().join("record.demarche");
    fs::write(&path, file_then).unwrap();
    fs::write(killed.path().join("record.demarche-wal"), log_then).unwrap();
    let ledger = Ledger::open(&path).unwrap();
    assert_eq!(ledger.check().unwrap(), [""; 0]);
    assert_eq!(ledger.pages().unwrap().len(), 5);
}

fn kill_a_writer_after(moment: Duration, path: &Path) {
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "durability::writer", "--ignored"])
        .env(LEDGER, path)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // A slow machine may need long to start a program: the clock runs from the moment the file is there.
    let start = Instant::now();
    while moment > Duration::from_millis(10) && !path.exists() && start.elapsed() < Duration::from_secs(20) {
        thread::sleep(Duration::from_millis(1));
    }
    thread::sleep(moment);
    writer.kill().unwrap();
    writer.wait().unwrap();
}
