//! The ledger from outside: what programs and people write, and what can be read of it afterwards.

#![allow(clippy::unwrap_used)] // A panic is how a test fails, in the functions that tests share too.

mod append;
mod blocks;
mod durability;
mod export;
mod laws;
mod made;
mod open;
mod pages;
mod review;
mod search;
mod sites;
mod stored;

use ledger::Ledger;
use tempfile::TempDir;

/// A new ledger in a folder of its own, which lasts as long as the folder is held.
fn new_ledger() -> (TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::create(&folder.path().join("record.demarche")).unwrap();
    (folder, ledger)
}

/// Puts a page into the ledger as this version of the program reads it.
fn append(ledger: &mut Ledger, made: &made::Made, version: &str) -> ledger::Appended {
    ledger.append_page(&made.capture, &made.page, &made.records, &made::producer(version)).unwrap()
}
