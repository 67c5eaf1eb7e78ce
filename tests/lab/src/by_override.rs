//! Every wrong document of the lab is wrong by override, too: where it sets fields, overrides of the
//! keys that these write give the same archive, so that what a real product does with the one it does
//! with the other, and the same rule rejects both.

use crate::{alluxio, druid, kylin};
use bundle::archive_id;
use formats::document;
use model::{ClusterSpec, Severity};
use rules::{Context, OverrideReach, Product, check};
use std::collections::{BTreeMap, BTreeSet};

/// A wrong document of the lab.
pub(crate) struct Wrong {
    /// The rule that rejects it.
    pub(crate) rule: &'static str,
    /// How bad that is.
    pub(crate) severity: Severity,
    /// The good document that it was made from.
    pub(crate) good: String,
    /// The document.
    pub(crate) text: String,
    /// Whether overrides alone make the mistake.
    pub(crate) by_override: bool,
}

/// Rules of the form, and those that say the same of the keys.
const OF_THE_KEYS: &[(&str, &str)] = &[("GEN008", "ALX062")];

/// Those that no override makes byte for byte, and why: for these the lab starts a document of its
/// own that is wrong by override alone.
const NOT_THE_SAME: &[(&str, &str)] = &[
    ("ALX003", "an override cannot take ZooKeeper's address out of the file, only empty it"),
    ("ALX020", "the list of the masters stays, which nothing reads beside another journal"),
    ("ALX028", "of a folder only the field knows whether it is a mount, for which a unit waits"),
    ("DRU013", "the same of deep storage"),
];

/// What comes to the nodes and is read there: without comments and without what tells of the document.
fn files(product: &'static Product, spec: &ClusterSpec) -> BTreeMap<String, Vec<String>> {
    let cx = Context::new(spec, product);
    let tree = bundle::tree(&cx, &check(&cx));
    let id = archive_id(spec);
    let own = ["cluster.toml", "MANIFEST.json", "SHA256SUMS", "FINDINGS.md"];
    let files = bundle::entries(&tree, spec).into_iter();
    let files = files.filter(|(path, _)| {
        path.starts_with("nodes/") && !own.iter().any(|name| path.ends_with(name))
    });
    let lines = |text: String| {
        let lines =
            text.lines().filter(|line| !line.trim_start().starts_with('#') && !line.is_empty());
        let mut lines: Vec<String> = lines.map(|line| line.replace(&id, "ARCHIVE")).collect();
        lines.sort();
        lines
    };
    files.map(|(path, file)| (path, lines(file.to_text().into_owned()))).collect()
}

fn fired(
    product: &'static Product,
    spec: &ClusterSpec,
    severity: Severity,
) -> BTreeSet<&'static str> {
    let findings = check(&Context::new(spec, product)).findings.into_iter();
    findings.filter(|f| f.severity == severity).map(|f| f.rule).collect()
}

/// Why a document is not wrong by override as it is by its fields; nothing when it is.
fn difference(wrong: &Wrong) -> Result<(), String> {
    let (good, spec) = (document::read(&wrong.good).spec, document::read(&wrong.text).spec);
    let product = products::find(&spec.product).ok_or("no product")?;
    let without = ClusterSpec { settings: good.settings, ..spec.clone() };
    let (overrides, by_override) =
        rules::overriding(product, &spec, &without, OverrideReach::Cluster);
    let beyond = rules::beyond(&Context::new(&spec, product), &Context::new(&by_override, product));
    if !beyond.is_empty() {
        return Err(format!("the programs read otherwise: {beyond:?} with {overrides:?}"));
    }
    let of_keys = OF_THE_KEYS.iter().find(|(rule, _)| *rule == wrong.rule);
    let rule = of_keys.map_or(wrong.rule, |(_, rule)| rule);
    if !fired(product, &by_override, wrong.severity).contains(rule) {
        return Err(format!("the rule is silent with {overrides:?}"));
    }
    let (one, other) = (files(product, &spec), files(product, &by_override));
    let names: Vec<&String> =
        one.keys().chain(other.keys()).filter(|path| one.get(*path) != other.get(*path)).collect();
    if !names.is_empty() {
        return Err(format!("these files are others: {names:?} with {overrides:?}"));
    }
    Ok(())
}

#[test]
fn every_wrong_document_is_wrong_by_override_too() {
    let mut documents = kylin::wrong::documents_of_all().expect("Kylin's");
    documents.extend(alluxio::wrong::documents_of_all().expect("Alluxio's"));
    documents.extend(druid::wrong::documents_of_all().expect("Druid's"));
    let mut told = Vec::new();
    let mut others = BTreeSet::new();
    for wrong in documents.iter().filter(|wrong| !wrong.by_override) {
        let Err(why) = difference(wrong) else { continue };
        if NOT_THE_SAME.iter().any(|(rule, _)| *rule == wrong.rule) {
            others.insert(wrong.rule);
            continue;
        }
        told.push(format!("{}: {why}", wrong.rule));
    }
    for (rule, why) in NOT_THE_SAME {
        if !others.contains(rule) {
            told.push(format!("{rule} needs no line in the list of this test"));
        }
        if !documents.iter().any(|wrong| wrong.rule == *rule && wrong.by_override) {
            told.push(format!("the lab has no {rule} by override, though {why}"));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(documents.len() > 40, "{}", documents.len());
}
