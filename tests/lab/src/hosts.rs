//! `cargo xtask lab hosts`: the generated scripts run for real, as a user without rights, against
//! hosts of their own: the whole life of a deployment, with everything that goes wrong on the way.
//!
//! Kylin is a small stand-in here (`tests/lab/deploy`), so that a run takes a minute; the real one
//! is deployed by `cargo xtask lab cluster`. What a deployment changed on a host is compared, file
//! by file, with what the archive promises.

mod archive;
mod changes;
mod state;
mod story;
mod tls;

use crate::{
    artifacts,
    host::{Hosts, beside},
    report::Report,
};
use anyhow::{Result, bail};
use commands::{program, root};
use std::{fs, path::PathBuf};

/// Hosts h1 to h5; h5 stands behind h1.
pub(crate) const HOSTS: u32 = 5;
const FAR: &str = "5";

fn work() -> PathBuf {
    artifacts::folder().join("hosts-work")
}

/// Exports the documents and judges the archives, then goes on beside the hosts.
pub(crate) fn run(_only: Option<&str>) -> Result<()> {
    if let Some(hosts) = Hosts::here() {
        return story::tell(&hosts, &work(), Report::new());
    }
    artifacts::all()?;
    let work = work();
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    let packages = root().join("tests/lab/deploy/packages.sh");
    let status = program(packages).arg(artifacts::folder()).arg(&work).status()?;
    if !status.success() {
        bail!("packages.sh: {status}");
    }
    for name in ["first", "second"] {
        archive::export(name, &work)?;
    }
    beside(HOSTS, FAR, &["lab", "hosts"])?;
    fs::remove_dir_all(&work)?;
    Ok(())
}
