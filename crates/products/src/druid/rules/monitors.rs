//! Monitors: classes that a process starts for its metrics.

use super::asked::{Seen, each};
use super::rule;
use crate::druid::effective::place_of;
use crate::druid::notation::{as_list, list};
use crate::druid::programs::Program;
use crate::druid::roles::{BROKER, HISTORICAL, INDEXER, MASTER, OVERLORD, ROUTER};
use crate::druid::sources::{DOC_CONFIGURATION, MONITORS, issue, lab};
use model::value::shown;
use model::{Edit, Lang, Place, msg};

const KEY: &str = "druid.monitoring.monitors";

/// The packages of the core that have monitors, each with theirs, of 0.20 to 38. Of other packages, those
/// of extensions among them, nothing is said.
const KNOWN: &[(&str, &[&str])] = &[
    ("org.apache.druid.client.cache", &["CacheMonitor"]),
    ("org.apache.druid.server.emitter", &["HttpEmittingMonitor"]),
    ("org.apache.druid.curator", &["DruidConnectionStateListener"]),
    ("org.apache.druid.query", &["ExecutorServiceMonitor"]),
    ("org.apache.druid.segment.realtime", &["RealtimeMetricsMonitor", "SegmentGenerationMetrics"]),
    // It never had one, and is written where the class of server.metrics was meant.
    ("org.apache.druid.segment.realtime.firehose", &[]),
    ("org.apache.druid.sql.avatica", &["AvaticaMonitor"]),
    ("org.apache.druid.server.initialization.jetty", &["JettyServerModule$JettyMonitor"]),
    ("org.apache.druid.indexing.common.stats", &["TaskRealtimeMetricsMonitor"]),
    ("org.apache.druid.indexing.worker.shuffle", &["ShuffleMonitor"]),
    (
        "org.apache.druid.java.util.metrics",
        &[
            "CgroupCpuMonitor",
            "CgroupCpuSetMonitor",
            "CgroupDiskMonitor",
            "CgroupMemoryMonitor",
            "CgroupV2CpuMonitor",
            "CgroupV2CpuSetMonitor",
            "CgroupV2DiskMonitor",
            "CgroupV2MemoryMonitor",
            "ClientSuppliedMonitor",
            "CpuAcctDeltaMonitor",
            "HttpPostEmitterMonitor",
            "JvmCpuMonitor",
            "JvmMonitor",
            "JvmThreadsMonitor",
            "NoopMonitor",
            "NoopOshiSysMonitor",
            "NoopSysMonitor",
            "OshiSysMonitor",
            "ParametrizedUriEmitterMonitor",
            "SysMonitor",
        ],
    ),
    (
        "org.apache.druid.server.metrics",
        &[
            "DruidSysMonitor",
            "EventReceiverFirehoseMonitor",
            "GroupByStatsMonitor",
            "HistoricalMetricsMonitor",
            "QueryCountStatsMonitor",
            "SegmentStatsMonitor",
            "ServiceStatusMonitor",
            "StorageMonitor",
            "SubqueryCountStatsMonitor",
            "SupervisorStatsMonitor",
            "TaskCountStatsMonitor",
            "TaskSlotCountStatsMonitor",
            "WorkerTaskCountStatsMonitor",
        ],
    ),
];

/// Classes that went, each with a version that has it no more.
const GONE: &[(&str, &str)] = &[
    ("org.apache.druid.server.metrics.EventReceiverFirehoseMonitor", "33"),
    ("org.apache.druid.segment.realtime.RealtimeMetricsMonitor", "33"),
];

/// Whether a release, of which is asked since when it is, lacks a class of the core.
fn lacking(class: &str, since: impl Fn(&str) -> bool) -> bool {
    let Some((package, name)) = class.rsplit_once('.') else { return false };
    GONE.iter().any(|(gone, version)| *gone == class && since(version))
        || KNOWN.iter().any(|(known, all)| *known == package && !all.contains(&name))
}

/// The monitor that was meant: the same name in another package, or nearly the same.
fn meant(class: &str, since: impl Fn(&str) -> bool) -> Option<String> {
    let name = class.rsplit('.').next()?;
    let all = KNOWN.iter().flat_map(|(package, all)| all.iter().map(move |one| (*package, *one)));
    let all = all.filter(|(package, one)| !lacking(&format!("{package}.{one}"), &since));
    let far = |one: &str| strsim::damerau_levenshtein(one, name);
    let near = all.min_by_key(|(_, one)| far(one)).filter(|(_, one)| far(one) <= 2);
    near.map(|(package, one)| format!("{package}.{one}"))
}

