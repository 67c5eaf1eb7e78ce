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

/// In its place a stand-in is found first.
const SYNC: &str = "/usr/local/bin/sync";
const HELD: &str = "/tmp/held";

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

    /// Runs a line, and takes the host's power in the midst of it: a deployment and a rollback wait for
    /// the disk, and there, once this file is in the folder of one that is not at its end, they wait
    /// for ever.
    fn without_power(&self, line: &str, file: &str) -> Result<String> {
        let hold = format!(
            "cat >{SYNC} <<'END'
#!/bin/sh
for each in /var/lib/muster/deploy-lab/{}/deployments/*/unfinished /var/lib/muster/deploy-lab/{0}/deployments/*/undoing; do
    if [ -e \"$each\" ] && [ -e \"${{each%/*}}/{file}\" ]; then : >{HELD}; exec sleep 600; fi
done
exec /usr/bin/sync \"$@\"
END
chmod 755 {SYNC}",
            Hosts::name(HOST)
        );
        self.hosts.root(HOST, &hold, 10)?;
        let ssh = format!("ssh -F {} {IMPATIENT}", self.hosts.ssh_config().display());
        let said = thread::scope(|scope| -> Result<Output> {
            let run = scope.spawn(|| self.script_by(&ssh, "second", line));
            self.hosts.root(HOST, &format!("until [ -e {HELD} ]; do sleep 0.1; done"), 100)?;
            self.hosts.power_off(HOST)?;
            let Ok(said) = run.join() else { bail!("a thread panicked") };
            said
        })?;
        self.hosts.power_on(HOST)?;
        self.hosts.root(HOST, &format!("rm -f {SYNC} {HELD}"), 10)?;
        said.refused(&format!("bin/{line} while a host lost its power"))
    }
}
