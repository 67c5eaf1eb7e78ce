//! `docs/druid-shipped.md`: the example cluster that each family of Druid ships, key by key, beside
//! what Muster writes for the same machines. A difference without a reason is an error.
//!
//! `data/druid-shipped.json` holds the files as the releases have them (examples/conf/druid/cluster of
//! 0.20.0, and of the trees from which 30, 34, 36, 37 and 38 were cut).

use anyhow::{Context as _, Result, bail};
use commands::root;
use model::ClusterSpec;
use rules::{ConfigFile, Context, Product};
use serde_json::Value as Json;
use std::{collections::BTreeMap, fmt::Write as _, fs, path::PathBuf};

const DATA: &str = include_str!("../data/druid-shipped.json");

/// The families, and the version of each that Muster offers.
const FAMILIES: &[(&str, &str)] = &[
    ("0.20", "0.20.0"),
    ("30", "30.0.0"),
    ("34", "34.0.0"),
    ("36", "36.0.0"),
    ("37", "37.0.0"),
    ("38", "38.0.0"),
];

/// The programs, with the folder of each.
const PROGRAMS: &[(&str, &str)] = &[
    ("coordinator-overlord", "master"),
    ("historical", "data"),
    ("middleManager", "data"),
    ("indexer", "data"),
    ("broker", "query"),
    ("router", "query"),
];

const COMMON: &str = "conf/druid/cluster/_common/common.runtime.properties";

/// Why a line differs: a beginning of `program key`, and the reason. The first that fits counts.
const REASONS: &[(&str, &str)] = &[
    (
        "_common druid.extensions.loadList",
        "what the choices need and no more: no HDFS without HDFS, no Parquet unless it is asked for; Derby and local disk here",
    ),
    ("_common druid.extensions.hadoopDependenciesDir", "the default"),
    (
        "_common druid.host",
        "each node announces its own name; localhost makes a cluster that finds nothing",
    ),
    ("_common druid.startup.logging.maskProperties", "more than passwords is masked in the log"),
    ("_common druid.zk.service.host", "the ensemble's own names"),
    (
        "_common druid.metadata.storage.connector",
        "the Coordinator's own name, and a folder outside of the installation",
    ),
    ("_common druid.storage.storageDirectory", "a folder outside of the installation"),
    ("_common druid.indexer.logs.directory", "a folder outside of the installation"),
    (
        "_common druid.indexer.logs.kill",
        "logs of tasks are deleted after 30 days; Druid itself keeps them for ever",
    ),
    (
        "_common druid.selectors",
        "nobody reads it any more in this family: processes are found by what they are",
    ),
    ("_common druid.server.hiddenProperties", "the longer list of later versions"),
    ("_common druid.monitoring.monitors", "a monitor that this family has"),
    ("_common druid.expressions.useStrictBooleans", "the default since 32, and the only value"),
    ("historical druid.processing.tmpDir", "a folder outside of the installation"),
    ("broker druid.processing.tmpDir", "a folder outside of the installation"),
    ("indexer druid.processing.tmpDir", "a folder outside of the installation; nothing is shipped"),
    (
        "historical druid.segmentCache.locations",
        "85 % of each disk of the machine; shipped are 300·10⁹ bytes, whatever the disks are",
    ),
    ("middleManager druid.indexer.runner.startPort", "said, so that the firewall's range is true"),
    (
        "middleManager druid.indexer.runner.endPort",
        "said, so that the firewall's range is true; the default goes on to 65535",
    ),
    ("middleManager druid.indexer.task.baseTaskDir", "on a disk of the machine"),
    ("middleManager druid.worker.baseTaskDirs", "on the disks of the machine"),
    (
        "middleManager druid.indexer.task.hadoopWorkingPath",
        "only with loads by Hadoop, and then in HDFS",
    ),
    (
        "indexer druid.indexer.task.hadoopWorkingPath",
        "only with loads by Hadoop, which run on MiddleManagers",
    ),
    ("indexer druid.worker.baseTaskDirs", "on the disks of the machine"),
    ("indexer druid.processing.numThreads", "one for each task, as shipped for four"),
    ("indexer -Xm", "a gibibyte for each task, as shipped for four"),
    ("-Djava.io.tmpdir", "a folder outside of the installation, on a disk"),
    ("-Dderby.stream.error.file", "a folder outside of the installation"),
];

