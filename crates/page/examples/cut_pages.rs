//! Reads saved pages whole and cut at 20 random bytes each: `cut_pages FOLDER...`. Ends with 1 when one of them ends the reading, or
//! a block leads back to bytes outside the capture.
//!
//! Pages of some size that are read whole and give no block are told as lost, for a person to look at.

use std::error::Error;
use std::panic::catch_unwind;
use std::path::Path;
use std::process::ExitCode;

use text::{MediaType, Span};

mod saved_pages;

const N_CUTS: u64 = 20;

/// Bytes of a page that is told of when it gives no block; smaller ones may hold no text.
const N_BYTES_OF_LOST: usize = 2000;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut paths = Vec::new();
    for folder in std::env::args_os().skip(1) {
        paths.extend(saved_pages::below(Path::new(&folder))?);
    }
    let (mut n_read, mut n_ended, mut n_lost) = (0, 0, 0);
    for (number, path) in paths.iter().enumerate() {
        let bytes = std::fs::read(path)?;
        let mut state = number as u64 + 1;
        let cuts =
            std::iter::once(bytes.len()).chain((0..N_CUTS).map(|_| next(&mut state) as usize % bytes.len().max(1)));
        for cut in cuts {
            n_read += 1;
            match catch_unwind(|| n_checked_blocks(&bytes[..cut])) {
                Ok(0) if cut == bytes.len() && bytes.len() > N_BYTES_OF_LOST => {
                    n_lost += 1;
                    println!("lost: {}", path.display());
                }
                Ok(_) => {}
                Err(_) => {
                    n_ended += 1;
                    println!("ended: {} cut at byte {cut}", path.display());
                }
            }
        }
    }
    println!("{} pages, {n_read} readings, {n_ended} ended, {n_lost} whole pages without a block", paths.len());
    Ok(if n_ended == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads a page and follows each block back into the capture.
fn n_checked_blocks(bytes: &[u8]) -> usize {
    let page = page::read(bytes, MediaType::Html, None);
    for block in &page.blocks {
        let segments = block.origin.locate(Span::new(0, block.text.len()));
        assert!(segments.iter().all(|segment| segment.end <= bytes.len()), "outside the capture");
    }
    page.blocks.len()
}

/// The next number of a sequence that looks random and is the same in every run (SplitMix64).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
