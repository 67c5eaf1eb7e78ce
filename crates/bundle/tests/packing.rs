//! Packed archives: what is in them, in which order, and what a node costs.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use bundle::{Form, Stopped};
use formats::document;
use model::{ClusterSpec, Node};
use rules::{Checked, Context, Product};
use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

fn presets() -> Vec<(&'static Product, &'static str, ClusterSpec)> {
    let all: Vec<_> = products::presets()
        .map(|(product, preset)| (product, preset.id, document::read(preset.toml).spec))
        .collect();
    assert!(!all.is_empty());
    all
}

/// The whole archive, as `tar` reads it: path, mode, time, owner, bytes.
fn untar(bytes: &[u8]) -> Vec<(String, u32, u64, u64, Vec<u8>)> {
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(bytes));
    archive
        .entries()
        .unwrap()
        .map(|entry| {
            let mut entry = entry.unwrap();
            let head = entry.header().clone();
            let path = entry.path().unwrap().display().to_string();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (path, head.mode().unwrap(), head.mtime().unwrap(), head.uid().unwrap(), bytes)
        })
        .collect()
}

fn is_program(path: &str) -> bool {
    ["install.sh", "preflight.sh", "root-once.sh"].iter().any(|name| path.ends_with(name))
}

#[test]
fn both_forms_hold_the_same_files_with_their_modes() {
    for (product, id, spec) in presets() {
        let cx = Context::new(&spec, product);
        let report = rules::check(&cx);
        let checked = Checked::new(&cx, &report).unwrap();
        let tar = bundle::pack_tar_gz(&checked);
        let zipped = bundle::pack_zip(&checked);
        assert_eq!(tar, bundle::pack_tar_gz(&checked), "{id}");
        assert_eq!(zipped, bundle::pack_zip(&checked), "{id}");

        let tar = untar(&tar);
        let mut zip = zip::ZipArchive::new(Cursor::new(zipped)).unwrap();
        assert_eq!(zip.len(), tar.len(), "{id}");
        for (path, mode, time, owner, bytes) in &tar {
            let mut entry = zip.by_name(path).unwrap();
            assert_eq!(entry.unix_mode().map(|m| m & 0o777), Some(*mode), "{path}");
            let mut other = Vec::new();
            entry.read_to_end(&mut other).unwrap();
            assert_eq!(other, *bytes, "{path}");
            assert_eq!((*time, *owner), (315_532_800, 0), "{path}");
            // On a node three scripts are called; what a product brings is called by them.
            let nodes = path.contains("/nodes/");
            let program = if nodes { is_program(path) } else { bytes.starts_with(b"#!") };
            assert_eq!(*mode == 0o755, program, "{path}");
        }
    }
}

/// A preset with so many nodes, those that were added like the last one that runs the product.
fn grown(mut spec: ClusterSpec, nodes: usize) -> ClusterSpec {
    let many = |n: &&Node| n.roles.iter().any(|r| r == "query" || r == "worker");
    let like = spec.nodes.iter().rfind(many).or(spec.nodes.first()).cloned().unwrap();
    while spec.nodes.len() < nodes {
        spec.push(Node { name: format!("n{}.example.com", spec.nodes.len()), ..like.clone() });
    }
    spec
}

#[test]
fn a_tar_has_equal_files_side_by_side_and_no_link() {
    for (product, id, spec) in presets() {
        let spec = grown(spec, 12);
        let cx = Context::new(&spec, product);
        let mut report = rules::check(&cx);
        report.findings.retain(|f| f.severity != model::Severity::Error);
        let checked = Checked::new(&cx, &report).unwrap();
        let packed = bundle::pack_tar_gz(&checked);
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(&packed[..]));
        for entry in archive.entries().unwrap() {
            let kind = entry.unwrap().header().entry_type();
            assert_eq!(kind, tar::EntryType::Regular, "{id}");
        }
        // Each name that nodes have, and of a name each content, stands there in one piece.
        let mut pieces: Vec<(String, Vec<u8>)> = Vec::new();
        for (path, .., bytes) in untar(&packed) {
            let Some((_, below)) = path.split_once("/nodes/") else { continue };
            let name = below.split_once('/').unwrap().1.to_owned();
            if pieces.last().is_none_or(|(n, b)| *n != name || *b != bytes) {
                pieces.push((name, bytes));
            }
        }
        let distinct: BTreeSet<_> = pieces.iter().collect();
        assert_eq!(distinct.len(), pieces.len(), "{id}");
        let mut names: Vec<_> = pieces.iter().map(|(name, _)| name).collect();
        names.dedup();
        assert!(names.is_sorted(), "{id}: {names:?}");
    }
}

#[test]
fn an_equal_node_costs_a_tar_little() {
    for product in products::ALL {
        let preset = product.presets.first().unwrap();
        let size = |nodes| {
            let spec = grown(document::read(preset.toml).spec, nodes);
            let cx = Context::new(&spec, product);
            let report = rules::check(&cx);
            bundle::pack_tar_gz(&Checked::new(&cx, &report).unwrap()).len()
        };
        // 1.5 KB; what its folder holds is 25 KB when it is compressed by itself.
        let each = (size(120) - size(20)) / 100;
        assert!((500..2_500).contains(&each), "{}: {each} bytes", preset.id);
    }
}

#[test]
fn a_writer_that_fails_and_a_caller_that_stops_are_errors() {
    let (product, _, spec) = presets().remove(0);
    let cx = Context::new(&spec, product);
    let report = rules::check(&cx);
    let checked = Checked::new(&cx, &report).unwrap();
    for form in [Form::TarGz, Form::Zip] {
        let mut seen = 0;
        let stopped = bundle::pack(&checked, form, Cursor::new(Vec::new()), &mut |done, of| {
            seen = done;
            assert!(done <= of);
            done < 3
        });
        let error = stopped.unwrap_err();
        assert!(
            error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Stopped>),
            "{error}"
        );
        assert_eq!(seen, 3);
        let mut room = [0; 64];
        let full = Cursor::new(&mut room[..]);
        assert!(bundle::pack(&checked, form, full, &mut |_, _| true).is_err());
    }
}
