//! Every configuration file of a node is read by a service of that node, or known to be read by none.

use bundle::{Reach, services};
use rules::Context;

/// Files of the scripts, not of the products.
const OURS: &[&str] = &[
    "archive.tsv",
    "files.tsv",
    "install.sh",
    "lib.sh",
    "lib/",
    "node.env",
    "preflight.sh",
    "root-once.sh",
    "service/",
    "systemd/",
];
/// Read by the product's own start scripts and commands alone, which no unit of ours calls.
const NOBODY: &[&str] = &["conf/masters", "conf/workers"];

#[test]
fn files_have_readers() {
    let mut seen = 0;
    for (product, preset) in products::presets() {
        let spec = formats::document::read(preset.toml).spec;
        let cx = Context::new(&spec, product);
        let tree = bundle::tree(&cx, &rules::check(&cx));
        for group in tree.groups.iter().filter(|g| g.reach == Reach::Node) {
            let name = group.name.as_str();
            if OURS.iter().any(|own| name.starts_with(own)) || NOBODY.contains(&name) {
                continue;
            }
            for row in group.variants.iter().flat_map(|v| &v.nodes) {
                let node = cx.node(*row).expect("a node");
                let reads = services(&cx, node)
                    .iter()
                    .any(|s| s.reads.iter().any(|part| name.contains(part)));
                assert!(reads, "{}: nobody on {} reads {name}", preset.id, node.name);
                seen += 1;
            }
        }
    }
    assert!(seen > 300, "{seen}");
}
