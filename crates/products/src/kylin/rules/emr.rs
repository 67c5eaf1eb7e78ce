//! Clusters on Amazon EMR.

use super::support::{WORKING_DIR, code};
use crate::kylin::emr::{Applications, Cluster, HBASE, MAIN, active, on_s3, root, split};
use crate::kylin::fields::emr::{AWS_GROUPS, AWS_HBASE_S3, DOC_EMR, release_numbers};
use crate::kylin::sources::config_base;
use ::rules::{Context, Example, Rule, Sink, Source, Symptom};
use model::value::{Uri, Value, shown};
use model::{Edit, Place, Severity, Text, msg};

const KYLIN_SH: Source = code!("kylin.sh", "build/bin/kylin.sh", "145");

fn setting(key: &str) -> Place {
    Place::Setting(key.to_owned())
}

fn set(key: &str, value: &str) -> Vec<Edit> {
    vec![Edit::Set(setting(key), value.to_owned())]
}

/// The clusters that the document describes.
fn clusters<'a, 'b>(cx: &'a Context<'b>) -> Vec<(&'static str, Cluster<'a, 'b>)> {
    let mut all = Vec::new();
    if active(cx) {
        all.push((MAIN, Cluster::new(cx, MAIN)));
    }
    if split(cx) {
        all.push((HBASE, Cluster::new(cx, HBASE)));
    }
    all
}

/// A release with another HBase.
static HBASE_2: Rule = Rule {
    id: "EMR001",
    name: "emr-release-with-hbase-2",
    severity: Severity::Error,
    title: Text::new(
        "EMR's release is 5.x: 6 and later bring HBase 2.",
        "EMR 发行版须为 5.x：6 及以上自带 HBase 2。",
    ),
    why: Text::new(
        "The binary apache-kylin-3.1.x-bin-hbase1x is compiled for HBase 1. With EMR 6 or 7 its classes do not fit those of the cluster, and Kylin does not start. Take emr-5.36.2, the last of its line.",
        "apache-kylin-3.1.x-bin-hbase1x 针对 HBase 1 编译。EMR 6 或 7 的类与之不兼容，Kylin 无法启动。请选用该系列的最后一版 emr-5.36.2。",
    ),
    sources: &[
        DOC_EMR,
        Source::new(
            "Amazon EMR: HBase release history",
            "https://docs.aws.amazon.com/emr/latest/ReleaseGuide/HBase-release-history.html",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits("kylin-emr-split", &[("settings.emr.release", "emr-6.15.0")]),
    clean: Example::Edits("kylin-emr-split", &[("settings.emr.release", "emr-5.35.0")]),
    check: |cx, sink| {
        let label = cx.text("emr.release");
        if active(cx) && release_numbers(&label).is_some_and(|n| n[0] >= 6) {
            sink.report(
                setting("emr.release"),
                msg!(en: "{l} brings HBase 2, and this Kylin is compiled for HBase 1.",
                     zh: "{l} 自带 HBase 2，而本版 Kylin 针对 HBase 1 编译。", l = shown(&label)),
            )
            .fix(
                msg!(en: "Take emr-5.36.2", zh: "改用 emr-5.36.2"),
                set("emr.release", "emr-5.36.2"),
            );
        }
    },
};

/// A release that nobody tried.
static OLD_RELEASE: Rule = Rule {
    id: "EMR002",
    name: "old-emr-release",
    severity: Severity::Warning,
    title: Text::new("EMR's release is 5.27 or later.", "EMR 发行版不低于 5.27。"),
    why: Text::new(
        "Kylin's documentation recommends EMR 5.27 or later for Kylin 3. Earlier ones bring other versions of Hive and Spark than those that were tried.",
        "官方文档建议 Kylin 3 使用 EMR 5.27 或更高版本。更早版本自带的 Hive 和 Spark 未经验证。",
    ),
    sources: &[DOC_EMR],
    symptoms: &[],
    fires: Example::Edits("kylin-emr-split", &[("settings.emr.release", "emr-5.13.0")]),
    clean: Example::Edits("kylin-emr-split", &[("settings.emr.release", "emr-5.27.0")]),
    check: |cx, sink| {
        let label = cx.text("emr.release");
        if active(cx) && release_numbers(&label).is_some_and(|n| n < [5, 27, 0]) {
            sink.report(
                setting("emr.release"),
                msg!(en: "{l} is older than what Kylin 3 was tried with: 5.27 or later.",
                     zh: "{l} 早于 Kylin 3 验证过的版本：应为 5.27 或更高。", l = shown(&label)),
            )
            .fix(
                msg!(en: "Take emr-5.36.2", zh: "改用 emr-5.36.2"),
                set("emr.release", "emr-5.36.2"),
            );
        }
    },
};

/// The fix that adds applications.
fn with(key: &str, old: &Applications, missing: &[&str]) -> Vec<Edit> {
    let mut names = old.0.clone();
    names.extend(missing.iter().map(|m| (*m).to_owned()));
    set(key, &names.join(","))
}

fn missing<'n>(applications: &Applications, needed: &[&'n str]) -> Vec<&'n str> {
    needed.iter().copied().filter(|n| !applications.has(n)).collect()
}

