//! Addresses on file systems: which can work at all.

use super::cluster_fs::typed;
use super::storage::uri;
use super::support::{CLUSTER_FS, HBASE_CONNECTION, WORKING_DIR, kylin_rows, place_of};
use crate::kylin::sources::config_base;
use ::rules::{Context, Example, Found, Rule, Sink, Source, Symptom};
use model::value::{Uri, Value, shown};
use model::{Edit, Place, Severity, Text, msg};

/// Keys whose value is an address on a file system.
const KEYS: [&str; 6] = [
    WORKING_DIR,
    CLUSTER_FS,
    "kylin.env.hdfs-metastore-bigcell-dir",
    "kylin.engine.spark-conf.spark.eventLog.dir",
    "kylin.engine.spark-conf.spark.history.fs.logDirectory",
    "kylin.storage.columnar.file-system",
];

/// Every address that something set, each place once.
fn addresses(cx: &Context) -> Vec<(Found, Uri)> {
    let mut all: Vec<(Found, Uri)> = Vec::new();
    for found in KEYS.iter().flat_map(|key| cx.set_values_of(key)) {
        let Some(address) = uri(&found) else { continue };
        if all.iter().all(|(known, _)| known.place != found.place) {
            all.push((found, address));
        }
    }
    all
}

/// A path that is not used.
pub(super) static PATH: Rule = Rule {
    id: "KYL080",
    name: "cluster-fs-with-path",
    severity: Severity::Warning,
    title: Text::new(
        "kylin.storage.hbase.cluster-fs has no path.",
        "kylin.storage.hbase.cluster-fs 不带路径。",
    ),
    why: Text::new(
        "It becomes HBase's default file system, of which Hadoop takes scheme and host, and the working directory is looked up on it by its own absolute path. A folder written behind it is used nowhere: whoever expects HFiles or dictionaries there looks in the wrong place. Leave it out; the folder is that of the working directory.",
        "该值成为 HBase 的默认文件系统，Hadoop 只取其 scheme 和主机；工作目录则按自身的绝对路径在其上查找。后面所写的目录不会被使用：若以为 HFile 或字典在那里，就会找错地方。请去掉路径，目录由工作目录决定。",
    ),
    sources: &[config_base!(347), HBASE_CONNECTION],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[
            ("settings.storage.hbase_fs", "s3://bucket/hbase"),
            ("settings.storage.working_dir", "s3://bucket/kylin"),
        ],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[
            ("settings.storage.hbase_fs", "s3://bucket"),
            ("settings.storage.working_dir", "s3://bucket/kylin"),
        ],
    ),
    check: |cx, sink| {
        for (place, text) in typed(cx) {
            with_path(sink, place, &text);
        }
        for found in cx.set_values_of(CLUSTER_FS).iter().filter(|f| f.overridden()) {
            if let Some(text) = found.literal() {
                with_path(sink, found.place.clone(), text);
            }
        }
    },
};

fn with_path(sink: &mut Sink, place: Place, text: &str) {
    let Some(uri) = Uri::parse(text).ok().filter(Uri::has_path) else { return };
    let right = uri.file_system();
    sink.report(
        place.clone(),
        msg!(en: "The path {p} of \"{u}\" is not used: only {r} is.",
             zh: "“{u}”中的路径 {p} 不会被使用，只使用 {r}。", p = shown(&uri.path), u = shown(text), r = right.as_str()),
    )
    .fix(msg!(en: "Write {r}", zh: "改为 {r}", r = right.as_str()), vec![Edit::Set(place, right.clone())]);
}

/// A file system without its name.
pub(super) static NAMELESS: Rule = Rule {
    id: "KYL081",
    name: "cluster-fs-without-host",
    severity: Severity::Error,
    title: Text::new(
        "kylin.storage.hbase.cluster-fs names a file system.",
        "kylin.storage.hbase.cluster-fs 必须写明文件系统的名称。",
    ),
    why: Text::new(
        "hdfs:/// means the client's default file system everywhere else. Here the value itself becomes the default, so there is nothing that could fill the gap: \"Incomplete HDFS URI, no host\", and on Azure no account. Write the name as in hbase.rootdir of that cluster.",
        "在其他地方，hdfs:/// 表示客户端的默认文件系统。而这里的值本身就成为默认值，没有可供补全的名称：会报“Incomplete HDFS URI, no host”，在 Azure 上则缺少账户。请按该集群 hbase.rootdir 中的名称填写。",
    ),
    sources: &[
        HBASE_CONNECTION,
        Source::new(
            "DistributedFileSystem.java (Hadoop 2.7.1): initialize",
            "https://github.com/apache/hadoop/blob/release-2.7.1/hadoop-hdfs-project/hadoop-hdfs/src/main/java/org/apache/hadoop/hdfs/DistributedFileSystem.java",
        ),
    ],
    symptoms: &[Symptom::new("Incomplete HDFS URI, no host: hdfs:///", "logs/kylin.log")],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.storage.hbase.cluster-fs", "hdfs:///")],
    ),
    clean: Example::Edits("kylin-three", &[("settings.storage.working_dir", "hdfs:///kylin")]),
    check: |cx, sink| {
        const NAMED: [&str; 6] = ["hdfs", "wasb", "wasbs", "abfs", "abfss", "adl"];
        for found in cx.set_values_of(CLUSTER_FS) {
            let uri = uri(&found).filter(|u| u.authority.is_empty());
            if uri.is_some_and(|u| NAMED.contains(&u.scheme.as_str())) {
                sink.report(
                    place_of(&found),
                    msg!(en: "\"{u}\" names no host: it is itself what the missing name would be taken from.",
                         zh: "“{u}”没有写明主机：缺少的名称本应取自它自身。", u = shown(&found.value)),
                );
            }
        }
    },
};

