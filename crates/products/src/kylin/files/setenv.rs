//! `conf/setenv.sh`: the JVM of the server. It keeps all that the release's own file sets; what
//! differs is the heap and the words that were added.

use crate::common::text::{header, not_usable, origin};
use crate::kylin::emr;
use crate::kylin::fields::sizing::{SHIPPED_HEAP, options};
use crate::kylin::roles::is_kylin;
use ::rules::Context;
use formats::File;
use model::value::{ByteSize, Value};
use model::{Lang, Message, Node, Place, Text, msg};

const ABOUT: Text = Text::new(
    "JVM options of Kylin's server; sourced by bin/kylin.sh.",
    "Kylin 服务进程的 JVM 参数；由 bin/kylin.sh 载入。",
);

/// Whether a node needs its own: another heap than the shipped one, or more options.
pub(crate) fn applies(cx: &Context, node: &Node) -> bool {
    let shipped = ByteSize::parse(SHIPPED_HEAP).ok();
    is_kylin(cx, node)
        && (cx.get_for::<ByteSize>(node, "jvm.heap").ok() != shipped
            || !cx.node_text(node, "jvm.extra").is_empty()
            || emr::active(cx))
}

/// Writes it.
pub(crate) fn render(cx: &Context, node: &Node) -> File {
    let lang = cx.spec.language;
    let mut file = File::new(ABOUT);
    file.line("#!/bin/bash");
    header(cx, "#", &mut file);
    let java = const {
        Text::new(
            "# Java 8 only: later versions refuse MaxPermSize and the options of the collector's log.",
            "# 仅适用于 Java 8：更高版本不接受 MaxPermSize 和 GC 日志参数。",
        )
    };
    file.line(java.get(lang));
    file.line("");

    let heap = cx.get_for::<ByteSize>(node, "jvm.heap");
    let extra = cx.node_text(node, "jvm.extra");
    let extra = options(&extra).map(|words| words.join(" "));
    for why in [heap.as_ref().err(), extra.as_ref().err()].into_iter().flatten() {
        file.line(format!("# {}", not_usable(why, lang)));
    }
    let heap = heap.unwrap_or(ByteSize(4 * ByteSize::GIB)).0;
    let first = heap.min(ByteSize::GIB);
    settings(
        &mut file,
        lang,
        node,
        "jvm.heap",
        heap_reason(),
        &format!("kylin_heap=\"-Xms{} -Xmx{}\"", size(first), size(heap)),
    );
    settings(
        &mut file,
        lang,
        node,
        "jvm.extra",
        extra_reason(),
        &format!("kylin_extra=\"{}\"", extra.unwrap_or_default()),
    );
    file.text(REST);
    if emr::active(cx) {
        let reason = msg!(
            en: "On EMR Hive's classes must come before those that HBase brings.",
            zh: "在 EMR 上，Hive 的类必须先于 HBase 自带的类。");
        let origin = origin(reason, &["emr.kind"]);
        file.line("");
        file.because(format!("# {}", origin.reason.render(lang)), origin.clone());
        file.because(HIVE_FIRST, origin);
    }
    file
}

/// kylin.sh has found what Hive needs when it reads this file.
const HIVE_FIRST: &str =
    "export HBASE_CLASSPATH_PREFIX=\"${hive_dependency:-}:$HBASE_CLASSPATH_PREFIX\"";

/// A line caused by a field of the node or of the cluster.
fn settings(file: &mut File, lang: Lang, node: &Node, key: &str, reason: Message, line: &str) {
    let mut origin = origin(reason, &[key]);
    if node.settings.contains_key(key) {
        origin.places.insert(0, Place::NodeSetting(node.row, key.to_owned()));
    }
    file.because(format!("# {}", origin.reason.render(lang)), origin.clone());
    file.because(line, origin);
}

/// Why the heap is what it is.
pub(crate) fn heap_reason() -> Message {
    msg!(en: "The largest heap of the server; it begins with at most 1 GiB, as the release does.",
         zh: "服务进程的最大堆内存；初始值最多 1 GiB，与发行包一致。")
}

fn extra_reason() -> Message {
    msg!(en: "JVM options that were added.", zh: "附加的 JVM 参数。")
}

/// A size as the JVM reads it, in the largest unit that fits.
pub(crate) fn size(bytes: u64) -> String {
    for (unit, name) in [(ByteSize::MIB, "m"), (1 << 10, "k")] {
        if bytes >= unit && bytes.is_multiple_of(unit) {
            return format!("{}{name}", bytes / unit);
        }
    }
    bytes.to_string()
}

/// What the release's own file sets beside the heap.
const REST: &str = r#"export KYLIN_JVM_SETTINGS="$kylin_heap -Xss1024K -XX:MaxPermSize=512M -verbose:gc -XX:+PrintGCDetails -XX:+PrintGCDateStamps -Xloggc:$KYLIN_HOME/logs/kylin.gc.%p -XX:+UseGCLogFileRotation -XX:NumberOfGCLogFiles=10 -XX:GCLogFileSize=64M${kylin_extra:+ $kylin_extra}"

# glibc would reserve address space for many more arenas (HADOOP-7154).
export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-4}

# On HDP the stack's version must be known to Hadoop's own settings.
export KYLIN_EXTRA_START_OPTS=""
if [[ -d /usr/hdp/current/hadoop-client ]]; then
    kylin_hdp=$(readlink /usr/hdp/current/hadoop-client)
    kylin_hdp=${kylin_hdp#/usr/hdp/}
    export KYLIN_EXTRA_START_OPTS="-Dhdp.version=${kylin_hdp%%/*}"
    if [[ -d /usr/hdp/current/hadoop-client/lib/native ]]; then
        export KYLIN_LD_LIBRARY_SETTINGS="-Djava.library.path=/usr/hdp/current/hadoop-client/lib/native"
    fi
fi

KYLIN_EXTRA_START_OPTS="$KYLIN_JVM_SETTINGS $KYLIN_EXTRA_START_OPTS"
if [[ -n "$KYLIN_DEBUG_SETTINGS" ]]; then
    KYLIN_EXTRA_START_OPTS="$KYLIN_DEBUG_SETTINGS $KYLIN_EXTRA_START_OPTS"
fi
if [[ -n "$KYLIN_LD_LIBRARY_SETTINGS" ]]; then
    KYLIN_EXTRA_START_OPTS="$KYLIN_LD_LIBRARY_SETTINGS $KYLIN_EXTRA_START_OPTS"
fi
"#;

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_what_the_jvm_reads() {
        assert_eq!(size(8 << 30), "8192m");
        assert_eq!(size(1 << 30), "1024m");
        assert_eq!(size(3 << 10), "3k");
        assert_eq!(size(1025), "1025");
    }
}
