//! Monitors: classes that a process starts for its metrics.

use super::asked::{Seen, each};
use super::rule;
use crate::druid::effective::place_of;
use crate::druid::notation::{as_list, list};
use crate::druid::sources::{DOC_CONFIGURATION, lab};
use model::value::shown;
use model::{Edit, Place, msg};

const KEY: &str = "druid.monitoring.monitors";

/// The packages of the core that have monitors, each with theirs, of 0.20 to 38. Of other packages, those
/// of extensions among them, nothing is said.
const KNOWN: &[(&str, &[&str])] = &[
    ("org.apache.druid.client.cache", &["CacheMonitor"]),
    ("org.apache.druid.server.emitter", &["HttpEmittingMonitor"]),
    ("org.apache.druid.curator", &["DruidConnectionStateListener"]),
    ("org.apache.druid.query", &["ExecutorServiceMonitor"]),
    ("org.apache.druid.segment.realtime", &["RealtimeMetricsMonitor", "SegmentGenerationMetrics"]),
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

/// Whether the core lacks a class that stands in one of its packages.
fn lacking(class: &str) -> bool {
    let Some((package, name)) = class.rsplit_once('.') else { return false };
    KNOWN.iter().any(|(known, all)| *known == package && !all.contains(&name))
}

/// The monitor that was meant: the same name in another package, or nearly the same.
fn meant(class: &str) -> Option<String> {
    let name = class.rsplit('.').next()?;
    let all = KNOWN.iter().flat_map(|(package, all)| all.iter().map(move |one| (*package, *one)));
    let far = |one: &str| strsim::damerau_levenshtein(one, name);
    let near = all.min_by_key(|(_, one)| far(one)).filter(|(_, one)| far(one) <= 2);
    near.map(|(package, one)| format!("{package}.{one}"))
}

rule!(
    /// A class that is not there.
    MISSPELT, "DRU126", "unknown-monitor", Error,
    ["A monitor is a class that exists.", "监控器必须是存在的类。"],
    ["Every class in druid.monitoring.monitors is loaded when the process starts, which ends with ClassNotFoundException when one is not there. Names under com.metamx and io.druid are those of older releases, which Druid still maps to its own.",
     "druid.monitoring.monitors 中的每个类都会在进程启动时加载，找不到时以 ClassNotFoundException 退出。com.metamx 和 io.druid 下的名称属于旧版本，Druid 仍会映射到现在的名称。"],
    [lab("druid-unknown-monitor"), DOC_CONFIGURATION],
    [("ClassNotFoundException: org.apache.druid.server.metrics", "output of the start"), ("ClassNotFoundException: org.apache.druid.java.util.metrics", "output of the start")],
    fires "druid-kinds" [("overrides.cluster.druid.monitoring.monitors", "[\"org.apache.druid.server.metrics.QueryCountStatMonitor\"]")],
    clean "druid-kinds" [("overrides.cluster.druid.monitoring.monitors", "[\"org.apache.druid.server.metrics.QueryCountStatsMonitor\", \"com.metamx.metrics.JvmMonitor\", \"com.example.OwnMonitor\"]")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each(cx) {
            let all = list(&program.reads(cx, node, KEY)).unwrap_or_default();
            let Some(wrong) = all.iter().find(|class| lacking(class)) else { continue };
            let place = place_of(cx, node, program, KEY);
            if !seen.first(&place) {
                continue;
            }
            let found = sink.report(place.clone(), msg!(en: "Druid has no class {c}: {p} would stop.", zh: "Druid 没有类 {c}：{p} 会停止。",
                c = shown(wrong), p = program.title));
            if let (Some(right), Place::Override(..)) = (meant(wrong), &place) {
                let mended: Vec<&str> = all.iter().map(|one| if one == wrong { right.as_str() } else { one }).collect();
                found.fix(msg!(en: "Write {t}", zh: "改为 {t}", t = right.as_str()), vec![Edit::Set(place, as_list(&mended))]);
            }
        }
    }
);

#[cfg(test)]
mod tests {
    use super::{lacking, meant};

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
            assert!(!lacking(fine), "{fine}");
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
            assert!(lacking(wrong));
            assert_eq!(meant(wrong).as_deref(), Some(right));
        }
        assert_eq!(meant("org.apache.druid.server.metrics.Elephant"), None);
    }
}
