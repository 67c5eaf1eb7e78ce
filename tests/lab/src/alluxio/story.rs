//! The life of one cluster, told by the archive's own scripts.

use super::{SHARE, client::Client, cluster::Cluster};
use crate::{
    drill::Shows,
    host::Hosts,
    kylin::archive::Archive,
    report::{Report, wait_for},
};
use anyhow::{Context as _, Result, bail};
use std::{collections::BTreeSet, time::Duration};

const HOSTS: u32 = 5;
const MASTERS: std::ops::RangeInclusive<u32> = 1..=3;
const FORMAT: &str = "alluxio/first-start.sh";
const DRILL: &str = "alluxio/failover.sh";

/// What is shown while the leader's host is off.
pub(crate) static WITHOUT_LEADER: Shows = Shows::that(&["Files are read and written"]);

struct Story<'s> {
    hosts: &'s Hosts,
    cluster: &'s Cluster,
    archive: &'s Archive,
    report: Report,
}

/// Everything in order; each step starts from what the one before left.
pub(super) fn tell(hosts: &Hosts, cluster: &Cluster, archive: &Archive) -> Result<()> {
    let story = Story { hosts, cluster, archive, report: Report::new() };
    story.prepare()?;
    story.first_start()?;
    story.idle()?;
    let sum = story.clients()?;
    let old = story.leader_without_power(&sum)?;
    story.back_as_standby(old, &sum)?;
    story.drill()?;
    story.archive.run(hosts, "stop", 240)?;
    let text = story.tool(FORMAT, 120)?.refused("a format of a journal that is there")?;
    says(&text, &["is not empty", "Nothing was changed"])?;
    story.say("stopped; the format refuses the journal; all seen");
    Ok(())
}

fn says(text: &str, words: &[&str]) -> Result<()> {
    for word in words {
        if !text.contains(word) {
            bail!("the output does not say {word:?}:\n{text}");
        }
    }
    Ok(())
}

