//! Druid with two masters and two query hosts, which share no host with the ensemble and the data. h5
//! has the metadata database as well.

use super::{Cluster, beside, power::Order, site};
use crate::{
    artifacts,
    druid::{
        SHARE, USER, binds, build,
        client::Table,
        database::{Database, fill},
        documents,
    },
    host::{Hosts, Site},
    kylin::archive::Archive,
    report::{Report, wait_for},
};
use anyhow::{Context as _, Result, bail};
use std::{path::PathBuf, time::Duration};

const HOSTS: u32 = 5;
const DATABASE: u32 = 5;
/// The hosts with a Router.
const ROUTERS: &[u32] = &[1, 2];
/// What is there all the time: a segment for each of three days, on two Historicals.
const BEFORE: Table = Table { name: "before_the_power_cut", days: 3, rows: 200 };
/// What is loaded when all is over.
const AFTER: Table = Table { name: "after_the_power_cut", days: 1, rows: 50 };

/// Whose power comes back when.
static ORDERS: &[Order] = &[
    Order { name: "all at once", groups: &[&[1, 2, 3, 4, 5]], pause: Duration::ZERO },
    Order {
        name: "the masters first, then ZooKeeper, the database last",
        groups: &[&[1, 2], &[3, 4], &[5]],
        pause: Duration::from_secs(20),
    },
    Order {
        name: "the masters last, one by one",
        groups: &[&[5], &[4], &[3], &[2], &[1]],
        pause: Duration::from_secs(10),
    },
];

/// Hosts and their pid files.
static STRANGERS: &[(u32, &str)] = &[
    (
        1,
        "/opt/druid/log/muster-coordinator-overlord.pid /opt/druid/log/muster-broker.pid \
         /opt/druid/log/muster-router.pid",
    ),
    (
        4,
        "/var/lib/zookeeper/zookeeper.pid /opt/druid/log/muster-historical.pid \
         /opt/druid/log/muster-middleManager.pid",
    ),
];

fn work() -> PathBuf {
    artifacts::folder().join("reboot-druid-work")
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
    beside("reboot-druid", &documents().join("reboot.toml"), &work(), &site)
}

fn inside(hosts: &Hosts) -> Result<()> {
    let archive = Archive::open(&work())?;
    let cluster = Cluster::new(hosts, &archive, Report::new(), USER)?;
    hosts.user(1, &format!("mkdir -p {SHARE}/druid"), 10)?;
    site::database(hosts, DATABASE)?;
    fill(hosts, Database::Mariadb(DATABASE), &archive)?;
    cluster.say("hosts with systemd and the database are there");
    archive.root_once_on(hosts, &[1, 2, 3, 4, 5])?;
    for (line, limit) in [("preflight", 120), ("deploy", 300), ("start", 420), ("verify", 300)] {
        archive.run(hosts, line, limit)?;
    }
    cluster.each_once()?;
    archive.tool(hosts, "druid/load.sh", &[], 240)?.ok("druid/load.sh")?;
    BEFORE.load(1)?;
    two_copies()?;
    cluster.say("deployed, started through the units, verified, and rows are loaded");
    cluster.limits()?;
    cluster.refuse_a_second()?;
    cluster.killed()?;
    works()?;
    cluster.without_its_unit(5, "druid-historical", r"cli\.Main server historical")?;
    let database = |verb: &str| site::let_database(hosts, DATABASE, verb);
    database("stop")?;
    begins_without_the_database(hosts, 1)?;
    database("start")?;
    cluster.say("Broker and Router beside a master begin and answer without the database");
    let master = (1, "muster-druid-coordinator-overlord");
    cluster.stopped(master, || database("stop"), || database("start"))?;
    cluster.started_by_all()?;
    cluster.loses_its_power(ORDERS, STRANGERS, works, two_copies)?;
    AFTER.load(2)?;
    cluster.say("new rows are loaded after all of it");
    cluster.say("all seen");
    Ok(())
}

/// Queries need no database: a master's host starts its Broker and its Router without it.
fn begins_without_the_database(hosts: &Hosts, number: u32) -> Result<()> {
    hosts.root(number, "systemctl restart muster-druid-broker muster-druid-router", 130)?;
    wait_for("every row without the database", Duration::from_mins(2), || BEFORE.is_whole(number))
}

/// What clients see: every row, through each of the Routers.
fn works() -> Result<()> {
    ROUTERS.iter().try_for_each(|router| {
        BEFORE.is_whole(*router).with_context(|| format!("through the Router of h{router}"))
    })
}

/// Both copies of each segment are in Historicals.
fn two_copies() -> Result<()> {
    wait_for("two copies of each segment", Duration::from_mins(2), || match BEFORE.copies(1)? {
        (2, 2) => Ok(()),
        other => bail!("the fewest and the most copies are {other:?}"),
    })
}
