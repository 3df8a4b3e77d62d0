//! Where things lie: the working copy and the target folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The working copy that this task was started from.
pub struct Tree {
    /// Folder of the root `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder, wherever the environment or the configuration put it.
    pub target: PathBuf,
}

impl Tree {
    /// Finds both: the root from where this package was compiled, the target folder from where this program lies.
    pub fn find() -> Result<Tree> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here.parent().context("the folder of xtask has no parent")?.to_owned();
        let program = std::env::current_exe().context("the path of this program is unknown")?;
        // <target>/debug/xtask
        let target = program.ancestors().nth(2).context("this program does not lie in a target folder")?.to_owned();
        Ok(Tree { root, target })
    }

    /// The folder of the page's TypeScript.
    pub fn ui(&self) -> PathBuf {
        self.root.join("crates/web/ui")
    }

    /// A program of the release build.
    pub fn release(&self, name: &str) -> PathBuf {
        self.target.join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Folder for what the tasks themselves keep between runs.
    pub fn notes(&self) -> PathBuf {
        self.target.join("xtask")
    }
}
