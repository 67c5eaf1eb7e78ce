//! Folders and file systems.

use super::support::{
    CLUSTER_FS, HBASE_CONNECTION, WORKING_DIR, give, is_loopback, kylin_rows, place_of,
};
use crate::kylin::sources::{BLOG_SPLIT, DEFAULTS, config_base};
use ::rules::{Context, Example, Found, Rule, Sink, Source, Symptom};
use model::value::{AbsolutePath, HostPort, Uri, Value, shown};
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
        Source::lab("Oracle: hdfs-working-dir=kylin"),
        Source::lab("Lab: hdfs-working-dir empty, kylin.sh stops"),
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

/// A file system without its kind.
pub(super) static SCHEME: Rule = Rule {
    id: "KYL050",
    name: "cluster-fs-without-scheme",
    severity: Severity::Error,
    title: Text::new(
        "kylin.storage.hbase.cluster-fs has a scheme: hdfs://host:8020, not host:8020.",
        "kylin.storage.hbase.cluster-fs 必须带 scheme：hdfs://host:8020，而不是 host:8020。",
    ),
    why: Text::new(
        "Official pages show host:8020. Hadoop takes what stands before the colon for the scheme, so every path on that file system is broken. Kylin starts all the same and fails when the first dictionary is read. Write hdfs:// before it.",
        "官方文档中的示例是 host:8020。Hadoop 会把冒号前的部分当作 scheme，于是该文件系统上的所有路径都是错误的。Kylin 仍能启动，但在读取第一个字典时失败。请在前面加上 hdfs://。",
    ),
    sources: &[
        config_base!(347),
        HBASE_CONNECTION,
        DEFAULTS,
        Source::lab("Oracle: cluster-fs=hbase-master:8020"),
    ],
    symptoms: &[Symptom::new(
        "URISyntaxException: Relative path in absolute URI: …",
        "logs/kylin.log",
    )],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.storage.hbase.cluster-fs", "hbase-master.example.com:8020")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.storage.hbase.cluster-fs",
            "hdfs://hbase-master.example.com:8020",
        )],
    ),
    check: |cx, sink| {
        let typed = cx.text("storage.cluster_fs");
        let field = Place::Setting("storage.cluster_fs".to_owned());
        if cx.shown("storage.cluster_fs") && !typed.is_empty() && !typed.contains("://") {
            without_scheme(sink, field, &typed);
        }
        for found in cx.set_values_of(CLUSTER_FS) {
            if let Some(text) = found.literal().filter(|t| !t.is_empty() && !t.contains(":/")) {
                without_scheme(sink, found.place.clone(), text);
            }
        }
    },
};

fn without_scheme(sink: &mut Sink, place: Place, text: &str) {
    let report = sink.report(
        place.clone(),
        msg!(en: "\"{t}\" has no scheme: Hadoop cannot make a path of it. Write hdfs://{t}.",
             zh: "“{t}”没有 scheme，Hadoop 无法用它构成路径。请写成 hdfs://{t}。", t = shown(text)),
    );
    let right = format!("hdfs://{text}");
    if Uri::parse(&right).is_ok() {
        report.fix(
            msg!(en: "Write {r}", zh: "改为 {r}", r = right.as_str()),
            vec![Edit::Set(place, right.clone())],
        );
    }
}

fn uri(found: &Found) -> Option<Uri> {
    Uri::parse(found.literal()?).ok()
}

fn is_s3(uri: &Uri) -> bool {
    matches!(uri.scheme.as_str(), "s3" | "s3a" | "s3n")
}

/// HBase on S3, and only a third of what it needs.
pub(super) static S3: Rule = Rule {
    id: "KYL051",
    name: "s3-without-its-companions",
    severity: Severity::Warning,
    title: Text::new(
        "With HBase on S3 three keys are set together.",
        "HBase 使用 S3 时，三个配置项须同时设置。",
    ),
    why: Text::new(
        "The documentation names three for HBase on S3: cluster-fs and the working directory on the bucket, and kylin.source.hive.redistribute-flat-table=false. With one of them alone, builds write to HDFS what queries look for in the bucket.",
        "官方文档要求 HBase 使用 S3 时设置三项：cluster-fs 和工作目录都在存储桶上，并设置 kylin.source.hive.redistribute-flat-table=false。只设置其中之一时，构建写到 HDFS，而查询在存储桶中查找。",
    ),
    sources: &[Source::new(
        "Apache Kylin 3.1: install on AWS EMR",
        "https://kylin.apache.org/docs31/install/kylin_aws_emr.html",
    )],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.storage.hbase.cluster-fs", "s3://bucket")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[
            ("overrides.cluster.kylin.storage.hbase.cluster-fs", "s3://bucket"),
            ("settings.storage.working_dir", "s3://bucket/kylin"),
            ("overrides.cluster.kylin.source.hive.redistribute-flat-table", "false"),
        ],
    ),
    check: |cx, sink| {
        for found in cx.set_values_of(CLUSTER_FS) {
            if !uri(&found).as_ref().is_some_and(is_s3) {
                continue;
            }
            let mut missing = Vec::new();
            if !cx
                .values_of(WORKING_DIR)
                .iter()
                .all(|f| f.literal().is_none() || uri(f).as_ref().is_some_and(is_s3))
            {
                missing.push("kylin.env.hdfs-working-dir=s3://…");
            }
            let key = "kylin.source.hive.redistribute-flat-table";
            if !cx.values_of(key).iter().all(|f| f.value.eq_ignore_ascii_case("false")) {
                missing.push("kylin.source.hive.redistribute-flat-table=false");
            }
            if !missing.is_empty() {
                sink.report(
                    found.place.clone(),
                    msg!(en: "HBase lies on S3, but this is missing: {m}.", zh: "HBase 位于 S3，但缺少：{m}。", m = missing.join(", ")),
                );
            }
        }
    },
};

