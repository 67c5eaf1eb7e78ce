//! The steps of the wizard.

use ::rules::{Step, StepKind};
use model::Text;

const fn step(id: &'static str, title: Text, short: Text, sentence: Text, kind: StepKind) -> Step {
    Step { id, title, short, sentence, kind }
}

/// In order.
pub(crate) static STEPS: &[Step] = &[
    step(
        "product",
        Text::new("Product", "产品"),
        Text::new("Product", "产品"),
        Text::new(
            "Which product and version, and what the cluster is for.",
            "选择产品、版本以及集群的用途。",
        ),
        StepKind::Product,
    ),
    step(
        "nodes",
        Text::new("Nodes", "节点"),
        Text::new("Nodes", "节点"),
        Text::new(
            "The machines, by the names under which they know each other.",
            "集群的机器，以它们互相识别的主机名列出。",
        ),
        StepKind::Nodes,
    ),
    step(
        "roles",
        Text::new("Roles", "角色"),
        Text::new("Roles", "角色"),
        Text::new("Which node does what.", "每个节点承担什么角色。"),
        StepKind::Roles,
    ),
    step(
        "masters",
        Text::new("Masters and journal", "Master 与 Journal"),
        Text::new("Masters", "Master"),
        Text::new(
            "How the masters agree on a leader, and where the journal lies: it holds all metadata.",
            "多个 master 如何选出主（leader），以及 Journal 放在哪里：全部元数据都在其中。",
        ),
        StepKind::Form,
    ),
    step(
        "zookeeper",
        Text::new("ZooKeeper", "ZooKeeper"),
        Text::same("ZK"),
        Text::new(
            "Elects the leader and tells workers and clients where it is.",
            "选举主（leader），并告知 worker 和客户端它在哪里。",
        ),
        StepKind::Form,
    ),
    step(
        "storage",
        Text::new("Under storage", "底层存储（UFS）"),
        Text::new("Storage", "底层存储"),
        Text::new(
            "Where the files really are: what Alluxio caches. All masters and workers must reach it.",
            "文件真正所在的地方，即 Alluxio 所缓存的内容。所有 master 和 worker 都必须能访问。",
        ),
        StepKind::Form,
    ),
    step(
        "tiers",
        Text::new("Worker storage", "Worker 存储"),
        Text::new("Cache", "缓存"),
        Text::new(
            "Where workers keep cached blocks: memory first, then slower tiers.",
            "worker 把缓存块放在哪里：先内存，再到较慢的层级。",
        ),
        StepKind::Form,
    ),
    step(
        "clients",
        Text::new("Clients", "客户端"),
        Text::new("Clients", "客户端"),
        Text::new(
            "What programs get as their defaults, and the files for Spark and Hadoop.",
            "程序使用的默认值，以及给 Spark 和 Hadoop 用户的文件。",
        ),
        StepKind::Form,
    ),
    step(
        "ports",
        Text::new("Ports", "端口"),
        Text::new("Ports", "端口"),
        Text::new(
            "Where each process listens; the defaults of the version unless something else is there.",
            "各进程监听的端口；除非已被占用，否则用该版本的默认值。",
        ),
        StepKind::Form,
    ),
    step(
        "sizing",
        Text::new("Sizing and paths", "资源与路径"),
        Text::new("Sizing", "资源"),
        Text::new(
            "Memory, folders, and the user who installs and runs everything.",
            "内存、目录，以及负责安装和运行的用户。",
        ),
        StepKind::Form,
    ),
    step(
        "review",
        Text::new("Review and export", "检查与导出"),
        Text::new("Review", "检查"),
        Text::new(
            "What was found, what was set by hand, and the archive.",
            "发现的问题、手工设置的覆盖项，以及部署包。",
        ),
        StepKind::Review,
    ),
];
