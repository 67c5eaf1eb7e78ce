//! Druid's processes as services: one script for all of them, told apart by its name.

use super::configure::connect;
use super::effective::{
    Store, database, encrypted, folder as storage_folder, is_derby, logs_folder, port, store,
};
use super::fields::folder;
use super::notation;
use super::packages::driver;
use super::programs::{
    BROKERS, COORDINATOR_ALONE, COORDINATOR_OVERLORD, HISTORICALS, INDEXERS, MIDDLE_MANAGERS,
    OVERLORD_ALONE, Program, ROUTERS, programs_of,
};
use super::roles::WORKERS;
use super::versions::javas;
use crate::common::disks;
use crate::common::machine::{NO_PATH, java_environment, path};
use crate::common::zookeeper;
use ::rules::{Context, Service};
use model::Node;
use model::value::{HostPort, Port};

const SCRIPT: &str = include_str!("scripts/druid.sh");
/// Many segments are many open files, each mapped.
const LIMITS: &[(&str, u32)] = &[("nofile", 1_048_576), ("nproc", 65_536)];

/// Every segment of a Historical is a mapped file, and so is what a query puts onto the disk.
const KERNEL: &[(&str, u32)] = &[("vm.max_map_count", 1_048_576)];

macro_rules! service {
    ($name:ident, $program:ident, $folder:literal, $order:literal, $rolling:literal) => {
        static $name: Service = Service {
            id: concat!("druid-", $folder),
            title: $program.title,
            roles: &[$program.role],
            applies: |_, _| true,
            order: $order,
            rolling: Some($rolling),
            after: None,
            reads: &["/_common/", concat!("/", $folder, "/")],
            script: SCRIPT,
            variables,
            folders,
            unit,
            limits: LIMITS,
            kernel: KERNEL,
        };
    };
}

service!(MASTER, COORDINATOR_OVERLORD, "coordinator-overlord", 20, 80);
service!(COORDINATOR, COORDINATOR_ALONE, "coordinator", 21, 75);
service!(OVERLORD, OVERLORD_ALONE, "overlord", 22, 70);
service!(HISTORICAL, HISTORICALS, "historical", 30, 30);
service!(MIDDLE_MANAGER, MIDDLE_MANAGERS, "middleManager", 40, 40);
service!(INDEXER, INDEXERS, "indexer", 41, 41);
service!(BROKER, BROKERS, "broker", 50, 50);
service!(ROUTER, ROUTERS, "router", 60, 60);

/// In start order: the ensemble, masters, data, query (Druid: clustered deployment). A rolling update
/// goes the other way: Historical, MiddleManager or Indexer, Broker, Router, Overlord, Coordinator
/// (<https://druid.apache.org/docs/latest/operations/rolling-updates>).
pub(crate) static SERVICES: &[&Service] = &[
    &zookeeper::SERVICE,
    &MASTER,
    &COORDINATOR,
    &OVERLORD,
    &HISTORICAL,
    &MIDDLE_MANAGER,
    &INDEXER,
    &BROKER,
    &ROUTER,
];

/// The services of Druid itself.
pub(super) const PROCESSES: &[&str] = &[
    "druid-coordinator-overlord",
    "druid-coordinator",
    "druid-overlord",
    "druid-historical",
    "druid-middleManager",
    "druid-indexer",
    "druid-broker",
    "druid-router",
];

/// The install folder.
pub(crate) fn home(cx: &Context) -> String {
    folder(&cx.text("paths.home")).unwrap_or_else(|| NO_PATH.to_owned())
}

/// A path of the installation on a node.
pub(crate) fn in_home(cx: &Context, node: &Node, name: &str) -> String {
    format!("{}/{name}", path(cx, node, "paths.home"))
}

/// What the processes of a node write, by what they will read: temporary files, what a query puts
/// aside, segments, tasks, and where they are this machine's own, deep storage and Derby's database.
fn folders(cx: &Context, node: &Node) -> Vec<String> {
    let mut all = vec![home(cx)];
    all.extend(working_folders(cx, node));
    all.extend(segment_folders(cx, node).into_iter().map(|(path, _)| path));
    all.extend(task_folders(cx, node));
    if store(cx) == Store::Local && !cx.is(super::fields::storage::KIND, "mount") {
        all.extend([storage_folder(cx), logs_folder(cx)]);
    }
    let leads = super::effective::masters_of(node).next().is_some();
    if leads
        && is_derby(cx)
        && let Some(database) = database(cx)
    {
        all.extend(database.name.rsplit_once('/').map(|(above, _)| format!("/{above}")));
    }
    all.retain(|path| folder(path).is_some());
    all.sort();
    all.dedup();
    all
}

/// Folders for temporary files and for what a query puts aside.
fn working_folders(cx: &Context, node: &Node) -> Vec<String> {
    let mut all = Vec::new();
    for program in programs_of(node) {
        all.extend(cx.read_at(node, program.jvm, "-Djava.io.tmpdir"));
        all.push(program.reads(cx, node, "druid.processing.tmpDir"));
    }
    let mut all: Vec<String> = all.iter().filter_map(|path| folder(path)).collect();
    all.sort();
    all.dedup();
    all
}

/// What the first process of a node reads for a key, where something says it.
fn read_first(cx: &Context, node: &Node, key: &str) -> String {
    programs_of(node).next().map_or_else(String::new, |program| program.reads(cx, node, key))
}

