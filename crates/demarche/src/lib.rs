//! demarche as a library: a capture in, a page, its reading and its records out.
//!
//! [`read`] is the whole way through: `page` turns bytes into blocks with roles, `reading` turns the article into
//! layers, [`to_record`] turns the layers into records that can stand in a ledger. It is a pure function and cannot
//! fail. [`load`] is the only place that opens inputs; [`contract`] holds the machine contract, the JSON that
//! other programs rely on. The command `demarche` is a thin layer over these, in `src/command/`.
//!
//! Nothing here decides how a page is read, what a statement is or how a ledger is written.

use ledger::{BlockVerdicts, Record};
use reading::{Data, Reading, Wanted};
use text::{Capture, Document, Page, SiteTrace};

pub mod contract;
mod judged;
pub mod load;
mod to_record;

pub use judged::{judged, recoded};
pub use to_record::records;

/// A capture read to the end.
#[derive(Clone, Debug)]
pub struct PageReading<'d> {
    /// What the page is, with the doubts of every stage.
    pub page: Page,
    /// Its article, empty when it holds none.
    pub document: Document,
    /// What was found in the article.
    pub reading: Reading<'d>,
    /// The findings as records, ready for a ledger.
    pub records: Vec<Record>,
}

/// Reads a capture. The same capture and data give the same answer, byte for byte.
///
/// ```
/// use text::{Capture, MediaType};
///
/// let html = "<article><h1>Envoys meet</h1><p>“We will come back,” the Polish minister, Anna Nowak, said on Monday.</p>\
///             <p>The talks in the old port went on for nine hours, and no side gave an account of them.</p></article>";
/// let capture = Capture {
///     origin: "envoys.html".to_owned(),
///     captured_at: None,
///     media_type: MediaType::Html,
///     bytes: html.as_bytes().to_vec(),
/// };
/// let data = reading::Data::embedded();
/// let read = demarche::read(&capture, &data);
/// for record in &read.records {
///     let ledger::Finding::Statement(statement) = &record.finding;
///     println!("{:?}: {:?}", statement.speaker.value, statement.content);
/// }
/// ```
pub fn read<'d>(capture: &Capture, data: &'d Data) -> PageReading<'d> {
    read_judged(capture, data, None, &BlockVerdicts::default())
}

/// As [`read`], with what the other pages of its site and people say about the page's blocks; people's word wins.
///
/// `settled` is the trace of this page in the ledger ([`ledger::Ledger::site_trace`]), or the same with other blocks set
/// aside.
pub fn read_judged<'d>(
    capture: &Capture,
    data: &'d Data,
    settled: Option<&SiteTrace>,
    verdicts: &BlockVerdicts,
) -> PageReading<'d> {
    let address = address(capture);
    let mut page = page::traced(page::read(&capture.bytes, capture.media_type, address), address);
    if let Some(settled) = settled {
        page = page::settle_as(page, settled);
    }
    let mut page = judged(page, verdicts);
    let document = Document::of_page(&page);
    let reading = reading::read(&document, data, Wanted::RECORD);
    page.problems.extend(reading.problems.iter().cloned());
    let records = records(capture.id(), &document, &reading);
    PageReading { page, document, reading, records }
}

/// The page's own address, where the capture came from one; a path says nothing of it.
fn address(capture: &Capture) -> Option<&str> {
    let is_address = |origin: &&str| origin.starts_with("http://") || origin.starts_with("https://");
    Some(capture.origin.as_str()).filter(is_address)
}

/// What stands in each record that this program finds: its version, the digest of its data, its weights.
pub fn producer(data: &Data) -> ledger::Producer {
    ledger::Producer {
        program: concat!("demarche ", env!("CARGO_PKG_VERSION")).to_owned(),
        data: data.digest(),
        weights: data.weights().map_or_else(|| "none".to_owned(), |weights| weights.to_string()),
    }
}
