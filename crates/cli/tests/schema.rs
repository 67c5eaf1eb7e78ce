//! `muster schema`, judged by a validator: it takes every document of ours, and says what is wrong
//! with one that has a mistake.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use jsonschema::Validator;
use model::{ClusterSpec, Lang};
use rules::{Kind, Product, Scope};
use serde_json::{Value, json};
use std::process::Command;

fn schema(lang: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_muster"))
        .args(["schema", "--lang", lang])
        .output()
        .unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

fn validator(lang: &str) -> Validator {
    let schema = schema(lang);
    // The schema itself is one, by the draft that it names.
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn document(toml: &str) -> Value {
    toml::from_str(toml).unwrap()
}

/// Each error with the place in the document.
fn errors(validator: &Validator, document: &Value) -> Vec<String> {
    validator.iter_errors(document).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

#[test]
fn every_preset_of_every_product_is_valid_as_written_and_rewritten() {
    for lang in Lang::ALL {
        let validator = validator(lang.id());
        for product in products::ALL {
            assert!(!product.presets.is_empty(), "{}", product.id);
            for preset in product.presets {
                assert_eq!(errors(&validator, &document(preset.toml)), [""; 0], "{}", preset.id);
                let spec = formats::document::read(preset.toml).spec;
                for version in product.versions {
                    let spec = ClusterSpec { version: version.id.to_owned(), ..spec.clone() };
                    let written = formats::document::write(&spec);
                    assert_eq!(errors(&validator, &document(&written)), [""; 0], "{written}");
                }
            }
        }
    }
}

/// A document of the product with one setting, of the cluster or of its node.
fn with(product: &Product, key: &str, text: &str, of_node: bool) -> Value {
    let mut spec = formats::document::read(product.presets[0].toml).spec;
    let setting = [(key.to_owned(), text.to_owned())].into();
    if of_node {
        spec.nodes[0].settings = setting;
    } else {
        spec.settings = setting;
    }
    document(&formats::document::write(&spec))
}

#[test]
fn every_field_of_a_product_is_known_where_it_can_stand_and_nowhere_else() {
    let validator = validator("en");
    for product in products::ALL {
        let mut seen = 0;
        for field in product.all_fields() {
            let text = match field.kind {
                Kind::Choice(options) => options.last().unwrap().id,
                Kind::Switch => "true",
                _ => "1",
            };
            for (of_node, wrong_scope) in [(false, Scope::Node), (true, Scope::Cluster)] {
                let said = errors(&validator, &with(product, field.key, text, of_node));
                let known = field.scope != wrong_scope;
                assert_eq!(said.is_empty(), known, "{} {} {said:?}", product.id, field.key);
                // Its errors name the last part of the key, which is what stands on the line.
                let last = field.key.split('.').next_back().unwrap();
                let group = field.key.split('.').next().unwrap();
                let named = |e: &String| e.contains(last) || e.contains(group);
                assert!(said.iter().all(named), "{} {said:?}", field.key);
                seen += usize::from(known);
            }
        }
        assert!(seen >= 10, "{}: {seen} fields", product.id);
        // What only another product has is an error here.
        let own: Vec<&str> = product.all_fields().map(|f| f.key).collect();
        let strange = products::ALL.iter().flat_map(|p| p.all_fields());
        let strange = strange.filter(|f| !own.contains(&f.key)).collect::<Vec<_>>();
        assert!(!strange.is_empty());
        for field in strange {
            let said = errors(&validator, &with(product, field.key, "1", false));
            assert_eq!(said.len(), 1, "{} {} {said:?}", product.id, field.key);
        }
    }
}

/// Where, what to put there, and what the error must say: place and words.
type Mistake<'a> = (&'a str, Value, &'a [&'a str]);

#[test]
fn a_mistake_is_one_error_that_says_where_and_what_is_possible() {
    let validator = validator("en");
    for product in products::ALL {
        let other = products::ALL.iter().find(|p| p.versions[0].id != product.versions[0].id);
        let other = other.unwrap().versions[0].id;
        let version = product.versions[0].id;
        let role = product.roles[0].id;
        let mistakes: &[Mistake] = &[
            ("/version", json!(other), &["/version: ", version]),
            ("/version", json!(3.1), &["/version: ", version]),
            ("/nodes/0/roles", json!(["captain"]), &["/nodes/0/roles/0: ", "captain", role]),
            ("/nodes/0/roles", json!([role, role]), &["/nodes/0/roles: ", "non-unique"]),
            ("/nodes/0/name", json!(7), &["/nodes/0/name: 7 is not of type \"string\""]),
            ("/nodes/0/nmae", json!("k"), &["/nodes/0: ", "nmae"]),
            ("/environment", json!("prod"), &["/environment: ", "production"]),
            ("/nodes", json!("k1"), &["/nodes: ", "array"]),
            ("/colour", json!("blue"), &["colour"]),
            ("/overrides", json!({"role": {"captain": {}}}), &["/overrides/role: ", role]),
            ("/accepted", json!([{"rule": "GEN001"}]), &["/accepted/0: ", "reason"]),
            ("/schema", json!(1), &["/schema: 1 is not one of 2 or 3"]),
            ("/left_out", json!({"cluster": "a.key"}), &["/left_out/cluster: ", "array"]),
            (
                "/overrides",
                json!({"cluster": {"zookeeper/zoo.cfg": {"tickTime": {}}}}),
                &["/overrides/cluster/zookeeper~1zoo.cfg/tickTime: "],
            ),
            (
                "/overrides",
                json!({"cluster": {"tickTime": {}}}),
                &["/overrides/cluster/tickTime: "],
            ),
        ];
        for (place, value, words) in mistakes {
            let mut document = document(product.presets[0].toml);
            let (parent, key) = place.rsplit_once('/').unwrap();
            document.pointer_mut(parent).unwrap()[key] = value.clone();
            let said = errors(&validator, &document).join("\n");
            for word in *words {
                assert!(said.contains(word), "{} {place} {value}: {said}", product.id);
            }
            let most = if place == &"/version" && value.is_number() { 2 } else { 1 };
            assert!(said.lines().count() <= most, "{} {place} {value}: {said}", product.id);
        }
        let mut document = document(product.presets[0].toml);
        document.as_object_mut().unwrap().remove("nodes");
        assert_eq!(errors(&validator, &document), [r#": "nodes" is a required property"#]);
    }
    // Of a product that there is not, that alone is said.
    let mut document = document(products::ALL[0].presets[0].toml);
    document["product"] = json!("kilin");
    let said = errors(&validator, &document);
    assert!(said.len() == 1 && said[0].contains("\"kylin\""), "{said:?}");
}

/// Numbers and choices are judged too.
#[test]
fn values_out_of_range_are_errors() {
    let validator = validator("en");
    let mut seen = [0; 2];
    for product in products::ALL {
        for field in product.all_fields().filter(|f| f.scope != Scope::Node) {
            let (value, which) = match field.kind {
                Kind::Port => (json!(70_000), 0),
                Kind::Count(_, most) => (json!(u64::from(most) + 1), 0),
                Kind::Choice(_) => (json!("no such choice"), 1),
                _ => continue,
            };
            let mut document = with(product, field.key, "", false);
            let place = format!("/settings/{}", field.key.replacen('.', "/", 1));
            *document.pointer_mut(&place).unwrap() = value;
            let said = errors(&validator, &document);
            assert!(said.len() == 1 && said[0].starts_with(&place), "{place}: {said:?}");
            seen[which] += 1;
        }
    }
    assert!(seen.iter().all(|n| *n >= 10), "{seen:?}");
}
