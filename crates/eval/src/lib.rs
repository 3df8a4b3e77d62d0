//! Scores and floors: the program is run by its machine contract on the open corpora, the scorers judge its answers, and
//! the figures are put into a table beside the rivals' and held against floors.
//!
//! What comes in: `evaluation/measures.toml` (which corpora, which figures), the corpora and scorers of `../shared`, and
//! the built program. What goes out: [`Results`], a Markdown table, a verdict for each floor.
//!
//! It does not know how a page is read: the program is a child process that gets JSON Lines and gives JSON Lines, as
//! users run it. It computes no score of its own either; `../shared/score/*.py` do, run by `python3`.
//! The documents of the repository are held against the program in [`documents`].

pub mod contract;
pub mod convert;
pub mod corpus;
pub mod documents;
pub mod floors;
pub mod markup;
pub mod measures;
pub mod results;
pub mod rivals;
pub mod run;
pub mod scorer;
pub mod table;

pub use measures::Measures;
pub use results::Results;
