//! Keys that must be there because of what another one says.

use super::asked::{each, emitters};
use super::rule;
use crate::druid::effective::place_of;
use crate::druid::programs::Program;
use crate::druid::roles::{BROKER, HISTORICAL, INDEXER, MASTER, MIDDLE_MANAGER, OVERLORD, ROUTER};
use crate::druid::sources::{DOC_CONFIGURATION, DOC_EXTENSIONS, NOT_NULL};
use ::rules::{Context, Sink};
use model::{Node, Place, msg};

/// What makes a key necessary.
enum When {
    /// Metrics go there, alone or among others.
    Emitter(&'static str),
    /// A key has this value.
    Is(&'static str, &'static str),
}

/// A key that is necessary: why, for the programs with which roles (all where none is named), and from
/// which version on.
struct Needed(When, &'static str, &'static [&'static str], &'static str);

const LOGS: &str = "druid.indexer.logs.type";
const STORAGE: &str = "druid.storage.type";
const RUNNER: &str = "druid.indexer.runner.type";
const ALL: &[&str] = &[];
const OF_TASKS: &[&str] = &[MASTER, OVERLORD, MIDDLE_MANAGER, INDEXER];
const OVERLORDS: &[&str] = &[MASTER, OVERLORD];
const OF_DATA: &[&str] = &[HISTORICAL, MIDDLE_MANAGER, INDEXER];
const CACHING: &[&str] = &[HISTORICAL, BROKER, INDEXER];

/// Without which a process stops: what the class of its configuration marks as `@NotNull`, or asks for
/// in its constructor.
static STOPS: &[Needed] = &[
    Needed(When::Emitter("http"), "druid.emitter.http.recipientBaseUrl", ALL, ""),
    Needed(
        When::Emitter("parametrized"),
        "druid.emitter.parametrized.recipientBaseUrlPattern",
        ALL,
        "",
    ),
    Needed(When::Emitter("statsd"), "druid.emitter.statsd.hostname", ALL, ""),
    Needed(When::Emitter("statsd"), "druid.emitter.statsd.port", ALL, ""),
    Needed(When::Emitter("graphite"), "druid.emitter.graphite.hostname", ALL, ""),
    Needed(When::Emitter("graphite"), "druid.emitter.graphite.port", ALL, ""),
    Needed(When::Emitter("opentsdb"), "druid.emitter.opentsdb.host", ALL, ""),
    Needed(When::Emitter("opentsdb"), "druid.emitter.opentsdb.port", ALL, ""),
    Needed(When::Emitter("influxdb"), "druid.emitter.influxdb.hostname", ALL, ""),
    Needed(
        When::Is("druid.emitter.prometheus.strategy", "pushgateway"),
        "druid.emitter.prometheus.pushGatewayAddress",
        ALL,
        "25",
    ),
    Needed(When::Is(LOGS, "s3"), "druid.indexer.logs.s3Bucket", OF_TASKS, ""),
    Needed(When::Is(LOGS, "s3"), "druid.indexer.logs.s3Prefix", OF_TASKS, ""),
    Needed(When::Is(LOGS, "azure"), "druid.indexer.logs.container", OF_TASKS, ""),
    Needed(When::Is(LOGS, "azure"), "druid.indexer.logs.prefix", OF_TASKS, ""),
    Needed(When::Is(LOGS, "google"), "druid.indexer.logs.bucket", OF_TASKS, ""),
    Needed(When::Is(LOGS, "google"), "druid.indexer.logs.prefix", OF_TASKS, ""),
    Needed(
        When::Is("druid.indexer.logs.kill.enabled", "true"),
        "druid.indexer.logs.kill.durationToRetain",
        OVERLORDS,
        "",
    ),
    Needed(When::Is(RUNNER, "k8s"), "druid.indexer.runner.namespace", OVERLORDS, "30"),
    Needed(When::Is(RUNNER, "k8sAndWorker"), "druid.indexer.runner.namespace", OVERLORDS, "30"),
    Needed(
        When::Is("druid.request.logging.type", "file"),
        "druid.request.logging.dir",
        &[HISTORICAL, BROKER, ROUTER],
        "",
    ),
    Needed(When::Is("druid.cache.type", "memcached"), "druid.cache.hosts", CACHING, ""),
];

/// Without which it starts, and fails when it comes to that.
static FAILS: &[Needed] = &[
    Needed(When::Is(STORAGE, "google"), "druid.google.bucket", OF_DATA, ""),
    Needed(When::Is(STORAGE, "azure"), "druid.azure.container", OF_DATA, ""),
    Needed(When::Is(STORAGE, "azure"), "druid.azure.account", OF_DATA, ""),
    Needed(When::Is(STORAGE, "s3"), "druid.storage.bucket", OF_DATA, ""),
    Needed(When::Emitter("kafka"), "druid.emitter.kafka.bootstrap.servers", ALL, ""),
    Needed(When::Emitter("kafka"), "druid.emitter.kafka.metric.topic", ALL, ""),
];

/// Whether something says a key to a program on a node, be it an empty text.
fn says(cx: &Context, node: &Node, program: &Program, key: &str) -> bool {
    let read = program.process(cx).zip(cx.config_of(node.row));
    read.is_some_and(|(process, config)| cx.entry_read_by(process, config, key).is_some())
}

fn companions(
    cx: &Context,
    sink: &mut Sink,
    table: &[Needed],
    missing: fn(&Context, &Node, &Program, &str) -> bool,
) {
    let mut seen: Vec<(Place, &str)> = Vec::new();
    let of = |needed: &&Needed| needed.3.is_empty() || cx.since(needed.3);
    for (program, node) in each(cx) {
        let emitters = emitters(cx, node, program);
        for Needed(when, key, roles, _) in table.iter().filter(of) {
            if !roles.is_empty() && !roles.contains(&program.role) {
                continue;
            }
            let (cause, value) = match when {
                When::Emitter(kind) => match emitters.iter().find(|(emitter, _)| emitter == kind) {
                    Some((_, cause)) => (*cause, *kind),
                    None => continue,
                },
                When::Is(cause, value) if program.reads(cx, node, cause) == *value => {
                    (*cause, *value)
                }
                When::Is(..) => continue,
            };
            if !missing(cx, node, program, key) {
                continue;
            }
            let place = place_of(cx, node, program, cause);
            if !seen.iter().any(|(known, of)| *known == place && of == key) {
                sink.report(place.clone(), msg!(en: "{p} reads {c} = {v}, and {k} is not set.",
                    zh: "{p} 读取到 {c} = {v}，但没有设置 {k}。", p = program.title, c = cause, v = value, k = *key));
                seen.push((place, key));
            }
        }
    }
}

rule!(
    /// A key without which another one stops the process.
    STOPPED, "DRU122", "required-key-missing", Error,
    ["What a choice needs to start is set.", "启动所选功能所需的配置项已设置。"],
    ["An emitter, a storage of logs, a cache, a request log or a runner of tasks is built when the process starts, from keys of its own. One of them is missing, and the process ends with \"may not be null\" or the like. Set it, or take back the choice.",
     "emitter、日志存储、缓存、请求日志或任务运行器在进程启动时由各自的配置项构建。缺少其中一项时，进程会以“may not be null”等信息退出。请设置该项，或取消该选择。"],
    [NOT_NULL, DOC_CONFIGURATION, DOC_EXTENSIONS],
    [("druid.emitter.http.recipientBaseUrl - may not be null", "output of the start"), ("StatsD hostname cannot be null", "output of the start"),
     ("For `pushgateway` strategy, pushGatewayAddress must be specified.", "output of the start"), ("'durationToRetain' must be provided.", "the Overlord's log"),
     ("druid.indexer.logs.s3Bucket - may not be null", "output of the start"), ("druid.indexer.runner.namespace - may not be null", "the Overlord's log")],
    fires "druid-kinds" [("overrides.cluster.druid.emitter", "http")],
    clean "druid-kinds" [("overrides.cluster.druid.emitter", "http"), ("overrides.cluster.druid.emitter.http.recipientBaseUrl", "http://metrics.example.com:8080")],
    |cx, sink| companions(cx, sink, STOPS, |cx, node, program, key| !says(cx, node, program, key))
);

rule!(
    /// A key without which something fails later.
    FAILED, "DRU123", "needed-key-missing", Warning,
    ["What a choice needs to work is set.", "所选功能正常工作所需的配置项已设置。"],
    ["Each kind of storage has its bucket or container under a key of its own: druid.storage.bucket is that of S3 alone, Google's is druid.google.bucket, Azure's druid.azure.container. Without it the processes may start, and the first task that stores segments fails; an emitter without its receiver loses the metrics or stops.",
     "每种存储的 bucket 或 container 都有各自的配置项：druid.storage.bucket 只用于 S3，Google 使用 druid.google.bucket，Azure 使用 druid.azure.container。缺少时进程可能仍会启动，但第一个保存 Segment 的任务会失败；没有接收端的 emitter 会丢失指标或停止。"],
    [DOC_CONFIGURATION, DOC_EXTENSIONS], [],
    fires "druid-kinds" [("overrides.cluster.druid.storage.type", "google"), ("overrides.cluster.druid.extensions.loadList", "[\"druid-google-extensions\", \"postgresql-metadata-storage\"]")],
    clean "druid-kinds" [("overrides.cluster.druid.storage.type", "google"), ("overrides.cluster.druid.google.bucket", "segments"), ("overrides.cluster.druid.extensions.loadList", "[\"druid-google-extensions\", \"postgresql-metadata-storage\"]")],
    |cx, sink| companions(cx, sink, FAILS, |cx, node, program, key| program.reads(cx, node, key).is_empty())
);