impl Story<'_> {
    fn say(&self, text: &str) {
        self.report.say(&format!("{}: {text}", self.cluster.name));
    }

    fn client(&self, number: u32) -> Client<'_> {
        Client { hosts: self.hosts, number }
    }

    fn tool(&self, line: &str, limit: u32) -> Result<crate::host::Output> {
        self.archive.tool(self.hosts, line, &[], limit)
    }

    /// What a real site has: the shared folder, and after root-once.sh the ramdisk.
    fn prepare(&self) -> Result<()> {
        self.hosts.user(1, &format!("mkdir -p {SHARE}/alluxio/root"), 10)?;
        for number in 1..=HOSTS {
            self.archive.root_once(self.hosts, number)?;
        }
        let text = self.archive.run(self.hosts, "preflight", 120)?;
        says(&text, &[&format!("{SHARE}/alluxio/root is mounted"), "preflight is green"])?;
        if self.cluster.ramdisk {
            says(&text, &["the ramdisk /mnt/ramdisk is not mounted"])?;
        }
        self.say("preflight is green");
        self.archive.run(self.hosts, "deploy", 240)?;
        self.say("deployed");
        Ok(())
    }

    /// The guarded format, which is no part of the start.
    fn first_start(&self) -> Result<()> {
        if self.cluster.embedded {
            let text = self.archive.script(self.hosts, "start", 120)?.refused("unformatted")?;
            says(&text, &["the journal /var/lib/alluxio/journal is not formatted", FORMAT])?;
            self.say("unformatted, it does not start and says what to do");
        }
        let foreign = self.foreign();
        self.hosts.user(3, &format!("mkdir -p {foreign} && touch {foreign}/mine"), 10)?;
        let text = self.tool(FORMAT, 120)?.refused("a format over foreign files")?;
        says(&text, &["is not empty", "Nothing was changed"])?;
        self.hosts.user(3, &format!("rm {foreign}/mine && rmdir {foreign}"), 10)?;
        self.tool(FORMAT, 180)?.ok(FORMAT)?;
        self.say("the format refuses foreign files; without them it formats");
        if self.cluster.ramdisk {
            let text = self.archive.script(self.hosts, "start", 240)?.refused("no ramdisk")?;
            says(&text, &["the ramdisk /mnt/ramdisk is not mounted", "mount -t tmpfs"])?;
            for number in 4..=HOSTS {
                self.ramdisk(number)?;
            }
            self.say("without its ramdisk no worker starts");
        }
        self.archive.run(self.hosts, "start", 420)?;
        self.say("started");
        self.archive.run(self.hosts, "verify", 240)?;
        self.say("bin/verify says that the cluster works");
        let text = self.tool(FORMAT, 120)?.refused("a format of what runs")?;
        says(&text, &["a master runs on h1.lab.test"])?;
        Ok(())
    }

    fn foreign(&self) -> String {
        if self.cluster.embedded {
            "/var/lib/alluxio/journal".to_owned()
        } else {
            format!("{SHARE}/alluxio/journal")
        }
    }

    /// The line that preflight prints, as root.
    fn ramdisk(&self, number: u32) -> Result<()> {
        let text = "mkdir -p /mnt/ramdisk && mount -t tmpfs \
                    -o size=268435456,mode=0750,uid=alluxio,gid=alluxio tmpfs /mnt/ramdisk";
        self.hosts.root(number, text, 10).map(drop)
    }

    /// A second deployment finds nothing to do, on any host.
    fn idle(&self) -> Result<()> {
        for number in 1..=HOSTS {
            self.hosts.mark(number)?;
        }
        self.archive.run(self.hosts, "deploy", 240)?;
        for number in 1..=HOSTS {
            let lines = self.hosts.diff(number)?;
            let touched: BTreeSet<&str> = lines
                .lines()
                .filter(|line| {
                    let path = line.split_once(' ').map_or("", |(_, path)| path);
                    !RUNNING.iter().any(|folder| path.starts_with(folder))
                })
                .collect();
            if !touched.is_empty() {
                bail!("a second deployment changed something on h{number}: {touched:?}");
            }
        }
        let text = self.archive.run(self.hosts, "start", 240)?;
        self.say("a second deployment changes nothing");
        says(&text, &["the leader is"])
    }

    /// A file is written on one worker's host and read on the other, and lies in the under storage.
    fn clients(&self) -> Result<String> {
        let sum = self.client(4).write("/lab-file", 500_000)?;
        self.client(5).reads("/lab-file", &sum)?;
        let stored = wait_for("the file in the under storage", Duration::from_mins(1), || {
            let text = format!("sha256sum <{SHARE}/alluxio/root/lab-file");
            let stored = self.hosts.user(1, &text, 10)?;
            if stored != sum {
                bail!("it has other bytes there");
            }
            Ok(stored)
        })?;
        self.say("a file is written, read on another host, and stored below");
        Ok(stored)
    }

    /// The leader's host loses its power; another master leads, and the file has the same bytes.
    fn leader_without_power(&self, sum: &str) -> Result<u32> {
        let client = self.client(4);
        let old = client.leader()?;
        if !MASTERS.contains(&old) {
            bail!("h{old} leads, which is no master");
        }
        self.archive.foretells(&[old], &WITHOUT_LEADER)?;
        self.hosts.power_off(old)?;
        let report = Report::new();
        let new =
            wait_for("another leader", Duration::from_mins(3), || match client.leader()? {
                same if same == old => bail!("h{old} is still named"),
                other => Ok(other),
            })?;
        self.say(&format!(
            "h{old} led and lost its power; h{new} leads after {:.0} s",
            report.seconds()
        ));
        wait_for("the file", Duration::from_mins(3), || client.reads("/lab-file", sum))?;
        self.say(&format!("the file has the same bytes {:.0} s after the loss", report.seconds()));
        let text = self.archive.script(self.hosts, "verify", 240)?.refused("a dead host")?;
        says(&text, &[&format!("h{old}"), &format!("the leader is h{new}"), "the same bytes"])?;
        self.say("bin/verify names the dead host, and that the rest works");
        Ok(old)
    }

    fn back_as_standby(&self, old: u32, sum: &str) -> Result<()> {
        self.hosts.power_on(old)?;
        let client = self.client(5);
        let leader = client.leader()?;
        self.archive.run(self.hosts, &format!("start --node {}", Hosts::name(old)), 240)?;
        wait_for("the old leader among the masters", Duration::from_mins(1), || {
            let all = client.all_masters()?;
            says(&all, &[&Hosts::name(old), &Hosts::name(leader)])
        })?;
        if self.cluster.embedded {
            let text =
                client.alluxio("fsadmin journal quorum info -domain MASTER")?.ok("quorum")?;
            if text.matches("AVAILABLE").count() != 3 || text.contains("UNAVAILABLE") {
                bail!("not all three masters are in the quorum:\n{text}");
            }
        }
        if client.leader()? != leader {
            bail!("h{leader} does not lead any more");
        }
        client.reads("/lab-file", sum).context("after the old leader came back")?;
        self.say(&format!("h{old} is back as standby of h{leader}"));
        self.archive.run(self.hosts, "verify", 240)?;
        self.say("bin/verify is content again");
        Ok(())
    }

    fn drill(&self) -> Result<()> {
        let text = self.tool(DRILL, 420)?.ok(DRILL)?;
        says(&text, &["killed", "the file has the same bytes", "is back; the leader is"])?;
        let line = text.lines().find(|l| l.starts_with("the leader is") && l.contains("after"));
        self.say(&format!("the drill of the archive: {}", line.unwrap_or_default()));
        Ok(())
    }
}

/// What the running processes write.
const RUNNING: &[&str] = &[
    "/opt/alluxio/logs/",
    "/var/lib/alluxio/",
    "/var/lib/zookeeper/",
    "/tmp/",
    "/mnt/ramdisk",
    "/home/",
];
