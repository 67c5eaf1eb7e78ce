//! The steps of the wizard.

use ::rules::{Step, StepKind};
use model::Text;

/// The step `product`.
pub(crate) const PRODUCT: Step = Step {
    id: "product",
    title: Text::new("Product", "产品"),
    short: Text::new("Product", "产品"),
    sentence: Text::new(
        "Which product and version, and what the cluster is for.",
        "选择产品、版本以及集群的用途。",
    ),
    kind: StepKind::Product,
};

/// The step `nodes`.
pub(crate) const NODES: Step = Step {
    id: "nodes",
    title: Text::new("Nodes", "节点"),
    short: Text::new("Nodes", "节点"),
    sentence: Text::new(
        "The machines, by the names under which they know each other.",
        "集群的机器，以它们互相识别的主机名列出。",
    ),
    kind: StepKind::Nodes,
};

/// The step `roles`.
pub(crate) const ROLES: Step = Step {
    id: "roles",
    title: Text::new("Roles", "角色"),
    short: Text::new("Roles", "角色"),
    sentence: Text::new("Which node does what.", "每个节点承担什么角色。"),
    kind: StepKind::Roles,
};

/// The step `emr`.
pub(crate) const EMR: Step = Step {
    id: "emr",
    title: Text::new("Amazon EMR", "Amazon EMR"),
    short: Text::same("EMR"),
    sentence: Text::new(
        "Whether the archive creates the Hadoop clusters in the cloud: one, or one for builds and one for queries.",
        "部署包是否在云上创建 Hadoop 集群：一个集群，或构建与查询各一个集群。",
    ),
    kind: StepKind::Form,
};

/// The step `metastore`.
pub(crate) const METASTORE: Step = Step {
    id: "metastore",
    title: Text::new("Metastore", "元数据库（Metastore）"),
    short: Text::new("Metadata", "元数据库"),
    sentence: Text::new(
        "Where all nodes keep projects, models, cubes and jobs: it makes them one cluster.",
        "所有节点存放项目、模型、Cube 和任务的地方：共用它才成为一个集群。",
    ),
    kind: StepKind::Form,
};

/// The step `zookeeper`.
pub(crate) const ZOOKEEPER: Step = Step {
    id: "zookeeper",
    title: Text::new("ZooKeeper", "ZooKeeper"),
    short: Text::same("ZK"),
    sentence: Text::new(
        "Holds the locks that keep two nodes from running the same job.",
        "保存任务锁，防止两个节点运行同一个任务。",
    ),
    kind: StepKind::Form,
};

/// The step `storage`.
pub(crate) const STORAGE: Step = Step {
    id: "storage",
    title: Text::new("Storage and read/write split", "存储与读写分离"),
    short: Text::new("Storage", "存储"),
    sentence: Text::new(
        "Where builds work, and where the cubes that answer queries lie.",
        "构建在哪里进行，供查询的 Cube 存放在哪里。",
    ),
    kind: StepKind::Form,
};

/// The step `engine`.
pub(crate) const ENGINE: Step = Step {
    id: "engine",
    title: Text::new("Job engine", "任务引擎"),
    short: Text::new("Jobs", "任务"),
    sentence: Text::new(
        "Who runs the jobs, how many at once, and what happens when that node dies.",
        "由谁运行任务、同时运行多少个，以及该节点故障时怎么办。",
    ),
    kind: StepKind::Form,
};

/// The step `security`.
pub(crate) const SECURITY: Step = Step {
    id: "security",
    title: Text::new("Security", "安全"),
    short: Text::new("Security", "安全"),
    sentence: Text::new("Who may log in.", "谁可以登录。"),
    kind: StepKind::Form,
};

/// The step `load_balancer`.
pub(crate) const LOAD_BALANCER: Step = Step {
    id: "load_balancer",
    title: Text::new("Load balancer", "负载均衡"),
    short: Text::new("Balancer", "负载均衡"),
    sentence: Text::new(
        "The one address that people and programs use.",
        "用户和程序访问集群的统一地址。",
    ),
    kind: StepKind::Form,
};

/// The step `session`.
pub(crate) const SESSION: Step = Step {
    id: "session",
    title: Text::new("Session sharing", "Session 共享"),
    short: Text::new("Sessions", "Session"),
    sentence: Text::new(
        "Whether a login made on one node is known by the others.",
        "在一个节点上的登录是否为其他节点所知。",
    ),
    kind: StepKind::Form,
};

/// The step `sizing`.
pub(crate) const SIZING: Step = Step {
    id: "sizing",
    title: Text::new("Sizing and paths", "资源与路径"),
    short: Text::new("Sizing", "资源"),
    sentence: Text::new(
        "Memory, folders, and the user who installs and runs everything.",
        "内存、目录，以及负责安装和运行的用户。",
    ),
    kind: StepKind::Form,
};

/// The step `review`.
pub(crate) const REVIEW: Step = Step {
    id: "review",
    title: Text::new("Review and export", "检查与导出"),
    short: Text::new("Review", "检查"),
    sentence: Text::new(
        "What was found, what was set by hand, and the archive.",
        "发现的问题、手工设置的覆盖项，以及部署包。",
    ),
    kind: StepKind::Review,
};

/// In order.
pub(crate) static STEPS: &[Step] = &[
    PRODUCT,
    NODES,
    ROLES,
    EMR,
    METASTORE,
    ZOOKEEPER,
    STORAGE,
    ENGINE,
    SECURITY,
    LOAD_BALANCER,
    SESSION,
    SIZING,
    REVIEW,
];

/// Those of the products that make nothing on Amazon EMR, in order.
pub(crate) static WITHOUT_EMR: &[Step] = &[
    PRODUCT,
    NODES,
    ROLES,
    METASTORE,
    ZOOKEEPER,
    STORAGE,
    ENGINE,
    SECURITY,
    LOAD_BALANCER,
    SESSION,
    SIZING,
    REVIEW,
];
