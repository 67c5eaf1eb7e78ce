//! Versions that no machine of ours can start: their files, as they stand in an archive, are held
//! against what is known of each version. It reads the rendered text alone, with a table of its own,
//! and knows nothing of how it was made.

use formats::properties;
use model::ClusterSpec;
use rules::{Context, check};
use std::collections::{BTreeMap, BTreeSet};

const KEYS: &str = include_str!("data/druid-keys.tsv");

/// The versions, with the family in the table, and the newest Java that they run on.
const VERSIONS: &[(&str, &str, u32)] =
    &[("34.0.0", "34", 17), ("36.0.0", "36", 21), ("37.0.0", "37", 21), ("38.0.0", "38", 21)];

/// Programs, with the folder in which `bin/start-cluster-*` and `bin/run-druid` look for their files.
const FOLDERS: &[(&str, &str)] = &[
    ("coordinator-overlord", "master"),
    ("coordinator", "master"),
    ("overlord", "master"),
    ("historical", "data"),
    ("middleManager", "data"),
    ("indexer", "data"),
    ("broker", "query"),
    ("router", "query"),
];

/// Options that a JVM of 17 or later ends on, or says that it ignores.
const GONE: &[&str] = &[
    "PermSize",
    "UseConcMarkSweepGC",
    "UseParNewGC",
    "PrintGCDetails",
    "PrintGCDateStamps",
    "UseGCLogFileRotation",
    "NumberOfGCLogFiles",
    "GCLogFileSize",
    "AggressiveOpts",
    "UseBiasedLocking",
    "PrintGCTimeStamps",
    "CMSInitiatingOccupancyFraction",
];

/// Keys that are no properties of Druid: they go to a library, or into what somebody named.
const FREE: &[&str] = &["druid.auth.authenticator.", "druid.auth.authorizer.", "druid.escalator."];

/// Which families read a key; a table's `<name>` stands for one part.
fn families(table: &BTreeMap<&str, BTreeSet<&str>>, key: &str) -> Option<BTreeSet<String>> {
    let own = |set: &BTreeSet<&str>| set.iter().map(|s| (*s).to_owned()).collect();
    if let Some(set) = table.get(key) {
        return Some(own(set));
    }
    let parts: Vec<&str> = key.split('.').collect();
    let same = |pattern: &str| {
        let of: Vec<&str> = pattern.split('.').collect();
        of.len() == parts.len()
            && of.iter().zip(&parts).all(|(p, k)| p == k || p.starts_with(['<', '{']))
    };
    table
        .iter()
        .find(|(pattern, _)| pattern.contains(['<', '{']) && same(pattern))
        .map(|(_, s)| own(s))
}

#[test]
fn files_of_versions_that_were_not_started_are_as_their_table_says() {
    let table: BTreeMap<&str, BTreeSet<&str>> = KEYS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(key, of)| (key, of.split(' ').collect()))
        .collect();
    assert!(table.len() > 700);
    let product = products::find("druid").expect("Druid");
    let mut wrong = BTreeSet::new();
    let (mut keys, mut options) = (0, 0);
    for preset in product.presets {
        let original = formats::document::read(preset.toml).spec;
        for (version, family, java) in VERSIONS {
            let spec = ClusterSpec { version: (*version).to_owned(), ..original.clone() };
            let cx = Context::new(&spec, product);
            let tree = bundle::tree(&cx, &check(&cx));
            for (path, file) in bundle::entries(&tree, &spec) {
                let Some((_, inside)) = path.split_once("/conf/druid/cluster/") else { continue };
                if !path.starts_with("nodes/") {
                    continue;
                }
                let mut say = |what: String| wrong.insert(format!("{version} {inside}: {what}"));
                let text = file.to_text();
                let parts: Vec<&str> = inside.split('/').collect();
                match parts.as_slice() {
                    ["_common", "common.runtime.properties"] => {}
                    ["_common", ..] => continue,
                    [group, program, "runtime.properties" | "jvm.config" | "main.config"] => {
                        if !FOLDERS.contains(&(program, group)) {
                            say("no start script looks there".to_owned());
                        }
                    }
                    _ => {
                        say("nobody reads it".to_owned());
                    }
                }
                if inside.ends_with(".properties") {
                    for entry in properties::read(&text) {
                        keys += 1;
                        let key = entry.key.as_str();
                        let bare = key.strip_prefix("druid.indexer.fork.property.").unwrap_or(key);
                        // A property of the task's Java, such as a library reads.
                        let of_java = bare != key && !bare.starts_with("druid.");
                        if of_java || FREE.iter().any(|free| bare.starts_with(free)) {
                            continue;
                        }
                        match families(&table, bare) {
                            Some(of) if of.contains(*family) => {}
                            Some(of) => {
                                say(format!("{key} is read by {of:?} only"));
                            }
                            None => {
                                say(format!("{key} is unknown"));
                            }
                        }
                    }
                } else if inside.ends_with("jvm.config") {
                    let lines: Vec<&str> = text.lines().collect();
                    options += lines.len();
                    for line in &lines {
                        if !line.starts_with('-') || line.contains([' ', '"', '\'', '\\', '\r']) {
                            say(format!("{line}: xargs would change it"));
                        }
                        if GONE.iter().any(|gone| line.contains(gone)) {
                            say(format!("{line}: Java {java} knows it no more"));
                        }
                    }
                    for one in ["-Xmx", "-Xms"] {
                        if lines.iter().filter(|line| line.starts_with(one)).count() != 1 {
                            say(format!("not one {one}"));
                        }
                    }
                }
            }
        }
    }
    assert!(keys > 10_000 && options > 1_000, "{keys} keys, {options} options: nothing was read");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
