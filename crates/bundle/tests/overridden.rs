//! What a program reads is the truth, whoever set it: where an override sets the keys of a field,
//! the field decides nothing any more, neither in a file nor in what is said about it.

mod shared;

use formats::document;
use model::{ClusterSpec, Edit, Place, Property, apply};
use rules::{Context, Field, Kind, Product};
use shared::{given, others, said};
use std::collections::{BTreeMap, BTreeSet};

/// Fields that go on deciding something, and why. Choices and switches are left out as well: they
/// decide which other keys there are.
const DECIDE: &[(&str, &str)] = &[
    ("emr.", "AWS's own configuration, which is no file of the nodes, is made of them too"),
    ("engine.redis_hosts", "several hosts are a cluster: another key's default"),
    ("ingestion.more", "what a list by hand leaves out of what was named is told"),
    ("kerberos.keytab", "the key names a file; where it lies on the node is no key"),
    ("masters.journal_folder", "whether it is an address decides the journal's type: another key"),
    ("metastore.driver", "the key names a class; the driver's file is no key"),
    ("storage.cluster_fs", "of a name service another key names the file with its name nodes"),
    ("storage.hdfs_uri", "the journal's folder is below it where nothing else is said"),
    ("storage.namenodes", "a file of their own is written of them"),
    ("storage.query_fs", "Spark's list of file systems has it as well: another key"),
    ("storage.working_dir", "Spark's history and archive are below it: other keys"),
];

/// Keys that are overridden as they are read now; those whose value each node has for itself are
/// left alone.
fn overridden(product: &'static Product, spec: &ClusterSpec, field: &Field) -> Option<ClusterSpec> {
    let cx = Context::new(spec, product);
    let mut with = spec.clone();
    let mut any = false;
    for key in field.keys {
        let known = cx.catalogue().find(key).filter(|k| k.is_read_by(spec.version.trim()));
        let mut values: BTreeMap<String, Vec<model::RowId>> = BTreeMap::new();
        for config in cx.configs().iter().filter(|config| config.main().is_some()) {
            let entry = config.get(key);
            if entry.is_some_and(|e| e.shared().is_none() || e.broken.is_some()) {
                return None;
            }
            let default = known.map(|k| k.default.as_str()).filter(|text| !text.is_empty());
            let Some(value) = entry.map(rules::Entry::text).or(default) else { continue };
            values.entry(value.to_owned()).or_default().extend(&config.nodes);
        }
        any |= !values.is_empty();
        if let (1, Some((value, _))) = (values.len(), values.first_key_value()) {
            with.overrides.cluster.insert(Property::parse(key), value.clone());
            continue;
        }
        for (value, rows) in values {
            for node in with.nodes.iter_mut().filter(|n| rows.contains(&n.row)) {
                node.overrides.insert(Property::parse(key), value.clone());
            }
        }
    }
    any.then_some(with)
}

#[test]
fn a_field_whose_keys_are_overridden_decides_nothing() {
    let mut wrong: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut tried = 0;
    for (product, preset) in products::presets() {
        let spec = document::read(preset.toml).spec;
        for field in product.all_fields().filter(|f| !f.keys.is_empty()) {
            let chooses = matches!(field.kind, Kind::Choice(_) | Kind::Switch);
            if chooses || DECIDE.iter().any(|(key, _)| field.key.starts_with(key)) {
                continue;
            }
            let cx = Context::new(&spec, product);
            if !cx.shown(field.key) {
                continue;
            }
            let Some(with) = overridden(product, &spec, field) else { continue };
            let (files, findings) = (given(product, &with), said(product, &with, field));
            for text in others(&cx, field) {
                tried += 1;
                let mut other = with.clone();
                apply(&mut other, &Edit::Set(Place::Setting(field.key.to_owned()), text.clone()));
                let now = given(product, &other);
                let now_said = said(product, &other, field);
                let mut differ = files.differences(&now);
                differ.extend(findings.symmetric_difference(&now_said).cloned());
                if !differ.is_empty() {
                    let to = wrong.entry(format!("{} = {text:?}", field.key)).or_default();
                    to.extend(differ.iter().take(6).map(|line| format!("{}: {line}", preset.id)));
                }
            }
        }
    }
    assert!(tried > 200, "{tried}");
    let told: Vec<String> = wrong
        .iter()
        .map(|(field, lines)| {
            let lines: Vec<&str> = lines.iter().map(String::as_str).take(4).collect();
            format!("{field}\n    {}", lines.join("\n    "))
        })
        .collect();
    assert!(told.is_empty(), "{} fields of {tried}\n{}", told.len(), told.join("\n"));
}
