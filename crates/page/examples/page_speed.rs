//! How fast saved pages are read, and with how much memory: `page_speed FOLDER...` reads all `*.html` below the folders;
//! without a folder it reads made pages that grow, to show that time grows with the page and not with its square.
//!
//! Time is that of the program's one thread by the clock: on a shared machine run it more than once and take the best. Memory is
//! counted by the allocator: the most bytes held at one moment over what was held before, the page itself left out.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;
use text::MediaType;

mod saved_pages;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

struct Reading {
    name: String,
    n_bytes: usize,
    time: Duration,
    peak_bytes: usize,
}

impl Reading {
    fn of(name: String, bytes: &[u8]) -> Reading {
        let before = ALLOCATOR.current_usage();
        ALLOCATOR.reset_peak_usage();
        let start = Instant::now();
        let page = page::read(bytes, MediaType::Html, None);
        let time = start.elapsed();
        let peak_bytes = ALLOCATOR.peak_usage().saturating_sub(before);
        assert!(!page.metadata.encoding.unwrap_or_default().is_empty(), "every page names its encoding");
        Reading { name, n_bytes: bytes.len(), time, peak_bytes }
    }

    fn ms_per_mb(&self) -> f64 {
        self.time.as_secs_f64() * 1e3 / (self.n_bytes as f64 / 1e6)
    }

    fn peak_share(&self) -> f64 {
        self.peak_bytes as f64 / self.n_bytes.max(1) as f64
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folders: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if folders.is_empty() {
        for (name, make) in made_pages() {
            for n in [25_000, 50_000, 100_000] {
                let reading = Reading::of(format!("{name} x {n}"), make(n).as_bytes());
                print(&reading);
            }
        }
        return Ok(());
    }
    for folder in folders {
        let paths = saved_pages::below(&folder)?;
        let mut readings = Vec::with_capacity(paths.len());
        for path in paths {
            let bytes = std::fs::read(&path)?;
            // The better of two: the machine may be busy with something else.
            let read = || Reading::of(path.display().to_string(), &bytes);
            let (first, second) = (read(), read());
            readings.push(if first.time < second.time { first } else { second });
        }
        summary(&folder, &mut readings);
    }
    Ok(())
}

fn summary(folder: &Path, readings: &mut [Reading]) {
    let time: Duration = readings.iter().map(|own| own.time).sum();
    let n_bytes: usize = readings.iter().map(|own| own.n_bytes).sum();
    let n = readings.len();
    let per_second = n as f64 / time.as_secs_f64();
    let ms_per_mb = time.as_secs_f64() * 1e3 / (n_bytes as f64 / 1e6);
    println!("{}: {n} pages, {per_second:.0} pages/s, {ms_per_mb:.1} ms/MB", folder.display());
    // Small pages are dominated by what every page costs; the worst is looked for among the others.
    readings.sort_by(|a, b| b.ms_per_mb().total_cmp(&a.ms_per_mb()));
    readings.iter().filter(|own| own.n_bytes >= 20_000).take(3).for_each(print);
    readings.sort_by(|a, b| b.peak_share().total_cmp(&a.peak_share()));
    readings.iter().filter(|own| own.n_bytes >= 20_000).take(3).for_each(print);
}

fn print(reading: &Reading) {
    println!(
        "  {:>8.1} ms {:>7.1} ms/MB {:>6.1} x memory  {:>8.1} kB  {}",
        reading.time.as_secs_f64() * 1e3,
        reading.ms_per_mb(),
        reading.peak_share(),
        reading.n_bytes as f64 / 1e3,
        reading.name
    );
}

type Make = fn(usize) -> String;

/// Pages as hostile as a page can be, of a size that grows with the number.
fn made_pages() -> [(&'static str, Make); 10] {
    [
        ("nested div", |n| format!("<body>{}The end of it.", "<div>".repeat(n))),
        ("nested div with text", |n| format!("<body>{}", "<div>The talks went on.".repeat(n))),
        ("nested b", |n| format!("<body>{}The end of it.", "<b>".repeat(n))),
        ("paragraphs", |n| {
            format!("<body><article>{}", "<p>The talks went on until the evening of that day.</p>".repeat(n))
        }),
        ("list items", |n| format!("<body><ul>{}", "<li><a href='/x'>The talks</a> went on".repeat(n))),
        ("one text", |n| format!("<body><p>{}", "The talks went on. ".repeat(n))),
        ("one word", |n| format!("<body><p>{}", "word".repeat(n))),
        ("references", |n| format!("<body><p>{}", "&amp;&eacute; ".repeat(n))),
        ("one class", |n| format!("<body><p class='{}'>The talks went on.", "share-box ".repeat(n))),
        ("table cells", |n| format!("<body><table>{}", "<tr><td>The talks<td>went on".repeat(n))),
    ]
}
