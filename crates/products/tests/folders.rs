//! Folders of the system are refused wherever they are named: in every field that names a folder
//! that root-once.sh makes, for the cluster and for one node, and in every override that names one.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod shared;

use model::{ClusterSpec, Edit, Layer, Place, Property, Severity, apply_all};
use rules::{Context, Field, Kind, Product, Scope};
use shared::{preset, with};

const SYSTEM: [&str; 7] = ["/", "/etc", "/usr/", "/root", "/tmp", "/var/lib", "/root/own"];

/// The places at which a document's folders are refused.
fn refused(spec: &ClusterSpec, product: &'static Product, rule: &str) -> Vec<Place> {
    let cx = Context::new(spec, product);
    let report = rules::check(&cx);
    let found = report.findings.iter().filter(|f| f.rule == rule);
    found
        .map(|f| {
            assert_eq!(f.severity, Severity::Error);
            f.place.clone()
        })
        .collect()
}

fn made(product: &'static Product) -> Vec<&'static Field> {
    product.all_fields().filter(|f| f.made.is_some()).collect()
}

#[test]
fn every_folder_that_is_made_is_named_by_a_field_that_says_so() {
    let mut seen = 0;
    for (product, p) in products::presets() {
        let spec = preset(p.id);
        let cx = Context::new(&spec, product);
        for node in &spec.nodes {
            for service in product.services {
                let runs = service.roles.iter().any(|r| node.roles.contains(*r));
                if !runs || !(service.applies)(&cx, node) {
                    continue;
                }
                for folder in (service.folders)(&cx, node) {
                    // It is a field's, lies in a field's, or is the one above a field's.
                    let near = product.all_fields().any(|f| {
                        let text = cx.node_text(node, f.key);
                        let path = matches!(f.kind, Kind::PathOrUri) || f.made.is_some();
                        path && text
                            .split(',')
                            .filter_map(|t| t.split_whitespace().next())
                            .filter(|t| t.starts_with('/'))
                            .any(|t| {
                                folder == t
                                    || folder.starts_with(&format!("{t}/"))
                                    || t.rsplit_once('/').is_some_and(|(up, _)| up == folder)
                            })
                    });
                    assert!(near, "{}: {} makes {folder}", p.id, service.id);
                    seen += 1;
                }
            }
        }
        assert_eq!(refused(&spec, product, "GEN060"), [], "{}", p.id);
        assert_eq!(refused(&spec, product, "GEN061"), [], "{}", p.id);
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn folders_of_the_system_in_every_field_of_every_product() {
    let mut tried = std::collections::BTreeSet::new();
    for (product, p) in products::presets() {
        let mut whole = preset(p.id);
        if product.id == "alluxio" {
            let mut set =
                |key: &str, text: &str| _ = whole.settings.insert(key.into(), text.into());
            set("tiers.medium1", "SSD");
            set("tiers.medium2", "HDD");
        }
        for field in made(product) {
            if !(field.shown)(&Context::new(&whole, product)) {
                continue;
            }
            let one = || preset(p.id).settings.contains_key(field.key);
            let several =
                if one() || p.id == product.presets[0].id { &SYSTEM[..] } else { &SYSTEM[..2] };
            for folder in several {
                let folder = *folder;
                let place = Place::Setting(field.key.to_owned());
                let mut spec = whole.clone();
                // A node of its own may hide the cluster's.
                spec.nodes.iter_mut().for_each(|n| _ = n.settings.remove(field.key));
                apply_all(&mut spec, &[Edit::Set(place.clone(), folder.to_owned())]);
                assert_eq!(refused(&spec, product, "GEN060"), [place], "{} {folder}", p.id);
            }
            tried.insert(field.key);
            if field.scope == Scope::Cluster {
                continue;
            }
            let mut spec = whole.clone();
            let row = spec.nodes[0].row;
            let place = Place::NodeSetting(row, field.key.to_owned());
            apply_all(&mut spec, &[Edit::Set(place.clone(), "/etc".to_owned())]);
            assert_eq!(refused(&spec, product, "GEN060"), [place], "{} {}", p.id, field.key);
        }
    }
    // No field is left out because no preset shows it.
    for product in products::ALL {
        for field in made(product) {
            assert!(tried.contains(field.key), "{}: {}", product.id, field.key);
        }
    }
}

#[test]
fn overrides_that_name_a_folder() {
    let cases = [
        ("kylin-six", "zookeeper/zoo.cfg", "dataDir"),
        ("alluxio-zookeeper", "zookeeper/zoo.cfg", "dataDir"),
        ("alluxio-three", "", "alluxio.master.metastore.dir"),
        ("alluxio-three", "", "alluxio.worker.tieredstore.level0.dirs.path"),
        (
            "druid-kinds",
            "conf/druid/cluster/data/historical/runtime.properties",
            "druid.segmentCache.locations",
        ),
    ];
    for (id, file, key) in cases {
        let spec = preset(id);
        let product = products::find(&spec.product).unwrap();
        let property = Property::new(file, key);
        let role = spec.nodes[0].roles.first().unwrap().clone();
        let layers = [Layer::Cluster, Layer::Role(role), Layer::Node(spec.nodes[0].row)];
        for layer in layers {
            // As the system understands it, were it not as the field takes it.
            for folder in ["/etc", "/opt/../etc", "//var//lib/"] {
                let place = Place::Override(layer.clone(), property.clone());
                let mut wrong = spec.clone();
                apply_all(&mut wrong, &[Edit::Set(place.clone(), folder.to_owned())]);
                let found = refused(&wrong, product, "GEN060");
                assert_eq!(found, [place], "{id} {key} {folder}");
            }
        }
    }
    for file in ["session/redis.conf", "session/sentinel.conf"] {
        let place = Place::Override(Layer::Cluster, Property::new(file, "dir"));
        let spec =
            with("kylin-redis-sentinel", &[(&place.path(&model::ClusterSpec::default()), "/etc")]);
        assert_eq!(refused(&spec, &products::kylin::PRODUCT, "GEN060"), [place], "{file}");
    }
    // A key that no field writes is named itself.
    let key = "druid.indexer.task.baseTaskDir";
    let spec = with("druid-ha", &[(&format!("overrides.cluster.{key}"), "/etc")]);
    let place = Place::Override(Layer::Cluster, key.into());
    assert_eq!(refused(&spec, &products::druid::PRODUCT, "GEN060"), [place]);
    // The journal's own folder is formatted; the one above it is made.
    let key = "alluxio.master.journal.folder";
    let path = format!("overrides.cluster.{key}");
    let spec = with("alluxio-three", &[(&path, "/var/lib/journal")]);
    let place = Place::Override(Layer::Cluster, key.into());
    assert_eq!(refused(&spec, &products::alluxio::PRODUCT, "GEN060"), [place]);
    let spec = with("alluxio-three", &[("settings.paths.data", "/var/lib")]);
    let found = refused(&spec, &products::alluxio::PRODUCT, "GEN060");
    assert_eq!(found, [Place::Setting("paths.data".to_owned())]);
    // Directly below the root it is often a disk of its own, and made itself.
    let of = |folder: &str| with("alluxio-three", &[("settings.masters.journal_folder", folder)]);
    let found = |folder| refused(&of(folder), &products::alluxio::PRODUCT, "GEN060");
    assert_eq!(found("/journal"), []);
    assert_eq!(found("/srv"), [Place::Setting("masters.journal_folder".to_owned())]);
}

#[test]
fn root_as_the_user_of_the_cluster_or_of_a_node() {
    for (product, p) in products::presets() {
        let user = "service.user".to_owned();
        let spec = with(p.id, &[("settings.service.user", "root")]);
        assert_eq!(refused(&spec, product, "GEN061"), [Place::Setting(user.clone())]);
        let spec = with(p.id, &[("nodes[0].settings.service.user", "root")]);
        let place = Place::NodeSetting(spec.nodes[0].row, user);
        assert_eq!(refused(&spec, product, "GEN061"), [place], "{}", p.id);
    }
}
