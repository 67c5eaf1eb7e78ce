//! The hosts of a case, and what is done on them.

use crate::{
    host::{Hosts, Output},
    kylin::archive::Archive,
    report::wait_for,
};
use anyhow::{Result, bail};
use std::time::Duration;

/// What a master is called by Druid's own script.
pub(super) const MASTER: &str = "coordinator-overlord";

/// Where the service user's scripts lie on every host.
const SCRIPTS: &str = "/var/lib/muster/druid-lab";

/// The hosts of one case, with its archive.
pub(super) struct Place<'h> {
    pub(super) hosts: &'h Hosts,
    pub(super) archive: Archive,
    /// How many hosts come before them, that of the surroundings not counted.
    pub(super) before: u32,
    /// How many there are.
    pub(super) count: u32,
}

impl Place<'_> {
    /// The number of the first, the second ... host.
    pub(super) fn number(&self, which: u32) -> u32 {
        1 + self.before + which
    }

    pub(super) fn name(&self, which: u32) -> String {
        Hosts::name(self.number(which))
    }

    /// One of the archive's scripts, by its path; what does not come is waited for a minute.
    pub(super) fn run(&self, line: &str, limit: u32) -> Result<Output> {
        self.archive.tool(self.hosts, line, &[("MUSTER_WAIT", "90")], limit)
    }

    fn script(&self, which: u32, program: &str) -> String {
        format!("{SCRIPTS}/{}/node/service/druid-{program}.sh", self.name(which))
    }

    /// A program alone, until it ends by itself; what it said last.
    pub(super) fn ends(&self, program: &str) -> Result<String> {
        let line = format!("MUSTER_WAIT=30 sh {} run </dev/null", self.script(1, program));
        self.hosts.user_output(self.number(1), &line, 90)?.refused(program)
    }

    /// Starts a program of a host as `bin/start` does it, and does not ask how it is.
    pub(super) fn start(&self, which: u32, program: &str) -> Result<String> {
        let line = format!("MUSTER_WAIT=90 sh {} start", self.script(which, program));
        self.hosts.user(self.number(which), &line, 120)
    }

    /// Begins a program that is not expected to listen.
    pub(super) fn begin(&self, program: &str) -> Result<()> {
        let script = self.script(1, program);
        let line =
            format!("nohup sh {script} run >>/opt/druid/log/{program}.out 2>&1 </dev/null &");
        self.hosts.user(self.number(1), &format!("mkdir -p /opt/druid/log; {line}"), 20).map(drop)
    }

    /// Whether a program says that it is well.
    pub(super) fn healthy(&self, which: u32, program: &str) -> Result<String> {
        let line = format!("MUSTER_WAIT=90 sh {} check", self.script(which, program));
        self.hosts.user(self.number(which), &line, 120)
    }

    /// Everything that processes and tasks wrote.
    pub(super) fn logs(&self) -> Result<String> {
        let mut all = String::new();
        for which in 1..=self.count {
            let text = "cat /opt/druid/log/* 2>/dev/null || :
                find /var/lib/druid -path '*/indexing-logs/*' -type f -exec cat {} + 2>/dev/null || :";
            all.push_str(&self.hosts.user(self.number(which), text, 20)?);
        }
        Ok(all)
    }

    /// Waits until something was written that pleases.
    pub(super) fn written(&self, limit: u64, good: impl Fn(&str) -> Result<()>) -> Result<String> {
        wait_for("a complaint", Duration::from_secs(limit), || {
            let logs = self.logs()?;
            good(&logs)?;
            Ok(logs)
        })
    }

    /// Kills a program as a power cut would.
    pub(super) fn kill(&self, which: u32, program: &str) -> Result<()> {
        let text = format!("kill -9 \"$(cat /opt/druid/log/muster-{program}.pid)\"");
        self.hosts.user(self.number(which), &text, 10).map(drop)
    }
}

/// An error when one of some words is not in a text.
pub(super) fn says(text: &str, words: &[&str]) -> Result<()> {
    for word in words {
        if !text.contains(word) {
            bail!("not seen: {word:?}");
        }
    }
    Ok(())
}