rule!(
    /// A class that is not there.
    MISSPELT, "DRU126", "unknown-monitor", Error,
    ["A monitor is a class that exists.", "监控器必须是存在的类。"],
    ["Every class in druid.monitoring.monitors is loaded when the process starts, which ends with ClassNotFoundException when one is not there; EventReceiverFirehoseMonitor and RealtimeMetricsMonitor went with the tasks that they measured. Names under com.metamx and io.druid are those of older releases, which Druid still maps to its own.",
     "druid.monitoring.monitors 中的每个类都会在进程启动时加载，找不到时以 ClassNotFoundException 退出；EventReceiverFirehoseMonitor 和 RealtimeMetricsMonitor 已随其测量的任务一起移除。com.metamx 和 io.druid 下的名称属于旧版本，Druid 仍会映射到现在的名称。"],
    [lab("druid-unknown-monitor"), MONITORS, DOC_CONFIGURATION],
    [("ClassNotFoundException: org.apache.druid.server.metrics", "output of the start"), ("ClassNotFoundException: org.apache.druid.java.util.metrics", "output of the start")],
    fires "druid-kinds" [("overrides.cluster.druid.monitoring.monitors", "[\"org.apache.druid.server.metrics.QueryCountStatMonitor\"]")],
    clean "druid-kinds" [("overrides.cluster.druid.monitoring.monitors", "[\"org.apache.druid.server.metrics.QueryCountStatsMonitor\", \"com.metamx.metrics.JvmMonitor\", \"com.example.OwnMonitor\"]")],
    |cx, sink| {
        let mut seen = Seen::default();
        let since = |version: &str| cx.since(version);
        for (program, node) in each(cx) {
            let all = list(&program.reads(cx, node, KEY)).unwrap_or_default();
            let Some(wrong) = all.iter().find(|class| lacking(class, since)) else { continue };
            let place = place_of(cx, node, program, KEY);
            if !seen.first(&place) {
                continue;
            }
            let found = sink.report(place.clone(), msg!(en: "Druid {v} has no class {c}: {p} would stop.", zh: "Druid {v} 没有类 {c}：{p} 会停止。",
                v = cx.spec.version.trim(), c = shown(wrong), p = program.title));
            if let (Some(right), Place::Override(..)) = (meant(wrong, since), &place) {
                let mended: Vec<&str> = all.iter().map(|one| if one == wrong { right.as_str() } else { one }).collect();
                found.fix(msg!(en: "Write {t}", zh: "改为 {t}", t = right.as_str()), vec![Edit::Set(place, as_list(&mended))]);
            }
        }
    }
);

const COUNTING: &str = "org.apache.druid.server.metrics.";

/// Monitors of the core that ask for what few programs have: their names, and the roles of those.
const BOUND: &[(&str, &[&str])] = &[
    ("TaskCountStatsMonitor", &[MASTER, OVERLORD]),
    ("TaskSlotCountStatsMonitor", &[MASTER, OVERLORD]),
    ("QueryCountStatsMonitor", &[BROKER, HISTORICAL, ROUTER, INDEXER]),
];

