//! `cargo xtask lab sessions`: a login made on one real Kylin node is known by another.
//!
//! h1 has the load balancer, which gives requests to each node in turn, and the database; h2 and h3
//! are Kylin nodes with a memcached each. Then the same cluster is deployed without shared
//! sessions: what was put into files of the release is gone, and a rollback brings it back. Last,
//! through Redis in its three modes: there a stand-in takes the place of the session manager, which
//! is on no registry, and all else is real.

mod redis;

use super::{
    archive::{Archive, documents, export},
    client::Kylin,
    surroundings,
};
use crate::{
    lab::{
        artifacts,
        host::{Hosts, beside, limited},
        oracle::muster,
        report::{Report, wait_for},
    },
    run::program,
};
use anyhow::{Context as _, Result, bail};
use std::{fs, path::PathBuf, time::Duration};

const BALANCER: Kylin<'static> = Kylin("http://h1.lab.test:8080");
const FIRST: Kylin<'static> = Kylin("http://h2.lab.test:7070");
const SECOND: Kylin<'static> = Kylin("http://h3.lab.test:7070");

/// What belongs to the release, and gets a part.
const CONTEXT: &str = "/opt/kylin/tomcat/conf/context.xml";

fn work() -> PathBuf {
    artifacts::folder().join("sessions-work")
}

/// Exports the documents, then goes on beside the hosts.
pub(crate) fn run(_only: Option<&str>) -> Result<()> {
    if let Some(hosts) = Hosts::here() {
        return inside(&hosts);
    }
    artifacts::all()?;
    artifacts::sessions()?;
    let muster = muster()?;
    let work = work();
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    for name in ["sessions-memcached", "sessions-none"] {
        let document = documents().join(format!("{name}.toml"));
        export(&muster, &document, &work.join(name))?.fill_in()?;
    }
    redis::export_all(&muster, &work)?;
    beside(3, "", &["lab", "sessions"])?;
    fs::remove_dir_all(&work)?;
    Ok(())
}

fn inside(hosts: &Hosts) -> Result<()> {
    let report = Report::new();
    surroundings::database(hosts, 1)?;
    for number in 2..=3 {
        surroundings::gateway(hosts, number)?;
    }
    let shared = Archive::open(&work().join("sessions-memcached"))?;
    for number in 1..=3 {
        shared.root_once(hosts, number)?;
    }
    for (line, limit) in [("preflight", 120), ("deploy", 300), ("start", 420)] {
        shared.run(hosts, line, limit)?;
    }
    report.say("deployed and started");
    let says = shared.run(hosts, "verify", 180)?;
    if !says.contains("h3.lab.test: knows the login that was made on h2.lab.test") {
        bail!("bin/verify does not ask one node with the login of another:\n{says}");
    }
    report.say("bin/verify: the second node knows the login that was made on the first");

    logs(hosts, report)?;
    files(hosts, &shared, report)?;
    known_everywhere(report)?;
    outlives_the_node(hosts, &shared, report)?;
    without(hosts, &shared, report)?;
    redis::all(hosts, report)?;
    report.say("all seen");
    Ok(())
}

/// The SHA-256 of a file on a host.
fn sum(hosts: &Hosts, number: u32, file: &str) -> Result<String> {
    Ok(hosts.user(number, &format!("sha256sum <{file}"), 10)?.trim().to_owned())
}

/// Kylin's own context.xml with the part in it: XML, its Loader still there, one Manager.
fn files(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    let text = hosts.user(2, &format!("cat {CONTEXT}"), 10)?;
    let file = work().join("context.xml");
    fs::write(&file, &text)?;
    let count = |path: &str| -> Result<String> {
        let mut xmllint = program("xmllint");
        xmllint.args(["--xpath", &format!("count({path})")]).arg(&file);
        Ok(limited(10, &xmllint)?.ok("xmllint")?.trim().to_owned())
    };
    let loader = "/Context/Loader[@loaderClass='org.apache.kylin.ext.CustomizedWebappClassloader']";
    let elements = [count("/Context/Manager")?, count(loader)?, count("/Context/WatchedResource")?];
    if elements != ["1", "1", "1"] {
        bail!("context.xml has {elements:?} managers, loaders, resources:\n{text}");
    }
    let before = sum(hosts, 2, CONTEXT)?;
    let again = archive.run(hosts, "deploy", 300)?;
    if !again.contains("nothing to do: everything is as this archive wants it")
        || sum(hosts, 2, CONTEXT)? != before
    {
        bail!("the second deployment is not idle:\n{again}");
    }
    // An edit around the part is kept, one inside is refused.
    hosts.user(2, &format!("echo '<!-- by hand -->' >>{CONTEXT}"), 10)?;
    let edited = sum(hosts, 2, CONTEXT)?;
    archive.run(hosts, "deploy", 300)?;
    if sum(hosts, 2, CONTEXT)? != edited {
        bail!("a deployment changed an edit around the part");
    }
    hosts.user(2, &format!("sed -i 's/sticky=\"false\"/sticky=\"true\"/' {CONTEXT}"), 10)?;
    let says =
        archive.script(hosts, "deploy", 300)?.refused("bin/deploy over an edit of the part")?;
    if !says.contains("was edited between the lines muster:begin and muster:end") {
        bail!("the refusal does not name the edit:\n{says}");
    }
    hosts.user(
        2,
        &format!("sed -i -e 's/sticky=\"true\"/sticky=\"false\"/' -e '/by hand/d' {CONTEXT}"),
        10,
    )?;
    // The runbook says that Tomcat does not wait for a restart.
    wait_for("Tomcat to reload the web application", Duration::from_mins(1), || {
        let lines = "cat /opt/kylin/tomcat/logs/* /opt/kylin/logs/kylin.out | grep -cE '(Reloading|Undeploying) context'";
        hosts.user(2, lines, 10).map(drop)
    })?;
    report.say("Tomcat reloads the web application by itself when context.xml changes");
    archive.run(hosts, "start --restart", 420)?;
    report.say("context.xml keeps its Loader; a second deployment is idle; edits around the part stay, inside it they are refused");
    Ok(())
}

