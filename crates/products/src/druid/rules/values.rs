//! Values as Druid reads them: sizes, periods, booleans, JSON.

use super::rule;
use crate::druid::notation;
use crate::druid::sources::{DOC_CONFIGURATION, HUMAN_READABLE, lab};
use ::rules::{Context, Key, KeyType};
use formats::json::read::{Value, read};
use model::value::shown;
use model::{Edit, Place, msg};

/// Overrides whose value holds no reference: place, key, what is known of it, value. What is set for
/// tasks alone is judged as what it is for everybody.
pub(super) fn each(cx: &Context, mut f: impl FnMut(Place, &str, Option<&Key>, &str)) {
    for (place, key, value) in cx.overrides() {
        if value.contains("${") || value.contains("@{") {
            continue;
        }
        let own = key.strip_prefix("druid.indexer.fork.property.").unwrap_or(key);
        f(place, own, cx.catalogue().find(own), value.trim());
    }
}

/// A size with a unit of two letters that Druid does not know, without its last letter: `20MB`.
fn mended(text: &str) -> Option<String> {
    let lower = text.replace(' ', "").to_ascii_lowercase();
    let plain = lower.strip_suffix('b')?;
    notation::size(plain)
        .map(|_| plain.to_owned())
        .filter(|plain| !plain.ends_with(|c: char| c.is_ascii_digit()))
}

rule!(
    /// A size that Druid refuses.
    SIZE, "DRU114", "unreadable-size", Error,
    ["A size is a whole number, perhaps with k, m, g or KiB, MiB, GiB.", "大小应为整数，可加 k、m、g 或 KiB、MiB、GiB。"],
    ["Druid reads 20m as twenty million bytes and 20MiB as 20 · 1024 · 1024, and nothing else: MB and GB, fractions and negative numbers end the process at its start.",
     "Druid 将 20m 读作两千万字节，20MiB 读作 20 · 1024 · 1024，除此之外不接受其他写法：MB、GB、小数和负数会使进程在启动时退出。"],
    [lab("druid-sizes"), HUMAN_READABLE],
    [("Invalid format of number: ", "the process's log"), ("Invalid format or out of range of long: ", "the process's log")],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/query/broker/runtime.properties:druid.broker.http.maxQueuedBytes", "20MB")],
    clean "druid-kinds" [("overrides.cluster.conf/druid/cluster/query/broker/runtime.properties:druid.broker.http.maxQueuedBytes", "20MiB")],
    |cx, sink| each(cx, |place, key, known, value| {
        let Some(known) = known.filter(|k| k.kind == KeyType::Size) else { return };
        if notation::size(value).is_some() || value == known.default || value.is_empty() {
            return;
        }
        let found = sink.report(place.clone(), msg!(en: "{k}: \"{v}\" is no size such as 500MiB or 300g.", zh: "{k}：“{v}”不是 500MiB 或 300g 这样的大小。", k = shown(key), v = shown(value)));
        if let Some(plain) = mended(value) {
            found.fix(msg!(en: "Write {t}, which is decimal as well", zh: "改为 {t}，同样是十进制", t = plain.as_str()), vec![Edit::Set(place, plain.clone())]);
        }
    })
);

/// Whether a text is a period of ISO 8601, such as `PT5M`, `P1M`, `PT-1S`.
fn is_period(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    let Some(rest) = upper.strip_prefix('P').filter(|rest| !rest.is_empty()) else { return false };
    let (days, times) = rest.split_once('T').map_or((rest, None), |(d, t)| (d, Some(t)));
    parts(days, "YMWD") && times.is_none_or(|times| !times.is_empty() && parts(times, "HMS"))
}

/// Whether a text is numbers with these letters behind them, in that order.
fn parts(text: &str, letters: &str) -> bool {
    let mut rest = text;
    let mut left = letters;
    while !rest.is_empty() {
        let Some(at) = rest.find(|c: char| c.is_ascii_alphabetic()) else { return false };
        let (number, after) = rest.split_at(at);
        let (letter, after) = after.split_at(1);
        let Some(position) = left.find(letter) else { return false };
        // Joda reads the whole part as an int.
        let whole = number.split('.').next().unwrap_or_default();
        let fits = whole.is_empty() || whole.parse::<i32>().is_ok();
        if number.parse::<f64>().is_err() || !fits {
            return false;
        }
        left = left.get(position + 1..).unwrap_or_default();
        rest = after;
    }
    true
}

