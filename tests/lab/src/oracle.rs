//! Kylin's own code, `KylinConfig` 3.1.3, loads the exported `kylin.properties` of every preset.
//! Kyligence Enterprise and KAP are closed source; the class that they descend from reads their
//! `kylin.properties.override`, on top of a file of a release that says otherwise.
//!
//! A value that Kylin can't read makes a getter throw: so all getters are asked. What the main ones
//! answer is compared with `tests/lab/kylin/expected/PRESET/NODE.txt`, which people write by hand
//! from the preset, never a program.

use crate::{artifacts, host::limited, report::Report};
use anyhow::{Context as _, Result, bail};
use commands::{built, program, root};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// Every expectation says something about each of these.
const MAIN: &[&str] = &[
    "getDeployEnv",
    "getHBaseClusterFs",
    "getHdfsWorkingDirectory",
    "getMetadataUrl",
    "getReadHdfsWorkingDirectory",
    "getRestServers",
    "getSchedulerType",
    "getSecurityProfile",
    "getServerMode",
    "getServerSelfDiscoveryEnabled",
    "getTimeZone",
    "getZookeeperConnectString",
];

/// Getters that answer only inside an installation, with what they say outside of one.
const OUTSIDE: &[(&str, &str)] = &[
    (
        "getCoprocessorLocalJar",
        "java.lang.RuntimeException: getCoprocessorLocalJar needs KYLIN_HOME",
    ),
    (
        "getDistributedLockFactory",
        "java.lang.RuntimeException: java.lang.ClassNotFoundException: \
         org.apache.kylin.job.lock.zookeeper.ZookeeperDistributedLock$Factory",
    ),
];

/// Fewer getters than this, and the oracle itself is broken; 3.1.3 has 454.
const GETTERS: usize = 400;

/// What `KylinConfig` says about one folder.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    /// Getter to value.
    pub(crate) values: BTreeMap<String, String>,
    /// Getter, or `load`, to exception.
    pub(crate) thrown: BTreeMap<String, String>,
}

/// Asks `KylinConfig` about folders that hold a `kylin.properties`; one JVM for all.
pub(crate) fn ask(folders: &[PathBuf]) -> Result<Vec<Answers>> {
    let oracle = artifacts::folder().join("oracle");
    let mut java = program("java");
    java.arg("-Xmx256m").arg("-XX:+UseSerialGC").arg("-cp");
    java.arg(format!("{0}/classes:{0}/lib/*", oracle.display())).arg("Oracle").args(folders);
    let text = limited(120, &java)?.ok("KylinConfig")?;
    let answers = parse(&text);
    if answers.len() != folders.len() {
        bail!("KylinConfig answered for {} of {} folders:\n{text}", answers.len(), folders.len());
    }
    Ok(answers)
}

fn parse(text: &str) -> Vec<Answers> {
    let mut all: Vec<Answers> = Vec::new();
    for line in text.lines() {
        if line.starts_with("# ") {
            all.push(Answers::default());
        } else if let Some(last) = all.last_mut() {
            if let Some((getter, value)) = line.split_once(" = ") {
                last.values.insert(getter.to_owned(), value.to_owned());
            } else if let Some((getter, thrown)) = line.split_once(" ! ") {
                last.thrown.insert(getter.to_owned(), thrown.to_owned());
            }
        }
    }
    all
}

/// What is wrong with a folder's answers; empty when all is as it should be.
fn problems(answers: &Answers, expected: &BTreeMap<String, String>) -> Vec<String> {
    let mut problems = Vec::new();
    let asked = answers.values.len() + answers.thrown.len();
    if asked < GETTERS {
        problems.push(format!("only {asked} getters were asked"));
    }
    for (getter, thrown) in &answers.thrown {
        let known = OUTSIDE.iter().any(|(name, says)| name == getter && thrown.starts_with(says));
        if !known {
            problems.push(format!("{getter} throws {thrown}"));
        }
    }
    for (getter, value) in expected {
        match answers.values.get(getter) {
            Some(answer) if answer == value => {}
            Some(answer) => problems.push(format!("{getter} = {answer}, not {value}")),
            None => problems.push(format!("{getter} does not answer; expected: {value}")),
        }
    }
    problems
}

