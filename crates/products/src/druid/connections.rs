//! Who talks to whom: the firewall sheet and the picture are made of this (the guide's list of ports,
//! its errors corrected: the Router listens on 8888, an Overlord inside of a Coordinator on 8081).

use super::effective::{Store, database, is_derby, number, ports, store};
use super::programs::{
    BROKERS, COORDINATOR_ALONE, COORDINATOR_OVERLORD, HISTORICALS, INDEXERS, MIDDLE_MANAGERS,
    OVERLORD_ALONE, PROGRAMS, Program, ROUTERS,
};
use super::roles::{DRUID, MIDDLE_MANAGER};
use super::services::zookeeper_servers;
use crate::common::connections::outside;
use crate::common::zookeeper;
use ::rules::{Connection, Context, Party};
use model::Text;
use model::value::HostPort;

/// The roles of programs that nodes run.
fn roles(cx: &Context, programs: &[&Program]) -> Vec<&'static str> {
    programs
        .iter()
        .map(|p| p.role)
        .filter(|role| cx.spec.with_role(role).next().is_some())
        .collect()
}

/// The programs that lead segments, those that lead tasks, those that run tasks.
const COORDINATE: &[&Program] = &[&COORDINATOR_OVERLORD, &COORDINATOR_ALONE];
const OVERSEE: &[&Program] = &[&COORDINATOR_OVERLORD, &OVERLORD_ALONE];
const WORK: &[&Program] = &[&MIDDLE_MANAGERS, &INDEXERS];

/// From the clients down.
pub(crate) fn connections(cx: &Context) -> Vec<Connection> {
    let mut all = Vec::new();
    let mut add = |from: Party, to: &[&'static Program], purpose: Text| {
        if matches!(&from, Party::Roles(roles) if roles.is_empty()) {
            return;
        }
        for program in to {
            for port in ports(cx, program) {
                all.push(Connection {
                    from: from.clone(),
                    to: Party::Roles(vec![program.role]),
                    port: Some(port),
                    last: None,
                    protocol: "HTTP",
                    purpose,
                });
            }
        }
    };
    let of = |programs: &[&Program]| Party::Roles(roles(cx, programs));
    add(
        Party::Clients,
        &[&ROUTERS],
        const { Text::new("Console, queries, tasks", "控制台、查询与任务") },
    );
    add(
        Party::Clients,
        &[&BROKERS],
        const { Text::new("SQL over HTTP and JDBC", "通过 HTTP 和 JDBC 的 SQL") },
    );
    add(of(&[&ROUTERS]), &[&BROKERS], const { Text::new("Queries", "查询") });
    add(
        of(&[&ROUTERS, &BROKERS]),
        COORDINATE,
        const { Text::new("Where segments are", "Segment 的位置") },
    );
    add(
        of(&[&ROUTERS, &COORDINATOR_ALONE, &BROKERS]),
        &[&OVERLORD_ALONE],
        const { Text::new("Tasks", "任务") },
    );
    add(of(&[&BROKERS]), &[&HISTORICALS], const { Text::new("Queries", "查询") });
    add(
        of(COORDINATE),
        &[&HISTORICALS],
        const { Text::new("What to load and drop", "加载与卸载 Segment") },
    );
    add(of(OVERSEE), WORK, const { Text::new("Hands out tasks", "分配任务") });
    add(
        of(&[&BROKERS]),
        &[&INDEXERS],
        const { Text::new("Queries about data that is being loaded", "查询正在导入的数据") },
    );
    add(
        of(WORK),
        OVERSEE,
        const { Text::new("What tasks ask for and report", "任务的请求与汇报") },
    );
    add(
        of(WORK),
        &[&COORDINATOR_ALONE],
        const { Text::new("Where segments are", "Segment 的位置") },
    );
    add(
        of(WORK),
        WORK,
        const { Text::new("Parts of a load, from task to task", "任务之间交换的中间数据") },
    );
    add(of(&[&HISTORICALS]), COORDINATE, const { Text::new("Rules and lookups", "规则与 Lookup") });
    all.extend(task_ports(cx));
    all.extend(ensemble(cx));
    all.extend(metadata(cx));
    all.extend(deep_storage(cx));
    all
}

/// The ports of tasks: from the first to the last that a MiddleManager may give them.
fn task_ports(cx: &Context) -> Vec<Connection> {
    let read = |node: &model::Node, key: &str| {
        number(cx, node, &MIDDLE_MANAGERS, key).and_then(|n| u16::try_from(n).ok())
    };
    let mut ranges: Vec<(u16, Option<u16>)> = Vec::new();
    for node in cx.spec.with_role(MIDDLE_MANAGER) {
        let first = read(node, "druid.indexer.runner.startPort");
        let last = read(node, "druid.indexer.runner.endPort");
        ranges.extend(first.map(|first| (first, last)));
    }
    ranges.sort_unstable();
    ranges.dedup();
    let purpose = const { Text::new("Tasks, a port each", "任务，各占一个端口") };
    let from = roles(cx, &[&BROKERS, &COORDINATOR_OVERLORD, &OVERLORD_ALONE, &MIDDLE_MANAGERS]);
    let one = |(port, last): (u16, Option<u16>)| Connection {
        from: Party::Roles(from.clone()),
        to: Party::Roles(vec![MIDDLE_MANAGER]),
        port: Some(port),
        last,
        protocol: "HTTP",
        purpose,
    };
    ranges.into_iter().map(one).collect()
}

