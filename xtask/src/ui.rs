//! The page: `npm ci` and `npm run build`, left out when nothing changed since the last time.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use crate::process::{command, pass_through};
use crate::tree::Tree;

/// Fetches what the lock file names, unless that was done for this very lock file.
///
/// # Errors
/// When npm fails.
pub fn fetch(tree: &Tree) -> Result<bool> {
    let ui = tree.ui();
    let lock = digest(&[&ui.join("package-lock.json"), &ui.join("package.json")])?;
    let stamp = Stamp::new(tree, "ui-packages");
    if stamp.says(&lock) && ui.join("node_modules").is_dir() {
        return Ok(false);
    }
    pass_through(&mut command(&ui, "npm", &["ci", "--no-audit", "--no-fund"]))?;
    stamp.write(&lock)?;
    Ok(true)
}

/// Builds `dist/`, unless it was built from these very sources.
///
/// # Errors
/// When npm fails.
pub fn build(tree: &Tree) -> Result<bool> {
    let fetched = fetch(tree)?;
    let ui = tree.ui();
    let sources = digest_of_sources(&ui)?;
    let stamp = Stamp::new(tree, "ui-dist");
    if !fetched && stamp.says(&sources) && ui.join("dist/index.html").is_file() {
        return Ok(false);
    }
    pass_through(&mut command(&ui, "npm", &["run", "build"]))?;
    stamp.write(&sources)?;
    Ok(true)
}

/// A digest kept in the target folder.
struct Stamp {
    path: std::path::PathBuf,
}

impl Stamp {
    fn new(tree: &Tree, name: &str) -> Stamp {
        Stamp { path: tree.notes().join(name) }
    }

    fn says(&self, digest: &str) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|kept| kept == digest)
    }

    fn write(&self, digest: &str) -> Result<()> {
        let write = || {
            fs::create_dir_all(self.path.parent().unwrap_or(Path::new(".")))?;
            fs::write(&self.path, digest)
        };
        write().with_context(|| format!("{} cannot be written", self.path.display()))
    }
}

/// Everything that the build may read: all files but what npm and the build itself wrote.
fn digest_of_sources(ui: &Path) -> Result<String> {
    let made = |entry: &DirEntry| ["node_modules", "dist"].iter().any(|name| entry.file_name() == *name);
    let mut files = Vec::new();
    for entry in WalkDir::new(ui).sort_by_file_name().into_iter().filter_entry(|entry| !made(entry)) {
        let entry = entry.context("the sources of the page cannot be listed")?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    digest(&files.iter().map(std::path::PathBuf::as_path).collect::<Vec<_>>())
}

fn digest(files: &[&Path]) -> Result<String> {
    let mut hash = Sha256::new();
    for file in files {
        let bytes = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
        hash.update(file.as_os_str().as_encoded_bytes());
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_source_changes_the_digest_and_a_built_file_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("src/main.ts", "one");
        let first = digest_of_sources(folder.path()).unwrap();
        write("dist/main.js", "built");
        write("node_modules/x/index.js", "fetched");
        assert_eq!(digest_of_sources(folder.path()).unwrap(), first);
        write("src/main.ts", "two");
        assert_ne!(digest_of_sources(folder.path()).unwrap(), first);
    }
}
