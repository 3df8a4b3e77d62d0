//! The blocks of pages: what each is, and who says so.

use std::io;

use ledger::{BlockVerdicts, PageView};

use crate::command::blocks::blocks;
use crate::sanitize::for_terminal;
use crate::terminal::{FAINT, STRONG, Screen};

/// Prints the blocks of each page under its title.
pub fn print(screen: &mut Screen, pages: &[(PageView, BlockVerdicts)]) -> io::Result<()> {
    if pages.is_empty() {
        return screen.paragraph(0, FAINT, "no page fits");
    }
    for (number, (page, verdicts)) in pages.iter().enumerate() {
        if number > 0 {
            screen.line("")?;
        }
        let title = page.page.metadata.title.as_deref().unwrap_or("(no title)");
        screen.paragraph(0, STRONG, &for_terminal(title))?;
        for origin in &page.origins {
            screen.path(0, origin)?;
        }
        for block in blocks(page, verdicts) {
            block.print(screen)?;
        }
    }
    Ok(())
}
