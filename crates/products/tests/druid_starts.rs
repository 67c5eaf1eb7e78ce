//! What a process of Druid finds when it starts, and what it then needs beside it: each in several words,
//! and what is none.

mod shared;

use model::{ClusterSpec, Edit, Lang, Layer, Property, apply};
use rules::{Context, check};

type Edits = &'static [(&'static str, &'static str)];

const MONITORS: &str = "overrides.cluster.druid.monitoring.monitors";
const RUNNER: &str = "overrides.cluster.druid.indexer.runner.type";
const DISCOVERY: &str = "overrides.cluster.druid.discovery.type";
const IDENTIFIER: &str = "overrides.cluster.druid.discovery.k8s.clusterIdentifier";
const MORE: &str = "settings.ingestion.more";
const PORTS: &str = "overrides.cluster.conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.runner.ports";
const CACHE_TYPE: &str =
    "overrides.cluster.conf/druid/cluster/data/historical/runtime.properties:druid.cache.type";
const CACHE: &str = "overrides.cluster.conf/druid/cluster/data/historical/runtime.properties:druid.cache.sizeInBytes";

/// Preset, what is set, rule, and whether it speaks.
const KINDS: &[(&str, Edits, &str, bool)] = &[
    // Monitors whose class went, and those that only some processes can load.
    (
        "druid-33",
        &[(MONITORS, "[\"org.apache.druid.server.metrics.EventReceiverFirehoseMonitor\"]")],
        "DRU126",
        true,
    ),
    (
        "druid-33",
        &[(MONITORS, "[\"org.apache.druid.segment.realtime.RealtimeMetricsMonitor\"]")],
        "DRU126",
        true,
    ),
    (
        "druid-25",
        &[(MONITORS, "[\"org.apache.druid.segment.realtime.RealtimeMetricsMonitor\"]")],
        "DRU126",
        false,
    ),
    (
        "druid-25",
        &[(
            MONITORS,
            "[\"org.apache.druid.segment.realtime.firehose.EventReceiverFirehoseMonitor\"]",
        )],
        "DRU126",
        true,
    ),
    (
        "druid-33",
        &[(MONITORS, "[\"org.apache.druid.server.metrics.TaskSlotCountStatsMonitor\"]")],
        "DRU131",
        true,
    ),
    (
        "druid-25",
        &[(MONITORS, "[\"org.apache.druid.server.metrics.TaskCountStatsMonitor\"]")],
        "DRU131",
        true,
    ),
    (
        "druid-kinds",
        &[(MONITORS, "[\"org.apache.druid.server.metrics.TaskCountStatsMonitor\"]")],
        "DRU131",
        false,
    ),
    (
        "druid-33",
        &[(MONITORS, "[\"org.apache.druid.server.metrics.ServiceStatusMonitor\"]")],
        "DRU131",
        false,
    ),
    // Tasks in pods.
    ("druid-ha", &[(RUNNER, "k8s")], "DRU118", true),
    (
        "druid-ha",
        &[(RUNNER, "k8s"), (MORE, "druid-kubernetes-overlord-extensions")],
        "DRU118",
        false,
    ),
    ("druid-ha", &[(RUNNER, "k8sAndWorker")], "DRU118", true),
    ("druid-ha", &[(RUNNER, "K8s")], "DRU118", true),
    ("druid-ha", &[(RUNNER, "ours"), (MORE, "our-own-extension")], "DRU118", false),
    // How processes find each other.
    ("druid-33", &[(DISCOVERY, "zk")], "DRU118", true),
    ("druid-33", &[(DISCOVERY, "curator")], "DRU118", false),
    ("druid-33", &[(DISCOVERY, "k8s")], "DRU118", true),
    ("druid-33", &[(DISCOVERY, "consul"), (MORE, "druid-consul-extensions")], "DRU118", false),
    ("druid-33", &[(DISCOVERY, "k8s"), (MORE, "druid-kubernetes-extensions")], "DRU118", false),
    ("druid-33", &[(DISCOVERY, "k8s")], "DRU134", true),
    ("druid-33", &[(DISCOVERY, "k8s"), (IDENTIFIER, "p")], "DRU134", true),
    ("druid-33", &[(DISCOVERY, "k8s"), (IDENTIFIER, "${env:NAME}")], "DRU134", false),
    // Ports that a list names.
    ("druid-kinds", &[("settings.tasks.capacity", "4"), (PORTS, "[8100, 8101]")], "DRU083", true),
    (
        "druid-kinds",
        &[("settings.tasks.capacity", "4"), (PORTS, "[8100, 8101, 8102, 8103]")],
        "DRU083",
        false,
    ),
    (
        "druid-kinds",
        &[("settings.tasks.capacity", "4"), ("settings.ports.tasks_to", "8101"), (PORTS, "[]")],
        "DRU083",
        true,
    ),
    // A cache in the heap, also where nobody knows the machine.
    (
        "druid-kinds",
        &[
            ("nodes[1].settings.host.cores", ""),
            ("settings.historical.heap", "8 GiB"),
            (CACHE, "10GiB"),
        ],
        "DRU136",
        true,
    ),
    (
        "druid-kinds",
        &[("settings.historical.heap", "8 GiB"), (CACHE, "10GiB"), (CACHE_TYPE, "memcached")],
        "DRU136",
        false,
    ),
    // What every release ships says nothing of Hadoop.
    (
        "druid-020",
        &[(
            "overrides.cluster.conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.task.hadoopWorkingPath",
            "var/druid/hadoop-tmp",
        )],
        "DRU053",
        false,
    ),
    (
        "druid-kinds",
        &[
            ("version", "36.0.0"),
            (
                "overrides.cluster.conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.task.hadoopWorkingPath",
                "var/druid/hadoop-tmp",
            ),
        ],
        "DRU052",
        false,
    ),
    // A number that Joda's int has no room for.
    (
        "druid-kinds",
        &[(
            "overrides.cluster.conf/druid/cluster/master/coordinator-overlord/runtime.properties:druid.coordinator.period",
            "P10000000000000000D",
        )],
        "DRU115",
        true,
    ),
];

