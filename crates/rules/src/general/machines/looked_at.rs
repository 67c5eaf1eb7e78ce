//! Nodes whose machines nobody looked at.

use super::{PREFLIGHT, about};
use crate::{Example, Rule};
use model::{RowId, Severity, Text, msg};
use std::collections::BTreeMap;

/// Every node's machine was looked at.
pub(in crate::general) static NOT_LOOKED_AT: Rule = Rule {
    id: "HST001",
    name: "machine-not-looked-at",
    severity: Severity::Info,
    title: Text::new("Every node's machine was looked at.", "每个节点的机器都已检查。"),
    why: Text::new(
        "The facts do not have this node, or bin/preflight could not log in there: nothing is known of its machine, and nothing is said about it. Run bin/preflight of an archive that has the node, and mend ssh first where it failed.",
        "facts.json 中没有该节点，或 bin/preflight 无法登录：对这台机器一无所知，也就不作任何判断。请用包含该节点的部署包运行 bin/preflight；登录失败的，先修复 ssh。",
    ),
    sources: &[PREFLIGHT],
    symptoms: &[],
    fires: Example::Machines("", &[], r#"{"schema":1,"nodes":[{"node":"<0>","reachable":"no"}]}"#),
    clean: Example::Edits("", &[]),
    check: |cx, sink| {
        let Some(facts) = cx.facts else { return };
        let known = facts.machines.iter().map(|m| (m.node.as_str(), m.reachable == Some(false)));
        let known: BTreeMap<&str, bool> = known.collect();
        let rows = |of: Option<bool>| -> Vec<RowId> {
            let nodes = cx.spec.nodes.iter();
            nodes.filter(|n| known.get(n.name.trim()).copied() == of).map(|n| n.row).collect()
        };
        about(cx, sink, &rows(None), |n| {
            msg!(en: "Nobody looked at {n}: the facts do not have them. Run bin/preflight of an archive with these nodes.",
                 zh: "没有检查过 {n}：facts.json 中没有这些节点。请用包含这些节点的部署包运行 bin/preflight。", n = n)
        });
        about(cx, sink, &rows(Some(true)), |n| {
            msg!(en: "bin/preflight could not log in to {n}, so nothing is known of these machines.",
                 zh: "bin/preflight 无法登录 {n}，因此对这些机器一无所知。", n = n)
        });
    },
};
