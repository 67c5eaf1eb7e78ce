//! Names that lead to the machine itself by loopback.

use super::{PREFLIGHT, some};
use crate::{Example, Rule, Source};
use model::value::{Host, Value, shown};
use model::{Place, Severity, Text, msg};
use std::collections::BTreeSet;

/// No machine takes a node's name for a loopback address.
pub(in crate::general) static NAME_IS_LOOPBACK: Rule = Rule {
    id: "HST006",
    name: "name-is-loopback",
    severity: Severity::Warning,
    title: Text::new(
        "No machine takes a node's name for a loopback address.",
        "没有机器把节点名称解析为回环地址。",
    ),
    why: Text::new(
        "A program that asks for its own name and gets 127.0.0.1 or 127.0.1.1 listens there, where the others cannot reach it, or tells them that address; Debian's installer writes such a line. Where it is another node's name, the machine talks to itself in place of that node. Correct /etc/hosts: each name with its real address.",
        "程序查询自己的名称得到 127.0.0.1 或 127.0.1.1 时，会监听在其他节点无法访问的地址上，或把该地址告诉其他节点；Debian 的安装程序会写入这样的一行。若是其他节点的名称，机器就是在与自己通信。请修正 /etc/hosts：每个名称对应其真实地址。",
    ),
    sources: &[
        PREFLIGHT,
        Source::new(
            "Debian Reference: the hostname resolution",
            "https://www.debian.org/doc/manuals/debian-reference/ch05.en.html#_the_hostname_resolution",
        ),
    ],
    symptoms: &[],
    fires: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"<0>","resolves":["<0>=127.0.1.1"]}]}"#,
    ),
    clean: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"<0>","resolves":["<0>=10.0.0.1"]}]}"#,
    ),
    check: |cx, sink| {
        let own: BTreeSet<&str> = cx.spec.nodes.iter().map(|node| node.name.trim()).collect();
        for (node, machine) in cx.machines() {
            let wrong = machine.resolves.iter().filter(|(name, address)| {
                own.contains(name.as_str()) && Host::parse(address).is_ok_and(|h| h.is_loopback())
            });
            let (itself, others): (Vec<_>, Vec<_>) =
                wrong.partition(|(name, _)| name == node.name.trim());
            if let Some((_, address)) = itself.first() {
                sink.report(
                    Place::Node(node.row),
                    msg!(en: "On its own machine {n} is {a}: what listens there cannot be reached by the others. Give it its real address in /etc/hosts.",
                         zh: "在自己的机器上 {n} 解析为 {a}：监听在此的程序无法被其他节点访问。请在 /etc/hosts 中写成真实地址。",
                         n = cx.name(node.row), a = shown(address)),
                );
            }
            let others: Vec<&str> = others.iter().map(|(name, _)| name.as_str()).collect();
            if !others.is_empty() {
                sink.report(
                    Place::Node(node.row),
                    msg!(en: "The machine of {n} takes {names} for itself. Correct its /etc/hosts.",
                         zh: "{n} 的机器把 {names} 当成自己。请修正该机器的 /etc/hosts。",
                         n = cx.name(node.row), names = some(&others)),
                );
            }
        }
    },
};
