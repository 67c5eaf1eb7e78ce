//! The life of one cluster, told by the archive's own scripts and by clients.

use super::{
    SHARE,
    client::{Job, Table, leader, servers},
    cluster::Cluster,
    database,
    watch::{Seen, watched},
};
use crate::{
    drill::Shows,
    host::Hosts,
    kylin::archive::Archive,
    report::{Report, wait_for},
};
use anyhow::{Context as _, Result, bail};
use std::{collections::BTreeSet, time::Duration};

const HOSTS: u32 = 5;
const LOAD: &str = "druid/load.sh";
/// What is there all the time: a segment for each of four days.
const EVENTS: Table = Table { name: "events", days: 4, rows: 250 };
/// A machine without power is noticed after 30 s (`druid.zk.service.sessionTimeoutMs`), and what its
/// death makes of the others takes some more on a busy machine.
const DEAD: Duration = Duration::from_secs(75);

/// What is shown while the leading master's host is off, the only one's with Derby, a data host's.
pub(crate) static WITHOUT_LEADER: Shows = Shows::that(&["Queries", "New data"]);
pub(crate) static WITHOUT_ONLY_MASTER: Shows =
    Shows { stops: &["New data"], lost: true, ..Shows::that(&["Queries"]) };
pub(crate) static WITHOUT_DATA_HOST: Shows = Shows::that(&["Queries"]);

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
    story.events()?;
    match cluster.masters {
        [only] => story.the_only_master_without_power(*only)?,
        _ => story.leader_without_power()?,
    }
    story.data_host_without_power()?;
    story.restarted()?;
    story.archive.run(hosts, "stop", 240)?;
    story.say("stopped");
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

fn two_copies(router: u32) -> Result<()> {
    wait_for("two copies of each segment", Duration::from_mins(2), || {
        match EVENTS.copies(router)? {
            (2, 2) => Ok(()),
            other => bail!("the fewest and the most copies are {other:?}"),
        }
    })
}

/// Both jobs' leader, in the word of a master.
fn leads(asked: u32) -> Result<u32> {
    let (one, other) = (leader(Job::Coordinator, asked)?, leader(Job::Overlord, asked)?);
    if one != other {
        bail!("the Coordinator of h{one} leads, and the Overlord of h{other}");
    }
    Ok(one)
}

/// Waits until Druid does not know of a process any more; after how many seconds that was.
fn out_of_sight(router: u32, process: &str) -> Result<f64> {
    let begin = Report::new();
    wait_for("the dead process out of sight", Duration::from_mins(2), || {
        let there = servers(router)?;
        if there.contains(process) {
            bail!("{process} is still named");
        }
        Ok(begin.seconds())
    })
}

