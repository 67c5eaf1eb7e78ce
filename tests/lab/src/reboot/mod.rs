//! `cargo xtask lab reboot-kylin`, `reboot-alluxio`, `reboot-druid`: clusters on hosts whose process 1
//! is a real systemd.
//!
//! What `root-once.sh` enables is running with its limits, a killed process is replaced, the
//! archive's scripts and systemd agree about what runs, and when all hosts lose their power and get
//! it back, in any order, the cluster stands again by itself.

mod alluxio;
mod druid;
mod kylin;
mod others;
mod power;
mod site;
mod units;

pub(super) use self::{alluxio::run as alluxio, druid::run as druid, kylin::run as kylin};

use crate::{
    host::{Hosts, Site, beside_site},
    kylin::archive::{Archive, export},
    oracle::muster,
    report::Report,
    turn::Share,
};
use anyhow::{Context as _, Result, anyhow, ensure};
use std::{fs, path::Path, thread};

/// A product, and its part of the lab.
type Product = (&'static str, fn(Option<&str>) -> Result<()>);

static PRODUCTS: &[Product] = &[("kylin", kylin), ("alluxio", alluxio), ("druid", druid)];

/// `cargo xtask lab reboot`: the products take turns from day to day; `only` is the name of one.
pub(super) fn run(only: Option<&str>) -> Result<()> {
    let share = Share::of(only);
    let mut told = false;
    for (index, (name, tell)) in PRODUCTS.iter().enumerate() {
        if share.takes(index, PRODUCTS.len(), &[name]) {
            told = true;
            tell(None)?;
        }
    }
    ensure!(told, "--only: kylin, alluxio or druid");
    Ok(())
}

/// Exports the document of a part, then tells the part beside hosts of its own.
fn beside(part: &str, document: &Path, work: &Path, site: &Site) -> Result<()> {
    let muster = muster()?;
    if work.exists() {
        fs::remove_dir_all(work)?;
    }
    export(&muster, document, work)?.fill_in()?;
    beside_site(site, &["lab", part])?;
    fs::remove_dir_all(work)?;
    Ok(())
}

/// A cluster on its hosts.
struct Cluster<'c> {
    hosts: &'c Hosts,
    archive: &'c Archive,
    report: Report,
    /// The service user.
    user: &'static str,
    /// Each node's host and its services, in start order.
    nodes: Vec<(u32, Vec<String>)>,
}

impl<'c> Cluster<'c> {
    /// What the archive's own list of nodes says.
    fn new(
        hosts: &'c Hosts,
        archive: &'c Archive,
        report: Report,
        user: &'static str,
    ) -> Result<Cluster<'c>> {
        let list = fs::read_to_string(archive.folder.join("bin/nodes.tsv"))?;
        let nodes = list.lines().filter(|line| !line.starts_with('#')).map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let name = fields.first().copied().unwrap_or_default();
            let number = name.strip_prefix('h').and_then(|rest| rest.split('.').next());
            let number: u32 = number.unwrap_or_default().parse().context("a host's number")?;
            let services = fields.get(6).context("a node's services")?;
            Ok((number, services.split(',').map(str::to_owned).collect()))
        });
        let nodes = nodes.collect::<Result<_>>()?;
        Ok(Cluster { hosts, archive, report, user, nodes })
    }

    /// On all nodes at once: the host's number and its units, as words of a shell.
    fn on_each<T: Send>(&self, work: impl Fn(u32, &str) -> Result<T> + Sync) -> Result<Vec<T>> {
        let each = |(number, services): &(u32, Vec<String>)| {
            let units: Vec<String> =
                services.iter().map(|service| format!("muster-{service}.service")).collect();
            work(*number, &units.join(" ")).with_context(|| format!("h{number}"))
        };
        at_once(&self.nodes, each)
    }

    fn say(&self, text: &str) {
        self.report.say(text);
    }
}

/// The same work for several, at once.
fn at_once<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> Result<T> + Sync) -> Result<Vec<T>> {
    let work = &work;
    thread::scope(|scope| {
        let all: Vec<_> = items.iter().map(|item| scope.spawn(move || work(item))).collect();
        all.into_iter()
            .map(|one| one.join().map_err(|_| anyhow!("a thread has panicked"))?)
            .collect()
    })
}
