//! Mistakes of real configurations of Druid, and what is none, each in several words: what is judged
//! rightly is the kind, not the case.

mod shared;

use rules::{Context, check};

type Edits = &'static [(&'static str, &'static str)];

/// Preset, what is set, rule, and whether it speaks.
const KINDS: &[(&str, Edits, &str, bool)] = &[
    // Tasks in pods: no node has to run any.
    (
        "druid-ha",
        &[
            ("nodes[3].roles", "historical"),
            ("nodes[4].roles", "historical"),
            ("nodes[5].roles", "historical"),
        ],
        "DRU108",
        true,
    ),
    (
        "druid-ha",
        &[
            ("nodes[3].roles", "historical"),
            ("nodes[4].roles", "historical"),
            ("nodes[5].roles", "historical"),
            ("overrides.cluster.druid.indexer.runner.type", "k8s"),
        ],
        "DRU108",
        false,
    ),
    (
        "druid-ha",
        &[
            ("nodes[3].roles", "historical"),
            ("nodes[4].roles", "historical"),
            ("nodes[5].roles", "historical"),
            ("overrides.role.master.druid.indexer.runner.type", "k8sAndWorker"),
        ],
        "DRU108",
        false,
    ),
    (
        "druid-ha",
        &[
            ("nodes[4].roles", "historical"),
            ("nodes[5].roles", "historical"),
            ("overrides.cluster.druid.indexer.runner.type", "multik8s"),
        ],
        "DRU110",
        false,
    ),
    // Keys that extensions read.
    ("druid-ha", &[("overrides.cluster.druid.emitter.statsd.hostname", "h")], "GEN018", false),
    (
        "druid-ha",
        &[("overrides.cluster.druid.emitter.kafka.bootstrap.servers", "k:9092")],
        "GEN018",
        false,
    ),
    ("druid-ha", &[("overrides.cluster.druid.cache.host", "h")], "GEN018", false),
    ("druid-ha", &[("overrides.cluster.druid.kinesis.accessKey", "${KEY}")], "GEN018", false),
    ("druid-ha", &[("overrides.cluster.druid.oss.endpoint", "e")], "GEN018", false),
    ("druid-ha", &[("overrides.cluster.druid.emitter.statds.hostname", "h")], "GEN018", true),
    (
        "druid-ha",
        &[("overrides.cluster.druid.coordinator.balancer.strategy", "cachingCost")],
        "GEN024",
        false,
    ),
    (
        "druid-020",
        &[("overrides.cluster.druid.coordinator.balancer.strategy", "cachingCost")],
        "GEN024",
        false,
    ),
    // Emitters: their extension, and what they need.
    (
        "druid-ha",
        &[
            ("overrides.cluster.druid.emitter", "composing"),
            ("overrides.cluster.druid.emitter.composing.emitters", "[\"logging\", \"prometheus\"]"),
        ],
        "DRU030",
        true,
    ),
    (
        "druid-ha",
        &[
            ("overrides.cluster.druid.emitter", "composing"),
            ("overrides.cluster.druid.emitter.composing.emitters", "[\"logging\", \"http\"]"),
        ],
        "DRU030",
        false,
    ),
    (
        "druid-ha",
        &[
            ("overrides.cluster.druid.emitter", "composing"),
            ("overrides.cluster.druid.emitter.composing.emitters", "[\"logging\", \"http\"]"),
        ],
        "DRU122",
        true,
    ),
    ("druid-ha", &[("overrides.cluster.druid.emitter", "statsd")], "DRU030", true),
    (
        "druid-ha",
        &[
            ("overrides.cluster.druid.emitter", "statsd"),
            ("settings.ingestion.more", "statsd-emitter"),
            ("overrides.cluster.druid.emitter.statsd.hostname", "h"),
        ],
        "DRU122",
        true,
    ),
    (
        "druid-ha",
        &[
            ("overrides.cluster.druid.emitter", "statsd"),
            ("settings.ingestion.more", "statsd-emitter"),
            ("overrides.cluster.druid.emitter.statsd.hostname", "h"),
            ("overrides.cluster.druid.emitter.statsd.port", "8125"),
        ],
        "DRU122",
        false,
    ),
    (
        "druid-ha",
        &[
            ("settings.metrics.emitter", "prometheus"),
            ("overrides.cluster.druid.emitter.prometheus.strategy", "pushgateway"),
        ],
        "DRU122",
        true,
    ),
    // Storage of logs, runners, caches, request logs.
    ("druid-ha", &[("overrides.cluster.druid.indexer.logs.type", "azure")], "DRU122", true),
    (
        "druid-ha",
        &[
            ("overrides.cluster.druid.indexer.logs.type", "google"),
            ("overrides.cluster.druid.indexer.logs.bucket", "b"),
            ("overrides.cluster.druid.indexer.logs.prefix", "p"),
        ],
        "DRU122",
        false,
    ),
    ("druid-ha", &[("overrides.cluster.druid.indexer.runner.type", "k8s")], "DRU122", true),
    (
        "druid-ha",
        &[
            ("overrides.cluster.druid.indexer.runner.type", "k8s"),
            ("overrides.cluster.druid.indexer.runner.namespace", "druid"),
        ],
        "DRU122",
        false,
    ),
    ("druid-ha", &[("overrides.cluster.druid.cache.type", "memcached")], "DRU122", true),
    ("druid-ha", &[("overrides.cluster.druid.request.logging.type", "file")], "DRU122", true),
    ("druid-ha", &[("overrides.cluster.druid.request.logging.type", "slf4")], "DRU124", true),
    (
        "druid-ha",
        &[
            ("overrides.cluster.druid.request.logging.type", "openlineage"),
            ("settings.ingestion.more", "openlineage-emitter"),
        ],
        "DRU124",
        false,
    ),
    ("druid-ha", &[("overrides.cluster.druid.cache.type", "redis")], "DRU125", true),
    (
        "druid-ha",
        &[
            ("overrides.cluster.druid.cache.type", "redis"),
            ("settings.ingestion.more", "druid-redis-cache"),
        ],
        "DRU125",
        false,
    ),
    (
        "druid-ha",
        &[
            ("overrides.cluster.druid.cache.type", "own"),
            ("settings.ingestion.more", "our-own-cache"),
        ],
        "DRU125",
        false,
    ),
    (
        "druid-ha",
        &[(
            "overrides.cluster.druid.monitoring.monitors",
            "[\"org.apache.druid.server.metrics.JvmMonitor\"]",
        )],
        "DRU126",
        true,
    ),
    (
        "druid-ha",
        &[(
            "overrides.cluster.druid.monitoring.monitors",
            "[\"io.druid.client.cache.CacheMonitor\"]",
        )],
        "DRU126",
        false,
    ),
    // Java.
    (
        "druid-ha",
        &[(
            "overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-XX:+UseCGroupMemoryLimitForHeap",
            "",
        )],
        "DRU102",
        true,
    ),
    (
        "druid-ha",
        &[(
            "overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-XX:CMSInitiatingOccupancyFraction",
            "70",
        )],
        "DRU102",
        true,
    ),
    (
        "druid-ha",
        &[("overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-d64", "")],
        "DRU102",
        true,
    ),
    (
        "druid-ha",
        &[
            (
                "overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-XX:+AggressiveOpts",
                "",
            ),
            (
                "overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-XX:+IgnoreUnrecognizedVMOptions",
                "",
            ),
        ],
        "DRU102",
        false,
    ),
    (
        "druid-020",
        &[(
            "overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-XX:+AggressiveOpts",
            "",
        )],
        "DRU102",
        false,
    ),
    (
        "druid-ha",
        &[
            ("overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-XX:+UseG1GC", ""),
            ("overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-XX:+UseZGC", ""),
        ],
        "DRU103",
        true,
    ),
    (
        "druid-ha",
        &[
            ("overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-XX:-UseG1GC", ""),
            ("overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-XX:+UseZGC", ""),
        ],
        "DRU103",
        false,
    ),
    // The Coordinator, logins, tiers.
    (
        "druid-020",
        &[
            ("overrides.cluster.druid.coordinator.kill.on", "true"),
            ("overrides.cluster.druid.coordinator.kill.period", "PT10M"),
        ],
        "DRU128",
        true,
    ),
    ("druid-020", &[("overrides.cluster.druid.coordinator.kill.period", "PT10M")], "DRU128", false),
    (
        "druid-ha",
        &[
            ("overrides.cluster.druid.escalator.internalClientUsername", "admin"),
            ("overrides.cluster.druid.escalator.internalClientPassword", "${OTHER}"),
        ],
        "DRU039",
        true,
    ),
    (
        "druid-ha",
        &[
            ("overrides.cluster.druid.escalator.internalClientUsername", "admin"),
            ("overrides.cluster.druid.escalator.internalClientPassword", "${OTHER}"),
            (
                "overrides.cluster.druid.auth.authenticator.Metadata.initialAdminPassword",
                "${OTHER}",
            ),
        ],
        "DRU039",
        false,
    ),
    // An override in the file that does not count.
    (
        "druid-ha",
        &[(
            "overrides.cluster.druid.segmentCache.locations",
            "[{\"path\":\"/x\",\"maxSize\":\"300g\"}]",
        )],
        "DRU127",
        true,
    ),
    ("druid-ha", &[("overrides.cluster.druid.plaintextPort", "9999")], "DRU127", true),
    ("druid-ha", &[("overrides.cluster.druid.emitter", "logging")], "DRU127", false),
    // A folder that machines may share.
    (
        "druid-kinds",
        &[
            ("overrides.cluster.druid.storage.type", "local"),
            ("overrides.cluster.druid.storage.storageDirectory", "/opt/shared/segments"),
        ],
        "DRU013",
        false,
    ),
    (
        "druid-kinds",
        &[("settings.storage.kind", "local"), ("settings.storage.folder", "/opt/shared/segments")],
        "GEN012",
        false,
    ),
    (
        "druid-kinds",
        &[("settings.storage.kind", "local"), ("settings.storage.folder", "/opt/shared/segments")],
        "DRU121",
        true,
    ),
    ("druid-kinds", &[("settings.storage.kind", "local")], "DRU013", true),
    // The name that a key has in an older release.
    (
        "druid-33",
        &[("overrides.cluster.druid.indexer.task.baseTaskDirPaths", "[\"/x\"]")],
        "GEN021",
        true,
    ),
];

#[test]
fn kinds_are_judged_as_their_cases_are() {
    let mut wrong = Vec::new();
    for (preset, edits, rule, fires) in KINDS {
        let spec = shared::with(preset, edits);
        let product = products::find(&spec.product).expect("product");
        let found = check(&Context::new(&spec, product)).findings;
        if found.iter().any(|f| f.rule == *rule) != *fires {
            let all: Vec<&str> = found.iter().map(|f| f.rule).collect();
            wrong.push(format!("{preset} {edits:?}: {rule} {}, of {all:?}", !fires));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// In 0.20 the folder of tasks has the name that it always had.
#[test]
fn an_old_release_is_told_no_name_that_it_never_had() {
    let spec =
        shared::with("druid-020", &[("overrides.cluster.druid.worker.baseTaskDirs", "[\"/x\"]")]);
    let product = products::find(&spec.product).expect("product");
    let found = check(&Context::new(&spec, product)).findings;
    let told = found.iter().find(|f| f.rule == "GEN021").expect("a finding");
    let text = told.message.render(model::Lang::En);
    assert!(!text.contains("baseTaskDirPaths"), "{text}");
}