rule!(
    /// A monitor of a process that has nothing for it to measure.
    ELSEWHERE, "DRU131", "monitor-of-another-process", Error,
    ["A monitor is loaded where what it measures is.", "监控器应只在拥有其测量对象的进程中加载。"],
    ["TaskCountStatsMonitor and TaskSlotCountStatsMonitor ask for the Overlord's counts, QueryCountStatsMonitor for those of a process that answers queries. Every other process that has one in its list ends at its start. Name it in the runtime.properties of those programs alone, not in the common file. Later releases leave out what a process has not.",
     "TaskCountStatsMonitor 和 TaskSlotCountStatsMonitor 需要 Overlord 的计数，QueryCountStatsMonitor 需要处理查询的进程的计数。其他进程的列表中有它们时启动即退出。请只写在相应程序的 runtime.properties 中，不要写在公共文件中。较新的版本会跳过进程没有的部分。"],
    [MONITORS, issue("apache/druid#7623", "https://github.com/apache/druid/issues/7623"), issue("apache/druid#16855", "https://github.com/apache/druid/issues/16855")],
    [("No implementation for org.apache.druid.server.metrics.TaskCountStatsProvider was bound", "output of the start"),
     ("No implementation for org.apache.druid.server.metrics.TaskSlotCountStatsProvider was bound", "output of the start"),
     ("No implementation for org.apache.druid.server.metrics.QueryCountStatsProvider was bound", "output of the start")],
    fires "druid-33" [("overrides.cluster.druid.monitoring.monitors", "[\"org.apache.druid.server.metrics.QueryCountStatsMonitor\"]")],
    clean "druid-33" [("overrides.cluster.conf/druid/cluster/query/broker/runtime.properties:druid.monitoring.monitors", "[\"org.apache.druid.server.metrics.QueryCountStatsMonitor\"]")],
    |cx, sink| {
        // Of 34 nothing is known for certain; 36 leaves out what a process has not.
        if cx.since("34") {
            return;
        }
        let mut told: Vec<(Place, String, Vec<&'static Program>)> = Vec::new();
        for (program, node) in each(cx) {
            for class in list(&program.reads(cx, node, KEY)).unwrap_or_default() {
                let name = class.strip_prefix(COUNTING).unwrap_or_default();
                let bound = BOUND.iter().find(|(own, _)| *own == name);
                if bound.is_none_or(|(_, roles)| roles.contains(&program.role)) {
                    continue;
                }
                let place = place_of(cx, node, program, KEY);
                match told.iter_mut().find(|(at, of, _)| *at == place && *of == name) {
                    Some((.., all)) if all.iter().any(|one| one.id == program.id) => {}
                    Some((.., all)) => all.push(program),
                    None => told.push((place, name.to_owned(), vec![program])),
                }
            }
        }
        for (place, name, all) in told {
            let titles: Vec<String> = all.iter().map(|one| one.title.get(Lang::En).to_owned()).collect();
            sink.report(place, msg!(en: "{c} has nothing to measure in {p}: it would not start.", zh: "{c} 在 {p} 中没有可测量的对象：该进程无法启动。",
                c = shown(&name), p = titles.join(", ")));
        }
    }
);

#[cfg(test)]
mod tests {
    use super::{lacking, meant};

    const NEW: fn(&str) -> bool = |_| true;
    const OLD: fn(&str) -> bool = |_| false;

    #[test]
    fn classes_go_with_a_release() {
        for gone in [
            "org.apache.druid.server.metrics.EventReceiverFirehoseMonitor",
            "org.apache.druid.segment.realtime.RealtimeMetricsMonitor",
        ] {
            assert!(lacking(gone, NEW) && !lacking(gone, OLD), "{gone}");
        }
        let never = "org.apache.druid.segment.realtime.firehose.EventReceiverFirehoseMonitor";
        assert!(lacking(never, OLD));
        let right = "org.apache.druid.server.metrics.EventReceiverFirehoseMonitor";
        assert_eq!(meant(never, OLD).as_deref(), Some(right));
        assert_eq!(meant(never, NEW), None);
    }

    #[test]
    fn what_is_no_class_of_the_core_is_told() {
        for fine in [
            "org.apache.druid.java.util.metrics.JvmMonitor",
            "org.apache.druid.java.util.metrics.CgroupV2CpuSetMonitor",
            "org.apache.druid.server.metrics.DruidSysMonitor",
            "com.metamx.metrics.JvmMonitor",
            "org.apache.druid.indexing.kafka.KafkaConsumerMonitor",
            "JvmMonitor",
        ] {
            assert!(!lacking(fine, NEW), "{fine}");
        }
        for (wrong, right) in [
            (
                "org.apache.druid.server.metrics.JvmMonitor",
                "org.apache.druid.java.util.metrics.JvmMonitor",
            ),
            (
                "org.apache.druid.client.cache.CachMonitor",
                "org.apache.druid.client.cache.CacheMonitor",
            ),
        ] {
            assert!(lacking(wrong, NEW));
            assert_eq!(meant(wrong, NEW).as_deref(), Some(right));
        }
        assert_eq!(meant("org.apache.druid.server.metrics.Elephant", NEW), None);
    }
}
