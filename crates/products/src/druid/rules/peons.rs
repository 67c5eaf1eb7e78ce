//! What tasks get that a `MiddleManager` starts in JVMs of their own.

use super::rule;
use super::shared::{Said, each, java_of, removal};
use crate::druid::effective::{
    OPTS_ARRAY, number, peon_place, peon_reads, place_of, task_options, task_place,
};
use crate::druid::notation;
use crate::druid::programs::MIDDLE_MANAGERS;
use crate::druid::sources::{DOC_JAVA, DOC_TUNING, FORKING, SHIPPED, issue, lab};
use ::rules::formula::Exact;
use ::rules::{Context, Sink, Unit};
use model::value::{ByteSize, shown};
use model::{Edit, Node, Place, msg};

const JAVA_COMMAND: &str = "druid.indexer.runner.javaCommand";

fn size(bytes: u64) -> String {
    Exact::whole(bytes).shown(Unit::Bytes)
}

/// Each `MiddleManager` of one class, with its task's options and where they are set; each place once.
fn tasks(cx: &Context, mut f: impl FnMut(&Node, crate::common::jvm::Options, Place)) {
    let mut said = Said::default();
    each(cx, &[&MIDDLE_MANAGERS], |node, _| {
        let place = task_place(cx, node);
        if said.first(&place) {
            f(node, task_options(cx, node), place);
        }
    });
}

rule!(
    /// Tasks that may take a quarter of the machine.
    NO_HEAP, "DRU074", "tasks-without-a-heap", Warning,
    ["The options of tasks say a heap.", "任务的 JVM 参数应指定堆内存。"],
    ["Without -Xmx Java takes a quarter of the machine's memory as the limit of each task, and as much again beside the heap: twenty tasks on one machine may ask for ten times of what there is. Assignments time out, or the kernel ends processes. Set -Xms, -Xmx and -XX:MaxDirectMemorySize in druid.indexer.runner.javaOptsArray.",
     "没有 -Xmx 时 Java 以机器内存的四分之一作为每个任务的上限，堆外还可再用同样多：一台机器上二十个任务可能需要实际内存的十倍。任务分配会超时，或被内核终止。请在 druid.indexer.runner.javaOptsArray 中设置 -Xms、-Xmx 和 -XX:MaxDirectMemorySize。"],
    [issue("apache/druid#11397", "https://github.com/apache/druid/issues/11397"), DOC_TUNING],
    [("Task assignment timed out on worker […], never ran task", "the Overlord's log")],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.runner.javaOptsArray", "[\"-server\",\"-Xms512m\"]")],
    clean "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.runner.javaOptsArray", "[\"-server\",\"-Xms512m\",\"-Xmx512m\"]")],
    |cx, sink| tasks(cx, |node, options, place| {
        let unread = matches!(place, Place::NodeRoles(_) | Place::Setting(_) | Place::NodeSetting(..));
        if options.heap().is_none() && !unread {
            let tasks = number(cx, node, &MIDDLE_MANAGERS, "druid.worker.capacity").unwrap_or_default();
            sink.report(place, msg!(en: "The options of the {t} tasks on {n} say no -Xmx: each may take a quarter of the machine.",
                zh: "{n} 上 {t} 个任务的参数没有 -Xmx：每个都可能占用机器内存的四分之一。", t = tasks, n = cx.name(node.row)));
        }
    })
);

const BUFFER: &str = "druid.processing.buffer.sizeBytes";

/// Reports tasks whose direct memory is less than what their buffers take.
fn buffers(cx: &Context, sink: &mut Sink) {
    tasks(cx, |node, options, place| {
        let count = |key: &str| peon_reads(cx, node, key).parse::<u64>().ok();
        let number =
            count("druid.processing.numThreads").zip(count("druid.processing.numMergeBuffers"));
        let number = number.and_then(|(threads, merge)| threads.checked_add(merge)?.checked_add(1));
        let each = notation::size(&peon_reads(cx, node, BUFFER));
        let needed = number.zip(each).and_then(|(n, bytes)| n.checked_mul(bytes));
        let there = options.direct().or(options.heap());
        let (Some(needed), Some(ByteSize(there))) = (needed, there) else { return };
        if needed > there {
            sink.report(place, msg!(en: "A task on {n} takes {b} buffers of {s}, {need} in all, and may have {d}.",
                zh: "{n} 上的任务需要 {b} 个 {s} 的缓冲区，共 {need}，但堆外内存上限为 {d}。",
                b = number.unwrap_or_default(), s = size(each.unwrap_or_default()), need = size(needed), n = cx.name(node.row), d = size(there)))
            .related([peon_place(cx, node, BUFFER)]);
        }
    });
}

