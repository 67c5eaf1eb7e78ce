//! Folders and file systems.

use super::support::{
    CLUSTER_FS, HBASE_CONNECTION, WORKING_DIR, give, is_loopback, kylin_rows, place_of,
};
use crate::kylin::sources::config_base;
use ::rules::{Apart, Context, Example, Found, Rule, Sink, Source, Symptom, apart};
use model::value::{AbsolutePath, Uri, Value, shown};
use model::{Edit, Layer, Place, Severity, Text, msg};

const EVENT_LOG: &str = "kylin.engine.spark-conf.spark.eventLog.dir";

/// A working directory that is relative to nothing.
pub(super) static WORKING: Rule = Rule {
    id: "KYL049",
    name: "relative-working-dir",
    severity: Severity::Error,
    title: Text::new(
        "kylin.env.hdfs-working-dir is an absolute path or a full address.",
        "kylin.env.hdfs-working-dir 必须是绝对路径或完整地址。",
    ),
    why: Text::new(
        "With a relative path Kylin starts, and every build and every query that needs the folder fails. Without any value kylin.sh does not start at all. Write /kylin, or an address such as hdfs://name-service/kylin.",
        "使用相对路径时 Kylin 能够启动，但凡是用到该目录的构建和查询都会失败。没有值时 kylin.sh 根本不会启动。请写 /kylin，或 hdfs://name-service/kylin 这样的地址。",
    ),
    sources: &[
        config_base!(284),
        Source::lab("loader-working-folder", "Oracle: hdfs-working-dir=kylin"),
        Source::lab("kylin-working-folder-empty", "Lab: hdfs-working-dir empty, kylin.sh stops"),
    ],
    symptoms: &[
        Symptom::new("kylin.env.hdfs-working-dir must be absolute, but got …", "logs/kylin.log"),
        Symptom::new(
            "Please set kylin.env.hdfs-working-dir in kylin.properties",
            "output of kylin.sh start",
        ),
    ],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.env.hdfs-working-dir", "kylin")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.env.hdfs-working-dir", "hdfs://name-service/kylin")],
    ),
    check: |cx, sink| {
        for key in [WORKING_DIR, "kylin.env.hdfs-metastore-bigcell-dir"] {
            for found in cx.set_values_of(key) {
                let Some(text) = found.literal() else { continue };
                if text.starts_with('/')
                    || text.contains(":/")
                    || (text.is_empty() && key != WORKING_DIR)
                {
                    continue;
                }
                let report = sink.report(
                    found.place.clone(),
                    msg!(en: "{k} must be absolute, but is \"{t}\". Write /kylin, or an address with a scheme.",
                         zh: "{k} 必须是绝对路径，但现在是“{t}”。请写 /kylin 或带 scheme 的地址。", k = key, t = shown(text)),
                );
                let absolute = format!("/{text}");
                if AbsolutePath::parse(&absolute).is_ok() && !text.is_empty() {
                    report.fix(
                        msg!(en: "Write {p}", zh: "改为 {p}", p = absolute.as_str()),
                        give(&found, &absolute, "storage.working_dir"),
                    );
                } else if found.overridden() {
                    report.fix(
                        msg!(en: "Remove the override", zh: "删除覆盖项"),
                        vec![Edit::Clear(found.place.clone())],
                    );
                }
            }
        }
    },
};

pub(super) fn uri(found: &Found) -> Option<Uri> {
    Uri::parse(found.literal()?).ok()
}

