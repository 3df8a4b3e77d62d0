//! The ledger in figures: short enough to be read at a glance.

use std::io;
use std::path::Path;

use anstyle::Style;
use ledger::{Count, Summary};

use crate::sanitize::for_terminal;
use crate::terminal::{CONTENT, FAINT, STRONG, Screen, columns, cut};

/// Speakers that are named.
const N_SPEAKERS: usize = 8;
/// Kinds of problems that are named.
const N_PROBLEMS: usize = 3;
/// The longest bar, in columns.
const BAR: usize = 28;

/// Prints the figures.
pub fn print(screen: &mut Screen, summary: &Summary, path: &Path) -> io::Result<()> {
    let path = path.display().to_string();
    screen.line(format_args!("{STRONG}{}{STRONG:#}", for_terminal(&path)))?;
    screen.paragraph(2, Style::new(), &figures(summary))?;
    if !summary.speakers.is_empty() {
        screen.line("")?;
        print_speakers(screen, &summary.speakers)?;
    }
    if summary.n_problems > 0 {
        screen.line("")?;
        screen.paragraph(2, Style::new(), &problems(summary))?;
    }
    screen.line("")?;
    screen.paragraph(2, FAINT, "next: demarche show timeline, demarche serve")
}

/// A number and its noun.
pub fn counted(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

fn figures(summary: &Summary) -> String {
    let mut parts = vec![counted(summary.n_pages, "page")];
    let n_others = summary.n_pages - summary.n_articles.min(summary.n_pages);
    if n_others > 0 {
        parts.push(format!("{n_others} of them without an article"));
    }
    parts.push(counted(summary.n_statements, "statement"));
    if summary.n_unsure > 0 {
        parts.push(format!("{} less sure that wait for review", summary.n_unsure));
    }
    if summary.n_reviewed > 0 {
        parts.push(format!("{} reviewed", summary.n_reviewed));
    }
    let mut sentence = parts.join(", ");
    match (summary.first_day, summary.last_day) {
        (Some(first), Some(last)) if first != last => sentence.push_str(&format!(", from {first} to {last}")),
        (Some(day), _) | (None, Some(day)) => sentence.push_str(&format!(", of {day}")),
        (None, None) => {}
    }
    sentence
}

fn print_speakers(screen: &mut Screen, speakers: &[Count]) -> io::Result<()> {
    let named: Vec<(String, usize)> = speakers
        .iter()
        .take(N_SPEAKERS)
        .map(|count| (cut(&for_terminal(&count.value), screen.width() / 2 - 6), count.n_records))
        .collect();
    let name_width = named.iter().map(|(name, _)| columns(name)).max().unwrap_or(0);
    let most = named.iter().map(|(_, n)| *n).max().unwrap_or(1);
    let bar_width = BAR.min(screen.width().saturating_sub(name_width + 12)).max(4);
    for (name, n) in &named {
        let gap = name_width - columns(name);
        let bar = bar(*n, most, bar_width);
        let rest = bar_width - columns(&bar);
        screen.line(format_args!(
            "  {name}{:gap$}  {CONTENT}{bar}{CONTENT:#}{:rest$}  {STRONG}{n:>4}{STRONG:#}",
            "", ""
        ))?;
    }
    // The ledger counts out its first speakers only, so how many more there are is not known here.
    if speakers.len() > named.len() {
        screen.line(format_args!("  {FAINT}and others{FAINT:#}"))?;
    }
    Ok(())
}

/// A bar of eighths of a column, never quite empty.
fn bar(n: usize, most: usize, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let n_eighths = (n * width * 8 / most.max(1)).max(1);
    format!("{}{}", "█".repeat(n_eighths / 8), EIGHTHS[n_eighths % 8])
}

fn problems(summary: &Summary) -> String {
    let named: Vec<String> =
        summary.problems.iter().take(N_PROBLEMS).map(|count| format!("{} {}", count.n_records, count.value)).collect();
    let more = if summary.problems.len() > N_PROBLEMS { ", ..." } else { "" };
    format!(
        "{}: {}{more} (demarche show problems)",
        counted(summary.n_problems, "problem"),
        for_terminal(&named.join(", "))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_grow_with_their_number_and_stay_in_their_width() {
        assert_eq!(bar(10, 10, 4), "████");
        assert_eq!(bar(5, 10, 4), "██");
        assert_eq!(bar(1, 1000, 4), "▏");
    }
}
