//! The step "Ports".

use crate::druid::programs::{
    BROKERS, COORDINATOR_OVERLORD, HISTORICALS, MIDDLE_MANAGERS, OVERLORD_ALONE, ROUTERS,
};
use crate::druid::roles::{
    BROKER, COORDINATORS, HISTORICAL, MIDDLE_MANAGER, OVERLORD, ROUTER, WORKERS,
};
use crate::druid::sources::{DOC_CLUSTER, DOC_CONFIGURATION, FORKING};
use ::rules::{Field, Kind};
use model::Text;

const STEP: &str = "ports";
const MASTERS: Text = Text::same("Master");
const DATA: Text = Text::same("Data");
const QUERY: Text = Text::same("Query");

/// Name and file of a key that every program has in a file of its own.
macro_rules! port_of {
    ($($folder:literal),+) => {
        &[$(concat!("conf/druid/cluster/", $folder, "/runtime.properties:druid.plaintextPort")),+]
    };
}

const fn port(
    key: &'static str,
    group: Text,
    label: Text,
    help: Text,
    default: &'static str,
) -> Field {
    Field::new(key, STEP, group, label, help, Kind::Port).default(default).required()
}

/// In the order in which they are shown.
pub(super) static FIELDS: &[Field] = &[
    port(
        COORDINATOR_OVERLORD.port,
        MASTERS,
        Text::new("Coordinator", "Coordinator"),
        Text::new(
            "Together with an Overlord it answers for both: then nothing listens on the Overlord's port.",
            "与 Overlord 合并时由它同时提供两者的服务：此时 Overlord 的端口无人监听。",
        ),
        "8081",
    )
    .roles(COORDINATORS)
    .keys(port_of!("master/coordinator-overlord", "master/coordinator"))
    .source(DOC_CLUSTER),
    port(
        OVERLORD_ALONE.port,
        MASTERS,
        Text::new("Overlord", "Overlord"),
        Text::new("In a process of its own.", "独立进程时使用。"),
        "8090",
    )
    .roles(&[OVERLORD])
    .shown(|cx| !cx.with_roles(&[OVERLORD]).is_empty())
    .keys(port_of!("master/overlord")),
    port(
        HISTORICALS.port,
        DATA,
        Text::new("Historical", "Historical"),
        Text::new("Brokers and Coordinators connect.", "Broker 和 Coordinator 会连接。"),
        "8083",
    )
    .roles(&[HISTORICAL])
    .keys(port_of!("data/historical")),
    port(
        MIDDLE_MANAGERS.port,
        DATA,
        Text::new("MiddleManager or Indexer", "MiddleManager 或 Indexer"),
        Text::new("Overlords and tasks connect.", "Overlord 和任务会连接。"),
        "8091",
    )
    .roles(WORKERS)
    .keys(port_of!("data/middleManager", "data/indexer")),
    port(
        "ports.tasks_from",
        DATA,
        Text::new("Tasks from", "任务端口起始"),
        Text::new(
            "Each task of a MiddleManager listens on a port from here on, two with TLS and plain at once.",
            "MiddleManager 的每个任务从此端口起占用一个端口，同时开启 TLS 和明文时占两个。",
        ),
        "8100",
    )
    .roles(&[MIDDLE_MANAGER])
    .keys(&["conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.runner.startPort"])
    .source(FORKING),
    port(
        "ports.tasks_to",
        DATA,
        Text::new("Tasks up to", "任务端口结束"),
        Text::new(
            "The firewall must be open from the first to this one.",
            "防火墙须放行从起始到此处的全部端口。",
        ),
        "8199",
    )
    .roles(&[MIDDLE_MANAGER])
    .keys(&["conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.runner.endPort"])
    .source(DOC_CONFIGURATION),
    port(
        BROKERS.port,
        QUERY,
        Text::new("Broker", "Broker"),
        Text::new("Routers and SQL clients connect.", "Router 和 SQL 客户端会连接。"),
        "8082",
    )
    .roles(&[BROKER])
    .keys(port_of!("query/broker")),
    port(
        ROUTERS.port,
        QUERY,
        Text::new("Router", "Router"),
        Text::new(
            "The web console and everybody's requests. The guide's list of ports says 8088, the shipped file 8888.",
            "Web 控制台和所有请求的入口。官方部署文档的端口列表写作 8088，发行包配置为 8888。",
        ),
        "8888",
    )
    .roles(&[ROUTER])
    .keys(port_of!("query/router"))
    .source(DOC_CLUSTER),
];
