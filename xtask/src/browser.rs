//! A browser for the tests of the page: the one that is there, or Debian's.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::process::pass_through;

/// Where a Chromium lies; it is installed when this is Debian or a relative, run by root.
///
/// # Errors
/// One sentence that says what to install.
pub fn find_or_install() -> Result<PathBuf> {
    if let Some(path) = find() {
        return Ok(path);
    }
    if may_install() {
        let quiet = |arguments: &[&str]| {
            let mut apt = Command::new("apt-get");
            apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
            pass_through(&mut apt)
        };
        // A list of packages that is too old fails to fetch; a list that cannot be had now may still do.
        let _ = quiet(&["-qq", "update"]);
        quiet(&["-qq", "-y", "--no-install-recommends", "install", "chromium"])?;
    }
    find().ok_or_else(|| {
        anyhow::anyhow!(
            "Chromium is needed for the tests of the page: install your system's package `chromium`, or set CHROMIUM to its path"
        )
    })
}

fn find() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&folders)
        .flat_map(|folder| ["chromium", "chromium-browser", "google-chrome"].map(|name| folder.join(name)))
        .collect::<Vec<_>>();
    named.into_iter().chain(on_path).find(|path| path.is_file())
}

/// Only root may install, and only where apt-get is.
fn may_install() -> bool {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|answer| answer.stdout.trim_ascii() == b"0");
    is_root && Path::new("/usr/bin/apt-get").is_file()
}
