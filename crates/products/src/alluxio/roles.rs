//! The roles. The processes of the job service are no roles of their own: job masters stand beside
//! masters (a job master's address is its master's), job workers beside workers (they read and
//! write through the worker on their machine).

use super::choice::{Topology, topology};
use ::rules::{Context, Role};
use model::{Node, Text};

/// Keeps the metadata.
pub const MASTER: &str = "master";
/// Keeps cached blocks.
pub const WORKER: &str = "worker";
/// Speaks REST and S3.
pub const PROXY: &str = "proxy";
/// Every role that runs something of Alluxio.
pub const ALLUXIO: &[&str] = &[MASTER, WORKER, PROXY];

/// Whether a node runs something of Alluxio.
pub fn is_alluxio(_: &Context, node: &Node) -> bool {
    ALLUXIO.iter().any(|role| node.roles.contains(*role))
}

/// Whether a node is a master.
pub fn is_master(_: &Context, node: &Node) -> bool {
    node.roles.contains(MASTER)
}

/// In the order of the columns.
pub static ROLES: &[Role] = &[
    Role {
        id: MASTER,
        title: Text::same("master"),
        sentence: Text::new(
            "Keeps the metadata: one leads, the others stand by.",
            "保存元数据：一个为主（leader），其余为备（standby）。",
        ),
        words: &["masters", "alluxio master", "alluxio masters", "主节点", "管理节点"],
        group: "",
        shown: |_| true,
        need: |cx| match topology(cx) {
            Topology::Single => (1, Text::new("1", "1 个")),
            Topology::ZooKeeper => (2, Text::new("2 or 3", "2 或 3 个")),
            Topology::Embedded => (3, Text::new("3 or 5", "3 或 5 个")),
        },
    },
    Role {
        id: WORKER,
        title: Text::same("worker"),
        sentence: Text::new(
            "Caches blocks in memory and on disks, close to the programs that read them.",
            "在内存和磁盘上缓存数据块，尽量靠近读取它们的程序。",
        ),
        words: &["workers", "alluxio worker", "alluxio workers", "工作节点", "缓存节点", "从节点"],
        group: "",
        shown: |_| true,
        need: |_| (1, Text::new("at least 1", "至少 1 个")),
    },
    Role {
        id: PROXY,
        title: Text::same("proxy"),
        sentence: Text::new(
            "Lets programs in over REST and the S3 protocol.",
            "让程序通过 REST 和 S3 协议访问。",
        ),
        words: &["proxies", "alluxio proxy", "alluxio proxies", "代理", "代理节点"],
        group: "",
        shown: |_| true,
        need: |_| (0, Text::new("only for REST or S3 clients", "仅 REST 或 S3 客户端需要")),
    },
    Role {
        id: crate::common::zookeeper::ensemble::ROLE,
        title: Text::same("ZooKeeper"),
        sentence: Text::new(
            "A member of the ensemble that is made on these nodes: three or five.",
            "在这些节点上建立的 ZooKeeper 集群的成员：三个或五个。",
        ),
        words: crate::common::zookeeper::ensemble::WORDS,
        group: "",
        shown: |cx| cx.is("zookeeper.kind", "nodes"),
        need: |_| (3, Text::new("3 or 5", "3 或 5 个")),
    },
];
