//! The local page over a ledger: an axum server on 127.0.0.1 and the static files of `ui/`, built into the program.
//!
//! (Signatures first; the bodies follow.)
#![allow(clippy::todo)]

use std::net::SocketAddr;
use std::path::PathBuf;

/// What to serve, and where.
#[derive(Clone, Debug)]
pub struct Options {
    /// The ledger; it must exist.
    pub ledger: PathBuf,
    /// Port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// Name that reviews are signed with.
    pub reviewer: String,
}

/// A server that is bound and not yet running.
pub struct Server {}

/// Why the page could not be served.
#[derive(Debug, thiserror::Error)]
#[error("not yet")]
pub struct WebError;

impl Server {
    /// Opens the ledger and takes the port.
    ///
    /// # Errors
    /// When the ledger cannot be opened or the port is taken.
    pub fn bind(options: Options) -> Result<Server, WebError> {
        let _ = options;
        todo!()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        todo!()
    }

    /// Serves until Ctrl-C. Blocks.
    ///
    /// # Errors
    /// When the connection is lost.
    pub fn run(self) -> Result<(), WebError> {
        todo!()
    }
}
