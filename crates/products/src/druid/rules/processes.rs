//! Which programs a cluster has, and whether they find each other.

use super::rule;
use super::shared::{Said, each, in_pods};
use crate::druid::effective::place_of;
use crate::druid::programs::{BROKERS, COORDINATOR_OVERLORD, ROUTERS};
use crate::druid::roles::{
    BROKER, COORDINATOR, COORDINATORS, DRUID, HISTORICAL, INDEXER, MASTER, MIDDLE_MANAGER,
    OVERLORD, OVERLORDS, WORKERS,
};
use crate::druid::sources::{DOC_CLUSTER, DOC_CONFIGURATION, DOC_HA, lab};
use model::value::shown;
use model::{Edit, Environment, Message, Place, msg};

rule!(
    /// A program is missing.
    MISSING, "DRU108", "program-missing", Error,
    ["Somebody coordinates, hands out tasks, keeps segments, runs tasks and takes queries.", "集群中须有程序协调、分配任务、保存 Segment、运行任务和接收查询。"],
    ["Without a Coordinator no segment is ever loaded, without an Overlord no task runs, without a Historical loaded data cannot be asked for, without a MiddleManager or Indexer tasks stay PENDING, and without a Broker nobody answers. Give a node the role. Where druid.indexer.runner.type has Kubernetes run the tasks, no node has to.",
     "没有 Coordinator 就不会加载任何 Segment，没有 Overlord 就不会运行任务，没有 Historical 就无法查询已导入的数据，没有 MiddleManager 或 Indexer 任务会停在 PENDING，没有 Broker 就无人响应查询。请为节点设置相应角色。druid.indexer.runner.type 由 Kubernetes 运行任务时，无需节点运行任务。"],
    [DOC_CLUSTER, lab("druid-programs-missing")],
    [("There are no available brokers. Please check that your brokers are running and healthy.", "the answer to the query"), ("[0] Workers are discovered", "the Overlord's log")],
    fires "druid-kinds" [("nodes[3].roles", "router")], clean "druid-kinds" [],
    |cx, sink| {
        let kinds: [(&[&str], Message); 5] = [
            (COORDINATORS, msg!(en: "No node has a Coordinator: no segment would be loaded.", zh: "没有节点具有 Coordinator：不会加载任何 Segment。")),
            (OVERLORDS, msg!(en: "No node has an Overlord: no task would run.", zh: "没有节点具有 Overlord：不会运行任何任务。")),
            (&[HISTORICAL], msg!(en: "No node has the role historical: data that was loaded could not be asked for.", zh: "没有节点具有 historical 角色：已导入的数据无法查询。")),
            (WORKERS, msg!(en: "No node runs tasks: nothing could be loaded.", zh: "没有节点运行任务：无法导入数据。")),
            (&[BROKER], msg!(en: "No node has the role broker: nobody would take queries.", zh: "没有节点具有 broker 角色：无人接收查询。")),
        ];
        if cx.with_roles(DRUID).is_empty() {
            return;
        }
        for (_, message) in kinds.into_iter().filter(|(roles, _)| cx.with_roles(roles).is_empty() && !(*roles == WORKERS && in_pods(cx))) {
            sink.report(Place::Nodes, message);
        }
    }
);

rule!(
    /// Masters of two kinds.
    TWO_STYLES, "DRU109", "masters-of-two-kinds", Warning,
    ["All masters have Coordinator and Overlord together, or all apart.", "所有 master 要么合并部署 Coordinator 与 Overlord，要么分开部署。"],
    ["One of all Coordinators leads and one of all Overlords. When some nodes have them together and some apart, the Overlord answers now on one port, now on another, and half of the firewall is for nothing. Choose one way.",
     "全部 Coordinator 中有一个为主，全部 Overlord 中有一个为主。部分节点合并、部分节点分开时，Overlord 的端口时而不同，防火墙规则也有一半无用。请选择一种方式。"],
    [DOC_HA, DOC_CLUSTER], [],
    fires "druid-ha" [("nodes[2].roles", "coordinator,overlord,zookeeper")], clean "druid-ha" [],
    |cx, sink| {
        let apart = cx.with_roles(&[COORDINATOR, OVERLORD]);
        let together = cx.with_roles(&[MASTER]);
        if let (Some(node), Some(other)) = (apart.first(), together.first()) {
            sink.report(Place::NodeRoles(node.row), msg!(en: "{a} has Coordinator and Overlord apart, {b} together.", zh: "{a} 分开部署 Coordinator 与 Overlord，{b} 则合并部署。",
                a = cx.name(node.row), b = cx.name(other.row)));
        }
    }
);

