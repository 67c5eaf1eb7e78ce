//! Who talks to whom: the firewall sheet and the picture are made of this.

use super::choice::{Topology, jobs};
use super::effective::{
    connect, endpoint, name_service, ports_of, root, store, topology, writes_client,
};
use super::fields::storage::Storage;
use super::roles::{ALLUXIO, MASTER, PROXY, WORKER};
use super::versions::two;
use crate::common::connections::outside;
use crate::common::zookeeper;
use ::rules::{Connection, Context, Party};
use model::Text;
use model::value::{HostPort, Port, Uri, Value, parse_list};
use std::rc::Rc;

fn to(role: &'static str) -> Party {
    Party::Roles(vec![role])
}

/// Those of some roles that nodes have; all of them when no node has any.
fn used(cx: &Context, all: &[&'static str]) -> Vec<&'static str> {
    let used: Vec<&'static str> =
        all.iter().copied().filter(|role| cx.spec.with_role(role).next().is_some()).collect();
    if used.is_empty() { all.to_vec() } else { used }
}

/// A line for each port that the nodes with a role open.
fn lines(
    cx: &Context,
    from: &Party,
    role: &'static str,
    field: &str,
    protocol: &'static str,
    purpose: Text,
) -> Vec<Connection> {
    let ports = ports_of(cx, role, field).into_iter();
    ports.map(|port| line(from.clone(), to(role), port, protocol, purpose)).collect()
}

fn line(
    from: Party,
    to: Party,
    port: Option<u16>,
    protocol: &'static str,
    purpose: Text,
) -> Connection {
    Connection { last: None, from, to, port, protocol, purpose }
}

/// From the clients down.
pub(crate) fn connections(cx: &Context) -> Vec<Connection> {
    let mut all = Vec::new();
    let mut add = |from: &Party, role, field: &str, protocol, purpose| {
        all.extend(lines(cx, from, role, field, protocol, purpose));
    };
    let clients = Party::Clients;
    let alluxio = Party::Roles(used(cx, ALLUXIO));
    let proxy = cx.spec.with_role(PROXY).next().is_some();
    let (files, data) = (
        const { Text::new("Files and folders", "文件与目录") },
        const { Text::new("Data", "数据") },
    );
    let page = const { Text::new("Web page, metrics", "Web 页面与指标") };
    add(&clients, MASTER, "ports.master_rpc", "Alluxio", files);
    add(&clients, MASTER, "ports.master_web", "HTTP", page);
    add(&clients, WORKER, "ports.worker_rpc", "Alluxio", data);
    if !two(cx) {
        add(&clients, WORKER, "ports.worker_data", "Alluxio", data);
    }
    add(&clients, WORKER, "ports.worker_web", "HTTP", page);
    if proxy {
        let purpose = const { Text::new("REST and S3", "REST 与 S3") };
        add(&clients, PROXY, "ports.proxy", "HTTP", purpose);
        add(&to(PROXY), WORKER, "ports.worker_rpc", "Alluxio", data);
        if !two(cx) {
            add(&to(PROXY), WORKER, "ports.worker_data", "Alluxio", data);
        }
    }
    let purpose = const { Text::new("Registration, metadata, commands", "注册、元数据与命令") };
    add(&alluxio, MASTER, "ports.master_rpc", "Alluxio", purpose);
    let embedded = topology(cx) == Topology::Embedded;
    if embedded {
        let purpose = const {
            Text::new("Journal and election between masters", "master 之间的 Journal 与选举")
        };
        add(&to(MASTER), MASTER, "ports.journal", "Raft", purpose);
    }
    if jobs(cx) {
        let both = Party::Roles(vec![MASTER, WORKER]);
        let purpose = const { Text::new("Jobs", "Job") };
        add(&both, MASTER, "ports.job_master_rpc", "Alluxio", purpose);
        add(&clients, MASTER, "ports.job_master_web", "HTTP", page);
        if embedded {
            let purpose =
                const { Text::new("Election between job masters", "job master 之间的选举") };
            add(&to(MASTER), MASTER, "ports.job_journal", "Raft", purpose);
        }
        add(&to(MASTER), WORKER, "ports.job_worker_rpc", "Alluxio", purpose);
        add(&to(MASTER), WORKER, "ports.job_worker_data", "Alluxio", data);
        add(&clients, WORKER, "ports.job_worker_web", "HTTP", page);
    }
    if topology(cx) == Topology::ZooKeeper {
        all.extend(ensemble(cx, &alluxio));
    }
    all.extend(under_storage(cx));
    all
}

/// The ports that Alluxio's own processes open, with the role whose nodes open them. Every node's
/// variables name them, and all nodes are asked for them, so they are looked for once.
pub(super) fn own(cx: &Context) -> Rc<Vec<(&'static str, u16)>> {
    cx.once("alluxio-own-ports", || find_own(cx))
}

fn find_own(cx: &Context) -> Vec<(&'static str, u16)> {
    let lines = connections(cx);
    let mut all: Vec<(&'static str, u16)> = Vec::new();
    for line in lines {
        if let (Party::Roles(roles), Some(port)) = (line.to, line.port) {
            all.extend(roles.into_iter().filter(|r| ALLUXIO.contains(r)).map(|r| (r, port)));
        }
    }
    all
}

fn ensemble(cx: &Context, alluxio: &Party) -> Vec<Connection> {
    let purpose = const { Text::new("Who leads", "查询哪个 master 为主") };
    if cx.is("zookeeper.kind", "nodes") {
        let mut all = zookeeper::connections(cx, alluxio);
        for of_clients in all.iter_mut().filter(|c| c.from == *alluxio) {
            of_clients.purpose = purpose;
        }
        all.extend(zookeeper::client_ports(cx).into_iter().map(|port| {
            let to = Party::Roles(vec![zookeeper::ensemble::ROLE]);
            line(Party::Clients, to, port, "ZooKeeper", purpose)
        }));
        return all;
    }
    let servers = connect(cx).map_or_else(|_| Vec::new(), |c| c.servers);
    let title = const { Text::same("ZooKeeper") };
    let mut all = outside(alluxio, title, servers.clone(), 2181, "ZooKeeper", purpose);
    all.extend(outside(&Party::Clients, title, servers, 2181, "ZooKeeper", purpose));
    all
}

/// The servers of the under storage that the document names.
pub(super) fn storage_servers(cx: &Context) -> Vec<HostPort> {
    let with = |mut server: HostPort, port: u16| {
        server.port = server.port.or(Some(Port(port)));
        server
    };
    match store(cx) {
        Storage::Hdfs if writes_client(cx) => parse_list::<HostPort>(&cx.text("storage.namenodes"))
            .into_iter()
            .filter_map(Result::ok)
            .map(|s| with(s, 8020))
            .collect(),
        Storage::Hdfs if name_service(cx).is_none() => Uri::parse(&root(cx))
            .and_then(|uri| uri.host_port())
            .map_or_else(|_| Vec::new(), |s| vec![with(s, 8020)]),
        Storage::S3 => {
            let text = endpoint(cx);
            let (rest, port) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
                (Some(rest), _) => (rest, 443),
                (None, Some(rest)) => (rest, 80),
                _ => return Vec::new(),
            };
            let server = HostPort::parse(rest.trim_end_matches('/'));
            server.map_or_else(|_| Vec::new(), |s| vec![with(s, port)])
        }
        _ => Vec::new(),
    }
}

fn under_storage(cx: &Context) -> Vec<Connection> {
    let from = || Party::Roles(vec![MASTER, WORKER]);
    let files = const { Text::new("Files", "文件") };
    let unknown = |title: Text, port: Option<u16>, protocol, purpose| {
        vec![line(from(), Party::Outside(title, Vec::new()), port, protocol, purpose)]
    };
    match store(cx) {
        Storage::Hdfs => outside(
            &from(),
            const { Text::same("HDFS") },
            storage_servers(cx),
            8020,
            "HDFS",
            const {
                Text::new(
                    "Files; its data nodes (50010 or 9866) too",
                    "文件；还包括其 DataNode（50010 或 9866）",
                )
            },
        ),
        Storage::S3 if !endpoint(cx).is_empty() => outside(
            &from(),
            const { Text::new("Object store", "对象存储") },
            storage_servers(cx),
            443,
            "S3",
            files,
        ),
        Storage::S3 => unknown(const { Text::same("Amazon S3") }, Some(443), "S3", files),
        Storage::Mount => unknown(
            const { Text::new("Shared mount", "共享挂载") },
            None,
            "NFS",
            const {
                Text::new("Files; the port is the mount's own", "文件；端口取决于挂载类型")
            },
        ),
        Storage::Local => Vec::new(),
    }
}