rule!(
    /// No task starts.
    OLD_BUFFERS, "DRU075", "task-buffers-beyond-memory", Error,
    ["Before 0.23 a task's direct memory has room for its buffers.", "0.23 之前，任务的堆外内存必须容纳其缓冲区。"],
    ["A task counts (threads + merge buffers + 1) buffers at its start and ends when it may not have so much: every task fails, while the MiddleManager is healthy. Allow more direct memory in druid.indexer.runner.javaOpts, or make druid.indexer.fork.property.druid.processing.buffer.sizeBytes smaller.",
     "任务启动时按（线程数 + 合并缓冲区数 + 1）个缓冲区计算，超过上限即退出：所有任务失败，而 MiddleManager 一切正常。请在 druid.indexer.runner.javaOpts 中增大堆外内存，或减小 druid.indexer.fork.property.druid.processing.buffer.sizeBytes。"],
    [lab("druid-direct-memory-task"), FORKING],
    [("Not enough direct memory.  Please adjust -XX:MaxDirectMemorySize", "the task's log")],
    fires "druid-020" [("settings.tasks.buffer", "400 MiB")], clean "druid-020" [("settings.tasks.buffer", "200 MiB")],
    |cx, sink| if !cx.since("0.23") {
        buffers(cx, sink);
    }
);

rule!(
    /// Streaming tasks do not start.
    NEW_BUFFERS, "DRU076", "streaming-buffers-beyond-memory", Warning,
    ["A task's direct memory has room for its buffers.", "任务的堆外内存应容纳其缓冲区。"],
    ["A batch task takes no buffers and works, which the lab saw with 33; a streaming task answers queries and takes (threads + merge buffers + 1). Allow more direct memory for tasks, or make their buffer smaller.",
     "批量任务不使用缓冲区，可以运行（在 33 中实测）；流式任务要响应查询，需要（线程数 + 合并缓冲区数 + 1）个。请增大任务的堆外内存，或减小其缓冲区。"],
    [lab("druid-direct-memory-task"), FORKING], [],
    fires "druid-kinds" [("settings.tasks.buffer", "400 MiB")], clean "druid-kinds" [("settings.tasks.buffer", "200 MiB")],
    |cx, sink| if cx.since("0.23") {
        buffers(cx, sink);
    }
);

rule!(
    /// Tasks without what Java 11 wants.
    NO_FLAGS, "DRU077", "tasks-without-add-opens", Error,
    ["From 24 to 26 tasks on Java 11 and newer start through bin/run-java.", "24 至 26 中，Java 11 及更新版本上的任务须通过 bin/run-java 启动。"],
    ["These versions do not add the --add-exports and --add-opens that Druid needs there to a task's command; the shipped bin/run-java does. With a bare java every task fails at once, and the MiddleManager's log only says that the process exited. Set druid.indexer.runner.javaCommand=bin/run-java, or put the options into druid.indexer.runner.javaOptsArray.",
     "这些版本不会把 Druid 在 Java 11 及更新版本上所需的 --add-exports 和 --add-opens 加到任务命令中，而发行包的 bin/run-java 会。直接使用 java 时所有任务立即失败，MiddleManager 的日志只提示进程已退出。请设置 druid.indexer.runner.javaCommand=bin/run-java，或将这些参数写入 druid.indexer.runner.javaOptsArray。"],
    [lab("druid-task-flags"), DOC_JAVA],
    [("java.lang.reflect.InaccessibleObjectException", "the task's log"), ("java.lang.ExceptionInInitializerError", "the task's log")],
    fires "druid-25" [("settings.paths.java_home", "/usr/lib/jvm/java-11-openjdk-amd64"),
        ("overrides.cluster.conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.runner.javaCommand", "java")],
    clean "druid-25" [("settings.paths.java_home", "/usr/lib/jvm/java-11-openjdk-amd64")],
    |cx, sink| {
        if !cx.since("24") || cx.since("27") {
            return;
        }
        let mut said = Said::default();
        each(cx, &[&MIDDLE_MANAGERS], |node, program| {
            let command = program.reads(cx, node, JAVA_COMMAND);
            let options = task_options(cx, node);
            let opened = options.words().any(|word| word.starts_with("--add-opens"));
            let new = java_of(cx, node).is_some_and(|java| java >= 11);
            let place = place_of(cx, node, program, JAVA_COMMAND);
            if !new || opened || command.ends_with("run-java") || !said.first(&place) {
                return;
            }
            let found = sink.report(place.clone(), msg!(en: "Tasks on {n} start with {c} and without --add-opens: on Java {j} each of them fails.",
                zh: "{n} 上的任务以 {c} 启动且没有 --add-opens：在 Java {j} 上全部失败。", n = cx.name(node.row), c = shown(&command), j = java_of(cx, node).unwrap_or(11)));
            if matches!(place, Place::Override(..)) {
                found.fix(msg!(en: "Start them through bin/run-java", zh: "改为通过 bin/run-java 启动"), vec![Edit::Set(place, "bin/run-java".to_owned())]);
            }
        });
    }
);

