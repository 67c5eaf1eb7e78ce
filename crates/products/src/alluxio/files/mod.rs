//! The generated files.

mod client;
mod env;
mod hosts;
mod site;

use super::configure;
use super::configure::hosts::{MASTERS, WORKERS};
use super::effective::available;
use super::effective::{name_service, writes_client};
use super::roles::{MASTER, PROXY, WORKER, is_alluxio, is_master};
use super::services::in_home;
use crate::common::hadoop;
use ::rules::{Context, FileKind, Install, Reach};
use formats::{File, Mode};
use model::value::{HostPort, parse_list};
use model::{Node, Text};

const SITE: &str = configure::NAME;

const fn site(to: fn(&Context, &Node) -> String, service: &'static str) -> Install {
    Install { to, mode: "0640", render: service }
}

fn site_path(cx: &Context, node: &Node) -> String {
    in_home(cx, node, SITE)
}

/// In the order in which they are shown.
pub(crate) static FILES: &[FileKind] = &[
    // A master's file holds its own name; the others' are equal.
    FileKind {
        name: SITE,
        reach: Reach::Node {
            applies: is_master,
            render: site::render,
            install: site(site_path, "alluxio-master"),
        },
    },
    FileKind {
        name: SITE,
        reach: Reach::Class {
            applies: |_, node| !node.roles.contains(MASTER) && node.roles.contains(WORKER),
            render: site::render,
            install: site(site_path, "alluxio-worker"),
        },
    },
    FileKind {
        name: SITE,
        reach: Reach::Class {
            applies: |_, node| {
                !node.roles.contains(MASTER)
                    && !node.roles.contains(WORKER)
                    && node.roles.contains(PROXY)
            },
            render: site::render,
            install: site(site_path, "alluxio-proxy"),
        },
    },
    in_conf(configure::env::NAME, is_alluxio, env::render, |cx, n| {
        in_home(cx, n, configure::env::NAME)
    }),
    in_conf(MASTERS, is_alluxio, hosts::masters, |cx, n| in_home(cx, n, MASTERS)),
    in_conf(WORKERS, is_alluxio, hosts::workers, |cx, n| in_home(cx, n, WORKERS)),
    in_conf(
        "conf/hdfs-site.xml",
        |cx, node| {
            (node.roles.contains(MASTER) || node.roles.contains(WORKER)) && writes_client(cx)
        },
        hdfs_site,
        |cx, n| in_home(cx, n, "conf/hdfs-site.xml"),
    ),
    FileKind {
        name: "client/alluxio-site.properties",
        reach: Reach::Cluster { applies: |_| true, render: client::properties },
    },
    FileKind {
        name: "client/core-site.xml",
        reach: Reach::Cluster { applies: |_| true, render: client::core_site },
    },
    FileKind {
        name: "client/spark-defaults.conf",
        reach: Reach::Cluster { applies: |_| true, render: client::spark },
    },
    FileKind {
        name: "alluxio/first-start.sh",
        reach: Reach::Cluster { applies: |_| true, render: first_start },
    },
    FileKind {
        name: "alluxio/failover.sh",
        reach: Reach::Cluster { applies: available, render: failover },
    },
];

const fn in_conf(
    name: &'static str,
    applies: fn(&Context, &Node) -> bool,
    render: fn(&Context, &Node) -> File,
    to: fn(&Context, &Node) -> String,
) -> FileKind {
    FileKind {
        name,
        reach: Reach::Class { applies, render, install: Install { to, mode: "0644", render: "" } },
    }
}

fn hdfs_site(cx: &Context, _: &Node) -> File {
    const ABOUT: Text = Text::new(
        "How Alluxio finds the name nodes of its under storage; the same on all masters and workers.",
        "Alluxio 如何找到底层存储的 NameNode；所有 master 和 worker 相同。",
    );
    let service = name_service(cx).unwrap_or_default();
    let namenodes = parse_list::<HostPort>(&cx.text("storage.namenodes"));
    hadoop::hdfs_client(cx, ABOUT, &service, &namenodes, &["storage.namenodes", "storage.hdfs_uri"])
}

fn first_start(_: &Context) -> File {
    const ABOUT: Text = Text::new(
        "Once, before the first bin/start: makes the znode and formats the journal; refuses where one is.",
        "仅在首次 bin/start 之前运行一次：创建 znode 并格式化 Journal；若已存在则拒绝。",
    );
    File::fixed(ABOUT, Mode::Executable, include_str!("../scripts/first-start.sh"))
}

fn failover(_: &Context) -> File {
    const ABOUT: Text = Text::new(
        "A drill: kills the leader and watches another master take over.",
        "故障演练：终止主（leader），观察其他 master 接管。",
    );
    File::fixed(ABOUT, Mode::Executable, include_str!("../scripts/failover.sh"))
}
