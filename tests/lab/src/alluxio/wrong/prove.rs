//! Packs, deploys and starts what is wrong, and reads what Alluxio says.

use super::cases::{CASES, Case, Judge};
#[cfg(test)]
use crate::by_override::Wrong;
use crate::{
    alluxio::{SHARE, USER, binds, client::Client, documents},
    artifacts,
    host::{Hosts, Output, Site, beside_site},
    kylin::archive::Archive,
    report::{Report, wait_for},
    turn::Share,
    unchecked::Judged,
};
use anyhow::{Context as _, Result, bail};
use std::{
    fmt::Write as _,
    fs,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

/// So many at a time.
const LANES: usize = 2;

/// So many runs share the mistakes.
const SHARING: usize = 3;

/// How long `bin/start` waits for one process, in seconds.
const PATIENCE: &str = "90";

/// The hosts of one case.
pub(super) struct Place<'h> {
    pub(super) hosts: &'h Hosts,
    /// How many hosts come before them.
    before: u32,
    /// How many there are.
    count: u32,
}

impl Place<'_> {
    /// The number of the first, the second ... host.
    pub(super) fn number(&self, which: u32) -> u32 {
        self.before + which
    }

    pub(super) fn name(&self, which: u32) -> String {
        Hosts::name(self.number(which))
    }

    pub(super) fn client(&self, which: u32) -> Client<'_> {
        Client { hosts: self.hosts, number: self.number(which) }
    }
}

fn work() -> PathBuf {
    artifacts::folder().join("alluxio-wrong-work")
}

fn folder(index: usize) -> PathBuf {
    work().join(format!("case-{index}"))
}

/// All of them, each beside its good one.
#[cfg(test)]
pub(crate) fn documents_of_all() -> Result<Vec<Wrong>> {
    let wrong = |case: &'static Case| {
        let good = text(0, &Case { replace: &[], overrides: &[], ..*case }, 0)?;
        let (text, by_override) = (text(0, case, 0)?, case.replace.is_empty());
        Ok(Wrong { rule: case.rule, severity: case.severity, good, text, by_override })
    };
    CASES.iter().filter(|case| !case.rule.is_empty()).map(wrong).collect()
}

fn base(case: &Case) -> Result<String> {
    let path = documents().join(format!("{}.toml", case.base));
    fs::read_to_string(&path).with_context(|| path.display().to_string())
}

/// The document of a case: with its mistake, on its own hosts, in its own shared folder.
fn text(index: usize, case: &Case, before: u32) -> Result<String> {
    let mut text = base(case)?;
    for (old, new) in case.replace {
        if text.matches(old).count() != 1 {
            bail!("{}: {old:?} does not stand once in {}.toml", case.rule, case.base);
        }
        text = text.replace(old, new);
    }
    if !case.overrides.is_empty() {
        let mut lines = String::from("[overrides.cluster]\n");
        for (key, value) in case.overrides {
            let _ = writeln!(lines, "\"{key}\" = \"{value}\"");
        }
        if text.contains("[overrides.cluster]\n") {
            text = text.replace("[overrides.cluster]\n", &lines);
        } else {
            text = text.replacen("[[nodes]]\n", &format!("{lines}\n[[nodes]]\n"), 1);
        }
    }
    text = text.replace(SHARE, &format!("{SHARE}/{index}"));
    for which in (1..=count(&text)).rev() {
        text = text.replace(&Hosts::name(which), &Hosts::name(before + which));
    }
    Ok(text)
}

fn count(text: &str) -> u32 {
    u32::try_from(text.matches("[[nodes]]\n").count()).unwrap_or(u32::MAX)
}

/// The cases with the hosts before theirs, and how many they take.
fn places() -> Result<Vec<(u32, u32)>> {
    let mut before = 0;
    CASES
        .iter()
        .map(|case| {
            let count = count(&base(case)?);
            before += count;
            Ok((before - count, count))
        })
        .collect()
}

fn wanted(index: usize, case: &Case, share: Share<'_>) -> bool {
    // One without a rule shows that the good document works, and belongs to every turn.
    case.rule.is_empty() && matches!(share, Share::Turn(_))
        || share.takes(index, SHARING, &[case.rule, case.base])
}

pub(crate) fn run(only: Option<&str>) -> Result<()> {
    let places = places()?;
    if let Some(hosts) = Hosts::here() {
        return inside(&hosts, &places, Share::of(only));
    }
    let share = Share::of(only);
    artifacts::all()?;
    crate::alluxio::build()?;
    if work().exists() {
        fs::remove_dir_all(work())?;
    }
    for (index, (case, (before, _))) in CASES.iter().zip(&places).enumerate() {
        let judged = Judged::read(&text(index, case, *before)?)?;
        let fired = judged.fired(case.severity);
        let right =
            if case.rule.is_empty() { fired.is_empty() } else { fired.contains(&case.rule) };
        if !right {
            bail!("{} on {}.toml: the findings are {fired:?}", case.rule, case.base);
        }
        if wanted(index, case, share) {
            judged.write(&folder(index))?;
            Archive::open(&folder(index))?.fill_in()?;
        }
    }
    let hosts = places.last().map_or(0, |(before, count)| before + count);
    let site =
        Site { count: hosts, far: "", user: USER, binds: binds(), share: SHARE, init: "sshd" };
    beside_site(&site, &["lab", "alluxio-wrong", "--only", &share.to_string()])?;
    fs::remove_dir_all(work())?;
    Ok(())
}