rule!(
    /// One of a kind in production.
    ALONE, "DRU110", "one-of-a-kind-in-production", Warning,
    ["A production cluster has two of every program.", "生产集群中每种程序至少有两个。"],
    ["When the only master dies, nothing is loaded and nothing is placed anew; with the only Broker all queries stop; with the only Historical all data is away. Have two of each, on different machines.",
     "唯一的 master 故障时，不再导入数据，也不再重新分配 Segment；唯一的 Broker 故障时查询全部中断；唯一的 Historical 故障时全部数据不可用。请各部署两个，并位于不同机器。"],
    [DOC_HA], [],
    fires "druid-ha" [("nodes[7].roles", "router")], clean "druid-ha" [],
    |cx, sink| {
        if cx.spec.environment != Environment::Production {
            return;
        }
        let kinds: [(&[&str], &str); 5] =
            [(COORDINATORS, "Coordinator"), (OVERLORDS, "Overlord"), (&[HISTORICAL], "Historical"), (WORKERS, "MiddleManager"), (&[BROKER], "Broker")];
        for (roles, name) in kinds.into_iter().filter(|(roles, _)| !(*roles == WORKERS && in_pods(cx))) {
            if let [only] = cx.with_roles(roles).as_slice() {
                sink.report(Place::NodeRoles(only.row), msg!(en: "{n} has the only {p} of the cluster.", zh: "{n} 上有集群唯一的 {p}。", n = cx.name(only.row), p = name));
            }
        }
    }
);

rule!(
    /// Two that run tasks on one machine.
    TWO_WORKERS, "DRU111", "middle-manager-and-indexer", Warning,
    ["A node runs tasks in a MiddleManager or in an Indexer.", "一个节点只用 MiddleManager 或 Indexer 之一运行任务。"],
    ["They are two ways of the same and are shipped with the same port; Druid's own start script refuses both at once. Each is given the machine's memory and cores as if the other were not there. Choose one.",
     "两者是同一功能的两种方式，发行包使用相同端口；Druid 自带的启动脚本拒绝同时使用。两者都按独占机器分配内存和核。请选择其一。"],
    [DOC_CLUSTER, DOC_CONFIGURATION], [],
    fires "druid-33" [("nodes[3].roles", "historical,indexer,middle_manager")], clean "druid-33" [],
    |cx, sink| for node in &cx.spec.nodes {
        if node.roles.contains(MIDDLE_MANAGER) && node.roles.contains(INDEXER) {
            sink.report(Place::NodeRoles(node.row), msg!(en: "{n} has a MiddleManager and an Indexer.", zh: "{n} 同时具有 MiddleManager 和 Indexer。", n = cx.name(node.row)));
        }
    }
);

const AS_OVERLORD: &str = "druid.coordinator.asOverlord.enabled";
const SERVICE: &str = "druid.coordinator.asOverlord.overlordService";

