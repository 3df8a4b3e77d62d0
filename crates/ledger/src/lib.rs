//! The ledger: captures, pages, records and everything that people decided about them, in one SQLite file.
//!
//! Records come in from a reading, reviews come in from people; history, views and exports go out. Entries are only
//! ever appended: a new run and a new verdict are new entries, and the views can be rebuilt from them at any time.
//! The ledger does not know how a page is read.

mod block;
mod error;
mod export;
mod filter;
mod record;
mod store;

pub use block::{BlockPlace, BlockVerdict, BlockVerdicts, TakenBack};
pub use error::LedgerError;
pub use filter::Filter;
pub use record::{
    Act, Evidence, Field, FieldName, Finding, Hedge, Medium, Producer, QuoteKind, Rank, Record, SURE, State, Statement,
    Verdict,
};
pub use store::{
    Appended, Coder, Coding, Count, Entry, EntryKind, FACETS, Ledger, PageView, ProblemView, Recoded, RecordView,
    SetAside, Summary, TimelineDay,
};
