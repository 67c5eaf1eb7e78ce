//! The roles: modes of Kylin, and what Muster makes beside it.

use crate::common::session;
use ::rules::{Context, Role};
use model::{Node, Text};

/// The roles that run Kylin's server.
pub const KYLIN: &[&str] = &["all", "job", "query", "stream_coordinator"];
/// The roles that run jobs.
pub const JOB: &[&str] = &["all", "job"];
/// The roles that answer queries, the preferred first.
pub const QUERY: &[&str] = &["query", "all"];
/// The port of Kylin's web server; it stands in the release's `server.xml`.
pub const PORT: u16 = 7070;

/// The mode of a node: its role of the group `mode`. With several (a rule reports that), the first
/// by name; `None` for a node without Kylin.
pub fn mode(node: &Node) -> Option<&'static str> {
    KYLIN.iter().copied().find(|role| node.roles.contains(*role))
}

/// Whether a node runs Kylin's server.
pub fn is_kylin(_: &Context, node: &Node) -> bool {
    mode(node).is_some()
}

/// The role `all`.
pub(crate) const ALL_ROLE: Role = Role {
    id: "all",
    title: Text::same("all"),
    sentence: Text::new(
        "Runs jobs and answers queries: good for one node and small clusters.",
        "既运行任务也响应查询：适合单节点和小集群。",
    ),
    words: &["全部", "全功能"],
    group: "mode",
    shown: |_| true,
    need: |_| (0, Text::new("any number", "数量不限")),
};

/// The role `job`.
pub(crate) const JOB_ROLE: Role = Role {
    id: "job",
    title: Text::same("job"),
    sentence: Text::new(
        "Runs jobs only; SQL sent to it is refused.",
        "只运行任务；发给它的 SQL 会被拒绝。",
    ),
    words: &[
        "jobs",
        "build",
        "builder",
        "builders",
        "job engine",
        "任务",
        "构建",
        "任务节点",
        "构建节点",
    ],
    group: "mode",
    shown: |_| true,
    need: |cx| {
        let (job, _) = served(cx);
        (u32::from(!job), const { Text::new("at least 1 job or all", "job 或 all 至少 1 个") })
    },
};

/// The role `query`.
pub(crate) const QUERY_ROLE: Role = Role {
    id: "query",
    title: Text::same("query"),
    sentence: Text::new(
        "Answers queries only, so that builds cannot slow them down.",
        "只响应查询，使其不受构建影响。",
    ),
    words: &["queries", "查询", "查询节点"],
    group: "mode",
    shown: |_| true,
    need: |cx| {
        let (_, query) = served(cx);
        (
            u32::from(!query),
            const { Text::new("at least 1 query or all", "query 或 all 至少 1 个") },
        )
    },
};

/// The role `stream_coordinator`.
pub(crate) const COORDINATOR_ROLE: Role = Role {
    id: "stream_coordinator",
    title: Text::same("stream_coordinator"),
    sentence: Text::new(
        "Coordinates real-time receivers; from 3.1.3 on, all does not do this any more.",
        "协调实时接收器；自 3.1.3 起，all 不再承担此职责。",
    ),
    words: &["coordinator", "coordinators", "stream", "协调节点"],
    group: "mode",
    shown: |_| true,
    need: |_| (0, Text::new("only for real-time OLAP", "仅实时 OLAP 需要")),
};

/// The role `zookeeper`.
pub(crate) const ZOOKEEPER_ROLE: Role = Role {
    id: "zookeeper",
    title: Text::same("ZooKeeper"),
    sentence: Text::new(
        "A member of the ensemble that is made on these nodes: three or five.",
        "在这些节点上建立的 ZooKeeper 集群的成员：三个或五个。",
    ),
    words: crate::common::zookeeper::ensemble::WORDS,
    group: "",
    shown: |cx| cx.is("zookeeper.kind", "nodes"),
    need: |_| (3, Text::new("3 or 5", "3 或 5 个")),
};

/// The role `load_balancer`.
pub(crate) const BALANCER_ROLE: Role = Role {
    id: "load_balancer",
    title: Text::new("load balancer", "负载均衡"),
    sentence: Text::new(
        "Runs the load balancer in front of the query nodes.",
        "在查询节点前运行负载均衡。",
    ),
    words: &["lb", "slb", "balancer", "haproxy", "nginx", "balancers", "负载均衡", "负载均衡器"],
    group: "",
    shown: crate::common::load_balancer::fields::made,
    need: |_| (1, Text::new("at least 1", "至少 1 个")),
};

/// In the order of the columns.
pub static ROLES: &[Role] = &[
    ALL_ROLE,
    JOB_ROLE,
    QUERY_ROLE,
    COORDINATOR_ROLE,
    ZOOKEEPER_ROLE,
    BALANCER_ROLE,
    session::roles::REDIS,
    session::roles::MEMCACHED,
];

/// Whether some node runs jobs, and whether some node answers queries, by the role `all`.
fn served(cx: &Context) -> (bool, bool) {
    let all = !cx.with_roles(&["all"]).is_empty();
    (all, all)
}