fn report_missing(sink: &mut Sink, cluster: &Cluster, needed: &[&str]) {
    let applications = cluster.applications();
    let missing = missing(&applications, needed);
    if missing.is_empty() {
        return;
    }
    let key = cluster.key("apps");
    let names = missing.join(", ");
    sink.report(
        setting(&key),
        msg!(en: "Missing among the applications: {n}.", zh: "应用中缺少：{n}。", n = names.as_str()),
    )
    .fix(msg!(en: "Add {n}", zh: "添加 {n}", n = names.as_str()), with(&key, &applications, &missing));
}

/// An HBase cluster without HBase.
static NO_HBASE: Rule = Rule {
    id: "EMR003",
    name: "emr-cluster-without-hbase",
    severity: Severity::Error,
    title: Text::new(
        "The cluster that answers queries has HBase and Hadoop.",
        "响应查询的集群包含 HBase 和 Hadoop。",
    ),
    why: Text::new(
        "Kylin 3.1 keeps its cubes in HBase, and by default its metadata too. Without it among the applications there is nothing to keep them in.",
        "Kylin 3.1 把 Cube 存放在 HBase 中，默认情况下元数据也在其中。应用中没有 HBase 就无处存放。",
    ),
    sources: &[DOC_EMR, config_base!(1322)],
    symptoms: &[],
    fires: Example::Edits("kylin-emr-split", &[("settings.emr.hbase_apps", "Hadoop,ZooKeeper")]),
    clean: Example::Edits("kylin-emr-split", &[("settings.emr.hbase_apps", "Hadoop,HBase")]),
    check: |cx, sink| {
        for (which, cluster) in clusters(cx) {
            if (which == HBASE) == split(cx) {
                report_missing(sink, &cluster, &["Hadoop", "HBase"]);
            }
        }
    },
};

/// A build cluster that cannot build.
static NO_HIVE: Rule = Rule {
    id: "EMR004",
    name: "emr-build-cluster-without-hive",
    severity: Severity::Error,
    title: Text::new("The build cluster has Hadoop and Hive.", "构建集群包含 Hadoop 和 Hive。"),
    why: Text::new(
        "Every build begins with a query of Hive, and kylin.sh does not start where it finds no Hive client.",
        "每次构建都从 Hive 查询开始；找不到 Hive 客户端时 kylin.sh 也无法启动。",
    ),
    sources: &[DOC_EMR, KYLIN_SH],
    symptoms: &[],
    fires: Example::Edits("kylin-emr-split", &[("settings.emr.main_apps", "Hadoop,Spark,HBase")]),
    clean: Example::Edits(
        "kylin-emr-split",
        &[("settings.emr.main_apps", "Hadoop,Hive,Spark,HBase")],
    ),
    check: |cx, sink| {
        if active(cx) {
            report_missing(sink, &Cluster::new(cx, MAIN), &["Hadoop", "Hive"]);
        }
    },
};

