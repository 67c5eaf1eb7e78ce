//! Kubernetes in the place of ZooKeeper, and of MiddleManagers.

use super::asked::{Seen, each, is_variable, place_or};
use super::rule;
use super::shared::{Said, each as each_of};
use crate::druid::effective::place_of;
use crate::druid::programs::{COORDINATOR_OVERLORD, OVERLORD_ALONE};
use crate::druid::roles::WORKERS;
use crate::druid::sources::{DOC_KUBERNETES, K8S_DISCOVERY, K8S_RUNNER};
use model::value::shown;
use model::{Edit, Place, Property, msg};

const TYPE: &str = "druid.discovery.type";
const IDENTIFIER: &str = "druid.discovery.k8s.clusterIdentifier";
const ENABLED: &str = "druid.zk.service.enabled";

rule!(
    /// Discovery by Kubernetes, half set.
    DISCOVERY, "DRU037", "half-set-kubernetes-discovery", Warning,
    ["Where Kubernetes finds the services, ZooKeeper is switched off.", "通过 Kubernetes 发现服务时应关闭 ZooKeeper。"],
    ["Beside druid.discovery.type=k8s stands druid.zk.service.enabled=false, and what else asked ZooKeeper takes HTTP. Otherwise a part of the processes still looks into ZooKeeper.",
     "druid.discovery.type=k8s 应与 druid.zk.service.enabled=false 一起设置，其他使用 ZooKeeper 的功能改用 HTTP。否则部分进程仍会使用 ZooKeeper。"],
    [DOC_KUBERNETES], [],
    fires "druid-33" [("settings.ingestion.more", "druid-kubernetes-extensions"), ("overrides.cluster.druid.discovery.type", "k8s"), ("overrides.cluster.druid.discovery.k8s.clusterIdentifier", "sales-1")],
    clean "druid-33" [("settings.ingestion.more", "druid-kubernetes-extensions"), ("overrides.cluster.druid.discovery.type", "k8s"), ("overrides.cluster.druid.discovery.k8s.clusterIdentifier", "sales-1"), ("overrides.cluster.druid.zk.service.enabled", "false")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each(cx) {
            let off = program.reads(cx, node, ENABLED).eq_ignore_ascii_case("false");
            let place = place_or(cx, node, program, TYPE, "zookeeper.kind");
            if program.reads(cx, node, TYPE) != "k8s" || off || !seen.first(&place) {
                continue;
            }
            let found = sink.report(place.clone(), msg!(en: "{p} is told to find others by Kubernetes, without druid.zk.service.enabled=false.",
                zh: "{p} 通过 Kubernetes 发现服务，但没有设置 druid.zk.service.enabled=false。", p = program.title));
            if let Place::Override(layer, property) = &place {
                let switch = Place::Override(layer.clone(), Property::new(property.file(), ENABLED));
                found.fix(msg!(en: "Switch ZooKeeper off", zh: "关闭 ZooKeeper"), vec![Edit::Set(switch, "false".to_owned())]);
            }
        }
    }
);

/// Whether Kubernetes' extension takes a text for the cluster's name
/// (`[a-z0-9][a-z0-9-]*[a-z0-9]`).
fn is_identifier(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.len() > 1
        && text.chars().all(|c| letter(c) || c == '-')
        && text.starts_with(letter)
        && text.ends_with(letter)
}

