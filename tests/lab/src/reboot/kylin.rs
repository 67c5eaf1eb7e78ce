//! Kylin with all that stands beside it: two balancers that share an address, an ensemble, Redis
//! behind sentinels. h6 has the database and is no node.

use super::{Cluster, at_once, others, power::Order, site};
use crate::{
    artifacts,
    host::{Hosts, Site, beside_site},
    kylin::{
        archive::{Archive, documents, export},
        client::Kylin,
        surroundings,
    },
    oracle::muster,
    report::Report,
};
use anyhow::{Context as _, Result, bail};
use std::{fs, path::PathBuf, time::Duration};

const BALANCER: Kylin<'static> = Kylin("http://10.74.0.100:8080");
const ALL: Kylin<'static> = Kylin("http://h2.lab.test:7070");
const QUERY: Kylin<'static> = Kylin("http://h3.lab.test:7070");
const DATABASE: u32 = 6;
const PROJECT: &str = "before_the_power_cut";

/// Whose power comes back when.
static ORDERS: &[Order] = &[
    Order { name: "all at once", groups: &[&[1, 2, 3, 4, 5, 6]], pause: Duration::ZERO },
    Order {
        name: "the database last",
        groups: &[&[1, 2, 3, 4, 5], &[6]],
        pause: Duration::from_secs(25),
    },
    Order {
        name: "Kylin first, then the database, ZooKeeper, Redis and the other balancer, one by one",
        groups: &[&[2, 3], &[6], &[5], &[4], &[1]],
        pause: Duration::from_secs(10),
    },
];

fn work() -> PathBuf {
    artifacts::folder().join("reboot-kylin-work")
}

/// What is done beside the hosts, and its name.
type Story = (&'static str, fn(&Hosts) -> Result<()>);

static STORIES: &[Story] = &[("whole", inside), ("others", |hosts| others::tell(hosts, &work()))];

/// Exports the documents, then goes on beside the hosts; `only` is the name of a story.
pub(crate) fn run(only: Option<&str>) -> Result<()> {
    let wanted = STORIES.iter().filter(|(name, _)| only.is_none_or(|only| only == *name));
    if wanted.clone().next().is_none() {
        let names: Vec<&str> = STORIES.iter().map(|(name, _)| *name).collect();
        bail!("--only: there is no such story; one of: {}", names.join(", "));
    }
    if let Some(hosts) = Hosts::here() {
        return wanted.map(|(_, tell)| tell).try_for_each(|tell| tell(&hosts));
    }
    artifacts::all()?;
    artifacts::sessions()?;
    let muster = muster()?;
    if work().exists() {
        fs::remove_dir_all(work())?;
    }
    let whole = work().join("whole");
    export(&muster, &documents().join("reboot.toml"), &whole)?.fill_in()?;
    others::export_archives(&muster, &work())?;
    let site = Site {
        count: others::LAST,
        far: "",
        user: "kylin",
        binds: artifacts::binds(),
        share: "",
        init: "systemd",
    };
    let mut words = vec!["lab", "reboot-kylin"];
    if let Some(name) = only {
        words.extend(["--only", name]);
    }
    beside_site(&site, &words)?;
    fs::remove_dir_all(work())?;
    Ok(())
}

fn inside(hosts: &Hosts) -> Result<()> {
    let archive = Archive::open(&work().join("whole"))?;
    let cluster = Cluster::new(hosts, &archive, Report::new(), "kylin")?;
    site::database(hosts, DATABASE)?;
    surroundings::users(hosts, DATABASE)?;
    at_once(&[2, 3], |number| surroundings::gateway(hosts, *number))?;
    cluster.say("hosts with systemd, the database and Hadoop clients are there");
    archive.root_once_on(hosts, &[1, 2, 3, 4, 5])?;
    for (line, limit) in [("preflight", 120), ("deploy", 300), ("start", 420), ("verify", 240)] {
        archive.run(hosts, line, limit)?;
    }
    cluster.each_once()?;
    ALL.make_project(PROJECT)?;
    cluster.say("deployed, started through the units, verified");
    cluster.limits()?;
    cluster.refuse_a_second()?;
    cluster.killed()?;
    cluster.without_its_unit(5, "zookeeper", "quorum.QuorumPeerMain")?;
    let database = |verb: &str| site::let_database(hosts, DATABASE, verb);
    cluster.stopped((3, "muster-kylin"), || database("stop"), || database("start"))?;
    cluster.started_by_all()?;
    cluster.loses_its_power(ORDERS, STRANGERS, works, || Ok(()))?;
    cluster.say("all seen");
    Ok(())
}

/// Hosts and their pid files.
static STRANGERS: &[(u32, &str)] = &[
    (
        1,
        "/var/lib/zookeeper/zookeeper.pid /opt/kylin-lb/haproxy.pid /opt/kylin-lb/keepalived.pid \
         /opt/kylin-session/redis/redis.pid /opt/kylin-session/sentinel/sentinel.pid",
    ),
    (3, "/opt/kylin/pid"),
];

/// What clients see: a query through the shared address, the old project on both nodes, and a login
/// that the other node knows.
fn works() -> Result<()> {
    BALANCER.answers(PROJECT).context("through the balancers' address")?;
    for kylin in [ALL, QUERY] {
        kylin.answers(PROJECT)?;
    }
    let session = ALL.session()?;
    QUERY.asks_with(&session)?.expect(200).context("a login of the other node")?;
    Ok(())
}
