//! Clusters on Amazon EMR: releases and applications.

mod configuration;

use super::support::code;
use crate::kylin::emr::values::release_numbers;
use crate::kylin::emr::{Applications, Cluster, HBASE, MAIN, active, split};
use crate::kylin::sources::DOC_EMR;
use crate::kylin::sources::config_base;
use ::rules::{Context, Example, Rule, Sink, Source, Symptom};
use model::value::shown;
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

/// All of them, by id.
pub(crate) static RULES: &[&Rule] = &[
    &HBASE_2,
    &OLD_RELEASE,
    &NO_HBASE,
    &NO_HIVE,
    &NO_CLIENT,
    &configuration::ONE_COPY,
    &configuration::CONSISTENT_VIEW,
    &configuration::RPC_TIMEOUT,
    &configuration::READ_REPLICA,
    &configuration::HALF_A_PAIR,
    &configuration::OWN_GROUPS,
    &configuration::ONE_CLUSTER_PER_ROOT,
    &configuration::FOLDER_AS_HOST,
    &configuration::TWO_BUCKETS,
];
