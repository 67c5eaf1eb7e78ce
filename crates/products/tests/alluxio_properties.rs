//! What must stand in Alluxio's files, written down before looking at them.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod shared;

use model::ClusterSpec;
use shared::{preset, text, with};
use std::collections::BTreeMap;

/// A node's `conf/alluxio-site.properties`, as Java reads it.
fn site(spec: &ClusterSpec, node: &str) -> BTreeMap<String, String> {
    let entries = formats::properties::read(&text(spec, node, "conf/alluxio-site.properties"));
    let count = entries.len();
    let map: BTreeMap<_, _> = entries.into_iter().map(|e| (e.key, e.value)).collect();
    assert_eq!(map.len(), count, "{node}: a key stands there twice");
    map
}

fn is(map: &BTreeMap<String, String>, expected: &[(&str, &str)]) {
    let got: Vec<(&str, &str)> = map.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(got, expected);
}

#[test]
fn the_embedded_journal_lists_all_masters_and_each_master_has_its_own_name() {
    let spec = preset("alluxio-three");
    let all = "m1.example.com:19200,m2.example.com:19200,m3.example.com:19200";
    for master in ["m1.example.com", "m2.example.com", "m3.example.com"] {
        is(
            &site(&spec, master),
            &[
                ("alluxio.master.hostname", master),
                ("alluxio.master.embedded.journal.addresses", all),
                ("alluxio.master.journal.type", "EMBEDDED"),
                ("alluxio.master.journal.folder", "/var/lib/alluxio/journal"),
                ("alluxio.master.metastore", "ROCKS"),
                ("alluxio.master.metastore.dir", "/var/lib/alluxio/metastore"),
                ("alluxio.master.update.check.enabled", "false"),
                ("alluxio.master.mount.table.root.ufs", "hdfs://nameservice1/alluxio/root"),
            ],
        );
    }
    // No host name, nothing of the journal's folder, and a size of its own: 64 GiB less 8 for the
    // system, 8 and 8 for the worker and 1 for the job worker.
    is(
        &site(&spec, "w1.example.com"),
        &[
            ("alluxio.master.embedded.journal.addresses", all),
            ("alluxio.master.journal.type", "EMBEDDED"),
            ("alluxio.worker.ramdisk.size", "39GB"),
        ],
    );
    assert_eq!(
        text(&spec, "", "client/alluxio-site.properties").lines().last(),
        Some(
            "alluxio.master.rpc.addresses=m1.example.com:19998,m2.example.com:19998,m3.example.com:19998"
        )
    );
}

#[test]
fn zookeeper_needs_the_type_of_the_journal_in_2_and_not_in_1() {
    let spec = preset("alluxio-zookeeper");
    let master = site(&spec, "m2.example.com");
    let has = |key: &str, value: &str| assert_eq!(master.get(key).map(String::as_str), Some(value));
    has("alluxio.master.hostname", "m2.example.com");
    has("alluxio.zookeeper.enabled", "true");
    has("alluxio.zookeeper.address", "m1.example.com:2181,m2.example.com:2181,m3.example.com:2181");
    has("alluxio.zookeeper.election.path", "/alluxio/alluxio-zookeeper/election");
    has("alluxio.zookeeper.job.leader.path", "/alluxio/alluxio-zookeeper/job_leader");
    has("alluxio.master.journal.type", "UFS");
    has("alluxio.master.journal.folder", "hdfs://nameservice1/alluxio/journal");
    has("alluxio.master.journal.ufs.option.alluxio.underfs.version", "2.7");
    assert!(!master.keys().any(|k| k.contains(".worker.") || k.contains("embedded")), "{master:?}");

    let spec = preset("alluxio-legacy");
    is(
        &site(&spec, "m1.example.com"),
        &[
            ("alluxio.master.hostname", "m1.example.com"),
            ("alluxio.zookeeper.enabled", "true"),
            (
                "alluxio.zookeeper.address",
                "zk1.example.com:2181,zk2.example.com:2181,zk3.example.com:2181",
            ),
            ("alluxio.zookeeper.election.path", "/alluxio/alluxio-legacy/election"),
            ("alluxio.zookeeper.leader.path", "/alluxio/alluxio-legacy/leader"),
            ("alluxio.master.journal.folder", "hdfs://nameservice1/alluxio/journal"),
            ("alluxio.underfs.address", "hdfs://nameservice1/alluxio/root"),
            (
                "alluxio.underfs.hdfs.configuration",
                "/etc/hadoop/conf/core-site.xml:/etc/hadoop/conf/hdfs-site.xml",
            ),
            ("alluxio.user.file.writetype.default", "CACHE_THROUGH"),
        ],
    );
    let worker = site(&spec, "w3.example.com");
    assert!(!worker.contains_key("alluxio.master.hostname"));
    // 64 GiB less 8, 8 and 8.
    assert_eq!(worker.get("alluxio.worker.memory.size").map(String::as_str), Some("40GB"));
}

#[test]
fn one_master_has_one_name_on_every_node() {
    let spec = preset("alluxio-single");
    for node in ["m1.example.com", "w1.example.com", "w2.example.com"] {
        let site = site(&spec, node);
        assert_eq!(site.get("alluxio.master.hostname").map(String::as_str), Some("m1.example.com"));
    }
    let root = "alluxio.master.mount.table.root.ufs";
    assert_eq!(site(&spec, "m1.example.com")[root], "/mnt/nfs/alluxio/root");
}