/// A build cluster without clients that Kylin's scripts call.
static NO_CLIENT: Rule = Rule {
    id: "EMR005",
    name: "emr-build-cluster-without-clients",
    severity: Severity::Warning,
    title: Text::new(
        "The build cluster has the HBase client, and Spark where Spark's jars are packed.",
        "构建集群包含 HBase 客户端；若要打包 Spark 的 jar，还须包含 Spark。",
    ),
    why: Text::new(
        "kylin.sh starts Kylin by the hbase command. A copied configuration, as well-known instructions have it, brings no command: without HBase among the build cluster's applications you must install the client on Kylin's nodes yourself. The same holds for Spark's jars.",
        "kylin.sh 通过 hbase 命令启动 Kylin。一些常见的教程只复制配置，并不会带来该命令：如果构建集群的应用中没有 HBase，就必须自行在 Kylin 节点上安装客户端。Spark 的 jar 同理。",
    ),
    sources: &[KYLIN_SH, DOC_EMR],
    symptoms: &[Symptom::new(
        "Please make sure the user has the privilege to run hbase shell",
        "output of kylin.sh start",
    )],
    fires: Example::Edits(
        "kylin-emr-split",
        &[("settings.emr.main_apps", "Hadoop,Hive,Pig,Spark,Sqoop,Tez")],
    ),
    clean: Example::Edits(
        "kylin-emr-split",
        &[("settings.emr.main_apps", "Hadoop,Hive,HBase,Spark")],
    ),
    check: |cx, sink| {
        if !active(cx) {
            return;
        }
        let mut needed = Vec::new();
        if split(cx) {
            needed.push("HBase");
        }
        if cx.on("emr.spark_archive") {
            needed.push("Spark");
        }
        report_missing(sink, &Cluster::new(cx, MAIN), &needed);
    },
};

/// Cubes that lie on one disk only.
static ONE_COPY: Rule = Rule {
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
static CONSISTENT_VIEW: Rule = Rule {
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
            let on = |p: &crate::kylin::emr::extra::Property| {
                p.key == "fs.s3.consistent" && p.value.eq_ignore_ascii_case("true")
            };
            if cluster.added().iter().any(on) {
                sink.report(
                    setting(&cluster.key("settings")),
                    msg!(en: "fs.s3.consistent=true switches on the consistent view, which S3 does not need and AWS no longer supports.",
                         zh: "fs.s3.consistent=true 会启用一致性视图：S3 已不需要它，AWS 也不再支持。"),
                );
            }
        }
    },
};

/// A bulk load that is given too little time.
static RPC_TIMEOUT: Rule = Rule {
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
            let short = |p: &crate::kylin::emr::extra::Property| {
                p.key == "hbase.rpc.timeout" && p.value.parse().is_ok_and(|n: u64| n < 3_600_000)
            };
            if on_s3(cx) && cluster.added().iter().any(short) {
                sink.report(
                    setting(&cluster.key("settings")),
                    msg!(en: "hbase.rpc.timeout is less than an hour: bulk loads to S3 copy, and large ones fail.",
                         zh: "hbase.rpc.timeout 不足一小时：向 S3 的 bulk load 是复制操作，数据量大时会失败。"),
                );
            }
        }
    },
};

/// A cluster that only reads.
static READ_REPLICA: Rule = Rule {
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
            let replica = |p: &crate::kylin::emr::extra::Property| {
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
static HALF_A_PAIR: Rule = Rule {
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
static OWN_GROUPS: Rule = Rule {
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
static ONE_CLUSTER_PER_ROOT: Rule = Rule {
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
static FOLDER_AS_HOST: Rule = Rule {
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
            .chain([(setting("storage.working_dir"), cx.text("storage.working_dir").into_owned())])
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
static TWO_BUCKETS: Rule = Rule {
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

/// All of them, by id.
pub(crate) static RULES: &[&Rule] = &[
    &HBASE_2,
    &OLD_RELEASE,
    &NO_HBASE,
    &NO_HIVE,
    &NO_CLIENT,
    &ONE_COPY,
    &CONSISTENT_VIEW,
    &RPC_TIMEOUT,
    &READ_REPLICA,
    &HALF_A_PAIR,
    &OWN_GROUPS,
    &ONE_CLUSTER_PER_ROOT,
    &FOLDER_AS_HOST,
    &TWO_BUCKETS,
];
