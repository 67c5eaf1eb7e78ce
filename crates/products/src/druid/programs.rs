//! Druid's programs: where each has its files, what it is called, where it listens.

use super::roles::{
    BROKER, COORDINATOR, HISTORICAL, INDEXER, MASTER, MIDDLE_MANAGER, OVERLORD, ROUTER,
};
use ::rules::{Context, Process};
use model::{Node, Text};

/// The file that all programs of a node read.
pub const COMMON: &str = "conf/druid/cluster/_common/common.runtime.properties";

/// One program.
#[derive(Debug)]
pub struct Program {
    /// What `bin/run-druid` calls it: also its folder, and its process's id.
    pub id: &'static str,
    /// The role whose nodes run it.
    pub role: &'static str,
    /// Its name for people.
    pub title: Text,
    /// The word behind `server` in `main.config`.
    pub server: &'static str,
    /// The folder that `bin/run-druid` is told, inside the installation.
    pub folder: &'static str,
    /// Its `runtime.properties`.
    pub runtime: &'static str,
    /// Its `jvm.config`.
    pub jvm: &'static str,
    /// Its `main.config`.
    pub main: &'static str,
    /// Its name in discovery, as shipped.
    pub service: &'static str,
    /// The field with its port.
    pub port: &'static str,
    /// Its port for TLS unless `druid.tlsPort` says another.
    pub tls_port: u16,
}

macro_rules! program {
    ($id:literal, $role:expr, $title:expr, $server:literal, $folder:literal, $service:literal, $port:literal, $tls:literal) => {
        Program {
            id: $id,
            role: $role,
            title: $title,
            server: $server,
            folder: concat!("conf/druid/cluster/", $folder),
            runtime: concat!("conf/druid/cluster/", $folder, "/", $id, "/runtime.properties"),
            jvm: concat!("conf/druid/cluster/", $folder, "/", $id, "/jvm.config"),
            main: concat!("conf/druid/cluster/", $folder, "/", $id, "/main.config"),
            service: $service,
            port: $port,
            tls_port: $tls,
        }
    };
}

/// Coordinator and Overlord in one process.
pub static COORDINATOR_OVERLORD: Program = program!(
    "coordinator-overlord",
    MASTER,
    Text::same("Coordinator-Overlord"),
    "coordinator",
    "master",
    "druid/coordinator",
    "ports.coordinator",
    8281
);
/// The Coordinator alone.
pub static COORDINATOR_ALONE: Program = program!(
    "coordinator",
    COORDINATOR,
    Text::same("Coordinator"),
    "coordinator",
    "master",
    "druid/coordinator",
    "ports.coordinator",
    8281
);
/// The Overlord alone.
pub static OVERLORD_ALONE: Program = program!(
    "overlord",
    OVERLORD,
    Text::same("Overlord"),
    "overlord",
    "master",
    "druid/overlord",
    "ports.overlord",
    8290
);
/// Keeps segments and answers queries about them.
pub static HISTORICALS: Program = program!(
    "historical",
    HISTORICAL,
    Text::same("Historical"),
    "historical",
    "data",
    "druid/historical",
    "ports.historical",
    8283
);
/// Starts a JVM for each task.
pub static MIDDLE_MANAGERS: Program = program!(
    "middleManager",
    MIDDLE_MANAGER,
    Text::same("MiddleManager"),
    "middleManager",
    "data",
    "druid/middleManager",
    "ports.middle_manager",
    8291
);
/// Runs tasks as threads.
pub static INDEXERS: Program = program!(
    "indexer",
    INDEXER,
    Text::same("Indexer"),
    "indexer",
    "data",
    "druid/indexer",
    "ports.middle_manager",
    8291
);
/// Takes queries.
pub static BROKERS: Program = program!(
    "broker",
    BROKER,
    Text::same("Broker"),
    "broker",
    "query",
    "druid/broker",
    "ports.broker",
    8282
);
/// Sends requests to Brokers, Coordinators, Overlords; the console.
pub static ROUTERS: Program = program!(
    "router",
    ROUTER,
    Text::same("Router"),
    "router",
    "query",
    "druid/router",
    "ports.router",
    9088
);

/// All of them, in the order in which a cluster is started.
pub static PROGRAMS: &[&Program] = &[
    &COORDINATOR_OVERLORD,
    &COORDINATOR_ALONE,
    &OVERLORD_ALONE,
    &HISTORICALS,
    &MIDDLE_MANAGERS,
    &INDEXERS,
    &BROKERS,
    &ROUTERS,
];

/// The programs that a node runs.
pub fn programs_of(node: &Node) -> impl Iterator<Item = &'static Program> + use<'_> {
    PROGRAMS.iter().copied().filter(|program| node.roles.contains(program.role))
}

impl Program {
    /// What it reads.
    pub(crate) fn process(&self, cx: &Context) -> Option<&'static Process> {
        cx.process(self.id)
    }

    /// The port without TLS, as it stands: `druid.port` counts where nothing says
    /// `druid.plaintextPort` (`DruidNode`'s constructor takes the one, else the other).
    pub(crate) fn plaintext_port(&self, cx: &Context, node: &Node) -> String {
        let said = |key: &str| {
            let config = cx.config_of(node.row)?;
            let entry = cx.entry_read_by(self.process(cx)?, config, key)?;
            entry.on(cx, node).ok().map(|text| text.trim().to_owned())
        };
        let said = said("druid.plaintextPort").or_else(|| said("druid.port"));
        said.unwrap_or_else(|| self.reads(cx, node, "druid.plaintextPort"))
    }

    /// What it reads on a node for a key, trimmed; the version's default where nothing says it.
    pub(crate) fn reads(&self, cx: &Context, node: &Node, key: &str) -> String {
        self.process(cx).map_or_else(String::new, |process| cx.read_by(process, node, key))
    }
}
