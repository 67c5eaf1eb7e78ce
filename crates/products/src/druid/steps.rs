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
            "The machines, by the names under which they know each other; cores, memory and disks decide the sizes.",
            "集群的机器，以它们互相识别的主机名列出；各项大小由核数、内存和磁盘决定。",
        ),
        StepKind::Nodes,
    ),
    step(
        "roles",
        Text::new("Roles", "角色"),
        Text::new("Roles", "角色"),
        Text::new(
            "Which node runs which process. The usual server types: master, data, query.",
            "每个节点运行哪些进程。常见的服务器类型：master、data、query。",
        ),
        StepKind::Roles,
    ),
    step(
        "metadata",
        Text::new("Metadata store", "元数据存储"),
        Text::new("Metadata", "元数据"),
        Text::new(
            "The database that knows which segments there are; only masters connect to it.",
            "记录有哪些 Segment 的数据库；只有 master 会连接它。",
        ),
        StepKind::Form,
    ),
    step(
        "storage",
        Text::new("Deep storage", "深度存储"),
        Text::new("Storage", "深度存储"),
        Text::new(
            "Where segments lie for good, and the logs of tasks: every data node must reach it.",
            "Segment 和任务日志长期存放的位置：所有数据节点都必须能访问。",
        ),
        StepKind::Form,
    ),
    step(
        "zookeeper",
        Text::new("ZooKeeper", "ZooKeeper"),
        Text::same("ZK"),
        Text::new(
            "Elects the leading master and tells all processes of each other.",
            "选举主 master，并让所有进程互相发现。",
        ),
        StepKind::Form,
    ),
    step(
        "ingestion",
        Text::new("Ingestion and extensions", "数据导入与扩展"),
        Text::new("Ingest", "数据导入"),
        Text::new(
            "What data comes in, and what queries need: each choice loads its extension on every node.",
            "导入哪些数据，查询需要什么：每项选择都会在所有节点加载对应的扩展。",
        ),
        StepKind::Form,
    ),
    step(
        "data",
        Text::new("Data and replicas", "数据量与副本"),
        Text::new("Data", "数据量"),
        Text::new(
            "How much data there is and how much comes each day: from both follow replicas, segment cache and the number of data nodes.",
            "现有数据量与每日增量：由此推算副本数、Segment 缓存和数据节点数。",
        ),
        StepKind::Form,
    ),
    step(
        "security",
        Text::new("Security", "安全"),
        Text::new("Security", "安全"),
        Text::new(
            "Who may log in, and whether the wire is encrypted. Druid as shipped lets everybody in.",
            "谁可以登录，通信是否加密。Druid 默认允许任何人访问。",
        ),
        StepKind::Form,
    ),
    step(
        "ports",
        Text::new("Ports", "端口"),
        Text::new("Ports", "端口"),
        Text::new(
            "Where each process listens; the defaults unless something else is there.",
            "各进程监听的端口；除非已被占用，否则用默认值。",
        ),
        StepKind::Form,
    ),
    step(
        "sizing",
        Text::new("Sizing and paths", "资源与路径"),
        Text::new("Sizing", "资源"),
        Text::new(
            "Heaps, buffers, threads and queues from each machine's cores and memory; folders and the user who runs everything.",
            "根据每台机器的核数和内存计算堆、缓冲区、线程和队列；以及目录和运行用户。",
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
