//! Disks that are too small: it is said how much is needed where, before the first byte.

use super::story::{Lab, says};
use anyhow::{Result, bail};

/// Where the node keeps what it knows, and what is brought to it.
const STATE: &str = "/var/lib/muster/deploy-lab/h2.lab.test";

impl Lab<'_> {
    pub(super) fn too_little_room(&self) -> Result<()> {
        self.run("first", "stop --node h2.lab.test")?;
        let text = self.run("first", "rollback --node h2.lab.test")?;
        says(&text, &["made itself or that somebody edited stay in /opt/kylin"])?;
        if text.contains("error") || text.contains("rm:") || text.contains("No such file") {
            bail!("the rollback of a first deployment prints an error:\n{text}");
        }
        self.on_small_disk("/opt/kylin", "1m", |lab| {
            let text = lab.refused("first", "preflight --node h2.lab.test")?;
            says(&text, &["FAIL", "on /opt/kylin the deployment needs 2 MiB and 1 MiB are free"])?;
            let text = lab.refused("first", "deploy --node h2.lab.test")?;
            says(
                &text,
                &[
                    "h2.lab.test: on /opt/kylin 3 MiB are needed and 1 MiB are free, for /opt/kylin",
                    "there is not enough room; nothing was changed",
                    "No node was changed",
                ],
            )
        })?;
        self.on_small_disk(STATE, "2m", |lab| {
            let text = lab.refused("first", "preflight --node h2.lab.test")?;
            says(&text, &["FAIL", &format!("on {STATE} the deployment needs ")])?;
            let text = lab.refused("first", "deploy --node h2.lab.test")?;
            says(&text, &["MiB are needed and 1 MiB are free, for /var/lib/muster/deploy-lab"])
        })?;
        self.on_small_disk(STATE, "100k", |lab| {
            let text = lab.refused("first", "deploy --node h2.lab.test")?;
            says(&text, &["there is not enough room for what is brought", "KiB are needed in"])
        })?;
        // With room for it all the same is deployed: logs that stayed are no stranger's.
        says(&self.run("first", "deploy --node h2.lab.test")?, &["deployed:"])?;
        self.run("first", "start --node h2.lab.test")?;
        self.report
            .say("a disk that is too small: said with what is needed and free, nothing done");
        Ok(())
    }

    /// Puts a small disk where a folder of h2 is, for a while.
    fn on_small_disk(&self, place: &str, size: &str, tried: fn(&Self) -> Result<()>) -> Result<()> {
        let mode = if place == STATE { "700" } else { "755" };
        // What is known of logs that stayed is there on the small disk, too.
        let mount = format!(
            "mkdir -p /run/kept
             [ ! -d {place}/remains ] || cp -a {place}/remains /run/kept
             mount -t tmpfs -o size={size},uid=7070,gid=7070,mode={mode} small {place}
             [ {place} != {STATE} ] || cp -a /run/kept/remains {place}"
        );
        self.hosts.root(2, &mount, 10)?;
        self.mark()?;
        tried(self)?;
        self.nothing_changed("a deployment without room")?;
        let left = self.hosts.root(
            2,
            &format!("find {place} -type f ! -path '*/remains/*'; umount {place}"),
            10,
        )?;
        if !left.trim().is_empty() {
            bail!("a refused deployment left in {place}:\n{left}");
        }
        Ok(())
    }
}
