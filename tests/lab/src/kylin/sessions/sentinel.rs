//! Real Kylin, with sessions in a Redis behind sentinels, whose master is killed.

use super::{
    WITHOUT_NODE,
    seen::{REAL, forget_logs, known, logs, secret},
    work,
};
use crate::{
    host::Hosts,
    kylin::archive::{Archive, documents, export},
    report::{Report, wait_for},
};
use anyhow::{Context as _, Result, bail};
use std::{fs, path::Path, time::Duration};

const SESSION: &str = r#"[settings.session]
kind = "redis_ranjit"
store = "nodes"
redis_mode = "sentinel"
memory = "32 MiB"

"#;

/// The document with memcached, its store another one.
pub(super) fn export_archive(muster: &Path) -> Result<()> {
    let text = fs::read_to_string(documents().join("sessions-memcached.toml"))?;
    let (before, rest) = text.split_once("[settings.session]").context("no table of sessions")?;
    let (_, after) = rest.split_once("[settings.jvm]").context("no table of the JVM")?;
    let text = format!("{before}{SESSION}[settings.jvm]{after}")
        .replace("\"memcached\"", "\"redis\"")
        .replace("\"load_balancer\", ", "\"load_balancer\", \"redis\", ");
    let document = work().join("sentinel.toml");
    fs::write(&document, text)?;
    export(muster, &document, &work().join("sentinel"))?.fill_in()
}

/// The whole story: deployed over what is there, or as the first.
pub(super) fn tell(hosts: &Hosts, report: Report) -> Result<()> {
    let archive = Archive::open(&work().join("sentinel"))?;
    archive.root_once_on(hosts, &[1, 2, 3])?;
    archive.run(hosts, "deploy", 300)?;
    forget_logs(hosts, &REAL)?;
    let started = archive.run(hosts, "start --restart", 420)?;
    if !started.contains("3 usable Sentinels") {
        bail!("bin/start does not say that three sentinels agree:\n{started}");
    }
    archive.run(hosts, "verify", 180)?;
    known(&REAL)?;
    logs(hosts, &REAL)?;
    secret(hosts, &REAL)?;
    report.say("Sentinel: real Kylin is deployed over what was there, started, verified; a login is known by both nodes, and so is its end");
    master_dies(hosts, &archive, report)
}

/// The master's process is killed: the sentinels choose another, and logins stay.
fn master_dies(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    let session = REAL.first.session()?;
    hosts.user(1, "kill -9 $(cat /opt/kylin-session/redis/redis.pid)", 10)?;
    wait_for("a new master", Duration::from_mins(1), || {
        REAL.second.asks_with(&session)?.expect(200).map(drop)
    })?;
    REAL.first.asks_with(&session)?.expect(200).context("on the node of the login")?;
    report.say(
        "the master of Redis was killed: the sentinels chose another, and the login is still known",
    );
    let says = archive.run(hosts, "start --node h1.lab.test", 240)?;
    if !says.contains("redis follows") {
        bail!("the old master does not follow the new one:\n{says}");
    }
    let idle = archive.run(hosts, "deploy", 300)?;
    if !idle.contains("nothing to do: everything is as this archive wants it") {
        bail!("what Redis wrote into its own files is taken for an edit:\n{idle}");
    }
    report.say("the old master follows the new one, and a deployment finds nothing to do");
    archive.foretells(&[2], &WITHOUT_NODE)?;
    hosts.power_off(2)?;
    wait_for("the login on the other node", Duration::from_mins(1), || {
        REAL.second.asks_with(&session)?.expect(200).map(drop)
    })?;
    report.say("the node of the login is off, and the login is still known");
    hosts.power_on(2)
}
