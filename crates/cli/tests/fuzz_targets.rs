//! The functions of `fuzz/`, over seeds and over random changes of them, so that they cannot rot.
//! `cargo xtask fuzz` looks longer and with better eyes.

#[path = "../../../fuzz/targets.rs"]
mod targets;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::fs;
use std::path::Path;

/// Inputs of the kind that each target reads: all presets, and what is no document.
fn seeds() -> Vec<Vec<u8>> {
    let presets = products::presets().map(|(_, p)| p.toml.as_bytes().to_vec());
    presets.chain(others()).collect()
}

/// Files of other kinds. For targets that take a document for one more file that they do not know.
fn others() -> Vec<Vec<u8>> {
    let (_, preset) = products::presets().next().expect("a preset");
    let mut seeds = vec![preset.toml.as_bytes().to_vec()];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds");
    let mut names: Vec<_> =
        fs::read_dir(folder).expect("a seed").map(|entry| entry.expect("a seed").path()).collect();
    names.sort();
    seeds.extend(names.iter().map(|name| fs::read(name).expect("a seed")));
    let words =
        products::rules().into_iter().flat_map(|rule| rule.symptoms.iter().map(|s| s.words));
    seeds.push(words.collect::<Vec<_>>().join("\n").into_bytes());
    for ask in [
        protocol::Ask::Save,
        protocol::Ask::Tree,
        protocol::Ask::Schema { product: "kylin".into() },
        protocol::Ask::ReadNodes { text: "k[1-3]".into() },
        protocol::Ask::Load { bytes: seeds[0].clone() },
        protocol::Ask::Explain { log: "error".into() },
        protocol::Ask::Preset { id: "kylin-three".into() },
    ] {
        let request = protocol::Request { revision: 7, lang: model::Lang::Zh, ask };
        seeds.push(protocol::encode(&request));
    }
    assert!(seeds.len() > 12);
    seeds
}

/// One change: at a place, so many bytes away, these in their place.
fn change() -> impl Strategy<Value = (prop::sample::Index, usize, Vec<u8>)> {
    let piece = prop::sample::select(vec![
        "",
        "\"",
        "'",
        "=",
        "[",
        "]",
        "[[",
        "{",
        "}",
        "\n",
        "\r",
        "\0",
        "#",
        "\\",
        "..",
        "../",
        ",",
        "-",
        "$(id)",
        "中",
        "\u{202E}",
        "99999999999999999999",
        "[0-9999]",
        "\"\"\"",
        "name",
        "roles = \"",
        "password=x",
        "\u{FEFF}",
        ":",
        "/",
    ]);
    let bytes =
        prop_oneof![4 => piece.prop_map(|p| p.as_bytes().to_vec()), 1 => vec(any::<u8>(), 0..6)];
    (any::<prop::sample::Index>(), 0_usize..40, bytes)
}

/// Runs a target over all seeds and so many changed ones.
fn run(target: fn(&[u8]), rounds: usize) {
    run_over(seeds(), target, rounds);
}

fn run_over(seeds: Vec<Vec<u8>>, target: fn(&[u8]), rounds: usize) {
    for seed in &seeds {
        target(seed);
    }
    let mut runner = TestRunner::deterministic();
    let strategy = (prop::sample::select(seeds), vec(change(), 1..6));
    for _ in 0..rounds {
        let (mut data, changes) = strategy.new_tree(&mut runner).expect("a value").current();
        for (at, length, bytes) in changes {
            let at = at.index(data.len() + 1);
            let end = (at + length).min(data.len());
            data.splice(at..end, bytes);
        }
        let shown = String::from_utf8_lossy(&data).into_owned();
        assert!(std::panic::catch_unwind(|| target(&data)).is_ok(), "input: {shown}");
    }
}

#[test]
fn document() {
    run(targets::document, 1500);
}

#[test]
fn archive() {
    run(targets::archive, 150);
}

#[test]
fn node_list() {
    run(targets::node_list, 2000);
}

#[test]
fn properties() {
    run(targets::properties, 3000);
}

#[test]
fn protocol_messages() {
    run(targets::protocol, 1500);
}

#[test]
fn symptoms() {
    run_over(others(), targets::symptoms, 60);
}

#[test]
fn values() {
    run(targets::values, 3000);
    let lines = [
        "k1.example.com:7070",
        "[fd00::1]:80",
        "hdfs://nn:8020/x",
        "8 GiB",
        "1500 ms",
        "/opt/a",
        "A_B",
        "true",
        "10.0.0.1",
    ];
    for line in &lines {
        targets::values(line.as_bytes());
    }
    let mut runner = TestRunner::deterministic();
    let near = "[a-zA-Z0-9 .:/\\[\\]_@+=-]{0,24}";
    for _ in 0..20_000 {
        targets::values(near.new_tree(&mut runner).expect("a value").current().as_bytes());
    }
}

#[test]
fn import() {
    run_over(others(), targets::import, 40);
}

#[test]
fn shell() {
    run(targets::shell, 3000);
}

#[test]
fn directives() {
    run(targets::directives, 3000);
}

#[test]
fn xml() {
    run(targets::xml, 3000);
}

#[test]
fn beside() {
    run_over(others(), targets::beside, 60);
}
