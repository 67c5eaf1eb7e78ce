//! Example documents.

use ::rules::Preset;
use model::Text;

/// The first is the start page's.
pub(crate) static PRESETS: &[Preset] = &[
    Preset {
        id: "kap-balanced",
        title: Text::new("Three nodes with Nginx", "三节点加 Nginx"),
        sentence: Text::new(
            "Two nodes may run jobs, all answer queries; metadata in HBase; a client always meets the same node.",
            "两个节点可运行任务，全部响应查询；元数据在 HBase 中；同一客户端始终访问同一个节点。",
        ),
        toml: include_str!("balanced.toml"),
    },
    Preset {
        id: "kap-one",
        title: Text::new("One node", "单节点"),
        sentence: Text::new(
            "Everything on one machine with the minimal profile: to try it.",
            "全部在一台机器上，使用最小配置方案：用于试用。",
        ),
        toml: include_str!("one.toml"),
    },
    Preset {
        id: "kap-plus",
        title: Text::new("KAP Plus with MySQL", "KAP Plus 加 MySQL"),
        sentence: Text::new(
            "Two job nodes and three query nodes, MySQL metastore, own ZooKeeper, HAProxy.",
            "两个任务节点和三个查询节点，MySQL 元数据库，自建 ZooKeeper，HAProxy。",
        ),
        toml: include_str!("plus.toml"),
    },
    Preset {
        id: "kap-old",
        title: Text::new("KAP 2.2 with two job nodes", "KAP 2.2，两个任务节点"),
        sentence: Text::new(
            "A line without discovery: the job engine is chosen through ZooKeeper, which is named by its old key.",
            "没有服务发现的旧版本：通过 ZooKeeper 选出任务引擎，使用旧的配置项名称。",
        ),
        toml: include_str!("old.toml"),
    },
];