/// Where a Historical of a node keeps segments, and how many bytes each folder may take.
pub(crate) fn segment_folders(cx: &Context, node: &Node) -> Vec<(String, u64)> {
    if !node.roles.contains(HISTORICALS.role) {
        return Vec::new();
    }
    let text = HISTORICALS.reads(cx, node, "druid.segmentCache.locations");
    let all = notation::locations(&text).unwrap_or_default();
    all.into_iter().filter_map(|l| Some((folder(&l.path)?, l.size?))).collect()
}

/// Where the tasks of a node work.
pub(crate) fn task_folders(cx: &Context, node: &Node) -> Vec<String> {
    programs_of(node).flat_map(|program| task_folders_of(cx, node, program)).collect()
}

/// Where the tasks of a program of a node work.
pub(crate) fn task_folders_of(cx: &Context, node: &Node, program: &Program) -> Vec<String> {
    if !WORKERS.contains(&program.role) {
        return Vec::new();
    }
    let list = notation::list(&program.reads(cx, node, "druid.worker.baseTaskDirs"));
    let mut all = list.unwrap_or_default();
    all.push(program.reads(cx, node, "druid.indexer.task.baseTaskDir"));
    all.iter().filter_map(|path| folder(path)).collect()
}

/// What must answer before a process can work: ZooKeeper, and for masters the database.
fn endpoints(cx: &Context, node: &Node) -> Vec<String> {
    let mut all = Vec::new();
    let word = |name: &str, servers: &[HostPort], port: u16| {
        let each = servers.iter().cloned().map(|mut server| {
            server.port = server.port.or(Some(Port(port)));
            server.to_string()
        });
        format!("{name}={}", each.collect::<Vec<_>>().join(","))
    };
    let servers = zookeeper_servers(cx);
    if !servers.is_empty() {
        all.push(word("zookeeper", &servers, 2181));
    }
    let leads = super::effective::masters_of(node).next().is_some();
    if leads
        && !is_derby(cx)
        && let Some(database) = database(cx).filter(|d| !d.servers.is_empty())
    {
        let port = if database.scheme == "postgresql" { 5432 } else { 3306 };
        all.push(word("database", &database.servers, port));
    }
    all
}

/// The servers of ZooKeeper that the first process reads.
pub(crate) fn zookeeper_servers(cx: &Context) -> Vec<HostPort> {
    let mut nodes = cx.spec.nodes.iter();
    let read = nodes
        .find_map(|node| Some((node, programs_of(node).next()?)))
        .map(|(node, program)| program.reads(cx, node, "druid.zk.service.host"));
    let parsed = read.map(|text| {
        let plain: Vec<HostPort> =
            text.split(',').filter_map(|one| model::value::Value::parse(one.trim()).ok()).collect();
        plain
    });
    parsed.unwrap_or_else(|| connect(cx).map_or_else(|_| Vec::new(), |c| c.servers))
}

/// The same for every service of a node: the script takes what concerns it.
fn variables(cx: &Context, node: &Node) -> Vec<(&'static str, String)> {
    let ports: Vec<String> = programs_of(node)
        .filter_map(|program| Some(format!("{}:{}", program.id, port(cx, node, program)?)))
        .collect();
    let programs: Vec<String> =
        programs_of(node).map(|program| format!("{}:{}", program.id, program.folder)).collect();
    let segments: Vec<String> =
        segment_folders(cx, node).iter().map(|(path, bytes)| format!("{path}:{bytes}")).collect();
    let disks: Vec<String> = disks::of_class(cx, Some(&::rules::Class::of(node)))
        .iter()
        .map(|disk| format!("{}:{}", disk.path, disk.size))
        .collect();
    let java: Vec<String> = javas(cx).iter().map(ToString::to_string).collect();
    let shared = cx.is(super::fields::storage::KIND, "mount") && store(cx) == Store::Local;
    let mysql = super::effective::is_mysql(cx);
    vec![
        ("JAVA_HOME", cx.node_text(node, "paths.java_home")),
        ("DRUID_HOME", home(cx)),
        ("DRUID_VERSION", cx.spec.version.trim().to_owned()),
        ("DRUID_PACKAGE", cx.text("paths.package").into_owned()),
        ("DRUID_FOLDERS", working_folders(cx, node).join(" ")),
        ("DRUID_PROGRAMS", programs.join(" ")),
        ("DRUID_PORTS", ports.join(" ")),
        ("DRUID_SCHEME", if encrypted(cx) { "https" } else { "http" }.to_owned()),
        ("DRUID_JAVAS", java.join(" ")),
        ("DRUID_NEEDS", endpoints(cx, node).join(" ")),
        ("DRUID_SEGMENTS", segments.join(" ")),
        ("DRUID_TASKS", task_folders(cx, node).join(" ")),
        ("DRUID_DISKS", disks.join(" ")),
        ("DRUID_SHARED", if shared { storage_folder(cx) } else { String::new() }),
        ("DRUID_DRIVER", driver(cx).map_or_else(String::new, |package| package.file)),
        ("DRUID_DRIVER_FOR", if mysql { "mysql-metadata-storage" } else { "" }.to_owned()),
        ("DRUID_KEYSTORE", read_first(cx, node, "druid.server.https.keyStorePath")),
        ("DRUID_TRUSTSTORE", read_first(cx, node, "druid.client.https.trustStorePath")),
    ]
}

fn unit(cx: &Context, node: &Node) -> Vec<String> {
    let mut lines = vec!["Type=simple".to_owned()];
    lines.extend(java_environment(cx, node));
    lines.extend([
        "SuccessExitStatus=143".to_owned(),
        "TimeoutStartSec=120".to_owned(),
        "TimeoutStopSec=300".to_owned(),
    ]);
    lines
}
