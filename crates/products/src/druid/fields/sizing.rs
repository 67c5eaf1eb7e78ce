//! The step "Sizing and paths": the processes that answer queries and lead.

use crate::common::disks;
use crate::common::jvm::{LEAST_HEAP, MOST_HEAP, bytes_of};
use crate::druid::effective::{
    BROKER_BUFFER, BROKER_MERGE, HISTORICAL_BUFFER, HISTORICAL_MERGE, HISTORICAL_THREADS,
};
use crate::druid::notation;
use crate::druid::roles::{
    BROKER, COORDINATOR, HISTORICAL, INDEXER, MASTER, MIDDLE_MANAGER, OVERLORD, ROUTER,
};
use crate::druid::sizing::{broker, data, historical, master};
use crate::druid::sources::{DOC_CONFIGURATION, DOC_TUNING, PROCESSING};
use ::rules::{Answer, Field, Formula, Kind, Pick, Scope, Unit};
use model::value::ByteSize;
use model::{Message, Text};

pub(super) const STEP: &str = "sizing";
const MASTERS: Text = Text::new("Masters and Routers", "Master 与 Router");
const HISTORICALS: Text = Text::same("Historical");
const BROKERS: Text = Text::same("Broker");

const HISTORICAL_FILE: &str = crate::druid::programs::HISTORICALS.runtime;

/// The most that a buffer may have: it must be less than 2 GiB.
const MOST_BUFFER: u64 = 2 * ByteSize::GIB - 1;

pub(super) const fn size(
    key: &'static str,
    group: Text,
    label: Text,
    help: Text,
    formula: &'static Formula,
    roles: &'static [&'static str],
) -> Field {
    Field::new(key, STEP, group, label, help, Kind::Bytes)
        .scope(Scope::Both)
        .roles(roles)
        .formula(formula)
        .required()
}

/// A heap or a direct memory, as an option of Java.
pub(super) const fn heap(field: Field, keys: &'static [&'static str]) -> Field {
    field.within(LEAST_HEAP, MOST_HEAP).keys(keys).written(Unit::Bytes, bytes_of).source(DOC_TUNING)
}

/// A buffer.
pub(super) const fn buffer(field: Field, keys: &'static [&'static str]) -> Field {
    field.within(1, MOST_BUFFER).keys(keys).written(Unit::Bytes, notation::size).source(PROCESSING)
}

pub(super) const fn number(
    key: &'static str,
    group: Text,
    label: Text,
    help: Text,
    kind: Kind,
    roles: &'static [&'static str],
) -> Field {
    Field::new(key, STEP, group, label, help, kind).scope(Scope::Both).roles(roles).required()
}

