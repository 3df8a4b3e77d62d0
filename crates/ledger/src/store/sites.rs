//! What the pages of one site need to know of each other: kept beside the pages, derived from their readings.

use rusqlite::{Connection, OptionalExtension, params};
use text::{Id, Page, SiteTrace, TraceLine};

use super::append::{find_capture, json};
use super::fault::Fault;
use super::{Durability, Ledger};
use crate::LedgerError;

/// A block that the page took for part of its article, and that is none because other pages of the site hold its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Its number in the page.
    pub block: usize,
    /// Other pages of the site, captures of the same story included, that hold its words now.
    pub n_other_pages: usize,
}

impl Ledger {
    /// The blocks of a page that its site's other pages take out of its article, in page order.
    ///
    /// # Errors
    /// When the file cannot be read, or a trace in it is damaged.
    pub fn set_aside(&self, page: Id) -> Result<Vec<SetAside>, LedgerError> {
        let Some(own) = self.site_trace(page)?.filter(|own| !own.set_aside.is_empty()) else { return Ok(Vec::new()) };
        let others = self.site_traces(&own.site)?;
        let n_other_pages = |line: &TraceLine| {
            let holds_it = |trace: &SiteTrace| trace.lines.iter().any(|other| other.fingerprint == line.fingerprint);
            others.iter().filter(|(other, trace)| *other != page && holds_it(trace)).count()
        };
        let with_count = |&block: &usize| Some(SetAside { block, n_other_pages: n_other_pages(own.lines.get(block)?) });
        Ok(own.set_aside.iter().filter_map(with_count).collect())
    }

    /// The traces of all pages of a site, by the page's id, in the order of ids: it says nothing about when they came.
    ///
    /// # Errors
    /// When the file cannot be read, or a trace in it is damaged.
    pub fn site_traces(&self, site: &str) -> Result<Vec<(Id, SiteTrace)>, LedgerError> {
        self.read(|connection| traces(connection, site))
    }

    /// What a page's last reading leaves for the other pages of its site; nothing when it tells no site, or was not read.
    ///
    /// # Errors
    /// When the file cannot be read, or the trace is damaged.
    pub fn site_trace(&self, page: Id) -> Result<Option<SiteTrace>, LedgerError> {
        self.read(|connection| {
            let Some(capture) = find_capture(connection, page)? else { return Ok(None) };
            let row = stored(connection, capture)?;
            row.map(|(_, written)| parsed(&written, &page.to_string())).transpose()
        })
    }

    /// Sites that gained or changed a page since [`Ledger::keep_settled`] was last called for them, by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn unsettled_sites(&self) -> Result<Vec<String>, LedgerError> {
        self.read(|connection| {
            let mut select = connection.prepare_cached("SELECT site FROM unsettled_sites ORDER BY site")?;
            Ok(select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })
    }

    /// Notes that the pages of a site have been compared, `compared` being their traces. Does nothing when the site has
    /// other pages by now: they are still to be compared.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep_settled(&mut self, site: &str, compared: &[(Id, SiteTrace)]) -> Result<(), LedgerError> {
        self.write(Durability::Rereadable, |connection| {
            if traces(connection, site)? == compared {
                connection.prepare_cached("DELETE FROM unsettled_sites WHERE site = ?1")?.execute([site])?;
            }
            Ok(())
        })
    }
}

fn traces(connection: &Connection, site: &str) -> Result<Vec<(Id, SiteTrace)>, Fault> {
    let mut select = connection.prepare_cached(
        "SELECT captures.id, trace FROM site_traces JOIN captures ON captures.number = site_traces.page
         WHERE site = ?1 ORDER BY captures.id",
    )?;
    let mut rows = select.query([site])?;
    let mut traces = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, written): (String, String) = (row.get(0)?, row.get(1)?);
        let page = id.parse().map_err(|_| Fault::Damaged(format!("'{id}' is no page id")))?;
        traces.push((page, parsed(&written, &id)?));
    }
    Ok(traces)
}

fn parsed(written: &str, page: &str) -> Result<SiteTrace, Fault> {
    serde_json::from_str(written)
        .map_err(|error| Fault::Damaged(format!("the trace of page {page} does not read: {error}")))
}

/// A page's row of `site_traces`: its site, and its trace as JSON.
pub(super) type StoredTrace = (String, String);

/// Puts a page's trace to where its last reading stands, and notes its site when others must be compared with it anew.
pub(super) fn refresh(connection: &Connection, capture: i64, after: Option<StoredTrace>) -> Result<(), Fault> {
    let before = stored(connection, capture)?;
    if before == after {
        return Ok(());
    }
    let parse =
        |row: &Option<StoredTrace>| row.as_ref().map(|(_, written)| parsed(written, &capture.to_string())).transpose();
    let (trace_before, trace_after) = (parse(&before)?, parse(&after)?);
    // What others made of the page says nothing to others.
    let own = |trace: &Option<SiteTrace>| trace.clone().map(|trace| SiteTrace { set_aside: Vec::new(), ..trace });
    if own(&trace_before) != own(&trace_after) {
        for site in [&trace_before, &trace_after].into_iter().flatten().map(|trace| &trace.site) {
            connection.prepare_cached("INSERT OR IGNORE INTO unsettled_sites (site) VALUES (?1)")?.execute([site])?;
        }
    }
    match after {
        None => connection.prepare_cached("DELETE FROM site_traces WHERE page = ?1")?.execute([capture])?,
        Some((site, trace)) => connection
            .prepare_cached("INSERT OR REPLACE INTO site_traces (page, site, trace) VALUES (?1, ?2, ?3)")?
            .execute(params![capture, site, trace])?,
    };
    Ok(())
}

/// Site and trace as a page's last reading asks for them.
pub(super) fn derived(page: &Page) -> Option<StoredTrace> {
    page.trace.as_ref().map(|trace| (trace.site.clone(), json(trace)))
}

/// Site and trace as the table holds them.
pub(super) fn stored(connection: &Connection, capture: i64) -> Result<Option<StoredTrace>, Fault> {
    let row = connection
        .prepare_cached("SELECT site, trace FROM site_traces WHERE page = ?1")?
        .query_row([capture], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(row)
}
