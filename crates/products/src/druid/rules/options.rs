//! The options of Druid's JVMs, of programs and of tasks.

use super::rule;
use super::shared::{Said, each, oldest_java, removal};
use crate::common::jvm::Options;
use crate::druid::effective::{options, place, task_options, task_place};
use crate::druid::programs::{MIDDLE_MANAGERS, PROGRAMS, Program};
use crate::druid::sources::{DOC_CONFIGURATION, DOC_JAVA, DOC_TUNING, issue, lab};
use ::rules::Context;
use model::value::shown;
use model::{Message, Node, Place, Text, msg};

/// Options of Java that a later one does not know: with which it ends.
const GONE: &[(&str, u32)] = &[
    ("PrintGCDateStamps", 9),
    ("PrintGCTimeStamps", 9),
    ("PrintGCApplicationStoppedTime", 9),
    ("UseGCLogFileRotation", 9),
    ("NumberOfGCLogFiles", 9),
    ("UseParNewGC", 10),
    ("UseConcMarkSweepGC", 14),
    ("MaxPermSize", 17),
    ("PermSize", 17),
    ("UseCGroupMemoryLimitForHeap", 17),
    ("CMSClassUnloadingEnabled", 17),
    ("CMSInitiatingOccupancyFraction", 17),
    ("UseCMSInitiatingOccupancyOnly", 17),
    ("CMSParallelRemarkEnabled", 17),
    ("CMSScavengeBeforeRemark", 17),
    ("UseParallelOldGC", 17),
    ("AggressiveOpts", 17),
    ("UseFastAccessorMethods", 17),
    ("ExplicitGCInvokesConcurrentAndUnloadsClasses", 17),
    ("GCLogFileSize", 17),
    ("PrintTenuringDistribution", 17),
    ("PrintHeapAtGC", 17),
    ("PrintAdaptiveSizePolicy", 17),
    ("PrintGCCause", 17),
    ("PrintReferenceGC", 17),
    ("PrintPromotionFailure", 17),
    ("PrintGCApplicationConcurrentTime", 17),
    ("TraceClassLoading", 17),
    ("UnlockCommercialFeatures", 17),
    ("-d64", 17),
    ("-d32", 17),
];

/// The option behind `-XX:`, without its sign and value.
fn name(word: &str) -> Option<&str> {
    if word == "-d64" || word == "-d32" {
        return Some(word);
    }
    let name = word.strip_prefix("-XX:")?.trim_start_matches(['+', '-']);
    name.split('=').next()
}

/// Programs and tasks on one node of each class: whose options they are, the options, and where one
/// of them is set.
fn all(cx: &Context, mut f: impl FnMut(&Node, Message, &Options, &dyn Fn(&str) -> Place)) {
    each(cx, PROGRAMS, |node, program: &'static Program| {
        let of = |word: &str| {
            let key = word.split('=').next().unwrap_or(word);
            let bare =
                ["-Xmx", "-Xms", "-Xss", "-Xmn"].into_iter().find(|bare| word.starts_with(bare));
            place(cx, node, program, bare.unwrap_or(key))
        };
        f(node, Message::from(program.title), &options(cx, node, program), &of);
    });
    each(cx, &[&MIDDLE_MANAGERS], |node, _| {
        const TASKS: Text = Text::new("tasks", "任务");
        f(node, Message::from(TASKS), &task_options(cx, node), &|_| task_place(cx, node));
    });
}

rule!(
    /// An option of an older Java.
    REMOVED, "DRU102", "option-of-an-older-java", Error,
    ["Java knows every option that it is given.", "Java 必须认识所给的每个参数。"],
    ["The options of Java 8 for logs of collections, and its collector CMS, are gone: a newer Java ends at the first that it does not know. In the options of tasks it shows only there: the MiddleManager is healthy, and every task fails at once. Remove it; Java 9 and newer log collections with -Xlog:gc*.",
     "Java 8 的垃圾回收日志参数以及 CMS 回收器已被移除：较新的 Java 遇到不认识的参数即退出。写在任务参数中时只在任务里出现：MiddleManager 正常，而所有任务立即失败。请删除；Java 9 及更新版本用 -Xlog:gc* 记录回收日志。"],
    [lab("druid-java-options"), lab("druid-java-17-options"), DOC_JAVA],
    [("Unrecognized VM option '…'", "output of the start, the task's log"), ("Unrecognized option: -d64", "output of the start, the task's log")],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-XX:+PrintGCDateStamps", "")],
    clean "druid-020" [("overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-XX:+PrintGCDateStamps", "")],
    |cx, sink| {
        let mut said = Said::default();
        all(cx, |node, who, options, of| for word in options.words() {
            let Some(name) = name(word) else { continue };
            let java = oldest_java(cx, node);
            let lenient = name != word && options.words().any(|word| word == "-XX:+IgnoreUnrecognizedVMOptions");
            let Some((_, since)) = GONE.iter().filter(|_| !lenient).find(|(gone, since)| *gone == name && java >= *since) else { continue };
            let place = of(word);
            if !said.first(&place) {
                continue;
            }
            let (title, edits) = removal(&place);
            let found = sink.report(place.clone(), msg!(en: "{w}, for {p} on {n}: Java {s} and newer end with it.", zh: "{n} 上 {p} 的 {w}：Java {s} 及更新版本会因此退出。",
                w = shown(word), p = who.clone(), n = cx.name(node.row), s = *since));
            if matches!(place, Place::Override(_, ref property) if property.key().starts_with('-')) {
                found.fix(title, edits);
            }
        });
    }
);

