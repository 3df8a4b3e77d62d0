//! Corpora on disk: records of a JSONL file, plain or gzip, and the digest of every file that a score rests on.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use flate2::read::MultiGzDecoder;
use serde_json::Value;
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

/// The records of a JSONL file; a name that ends in `.gz` is unpacked.
///
/// # Errors
/// When the file cannot be read, or a line is no JSON object: with its number.
pub fn records(path: &Path) -> Result<Vec<Value>> {
    let file = File::open(path).with_context(|| format!("{} cannot be opened", path.display()))?;
    let reader: Box<dyn Read> = if path.extension().is_some_and(|end| end == "gz") {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let mut records = Vec::new();
    for (n, line) in BufReader::new(reader).lines().enumerate() {
        let place = || format!("{}, line {}", path.display(), n + 1);
        let line = line.with_context(place)?;
        if line.trim().is_empty() {
            continue;
        }
        let record: Value = serde_json::from_str(&line).with_context(place)?;
        if !record.is_object() {
            bail!("{}: not a JSON object", place());
        }
        records.push(record);
    }
    Ok(records)
}

/// The id of a record, whatever its JSON type.
pub fn id_of(record: &Value) -> Option<String> {
    match record.get("id")? {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// SHA-256 in hexadecimal over these files and folders: the bytes of a single file, or names and bytes of all files in
/// the order of their names. It does not depend on where they lie.
///
/// # Errors
/// When something cannot be read.
pub fn digest(paths: &[PathBuf]) -> Result<String> {
    if let [only] = paths
        && only.is_file()
    {
        return Ok(hex(&Sha256::digest(read(only)?)));
    }
    let mut whole = Sha256::new();
    for path in paths {
        for entry in WalkDir::new(path).sort_by_file_name() {
            let entry = entry.with_context(|| format!("{} cannot be listed", path.display()))?;
            if !entry.file_type().is_file() {
                continue;
            }
            let name = entry.path().strip_prefix(path.parent().unwrap_or(path)).unwrap_or(entry.path());
            whole.update(name.to_string_lossy().replace('\\', "/").as_bytes());
            whole.update([0]);
            whole.update(Sha256::digest(read(entry.path())?));
        }
    }
    Ok(hex(&whole.finalize()))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    #[test]
    fn a_record_is_the_same_packed_and_plain() {
        let folder = tempfile::tempdir().unwrap();
        let (plain, packed) = (folder.path().join("a.jsonl"), folder.path().join("a.jsonl.gz"));
        let words = "{\"id\": 1}\n\n{\"id\": \"b\"}\n";
        fs::write(&plain, words).unwrap();
        let mut gzip = GzEncoder::new(File::create(&packed).unwrap(), Compression::default());
        gzip.write_all(words.as_bytes()).unwrap();
        gzip.finish().unwrap();
        let ids = |path: &Path| records(path).unwrap().iter().filter_map(id_of).collect::<Vec<_>>();
        assert_eq!(ids(&plain), ["1", "b"]);
        assert_eq!(ids(&packed), ids(&plain));
    }

    #[test]
    fn a_bad_line_is_told_with_its_number() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bad.jsonl");
        fs::write(&path, "{\"id\": 1}\n[1, 2]\n").unwrap();
        assert!(records(&path).unwrap_err().to_string().ends_with("line 2: not a JSON object"));
    }

    #[test]
    fn the_digest_of_a_file_is_what_sha256sum_prints() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("abc");
        fs::write(&path, "abc").unwrap();
        assert_eq!(digest(&[path]).unwrap(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn the_digest_of_a_folder_sees_bytes_and_names_but_not_the_place() {
        let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let make = |top: &Path, name: &str, words: &str| {
            let folder = top.join("set");
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join(name), words).unwrap();
            folder
        };
        let (first, second) = (make(here.path(), "a", "words"), make(there.path(), "a", "words"));
        let before = digest(std::slice::from_ref(&first)).unwrap();
        assert_eq!(digest(std::slice::from_ref(&second)).unwrap(), before);
        fs::write(second.join("a"), "other words").unwrap();
        assert_ne!(digest(&[second]).unwrap(), before);
        fs::rename(first.join("a"), first.join("b")).unwrap();
        assert_ne!(digest(&[first]).unwrap(), before);
    }
}