/// A folder on a file system that is not there.
pub(super) static SPARK_HISTORY: Rule = Rule {
    id: "KYL055",
    name: "spark-history-on-missing-hdfs",
    severity: Severity::Warning,
    title: Text::new(
        "Where the working directory is not on HDFS, neither is the Spark history folder.",
        "工作目录不在 HDFS 上时，Spark 历史目录也不应在 HDFS 上。",
    ),
    why: Text::new(
        "check-env.sh makes the Spark history folder at every start, by default hdfs:///kylin/spark-history, whether Spark is used or not. Where the default file system is not HDFS that fails, and kylin.sh stops. Set both Spark history keys to a folder beside the working directory.",
        "无论是否使用 Spark，check-env.sh 每次启动都会创建 Spark 历史目录，默认是 hdfs:///kylin/spark-history。默认文件系统不是 HDFS 时创建失败，kylin.sh 随即停止。请将两个 Spark 历史配置项设为工作目录旁边的目录。",
    ),
    sources: &[
        Source::new(
            "kylin-defaults.properties:334 (3.1.3)",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/core-common/src/main/resources/kylin-defaults.properties#L334",
        ),
        Source::lab("kylin-spark-history", "Lab, F6: check-env.sh without HDFS"),
    ],
    symptoms: &[Symptom::new(
        "Failed to create hdfs:///kylin/spark-history",
        "output of kylin.sh start",
    )],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.env.hdfs-working-dir", "s3://bucket/kylin")],
    ),
    clean: Example::Edits("kylin-three", &[("settings.storage.working_dir", "s3://bucket/kylin")]),
    check: |cx, sink| {
        let history = cx.values_of(EVENT_LOG);
        if !history.iter().any(|f| f.value.starts_with("hdfs:///")) {
            return;
        }
        for found in cx.set_values_of(WORKING_DIR) {
            let Some(fs) = uri(&found).filter(|u| u.scheme != "hdfs") else { continue };
            let folder = format!("{}-spark-history", fs.to_string().trim_end_matches('/'));
            sink.report(
                Place::Setting("storage.spark_history".to_owned()),
                msg!(en: "The working directory is on {s}, but the start will make hdfs:///kylin/spark-history and stops when it cannot.",
                     zh: "工作目录位于 {s}，但启动时会创建 hdfs:///kylin/spark-history，失败则停止。", s = fs.file_system()),
            )
            .related([found.place.clone()])
            .fix(
                msg!(en: "Set it to {f}", zh: "设为 {f}", f = folder.as_str()),
                vec![Edit::Set(Place::Setting("storage.spark_history".to_owned()), folder.clone())],
            );
        }
    },
};

/// A storage that is not HBase.
pub(super) static STORAGE_URL: Rule = Rule {
    id: "KYL056",
    name: "storage-other-than-hbase",
    severity: Severity::Error,
    title: Text::new("kylin.storage.url is hbase.", "kylin.storage.url 只能是 hbase。"),
    why: Text::new(
        "Kylin 3.1 keeps cubes in HBase only, and takes the place of it from hbase-site.xml. The form hbase:host:2181:/hbase of the first releases is refused. Leave the key out.",
        "Kylin 3.1 只能将 Cube 存放在 HBase 中，其位置取自 hbase-site.xml。早期版本的 hbase:host:2181:/hbase 形式会被拒绝。请删除该项。",
    ),
    sources: &[HBASE_CONNECTION, config_base!(1322)],
    symptoms: &[Symptom::new(
        "to use hbase storage, pls set 'kylin.storage.url=hbase'",
        "logs/kylin.log",
    )],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.storage.url", "hbase:zk1:2181:/hbase")],
    ),
    clean: Example::Edits("kylin-three", &[("overrides.cluster.kylin.storage.url", "hbase")]),
    check: |cx, sink| {
        for found in cx.set_values_of("kylin.storage.url") {
            let Some(text) = found.literal() else { continue };
            let first = text.split(',').next().unwrap_or_default().trim();
            if first.rsplit('@').next() != Some("hbase") {
                sink.report(
                    found.place.clone(),
                    msg!(en: "kylin.storage.url is \"{t}\"; Kylin 3.1 knows hbase only.", zh: "kylin.storage.url 为“{t}”，Kylin 3.1 只支持 hbase。", t = shown(text)),
                )
                .fix(msg!(en: "Remove it: the default is hbase", zh: "删除该项，默认值为 hbase"), vec![Edit::Clear(found.place.clone())]);
            }
        }
    },
};

