//! Pages with their day, their number of statements, and where they came from.

use std::io;

use anstyle::Style;
use ledger::PageView;

use crate::sanitize::for_terminal;
use crate::terminal::{Cell, FAINT, STRONG, Screen, columns};

/// Prints the pages, two lines or more each.
pub fn print(screen: &mut Screen, pages: &[PageView]) -> io::Result<()> {
    if pages.is_empty() {
        return screen.paragraph(0, FAINT, "no page fits");
    }
    let dates: Vec<String> = pages.iter().map(published).collect();
    let date_width = dates.iter().map(|date| columns(date)).max().unwrap_or(0).max("published".len());
    let heads = [("published", date_width), ("statements", 10), ("page", 0)];
    screen.row(0, &heads.map(|(head, width)| Cell::new(head, width, FAINT)))?;
    for (page, date) in pages.iter().zip(&dates) {
        print_one(screen, page, date, date_width)?;
    }
    Ok(())
}

fn print_one(screen: &mut Screen, page: &PageView, date: &str, date_width: usize) -> io::Result<()> {
    let title = for_terminal(page.page.metadata.title.as_deref().unwrap_or("(no title)"));
    let n_records = if page.page.is_article { page.n_records.to_string() } else { "no article".to_owned() };
    screen.row(
        0,
        &[
            Cell::new(date, date_width, Style::new()),
            Cell::new(&n_records, 10, Style::new()).to_the_right(),
            Cell::new(&title, 0, STRONG),
        ],
    )?;
    for origin in &page.origins {
        screen.path(date_width + 14, origin)?;
    }
    Ok(())
}

fn published(page: &PageView) -> String {
    page.page.metadata.published.map_or("unknown".to_owned(), |date| date.to_string())
}