/// What is the same in other words: sizes of Java, blanks in JSON.
fn same(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let apart = |c: char| c.is_whitespace() || matches!(c, '"' | ',' | '[' | ']');
        text.split(apart).filter(|word| !word.is_empty()).map(in_mebibytes).collect()
    };
    words(a) == words(b)
}

/// `-Xmx15g` and `15g` in mebibytes, everything else as it is.
fn in_mebibytes(word: &str) -> String {
    let option = word.starts_with("-X") || word.starts_with(|c: char| c.is_ascii_digit());
    let Some(number) = word.strip_suffix('g').filter(|_| option) else { return word.to_owned() };
    let digits = number.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    let gibibytes = number.get(digits..).and_then(|digits| digits.parse::<u64>().ok());
    let before = number.get(..digits).unwrap_or_default();
    gibibytes.map_or_else(|| word.to_owned(), |n| format!("{before}{}m", n * 1024))
}

/// The document of the shipped example: its machines, Derby, the local disk.
fn document(version: &str) -> String {
    let worker = "middle_manager";
    let data = "[nodes.settings.host]\ncores = \"16\"\nmemory = \"122 GiB\"\ndisks = \"/data1 1.9 TB, /data2 1.9 TB\"\n";
    let small = "[nodes.settings.host]\ncores = \"8\"\nmemory = \"31 GiB\"\n";
    format!(
        "schema = 2\nname = \"shipped\"\nproduct = \"druid\"\nversion = \"{version}\"\nenvironment = \"test\"\nlanguage = \"en\"\n\
         [settings.zookeeper]\nconnect = \"zk1.example.com:2181\"\n\
         [settings.metadata]\nkind = \"derby\"\n\
         [settings.storage]\nkind = \"local\"\n\
         [[nodes]]\nname = \"m1.example.com\"\nroles = [\"master\"]\n{small}\
         [[nodes]]\nname = \"d1.example.com\"\nroles = [\"historical\", \"{worker}\"]\n{data}\
         [[nodes]]\nname = \"i1.example.com\"\nroles = [\"historical\", \"indexer\"]\n{data}\
         [[nodes]]\nname = \"q1.example.com\"\nroles = [\"broker\", \"router\"]\n{small}"
    )
}

type Lines = BTreeMap<String, String>;

/// What Muster writes into a file of the first node that has it.
fn written(cx: &Context, name: &str) -> Lines {
    let mut nodes = cx.spec.nodes.iter();
    let found = nodes.find_map(|n| Some((n, cx.config_of(n.row)?.file(name)?)));
    let Some((node, file)) = found else { return Lines::new() };
    let file: ConfigFile = file.resolved(cx, node);
    file.entries().iter().map(|e| (e.key.clone(), e.text().to_owned())).collect()
}

/// Lines of `jvm.config` as options with what follows them.
fn options(json: &Json) -> Lines {
    let all = json.as_array().into_iter().flatten().filter_map(Json::as_str);
    let split = |line: &str| {
        for bare in ["-Xms", "-Xmx"] {
            if let Some(size) = line.strip_prefix(bare) {
                return (bare.to_owned(), size.to_owned());
            }
        }
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        (key.to_owned(), value.to_owned())
    };
    all.map(split).collect()
}

fn shipped(json: &Json, file: &str) -> Lines {
    let all = json.get(file).and_then(Json::as_object).into_iter().flatten();
    all.map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
}

/// The reason of a difference.
fn reason(program: &str, key: &str) -> Option<&'static str> {
    let full = format!("{program} {key}");
    let fits = |(begin, _): &&(&str, &str)| full.starts_with(begin) || key.starts_with(begin);
    REASONS.iter().find(fits).map(|(_, reason)| *reason)
}