fn known_everywhere(report: Report) -> Result<()> {
    let stranger = SECOND.asks_with("JSESSIONID=0123456789ABCDEF0123456789ABCDEF-n1")?;
    if stranger.status == 200 {
        bail!("a session that nobody made is taken for a login");
    }
    let session = FIRST.session()?;
    SECOND
        .asks_with(&session)?
        .expect(200)
        .context("the second node, with the login of the first")?;
    for _ in 0..8 {
        BALANCER.asks_with(&session)?.expect(200).context("in turn, by the load balancer")?;
    }
    report.say("a login is known by both nodes, and by all that the balancer asks in turn");
    Ok(())
}

/// With the node goes a memcached: every session is kept twice.
fn outlives_the_node(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    let sessions = [FIRST.session()?, FIRST.session()?, FIRST.session()?, FIRST.session()?];
    hosts.power_off(2)?;
    let mut moved = Vec::new();
    for session in &sessions {
        let answer = SECOND.asks_with(session)?;
        let cookie = answer.cookie.clone();
        answer.expect(200).context("after the node of the login lost its power")?;
        moved.push(if cookie.is_empty() { session.clone() } else { cookie });
        BALANCER.asks_with(session)?.expect(200).context("the same through the load balancer")?;
    }
    report.say("the node where they logged in is off, with one of two memcached servers; four of four are still logged in");
    hosts.power_on(2)?;
    archive.run(hosts, "start --node h2.lab.test", 240)?;
    // Its memcached is empty now. Whoever asked meanwhile has a cookie that names the other one.
    for session in &moved {
        FIRST.asks_with(session)?.expect(200).context("after the node came back")?;
    }
    archive.run(hosts, "verify", 180)?;
    report.say("the node is back and knows them, too");
    Ok(())
}

/// Tomcat starts with a wrong attribute, too, and only says so.
fn logs(hosts: &Hosts, report: Report) -> Result<()> {
    for number in 2..=3 {
        let found = hosts.user(
            number,
            "cat /opt/kylin/tomcat/logs/catalina.* /opt/kylin/tomcat/logs/localhost.* /opt/kylin/logs/kylin.out 2>/dev/null |
                 grep -E 'SetPropertiesRule|startup failed|NoClassDefFoundError|STAND-IN' || :",
            10,
        )?;
        if !found.trim().is_empty() {
            bail!("Tomcat on h{number} did not take all of its files:\n{found}");
        }
    }
    report.say("Tomcat took every attribute");
    Ok(())
}

/// Deployed without shared sessions, the release's file is as the release brought it.
fn without(hosts: &Hosts, shared: &Archive, report: Report) -> Result<()> {
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
    for number in 1..=3 {
        none.root_once(hosts, number)?;
    }
    none.run(hosts, "deploy", 300)?;
    if sum(hosts, 2, CONTEXT)? != released.trim() {
        bail!(
            "context.xml is not the release's own again:\n{}",
            hosts.user(2, &format!("cat {CONTEXT}"), 10)?
        );
    }
    let jars = hosts.user(2, "ls /opt/kylin/tomcat/lib", 10)?;
    if jars.contains("memcached") {
        bail!("jars of session sharing are left: {jars}");
    }
    none.run(hosts, "start --restart", 420)?;
    let session = FIRST.session()?;
    let other = SECOND.asks_with(&session)?;
    if other.status == 200 {
        bail!(
            "without shared sessions the second node knows the login of the first: the test shows nothing"
        );
    }
    report.say(
        "without it context.xml is the release's own, its jars are gone, and no login is shared",
    );
    none.run(hosts, "rollback", 300)?;
    if sum(hosts, 2, CONTEXT)? != with {
        bail!("a rollback does not bring the part back");
    }
    report.say("a rollback brings the part back, byte for byte");
    Ok(())
}