/// A file system on each node.
pub(super) static LOOPBACK: Rule = Rule {
    id: "KYL057",
    name: "loopback-file-system",
    severity: Severity::Error,
    title: Text::new(
        "With several nodes no file system is on localhost.",
        "有多个节点时，文件系统的地址不能是 localhost。",
    ),
    why: Text::new(
        "Build nodes write to the file system and query nodes read from it. localhost is another machine on each node: they would not find what the others wrote, or find no name node at all. Use the name that holds everywhere.",
        "构建节点写入文件系统，查询节点从中读取。localhost 在每个节点上指不同的机器：找不到其他节点写入的内容，甚至找不到 NameNode。请使用在任何节点上都有效的名称。",
    ),
    sources: &[
        config_base!(274),
        Source::new(
            "RFC 6761, 6.3: localhost",
            "https://www.rfc-editor.org/rfc/rfc6761#section-6.3",
        ),
        Source::lab(
            "kylin-working-folder-nowhere",
            "Lab: hdfs-working-dir on a name node that is not there",
        ),
    ],
    symptoms: &[Symptom::new(
        "Failed to create hdfs://… Please make sure the user has right to access",
        "output of kylin.sh start",
    )],
    fires: Example::Edits(
        "kylin-three",
        &[("settings.storage.working_dir", "hdfs://localhost:8020/kylin")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("settings.storage.working_dir", "hdfs://nn.example.com:8020/kylin")],
    ),
    check: |cx, sink| {
        if kylin_rows(cx).len() < 2 {
            return;
        }
        for key in [WORKING_DIR, CLUSTER_FS] {
            for found in cx.set_values_of(key) {
                if found.value.contains("://") && is_loopback(&found.value) {
                    sink.report(
                        place_of(&found),
                        msg!(en: "\"{u}\" is on localhost, which is another machine on each node.",
                             zh: "“{u}”位于 localhost，而它在每个节点上指不同的机器。", u = shown(&found.value)),
                    );
                }
            }
        }
    },
};

/// Keys that say where things lie.
const LOCATIONS: [&str; 8] = [
    WORKING_DIR,
    CLUSTER_FS,
    "kylin.storage.hbase.namespace",
    "kylin.storage.hbase.table-name-prefix",
    "kylin.env.zookeeper-connect-string",
    "kylin.env.zookeeper-base-path",
    "kylin.server.cluster-name",
    "kylin.env.hdfs-metastore-bigcell-dir",
];

/// Nodes that look in different places.
pub(super) static LOCATIONS_DIFFER: Rule = Rule {
    id: "KYL059",
    name: "locations-differ",
    severity: Severity::Error,
    title: Text::new(
        "All nodes look for data and locks in the same places.",
        "所有节点在相同的位置查找数据和锁。",
    ),
    why: Text::new(
        "Working directory, file system, HBase namespace and prefix, ZooKeeper and znode: a node with another one does not find the tables and dictionaries that the rest wrote, or takes its locks where nobody else looks, so that two nodes run the same job. Set it for the cluster.",
        "工作目录、文件系统、HBase 命名空间和前缀、ZooKeeper 和 znode：取值不同的节点找不到其他节点写入的表和字典，或在别人看不到的地方加锁，导致两个节点运行同一个任务。请在集群级设置。",
    ),
    sources: &[
        config_base!(274),
        Source::new(
            "ZKUtil.java:56 (3.1.3)",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/core-common/src/main/java/org/apache/kylin/common/util/ZKUtil.java#L56",
        ),
        Source::lab(
            "kylin-nothing-shared",
            "Lab, case E: nodes that share nothing start without an error",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("nodes[2].overrides.kylin.env.hdfs-working-dir", "/other")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.env.hdfs-working-dir", "/other")],
    ),
    check: locations_differ,
};

fn locations_differ(cx: &Context, sink: &mut Sink) {
    for key in LOCATIONS {
        let found = cx.values_of(key);
        for Apart { odd, rest } in apart(&found, |a, b| a.value == b.value) {
            let report = sink
                .report(
                    odd.place.clone(),
                    msg!(en: "{k} is \"{a}\" on {na}, but \"{b}\" on {nb}: they do not find each other's data.",
                         zh: "{k} 在 {na} 上是“{a}”，在 {nb} 上是“{b}”：它们找不到彼此的数据。",
                         k = key, a = shown(&odd.value), na = cx.names(&odd.nodes),
                         b = shown(&rest.value), nb = cx.names(&rest.nodes)),
                )
                .related([rest.place.clone()]);
            if let Place::Override(Layer::Role(_) | Layer::Node(_), _) = &odd.place {
                report.fix(
                    msg!(en: "Remove the override", zh: "删除覆盖项"),
                    vec![Edit::Clear(odd.place.clone())],
                );
            }
        }
    }
}