/// A time with a unit of other programs as a period: `5s`, `10 min`.
fn as_period(text: &str) -> Option<String> {
    let at = text.find(|c: char| !c.is_ascii_digit()).filter(|at| *at > 0)?;
    let (number, unit) = text.split_at(at);
    let (prefix, letter) = match unit.trim().to_ascii_lowercase().as_str() {
        "s" | "sec" | "second" | "seconds" => ("PT", "S"),
        "m" | "min" | "minute" | "minutes" => ("PT", "M"),
        "h" | "hour" | "hours" => ("PT", "H"),
        "d" | "day" | "days" => ("P", "D"),
        _ => return None,
    };
    Some(format!("{prefix}{number}{letter}"))
}

rule!(
    /// A time that Druid refuses.
    TIME, "DRU115", "unreadable-period", Error,
    ["A time is a period of ISO 8601 such as PT5M.", "时间应为 ISO 8601 时间段，例如 PT5M。"],
    ["PT30S, PT5M, PT1H, P1D: with 5s or 300, or a number beyond 2147483647, the process ends at its start. Keys whose names end in Ms or Millis are plain numbers.",
     "写作 PT30S、PT5M、PT1H、P1D：写成 5s 或 300，或数字超过 2147483647 时进程启动即退出。名称以 Ms 或 Millis 结尾的配置项为纯数字。"],
    [lab("druid-periods"), DOC_CONFIGURATION], [("java.lang.IllegalArgumentException: Invalid format: ", "the process's log")],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/master/coordinator-overlord/runtime.properties:druid.coordinator.period", "5s")],
    clean "druid-kinds" [("overrides.cluster.conf/druid/cluster/master/coordinator-overlord/runtime.properties:druid.coordinator.period", "PT5S")],
    |cx, sink| each(cx, |place, key, known, value| {
        let time = known.is_some_and(|k| k.kind == KeyType::Time && k.default != value);
        if !time || value.is_empty() || is_period(value) {
            return;
        }
        let found = sink.report(place.clone(), msg!(en: "{k}: \"{v}\" is no period such as PT5M.", zh: "{k}：“{v}”不是 PT5M 这样的时间段。", k = shown(key), v = shown(value)));
        if let Some(period) = as_period(value) {
            found.fix(msg!(en: "Write {t}", zh: "改为 {t}", t = period.as_str()), vec![Edit::Set(place, period.clone())]);
        }
    })
);

rule!(
    /// A switch that Druid refuses.
    BOOLEAN, "DRU116", "unreadable-boolean", Error,
    ["A switch is true or false and nothing else.", "开关只能是 true 或 false。"],
    ["yes, on and 1 end the process that reads them; the few keys that are read otherwise take them for false without a word. Write true or false.",
     "yes、on 和 1 会使读取它们的进程退出；少数以其他方式读取的配置项会将其当作 false 且不提示。请写 true 或 false。"],
    [lab("druid-booleans")],
    [("only \"true\"/\"True\"/\"TRUE\" or \"false\"/\"False\"/\"FALSE\" recognized", "the process's log"), ("only \"true\" or \"false\" recognized", "the process's log")],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/query/router/runtime.properties:druid.router.managementProxy.enabled", "yes")],
    clean "druid-kinds" [("overrides.cluster.conf/druid/cluster/query/router/runtime.properties:druid.router.managementProxy.enabled", "TRUE")],
    |cx, sink| each(cx, |place, key, known, value| {
        let fine = ["true", "True", "TRUE", "false", "False", "FALSE"].contains(&value);
        if known.is_none_or(|k| k.kind != KeyType::Bool) || fine || value.is_empty() {
            return;
        }
        let found = sink.report(place.clone(), msg!(en: "{k}: \"{v}\" is neither true nor false.", zh: "{k}：“{v}”既不是 true 也不是 false。", k = shown(key), v = shown(value)));
        let right = match value.to_ascii_lowercase().as_str() {
            "yes" | "on" | "1" | "true" => "true",
            "no" | "off" | "0" | "false" => "false",
            _ => return,
        };
        found.fix(msg!(en: "Write {t}", zh: "改为 {t}", t = right), vec![Edit::Set(place, right.to_owned())]);
    })
);

/// Keys that hold JSON, beside those whose default shows it.
const LISTS: &[&str] = &[
    "druid.extensions.loadList",
    "druid.monitoring.monitors",
    "druid.worker.baseTaskDirs",
    "druid.indexer.task.baseTaskDirPaths",
    "druid.startup.logging.maskProperties",
];

