//! Marked sentences: Markdown files in `cases/<stage>/` that say what a stage must find, in the writing of the documentation.
//!
//! A case is a paragraph of prose or a heading that says what holds, then the marked text, indented by four spaces:
//!
//! ```text
//!     [Peskov|source 1] [said|cue 1] that [the line would hold|content 1].
//! ```
//!
//! `[words|label]` marks a span, marks nest, and `\[` is a plain bracket. Lines of one block are paragraphs of one document.
//! A line `published: 2022-11-09` above a block sets the day of publication. A block without marks is a near miss: nothing may be found.
//! A failing case prints our answer in the same writing.
//!
//! Labels: `sentence`; `source 1`, `cue 1`, `content 1`, `addressee 1` (numbered in the order of the statements);
//! `DATE 2022-11-11` and so on for times.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use reading::{Data, Reading, TimexKind, Wanted};
use text::{DateInterval, Document, Span};

#[test]
fn sentences_are_those_marked() {
    check("sentence", |reading| reading.sentences.iter().map(|s| Mark::new(s.span, "sentence")).collect());
}

#[test]
fn statements_are_those_marked() {
    check("statement", statement_marks);
}

#[test]
fn speech_that_the_layout_gives_is_marked() {
    check("labelled", statement_marks);
}

#[test]
fn statements_that_the_model_tags_are_those_marked() {
    // A working copy without weights has no model to read with.
    if let data @ Data { model: Some(_), .. } = Data::embedded() {
        check_with(&data, "tagged", statement_marks);
    }
}

#[test]
fn quotations_are_those_marked() {
    check("quotation", |reading| reading.quotations.iter().map(|q| Mark::new(q.span, "quotation")).collect());
}

#[test]
fn speakers_are_those_marked() {
    check("mention", |reading| {
        let name =
            |s: &reading::Statement| s.speaker.stated().map_or("nobody".to_owned(), |speaker| speaker.name.clone());
        reading.statements.iter().flat_map(|s| s.source.iter().take(1).map(|span| Mark::new(*span, &name(s)))).collect()
    });
}

#[test]
fn times_are_those_marked() {
    check("time", |reading| {
        let kind = |kind| match kind {
            TimexKind::Date => "DATE",
            TimexKind::Time => "TIME",
            TimexKind::Duration => "DURATION",
            TimexKind::Set => "SET",
        };
        let label = |t: &reading::Timex| format!("{} {}", kind(t.kind), t.value.as_deref().unwrap_or("?"));
        reading.timexes.iter().map(|t| Mark::new(t.span, &label(t))).collect()
    });
}

fn statement_marks(reading: &Reading<'_>) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (n, statement) in reading.statements.iter().enumerate() {
        let roles = [
            ("source", &statement.source),
            ("cue", &statement.cue),
            ("content", &statement.content),
            ("addressee", &statement.addressee),
        ];
        for (role, spans) in roles {
            marks.extend(spans.iter().map(|span| Mark::new(*span, &format!("{role} {}", n + 1))));
        }
    }
    marks
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    start: usize,
    /// The longer of two that begin together comes first.
    end: std::cmp::Reverse<usize>,
    label: String,
}

impl Mark {
    fn new(span: Span, label: &str) -> Mark {
        Mark { start: span.start, end: std::cmp::Reverse(span.end), label: label.to_owned() }
    }
}

struct Case {
    file: String,
    line: usize,
    published: Option<DateInterval>,
    marked: String,
}

/// Reads every case of a stage and compares; all failures are shown together.
fn check(stage: &str, answer: impl Fn(&Reading<'_>) -> Vec<Mark>) {
    check_with(&Data::lists(), stage, answer);
}

fn check_with(data: &Data, stage: &str, answer: impl Fn(&Reading<'_>) -> Vec<Mark>) {
    let mut failures = String::new();
    for case in cases(stage) {
        let (text, mut expected) = parse(&case.marked);
        let document = Document::of_text(text.clone(), case.published);
        let reading = reading::read(&document, data, Wanted::RECORD);
        let mut found = answer(&reading);
        found.sort();
        expected.sort();
        if found != expected {
            let ours = print(&text, &found);
            let _ =
                writeln!(failures, "{}:{}\n  expected: {}\n  found:    {ours}\n", case.file, case.line, case.marked);
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

fn cases(stage: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases").join(stage);
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.sort();
    files.into_iter().flat_map(|(name, content)| blocks(&name, &content)).collect()
}

fn collect(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "md") && !path.ends_with("README.md") {
            let content = fs::read_to_string(&path).expect("a case file is UTF-8");
            files.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), content));
        }
    }
}

/// The indented blocks of a file.
fn blocks(file: &str, content: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut published = None;
    let mut is_open = false;
    for (n, line) in content.lines().enumerate() {
        if let Some(date) = line.trim().strip_prefix("published: ") {
            published = Some(date.parse().expect("a date in a case file"));
        }
        match line.strip_prefix("    ") {
            Some(marked) if is_open => {
                if let Some(case) = cases.last_mut() {
                    case.marked.push('\n');
                    case.marked.push_str(marked);
                }
            }
            Some(marked) => {
                cases.push(Case { file: file.to_owned(), line: n + 1, published, marked: marked.to_owned() });
            }
            None => {}
        }
        is_open = line.starts_with("    ");
    }
    cases
}

/// Marked writing to plain text and marks.
fn parse(marked: &str) -> (String, Vec<Mark>) {
    let (mut text, mut marks, mut open) = (String::new(), Vec::new(), Vec::new());
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        if let Some(bracket) = rest.strip_prefix("\\[").map(|_| '[').or(rest.strip_prefix("\\]").map(|_| ']')) {
            text.push(bracket);
            rest = &rest[2..];
        } else if c == '[' {
            open.push(text.len());
            rest = &rest[1..];
        } else if c == '|' && !open.is_empty() {
            let end = rest.find(']').expect("a mark is closed");
            let start = open.pop().expect("a mark is open");
            marks.push(Mark::new(Span::new(start, text.len()), &rest[1..end]));
            rest = &rest[end + 1..];
        } else {
            text.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    (text, marks)
}

/// The same writing back; marks that cross are printed with the inner end first.
fn print(text: &str, marks: &[Mark]) -> String {
    let mut printed = String::new();
    for (at, c) in text.char_indices().chain([(text.len(), '\0')]) {
        let mut closing: Vec<&Mark> = marks.iter().filter(|mark| mark.end.0 == at).collect();
        closing.reverse();
        for mark in closing {
            let _ = write!(printed, "|{}]", mark.label);
        }
        for _ in marks.iter().filter(|mark| mark.start == at && mark.end.0 > at) {
            printed.push('[');
        }
        match c {
            '\0' => {}
            '[' | ']' => {
                printed.push('\\');
                printed.push(c);
            }
            c => printed.push(c),
        }
    }
    printed
}

#[test]
fn marked_writing_reads_back_as_printed() {
    for marked in
        ["[Peskov|source 2] [said|cue 2] that [[Putin|source 1] [lied|cue 1]|content 2].", "a \\[b\\] c", "no marks"]
    {
        let (text, mut marks) = parse(marked);
        marks.sort();
        assert_eq!(print(&text, &marks), marked);
    }
}
