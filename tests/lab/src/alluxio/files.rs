//! `cargo xtask lab alluxio-files`: the real classes of Alluxio 2.9.6 and 1.8.1 read every exported file.
//!
//! Alluxio accepts unknown keys without a word. So `GetConf --source` is asked for all keys that it
//! knows: each that Muster wrote must be among them, from the file, with the value that was meant.

use crate::{artifacts, host::limited, oracle::muster, report::Report};
use anyhow::{Context as _, Result, bail};
use commands::{program, root};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Which published classes judge a version; the last of 1.8 is in no registry.
fn published(version: &str) -> &'static str {
    if version.starts_with('1') { "1.8.1" } else { "2.9.6" }
}

/// Fewer known keys than this, and the oracle itself is broken.
const KEYS: usize = 300;

/// One of Alluxio's classes beside a folder with `conf/`.
fn alluxio(version: &str, home: &Path, words: &[&str]) -> std::process::Command {
    let home = home.display();
    let jars = artifacts::folder().join("alluxio").join(published(version));
    let mut java = program("java");
    java.args(["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"]);
    java.arg(format!("{home}/conf:{}/*", jars.display()));
    for (name, folder) in
        [("home", ""), ("conf.dir", "/conf"), ("logs.dir", "/logs"), ("user.logs.dir", "/logs")]
    {
        java.arg(format!("-Dalluxio.{name}={home}{folder}"));
    }
    java.arg(format!("-Dlog4j.configuration=file:{home}/conf/log4j.properties")).args(words);
    java
}

/// What a line of `GetConf --source` says about a key that the file set: key and value.
fn from_file(line: &str) -> Option<(&str, &str)> {
    let (pair, source) = line.rsplit_once(" (SITE_PROPERTY")?;
    if !source.ends_with(')') {
        return None;
    }
    pair.split_once('=')
}

/// What is wrong with one file; empty when the classes read every line as it was meant.
fn judge(version: &str, home: &Path, text: &str) -> Result<Vec<String>> {
    let valid = limited(60, &alluxio(version, home, &["alluxio.cli.ValidateConf"]))?;
    let mut problems = Vec::new();
    if !valid.success {
        problems.push(format!("ValidateConf: {}", valid.text.trim_end()));
    }
    let out = limited(60, &alluxio(version, home, &["alluxio.cli.GetConf", "--source"]))?
        .ok("GetConf")?;
    let known = out.lines().filter(|line| line.ends_with(')') && line.contains('=')).count();
    if known < KEYS {
        problems.push(format!("GetConf knows {known} keys only"));
    }
    let read: BTreeMap<&str, &str> = out.lines().filter_map(from_file).collect();
    for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let Some((key, value)) = line.split_once('=') else { continue };
        match read.get(key) {
            // Sources hide secrets; our marker is only a stand-in for one.
            Some(&"******") if value.starts_with("@{") => {}
            Some(answer) if *answer == value => {}
            Some(answer) => problems.push(format!("{key} = {answer}, not {value}")),
            None if read.values().any(|v| *v == value) && version.starts_with('2') => {
                problems.push(format!("{key} is an old name"));
            }
            None => problems.push(format!("{key} is not read from the file")),
        }
    }
    Ok(problems)
}

/// Exports a preset, for the published version of its line, and gives the tree.
fn export(muster: &Path, preset: &str, work: &Path) -> Result<(String, PathBuf)> {
    let document = work.join(format!("{preset}.toml"));
    limited(20, program(muster).args(["init", "--preset", preset, "-o"]).arg(&document))?
        .ok("muster init")?;
    let text = fs::read_to_string(&document)?;
    let line = text.lines().find_map(|l| l.strip_prefix("version = \"")).context("no version")?;
    let version = line.trim_end_matches('"').to_owned();
    let now = published(&version);
    fs::write(
        &document,
        text.replace(&format!("version = \"{version}\""), &format!("version = \"{now}\"")),
    )?;
    let archive = work.join(format!("{preset}.tar.gz"));
    limited(60, program(muster).arg("export").arg(&document).arg("-o").arg(&archive))?
        .ok("muster export")?;
    limited(60, program("tar").arg("-xzf").arg(&archive).arg("-C").arg(work))?.ok("tar")?;
    Ok((now.to_owned(), work.join(preset)))
}

/// The different site files of an archive, each with the first node that has it, and the client's.
fn files(tree: &Path) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut nodes: Vec<PathBuf> =
        fs::read_dir(tree.join("nodes"))?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    nodes.sort();
    for node in nodes {
        let path = node.join("conf/alluxio-site.properties");
        if path.exists() {
            let text = fs::read_to_string(&path)?;
            if seen.insert(text.clone()) {
                found.push((
                    node.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                    text,
                ));
            }
        }
    }
    let client = fs::read_to_string(tree.join("client/alluxio-site.properties"))?;
    found.push(("client".to_owned(), client));
    Ok(found)
}

/// Exports every preset and lets the classes read its files.
pub(crate) fn run(only: Option<&str>) -> Result<()> {
    super::build()?;
    let report = Report::new();
    let muster = muster()?;
    let work = artifacts::folder().join("alluxio-work");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    let list = limited(20, program(&muster).args(["init", "--list"]))?.ok("muster init --list")?;
    let ids = list.lines().filter_map(|line| line.split_whitespace().next());
    let ids: Vec<&str> =
        ids.filter(|id| id.starts_with("alluxio-") && only.is_none_or(|o| o == *id)).collect();
    if ids.is_empty() {
        bail!("no preset of Alluxio:\n{list}");
    }
    let mut wrong = Vec::new();
    for preset in ids {
        let (version, tree) = export(&muster, preset, &work)?;
        for (node, text) in files(&tree)? {
            let home = work.join("home").join(preset).join(&node);
            fs::create_dir_all(home.join("conf"))?;
            fs::write(home.join("conf/alluxio-site.properties"), &text)?;
            fs::copy(
                root().join("tests/lab/alluxio/stand-in/conf/log4j.properties"),
                home.join("conf/log4j.properties"),
            )?;
            let problems = judge(&version, &home, &text)?;
            report.say(&format!(
                "{preset} {node}: Alluxio {version} reads it, {} problems",
                problems.len()
            ));
            wrong.extend(problems.into_iter().map(|p| format!("{preset} {node}: {p}")));
        }
    }
    if !wrong.is_empty() {
        bail!("Alluxio reads something else than was meant:\n{}", wrong.join("\n"));
    }
    fs::remove_dir_all(&work)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::from_file;

    #[test]
    fn a_source_is_read_from_the_end_of_the_line() {
        let line = "a.b=c=d (x) (SITE_PROPERTY (/h/conf/alluxio-site.properties))";
        assert_eq!(from_file(line), Some(("a.b", "c=d (x)")));
        assert_eq!(from_file("a.b=c (DEFAULT)"), None);
    }
}
