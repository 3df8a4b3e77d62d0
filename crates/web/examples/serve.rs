//! Serves a ledger, or a small one written by hand where none is named: `cargo run -p web --example serve -- [LEDGER] [PORT]`.
//! For work on the page, before there is anything to read.
#![allow(clippy::unwrap_used)] // The ledger is written as a test writes it.

#[path = "../tests/fixture/mod.rs"]
mod fixture;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let folder = tempfile::tempdir()?;
    let ledger = arguments.next().map_or_else(
        || {
            let path = folder.path().join("fixture.demarche");
            drop(fixture::write_ledger(&path));
            path
        },
        PathBuf::from,
    );
    let port = arguments.next().map_or(Ok(0), |port| port.to_string_lossy().parse())?;
    let server =
        web::Server::bind(web::Options { ledger, port, reviewer: "by hand".into(), recode: fixture::recode() })?;
    println!("{}", server.url());
    server.run()?;
    Ok(())
}
