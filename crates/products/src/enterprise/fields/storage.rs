//! The step "Storage and read/write split".

use crate::enterprise::sources::{CONFIGURATION, KAP_SPLIT, SPLIT};
use crate::kylin::fields::storage as kylin;
use ::rules::{Choice, Context, Field, Kind};
use model::value::{Uri, shown};
use model::{Message, Text, msg};

const STEP: &str = "storage";
const APART: Text = Text::new("Read and write apart", "读写分离");
const HIVE: Text = Text::new("Hive", "Hive");

/// Whether builds and queries have clusters of their own.
pub fn split(cx: &Context) -> bool {
    cx.on("storage.rw_split")
}

/// Whether KAP keeps its cubes in HBase; KAP Plus keeps them in files.
pub fn cubes_in_hbase(cx: &Context) -> bool {
    cx.is("storage.edition", "enterprise")
}

fn beeline(cx: &Context) -> bool {
    cx.is("hive.client", "beeline")
}

/// A file system without a path: `hdfs://cluster` or `hdfs://host:8020`.
fn check_file_system(text: &str) -> Result<(), Message> {
    let uri = <Uri as model::value::Value>::parse(text)?;
    if uri.has_path() {
        return Err(
            msg!(en: "\"{u}\" has a path; only scheme and host are wanted, as in fs.defaultFS of that cluster",
                 zh: "“{u}”带有路径；只需要 scheme 和主机，与该集群的 fs.defaultFS 相同", u = shown(&uri.to_string())),
        );
    }
    Ok(())
}

/// Parameters of beeline are one line of a properties file, with no password in it.
fn check_parameters(text: &str) -> Result<(), Message> {
    if !model::secret::positions(text).is_empty() {
        return Err(msg!(
            en: "\"{t}\" holds a password; leave it out and let beeline log in by Kerberos or by a password file (-w)",
            zh: "“{t}”含有密码；请去掉，让 beeline 使用 Kerberos 或密码文件（-w）登录", t = shown(text)));
    }
    Kind::Text.check(text)
}

static CLIENTS: &[Choice] = &[
    Choice::new(
        "cli",
        Text::new("hive", "hive"),
        Text::new("The command hive; the default.", "使用 hive 命令；默认值。"),
    ),
    Choice::new(
        "beeline",
        Text::new("beeline", "beeline"),
        Text::new(
            "Asks HiveServer2 through JDBC: where the command hive is switched off, as with Sentry.",
            "通过 JDBC 访问 HiveServer2：适用于禁用 hive 命令的环境，例如 Sentry。",
        ),
    ),
];

const HIVE_CLIENT: Field = Field::new(
    "hive.client",
    STEP,
    HIVE,
    Text::new("Client", "客户端"),
    Text::new(
        "What runs the statements of a build in Hive; the same on all nodes.",
        "构建时用于执行 Hive 语句的客户端；所有节点相同。",
    ),
    Kind::Choice(CLIENTS),
)
.default("cli")
.keys(&["kylin.source.hive.client"])
.source(CONFIGURATION);

const BEELINE: Field = Field::new(
    "hive.beeline_params",
    STEP,
    HIVE,
    Text::new("Parameters of beeline", "beeline 参数"),
    Text::new(
        "As on its command line. The key has a hyphen, beeline-params; the manual's own sample has a dot, which nothing reads.",
        "与命令行参数相同。配置项名为 beeline-params（连字符）；手册示例写成了点号，不会被读取。",
    ),
    Kind::Custom(check_parameters),
)
.shown(beeline)
.required()
.placeholder("-n kylin -u 'jdbc:hive2://hive.example.com:10000'")
.keys(&["kylin.source.hive.beeline-params"])
.source(CONFIGURATION);

