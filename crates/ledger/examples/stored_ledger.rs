//! Makes the stored ledger of the newest format version: `ledgers/README.md` says when.

#![allow(clippy::unwrap_used)] // The pages are made for the tests.

#[path = "../tests/ledger/made.rs"]
mod made;

use std::error::Error;
use std::path::Path;

use ledger::{BlockPlace, FieldName, Ledger, Verdict};
use text::Role;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("name the file to make: cargo run --example stored_ledger FILE")?;
    if Path::new(&path).exists() {
        return Err("the file is there already; a stored ledger is never made twice".into());
    }
    let mut ledger = Ledger::create(Path::new(&path))?;
    let (pass, harbour) = (made::pass(), made::harbour());
    for made in [&pass, &harbour] {
        ledger.append_page(&made.capture, &made.page, &made.records, &made::producer("1"))?;
    }
    ledger.has_reading(pass.capture.id(), "copies/pass.txt", &made::producer("1"))?;

    let [ranger, council, mayor] = [0, 1, 2].map(|number| pass.records[number].clone());
    ledger.review(ranger.id, &Verdict::Accept, "anna")?;
    ledger.review(mayor.id, &Verdict::Reject, "anna")?;
    ledger.review(mayor.id, &Verdict::Undo, "anna")?;
    ledger.review(mayor.id, &Verdict::Edit { field: FieldName::Rank, value: "head".to_owned() }, "anna")?;

    // The next version no longer finds what the council demanded, and finds another party for the ranger.
    let changed = made::with(&ranger, |statement| statement.party = ledger::Field::absent());
    assert!(made::statement(&council).cue[0].words == "demanded");
    ledger.append_page(&pass.capture, &pass.page, &[changed, mayor], &made::producer("2"))?;

    // People say what the blocks of the harbour's page are; one of them thinks better of it.
    let (page, coder) = (harbour.capture.id(), made::coder(&harbour, "1"));
    let [captain, denial] = [0, 1].map(|number| BlockPlace::of(&harbour.page.blocks[number]));
    let (captain, denial) = (captain.ok_or("no bytes")?, denial.ok_or("no bytes")?);
    ledger.move_block(page, &denial, Role::Teaser, "anna", &coder)?;
    ledger.move_block(page, &captain, Role::Promo, "anna", &coder)?;
    ledger.put_block_back(page, &captain, "bo", &coder)?;
    Ok(())
}