/// Schemes that Hadoop or a connector of a store brings.
const KNOWN: [&str; 25] = [
    "abfs", "abfss", "adl", "alluxio", "cos", "cosn", "file", "gs", "har", "hdfs", "maprfs",
    "o3fs", "obs", "ofs", "oss", "s3", "s3a", "s3n", "swebhdfs", "swift", "tachyon", "viewfs",
    "wasb", "wasbs", "webhdfs",
];

/// A scheme of no file system.
pub(super) static UNKNOWN: Rule = Rule {
    id: "KYL082",
    name: "unknown-file-system",
    severity: Severity::Warning,
    title: Text::new(
        "An address on a file system begins with the scheme of one.",
        "文件系统地址必须以文件系统的 scheme 开头。",
    ),
    why: Text::new(
        "Hadoop looks for a class by the scheme. For one that neither Hadoop nor a usual connector brings there is none, and everything that touches the address fails. Correct the scheme; with a connector of your own, whose jar is on the class path of every node, accept this warning.",
        "Hadoop 按 scheme 查找实现类。Hadoop 和常见的连接器都没有提供的 scheme 找不到实现，凡是用到该地址的操作都会失败。请更正 scheme；如果使用自备的连接器，且其 jar 在每个节点的类路径中，可以接受此警告。",
    ),
    sources: &[Source::new(
        "FileSystem.java (Hadoop 2.7.1): getFileSystemClass",
        "https://github.com/apache/hadoop/blob/release-2.7.1/hadoop-common-project/hadoop-common/src/main/java/org/apache/hadoop/fs/FileSystem.java",
    )],
    symptoms: &[Symptom::new("No FileSystem for scheme", "logs/kylin.log")],
    fires: Example::Edits(
        "kylin-three",
        &[("settings.storage.working_dir", "hdsf://nn.example.com:8020/kylin")],
    ),
    clean: Example::Edits("kylin-three", &[("settings.storage.working_dir", "maprfs:///kylin")]),
    check: |cx, sink| {
        for (found, uri) in addresses(cx) {
            if KNOWN.contains(&uri.scheme.as_str()) {
                continue;
            }
            sink.report(
                found.place,
                msg!(en: "Hadoop knows no file system \"{s}\".", zh: "Hadoop 不认识文件系统“{s}”。", s = shown(&uri.scheme)),
            );
        }
    },
};

/// An account without a container.
pub(super) static CONTAINER: Rule = Rule {
    id: "KYL083",
    name: "azure-without-container",
    severity: Severity::Error,
    title: Text::new(
        "An address on Azure Data Lake Storage names container and account.",
        "Azure Data Lake Storage 的地址必须写明容器和账户。",
    ),
    why: Text::new(
        "abfs:// is read as container@account, and refused without the container. (With wasb:// an account alone means its root container.) Write abfs://container@account.dfs.core.windows.net/folder.",
        "abfs:// 按“容器@账户”解析，缺少容器时会被拒绝。（wasb:// 只写账户时表示其根容器。）请写 abfs://容器@账户.dfs.core.windows.net/目录。",
    ),
    sources: &[Source::new(
        "AzureBlobFileSystemStore.java (Hadoop 3.3): authorityParts",
        "https://github.com/apache/hadoop/blob/branch-3.3/hadoop-tools/hadoop-azure/src/main/java/org/apache/hadoop/fs/azurebfs/AzureBlobFileSystemStore.java",
    )],
    symptoms: &[Symptom::new(
        "has a malformed authority, expected container name",
        "logs/kylin.log",
    )],
    fires: Example::Edits(
        "kylin-three",
        &[("settings.storage.working_dir", "abfs://corp.dfs.core.windows.net/kylin")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("settings.storage.working_dir", "abfs://kylin@corp.dfs.core.windows.net/kylin")],
    ),
    check: |cx, sink| {
        for (found, uri) in addresses(cx) {
            let abfs = matches!(uri.scheme.as_str(), "abfs" | "abfss");
            if abfs && !uri.authority.is_empty() && uri.container().is_none() {
                sink.report(
                    found.place,
                    msg!(en: "\"{u}\" names no container: it is written before the account, as container@account.",
                         zh: "“{u}”没有写明容器：容器写在账户之前，即“容器@账户”。", u = shown(&found.value)),
                );
            }
        }
    },
};

/// Each machine's own disk.
pub(super) static LOCAL: Rule = Rule {
    id: "KYL084",
    name: "local-file-system",
    severity: Severity::Warning,
    title: Text::new(
        "With several nodes no file system is a machine's own disk.",
        "有多个节点时，文件系统不能是各机器自己的磁盘。",
    ),
    why: Text::new(
        "file:/// is another disk on each machine: builds write where query nodes and the machines of YARN do not look. Use HDFS or a store; if the folder is a mount that all of them share, accept this warning.",
        "file:/// 在每台机器上是不同的磁盘：构建写入的内容，查询节点和 YARN 的机器都看不到。请使用 HDFS 或对象存储；如果该目录是所有机器共享的挂载，可以接受此警告。",
    ),
    sources: &[config_base!(274)],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("settings.storage.working_dir", "file:///kylin")]),
    clean: Example::Edits("kylin-three", &[("settings.storage.working_dir", "hdfs:///kylin")]),
    check: |cx, sink| {
        if kylin_rows(cx).len() < 2 {
            return;
        }
        for (found, uri) in addresses(cx) {
            if uri.scheme == "file" {
                sink.report(
                    found.place,
                    msg!(en: "\"{u}\" is on the disk of each machine, not in one place.",
                         zh: "“{u}”位于各机器自己的磁盘上，而不是同一处。", u = shown(&found.value)),
                );
            }
        }
    },
};