/// Of Kyligence Enterprise, in the order in which they are shown.
pub static KYLIGENCE: &[Field] = &[
    kylin::WORKING_DIR,
    kylin::SPARK_HISTORY,
    HIVE_CLIENT,
    BEELINE,
    Field::new(
        "storage.rw_split",
        STEP,
        APART,
        Text::new("Two Hadoop clusters", "使用两个 Hadoop 集群"),
        Text::new(
            "Job nodes have the client of the build cluster, query nodes that of the query cluster; cubes lie on the query cluster, metadata in a database.",
            "任务节点使用构建集群的客户端，查询节点使用查询集群的客户端；Cube 存放在查询集群，元数据存放在数据库。",
        ),
        Kind::Switch,
    )
    .default("false")
    .keys(&["kylin.storage.columnar.separate-fs-enable"])
    .source(SPLIT),
    Field::new(
        "storage.query_fs",
        STEP,
        APART,
        Text::new("File system of the query cluster", "查询集群的文件系统"),
        Text::new(
            "With scheme: hdfs://name-service or hdfs://host:8020. The job nodes must reach it too. Name services of the two clusters must differ.",
            "须带 scheme：hdfs://名称服务 或 hdfs://host:8020。任务节点也必须能访问。两个集群的名称服务不能同名。",
        ),
        Kind::Custom(check_file_system),
    )
    .shown(split)
    .required()
    .placeholder("hdfs://query-cluster")
    .keys(&["kylin.storage.columnar.file-system"])
    .source(SPLIT),
    Field::new(
        "storage.build_fs",
        STEP,
        APART,
        Text::new("File system of the build cluster", "构建集群的文件系统"),
        Text::new(
            "With Kerberos, Spark needs tokens for both file systems, so both must be named.",
            "使用 Kerberos 时，Spark 需要两个文件系统的令牌，因此两者都要填写。",
        ),
        Kind::Custom(check_file_system),
    )
    .shown(|cx| split(cx) && cx.on("kerberos.enabled"))
    .required()
    .placeholder("hdfs://build-cluster")
    .keys(&[
        "kap.storage.columnar.spark-conf.spark.yarn.access.namenodes",
        "kylin.engine.spark-conf.spark.yarn.access.namenodes",
    ])
    .source(SPLIT),
];

static EDITIONS: &[Choice] = &[
    Choice::new(
        "enterprise",
        Text::new("KAP Enterprise", "KAP 企业版"),
        Text::new(
            "Cubes are tables in HBase, as with Apache Kylin.",
            "Cube 是 HBase 中的表，与 Apache Kylin 相同。",
        ),
    ),
    Choice::new(
        "plus",
        Text::new("KAP Enterprise Plus", "KAP 企业 Plus 版"),
        Text::new(
            "Cubes are columnar files (KyStorage), which a Spark of its own reads. HBase is then needed for the metadata only.",
            "Cube 是列式文件（KyStorage），由自带的 Spark 读取。此时 HBase 只用于元数据。",
        ),
    ),
];

/// Of KAP, in the order in which they are shown.
pub static KAP: &[Field] = &[
    Field::new(
        "storage.edition",
        STEP,
        Text::new("Edition", "版本类型"),
        Text::new("Edition", "版本类型"),
        Text::new(
            "Decides where cubes lie and which clients the nodes need.",
            "决定 Cube 存放在哪里，以及节点需要哪些客户端。",
        ),
        Kind::Choice(EDITIONS),
    )
    .default("enterprise")
    .source(KAP_SPLIT),
    kylin::WORKING_DIR,
    HIVE_CLIENT,
    BEELINE,
    Field::new(
        "storage.split",
        STEP,
        APART,
        Text::new("Cubes in a separate HBase cluster", "Cube 存放在独立的 HBase 集群"),
        Text::new(
            "Builds then cannot slow queries down. The nodes' Hadoop client belongs to the build cluster, their HBase client to the other one.",
            "构建不再影响查询。节点上的 Hadoop 客户端属于构建集群，HBase 客户端属于另一个集群。",
        ),
        Kind::Switch,
    )
    .shown(cubes_in_hbase)
    .default("false")
    .keys(&["kylin.storage.hbase.cluster-fs"])
    .source(KAP_SPLIT),
    Field::new(
        "storage.cluster_fs",
        STEP,
        APART,
        Text::new("Its file system", "其文件系统"),
        Text::new(
            "With scheme, and the same as in hbase.rootdir of that cluster. The manual's sample line has a full-width equals sign, which makes the whole line one key without a value.",
            "须带 scheme，并与该集群的 hbase.rootdir 一致。手册示例行中的等号是全角字符，会使整行成为一个没有值的键。",
        ),
        Kind::Uri,
    )
    .shown(|cx| cubes_in_hbase(cx) && cx.on("storage.split"))
    .required()
    .placeholder("hdfs://hbase-master.example.com:8020")
    .keys(&["kylin.storage.hbase.cluster-fs"])
    .source(KAP_SPLIT),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_of_beeline_is_refused() {
        for bad in ["-n a -p b", "--password=x", "-u 'jdbc:hive2://h;password=x'"] {
            assert!(check_parameters(bad).is_err(), "{bad}");
        }
        assert!(
            check_parameters("-n kylin -u 'jdbc:hive2://h:10000/;principal=hive/_HOST@X'").is_ok()
        );
    }

    #[test]
    fn a_file_system_has_a_scheme_and_no_path() {
        assert!(check_file_system("hdfs://query").is_ok());
        assert!(check_file_system("hdfs://query:8020/").is_ok());
        for bad in ["query:8020", "hdfs://query/kylin", "/kylin", ""] {
            assert!(check_file_system(bad).is_err(), "{bad}");
        }
    }
}