impl Story<'_> {
    fn say(&self, text: &str) {
        self.report.say(&format!("{}: {text}", self.cluster.name));
    }

    /// A Router on a host that is not this one.
    fn router_beside(&self, dead: u32) -> Result<u32> {
        let found = self.cluster.routers.iter().find(|number| **number != dead);
        found.copied().context("no other Router")
    }

    /// What a real site has: the shared folder, and the database.
    fn prepare(&self) -> Result<()> {
        self.hosts.user(1, &format!("mkdir -p {SHARE}/druid"), 10)?;
        database::start(self.hosts, self.cluster.database, self.archive)?;
        self.archive.root_once_on(self.hosts, &(1..=HOSTS).collect::<Vec<_>>())?;
        let text = self.archive.run(self.hosts, "preflight", 120)?;
        says(&text, &[&format!("{SHARE}/druid is mounted"), "preflight is green"])?;
        self.say("preflight is green");
        self.archive.run(self.hosts, "deploy", 240)?;
        self.say("deployed");
        Ok(())
    }

    fn first_start(&self) -> Result<()> {
        self.archive.run(self.hosts, "start", 420)?;
        self.say("started");
        self.verified()?;
        self.say("bin/verify says that the cluster works");
        let text = self.archive.tool(self.hosts, LOAD, &[], 240)?.ok(LOAD)?;
        says(&text, &["copies in _default_tier", "berlin,8", "beijing,4", "loaded"])?;
        self.say("the first load: three rows are loaded and queried");
        self.known()
    }

    /// Also a green `bin/verify` says by what it did that it was done.
    fn verified(&self) -> Result<()> {
        let text = self.archive.run(self.hosts, "verify", 300)?;
        let expected = self.expected();
        let names = expected.iter().filter_map(|line| Some(line.split_once(' ')?.1));
        let names: BTreeSet<&str> = names.collect();
        let all = format!("all {} processes are known by name", names.len());
        let words = ["the leading coordinator is", "the leading overlord is", &all];
        says(&text, &words)?;
        says(&text, &["a query reads them from a Historical"])
    }

    fn expected(&self) -> BTreeSet<String> {
        let cluster = self.cluster;
        let mut all = BTreeSet::new();
        let mut add = |kind: &str, numbers: &[u32], port: u16| {
            all.extend(numbers.iter().map(|n| format!("{kind} {}:{port}", Hosts::name(*n))));
        };
        // One process with two jobs is two lines with one name.
        add("coordinator", cluster.masters, 8081);
        add("overlord", cluster.masters, 8081);
        add("historical", cluster.historicals, 8083);
        add(cluster.workers.1, cluster.workers.0, 8091);
        add("broker", cluster.routers, 8082);
        add("router", cluster.routers, 8888);
        all
    }

    /// Each process under the name of its own host, and nobody else.
    fn known(&self) -> Result<()> {
        for router in self.cluster.routers {
            wait_for("every process under its name", DEAD, || {
                let there = servers(*router)?;
                if there != self.expected() {
                    bail!("Druid knows of {there:?}, not of {:?}", self.expected());
                }
                Ok(())
            })?;
        }
        self.say("each process is known by the name of its host");
        Ok(())
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
        says(&text, &["druid coordinator-overlord runs", "started"])?;
        self.say("a second deployment changes nothing");
        Ok(())
    }

    /// Rows for all that follows, on two Historicals each.
    fn events(&self) -> Result<()> {
        let [router, ..] = self.cluster.routers else { bail!("no Router") };
        EVENTS.load(*router)?;
        two_copies(*router)?;
        self.say(&format!("{} rows are loaded, each segment on two Historicals", EVENTS.whole().0));
        Ok(())
    }

    /// The leading master's host loses its power: the other leads both jobs, queries are answered
    /// meanwhile, and new rows are loaded after it.
    fn leader_without_power(&self) -> Result<()> {
        let [one, other] = self.cluster.masters else { bail!("not two masters") };
        let old = leads(*one)?;
        let new = if old == *one { *other } else { *one };
        self.archive.foretells(&[old], &WITHOUT_LEADER)?;
        let begin = Report::new();
        let ((), seen) = watched(EVENTS, self.cluster.routers, || {
            self.hosts.power_off(old)?;
            wait_for("another leader", Duration::from_mins(2), || match leads(new)? {
                leads if leads == new => Ok(()),
                same => bail!("h{same} is still named"),
            })
        })?;
        let seen = seen.within(DEAD)?;
        self.say(&format!(
            "h{old} led and lost its power; h{new} leads both jobs after {:.0} s; {}",
            begin.seconds(),
            seen.told()
        ));
        let router = self.router_beside(old)?;
        Table { name: "after_the_leader", days: 1, rows: 10 }.load(router)?;
        self.say("new rows are loaded");
        let text = self.archive.script(self.hosts, "verify", 300)?.refused("a dead host")?;
        says(&text, &[&format!("h{old}"), &format!("the leading coordinator is h{new}")])?;
        self.say("bin/verify names the dead host");
        self.back(old)?;
        if leads(old)? != new {
            bail!("h{new} does not lead any more");
        }
        self.say(&format!("h{old} is back as standby of h{new}"));
        Ok(())
    }

    /// With Derby there is one master: queries go on without it, and it leads again when it is back.
    fn the_only_master_without_power(&self, number: u32) -> Result<()> {
        let router = self.router_beside(number)?;
        self.archive.foretells(&[number], &WITHOUT_ONLY_MASTER)?;
        let (after, seen) = watched(EVENTS, self.cluster.routers, || {
            self.hosts.power_off(number)?;
            out_of_sight(router, &format!("coordinator {}:8081", Hosts::name(number)))
        })?;
        let seen = seen.within(Duration::from_secs(20))?;
        self.say(&format!(
            "the only master lost its power and is out of sight after {after:.0} s; {}",
            seen.told()
        ));
        self.back(number)?;
        EVENTS.is_whole(router).context("after the master came back")?;
        Table { name: "after_the_master", days: 1, rows: 10 }.load(router)?;
        self.say("the master is back with its metadata, and new rows are loaded");
        Ok(())
    }

    /// Power again, and what the README says then.
    fn back(&self, number: u32) -> Result<()> {
        self.hosts.power_on(number)?;
        self.archive.run(self.hosts, &format!("start --node {}", Hosts::name(number)), 420)?;
        self.verified()?;
        self.known()
    }

    /// One of the hosts with copies of segments loses its power: every row is answered from the other
    /// copies, and is again on two Historicals in the end.
    fn data_host_without_power(&self) -> Result<()> {
        let victim = self.cluster.victim;
        let router = self.router_beside(victim)?;
        self.archive.foretells(&[victim], &WITHOUT_DATA_HOST)?;
        let (left, seen) = watched(EVENTS, self.cluster.routers, || {
            self.hosts.power_off(victim)?;
            out_of_sight(router, &format!("historical {}:8083", Hosts::name(victim)))
        })?;
        let seen = seen.within(DEAD)?;
        EVENTS.is_whole(router).context("without one Historical")?;
        self.say(&format!(
            "h{victim} lost its power and is out of sight after {left:.0} s; no row is lost; {}",
            seen.told()
        ));
        if self.cluster.historicals.len() > 2 {
            two_copies(router)?;
            self.say("the others have two copies of each segment again");
        }
        self.back(victim)?;
        two_copies(router)?;
        self.say(&format!("h{victim} is back"));
        Ok(())
    }

    /// When each process of a program began, on these hosts: in ticks since the machine booted, which
    /// all hosts share.
    fn begun(&self, program: &str, numbers: &[u32]) -> Result<Vec<u64>> {
        let ask = format!(
            "awk '{{ print $22 }}' /proc/$(head -n 1 /opt/druid/log/muster-{program}.pid | cut -d' ' -f1)/stat"
        );
        let of_host = |number: &u32| {
            let said = self.hosts.user(*number, &ask, 10)?;
            let ticks = said.trim().parse::<u64>();
            ticks.with_context(|| format!("{program} on {}: {said}", Hosts::name(*number)))
        };
        numbers.iter().map(of_host).collect()
    }

    /// The processes began in the order of a rolling update: the last of a program before the first of
    /// the next.
    fn in_order(&self) -> Result<()> {
        let (workers, role) = self.cluster.workers;
        let program = if role == "indexer" { "indexer" } else { "middleManager" };
        let order = [
            ("historical", self.cluster.historicals),
            (program, workers),
            ("broker", self.cluster.routers),
            ("router", self.cluster.routers),
            ("coordinator-overlord", self.cluster.masters),
        ];
        let mut last: (&str, u64) = ("", 0);
        for (program, numbers) in order {
            let begun = self.begun(program, numbers)?;
            let (Some(first), Some(end)) = (begun.iter().min(), begun.iter().max()) else {
                bail!("no {program}")
            };
            if *first < last.1 {
                bail!("{program} began before the last {}", last.0);
            }
            last = (program, *end);
        }
        self.say("they began in the order of a rolling update");
        Ok(())
    }

    /// Every process is stopped and started, one after the other, while clients ask.
    fn restarted(&self) -> Result<()> {
        let ((), seen) = watched(EVENTS, self.cluster.routers, || {
            self.archive.run(self.hosts, "start --restart", 900).map(drop)
        })?;
        let seen: Seen = seen.within(DEAD)?;
        self.say(&format!("everything is restarted; {}", seen.told()));
        self.in_order()?;
        let [router, ..] = self.cluster.routers else { bail!("no Router") };
        wait_for("every row after the restart", DEAD, || EVENTS.is_whole(*router))
    }
}

/// What the running processes write.
const RUNNING: &[&str] = &[
    "/opt/druid/log/",
    "/var/lib/druid/",
    "/var/lib/zookeeper/",
    "/opt/zookeeper/logs/",
    "/var/lib/lab-",
    "/var/log/lab-",
    "/mnt/nfs",
    "/tmp/",
    "/home/",
];
