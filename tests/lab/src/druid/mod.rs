//! Real Druid: exported archives become clusters of it, and what Muster rejects is shown to fail.

pub(super) mod client;
pub(super) mod cluster;
pub(super) mod database;
pub(super) mod story;
mod watch;
pub(super) mod wrong;

use crate::artifacts;
use anyhow::{Context as _, Result, bail};
use commands::{program, root};
use std::path::PathBuf;

/// The jars of the three versions, and what stands in for their releases.
pub(super) fn build() -> Result<()> {
    let script = root().join("tests/lab/druid/build.sh");
    let status = program("timeout")
        .args(["--kill-after=5", "900"])
        .arg(&script)
        .arg(artifacts::folder())
        .status()
        .with_context(|| format!("{} can't be started", script.display()))?;
    if !status.success() {
        bail!("{}: {status}", script.display());
    }
    Ok(())
}

/// The folder of the documents.
pub(super) fn documents() -> PathBuf {
    root().join("tests/lab/druid/documents")
}

/// The service user on the hosts: the product's default.
pub(super) const USER: &str = "druid";

/// Where all hosts have the same folder.
pub(super) const SHARE: &str = "/mnt/nfs";

/// Java 8, and the jars at the place to which the tarballs' links lead.
pub(super) fn binds() -> String {
    format!(
        "{0}/java8:{1} {0}/druid:/usr/lib/druid-lab",
        artifacts::folder().display(),
        artifacts::JAVA_HOME
    )
}
