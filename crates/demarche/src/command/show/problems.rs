//! What was doubtful, under its page.

use std::io;

use anstyle::Style;
use ledger::ProblemView;

use crate::sanitize::for_terminal;
use crate::terminal::{FAINT, Screen};

/// Prints the problems, those of one page together.
pub fn print(screen: &mut Screen, problems: &[ProblemView]) -> io::Result<()> {
    if problems.is_empty() {
        return screen.paragraph(0, FAINT, "no problems");
    }
    let mut last = None;
    for problem in problems {
        if last != Some(problem.page) {
            if last.is_some() {
                screen.line("")?;
            }
            last = Some(problem.page);
            screen.path(0, &problem.page_origin)?;
        }
        screen.paragraph(2, Style::new(), &for_terminal(&format!("{}: {}", problem.name, problem.note)))?;
        if let Some(words) = &problem.words {
            screen.paragraph(6, FAINT, &for_terminal(&format!("“{words}”")))?;
        }
    }
    Ok(())
}
