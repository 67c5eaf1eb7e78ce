//! Heaps, direct memory and buffers of Druid's programs.

use super::cache::SIZE as CACHE;
use super::rule;
use super::shared::{Said, cores, each};
use crate::common::jvm::written;
use crate::druid::effective::{
    buffers, direct, heap, number, options, peon_place, peon_reads, place, place_of, size,
};
use crate::druid::notation;
use crate::druid::programs::{BROKERS, HISTORICALS, INDEXERS, MIDDLE_MANAGERS, PROGRAMS, Program};
use crate::druid::sources::{DOC_TUNING, PROCESSING, SHIPPED, issue, lab};
use ::rules::formula::Exact;
use ::rules::{Context, Unit};
use model::value::ByteSize;
use model::{Edit, Node, Place, msg};

const BUFFER: &str = "druid.processing.buffer.sizeBytes";
const GIB: u64 = ByteSize::GIB;

/// The programs that keep buffers.
static BUFFERED: [&Program; 3] = [&HISTORICALS, &INDEXERS, &BROKERS];

/// A size for people.
fn shown(bytes: u64) -> String {
    Exact::whole(bytes).shown(Unit::Bytes)
}

rule!(
    /// Less direct memory than the buffers take.
    DIRECT, "DRU060", "direct-memory-too-small", Error,
    ["Direct memory has room for all buffers.", "堆外内存应容纳全部缓冲区。"],
    ["A Historical and an Indexer take (threads + merge buffers + 1) buffers, a Broker (merge buffers + 1), before 0.23 one for each thread besides. The process counts at its start and ends when -XX:MaxDirectMemorySize is less; without that option the limit is as large as the heap. Allow more direct memory, or have fewer or smaller buffers.",
     "Historical 和 Indexer 占用（线程数 + 合并缓冲区数 + 1）个缓冲区，Broker 占用（合并缓冲区数 + 1）个，0.23 之前还要为每个线程加一个。进程启动时会计算，-XX:MaxDirectMemorySize 不足即退出；未设置该参数时上限等于堆内存。请增大堆外内存，或减少、减小缓冲区。"],
    [lab("druid-direct-memory"), PROCESSING, DOC_TUNING],
    [("Not enough direct memory.  Please adjust -XX:MaxDirectMemorySize", "the process's log"),
     ("maxDirectMemory[…], memoryNeeded[…] = druid.processing.buffer.sizeBytes[…]", "the process's log")],
    fires "druid-kinds" [("settings.historical.direct", "4 GiB")], clean "druid-kinds" [("settings.historical.direct", "10 GiB")],
    |cx, sink| {
        let mut said = Said::default();
        each(cx, &BUFFERED, |node, program| {
            let number = buffers(cx, node, program);
            let needed = number.zip(size(cx, node, program, BUFFER)).and_then(|(n, b)| n.checked_mul(b));
            let (Some(needed), Some(there)) = (needed, direct(cx, node, program)) else { return };
            let place = direct_place(cx, node, program);
            if there >= needed || !said.first(&place) {
                return;
            }
            let found = sink.report(place.clone(), msg!(
                en: "The {p} on {n} takes {b} buffers of {s} each, {need} in all, and may have {d}: it would not start.",
                zh: "{n} 上的 {p} 需要 {b} 个 {s} 的缓冲区，共 {need}，但堆外内存上限为 {d}：无法启动。",
                p = program.title, n = cx.name(node.row), b = number.unwrap_or_default(), need = shown(needed),
                s = shown(size(cx, node, program, BUFFER).unwrap_or_default()), d = shown(there)));
            let enough = needed.div_ceil(GIB).saturating_mul(GIB);
            let text = match &place {
                Place::Override(_, property) if property.key() == DIRECT_OPTION => written(enough),
                Place::Setting(_) | Place::NodeSetting(..) => ByteSize(enough).to_string(),
                _ => return,
            };
            found.fix(msg!(en: "Allow {s}", zh: "改为 {s}", s = shown(enough)), vec![Edit::Set(place, text)]);
        });
    }
);

const DIRECT_OPTION: &str = "-XX:MaxDirectMemorySize";

/// Where the direct memory of a program is set: its own option, or the heap that stands for it.
fn direct_place(cx: &Context, node: &Node, program: &Program) -> Place {
    match options(cx, node, program).direct() {
        Some(_) => place(cx, node, program, DIRECT_OPTION),
        None => place(cx, node, program, "-Xmx"),
    }
}

