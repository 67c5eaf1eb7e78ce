//! Names that a machine does not know.

use super::{PREFLIGHT, some};
use crate::{Example, Rule, Symptom};
use model::{Place, Severity, Text, msg};
use std::collections::BTreeSet;

/// Every machine knows the names of all nodes.
pub(in crate::general) static NAME_UNRESOLVED: Rule = Rule {
    id: "HST005",
    name: "name-unresolved",
    severity: Severity::Warning,
    title: Text::new(
        "Every machine knows the names of all nodes.",
        "每台机器都能解析所有节点的名称。",
    ),
    why: Text::new(
        "Programs call each other by the names in the document. A machine that does not know one cannot reach that node, or waits for a timeout at each try. Add the names to DNS, or to /etc/hosts of the machine.",
        "各程序按文档中的名称互相连接。机器不认识某个名称，就无法访问该节点，或每次都等到超时。请把名称加入 DNS 或该机器的 /etc/hosts。",
    ),
    sources: &[PREFLIGHT],
    symptoms: &[
        Symptom::new("java.net.UnknownHostException: ", "any log"),
        Symptom::new("host not found in upstream", "nginx -t"),
    ],
    fires: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"<0>","resolves":["<0>="]}]}"#,
    ),
    clean: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"<0>","resolves":["<0>=10.0.0.1"]}]}"#,
    ),
    check: |cx, sink| {
        let own: BTreeSet<&str> = cx.spec.nodes.iter().map(|node| node.name.trim()).collect();
        for (node, machine) in cx.machines() {
            let unknown = machine
                .resolves
                .iter()
                .filter(|(name, address)| address.is_empty() && own.contains(name.as_str()));
            let unknown: Vec<&str> = unknown.map(|(name, _)| name.as_str()).collect();
            if !unknown.is_empty() {
                sink.report(
                    Place::Node(node.row),
                    msg!(en: "The machine of {n} does not know {names}. Add them to DNS or to its /etc/hosts.",
                         zh: "{n} 的机器无法解析 {names}。请加入 DNS 或该机器的 /etc/hosts。",
                         n = cx.name(node.row), names = some(&unknown)),
                );
            }
        }
    },
};
