//! Ports that two programs on one machine want.

use crate::{Context, Example, Field, Kind, Party, Rule, Service, Sink, Source, Symptom};
use model::value::{Host, Port, Value};
use model::{Edit, Node, Place, RowId, Severity, Text, msg};
use std::collections::{BTreeMap, BTreeSet};

/// One port, two programs.
pub(super) static PORT_CLASH: Rule = Rule {
    id: "GEN038",
    name: "port-clash",
    severity: Severity::Error,
    title: Text::new(
        "On one machine no two programs listen on the same port.",
        "同一台机器上不能有两个程序监听同一端口。",
    ),
    why: Text::new(
        "The program that starts second cannot open the port and stops. Two roles of one node, or two nodes with one address, are on one machine. Change one of the ports, or put one of the roles on another machine.",
        "后启动的程序无法打开端口，会停止。同一节点的两个角色，或地址相同的两个节点，都在同一台机器上。请更改其中一个端口，或将其中一个角色放到其他机器。",
    ),
    sources: &[Source::new(
        "POSIX bind: EADDRINUSE",
        "https://pubs.opengroup.org/onlinepubs/9699919799/functions/bind.html",
    )],
    symptoms: &[Symptom::new("BindException: Address already in use", "any log")],
    fires: Example::Edits(
        "",
        &[
            ("settings.lb.kind", "nginx"),
            ("settings.lb.port", "7070"),
            ("nodes[0].roles", "all,load_balancer"),
        ],
    ),
    clean: Example::Edits(
        "",
        &[
            ("settings.lb.kind", "nginx"),
            ("settings.lb.port", "8088"),
            ("nodes[0].roles", "all,load_balancer"),
        ],
    ),
    check: port_clash,
};

/// A port that only root may open.
pub(super) static PRIVILEGED: Rule = Rule {
    id: "GEN066",
    name: "port-that-only-root-opens",
    severity: Severity::Warning,
    title: Text::new(
        "What runs as the service user listens on ports from 1024 on.",
        "以服务用户运行的程序监听 1024 及以上的端口。",
    ),
    why: Text::new(
        "Linux lets only root, or a program with that capability, open a port below 1024. The services run as the service user and have no such right, so the program ends at its start. Take a port from 1024 on. Where the kernel's setting net.ipv4.ip_unprivileged_port_start allows it, accept this warning with that reason.",
        "Linux 只允许 root 或具备相应权限的程序打开低于 1024 的端口。各服务以服务用户运行，没有该权限，程序会在启动时退出。请使用 1024 及以上的端口；如果内核参数 net.ipv4.ip_unprivileged_port_start 已允许，可以此为理由接受该警告。",
    ),
    sources: &[Source::new(
        "ip(7): ip_unprivileged_port_start",
        "https://man7.org/linux/man-pages/man7/ip.7.html",
    )],
    symptoms: &[Symptom::new("SocketException: Permission denied", "any log")],
    fires: Example::Edits(
        "",
        &[
            ("settings.zookeeper.kind", "nodes"),
            ("nodes[0].roles", "all,zookeeper"),
            ("settings.zookeeper.client_port", "81"),
        ],
    ),
    clean: Example::Edits("", &[]),
    check: |cx, sink| {
        let mut told: BTreeSet<u16> = BTreeSet::new();
        for connection in cx.connections().iter() {
            let (Party::Roles(roles), Some(port)) = (&connection.to, connection.port) else {
                continue;
            };
            if port >= 1024 || told.contains(&port) {
                continue;
            }
            let node = cx.spec.nodes.iter().find(|node| {
                roles.iter().any(|role| node.roles.contains(*role)) && !may_open(cx, node, roles)
            });
            let Some(node) = node else { continue };
            told.insert(port);
            sink.report(
                place_of(cx, port, node),
                msg!(en: "{r} on {n} would listen on {p}, which the service user may not open.",
                     zh: "{n} 上的 {r} 将监听 {p}，服务用户无权打开该端口。",
                     r = roles.join(", "), n = cx.name(node.row), p = port),
            );
        }
    },
};

/// Whether what runs for the roles on a node has the right to open such a port, by its unit.
fn may_open(cx: &Context, node: &Node, roles: &[&str]) -> bool {
    let runs = |service: &&&Service| {
        service.roles.iter().any(|role| roles.contains(role) && node.roles.contains(*role))
            && (service.applies)(cx, node)
    };
    let mut services = cx.product.services.iter().filter(runs).peekable();
    services.peek().is_some()
        && services.all(|service| {
            (service.unit)(cx, node).iter().any(|line| line.contains("CAP_NET_BIND_SERVICE"))
        })
}

