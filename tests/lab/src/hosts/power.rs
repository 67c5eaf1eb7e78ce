//! A host loses its power while an archive is brought to it, and while it is taken back.

use super::{
    HOSTS,
    story::{Lab, says},
};
use crate::host::{Hosts, Output};
use anyhow::{Result, bail};
use std::thread;

/// The one that loses it, in the midst of the others.
const HOST: u32 = 3;

/// Of ssh: a host is given up after three seconds without a word of it.
const IMPATIENT: &str = "-o ServerAliveInterval=1 -o ServerAliveCountMax=3";

impl Lab<'_> {
    /// The next run finishes what the power interrupted, and every host is as the archive says.
    pub(super) fn power_lost(&self) -> Result<()> {
        let before = self.everything()?;
        let said = self.without_power("deploy", "journal.tsv")?;
        says(&said, &["done:       h1.lab.test h2.lab.test", "failed:     h3.lab.test"])?;
        let said = self.run("second", "deploy")?;
        says(&said, &["h2.lab.test: nothing to do", "was interrupted; this run goes on with it"])?;
        for number in 1..=HOSTS {
            self.as_promised("second", number)?;
        }
        self.without_power("rollback", "undoing")?;
        let said = self.run("second", "rollback")?;
        says(&said, &["was interrupted; it is finished first"])?;
        self.same_but_running(&before, "a rollback during which a host lost its power")?;
        self.run("first", "start")?;
        self.report.say("a host lost its power during a deployment and during its rollback: the next run finished each");
        Ok(())
    }

    /// Runs a line, and takes the host's power when this file is in the folder of an unfinished
    /// deployment there.
    fn without_power(&self, line: &str, file: &str) -> Result<String> {
        let deployments = format!("/var/lib/muster/deploy-lab/{}/deployments", Hosts::name(HOST));
        // What works there stands still, so that it is in the midst of it when the power goes.
        let hold = format!(
            "found() {{ for each in {deployments}/*/unfinished {deployments}/*/undoing; do
                 [ ! -e \"$each\" ] || [ ! -e \"${{each%/*}}/{file}\" ] || return 0
             done; return 1; }}
             until found; do sleep 0.01; done
             for each in /proc/[0-9]*; do
                 tr '\\0' ' ' <\"$each/cmdline\" 2>/dev/null | grep -q '[i]nstall\\.sh' || continue
                 kill -STOP \"${{each#/proc/}}\" 2>/dev/null || :
             done"
        );
        let ssh = format!("ssh -F {} {IMPATIENT}", self.hosts.ssh_config().display());
        let said = thread::scope(|scope| -> Result<Output> {
            let run = scope.spawn(|| self.script_by(&ssh, "second", line));
            self.hosts.root(HOST, &hold, 100)?;
            self.hosts.power_off(HOST)?;
            let Ok(said) = run.join() else { bail!("a thread panicked") };
            said
        })?;
        self.hosts.power_on(HOST)?;
        said.refused(&format!("bin/{line} while a host lost its power"))
    }
}
