//! Machines that were looked at and belong to no node.

use super::{PREFLIGHT, some};
use crate::{Example, Rule};
use model::{Place, Severity, Text, msg};
use std::collections::BTreeSet;

/// Every machine that was looked at is one of the document's nodes.
pub(in crate::general) static FACTS_OF_A_STRANGER: Rule = Rule {
    id: "HST002",
    name: "facts-of-a-stranger",
    severity: Severity::Info,
    title: Text::new(
        "Every machine that was looked at is one of the document's nodes.",
        "检查过的每台机器都是文档中的节点。",
    ),
    why: Text::new(
        "The facts are of a node that the document does not have: it was renamed or taken out, or the facts are those of another cluster. Nothing is judged by them. Run bin/preflight of a new archive, or name the node as before.",
        "facts.json 中有文档里没有的节点：它被改名或删除，或者该文件属于另一个集群。这些内容不参与判断。请用新的部署包运行 bin/preflight，或恢复节点原来的名称。",
    ),
    sources: &[PREFLIGHT],
    symptoms: &[],
    fires: Example::Machines(
        "",
        &[],
        r#"{"schema":1,"nodes":[{"node":"stranger.example.net","cores":4}]}"#,
    ),
    clean: Example::Machines("", &[], r#"{"schema":1,"nodes":[{"node":"<0>","cores":4}]}"#),
    check: |cx, sink| {
        let Some(facts) = cx.facts else { return };
        let own: BTreeSet<&str> = cx.spec.nodes.iter().map(|node| node.name.trim()).collect();
        let names = facts.machines.iter().map(|machine| machine.node.as_str());
        let strangers: Vec<&str> = names.filter(|name| !own.contains(name)).collect();
        if !strangers.is_empty() {
            sink.report(
                Place::Nodes,
                msg!(en: "The facts have machines that the document does not have: {n}.",
                     zh: "facts.json 中有文档里没有的机器：{n}。", n = some(&strangers)),
            );
        }
    },
};
