//! Real Kylin, with sessions in two memcached servers; and what becomes of the release's own files.

use super::{
    WITHOUT_NODE,
    outage::{Browser, Event, during, left_out},
    seen::{REAL, known, logs, promised, sum},
    work,
};
use crate::{
    host::{Hosts, limited},
    kylin::{archive::Archive, client::Kylin},
    report::Report,
};
use anyhow::{Context as _, Result, bail};
use commands::program;
use std::time::Duration;

const MEMCACHED: &str = "/opt/kylin-session/memcached";
const BALANCER: Kylin<'static> = Kylin("http://h1.lab.test:8080");
/// What belongs to the release, and gets a part.
const CONTEXT: &str = "/opt/kylin/tomcat/conf/context.xml";

/// The whole story.
pub(super) fn tell(hosts: &Hosts, report: Report) -> Result<()> {
    let archive = Archive::open(&work().join("sessions-memcached"))?;
    archive.root_once_on(hosts, &[1, 2, 3])?;
    for (line, limit) in [("preflight", 120), ("deploy", 300), ("start", 420)] {
        archive.run(hosts, line, limit)?;
    }
    report.say("memcached: real Kylin is deployed and started");
    let says = archive.run(hosts, "verify --drill", 300)?;
    for line in [
        "h2.lab.test: knows the login that was made on h3.lab.test",
        "h2.lab.test: knows the login that was made on h3.lab.test, which is stopped",
        "load balancer: knows the login, asked 6 times while h3.lab.test is stopped; the longest answer took ",
        "h3.lab.test: knows the login that was made on h3.lab.test before it was stopped",
        "without power it holds an answer up for as much as 5 s",
    ] {
        if !says.contains(line) {
            bail!("bin/verify --drill does not say {line:?}:\n{says}");
        }
    }
    report.say(
        "bin/verify --drill: one node knows the login of the other, also when that is stopped",
    );
    logs(hosts, &REAL)?;
    known(&REAL)?;
    let session = REAL.first.session()?;
    for _ in 0..8 {
        BALANCER.asks_with(&session)?.expect(200).context("in turn, by the load balancer")?;
    }
    report.say("Tomcat took every attribute; a login is known by both nodes, and so is its end; the load balancer asks each in turn");
    outlives_the_node(hosts, &archive, report)
}

/// First a memcached dies alone and comes back empty; then with its node, while the balancer still
/// leaves the other node out. Every session is kept twice.
fn outlives_the_node(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    let memcached = promised(archive, "KYLIN_WAIT_MEMCACHED")?;
    let balancer = promised(archive, "KYLIN_WAIT_BALANCER")?;
    let both = [REAL.second, REAL.first];
    let mut browsers = Browser::of("n1", 3, &both)?;
    browsers.extend(Browser::of("n2", 1, &both)?);
    let killed = Event {
        name: "a memcached was killed",
        nodes: &both,
        after: Duration::from_secs(5),
        promise: memcached,
    };
    during(&mut browsers, &killed, report, || {
        hosts.user(2, &format!("kill -9 $(cat {MEMCACHED}/memcached.pid)"), 10).map(drop)
    })?;
    // Its memcached is empty. Whoever asked meanwhile has a cookie that names the other one.
    let back = Event { name: "the memcached came back, empty", ..killed };
    during(&mut browsers, &back, report, || {
        archive.run(hosts, "start --node h2.lab.test", 60).map(drop)
    })?;
    let mut browsers = Browser::of("n1", 3, &both)?;
    browsers.extend(Browser::of("n2", 1, &both)?);
    let [first, ..] = &browsers[..] else { bail!("nobody is logged in") };
    left_out(hosts, 3, BALANCER, &first.0)?;
    let off = Event {
        name: "the node with their memcached lost its power, just after the other one came back",
        nodes: &[BALANCER, REAL.second],
        after: Duration::from_secs(12),
        promise: memcached + balancer,
    };
    archive.foretells(&[2], &WITHOUT_NODE)?;
    during(&mut browsers, &off, report, || hosts.power_off(2))?;
    hosts.power_on(2)?;
    without_and_back(hosts, archive, report)
}

/// Deployed without shared sessions, the release's file is as the release brought it, and no login
/// is shared; a rollback brings all of it back.
fn without_and_back(hosts: &Hosts, shared: &Archive, report: Report) -> Result<()> {
    let with = sum(hosts, 2, CONTEXT)?;
    let released = limited(
        30,
        program("sh").arg("-c").arg(format!(
            "tar xzOf {} --wildcards '*/tomcat/conf/context.xml' | sha256sum",
            shared.folder.join("packages/apache-kylin-3.1.3-bin-hbase1x.tar.gz").display()
        )),
    )?
    .ok("tar")?;
    let none = Archive::open(&work().join("sessions-none"))?;
    none.root_once(hosts, 2)?;
    let jars = |hosts: &Hosts| hosts.user(2, "ls /opt/kylin/tomcat/lib", 10);
    let before = jars(hosts)?;
    none.run(hosts, "deploy --node h2.lab.test", 300)?;
    if sum(hosts, 2, CONTEXT)? != released.trim() {
        bail!(
            "context.xml is not the release's own again:\n{}",
            hosts.user(2, &format!("cat {CONTEXT}"), 10)?
        );
    }
    if !before.contains("memcached") || jars(hosts)?.contains("memcached") {
        bail!("jars of session sharing are left, or never were:\n{before}");
    }
    none.run(hosts, "start --node h2.lab.test", 240)?;
    if REAL.first.asks_with(&REAL.second.session()?)?.status == 200 {
        bail!("without shared sessions a node knows the login of another: the test shows nothing");
    }
    report.say(
        "without it context.xml is the release's own, the jars are gone, and no login is shared",
    );
    none.run(hosts, "rollback --node h2.lab.test", 300)?;
    if sum(hosts, 2, CONTEXT)? != with || jars(hosts)? != before {
        bail!("a rollback does not bring the part and the jars back");
    }
    report.say("a rollback brings the part and the jars back, byte for byte");
    Ok(())
}
