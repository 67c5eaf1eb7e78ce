//! The generated files.

pub(crate) mod alb;
pub(crate) mod setenv;

use super::configure;
use super::effective::name_service;
use super::roles::is_kylin;
use super::services::home;
use crate::common::load_balancer::{
    Balancer, folder, haproxy, httpd, is_haproxy, is_httpd, is_keepalived, is_nginx, keepalived,
    nginx, sheet,
};
use crate::common::{hadoop, properties};
use crate::kylin::balancer::site;
use ::rules::{Context, FileKind, Install, NodeConfig, Reach};
use formats::File;
use model::value::{HostPort, parse_list};
use model::{Node, Text};

/// The name of the HBase cluster's client settings, beside `kylin.properties`.
pub(crate) const HDFS_CLIENT: &str = "hbase.hdfs.xml";

/// In the order in which they are shown.
pub(crate) static FILES: &[FileKind] = &[
    FileKind {
        name: configure::NAME,
        reach: Reach::Class {
            applies: is_kylin,
            render: kylin_properties,
            install: Install {
                to: |cx, node| in_home(cx, node, configure::NAME),
                mode: "0600",
                render: "kylin",
            },
        },
    },
    FileKind {
        name: setenv::NAME,
        reach: Reach::Class {
            applies: setenv::applies,
            render: setenv::render,
            install: Install {
                to: |cx, node| in_home(cx, node, setenv::NAME),
                mode: "0644",
                render: "",
            },
        },
    },
    FileKind {
        name: "conf/hbase.hdfs.xml",
        reach: Reach::Class {
            applies: |cx, node| is_kylin(cx, node) && name_service(cx).is_some(),
            render: hbase_hdfs,
            install: Install {
                to: |cx, node| in_home(cx, node, "conf/hbase.hdfs.xml"),
                mode: "0644",
                render: "",
            },
        },
    },
];

/// Those of the load balancer, for every product of the family.
pub(crate) static LOAD_BALANCER: &[FileKind] = &[
    FileKind {
        name: "load-balancer/nginx.conf",
        reach: Reach::Class {
            applies: is_nginx,
            render: |cx, _| nginx(cx, &Balancer::read(cx, site(cx))),
            install: Install {
                to: |cx, _| format!("{}/nginx.conf", folder(cx)),
                mode: "0644",
                render: "",
            },
        },
    },
    FileKind {
        name: "load-balancer/haproxy.cfg",
        reach: Reach::Class {
            applies: is_haproxy,
            render: |cx, _| haproxy(cx, &Balancer::read(cx, site(cx))),
            install: Install {
                to: |cx, _| format!("{}/haproxy.cfg", folder(cx)),
                mode: "0644",
                render: "",
            },
        },
    },
    FileKind {
        name: "load-balancer/httpd.conf",
        reach: Reach::Class {
            applies: is_httpd,
            render: |cx, _| httpd(cx, &Balancer::read(cx, site(cx))),
            install: Install {
                to: |cx, _| format!("{}/httpd.conf", folder(cx)),
                mode: "0644",
                render: "",
            },
        },
    },
    FileKind {
        name: "load-balancer/keepalived.conf",
        reach: Reach::Node {
            applies: is_keepalived,
            render: keepalived,
            install: Install {
                to: |cx, _| format!("{}/keepalived.conf", folder(cx)),
                mode: "0644",
                render: "",
            },
        },
    },
    FileKind {
        name: "load-balancer/SHEET.md",
        reach: Reach::Cluster {
            applies: |cx| cx.is("lb.kind", "external"),
            render: |cx| sheet(cx, &Balancer::read(cx, site(cx))),
        },
    },
];

/// A path below `KYLIN_HOME`.
pub(crate) fn in_home(cx: &Context, node: &Node, path: &str) -> String {
    format!("{}/{path}", home(cx, node))
}

fn kylin_properties(cx: &Context, node: &Node) -> File {
    const ABOUT: Text = Text::new(
        "Kylin's configuration: only what differs from its defaults.",
        "Kylin 的配置：只含与默认值不同的内容。",
    );
    let config = cx.config_of(node.row).and_then(NodeConfig::main);
    match config {
        Some(config) => properties::write(cx, ABOUT, config),
        None => File::new(ABOUT),
    }
}

fn hbase_hdfs(cx: &Context, _: &Node) -> File {
    const ABOUT: Text = Text::new(
        "How Kylin finds the name nodes of the HBase cluster's HDFS.",
        "Kylin 如何找到 HBase 集群 HDFS 的 NameNode。",
    );
    let service = name_service(cx).unwrap_or_default();
    let namenodes = parse_list::<HostPort>(&cx.text("storage.namenodes"));
    let fields = ["storage.namenodes", "storage.cluster_fs"];
    hadoop::hdfs_client(cx, ABOUT, &service, &namenodes, &fields)
}
