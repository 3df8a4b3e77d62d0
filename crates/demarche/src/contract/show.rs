//! `demarche show WHAT --json`: the lines that a ledger gives.

use ledger::{Evidence, Field, Finding, PageView, ProblemView, RecordView};
use serde::Serialize;
use text::{Id, Known};

/// A statement on one page.
#[derive(Clone, Debug, Serialize)]
pub struct StatementLine<'a> {
    id: Id,
    page: &'a str,
    speaker: Option<&'a str>,
    party: Option<&'a str>,
    content: Vec<&'a str>,
    kind: &'static str,
    act: &'static str,
    date: Option<String>,
    addressee: Option<&'a str>,
    medium: Option<&'static str>,
    hedges: Vec<&'static str>,
    on_word_of: Option<&'a str>,
    rank: Option<&'static str>,
    source: Vec<&'a str>,
    cue: Vec<&'a str>,
    state: &'static str,
    found_by: &'a str,
    confidence: f64,
}

/// A page under one of the paths it was read from.
#[derive(Clone, Debug, Serialize)]
pub struct PageLine<'a> {
    page: &'a str,
    id: Id,
    title: Option<&'a str>,
    author: Option<String>,
    published: Option<String>,
    article: bool,
    site: Option<&'a str>,
    statements: usize,
    relations: Vec<RelationLine<'a>>,
}

/// What a page has to do with another.
#[derive(Clone, Debug, Serialize)]
struct RelationLine<'a> {
    page: &'a str,
    kind: &'static str,
}

/// A doubt and its page.
#[derive(Clone, Debug, Serialize)]
pub struct ProblemLine<'a> {
    page: &'a str,
    name: &'a str,
    note: &'a str,
    words: Option<&'a str>,
}

impl<'a> StatementLine<'a> {
    /// A record's line for the page at this path.
    pub fn new(view: &'a RecordView, page: &'a str) -> StatementLine<'a> {
        let Finding::Statement(statement) = &view.record.finding;
        StatementLine {
            id: view.record.id,
            page,
            speaker: text(&statement.speaker),
            party: text(&statement.party),
            content: words(&statement.content),
            kind: statement.kind.label(),
            act: stated(&statement.act).map_or("COMMENT", |act| act.label()),
            date: stated(&statement.date).map(ToString::to_string),
            addressee: text(&statement.addressee),
            medium: stated(&statement.medium).map(|medium| medium.label()),
            hedges: stated(&statement.hedges).into_iter().flatten().map(|hedge| hedge.label()).collect(),
            on_word_of: text(&statement.on_word_of),
            rank: stated(&statement.rank).map(|rank| rank.label()),
            source: words(&statement.source),
            cue: words(&statement.cue),
            state: view.state.label(),
            found_by: &view.record.found_by,
            confidence: view.record.confidence,
        }
    }
}

impl<'a> PageLine<'a> {
    /// The lines of a page: one for each path that gave its bytes, each a copy of the first.
    pub fn of_page(view: &'a PageView) -> Vec<PageLine<'a>> {
        let metadata = &view.page.metadata;
        let line = |(number, origin): (usize, &'a String)| PageLine {
            page: origin,
            id: view.id,
            title: metadata.title.as_deref(),
            author: (!metadata.authors.is_empty()).then(|| metadata.authors.join("; ")),
            published: metadata.published.map(|date| date.to_string()),
            article: view.page.is_article,
            site: metadata.site.as_deref(),
            statements: view.n_records,
            relations: match view.origins.first() {
                Some(first) if number > 0 => vec![RelationLine { page: first, kind: "exact" }],
                _ => Vec::new(),
            },
        };
        view.origins.iter().enumerate().map(line).collect()
    }
}

impl<'a> From<&'a ProblemView> for ProblemLine<'a> {
    fn from(view: &'a ProblemView) -> ProblemLine<'a> {
        ProblemLine { page: &view.page_origin, name: &view.name, note: &view.note, words: view.words.as_deref() }
    }
}

fn words(pieces: &[Evidence]) -> Vec<&str> {
    pieces.iter().map(|piece| piece.words.as_str()).collect()
}

fn text(field: &Field<String>) -> Option<&str> {
    stated(field).map(String::as_str)
}

fn stated<T>(field: &Field<T>) -> Option<&T> {
    match &field.value {
        Known::Stated(value) => Some(value),
        Known::Absent | Known::NotExamined => None,
    }
}
