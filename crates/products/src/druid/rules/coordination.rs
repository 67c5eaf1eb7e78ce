//! What the Coordinator does by itself: when it deletes, and where it loads.

use super::asked::{Seen, each_of, report};
use super::rule;
use crate::druid::effective::{place_of, tiers};
use crate::druid::notation::seconds;
use crate::druid::roles::COORDINATORS;
use crate::druid::sources::{DOC_CONFIGURATION, DOC_TIERING, KILL, RULE_MANAGER, lab};
use model::value::shown;
use model::{Place, msg};

const PERIOD: &str = "druid.coordinator.kill.period";
const RUNS: &str = "druid.coordinator.period.indexingPeriod";

rule!(
    /// Deletions that come too often.
    KILL_PERIOD, "DRU128", "kill-period-too-short", Error,
    ["The Coordinator deletes not more often than it looks.", "Coordinator 的删除周期不能短于其检查周期。"],
    ["Unused segments are looked at every druid.coordinator.period.indexingPeriod, 30 minutes unless said; with a shorter druid.coordinator.kill.period the Coordinator ends at its start. Make the one longer, or the other shorter.",
     "Coordinator 每隔 druid.coordinator.period.indexingPeriod（默认 30 分钟）检查一次未使用的 Segment；druid.coordinator.kill.period 更短时 Coordinator 启动即退出。请加长前者所限的删除周期，或缩短检查周期。"],
    [KILL, DOC_CONFIGURATION],
    [("must be greater than or equal to 'druid.coordinator.period.indexingPeriod'", "the Coordinator's log"),
     ("coordinator kill period must be greater than", "the Coordinator's log")],
    fires "druid-kinds" [("overrides.cluster.druid.coordinator.kill.on", "true"), ("overrides.cluster.druid.coordinator.kill.period", "PT10M")],
    clean "druid-kinds" [("overrides.cluster.druid.coordinator.kill.on", "true"), ("overrides.cluster.druid.coordinator.kill.period", "PT30M")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each_of(cx, COORDINATORS) {
            let (kill, runs) = (program.reads(cx, node, PERIOD), program.reads(cx, node, RUNS));
            let on = cx.since("38") || program.reads(cx, node, "druid.coordinator.kill.on").eq_ignore_ascii_case("true");
            let (Some(every), Some(least)) = (seconds(&kill), seconds(&runs)) else { continue };
            let place = place_of(cx, node, program, PERIOD);
            if on && every < least && seen.first(&place) {
                sink.report(place, msg!(en: "{k} is less than {r}, druid.coordinator.period.indexingPeriod: the Coordinator would stop.",
                    zh: "{k} 小于 druid.coordinator.period.indexingPeriod 的 {r}：Coordinator 会停止。", k = shown(&kill), r = shown(&runs)));
            }
        }
    }
);

/// How often the leader reads the metadata store.
const POLLS: [&str; 2] =
    ["druid.manager.segments.pollDuration", "druid.manager.rules.pollDuration"];

/// Whether a period is one of nothing, or less: `PT0S`, `PT-1S`.
fn no_pause(text: &str) -> bool {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    let negative = text.strip_prefix("PT-").or_else(|| text.strip_prefix("P-"));
    let one = |rest: &str| rest.chars().filter(char::is_ascii_alphabetic).count() == 1;
    let nothing = text.starts_with('P') && digits.iter().all(|digit| *digit == '0');
    !digits.is_empty() && (nothing || negative.is_some_and(one))
}

rule!(
    /// A Coordinator that never leads.
    NO_PAUSE, "DRU145", "poll-without-a-pause", Error,
    ["The Coordinator reads the metadata store at intervals longer than nothing.", "Coordinator 读取元数据存储的间隔必须大于零。"],
    ["With a period of nothing or less the timer refuses to begin: the Coordinator starts, is elected, fails to lead and lets go, again and again. Nothing is loaded, and no rule is applied. Leave the key alone (one minute).",
     "间隔为零或负数时定时器拒绝启动：Coordinator 能启动、能当选，却无法成为主（leader），随即放弃，如此反复。不会加载任何数据，也不执行任何规则。请保留默认值（一分钟）。"],
    [lab("druid-poll-of-nothing"), RULE_MANAGER],
    [("listener becomeLeader() failed. Unable to become leader: {exceptionType=java.lang.IllegalArgumentException", "the Coordinator's log")],
    fires "druid-kinds" [("overrides.cluster.druid.manager.rules.pollDuration", "PT0S")],
    clean "druid-kinds" [("overrides.cluster.druid.manager.rules.pollDuration", "PT10S")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each_of(cx, COORDINATORS) {
            for key in POLLS {
                let text = program.reads(cx, node, key);
                let place = place_of(cx, node, program, key);
                if !no_pause(&text) || !seen.first(&place) {
                    continue;
                }
                report(sink, place, msg!(en: "{k} is {v}: the Coordinator would never lead.", zh: "{k} 为 {v}：Coordinator 永远无法成为主（leader）。",
                    k = key, v = shown(&text)));
            }
        }
    }
);

rule!(
    /// A tier that new data goes to, and nobody has.
    DEFAULT_TIER, "DRU129", "no-default-tier", Info,
    ["Some Historical is in the tier to which data goes by itself.", "应有 Historical 位于数据默认写入的层。"],
    ["Until rules say otherwise, all data is to have two copies in _default_tier. When no Historical is there, nothing is loaded and no query sees the data. Set the cluster's default rule for the tiers that there are, in the console or by the Coordinator's API.",
     "在规则另有规定之前，所有数据都应在 _default_tier 中有两个副本。没有 Historical 位于该层时，不会加载任何数据，查询也看不到数据。请在控制台或通过 Coordinator 的 API 按现有的层设置集群默认规则。"],
    [DOC_TIERING, DOC_CONFIGURATION], [],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/runtime.properties:druid.server.tier", "hot")],
    clean "druid-kinds" [("nodes[1].settings.historical.tier", "hot")],
    |cx, sink| {
        let all = tiers(cx);
        if all.is_empty() || all.iter().any(|(tier, _)| tier == "_default_tier" || tier.is_empty()) {
            return;
        }
        let Some((node, row)) = all.first().and_then(|(_, rows)| rows.first()).and_then(|row| Some((cx.node(*row)?, *row))) else { return };
        let place = place_of(cx, node, &crate::druid::programs::HISTORICALS, "druid.server.tier");
        let place = if matches!(place, Place::Override(..) | Place::Setting(_)) { place } else { Place::NodeRoles(row) };
        let names: Vec<&str> = all.iter().map(|(tier, _)| tier.as_str()).collect();
        sink.report(place, msg!(en: "No Historical is in _default_tier; there are {t}.", zh: "没有 Historical 位于 _default_tier；现有的层为 {t}。", t = shown(&names.join(", "))));
    }
);

#[cfg(test)]
mod tests {
    use super::no_pause;

    #[test]
    fn a_period_of_nothing_is_told_from_a_short_one() {
        for none in ["PT0S", "P0D", "PT-1S", "PT0.000S"] {
            assert!(no_pause(none), "{none}");
        }
        for some in ["PT0.5S", "PT10S", "P1D", "", "${PERIOD}", "PT"] {
            assert!(!no_pause(some), "{some}");
        }
    }
}
