//! The ends of what numbers may be: beyond them is a finding, at them is none.

use formats::document;
use model::{ClusterSpec, Lang, Place, Severity};
use rules::{Context, Field, Kind, Product, Scope, Unit};
use std::collections::BTreeSet;

/// What is said of a setting of a document: whether it is an error, by whatever rule knows most of
/// it, and whether it is one about the range.
fn said(product: &'static Product, spec: &ClusterSpec, field: &Field, text: &str) -> (bool, bool) {
    let mut spec = spec.clone();
    let place = if field.scope == Scope::Node {
        let node = spec.nodes.first_mut().expect("a node");
        node.settings.insert(field.key.to_owned(), text.to_owned());
        Place::NodeSetting(node.row, field.key.to_owned())
    } else {
        spec.settings.insert(field.key.to_owned(), text.to_owned());
        Place::Setting(field.key.to_owned())
    };
    let cx = Context::new(&spec, product);
    let report = rules::check(&cx);
    let errors =
        report.findings.iter().filter(|f| f.severity == Severity::Error && f.place == place);
    let texts: Vec<String> = errors.map(|f| f.message.render(Lang::En)).collect();
    (!texts.is_empty(), texts.iter().any(|text| text.contains("outside of")))
}

fn text(field: &Field, number: u64) -> String {
    match field.unit() {
        Some(Unit::Time) => format!("{number} ms"),
        _ => number.to_string(),
    }
}

#[test]
fn numbers_beyond_their_range_are_errors_and_its_ends_are_not() {
    let mut tried = BTreeSet::new();
    let mut by_range = 0;
    for (product, preset) in products::presets() {
        let spec = document::read(preset.toml).spec;
        for field in product.all_fields() {
            let Some((least, most)) = field.range else { continue };
            assert!(least < most, "{}", field.key);
            if !(field.shown)(&Context::new(&spec, product)) {
                continue;
            }
            tried.insert(field.key);
            for (number, bad) in [
                (least.checked_sub(1), true),
                (Some(least), false),
                (Some(most), false),
                (most.checked_add(1), true),
            ] {
                let Some(number) = number else { continue };
                let text = text(field, number);
                let (error, range) = said(product, &spec, field, &text);
                let right = if bad { error } else { !range };
                assert!(right, "{} {}: {text}", preset.id, field.key);
                by_range += usize::from(range);
            }
        }
    }
    for key in ["jvm.heap", "zookeeper.heap", "lb.read_timeout", "session.timeout", "host.memory"] {
        assert!(tried.contains(key), "{key}: {tried:?}");
    }
    assert!(by_range > 20, "{by_range}");
}

#[test]
fn every_size_and_time_has_a_range() {
    for product in products::ALL {
        for field in product.all_fields() {
            let number = matches!(field.kind, Kind::Bytes | Kind::Duration);
            assert!(!number || field.range.is_some(), "{} of {}", field.key, product.id);
        }
    }
}

/// Nothing that a person types is a size or a time that makes no sense.
#[test]
fn what_makes_no_sense_is_a_finding() {
    let (product, preset) = products::presets().find(|(_, p)| p.id == "kylin-three").expect("it");
    let spec = document::read(preset.toml).spec;
    for (key, text) in [
        ("lb.read_timeout", "0"),
        ("lb.connect_timeout", "0 ms"),
        ("lb.read_timeout", "1000000000000000 s"),
        ("jvm.heap", "1 B"),
        ("jvm.heap", "1 MiB"),
        ("jvm.heap", "100 TiB"),
    ] {
        let field = product.field(key).expect("a field");
        assert!(said(product, &spec, field, text).0, "{key} = {text}");
    }
}
