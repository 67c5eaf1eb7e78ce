//! What the step "Amazon EMR" lets choose.

use ::rules::Choice;
use model::Text;

pub(super) static KINDS: &[Choice] = &[
    Choice::new(
        "none",
        Text::new("Not on EMR", "不在 EMR 上"),
        Text::new("The Hadoop cluster exists already.", "Hadoop 集群已经存在。"),
    ),
    Choice::new(
        "one",
        Text::new("One cluster", "一个集群"),
        Text::new(
            "Builds and HBase share its machines: to try Kylin, or where queries may wait for builds.",
            "构建与 HBase 共用机器：适合试用，或查询可以等待构建的场合。",
        ),
    ),
    Choice::new(
        "split",
        Text::new("A build cluster and an HBase cluster", "构建集群加 HBase 集群"),
        Text::new(
            "Builds cannot slow queries down, and each cluster is sized for its own work.",
            "构建不会拖慢查询，两个集群各按自己的负载选型。",
        ),
    ),
];

pub(super) static STORAGES: &[Choice] = &[
    Choice::new(
        "hdfs",
        Text::new("HDFS, on the cluster's disks", "HDFS（集群的磁盘）"),
        Text::new(
            "Faster; cubes and metadata end with the cluster.",
            "更快；但集群终止时 Cube 和元数据随之消失。",
        ),
    ),
    Choice::new(
        "s3",
        Text::new("S3", "S3"),
        Text::new(
            "Slower to load; cubes and metadata outlive the cluster, if it is shut down in order.",
            "加载较慢；只要按顺序关闭，Cube 和元数据在集群终止后仍然保留。",
        ),
    ),
];

pub(super) static TABLES: &[Choice] = &[
    Choice::new(
        "hive",
        Text::new("Hive's own metastore", "Hive 自带的 metastore"),
        Text::new(
            "On the master node of the build cluster; it ends with the cluster.",
            "位于构建集群的 master 节点；随集群终止而消失。",
        ),
    ),
    Choice::new(
        "glue",
        Text::new("AWS Glue", "AWS Glue"),
        Text::new(
            "Outlives the cluster. Two jars of the Glue client must be built and put into KYLIN_HOME/lib.",
            "不随集群终止而消失。需要自行编译 Glue 客户端的两个 jar 并放入 KYLIN_HOME/lib。",
        ),
    ),
];