fn inside(hosts: &Hosts, places: &[(u32, u32)], share: Share<'_>) -> Result<()> {
    let report = Report::new();
    let next = AtomicUsize::new(0);
    let lane = || {
        let mut wrong = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let (Some(case), Some((before, count))) = (CASES.get(index), places.get(index)) else {
                return wrong;
            };
            if !wanted(index, case, share) {
                continue;
            }
            let place = Place { hosts, before: *before, count: *count };
            if let Err(error) = prove(&place, case, index, report) {
                wrong.push(format!("{} on {}.toml: {error:#}", case.rule, case.base));
            }
        }
    };
    let wrong: Vec<String> = thread::scope(|scope| {
        let lanes: Vec<_> = (0..LANES).map(|_| scope.spawn(lane)).collect();
        let ended = lanes.into_iter().map(|l| l.join().unwrap_or_else(|_| vec!["panicked".into()]));
        ended.flatten().collect()
    });
    for error in &wrong {
        report.say(&format!("not shown: {error}"));
    }
    if !wrong.is_empty() {
        bail!("{} of the documents did not do what is expected of them", wrong.len());
    }
    Ok(())
}

/// Deploys, formats and starts one document on its hosts, and turns them off.
fn prove(place: &Place, case: &Case, index: usize, report: Report) -> Result<()> {
    let seen = tell(place, case, index);
    let logs = logs(place);
    for which in 1..=place.count {
        place.hosts.power_off(place.number(which))?;
    }
    let mut seen = seen?;
    if matches!(case.judge, Judge::Works) {
        report.say(&format!("{}.toml without a mistake works", case.base));
        return Ok(());
    }
    seen.push('\n');
    seen.push_str(&logs?);
    let line = shown(case, &seen).map_err(|why| {
        let tail: Vec<&str> = seen.lines().rev().take(80).collect();
        let tail: Vec<&str> = tail.into_iter().rev().collect();
        why.context(tail.join("\n"))
    })?;
    let line: String = line.trim().chars().take(150).collect();
    report.say(&format!("{} {}: {line}", case.rule, case.base));
    Ok(())
}

/// The line that shows the mistake: in the rule's own words, or in those of the case.
fn shown<'s>(case: &Case, seen: &'s str) -> Result<&'s str> {
    if case.seen.is_empty() {
        let product = products::find("alluxio").context("alluxio")?;
        let found = rules::explain(product, seen);
        let hit = found.iter().find(|hit| hit.rule.id == case.rule);
        let hit = hit.context("nothing seen that the rule quotes")?;
        return Ok(seen.lines().find(|line| line.contains(hit.line.trim())).unwrap_or_default());
    }
    for word in case.seen {
        if !seen.contains(word) {
            bail!("not seen: {word:?}");
        }
    }
    Ok(case
        .seen
        .first()
        .and_then(|w| seen.lines().find(|l| l.contains(w.trim_end())))
        .unwrap_or_default())
}

/// The archive's scripts on the hosts of a case.
pub(super) struct Tools<'p> {
    hosts: &'p Hosts,
    archive: Archive,
}

impl Tools<'_> {
    /// Runs one of them, by its path.
    pub(super) fn run(&self, line: &str, limit: u32) -> Result<Output> {
        self.archive.tool(self.hosts, line, &[("MUSTER_WAIT", PATIENCE)], limit)
    }

    /// The same for what will not come: it waits half a minute.
    pub(super) fn impatient(&self, line: &str, limit: u32) -> Result<Output> {
        self.archive.tool(self.hosts, line, &[("MUSTER_WAIT", "30")], limit)
    }

    /// The guarded format; nothing is in the journal's folder, also where that is an address.
    pub(super) fn format(&self) -> Result<Output> {
        self.run("alluxio/first-start.sh --journal-is-empty", 120)
    }
}

fn tell(place: &Place, case: &Case, index: usize) -> Result<String> {
    let tools = Tools { hosts: place.hosts, archive: Archive::open(&folder(index))? };
    let shared = format!("mkdir -p {SHARE}/{index}/alluxio/root");
    place.hosts.user(place.number(1), &shared, 10)?;
    for which in 1..=place.count {
        tools.archive.root_once(place.hosts, place.number(which))?;
    }
    tools.run("bin/deploy", 120)?.ok("bin/deploy")?;
    if let Judge::Whole(story) = case.judge {
        return story(place, &tools);
    }
    let format = tools.format()?;
    if matches!(case.judge, Judge::Format) {
        return format.refused("the format");
    }
    format.ok("the format")?;
    let start = tools.run("bin/start", 300)?;
    if matches!(case.judge, Judge::Start) {
        return start.refused("bin/start");
    }
    let mut seen = start.ok("bin/start")?;
    seen.push_str(&match case.judge {
        Judge::Log => wait_for("a complaint", Duration::from_mins(1), || {
            let logs = logs(place)?;
            shown(case, &logs)?;
            Ok(logs)
        })?,
        Judge::Story(story) => story(place)?,
        _ => tools.run("bin/verify", 240)?.ok("bin/verify")?,
    });
    Ok(seen)
}

/// What the processes and the format wrote.
fn logs(place: &Place) -> Result<String> {
    let mut all = String::new();
    for which in 1..=place.count {
        let text = "cat /opt/alluxio/logs/*.out /opt/alluxio/logs/*.log \
                    /var/lib/muster/alluxio-lab/*/format.log 2>/dev/null || :";
        all.push_str(&place.hosts.user(place.number(which), text, 20)?);
    }
    Ok(all)
}
