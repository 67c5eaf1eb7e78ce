//! How the clusters on Amazon EMR are configured, and what of them Kylin is told.

use super::{clusters, setting};
use crate::kylin::emr::extra::{Property, without};
use crate::kylin::emr::{active, on_s3, root, split};
use crate::kylin::rules::support::WORKING_DIR;
use crate::kylin::sources::config_base;
use crate::kylin::sources::{AWS_GROUPS, AWS_HBASE_S3, DOC_EMR};
use ::rules::{Example, Rule, Source, Symptom};
use model::value::{Uri, Value, shown};
use model::{Edit, Place, Severity, Text, msg};

/// Cubes that lie on one disk only.
pub(super) static ONE_COPY: Rule = Rule {
    id: "EMR006",
    name: "emr-hdfs-with-one-copy",
    severity: Severity::Warning,
    title: Text::new(
        "Cubes on EMR's HDFS are kept at least twice.",
        "EMR 的 HDFS 上的 Cube 至少保存两份。",
    ),
    why: Text::new(
        "With fewer than four core nodes EMR sets dfs.replication to 1: when one core node dies, blocks of HBase's files are gone, and with them cubes and metadata. Take four core nodes, set hdfs-site:dfs.replication=2, or keep HBase on S3.",
        "core 节点少于四个时，EMR 将 dfs.replication 设为 1：一个 core 节点故障，HBase 文件的块便会丢失，Cube 和元数据随之丢失。请使用四个 core 节点、设置 hdfs-site:dfs.replication=2，或将 HBase 放在 S3 上。",
    ),
    sources: &[Source::new(
        "Amazon EMR: HDFS configuration",
        "https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-hdfs-config.html",
    )],
    symptoms: &[Symptom::new("BlockMissingException", "log of the HBase region server")],
    fires: Example::Edits("kylin-emr-split", &[("settings.emr.hbase_core_count", "2")]),
    clean: Example::Edits(
        "kylin-emr-split",
        &[
            ("settings.emr.hbase_core_count", "2"),
            ("settings.emr.hbase_settings", "hdfs-site:dfs.replication=2"),
        ],
    ),
    check: |cx, sink| {
        for (_, cluster) in clusters(cx) {
            let set = cluster.added();
            let copies = set.iter().rev().find(|p| p.key == "dfs.replication");
            let one = match copies {
                Some(p) => p.value.parse() == Ok(1_u32),
                None => (1..4).contains(&cluster.core_count()),
            };
            if cluster.keeps_cubes_on_disks() && one {
                sink.report(
                    setting(&cluster.key("core_count")),
                    msg!(en: "HDFS keeps every block once: with {n} core nodes the death of one of them loses cubes.",
                         zh: "HDFS 的每个块只有一份：共 {n} 个 core 节点，任何一个故障都会丢失 Cube。", n = cluster.core_count()),
                );
            }
        }
    },
};

/// A switch of EMRFS that is of no use any more.
pub(super) static CONSISTENT_VIEW: Rule = Rule {
    id: "EMR007",
    name: "emrfs-consistent-view",
    severity: Severity::Warning,
    title: Text::new("The consistent view of EMRFS is off.", "不启用 EMRFS 一致性视图。"),
    why: Text::new(
        "The example on Kylin's page has --emrfs Consistent=true. S3 itself has been consistent since December 2020, and AWS ended the support of the consistent view in June 2023: all that is left of it are costs for its DynamoDB table, and errors when that is out of step.",
        "官方页面的示例带有 --emrfs Consistent=true。S3 自 2020 年 12 月起本身就是强一致的，AWS 已于 2023 年 6 月结束对一致性视图的支持：它只会带来 DynamoDB 表的费用，以及表不同步时的错误。",
    ),
    sources: &[
        DOC_EMR,
        Source::new(
            "Amazon EMR: consistent view",
            "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-consistent-view.html",
        ),
    ],
    symptoms: &[Symptom::new("ConsistencyException", "log of a build task")],
    fires: Example::Edits(
        "kylin-emr-split",
        &[("settings.emr.main_settings", "emrfs-site:fs.s3.consistent=true")],
    ),
    clean: Example::Edits(
        "kylin-emr-split",
        &[("settings.emr.main_settings", "emrfs-site:fs.s3.consistent=false")],
    ),
    check: |cx, sink| {
        for (_, cluster) in clusters(cx) {
            let on =
                |p: &Property| p.key == "fs.s3.consistent" && p.value.eq_ignore_ascii_case("true");
            if cluster.added().iter().any(on) {
                let key = cluster.key("settings");
                let rest = without(&cx.text(&key), on);
                sink.report(
                    setting(&key),
                    msg!(en: "fs.s3.consistent=true switches on the consistent view, which S3 does not need and AWS no longer supports.",
                         zh: "fs.s3.consistent=true 会启用一致性视图：S3 已不需要它，AWS 也不再支持。"),
                )
                .fix(
                    msg!(en: "Leave it out", zh: "删除它"),
                    vec![Edit::Set(setting(&key), rest)],
                );
            }
        }
    },
};

