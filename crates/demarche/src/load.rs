//! Opening inputs: files, folders, standard input, gzip. No other module opens what is to be read.
//!
//! [`find`] turns the paths that somebody gave into the list of files to read; [`open`] turns one of them into a
//! capture. Both go on after a bad path: the error carries the path and says what to do.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use text::{Capture, MediaType};
use walkdir::{DirEntry, WalkDir};

/// The largest capture that is read unless somebody asks for more, in bytes.
pub const MAX_BYTES: u64 = 128 * 1024 * 1024;

/// Ends of the names of files that a folder is searched for, upper or lower case; each may be followed by `.gz`.
pub const ENDINGS: [&str; 4] = [".html", ".htm", ".xhtml", ".txt"];

/// Something that can be read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Input {
    /// A file, by the path it was given or found under.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

/// Why an input was not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// Nothing is there.
    #[error("there is no file or folder '{0}'")]
    Missing(String),
    /// The system refuses.
    #[error("'{path}' cannot be read: {reason}; check the path and its permissions")]
    Unreadable {
        /// The path.
        path: String,
        /// The system's reason.
        reason: String,
    },
    /// A link that leads back to a folder above it.
    #[error("'{0}' is a link to a folder above it: it was left out")]
    Loop(String),
    /// The folder holds no page.
    #[error(
        "there are no pages in '{0}': from a folder, files that end in .html, .htm, .xhtml or .txt are read \
         (or these with .gz); other files have to be named"
    )]
    NoPages(String),
    /// No byte.
    #[error("'{0}' is empty: save the page again")]
    Empty(String),
    /// Gzip that ends too early or is damaged.
    #[error("'{path}' is damaged or cut off ({reason}): fetch or pack it again")]
    BadGzip {
        /// The path.
        path: String,
        /// What the decoder met.
        reason: String,
    },
    /// A picture, an archive, a program.
    #[error("'{0}' is no page: its bytes are neither HTML nor text")]
    NotText(String),
    /// Larger than the limit.
    #[error("'{path}' is larger than {max_bytes} bytes: raise --max-bytes to read it")]
    TooLarge {
        /// The path.
        path: String,
        /// The limit, in bytes.
        max_bytes: u64,
    },
}

impl LoadError {
    /// The path it is about.
    pub fn path(&self) -> &str {
        match self {
            LoadError::Missing(path)
            | LoadError::Loop(path)
            | LoadError::NoPages(path)
            | LoadError::Empty(path)
            | LoadError::NotText(path)
            | LoadError::Unreadable { path, .. }
            | LoadError::BadGzip { path, .. }
            | LoadError::TooLarge { path, .. } => path,
        }
    }
}

impl Input {
    /// Where a capture of this input comes from: the path as given, without `./` at its start; `-` for standard input.
    pub fn origin(&self) -> String {
        match self {
            Input::File(path) => path.strip_prefix(".").unwrap_or(path).display().to_string(),
            Input::Stdin => "-".to_owned(),
        }
    }

    /// About how many bytes it holds; 0 when nobody knows before reading.
    pub fn n_bytes(&self) -> u64 {
        match self {
            Input::File(path) => path.metadata().map_or(0, |metadata| metadata.len()),
            Input::Stdin => 0,
        }
    }
}

/// The inputs that these paths stand for, in order: `-` is standard input, a file is itself whatever its name, a
/// folder is every page in it and in its folders, by name. Hidden files are left out, and so is the `NAME_files`
/// folder that a browser puts beside `NAME.html`.
pub fn find(paths: &[PathBuf]) -> (Vec<Input>, Vec<LoadError>) {
    let (mut inputs, mut errors) = (Vec::new(), Vec::new());
    for path in paths {
        if path.as_os_str() == "-" {
            inputs.push(Input::Stdin);
            continue;
        }
        match path.metadata() {
            Ok(metadata) if metadata.is_dir() => search(path, &mut inputs, &mut errors),
            Ok(_) => inputs.push(Input::File(path.clone())),
            Err(error) => errors.push(unreadable(path, &error)),
        }
    }
    (inputs, errors)
}

