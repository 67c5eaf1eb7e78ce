//! Real Kylin, with sessions in two memcached servers; and what becomes of the release's own files.

use super::{
    seen::{REAL, known, logs, sum},
    work,
};
use crate::{
    host::{Hosts, limited},
    kylin::{archive::Archive, client::Kylin},
    report::Report,
};
use anyhow::{Context as _, Result, bail};
use commands::program;

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
        "load balancer: knows the login, asked 6 times while h3.lab.test is stopped",
        "h3.lab.test: knows the login that was made on h3.lab.test before it was stopped",
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

/// With the node goes a memcached: every session is kept twice.
fn outlives_the_node(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    let sessions = [
        REAL.first.session()?,
        REAL.first.session()?,
        REAL.first.session()?,
        REAL.first.session()?,
    ];
    // The process alone, then, with the same sessions in the other one, the whole host.
    hosts.user(2, &format!("kill -9 $(cat {MEMCACHED}/memcached.pid)"), 10)?;
    let moved = asked_everywhere(&sessions).context("after a memcached was killed")?;
    archive.run(hosts, "start --node h2.lab.test", 60)?;
    // Its memcached is empty. Whoever asked meanwhile has a cookie that names the other one.
    let moved = asked_everywhere(&moved).context("after the memcached came back, empty")?;
    report.say("a memcached was killed and came back empty: four of four are still logged in at both nodes");
    hosts.power_off(2)?;
    for session in &moved {
        REAL.second.asks_with(session)?.expect(200).context("after the node lost its power")?;
        BALANCER.asks_with(session)?.expect(200).context("the same through the load balancer")?;
    }
    report.say("the node where they logged in is off, with one of two memcached servers; four of four are still logged in");
    hosts.power_on(2)?;
    without_and_back(hosts, archive, report)
}

/// Asks both nodes with each login; a cookie that an answer sets takes the place of the old one.
fn asked_everywhere(sessions: &[String]) -> Result<Vec<String>> {
    let mut moved = Vec::new();
    for session in sessions {
        let mut cookie = session.clone();
        for node in [REAL.second, REAL.first] {
            let answer = node.asks_with(&cookie)?;
            let new = answer.cookie.clone();
            answer.expect(200).with_context(|| format!("asked at {}", node.0))?;
            if !new.is_empty() {
                cookie = new;
            }
        }
        moved.push(cookie);
    }
    Ok(moved)
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
