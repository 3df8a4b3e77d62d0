//! The saved pages that examples read.

use std::path::{Path, PathBuf};

/// Every `*.html` below a folder, by name.
///
/// # Errors
/// When a folder cannot be read.
pub fn below(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    search(folder, &mut paths)?;
    paths.sort();
    Ok(paths)
}

fn search(folder: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            search(&path, paths)?;
        } else if path.extension().is_some_and(|end| end == "html") {
            paths.push(path);
        }
    }
    Ok(())
}
