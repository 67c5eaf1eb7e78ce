//! ZooKeeper as a service.

use super::ensemble::{CLIENT_PORT, DATA_DIR, ROLE, TRANSACTION_LOG, ZOO_CFG, is_member, number};
use super::server::{self, Server};
use crate::common::machine::NO_PATH;
use ::rules::{
    Band, Connection, Context, FileKind, Frame, Install, Package, Party, Reach, Service,
};
use model::value::{AbsolutePath, ByteSize, Port, Value};
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

fn data(cx: &Context, node: &Node) -> String {
    let path = cx.effective_as::<AbsolutePath>(node, &DATA_DIR);
    path.map_or_else(|_| NO_PATH.to_owned(), |path| path.0)
}

/// The folder of the transaction log, where somebody gave it one of its own.
fn transaction_log(cx: &Context, node: &Node) -> Option<String> {
    let text = cx.read_at(node, ZOO_CFG, TRANSACTION_LOG)?;
    AbsolutePath::parse(text.trim()).ok().map(|path| path.0)
}

fn folder(cx: &Context, key: &str) -> String {
    cx.get::<AbsolutePath>(key).map_or_else(|_| NO_PATH.to_owned(), |path| path.0)
}

/// Its files.
pub static FILES: &[FileKind] = &[
    FileKind {
        name: ZOO_CFG,
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
            install: Install {
                to: |cx, node| format!("{}/myid", data(cx, node)),
                mode: "0644",
                render: "",
            },
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
    rolling: None,
    after: None,
    reads: &["zookeeper/"],
    script: include_str!("../scripts/zookeeper.sh"),
    variables,
    folders: |cx, node| {
        let mut all = vec![home(cx), data(cx, node)];
        all.extend(transaction_log(cx, node));
        all
    },
    unit: |cx, node| {
        let mut lines = vec!["Type=simple".to_owned()];
        lines.extend(crate::common::machine::java_environment(cx, node));
        lines.push("SuccessExitStatus=143".to_owned());
        lines
    },
    limits: &[("nofile", 65_536)],
    kernel: &[],
};

fn variables(cx: &Context, node: &Node) -> Vec<(&'static str, String)> {
    let heap = cx.get::<ByteSize>("zookeeper.heap").map_or(512, |b| b.0.div_ceil(ByteSize::MIB));
    let members = cx.with_roles(&[ROLE]);
    let at = members.iter().position(|m| m.row == node.row);
    let number = at.and_then(|at| number(node, at).ok());
    let own = server::own(cx, node);
    let port = |field: &str, of: fn(&Server) -> Port| match &own {
        Some((server, _)) => server.as_ref().map_or_else(String::new, |s| of(s).to_string()),
        None => cx.text(field).into_owned(),
    };
    vec![
        ("JAVA_HOME", cx.node_text(node, "paths.java_home")),
        ("ZOOKEEPER_HOME", home(cx)),
        ("ZOOKEEPER_VERSION", version(cx)),
        ("ZOOKEEPER_PACKAGE", package_file(cx)),
        ("ZOOKEEPER_CONFIG", format!("{}/conf/zoo.cfg", home(cx))),
        ("ZOOKEEPER_DATA", data(cx, node)),
        ("ZOOKEEPER_CLIENT_PORT", cx.effective(node, &CLIENT_PORT).into_owned()),
        ("ZOOKEEPER_PEER_PORT", port("zookeeper.peer_port", |s| s.peer)),
        ("ZOOKEEPER_ELECTION_PORT", port("zookeeper.election_port", |s| s.election)),
        ("ZOOKEEPER_HEAP", heap.to_string()),
        ("ZOOKEEPER_MEMBERS", members.len().to_string()),
        ("ZOOKEEPER_ID", number.map_or_else(String::new, |n| n.to_string())),
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
    let own = || Party::Roles(vec![ROLE]);
    let connection = |from: Party, port: Option<u16>, purpose| Connection {
        from,
        to: own(),
        port,
        last: None,
        protocol: "ZooKeeper",
        purpose,
    };
    let mut all: Vec<Connection> = client_ports(cx)
        .into_iter()
        .map(|port| {
            let purpose = const { Text::new("Locks and discovery", "任务锁与服务发现") };
            connection(clients.clone(), port, purpose)
        })
        .collect();
    let leader = const { Text::new("Followers to the leader", "follower 到 leader") };
    let peer = server::ports(cx, "zookeeper.peer_port", |server| server.peer);
    all.extend(peer.into_iter().map(|port| connection(own(), port, leader)));
    let elect = const { Text::new("Election of the leader", "leader 选举") };
    let election = server::ports(cx, "zookeeper.election_port", |server| server.election);
    all.extend(election.into_iter().map(|port| connection(own(), port, elect)));
    all
}

/// Where the ensemble stands in the picture, when it has machines of its own.
pub const BAND: Band =
    Band { title: Text::new("Coordination", "协调"), roles: &[ROLE], aside: true };

/// The ensemble in the picture, where it is made on nodes.
pub fn frame(cx: &Context) -> Option<Frame> {
    let title = const { Text::new("ZooKeeper ensemble", "ZooKeeper 集群") };
    super::fields::made(cx).then(|| Frame::ensemble(ROLE, title))
}

/// The ports on which members hear clients, each once; at least one, which may be unknown.
pub(crate) fn client_ports(cx: &Context) -> Vec<Option<u16>> {
    let of = |node: &&Node| cx.effective_as::<Port>(node, &CLIENT_PORT).ok().map(|p| p.0);
    let mut ports: Vec<Option<u16>> = cx.with_roles(&[ROLE]).iter().map(of).collect();
    if ports.is_empty() {
        ports.push(cx.get::<Port>(CLIENT_PORT.field).ok().map(|p| p.0));
    }
    ports.sort_unstable();
    ports.dedup();
    ports
}
