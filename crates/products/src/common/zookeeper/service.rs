//! ZooKeeper as a service.

use super::ensemble::{ROLE, is_member};
use crate::common::machine::NO_PATH;
use ::rules::{Connection, Context, FileKind, Install, Package, Party, Reach, Service};
use model::value::{AbsolutePath, ByteSize, Port};
use model::{Node, Text};

fn version(cx: &Context) -> String {
    cx.text("zookeeper.version").into_owned()
}

fn package_file(cx: &Context) -> String {
    format!("apache-zookeeper-{}-bin.tar.gz", version(cx))
}

fn home(cx: &Context) -> String {
    folder(cx, "zookeeper.home")
}

fn data(cx: &Context) -> String {
    folder(cx, "zookeeper.data_dir")
}

fn folder(cx: &Context, key: &str) -> String {
    cx.get::<AbsolutePath>(key).map_or_else(|_| NO_PATH.to_owned(), |path| path.0)
}

/// Its files.
pub static FILES: &[FileKind] = &[
    FileKind {
        name: "zookeeper/zoo.cfg",
        reach: Reach::Class {
            applies: is_member,
            render: super::files::zoo_cfg,
            install: Install {
                to: |cx, _| format!("{}/conf/zoo.cfg", home(cx)),
                mode: "0644",
                render: "",
            },
        },
    },
    FileKind {
        name: "zookeeper/myid",
        reach: Reach::Node {
            applies: is_member,
            render: super::files::myid,
            install: Install { to: |cx, _| format!("{}/myid", data(cx)), mode: "0644", render: "" },
        },
    },
];

/// The service.
pub static SERVICE: Service = Service {
    id: "zookeeper",
    title: Text::same("ZooKeeper"),
    roles: &[ROLE],
    applies: is_member,
    order: 10,
    script: include_str!("../scripts/zookeeper.sh"),
    variables,
    folders: |cx, _| vec![home(cx), data(cx)],
    unit: |cx, node| {
        let mut lines = vec!["Type=simple".to_owned()];
        lines.extend(crate::common::machine::java_environment(cx, node));
        lines.push("SuccessExitStatus=143".to_owned());
        lines
    },
    limits: &[("nofile", 65_536)],
};

fn variables(cx: &Context, node: &Node) -> Vec<(&'static str, String)> {
    let heap = cx.get::<ByteSize>("zookeeper.heap").map_or(512, |b| b.0.div_ceil(ByteSize::MIB));
    vec![
        ("JAVA_HOME", cx.node_text(node, "paths.java_home")),
        ("ZOOKEEPER_HOME", home(cx)),
        ("ZOOKEEPER_VERSION", version(cx)),
        ("ZOOKEEPER_PACKAGE", package_file(cx)),
        ("ZOOKEEPER_CONFIG", format!("{}/conf/zoo.cfg", home(cx))),
        ("ZOOKEEPER_DATA", data(cx)),
        ("ZOOKEEPER_CLIENT_PORT", cx.text("zookeeper.client_port").into_owned()),
        ("ZOOKEEPER_PEER_PORT", cx.text("zookeeper.peer_port").into_owned()),
        ("ZOOKEEPER_ELECTION_PORT", cx.text("zookeeper.election_port").into_owned()),
        ("ZOOKEEPER_HEAP", heap.to_string()),
        ("ZOOKEEPER_MEMBERS", cx.with_roles(&[ROLE]).len().to_string()),
    ]
}

/// The release.
pub fn package(cx: &Context) -> Package {
    Package {
        id: "zookeeper",
        title: const { Text::same("Apache ZooKeeper") },
        version: version(cx),
        architecture: "any",
        file: package_file(cx),
        url: format!(
            "https://archive.apache.org/dist/zookeeper/zookeeper-{}/{}",
            version(cx),
            package_file(cx)
        ),
        sha256: "",
        services: &["zookeeper"],
    }
}

/// Who talks to the members: each other, and these.
pub fn connections(cx: &Context, clients: &Party) -> Vec<Connection> {
    let port = |key: &str| cx.get::<Port>(key).ok().map(|p| p.0);
    let own = || Party::Roles(vec![ROLE]);
    let connection = |from: Party, key: &str, protocol, purpose| Connection {
        from,
        to: own(),
        port: port(key),
        protocol,
        purpose,
    };
    vec![
        connection(
            clients.clone(),
            "zookeeper.client_port",
            "ZooKeeper",
            const { Text::new("Locks and discovery", "任务锁与服务发现") },
        ),
        connection(
            own(),
            "zookeeper.peer_port",
            "ZooKeeper",
            const { Text::new("Followers to the leader", "follower 到 leader") },
        ),
        connection(
            own(),
            "zookeeper.election_port",
            "ZooKeeper",
            const { Text::new("Election of the leader", "leader 选举") },
        ),
    ]
}
