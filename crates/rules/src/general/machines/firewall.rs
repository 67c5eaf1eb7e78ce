//! firewalld on machines.

use super::{PREFLIGHT, about};
use crate::{Example, Rule, Source};
use model::{RowId, Severity, Text, msg};
use std::collections::BTreeMap;

/// A firewall on a machine lets the cluster's connections through.
pub(in crate::general) static FIREWALLD: Rule = Rule {
    id: "HST016",
    name: "firewalld-runs",
    severity: Severity::Info,
    title: Text::new(
        "A firewall on a machine lets the cluster's connections through.",
        "机器上的防火墙放行集群内部的连接。",
    ),
    why: Text::new(
        "firewalld runs, and by default it lets nothing in but ssh: members do not find each other, and clients wait for a timeout. Open the ports of FIREWALL.md for the hosts that it names: firewall-cmd --permanent --add-port=PORT/tcp, then firewall-cmd --reload.",
        "firewalld 正在运行，默认只放行 ssh：成员之间无法互相找到，客户端会等到超时。请按 FIREWALL.md 为其中列出的主机放行端口：firewall-cmd --permanent --add-port=端口/tcp，然后 firewall-cmd --reload。",
    ),
    sources: &[
        PREFLIGHT,
        Source::new("firewalld: documentation", "https://firewalld.org/documentation/"),
    ],
    symptoms: &[],
    fires: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"<0>","firewalld":"running"}]}"#,
    ),
    clean: Example::Machines("", &[], r#"{"schema":1,"nodes":[{"node":"<0>"}]}"#),
    check: |cx, sink| {
        let mut by_ports: BTreeMap<Vec<u16>, Vec<RowId>> = BTreeMap::new();
        for (node, _) in cx.machines().filter(|(_, machine)| machine.firewalld) {
            let ports = cx.ports_of(node).into_iter().map(|(port, _)| port).collect();
            by_ports.entry(ports).or_default().push(node.row);
        }
        for (ports, rows) in by_ports {
            let ports: Vec<String> = ports.iter().map(u16::to_string).collect();
            about(cx, sink, &rows, |n| {
                if ports.is_empty() {
                    return msg!(en: "firewalld runs on {n}. Let ssh in.", zh: "{n} 上运行着 firewalld。请放行 ssh。", n = n);
                }
                msg!(en: "firewalld runs on {n}. Open {p} there, for the hosts in FIREWALL.md.",
                     zh: "{n} 上运行着 firewalld。请按 FIREWALL.md 放行 {p}。", n = n, p = ports.join(", "))
            });
        }
    },
};