rule!(
    /// A master without its Overlord.
    NO_OVERLORD, "DRU112", "master-without-overlord", Error,
    ["A Coordinator-Overlord runs an Overlord, too.", "Coordinator-Overlord 必须同时运行 Overlord。"],
    ["It is a Coordinator that druid.coordinator.asOverlord.enabled=true makes an Overlord as well, under the name in druid.coordinator.asOverlord.overlordService. A missing name ends it at its start, an empty one leaves the Overlord without a name; without the switch it starts, and nobody hands out tasks. Remove the override.",
     "它是由 druid.coordinator.asOverlord.enabled=true 使之兼任 Overlord 的 Coordinator，名称取自 druid.coordinator.asOverlord.overlordService。缺少名称时启动即退出，名称为空则 Overlord 没有名称；没有该开关时可以启动，但无人分配任务。请删除该覆盖项。"],
    [lab("druid-overlord-service"), DOC_CONFIGURATION],
    [("'overlordService' must be specified when running Coordinator as Overlord.", "the Coordinator's log"),
     ("coordinator is enabled to be overlord but overlordService is not specified", "the Coordinator's log")],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/master/coordinator-overlord/runtime.properties:druid.coordinator.asOverlord.overlordService", "")],
    clean "druid-kinds" [],
    |cx, sink| {
        let mut said = Said::default();
        each(cx, &[&COORDINATOR_OVERLORD], |node, program| {
            let off = !program.reads(cx, node, AS_OVERLORD).eq_ignore_ascii_case("true");
            let (key, message) = if off {
                (AS_OVERLORD, msg!(en: "The Coordinator on {n} is no Overlord: nobody would hand out tasks there.", zh: "{n} 上的 Coordinator 不兼任 Overlord：无人分配任务。", n = cx.name(node.row)))
            } else if program.reads(cx, node, SERVICE).is_empty() {
                (SERVICE, msg!(en: "The Overlord on {n} has no name: the process would not start.", zh: "{n} 上的 Overlord 没有名称：进程无法启动。", n = cx.name(node.row)))
            } else {
                return;
            };
            let place = place_of(cx, node, program, key);
            if said.first(&place) {
                let edits = vec![Edit::Clear(place.clone())];
                sink.report(place, message).fix(msg!(en: "Remove the override", zh: "删除该覆盖项"), edits);
            }
        });
    }
);

const DEFAULT_BROKER: &str = "druid.router.defaultBrokerServiceName";

rule!(
    /// A Router that looks for nobody.
    BROKER_NAME, "DRU113", "router-without-brokers", Error,
    ["A Router looks for Brokers under the name that they have.", "Router 查找的名称必须与 Broker 的名称一致。"],
    ["Brokers are found by druid.service. With another name in druid.router.defaultBrokerServiceName the Router is healthy and every query fails. Names of Coordinator and Overlord may differ: those are found by what they do. Set both alike.",
     "Broker 通过 druid.service 查找。druid.router.defaultBrokerServiceName 与之不同时 Router 正常，但所有查询失败。Coordinator 和 Overlord 的名称可以不同：它们按职能查找。请将两者设为相同。"],
    [lab("druid-broker-name")],
    [("No server found for serviceName[…]. Using backup", "the Router's log"), ("There are no available brokers. Please check that your brokers are running and healthy.", "the answer to the query")],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/query/router/runtime.properties:druid.router.defaultBrokerServiceName", "druid/brokers")],
    clean "druid-kinds" [("overrides.cluster.conf/druid/cluster/query/router/runtime.properties:druid.router.defaultBrokerServiceName", "druid/hot"),
        ("overrides.cluster.conf/druid/cluster/query/broker/runtime.properties:druid.service", "druid/hot")],
    |cx, sink| {
        const NAME: &str = "druid.service";
        let mut names = Vec::new();
        let mut called = None;
        each(cx, &[&BROKERS], |node, program| {
            names.push(program.reads(cx, node, NAME));
            called.get_or_insert_with(|| place_of(cx, node, program, NAME));
        });
        let mut said = Said::default();
        each(cx, &[&ROUTERS], |node, program| {
            let wanted = program.reads(cx, node, DEFAULT_BROKER);
            let place = place_of(cx, node, program, DEFAULT_BROKER);
            // Where nobody says whom it looks for, the Brokers' name is what somebody chose.
            let by_hand = matches!(place, Place::Override(..));
            let place = called.clone().filter(|called| !by_hand && matches!(called, Place::Override(..))).unwrap_or(place);
            if !names.is_empty() && !names.contains(&wanted) && said.first(&place) {
                let found = sink.report(place.clone(), msg!(en: "The Router on {n} looks for {w}; the Brokers are called {b}.", zh: "{n} 上的 Router 查找 {w}；Broker 的名称为 {b}。",
                    n = cx.name(node.row), w = shown(&wanted), b = shown(&names[0])));
                if by_hand {
                    found.fix(msg!(en: "Look for {b}", zh: "改为查找 {b}", b = shown(&names[0])), vec![Edit::Set(place, names[0].clone())]);
                }
            }
        });
    }
);