/// One file system called two clusters.
pub(super) static SAME_FILE_SYSTEM: Rule = Rule {
    id: "KYL052",
    name: "one-file-system-for-two-clusters",
    severity: Severity::Warning,
    title: Text::new(
        "A separate HBase cluster has another file system than the working directory.",
        "独立的 HBase 集群与工作目录使用不同的文件系统。",
    ),
    why: Text::new(
        "With the same name in both, either there is only one cluster, and cluster-fs should be left out; or both clusters call their HDFS the same, and then the clients of one can never reach the other. Rename one of the name services, or switch the separate cluster off.",
        "两者名称相同时，要么其实只有一个集群，应删除 cluster-fs；要么两个集群的 HDFS 同名，其中一方的客户端永远无法访问另一方。请为其中一个 HDFS 名称服务改名，或关闭独立集群。",
    ),
    sources: &[DEFAULTS, BLOG_SPLIT],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-split",
        &[("settings.storage.working_dir", "hdfs://hbase-cluster/kylin")],
    ),
    clean: Example::Edits(
        "kylin-split",
        &[("settings.storage.working_dir", "hdfs://build-cluster/kylin")],
    ),
    check: |cx, sink| {
        let working: Vec<Uri> = cx.values_of(WORKING_DIR).iter().filter_map(uri).collect();
        for found in cx.set_values_of(CLUSTER_FS) {
            let Some(fs) = uri(&found) else { continue };
            let same =
                |w: &&Uri| w.scheme == fs.scheme && w.authority.eq_ignore_ascii_case(&fs.authority);
            if !is_s3(&fs) && working.iter().any(|w| same(&w)) {
                sink.report(
                    found.place.clone(),
                    msg!(en: "The HBase cluster and the working directory have the same file system {u}: either there is one cluster only, or two that call their HDFS the same.",
                         zh: "HBase 集群与工作目录的文件系统都是 {u}：要么只有一个集群，要么两个集群的 HDFS 同名。",
                         u = format!("{}://{}", fs.scheme, fs.authority)),
                )
                .related([Place::Setting("storage.working_dir".to_owned())]);
            }
        }
    },
};

/// The file system as HBase itself calls it.
pub(super) static ROOT_DIR: Rule = Rule {
    id: "KYL053",
    name: "cluster-fs-as-in-rootdir",
    severity: Severity::Info,
    title: Text::new(
        "kylin.storage.hbase.cluster-fs is written as in hbase.rootdir of that cluster.",
        "kylin.storage.hbase.cluster-fs 与该集群的 hbase.rootdir 写法一致。",
    ),
    why: Text::new(
        "HBase compares the names, not the machines behind them: with another host name, an address in place of a name, or a port that the other one leaves out, the bulk load of the first build hangs, and the region server logs \"Wrong FS\". Copy scheme and authority from hbase-site.xml there. The working directory must exist on that file system too, because query nodes read from it.",
        "HBase 比较的是名称，而不是名称背后的机器：主机名不同、用地址代替名称、或一方省略端口，都会使首次构建的 bulk load 挂起，RegionServer 日志中出现“Wrong FS”。请从该集群的 hbase-site.xml 复制 scheme 和主机部分。工作目录也必须存在于该文件系统上，因为查询节点会从中读取。",
    ),
    sources: &[BLOG_SPLIT, config_base!(347)],
    symptoms: &[Symptom::new(
        "Wrong FS: hdfs://…, expected: hdfs://…",
        "log of the HBase region server",
    )],
    fires: Example::Edits("kylin-split", &[]),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        for found in cx.set_values_of(CLUSTER_FS) {
            if let Some(fs) = uri(&found) {
                sink.report(
                    found.place.clone(),
                    msg!(en: "Compare {u} with hbase.rootdir in hbase-site.xml of the HBase cluster: scheme, name and port must be the same to the letter.",
                         zh: "请将 {u} 与 HBase 集群 hbase-site.xml 中的 hbase.rootdir 对照：scheme、名称和端口必须逐字相同。",
                         u = format!("{}://{}", fs.scheme, fs.authority)),
                );
            }
        }
    },
};

