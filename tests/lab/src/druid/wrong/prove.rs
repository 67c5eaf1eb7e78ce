//! Packs, deploys and starts what is wrong, and reads what Druid says.

use super::{
    cases::{CASES, Case, Judge},
    place::{Place, says},
};
#[cfg(test)]
use crate::by_override::Wrong;
use crate::{
    artifacts,
    druid::{SHARE, USER, binds, database, documents},
    host::{Hosts, Site, beside_site},
    kylin::archive::Archive,
    report::Report,
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
};

/// So many at a time.
const LANES: usize = 3;
/// So many runs share the mistakes.
const SHARING: usize = 3;

fn work() -> PathBuf {
    artifacts::folder().join("druid-wrong-work")
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

/// The document of a case: with its mistake, on its own hosts, in its own znode and shared folder.
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
            let value = value.replace('\\', "\\\\").replace('"', "\\\"");
            let _ = writeln!(lines, "\"{key}\" = \"{value}\"");
        }
        text = text.replacen("[[nodes]]\n", &format!("{lines}\n[[nodes]]\n"), 1);
    }
    text = text.replace(SHARE, &format!("{SHARE}/{index}"));
    text = text.replace("\"/case\"", &format!("\"/case-{index}\""));
    for which in (1..=count(&text)).rev() {
        text = text.replace(&Hosts::name(1 + which), &Hosts::name(1 + before + which));
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
    crate::druid::build()?;
    if work().exists() {
        fs::remove_dir_all(work())?;
    }
    let mut others = Vec::new();
    for (index, (case, (before, _))) in CASES.iter().zip(&places).enumerate() {
        let judged = Judged::read(&text(index, case, *before)?)?;
        let fired = judged.fired(case.severity);
        let right =
            if case.rule.is_empty() { fired.is_empty() } else { fired.contains(&case.rule) };
        if !right {
            others.push(format!("{} on {}.toml: the findings are {fired:?}", case.rule, case.base));
        }
        if wanted(index, case, share) {
            judged.write(&folder(index))?;
            Archive::open(&folder(index))?.fill_in()?;
        }
    }
    if !others.is_empty() {
        bail!("the rules say something else:\n{}", others.join("\n"));
    }
    let hosts = places.last().map_or(0, |(before, count)| before + count);
    let site =
        Site { count: 1 + hosts, far: "", user: USER, binds: binds(), share: SHARE, init: "sshd" };
    beside_site(&site, &["lab", "druid-wrong", "--only", &share.to_string()])?;
    fs::remove_dir_all(work())?;
    Ok(())
}

fn inside(hosts: &Hosts, places: &[(u32, u32)], share: Share<'_>) -> Result<()> {
    let report = Report::new();
    zookeeper(hosts)?;
    let with_database =
        |(index, case): (usize, &Case)| case.base == "one-mysql" && wanted(index, case, share);
    if let Some(index) = CASES.iter().enumerate().position(with_database) {
        let archive = Archive::open(&folder(index))?;
        database::start(hosts, database::Database::Mariadb(1), &archive)?;
    }
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
            if let Err(error) = prove(hosts, (*before, *count), case, index, report) {
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

/// The ensemble of all cases, on h1: of one, which is enough for what is tried here.
fn zookeeper(hosts: &Hosts) -> Result<()> {
    let text = "mkdir /tmp/ensemble
        printf 'tickTime=1000\\ndataDir=/tmp/ensemble\\nclientPort=2181\\nadmin.enableServer=false\\nmaxClientCnxns=0\\n' \
            >/tmp/ensemble/zoo.cfg
        nohup java -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '/usr/lib/druid-lab/33.0.0/lib/*' \
            org.apache.zookeeper.server.quorum.QuorumPeerMain /tmp/ensemble/zoo.cfg >/tmp/ensemble/log 2>&1 </dev/null &";
    hosts.user(1, text, 10).map(drop)
}

/// Deploys and starts one document on its hosts, and turns them off.
fn prove(
    hosts: &Hosts,
    (before, count): (u32, u32),
    case: &Case,
    index: usize,
    report: Report,
) -> Result<()> {
    let place = Place { hosts, archive: Archive::open(&folder(index))?, before, count };
    let seen = tell(&place, case, index);
    let logs = place.logs();
    for which in 1..=count {
        hosts.power_off(place.number(which))?;
    }
    let mut seen = seen?;
    if matches!(case.judge, Judge::Works | Judge::Healthy(_)) {
        report.say(&format!("{}.toml without a mistake works", case.base));
        return Ok(());
    }
    seen.push('\n');
    seen.push_str(&logs?);
    let line = shown(case, &seen).map_err(|why| {
        let tail: Vec<&str> = seen.lines().rev().take(60).collect();
        let tail: Vec<&str> = tail.into_iter().rev().collect();
        why.context(tail.join("\n"))
    })?;
    let line: String = line.trim().chars().take(150).collect();
    report.say(&format!("{} {}: {line}", case.rule, case.base));
    Ok(())
}

/// The line that shows the mistake: one with the whole of what the rule quotes, or the words of the
/// case.
fn shown<'s>(case: &Case, seen: &'s str) -> Result<&'s str> {
    if case.seen.is_empty() {
        let product = products::find("druid").context("druid")?;
        let rule = product.all_rules().find(|rule| rule.id == case.rule).context("no such rule")?;
        let quotes = |line: &&str| rule.symptoms.iter().any(|symptom| has(line, symptom.words));
        return seen.lines().find(quotes).context("nothing seen that the rule quotes");
    }
    says(seen, case.seen)?;
    Ok(case.seen.first().and_then(|w| seen.lines().find(|l| l.contains(w))).unwrap_or_default())
}

/// Whether a line has all parts of a quotation, between which `…` stands for anything.
fn has(line: &str, words: &str) -> bool {
    let mut rest = line;
    words.split('…').all(|part| match rest.split_once(part) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

fn tell(place: &Place, case: &Case, index: usize) -> Result<String> {
    let hosts = place.hosts;
    hosts.user(place.number(1), &format!("mkdir -p {SHARE}/{index}/druid"), 10)?;
    for which in 1..=place.count {
        place.archive.root_once(hosts, place.number(which))?;
    }
    place.run("bin/deploy", 180)?.ok("bin/deploy")?;
    match case.judge {
        Judge::Ends(program) => place.ends(program),
        Judge::Complains(program) => {
            place.begin(program)?;
            place.written(60, |logs| shown(case, logs).map(drop))
        }
        Judge::Story(story) => story(place),
        Judge::Healthy(program) => {
            place.start(1, program)?;
            place.healthy(1, program)
        }
        Judge::Works => {
            place.run("bin/start", 400)?.ok("bin/start")?;
            place.run("bin/verify", 400)?.ok("bin/verify")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::has;

    #[test]
    fn a_quotation_is_seen_as_a_whole() {
        let line = "1) Unknown provider [s3] of Key[type=TaskLogs, annotation=[none]]";
        assert!(has(line, "Unknown provider […] of Key[type=TaskLogs"));
        assert!(!has(line, "of Key[type=TaskLogs … Unknown provider"));
        assert!(!has(line, "Unknown provider […] of Key[type=TaskStorage"));
    }
}