rule!(
    /// A cluster without a name that Kubernetes can take.
    IDENTIFIER_FORM, "DRU134", "kubernetes-cluster-identifier", Error,
    ["Discovery by Kubernetes has an identifier of the cluster.", "通过 Kubernetes 发现服务时须有集群标识。"],
    ["druid.discovery.k8s.clusterIdentifier becomes a label of every pod: two characters at least, lower-case letters and digits, hyphens in between. Every process checks it and stops without one, or with another.",
     "druid.discovery.k8s.clusterIdentifier 会成为每个 Pod 的标签：至少两个字符，由小写字母和数字组成，中间可有连字符。每个进程都会检查，缺少或不符合时会停止。"],
    [K8S_DISCOVERY, DOC_KUBERNETES],
    [("null/empty clusterIdentifier", "output of the start"), ("clusterIdentifier[…] is used in k8s resource name and must match regex", "output of the start")],
    fires "druid-33" [("settings.ingestion.more", "druid-kubernetes-extensions"), ("overrides.cluster.druid.discovery.type", "k8s"), ("overrides.cluster.druid.discovery.k8s.clusterIdentifier", "Prod_1")],
    clean "druid-33" [("settings.ingestion.more", "druid-kubernetes-extensions"), ("overrides.cluster.druid.discovery.type", "k8s"), ("overrides.cluster.druid.discovery.k8s.clusterIdentifier", "prod-1"), ("overrides.cluster.druid.zk.service.enabled", "false")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each(cx).filter(|(program, node)| program.reads(cx, node, TYPE) == "k8s") {
            let name = program.reads(cx, node, IDENTIFIER);
            let key = if name.is_empty() { TYPE } else { IDENTIFIER };
            let place = place_or(cx, node, program, key, "zookeeper.kind");
            if is_variable(&name) || is_identifier(&name) || !seen.first(&place) {
                continue;
            }
            sink.report(place, if name.is_empty() {
                msg!(en: "{p} finds others by Kubernetes, and druid.discovery.k8s.clusterIdentifier is not set: it would stop.",
                    zh: "{p} 通过 Kubernetes 发现服务，但没有设置 druid.discovery.k8s.clusterIdentifier：它会停止。", p = program.title)
            } else {
                msg!(en: "\"{v}\" is no identifier such as prod-1: {p} would stop.", zh: "“{v}”不是 prod-1 这样的标识：{p} 会停止。",
                    v = shown(&name), p = program.title)
            });
        }
    }
);

rule!(
    /// Nodes that no task reaches.
    IDLE_WORKERS, "DRU132", "workers-beside-pods", Warning,
    ["Where tasks run in pods, no node waits for them.", "任务在 Pod 中运行时，不应再有等待任务的节点。"],
    ["With druid.indexer.runner.type=k8s the Overlord starts a pod for each task, and MiddleManagers and Indexers get none. Take them away, or choose k8sAndWorker, which uses both.",
     "druid.indexer.runner.type=k8s 时 Overlord 为每个任务启动一个 Pod，MiddleManager 和 Indexer 得不到任务。请移除它们，或选择同时使用两者的 k8sAndWorker。"],
    [K8S_RUNNER, DOC_KUBERNETES], [],
    fires "druid-ha" [("overrides.cluster.druid.indexer.runner.type", "k8s")],
    clean "druid-ha" [("overrides.cluster.druid.indexer.runner.type", "k8sAndWorker")],
    |cx, sink| {
        let idle: Vec<_> = cx.with_roles(WORKERS).iter().map(|node| node.row).collect();
        let mut said = Said::default();
        each_of(cx, &[&COORDINATOR_OVERLORD, &OVERLORD_ALONE], |node, program| {
            const KEY: &str = "druid.indexer.runner.type";
            let place = place_of(cx, node, program, KEY);
            if !idle.is_empty() && program.reads(cx, node, KEY) == "k8s" && said.first(&place) {
                sink.report(place, msg!(en: "Every task runs in a pod: {nodes} get none.", zh: "所有任务都在 Pod 中运行：{nodes} 得不到任务。", nodes = cx.names(&idle)));
            }
        });
    }
);

#[cfg(test)]
mod tests {
    use super::is_identifier;

    #[test]
    fn an_identifier_is_what_a_label_takes() {
        for good in ["prod-1", "01", "a--b"] {
            assert!(is_identifier(good), "{good}");
        }
        for bad in ["", "a", "Prod", "prod_1", "-a", "a-", "a.b"] {
            assert!(!is_identifier(bad), "{bad}");
        }
    }
}
