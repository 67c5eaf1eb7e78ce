//! The step "Amazon EMR".

use super::emr_choices::{KINDS, STORAGES, TABLES};
use crate::kylin::emr::values::{applications, group, instance, region, release, role, s3, subnet};
use crate::kylin::emr::{Applications, active, extra, on_s3, split};
use crate::kylin::sources::{AWS_GROUPS, AWS_HBASE_S3, DOC_EMR};
use ::rules::{Answer, Condition, Field, Kind, Own, Pick};
use model::Text;

const STEP: &str = "emr";
const WHAT: Text = Text::new("Clusters", "集群");
const WHERE: Text = Text::new("Network and access", "网络与访问");
const MAIN: Text = Text::new("Build cluster", "构建集群");
const HBASE: Text = Text::new("HBase cluster", "HBase 集群");
const STORAGE: Text = Text::new("HBase and tables", "HBase 与表");

const fn field(key: &'static str, group: Text, label: Text, help: Text, kind: Kind) -> Field {
    Field::new(key, STEP, group, label, help, kind).shown(active)
}

const MASTER_TYPE: (Text, Text) = (
    Text::new("Master's instance type", "master 实例类型"),
    Text::new("One master; it holds the name node.", "一个 master，NameNode 位于其上。"),
);
const CORE_TYPE: (Text, Text) = (
    Text::new("Core nodes' instance type", "core 实例类型"),
    Text::new("Core nodes hold the data.", "core 节点存放数据。"),
);
const CORE_COUNT: (Text, Text) = (
    Text::new("Core nodes", "core 节点数"),
    Text::new(
        "Below 4 EMR keeps each block of HDFS once only, below 10 twice.",
        "少于 4 个时 EMR 的 HDFS 每个块只存一份，少于 10 个时存两份。",
    ),
);
const DISK: (Text, Text) = (
    Text::new("Disk per instance, GB", "每个实例的磁盘（GB）"),
    Text::new("EBS, gp2.", "EBS，gp2 类型。"),
);
const SETTINGS: (Text, Text) = (
    Text::new("More configuration", "更多配置"),
    Text::new(
        "classification:key=value, with semicolons between them; it wins over what Muster writes.",
        "classification:key=value，以分号分隔；优先于 Muster 写入的值。",
    ),
);
const APPS: Text = Text::new("Applications", "应用");

