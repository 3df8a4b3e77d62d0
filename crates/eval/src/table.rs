//! Figures as a Markdown table, and the place of that table in a document.

use std::fmt::Write;

use anyhow::{Context, Result, bail};

use crate::floors::Floors;
use crate::measures::{Corpus, Figure, Measures};
use crate::results::{Results, Score};

const BEGIN: &str = "<!-- figures: written by `cargo xtask eval --write` -->";
const END: &str = "<!-- /figures -->";

/// The table: measure, data, precision, recall, ours, rival, floor. With `short`, only what the README shows.
pub fn markdown(measures: &Measures, results: &Results, floors: &Floors, short: bool) -> String {
    let mut table = String::from("| data | measure | P | R | ours | others | floor |\n|---|---|--:|--:|--:|---|--:|\n");
    for corpus in &measures.corpus {
        let n_documents = results.corpora.get(&corpus.name).map_or(0, |state| state.n_documents);
        let mut first = true;
        for figure in corpus.figure.iter().filter(|figure| figure.readme || !short) {
            let name = format!("{}.{}", corpus.name, figure.key);
            let Some(score) = results.figures.get(&name) else { continue };
            let title = if first { format!("{} ({n_documents})", corpus.title) } else { String::new() };
            first = false;
            row(&mut table, &title, figure, score, floors.floors.get(&name).map(|floor| floor.floor));
        }
    }
    table
}

fn row(table: &mut String, title: &str, figure: &Figure, score: &Score, floor: Option<f64>) {
    let cell = |value: Option<f64>| value.map(number).unwrap_or_default();
    let (measure, rival) = (&figure.measure, figure.rival.as_deref().unwrap_or_default());
    let (precision, recall) = (cell(score.precision), cell(score.recall));
    // Writing into a string does not fail.
    let _ = writeln!(
        table,
        "| {title} | {measure} | {precision} | {recall} | **{}** | {rival} | {} |",
        number(score.value),
        cell(floor)
    );
}

/// `.874` for a share, `12` for a count.
fn number(value: f64) -> String {
    if value > 1.0 {
        return value.to_string();
    }
    let words = format!("{value:.3}");
    words.strip_prefix('0').map_or(words.clone(), str::to_owned)
}

/// The page of all figures, with the corpora and the sources of the rivals' figures.
pub fn report(measures: &Measures, results: &Results, floors: &Floors) -> String {
    let mut page = format!(
        "# Figures\n\nWritten by `cargo xtask eval --write` on {}, by {}. All on open development sets: the test splits are kept \
         apart and measured at release.\n`P` and `R` are precision and recall where the measure has them; `floor` is what \
         `cargo xtask test` holds it to. The number after a set is its documents.\n\n",
        results.taken, results.program
    );
    page.push_str(&markdown(measures, results, floors, false));
    page.push_str("\n## Where the others' figures come from\n\n");
    for corpus in &measures.corpus {
        for figure in &corpus.figure {
            if let (Some(rival), Some(source)) = (&figure.rival, &figure.rival_source) {
                let _ = writeln!(page, "- {}, {}: {rival}. {source}", corpus.title, figure.measure);
            }
        }
    }
    page.push_str("\n## The corpora\n\n| name | where | documents | SHA-256 |\n|---|---|--:|---|\n");
    for corpus in &measures.corpus {
        if let Some(state) = results.corpora.get(&corpus.name) {
            let Corpus { name, .. } = corpus;
            let _ = writeln!(page, "| {name} | `{}` | {} | `{}` |", state.path, state.n_documents, state.sha256);
        }
    }
    page
}

/// Puts the table between the marks of the figures.
///
/// # Errors
/// When the marks are not there exactly once, in their order.
pub fn insert(document: &str, table: &str) -> Result<String> {
    insert_between(document, table, BEGIN, END)
}

