//! The good documents and the mistakes.

use super::{
    place::{MASTER, Place},
    stories,
};
use anyhow::Result;
use model::Severity;

/// Who notices.
#[derive(Clone, Copy)]
pub(super) enum Judge {
    /// A program that is started alone ends by itself.
    Ends(&'static str),
    /// It goes on, and its log complains.
    Complains(&'static str),
    /// Everything starts and looks well; what goes wrong then is told, and given back as text.
    Story(fn(&Place) -> Result<String>),
    /// It is good: `bin/verify` is content.
    Works,
    /// It is good: a program alone is healthy.
    Healthy(&'static str),
}

/// A document, and how it is shown to fail.
pub(super) struct Case {
    /// The rule that rejects it; empty for a good one.
    pub(super) rule: &'static str,
    /// The good document, without `.toml`.
    pub(super) base: &'static str,
    /// Pairs of what stands once in the good document, and what stands there instead.
    pub(super) replace: &'static [(&'static str, &'static str)],
    /// Overrides for the cluster.
    pub(super) overrides: &'static [(&'static str, &'static str)],
    /// Who notices.
    pub(super) judge: Judge,
    /// What that rule is.
    pub(super) severity: Severity,
    /// What must be seen; empty for what the rule itself quotes.
    pub(super) seen: &'static [&'static str],
}

const fn case(rule: &'static str, base: &'static str, judge: Judge) -> Case {
    Case { rule, base, replace: &[], overrides: &[], judge, severity: Severity::Error, seen: &[] }
}

type Overrides = &'static [(&'static str, &'static str)];

const fn with(rule: &'static str, base: &'static str, judge: Judge, overrides: Overrides) -> Case {
    Case { overrides, ..case(rule, base, judge) }
}

/// A program of 33.0.0 that ends.
const fn ends(rule: &'static str, program: &'static str, overrides: Overrides) -> Case {
    with(rule, "one", Judge::Ends(program), overrides)
}

/// The same of 0.20.0.
const fn old(rule: &'static str, program: &'static str, overrides: Overrides) -> Case {
    with(rule, "one-legacy", Judge::Ends(program), overrides)
}

macro_rules! of {
    (master $key:literal) => {
        concat!("conf/druid/cluster/master/coordinator-overlord/runtime.properties:", $key)
    };
    (middle_manager $key:literal) => {
        concat!("conf/druid/cluster/data/middleManager/runtime.properties:", $key)
    };
    (historical $key:literal) => {
        concat!("conf/druid/cluster/data/historical/runtime.properties:", $key)
    };
    (historical_jvm $key:literal) => {
        concat!("conf/druid/cluster/data/historical/jvm.config:", $key)
    };
    (broker $key:literal) => {
        concat!("conf/druid/cluster/query/broker/runtime.properties:", $key)
    };
    (broker_jvm $key:literal) => {
        concat!("conf/druid/cluster/query/broker/jvm.config:", $key)
    };
    (router $key:literal) => {
        concat!("conf/druid/cluster/query/router/runtime.properties:", $key)
    };
}

const LOAD_LIST: &str = "druid.extensions.loadList";
const DIRECT: &str = of!(historical_jvm "-XX:MaxDirectMemorySize");
const LOCATIONS: &str = of!(historical "druid.segmentCache.locations");
const TASKS: Judge = Judge::Story(stories::task);

/// The slow ones first; then the good ones, then in the order of the rules' numbers.
pub(super) static CASES: &[Case] = &[
    // Each machine has a folder of its own, and calls it deep storage.
    Case {
        replace: &[("kind = \"mount\"\nfolder = \"/mnt/nfs/druid/segments\"", "kind = \"local\"")],
        ..case("DRU013", "two", Judge::Story(stories::own_folders))
    },
    // A path below each machine's installation.
    with(
        "DRU013",
        "two",
        Judge::Story(stories::own_folders),
        &[("druid.storage.storageDirectory", "var/druid/segments")],
    ),
    // Two masters with Derby.
    Case {
        replace: &[("roles = [\"historical\"]", "roles = [\"master\", \"historical\"]")],
        ..case("DRU004", "two", Judge::Story(stories::two_with_derby))
    },
    // One name for all processes: the Broker asks the wrong machine for the Historical, and waits.
    Case {
        seen: &["Sync failed for server[http://", "druid-broker on", "start has failed"],
        ..with("DRU002", "two", Judge::Story(stories::start), &[("druid.host", "h2.lab.test")])
    },
    Case { ..case("", "two", Judge::Works) },
    Case { ..case("", "one", Judge::Works) },
    Case { ..case("", "one-legacy", Judge::Works) },
    Case { ..case("", "one-mysql", Judge::Healthy(MASTER)) },
    // Tasks that fail where every process is healthy.
    with("DRU014", "one", TASKS, &[("druid.storage.type", "s3")]),
    with(
        "DRU075",
        "one-legacy",
        TASKS,
        &[(
            of!(middle_manager "druid.indexer.fork.property.druid.processing.buffer.sizeBytes"),
            "200MiB",
        )],
    ),
    with(
        "DRU077",
        "one-25",
        TASKS,
        &[(of!(middle_manager "druid.indexer.runner.javaCommand"), "java")],
    ),
    with(
        "DRU078",
        "one-legacy",
        TASKS,
        &[(of!(middle_manager "druid.indexer.runner.javaCommand"), "bin/run-java")],
    ),
    with(
        "DRU102",
        "one",
        TASKS,
        &[(
            of!(middle_manager "druid.indexer.runner.javaOptsArray"),
            "[\"-Xmx192m\",\"-XX:+PrintGCDateStamps\"]",
        )],
    ),
    Case {
        seen: &["There are no available brokers."],
        ..with(
            "DRU113",
            "one",
            Judge::Story(stories::query),
            &[(of!(router "druid.router.defaultBrokerServiceName"), "druid/brokers")],
        )
    },
    ends("DRU003", "router", &[("druid.host", "http://h2.lab.test")]),
    ends("DRU003", "router", &[("druid.host", "h2.lab.test:9999")]),
    with("DRU006", "one-mysql", Judge::Ends(MASTER), &[(LOAD_LIST, "[\"druid-datasketches\"]")]),
    with(
        "DRU007",
        "one-mysql",
        Judge::Complains(MASTER),
        &[(
            "druid.metadata.storage.connector.connectURI",
            "jdbc:postgresql://h1.lab.test:3306/druid",
        )],
    ),
    ends("DRU025", "middleManager", &[("druid.indexer.logs.type", "s3")]),
    ends("DRU117", "router", &[(LOAD_LIST, "[druid-datasketches]")]),
    old("DRU117", "router", &[(LOAD_LIST, "[druid-datasketches]")]),
    ends("DRU027", "router", &[(LOAD_LIST, "[\"druid-datasketche\"]")]),
    old("DRU027", "router", &[(LOAD_LIST, "[\"druid-datasketche\"]")]),
    ends("DRU030", "router", &[("druid.emitter", "statsd")]),
    ends("DRU032", "historical", &[("druid.zk.service.host", "")]),
    ends("DRU042", "router", &[("druid.auth.authenticatorChain", "[\"known\"]")]),
    ends(
        "DRU043",
        "router",
        &[
            ("druid.auth.authenticatorChain", "[\"known\"]"),
            ("druid.auth.authenticator.known.type", "basic"),
        ],
    ),
    ends("DRU046", "router", &[("druid.enableTlsPort", "true")]),
    ends("DRU049", "router", &[("druid.enablePlaintextPort", "false")]),
    ends(
        "DRU050",
        "router",
        &[("druid.enableTlsPort", "true"), (of!(router "druid.tlsPort"), "8888")],
    ),
    ends(
        "DRU069",
        "middleManager",
        &[(of!(middle_manager "druid.indexer.runner.startPort"), "80")],
    ),
    Case {
        replace: &[(
            "[settings.historical]\nheap = \"192 MiB\"\ndirect = \"128 MiB\"",
            "[settings.historical]\nheap = \"192 MiB\"\ndirect = \"50 MiB\"",
        )],
        ..case("DRU060", "one", Judge::Ends("historical"))
    },
    ends("DRU060", "broker", &[(of!(broker_jvm "-XX:MaxDirectMemorySize"), "50m")]),
    old("DRU060", "historical", &[(DIRECT, "50m")]),
    ends(
        "DRU061",
        "historical",
        &[(of!(historical "druid.processing.buffer.sizeBytes"), "2GiB"), (DIRECT, "9g")],
    ),
    ends("DRU069", "middleManager", &[(of!(middle_manager "druid.worker.capacity"), "0")]),
    ends("DRU069", "router", &[(of!(router "druid.server.http.numThreads"), "0")]),
    ends("DRU069", "router", &[(of!(router "druid.plaintextPort"), "70000")]),
    ends("DRU091", "historical", &[(LOCATIONS, "[]")]),
    ends(
        "DRU091",
        "historical",
        &[(LOCATIONS, "[{\"path\":\"/var/lib/druid/segment-cache\",\"maxSize\":0}]")],
    ),
    old("DRU091", "historical", &[(LOCATIONS, "[]")]),
    ends("DRU102", "historical", &[(of!(historical_jvm "-XX:+PrintGCDateStamps"), "")]),
    ends("DRU103", "historical", &[(of!(historical_jvm "-Xms"), "8g")]),
    ends("DRU106", "router", &[("druid.generic.useDefaultValueForNull", "true")]),
    ends("DRU106", "broker", &[(of!(broker "druid.processing.merge.pool.parallelism"), "4")]),
    ends("DRU114", "broker", &[(of!(broker "druid.broker.http.maxQueuedBytes"), "20MB")]),
    ends("DRU115", MASTER, &[(of!(master "druid.coordinator.period"), "5s")]),
    ends("DRU116", "router", &[(of!(router "druid.router.managementProxy.enabled"), "yes")]),
    old("DRU116", "router", &[(of!(router "druid.router.managementProxy.enabled"), "yes")]),
    ends(
        "DRU117",
        "router",
        &[("druid.monitoring.monitors", "[org.apache.druid.java.util.metrics.JvmMonitor]")],
    ),
    ends("DRU118", MASTER, &[(of!(master "druid.indexer.runner.type"), "httpremote")]),
    old("DRU118", MASTER, &[(of!(master "druid.indexer.storage.type"), "metdata")]),
];
