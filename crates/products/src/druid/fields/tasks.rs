//! The step "Sizing and paths": the processes that load data.

use super::sizing::{buffer, heap, number, size};
use crate::druid::programs::{INDEXERS, MIDDLE_MANAGERS};
use crate::druid::roles::{INDEXER, MIDDLE_MANAGER, WORKERS};
use crate::druid::sizing::tasks;
use crate::druid::sources::{DOC_CONFIGURATION, DOC_TUNING, FORKING, lab};
use ::rules::{Answer, Field, Kind, Pick};
use model::value::{AbsolutePath, Value};
use model::{Message, Text};

const TASKS: Text = Text::new("Tasks", "任务");

/// In the order in which they are shown.
pub(super) static FIELDS: &[Field] = &[
    heap(
        size(
            "middle_manager.heap",
            TASKS,
            Text::new("Heap of a MiddleManager", "MiddleManager 堆内存"),
            Text::new(
                "It starts tasks and does nothing else; what a task takes is set below.",
                "只负责启动任务；任务所需内存在下方设置。",
            ),
            &::rules::Formula::mib(128),
            &[MIDDLE_MANAGER],
        ),
        &["conf/druid/cluster/data/middleManager/jvm.config:-Xmx"],
    ),
    number(
        "tasks.capacity",
        TASKS,
        Text::new("Tasks at once on a node", "单节点并发任务数"),
        Text::new(
            "Each takes its memory and a core. A supervisor needs twice its tasks for a moment, when one set hands over to the next.",
            "每个任务占用一份内存和一个核。supervisor 的任务交接时短时间需要两倍的槽位。",
        ),
        Kind::Count(1, 4096),
        WORKERS,
    )
    .formula(&tasks::CAPACITY)
    .keys(&[
        "conf/druid/cluster/data/middleManager/runtime.properties:druid.worker.capacity",
        "conf/druid/cluster/data/indexer/runtime.properties:druid.worker.capacity",
    ])
    .source(DOC_TUNING),
    size(
        "tasks.heap",
        TASKS,
        Text::new("Heap of a task", "任务堆内存"),
        Text::new(
            "Without it a task would take a quarter of the machine.",
            "不设置时每个任务会占用机器内存的四分之一。",
        ),
        &tasks::HEAP,
        &[MIDDLE_MANAGER],
    )
    .among(crate::druid::effective::TASK_HEAP)
    .within(crate::common::jvm::LEAST_HEAP, crate::common::jvm::MOST_HEAP)
    .source(FORKING),
    size(
        "tasks.direct",
        TASKS,
        Text::new("Direct memory of a task", "任务堆外内存"),
        Text::new(
            "Before 0.23 and in streaming tasks below (threads + merge buffers + 1) × buffer nothing starts.",
            "0.23 之前以及流式任务中，低于（线程数 + 合并缓冲区数 + 1）× 缓冲区大小时任务无法启动。",
        ),
        &tasks::DIRECT,
        &[MIDDLE_MANAGER],
    )
    .among(crate::druid::effective::TASK_DIRECT)
    .within(1, crate::common::jvm::MOST_HEAP)
    .source(lab("druid-direct-memory-task")),
    heap(
        size(
            "indexer.heap",
            TASKS,
            Text::new("Heap of an Indexer", "Indexer 堆内存"),
            Text::new("All its tasks share it.", "由其全部任务共享。"),
            &tasks::INDEXER_HEAP,
            &[INDEXER],
        ),
        &["conf/druid/cluster/data/indexer/jvm.config:-Xmx"],
    ),
    heap(
        size(
            "indexer.direct",
            TASKS,
            Text::new("Direct memory of an Indexer", "Indexer 堆外内存"),
            Text::new("As much as the heap, as shipped.", "与堆内存相同，同发行包默认。"),
            &::rules::Formula::Field("indexer.heap"),
            &[INDEXER],
        ),
        &["conf/druid/cluster/data/indexer/jvm.config:-XX:MaxDirectMemorySize"],
    ),
    number(
        "tasks.threads",
        TASKS,
        Text::new("Threads of a task for queries", "任务的查询线程数"),
        Text::new(
            "Queries about data that is being loaded; an Indexer has one for each task.",
            "用于查询正在导入的数据；Indexer 为每个任务一个。",
        ),
        Kind::Count(1, 4096),
        WORKERS,
    )
    .formula(&tasks::THREADS)
    .keys(&[
        "conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.fork.property.druid.processing.numThreads",
        "conf/druid/cluster/data/indexer/runtime.properties:druid.processing.numThreads",
    ])
    .source(DOC_TUNING),
    number(
        "tasks.merge_buffers",
        TASKS,
        Text::new("Merge buffers of a task", "任务的合并缓冲区数"),
        Text::new("Two, as shipped.", "两个，同发行包默认。"),
        Kind::Count(1, 4096),
        WORKERS,
    )
    .default("2")
    .keys(&[
        "conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.fork.property.druid.processing.numMergeBuffers",
        "conf/druid/cluster/data/indexer/runtime.properties:druid.processing.numMergeBuffers",
    ])
    .source(DOC_TUNING),
    buffer(
        size(
            "tasks.buffer",
            TASKS,
            Text::new("Size of a task's buffer", "任务的缓冲区大小"),
            Text::new("Less than 2 GiB.", "必须小于 2 GiB。"),
            &tasks::BUFFER,
            WORKERS,
        ),
        &[
            "conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.fork.property.druid.processing.buffer.sizeBytes",
            "conf/druid/cluster/data/indexer/runtime.properties:druid.processing.buffer.sizeBytes",
        ],
    ),
    number(
        "tasks.folders",
        TASKS,
        Text::new("Folders of tasks", "任务目录"),
        Text::new(
            "With commas, one on each disk. On a local disk: NFS without locks ends tasks. Before 26 there is one.",
            "以逗号分隔，每块磁盘一个。使用本地磁盘：没有锁的 NFS 会使任务失败。26 之前只有一个。",
        ),
        Kind::Custom(check_folders),
        WORKERS,
    )
    .pick(&Pick {
        cases: &[],
        otherwise: Answer::Made(
            Text::new("a folder druid/task on each disk, else below the data folder", "每块磁盘上的 druid/task，否则在数据目录下"),
            |cx, class| {
                let disks = crate::common::disks::of_class(cx, class);
                let on = |path: &str| format!("{}/druid/task", path.trim_end_matches('/'));
                let mut all: Vec<String> = disks.iter().map(|d| on(&d.path)).collect();
                all.truncate(if cx.since("26") { usize::MAX } else { 1 });
                if all.is_empty() {
                    let data = cx.text_of(class, "paths.data");
                    all.push(format!("{}/task", data.trim_end_matches('/')));
                }
                all.join(",")
            },
        ),
    })
    .keys(&[
        "conf/druid/cluster/data/middleManager/runtime.properties:druid.worker.baseTaskDirs",
        "conf/druid/cluster/data/indexer/runtime.properties:druid.worker.baseTaskDirs",
        "conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.task.baseTaskDir",
        "conf/druid/cluster/data/indexer/runtime.properties:druid.indexer.task.baseTaskDir",
    ])
    .made(&[
        (MIDDLE_MANAGERS.runtime, "druid.worker.baseTaskDirs"),
        (INDEXERS.runtime, "druid.worker.baseTaskDirs"),
        (MIDDLE_MANAGERS.runtime, "druid.indexer.task.baseTaskDir"),
        (INDEXERS.runtime, "druid.indexer.task.baseTaskDir"),
    ])
    .source(DOC_CONFIGURATION),
];

fn check_folders(text: &str) -> Result<(), Message> {
    text.split(',').try_for_each(|path| AbsolutePath::parse(path.trim()).map(|_| ()))
}
