//! The fields of an ensemble that is made on the nodes.

use super::ensemble::{self, ROLE};
use crate::common::jvm::{LEAST_HEAP, MOST_HEAP};
use ::rules::{Context, Field, Kind, Scope};
use model::value::shown;
use model::{Message, Text, msg};

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
    .made(&[(ensemble::DATA_DIR.file, ensemble::DATA_DIR.key), (ensemble::DATA_DIR.file, ensemble::TRANSACTION_LOG)])
    .default("/var/lib/zookeeper"),
    field(
        "zookeeper.home",
        Text::new("Install folder", "安装目录"),
        Text::new("Where ZooKeeper is unpacked.", "ZooKeeper 的解压位置。"),
        Kind::Path,
    )
    .made(&[])
    .default("/opt/zookeeper"),
    field(
        "zookeeper.version",
        Text::new("Version", "版本"),
        Text::new(
            "The release to install; every 3.5 to 3.9 works with the clients of Kylin. An installation of another version is never touched.",
            "要安装的版本；3.5 至 3.9 均可与 Kylin 的客户端配合。不会改动其他版本的已有安装。",
        ),
        Kind::Custom(check_version),
    )
    .default("3.8.4"),
    field(
        "zookeeper.heap",
        Text::new("Heap", "堆内存"),
        Text::new(
            "All znodes live in it; half a gibibyte is plenty for locks.",
            "全部 znode 都在堆内存中；仅用于锁时 512 MiB 已足够。",
        ),
        Kind::Bytes,
    )
    .within(LEAST_HEAP, MOST_HEAP)
    .default("512 MiB"),
    ID,
];

/// The field `zookeeper.id`: the number of a member.
pub const ID: Field = field(
    "zookeeper.id",
    Text::new("Number in the ensemble", "ZooKeeper 成员编号"),
    Text::new(
        "What stands in myid, 1 to 255. Empty: its place among the members. An ensemble that is taken over keeps its numbers, however they jump.",
        "即 myid 中的编号，1 至 255。留空则为其在成员中的序号。接管已有的 ZooKeeper 集群时，须保留原有编号，即使不连续。",
    ),
    Kind::Count(1, 255),
)
.scope(Scope::Node)
.of_node(Text::new("its place among the members", "在成员中的序号"), |cx, node| {
    let members = cx.with_roles(&[ROLE]);
    let at = members.iter().position(|m| m.row == node.row);
    at.map_or_else(String::new, |at| (at + 1).to_string())
});

fn check_version(text: &str) -> Result<(), Message> {
    let parts: Vec<&str> = text.trim().split('.').collect();
    let numbers =
        parts.iter().all(|p| matches!(p.len(), 1..=3) && p.bytes().all(|b| b.is_ascii_digit()));
    if parts.len() == 3 && numbers {
        return Ok(());
    }
    Err(msg!(en: "\"{t}\" is not a release of ZooKeeper such as 3.8.4",
        zh: "“{t}”不是 ZooKeeper 的版本号，例如 3.8.4", t = shown(text)))
}
