//! `bin/fetch` of an archive with three packages: one is missing, one differs, one is right.

use super::fixture::Fixture;
use anyhow::{Context as _, Result};
use commands::root;
use std::fmt::Write as _;
use std::fs;

/// The packages, and what they hold.
const PACKAGES: &[(&str, &str)] = &[
    ("one-1.tar.gz", "the first\n"),
    ("two-1.jar", "the second\n"),
    ("three-1.jar", "the third\n"),
];

/// Writes the admin's folder, and where the packages are fetched from.
pub(super) fn place(node: &Fixture) -> Result<()> {
    let from = root().join("crates/bundle/src/scripts");
    fs::create_dir_all(node.at("desk/bin"))?;
    for (name, to) in [("lib.sh", "lib.sh"), ("fetch.sh", "fetch")] {
        fs::copy(from.join(name), node.at("desk/bin").join(to)).context(name)?;
    }
    node.write("desk/bin/cluster.env", "MUSTER_CLUSTER=c\nMUSTER_ARCHIVE=archive-A\n")?;
    node.write("desk/bin/nodes.tsv", "# node\nn1\tn1\tn1\tu\t22\t-\tapp\tall\tu\n")?;
    let mut table = String::new();
    for (name, text) in PACKAGES {
        node.write(&format!("mirror/{name}"), text)?;
        let sum = bundle::sha256_hex(text.as_bytes());
        let url = node.at("mirror").join(name).display().to_string();
        writeln!(table, "{name}\t1\tany\t{name}\t{sum}\tapp\tfile://{url}\tA package")?;
    }
    node.write("desk/PACKAGES.tsv", &table)
}

/// What is there when it begins.
pub(super) fn before(node: &Fixture) -> Result<()> {
    node.write("desk/packages/two-1.jar", "cut o")?;
    node.write("desk/packages/three-1.jar", "the third\n")
}
