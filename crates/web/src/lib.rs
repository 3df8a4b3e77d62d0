//! The local page over a ledger: an axum server on 127.0.0.1 and the static files of `ui/`, built into the program.
//!
//! A ledger comes in; the page and its JSON go out, and a person's verdicts come back. The server knows neither how a page is
//! read (whoever starts it brings the way to code one again, [`Recode`]) nor how a record is stored: each answer is a view of the ledger, with spans turned into UTF-16 units, which is how
//! browsers count.
//!
//! Nobody but this machine's own browser, on this server's own page, may ask: see `guard`. The server makes no
//! request of its own, and the page's policy (Content Security Policy, level 3) lets the browser make none elsewhere.
//!
//! What it deliberately does not do: listen on any other address, keep sessions, log people in, execute captured markup.
//! Captured pages leave here as plain text in JSON, never as HTML.

mod api;
mod assets;
mod guard;
mod server;

pub use api::Recode;
pub use guard::Guard;
pub use server::{Options, Server, WebError, router};