/// The roles of Druid that nodes have; all of them when no node has any.
fn used(cx: &Context) -> Vec<&'static str> {
    let used = roles(cx, PROGRAMS);
    if used.is_empty() { DRUID.to_vec() } else { used }
}

fn ensemble(cx: &Context) -> Vec<Connection> {
    let from = Party::Roles(used(cx));
    let purpose = const { Text::new("Who leads, and where everybody is", "选主与服务发现") };
    if cx.is("zookeeper.kind", "nodes") {
        let mut all = zookeeper::connections(cx, &from);
        for of_clients in all.iter_mut().filter(|c| c.from == from) {
            of_clients.purpose = purpose;
        }
        return all;
    }
    outside(
        &from,
        const { Text::same("ZooKeeper") },
        zookeeper_servers(cx),
        2181,
        "ZooKeeper",
        purpose,
    )
}

fn metadata(cx: &Context) -> Vec<Connection> {
    let mut masters = roles(cx, COORDINATE);
    masters.extend(roles(cx, &[&OVERLORD_ALONE]));
    let from = Party::Roles(masters);
    let purpose = const { Text::new("Metadata store", "元数据存储") };
    let Some(database) = database(cx) else { return Vec::new() };
    if is_derby(cx) {
        let to = Party::Roles(roles(cx, COORDINATE));
        let apart = cx.spec.with_role(OVERLORD_ALONE.role).next().is_some();
        let line =
            Connection { last: None, from, to, port: Some(1527), protocol: "Derby", purpose };
        return if apart { vec![line] } else { Vec::new() };
    }
    let (title, port, protocol) = match database.scheme.as_str() {
        "postgresql" => (const { Text::same("PostgreSQL") }, 5432, "PostgreSQL"),
        _ => (const { Text::same("MySQL") }, 3306, "MySQL"),
    };
    outside(&from, title, database.servers, port, protocol, purpose)
}

fn deep_storage(cx: &Context) -> Vec<Connection> {
    let from = Party::Roles(roles(
        cx,
        &[
            &COORDINATOR_OVERLORD,
            &COORDINATOR_ALONE,
            &OVERLORD_ALONE,
            &HISTORICALS,
            &MIDDLE_MANAGERS,
            &INDEXERS,
        ],
    ));
    let purpose = const { Text::new("Segments and logs of tasks", "Segment 与任务日志") };
    let one = |title: Text, port: Option<u16>, protocol| {
        let to = Party::Outside(title, Vec::new());
        vec![Connection { last: None, from: from.clone(), to, port, protocol, purpose }]
    };
    match store(cx) {
        Store::S3 => {
            let endpoint = endpoint(cx);
            if endpoint.is_empty() {
                return one(const { Text::same("Amazon S3") }, Some(443), "S3");
            }
            outside(
                &from,
                const { Text::new("Object store", "对象存储") },
                endpoint,
                443,
                "S3",
                purpose,
            )
        }
        Store::Hdfs => {
            let namenodes = model::value::parse_list::<HostPort>(&cx.text("storage.namenodes"));
            let servers = namenodes.into_iter().filter_map(Result::ok).collect();
            let purpose = const {
                Text::new(
                    "Segments and logs of tasks; its data nodes (50010 or 9866) too",
                    "Segment 与任务日志；还包括其 DataNode（50010 或 9866）",
                )
            };
            outside(&from, const { Text::same("HDFS") }, servers, 8020, "HDFS", purpose)
        }
        Store::Local if cx.is(super::fields::storage::KIND, "mount") => {
            one(const { Text::new("Shared mount", "共享挂载") }, None, "NFS")
        }
        Store::Azure => one(const { Text::same("Azure Blob Storage") }, Some(443), "HTTPS"),
        Store::Google => one(const { Text::same("Google Cloud Storage") }, Some(443), "HTTPS"),
        Store::Local | Store::Other => Vec::new(),
    }
}

/// The address of a store other than Amazon's.
fn endpoint(cx: &Context) -> Vec<HostPort> {
    let mut nodes = cx.spec.nodes.iter();
    let first = nodes.find_map(|n| Some((n, super::programs::programs_of(n).next()?)));
    let text = first.map_or_else(String::new, |(node, program)| {
        program.reads(cx, node, "druid.s3.endpoint.url")
    });
    let (rest, port) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
        (Some(rest), _) => (rest, 443),
        (None, Some(rest)) => (rest, 80),
        _ => (text.as_str(), 443),
    };
    let read: Result<HostPort, _> = model::value::Value::parse(rest.trim_end_matches('/'));
    read.map_or_else(
        |_| Vec::new(),
        |mut server| {
            server.port = server.port.or(Some(model::value::Port(port)));
            vec![server]
        },
    )
}
