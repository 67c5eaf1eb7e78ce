//! Presets as documents, and the files that they give.
#![allow(clippy::unwrap_used, clippy::allow_attributes, dead_code, missing_docs)]

use formats::File;
use model::{ClusterSpec, Edit, Place, apply_all};
use rules::{Context, Reach};

/// A preset's document.
pub(crate) fn preset(id: &str) -> ClusterSpec {
    let (_, preset) = products::presets().find(|(_, p)| p.id == id).expect(id);
    let loaded = formats::document::read(preset.toml);
    assert!(loaded.complete && loaded.problems.is_empty(), "{id}: {:?}", loaded.problems);
    loaded.spec
}

/// A preset with values set: a path and a text.
pub(crate) fn with(id: &str, values: &[(&str, &str)]) -> ClusterSpec {
    let mut spec = preset(id);
    set(&mut spec, values);
    spec
}

pub(crate) fn set(spec: &mut ClusterSpec, values: &[(&str, &str)]) {
    for (path, text) in values {
        let place = Place::parse(path, spec).expect(path);
        apply_all(spec, &[Edit::Set(place, (*text).to_owned())]);
    }
}

/// The files of a node, or of the cluster for `""`: path and content.
pub(crate) fn files(spec: &ClusterSpec, node: &str) -> Vec<(&'static str, File)> {
    let product = products::find(&spec.product).expect("product");
    let cx = Context::new(spec, product);
    let mut files = Vec::new();
    for kind in product.all_files() {
        match &kind.reach {
            Reach::Cluster { applies, render } if node.is_empty() && applies(&cx) => {
                files.push((kind.name, render(&cx)));
            }
            Reach::Cluster { .. } => {}
            Reach::Class { applies, render, .. } | Reach::Node { applies, render, .. } => {
                for n in spec.nodes.iter().filter(|n| n.name == node && applies(&cx, n)) {
                    files.push((kind.name, render(&cx, n)));
                }
            }
        }
    }
    files
}

/// One file of a node, or of the cluster for `""`.
pub(crate) fn text(spec: &ClusterSpec, node: &str, name: &str) -> String {
    let file = files(spec, node).into_iter().find(|(n, _)| *n == name);
    file.unwrap_or_else(|| panic!("{node} has no {name}")).1.to_text().into_owned()
}

/// The properties of a node's `conf/kylin.properties`, as Java reads them.
pub(crate) fn properties(spec: &ClusterSpec, node: &str) -> Vec<(String, String)> {
    formats::properties::read(&text(spec, node, "conf/kylin.properties"))
        .into_iter()
        .map(|e| (e.key, e.value))
        .collect()
}

/// Every node of the presets of Kylin, and the cluster itself as `""`.
pub(crate) fn every_file() -> Vec<(&'static str, String, &'static str, File)> {
    let mut all = Vec::new();
    for (_, preset) in products::presets() {
        let spec = self::preset(preset.id);
        let mut nodes: Vec<String> = spec.nodes.iter().map(|n| n.name.clone()).collect();
        nodes.push(String::new());
        for node in nodes {
            for (name, file) in files(&spec, &node) {
                all.push((preset.id, node.clone(), name, file));
            }
        }
    }
    all
}
