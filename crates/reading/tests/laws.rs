//! What holds for every text, however odd.

use std::sync::LazyLock;

use proptest::prelude::*;
use reading::{Data, Reading, Wanted};
use text::{Document, Span};

static LISTS: LazyLock<Data> = LazyLock::new(Data::lists);
static EMBEDDED: LazyLock<Data> = LazyLock::new(Data::embedded);

fn read(text: &str) -> (Document, Reading<'static>) {
    read_with(&LISTS, text)
}

fn read_with(data: &'static Data, text: &str) -> (Document, Reading<'static>) {
    let document = Document::of_text(text, "2022-11-09".parse().ok());
    let reading = reading::read(&document, data, Wanted::RECORD);
    (document, reading)
}

fn spans(reading: &Reading<'_>) -> Vec<Span> {
    let statements = reading.statements.iter().flat_map(|s| {
        let who = s.speaker.stated().map(|speaker| speaker.mention);
        s.source.iter().chain(&s.cue).chain(&s.content).chain(&s.addressee).copied().chain(who)
    });
    let others = reading.quotations.iter().flat_map(|q| [q.span, q.inner]);
    let layers = reading.tokens.iter().map(|t| t.span).chain(reading.mentions.iter().map(|m| m.span));
    statements.chain(others).chain(layers).chain(reading.timexes.iter().map(|t| t.span)).collect()
}

/// Words, marks and line breaks that the rules look for, in any order.
fn news() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "said",
        "told",
        "He",
        "the minister",
        "Mr.",
        "Peskov",
        ",",
        ".",
        "?",
        "“",
        "”",
        "\"",
        "''",
        "``",
        "'''",
        "‘",
        "’",
        "who",
        "that",
        "according to",
        "adding",
        "and",
        "called for",
        "was told",
        "to",
        "\n",
        ":",
        "—",
        "on Friday",
        "U.S.",
        "«",
        "»",
        "„",
        "é",
        "(",
        ")",
        "'s",
        "not",
        "has",
        "to say",
    ]);
    prop::collection::vec(piece, 0..60)
        .prop_map(|pieces| pieces.join(" ").replace(" ,", ",").replace("“ ", "“").replace(" ”", "”"))
}

fn holds(data: &'static Data, text: &str) -> Result<(), TestCaseError> {
    let (document, reading) = read_with(data, text);
    for span in spans(&reading) {
        prop_assert!(span.end <= text.len() && text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
    }
    for sentence in &reading.sentences {
        prop_assert!(document.paragraphs()[sentence.paragraph].span.contains(sentence.span));
    }
    for token in &reading.tokens {
        prop_assert!(reading.sentences[token.sentence].span.contains(token.span));
    }
    for pair in reading.quotations.windows(2) {
        prop_assert!(pair[0].span.end <= pair[1].span.start);
    }
    for statement in &reading.statements {
        prop_assert!(!statement.content.is_empty());
        prop_assert!(statement.content.iter().chain(&statement.cue).all(|span| !span.is_empty()));
        prop_assert!((0.0..=1.0).contains(&statement.confidence));
        for span in statement.content.iter().chain(&statement.cue).chain(&statement.source) {
            let is_in_one = document.paragraphs().iter().any(|paragraph| paragraph.span.contains(*span));
            prop_assert!(is_in_one, "a piece lies inside one paragraph: {:?}", document.slice(*span));
        }
    }
    let words: usize = text.chars().filter(|c| !c.is_whitespace()).map(char::len_utf8).sum();
    let in_tokens: usize = reading.tokens.iter().map(|t| t.span.len()).sum();
    prop_assert_eq!(words, in_tokens, "every character that is no white space stands in a token");
    prop_assert_eq!(read_with(data, text).1, reading, "reading again gives the same");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_read_with_spans_inside(text in "\\PC{0,200}") {
        holds(&LISTS, &text)?;
    }

    #[test]
    fn news_in_any_order_is_read_with_spans_inside(text in news()) {
        holds(&LISTS, &text)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn news_in_any_order_is_read_by_the_model_with_spans_inside(text in news()) {
        holds(&EMBEDDED, &text)?;
    }
}

#[test]
fn a_hundred_thousand_quotation_marks_are_read() {
    for mark in ["\"", "“", "''", "‘a ", "’ "] {
        let (_, reading) = read(&mark.repeat(100_000));
        assert!(reading.quotations.len() <= 100_000);
    }
}

#[test]
fn a_text_without_full_stops_is_read_and_doubted() {
    let text = "the minister said that he, who told reporters, ".repeat(20_000);
    assert!(read(&text).1.problems.iter().any(|problem| problem.name == "sentence-too-long"));
}

#[test]
fn words_of_saying_without_a_source_are_a_problem() {
    let (document, reading) = read("The minister was told that the bridge was closed.");
    let problem = reading.problems.iter().find(|problem| problem.name == "statement-without-source").unwrap();
    assert_eq!(document.slice(problem.span.unwrap()), "was told");
}
