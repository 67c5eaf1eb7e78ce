//! Alluxio with two masters, an ensemble that shares no host with them, and workers with a ramdisk.

use super::{Cluster, beside, power::Order};
use crate::{
    alluxio::{SHARE, USER, binds, build, client::Client, documents},
    artifacts,
    host::{Hosts, Site},
    kylin::archive::Archive,
    report::Report,
};
use anyhow::Result;
use std::{path::PathBuf, time::Duration};

const HOSTS: u32 = 5;
const FILE: &str = "/before-the-power-cut";

/// Whose power comes back when.
static ORDERS: &[Order] = &[
    Order { name: "all at once", groups: &[&[1, 2, 3, 4, 5]], pause: Duration::ZERO },
    Order {
        name: "the masters first, ZooKeeper last",
        groups: &[&[1, 2], &[3, 4, 5]],
        pause: Duration::from_secs(25),
    },
    Order {
        name: "the masters last, one by one",
        groups: &[&[5], &[4], &[3], &[2], &[1]],
        pause: Duration::from_secs(10),
    },
];

/// Hosts and their pid files.
static STRANGERS: &[(u32, &str)] = &[
    (1, "/opt/alluxio/logs/muster-master.pid /opt/alluxio/logs/muster-job_master.pid"),
    (
        4,
        "/var/lib/zookeeper/zookeeper.pid /opt/alluxio/logs/muster-worker.pid \
         /opt/alluxio/logs/muster-job_worker.pid",
    ),
];

fn work() -> PathBuf {
    artifacts::folder().join("reboot-alluxio-work")
}

/// Exports the document, then goes on beside the hosts.
pub(crate) fn run(_only: Option<&str>) -> Result<()> {
    if let Some(hosts) = Hosts::here() {
        return inside(&hosts);
    }
    artifacts::all()?;
    build()?;
    let site =
        Site { count: HOSTS, far: "", user: USER, binds: binds(), share: SHARE, init: "systemd" };
    beside("reboot-alluxio", &documents().join("reboot.toml"), &work(), &site)
}

fn inside(hosts: &Hosts) -> Result<()> {
    let archive = Archive::open(&work())?;
    let cluster = Cluster::new(hosts, &archive, Report::new(), USER)?;
    hosts.user(1, &format!("mkdir -p {SHARE}/alluxio/root"), 10)?;
    archive.root_once_on(hosts, &[1, 2, 3, 4, 5])?;
    archive.run(hosts, "preflight", 120)?;
    archive.run(hosts, "deploy", 300)?;
    archive.tool(hosts, "alluxio/first-start.sh", &[], 180)?.ok("the first format")?;
    archive.run(hosts, "start", 420)?;
    archive.run(hosts, "verify", 240)?;
    cluster.each_once()?;
    let sum = Client { hosts, number: 4 }.write(FILE, 500_000)?;
    cluster.say("deployed, started through the units with the ramdisks, verified");
    cluster.limits()?;
    cluster.refuse_a_second()?;
    cluster.killed()?;
    cluster.without_its_unit(5, "zookeeper", "quorum.QuorumPeerMain")?;
    cluster.stopped((1, "muster-alluxio-master"), || Ok(()), || Ok(()))?;
    cluster.started_by_all()?;
    let works = || Client { hosts, number: 5 }.reads(FILE, &sum);
    cluster.loses_its_power(ORDERS, STRANGERS, works, || Ok(()))?;
    cluster.say("all seen");
    Ok(())
}
