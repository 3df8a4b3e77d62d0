//! A document in, layers out: sentences, tokens, times, quotations, mentions, statements, clusters of who is who.
//!
//! Each stage is a folder and a function over layers; [`read`] in `pipeline.rs` calls them in reading order.
//! Pure: no clock, no global state, and it cannot fail. What was doubtful becomes a [`text::Problem`]. What the stages read with
//! ([`Data`]: word lists, and the model of the crate `model`) is built into the program.
//!
//! Not here: how a page becomes a document (`page`), what is kept of the findings (`ledger`), and who knows both (`demarche`).

pub mod coref;
mod data;
pub mod encoded;
mod entity;
pub mod mention;
pub mod parse;
mod pipeline;
pub mod quotation;
pub mod sentence;
pub mod statement;
pub mod time;
pub mod token;

pub use data::Data;
pub use mention::{Gender, Mention, MentionKind, Speaker};
pub use model::ModelError;
pub use parse::ParsedWord;
pub use pipeline::{Reading, Wanted, read};
pub use quotation::Quotation;
pub use sentence::Sentence;
pub use statement::{Statement, StatementDate, StatementKind};
pub use time::{Timex, TimexKind};
pub use token::Token;
