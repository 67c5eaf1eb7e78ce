//! A node's own name that leads to another machine.

use super::{PREFLIGHT, some};
use crate::{Example, Rule, Symptom};
use model::value::{Host, Value, shown};
use model::{Place, Severity, Text, msg};

/// On its machine a node's name is one of the machine's own addresses.
pub(in crate::general) static NAME_LEADS_ELSEWHERE: Rule = Rule {
    id: "HST007",
    name: "name-leads-elsewhere",
    severity: Severity::Warning,
    title: Text::new(
        "On its machine a node's name is one of the machine's own addresses.",
        "在自己的机器上，节点名称解析为该机器的某个地址。",
    ),
    why: Text::new(
        "A program asks for its own name to know where it listens and what it tells the others. An address that the machine does not have cannot be listened on, and the others are sent to a stranger: often an old line in DNS, or a machine that was set up anew. Correct DNS or /etc/hosts.",
        "程序通过查询自己的名称得知监听地址以及告诉其他节点的地址。机器没有的地址无法监听，其他节点也会被引到别的机器：常见原因是 DNS 中的旧记录，或机器重装过。请修正 DNS 或 /etc/hosts。",
    ),
    sources: &[PREFLIGHT],
    symptoms: &[Symptom::new("BindException: Cannot assign requested address", "any log")],
    fires: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"<0>","addresses":["10.0.0.1"],"resolves":["<0>=10.0.0.9"]}]}"#,
    ),
    clean: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"<0>","addresses":["10.0.0.1"],"resolves":["<0>=10.0.0.1"]}]}"#,
    ),
    check: |cx, sink| {
        for (node, machine) in cx.machines().filter(|(_, machine)| !machine.addresses.is_empty()) {
            let own = machine.resolves.iter().find(|(name, _)| name == node.name.trim());
            let Some((_, address)) = own else { continue };
            let Ok(host) = Host::parse(address) else { continue };
            if host.is_loopback() || machine.addresses.contains(address) {
                continue;
            }
            let all: Vec<&str> = machine.addresses.iter().map(String::as_str).collect();
            sink.report(
                Place::Node(node.row),
                msg!(en: "On its own machine {n} is {a}, which is none of its addresses ({all}). Correct DNS or /etc/hosts.",
                     zh: "在自己的机器上 {n} 解析为 {a}，而这不是它的地址（{all}）。请修正 DNS 或 /etc/hosts。",
                     n = cx.name(node.row), a = shown(address), all = some(&all)),
            );
        }
    },
};