/// Reads an input whole. Gzip is known by its first bytes, whatever the name.
///
/// # Errors
/// When it cannot be read, is empty, larger than `max_bytes` (after unpacking too), damaged gzip, or no text.
pub fn open(input: &Input, max_bytes: u64) -> Result<Capture, LoadError> {
    let origin = input.origin();
    let (bytes, captured_at) = match input {
        Input::Stdin => (read_up_to(io::stdin().lock(), max_bytes, &origin)?, None),
        Input::File(path) => {
            let file = File::open(path).map_err(|error| unreadable(path, &error))?;
            let metadata = file.metadata().map_err(|error| unreadable(path, &error))?;
            if metadata.len() > max_bytes {
                return Err(LoadError::TooLarge { path: origin, max_bytes });
            }
            let changed = metadata.is_file().then(|| metadata.modified().ok()).flatten();
            (read_up_to(file, max_bytes, &origin)?, changed.and_then(written_moment))
        }
    };
    let bytes = unpacked(bytes, max_bytes, &origin)?;
    if bytes.is_empty() {
        return Err(LoadError::Empty(origin));
    }
    let media_type = media_type(&bytes, &origin).ok_or_else(|| LoadError::NotText(origin.clone()))?;
    Ok(Capture { origin, captured_at, media_type, bytes })
}

fn search(folder: &Path, inputs: &mut Vec<Input>, errors: &mut Vec<LoadError>) {
    let (n_inputs, n_errors) = (inputs.len(), errors.len());
    let walk = WalkDir::new(folder).follow_links(true).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(|entry| entry.depth() == 0 || !is_passed_over(entry)) {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_page_name(entry.file_name()) => {
                inputs.push(Input::File(entry.into_path()));
            }
            Ok(_) => {}
            Err(error) => errors.push(walk_error(folder, &error)),
        }
    }
    if inputs.len() == n_inputs && errors.len() == n_errors {
        errors.push(LoadError::NoPages(folder.display().to_string()));
    }
}

fn is_passed_over(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    // "Save page as" of browsers: scripts, frames and pictures of NAME.html.
    let is_save_folder = || {
        name.strip_suffix("_files").is_some_and(|stem| {
            [".html", ".htm"].iter().any(|ending| entry.path().with_file_name(format!("{stem}{ending}")).is_file())
        })
    };
    name.starts_with('.') || (entry.file_type().is_dir() && is_save_folder())
}

fn is_page_name(name: &OsStr) -> bool {
    let name = name.to_string_lossy().to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}

fn read_up_to(reader: impl Read, max_bytes: u64, origin: &str) -> Result<Vec<u8>, LoadError> {
    let mut bytes = Vec::new();
    let read = reader.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| LoadError::Unreadable { path: origin.to_owned(), reason: error.to_string() })?;
    if bytes.len() as u64 > max_bytes {
        return Err(LoadError::TooLarge { path: origin.to_owned(), max_bytes });
    }
    Ok(bytes)
}

fn unpacked(bytes: Vec<u8>, max_bytes: u64, origin: &str) -> Result<Vec<u8>, LoadError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    read_up_to(MultiGzDecoder::new(bytes.as_slice()), max_bytes, origin).map_err(|error| match error {
        LoadError::Unreadable { path, reason } => LoadError::BadGzip { path, reason },
        other => other,
    })
}

fn media_type(bytes: &[u8], origin: &str) -> Option<MediaType> {
    page::media_type_of(bytes, origin.strip_suffix(".gz").unwrap_or(origin))
}

/// A file's moment of change as RFC 3339 in UTC, to the second.
fn written_moment(moment: std::time::SystemTime) -> Option<String> {
    let seconds = jiff::Timestamp::try_from(moment).ok()?.as_second();
    Some(jiff::Timestamp::from_second(seconds).ok()?.to_string())
}

fn walk_error(folder: &Path, error: &walkdir::Error) -> LoadError {
    let path = error.path().unwrap_or(folder);
    match error.io_error() {
        Some(source) => unreadable(path, source),
        None => LoadError::Loop(path.display().to_string()),
    }
}

fn unreadable(path: &Path, error: &io::Error) -> LoadError {
    let path = path.display().to_string();
    match error.kind() {
        io::ErrorKind::NotFound => LoadError::Missing(path),
        _ => LoadError::Unreadable { path, reason: reason(error) },
    }
}

/// The system's own words without its error number, as messages begin in lower case.
fn reason(error: &io::Error) -> String {
    let written = error.to_string();
    let words = written.split(" (os error").next().unwrap_or(&written);
    words.to_lowercase()
}