/// Whether a key holds a JSON list.
pub(super) fn is_list(key: &str, default: &str) -> bool {
    default.starts_with('[') || LISTS.contains(&key)
}

/// Whether a text is what stands for a key's default: a list where that is one, an object likewise.
fn is_json(text: &str, list: bool) -> bool {
    match read(text) {
        Ok(Value::List(_)) => list,
        Ok(Value::Object(_)) => !list,
        _ => false,
    }
}

/// Words with commas, brackets or none around them, quotes or none, as a JSON list.
fn as_list(text: &str) -> Option<String> {
    let plain = text.trim().trim_start_matches('[').trim_end_matches(']');
    let words = plain.split(',').map(|word| word.trim().trim_matches(['"', '\'']));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let simple = |word: &&str| {
        word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '$'))
    };
    (!words.is_empty() && words.iter().all(simple)).then(|| notation::as_list(&words))
}

rule!(
    /// A list that is none.
    JSON, "DRU117", "unreadable-json", Error,
    ["A key that holds a list or an object holds JSON.", "列表或对象型配置项必须是 JSON。"],
    ["Every string stands in double quotes, and no comma is left over: [\"a\", \"b\"]. A bare word, missing quotes or a comma too many end the process at its start.",
     "每个字符串使用双引号，且没有多余的逗号：[\"a\", \"b\"]。裸词、缺少引号或多余的逗号会使进程在启动时退出。"],
    [lab("druid-json-lists")],
    [("Problem parsing object at prefix[", "the process's log"), ("Cannot deserialize instance of java.util.LinkedHashSet<java.lang.Object> out of VALUE_STRING token", "the process's log")],
    fires "druid-kinds" [("overrides.cluster.druid.monitoring.monitors", "[org.apache.druid.java.util.metrics.JvmMonitor]")],
    clean "druid-kinds" [("overrides.cluster.druid.monitoring.monitors", "[\"org.apache.druid.java.util.metrics.JvmMonitor\"]")],
    |cx, sink| each(cx, |place, key, known, value| {
        let default = known.map_or("", |k| k.default.as_str());
        let list = is_list(key, default);
        if !(list || default.starts_with('{')) || value.is_empty() || is_json(value, list) {
            return;
        }
        let found = sink.report(place.clone(), if list {
            msg!(en: "{k}: {v} is no JSON list such as [\"a\", \"b\"].", zh: "{k}：{v} 不是 [\"a\", \"b\"] 这样的 JSON 列表。", k = shown(key), v = shown(value))
        } else {
            msg!(en: "{k}: {v} is no JSON object such as {o}.", zh: "{k}：{v} 不是 {o} 这样的 JSON 对象。", k = shown(key), v = shown(value), o = "{\"a\": \"b\"}")
        });
        if let Some(right) = as_list(value).filter(|_| list) {
            found.fix(msg!(en: "Write {t}", zh: "改为 {t}", t = shown(&right)), vec![Edit::Set(place, right)]);
        }
    })
);

#[cfg(test)]
mod tests {
    use super::{as_list, as_period, is_period, mended};

    #[test]
    fn periods_are_told_from_other_times() {
        for good in
            ["PT2147483647S", "PT5M", "P1D", "P1M", "PT-1S", "PT0.050S", "P1DT2H", "PT1800S", "P1W"]
        {
            assert!(is_period(good), "{good}");
        }
        for bad in [
            "P10000000000000000D",
            "PT2147483648S",
            "5s",
            "300",
            "P",
            "PT",
            "PT5",
            "P5S",
            "PTS",
            "PT5S5M",
            "",
        ] {
            assert!(!is_period(bad), "{bad}");
        }
        assert_eq!(as_period("5s").as_deref(), Some("PT5S"));
        assert_eq!(as_period("10 min").as_deref(), Some("PT10M"));
        assert_eq!((as_period("300"), as_period("s")), (None, None));
    }

    #[test]
    fn sizes_lose_the_letter_too_many() {
        assert_eq!(mended("20MB").as_deref(), Some("20m"));
        assert_eq!(mended("300 GB").as_deref(), Some("300g"));
        assert_eq!((mended("1.5GB"), mended("20B"), mended("-1g")), (None, None, None));
    }

    #[test]
    fn lists_are_quoted() {
        assert_eq!(as_list("[druid-x, \"b\",]").as_deref(), Some(r#"["druid-x", "b"]"#));
        assert_eq!((as_list("[]"), as_list("a b")), (None, None));
    }
}