/// The buffers of programs and of tasks: the node, the size, where it is set, what it is called.
fn sizes_of_buffers(cx: &Context, mut f: impl FnMut(&Node, u64, Place, &'static Program)) {
    let mut said = Said::default();
    let all: Vec<&'static Program> = BUFFERED.into_iter().chain([&MIDDLE_MANAGERS]).collect();
    each(cx, &all, |node, program| {
        let (text, place) = if program.id == MIDDLE_MANAGERS.id {
            (peon_reads(cx, node, BUFFER), peon_place(cx, node, BUFFER))
        } else {
            (program.reads(cx, node, BUFFER), place_of(cx, node, program, BUFFER))
        };
        if let Some(bytes) = notation::size(&text).filter(|_| said.first(&place)) {
            f(node, bytes, place, program);
        }
    });
}

/// The most that a buffer has: an array of Java's.
const MOST_BUFFER: u64 = 2 * GIB - 1;

rule!(
    /// A buffer of 2 GiB.
    LARGE_BUFFER, "DRU061", "buffer-of-two-gibibytes", Error,
    ["A buffer has less than 2 GiB.", "单个缓冲区必须小于 2 GiB。"],
    ["Druid numbers the bytes of a buffer with 31 bits. With 2GiB the process ends at its start; 2g, which is decimal, is accepted. Make it smaller: 500MiB is shipped, more than 1GiB helps nobody.",
     "Druid 以 31 位整数表示缓冲区的字节位置。设为 2GiB 时进程启动即退出；2g 为十进制，可以接受。请减小：发行包为 500MiB，超过 1GiB 没有益处。"],
    [lab("druid-buffer-of-two-gibibytes"), PROCESSING],
    [("druid.processing.buffer.sizeBytes must be less than 2GiB", "the process's log")],
    fires "druid-kinds" [("overrides.role.historical.conf/druid/cluster/data/historical/runtime.properties:druid.processing.buffer.sizeBytes", "2GiB")],
    clean "druid-kinds" [("settings.historical.buffer", "600 MiB")],
    |cx, sink| sizes_of_buffers(cx, |node, bytes, place, program| if bytes > MOST_BUFFER {
        let found = sink.report(place.clone(), msg!(en: "A buffer of {s} for the {p} on {n} is too large: it must be less than 2 GiB.",
            zh: "{n} 上的 {p} 的缓冲区为 {s}，过大：必须小于 2 GiB。", s = shown(bytes), p = program.title, n = cx.name(node.row)));
        if matches!(place, Place::Override(..)) {
            found.fix(msg!(en: "Set it to 500MiB, as shipped", zh: "改为 500MiB，与发行包一致"), vec![Edit::Set(place, "500MiB".to_owned())]);
        }
    })
);

rule!(
    /// A buffer in which nothing has room.
    SMALL_BUFFER, "DRU062", "buffer-too-small", Warning,
    ["A buffer has some mebibytes at least.", "单个缓冲区至少应有数 MiB。"],
    ["Intermediate results of a query lie in it. A sample for a tiny cluster sets one byte: the process starts, and every GROUP BY that needs a buffer fails. The smallest that is shipped has 25MiB.",
     "查询的中间结果存放在其中。某个微型集群示例将其设为 1 字节：进程可以启动，但需要缓冲区的 GROUP BY 全部失败。发行包中最小的为 25MiB。"],
    [DOC_TUNING, issue("druid-operator: tiny-cluster.yaml", "https://github.com/datainfrahq/druid-operator/blob/master/examples/tiny-cluster.yaml")], [],
    fires "druid-kinds" [("settings.broker.buffer", "1")], clean "druid-kinds" [("settings.broker.buffer", "25 MiB")],
    |cx, sink| sizes_of_buffers(cx, |node, bytes, place, program| if bytes < ByteSize::MIB {
        sink.report(place, msg!(en: "A buffer of the {p} on {n} has {s}: no result of a GROUP BY has room in it.",
            zh: "{n} 上的 {p} 的缓冲区只有 {s}：放不下任何 GROUP BY 的结果。", s = shown(bytes), p = program.title, n = cx.name(node.row)));
    })
);

/// Calls a function for each heap: its size, where it is set, whether it is collected otherwise than
/// by G1.
fn heaps(cx: &Context, mut f: impl FnMut(&Node, &'static Program, u64, Place, &str)) {
    let mut said = Said::default();
    each(cx, PROGRAMS, |node, program| {
        let place = place(cx, node, program, "-Xmx");
        let Some(bytes) = heap(cx, node, program).filter(|_| said.first(&place)) else { return };
        let options = options(cx, node, program);
        let on =
            |name: &str| options.words().any(|word| word.strip_prefix("-XX:+Use") == Some(name));
        let collector = ["ZGC", "ShenandoahGC"].into_iter().find(|name| on(name)).unwrap_or("G1GC");
        f(node, program, bytes, place, collector);
    });
}

rule!(
    /// A heap that holds less than a smaller one.
    POINTERS, "DRU063", "heap-without-short-pointers", Warning,
    ["A heap has at most 31 GiB, or clearly more than 32.", "堆内存不超过 31 GiB，或明显大于 32 GiB。"],
    ["Below 32 GiB Java keeps pointers in four bytes, from there on in eight: a heap of 32 to some 48 GiB holds no more than one of 31. Take 31 GiB, or more processes. With ZGC pointers are always long, so it does not matter there.",
     "小于 32 GiB 时 Java 以 4 字节保存指针，达到 32 GiB 后为 8 字节：32 到约 48 GiB 的堆容纳的对象不比 31 GiB 多。请使用 31 GiB，或增加进程。ZGC 的指针始终为长指针，不受影响。"],
    [lab("druid-short-pointers")], [],
    fires "druid-tiered" [("settings.historical.heap", "40 GiB")], clean "druid-tiered" [("settings.historical.heap", "20 GiB")],
    |cx, sink| heaps(cx, |node, program, bytes, place, collector| if (32 * GIB..48 * GIB).contains(&bytes) && collector != "ZGC" {
        sink.report(place, msg!(en: "The {p} on {n} has a heap of {s}: that holds no more than 31 GiB do.",
            zh: "{n} 上的 {p} 堆内存为 {s}：容纳的对象不比 31 GiB 多。", p = program.title, n = cx.name(node.row), s = shown(bytes)));
    })
);

rule!(
    /// A large heap of a Historical with G1.
    COLLECTOR, "DRU064", "large-heap-with-g1", Warning,
    ["A Historical's heap above 24 GiB has a collector for large heaps.", "Historical 堆内存超过 24 GiB 时应使用适合大堆的回收器。"],
    ["With the default collector such a heap pauses long enough that queries time out and ZooKeeper takes the process for dead. Druid's tuning guide names ZGC and Shenandoah for it; what is left of the memory serves better as page cache. Make the heap smaller, or add -XX:+UseZGC to jvm.config.",
     "使用默认回收器时，这样大的堆停顿时间长，会使查询超时、ZooKeeper 认为进程已故障。Druid 的调优文档建议使用 ZGC 或 Shenandoah；剩余内存用作页缓存更有益。请减小堆内存，或在 jvm.config 中加入 -XX:+UseZGC。"],
    [DOC_TUNING], [],
    fires "druid-tiered" [("settings.historical.heap", "28 GiB")],
    clean "druid-tiered" [("settings.historical.heap", "28 GiB"), ("overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-XX:+UseZGC", "")],
    |cx, sink| heaps(cx, |node, program, bytes, place, collector| {
        let other = (32 * GIB..48 * GIB).contains(&bytes);
        if program.id == HISTORICALS.id && bytes > 24 * GIB && !other && collector == "G1GC" {
            sink.report(place, msg!(en: "The Historical on {n} has a heap of {s} and the default collector: expect long pauses.",
                zh: "{n} 上的 Historical 堆内存为 {s}，使用默认回收器：会出现长时间停顿。", n = cx.name(node.row), s = shown(bytes)));
        }
    })
);

rule!(
    /// A heap that grows.
    FIRST_HEAP, "DRU065", "heap-that-grows", Info,
    ["A heap begins as large as it may become.", "初始堆内存与最大堆内存相同。"],
    ["All shipped files say -Xms and -Xmx alike. With a smaller beginning the heap grows under load, each time with a pause, and that the machine has too little memory shows only then.",
     "发行包的全部文件中 -Xms 与 -Xmx 相同。初始值较小时堆会在负载下增长，每次都伴随停顿，而机器内存不足也要到那时才会发现。"],
    [SHIPPED], [],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-Xms", "1g")],
    clean "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-Xmx", "6g")],
    |cx, sink| {
        let mut said = Said::default();
        each(cx, PROGRAMS, |node, program| {
            let first = cx.read_at(node, program.jvm, "-Xms").and_then(|t| crate::common::jvm::bytes_of(&t));
            let (Some(first), Some(most)) = (first, heap(cx, node, program)) else { return };
            let place = place(cx, node, program, "-Xms");
            if first < most && said.first(&place) {
                sink.report(place, msg!(en: "The heap of the {p} on {n} begins with {f} and grows to {m}.",
                    zh: "{n} 上的 {p} 的堆内存初始为 {f}，会增长到 {m}。", p = program.title, n = cx.name(node.row), f = shown(first), m = shown(most)));
            }
        });
    }
);

