//! `cargo xtask lab druid-cluster`: exported archives become real clusters on five hosts each: 0.20.0
//! with MariaDB, 25.0.0 with PostgreSQL and Indexers, 33.0.0 with Derby. Each is told by `story.rs`,
//! beside hosts of its own.

use super::{SHARE, USER, binds, database::Database, documents, story};
use crate::{
    artifacts,
    host::{Hosts, Site, beside_site},
    kylin::archive::{Archive, export},
    oracle::muster,
    turn::Share,
};
use anyhow::{Context as _, Result, bail};
use std::{fs, path::PathBuf, thread};

/// A cluster: the name of its document, and what that says.
pub(super) struct Cluster {
    /// The document's name without `.toml`.
    pub(super) name: &'static str,
    /// Where its metadata is.
    pub(super) database: Database,
    /// The hosts with a master.
    pub(super) masters: &'static [u32],
    /// The hosts with a Broker and a Router.
    pub(super) routers: &'static [u32],
    /// The hosts with a Historical.
    pub(super) historicals: &'static [u32],
    /// The hosts that run tasks, and with which process.
    pub(super) workers: (&'static [u32], &'static str),
    /// Of the Historicals, the one whose host loses its power.
    pub(super) victim: u32,
}

static CLUSTERS: &[Cluster] = &[
    Cluster {
        name: "mariadb",
        database: Database::Mariadb(4),
        masters: &[1, 2],
        routers: &[1, 2],
        historicals: &[3, 4, 5],
        workers: (&[3, 4], "middle_manager"),
        victim: 5,
    },
    Cluster {
        name: "postgresql",
        database: Database::Postgresql(3),
        masters: &[1, 2],
        routers: &[3],
        historicals: &[4, 5],
        workers: (&[4, 5], "indexer"),
        victim: 5,
    },
    Cluster {
        name: "derby",
        database: Database::Derby,
        masters: &[1],
        routers: &[2, 3],
        historicals: &[4, 5],
        workers: (&[4, 5], "middle_manager"),
        victim: 5,
    },
];

/// So many at a time: a process takes a core for some seconds when it starts, and waits then.
const AT_ONCE: usize = 2;

fn work() -> PathBuf {
    artifacts::folder().join("druid-cluster-work")
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
    beside_site(&site, &["lab", "druid-cluster", "--only", cluster.name])
}