/// A bulk load that is given too little time.
pub(super) static RPC_TIMEOUT: Rule = Rule {
    id: "EMR008",
    name: "short-rpc-timeout-on-s3",
    severity: Severity::Warning,
    title: Text::new(
        "With HBase on S3, hbase.rpc.timeout is an hour.",
        "HBase 位于 S3 时，hbase.rpc.timeout 应为一小时。",
    ),
    why: Text::new(
        "On S3 a bulk load copies every file instead of renaming it. With HBase's default of one minute the last step of a large build fails. Muster writes 3600000; your own configuration makes it less.",
        "在 S3 上，bulk load 会复制而不是重命名每个文件。使用 HBase 默认的一分钟，大型构建的最后一步会失败。Muster 写入 3600000，而您添加的配置把它改小了。",
    ),
    sources: &[DOC_EMR],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-emr-one",
        &[("settings.emr.main_settings", "hbase-site:hbase.rpc.timeout=60000")],
    ),
    clean: Example::Edits(
        "kylin-emr-one",
        &[("settings.emr.main_settings", "hbase-site:hbase.rpc.timeout=7200000")],
    ),
    check: |cx, sink| {
        for (_, cluster) in clusters(cx) {
            let short = |p: &Property| {
                p.key == "hbase.rpc.timeout" && p.value.parse().is_ok_and(|n: u64| n < 3_600_000)
            };
            if on_s3(cx) && cluster.added().iter().any(short) {
                let key = cluster.key("settings");
                let rest = without(&cx.text(&key), short);
                sink.report(
                    setting(&key),
                    msg!(en: "hbase.rpc.timeout is less than an hour: bulk loads to S3 copy, and large ones fail.",
                         zh: "hbase.rpc.timeout 不足一小时：向 S3 的 bulk load 是复制操作，数据量大时会失败。"),
                )
                .fix(
                    msg!(en: "Leave it to Muster, which writes an hour", zh: "交给 Muster 写入一小时"),
                    vec![Edit::Set(setting(&key), rest)],
                );
            }
        }
    },
};

/// A cluster that only reads.
pub(super) static READ_REPLICA: Rule = Rule {
    id: "EMR009",
    name: "emr-read-replica",
    severity: Severity::Error,
    title: Text::new(
        "The HBase cluster is no read replica.",
        "HBase 集群不是只读副本（read replica）。",
    ),
    why: Text::new(
        "A read replica looks at another cluster's folder on S3 and refuses every write. Kylin makes tables in it and, by default, keeps its metadata there: it does not start.",
        "只读副本读取另一个集群在 S3 上的目录，并拒绝一切写入。Kylin 要在其中建表，默认还在其中保存元数据，因此无法启动。",
    ),
    sources: &[AWS_HBASE_S3],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-emr-one",
        &[("settings.emr.main_settings", "hbase:hbase.emr.readreplica.enabled=true")],
    ),
    clean: Example::Edits("kylin-emr-one", &[]),
    check: |cx, sink| {
        for (_, cluster) in clusters(cx) {
            let replica = |p: &Property| {
                p.key == "hbase.emr.readreplica.enabled" && p.value.eq_ignore_ascii_case("true")
            };
            if cluster.added().iter().any(replica) {
                sink.report(
                    setting(&cluster.key("settings")),
                    msg!(en: "hbase.emr.readreplica.enabled=true makes HBase refuse what Kylin writes.",
                         zh: "hbase.emr.readreplica.enabled=true 会使 HBase 拒绝 Kylin 的写入。"),
                );
            }
        }
    },
};