rule!(
    /// No memory left for segments.
    PAGE_CACHE, "DRU066", "no-page-cache", Warning,
    ["A Historical's machine has memory left for the page cache.", "Historical 所在机器应为页缓存留出内存。"],
    ["Segments are mapped files: a query is quick when what it reads is in the page cache, which lives of what no program takes. With less than a twentieth of the memory left nearly every query reads the disk. Make heaps and direct memory smaller, run fewer tasks, or take a larger machine.",
     "Segment 是内存映射文件：查询所读内容在页缓存中时才快，而页缓存使用的是没有程序占用的内存。剩余不足二十分之一时几乎每个查询都要读磁盘。请减小堆内存和堆外内存，减少任务数，或使用更大的机器。"],
    [DOC_TUNING], [],
    fires "druid-kinds" [("settings.historical.heap", "88 GiB")], clean "druid-kinds" [("settings.historical.heap", "24 GiB")],
    |cx, sink| {
        let mut said = Said::default();
        each(cx, &[&HISTORICALS], |node, program| {
            let Some(memory) = cx.memory_of(node) else { return };
            let taken = cx.claims(node).iter().fold(0_u64, |sum, claim| sum.saturating_add(claim.bytes));
            let Some(left) = memory.checked_sub(taken).filter(|left| *left < memory / 20) else { return };
            let place = place(cx, node, program, "-Xmx");
            if said.first(&place) {
                sink.report(place, msg!(en: "Of the {m} of {n} only {l} are left for segments in the page cache.",
                    zh: "{n} 的 {m} 内存中只剩 {l} 用于页缓存中的 Segment。", m = shown(memory), n = cx.name(node.row), l = shown(left)));
            }
        });
    }
);