rule!(
    /// Options with which no JVM starts.
    WORDS, "DRU103", "options-that-no-java-takes", Error,
    ["A JVM's options are such that it starts.", "JVM 参数必须能使其启动。"],
    ["The heap begins not larger than it may become, and sizes are a whole number with k, m, g or t: 8GB and 1.5g are none; and there is one garbage collector. Otherwise the JVM ends before Druid says a word.",
     "初始堆内存不能大于最大堆内存，大小为整数加 k、m、g 或 t：不能写 8GB 或 1.5g；垃圾回收器只能有一个。否则 JVM 在 Druid 输出任何内容之前就会退出。"],
    [lab("druid-java-options"), lab("druid-java-17-options")],
    [("Error occurred during initialization of VM", "output of the start"), ("Invalid maximum heap size: -Xmx", "output of the start"),
     ("Invalid initial heap size: -Xms", "output of the start"), ("Multiple garbage collectors selected", "output of the start"), ("Unrecognized option: -server", "output of the start")],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-Xms", "64g")],
    clean "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-Xms", "8g")],
    |cx, sink| {
        let mut said = Said::default();
        all(cx, |node, who, options, of| {
            let Some(why) = options.wrong() else { return };
            // What begins larger than it may become is the beginning's fault, where that was set.
            let by_hand = |place: &Place| matches!(place, Place::Override(..));
            let place = match options.collectors().as_slice() {
                [.., _, second] => of(&format!("-XX:+{second}")),
                _ => Some(of("-Xms")).filter(by_hand).unwrap_or_else(|| of("-Xmx")),
            };
            if said.first(&place) {
                sink.report(place, msg!(en: "The JVM of {p} on {n} would not start: {w}.", zh: "{n} 上 {p} 的 JVM 无法启动：{w}。", p = who, n = cx.name(node.row), w = why));
            }
        });
    }
);

rule!(
    /// Another time zone or encoding.
    TIME_ZONE, "DRU104", "not-utc-or-utf-8", Warning,
    ["Druid's JVMs have the time zone UTC and the encoding UTF-8.", "Druid 的 JVM 使用 UTC 时区和 UTF-8 编码。"],
    ["Druid is tested with these alone. With another time zone intervals of segments are cut at other hours than queries ask for; with another encoding names and values of dimensions are damaged. Ask for another zone in the query.",
     "Druid 只在这两项设置下测试。使用其他时区时 Segment 的时间区间与查询不一致；使用其他编码时维度的名称和值会损坏。请在查询中指定时区。"],
    [DOC_CONFIGURATION], [],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-Duser.timezone", "Asia/Shanghai")],
    clean "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-Duser.timezone", "UTC")],
    |cx, sink| {
        let mut said = Said::default();
        all(cx, |node, who, options, of| {
            for (key, value) in options.defined() {
                let fine = match key {
                    "user.timezone" => ["UTC", "UTC+0000", "Etc/UTC", "GMT", "Z"].contains(&value),
                    "file.encoding" => value.eq_ignore_ascii_case("utf-8") || value.eq_ignore_ascii_case("utf8"),
                    _ => true,
                };
                let place = of(&format!("-D{key}"));
                if fine || !said.first(&place) {
                    continue;
                }
                let (title, edits) = removal(&place);
                let found = sink.report(place.clone(), msg!(en: "{k} is {v} for {p} on {n}: Druid is tested with UTC and UTF-8 alone.", zh: "{n} 上 {p} 的 {k} 为 {v}：Druid 只在 UTC 和 UTF-8 下测试。",
                    k = shown(key), v = shown(value), p = who.clone(), n = cx.name(node.row)));
                if matches!(place, Place::Override(_, ref property) if property.key().starts_with('-')) {
                    found.fix(title, edits);
                }
            }
        });
    }
);

