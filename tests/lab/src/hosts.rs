//! `cargo xtask lab hosts`: the generated scripts run for real, as a user without rights, against
//! hosts of their own: the whole life of a deployment, with everything that goes wrong on the way.
//!
//! Kylin is a small stand-in here (`tests/lab/deploy`), so that a run takes a minute; the real one
//! is deployed by `cargo xtask lab cluster`. What a deployment changed on a host is compared, file
//! by file, with what the archive promises.

mod archive;
mod changes;
mod playbook;
mod power;
mod room;
mod state;
mod story;
mod tls;
mod tools;

use crate::{
    artifacts,
    host::{Hosts, beside},
    report::Report,
};
use anyhow::{Result, bail};
use commands::{program, root};
use std::{fs, path::PathBuf};
use story::Lab;

/// Hosts h1 to h5; h5 stands behind h1.
pub(crate) const HOSTS: u32 = 5;
const FAR: &str = "5";

/// A folder of a part's own, or of its chapter: several may run at once.
fn work(part: &str, only: Option<&str>) -> PathBuf {
    artifacts::folder().join(format!("{part}{}-work", only.unwrap_or_default()))
}

/// What happens beside the hosts; some parts know chapters, of which one can be told alone.
type Tell = fn(&Lab, Option<&str>) -> Result<()>;

/// A part: exports the documents and judges the archives, then goes on beside the hosts.
fn told(part: &str, only: Option<&str>, tell: Tell) -> Result<()> {
    let work = work(part, only);
    if let Some(hosts) = Hosts::here() {
        return tell(&Lab { hosts: &hosts, work: &work, report: Report::new() }, only);
    }
    artifacts::all()?;
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
    let mut words = vec!["lab", part];
    words.extend(only.iter().flat_map(|id| ["--only", id]));
    beside(HOSTS, FAR, &words)?;
    fs::remove_dir_all(&work)?;
    Ok(())
}

/// `lab hosts`.
pub(crate) fn run(only: Option<&str>) -> Result<()> {
    told("hosts", only, story::tell)
}

/// `lab playbook`.
pub(crate) fn playbook(only: Option<&str>) -> Result<()> {
    told("playbook", only, playbook::tell)
}
