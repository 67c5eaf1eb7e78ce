//! The archives of all presets, and of documents that nobody would write.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use bundle::{Reach, Tree};
use formats::{Mode, document};
use model::{ClusterSpec, Lang, Node};
use rules::{Context, Product};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn presets() -> Vec<(&'static Product, &'static str, ClusterSpec)> {
    let all: Vec<_> = products::presets()
        .map(|(product, preset)| (product, preset.id, document::read(preset.toml).spec))
        .collect();
    assert!(!all.is_empty());
    all
}

fn tree(product: &'static Product, spec: &ClusterSpec) -> Tree {
    let cx = Context::new(spec, product);
    let report = rules::check(&cx);
    bundle::tree(&cx, &report)
}

fn files(product: &'static Product, spec: &ClusterSpec) -> BTreeMap<String, String> {
    let entries = bundle::entries(&tree(product, spec), spec);
    let paths: Vec<&String> = entries.iter().map(|(path, _)| path).collect();
    assert!(paths.is_sorted(), "{paths:?}");
    entries.into_iter().map(|(path, file)| (path, file.to_text().into_owned())).collect()
}

#[test]
fn the_checksums_cover_every_other_file() {
    for (product, id, spec) in presets() {
        let files = files(product, &spec);
        let sums: BTreeMap<&str, &str> = files["SHA256SUMS"]
            .lines()
            .map(|line| line.split_once("  ").map(|(sum, path)| (path, sum)).unwrap())
            .collect();
        assert_eq!(sums.len() + 1, files.len(), "{id}");
        for (path, text) in &files {
            if path != "SHA256SUMS" {
                assert_eq!(sums[path.as_str()], bundle::sha256_hex(text.as_bytes()), "{path}");
            }
            assert!(text.ends_with('\n') && !text.contains('\r'), "{path}");
        }
        assert!(files["MANIFEST.json"].contains(&bundle::archive_id(&spec)), "{id}");
    }
}

#[test]
fn an_archive_has_what_the_contract_names() {
    let top = [
        "README.md",
        "cluster.toml",
        "PACKAGES.tsv",
        "topology.svg",
        "FINDINGS.md",
        "FIREWALL.md",
        "MANIFEST.json",
        "SHA256SUMS",
        "secrets.env.example",
        "bin/nodes.tsv",
        "bin/lib.sh",
        "bin/fetch",
        "bin/pack",
        "bin/preflight",
        "bin/deploy",
        "bin/start",
        "bin/verify",
        "bin/stop",
        "bin/rollback",
        "bin/inventory.ini",
        "bin/playbook.yml",
    ];
    for (product, id, spec) in presets() {
        let files = files(product, &spec);
        for name in top {
            assert!(files.contains_key(name), "{id} has no {name}");
        }
        for node in &spec.nodes {
            for name in ["install.sh", "lib.sh", "root-once.sh", "node.env", "files.tsv"] {
                let path = format!("nodes/{}/{name}", node.name);
                assert!(files.contains_key(&path), "{id} has no {path}");
            }
        }
    }
}

#[test]
fn every_language_has_its_own_runbook_and_the_same_files() {
    for (product, id, spec) in presets() {
        let chinese = ClusterSpec { language: Lang::Zh, ..spec.clone() };
        let (en, zh) = (files(product, &spec), files(product, &chinese));
        assert!(en.keys().eq(zh.keys()), "{id}");
        for name in ["README.md", "FIREWALL.md", "FINDINGS.md", "secrets.env.example"] {
            assert_ne!(en[name], zh[name], "{id}: {name}");
        }
        assert_ne!(bundle::archive_id(&spec), bundle::archive_id(&chinese), "{id}");
        // Scripts are the same: an admin's notes about them hold for both.
        assert_eq!(en["bin/deploy"], zh["bin/deploy"]);
    }
}

#[test]
fn equal_nodes_share_their_files() {
    let (product, _, mut spec) = presets().remove(0);
    let model = spec.nodes.first().cloned().unwrap();
    for number in 0..200 {
        spec.push(Node { name: format!("n{number}.example.com"), ..model.clone() });
    }
    let tree = tree(product, &spec);
    let all = spec.nodes.len();
    for group in tree.groups.iter().filter(|g| g.reach == Reach::Node) {
        let nodes: usize = group.variants.iter().map(|v| v.nodes.len()).sum();
        let distinct: BTreeSet<u64> = group.variants.iter().map(|v| v.hash).collect();
        assert_eq!(distinct.len(), group.variants.len(), "{}", group.name);
        if group.name == "install.sh" {
            assert_eq!((nodes, group.variants.len()), (all, 1));
        }
        if group.name == "files.tsv" {
            let kinds: BTreeSet<_> = spec.nodes.iter().map(|n| &n.roles).collect();
            assert!(nodes == all && group.variants.len() <= kinds.len());
        }
    }
    let entries = bundle::entries(&tree, &spec);
    let shared: BTreeSet<_> = entries
        .iter()
        .filter(|(path, _)| path.ends_with("/install.sh"))
        .map(|(_, file)| Arc::as_ptr(file))
        .collect();
    assert_eq!(shared.len(), 1);
}

