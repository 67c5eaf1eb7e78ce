//! The list of nodes as a whole.

use crate::{Context, Example, Rule, Sink, Source};
use model::value::Host;
use model::{Edit, Node, Place, Severity, Text, msg};
use std::collections::BTreeMap;

/// The same name twice.
pub(super) static SAME_NODE_TWICE: Rule = Rule {
    id: "GEN005",
    name: "same-node-twice",
    severity: Severity::Error,
    title: Text::new(
        "No two nodes have the same name; upper and lower case do not make a difference.",
        "节点名称不能重复，且不区分大小写。",
    ),
    why: Text::new(
        "Host names do not know upper and lower case, so both rows mean one machine: its files would be written twice, the second over the first, and it would be counted twice wherever a majority or a number of members matters. Remove one of the rows. Two installations on one machine need two names that point to the same address.",
        "主机名不区分大小写，两行指的是同一台机器：它的文件会写两次，后者覆盖前者；凡是涉及多数派或成员数量的地方也会被重复计算。请删除其中一行。同一台机器上的两套安装需要使用两个名称指向同一地址。",
    ),
    sources: &[
        Source::new("RFC 4343: host names ignore case", "https://www.rfc-editor.org/rfc/rfc4343"),
        Source::lab("balancer-same-server", "load balancers: duplicate server names and addresses"),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "",
        &[("nodes[0].name", "one.example.com"), ("nodes[1].name", "ONE.example.com")],
    ),
    clean: Example::Edits(
        "",
        &[("nodes[0].name", "one.example.com"), ("nodes[1].name", "two.example.com")],
    ),
    check: same_node_twice,
};

fn same_node_twice(cx: &Context, sink: &mut Sink) {
    let mut seen: BTreeMap<String, &Node> = BTreeMap::new();
    for node in &cx.spec.nodes {
        let name = node.name.trim().trim_end_matches('.').to_ascii_lowercase();
        if name.is_empty() {
            continue;
        }
        let Some(first) = seen.get(&name).copied() else {
            seen.insert(name, node);
            continue;
        };
        let found = sink
            .report(
                Place::NodeName(node.row),
                msg!(en: "{n} is in the list twice. Remove one of the two, or give it another name.",
                     zh: "{n} 在列表中出现了两次。请删除其中一个，或使用不同的名称。", n = cx.name(node.row)),
            )
            .related([Place::NodeName(first.row)]);
        let equal = first.address.trim() == node.address.trim()
            && first.roles == node.roles
            && first.settings == node.settings
            && first.overrides == node.overrides;
        if equal {
            found.fix(
                msg!(en: "Remove the second row", zh: "删除后一行"),
                vec![Edit::RemoveNode(node.row)],
            );
        }
    }
}

/// A machine that means itself among several.
pub(super) static LOOPBACK_NODE: Rule = Rule {
    id: "GEN006",
    name: "loopback-node",
    severity: Severity::Error,
    title: Text::new(
        "Among several nodes none is called localhost or has a loopback address.",
        "有多个节点时，任何节点都不能叫 localhost 或使用环回地址。",
    ),
    why: Text::new(
        "localhost and 127.0.0.0/8 mean the machine on which they are read: every node would take itself for this one. Enter the name by which the others reach it.",
        "localhost 和 127.0.0.0/8 指的是读取它的那台机器本身：每个节点都会把自己当作该节点。请填写其他节点能够访问到它的名称。",
    ),
    sources: &[
        Source::new(
            "RFC 6761, 6.3: localhost",
            "https://www.rfc-editor.org/rfc/rfc6761#section-6.3",
        ),
        Source::new(
            "RFC 1122, 3.2.1.3: loopback",
            "https://www.rfc-editor.org/rfc/rfc1122#section-3.2.1.3",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "",
        &[("nodes[0].name", "localhost"), ("nodes[+]", "other.example.com ")],
    ),
    clean: Example::Edits("", &[("nodes[0].address", "10.0.0.1")]),
    check: |cx, sink| {
        if cx.spec.nodes.len() < 2 {
            return;
        }
        let loopback = |host: &Option<Host>| host.as_ref().is_some_and(Host::is_loopback);
        for (node, hosts) in cx.spec.nodes.iter().zip(cx.hosts()) {
            let place = if loopback(&hosts.name) {
                Place::NodeName(node.row)
            } else if loopback(&hosts.address) {
                Place::NodeAddress(node.row)
            } else {
                continue;
            };
            let what = if matches!(place, Place::NodeName(_)) { &node.name } else { &node.address };
            let address = matches!(place, Place::NodeAddress(_)).then(|| place.clone());
            let found = sink.report(
                place,
                msg!(en: "{t} means the machine itself, so no other node can reach this one. Enter a name or an address that holds everywhere.",
                     zh: "{t} 指的是机器自身，其他节点无法访问它。请填写在任何节点上都有效的名称或地址。",
                     t = model::value::shown(what.trim())),
            );
            if let Some(address) = address {
                found.fix(
                    msg!(en: "Reach it by its name, {n}", zh: "使用其名称 {n} 访问", n = cx.name(node.row)),
                    vec![Edit::Clear(address)],
                );
            }
        }
    },
};

/// Nothing to configure.
pub(super) static NO_NODES: Rule = Rule {
    id: "GEN016",
    name: "no-nodes",
    severity: Severity::Error,
    title: Text::new("The list has at least one node.", "列表中至少有一个节点。"),
    why: Text::new(
        "Without nodes there is nothing to write files for. Paste your nodes: one name per line is enough.",
        "没有节点就没有可生成的文件。请粘贴节点列表，每行一个名称即可。",
    ),
    sources: &[Source::own("Muster: an archive has one folder per node")],
    symptoms: &[],
    fires: Example::Edits("", &[("nodes", "-")]),
    clean: Example::Edits("", &[]),
    check: |cx, sink| {
        if cx.spec.nodes.is_empty() {
            sink.report(
                Place::Nodes,
                msg!(en: "There are no nodes. Paste them, one name per line.",
                     zh: "还没有节点。请粘贴节点列表，每行一个名称。"),
            );
        }
    },
};
