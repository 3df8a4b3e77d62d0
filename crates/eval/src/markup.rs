//! The saved pages of a corpus: packed in a `.tar.xz` or each in a `.html.gz`, in their own encodings.
//!
//! The contract takes a page as text, so the bytes are decoded here: a byte order mark first, then UTF-8 where the bytes
//! are valid UTF-8 (some pages were saved anew and kept an old `charset`), then the encoding that the markup names, then
//! the one that chardetng finds.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use anyhow::{Context, Result, bail};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use flate2::read::MultiGzDecoder;
use regex::bytes::Regex;
use tempfile::TempDir;

/// The saved pages of a corpus, ready to be read by their relative names.
pub struct SavedPages {
    folder: PathBuf,
    /// Where an archive was unpacked; gone when this is dropped.
    _unpacked: Option<TempDir>,
}

impl SavedPages {
    /// Opens a `.tar.xz` or a folder. `names_from` is the folder that the `html` fields of gold start from.
    ///
    /// # Errors
    /// When the archive cannot be unpacked.
    pub fn open(pages: &Path, names_from: &Path) -> Result<SavedPages> {
        if pages.is_dir() {
            return Ok(SavedPages { folder: names_from.to_owned(), _unpacked: None });
        }
        let folder = tempfile::tempdir().context("there is no folder for temporary files")?;
        unpack(pages, folder.path())?;
        Ok(SavedPages { folder: folder.path().to_owned(), _unpacked: Some(folder) })
    }

    /// The text of a page.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn text(&self, name: &str) -> Result<String> {
        let path = self.folder.join(name);
        let read = || {
            let mut file = File::open(&path)?;
            let mut bytes = Vec::new();
            if name.ends_with(".gz") {
                MultiGzDecoder::new(file).read_to_end(&mut bytes)?;
            } else {
                file.read_to_end(&mut bytes)?;
            }
            Ok::<_, std::io::Error>(bytes)
        };
        let bytes = read().with_context(|| format!("{} cannot be read", path.display()))?;
        Ok(decode(&bytes))
    }
}

/// Python's own tarfile reads xz, and it is needed for the scorers anyway.
fn unpack(archive: &Path, folder: &Path) -> Result<()> {
    if !archive.is_file() {
        bail!("{} is not there", archive.display());
    }
    let mut python = Command::new("python3");
    python.args(["-m", "tarfile", "-e"]).arg(archive).arg(folder).stdin(Stdio::null());
    let output = python.output().context("python3 does not start")?;
    if !output.status.success() || fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none()) {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        bail!("{} cannot be unpacked: {said}", archive.display());
    }
    Ok(())
}

static CHARSET: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)charset\s*=\s*["']?\s*([a-z0-9_:.-]+)"#).expect("a valid pattern"));

/// A `charset` counts in the first kilobytes only, as in browsers (they look at 1024 bytes; saved pages may begin with a comment).
const CHARSET_WITHIN: usize = 4096;

/// Decodes the bytes of a saved page.
pub fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let named = CHARSET
        .captures(&bytes[..bytes.len().min(CHARSET_WITHIN)])
        .and_then(|found| Encoding::for_label(&found[1]))
        // The markup itself was read as ASCII, so it cannot be UTF-16.
        .filter(|encoding| encoding.is_ascii_compatible());
    let encoding = named.unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        detector.guess(None, Utf8Detection::Allow)
    });
    debug_assert!(encoding == UTF_8 || encoding.is_ascii_compatible());
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_named_encoding_is_used_where_the_bytes_are_not_utf_8() {
        let page = b"<meta http-equiv=content-type content=\"text/html; charset=windows-1251\"><p>\xcc\xee\xf1\xea\xe2\xe0</p>";
        assert!(decode(page).contains("<p>Москва</p>"));
    }

    #[test]
    fn valid_utf_8_wins_over_a_stale_name() {
        assert!(decode("<meta charset=iso-8859-1><p>Kyïv</p>".as_bytes()).contains("Kyïv"));
    }

    #[test]
    fn one_broken_byte_does_not_turn_a_utf_8_page_into_another() {
        let mut page = "<meta charset=utf-8><p>Kyïv, Одеса</p>".as_bytes().to_vec();
        page.push(0xff);
        assert!(decode(&page).contains("Одеса"));
    }

    #[test]
    fn a_page_without_a_name_is_guessed() {
        let page = b"<p>Der Au\xdfenminister sprach in M\xfcnchen \xfcber die Lage.</p>";
        assert!(decode(page).contains("München"));
    }
}
