//! `cargo xtask lab alluxio-cluster`: exported archives become real clusters of three masters (h1 to
//! h3) and two workers (h4, h5): 2.9.6 by ZooKeeper, 2.9.6 with the embedded journal, 1.8.1 by
//! ZooKeeper. Each is told by `story.rs`, beside hosts of its own.

use super::{SHARE, USER, binds, documents, story};
use crate::{
    artifacts,
    host::{Hosts, Site, beside_site},
    kylin::archive::{Archive, export},
    oracle::muster,
    turn::Share,
};
use anyhow::{Context as _, Result, bail};
use std::{fs, path::PathBuf, thread};

/// A cluster: the name of its document, and what is particular about it.
pub(super) struct Cluster {
    /// The document's name without `.toml`.
    pub(super) name: &'static str,
    /// Whether each master has a journal of its own.
    pub(super) embedded: bool,
    /// Whether the workers keep blocks in a ramdisk, which root has to mount where no systemd does.
    pub(super) ramdisk: bool,
}

static CLUSTERS: &[Cluster] = &[
    Cluster { name: "zookeeper", embedded: false, ramdisk: false },
    Cluster { name: "embedded", embedded: true, ramdisk: true },
    Cluster { name: "legacy", embedded: false, ramdisk: false },
];

/// So many at a time: most of a story is waiting until a dead leader is noticed.
const AT_ONCE: usize = 3;

fn work() -> PathBuf {
    artifacts::folder().join("alluxio-cluster-work")
}

/// Exports the documents, then goes on beside the hosts of each.
pub(crate) fn run(only: Option<&str>) -> Result<()> {
    if let Some(hosts) = Hosts::here() {
        let cluster = CLUSTERS.iter().find(|c| Some(c.name) == only).context("which cluster?")?;
        return story::tell(&hosts, cluster, &Archive::open(&work().join(cluster.name))?);
    }
    let share = Share::of(only);
    let mut wanted: Vec<&Cluster> = Vec::new();
    for (index, cluster) in CLUSTERS.iter().enumerate() {
        if share.takes(index, CLUSTERS.len(), &[cluster.name]) {
            wanted.push(cluster);
        }
    }
    if wanted.is_empty() {
        let names: Vec<&str> = CLUSTERS.iter().map(|c| c.name).collect();
        bail!("no such cluster; one of: {}", names.join(", "));
    }
    artifacts::all()?;
    super::build()?;
    let muster = muster()?;
    if work().exists() {
        fs::remove_dir_all(work())?;
    }
    for cluster in &wanted {
        let document = documents().join(format!("{}.toml", cluster.name));
        export(&muster, &document, &work().join(cluster.name))?.fill_in()?;
    }
    for some in wanted.chunks(AT_ONCE) {
        let results: Vec<Result<()>> = thread::scope(|scope| {
            let threads: Vec<_> = some.iter().map(|c| scope.spawn(|| beside(c))).collect();
            threads.into_iter().map(|t| t.join().unwrap_or_else(|_| bail!("it panicked"))).collect()
        });
        for (cluster, result) in some.iter().zip(results) {
            result.with_context(|| format!("the cluster {}", cluster.name))?;
        }
    }
    fs::remove_dir_all(work())?;
    Ok(())
}

fn beside(cluster: &Cluster) -> Result<()> {
    let site = Site { count: 5, far: "", user: USER, binds: binds(), share: SHARE, init: "sshd" };
    beside_site(&site, &["lab", "alluxio-cluster", "--only", cluster.name])
}
