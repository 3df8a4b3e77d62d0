//! The shared words of demarche: everybody uses them, they know nobody.
//!
//! A **capture** is the bytes of a saved page. Reading it gives a [`Page`]: metadata and [`Block`]s, each with
//! a [`Role`]. The blocks that are the article make the [`Document`], the text that all later stages read.
//! Every finding is a [`Span`] (a byte range of the document); all findings of one kind are a [`Layer`];
//! an [`Origin`] leads every span back to the bytes of the capture. What was doubtful is a [`Problem`].
//!
//! Nothing here reads files, knows HTML or decides anything about news.
//!
//! Spans are bytes inside the program and become Unicode code points (W3C Web Annotation Data Model, 4.2.4
//! and 4.2.5) or UTF-16 units (browsers) only at the edges: see [`Offsets`].

mod capture;
mod date;
mod document;
mod id;
mod known;
mod layer;
mod offsets;
mod origin;
mod page;
mod problem;
mod site;
mod span;

pub use capture::{Capture, MediaType};
pub use date::{DateInterval, DateIntervalError};
pub use document::{Document, Paragraph};
pub use id::{Id, IdError};
pub use known::Known;
pub use layer::Layer;
pub use offsets::Offsets;
pub use origin::{Origin, Run};
pub use page::{Block, Metadata, Page, Role};
pub use problem::Problem;
pub use site::{Fingerprint, SiteTrace, TraceLine};
pub use span::Span;