fn found(spec: &ClusterSpec) -> Vec<(&'static str, String)> {
    let product = products::find(&spec.product).expect("product");
    let found = check(&Context::new(spec, product)).findings;
    found.into_iter().map(|f| (f.rule, f.message.render(Lang::En))).collect()
}

fn leave_out(spec: &mut ClusterSpec, key: &str) {
    apply(spec, &Edit::LeaveOut(Layer::Cluster, Property::new("", key)));
}

#[test]
fn what_stops_a_process_is_told_of_each_kind() {
    let mut wrong = Vec::new();
    for (preset, edits, rule, fires) in KINDS {
        let all = found(&shared::with(preset, edits));
        if all.iter().any(|(of, _)| of == rule) != *fires {
            wrong.push(format!("{preset} {edits:?}: {rule} {}, of {all:?}", !fires));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Without the key every process asks its own machine; on one machine, and beside a server, it may.
#[test]
fn a_key_that_nothing_sets_has_its_default() {
    let without = |preset: &str, edits: Edits| {
        let mut spec = shared::with(preset, edits);
        leave_out(&mut spec, "druid.zk.service.host");
        found(&spec).into_iter().filter(|(rule, _)| *rule == "DRU032").collect::<Vec<_>>()
    };
    let told = without("druid-kinds", &[]);
    let [(_, text)] = &told[..] else { panic!("{told:?}") };
    assert!(text.contains("m1.example.com") && text.contains("localhost:2181"), "{text}");
    assert_eq!(without("druid-small", &[]), []);
    assert_eq!(
        without("druid-kinds", &[("overrides.cluster.druid.zk.service.enabled", "false")]),
        []
    );
}

/// A folder that nobody names is the one that Druid takes.
#[test]
fn segments_without_a_folder_lie_in_the_default_one() {
    let mut spec =
        shared::with("druid-kinds", &[("overrides.cluster.druid.storage.type", "local")]);
    leave_out(&mut spec, "druid.storage.storageDirectory");
    let told = found(&spec).into_iter().find(|(rule, _)| *rule == "DRU013").expect("DRU013");
    assert!(told.1.contains("/tmp/druid/localStorage"), "{}", told.1);
}
