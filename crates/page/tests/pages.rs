//! Saved pages that are hard to read, and what is expected of them, in a writing that people can read and edit.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use text::{MediaType, Page};

/// What `about.toml` says of a page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    address: String,
    date: String,
    reason: String,
    right: String,
}

fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("pages"))
        .expect("the pages lie beside the crate")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.join("page.html").exists())
        .collect();
    folders.sort();
    folders
}

/// A page as `expected.md` writes it: what it says of itself, then a line for each block.
fn written(page: &Page) -> String {
    let metadata = &page.metadata;
    let mut out = String::new();
    let or_none = |value: Option<String>| value.unwrap_or_else(|| "none".to_owned());
    let _ = writeln!(out, "article: {}", page.is_article);
    let _ = writeln!(out, "title: {}", or_none(metadata.title.clone()));
    let _ = writeln!(out, "deck: {}", or_none(metadata.deck.clone()));
    let _ = writeln!(out, "authors: {}", metadata.authors.join("; "));
    let _ = writeln!(out, "published: {}", or_none(metadata.published.map(|date| date.to_string())));
    let _ = writeln!(out, "site: {}", or_none(metadata.site.clone()));
    let _ = writeln!(out, "language: {}", or_none(metadata.language.clone()));
    let _ = writeln!(out, "encoding: {}", or_none(metadata.encoding.clone()));
    let names: Vec<&str> = page.problems.iter().map(|problem| &*problem.name).collect();
    let _ = writeln!(out, "problems: {}\n", names.join(", "));
    for block in &page.blocks {
        let _ = writeln!(out, "- {}: {}", block.role.name(), block.text);
    }
    out
}

#[test]
fn each_saved_page_is_read_as_expected() {
    let folders = folders();
    assert!(folders.len() >= 6, "the pages are there");
    let mut wrong = Vec::new();
    for folder in folders {
        let about = std::fs::read_to_string(folder.join("about.toml")).expect("each page has an about.toml");
        let about: About = toml::from_str(&about).expect("about.toml has the four keys");
        assert!(!about.reason.is_empty() && !about.right.is_empty() && about.date.len() == 10);
        let bytes = std::fs::read(folder.join("page.html")).expect("the page can be read");
        let ours = written(&page::read(&bytes, MediaType::Html, Some(&about.address)));
        let expected = std::fs::read_to_string(folder.join("expected.md")).unwrap_or_default();
        if ours != expected {
            wrong.push(format!("{}\n--- expected\n{expected}\n--- ours\n{ours}", folder.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
