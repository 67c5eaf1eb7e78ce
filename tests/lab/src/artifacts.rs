//! What the lab is made of: built once into `target/lab`, found there by the next run.

use anyhow::{Context as _, Result, bail};
use commands::{program, root};
use std::path::PathBuf;

/// The folder of everything that is fetched or built for the lab.
pub(crate) fn folder() -> PathBuf {
    root().join("target/lab")
}

/// The folder with the tarballs and jars that an archive's `packages/` is filled with.
pub(crate) fn packages() -> PathBuf {
    folder().join("packages")
}

/// Where Java 8 is on every host, and which folder of this machine that is.
pub(crate) const JAVA_HOME: &str = "/usr/lib/jvm/java-8-openjdk-amd64";

/// What every host is given, as `hosts.sh` takes it in `LAB_BIND`.
pub(crate) fn binds() -> String {
    let folder = folder();
    format!("{0}/java8:{JAVA_HOME} {0}/hadoop-client:/opt/hadoop-client", folder.display())
}

/// Fetches and builds what any part needs and is missing.
pub(crate) fn everything() -> Result<()> {
    script("artifacts.sh")
}

/// What a Kylin cluster needs.
pub(crate) fn all() -> Result<()> {
    script("java.sh")?;
    script("kylin/build.sh")
}

/// The jars of session sharing.
pub(crate) fn sessions() -> Result<()> {
    script("kylin/sessions.sh")
}

/// Only what the oracle needs.
pub(crate) fn kylin() -> Result<()> {
    script("kylin/build.sh")
}

fn script(name: &str) -> Result<()> {
    let path = root().join("tests/lab").join(name);
    let status = program("timeout")
        .args(["--kill-after=5", "900"])
        .arg(&path)
        .arg(folder())
        .status()
        .with_context(|| format!("{} can't be started", path.display()))?;
    if !status.success() {
        bail!("{}: {status}", path.display());
    }
    Ok(())
}