rule!(
    /// A script that the release does not have.
    NO_SCRIPT, "DRU078", "run-java-before-24", Error,
    ["Before 24 tasks do not start through bin/run-java.", "24 之前的任务不能通过 bin/run-java 启动。"],
    ["That script came with 24: before, the MiddleManager is healthy and every task fails, because there is nothing to run. Remove the line; these versions run on Java 8, which needs no script.",
     "该脚本自 24 起提供：更早版本的 MiddleManager 正常，但因没有可执行的文件，所有任务失败。请删除该行；这些版本运行在 Java 8 上，不需要脚本。"],
    [lab("druid-task-command"), SHIPPED],
    [("Cannot run program \"bin/run-java\": error=2, No such file or directory", "the MiddleManager's log")],
    fires "druid-020" [("overrides.cluster.druid.indexer.runner.javaCommand", "bin/run-java")],
    clean "druid-020" [("overrides.cluster.druid.indexer.runner.javaCommand", "java")],
    |cx, sink| {
        if cx.since("24") {
            return;
        }
        let mut said = Said::default();
        each(cx, &[&MIDDLE_MANAGERS], |node, program| {
            let place = place_of(cx, node, program, JAVA_COMMAND);
            if program.reads(cx, node, JAVA_COMMAND).ends_with("bin/run-java") && said.first(&place) {
                let (title, edits) = removal(&place);
                sink.report(place, msg!(en: "There is no bin/run-java in {v}: every task on {n} would fail.",
                    zh: "{v} 中没有 bin/run-java：{n} 上的所有任务都会失败。", v = cx.spec.version.as_str(), n = cx.name(node.row)))
                    .fix(title, edits);
            }
        });
    }
);

rule!(
    /// A property for tasks that reaches none.
    FORK_PREFIX, "DRU079", "fork-property-misspelt", Warning,
    ["A property for tasks begins with druid.indexer.fork.property.", "任务的属性以 druid.indexer.fork.property. 开头。"],
    ["The MiddleManager hands on what stands behind that prefix in full: druid.indexer.fork.property.druid.processing.numThreads. With druid.indexer.fork.druid… nothing reads the line, and tasks have the MiddleManager's own value.",
     "MiddleManager 会把该前缀之后的完整名称传给任务：druid.indexer.fork.property.druid.processing.numThreads。写成 druid.indexer.fork.druid… 时没有程序读取，任务使用 MiddleManager 自己的取值。"],
    [issue("apache/druid#12242", "https://github.com/apache/druid/issues/12242"), FORKING], [],
    fires "druid-kinds" [("overrides.role.middle_manager.druid.indexer.fork.druid.processing.numThreads", "2")],
    clean "druid-kinds" [("overrides.role.middle_manager.druid.indexer.fork.property.druid.processing.fifo", "false")],
    |cx, sink| for (place, key, value) in cx.overrides() {
        let Some(own) = key.strip_prefix("druid.indexer.fork.").filter(|rest| rest.starts_with("druid.")) else { continue };
        let Place::Override(layer, property) = &place else { continue };
        let right = format!("{}{own}", "druid.indexer.fork.property.");
        let target = Place::Override(layer.clone(), property.renamed(&right));
        sink.report(place.clone(), msg!(en: "{k} reaches no task: the word property is missing in its name.", zh: "{k} 不会传给任务：名称中缺少 property 一词。", k = shown(key)))
            .fix(msg!(en: "Rename it to {k}", zh: "改名为 {k}", k = shown(&right)), vec![Edit::Set(target, value.to_owned()), Edit::Clear(place)]);
    }
);