/// Puts a table between two marks of a document.
///
/// # Errors
/// When the marks are not there exactly once, in their order.
pub fn insert_between(document: &str, table: &str, begin: &str, end: &str) -> Result<String> {
    let (before, rest) = document.split_once(begin).with_context(|| format!("there is no line `{begin}`"))?;
    let (_, after) = rest.split_once(end).with_context(|| format!("there is no line `{end}` after `{begin}`"))?;
    if after.contains(begin) || before.contains(end) {
        bail!("the marks `{begin}` and `{end}` stand there more than once");
    }
    Ok(format!("{before}{begin}\n{}\n{end}{after}", table.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::floors::Floor;
    use crate::results::CorpusState;

    fn measures() -> Measures {
        toml::from_str(
            r#"
            [[corpus]]
            name = "polnear"
            title = "PolNeAR dev"
            kind = "statements"
            gold = "data/polnear.jsonl.gz"
            figure = [
                { key = "f1", measure = "attribution F1", value = "/f1", precision = "/p", recall = "/r", readme = true, rival = "CRF .583", rival_source = "DESIGN" },
                { key = "leaked", measure = "leaks", value = "/leaked", better = "lower" },
            ]
            "#,
        )
        .unwrap()
    }

    fn results() -> Results {
        let state = CorpusState { path: "data/polnear.jsonl.gz".into(), sha256: "abc".into(), n_documents: 84 };
        let f1 = Score { value: 0.4712, precision: Some(0.5), recall: Some(1.0) };
        let leaked = Score { value: 12.0, precision: None, recall: None };
        Results {
            taken: "2022-11-09".into(),
            program: "demarche 0.1.0".into(),
            corpora: [("polnear".to_owned(), state)].into(),
            figures: [("polnear.f1".to_owned(), f1), ("polnear.leaked".to_owned(), leaked)].into(),
        }
    }

    fn floors() -> Floors {
        let floor = Floor { floor: 0.46, taken: "2022-11-09".into() };
        Floors { corpora: [].into(), floors: [("polnear.f1".to_owned(), floor)].into() }
    }

    #[test]
    fn a_row_has_ours_beside_the_others_and_the_floor() {
        let table = markdown(&measures(), &results(), &floors(), false);
        let rows: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(
            rows,
            [
                "| PolNeAR dev (84) | attribution F1 | .500 | 1.000 | **.471** | CRF .583 | .460 |",
                "|  | leaks |  |  | **12** |  |  |",
            ]
        );
    }

    #[test]
    fn the_short_table_holds_what_the_readme_shows() {
        let table = markdown(&measures(), &results(), &floors(), true);
        assert!(table.contains("attribution F1") && !table.contains("leaks"));
    }

    #[test]
    fn a_corpus_that_was_not_measured_has_no_row() {
        assert_eq!(markdown(&measures(), &Results::default(), &floors(), false).lines().count(), 2);
    }

    #[test]
    fn the_report_names_sources_and_digests() {
        let report = report(&measures(), &results(), &floors());
        assert!(report.contains("- PolNeAR dev, attribution F1: CRF .583. DESIGN"), "{report}");
        assert!(report.contains("| polnear | `data/polnear.jsonl.gz` | 84 | `abc` |"), "{report}");
    }

    #[test]
    fn the_table_replaces_the_old_one_and_nothing_else() {
        let old = format!("# Name\n\n{BEGIN}\n| old |\n{END}\n\nMore.\n");
        let new = insert(&old, "| new |\n").unwrap();
        assert_eq!(new, format!("# Name\n\n{BEGIN}\n| new |\n{END}\n\nMore.\n"));
        assert_eq!(insert(&new, "| new |\n").unwrap(), new);
    }

    #[test]
    fn a_document_without_marks_is_refused() {
        assert!(insert("# Name\n", "| new |\n").is_err());
        assert!(insert(&format!("{END}\n{BEGIN}\n"), "| new |\n").is_err());
        assert!(insert(&format!("{BEGIN}\n{END}\n{BEGIN}\n{END}\n"), "| new |\n").is_err());
    }
}
