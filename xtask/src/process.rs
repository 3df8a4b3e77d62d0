//! Running other programs: their words pass through, and their closing lines are kept.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

use crate::closing::Closing;

/// A command in a folder.
pub fn command(folder: &Path, program: impl AsRef<OsStr>, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    command
}

/// Cargo, with what the environment says about the target folder.
pub fn cargo(folder: &Path, arguments: &[&str]) -> Command {
    command(folder, std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), arguments)
}

/// Runs to the end; everything it prints is seen at once.
///
/// # Errors
/// When it cannot be started or ends with another status than 0.
pub fn pass_through(command: &mut Command) -> Result<()> {
    let said = say(command);
    let status = command.status().with_context(|| format!("`{said}` does not start"))?;
    if !status.success() {
        bail!("`{said}` ended with {status}");
    }
    Ok(())
}

/// Runs to the end, passes on what it prints, and keeps the lines that count tests.
///
/// # Errors
/// When it cannot be started. Another status than 0 is told by the second value.
pub fn count_tests(command: &mut Command) -> Result<(Closing, bool)> {
    if std::io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
    }
    count_tests_into(command, std::io::stdout(), std::io::stderr())
}

fn count_tests_into(command: &mut Command, stdout: impl Write, stderr: impl Write + Send) -> Result<(Closing, bool)> {
    let said = say(command);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{said}` does not start"))?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    // nextest closes on standard error, the others on standard output.
    let (mut closing, closing_err) = thread::scope(|scope| {
        let err = scope.spawn(move || err.map(|pipe| tee(pipe, stderr)));
        let out = out.map(|pipe| tee(pipe, stdout));
        (out.unwrap_or_default(), err.join().ok().flatten().unwrap_or_default())
    });
    closing.join(closing_err);
    let status = child.wait().with_context(|| format!("`{said}` was lost"))?;
    Ok((closing, status.success()))
}

/// Copies a stream line by line and looks at each line on the way.
fn tee(from: impl Read, mut to: impl Write) -> Closing {
    let mut closing = Closing::default();
    let mut lines = BufReader::new(from);
    let mut line = Vec::new();
    while let Ok(1..) = lines.read_until(b'\n', &mut line) {
        // A reader that went away must not stop the tests.
        let _ = to.write_all(&line).and_then(|()| to.flush());
        closing.look_at(&String::from_utf8_lossy(&line));
        line.clear();
    }
    closing
}

fn say(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn closing_lines_are_kept_from_both_streams() {
        let mut shell = Command::new("sh");
        shell.args([
            "-c",
            "echo '3 passed, 1 failed'; echo 'test result: ok. 2 passed; 0 failed; 0 ignored' >&2; exit 1",
        ]);
        let (closing, good) = count_tests_into(&mut shell, io::sink(), io::sink()).unwrap();
        assert_eq!((closing.passed, closing.failed, good), (5, 1, false));
    }

    #[test]
    fn a_bad_end_is_an_error_that_names_the_command() {
        let error = pass_through(Command::new("sh").args(["-c", "exit 3"])).unwrap_err().to_string();
        assert!(error.contains("`sh -c exit 3` ended with") && error.contains('3'), "{error}");
    }
}
