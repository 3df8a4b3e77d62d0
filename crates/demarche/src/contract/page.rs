//! `demarche page`: a page in, its metadata, article and blocks out.

use std::collections::HashMap;

use page::SiteMemory;
use serde::Serialize;
use serde_json::Value;
use text::{Block, MediaType, Page, SiteTrace};

use super::{LineError, line, parsed, text_of};

#[derive(Serialize)]
struct Answer<'a> {
    id: Value,
    title: Option<&'a str>,
    author: Option<String>,
    published: Option<String>,
    article: bool,
    body: String,
    blocks: Vec<BlockLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<Vec<RoleOfLine>>,
}

#[derive(Serialize)]
struct BlockLine<'a> {
    role: &'static str,
    text: &'a str,
    #[serde(skip_serializing_if = "<[usize]>::is_empty")]
    lines: &'a [usize],
}

#[derive(Serialize)]
struct RoleOfLine {
    n: usize,
    role: &'static str,
}

/// The page of a line of input, read.
#[derive(Clone, Debug)]
pub struct ReadLine {
    id: Value,
    media_type: MediaType,
    page: Page,
}

impl ReadLine {
    /// Reads the page of a line `{id, html | text, url?}`, with its trace.
    ///
    /// # Errors
    /// When the line is no such object.
    pub fn traced(input: &str) -> Result<ReadLine, LineError> {
        ReadLine::read(input, page::traced)
    }

    /// Reads the page; `finish` gets it with its address.
    fn read(input: &str, finish: impl Fn(Page, Option<&str>) -> Page) -> Result<ReadLine, LineError> {
        let (id, object) = parsed(input)?;
        let html = text_of(&object, "html", &id)?;
        let text = text_of(&object, "text", &id)?;
        let (words, media_type) = match (html, text) {
            (Some(html), None) => (html, MediaType::Html),
            (None, Some(text)) => (text, MediaType::PlainText),
            _ => return Err(LineError { id, reason: "the line needs either 'html' or 'text'".to_owned() }),
        };
        let address = text_of(&object, "url", &id)?;
        let page = finish(page::read(&marked_as_utf8(words), media_type, address), address);
        Ok(ReadLine { id, media_type, page })
    }

    /// What the pages of its site need to know of it.
    pub fn trace(&self) -> Option<&SiteTrace> {
        self.page.trace.as_ref()
    }

    /// The page as the memory of its site, by the site's name, settles it.
    #[must_use]
    pub fn settled(self, memories: &HashMap<String, SiteMemory>) -> ReadLine {
        let memory = self.trace().and_then(|trace| memories.get(&trace.site));
        match memory {
            Some(memory) => ReadLine { page: page::settle(self.page, memory), ..self },
            None => self,
        }
    }

    /// The line of the answer: `{id, title, author, published, article, body, blocks, lines?}`.
    pub fn answer(&self) -> String {
        line(&answer(self.id.clone(), &self.page, self.media_type))
    }
}

/// Answers one line: `{id, html | text, url?}` gives `{id, title, author, published, article, body, blocks, lines?}`.
///
/// # Errors
/// When the line is no such object.
pub fn page(input: &str) -> Result<String, LineError> {
    ReadLine::read(input, |page, _| page).map(|read| read.answer())
}

/// The page is given as text, so it is UTF-8 whatever encoding its own markup names; a byte order mark says so with
/// more right than any `meta` element (WHATWG encoding sniffing).
fn marked_as_utf8(words: &str) -> Vec<u8> {
    let mark = if words.starts_with('\u{feff}') { "" } else { "\u{feff}" };
    [mark.as_bytes(), words.as_bytes()].concat()
}

fn answer(id: Value, page: &Page, media_type: MediaType) -> Answer<'_> {
    let is_body = |block: &&Block| block.role.is_article();
    let body: Vec<&str> = page.blocks.iter().filter(is_body).map(|block| block.text.as_str()).collect();
    let metadata = &page.metadata;
    Answer {
        id,
        title: metadata.title.as_deref(),
        author: (!metadata.authors.is_empty()).then(|| metadata.authors.join("; ")),
        published: metadata.published.map(|date| date.to_string()),
        article: page.is_article,
        body: body.join("\n"),
        blocks: page
            .blocks
            .iter()
            .map(|block| BlockLine { role: block.role.name(), text: &block.text, lines: &block.lines })
            .collect(),
        lines: (media_type == MediaType::PlainText).then(|| roles_of_lines(page)),
    }
}

fn roles_of_lines(page: &Page) -> Vec<RoleOfLine> {
    let of_block = |block: &Block| {
        let role = block.role.name();
        block.lines.iter().map(move |n| RoleOfLine { n: *n, role }).collect::<Vec<_>>()
    };
    let mut lines: Vec<RoleOfLine> = page.blocks.iter().flat_map(of_block).collect();
    lines.sort_by_key(|line| line.n);
    lines
}
