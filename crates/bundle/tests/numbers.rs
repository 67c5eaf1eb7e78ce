//! The largest numbers in every field that holds one, and in every key: nothing panics, and no sum
//! comes out small. Sums are of `u64`, which the browser's `usize` of 32 bits is not.

use formats::document;
use model::{ClusterSpec, Edit, Lang, Place, Property, apply_all};
use products::presets;
use rules::{Context, Kind, Product, Scope};

/// A number of 32 bits, of 64, of bytes, and of milliseconds.
const LARGE: [&str; 4] =
    ["4294967295", "18446744073709551615", "16777215 TiB", "18446744073709551615 ms"];

/// Checks a document and writes all of its files.
fn everything(product: &'static Product, spec: &ClusterSpec) -> usize {
    let cx = Context::new(spec, product);
    let report = rules::check(&cx);
    let said: usize = report.findings.iter().map(|f| f.message.render(Lang::En).len()).sum();
    let tree = bundle::tree(&cx, &report);
    said + bundle::entries(&tree, spec).iter().map(|(_, file)| file.size()).sum::<usize>()
}

/// A document with one text in every field that a question picks, for the cluster and each node.
fn filled(
    spec: &ClusterSpec,
    product: &'static Product,
    text: &str,
    pick: fn(&Kind) -> bool,
) -> ClusterSpec {
    let mut edits = Vec::new();
    for field in product.all_fields().filter(|f| pick(&f.kind)) {
        let key = || field.key.to_owned();
        if field.scope != Scope::Node {
            edits.push(Edit::Set(Place::Setting(key()), text.to_owned()));
        }
        if field.scope != Scope::Cluster {
            let set = |row| Edit::Set(Place::NodeSetting(row, key()), text.to_owned());
            edits.extend(spec.nodes.iter().map(|n| set(n.row)));
        }
    }
    let mut spec = spec.clone();
    apply_all(&mut spec, &edits);
    spec
}

#[test]
fn the_largest_numbers_in_every_field_and_every_key() {
    for (product, preset) in presets() {
        let spec = document::read(preset.toml).spec;
        for large in LARGE {
            // Numbers alone, so that everything else can be read and counted with them.
            let numbers = |k: &Kind| matches!(k, Kind::Count(..) | Kind::Bytes | Kind::Duration);
            let mut wrong = filled(&spec, product, large, numbers);
            assert!(everything(product, &wrong) > 0, "{}", preset.id);
            // Then what holds one in a notation of its own, and the keys.
            let others = |k: &Kind| matches!(k, Kind::Port | Kind::Text | Kind::Custom(_));
            wrong = filled(&wrong, product, large, others);
            let keys: Vec<String> = {
                let cx = Context::new(&wrong, product);
                cx.catalogue().keys().map(|k| k.key.clone()).collect()
            };
            let set = keys.iter().map(|key| (Property::new("", key), large.to_owned()));
            wrong.overrides.cluster.extend(set);
            assert!(everything(product, &wrong) > 0, "{}", preset.id);
        }
    }
}

#[test]
fn the_sum_that_a_finding_names_has_more_than_32_bits() {
    let (product, preset) = presets().find(|(_, p)| p.id == "kylin-redis-sentinel").unwrap();
    let mut spec = document::read(preset.toml).spec;
    let set = |key: &str, text: &str| Edit::Set(Place::Setting(key.to_owned()), text.to_owned());
    let edits = [set("session.redis_mode", "cluster"), set("session.replicas", "4294967295")];
    apply_all(&mut spec, &edits);
    let report = rules::check(&Context::new(&spec, product));
    let found = report.findings.iter().find(|f| f.rule == "SES011").unwrap();
    let message = found.message.render(Lang::En);
    assert!(message.contains("12884901888"), "{message}");
}