rule!(
    /// Temporary files in memory.
    TEMPORARY, "DRU105", "temporary-files-in-memory", Warning,
    ["Temporary files lie on a disk.", "临时文件应位于磁盘上。"],
    ["Uploads, spilled results and unpacked segments go to java.io.tmpdir. /dev/shm and /run are memory, /tmp often is, and is cleaned while Druid runs; there a large load takes the machine's memory or loses its files. Set a folder on a data disk.",
     "上传、溢出的结果和解压的 Segment 写入 java.io.tmpdir。/dev/shm 和 /run 是内存，/tmp 常常也是，并且会在 Druid 运行时被清理；大型导入会占满内存或丢失文件。请设为数据磁盘上的目录。"],
    [DOC_TUNING, DOC_CONFIGURATION], [],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-Djava.io.tmpdir", "/dev/shm")],
    clean "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-Djava.io.tmpdir", "/data1/tmp")],
    |cx, sink| {
        let mut said = Said::default();
        all(cx, |node, who, options, of| {
            let Some((_, value)) = options.defined().filter(|(key, _)| *key == "java.io.tmpdir").last() else { return };
            let below = |folder: &str| value.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            let place = of("-Djava.io.tmpdir");
            if ["/dev/shm", "/run", "/var/run", "/tmp"].iter().any(|folder| below(folder)) && said.first(&place) {
                sink.report(place, msg!(en: "{v} for the temporary files of {p} on {n} is memory, or is cleaned away.", zh: "{n} 上 {p} 的临时目录 {v} 是内存，或会被清理。",
                    v = shown(value), p = who, n = cx.name(node.row)));
            }
        });
    }
);

const JUTE: &str = "jute.maxbuffer";

rule!(
    /// A limit of ZooKeeper's that not everybody has.
    JUTE_BUFFER, "DRU119", "jute-maxbuffer-differs", Warning,
    ["All programs have the same jute.maxbuffer, or none has it.", "全部程序的 jute.maxbuffer 相同，或都不设置。"],
    ["It limits what ZooKeeper's clients take and what its servers send. Where only some have more, a process with a long queue of segments to load loses its session again and again. Give it to every jvm.config, to the options of tasks and to ZooKeeper. From 25 on segments are loaded over HTTP and nothing so large is left there: remove it.",
     "它限制 ZooKeeper 客户端可接收、服务端可发送的大小。只有部分程序放宽时，待加载 Segment 很多的进程会不断丢失会话。请在每个 jvm.config、任务参数和 ZooKeeper 中都设置。25 起 Segment 通过 HTTP 加载，ZooKeeper 中不再有这么大的内容：请删除。"],
    [issue("apache/druid#10808", "https://github.com/apache/druid/issues/10808")],
    [("java.io.IOException: Packet len… is out of range!", "the process's log")],
    fires "druid-020" [("overrides.cluster.conf/druid/cluster/data/middleManager/jvm.config:-Djute.maxbuffer", "173159500")],
    clean "druid-020" [],
    |cx, sink| {
        let mut seen: Vec<(String, Option<Place>)> = Vec::new();
        each(cx, PROGRAMS, |node, program| {
            let value = options(cx, node, program).defined().filter(|(key, _)| *key == JUTE).last().map(|(_, value)| value.to_owned());
            let place = value.as_ref().map(|_| place(cx, node, program, "-Djute.maxbuffer"));
            seen.push((value.unwrap_or_default(), place));
        });
        let differ = seen.iter().any(|(value, _)| Some(value) != seen.first().map(|(first, _)| first));
        let mut said = Said::default();
        for (value, place) in seen {
            if let Some(place) = place.filter(|place| differ && said.first(place)) {
                sink.report(place, msg!(en: "Not every program has jute.maxbuffer={v}.", zh: "并非全部程序都设置了 jute.maxbuffer={v}。", v = shown(&value)));
            }
        }
    }
);

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn an_option_has_a_name() {
        assert_eq!(name("-XX:+PrintGCDateStamps"), Some("PrintGCDateStamps"));
        assert_eq!(name("-XX:NumberOfGCLogFiles=10"), Some("NumberOfGCLogFiles"));
        assert_eq!(name("-Xmx1g"), None);
    }
}
