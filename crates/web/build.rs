//! Chooses the files that the program carries: the built page, or one sheet that says how to build it.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

const NOT_BUILT: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>demarche</title>\n\
    <h1>The page was not built</h1>\n<p>This program was compiled before its page. \
    Run <code>cargo xtask demo</code> or <code>cargo xtask test</code>, which build the page and then the program.\n";

fn main() -> io::Result<()> {
    let ui = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("ui");
    let built = ui.join("dist");
    // Cargo looks for changes in a folder only where there is one; a missing path would compile the crate each time.
    let _ = fs::create_dir_all(&built);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", built.display());
    let files = if built.join("index.html").is_file() { built } else { not_built()? };
    println!("cargo::rustc-env=DEMARCHE_UI={}", files.display());
    Ok(())
}

fn not_built() -> io::Result<PathBuf> {
    let folder = Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("not-built");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("index.html"), NOT_BUILT)?;
    Ok(folder)
}
