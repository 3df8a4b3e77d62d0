//! The extractors: one function each, from the text of a page to what the scorer reads.
//!
//! Every one runs as its own documentation shows it first, that is with its default settings. Where those would cost it
//! points that have nothing to do with extraction, the setting and its reason stand beside the call.

use serde::{Deserialize, Serialize};
use text::MediaType;

/// A page as it is put to every extractor: already in memory, already decoded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question {
    /// The page's id in its set.
    pub id: String,
    /// The page.
    pub html: String,
    /// Where it stood, if the set says so.
    pub url: Option<String>,
}

/// What an extractor found; the scorer's names.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Answer {
    /// The article, paragraphs divided by line breaks.
    #[serde(default)]
    pub body: Option<String>,
    /// Its title.
    #[serde(default)]
    pub title: Option<String>,
    /// Its authors.
    #[serde(default)]
    pub author: Option<String>,
    /// The day of publication, ISO 8601 at its beginning.
    #[serde(default)]
    pub date: Option<String>,
}

/// What runs an extractor.
#[derive(Clone, Copy)]
pub enum Runner {
    /// A function in this program.
    Rust(fn(&Question) -> Result<Answer, String>),
    /// `worker.py` beside this crate.
    Python,
}

/// An extractor.
pub struct Tool {
    /// Its name on the command line and in the results.
    pub name: &'static str,
    /// Its name in the tables.
    pub title: &'static str,
    /// How it was called.
    pub settings: &'static str,
    /// The package whose version is told; in Rust looked up in Cargo.lock.
    pub package: &'static str,
    /// Finds days only, no text.
    pub dates_only: bool,
    /// What runs it.
    pub runner: Runner,
}

/// All of them, ours first.
pub const TOOLS: &[Tool] = &[
    Tool {
        name: "demarche",
        title: "demarche",
        settings: "the library's `page::read`: article, roles of all blocks, metadata, the way back of each block to the bytes",
        package: "page",
        dates_only: false,
        runner: Runner::Rust(demarche),
    },
    Tool {
        name: "trafilatura-python",
        title: "trafilatura (Python)",
        settings: "`bare_extraction` with metadata, without comments",
        package: "trafilatura",
        dates_only: false,
        runner: Runner::Python,
    },
    Tool {
        name: "trafilatura-python-fast",
        title: "trafilatura (Python), fast",
        settings: "the same with `fast=True`: no second extractor to compare with",
        package: "trafilatura",
        dates_only: false,
        runner: Runner::Python,
    },
    Tool {
        name: "trafilatura-crate",
        title: "trafilatura (crate)",
        settings: "`extract` with fallback, without comments",
        package: "trafilatura",
        dates_only: false,
        runner: Runner::Rust(trafilatura_crate),
    },
    Tool {
        name: "rs-trafilatura",
        title: "rs-trafilatura",
        settings: "`extract_with_options`, defaults and the address",
        package: "rs-trafilatura",
        dates_only: false,
        runner: Runner::Rust(rs_trafilatura_crate),
    },
    Tool {
        name: "dom_smoothie",
        title: "dom_smoothie",
        settings: "`Readability::parse`, text mode `Formatted`",
        package: "dom_smoothie",
        dates_only: false,
        runner: Runner::Rust(dom_smoothie_crate),
    },
    Tool {
        name: "readabilityrs",
        title: "readabilityrs",
        settings: "`Readability::parse`, defaults",
        package: "readabilityrs",
        dates_only: false,
        runner: Runner::Rust(readabilityrs_crate),
    },
    Tool {
        name: "htmldate",
        title: "htmldate (Python)",
        settings: "`find_date(original_date=True)`",
        package: "htmldate",
        dates_only: true,
        runner: Runner::Python,
    },
];

/// The tool of a name.
pub fn by_name(name: &str) -> Option<&'static Tool> {
    TOOLS.iter().find(|tool| tool.name == name)
}

/// As `demarche page` answers it: the words come marked as UTF-8, the body is the blocks of the article.
fn demarche(page: &Question) -> Result<Answer, String> {
    let bytes = ["\u{feff}".as_bytes(), page.html.as_bytes()].concat();
    let read = page::read(&bytes, MediaType::Html, page.url.as_deref());
    let body: Vec<&str> =
        read.blocks.iter().filter(|block| block.role.is_article()).map(|block| block.text.as_str()).collect();
    let authors = &read.metadata.authors;
    Ok(Answer {
        body: Some(body.join("\n")),
        title: read.metadata.title.clone(),
        author: (!authors.is_empty()).then(|| authors.join("; ")),
        date: read.metadata.published.map(|date| date.to_string()),
    })
}

fn trafilatura_crate(page: &Question) -> Result<Answer, String> {
    // Comments are no article in any of the sets; the Python original is called without them too.
    let mut options = trafilatura::Options::default().with_fallback(true).with_exclude_comments(true);
    options.original_url = page.url.as_deref().and_then(|url| url::Url::parse(url).ok());
    let found = trafilatura::extract(&page.html, &options).map_err(|error| error.to_string())?;
    Ok(Answer {
        body: Some(found.content_text),
        title: Some(found.metadata.title),
        author: Some(found.metadata.author),
        date: found.metadata.date.map(|date| date.to_string()),
    })
}

fn rs_trafilatura_crate(page: &Question) -> Result<Answer, String> {
    let options = rs_trafilatura::Options { url: page.url.clone(), ..rs_trafilatura::Options::default() };
    let found = rs_trafilatura::extract_with_options(&page.html, &options).map_err(|error| error.to_string())?;
    Ok(Answer {
        body: Some(found.content_text),
        title: found.metadata.title,
        author: found.metadata.author,
        date: found.metadata.date.map(|date| date.to_rfc3339()),
    })
}

fn dom_smoothie_crate(page: &Question) -> Result<Answer, String> {
    // `Raw`, the default, is the text of the nodes without any division: words of two paragraphs would run together.
    let config = dom_smoothie::Config { text_mode: dom_smoothie::TextMode::Formatted, ..Default::default() };
    // An address that it refuses (not absolute) is left out; it serves links only.
    let parse = |url: Option<&str>| dom_smoothie::Readability::new(page.html.as_str(), url, Some(config.clone()));
    let mut reader = parse(page.url.as_deref()).or_else(|_| parse(None)).map_err(|error| error.to_string())?;
    let found = reader.parse().map_err(|error| error.to_string())?;
    Ok(Answer {
        body: Some(found.text_content.to_string()),
        title: Some(found.title),
        author: found.byline,
        date: found.published_time,
    })
}

fn readabilityrs_crate(page: &Question) -> Result<Answer, String> {
    let parse = |url: Option<&str>| readabilityrs::Readability::new(&page.html, url, None);
    let reader = parse(page.url.as_deref()).or_else(|_| parse(None)).map_err(|error| error.to_string())?;
    let found = reader.parse().ok_or("no article")?;
    Ok(Answer { body: found.text_content, title: found.title, author: found.byline, date: found.published_time })
}

/// The version of a package in this workspace's Cargo.lock.
pub fn locked_version(package: &str) -> Option<&'static str> {
    let lock = include_str!("../Cargo.lock");
    let (_, rest) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    rest.split_once('"').map(|(version, _)| version)
}