/// Names, addresses and values that want out of their place.
const HOSTILE: &[&str] = &[
    "a b",
    "a\"b",
    "a'b",
    "a;b",
    "$(id)",
    "`id`",
    "a\nb",
    "a\tb",
    "-rf",
    "../../etc/passwd",
    "/",
    "..",
    "",
    " ",
    "bücher",
    "中",
    "fd00::1",
    "a|b",
    "a\0b",
    "\u{202e}x",
    "%n",
    "${X}",
    "@{X}",
    "$(touch QQ)",
    "`touch QQ`",
    "a; touch QQ",
    "a\ntouch QQ\n",
    "a'; touch QQ; '",
    "/a$(touch QQ)",
    "/a; touch QQ #",
    "/a' ; touch QQ ; '",
];

#[test]
fn whatever_stands_in_a_document_stays_in_its_place() {
    let mut scripts: BTreeMap<String, (String, String)> = BTreeMap::new();
    for (product, id, spec) in presets() {
        for text in HOSTILE.iter().copied().chain(["x".repeat(300).as_str()]) {
            let mut spec = spec.clone();
            text.clone_into(&mut spec.name);
            for node in &mut spec.nodes {
                text.clone_into(&mut node.name);
                text.clone_into(&mut node.address);
            }
            for field in product.all_fields() {
                spec.settings.insert(field.key.to_owned(), text.to_owned());
            }
            let tree = tree(product, &spec);
            let folders: BTreeSet<&String> = tree.folders.values().collect();
            assert_eq!(folders.len(), spec.nodes.len(), "{id}: {text:?}");
            // As they lie in the archive; without the checksums, which would take most of the time.
            let all = tree.groups.iter().flat_map(|g| g.variants.iter().map(move |v| (g, v)));
            for (group, variant) in all {
                let nodes = variant.nodes.iter().map(|row| Some(*row));
                let none = (group.reach == Reach::Cluster).then_some(None);
                let content = variant.file.to_text();
                for node in nodes.chain(none) {
                    let path = bundle::path_of(&tree, &spec, &group.name, node);
                    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
                    assert!(path.chars().all(plain), "{id}: {path:?}");
                    for part in path.split('/').chain([tree.folder.as_str()]) {
                        let hidden = part.is_empty() || part.starts_with(['.', '-']);
                        assert!(!hidden && part.len() <= 204, "{id}: {path:?}");
                    }
                }
                if group.name == "root-once.sh" {
                    // Nodes that differ in nothing but the name of their folder need one run.
                    let same = content.lines().filter(|l| !l.starts_with("state=")).collect();
                    scripts.insert(same, (content.into_owned(), format!("{id}: {text:?}")));
                } else if is_assignments(&group.name) {
                    shell_is_data(&content, &group.name);
                }
            }
        }
    }
    assert!(scripts.len() > 100, "{}", scripts.len());
    for (text, whose) in scripts.values() {
        runs_nothing_of_a_value(text, whose);
    }
}

/// `root-once.sh` runs as root: a real shell runs it, as far as a dry run goes, and finds nothing to
/// do that a value brought.
fn runs_nothing_of_a_value(text: &str, whose: &str) {
    let folder = std::env::temp_dir().join(format!("root-once-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    assert!(!text.contains(['\0', '\u{202e}', '\r']), "{whose}");
    std::fs::write(folder.join("root-once.sh"), text).unwrap();
    let mut sh = std::process::Command::new("sh");
    let ran = sh.args(["root-once.sh", "--dry-run"]).current_dir(&folder).output().unwrap();
    let files = std::fs::read_dir(&folder).unwrap().count();
    std::fs::remove_dir_all(&folder).unwrap();
    let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    let said = |all: &str| all.lines().all(|line| line.starts_with("root-once: "));
    assert!(said(&out) && said(&err), "{whose}: {out}{err}");
    // A folder of the system is refused, and nothing is begun.
    let refused = err.contains(" is a folder of the system") && out.is_empty();
    assert!(refused || ran.status.success() && err.is_empty(), "{whose}: {err}\n{text}");
    assert!(refused || out.lines().last().is_some_and(|l| l.contains("done")), "{whose}: {out}");
    assert_eq!(files, 1, "{whose}: something of a value ran:\n{text}");
}

fn is_assignments(path: &str) -> bool {
    ["node.env", "cluster.env"].iter().any(|name| path.ends_with(name))
}

/// Outside of quotes a shell file of ours holds no byte that a value could have brought.
fn shell_is_data(text: &str, path: &str) {
    assert!(!text.contains(['\0', '\u{202e}', '\r']), "{path}");
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let (name, mut rest) = line.split_once('=').unwrap_or_else(|| panic!("{path}: {line:?}"));
        assert!(name.chars().all(|c| c.is_ascii_uppercase() || c == '_'), "{path}: {line:?}");
        while let Some(at) = rest.find('\'') {
            let bare = &rest[..at];
            assert!(bare.is_empty() || bare == "\\", "{path}: {line:?}");
            if bare == "\\" {
                rest = &rest[at + 1..];
                continue;
            }
            let close = rest[at + 1..].find('\'').unwrap_or_else(|| panic!("{path}: {line:?}"));
            rest = &rest[at + close + 2..];
        }
        let safe = |c: char| c.is_ascii_alphanumeric() || "._/:-@,+%".contains(c);
        assert!(rest.chars().all(safe), "{path}: {line:?}");
    }
}

#[test]
fn scripts_are_executable_and_tables_are_not() {
    let (product, _, spec) = presets().remove(0);
    for (path, file) in bundle::entries(&tree(product, &spec), &spec) {
        let program = file.to_text().starts_with("#!/bin/sh") && !path.contains("/service/");
        assert_eq!(file.mode == Mode::Executable, program, "{path}");
    }
}