/// A name service that the client must be told.
pub(super) static NAME_SERVICE: Rule = Rule {
    id: "KYL054",
    name: "unexplained-name-service",
    severity: Severity::Info,
    title: Text::new(
        "The name nodes of a name service in cluster-fs are named.",
        "cluster-fs 使用名称服务时须说明其 NameNode。",
    ),
    why: Text::new(
        "A name without port and dot is usually an HDFS name service, which exists only in a client's hdfs-site.xml. Unless the nodes' own client knows it already, Kylin needs kylin.storage.hbase.cluster-hdfs-config-file with a file that names the name nodes. The fields of the separate cluster write both.",
        "没有端口和点的名称通常是 HDFS 名称服务，它只存在于客户端的 hdfs-site.xml 中。除非节点自身的客户端已经认识它，否则 Kylin 需要 kylin.storage.hbase.cluster-hdfs-config-file 及说明 NameNode 的文件。独立集群的字段会同时写入这两者。",
    ),
    sources: &[
        Source::new(
            "HBaseConnection.java:205-231 (3.1.3)",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/storage-hbase/src/main/java/org/apache/kylin/storage/hbase/HBaseConnection.java#L205",
        ),
        BLOG_SPLIT,
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.storage.hbase.cluster-fs", "hdfs://hbase-cluster")],
    ),
    clean: Example::Edits("kylin-split", &[]),
    check: |cx, sink| {
        let explained =
            !cx.set_values_of("kylin.storage.hbase.cluster-hdfs-config-file").is_empty();
        for found in cx.set_values_of(CLUSTER_FS) {
            let Some(fs) = uri(&found).filter(|u| u.scheme == "hdfs") else { continue };
            if !explained && !fs.authority.contains(['.', ':']) {
                sink.report(
                    found.place.clone(),
                    msg!(en: "\"{n}\" looks like an HDFS name service. Unless hdfs-site.xml of the nodes knows it, kylin.storage.hbase.cluster-hdfs-config-file must say where its name nodes are.",
                         zh: "“{n}”看起来是 HDFS 名称服务。除非节点的 hdfs-site.xml 已认识它，否则必须用 kylin.storage.hbase.cluster-hdfs-config-file 说明其 NameNode。", n = shown(&fs.authority)),
                );
            }
        }
    },
};

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
        Source::lab("Lab, F6: check-env.sh without HDFS"),
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
                     zh: "工作目录位于 {s}，但启动时会创建 hdfs:///kylin/spark-history，失败则停止。", s = format!("{}://{}", fs.scheme, fs.authority)),
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
        Source::lab("Lab: hdfs-working-dir on a name node that is not there"),
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

/// Name nodes without a name service.
pub(super) static NAME_NODES_OF_A_HOST: Rule = Rule {
    id: "KYL058",
    name: "file-system-of-one-name-node",
    severity: Severity::Info,
    title: Text::new(
        "A highly available HDFS is named by its name service.",
        "高可用 HDFS 使用其名称服务来访问。",
    ),
    why: Text::new(
        "A host with a port is one name node. When the HBase cluster has two of them, the one named here becomes the standby at the next failover, and every query that reads a dictionary fails until somebody changes the file. Name the name service, and its name nodes below.",
        "带端口的主机是某一个 NameNode。如果 HBase 集群有两个 NameNode，下次切换后此处所写的会变为 standby，凡是读取字典的查询都会失败，直到有人修改文件。请填写名称服务，并在其下填写各 NameNode。",
    ),
    sources: &[BLOG_SPLIT],
    symptoms: &[Symptom::new(
        "Operation category READ is not supported in state standby",
        "logs/kylin.log",
    )],
    fires: Example::Edits(
        "kylin-split",
        &[("settings.storage.cluster_fs", "hdfs://nn1.example.com:8020")],
    ),
    clean: Example::Edits("kylin-split", &[]),
    check: |cx, sink| {
        // Only where the document itself says that there is more than one name node.
        let named = cx.spec.settings.get("storage.namenodes");
        let several =
            named.is_some_and(|t| t.split(',').filter(|h| HostPort::parse(h).is_ok()).count() > 1);
        let place = Place::Setting("storage.cluster_fs".to_owned());
        for found in cx.set_values_of(CLUSTER_FS).iter().filter(|f| several && f.place == place) {
            if uri(found).is_some_and(|u| u.scheme == "hdfs" && u.authority.contains(['.', ':'])) {
                sink.report(
                    place.clone(),
                    msg!(en: "{u} is a single name node, although two are named. Name the HDFS name service here.",
                         zh: "{u} 是单个 NameNode，但已填写了两个。请在此填写 HDFS 名称服务。", u = shown(&found.value)),
                );
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
        Source::lab("Lab, case E: nodes that share nothing start without an error"),
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
        let Some(usual) = found.iter().max_by_key(|f| f.nodes.len()) else { continue };
        for other in found.iter().filter(|f| f.value != usual.value) {
            let (odd, rest) = if other.overridden() { (other, usual) } else { (usual, other) };
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
