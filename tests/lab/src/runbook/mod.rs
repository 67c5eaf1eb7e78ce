//! `cargo xtask lab runbook-…`: the README of an archive is walked, from its first command to its last.
//!
//! The commands are cut out of the README that the archive brings, and run as they stand there, in
//! its order, from a host that is the admin's machine, on hosts that know nothing: no service user,
//! no folders, no key but root's. What is for somebody else than the admin (a database's or a Hadoop
//! cluster's administrator), and what can't be run here and why, stands in a list beside each
//! story ([`walk::Other`]); a block that is in no list and not for the admin's machine fails, and so
//! does an entry that no block needs. What a step's check says that the output ends with is looked
//! for in the output. Every second README is the Chinese one.

mod alluxio;
mod change;
mod desk;
mod kyligence;
mod kylin;
mod readme;
mod split;
mod walk;

use crate::{
    artifacts,
    host::{Hosts, Site, beside_site, limited},
    oracle::muster,
    report::Report,
    turn::Share,
};
use anyhow::{Context as _, Result, bail};
use commands::program;
use desk::{ADMIN, Desk};
use model::Lang;
use std::{
    fs,
    path::{Path, PathBuf},
    thread,
};
use walk::Story;

/// The stories of a part. They take turns from day to day.
struct Part {
    /// After `cargo xtask lab`.
    name: &'static str,
    stories: &'static [&'static Story],
}

static SPLIT: Part = Part { name: "runbook-split", stories: &[&split::STORY] };
static KYLIN: Part =
    Part { name: "runbook-kylin", stories: &[&kylin::SESSIONS, &kylin::MYSQL, &kyligence::STORY] };
static ALLUXIO: Part =
    Part { name: "runbook-alluxio", stories: &[&alluxio::EMBEDDED, &alluxio::ZOOKEEPER] };

/// `cargo xtask lab runbook-split`.
pub(crate) fn split(only: Option<&str>) -> Result<()> {
    run(&SPLIT, only)
}

/// `cargo xtask lab runbook-kylin`.
pub(crate) fn kylin(only: Option<&str>) -> Result<()> {
    run(&KYLIN, only)
}

/// `cargo xtask lab runbook-alluxio`.
pub(crate) fn alluxio(only: Option<&str>) -> Result<()> {
    run(&ALLUXIO, only)
}

/// All stories of all parts.
#[cfg(test)]
fn stories() -> impl Iterator<Item = &'static Story> {
    [&SPLIT, &KYLIN, &ALLUXIO].into_iter().flat_map(|part| part.stories.iter().copied())
}

fn work(story: &Story) -> PathBuf {
    artifacts::folder().join("runbook-work").join(story.name)
}

/// Packed, under the name that its README gives it.
fn archive(story: &Story) -> PathBuf {
    work(story).join(format!("{}.tar.gz", story.folder))
}

/// Exports the documents, then goes on beside the hosts of each; `only` is the name of a story,
/// without it one of them has its turn.
fn run(part: &Part, only: Option<&str>) -> Result<()> {
    let (share, all) = (Share::of(only), part.stories.iter().copied());
    let takes = |(index, story): &(usize, &'static Story)| {
        share.takes(*index, part.stories.len(), &[story.name])
    };
    let wanted: Vec<&'static Story> =
        all.clone().enumerate().filter(takes).map(|(_, story)| story).collect();
    if wanted.is_empty() {
        let names: Vec<&str> = all.map(|story| story.name).collect();
        bail!("there is no such story; one of: {}", names.join(", "));
    }
    if let (Some(hosts), [story]) = (Hosts::here(), wanted.as_slice()) {
        return inside(&hosts, story);
    }
    artifacts::everything()?;
    let muster = muster()?;
    let results: Vec<Result<()>> = thread::scope(|scope| {
        let tell = |story: &'static Story| tell(&muster, part, story).context(story.name);
        let threads: Vec<_> =
            wanted.into_iter().map(|story| scope.spawn(move || tell(story))).collect();
        threads.into_iter().map(|t| t.join().unwrap_or_else(|_| bail!("it panicked"))).collect()
    });
    let failed: Vec<String> =
        results.into_iter().filter_map(|r| r.err().map(|error| format!("{error:#}"))).collect();
    if !failed.is_empty() {
        bail!("{}", failed.join("\n"));
    }
    Ok(())
}

/// A story's document, with the language in which its archive speaks.
fn in_language(text: &str, lang: Lang) -> Result<String> {
    const ENGLISH: &str = "language = \"en\"";
    if !text.contains(ENGLISH) {
        bail!("the document does not say {ENGLISH}");
    }
    Ok(match lang {
        Lang::En => text.to_owned(),
        Lang::Zh => text.replacen(ENGLISH, "language = \"zh\"", 1),
    })
}

fn tell(muster: &Path, part: &Part, story: &'static Story) -> Result<()> {
    let work = work(story);
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    let text = fs::read_to_string(change::document(story.document))?;
    let document = work.join("cluster.toml");
    fs::write(&document, in_language(&text, story.lang)?)?;
    limited(60, program(muster).arg("export").arg(&document).arg("-o").arg(archive(story)))?
        .ok(&format!("muster export {}", document.display()))?;
    if let Some(change) = story.change {
        change::prepare(muster, &work, &document, change)?;
    }
    let site = Site {
        count: story.hosts,
        far: "",
        user: ADMIN,
        binds: desk::binds(&(story.binds)()),
        share: story.share,
        init: "sshd",
    };
    beside_site(&site, &["lab", part.name, "--only", story.name])?;
    fs::remove_dir_all(&work)?;
    Ok(())
}

fn inside(hosts: &Hosts, story: &'static Story) -> Result<()> {
    let report = Report::new();
    let archive = archive(story);
    let mut tar = program("tar");
    tar.args(["--extract", "--to-stdout", "--wildcards", "--file"]).arg(&archive);
    let readme = limited(20, tar.arg("*/README.md"))?.ok("the README of the archive")?;
    for number in 1..=story.hosts {
        // What an organization gives its machines: the names of the others, and their keys.
        let known = hosts.folder().join("known_hosts");
        hosts.put(number, &known, "/etc/ssh/ssh_known_hosts")?;
    }
    let desk = Desk::new(hosts, story.hosts, &archive, story.secrets)?;
    walk::walk(hosts, story, &desk, &readme, report)
}