rule!(
    /// A task that hardly has memory.
    SMALL_HEAP, "DRU080", "task-heap-too-small", Warning,
    ["A task's heap has 256 MiB at least.", "任务的堆内存至少为 256 MiB。"],
    ["A task keeps rows in its heap until it writes them out. The smallest that is shipped, for a trial, has 256m; the guide counts 1 GiB and all lookups twice. With less a task that works with an example ends with OutOfMemoryError in earnest.",
     "任务在写出之前把数据行保存在堆内存中。发行包中最小的试用配置为 256m；调优文档按 1 GiB 加两份全部 Lookup 计算。更小时示例数据可用，真实数据会因 OutOfMemoryError 失败。"],
    [DOC_TUNING, SHIPPED], [],
    fires "druid-kinds" [("settings.tasks.heap", "128 MiB")], clean "druid-kinds" [("settings.tasks.heap", "512 MiB")],
    |cx, sink| tasks(cx, |node, options, place| if let Some(ByteSize(heap)) = options.heap() && heap < 256 * ByteSize::MIB {
        sink.report(place, msg!(en: "A task on {n} has a heap of {s}.", zh: "{n} 上任务的堆内存只有 {s}。", n = cx.name(node.row), s = size(heap)));
    })
);

rule!(
    /// Two options where Java reads one.
    TWO_IN_ONE, "DRU120", "options-of-tasks-in-one-word", Error,
    ["Each option of a task is a word of its own in druid.indexer.runner.javaOptsArray.", "druid.indexer.runner.javaOptsArray 中每个参数各占一项。"],
    ["Every element of the list is handed to Java as one argument, blanks included. Java reads \"-Xms1g -Xmx1g\" as a size with strange letters and ends: every task fails at once, while the MiddleManager is healthy. druid.indexer.runner.javaOpts, which is split at blanks, is where such words come from. Write one element for each option.",
     "列表中的每一项都会原样（包括空格）作为一个参数传给 Java。Java 会把 “-Xms1g -Xmx1g” 当作无法识别的大小而退出：所有任务立即失败，而 MiddleManager 一切正常。这种写法来自按空格拆分的 druid.indexer.runner.javaOpts。请将每个参数写成单独的一项。"],
    [FORKING, ::rules::Source::new("Oracle: java, the launcher's arguments", "https://docs.oracle.com/javase/8/docs/technotes/tools/unix/java.html")],
    [("Invalid maximum heap size: -X", "the task's log"), ("Invalid initial heap size: -X", "the task's log")],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.runner.javaOptsArray", "[\"-server -Xms512m -Xmx512m\"]")],
    clean "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.runner.javaOptsArray", "[\"-server\",\"-Xms512m\",\"-Xmx512m\"]")],
    |cx, sink| {
        let mut said = Said::default();
        each(cx, &[&MIDDLE_MANAGERS], |node, program| {
            let all = notation::list(&program.reads(cx, node, OPTS_ARRAY)).unwrap_or_default();
            let place = place_of(cx, node, program, OPTS_ARRAY);
            let Some(one) = all.iter().find(|one| is_several(one)).filter(|_| said.first(&place)) else { return };
            let found = sink.report(place.clone(), msg!(en: "Tasks on {n} are given \"{o}\" as one argument: Java ends at it.",
                zh: "{n} 上的任务会把“{o}”作为一个参数传给 Java，Java 会因此退出。", n = cx.name(node.row), o = shown(one)));
            if matches!(place, Place::Override(..)) {
                let words: Vec<&str> = all.iter().flat_map(|one| {
                    if is_several(one) { one.split_whitespace().collect::<Vec<_>>() } else { vec![one.as_str()] }
                }).collect();
                found.fix(msg!(en: "Write one element for each", zh: "拆成单独的各项"), vec![Edit::Set(place, notation::as_list(&words))]);
            }
        });
    }
);

/// Whether an element of the list holds several options of the JVM. A definition may hold any words.
fn is_several(one: &str) -> bool {
    let mut words = one.split_whitespace();
    let jvm = |word: &str| word.starts_with("-X") || word == "-server";
    words.next().is_some_and(jvm) && words.any(|word| jvm(word) || word.starts_with("-D"))
}
