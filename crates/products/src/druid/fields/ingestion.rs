//! The step "Ingestion and extensions".

use crate::druid::sources::{DOC_EXTENSIONS, DOC_UPGRADE};
use ::rules::{Context, Field, Kind};
use model::value::shown;
use model::{Message, Text, msg};

const STEP: &str = "ingestion";
const STREAMS: Text = Text::new("Where data comes from", "数据来源");
const FORMATS: Text = Text::new("Formats", "数据格式");
const QUERIES: Text = Text::new("Queries", "查询");
const MORE: Text = Text::new("Others", "其他");
const HADOOP: Text = Text::new("Hadoop jobs", "Hadoop 作业");

/// A switch, and the extension that it loads.
pub(crate) static SWITCHES: &[(&str, &str)] = &[
    ("ingestion.kafka", "druid-kafka-indexing-service"),
    ("ingestion.kinesis", "druid-kinesis-indexing-service"),
    ("ingestion.hdfs", "druid-hdfs-storage"),
    ("ingestion.s3", "druid-s3-extensions"),
    ("ingestion.parquet", "druid-parquet-extensions"),
    ("ingestion.orc", "druid-orc-extensions"),
    ("ingestion.avro", "druid-avro-extensions"),
    ("ingestion.protobuf", "druid-protobuf-extensions"),
    ("ingestion.datasketches", "druid-datasketches"),
    ("ingestion.lookups", "druid-lookups-cached-global"),
];

/// Further extensions, by name.
pub(crate) fn more(cx: &Context) -> Vec<String> {
    let text = cx.text("ingestion.more");
    text.split(',').map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect()
}

const LOAD_LIST: &[&str] = &["druid.extensions.loadList"];

const fn switch(
    key: &'static str,
    group: Text,
    label: Text,
    help: Text,
    default: &'static str,
) -> Field {
    Field::new(key, STEP, group, label, help, Kind::Switch).default(default).keys(LOAD_LIST)
}

/// In the order in which they are shown.
pub(super) static FIELDS: &[Field] = &[
    switch(
        "ingestion.kafka",
        STREAMS,
        Text::same("Kafka"),
        Text::new(
            "Supervised tasks read topics. From 38 on brokers must be 2.1 or newer.",
            "由 supervisor 管理任务读取 topic。自 38 起 Kafka 服务端需为 2.1 或更新版本。",
        ),
        "true",
    )
    .source(DOC_EXTENSIONS),
    switch(
        "ingestion.kinesis",
        STREAMS,
        Text::same("Kinesis"),
        Text::new("The same for streams of Amazon Kinesis.", "读取 Amazon Kinesis 流。"),
        "false",
    ),
    switch(
        "ingestion.s3",
        STREAMS,
        Text::new("Files on S3", "S3 上的文件"),
        Text::new(
            "Batch loads read them; with deep storage on S3 it is there anyway.",
            "批量导入读取的文件；深度存储为 S3 时已包含。",
        ),
        "false",
    ),
    switch(
        "ingestion.hdfs",
        STREAMS,
        Text::new("Files on HDFS", "HDFS 上的文件"),
        Text::new(
            "Batch loads read them; with deep storage on HDFS it is there anyway.",
            "批量导入读取的文件；深度存储为 HDFS 时已包含。",
        ),
        "false",
    ),
    switch(
        "ingestion.parquet",
        FORMATS,
        Text::same("Parquet"),
        Text::new("Shipped in the load list from 31 on.", "自 31 起包含在默认扩展列表中。"),
        "false",
    ),
    switch("ingestion.orc", FORMATS, Text::same("ORC"), Text::new("Hive's columns.", "Hive 的列式格式。"), "false"),
    switch(
        "ingestion.avro",
        FORMATS,
        Text::same("Avro"),
        Text::new("Rows with a schema, in streams and files.", "带 schema 的行格式，用于流和文件。"),
        "false",
    ),
    switch(
        "ingestion.protobuf",
        FORMATS,
        Text::same("Protobuf"),
        Text::new("Messages of streams.", "流中的消息格式。"),
        "false",
    ),
    switch(
        "ingestion.datasketches",
        QUERIES,
        Text::same("DataSketches"),
        Text::new(
            "Approximate distinct counts and quantiles.",
            "近似去重计数与分位数。",
        ),
        "true",
    ),
    switch(
        "ingestion.lookups",
        QUERIES,
        Text::new("Lookups from databases and files", "来自数据库和文件的 Lookup"),
        Text::new(
            "Kept in the heap of Historicals, Brokers and tasks, twice while they are loaded anew: tell \"Sizing\" how large they are.",
            "保存在 Historical、Broker 和任务的堆内存中，重新加载期间占两份：请在“资源”步骤填写其大小。",
        ),
        "false",
    ),
    Field::new(
        "ingestion.more",
        STEP,
        MORE,
        Text::new("Other extensions", "其他扩展"),
        Text::new(
            "Names of folders in extensions/, with commas. A name that is not there stops every process. What deep storage, metadata store and logins need is added by itself.",
            "extensions/ 下的目录名，以逗号分隔。名称不存在会使所有进程无法启动。深度存储、元数据存储和登录所需的扩展会自动加入。",
        ),
        Kind::Custom(check_names),
    )
    .placeholder("druid-stats,druid-histogram")
    .keys(LOAD_LIST)
    .source(DOC_EXTENSIONS),
    Field::new(
        "ingestion.hadoop",
        STEP,
        HADOOP,
        Text::new("Loads by Hadoop jobs", "通过 Hadoop 作业导入"),
        Text::new(
            "Removed in 37, to be allowed by a key from 34 on. Native batch and SQL load without it.",
            "37 中已移除，自 34 起需显式允许。原生批量和 SQL 导入不需要它。",
        ),
        Kind::Switch,
    )
    .shown(|cx| !cx.since("37"))
    .default("false")
    .keys(&["druid.indexer.task.allowHadoopTaskExecution"])
    .source(DOC_UPGRADE),
    Field::new(
        "ingestion.hadoop_folder",
        STEP,
        HADOOP,
        Text::new("Working folder in HDFS", "HDFS 工作目录"),
        Text::new(
            "Jobs keep what is in between there; not on a machine's own disk.",
            "作业的中间结果存放处；不能是某台机器的本地磁盘。",
        ),
        Kind::PathOrUri,
    )
    .shown(|cx| !cx.since("37") && cx.on("ingestion.hadoop"))
    .default("/tmp/druid-indexing")
    .required()
    .keys(&["conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.task.hadoopWorkingPath"]),
];

fn check_names(text: &str) -> Result<(), Message> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    for name in text.split(',').map(str::trim) {
        if name.is_empty() || !name.chars().all(plain) || name.starts_with('.') {
            return Err(msg!(en: "\"{t}\" is no name of an extension such as druid-stats",
                zh: "“{t}”不是扩展名称，例如 druid-stats", t = shown(name)));
        }
    }
    Ok(())
}
