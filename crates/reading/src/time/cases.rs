//! The marked sentences of `cases/time/`: Markdown in which a fenced block holds one text, with each expression written as
//! `[words|KIND value]`, or `[words|KIND]` when it has no value. A line `Published: 2022-11-14` in the prose gives the day of
//! publication (or two bounds) from there on; `Published: unknown` takes it away.

use std::fs;
use std::path::{Path, PathBuf};

use text::{DateInterval, Document};

use super::{Timex, timexes};
use crate::Data;

/// One fenced block.
struct Case {
    place: String,
    published: Option<DateInterval>,
    marked: String,
}

#[test]
fn marked_sentences_are_read_as_marked() {
    let mut files = Vec::new();
    markdown_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/time"), &mut files);
    files.sort();
    assert!(!files.is_empty(), "there are no cases");
    let cases: Vec<Case> = files.iter().flat_map(|file| cases_of(file)).collect();
    let failures: Vec<String> = cases.iter().filter_map(failure).collect();
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

fn markdown_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            markdown_files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "md") && !path.ends_with("README.md") {
            into.push(path);
        }
    }
}

fn cases_of(file: &Path) -> Vec<Case> {
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let text = fs::read_to_string(file).unwrap();
    let (mut cases, mut published, mut block) = (Vec::new(), None, None::<Vec<&str>>);
    for (number, line) in text.lines().enumerate() {
        if let Some(day) = line.strip_prefix("Published: ") {
            published = (day != "unknown").then(|| day.parse().unwrap());
        } else if line.starts_with("```") {
            match block.take() {
                None => block = Some(Vec::new()),
                Some(lines) => {
                    cases.push(Case { place: format!("{name}:{number}"), published, marked: lines.join("\n") });
                }
            }
        } else if let Some(lines) = &mut block {
            lines.push(line);
        }
    }
    assert!(block.is_none(), "{name}: a block without end");
    cases
}

fn failure(case: &Case) -> Option<String> {
    let text = unmarked(&case.marked);
    let document = Document::of_text(text, case.published);
    let data = Data::embedded();
    let sentences = crate::sentence::sentences(&document, &data.abbreviations);
    let tokens = crate::token::tokens(&document, &sentences, &data.abbreviations);
    let ours = marked(document.text(), &timexes(&document, &sentences, &tokens));
    (ours != case.marked).then(|| format!("{}\n  wanted  {}\n  is      {ours}", case.place, case.marked))
}

/// The text without its marks.
fn unmarked(marked: &str) -> String {
    let mut text = String::new();
    let mut rest = marked;
    while let Some(open) = rest.find('[') {
        let close = open + rest[open..].find(']').unwrap();
        let words = rest[open + 1..close].split_once('|').unwrap().0;
        text.push_str(&rest[..open]);
        text.push_str(words);
        rest = &rest[close + 1..];
    }
    text.push_str(rest);
    text
}

/// The text with our marks.
fn marked(text: &str, timexes: &[Timex]) -> String {
    let mut marked = String::new();
    let mut at = 0;
    for timex in timexes {
        let kind = format!("{:?}", timex.kind).to_uppercase();
        let value = timex.value.as_ref().map_or(String::new(), |value| format!(" {value}"));
        marked.push_str(&text[at..timex.span.start]);
        marked.push_str(&format!("[{}|{kind}{value}]", &text[timex.span.range()]));
        at = timex.span.end;
    }
    marked.push_str(&text[at..]);
    marked
}
