//! Numbers with which a program does not start, and what sizes are computed from.

use super::rule;
use super::shared::{Said, cores, each, removal};
use crate::common::machine::{CORES, MEMORY};
use crate::druid::effective::{number, peon_place, peon_reads, place_of};
use crate::druid::programs::{BROKERS, HISTORICALS, INDEXERS, MIDDLE_MANAGERS, PROGRAMS, Program};
use crate::druid::roles::is_druid;
use crate::druid::sources::{DOC_CONFIGURATION, DOC_TUNING, lab};
use crate::druid::versions::broker_merges_only;
use ::rules::{Context, Sink, Source};
use model::{Environment, Place, msg};

/// A number that a program reads, and between what it has to lie.
struct Bounds {
    key: &'static str,
    least: i64,
    most: i64,
    reads: fn(&Context, &Program) -> bool,
}

const MANY: i64 = i32::MAX as i64;

/// What the lab saw end a start, by key.
static BOUNDS: &[Bounds] = &[
    Bounds { key: "druid.server.http.numThreads", least: 1, most: MANY, reads: |_, _| true },
    Bounds {
        key: "druid.worker.capacity",
        least: 1,
        most: MANY,
        reads: |_, p| p.id == MIDDLE_MANAGERS.id || p.id == INDEXERS.id,
    },
    Bounds {
        key: "druid.indexer.runner.startPort",
        least: 1024,
        most: 65_535,
        reads: |_, p| p.id == MIDDLE_MANAGERS.id,
    },
    Bounds {
        key: "druid.processing.numThreads",
        least: 1,
        most: MANY,
        reads: |cx, p| {
            [HISTORICALS.id, INDEXERS.id].contains(&p.id)
                || p.id == BROKERS.id && !broker_merges_only(cx)
        },
    },
    Bounds {
        key: "druid.broker.http.numConnections",
        least: 1,
        most: MANY,
        // 0.20 starts with none.
        reads: |cx, p| p.id == BROKERS.id && cx.since("0.21"),
    },
    Bounds { key: "druid.plaintextPort", least: 1, most: 65_535, reads: |_, _| true },
    Bounds { key: "druid.tlsPort", least: 1, most: 65_535, reads: |_, _| true },
];

rule!(
    /// A number with which a program ends at its start.
    LEAST, "DRU069", "number-out-of-range", Error,
    ["Numbers of threads, tasks and ports are such that a program starts.", "线程数、任务数和端口必须使程序能够启动。"],
    ["With none or less than none of these a process ends within seconds, of processing threads without naming the key; a Broker without connections never becomes healthy. A port has at most 65535, and tasks take ports from 1024 on.",
     "这些数值为零或负数时进程数秒内退出，其中处理线程数不会指明配置项；没有连接的 Broker 永远不会就绪。端口最大为 65535，任务端口从 1024 起。"],
    [lab("druid-numbers"), DOC_CONFIGURATION],
    [("druid.worker.capacity - must be greater than or equal to 1", "the MiddleManager's log"),
     ("druid.server.http.numThreads - must be greater than or equal to 1", "the process's log"),
     ("druid.indexer.runner.startPort - must be greater than or equal to 1024", "the MiddleManager's log"),
     ("druid.plaintextPort - must be less than or equal to 65535", "the process's log")],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/middleManager/runtime.properties:druid.worker.capacity", "0")],
    clean "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/middleManager/runtime.properties:druid.worker.capacity", "1")],
    |cx, sink| {
        let mut said = Said::default();
        each(cx, PROGRAMS, |node, program| {
            for bounds in BOUNDS.iter().filter(|b| (b.reads)(cx, program)) {
                let text = program.reads(cx, node, bounds.key);
                let Ok(number) = text.parse::<i64>() else { continue };
                // A negative number of threads is no error of 0.20.
                let fine = bounds.key == "druid.processing.numThreads" && !cx.since("0.21") && number < 0;
                let place = place_of(cx, node, program, bounds.key);
                if (bounds.least..=bounds.most).contains(&number) || fine || !said.first(&place) {
                    continue;
                }
                let found = sink.report(place.clone(), if number < bounds.least {
                    msg!(en: "{k} is {v}; the {p} on {n} takes {l} and more.", zh: "{k} 为 {v}；{n} 上的 {p} 要求至少为 {l}。",
                        k = bounds.key, v = number, p = program.title, n = cx.name(node.row), l = bounds.least)
                } else {
                    msg!(en: "{k} is {v}; the {p} on {n} takes at most {m}.", zh: "{k} 为 {v}；{n} 上的 {p} 要求不超过 {m}。",
                        k = bounds.key, v = number, p = program.title, n = cx.name(node.row), m = bounds.most)
                });
                if matches!(place, Place::Override(..)) {
                    let (title, edits) = removal(&place);
                    found.fix(title, edits);
                }
            }
        });
    }
);

const MERGE: &str = "druid.processing.numMergeBuffers";

