//! Ports that a service needs and another program has.

use super::PREFLIGHT;
use crate::{Example, Rule, Source, Symptom};
use model::{Place, Severity, Text, msg};

/// The ports that a node's services need are free on its machine.
pub(in crate::general) static PORT_TAKEN: Rule = Rule {
    id: "HST012",
    name: "port-taken",
    severity: Severity::Warning,
    title: Text::new(
        "The ports that a node's services need are free on its machine.",
        "节点上各服务所需的端口在机器上是空闲的。",
    ),
    why: Text::new(
        "Somebody listens on the port, and none of the services that would is running: they will end at the start, because the address is in use. It may be an older installation of the same program. Find it (ss -ltnp) and stop it, or choose another port. Only who listens on another address of the machine is no harm.",
        "该端口已有程序监听，而本应使用它的服务都没有在运行：服务启动时会因地址被占用而退出。占用者可能是同一程序的旧安装。请查出（ss -ltnp）并停止它，或改用其他端口。只有监听在本机其他地址上的程序才无妨。",
    ),
    sources: &[
        PREFLIGHT,
        Source::new(
            "POSIX bind: EADDRINUSE",
            "https://pubs.opengroup.org/onlinepubs/9699919799/functions/bind.html",
        ),
    ],
    symptoms: &[Symptom::new("Address already in use (Bind failed)", "any log")],
    fires: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"<0>","listening":[22,<port>],"running":""}]}"#,
    ),
    clean: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"<0>","listening":[22],"running":""}]}"#,
    ),
    check: |cx, sink| {
        for (node, machine) in cx.machines() {
            // What runs is not known of older facts, and then the service itself may be who listens.
            let Some(running) = &machine.running else { continue };
            let services = cx.services_of(node);
            for (port, roles) in cx.ports_of(node) {
                if !machine.listening.contains(&port) {
                    continue;
                }
                let own = services.iter().filter(|s| roles.iter().any(|r| s.roles.contains(r)));
                let own: Vec<_> = own.collect();
                let Some(first) = own.first() else { continue };
                if own.iter().any(|s| running.iter().any(|id| id == s.id)) {
                    continue;
                }
                sink.report(
                    Place::Node(node.row),
                    msg!(en: "On {n} another program listens on port {p}, which {r} needs. Stop it, or choose another port.",
                         zh: "{n} 的端口 {p} 已被其他程序占用，而 {r} 需要它。请停止该程序，或改用其他端口。",
                         n = cx.name(node.row), p = port, r = first.title),
                );
            }
        }
    },
};
