//! Sessions in Redis: with sentinels whose master is killed, in a cluster, and alone.

use super::{CONTEXT, FIRST, SECOND, known_everywhere, logs, work};
use crate::lab::{
    host::Hosts,
    kylin::{
        archive::{Archive, documents, export},
        surroundings::PASSWORD,
    },
    report::{Report, wait_for},
};
use anyhow::{Context as _, Result, bail};
use std::{fs, path::Path, time::Duration};

/// What stands under `[settings.session]` per mode.
const MODES: &[(&str, &str)] = &[
    ("sentinel", "redis_mode = \"sentinel\"\ndir = \"/opt/sessions-sentinel\""),
    ("cluster", "redis_mode = \"cluster\"\nreplicas = \"0\"\ndir = \"/opt/sessions-cluster\""),
    ("single", "redis_mode = \"single\"\ndir = \"/opt/sessions-single\""),
];

/// The document with memcached, its store another one.
pub(super) fn export_all(muster: &Path, work: &Path) -> Result<()> {
    let text = fs::read_to_string(documents().join("sessions-memcached.toml"))?;
    let (before, rest) = text.split_once("[settings.session]").context("no table of sessions")?;
    let (_, after) = rest.split_once("[settings.jvm]").context("no table of the JVM")?;
    for (mode, settings) in MODES {
        let session = format!(
            "[settings.session]\nkind = \"redis_ranjit\"\nstore = \"nodes\"\nmemory = \"32 MiB\"\n{settings}\n\n"
        );
        let mut text =
            format!("{before}{session}[settings.jvm]{after}").replace("\"memcached\"", "\"redis\"");
        if *mode == "single" {
            // Only the first of several would be used.
            text = text.replace("\"all\", \"redis\"", "\"all\"");
        } else {
            text = text.replace("\"load_balancer\", ", "\"load_balancer\", \"redis\", ");
        }
        let document = work.join(format!("{mode}.toml"));
        fs::write(&document, text)?;
        export(muster, &document, &work.join(mode))?.fill_in()?;
    }
    Ok(())
}

/// One mode after the other, each deployed over the one before.
pub(super) fn all(hosts: &Hosts, report: Report) -> Result<()> {
    for (mode, _) in MODES {
        let archive = Archive::open(&work().join(mode))?;
        for number in 1..=3 {
            archive.root_once(hosts, number)?;
        }
        archive.run(hosts, "deploy", 300)?;
        for number in 2..=3 {
            // Tomcat reloads by itself meanwhile, with the jars of before: that is known.
            hosts.user(number, "rm -f /opt/kylin/tomcat/logs/* /opt/kylin/logs/kylin.out", 10)?;
        }
        let started = archive.run(hosts, "start --restart", 420)?;
        let word = match *mode {
            "sentinel" => "OK 3 usable Sentinels",
            "cluster" => "redis is a master of a cluster that is whole",
            _ => "redis is master with 0 replica(s)",
        };
        if !started.contains(word.trim_start_matches("OK ")) {
            bail!("{mode}: bin/start does not say {word:?}:\n{started}");
        }
        archive.run(hosts, "verify", 180)?;
        report.say(&format!("Redis, {mode}: deployed over the last one, started, verified"));
        known_everywhere(report)?;
        logs(hosts, report)?;
        secret(hosts)?;
        if *mode == "sentinel" {
            master_dies(hosts, &archive, report)?;
        }
    }
    Ok(())
}

/// The password is where the manager looks for it, and nowhere where others could read it.
fn secret(hosts: &Hosts) -> Result<()> {
    let file = CONTEXT.replace("context.xml", "catalina.properties");
    let mode = hosts.user(2, &format!("stat -c %a {file}"), 10)?;
    if mode.trim() != "600" {
        bail!("{file} holds a password and has mode {}", mode.trim());
    }
    let environment = hosts.user(2, "tr '\\0' '\\n' </proc/$(cat /opt/kylin/pid)/environ; tr '\\0' ' ' </proc/$(cat /opt/kylin/pid)/cmdline", 10)?;
    if environment.contains("REDIS_PASSWORD") || environment.contains(PASSWORD) {
        bail!("the password of Redis is in Kylin's environment or words");
    }
    Ok(())
}

/// The master's process is killed: the sentinels choose another, and logins stay.
fn master_dies(hosts: &Hosts, archive: &Archive, report: Report) -> Result<()> {
    let session = FIRST.session()?;
    hosts.user(1, "kill -9 $(cat /opt/sessions-sentinel/redis/redis.pid)", 10)?;
    wait_for("a new master", Duration::from_mins(1), || {
        SECOND.asks_with(&session)?.expect(200).map(drop)
    })?;
    FIRST.asks_with(&session)?.expect(200).context("on the node of the login")?;
    report.say(
        "the master of Redis was killed: the sentinels chose another, and the login is still known",
    );
    let says = archive.run(hosts, "start --node h1.lab.test", 240)?;
    if !says.contains("redis follows") {
        bail!("the old master does not follow the new one:\n{says}");
    }
    archive.run(hosts, "verify", 180)?;
    let idle = archive.run(hosts, "deploy", 300)?;
    if !idle.contains("nothing to do: everything is as this archive wants it") {
        bail!("what Redis wrote into its own files is taken for an edit:\n{idle}");
    }
    hosts.power_off(2)?;
    SECOND
        .asks_with(&session)?
        .expect(200)
        .context("after the node of the login lost its power")?;
    report
        .say("the old master follows; the node of the login is off, and the login is still known");
    hosts.power_on(2)?;
    archive.run(hosts, "start --node h2.lab.test", 240)?;
    archive.run(hosts, "verify", 180)?;
    Ok(())
}