rule!(
    /// A heap below what is certainly in it.
    HISTORICAL_HEAP, "DRU067", "historical-heap-too-small", Warning,
    ["A Historical's heap has room for its cache, its lookups and its cores.", "Historical 的堆内存应容纳缓存、Lookup 和各核所需。"],
    ["The guide counts half a gibibyte for each core, the cache of results, and all lookups twice, since new ones are loaded beside the old. With less than half of that garbage is collected all the time, or the process ends with OutOfMemoryError.",
     "调优文档按每核 0.5 GiB，加上结果缓存，再加上两份全部 Lookup（新的加载时旧的仍在）计算。不足其一半时会不断进行垃圾回收，或因 OutOfMemoryError 退出。"],
    [DOC_TUNING], [("java.lang.OutOfMemoryError: Java heap space", "the Historical's log")],
    fires "druid-kinds" [("settings.historical.heap", "1 GiB")], clean "druid-kinds" [("settings.historical.heap", "6 GiB")],
    |cx, sink| {
        let mut said = Said::default();
        each(cx, &[&HISTORICALS], |node, program| {
            let (Some(cores), Some(heap)) = (cores(cx, node), heap(cx, node, program)) else { return };
            let cache = size(cx, node, program, CACHE).unwrap_or_default();
            // Of a cache that alone is larger another rule speaks.
            if cache >= heap {
                return;
            }
            let lookups = cx.field("data.lookups").and_then(|f| f.number(&cx.text(f.key))).unwrap_or_default();
            let wanted = (cores * (GIB / 2)).saturating_add(cache).saturating_add(lookups.saturating_mul(2));
            let place = place(cx, node, program, "-Xmx");
            if heap < wanted / 2 && said.first(&place) {
                sink.report(place, msg!(en: "The Historical on {n} has a heap of {h}; for {c} cores, {k} of cache and its lookups the guide counts {w}.",
                    zh: "{n} 上的 Historical 堆内存为 {h}；按 {c} 核、{k} 缓存及 Lookup 计算应为 {w}。",
                    n = cx.name(node.row), h = shown(heap), c = cores, k = shown(cache), w = shown(wanted)));
            }
        });
    }
);

rule!(
    /// The memory of tasks given to the one that starts them.
    MANAGER_HEAP, "DRU068", "middle-manager-with-a-large-heap", Warning,
    ["A MiddleManager has a small heap.", "MiddleManager 的堆内存应当很小。"],
    ["It only starts the JVMs of tasks: 128m suffice. Memory that it is given in the belief that tasks share it lies idle; a task's own heap stands in druid.indexer.runner.javaOptsArray.",
     "它只负责启动任务的 JVM：128m 足够。误以为任务会共享而分配给它的内存只会闲置；任务的堆内存在 druid.indexer.runner.javaOptsArray 中设置。"],
    [DOC_TUNING], [],
    fires "druid-kinds" [("settings.middle_manager.heap", "8 GiB")], clean "druid-kinds" [("settings.middle_manager.heap", "256 MiB")],
    |cx, sink| heaps(cx, |node, program, bytes, place, _| if program.id == MIDDLE_MANAGERS.id && bytes > GIB {
        let tasks = number(cx, node, program, "druid.worker.capacity").unwrap_or_default();
        sink.report(place, msg!(en: "The MiddleManager on {n} has a heap of {s}, of which its {t} tasks get nothing.",
            zh: "{n} 上的 MiddleManager 堆内存为 {s}，其 {t} 个任务完全用不到。", n = cx.name(node.row), s = shown(bytes), t = tasks));
    })
);