rule!(
    /// No buffer to merge in.
    NO_MERGE_BUFFERS, "DRU070", "no-merge-buffers", Warning,
    ["There is a merge buffer at least.", "至少要有一个合并缓冲区。"],
    ["The process starts without; then every GROUP BY of several columns fails. One is taken by each such query, two by one within another. Set two or more, or remove the line: Druid then takes a quarter of the threads, at least two.",
     "没有时进程也能启动，但多列的 GROUP BY 全部失败。每个此类查询占用一个，嵌套时占用两个。请设为两个或更多，或删除该行：Druid 会取线程数的四分之一，至少两个。"],
    [lab("druid-no-merge-buffers"), DOC_TUNING],
    [("Query needs 1 merge buffers, but only 0 merge buffers were configured", "the answer to the query")],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/query/broker/runtime.properties:druid.processing.numMergeBuffers", "0")],
    clean "druid-kinds" [("settings.broker.merge_buffers", "2")],
    |cx, sink| {
        let mut said = Said::default();
        each(cx, &[&HISTORICALS, &INDEXERS, &BROKERS, &MIDDLE_MANAGERS], |node, program| {
            let (text, place) = if program.id == MIDDLE_MANAGERS.id {
                (peon_reads(cx, node, MERGE), peon_place(cx, node, MERGE))
            } else {
                (program.reads(cx, node, MERGE), place_of(cx, node, program, MERGE))
            };
            if !text.parse::<i64>().is_ok_and(|n| n < 1) || !said.first(&place) {
                return;
            }
            let found = sink.report(place.clone(), msg!(en: "{k} is {v} for the {p} on {n}: a GROUP BY of several columns would fail.",
                zh: "{n} 上的 {p} 的 {k} 为 {v}：多列的 GROUP BY 会失败。", k = MERGE, v = text.as_str(), p = program.title, n = cx.name(node.row)));
            if matches!(place, Place::Override(..)) {
                let (title, edits) = removal(&place);
                found.fix(title, edits);
            }
        });
    }
);

rule!(
    /// More threads than cores.
    THREADS_AND_CORES, "DRU071", "more-threads-than-cores", Warning,
    ["There are not more processing threads than cores.", "处理线程数不应超过核数。"],
    ["A processing thread computes without waiting: more of them than cores take turns and make every query slower, and each takes a buffer. Leave one core for all else.",
     "处理线程持续计算而不等待：超过核数时只能轮流运行，使每个查询变慢，且每个线程都占用一个缓冲区。请留一个核给其他工作。"],
    [DOC_TUNING], [],
    fires "druid-kinds" [("settings.historical.threads", "31")], clean "druid-kinds" [("settings.historical.threads", "16")],
    |cx, sink| {
        let mut said = Said::default();
        each(cx, &[&HISTORICALS, &INDEXERS], |node, program| {
            let threads = number(cx, node, program, "druid.processing.numThreads");
            let (Some(threads), Some(cores)) = (threads, cores(cx, node)) else { return };
            let place = place_of(cx, node, program, "druid.processing.numThreads");
            if threads > cores && said.first(&place) {
                sink.report(place, msg!(en: "The {p} on {n} has {t} processing threads and {c} cores.", zh: "{n} 上的 {p} 有 {t} 个处理线程，但只有 {c} 核。",
                    p = program.title, n = cx.name(node.row), t = threads, c = cores));
            }
        });
    }
);

const OWN: Source = Source::own("Muster: sizes that follow from a machine's cores and memory");

/// Reports what is not known of the machines, once for all that are alike.
fn unknown(cx: &Context, sink: &mut Sink) {
    for config in cx.configs() {
        let Some(node) = cx.node(config.node()).filter(|node| is_druid(cx, node)) else { continue };
        let empty = |key: &str| cx.node_text(node, key).is_empty();
        let n = cx.names(&config.nodes);
        let (key, message) = match (empty(CORES.key), empty(MEMORY.key)) {
            (false, false) => continue,
            (true, true) => (
                CORES.key,
                msg!(en: "Neither cores nor memory of {n} are known: sizes are guesses.", zh: "不知道 {n} 的核数和内存：各项大小只是猜测。", n = n),
            ),
            (true, false) => (
                CORES.key,
                msg!(en: "The cores of {n} are not known: threads and buffers are guesses.", zh: "不知道 {n} 的核数：线程数和缓冲区只是猜测。", n = n),
            ),
            (false, true) => (
                MEMORY.key,
                msg!(en: "The memory of {n} is not known: whether heaps fit nobody can tell.", zh: "不知道 {n} 的内存：无法判断堆内存是否放得下。", n = n),
            ),
        };
        let others = config.nodes.iter().skip(1);
        sink.report(Place::NodeSetting(node.row, key.to_owned()), message)
            .related(others.map(|row| Place::NodeSetting(*row, key.to_owned())));
    }
}

rule!(
    /// Sizes of production that are guesses.
    UNKNOWN_IN_PRODUCTION, "DRU072", "machine-unknown-in-production", Warning,
    ["Cores and memory of a production cluster's machines are known.", "生产集群各机器的核数和内存应当已知。"],
    ["Heaps, threads, buffers and the number of tasks follow from them. Without them small values are taken that start anywhere: much of the machine lies idle, or it has less than is believed and the kernel ends a process. Enter what lscpu and free say.",
     "堆内存、线程数、缓冲区和任务数都由此得出。未知时采用任何机器都能启动的小值：机器大部分闲置，或实际内存不足而被内核终止进程。请填写 lscpu 和 free 显示的值。"],
    [OWN, DOC_TUNING], [],
    fires "druid-ha" [("nodes[3].settings.host.memory", "")], clean "druid-kinds" [("nodes[1].settings.host.memory", "")],
    |cx, sink| if cx.spec.environment == Environment::Production {
        unknown(cx, sink);
    }
);

rule!(
    /// Sizes that are guesses.
    UNKNOWN, "DRU073", "machine-unknown", Info,
    ["Cores and memory of the machines are known.", "各机器的核数和内存应当已知。"],
    ["Heaps, threads, buffers and the number of tasks follow from them. Without them small values are taken that start anywhere.",
     "堆内存、线程数、缓冲区和任务数都由此得出。未知时采用任何机器都能启动的小值。"],
    [OWN, DOC_TUNING], [],
    fires "druid-kinds" [("nodes[1].settings.host.memory", "")], clean "druid-kinds" [],
    |cx, sink| if cx.spec.environment != Environment::Production {
        unknown(cx, sink);
    }
);
