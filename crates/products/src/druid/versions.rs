//! The versions that can be chosen, and what differs between families of them.

use ::rules::{Context, Evidence, Version};
use model::Text;

/// Preferred first.
pub(crate) static VERSIONS: &[Version] = &[
    Version {
        id: "38.0.0",
        sentence: Text::new(
            "The current release (October 2026), on Java 21. Take it for a new cluster.",
            "当前版本（2026 年 10 月），使用 Java 21。新集群请选择此版本。",
        ),
        evidence: Evidence::Catalogue,
        also: &[],
    },
    Version {
        id: "37.0.0",
        sentence: Text::new(
            "The release before it (May 2026): the same files, and Java 17 is possible. Take it where months in the field count.",
            "上一个版本（2026 年 5 月）：配置文件相同，仍可使用 Java 17。看重已有运行经验时选择。",
        ),
        evidence: Evidence::Catalogue,
        also: &[],
    },
    Version {
        id: "36.0.0",
        sentence: Text::new(
            "The last one that loads data by Hadoop jobs.",
            "最后一个支持用 Hadoop 作业导入数据的版本。",
        ),
        evidence: Evidence::Catalogue,
        also: &["35"],
    },
    Version {
        id: "34.0.0",
        sentence: Text::new(
            "The last one that runs on Java 11.",
            "最后一个能在 Java 11 上运行的版本。",
        ),
        evidence: Evidence::Catalogue,
        also: &[],
    },
    Version {
        id: "33.0.0",
        sentence: Text::new(
            "The newest one that Muster's tests start for real.",
            "Muster 的测试实际启动过的最新版本。",
        ),
        evidence: Evidence::Booted,
        also: &["32"],
    },
    Version {
        id: "31.0.0",
        sentence: Text::new(
            "The last one that runs on Java 8. For clusters that exist.",
            "最后一个能在 Java 8 上运行的版本。仅用于已有集群。",
        ),
        evidence: Evidence::Catalogue,
        also: &[],
    },
    Version {
        id: "30.0.0",
        sentence: Text::new(
            "The last one with the MySQL driver 5.1. For clusters that exist.",
            "最后一个使用 MySQL 驱动 5.1 的版本。仅用于已有集群。",
        ),
        evidence: Evidence::Catalogue,
        also: &["26", "27", "28", "29"],
    },
    Version {
        id: "25.0.0",
        sentence: Text::new(
            "Tasks and segments are managed over HTTP from here on. For clusters that exist.",
            "从此版本起任务和 Segment 通过 HTTP 管理。仅用于已有集群。",
        ),
        evidence: Evidence::Booted,
        also: &["0.23", "24"],
    },
    Version {
        id: "0.20.0",
        sentence: Text::new(
            "The release that the Chinese guide to clusters describes, on Java 8. It has known holes (CVE-2021-25646, CVE-2021-26919, log4j): never where strangers reach it.",
            "中文集群部署文档所描述的版本，使用 Java 8。存在已知漏洞（CVE-2021-25646、CVE-2021-26919、log4j）：不要暴露给不受信任的网络。",
        ),
        evidence: Evidence::Booted,
        also: &["0.21", "0.22"],
    },
];

/// The major versions of Java that run a version, the recommended one first (druid.apache.org,
/// "Java runtime"; release notes of 32, 35 and 38).
pub(crate) fn javas(cx: &Context) -> &'static [u32] {
    match () {
        () if cx.since("38") => &[21, 25],
        () if cx.since("35") => &[17, 21],
        () if cx.since("32") => &[17, 11],
        () if cx.since("27") => &[17, 11, 8],
        () if cx.since("23") => &[11, 8],
        () => &[8],
    }
}

/// Whether Broker need no processing threads of their own: their buffers are for merging only
/// (`BrokerProcessingModule`, from 0.23).
pub(crate) fn broker_merges_only(cx: &Context) -> bool {
    cx.since("0.23")
}

/// Whether a value may name a variable of the environment: `${env:NAME}`.
pub(crate) fn interpolates(cx: &Context) -> bool {
    cx.since("25")
}
