//! The life of a deployment, told on five hosts.

use super::{HOSTS, archive, state::is_written_by_what_runs};
use crate::{
    host::{Hosts, Output, limited},
    kylin::surroundings,
    report::Report,
};
use anyhow::{Context as _, Result, bail};
use commands::program;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Everything in order; each step starts from what the one before left. `only` names a chapter that
/// needs no more than what runs.
pub(super) fn tell(lab: &Lab, only: Option<&str>) -> Result<()> {
    for number in [1, 2, 3, 5] {
        surroundings::gateway(lab.hosts, number)?;
    }
    if let Some(only) = only {
        let (_, chapter) = CHAPTERS
            .iter()
            .find(|(name, _)| *name == only)
            .with_context(|| format!("there is no chapter {only:?}"))?;
        for line in ["root-once", "deploy", "start"] {
            lab.run("first", line)?;
        }
        return chapter(lab);
    }
    lab.before_root()?;
    lab.root_once()?;
    lab.preflight()?;
    lab.broken_package()?;
    lab.first_deployment()?;
    lab.back_to_nothing()?;
    lab.second_time_nothing()?;
    lab.services_run()?;
    lab.stranger()?;
    lab.hand_edit()?;
    lab.certificate()?;
    lab.half_way()?;
    lab.back_byte_for_byte()?;
    lab.unreachable()?;
    lab.two_at_once()?;
    lab.power_lost()?;
    lab.other_tools()?;
    lab.too_little_room()?;
    lab.without_ssh()?;
    lab.tls()?;
    lab.units()?;
    lab.report.say("all seen");
    Ok(())
}

/// A chapter, by its name.
type Chapter = (&'static str, fn(&Lab) -> Result<()>);

/// Those that can be told alone.
static CHAPTERS: &[Chapter] = &[
    ("tools", |lab| lab.other_tools()),
    ("room", |lab| lab.too_little_room()),
    ("power", |lab| {
        lab.certificate()?;
        lab.power_lost()
    }),
];

pub(super) struct Lab<'l> {
    pub(super) hosts: &'l Hosts,
    pub(super) work: &'l Path,
    pub(super) report: Report,
}

/// What a word of the output must be.
pub(super) fn says(text: &str, words: &[&str]) -> Result<()> {
    for word in words {
        if !text.contains(word) {
            bail!("the output does not say {word:?}:\n{text}");
        }
    }
    Ok(())
}

/// Who may log in as the service user.
const KEYS: &str = "/home/kylin/.ssh/authorized_keys";

