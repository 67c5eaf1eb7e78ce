//! What Alluxio's processes read decides, whoever set it: the same fact by field and by override
//! gives the same findings, and the worker's unit mounts what the file says.

use model::{ClusterSpec, Edit, Layer, Place, apply};
use rules::{Context, check};

fn preset(id: &str) -> ClusterSpec {
    let (_, preset) = products::presets().find(|(_, p)| p.id == id).expect("the preset is there");
    formats::document::read(preset.toml).spec
}

/// A preset with texts set: a field's key, or `=` and an override of the cluster.
fn with(id: &str, texts: &[(&str, &str)]) -> ClusterSpec {
    let mut spec = preset(id);
    for (key, text) in texts {
        let place = match key.strip_prefix('=') {
            Some(key) => Place::Override(Layer::Cluster, key.into()),
            None => Place::Setting((*key).to_owned()),
        };
        apply(&mut spec, &Edit::Set(place, (*text).to_owned()));
    }
    spec
}

fn found(spec: &ClusterSpec) -> Vec<(&'static str, Place)> {
    let product = products::find(&spec.product).expect("a product");
    let report = check(&Context::new(spec, product));
    report.findings.iter().map(|f| (f.rule, f.place.clone())).collect()
}

fn ids(spec: &ClusterSpec) -> Vec<&'static str> {
    found(spec).into_iter().map(|(rule, _)| rule).collect()
}

/// The lines of the worker's unit that mount memory, of the first worker.
fn mounts(spec: &ClusterSpec) -> Vec<String> {
    let product = products::find(&spec.product).expect("a product");
    let cx = Context::new(spec, product);
    let service = product.services.iter().find(|s| s.id == "alluxio-worker").expect("the service");
    let node = spec.with_role("worker").next().expect("a worker");
    let lines = (service.unit)(&cx, node);
    lines.into_iter().filter(|line| line.contains("mount -t tmpfs")).collect()
}

#[test]
fn three_masters_that_an_override_leaves_alone_are_an_error_at_the_override() {
    let spec = with("alluxio-three", &[("=alluxio.master.journal.type", "UFS")]);
    let place = Place::Override(Layer::Cluster, "alluxio.master.journal.type".into());
    assert!(found(&spec).contains(&("ALX003", place.clone())), "{:?}", found(&spec));
    let mut mended = spec;
    apply(&mut mended, &Edit::Clear(place));
    assert!(!ids(&mended).contains(&"ALX003"));
    let alone = with("alluxio-three", &[("=alluxio.master.embedded.journal.addresses", "")]);
    assert!(ids(&alone).contains(&"ALX003"), "an empty list: each master is a cluster of its own");
}

#[test]
fn a_journal_of_type_ufs_may_be_an_address_whatever_the_field_says() {
    let folder = ("masters.journal_folder", "hdfs://nn.example.com:8020/alluxio/journal");
    assert!(ids(&with("alluxio-three", &[folder])).contains(&"ALX021"));
    let of_type = with("alluxio-three", &[folder, ("=alluxio.master.journal.type", "UFS")]);
    let ids = ids(&of_type);
    assert!(!ids.contains(&"ALX021") && ids.contains(&"ALX003"), "{ids:?}");
}

#[test]
fn the_unit_mounts_the_ramdisk_that_the_file_names() {
    let spec = with("alluxio-three", &[("tiers.quota0", "16 GiB")]);
    let [line] = mounts(&spec).try_into().expect("one mount");
    assert!(line.contains("/mnt/ramdisk") && line.contains("size=17179869184"), "{line}");
    let spec = with(
        "alluxio-three",
        &[
            ("=alluxio.worker.tieredstore.level0.dirs.path", "/ram"),
            ("=alluxio.worker.ramdisk.size", "8GB"),
        ],
    );
    let [line] = mounts(&spec).try_into().expect("one mount");
    assert!(line.contains("mkdir -p /ram ") && line.contains("size=8589934592"), "{line}");
    let disks = with("alluxio-three", &[("=alluxio.worker.tieredstore.level0.alias", "SSD")]);
    assert_eq!(mounts(&disks), [""; 0], "a tier on disks needs no mount");
}

#[test]
fn a_tier_of_memory_may_have_a_disk_beside_the_ramdisk() {
    let folders = ("tiers.paths0", "/mnt/ramdisk,/data/alluxio");
    let spec = with("alluxio-legacy", &[folders, ("tiers.quota0", "16GB,200GB")]);
    assert!(!ids(&spec).contains(&"ALX045"), "{:?}", found(&spec));
    let [line] = mounts(&spec).try_into().expect("one mount");
    assert!(line.contains("/mnt/ramdisk") && line.contains("size=17179869184"), "{line}");
}

#[test]
fn more_memory_than_the_machine_has_is_found_by_field_and_by_override() {
    for key in ["tiers.quota0", "=alluxio.worker.ramdisk.size"] {
        assert!(ids(&with("alluxio-three", &[(key, "900GB")])).contains(&"ALX045"), "{key}");
    }
}
