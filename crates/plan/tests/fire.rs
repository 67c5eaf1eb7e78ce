//! Every kind of change happens when it should, by its key, its nodes or its version, and never else.

use model::{ClusterSpec, Node, Property};
use plan::{Origin, Place, plan};
use rules::{Product, Still};
use std::collections::BTreeSet;

/// What is changed.
enum Edit {
    /// A property is set for the cluster.
    Set(&'static str, &'static str),
    /// A field of the cluster.
    Field(&'static str, &'static str),
    /// The version.
    Version(&'static str),
    /// The name.
    Name(&'static str),
    /// A new node with the roles of this one.
    Join(&'static str),
    /// This node goes.
    Leave(&'static str),
}

use Edit::{Field, Join, Leave, Name, Set, Version};

/// Preset, what is changed before the comparison begins, what is changed then, what happens.
type Case = (&'static str, &'static [Edit], &'static [Edit], &'static [&'static str]);

const CASES: &[Case] = &[
    (
        "kylin-six",
        &[],
        &[Set("kylin.metadata.url", "other@jdbc,url=jdbc:mysql://db2:3306/k")],
        &["metastore"],
    ),
    ("kylin-six", &[], &[Set("kylin.job.scheduler.default", "2")], &["job-engine"]),
    ("kylin-six", &[], &[Set("kylin.env.zookeeper-base-path", "/other")], &["coordination"]),
    ("kylin-six", &[], &[Set("kylin.env.hdfs-working-dir", "/other")], &["working-dir"]),
    ("kylin-six", &[], &[Set("kylin.storage.hbase.table-name-prefix", "X_")], &["cubes"]),
    (
        "kylin-six",
        &[],
        &[Set("kylin.security.encrypt.cipher.ivSpec", "BBBBBBBBBBBBBBBB")],
        &["cipher"],
    ),
    ("kylin-redis-sentinel", &[], &[Field("session.kind", "none")], &["sessions"]),
    ("kylin-three", &[Version("3.1.0")], &[Version("3.1.3")], &["upgrade"]),
    ("kylin-three", &[], &[Version("3.1.0")], &["downgrade"]),
    ("kylin-three", &[], &[Set("kylin.query.timeout-seconds", "60")], &[]),
    ("kylin-three", &[], &[Name("other")], &["name"]),
    ("kylin-three", &[], &[Field("service.user", "other")], &["account"]),
    ("kylin-three", &[], &[Field("paths.home", "/srv/kylin")], &["folders"]),
    ("kylin-three", &[], &[Join("k3.example.com")], &[]),
    (
        "kap-plus",
        &[],
        &[Set("kylin.metadata.url", "other@jdbc,url=jdbc:mysql://db2:3306/k")],
        &["metastore"],
    ),
    (
        "kyligence-balanced",
        &[],
        &[Set("kylin.env.zookeeper-connect-string", "z9:2181")],
        &["coordination"],
    ),
    (
        "alluxio-three",
        &[],
        &[Set("alluxio.master.journal.folder", "/srv/journal")],
        &["folders", "journal"],
    ),
    ("alluxio-three", &[], &[Join("m1.example.com")], &["master-joins"]),
    ("alluxio-three", &[], &[Leave("m3.example.com")], &["master-leaves"]),
    (
        "alluxio-three",
        &[],
        &[Leave("m3.example.com"), Join("m1.example.com")],
        &["masters-replaced"],
    ),
    (
        "alluxio-three",
        &[],
        &[Set("alluxio.master.mount.table.root.ufs", "hdfs://other/x")],
        &["root"],
    ),
    ("alluxio-zookeeper", &[Version("1.8.2")], &[Version("2.9.6")], &["lines"]),
    ("alluxio-three", &[Version("2.9.4")], &[Version("2.9.6")], &["version"]),
    (
        "alluxio-three",
        &[],
        &[Set("alluxio.security.authorization.permission.enabled", "false")],
        &["security"],
    ),
    (
        "alluxio-three",
        &[],
        &[Set("alluxio.worker.tieredstore.level0.dirs.path", "/srv/cache")],
        &["tiers"],
    ),
    ("alluxio-three", &[], &[Leave("w3.example.com")], &["worker-leaves"]),
    ("alluxio-zookeeper", &[], &[Join("m1.example.com")], &["ensemble"]),
    (
        "alluxio-zookeeper",
        &[],
        &[Set("zookeeper/zoo.cfg:dataDir", "/srv/zk")],
        &["ensemble-data", "folders"],
    ),
    ("alluxio-zookeeper", &[], &[Set("zookeeper/zoo.cfg:clientPort", "2182")], &["ensemble-port"]),
    (
        "druid-kinds",
        &[],
        &[Set(
            "conf/druid/cluster/_common/common.runtime.properties:druid.metadata.storage.connector.connectURI",
            "jdbc:mysql://other:3306/druid",
        )],
        &["metadata"],
    ),
    (
        "druid-small",
        &[],
        &[Set(
            "conf/druid/cluster/_common/common.runtime.properties:druid.metadata.storage.type",
            "mysql",
        )],
        &["folders", "metadata"],
    ),
    (
        "druid-kinds",
        &[],
        &[Set(
            "conf/druid/cluster/_common/common.runtime.properties:druid.storage.storageDirectory",
            "/other",
        )],
        &["deep-storage"],
    ),
    (
        "druid-kinds",
        &[],
        &[Set(
            "conf/druid/cluster/_common/common.runtime.properties:druid.zk.paths.base",
            "/other",
        )],
        &["ensemble-of-druid"],
    ),
    (
        "druid-kinds",
        &[],
        &[Set("conf/druid/cluster/_common/common.runtime.properties:druid.enableTlsPort", "true")],
        &["encryption"],
    ),
    (
        "druid-kinds",
        &[],
        &[Set(
            "conf/druid/cluster/_common/common.runtime.properties:druid.escalator.type",
            "basic",
        )],
        &["logins"],
    ),
    (
        "druid-kinds",
        &[],
        &[Set(
            "conf/druid/cluster/_common/common.runtime.properties:druid.selectors.indexing.serviceName",
            "druid/x",
        )],
        &["names"],
    ),
    ("druid-kinds", &[Version("0.20.0")], &[Version("37.0.0")], &["far-upgrade", "names"]),
    ("druid-kinds", &[Version("37.0.0")], &[Version("38.0.0")], &["upgrade"]),
    ("druid-kinds", &[], &[Version("37.0.0")], &["downgrade"]),
    (
        "druid-ha",
        &[],
        &[Leave("d3.example.com"), Join("d1.example.com")],
        &["historical-leaves", "worker-leaves"],
    ),
    ("druid-ha", &[], &[Leave("m3.example.com")], &["ensemble", "ensemble-of-druid"]),
    (
        "druid-ha",
        &[],
        &[Set(
            "conf/druid/cluster/data/historical/runtime.properties:druid.segmentCache.locations",
            "[{\"path\":\"/srv\",\"maxSize\":\"1g\"}]",
        )],
        &["folders", "segment-cache"],
    ),
];

fn apply(spec: &mut ClusterSpec, edits: &[Edit]) {
    for edit in edits {
        match edit {
            Set(key, text) => {
                spec.overrides.cluster.insert(Property::parse(key), (*text).to_owned());
            }
            Field(key, text) => {
                spec.settings.insert((*key).to_owned(), (*text).to_owned());
            }
            Version(version) => (*version).clone_into(&mut spec.version),
            Name(name) => (*name).clone_into(&mut spec.name),
            Join(like) => {
                let of = |n: &&Node| n.name == *like;
                let mut node = spec.nodes.iter().find(of).expect(like).clone();
                "new.example.com".clone_into(&mut node.name);
                spec.push(node);
            }
            Leave(name) => {
                let count = spec.nodes.len();
                spec.nodes.retain(|node| node.name != *name);
                assert_eq!(spec.nodes.len() + 1, count, "{name}");
            }
        }
    }
}

fn preset(id: &str) -> (&'static Product, ClusterSpec) {
    let (product, preset) =
        products::presets().find(|(_, preset)| preset.id == id).unwrap_or_else(|| panic!("{id}"));
    (product, formats::document::read(preset.toml).spec)
}

#[test]
fn each_kind_of_change_is_seen() {
    let mut wrong = Vec::new();
    for (id, before, edits, expected) in CASES {
        let (product, mut spec) = preset(id);
        apply(&mut spec, before);
        let mut after = spec.clone();
        apply(&mut after, edits);
        let found = plan(product, &spec, &after, Origin::Archive);
        let ids: BTreeSet<&str> = found.serious.iter().map(|s| s.id).collect();
        let expected: BTreeSet<&str> = expected.iter().copied().collect();
        if ids != expected {
            wrong.push(format!("{id}: {ids:?} instead of {expected:?}"));
        }
        assert!(!found.steps.is_empty(), "{id}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// No kind of change is without a case, and what one names is there.
#[test]
fn each_kind_of_change_has_a_case() {
    let tried: BTreeSet<&str> = CASES.iter().flat_map(|(.., ids)| ids.iter().copied()).collect();
    for product in products::ALL {
        let services: BTreeSet<&str> = product.services.iter().map(|s| s.id).collect();
        let mut ids = BTreeSet::new();
        for transition in product.transitions.iter().flat_map(|table| table.iter()) {
            assert!(tried.contains(transition.id), "{}: {}", product.id, transition.id);
            assert!(ids.insert(transition.id), "{}: twice {}", product.id, transition.id);
            assert!(!transition.sources.is_empty(), "{}", transition.id);
            if let rules::Still::Services(named) = transition.still {
                assert!(named.iter().all(|id| services.contains(id)), "{}", transition.id);
            }
        }
    }
}

#[test]
fn nothing_is_to_be_done_where_nothing_changes() {
    for (product, preset) in products::presets() {
        let spec = formats::document::read(preset.toml).spec;
        let found = plan(product, &spec, &spec, Origin::Archive);
        assert_eq!(found.steps, [], "{}", preset.id);
        assert!(found.back.is_empty() && found.serious.is_empty() && found.files.is_empty());
    }
}

/// Whatever the files of a foreign cluster say, the archive is not deployed yet: what runs is stopped
/// by its own means, on every node, before the archive's files come.
#[test]
fn a_foreign_cluster_is_taken_over() {
    for (product, preset) in products::presets() {
        let spec = formats::document::read(preset.toml).spec;
        let found = plan(product, &spec, &spec, Origin::Foreign);
        let nodes: Vec<String> = spec.nodes.iter().map(|n| n.name.clone()).collect();
        let by_hand = found.steps.iter().position(|s| s.place == Place::Nodes(nodes.clone()));
        let at = |line: &str| found.steps.iter().position(|s| s.commands.iter().any(|c| c == line));
        let order =
            [at("bin/root-once"), by_hand, at("bin/deploy"), at("bin/start"), at("bin/verify")];
        assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{}: {order:?}", preset.id);
        assert!(found.steps.iter().all(|s| s.place != Place::Old), "{}", preset.id);
    }
}

/// What stands still is stopped with the older archive and started again; what does not is restarted
/// node by node, and only where something is read that changes.
#[test]
fn restarts_are_as_few_as_can_be() {
    let (product, before) = preset("druid-ha");
    let mut after = before.clone();
    apply(
        &mut after,
        &[Set(
            "conf/druid/cluster/query/broker/runtime.properties:druid.server.http.maxIdleTime",
            "PT7M",
        )],
    );
    let found = plan(product, &before, &after, Origin::Archive);
    let commands: Vec<&str> =
        found.steps.iter().flat_map(|step| step.commands.iter().map(String::as_str)).collect();
    assert!(commands.contains(&"bin/start --restart --service druid-broker"), "{commands:?}");
    assert!(!commands.iter().any(|c| c.starts_with("bin/stop") || c.starts_with("bin/root-once")));

    let mut after = before.clone();
    after.nodes[3].overrides.insert(
        Property::parse(
            "conf/druid/cluster/data/historical/runtime.properties:druid.server.http.numThreads",
        ),
        "77".to_owned(),
    );
    let found = plan(product, &before, &after, Origin::Archive);
    assert_eq!(found.services.restarted, [("druid-historical", vec!["d1.example.com".to_owned()])]);

    let (product, before) = preset("kylin-six");
    let mut after = before.clone();
    apply(&mut after, &[Set("kylin.job.scheduler.default", "2")]);
    let found = plan(product, &before, &after, Origin::Archive);
    assert_eq!(found.serious[0].still, Still::Services(&["kylin"]));
    let at = |start: &str| found.steps.iter().position(|s| s.commands.iter().any(|c| c == start));
    let stop =
        found.steps.iter().find(|s| s.commands.contains(&"bin/stop --service kylin".to_owned()));
    assert_eq!(stop.map(|s| &s.place), Some(&Place::Old));
    assert!(
        at("bin/stop --service kylin") < at("bin/deploy") && at("bin/deploy") < at("bin/start")
    );
}

/// A shell reads a hostile name as one word.
#[test]
fn names_in_commands_are_quoted() {
    let (product, mut before) = preset("kylin-three");
    before.nodes[0].name = "a; touch /tmp/x".to_owned();
    let mut after = before.clone();
    after.nodes.remove(0);
    let found = plan(product, &before, &after, Origin::Archive);
    let commands: Vec<&String> = found.steps.iter().flat_map(|s| &s.commands).collect();
    assert!(
        commands.iter().any(|c| c.as_str() == "bin/stop --node 'a; touch /tmp/x'"),
        "{commands:?}"
    );
}
