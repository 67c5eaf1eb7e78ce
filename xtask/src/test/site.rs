//! The site that the browser tests look at is made from the sources as they are: an older one would
//! pass, or fail, for what is no longer there.

use anyhow::{Context as _, Result, bail};
use commands::root;
use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// What the site is made of, tests and benches apart.
const SOURCES: &[&str] = &["src", "crates", "public", "style", "index.html", "Trunk.toml"];

/// # Errors
/// The site is not there, or a source was written after it.
pub(super) fn is_fresh() -> Result<()> {
    let built = "the site is not built: cargo xtask test --only build";
    let site = written(&root().join("dist/index.html")).context(built)?;
    let mut newest = (SystemTime::UNIX_EPOCH, PathBuf::new());
    for source in SOURCES {
        look(&root().join(source), &mut newest)?;
    }
    if newest.0 > site {
        bail!(
            "the site in dist is older than {}: cargo xtask test --only build",
            newest.1.display()
        );
    }
    Ok(())
}

fn written(path: &Path) -> Result<SystemTime> {
    let told = || format!("{} can't be read", path.display());
    fs::metadata(path).and_then(|m| m.modified()).with_context(told)
}

/// Keeps the file that was written last, of all below.
fn look(path: &Path, newest: &mut (SystemTime, PathBuf)) -> Result<()> {
    if !path.is_dir() {
        let at = written(path)?;
        if at > newest.0 {
            *newest = (at, path.to_owned());
        }
        return Ok(());
    }
    if path.ends_with("tests") || path.ends_with("benches") {
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("{}", path.display()))? {
        look(&entry?.path(), newest)?;
    }
    Ok(())
}
