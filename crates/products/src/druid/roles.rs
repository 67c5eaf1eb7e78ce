//! The roles: a program each. Server types (master, data, query) are several of them at once.

use ::rules::{Context, Role, ServerType};
use model::{Node, Text};

/// Coordinator and Overlord in one process.
pub const MASTER: &str = "master";
/// The Coordinator alone.
pub const COORDINATOR: &str = "coordinator";
/// The Overlord alone.
pub const OVERLORD: &str = "overlord";
/// Keeps segments.
pub const HISTORICAL: &str = "historical";
/// Runs tasks, a JVM each.
pub const MIDDLE_MANAGER: &str = "middle_manager";
/// Runs tasks, a thread each.
pub const INDEXER: &str = "indexer";
/// Takes queries.
pub const BROKER: &str = "broker";
/// Sends requests on; the console.
pub const ROUTER: &str = "router";
/// Every role that runs something of Druid.
pub const DRUID: &[&str] =
    &[MASTER, COORDINATOR, OVERLORD, HISTORICAL, MIDDLE_MANAGER, INDEXER, BROKER, ROUTER];
/// Those that coordinate segments.
pub const COORDINATORS: &[&str] = &[MASTER, COORDINATOR];
/// Those that hand out tasks.
pub const OVERLORDS: &[&str] = &[MASTER, OVERLORD];
/// Those that run tasks.
pub const WORKERS: &[&str] = &[MIDDLE_MANAGER, INDEXER];

/// Whether a node runs something of Druid.
pub fn is_druid(_: &Context, node: &Node) -> bool {
    DRUID.iter().any(|role| node.roles.contains(*role))
}

/// Whether a node has one of some roles.
pub(crate) fn has(node: &Node, roles: &[&str]) -> bool {
    roles.iter().any(|role| node.roles.contains(*role))
}

/// How many of each kind of master there should be.
fn masters(cx: &Context, roles: &[&str]) -> (u32, Text) {
    // Where they stand apart, each is needed for itself.
    let apart = !cx.with_roles(&[COORDINATOR, OVERLORD]).is_empty();
    let together = roles == [MASTER];
    if apart == together {
        return (0, Text::new("unless apart", "分开部署时使用"));
    }
    (1, Text::new("2 or 3, 1 for trials", "2 或 3 个，试用 1 个"))
}

const fn role(
    id: &'static str,
    title: Text,
    sentence: Text,
    words: &'static [&'static str],
    need: fn(&Context) -> (u32, Text),
) -> Role {
    Role { id, title, sentence, words, group: "", shown: |_| true, need }
}

/// In the order of the columns.
pub static ROLES: &[Role] = &[
    role(
        MASTER,
        Text::same("Coordinator-Overlord"),
        Text::new(
            "Coordinator and Overlord in one process: places segments, hands out tasks. One leads, the others stand by.",
            "Coordinator 与 Overlord 合为一个进程：安排 Segment、分配任务。一个为主（leader），其余为备。",
        ),
        &["coordinator overlord", "druid master"],
        |cx| masters(cx, &[MASTER]),
    ),
    role(
        COORDINATOR,
        Text::same("Coordinator"),
        Text::new(
            "The Coordinator in a process of its own, for very many segments.",
            "独立进程的 Coordinator，用于 Segment 数量极多的集群。",
        ),
        &["coordinators", "druid coordinator"],
        |cx| masters(cx, &[COORDINATOR]),
    ),
    role(
        OVERLORD,
        Text::same("Overlord"),
        Text::new(
            "The Overlord in a process of its own, for very many tasks.",
            "独立进程的 Overlord，用于任务数量极多的集群。",
        ),
        &["overlords", "druid overlord"],
        |cx| masters(cx, &[OVERLORD]),
    ),
    role(
        HISTORICAL,
        Text::same("Historical"),
        Text::new(
            "Keeps segments on its disks and answers queries about them.",
            "在本地磁盘保存 Segment，并响应对它们的查询。",
        ),
        &["historicals", "druid historical"],
        |_| (1, Text::new("at least 2", "至少 2 个")),
    ),
    role(
        MIDDLE_MANAGER,
        Text::same("MiddleManager"),
        Text::new("Loads data: starts a JVM for each task.", "导入数据：为每个任务启动一个 JVM。"),
        &["middlemanagers", "druid middlemanager"],
        |cx| {
            if cx.with_roles(&[INDEXER]).is_empty() {
                (1, Text::new("at least 2", "至少 2 个"))
            } else {
                (0, Text::new("or Indexers", "或使用 Indexer"))
            }
        },
    ),
    Role {
        shown: |cx| cx.since("0.21"),
        ..role(
            INDEXER,
            Text::same("Indexer"),
            Text::new(
                "Loads data with tasks as threads of one JVM, in place of a MiddleManager. Druid calls it experimental.",
                "以单个 JVM 的线程运行任务来导入数据，代替 MiddleManager。Druid 称其为实验性功能。",
            ),
            &["indexers", "druid indexer"],
            |_| (0, Text::new("in place of MiddleManagers", "代替 MiddleManager")),
        )
    },
    role(
        BROKER,
        Text::same("Broker"),
        Text::new(
            "Takes queries, asks the data nodes, merges their answers.",
            "接收查询，向数据节点请求并合并结果。",
        ),
        &["brokers", "druid broker"],
        |_| (1, Text::new("2, 1 for trials", "2 个，试用 1 个")),
    ),
    role(
        ROUTER,
        Text::same("Router"),
        Text::new(
            "One address for queries, tasks and the web console.",
            "查询、任务和 Web 控制台的统一入口。",
        ),
        &["routers", "druid router", "console", "控制台"],
        |_| (0, Text::new("1 or 2, for the console", "1 或 2 个，用于控制台")),
    ),
    Role {
        shown: |cx| cx.is("zookeeper.kind", "nodes"),
        ..role(
            crate::common::zookeeper::ensemble::ROLE,
            Text::same("ZooKeeper"),
            Text::new(
                "A member of the ensemble that is made on these nodes: three or five.",
                "在这些节点上建立的 ZooKeeper 集群的成员：三个或五个。",
            ),
            crate::common::zookeeper::ensemble::WORDS,
            |_| (3, Text::new("3 or 5", "3 或 5 个")),
        )
    },
];

/// The usual server types (Druid: clustered deployment).
pub static SERVER_TYPES: &[ServerType] = &[
    ServerType {
        id: "master",
        title: Text::same("Master"),
        sentence: Text::new(
            "Coordinator and Overlord in one process.",
            "Coordinator 与 Overlord 合为一个进程。",
        ),
        words: &["masters", "主节点", "管理节点"],
        roles: &[MASTER],
        shown: |_| true,
    },
    ServerType {
        id: "data",
        title: Text::same("Data"),
        sentence: Text::new("Historical and MiddleManager.", "Historical 与 MiddleManager。"),
        words: &["data node", "data nodes", "data server", "数据节点"],
        roles: &[HISTORICAL, MIDDLE_MANAGER],
        shown: |_| true,
    },
    ServerType {
        id: "query",
        title: Text::same("Query"),
        sentence: Text::new("Broker and Router.", "Broker 与 Router。"),
        words: &["query node", "query nodes", "query server", "查询节点"],
        roles: &[BROKER, ROUTER],
        shown: |_| true,
    },
];
