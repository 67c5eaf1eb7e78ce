//! Machines of several architectures.

use super::PREFLIGHT;
use crate::{Example, Rule};
use model::value::shown;
use model::{Place, RowId, Severity, Text, msg};
use std::collections::BTreeMap;

/// All machines have one architecture.
pub(in crate::general) static ARCHITECTURES_DIFFER: Rule = Rule {
    id: "HST018",
    name: "architectures-differ",
    severity: Severity::Info,
    title: Text::new("All machines have one architecture.", "所有机器的架构相同。"),
    why: Text::new(
        "The archive brings the same packages to all nodes. What is not pure Java, such as a load balancer or a native library, then exists for one part of them alone, and numbers measured on one half say little about the other. See that Java and such packages are there for each architecture.",
        "部署包向所有节点提供相同的安装包。非纯 Java 的程序（如负载均衡、原生库）可能只适用于其中一部分机器，在一类机器上测得的数据也不适用于另一类。请确认每种架构都有相应的 Java 和软件包。",
    ),
    sources: &[PREFLIGHT],
    symptoms: &[],
    fires: Example::Machines(
        "",
        &[("nodes[+]", "other.example.net ")],
        r#"{"schema":1,"nodes":[{"node":"<0>","architecture":"x86_64"},{"node":"other.example.net","architecture":"aarch64"}]}"#,
    ),
    clean: Example::Machines(
        "",
        &[("nodes[+]", "other.example.net ")],
        r#"{"schema":1,"nodes":[{"node":"<0>","architecture":"x86_64"},{"node":"other.example.net","architecture":"x86_64"}]}"#,
    ),
    check: |cx, sink| {
        let mut by_name: BTreeMap<&str, Vec<RowId>> = BTreeMap::new();
        for (node, machine) in cx.machines().filter(|(_, m)| !m.architecture.is_empty()) {
            by_name.entry(&machine.architecture).or_default().push(node.row);
        }
        if by_name.len() < 2 {
            return;
        }
        let all: Vec<String> = by_name
            .iter()
            .map(|(name, rows)| format!("{} ({})", shown(name), cx.names(rows)))
            .collect();
        sink.report(
            Place::Nodes,
            msg!(en: "The machines have several architectures: {all}.",
                 zh: "各机器的架构不同：{all}。", all = all.join("; ")),
        );
    },
};
