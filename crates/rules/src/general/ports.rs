//! Ports that two programs on one machine want.

use crate::{Context, Example, Field, Kind, Party, Rule, Sink, Source, Symptom};
use model::value::Host;
use model::{Edit, Place, RowId, Severity, Text, msg};
use std::collections::BTreeMap;

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

fn port_clash(cx: &Context, sink: &mut Sink) {
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
