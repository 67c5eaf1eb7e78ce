//! Real Alluxio: its code reads the exported files, and exported archives become clusters of it.

pub(super) mod client;
pub(super) mod cluster;
pub(super) mod files;
pub(super) mod story;
pub(super) mod wrong;

use crate::artifacts;
use anyhow::{Context as _, Result, bail};
use commands::{program, root};
use std::{path::PathBuf, thread};

/// `cargo xtask lab alluxio`: what is quick first, then mistakes and clusters at once, since both wait
/// most of the time.
pub(super) fn run(only: Option<&str>) -> Result<()> {
    if only.is_some() {
        bail!("--only goes with one of: alluxio-files, alluxio-cluster, alluxio-wrong");
    }
    files::run(None)?;
    artifacts::all()?;
    build()?;
    thread::scope(|scope| {
        let wrong = scope.spawn(|| wrong::run(None));
        let clusters = cluster::run(None);
        wrong.join().unwrap_or_else(|_| bail!("it panicked")).and(clusters)
    })
}

/// The published classes of both versions, and what stands in for their release.
pub(super) fn build() -> Result<()> {
    let script = root().join("tests/lab/alluxio/build.sh");
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
    root().join("tests/lab/alluxio/documents")
}

/// The service user on the hosts: the product's default.
pub(super) const USER: &str = "alluxio";

/// Where all hosts have the same folder.
pub(super) const SHARE: &str = "/mnt/nfs";

/// Java 8, and the jars at the place that the stand-in names.
pub(super) fn binds() -> String {
    format!(
        "{0}/java8:{1} {0}/alluxio:/usr/lib/alluxio-lab",
        artifacts::folder().display(),
        artifacts::JAVA_HOME
    )
}