/// Half of a pair of security groups.
pub(super) static HALF_A_PAIR: Rule = Rule {
    id: "EMR010",
    name: "one-emr-security-group",
    severity: Severity::Error,
    title: Text::new(
        "Own security groups are given for masters and for core nodes.",
        "自有安全组须同时为 master 和 core 节点填写。",
    ),
    why: Text::new(
        "EMR takes both groups or none: with one of them the request to create the cluster is refused.",
        "EMR 要求两个安全组同时给出或都不给：只给其一时，创建集群的请求会被拒绝。",
    ),
    sources: &[Source::new(
        "Amazon EMR: specifying security groups",
        "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-sg-specify.html",
    )],
    symptoms: &[],
    fires: Example::Edits("kylin-emr-split", &[("settings.emr.sg_master", "sg-0a1b2c3d")]),
    clean: Example::Edits(
        "kylin-emr-split",
        &[("settings.emr.sg_master", "sg-0a1b2c3d"), ("settings.emr.sg_core", "sg-0a1b2c3e")],
    ),
    check: |cx, sink| {
        let pair = ["emr.sg_master", "emr.sg_core"];
        let empty: Vec<&str> = pair.into_iter().filter(|k| cx.text(k).is_empty()).collect();
        if let (true, [key]) = (active(cx), empty.as_slice()) {
            sink.report(
                setting(key),
                msg!(en: "Only one of the two security groups is given; EMR wants both or none.",
                     zh: "两个安全组只填写了一个；EMR 要求同时给出或都不给。"),
            );
        }
    },
};

/// Own security groups.
pub(super) static OWN_GROUPS: Rule = Rule {
    id: "EMR011",
    name: "own-emr-security-groups",
    severity: Severity::Info,
    title: Text::new(
        "Own security groups let the clusters and Kylin's nodes talk to each other.",
        "自有安全组须放行集群之间以及与 Kylin 节点之间的通信。",
    ),
    why: Text::new(
        "EMR's own groups let all clusters of a VPC talk to each other; your own do only what you put into them. From all machines of the build cluster and from Kylin's nodes to the HBase cluster: 8020, 50010, 2181, 16000 and 16020. emr/check-connectivity.sh tries them.",
        "EMR 自带的安全组允许同一 VPC 内的集群互相访问，自有安全组则只放行其中写明的规则。从构建集群的所有机器和 Kylin 节点到 HBase 集群：8020、50010、2181、16000 和 16020。emr/check-connectivity.sh 会逐一检查。",
    ),
    sources: &[AWS_GROUPS],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-emr-split",
        &[("settings.emr.sg_master", "sg-0a1b2c3d"), ("settings.emr.sg_core", "sg-0a1b2c3e")],
    ),
    clean: Example::Edits("kylin-emr-split", &[]),
    check: |cx, sink| {
        if split(cx) && !cx.text("emr.sg_master").is_empty() {
            sink.report(
                setting("emr.sg_master"),
                msg!(en: "Own security groups: open 8020, 50010, 2181, 16000 and 16020 of the HBase cluster to the build cluster and to Kylin's nodes.",
                     zh: "使用自有安全组：请向构建集群和 Kylin 节点放行 HBase 集群的 8020、50010、2181、16000 和 16020 端口。"),
            );
        }
    },
};

/// A folder on S3 for one cluster at a time.
pub(super) static ONE_CLUSTER_PER_ROOT: Rule = Rule {
    id: "EMR012",
    name: "one-cluster-per-hbase-root",
    severity: Severity::Info,
    title: Text::new(
        "One running cluster uses HBase's folder on S3.",
        "HBase 在 S3 上的目录同一时间只供一个集群使用。",
    ),
    why: Text::new(
        "AWS allows one active cluster per folder. A second one that starts on it while the first still runs, for example to replace it, damages the tables. Shut the first one down in order (emr/shutdown.sh), then create the next.",
        "AWS 只允许每个目录有一个活动集群。第一个仍在运行时启动第二个（例如为了替换它）会损坏表。请先按顺序关闭第一个（emr/shutdown.sh），再创建下一个。",
    ),
    sources: &[AWS_HBASE_S3],
    symptoms: &[],
    fires: Example::Edits("kylin-emr-one", &[]),
    clean: Example::Edits("kylin-emr-split", &[]),
    check: |cx, sink| {
        if let Some(root) = root(cx) {
            sink.report(
                setting("emr.hbase_root"),
                msg!(en: "No other running cluster may use {r}.", zh: "{r} 不得被其他正在运行的集群使用。", r = root.to_string()),
            );
        }
    },
};

