//! `cargo xtask lab sessions`: a login made on one node is known by another, and outlives the first.
//!
//! The two managers for Redis are on no registry. Stand-ins of ours with the same class names read
//! the same files, refuse what those would ignore, and talk to a real Redis through the real Jedis
//! of each. Tomcat, memcached-session-manager, memcached, Redis and its sentinels are real. There
//! are two ways to run them, chosen by what they cost: two real Kylin nodes take 45 seconds to
//! restart, the Tomcat of Kylin's release with a small page takes 4.
//!
//! - `managers` ([`page`]), on hosts of its own beside the other two: that Tomcat, with the release's
//!   own `context.xml`. Without sharing, for comparison; jcoleman's manager; ran-jit's with one
//!   Redis and with a Redis Cluster; Tomcat's own with MariaDB, which goes away; edits by hand; what
//!   wrong libraries and keys look like.
//! - `memcached` ([`memcached`]): real Kylin behind a load balancer that gives requests to each node
//!   in turn, with two memcached servers, one of which dies and comes back empty; then a node that is
//!   deployed without sharing, and rolled back.
//! - `sentinel` ([`sentinel`]): deployed over that, the same Kylin with Redis behind sentinels.
//! - `database` ([`database`]): deployed over that, the same Kylin with Tomcat's own manager and a
//!   table in MariaDB, behind a balancer that keeps a client on its node, which loses its power.

mod database;
mod memcached;
mod outage;
mod page;
mod seen;
mod sentinel;

use super::{
    archive::{documents, export},
    surroundings,
};
use crate::{
    artifacts,
    drill::Shows,
    host::{Hosts, beside},
    oracle::muster,
    report::Report,
};
use anyhow::{Result, anyhow, bail};
use std::{fs, path::PathBuf, thread};

/// A part: its name, and what it does beside the hosts.
type Part = (&'static str, fn(&Hosts, Report) -> Result<()>);

/// On hosts of its own, while the others run.
static BESIDES: Part = ("managers", page::tell);
/// One over the other.
static REAL: &[Part] =
    &[("memcached", memcached::tell), ("sentinel", sentinel::tell), ("database", database::tell)];

/// Three for Kylin; six for three masters of a Redis Cluster with a replica each.
const HOSTS: u32 = 9;

/// What is shown while a node with logins is off: another one answers, and knows them.
pub(crate) static WITHOUT_NODE: Shows = Shows::that(&["Queries", "Logins known by all nodes"]);

fn work() -> PathBuf {
    artifacts::folder().join("sessions-work")
}

/// Exports the documents, then goes on beside the hosts; `only` is the name of a part.
pub(crate) fn run(only: Option<&str>) -> Result<()> {
    if let Some(name) = only {
        let names: Vec<&str> = REAL.iter().chain([&BESIDES]).map(|(name, _)| *name).collect();
        if !names.contains(&name) {
            bail!("--only {name}: there is no such part; one of: {}", names.join(", "));
        }
    }
    if let Some(hosts) = Hosts::here() {
        return inside(&hosts, only);
    }
    artifacts::all()?;
    artifacts::sessions()?;
    let muster = muster()?;
    let work = work();
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    for name in ["sessions-memcached", "sessions-none"] {
        let document = documents().join(format!("{name}.toml"));
        export(&muster, &document, &work.join(name))?.fill_in()?;
    }
    sentinel::export_archive(&muster)?;
    database::export_archive(&muster)?;
    page::export_all(&muster)?;
    let mut words = vec!["lab", "sessions"];
    if let Some(name) = only {
        words.extend(["--only", name]);
    }
    beside(HOSTS, "", &words)?;
    fs::remove_dir_all(&work)?;
    Ok(())
}

fn inside(hosts: &Hosts, only: Option<&str>) -> Result<()> {
    let report = Report::new();
    let wanted = |part: &Part| only.is_none_or(|only| only == part.0);
    // The longest part waits most of its time: for a JVM, for ssh, for a sentinel.
    thread::scope(|scope| {
        let besides =
            scope.spawn(|| if wanted(&BESIDES) { (BESIDES.1)(hosts, report) } else { Ok(()) });
        real(hosts, REAL.iter().filter(|part| wanted(part)), report)?;
        besides.join().map_err(|_| anyhow!("a thread has panicked"))?
    })?;
    report.say("all seen");
    Ok(())
}

/// What has a real Kylin, one part after the other on the same hosts.
fn real<'a>(hosts: &Hosts, parts: impl Iterator<Item = &'a Part>, report: Report) -> Result<()> {
    for (at, (_, part)) in parts.enumerate() {
        if at == 0 {
            surroundings::database(hosts, 1)?;
            for number in 2..=3 {
                surroundings::gateway(hosts, number)?;
            }
        }
        part(hosts, report)?;
    }
    Ok(())
}
