//! The step "Storage and read/write split".

use crate::kylin::emr;
use crate::kylin::sources::{BLOG_SPLIT, DEFAULTS, config_base};
use ::rules::{Answer, Condition, Context, Field, Kind, Own, Pick};
use model::Text;
use model::value::Uri;

const STEP: &str = "storage";
const WORK: Text = Text::new("Working directory", "工作目录");
const SPLIT: Text = Text::new("Separate HBase cluster", "独立的 HBase 集群");

/// Whether the cubes lie in an HBase cluster of their own.
pub fn split(cx: &Context) -> bool {
    if emr::active(cx) { emr::split(cx) } else { cx.on("storage.split") }
}

/// Whether it is named here: on EMR its own step names it.
fn named_here(cx: &Context) -> bool {
    split(cx) && !emr::active(cx)
}

/// Whether there is one cluster, whose HBase may keep its files elsewhere than its HDFS.
fn together(cx: &Context) -> bool {
    !split(cx) && !emr::active(cx)
}

/// The field that names the file system of HBase here.
pub fn cluster_fs_field(cx: &Context) -> Option<&'static str> {
    if named_here(cx) {
        return Some("storage.cluster_fs");
    }
    let named = together(cx) && !cx.text("storage.hbase_fs").is_empty();
    named.then_some("storage.hbase_fs")
}

/// The file system of HBase that is named here, when it is readable.
pub fn cluster_fs(cx: &Context) -> Option<Uri> {
    cx.get::<Uri>(cluster_fs_field(cx)?).ok()
}

/// Whether HBase's files lie in a bucket, as named here.
pub fn in_bucket(cx: &Context) -> bool {
    cluster_fs(cx).is_some_and(|u| matches!(u.scheme.as_str(), "s3" | "s3a" | "s3n"))
}

/// Whether that file system is an HDFS name service: `hdfs://` with a name that has neither a dot
/// nor a port.
pub fn name_service(cx: &Context) -> Option<String> {
    service_of(&cluster_fs(cx)?)
}

/// The name service of a file system.
pub(crate) fn service_of(uri: &Uri) -> Option<String> {
    let named = uri.scheme == "hdfs"
        && !uri.authority.is_empty()
        && !uri.authority.contains(['.', ':', '[', '{']);
    named.then(|| uri.authority.clone())
}

fn distcp(cx: &Context) -> bool {
    split(cx) && !emr::on_s3(cx) && cx.since("3.1.2")
}

/// Whether builds write on another file system than HBase reads from: else there is nothing to copy.
fn two_file_systems(cx: &Context) -> bool {
    let working = cx.get::<Uri>("storage.working_dir").ok();
    !working.zip(cluster_fs(cx)).is_some_and(|(a, b)| a.same_file_system(&b))
}

/// The field `storage.working_dir`.
pub(crate) const WORKING_DIR: Field = Field::new(
    "storage.working_dir",
    STEP,
    WORK,
    Text::new("Folder", "目录"),
    Text::new(
        "On the Hadoop file system, absolute or with scheme. Kylin adds a folder named after the metastore's identifier.",
        "位于 Hadoop 文件系统，须为绝对路径或带 scheme。Kylin 会在其下建立以元数据标识命名的目录。",
    ),
    Kind::PathOrUri,
)
.default("/kylin")
.required()
.own(Own::Account)
.keys(&["kylin.env.hdfs-working-dir"])
.source(config_base!(280));

/// The field `storage.spark_history`.
pub(crate) const SPARK_HISTORY: Field = Field::new(
    "storage.spark_history",
    STEP,
    WORK,
    Text::new("Spark history folder", "Spark 历史目录"),
    Text::new(
        "Needed when the nodes' default file system is not HDFS: the start makes hdfs:///kylin/spark-history otherwise, and stops when it cannot. Empty: Kylin's default.",
        "当节点的默认文件系统不是 HDFS 时必须填写：否则启动时会创建 hdfs:///kylin/spark-history，失败即停止。留空则用 Kylin 默认值。",
    ),
    Kind::PathOrUri,
)
.pick(&Pick {
    cases: &[
        (&Condition::new(Text::new("when that names another file system than HDFS", "位于 HDFS 以外的文件系统时"), |cx, _| cx.get::<Uri>("storage.working_dir").is_ok_and(|uri| uri.scheme != "hdfs")), Answer::Below("storage.working_dir", "/spark-history")),
    ],
    otherwise: Answer::Nothing,
})
.placeholder("s3://bucket/kylin/spark-history")
.keys(&[
    "kylin.engine.spark-conf.spark.eventLog.dir",
    "kylin.engine.spark-conf.spark.history.fs.logDirectory",
])
.source(DEFAULTS);