/// The page.
///
/// # Errors
/// A difference for which nobody gave a reason, by family, program and key.
pub(crate) fn page() -> Result<String> {
    let product: &'static Product = products::find("druid").context("no product druid")?;
    let data: Json = serde_json::from_str(DATA)?;
    let mut text = String::from(
        "# What Druid ships, and what Muster writes\n\n\
         Written by `cargo xtask docs`. Each family of Druid ships an example cluster: a master and a query server of 8 cores and 31 GiB (m5.2xlarge), data servers of 16 cores, 122 GiB and two disks of 1.9 TB (i3.4xlarge). Here is what Muster writes for the same machines, with Derby and the local disk as the example has them. Lines that are the same are counted, every other one has its reason.\n\n\
         The shipped values leave headroom: a Historical's 13 GiB of direct memory are a third more than the 9.8 GiB that its buffers need, a Broker's 6 GiB are half of its heap where 3.4 GiB are needed, a task's 1 GiB is two and a half times its need. Muster's formulas give the same values there, and less where a machine is small.\n",
    );
    let mut missing = Vec::new();
    for (family, version) in FAMILIES {
        let spec: ClusterSpec = formats::document::read(&document(version)).spec;
        let cx = Context::new(&spec, product);
        let example = data.get(family).with_context(|| format!("no {family}"))?;
        let mut rows = String::new();
        let mut equal = 0;
        let mut compare = |program: &str, ours: &Lines, theirs: &Lines| {
            let mut keys: Vec<&String> = theirs.keys().chain(ours.keys()).collect();
            keys.sort();
            keys.dedup();
            for key in keys {
                let (a, b) = (theirs.get(key), ours.get(key));
                if let (Some(a), Some(b)) = (a, b)
                    && same(a, b)
                {
                    equal += 1;
                    continue;
                }
                let why = reason(program, key).unwrap_or_else(|| {
                    missing.push(format!("{family} {program} {key}: {a:?} and {b:?}"));
                    ""
                });
                let cell = |value: Option<&String>| {
                    value.map_or_else(|| "–".to_owned(), |v| format!("`{}`", v.replace('|', "\\|")))
                };
                let _ =
                    writeln!(rows, "| {program} | `{key}` | {} | {} | {why} |", cell(a), cell(b));
            }
        };
        let of = |program: &str| example.get(program).unwrap_or(&Json::Null);
        compare("_common", &written(&cx, COMMON), &shipped(of("_common"), "runtime.properties"));
        for (program, folder) in PROGRAMS {
            if example.get(program).is_none() {
                continue;
            }
            let name = |file: &str| format!("conf/druid/cluster/{folder}/{program}/{file}");
            let theirs = shipped(of(program), "runtime.properties");
            compare(program, &written(&cx, &name("runtime.properties")), &theirs);
            let theirs = options(of(program).get("jvm.config").unwrap_or(&Json::Null));
            compare(program, &written(&cx, &name("jvm.config")), &theirs);
        }
        let _ = write!(
            text,
            "\n## {family}\n\n{equal} lines are the same.\n\n| file | key | shipped | here | why |\n|---|---|---|---|---|\n{rows}"
        );
    }
    if !missing.is_empty() {
        bail!("differences without a reason:\n  {}", missing.join("\n  "));
    }
    Ok(text)
}

fn path() -> PathBuf {
    root().join("docs/druid-shipped.md")
}

/// Writes the page; whether it changed.
pub(crate) fn write() -> Result<bool> {
    let (path, text) = (path(), page()?);
    if fs::read_to_string(&path).is_ok_and(|old| old == text) {
        return Ok(false);
    }
    fs::write(&path, text).with_context(|| path.display().to_string())?;
    Ok(true)
}

/// Fails when the page is not what the code says.
pub(crate) fn check() -> Result<()> {
    if fs::read_to_string(path()).unwrap_or_default() != page()? {
        bail!("docs/druid-shipped.md is not up to date: write it with: cargo xtask docs");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn the_page_is_up_to_date() {
        if let Err(error) = super::check() {
            panic!("{error:#}");
        }
    }

    #[test]
    fn the_same_in_other_words() {
        assert!(same("-Xmx15g", "-Xmx15360m") && same("15g", "15360m"));
        assert!(same("[\"a\",\"-Xms1g\"]", "[\"a\", \"-Xms1024m\"]"));
        assert!(!same("-Xmx15g", "-Xmx15m") && !same("300g", "300m"));
    }
}
