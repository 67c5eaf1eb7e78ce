//! The file system of a separate HBase cluster.

use super::storage::uri;
use super::support::{CLUSTER_FS, HBASE_CONNECTION, WORKING_DIR};
use crate::kylin::fields::storage::split;
use crate::kylin::sources::{BLOG_SPLIT, DEFAULTS, config_base};
use ::rules::{Context, Example, Found, Rule, Sink, Source, Symptom};
use model::value::{HostPort, Uri, Value, shown};
use model::{Edit, Place, Severity, Text, msg};
use std::borrow::Cow;

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
        Source::lab("loader-cluster-fs", "Oracle: cluster-fs=hbase-master:8020"),
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
        for (place, typed) in typed(cx) {
            if !typed.contains("://") {
                without_scheme(sink, place, &typed);
            }
        }
        for found in cx.set_values_of(CLUSTER_FS) {
            if let Some(text) = found.literal().filter(|t| !t.is_empty() && !t.contains(":/")) {
                without_scheme(sink, found.place.clone(), text);
            }
        }
    },
};

/// What stands in the fields for it, as it was typed: it is not written as it is. Nothing where
/// overrides decide.
pub(super) fn typed<'a>(cx: &Context<'a>) -> Vec<(Place, Cow<'a, str>)> {
    let set = cx.set_values_of(CLUSTER_FS);
    if !set.is_empty() && set.iter().all(Found::overridden) {
        return Vec::new();
    }
    let fields = ["storage.cluster_fs", "storage.hbase_fs"].into_iter();
    let shown = fields.filter(|f| cx.shown(f)).map(|f| (Place::Setting(f.to_owned()), cx.text(f)));
    shown.filter(|(_, text)| !text.is_empty()).collect()
}

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
            let apart = split(cx) || found.overridden();
            if apart && !is_s3(&fs) && working.iter().any(|w| w.same_file_system(&fs)) {
                sink.report(
                    found.place.clone(),
                    msg!(en: "The HBase cluster and the working directory have the same file system {u}: either there is one cluster only, or two that call their HDFS the same.",
                         zh: "HBase 集群与工作目录的文件系统都是 {u}：要么只有一个集群，要么两个集群的 HDFS 同名。",
                         u = fs.file_system()),
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
                         u = fs.file_system()),
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
            if !explained && !fs.authority.is_empty() && !fs.authority.contains(['.', ':']) {
                sink.report(
                    found.place.clone(),
                    msg!(en: "\"{n}\" looks like an HDFS name service. Unless hdfs-site.xml of the nodes knows it, kylin.storage.hbase.cluster-hdfs-config-file must say where its name nodes are.",
                         zh: "“{n}”看起来是 HDFS 名称服务。除非节点的 hdfs-site.xml 已认识它，否则必须用 kylin.storage.hbase.cluster-hdfs-config-file 说明其 NameNode。", n = shown(&fs.authority)),
                );
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
        for found in cx.set_values_of(CLUSTER_FS).iter().filter(|_| several && split(cx)) {
            if uri(found).is_some_and(|u| u.scheme == "hdfs" && u.authority.contains(['.', ':'])) {
                sink.report(
                    found.place.clone(),
                    msg!(en: "{u} is a single name node, although two are named. Name the HDFS name service here.",
                         zh: "{u} 是单个 NameNode，但已填写了两个。请在此填写 HDFS 名称服务。", u = shown(&found.value)),
                );
            }
        }
    },
};