/// Who listens on which port, as roles: from the product's table of connections.
fn listeners(cx: &Context) -> BTreeMap<u16, Vec<Vec<&'static str>>> {
    let mut listeners: BTreeMap<u16, Vec<Vec<&'static str>>> = BTreeMap::new();
    for connection in cx.connections().iter() {
        if let (Party::Roles(roles), Some(port)) = (&connection.to, connection.port) {
            let known = listeners.entry(port).or_default();
            // Roles that share a port in two connections are one program.
            match known.iter_mut().find(|k| k.iter().any(|r| roles.contains(r))) {
                Some(same) => same.extend(roles),
                None => known.push(roles.clone()),
            }
        }
    }
    listeners.retain(|_, programs| programs.len() > 1);
    listeners
}

/// The field that alone says this port, and the next port above it that nobody in the cluster listens
/// on; nothing where none or several say it, or a node has its own.
fn movable(cx: &Context, port: u16) -> Option<(&'static Field, u16)> {
    let says = |field: &Field| {
        matches!(field.kind, Kind::Port)
            && (field.shown)(cx)
            && cx.text(field.key) == port.to_string()
    };
    let mut fields = cx.product.all_fields().filter(|field| says(field));
    let field = fields.next().filter(|_| fields.next().is_none())?;
    if cx.spec.nodes.iter().any(|node| node.settings.contains_key(field.key)) {
        return None;
    }
    let connections = cx.connections();
    let taken = |p: &u16| {
        connections
            .iter()
            .any(|c| c.port.is_some_and(|first| (first..=c.last.unwrap_or(first)).contains(p)))
    };
    (port..u16::MAX).find(|p| !taken(p)).map(|free| (field, free))
}

/// Where a port is set: the field that alone says it, or the node whose roles bring it.
fn place_of(cx: &Context, port: u16, node: &Node) -> Place {
    let field = movable(cx, port).map(|(field, _)| Place::Setting(field.key.into()));
    field.unwrap_or(Place::NodeRoles(node.row))
}

/// The port of a node's secure shell, by which the archive is deployed.
fn ssh(cx: &Context, node: &Node) -> u16 {
    Port::parse(&cx.node_text(node, "ssh.port")).map_or(22, |port| port.0)
}

/// What listens on the port of the secure shell of its own machine.
fn against_ssh(cx: &Context, sink: &mut Sink) {
    let mut told: BTreeSet<u16> = BTreeSet::new();
    for connection in cx.connections().iter() {
        let (Party::Roles(roles), Some(port)) = (&connection.to, connection.port) else { continue };
        let here =
            |node: &&Node| ssh(cx, node) == port && roles.iter().any(|r| node.roles.contains(*r));
        let Some(node) = cx.spec.nodes.iter().find(here).filter(|_| told.insert(port)) else {
            continue;
        };
        sink.report(
            place_of(cx, port, node),
            msg!(en: "On {n} port {p} is that of ssh. Change the port of {r}.",
                 zh: "在 {n} 上，端口 {p} 是 ssh 的端口。请更改 {r} 的端口。",
                 n = cx.name(node.row), p = port, r = roles.join(", ")),
        );
    }
}

fn port_clash(cx: &Context, sink: &mut Sink) {
    against_ssh(cx, sink);
    for (port, programs) in listeners(cx) {
        let mut machines: BTreeMap<&Host, (usize, &str, RowId)> = BTreeMap::new();
        for (node, hosts) in cx.spec.nodes.iter().zip(cx.hosts()) {
            let Some(host) = hosts.machine() else { continue };
            for (program, roles) in programs.iter().enumerate() {
                let Some(role) = roles.iter().find(|r| node.roles.contains(**r)) else { continue };
                let first = *machines.entry(host).or_insert((program, role, node.row));
                if first.0 != program {
                    let report = sink.report(
                        Place::NodeRoles(node.row),
                        msg!(en: "On {h} both {a} and {b} listen on port {p}. Change one of the ports, or use another machine.",
                             zh: "在 {h} 上，{a} 和 {b} 都监听端口 {p}。请更改其中一个端口，或使用其他机器。",
                             h = host.to_string(), a = first.1, b = *role, p = port),
                    )
                    .related([Place::NodeRoles(first.2)]);
                    if let Some((field, free)) = movable(cx, port) {
                        report.fix(
                            msg!(en: "{g}: {f} {p} instead of {o}", zh: "{g}：将“{f}”由 {o} 改为 {p}",
                                 g = field.group, f = field.label, p = free, o = port),
                            vec![Edit::Set(Place::Setting(field.key.into()), free.to_string())],
                        );
                    }
                }
            }
        }
    }
}
