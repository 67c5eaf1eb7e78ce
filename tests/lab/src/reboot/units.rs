//! What systemd makes of the units, and how the archive's scripts agree with it.

use super::{Cluster, at_once};
use crate::report::wait_for;
use anyhow::{Result, anyhow, bail};
use std::{thread, time::Duration};

const SCRIPT: &str = include_str!("../../reboot/units.sh");

/// A killed process is replaced within so many seconds, of which units wait ten before they try
/// again; Kylin's, which is up when it answers, within four times as many.
const REPLACED: u32 = 40;

/// What begins at once is there within this time, on a busy machine too.
const SOON: Duration = Duration::from_secs(30);

/// Longer than a unit waits before it tries again.
const LONGER_THAN_A_RETRY: Duration = Duration::from_secs(12);

impl Cluster<'_> {
    /// A function of `units.sh` on a host.
    fn ask(&self, number: u32, call: &str, limit: u32) -> Result<String> {
        self.hosts.root(number, &format!("{SCRIPT}\n{call}"), limit)
    }

    /// All units run, each once, and nobody runs beside them.
    pub(super) fn each_once(&self) -> Result<()> {
        self.on_each(|number, units| {
            self.ask(number, &format!("each_once {} {units}", self.user), 20).map(drop)
        })?;
        Ok(())
    }

    /// No unit runs or is about to.
    pub(super) fn none(&self) -> Result<()> {
        self.on_each(|number, units| {
            self.ask(number, &format!("none {} {units}", self.user), 20).map(drop)
        })?;
        Ok(())
    }

    /// Enabled, running, and held to the limits of the archive.
    pub(super) fn limits(&self) -> Result<()> {
        let seen =
            self.on_each(|number, units| self.ask(number, &format!("limits {units}"), 20))?;
        let count = seen.iter().flat_map(|text| text.lines()).count();
        if count == 0 {
            bail!("no unit has a limit: nothing was shown");
        }
        self.say(&format!("every unit is enabled and runs; {count} limits hold in the kernel"));
        Ok(())
    }

    /// The main process of each service is killed, all at once, and replaced; in the end all is well.
    pub(super) fn killed(&self) -> Result<()> {
        self.kill()?;
        self.archive.run(self.hosts, "verify", 240)?;
        self.each_once()
    }

    /// The same without a look at the whole.
    pub(super) fn kill(&self) -> Result<()> {
        let seen = self.on_each(|number, units| {
            self.ask(number, &format!("replaced {REPLACED} {units}"), 400)
        })?;
        let seconds = seen.iter().flat_map(|text| text.lines());
        let seconds =
            seconds.filter_map(|line| line.split_whitespace().nth(1)?.parse::<u32>().ok());
        let most = seconds.max().unwrap_or_default();
        self.say(&format!(
            "all main processes were killed at once and replaced, within {most} s at most"
        ));
        Ok(())
    }

    /// `bin/stop` means it: what was stopped stays so, also what was only waiting for others.
    /// `take` takes away what the unit on a host waits for, `give` gives it back.
    pub(super) fn stopped(
        &self,
        waiting: (u32, &str),
        take: impl Fn() -> Result<()>,
        give: impl Fn() -> Result<()>,
    ) -> Result<()> {
        self.archive.run(self.hosts, "stop", 240)?;
        self.none()?;
        take()?;
        let (number, unit) = waiting;
        self.hosts.root(number, &format!("systemctl start --no-block {unit}"), 10)?;
        wait_for("a unit that waits for what it needs", SOON, || {
            let state = self.hosts.root(number, &format!("systemctl is-active {unit} || :"), 10)?;
            if !["activating", "active"].contains(&state.trim()) {
                bail!("{unit} on h{number} is {}: it does not wait", state.trim());
            }
            Ok(())
        })?;
        self.archive.run(self.hosts, "stop", 240)?;
        give()?;
        thread::sleep(LONGER_THAN_A_RETRY);
        self.none()?;
        self.say("bin/stop stops, and nothing comes back behind it, not what waited either");
        Ok(())
    }

    /// `bin/start` twice and systemd on every host, all at the same moment: one process of each.
    pub(super) fn started_by_all(&self) -> Result<()> {
        thread::scope(|scope| {
            let by_hand = || self.archive.run(self.hosts, "start", 420).map(drop);
            let all = [
                scope.spawn(by_hand),
                scope.spawn(by_hand),
                scope.spawn(|| {
                    self.on_each(|number, units| {
                        self.hosts.root(number, &format!("systemctl start {units}"), 420)
                    })
                    .map(drop)
                }),
            ];
            all.into_iter()
                .try_for_each(|one| one.join().map_err(|_| anyhow!("a thread has panicked"))?)
        })?;
        self.each_once()?;
        self.say("bin/start, bin/start again and systemd at once: one process of each service");
        Ok(())
    }

    /// What runs is not started a second time by the script of any service.
    pub(super) fn refuse_a_second(&self) -> Result<()> {
        at_once(&self.nodes, |(number, services)| {
            for service in services {
                let text = format!("timeout 20 sh {}", script(*number, service));
                let said = self.hosts.user_output(*number, &text, 30)?;
                let said = said.refused(&format!("{service} by hand on h{number}"))?;
                if !said.contains("runs already") {
                    bail!("{service} on h{number}, a second time by hand: {said}");
                }
            }
            Ok(())
        })?;
        self.each_once()?;
        self.say("no script starts a second process beside the unit's");
        Ok(())
    }

    /// What was started without its unit is left alone by the unit, and stopped by `bin/stop`.
    /// `line` is a pattern for the command line of the service's process.
    pub(super) fn without_its_unit(&self, host: u32, service: &str, line: &str) -> Result<()> {
        let unit = format!("muster-{service}.service");
        let own = script(host, service);
        self.hosts.root(host, &format!("systemctl stop {unit}"), 130)?;
        self.hosts.user(host, &format!("nohup sh {own} >/dev/null 2>&1 </dev/null &"), 10)?;
        let count = format!("pgrep -u {} -f -c -- '{line}' || :", self.user);
        let once = || {
            let count = self.hosts.root(host, &count, 10)?;
            if count.trim() != "1" {
                bail!("{service} on h{host} runs {} times", count.trim());
            }
            Ok(())
        };
        wait_for("a service without its unit", SOON, once)?;
        self.hosts.root(host, &format!("systemctl start {unit} || :"), 130)?;
        thread::sleep(Duration::from_secs(2));
        once()?;
        let node = format!("--node h{host}.lab.test");
        let said = self.archive.run(self.hosts, &format!("start {node}"), 240)?;
        if !said.contains(&format!("{service} runs, but not in its unit {unit}")) {
            bail!("bin/start does not say that {service} runs beside its unit:\n{said}");
        }
        self.archive.run(self.hosts, &format!("stop {node}"), 240)?;
        thread::sleep(LONGER_THAN_A_RETRY);
        self.on_each(|number, units| {
            if number == host {
                self.ask(number, &format!("none {} {units}", self.user), 20)?;
            }
            Ok(())
        })?;
        self.archive.run(self.hosts, &format!("start {node}"), 240)?;
        self.each_once()?;
        self.say(&format!(
            "{service} that was started without its unit stays one, and bin/stop stops it"
        ));
        Ok(())
    }
}

/// What the unit of a service calls.
fn script(number: u32, service: &str) -> String {
    format!("/var/lib/muster/*/h{number}.lab.test/node/service/{service}.sh run")
}
