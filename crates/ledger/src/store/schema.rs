//! The tables, and the steps from one format version to the next.
//!
//! Step number `n` (counted from 1) makes a ledger of version `n` out of one of version `n - 1`; the first makes the
//! tables in an empty file. A step that has been released is never edited: a change of the tables is a new file in
//! `schema/`, a new line in [`STEPS`], and a stored ledger of the version before it in `ledgers/`.

/// Stands in the header of every ledger (SQLite's `application_id`): "dema" in ASCII.
pub(super) const APPLICATION_ID: i64 = 0x6465_6d61;

/// One step from a format version to the next.
pub(super) struct Step {
    /// What to run.
    pub(super) sql: &'static str,
    /// Are views made again afterwards? Yes, when the step makes or changes one of their tables.
    pub(super) rebuilds_views: bool,
}

/// All steps; their number is the newest format version.
pub(super) const STEPS: &[Step] = &[
    Step { sql: include_str!("../../schema/v1.sql"), rebuilds_views: false },
    Step { sql: include_str!("../../schema/v2.sql"), rebuilds_views: false },
    Step { sql: include_str!("../../schema/v3.sql"), rebuilds_views: true },
];

/// The tables that can be made again from the entries.
pub(super) const VIEW_TABLES: [&str; 6] =
    ["pages", "problems", "records", "record_words", "site_traces", "unsettled_sites"];

/// The newest format version, the one that this program writes.
pub(super) fn newest() -> i64 {
    i64::try_from(STEPS.len()).expect("a ledger has few versions")
}
