//! Values that Alluxio cannot read, or reads as something else.

use super::{by_hand, removal, rule};
use crate::alluxio::notation::{size, time};
use crate::alluxio::sources::{FORMAT_UTILS, lab, oracle};
use crate::alluxio::versions::two;
use ::rules::{Context, KeyType, Sink};
use model::value::shown;
use model::{Place, msg};

/// Reports a pair of times whose first is not below the second.
pub(super) fn out_of_order(cx: &Context, sink: &mut Sink, low: &str, high: &str) {
    let mut seen: Vec<Place> = Vec::new();
    for config in cx.configs().iter().filter(|c| c.get(low).or(c.get(high)).is_some()) {
        let (a, b) = (cx.value(config, low), cx.value(config, high));
        let (Some(x), Some(y)) = (time(a), time(b)) else { continue };
        let place = config.place(low, config.place(high, Place::Document));
        if x >= y && !seen.contains(&place) {
            sink.report(place.clone(), msg!(en: "{l} is {a}, which is not below {h}, {b}.", zh: "{l} 为 {a}，不小于 {h} 的 {b}。",
                l = low, a = shown(a), h = high, b = shown(b)));
            seen.push(place);
        }
    }
}

/// The keys of a worker's capacity.
fn is_capacity(key: &str) -> bool {
    matches!(key, "alluxio.worker.ramdisk.size" | "alluxio.worker.memory.size")
        || (key.starts_with("alluxio.worker.tieredstore.level") && key.ends_with(".dirs.quota"))
}

/// Overrides whose value holds no reference.
pub(super) fn each(cx: &Context, mut f: impl FnMut(Place, &str, &str)) {
    for (place, key, value) in cx.overrides() {
        if !value.contains("${") && !value.contains("@{") {
            f(place, key, value.trim());
        }
    }
}

rule!(
    /// A capacity that cannot be read.
    SIZE, "ALX035", "unreadable-capacity", Error,
    ["A worker's capacity is a size such as 16GB.", "worker 的容量必须是 16GB 这样的大小。"],
    ["A number and a unit without a blank: at anything else a 2.9 worker exits, a 1.8 worker is silent for a minute first; a negative size gives a worker with negative capacity. Correct the value.",
     "数字和单位之间不能有空格：其他写法会使 2.9 的 worker 退出，1.8 的 worker 先静默一分钟再退出；负数会得到容量为负的 worker。请更正。"],
    [lab("alluxio-size-of-a-tier"), FORMAT_UTILS], [("Fail to parse … to bytes", "logs/worker.log")],
    fires "alluxio-three" [("overrides.role.worker.alluxio.worker.ramdisk.size", "16 GB")],
    clean "alluxio-three" [("overrides.role.worker.alluxio.worker.ramdisk.size", "1.5GB")],
    |cx, sink| each(cx, |place, key, value| {
        if !is_capacity(key) {
            return;
        }
        // Java drops what is empty behind the last comma of a list; a single size is no list.
        let list = if key.ends_with(".dirs.quota") { value.trim_end_matches(',') } else { value };
        let bad = list.split(',').map(str::trim).find(|part| size(part).is_none_or(|s| s < 0.0));
        if let Some(bad) = bad {
            sink.report(place, msg!(en: "{k}: \"{v}\" is no size such as 16GB.", zh: "{k}：“{v}”不是 16GB 这样的大小。", k = key, v = shown(bad)));
        }
    })
);

rule!(
    /// A unit that Alluxio does not know.
    UNIT, "ALX036", "unreadable-size-or-time", Warning,
    ["Sizes and times are written as Alluxio reads them.", "大小和时间应按 Alluxio 的格式书写。"],
    ["A size is a number and a unit without a blank (64MB), a time whole digits and a unit in the singular (10s, 5min; not 1.5s, not 10seconds). Nothing is said at the load: the thread that first asks for the value ends, with 1.8 the one that notices lost workers. Correct the value.",
     "大小为数字加单位且无空格（64MB），时间为整数加单数形式的单位（10s、5min；不能写 1.5s 或 10seconds）。加载时不会提示：首次用到该值的线程会结束，在 1.8 中就是负责发现 worker 丢失的线程。请更正。"],
    [oracle("alluxio-loader-sizes-and-times"), FORMAT_UTILS], [("Configuration cannot evaluate key … as milliseconds", "logs/master.log")],
    fires "alluxio-three" [("overrides.cluster.alluxio.master.worker.timeout", "1.5s")],
    clean "alluxio-three" [("overrides.cluster.alluxio.master.worker.timeout", "90s")],
    |cx, sink| each(cx, |place, key, value| {
        let Some(known) = cx.catalogue().find(key).filter(|_| !is_capacity(key)) else { return };
        let bad = match known.kind {
            KeyType::Time => time(value).is_none(),
            KeyType::Size => size(value).is_none(),
            _ => false,
        };
        // A value that means "none" may be empty.
        if bad && !(value.is_empty() && known.default.is_empty()) {
            sink.report(place, msg!(en: "{k}: Alluxio cannot read \"{v}\".", zh: "{k}：Alluxio 无法读取“{v}”。", k = key, v = shown(value)));
        }
    })
);

