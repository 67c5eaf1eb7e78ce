//! MiddleManagers with their tasks, and Indexers.

use super::{below_data, fixed, jvm, of_field, of_result, of_size, usable};
use crate::common::jvm::written as java;
use crate::druid::notation::{as_list, written};
use ::rules::{Class, Context, Entry};
use model::value::{ByteSize, Value};
use model::{Message, msg};

/// Where the folders of tasks stand: one folder before 26, a list from then on.
fn folders(cx: &Context, class: &Class) -> Entry {
    let reason =
        msg!(en: "Where tasks work, on local disks.", zh: "任务的工作目录，位于本地磁盘。");
    let list = usable(cx, class, "tasks.folders").map(|text| {
        let all: Vec<String> = text.split(',').map(|path| path.trim().to_owned()).collect();
        all
    });
    let (key, value) = if cx.since("26") {
        ("druid.worker.baseTaskDirs", list.map(|all| as_list(&all)))
    } else {
        let one = list.and_then(|all| match all.as_slice() {
            [one] => Ok(one.clone()),
            _ => Err(msg!(en: "before 26 tasks have one folder", zh: "26 之前任务只能有一个目录")),
        });
        ("druid.indexer.task.baseTaskDir", one)
    };
    of_result(key, value, &["tasks.folders"], reason)
}

fn served(cx: &Context, class: &Class) -> Entry {
    let reason = msg!(en: "More than all Brokers' connections together.", zh: "多于全部 Broker 的连接数之和。");
    of_field(cx, class, "druid.server.http.numThreads", "data.http_threads", reason)
}

pub(super) fn middle_manager(cx: &Context, class: &Class) -> Vec<Entry> {
    let tasks =
        || msg!(en: "Tasks, each in a JVM of its own.", zh: "任务，各自运行在独立的 JVM 中。");
    let field = |key: &str, field: &str, reason: Message| of_field(cx, class, key, field, reason);
    let mut all =
        vec![field("druid.worker.capacity", "tasks.capacity", tasks()), folders(cx, class)];
    all.push(options(cx, class));
    if cx.since("24") && !cx.since("27") {
        all.push(fixed(
            "druid.indexer.runner.javaCommand",
            "bin/run-java",
            msg!(en: "It adds what Java 11 and newer need; with a bare java every task would fail there.", zh: "它会补充 Java 11 及更新版本所需的参数；直接用 java 时所有任务都会失败。"),
        ));
    }
    all.push(served(cx, class));
    let fork = |key: &str| format!("druid.indexer.fork.property.{key}");
    let own = || msg!(en: "For queries about data that a task is loading: its own values, since it has everything else from this process.", zh: "用于查询任务正在导入的数据：任务自己的取值，其余属性继承自本进程。");
    all.push(field(&fork("druid.processing.numMergeBuffers"), "tasks.merge_buffers", own()));
    all.push(of_size(
        cx,
        class,
        &fork("druid.processing.buffer.sizeBytes"),
        "tasks.buffer",
        written,
        own(),
    ));
    all.push(field(&fork("druid.processing.numThreads"), "tasks.threads", own()));
    if let Some((_, region)) = jvm::region(cx) {
        all.push(Entry::new(
            &fork("aws.region"),
            region,
            &["storage.s3_region"],
            msg!(en: "Tasks need the region, too: it becomes an option of their JVMs.", zh: "任务同样需要区域：会成为其 JVM 的参数。"),
        ));
    }
    let ports = || msg!(en: "The ports of tasks: the firewall must be open for all of them.", zh: "任务使用的端口：防火墙须全部放行。");
    all.push(field("druid.indexer.runner.startPort", "ports.tasks_from", ports()));
    all.push(field("druid.indexer.runner.endPort", "ports.tasks_to", ports()));
    if cx.is("metrics.emitter", "prometheus") {
        all.push(Entry::new(
            &fork("druid.emitter"),
            "noop",
            &["metrics.emitter"],
            msg!(en: "Tasks of one machine would all ask for one port.", zh: "同一台机器上的任务会争用同一个端口。"),
        ));
    }
    if cx.on("ingestion.hadoop") && !cx.since("37") {
        let reason = || msg!(en: "For loads by Hadoop jobs.", zh: "用于通过 Hadoop 作业导入。");
        all.push(field(
            "druid.indexer.task.hadoopWorkingPath",
            "ingestion.hadoop_folder",
            reason(),
        ));
        if cx.since("34") {
            all.push(Entry::new(
                "druid.indexer.task.allowHadoopTaskExecution",
                "true",
                &["ingestion.hadoop"],
                reason(),
            ));
        }
    }
    all
}

/// The options of a task: words before 24, a list from then on.
fn options(cx: &Context, class: &Class) -> Entry {
    let reason = msg!(en: "The options of each task's JVM.", zh: "每个任务 JVM 的参数。");
    let fields: &[&str] = &["tasks.heap", "tasks.direct"];
    let size = |field: &str| {
        let text = usable(cx, class, field)?;
        ByteSize::parse(&text).map(|bytes| java(bytes.0))
    };
    let words = size("tasks.heap").and_then(|heap| {
        let all = vec![
            "-server".to_owned(),
            format!("-Xms{heap}"),
            format!("-Xmx{heap}"),
            format!("-XX:MaxDirectMemorySize={}", size("tasks.direct")?),
            "-Duser.timezone=UTC".to_owned(),
            "-Dfile.encoding=UTF-8".to_owned(),
            "-XX:+ExitOnOutOfMemoryError".to_owned(),
            "-Djava.util.logging.manager=org.apache.logging.log4j.jul.LogManager".to_owned(),
        ];
        Ok(all)
    });
    if cx.since("24") {
        let value = words.map(|all| as_list(&all));
        return of_result("druid.indexer.runner.javaOptsArray", value, fields, reason);
    }
    of_result("druid.indexer.runner.javaOpts", words.map(|all| all.join(" ")), fields, reason)
}

pub(super) fn indexer(cx: &Context, class: &Class) -> Vec<Entry> {
    let field = |key: &str, field: &str, reason: Message| of_field(cx, class, key, field, reason);
    let own = || msg!(en: "For queries about data that is being loaded; all tasks share them.", zh: "用于查询正在导入的数据；由全部任务共享。");
    vec![
        field(
            "druid.worker.capacity",
            "tasks.capacity",
            msg!(en: "Tasks, as threads of this process.", zh: "任务，以本进程的线程运行。"),
        ),
        folders(cx, class),
        served(cx, class),
        field("druid.processing.numMergeBuffers", "tasks.merge_buffers", own()),
        of_size(cx, class, "druid.processing.buffer.sizeBytes", "tasks.buffer", written, own()),
        field("druid.processing.numThreads", "tasks.threads", own()),
        of_result(
            "druid.processing.tmpDir",
            below_data(cx, class, "processing"),
            &["paths.data"],
            msg!(en: "Where a large GROUP BY puts what does not fit.", zh: "大型 GROUP BY 放不下时的临时目录。"),
        ),
    ]
}
