//! `data/`: each folder that holds a file has a `SOURCE.md` which names every file beside it and a licence.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use walkdir::WalkDir;

const NAME: &str = "SOURCE.md";

/// Every `SOURCE.md` under `data/`.
///
/// # Errors
/// When the folder cannot be listed.
pub fn files(root: &Path) -> Result<Vec<PathBuf>> {
    let folders = folders(root)?;
    Ok(folders
        .into_iter()
        .filter(|(_, names)| names.iter().any(|name| name == NAME))
        .map(|(path, _)| path.join(NAME))
        .collect())
}

/// Folders without a source, files that it does not name, sources without a licence.
///
/// # Errors
/// When something cannot be read.
pub fn check(root: &Path) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for (folder, names) in folders(root)? {
        let shown = folder.strip_prefix(root).unwrap_or(&folder).display().to_string();
        if !names.iter().any(|name| name == NAME) {
            faults.push(format!("{shown}: has no {NAME}"));
            continue;
        }
        let words = super::read(&folder.join(NAME))?;
        for name in names.iter().filter(|name| *name != NAME && !words.contains(&format!("`{name}`"))) {
            faults.push(format!("{shown}/{NAME}: does not name `{name}`"));
        }
        if !["CC0", "CC BY", "MIT", "Apache", "public domain"].iter().any(|licence| words.contains(licence)) {
            faults.push(format!("{shown}/{NAME}: names no licence"));
        }
    }
    Ok(faults)
}

/// Each folder that holds files, with their names.
fn folders(root: &Path) -> Result<BTreeMap<PathBuf, Vec<String>>> {
    let mut folders: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
    for entry in WalkDir::new(root.join("data")).sort_by_file_name() {
        let entry = entry.context("data/ cannot be listed")?;
        if let (true, Some(folder)) = (entry.file_type().is_file(), entry.path().parent()) {
            folders.entry(folder.to_owned()).or_default().push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(folders)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(files: &[(&str, &str)]) -> Vec<String> {
        let root = tempfile::tempdir().unwrap();
        for (name, words) in files {
            let path = root.path().join("data").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, words).unwrap();
        }
        check(root.path()).unwrap()
    }

    #[test]
    fn a_folder_that_names_its_files_and_licence_is_in_order() {
        assert!(faults(&[("lexicon/SOURCE.md", "`cues.toml`: own words, CC0."), ("lexicon/cues.toml", "")]).is_empty());
    }

    #[test]
    fn each_gap_is_told() {
        assert_eq!(faults(&[("lexicon/cues.toml", "")]), ["data/lexicon: has no SOURCE.md"]);
        let gaps = faults(&[("lexicon/SOURCE.md", "Words."), ("lexicon/cues.toml", "")]);
        assert_eq!(
            gaps,
            ["data/lexicon/SOURCE.md: does not name `cues.toml`", "data/lexicon/SOURCE.md: names no licence"]
        );
    }
}
