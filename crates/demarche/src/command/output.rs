//! Where data goes: standard output, or a file that appears only when it is whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

/// Standard output for data, buffered.
pub fn stdout() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::with_capacity(64 * 1024, io::stdout().lock())
}

/// A writer that remembers whether its reader went away, for formats that wrap the error beyond recognition.
pub struct Watched<W> {
    to: W,
    is_reader_gone: bool,
}

impl<W: Write> Watched<W> {
    /// Watches this writer.
    pub fn new(to: W) -> Watched<W> {
        Watched { to, is_reader_gone: false }
    }

    /// Did a write fail because nobody reads?
    pub fn is_reader_gone(&self) -> bool {
        self.is_reader_gone
    }

    fn watch<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        self.is_reader_gone |= done.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
        done
    }
}

impl<W: Write> Write for Watched<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes);
        self.watch(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.to.flush();
        self.watch(flushed)
    }
}

/// A file under another name until [`WholeFile::keep`]: a run that breaks off leaves no half of a file behind.
pub struct WholeFile {
    file: BufWriter<File>,
    path: PathBuf,
    part: PathBuf,
    is_kept: bool,
}

impl WholeFile {
    /// Begins the file.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(path: &Path) -> anyhow::Result<WholeFile> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let part = path.with_file_name(name);
        let file = File::create(&part).with_context(|| format!("'{}' cannot be written", path.display()))?;
        Ok(WholeFile { file: BufWriter::new(file), path: path.to_owned(), part, is_kept: false })
    }

    /// The file is whole: it gets its name.
    ///
    /// # Errors
    /// When the last bytes cannot be written.
    pub fn keep(mut self) -> anyhow::Result<()> {
        let context = || format!("'{}' cannot be written", self.path.display());
        self.file.flush().with_context(context)?;
        fs::rename(&self.part, &self.path).with_context(context)?;
        self.is_kept = true;
        Ok(())
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = fs::remove_file(&self.part);
        }
    }
}