/// In the order in which they are shown.
pub static FIELDS: &[Field] = &[
    Field::new(
        "emr.kind",
        STEP,
        WHAT,
        Text::new("Amazon EMR", "Amazon EMR"),
        Text::new(
            "Whether the archive creates the Hadoop clusters on EMR: scripts for the AWS CLI and a CloudFormation template.",
            "部署包是否负责在 EMR 上创建 Hadoop 集群：附 AWS CLI 脚本和 CloudFormation 模板。",
        ),
        Kind::Choice(KINDS),
    )
    .default("none")
    .source(DOC_EMR),
    field(
        "emr.release",
        WHAT,
        Text::new("Release label", "发行版标签"),
        Text::new(
            "emr-5.27.0 to emr-5.36.2: EMR 6 and later bring HBase 2, which this Kylin cannot read.",
            "emr-5.27.0 至 emr-5.36.2：EMR 6 及以上自带 HBase 2，本版 Kylin 无法使用。",
        ),
        Kind::Custom(release),
    )
    .default("emr-5.36.2")
    .required()
    .source(DOC_EMR),
    field(
        "emr.region",
        WHERE,
        Text::new("Region", "区域"),
        Text::new("Buckets must be in the same one.", "存储桶必须位于同一区域。"),
        Kind::Custom(region),
    )
    .required()
.own(Own::Site)
    .placeholder("eu-central-1"),
    field(
        "emr.subnet",
        WHERE,
        Text::new("Subnet", "子网"),
        Text::new(
            "Of both clusters and of Kylin's nodes: masters find each other by private names.",
            "两个集群与 Kylin 节点共用：各 master 以内网名称互相访问。",
        ),
        Kind::Custom(subnet),
    )
    .required()
.own(Own::Account)
    .placeholder("subnet-0a1b2c3d4e5f60718"),
    field(
        "emr.key",
        WHERE,
        Text::new("Key pair", "密钥对"),
        Text::new(
            "The EC2 key pair for ssh as the user hadoop; prepare-kylin-node.sh copies the HBase configuration with it.",
            "以 hadoop 用户 ssh 登录的 EC2 密钥对；prepare-kylin-node.sh 用它复制 HBase 配置。",
        ),
        Kind::Text,
    )
    .required()
.own(Own::Account)
    .placeholder("kylin"),
    field(
        "emr.sg_master",
        WHERE,
        Text::new("Security group of masters", "master 的安全组"),
        Text::new(
            "Empty: EMR's own groups, which let all clusters of a VPC talk to each other.",
            "留空则使用 EMR 自带的安全组，同一 VPC 内的集群可以互相访问。",
        ),
        Kind::Custom(group),
    )
    .placeholder("sg-0a1b2c3d4e5f60718")
    .source(AWS_GROUPS),
    field(
        "emr.sg_core",
        WHERE,
        Text::new("Security group of core and task nodes", "core 与 task 节点的安全组"),
        Text::new(
            "Given together with the masters' one.",
            "须与 master 的安全组同时填写。",
        ),
        Kind::Custom(group),
    )
    .placeholder("sg-0a1b2c3d4e5f60719")
    .source(AWS_GROUPS),
    field(
        "emr.sg_service",
        WHERE,
        Text::new("Security group of service access", "服务访问安全组"),
        Text::new(
            "For a private subnet with own groups: lets the EMR service reach the cluster.",
            "私有子网且使用自有安全组时：允许 EMR 服务访问集群。",
        ),
        Kind::Custom(group),
    )
    .placeholder("sg-0a1b2c3d4e5f6071a")
    .source(AWS_GROUPS),
    field(
        "emr.service_role",
        WHERE,
        Text::new("Service role", "服务角色"),
        Text::new("What EMR may do; `aws emr create-default-roles` makes the default one.", "EMR 的权限；`aws emr create-default-roles` 可创建默认角色。"),
        Kind::Custom(role),
    )
    .default("EMR_DefaultRole")
    .required(),
    field(
        "emr.instance_profile",
        WHERE,
        Text::new("Instance profile", "实例配置文件"),
        Text::new("What the machines may do: read and write the buckets.", "机器的权限：读写存储桶。"),
        Kind::Custom(role),
    )
    .default("EMR_EC2_DefaultRole")
    .required(),
    field(
        "emr.log_uri",
        WHERE,
        Text::new("Log folder", "日志目录"),
        Text::new("On S3, for both clusters; without it logs end with the cluster.", "位于 S3，两个集群共用；留空则日志随集群消失。"),
        Kind::Custom(s3),
    )
.own(Own::Account)
    .placeholder("s3://bucket/emr-logs/"),
    field(
        "emr.protect",
        WHERE,
        Text::new("Termination protection", "终止保护"),
        Text::new("Keeps a cluster from being terminated by mistake; emr/shutdown.sh lifts it.", "防止误终止集群；emr/shutdown.sh 会解除保护。"),
        Kind::Switch,
    )
    .default("true"),
    field(
        "emr.main_apps",
        MAIN,
        APPS,
        Text::new(
            "HBase is among them for its client also when HBase has a cluster of its own: kylin.sh starts Kylin by the hbase command.",
            "即使 HBase 有独立集群，这里也包含 HBase 以获得其客户端：kylin.sh 通过 hbase 命令启动 Kylin。",
        ),
        Kind::Custom(applications),
    )
    .default("Hadoop,Hive,Pig,Spark,Sqoop,Tez,HBase,ZooKeeper")
    .required()
    .source(DOC_EMR),
    field("emr.main_master_type", MAIN, MASTER_TYPE.0, MASTER_TYPE.1, Kind::Custom(instance))
        .default("m5.xlarge")
        .required(),
    field("emr.main_core_type", MAIN, CORE_TYPE.0, CORE_TYPE.1, Kind::Custom(instance))
        .default("m5.xlarge")
        .required(),
    field("emr.main_core_count", MAIN, CORE_COUNT.0, CORE_COUNT.1, Kind::Count(1, 500))
        .default("4")
        .required(),
    field(
        "emr.main_task_count",
        MAIN,
        Text::new("Task nodes", "task 节点数"),
        Text::new("They compute only, and hold no data.", "只参与计算，不存放数据。"),
        Kind::Count(0, 500),
    )
    .default("0")
    .required(),
    field(
        "emr.main_task_type",
        MAIN,
        Text::new("Task nodes' instance type", "task 实例类型"),
        Text::new("Any size: they come and go.", "规格不限：可随时增减。"),
        Kind::Custom(instance),
    )
    .shown(|cx| active(cx) && !cx.is("emr.main_task_count", "0"))
    .default("m5.xlarge")
    .required(),
    field("emr.main_disk", MAIN, DISK.0, DISK.1, Kind::Count(10, 16_000))
        .default("100")
        .required(),
    field("emr.main_settings", MAIN, SETTINGS.0, SETTINGS.1, Kind::Custom(extra::check))
        .placeholder("yarn-site:yarn.nodemanager.vmem-check-enabled=false"),
    field(
        "emr.hbase_apps",
        HBASE,
        APPS,
        Text::new("Hadoop, HBase and ZooKeeper are enough.", "Hadoop、HBase 和 ZooKeeper 即可。"),
        Kind::Custom(applications),
    )
    .shown(split)
    .default("Hadoop,HBase,ZooKeeper")
    .required()
    .source(DOC_EMR),
    field("emr.hbase_master_type", HBASE, MASTER_TYPE.0, MASTER_TYPE.1, Kind::Custom(instance))
        .shown(split)
        .default("m5.xlarge")
        .required(),
    field("emr.hbase_core_type", HBASE, CORE_TYPE.0, CORE_TYPE.1, Kind::Custom(instance))
        .shown(split)
        .default("m5.xlarge")
        .required(),
    field("emr.hbase_core_count", HBASE, CORE_COUNT.0, CORE_COUNT.1, Kind::Count(1, 500))
        .shown(split)
        .default("4")
        .required(),
    field("emr.hbase_disk", HBASE, DISK.0, DISK.1, Kind::Count(10, 16_000))
        .shown(split)
        .default("100")
        .required(),
    field("emr.hbase_settings", HBASE, SETTINGS.0, SETTINGS.1, Kind::Custom(extra::check))
        .shown(split)
        .placeholder("hbase-site:hfile.block.cache.size=0.5"),
    field(
        "emr.hbase_master",
        HBASE,
        Text::new("Its master, when it exists already", "已存在时其 master 的名称"),
        Text::new(
            "The private DNS name, as in hbase.rootdir. Empty: emr/create-hbase.sh creates the cluster, reads the name back and writes it into secrets.env.",
            "内网 DNS 名称，与 hbase.rootdir 一致。留空则由 emr/create-hbase.sh 创建集群、读回名称并写入 secrets.env。",
        ),
        Kind::Host,
    )
    .shown(|cx| split(cx) && !on_s3(cx))
    .placeholder("ip-10-0-2-11.eu-central-1.compute.internal")
    .keys(&["kylin.storage.hbase.cluster-fs"]),
    field(
        "emr.hbase_conf_dir",
        HBASE,
        Text::new("Client configuration on Kylin's nodes", "Kylin 节点上的客户端配置目录"),
        Text::new(
            "Where the HBase cluster's configuration is copied to. A folder of its own leaves an HBase that runs beside it alone.",
            "HBase 集群配置复制到的位置。使用单独的目录，不影响同一台机器上运行的 HBase。",
        ),
        Kind::Path,
    )
    .shown(split)
    .pick(&Pick {
    cases: &[
        (&Condition::new(Text::new("when the build cluster runs an HBase too", "构建集群也运行 HBase 时"), |cx, _| Applications::parse(&cx.text("emr.main_apps")).is_ok_and(|a| a.has("HBase"))), Answer::Is("/etc/kylin/hbase-conf")),
    ],
    otherwise: Answer::Is("/etc/hbase/conf"),
})
    .required(),
    field(
        "emr.hbase_storage",
        STORAGE,
        Text::new("HBase keeps its files on", "HBase 的存储"),
        Text::new("What survives the end of a cluster.", "决定集群终止后哪些数据得以保留。"),
        Kind::Choice(STORAGES),
    )
    .default("hdfs")
    .source(AWS_HBASE_S3),
    field(
        "emr.hbase_root",
        STORAGE,
        Text::new("HBase's folder on S3", "HBase 在 S3 上的目录"),
        Text::new(
            "In the cluster's region, and of one running cluster only: a second one on the same folder destroys it.",
            "与集群同区域，且同一时间只能由一个集群使用：第二个集群会破坏数据。",
        ),
        Kind::Custom(s3),
    )
    .shown(on_s3)
    .required()
.own(Own::Account)
    .placeholder("s3://bucket/hbase")
    .keys(&["kylin.storage.hbase.cluster-fs"])
    .source(AWS_HBASE_S3),
    field(
        "emr.metadata",
        STORAGE,
        Text::new("Tables are known to", "表的元数据"),
        Text::new("Where Kylin and Hive look up source tables.", "Kylin 和 Hive 查找源表的位置。"),
        Kind::Choice(TABLES),
    )
    .default("hive")
    .keys(&["kylin.source.hive.metadata-type"])
    .source(DOC_EMR),
    field(
        "emr.spark_archive",
        STORAGE,
        Text::new("Spark's jars as one file", "把 Spark 的 jar 打包"),
        Text::new(
            "prepare-kylin-node.sh packs Spark's and HBase's jars and uploads them below the working directory, as Kylin on EMR needs for cubes that Spark builds.",
            "prepare-kylin-node.sh 将 Spark 和 HBase 的 jar 打包并上传到工作目录下；在 EMR 上用 Spark 构建 Cube 需要它。",
        ),
        Kind::Switch,
    )
    .default("true")
    .keys(&["kylin.engine.spark-conf.spark.yarn.archive"])
    .source(DOC_EMR),
];
