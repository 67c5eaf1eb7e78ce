//! Keys and versions.

use super::rule;
use crate::druid::sources::{DOC_UPGRADE, STARTUP, issue, lab};
use model::value::shown;
use model::{Edit, Environment, Place, msg};

/// A key that stops the start from a version on.
struct Rejected {
    /// The key, or what it begins with when it ends in a dot.
    key: &'static str,
    /// Which values stop it; all where there is none.
    values: &'static [&'static str],
    since: &'static str,
    /// What the rest of a key that begins so is called now.
    instead: &'static str,
}

const fn rejected(
    key: &'static str,
    values: &'static [&'static str],
    since: &'static str,
    instead: &'static str,
) -> Rejected {
    Rejected { key, values, since, instead }
}

const MERGE: &str = "druid.processing.merge.";

static ALL: &[Rejected] = &[
    rejected("druid.generic.useDefaultValueForNull", &["true"], "32", ""),
    rejected("druid.expressions.useStrictBooleans", &["false"], "32", ""),
    rejected("druid.generic.useThreeValueLogicForNativeFilters", &["false"], "32", ""),
    rejected("druid.processing.merge.pool.", &[], "33", MERGE),
    rejected("druid.processing.merge.task.", &[], "33", MERGE),
    rejected("druid.indexer.runner.type", &["remote"], "38", ""),
    rejected("druid.serverview.type", &["batch"], "38", ""),
    rejected("druid.indexer.runner.k8sAndWorker.runnerStrategy.workerType", &["remote"], "38", ""),
];

rule!(
    /// A key that ends the start.
    REJECTED, "DRU106", "key-that-stops-the-start", Error,
    ["No key is set that this version refuses.", "不能设置所选版本拒绝的配置项。"],
    ["Most keys that are gone are ignored. These are looked for: with one of them every process ends at its start, because what it asked for is not there any more. SQL's rules for nulls and booleans are the only ones from 32 on, druid.processing.merge.pool and .task are one group from 33 on, and from 38 on tasks and segments are managed over HTTP alone. Remove the line.",
     "已移除的配置项大多会被忽略。但这些会被检查：只要设置其一，每个进程都会在启动时退出，因为所要求的功能已不存在。自 32 起空值和布尔值只遵循 SQL 规则，自 33 起 druid.processing.merge.pool 与 .task 合为一组，自 38 起任务和 Segment 只通过 HTTP 管理。请删除该行。"],
    [lab("druid-rejected-keys"), STARTUP, DOC_UPGRADE],
    [("druid.generic.useDefaultValueForNull set to 'true', but has been removed", "any log"),
     ("Config[druid.processing.merge.pool.parallelism] has been removed. Please use config[druid.processing.merge.parallelism] instead.", "any log")],
    fires "druid-33" [("overrides.cluster.druid.generic.useDefaultValueForNull", "true")],
    clean "druid-25" [("overrides.cluster.druid.generic.useDefaultValueForNull", "true")],
    |cx, sink| for (place, key, value) in cx.overrides() {
        let value = value.trim();
        let one = ALL.iter().filter(|one| cx.since(one.since)).find(|one| {
            let begins = one.key.ends_with('.') && key.starts_with(one.key);
            (begins || key == one.key) && (one.values.is_empty() || one.values.iter().any(|v| value.eq_ignore_ascii_case(v)))
        });
        let Some(one) = one else { continue };
        let found = sink.report(place.clone(), if one.values.is_empty() {
            msg!(en: "{k} stops every process from {s} on.", zh: "自 {s} 起 {k} 会使每个进程停止启动。", k = shown(key), s = one.since)
        } else {
            msg!(en: "{k} = {v} stops every process that reads it from {s} on.", zh: "自 {s} 起 {k} = {v} 会使读取它的每个进程停止启动。", k = shown(key), v = shown(value), s = one.since)
        });
        let renamed = key.strip_prefix(one.key).filter(|_| !one.instead.is_empty());
        let target = renamed.map(|rest| format!("{}{rest}", one.instead));
        let Place::Override(layer, property) = &place else { continue };
        let target = target.map(|name| (Place::Override(layer.clone(), property.renamed(&name)), name));
        let free = |to: &Place| cx.overrides().all(|(other, ..)| other != *to);
        match target.filter(|(to, _)| free(to)) {
            Some((to, name)) => found.fix(msg!(en: "Rename it to {k}", zh: "改名为 {k}", k = shown(&name)), vec![Edit::Set(to, value.to_owned()), Edit::Clear(place)]),
            None => found.fix(msg!(en: "Remove the override", zh: "删除该覆盖项"), vec![Edit::Clear(place)]),
        };
    }
);

rule!(
    /// Known holes in production.
    HOLES, "DRU107", "version-with-known-holes", Warning,
    ["A production cluster has no version with known holes.", "生产集群不应使用存在已知漏洞的版本。"],
    ["0.20.0 lets anybody who may send a task run code (CVE-2021-25646) and read the servers' files (CVE-2021-26919), and every 0.20 has the log4j that runs what is written into a log (CVE-2021-44228). Take a current version; until then let nobody reach it but programs that you trust.",
     "0.20.0 中任何能提交任务的人都可以执行代码（CVE-2021-25646）并读取服务器上的文件（CVE-2021-26919）；所有 0.20 版本都带有会执行日志内容的 log4j（CVE-2021-44228）。请使用当前版本；在此之前只允许受信任的程序访问。"],
    [issue("CVE-2021-25646", "https://nvd.nist.gov/vuln/detail/CVE-2021-25646"), issue("CVE-2021-26919", "https://nvd.nist.gov/vuln/detail/CVE-2021-26919")], [],
    fires "druid-020" [("environment", "production")], clean "druid-020" [],
    |cx, sink| if cx.spec.environment == Environment::Production && !cx.since("0.22.1") && !cx.spec.version.is_empty() {
        sink.report(Place::Version, msg!(en: "Druid {v} has holes that let strangers run code.", zh: "Druid {v} 存在可被陌生人执行代码的漏洞。", v = cx.spec.version.as_str()));
    }
);