impl Lab<'_> {
    pub(super) fn script(&self, archive: &str, line: &str) -> Result<Output> {
        self.script_by(&format!("ssh -F {}", self.hosts.ssh_config().display()), archive, line)
    }

    /// The same, by this ssh.
    pub(super) fn script_by(&self, ssh: &str, archive: &str, line: &str) -> Result<Output> {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap_or_default();
        let mut command = program(archive::folder(self.work, archive).join("bin").join(name));
        command.args(words).current_dir("/");
        command.env("MUSTER_SSH", ssh);
        limited(120, &command)
    }

    pub(super) fn run(&self, archive: &str, line: &str) -> Result<String> {
        self.script(archive, line)?.ok(&format!("bin/{line} of {archive}"))
    }

    pub(super) fn refused(&self, archive: &str, line: &str) -> Result<String> {
        self.script(archive, line)?.refused(&format!("bin/{line} of {archive}"))
    }

    pub(super) fn mark(&self) -> Result<()> {
        (1..=HOSTS).try_for_each(|n| self.hosts.mark(n))
    }

    pub(super) fn nothing_changed(&self, what: &str) -> Result<()> {
        for number in 1..=HOSTS {
            let mut changed = self.changed(number)?;
            changed.retain(|line| {
                !line.split_once(' ').is_some_and(|(_, path)| is_written_by_what_runs(path))
            });
            if !changed.is_empty() {
                bail!("{what} changed something on h{number}: {changed:?}");
            }
        }
        Ok(())
    }

    pub(super) fn node(&self, archive: &str, number: u32) -> PathBuf {
        archive::folder(self.work, archive).join("nodes").join(Hosts::name(number))
    }

    /// Without root-once.sh nothing works, and the message names it.
    fn before_root(&self) -> Result<()> {
        self.mark()?;
        let text = self.refused("first", "preflight")?;
        says(&text, &["root-once.sh", "preflight is not green"])?;
        let text = self.refused("first", "deploy")?;
        says(&text, &["run root-once.sh of this folder as root first", "No node was changed"])?;
        self.nothing_changed("a refused deployment")?;
        self.report.say("before root-once.sh: preflight and deploy refuse and name it");
        Ok(())
    }

    /// From the admin's machine to all of them: a dry run changes nothing, the key lets in as the
    /// service user, and a second run changes nothing again.
    fn root_once(&self) -> Result<()> {
        let dry = self.run("first", "root-once --dry-run")?;
        says(&dry, &["root-once: mkdir -p", "done:", "h5.lab.test"])?;
        self.nothing_changed("a dry run of root-once")?;
        // One node has a service user whom nobody has let in yet.
        self.hosts.root(2, &format!("test -s {KEYS} && rm {KEYS}"), 10)?;
        let text = self.refused("first", "preflight --node h2.lab.test")?;
        says(&text, &["can't be reached by ssh"])?;
        let key = self.hosts.ssh_config().with_file_name("key.pub");
        let line = format!("root-once --key {}", key.display());
        says(&self.run("first", &line)?, &["root-once is done on all of these"])?;
        let mode = self.hosts.root(2, &format!("stat -c '%U %a' {KEYS}"), 10)?;
        if mode.trim() != "kylin 600" {
            bail!("{KEYS}: {mode}");
        }
        for number in 1..=HOSTS {
            let folder = format!("/var/lib/muster/deploy-lab/{}", Hosts::name(number));
            let owner = self.hosts.root(number, &format!("stat -c '%U %a' {folder}"), 10)?;
            if owner.trim() != "kylin 700" {
                bail!("{folder} on h{number}: {owner}");
            }
            self.hosts.root(
                number,
                "visudo -cqf /etc/sudoers.d/muster-deploy-lab || ! command -v visudo",
                10,
            )?;
        }
        self.mark()?;
        says(&self.run("first", &line)?, &["root-once is done on all of these"])?;
        self.nothing_changed("root-once, run again,")?;
        self.report
            .say("bin/root-once ran on all, and let the key in; run again, it changes nothing");
        self.planted_link()
    }

    /// A link that the service user puts in root's way is not followed.
    fn planted_link(&self) -> Result<()> {
        let (number, folder) = (4, "/opt/kylin-lb/temp");
        let private = "/etc/private-of-root";
        self.hosts.root(number, &format!("mkdir -m 700 {private}"), 10)?;
        self.hosts.user(number, &format!("rmdir {folder} && ln -s {private} {folder}"), 10)?;
        let text = self.refused("first", "root-once --node h4.lab.test")?;
        says(
            &text,
            &[folder, "belongs to root", "others than root decide what stands in /opt/kylin-lb"],
        )?;
        let owner = self.hosts.root(number, &format!("stat -c '%U %a' {private}"), 10)?;
        if owner.trim() != "root 700" {
            bail!("root-once followed a link: {private} is {owner}");
        }
        self.hosts.user(number, &format!("rm {folder}"), 10)?;
        self.hosts.root(number, &format!("rmdir {private}"), 10)?;
        let text = self.run("first", "root-once --node h4.lab.test")?;
        says(&text, &[&format!("mkdir -p {folder} (as kylin)")])?;
        self.report.say("a link that the service user put in root's way is not followed");
        Ok(())
    }

    pub(super) fn carry_and_run(&self, number: u32, archive: &str) -> Result<()> {
        self.hosts.put(number, &self.node(archive, number), "/root/node")?;
        self.hosts.root(number, "sh /root/node/root-once.sh && rm -rf /root/node", 30).map(drop)
    }

    fn preflight(&self) -> Result<()> {
        self.mark()?;
        let text = self.run("first", "preflight")?;
        says(&text, &["preflight is green", "Java 1.8", "clock:"])?;
        self.nothing_changed("preflight")?;
        let facts = fs::read_to_string(archive::folder(self.work, "first").join("facts.json"))?;
        let facts: serde_json::Value = serde_json::from_str(&facts).context("facts.json")?;
        for number in 1..=HOSTS {
            let node = facts["nodes"]
                .as_array()
                .and_then(|all| all.iter().find(|n| n["node"] == Hosts::name(number)))
                .with_context(|| format!("facts.json has no h{number}"))?;
            let sound = node["fqdn"] == Hosts::name(number)
                && node["cores"].as_u64().is_some_and(|n| n > 0)
                && node["memory_bytes"].as_u64().is_some_and(|n| n > 1 << 28)
                && node["addresses"].as_array().is_some_and(|a| !a.is_empty())
                && node["resolves"].as_array().is_some_and(|a| a.len() == HOSTS as usize)
                && node["clock_skew_seconds"].as_i64().is_some_and(|n| n.abs() < 5);
            if !sound {
                bail!("facts of h{number}: {node}");
            }
        }
        self.report.say("preflight is green, changed nothing, and facts.json is whole");
        Ok(())
    }

    /// A package that came only in part: the deployment stops, and going back leaves nothing.
    fn broken_package(&self) -> Result<()> {
        const NAME: &str = "apache-kylin-3.1.3-bin-hbase1x.tar.gz";
        let (whole, here) = (
            self.work.join("packages").join(NAME),
            archive::folder(self.work, "first").join("packages").join(NAME),
        );
        let bytes = fs::read(&whole)?;
        fs::remove_file(&here)?;
        fs::write(&here, bytes.get(..bytes.len() / 2).unwrap_or_default())?;
        let text = self.refused("first", "deploy --node h5.lab.test")?;
        says(&text, &["can't be unpacked into /opt/kylin", "failed:     h5.lab.test"])?;
        says(&self.run("first", "rollback --node h5.lab.test")?, &["rolled back:"])?;
        self.nothing_left(5)?;
        fs::remove_file(&here)?;
        fs::hard_link(&whole, &here)?;
        self.report.say("half a package: the deployment stops, and going back leaves no file");
        Ok(())
    }

    /// No file of a deployment is on a host.
    fn nothing_left(&self, number: u32) -> Result<()> {
        let left: Vec<String> = self
            .files(number)?
            .into_keys()
            .filter(|p| p.starts_with("/opt/") || p.starts_with("/var/lib/"))
            .collect();
        if !left.is_empty() {
            bail!("going back left {left:?} on h{number}");
        }
        Ok(())
    }

    /// What changed is what the archive promises, all of it and nothing else.
    fn first_deployment(&self) -> Result<()> {
        self.mark()?;
        let text = self.run("first", "deploy")?;
        says(&text, &["deployed:"])?;
        for number in 1..=HOSTS {
            self.as_promised("first", number)?;
            let state = format!("/var/lib/muster/deploy-lab/{}/", Hosts::name(number));
            let packages = self.installed_from_packages(number)?;
            let files: BTreeSet<String> =
                self.promised("first", number)?.into_iter().map(|p| p.to).collect();
            for line in self.changed(number)? {
                let (kind, path) = line.split_once(' ').context("a line of hosts.sh diff")?;
                let known = kind == "added" && (files.contains(path) || packages.contains(path));
                // Its own notes may go as well: the name of a run that came to nothing.
                if !known && !path.starts_with(&state) {
                    bail!("h{number}: {line} is not promised");
                }
            }
        }
        self.report.say("deployed: the files that changed are those that the archive promises");
        Ok(())
    }

    /// The first deployment undone leaves exactly what was there before it.
    fn back_to_nothing(&self) -> Result<()> {
        let text = self.run("first", "rollback")?;
        says(&text, &["rolled back:"])?;
        for number in 1..=HOSTS {
            self.nothing_left(number)?;
        }
        says(&self.run("first", "rollback")?, &["nothing to go back to"])?;
        self.run("first", "deploy")?;
        self.report.say("the first deployment rolled back leaves no file; deployed again");
        Ok(())
    }

    fn second_time_nothing(&self) -> Result<()> {
        self.mark()?;
        let text = self.run("first", "deploy")?;
        let idle = text.matches("nothing to do: everything is as this archive wants it").count();
        // Each node says it twice: when all are looked at, and when it is its turn.
        if idle != 2 * HOSTS as usize {
            bail!("the second deployment says it {idle} times:\n{text}");
        }
        self.nothing_changed("the second deployment")?;
        self.report.say("the second deployment changes nothing and says so");
        Ok(())
    }

    fn services_run(&self) -> Result<()> {
        let text = self.run("first", "start")?;
        says(
            &text,
            &[
                "zookeeper is leader",
                "zookeeper is follower",
                "Apache Kylin answers",
                "nginx listens on port 8080",
                "started",
            ],
        )?;
        let again = self.run("first", "start")?;
        says(&again, &["kylin runs already", "zookeeper runs already", "nginx runs already"])?;
        self.report
            .say("started, also through the jump host; started again, it leaves what runs alone");
        let text = self.refused("first", "verify")?;
        says(&text, &["Apache Kylin answers", "login gives HTTP 404"])
            .or_else(|_| says(&text, &["HTTP 404"]))?;
        Ok(())
    }
}
