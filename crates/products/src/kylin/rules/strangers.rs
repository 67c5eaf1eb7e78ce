//! Who does not belong into the list of nodes.

use super::servers::{by_hand, entries, report, same_machine, untold};
use super::support::{BROADCASTER, host_of, kylin_rows};
use ::rules::{Context, Example, Rule, Source, Symptom};
use model::value::{Host, shown};
use model::{RowId, Severity, Text, msg};
use std::collections::BTreeMap;

/// A server that is none of ours.
pub(super) static STRANGER: Rule = Rule {
    id: "KYL021",
    name: "stranger-in-cluster-servers",
    severity: Severity::Warning,
    title: Text::new(
        "kylin.server.cluster-servers names nodes of this cluster only.",
        "kylin.server.cluster-servers 只包含本集群的节点。",
    ),
    why: Text::new(
        "Every change is sent to the stranger as well, tried again several times and then given up, with an error in the log for each: a machine that was taken away slows every change down, and one of another cluster is told to empty its caches. Remove it, or add it to the node list.",
        "每次变更也会发送给它，重试数次后放弃，每次都在日志中留下错误：已下线的机器会拖慢每次变更，属于其他集群的机器会被要求清空缓存。请将其移除，或加入节点列表。",
    ),
    sources: &[
        Source::new(
            "Broadcaster.java:140 (3.1.3)",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/core-metadata/src/main/java/org/apache/kylin/metadata/cachesync/Broadcaster.java#L140",
        ),
        Source::lab("kylin-list-with-a-dead-server", "Lab: entry of a node that is down"),
    ],
    symptoms: &[
        Symptom::new("Announce broadcast event failed, targetNode …", "logs/kylin.log"),
        Symptom::new("exceeds retry limit, abandon targetNode …", "logs/kylin.log"),
    ],
    fires: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.server.cluster-servers",
            "k1.example.com:7070,k2.example.com:7070,k3.example.com:7070,k9.example.com:7070",
        )],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.server.cluster-servers",
            "k1.example.com:7070,k2.example.com:7070,k3.example.com:7070",
        )],
    ),
    check: |cx, sink| {
        let found = by_hand(cx);
        let ours = if found.is_empty() { BTreeMap::new() } else { names_of(cx, &kylin_rows(cx)) };
        for found in &found {
            let strange = |e: &&str| {
                host_of(e).is_some_and(|h| {
                    !h.is_loopback() && !is_ours(&ours, &h) && !is_balancer(cx, &h)
                })
            };
            let strangers: Vec<&str> = entries(found).into_iter().filter(strange).collect();
            let listed = entries(found).iter().filter_map(|e| host_of(e)).collect();
            if !strangers.is_empty() && !untold(cx, &listed) {
                report(
                    sink,
                    found,
                    msg!(en: "{e} in kylin.server.cluster-servers is no Kylin node of this list.",
                         zh: "kylin.server.cluster-servers 中的 {e} 不是本列表的 Kylin 节点。", e = shown(&strangers.join(", "))),
                    [],
                );
            }
        }
    },
};

fn is_ours(ours: &BTreeMap<Host, RowId>, host: &Host) -> bool {
    ours.contains_key(host) || ours.keys().any(|own| same_machine(own, host))
}

fn names_of(cx: &Context, rows: &[RowId]) -> BTreeMap<Host, RowId> {
    let mut names = BTreeMap::new();
    for row in rows {
        for host in cx.hosts_of(*row).into_iter().flat_map(::rules::NodeHosts::all) {
            names.entry(host.clone()).or_insert(*row);
        }
    }
    names
}

/// Whether a host is the load balancer: the name that clients use, or a node that runs it alone.
fn is_balancer(cx: &Context, host: &Host) -> bool {
    if cx.is("lb.kind", "none") {
        return false;
    }
    cx.get::<Host>("lb.name").is_ok_and(|name| name == *host)
        || cx
            .with_roles(&["load_balancer"])
            .iter()
            .any(|n| cx.hosts_of(n.row).is_some_and(|h| h.name.as_ref() == Some(host)))
}

/// The balancer in the list of nodes.
pub(super) static BALANCER: Rule = Rule {
    id: "KYL022",
    name: "load-balancer-in-cluster-servers",
    severity: Severity::Warning,
    title: Text::new(
        "The load balancer is not in kylin.server.cluster-servers.",
        "kylin.server.cluster-servers 中不能出现负载均衡。",
    ),
    why: Text::new(
        "Nodes tell each other directly. What goes to the load balancer reaches one node of its choice, or none, because it closes the internal endpoints: the others keep their old state. List the nodes themselves.",
        "节点之间直接互相通知。发给负载均衡的通知只会到达它选中的某一个节点，或者因为它关闭了内部接口而被拒绝，其他节点仍保留旧状态。请列出节点本身。",
    ),
    sources: &[
        BROADCASTER,
        Source::lab(
            "kylin-cache-address-without-login",
            "Lab: PUT /kylin/api/cache: 200 at the node, 403 through the load balancer",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.server.cluster-servers",
            "k1.example.com:7070,k2.example.com:7070,k3.example.com:7070,kylin.example.com:8080",
        )],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.server.cluster-servers",
            "k1.example.com:7070,k2.example.com:7070,k3.example.com:7070",
        )],
    ),
    check: |cx, sink| {
        let found = by_hand(cx);
        let ours = if found.is_empty() { BTreeMap::new() } else { names_of(cx, &kylin_rows(cx)) };
        for found in found {
            let balancer =
                |e: &&str| host_of(e).is_some_and(|h| !is_ours(&ours, &h) && is_balancer(cx, &h));
            if let Some(entry) = entries(&found).into_iter().find(balancer) {
                report(
                    sink,
                    &found,
                    msg!(en: "\"{e}\" in kylin.server.cluster-servers is the load balancer: what is sent there reaches one node at most.",
                         zh: "kylin.server.cluster-servers 中的“{e}”是负载均衡：发往它的通知最多只到达一个节点。", e = shown(entry)),
                    [],
                );
            }
        }
    },
};