/// In the order in which they are shown.
pub(super) static FIELDS: &[Field] = &[
    heap(
        size(
            "master.heap",
            MASTERS,
            Text::new("Heap of a Coordinator-Overlord", "Coordinator-Overlord 堆内存"),
            Text::new(
                "Grows with the number of segments: a Coordinator like a Broker, an Overlord a quarter of it.",
                "随 Segment 数量增长：Coordinator 与 Broker 相当，Overlord 为其四分之一。",
            ),
            &master::TOGETHER,
            &[MASTER],
        ),
        &["conf/druid/cluster/master/coordinator-overlord/jvm.config:-Xmx"],
    ),
    heap(
        size(
            "coordinator.heap",
            MASTERS,
            Text::new("Heap of a Coordinator", "Coordinator 堆内存"),
            Text::new("Grows with the number of segments.", "随 Segment 数量增长。"),
            &master::COORDINATOR,
            &[COORDINATOR],
        ),
        &["conf/druid/cluster/master/coordinator/jvm.config:-Xmx"],
    ),
    heap(
        size(
            "overlord.heap",
            MASTERS,
            Text::new("Heap of an Overlord", "Overlord 堆内存"),
            Text::new("Grows with the number of tasks.", "随任务数量增长。"),
            &master::OVERLORD,
            &[OVERLORD],
        ),
        &["conf/druid/cluster/master/overlord/jvm.config:-Xmx"],
    ),
    heap(
        size(
            "router.heap",
            MASTERS,
            Text::new("Heap of a Router", "Router 堆内存"),
            Text::new(
                "Requests pass through it and are not kept.",
                "请求只经过它，不会保留。",
            ),
            &master::ROUTER,
            &[ROUTER],
        ),
        &["conf/druid/cluster/query/router/jvm.config:-Xmx"],
    ),
    Field::new(
        "data.lookups",
        STEP,
        HISTORICALS,
        Text::new("Size of all lookups", "全部 Lookup 的大小"),
        Text::new(
            "Historicals, Brokers and tasks keep them in their heaps, twice while they are loaded anew.",
            "Historical、Broker 和任务把它们保存在堆内存中，重新加载期间占两份。",
        ),
        Kind::Bytes,
    )
    .within(0, MOST_HEAP)
    .default("0")
    .source(DOC_TUNING),
    number(
        "historical.threads",
        HISTORICALS,
        Text::new("Processing threads", "处理线程数"),
        Text::new(
            "One core is left for all else. More than cores make queries slower.",
            "留一个核给其他工作。超过核数会使查询变慢。",
        ),
        Kind::Count(1, 4096),
        &[HISTORICAL],
    )
    .formula(&historical::THREADS)
    .keys(&["conf/druid/cluster/data/historical/runtime.properties:druid.processing.numThreads"])
    .among(HISTORICAL_THREADS)
    .source(DOC_TUNING),
    number(
        "historical.merge_buffers",
        HISTORICALS,
        Text::new("Merge buffers", "合并缓冲区数"),
        Text::new(
            "A GROUP BY takes one or two; so many run at once. None: every such query fails.",
            "每个 GROUP BY 占用一到两个，决定可同时运行的数量。为 0 时此类查询全部失败。",
        ),
        Kind::Count(1, 4096),
        &[HISTORICAL],
    )
    .formula(&historical::MERGE)
    .keys(&["conf/druid/cluster/data/historical/runtime.properties:druid.processing.numMergeBuffers"])
    .among(HISTORICAL_MERGE)
    .source(DOC_TUNING),
    buffer(
        size(
            "historical.buffer",
            HISTORICALS,
            Text::new("Size of a buffer", "缓冲区大小"),
            Text::new(
                "Each thread and each merge buffer takes one outside of the heap. Less than 2 GiB.",
                "每个线程和每个合并缓冲区各占一份堆外内存。必须小于 2 GiB。",
            ),
            &historical::BUFFER,
            &[HISTORICAL],
        ),
        &["conf/druid/cluster/data/historical/runtime.properties:druid.processing.buffer.sizeBytes"],
    )
    .among(HISTORICAL_BUFFER),
    heap(
        size(
            "historical.direct",
            HISTORICALS,
            Text::new("Direct memory", "堆外内存"),
            Text::new(
                "Below (threads + merge buffers + 1) × buffer it does not start.",
                "低于（线程数 + 合并缓冲区数 + 1）× 缓冲区大小时无法启动。",
            ),
            &historical::DIRECT,
            &[HISTORICAL],
        ),
        &["conf/druid/cluster/data/historical/jvm.config:-XX:MaxDirectMemorySize"],
    ),
    heap(
        size(
            "historical.heap",
            HISTORICALS,
            Text::new("Heap of a Historical", "Historical 堆内存"),
            Text::new(
                "What is left of the machine's memory keeps segments in the page cache: that makes queries quick.",
                "机器剩余的内存用于页缓存中的 Segment：查询速度主要取决于它。",
            ),
            &historical::HEAP,
            &[HISTORICAL],
        ),
        &["conf/druid/cluster/data/historical/jvm.config:-Xmx"],
    ),
    size(
        "historical.cache",
        HISTORICALS,
        Text::new("Cache of results", "结果缓存"),
        Text::new("Part of the heap.", "占用堆内存。"),
        &historical::CACHE,
        &[HISTORICAL],
    )
    .within(0, MOST_HEAP)
    .keys(&["conf/druid/cluster/data/historical/runtime.properties:druid.cache.sizeInBytes"])
    .within(0, MOST_HEAP)
    .written(Unit::Bytes, notation::size)
    .source(DOC_TUNING),
    number(
        "historical.locations",
        HISTORICALS,
        Text::new("Segment cache", "Segment 缓存"),
        Text::new(
            "Folders and how much of each may be used: /data1/segments 1.6 TB, /data2/segments 1.6 TB. Queries read nothing else, so all copies of all data must have room.",
            "目录及其可用容量：/data1/segments 1.6 TB, /data2/segments 1.6 TB。查询只读这里的数据，因此必须容纳全部数据的全部副本。",
        ),
        Kind::Custom(check_locations),
        &[HISTORICAL],
    )
    .pick(&Pick {
        cases: &[],
        otherwise: Answer::Made(
            Text::new("85 % of each disk, or this node's part of the data, or 300 GB as shipped", "每块磁盘的 85%，或本节点应承担的数据量，或发行包默认的 300 GB"),
            |cx, class| data::as_text(&data::default_locations(cx, class)),
        ),
    })
    .keys(&["conf/druid/cluster/data/historical/runtime.properties:druid.segmentCache.locations"])
    .made(&[(HISTORICAL_FILE, "druid.segmentCache.locations")])
    .source(DOC_CONFIGURATION),
    heap(
        size(
            "broker.heap",
            BROKERS,
            Text::new("Heap of a Broker", "Broker 堆内存"),
            Text::new(
                "Merges what the data nodes answer: 4 to 8 GiB for a small cluster, 30 to 60 GiB for a hundred data nodes.",
                "合并数据节点的返回结果：小集群 4 到 8 GiB，上百个数据节点时 30 到 60 GiB。",
            ),
            &broker::HEAP,
            &[BROKER],
        ),
        &["conf/druid/cluster/query/broker/jvm.config:-Xmx"],
    ),
    number(
        "broker.merge_buffers",
        BROKERS,
        Text::new("Merge buffers", "合并缓冲区数"),
        Text::new("As many as a Historical's, or some more.", "与 Historical 相同或略多。"),
        Kind::Count(1, 4096),
        &[BROKER],
    )
    .formula(&broker::MERGE)
    .keys(&["conf/druid/cluster/query/broker/runtime.properties:druid.processing.numMergeBuffers"])
    .among(BROKER_MERGE)
    .source(DOC_TUNING),
    buffer(
        size(
            "broker.buffer",
            BROKERS,
            Text::new("Size of a buffer", "缓冲区大小"),
            Text::new("Less than 2 GiB.", "必须小于 2 GiB。"),
            &broker::BUFFER,
            &[BROKER],
        ),
        &["conf/druid/cluster/query/broker/runtime.properties:druid.processing.buffer.sizeBytes"],
    )
    .among(BROKER_BUFFER),
    heap(
        size(
            "broker.direct",
            BROKERS,
            Text::new("Direct memory", "堆外内存"),
            Text::new(
                "Below (merge buffers + 1) × buffer it does not start; before 0.23 one buffer more.",
                "低于（合并缓冲区数 + 1）× 缓冲区大小时无法启动；0.23 之前还要多一个。",
            ),
            &broker::DIRECT,
            &[BROKER],
        ),
        &["conf/druid/cluster/query/broker/jvm.config:-XX:MaxDirectMemorySize"],
    ),
    number(
        "broker.connections",
        BROKERS,
        Text::new("Connections to each data node", "到每个数据节点的连接数"),
        Text::new(
            "So many queries of this Broker run on a data node at once. All Brokers together stay below what a data node serves.",
            "该 Broker 在单个数据节点上同时运行的查询数。所有 Broker 之和应低于数据节点的服务线程数。",
        ),
        Kind::Count(1, 10_000),
        &[BROKER],
    )
    .formula(&broker::CONNECTIONS)
    .keys(&["conf/druid/cluster/query/broker/runtime.properties:druid.broker.http.numConnections"])
    .source(DOC_TUNING),
    number(
        "broker.http_threads",
        BROKERS,
        Text::new("Threads that serve requests", "服务线程数"),
        Text::new("More than its connections.", "多于其连接数。"),
        Kind::Count(1, 10_000),
        &[BROKER],
    )
    .formula(&broker::THREADS)
    .keys(&["conf/druid/cluster/query/broker/runtime.properties:druid.server.http.numThreads"])
    .source(DOC_TUNING),
    number(
        "data.http_threads",
        HISTORICALS,
        Text::new("Threads that serve requests", "服务线程数"),
        Text::new(
            "More than all Brokers' connections together; Historicals and those that run tasks.",
            "多于全部 Broker 的连接数之和；用于 Historical 和运行任务的进程。",
        ),
        Kind::Count(1, 10_000),
        &[HISTORICAL, MIDDLE_MANAGER, INDEXER],
    )
    .formula(&broker::SERVED)
    .keys(&[
        "conf/druid/cluster/data/historical/runtime.properties:druid.server.http.numThreads",
        "conf/druid/cluster/data/middleManager/runtime.properties:druid.server.http.numThreads",
        "conf/druid/cluster/data/indexer/runtime.properties:druid.server.http.numThreads",
    ])
    .source(DOC_TUNING),
    size(
        "broker.queued",
        BROKERS,
        Text::new("Most bytes that wait", "排队字节数上限"),
        Text::new(
            "Of each query's answers: a data node waits when so much was not merged yet.",
            "每个查询未合并结果的上限：达到后数据节点会等待。",
        ),
        &broker::QUEUED,
        &[BROKER],
    )
    .within(0, MOST_HEAP)
    .keys(&["conf/druid/cluster/query/broker/runtime.properties:druid.broker.http.maxQueuedBytes"])
    .within(0, MOST_HEAP)
    .written(Unit::Bytes, notation::size)
    .source(DOC_TUNING),
];

/// The locations of a field's text.
///
/// # Errors
/// What cannot be read, and how it is written.
pub(crate) fn locations(text: &str) -> Result<Vec<(String, u64)>, Message> {
    Ok(disks::parse(text)?.into_iter().map(|disk| (disk.path, disk.size)).collect())
}

fn check_locations(text: &str) -> Result<(), Message> {
    locations(text).map(|_| ())
}
