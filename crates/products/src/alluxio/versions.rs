//! The versions that can be chosen: two lines, the last release of each and the one before.

use super::roles::is_alluxio;
use ::rules::{Condition, Context, Evidence, Version};
use model::{Node, Text};

/// Preferred first.
pub(crate) static VERSIONS: &[Version] = &[
    Version {
        id: "2.9.6",
        sentence: Text::new(
            "The last release of the 2.x line (July 2024). Take it for a new cluster.",
            "2.x 系列的最后一个版本（2024 年 7 月）。新集群请选择此版本。",
        ),
        evidence: Evidence::Booted,
        also: &[],
    },
    Version {
        id: "2.9.5",
        sentence: Text::new(
            "The release before it; same keys. Take it when its package is the one that you have.",
            "上一个版本，配置项相同。若手头只有它的安装包，可选择此版本。",
        ),
        evidence: Evidence::Catalogue,
        also: &[],
    },
    Version {
        id: "1.8.2",
        sentence: Text::new(
            "The last 1.x release (2019): no job service, high availability through ZooKeeper only. Its clients cannot talk to a 2.x cluster. For clusters that exist.",
            "最后一个 1.x 版本（2019 年）：没有 Job 服务，高可用只能依靠 ZooKeeper。其客户端无法与 2.x 集群通信。仅用于已有集群。",
        ),
        evidence: Evidence::Catalogue,
        also: &[],
    },
    Version {
        id: "1.8.1",
        sentence: Text::new(
            "As 1.8.2, and the release that the old Chinese guide to clusters describes.",
            "与 1.8.2 相同，也是旧版中文集群部署文档所描述的版本。",
        ),
        evidence: Evidence::Booted,
        also: &[],
    },
];

/// What the older line has otherwise.
pub(crate) static WITH_1_8: Condition =
    Condition::new(Text::new("with 1.8", "使用 1.8 时"), |cx, _| !two(cx));

/// Whether the document is about the 2.x line: other keys, the embedded journal, the job service.
pub(crate) fn two(cx: &Context) -> bool {
    cx.since("2.0")
}

/// The major versions of Java that the release's scripts accept, the recommended one first: those of a
/// node that runs something of Alluxio.
pub(crate) fn javas(cx: &Context, node: &Node) -> &'static [u32] {
    match () {
        () if !is_alluxio(cx, node) => &[],
        () if two(cx) => &[8, 11],
        () => &[8],
    }
}