/// In the order in which they are shown.
pub static FIELDS: &[Field] = &[
    WORKING_DIR.pick(&Pick {
    cases: &[
        (&Condition::new(Text::new("on EMR with HBase on S3", "在 EMR 上且 HBase 使用 S3 时"), |cx, _| emr::root(cx).is_some()), Answer::Made(Text::new("/kylin in the same bucket", "同一存储桶中的 /kylin"), |cx, _| {
            emr::root(cx).map_or_else(String::new, |root| format!("{}://{}/kylin", root.scheme, root.authority))
        })),
    ],
    otherwise: Answer::Is("/kylin"),
}),
    SPARK_HISTORY,
    Field::new(
        "storage.hbase_table_prefix",
        STEP,
        WORK,
        Text::new("Table prefix", "表名前缀"),
        Text::new(
            "Begins the name of every HBase table of a cube; another one keeps two clusters on one HBase apart.",
            "Cube 的每张 HBase 表名都以此开头；两个集群共用一个 HBase 时用不同的前缀区分。",
        ),
        Kind::Identifier,
    )
    .default("KYLIN_")
    .required()
    .keys(&["kylin.storage.hbase.table-name-prefix"])
    .source(config_base!(1341)),
    Field::new(
        "storage.hbase_fs",
        STEP,
        WORK,
        Text::new("File system of HBase", "HBase 的文件系统"),
        Text::new(
            "Only when HBase of this cluster keeps its files elsewhere than on the default file system, for example s3://bucket. Empty: the default file system.",
            "仅当本集群的 HBase 把文件放在默认文件系统以外时填写，例如 s3://bucket。留空则为默认文件系统。",
        ),
        Kind::Uri,
    )
    .shown(together)
    .placeholder("s3://bucket")
    .keys(&["kylin.storage.hbase.cluster-fs"])
    .source(config_base!(1349)),
    Field::new(
        "storage.split",
        STEP,
        SPLIT,
        Text::new("Cubes in a separate HBase cluster", "Cube 存放在独立的 HBase 集群"),
        Text::new(
            "Builds then cannot slow queries down. The nodes' Hadoop client belongs to the build cluster, their HBase client to the other one.",
            "构建不再影响查询。节点上的 Hadoop 客户端属于构建集群，HBase 客户端属于另一个集群。",
        ),
        Kind::Switch,
    )
    .shown(|cx| !emr::active(cx))
    .default("false")
    .keys(&["kylin.storage.hbase.cluster-fs"])
    .source(BLOG_SPLIT),
    Field::new(
        "storage.cluster_fs",
        STEP,
        SPLIT,
        Text::new("Its file system", "其文件系统"),
        Text::new(
            "With scheme, and the same as in hbase.rootdir of that cluster: hdfs://host:8020, hdfs://name-service or s3://bucket. A bare host:8020 fails when the first cube is read.",
            "必须带 scheme，并与该集群 hbase.rootdir 一致：hdfs://host:8020、hdfs://名称服务 或 s3://bucket。只写 host:8020 会在首次读取 Cube 时失败。",
        ),
        Kind::Uri,
    )
    .shown(named_here)
    .required()
    .placeholder("hdfs://hbase-cluster")
    .keys(&["kylin.storage.hbase.cluster-fs"])
    .source(config_base!(1349)),
    Field::new(
        "storage.namenodes",
        STEP,
        SPLIT,
        Text::new("Its name nodes", "其 NameNode"),
        Text::new(
            "Both name nodes as host:port, when the file system above is a name service: they go into conf/hbase.hdfs.xml.",
            "当上面填写的是名称服务时，填写两个 NameNode 的 host:port：它们会写入 conf/hbase.hdfs.xml。",
        ),
        Kind::HostPorts,
    )
    .shown(|cx| name_service(cx).is_some())
    .required()
    .placeholder("nn1.example.com:8020,nn2.example.com:8020")
    .keys(&["kylin.storage.hbase.cluster-hdfs-config-file"])
    .source(config_base!(1353)),
    Field::new(
        "storage.hfile_distcp",
        STEP,
        SPLIT,
        Text::new("Copy HFiles with a limit", "限速复制 HFile"),
        Text::new(
            "Writes HFiles on the build cluster and copies them at a limited rate, so that a build does not flood the query cluster.",
            "先在构建集群上生成 HFile，再限速复制，避免构建冲击查询集群。",
        ),
        Kind::Switch,
    )
    .shown(distcp)
    .pick(&Pick {
    cases: &[
        (&Condition::new(Text::new("from 3.1.2, when the working directory is on another file system", "自 3.1.2 起且工作目录位于另一个文件系统时"), |cx, _| distcp(cx) && two_file_systems(cx)), Answer::Is("true")),
    ],
    otherwise: Answer::Is("false"),
})
    .keys(&["kylin.storage.hfile-distcp-enable"])
    .source(config_base!(2716)),
    Field::new(
        "storage.distcp_bandwidth",
        STEP,
        SPLIT,
        Text::new("Limit per copy task, MB/s", "每个复制任务的限速（MB/s）"),
        Text::new(
            "At most 50 tasks copy at once, each at this rate.",
            "最多 50 个任务同时复制，每个任务的速率上限。",
        ),
        Kind::Count(1, 10_000),
    )
    .shown(|cx| distcp(cx) && cx.on("storage.hfile_distcp"))
    .default("20")
    .required()
    .keys(&["kylin.storage.distcp-map-bandwidth"])
    .source(config_base!(2720)),
];