#[test]
fn keys_of_the_store_are_markers_on_the_names_of_the_version() {
    let of = |version: &str, uri: &str| {
        let spec = with(
            "alluxio-s3",
            &[
                ("version", version),
                ("settings.storage.s3_uri", uri),
                ("settings.masters.kind", "single"),
            ],
        );
        site(&spec, "a1.example.com")
    };
    let two = of("2.9.6", "s3://bucket/alluxio");
    assert_eq!(
        (two["s3a.accessKeyId"].as_str(), two["s3a.secretKey"].as_str()),
        ("@{S3_ACCESS_KEY}", "@{S3_SECRET_KEY}")
    );
    assert_eq!(two["alluxio.underfs.s3.inherit.acl"], "false");
    let one = of("1.8.1", "s3a://bucket/alluxio");
    assert_eq!(one["aws.accessKeyId"], "@{S3_ACCESS_KEY}");
    assert_eq!(one["alluxio.underfs.s3a.inherit_acl"], "false");
    assert_eq!(one["alluxio.underfs.address"], "s3a://bucket/alluxio");
}

#[test]
fn hosts_are_bare_lines_and_the_jvm_gets_what_the_sizing_says() {
    let spec = preset("alluxio-three");
    let list = text(&spec, "w2.example.com", "conf/masters");
    let hosts: Vec<&str> = list.lines().filter(|l| !l.starts_with('#')).collect();
    assert_eq!(hosts, ["m1.example.com", "m2.example.com", "m3.example.com"]);
    assert!(list.lines().all(|l| l.starts_with('#') || !l.contains([' ', '#', ':', '\r'])));
    let env = text(&spec, "w2.example.com", "conf/alluxio-env.sh");
    assert!(env.contains(
        "ALLUXIO_WORKER_JAVA_OPTS+=\" -Xms8192m -Xmx8192m -XX:MaxDirectMemorySize=8192m\""
    ));
    assert!(!env.contains("MASTER_JAVA_OPTS"));
    let spec = with(
        "alluxio-three",
        &[
            ("settings.paths.java_home", "/usr/lib/jvm/java-11"),
            ("nodes[0].settings.jvm.master_heap", "12 GiB"),
        ],
    );
    let env = text(&spec, "m1.example.com", "conf/alluxio-env.sh");
    assert!(env.contains("JAVA=\"$JAVA_HOME/bin/java\""), "{env}");
    assert!(env.contains("-Xmx12288m"), "{env}");
}

#[test]
fn ports_other_than_the_versions_own_reach_every_file_that_needs_them() {
    let spec = with(
        "alluxio-three",
        &[("settings.ports.journal", "19300"), ("settings.ports.master_rpc", "18998")],
    );
    let (master, worker) = (site(&spec, "m1.example.com"), site(&spec, "w1.example.com"));
    for map in [&master, &worker] {
        assert_eq!(map["alluxio.master.embedded.journal.port"], "19300");
        assert!(map["alluxio.master.embedded.journal.addresses"].ends_with("m3.example.com:19300"));
        assert_eq!(map["alluxio.master.rpc.port"], "18998");
    }
    assert!(text(&spec, "", "client/spark-defaults.conf").contains("m1.example.com:18998,"));
}

#[test]
fn a_variable_in_an_override_becomes_a_marker_and_a_reference_of_alluxio_s_own_stays() {
    let spec = with(
        "alluxio-three",
        &[
            ("overrides.cluster.fs.oss.accessKeySecret", "${OSS_SECRET}"),
            ("overrides.cluster.alluxio.locality.script", "${alluxio.home}/bin/locality.sh"),
        ],
    );
    let file = text(&spec, "w1.example.com", "conf/alluxio-site.properties");
    assert!(file.contains("\nfs.oss.accessKeySecret=@{OSS_SECRET}\n"), "{file}");
    assert!(file.contains("\nalluxio.locality.script=${alluxio.home}/bin/locality.sh\n"), "{file}");
}

/// What the master's script of a node is told.
fn told(spec: &ClusterSpec, name: &str) -> String {
    let product = products::find(&spec.product).unwrap();
    let cx = rules::Context::new(spec, product);
    let service = product.services.iter().find(|s| s.id == "alluxio-master").unwrap();
    let all = (service.variables)(&cx, &spec.nodes[0]);
    all.into_iter().find(|(known, _)| *known == name).unwrap().1
}

#[test]
fn the_format_looks_where_an_override_puts_the_journal() {
    let plain = preset("alluxio-three");
    assert_eq!(told(&plain, "ALLUXIO_JOURNAL"), "/var/lib/alluxio/journal");
    let spec = with(
        "alluxio-three",
        &[("overrides.cluster.alluxio.master.journal.folder", "/data/journal")],
    );
    assert_eq!(told(&spec, "ALLUXIO_JOURNAL"), "/data/journal");
    assert_eq!(told(&spec, "ALLUXIO_JOURNAL_TYPE"), "EMBEDDED");
    let spec = with(
        "alluxio-zookeeper",
        &[("overrides.cluster.alluxio.zookeeper.address", "zk1.example.com:2181/olap")],
    );
    assert_eq!(told(&spec, "ALLUXIO_JOURNAL_TYPE"), "UFS");
    assert_eq!(told(&spec, "ALLUXIO_ZOOKEEPER"), "zk1.example.com:2181");
    assert_eq!(told(&spec, "ALLUXIO_CHROOT"), "/olap");
    assert_eq!(told(&preset("alluxio-legacy"), "ALLUXIO_CHROOT"), "");
}

#[test]
fn every_key_of_every_preset_is_read_by_its_version() {
    for (product, preset) in products::presets().filter(|(p, _)| p.id == "alluxio") {
        let spec = shared::preset(preset.id);
        let catalogue = rules::Catalogue::read_for(product.catalogue, &spec.version);
        for node in &spec.nodes {
            for key in site(&spec, &node.name).keys() {
                let known = catalogue.find(key).filter(|k| k.is_read_by(&spec.version));
                assert!(known.is_some(), "{}: {key}", preset.id);
            }
        }
    }
}