/// Reads an expectation: `getter = value` lines, `#` comments.
fn expectation(path: &Path) -> Result<BTreeMap<String, String>> {
    let text = fs::read_to_string(path).with_context(|| {
        format!("{} is missing; write down by hand what Kylin should answer", path.display())
    })?;
    let mut expected = BTreeMap::new();
    for (number, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (getter, value) = line
            .split_once(" =")
            .with_context(|| format!("{}:{}: not `getter = value`", path.display(), number + 1))?;
        expected.insert(getter.to_owned(), value.strip_prefix(' ').unwrap_or(value).to_owned());
    }
    for getter in MAIN {
        if !expected.contains_key(*getter) {
            bail!("{} says nothing about {getter}", path.display());
        }
    }
    Ok(expected)
}

/// How the ids of the presets begin whose files have Kylin's form.
const FAMILY: [&str; 3] = ["kylin-", "kyligence-", "kap-"];

/// What a release's own file could say: the override has to win over it.
const RELEASE: &str = "kylin.server.mode=stream_coordinator\nkylin.web.timezone=GMT+1\n\
                       kylin.metadata.url=release@hbase\nkylin.security.profile=saml\n";

/// The ids of the family's presets, as `muster init --list` gives them.
fn presets(muster: &Path) -> Result<Vec<String>> {
    let list = limited(20, program(muster).args(["init", "--list"]))?.ok("muster init --list")?;
    let ids = list.lines().filter_map(|line| line.split_whitespace().next());
    let of_family = |id: &&str| FAMILY.iter().any(|product| id.starts_with(product));
    let ids: Vec<String> = ids.filter(of_family).map(str::to_owned).collect();
    for product in FAMILY {
        if ids.iter().filter(|id| id.starts_with(product)).count() < 3 {
            bail!("fewer than three presets {product}…:\n{list}");
        }
    }
    Ok(ids)
}

/// The command-line program.
pub(crate) fn muster() -> Result<PathBuf> {
    built("cli", "muster")
}

/// The one value of a file that is known only when the clusters on EMR are there, and what the
/// node's script could put in its place.
const EMR_MASTER: (&str, &str) =
    ("@{KYLIN_HBASE_MASTER}", "ip-10-0-0-7.eu-central-1.compute.internal");

/// The folders with a `kylin.properties` in an exported archive, by node.
fn nodes(archive: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(archive.join("nodes"))? {
        let entry = entry?;
        let conf = entry.path().join("conf");
        let release = conf.join("kylin.properties");
        if conf.join("kylin.properties.override").is_file() && !release.exists() {
            fs::write(&release, RELEASE)?;
        }
        if release.is_file() {
            let text = fs::read_to_string(&release)?;
            fs::write(&release, text.replace(EMR_MASTER.0, EMR_MASTER.1))?;
            found.insert(entry.file_name().to_string_lossy().into_owned(), conf);
        }
    }
    Ok(found)
}

/// The one folder that an export wrote.
pub(crate) fn top(folder: &Path) -> Result<PathBuf> {
    if folder.join("MANIFEST.json").is_file() {
        return Ok(folder.to_owned());
    }
    let inner = fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
    match inner.as_slice() {
        [one] if one.path().join("MANIFEST.json").is_file() => Ok(one.path()),
        _ => bail!("no archive in {}", folder.display()),
    }
}