rule!(
    /// A switch that 1.8 refuses.
    BOOLEAN, "ALX037", "not-a-boolean-in-1-8", Error,
    ["With 1.8 a switch is true or false and nothing else.", "1.8 中开关只能是 true 或 false。"],
    ["2.x takes everything else for false; 1.8 stops as soon as it reads the key. Write true or false.",
     "2.x 会把其他内容当作 false；1.8 读到该配置项时就会停止。请写 true 或 false。"],
    [oracle("alluxio-loader-switch")], [("Configuration cannot evaluate key … as boolean", "logs/master.log")],
    fires "alluxio-legacy" [("overrides.cluster.alluxio.security.authorization.permission.enabled", "yes")],
    clean "alluxio-legacy" [("overrides.cluster.alluxio.security.authorization.permission.enabled", "false")],
    |cx, sink| if !two(cx) { each(cx, |place, key, value| {
        let lower = value.to_ascii_lowercase();
        let is_bool = cx.catalogue().find(key).is_some_and(|k| k.kind == KeyType::Bool);
        if is_bool && lower != "true" && lower != "false" {
            sink.report(place, msg!(en: "{k} is \"{v}\": 1.8 stops at it. Write true or false.", zh: "{k} 的值是“{v}”：1.8 会因此停止。请写 true 或 false。", k = key, v = shown(value)));
        }
    }); }
);

/// Keys whose wrong option ends the process at once, with the options; in 2.x.
const STOPPING: [(&str, &[&str]); 3] = [
    ("alluxio.master.metastore", &["HEAP", "ROCKS"]),
    ("alluxio.security.authentication.type", &["CUSTOM", "NOSASL", "SIMPLE"]),
    (
        "alluxio.user.file.writetype.default",
        &["ASYNC_THROUGH", "CACHE_THROUGH", "MUST_CACHE", "NONE", "THROUGH", "TRY_CACHE"],
    ),
];

rule!(
    /// An option that ends the process.
    OPTION, "ALX038", "unknown-option", Error,
    ["Options that are read at the start have a known value.", "启动时读取的选项必须是已知的值。"],
    ["The process that reads the key ends at its start. Choose one of the values in the message.",
     "读取该配置项的进程会在启动时退出。请从提示信息中选择。"],
    [oracle("alluxio-loader-option")], [("Cannot cast java.lang.String to alluxio.", "logs/master.log")],
    fires "alluxio-three" [("overrides.cluster.alluxio.master.metastore", "FOO")],
    clean "alluxio-three" [("overrides.cluster.alluxio.master.metastore", "heap")],
    |cx, sink| for (key, known) in STOPPING {
        // 1.8 has no metastore, starts with any write type and knows KERBEROS.
        if !two(cx) && key != "alluxio.security.authentication.type" {
            continue;
        }
        for found in by_hand(cx, key) {
            let value = found.value.to_ascii_uppercase();
            if known.contains(&value.as_str()) || (!two(cx) && value == "KERBEROS") {
                continue;
            }
            let (title, edits) = removal(&found);
            sink.report(found.place.clone(), msg!(en: "{k} is \"{v}\"; it can be {known}.", zh: "{k} 的值是“{v}”，可选：{known}。",
                k = key, v = shown(&found.value), known = known.join(", ")))
            .fix(title, edits);
        }
    }
);

rule!(
    /// A port that is none.
    PORT, "ALX039", "not-a-port", Error,
    ["A port is a number from 1 to 65535.", "端口必须是 1 到 65535 的数字。"],
    ["The process ends at its start. Correct the number, best in the field, which other files and the firewall sheet follow.",
     "进程会在启动时退出。请更正，最好在字段中设置：其他文件和防火墙清单会随之改变。"],
    [lab("alluxio-port")], [("port out of range:", "logs/master.log"), ("Port must be less than 65536", "logs/master.log")],
    fires "alluxio-three" [("overrides.cluster.alluxio.master.web.port", "70000")],
    clean "alluxio-three" [("overrides.cluster.alluxio.master.web.port", "29000")],
    |cx, sink| each(cx, |place, key, value| {
        let known = cx.catalogue().find(key).is_some_and(|k| k.kind == KeyType::Integer);
        if known && key.ends_with(".port") && value.parse::<u16>().map_or(true, |p| p == 0) && value.parse::<i64>().is_ok() {
            sink.report(place, msg!(en: "{k} is {v}, which is no port.", zh: "{k} 为 {v}，不是端口号。", k = key, v = shown(value)));
        }
    })
);
