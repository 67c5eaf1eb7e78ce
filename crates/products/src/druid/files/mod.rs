//! The generated files of a node, in the folders in which Druid's own scripts look.

mod jvm;
mod properties;

use super::configure::COMMON;
use super::effective::first_of;
use super::programs::{
    BROKERS, COORDINATOR_ALONE, COORDINATOR_OVERLORD, HISTORICALS, INDEXERS, MIDDLE_MANAGERS,
    OVERLORD_ALONE, Program, ROUTERS,
};
use super::roles::is_druid;
use super::services::in_home;
use crate::common::hadoop;
use ::rules::{Context, FileKind, Install, Reach};
use formats::{File, Mode};
use model::value::{HostPort, Uri, Value, parse_list};
use model::{Node, Text};

/// The file that all programs read: the script of the first of them puts in what has to be.
macro_rules! common {
    ($program:ident, $service:literal) => {
        FileKind {
            name: COMMON,
            reach: Reach::Node {
                applies: |_, node| first_of(node).is_some_and(|p| p.id == $program.id),
                render: properties::common,
                install: Install {
                    to: |cx, node| in_home(cx, node, COMMON),
                    mode: "0640",
                    render: $service,
                },
            },
        }
    };
}

macro_rules! of_program {
    ($program:ident, $name:expr, $mode:literal, $service:literal, $render:expr) => {
        FileKind {
            name: $name,
            reach: Reach::Class {
                applies: |_, node| node.roles.contains($program.role),
                render: |cx, node| $render(cx, node, &$program),
                install: Install {
                    to: |cx, node| in_home(cx, node, $name),
                    mode: $mode,
                    render: $service,
                },
            },
        }
    };
}

macro_rules! runtime {
    ($program:ident, $service:literal) => {
        of_program!($program, $program.runtime, "0640", $service, properties::runtime)
    };
}
macro_rules! jvm {
    ($program:ident) => {
        of_program!($program, $program.jvm, "0644", "", jvm::render)
    };
}
macro_rules! main {
    ($program:ident) => {
        of_program!($program, $program.main, "0644", "", main_config)
    };
}

/// In the order in which they are shown.
pub(crate) static FILES: &[FileKind] = &[
    common!(COORDINATOR_OVERLORD, "druid-coordinator-overlord"),
    common!(COORDINATOR_ALONE, "druid-coordinator"),
    common!(OVERLORD_ALONE, "druid-overlord"),
    common!(HISTORICALS, "druid-historical"),
    common!(MIDDLE_MANAGERS, "druid-middleManager"),
    common!(INDEXERS, "druid-indexer"),
    common!(BROKERS, "druid-broker"),
    common!(ROUTERS, "druid-router"),
    runtime!(COORDINATOR_OVERLORD, "druid-coordinator-overlord"),
    jvm!(COORDINATOR_OVERLORD),
    main!(COORDINATOR_OVERLORD),
    runtime!(COORDINATOR_ALONE, "druid-coordinator"),
    jvm!(COORDINATOR_ALONE),
    main!(COORDINATOR_ALONE),
    runtime!(OVERLORD_ALONE, "druid-overlord"),
    jvm!(OVERLORD_ALONE),
    main!(OVERLORD_ALONE),
    runtime!(HISTORICALS, "druid-historical"),
    jvm!(HISTORICALS),
    main!(HISTORICALS),
    runtime!(MIDDLE_MANAGERS, "druid-middleManager"),
    jvm!(MIDDLE_MANAGERS),
    main!(MIDDLE_MANAGERS),
    runtime!(INDEXERS, "druid-indexer"),
    jvm!(INDEXERS),
    main!(INDEXERS),
    runtime!(BROKERS, "druid-broker"),
    jvm!(BROKERS),
    main!(BROKERS),
    runtime!(ROUTERS, "druid-router"),
    jvm!(ROUTERS),
    main!(ROUTERS),
    FileKind {
        name: HDFS_SITE,
        reach: Reach::Class {
            applies: |cx, node| is_druid(cx, node) && name_service(cx).is_some(),
            render: hdfs_site,
            install: Install {
                to: |cx, node| in_home(cx, node, HDFS_SITE),
                mode: "0644",
                render: "",
            },
        },
    },
    FileKind {
        name: "database/create.sql",
        reach: Reach::Cluster {
            applies: super::fields::metadata::is_server,
            render: super::database::create,
        },
    },
    FileKind { name: "druid/load.sh", reach: Reach::Cluster { applies: |_| true, render: load } },
];

const HDFS_SITE: &str = "conf/druid/cluster/_common/hdfs-site.xml";

/// The class that is started and its words, on one line, as `bin/run-druid` reads it.
fn main_config(_: &Context, _: &Node, program: &Program) -> File {
    const ABOUT: Text = Text::new("What bin/run-druid starts.", "bin/run-druid 启动的程序。");
    let mut file = File::new(ABOUT);
    file.line(format!("org.apache.druid.cli.Main server {}", program.server));
    file
}

/// The name service of the folder in HDFS, where the archive says which name nodes stand behind it.
pub(crate) fn name_service(cx: &Context) -> Option<String> {
    if !cx.is(super::fields::storage::KIND, "hdfs") || cx.text("storage.namenodes").is_empty() {
        return None;
    }
    let uri = Uri::parse(&super::effective::folder(cx)).ok()?;
    uri.host_port().ok().filter(|to| to.port.is_none()).map(|to| to.host.to_string())
}

fn hdfs_site(cx: &Context, _: &Node) -> File {
    const ABOUT: Text = Text::new(
        "How Druid finds the name nodes of its deep storage; the same on all nodes.",
        "Druid 如何找到深度存储的 NameNode；所有节点相同。",
    );
    let service = name_service(cx).unwrap_or_default();
    let namenodes = parse_list::<HostPort>(&cx.text("storage.namenodes"));
    hadoop::hdfs_client(cx, ABOUT, &service, &namenodes, &["storage.namenodes", "storage.hdfs"])
}

fn load(_: &Context) -> File {
    const ABOUT: Text = Text::new(
        "The first load: a few rows by a task, how many copies there shall be, and a query that shows them.",
        "首次导入：用一个任务导入几行数据，设置副本数，并查询验证。",
    );
    File::fixed(ABOUT, Mode::Executable, include_str!("../scripts/load.sh"))
}
