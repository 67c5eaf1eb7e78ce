//! Packs, deploys and starts what is wrong, and reads what the programs say.

use super::cases::{CASES, Case, Judge};
use crate::{
    artifacts,
    host::{Hosts, beside},
    kylin::{
        archive::{Archive, documents},
        client::Kylin,
        surroundings,
    },
    oracle,
    report::Report,
    unchecked::Judged,
};
use anyhow::{Context as _, Result, bail};
use std::{fmt::Write as _, fs, path::PathBuf, time::Duration};
#[cfg(test)]
use {crate::by_override::Wrong, model::Severity};

fn text(case: &Case) -> Result<String> {
    let mut text = good()?;
    for (old, new) in case.replace {
        if text.matches(old).count() != 1 {
            bail!("{}: {old:?} does not stand once in one.toml", case.rule);
        }
        text = text.replace(old, new);
    }
    if !case.overrides.is_empty() {
        text.push_str("\n[overrides.cluster]\n");
    }
    for (key, value) in case.overrides {
        let _ = writeln!(text, "\"{key}\" = \"{value}\"");
    }
    Ok(text)
}

/// All of them, beside the good one.
#[cfg(test)]
pub(crate) fn documents_of_all() -> Result<Vec<Wrong>> {
    let wrong = |case: &'static Case| {
        let (good, text, by_override) = (good()?, text(case)?, case.replace.is_empty());
        Ok(Wrong { rule: case.rule, severity: Severity::Error, good, text, by_override })
    };
    CASES.iter().map(wrong).collect()
}

fn good() -> Result<String> {
    let path = documents().join("one.toml");
    fs::read_to_string(&path).with_context(|| path.display().to_string())
}

fn work() -> PathBuf {
    artifacts::folder().join("wrong-work")
}

fn folder(index: usize) -> PathBuf {
    work().join(format!("case-{index}"))
}

pub(crate) fn run(only: Option<&str>) -> Result<()> {
    if let Some(hosts) = Hosts::here() {
        return inside(&hosts, only);
    }
    let report = Report::new();
    artifacts::all()?;
    if work().exists() {
        fs::remove_dir_all(work())?;
    }
    let judged = Judged::read(&good()?)?;
    let errors = judged.errors();
    if !errors.is_empty() {
        bail!("one.toml should be good, but: {}", errors.join(", "));
    }
    judged.write(&work().join("good"))?;
    Archive::open(&work().join("good"))?.fill_in()?;
    for (index, case) in CASES.iter().enumerate() {
        let judged = Judged::read(&text(case)?)?;
        let errors = judged.errors();
        if !errors.contains(&case.rule) {
            bail!("{} does not reject its document: {errors:?}", case.rule);
        }
        judged.write(&folder(index))?;
        Archive::open(&folder(index))?.fill_in()?;
        if case.judge == Judge::Getter && only.is_none_or(|only| only == case.rule) {
            getter(case, &folder(index), report)?;
        }
    }
    let mut words = vec!["lab", "wrong"];
    if let Some(only) = only {
        words.extend(["--only", only]);
    }
    beside(2, "", &words)?;
    fs::remove_dir_all(work())?;
    Ok(())
}

/// The rule's own words must be found in what was seen.
fn quoted(case: &Case, seen: &str, report: Report) -> Result<()> {
    let product = Judged::read(&text(case)?)?.product;
    let found = rules::explain(product, seen);
    let Some(hit) = found.iter().find(|hit| hit.rule.id == case.rule) else {
        let tail: Vec<&str> = seen.lines().rev().take(60).collect();
        let tail: Vec<&str> = tail.into_iter().rev().collect();
        bail!("{}: nothing seen that the rule quotes:\n{}", case.rule, tail.join("\n"));
    };
    let line: String = hit.line.chars().take(150).collect();
    report.say(&format!("{} {}: {line}", case.rule, hit.rule.name));
    Ok(())
}

fn getter(case: &Case, folder: &std::path::Path, report: Report) -> Result<()> {
    let archive = Archive::open(folder)?;
    let conf = archive.folder.join("nodes").join(Hosts::name(2)).join("conf");
    let answers = oracle::ask(&[conf])?;
    let thrown: Vec<&str> =
        answers.iter().flat_map(|answers| answers.thrown.values().map(String::as_str)).collect();
    quoted(case, &thrown.join("\n"), report)
}

fn inside(hosts: &Hosts, only: Option<&str>) -> Result<()> {
    let report = Report::new();
    surroundings::database(hosts, 1)?;
    surroundings::gateway(hosts, 2)?;
    let good = Archive::open(&work().join("good"))?;
    for number in [1, 2] {
        good.root_once(hosts, number)?;
    }
    good.run(hosts, "preflight", 120)?;
    good.run(hosts, "deploy", 240)?;
    good.run(hosts, "start", 300)?;
    Kylin("http://h2.lab.test:7070").login()?;
    report.say("the document without a mistake works");
    let mut wrong = Vec::new();
    for (index, case) in CASES.iter().enumerate() {
        if case.judge != Judge::Getter && only.is_none_or(|only| only == case.rule) {
            wrong.extend(prove(hosts, case, index, report).err());
        }
    }
    for error in &wrong {
        report.say(&format!("not shown: {error:#}"));
    }
    if !wrong.is_empty() {
        bail!("{} of the documents did not fail as their rules say", wrong.len());
    }
    Ok(())
}

/// Deploys and starts one wrong document on h2.
fn prove(hosts: &Hosts, case: &Case, index: usize, report: Report) -> Result<()> {
    stop(hosts)?;
    let archive = Archive::open(&folder(index))?;
    let node = format!("--node {}", Hosts::name(2));
    let deploy = archive.script(hosts, &format!("deploy {node}"), 120)?;
    if case.judge == Judge::Deploy {
        return quoted(case, &deploy.refused(case.rule)?, report);
    }
    deploy.ok(case.rule)?;
    let start = archive.script(hosts, &format!("start {node}"), 180)?;
    let mut seen = if case.judge == Judge::Broadcast {
        let seen = start.ok(case.rule)?;
        Kylin("http://h2.lab.test:7070").make_project("a_project")?;
        std::thread::sleep(Duration::from_secs(3));
        seen
    } else {
        start.refused(case.rule)?
    };
    seen.push_str(&logs(hosts)?);
    quoted(case, &seen, report)
}

/// Without power for Kylin: the next case starts from nothing but the metadata.
fn stop(hosts: &Hosts) -> Result<()> {
    let script = "cd /opt/kylin
        if [ -s pid ]; then kill -9 \"$(cat pid)\" 2>/dev/null || :; fi
        rm -f pid LOCK logs/* tomcat/logs/*";
    hosts.user(2, script, 20).map(drop)
}

fn logs(hosts: &Hosts) -> Result<String> {
    hosts.user(2, "cd /opt/kylin; cat logs/*.log logs/*.out tomcat/logs/* 2>/dev/null || :", 20)
}
