//! Writes the features of captures for `training/page_lines/`: JSON lines with `lines` in, numbers out (u32,
//! little-endian). For each page the count of its lines and of the templates, then for each line its number, a count
//! and the numbers of its features.

#![allow(dead_code)] // The stage is private to its crate; the training needs its features and nothing else of it.
#[path = "../src/text_capture/mod.rs"]
mod text_capture;

use std::error::Error;
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let lines = record["lines"].as_array().ok_or("a capture has 'lines', a list of strings")?;
        let is_break = |letter: char| matches!(letter, '\n' | '\r' | '\u{2028}' | '\u{2029}');
        let text: Vec<String> =
            lines.iter().map(|line| line.as_str().unwrap_or_default().replace(is_break, " ")).collect();
        let (numbers, n_templates, active) = text_capture::line_features(&text.join("\n"));
        put(&mut out, active.len())?;
        put(&mut out, n_templates)?;
        for (number, row) in numbers.iter().zip(&active) {
            put(&mut out, *number)?;
            put(&mut out, row.len())?;
            for feature in row {
                out.write_all(&feature.to_le_bytes())?;
            }
        }
    }
    Ok(out.flush()?)
}

fn put(out: &mut impl Write, number: usize) -> Result<(), Box<dyn Error>> {
    Ok(out.write_all(&u32::try_from(number)?.to_le_bytes())?)
}
