//! The fields of an ensemble that is made on the nodes.

use ::rules::{Context, Field, Kind};
use model::Text;

/// The step in which they stand.
const STEP: &str = "zookeeper";
const MADE: Text = Text::new("Ensemble on the nodes", "节点上的 ZooKeeper 集群");

/// Whether the ensemble is made.
pub fn made(cx: &Context) -> bool {
    cx.is("zookeeper.kind", "nodes")
}

const fn field(key: &'static str, label: Text, help: Text, kind: Kind) -> Field {
    Field::new(key, STEP, MADE, label, help, kind).shown(made).required()
}

/// Ports, folders and heap.
pub static MADE_ON_NODES: &[Field] = &[
    field(
        "zookeeper.client_port",
        Text::new("Client port", "客户端端口"),
        Text::new("Where clients connect.", "客户端连接的端口。"),
        Kind::Port,
    )
    .default("2181"),
    field(
        "zookeeper.peer_port",
        Text::new("Peer port", "成员通信端口"),
        Text::new("Where followers connect to the leader.", "follower 连接 leader 的端口。"),
        Kind::Port,
    )
    .default("2888"),
    field(
        "zookeeper.election_port",
        Text::new("Election port", "选举端口"),
        Text::new("Where members elect the leader.", "成员之间选举 leader 的端口。"),
        Kind::Port,
    )
    .default("3888"),
    field(
        "zookeeper.data_dir",
        Text::new("Data folder", "数据目录"),
        Text::new(
            "Snapshots and the transaction log; a disk of its own makes it quick, and losing it on most members loses everything.",
            "存放快照和事务日志；独立磁盘可提升速度，若过半成员丢失该目录则数据全失。",
        ),
        Kind::Path,
    )
    .default("/var/lib/zookeeper"),
    field(
        "zookeeper.home",
        Text::new("Install folder", "安装目录"),
        Text::new("Where ZooKeeper is unpacked.", "ZooKeeper 的解压位置。"),
        Kind::Path,
    )
    .default("/opt/zookeeper"),
    field(
        "zookeeper.heap",
        Text::new("Heap", "堆内存"),
        Text::new(
            "All znodes live in it; half a gibibyte is plenty for locks.",
            "全部 znode 都在堆内存中；仅用于锁时 512 MiB 已足够。",
        ),
        Kind::Bytes,
    )
    .default("512 MiB"),
];