/// `cargo xtask lab oracle`.
pub(crate) fn run(only: Option<&str>) -> Result<()> {
    let report = Report::new();
    artifacts::kylin()?;
    let muster = muster()?;
    let work = artifacts::folder().join("oracle-work");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    let expected = root().join("tests/lab/kylin/expected");
    let mut ids = presets(&muster)?;
    ids.retain(|id| only.is_none_or(|only| only == id));

    let (mut names, mut folders, mut wanted) = (Vec::new(), Vec::new(), Vec::new());
    for id in &ids {
        let document = work.join(format!("{id}.toml"));
        let archive = work.join(id);
        limited(20, program(&muster).args(["init", "--preset", id, "-o"]).arg(&document))?
            .ok("muster init")?;
        limited(60, program(&muster).arg("export").arg(&document).arg("-o").arg(&archive))?
            .ok("muster export")?;
        let nodes = nodes(&top(&archive)?)?;
        stale(&expected.join(id), nodes.keys())?;
        for (node, conf) in nodes {
            wanted.push(expectation(&expected.join(id).join(format!("{node}.txt")))?);
            names.push(format!("{id}/{node}"));
            folders.push(conf);
        }
    }
    if folders.is_empty() {
        bail!("no preset to load");
    }
    let mut wrong = String::new();
    for ((name, answers), expected) in names.iter().zip(ask(&folders)?).zip(&wanted) {
        for problem in problems(&answers, expected) {
            let _ = writeln!(wrong, "{name}: {problem}");
        }
    }
    if !wrong.is_empty() {
        bail!("KylinConfig does not read what was meant:\n{wrong}");
    }
    fs::remove_dir_all(&work)?;
    report.say(&format!(
        "KylinConfig reads {} nodes of {} presets as meant",
        names.len(),
        ids.len()
    ));
    Ok(())
}

/// An expectation for a node that the preset does not have would never be looked at.
fn stale<'a>(folder: &Path, nodes: impl Iterator<Item = &'a String>) -> Result<()> {
    let nodes: BTreeSet<String> = nodes.map(|node| format!("{node}.txt")).collect();
    if let Ok(entries) = fs::read_dir(folder) {
        for entry in entries {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if !nodes.contains(&name) {
                bail!("{}: the preset has no such node", folder.join(name).display());
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(extra: &str) -> Answers {
        let mut text = String::from("# /folder\n");
        for number in 0..GETTERS {
            let _ = writeln!(text, "get{number} = {number}");
        }
        text.push_str(extra);
        parse(&text).pop().unwrap_or_default()
    }

    fn expected(lines: &[(&str, &str)]) -> BTreeMap<String, String> {
        lines.iter().map(|(getter, value)| ((*getter).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn an_answer_as_written_down_is_no_problem() {
        let answers = answers("getServerMode = all\n");
        assert!(problems(&answers, &expected(&[("getServerMode", "all")])).is_empty());
    }

    #[test]
    fn another_answer_an_exception_and_silence_are_problems() {
        let answers = answers("getServerMode = job\ngetTimeZone ! java.lang.X: no\n");
        let expected = expected(&[("getServerMode", "all"), ("getDeployEnv", "PROD")]);
        let problems = problems(&answers, &expected);
        assert_eq!(problems.len(), 3, "{problems:?}");
    }

    #[test]
    fn a_broken_oracle_is_a_problem() {
        let answers = parse("# /folder\nload ! java.lang.X: no\n").pop().unwrap_or_default();
        assert_eq!(problems(&answers, &BTreeMap::new()).len(), 2);
    }

    #[test]
    fn only_the_known_exceptions_are_forgiven() {
        let forgiven = answers(
            "getCoprocessorLocalJar ! java.lang.RuntimeException: getCoprocessorLocalJar needs KYLIN_HOME\n",
        );
        assert!(problems(&forgiven, &BTreeMap::new()).is_empty());
        let other = answers("getCoprocessorLocalJar ! java.lang.RuntimeException: else\n");
        assert_eq!(problems(&other, &BTreeMap::new()).len(), 1);
    }
}