/// A folder that became a host.
pub(super) static FOLDER_AS_HOST: Rule = Rule {
    id: "EMR013",
    name: "hdfs-folder-as-host",
    severity: Severity::Warning,
    title: Text::new(
        "A path on the default HDFS has three slashes: hdfs:///kylin.",
        "默认 HDFS 上的路径有三个斜杠：hdfs:///kylin。",
    ),
    why: Text::new(
        "The page about EMR has hdfs://kylin/package/. What stands after two slashes is a host, so Hadoop looks for a name node called kylin. Write hdfs:///kylin/package/.",
        "官方 EMR 页面写的是 hdfs://kylin/package/。两个斜杠之后是主机，因此 Hadoop 会去找名为 kylin 的 NameNode。请写成 hdfs:///kylin/package/。",
    ),
    sources: &[DOC_EMR],
    symptoms: &[Symptom::new("java.net.UnknownHostException: kylin", "logs/kylin.log")],
    fires: Example::Edits(
        "kylin-emr-split",
        &[(
            "overrides.cluster.kylin.engine.spark-conf.spark.yarn.archive",
            "hdfs://kylin/package/spark-libs.jar",
        )],
    ),
    clean: Example::Edits(
        "kylin-emr-split",
        &[(
            "overrides.cluster.kylin.engine.spark-conf.spark.yarn.archive",
            "hdfs:///kylin/package/spark-libs.jar",
        )],
    ),
    check: |cx, sink| {
        let places: Vec<(Place, String)> = cx
            .overrides()
            .map(|(place, _, value)| (place, value.to_owned()))
            .chain([(setting("storage.working_dir"), cx.read("storage.working_dir"))])
            .collect();
        for (place, value) in places {
            if let Some(rest) = value.strip_prefix("hdfs://kylin/") {
                let right = format!("hdfs:///kylin/{rest}");
                let report = sink.report(
                    place.clone(),
                    msg!(en: "In \"{v}\" kylin is a host. A path on the default HDFS has three slashes.",
                         zh: "在“{v}”中 kylin 是主机名。默认 HDFS 上的路径有三个斜杠。", v = shown(&value)),
                );
                let (right, place) = match place {
                    // The field takes a bare path for the default file system.
                    Place::Setting(_) => (format!("/kylin/{rest}"), place),
                    other => (right, other),
                };
                let right = right.trim_end_matches('/').to_owned();
                report.fix(
                    msg!(en: "Write {r}", zh: "改为 {r}", r = right.as_str()),
                    vec![Edit::Set(place, right)],
                );
            }
        }
    },
};

/// Files that are written to one bucket and looked for in another.
pub(super) static TWO_BUCKETS: Rule = Rule {
    id: "EMR014",
    name: "working-dir-in-another-bucket",
    severity: Severity::Warning,
    title: Text::new(
        "With HBase on S3 the working directory is in HBase's bucket.",
        "HBase 位于 S3 时，工作目录与 HBase 在同一存储桶中。",
    ),
    why: Text::new(
        "Query nodes read dictionaries and snapshots below kylin.storage.hbase.cluster-fs, by the path of the working directory. When that names another bucket, builds write to one and queries look in the other.",
        "查询节点按工作目录的路径，在 kylin.storage.hbase.cluster-fs 下读取字典和快照。如果工作目录位于另一个存储桶，构建写入一处，查询却在另一处查找。",
    ),
    sources: &[config_base!(347), DOC_EMR],
    symptoms: &[],
    fires: Example::Edits("kylin-emr-one", &[("settings.storage.working_dir", "s3://other/kylin")]),
    clean: Example::Edits(
        "kylin-emr-one",
        &[("settings.storage.working_dir", "s3://example-kylin/work")],
    ),
    check: |cx, sink| {
        let Some(root) = root(cx) else { return };
        for found in cx.set_values_of(WORKING_DIR) {
            let Some(uri) = found.literal().and_then(|t| Uri::parse(t).ok()) else { continue };
            if uri.scheme == "s3" && uri.authority != root.authority {
                sink.report(
                    found.place.clone(),
                    msg!(en: "The working directory is in the bucket {a}, and HBase in {b}: queries do not find what builds wrote.",
                         zh: "工作目录位于存储桶 {a}，而 HBase 位于 {b}：查询找不到构建写入的内容。",
                         a = shown(&uri.authority), b = shown(&root.authority)),
                )
                .related([setting("emr.hbase_root")]);
            }
        }
    },
};
