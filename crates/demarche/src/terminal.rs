//! Standard output for people: width, colours, wrapped text. Colours follow `--color`, `NO_COLOR` and whether
//! standard output is a terminal; without them nothing is lost, as no meaning rests on a colour alone.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::ops::Range;

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthChar;

use crate::sanitize::for_terminal;

/// Titles and names.
pub const STRONG: Style = Style::new().bold();
/// What a reader may skip.
pub const FAINT: Style = Style::new().dimmed();
/// The words that name who says.
pub const SOURCE: Style = AnsiColor::Cyan.on_default().underline();
/// The words of saying.
pub const CUE: Style = AnsiColor::Yellow.on_default().bold();
/// What is said.
pub const CONTENT: Style = AnsiColor::Green.on_default();
/// What is well.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// What is not.
pub const BAD: Style = AnsiColor::Red.on_default().bold();

/// Lines of prose are kept shorter than this, however wide the window, in columns.
const MAX_WIDTH: usize = 110;
/// Width where nobody says how wide the output is, in columns.
const DEFAULT_WIDTH: usize = 100;
/// Below this the layouts no longer make sense, in columns.
const MIN_WIDTH: usize = 40;

/// Standard output, as a person sees it.
pub struct Screen {
    out: BufWriter<AutoStream<StdoutLock<'static>>>,
    width: usize,
    has_colour: bool,
}

impl Screen {
    /// Standard output.
    pub fn stdout() -> Screen {
        let stdout = AutoStream::auto(io::stdout().lock());
        let has_colour = stdout.current_choice() != anstream::ColorChoice::Never;
        Screen { out: BufWriter::new(stdout), width: width(), has_colour }
    }

    /// Columns to fill.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Will styles be seen?
    pub fn has_colour(&self) -> bool {
        self.has_colour
    }

    /// A line that is as long as it is.
    pub fn line(&mut self, line: impl std::fmt::Display) -> io::Result<()> {
        writeln!(self.out, "{line}")
    }

    /// A path, faint and in one line however long it is, so that it can be copied.
    pub fn path(&mut self, indent: usize, path: &str) -> io::Result<()> {
        writeln!(self.out, "{:indent$}{FAINT}{}{FAINT:#}", "", for_terminal(path))
    }

    /// Text in one style, wrapped, each line behind `indent` columns.
    pub fn paragraph(&mut self, indent: usize, style: Style, text: &str) -> io::Result<()> {
        for range in wrap(text, self.width.saturating_sub(indent)) {
            writeln!(self.out, "{:indent$}{style}{}{style:#}", "", &text[range])?;
        }
        Ok(())
    }

    /// Pieces of one text, each in its style, wrapped together behind `indent` columns; `lead` stands in these on the
    /// first line.
    pub fn marked(&mut self, lead: &str, indent: usize, pieces: &[(String, Style)]) -> io::Result<()> {
        let text: String = pieces.iter().map(|(words, _)| words.as_str()).collect();
        for (number, range) in wrap(&text, self.width.saturating_sub(indent)).into_iter().enumerate() {
            if number == 0 && !lead.is_empty() {
                write!(self.out, "{FAINT}{lead}{FAINT:#}{:1$}", "", indent.saturating_sub(columns(lead)))?;
            } else {
                write!(self.out, "{:indent$}", "")?;
            }
            let mut start = 0;
            for (words, style) in pieces {
                let end = start + words.len();
                let part = start.max(range.start)..end.min(range.end);
                if part.start < part.end {
                    write!(self.out, "{style}{}{style:#}", &text[part])?;
                }
                start = end;
            }
            writeln!(self.out)?;
        }
        Ok(())
    }

