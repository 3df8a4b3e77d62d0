//! Pages made for the tests, in our own words: one statement a line, `speaker cue content`.

use ledger::{BlockVerdicts, Coding, Evidence, Field, Finding, Ledger, LedgerError, Producer, Record, Statement};
use text::{Block, Capture, MediaType, Metadata, Origin, Page, Problem, Role, Span};

/// A capture with what a reading finds in it.
#[derive(Clone, Debug)]
pub struct Made {
    pub capture: Capture,
    pub page: Page,
    pub records: Vec<Record>,
}

/// A page from lines of speaker, cue and content.
pub fn page(origin: &str, published: Option<&str>, lines: &[(&str, &str, &str)]) -> Made {
    let texts: Vec<String> = lines.iter().map(|(speaker, cue, content)| format!("{speaker} {cue} {content}")).collect();
    let capture = Capture {
        origin: origin.to_owned(),
        captured_at: Some("2022-11-20T08:00:00Z".to_owned()),
        media_type: MediaType::PlainText,
        bytes: texts.join("\n").into_bytes(),
    };
    let published = published.map(|date| date.parse().unwrap());
    let mut page = Page {
        metadata: Metadata { title: Some(format!("Of {origin}")), published, ..Metadata::default() },
        is_article: true,
        ..Page::default()
    };
    let mut records = Vec::new();
    let mut start = 0;
    for (number, (text, line)) in texts.iter().zip(lines).enumerate() {
        let mut way = Origin::default();
        let (span, bytes) = (Span::new(0, text.len()), Span::new(start, start + text.len()));
        way.push(text::Run { text: span, capture: bytes, is_verbatim: true });
        page.blocks.push(Block { role: Role::Body, text: text.clone(), origin: way, lines: vec![number] });
        records.push(record(&capture, number, start, *line));
        start += text.len() + 1;
    }
    Made { capture, page, records }
}

fn record(capture: &Capture, block: usize, start: usize, (speaker, cue, content): (&str, &str, &str)) -> Record {
    let piece = |words: &str, at: usize| Evidence {
        words: words.to_owned(),
        segments: vec![Span::new(start + at, start + at + words.len())],
        block,
        span: Span::new(at, at + words.len()),
    };
    let cue_at = speaker.len() + 1;
    let finding = Finding::Statement(Statement {
        source: vec![piece(speaker, 0)],
        cue: vec![piece(cue, cue_at)],
        content: vec![piece(content, cue_at + cue.len() + 1)],
        speaker: Field::stated(speaker.to_owned(), vec![piece(speaker, 0)]),
        party: Field::absent(),
        ..Statement::default()
    });
    let id = Record::id_of(capture.id(), &finding);
    Record { id, capture: capture.id(), finding, found_by: "rule:made".to_owned(), confidence: 0.8, scores: vec![] }
}

/// The statement of a record.
pub fn statement(record: &Record) -> &Statement {
    let Finding::Statement(statement) = &record.finding;
    statement
}

/// The record with its statement changed, as a better program would find it.
pub fn with(record: &Record, change: impl FnOnce(&mut Statement)) -> Record {
    let mut record = record.clone();
    let Finding::Statement(statement) = &mut record.finding;
    change(statement);
    record
}

/// A version of the program.
pub fn producer(version: &str) -> Producer {
    Producer { program: version.to_owned(), data: "made".to_owned(), weights: "none".to_owned() }
}

/// A page about a mountain pass: three statements, one problem about words, one about the page.
pub fn pass() -> Made {
    let mut made = page(
        "pass.txt",
        Some("2022-10-05"),
        &[
            ("Ranger Ilse Noor", "said", "the pass stays closed until the snow melts"),
            ("The valley council", "demanded", "that carts be let through"),
            ("Mayor Anton Weiss", "warned", "against crossing at night"),
        ],
    );
    made.records[0] = with(&made.records[0], |statement| {
        statement.party = Field::stated("NOR".to_owned(), vec![]);
        statement.date = Field::stated("2022-10-04".parse().unwrap(), vec![]).because("weekday counted back");
    });
    made.records[1] = with(&made.records[1], |statement| {
        statement.date = Field::stated("2022-10".parse().unwrap(), vec![]);
    });
    made.page.problems = vec![
        Problem::at("unknown-speaker", Span::new(0, 16), "nobody knows this ranger"),
        Problem::of_page("no-author", "the page names no author"),
    ];
    made
}

/// A page about a harbour: two statements, no dates.
pub fn harbour() -> Made {
    page(
        "harbour.txt",
        Some("2022-10-03"),
        &[
            ("Captain Övind Rask", "said", "the harbour is open"),
            ("Mayor Anton Weiss", "denied", "that the harbour had ever been closed"),
        ],
    )
}

/// How this version of the program codes a made page: its roles, those that people gave, and the records of what is left
/// in the article.
#[allow(dead_code)] // Not everything that includes this file moves blocks.
pub fn coder<'a>(made: &'a Made, version: &'a str) -> impl Fn(&Ledger, &Capture, &BlockVerdicts) -> Coded + 'a {
    move |_, capture, verdicts| {
        assert_eq!(*capture, made.capture);
        let mut page = made.page.clone();
        let (deciding, _) = verdicts.placed(&page);
        for (block, verdict) in page.blocks.iter_mut().zip(deciding) {
            block.role = verdict.map_or(block.role, |verdict| verdict.role);
        }
        let stands = |record: &&Record| page.blocks[statement(record).content[0].block].role.is_article();
        let records = made.records.iter().filter(stands).cloned().collect();
        Ok(Coding { records, page, producer: producer(version) })
    }
}

type Coded = Result<Coding, LedgerError>;
