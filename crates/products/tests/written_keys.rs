//! Every key that Muster itself writes is one that the chosen version reads: for every version of
//! every product, every preset, and every option of every choice and switch.

mod shared;

use model::{ClusterSpec, Edit, Place, Severity, apply_all};
use products::ALL;
use rules::{Catalogue, Context, Kind, Product, check};
use std::collections::BTreeSet;

/// What a document writes that its version does not read.
fn unread(product: &'static Product, spec: &ClusterSpec) -> BTreeSet<String> {
    let catalogue = Catalogue::read_for(product.catalogue, &spec.version);
    let relative = product.relative.map(|r| Catalogue::read_for(r.catalogue, r.version));
    let cx = Context::new(spec, product);
    let mut wrong = BTreeSet::new();
    for config in cx.configs() {
        for (file, entry) in config.all_entries() {
            let kind = product.configs.iter().find(|c| c.name == file.name);
            if !kind.is_some_and(|k| k.catalogue) {
                continue;
            }
            let key = entry.key.as_str();
            let own = catalogue.find(key).is_some_and(|k| k.is_read_by(&spec.version) && !k.dead);
            let of_relative = catalogue.find(key).is_none()
                && relative.as_ref().is_some_and(|r| r.find(key).is_some_and(|k| !k.dead));
            if !own && !of_relative {
                wrong.insert(format!("{} {}: {key}", product.id, spec.version));
            }
        }
    }
    // What can't be exported is written by nobody.
    if wrong.is_empty() || check(&cx).count(Severity::Error) > 0 { BTreeSet::new() } else { wrong }
}

/// The document, and once with each option of each choice and each position of each switch.
fn variants(product: &'static Product, spec: &ClusterSpec) -> Vec<ClusterSpec> {
    let cx = Context::new(spec, product);
    let mut all = vec![spec.clone()];
    for field in product.all_fields().filter(|f| (f.shown)(&cx)) {
        let texts: Vec<&str> = match &field.kind {
            Kind::Choice(options) => options.iter().map(|o| o.id).collect(),
            Kind::Switch => vec!["true", "false"],
            _ => continue,
        };
        let other = |text: &&str| cx.text(field.key) != **text;
        for text in texts.into_iter().filter(other) {
            let mut variant = spec.clone();
            let place = Place::Setting(field.key.to_owned());
            apply_all(&mut variant, &[Edit::Set(place, text.to_owned())]);
            all.push(variant);
        }
    }
    all
}

#[test]
fn every_key_that_is_written_is_read_by_the_version() {
    let mut wrong = BTreeSet::new();
    let mut tried = 0;
    for product in ALL {
        for preset in product.presets {
            for version in product.versions {
                let mut spec = shared::preset(preset.id);
                version.id.clone_into(&mut spec.version);
                for variant in variants(product, &spec) {
                    tried += 1;
                    wrong.extend(unread(product, &variant));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried > 1000, "{tried} documents");
}

#[test]
fn a_key_that_another_version_reads_is_noticed() {
    let key = "overrides.cluster.kylin.env.hdfs-working-dir";
    let spec = shared::with("kap-old", &[(key, "/x")]);
    let found = unread(&products::kap::PRODUCT, &spec);
    assert_eq!(found, BTreeSet::from(["kap 2.2: kylin.env.hdfs-working-dir".to_owned()]));
}