    /// Cells side by side, two columns between them, each wrapped inside its own width; the last takes what is left.
    pub fn row(&mut self, indent: usize, cells: &[Cell<'_>]) -> io::Result<()> {
        let taken: usize = cells.iter().map(|cell| cell.width + 2).sum::<usize>() + indent;
        let rest = (self.width + 2).saturating_sub(taken).max(16);
        let widths: Vec<usize> = cells.iter().map(|cell| if cell.width == 0 { rest } else { cell.width }).collect();
        let wrapped: Vec<Vec<Range<usize>>> =
            cells.iter().zip(&widths).map(|(cell, width)| wrap(cell.text, *width)).collect();
        let n_lines = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for number in 0..n_lines {
            let mut line = " ".repeat(indent);
            let mut gap = 0;
            for ((cell, ranges), width) in cells.iter().zip(&wrapped).zip(&widths) {
                let part = ranges.get(number).map_or("", |range| &cell.text[range.clone()]);
                let free = width.saturating_sub(columns(part));
                let (before, behind) = if cell.is_right { (free, 0) } else { (0, free) };
                if !part.is_empty() {
                    let style = cell.style;
                    line.push_str(&format!("{:1$}", "", gap + before));
                    line.push_str(&format!("{style}{part}{style:#}"));
                    gap = 0;
                } else {
                    gap += before;
                }
                gap += behind + 2;
            }
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    /// Everything written so far goes out.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A cell of a row.
#[derive(Clone, Copy)]
pub struct Cell<'a> {
    text: &'a str,
    width: usize,
    style: Style,
    is_right: bool,
}

impl<'a> Cell<'a> {
    /// A cell so many columns wide; 0 takes what the others leave.
    pub fn new(text: &'a str, width: usize, style: Style) -> Cell<'a> {
        Cell { text, width, style, is_right: false }
    }

    /// The same, set to the right.
    pub fn to_the_right(self) -> Cell<'a> {
        Cell { is_right: true, ..self }
    }
}

/// Columns that a text takes on a terminal.
pub fn columns(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// The text cut to so many columns, with an ellipsis where something is missing.
pub fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let end = fitting(text, width.saturating_sub(1));
    format!("{}…", text[..end].trim_end())
}

/// Lines of at most so many columns, as byte ranges of the text: broken at spaces, which belong to no line, and
/// inside a word only when the word alone is too long. An empty text is one empty line.
pub fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut start = text.len() - text.trim_start().len();
    loop {
        let rest = text[start..].trim_end();
        if columns(rest) <= width {
            if !rest.is_empty() || lines.is_empty() {
                lines.push(start..start + rest.len());
            }
            return lines;
        }
        let fits = fitting(rest, width);
        let is_break = |at: &usize| rest.is_char_boundary(*at) && rest[*at..].starts_with(' ');
        // At least one character a line, or a wide character in a narrow column would never end.
        let hard = fits.max(rest.chars().next().map_or(1, char::len_utf8));
        let end = (1..=fits).rev().find(is_break).unwrap_or(hard);
        lines.push(start..start + rest[..end].trim_end().len());
        start += end + (rest[end..].len() - rest[end..].trim_start().len());
    }
}

/// Bytes of the longest beginning that takes at most so many columns.
fn fitting(text: &str, width: usize) -> usize {
    let mut taken = 0;
    for (at, c) in text.char_indices() {
        taken += c.width().unwrap_or(0);
        if taken > width {
            return at;
        }
    }
    text.len()
}

fn width() -> usize {
    let of_window = || terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0));
    let of_environment = || std::env::var("COLUMNS").ok()?.parse().ok();
    let width = if io::stdout().is_terminal() { of_window().or_else(of_environment) } else { of_environment() };
    width.unwrap_or(DEFAULT_WIDTH).clamp(MIN_WIDTH, MAX_WIDTH)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(text: &str, width: usize) -> Vec<&str> {
        wrap(text, width).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn lines_break_at_spaces_and_only_long_words_inside() {
        assert_eq!(lines("return to the table", 10), ["return to", "the table"]);
        assert_eq!(lines("a Donaudampfschiff b", 8), ["a", "Donaudam", "pfschiff", "b"]);
        assert_eq!(lines("", 8), [""]);
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(lines("中国外交部", 4), ["中国", "外交", "部"]);
        assert_eq!(cut("中国外交部", 5), "中国…");
        assert_eq!(lines("中", 1), ["中"]);
    }

    proptest! {
        #[test]
        fn wrapping_keeps_every_word_and_the_width(text in "([a-zé中“”]{1,12} {1,2}){0,12}", width in 2usize..30) {
            let lines = lines(&text, width);
            prop_assert!(lines.iter().all(|line| columns(line) <= width));
            let squeezed = |text: &str| text.replace(' ', "");
            prop_assert_eq!(squeezed(&lines.concat()), squeezed(&text));
        }
    }
}
