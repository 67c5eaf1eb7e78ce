//! `FIREWALL.md`: who talks to whom.

use super::lists::plain;
use super::ssh::{self, Hop, To};
use formats::File;
use model::{Lang, Node, Text};
use rules::{Connection, Context, Party, ports_in_words};
use std::collections::BTreeMap;

/// What to call a side of a connection.
pub(super) fn party(cx: &Context, party: &Party) -> String {
    let lang = cx.spec.language;
    match party {
        Party::Clients => const { Text::new("clients", "客户端") }.get(lang).to_owned(),
        Party::Outside(name, _) => name.get(lang).to_owned(),
        Party::Roles(roles) => {
            let titles: Vec<&str> = roles
                .iter()
                .filter_map(|r| cx.product.role(r))
                .map(|r| r.title.get(lang))
                .collect();
            titles.join(", ")
        }
    }
}

/// The machines of a side: names of nodes, or addresses.
fn machines(cx: &Context, party: &Party) -> Vec<String> {
    match party {
        Party::Clients => Vec::new(),
        Party::Outside(_, addresses) => addresses.clone(),
        Party::Roles(roles) => cx.with_roles(roles).iter().map(|n| machine(n)).collect(),
    }
}

/// A node by its name, and its address where it has one.
fn machine(node: &Node) -> String {
    match node.address.trim() {
        "" => node.name.trim().to_owned(),
        address => format!("{} ({address})", node.name.trim()),
    }
}

fn side(cx: &Context, who: &Party) -> String {
    let (name, machines) = (party(cx, who), machines(cx, who));
    let machines: Vec<String> = machines.iter().map(|m| plain(m)).collect();
    match (name.is_empty(), machines.is_empty()) {
        (_, true) => plain(&name),
        (true, false) => machines.join(", "),
        (false, false) => format!("{}: {}", plain(&name), machines.join(", ")),
    }
}

/// The connections of the document that have somebody on both sides.
pub(crate) fn connections(cx: &Context) -> Vec<Connection> {
    let there = |party: &Party| match party {
        Party::Roles(roles) => !cx.with_roles(roles).is_empty(),
        Party::Clients | Party::Outside(..) => true,
    };
    let mut all = cx.connections().to_vec();
    all.retain(|c| there(&c.from) && there(&c.to));
    all
}

/// The sheet for the people who open ports.
pub(super) fn file(cx: &Context) -> File {
    let lang = cx.spec.language;
    let mut file = File::new(
        const {
            Text::new("The connections that firewalls must allow.", "防火墙需要放行的连接。")
        },
    );
    file.line(const { Text::new("# Firewall", "# 防火墙") }.get(lang));
    file.line("");
    file.line(
        const { Text::new(
            "TCP connections that must be possible. Whoever opens one stands under “from”; answers come back on the same connection.",
            "必须放行的 TCP 连接。“来源”一方发起连接，应答沿同一连接返回。",
        ) }
        .get(lang),
    );
    file.line("");
    file.line(
        const {
            Text::new(
                "| from | to | port | protocol | what for |",
                "| 来源 | 目标 | 端口 | 协议 | 用途 |",
            )
        }
        .get(lang),
    );
    file.line("|---|---|---|---|---|");
    let all = connections(cx);
    let port = |c: &Connection| {
        let unknown = || const { Text::new("as set there", "由对方设定") }.get(lang).to_owned();
        c.ports().unwrap_or_else(unknown)
    };
    for c in &all {
        file.line(format!(
            "| {} | {} | {} | {} | {} |",
            side(cx, &c.from),
            side(cx, &c.to),
            port(c),
            plain(c.protocol),
            plain(c.purpose.get(lang))
        ));
    }
    let hops = ssh::hops(cx);
    for hop in &hops {
        let to = match &hop.to {
            To::Jump(host) => plain(host),
            To::Nodes(rows) => {
                let nodes: Vec<String> = rows
                    .iter()
                    .filter_map(|row| cx.node(*row))
                    .map(|n| plain(&machine(n)))
                    .collect();
                nodes.join(", ")
            }
        };
        file.line(format!(
            "| {} | {to} | {} | SSH | {} |",
            plain(&hop.from),
            hop.port,
            plain(ssh::purpose(lang))
        ));
    }
    listening(cx, &all, &hops, &mut file);
    file
}

/// A port or a range of them, and who comes there.
type Open = ((u16, Option<u16>), String);

/// What each node must let in.
fn listening(cx: &Context, all: &[Connection], hops: &[Hop], file: &mut File) {
    let lang = cx.spec.language;
    let mut ports: BTreeMap<usize, Vec<Open>> = BTreeMap::new();
    for c in all {
        let (Party::Roles(roles), Some(port)) = (&c.to, c.port) else { continue };
        for node in cx.with_roles(roles) {
            let Some(at) = cx.position(node.row) else { continue };
            ports.entry(at).or_default().push(((port, c.last), party(cx, &c.from)));
        }
    }
    for hop in hops {
        let To::Nodes(rows) = &hop.to else { continue };
        for at in rows.iter().filter_map(|row| cx.position(*row)) {
            ports.entry(at).or_default().push(((hop.port, None), plain(&hop.from)));
        }
    }
    if ports.is_empty() {
        return;
    }
    file.line("");
    file.line(
        const { Text::new("## Ports to open on each node", "## 各节点需要开放的端口") }.get(lang),
    );
    file.line("");
    for (at, mut open) in ports {
        let Some(node) = cx.spec.nodes.get(at) else { continue };
        open.sort();
        open.dedup();
        let mut words: Vec<String> = Vec::new();
        for chunk in open.chunk_by(|a, b| a.0 == b.0) {
            let Some(((first, last), _)) = chunk.first() else { continue };
            let port = ports_in_words(*first, *last);
            let from: Vec<&str> = chunk.iter().map(|(_, from)| from.as_str()).collect();
            words.push(match lang {
                Lang::En => format!("{port} from {}", from.join(", ")),
                Lang::Zh => format!("{port}（来自 {}）", from.join("、")),
            });
        }
        let (name, comma) = (plain(node.name.trim()), if lang == Lang::En { "; " } else { "；" });
        file.line(format!("- {name}: {}", words.join(comma)));
    }
}
