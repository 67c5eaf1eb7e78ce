//! Values that Alluxio compares between nodes. It only reports a difference; nothing stops.

use super::rule;
use crate::alluxio::choice::Topology;
use crate::alluxio::effective::topology;
use crate::alluxio::roles::{MASTER, WORKER};
use crate::alluxio::sources::{PROPERTY_KEY, lab};
use ::rules::{Apart, Context, Sink, apart};
use model::value::shown;
use model::{Layer, Place, msg};
use std::collections::BTreeSet;

rule!(
    /// A difference that Alluxio calls an error.
    ENFORCED, "ALX051", "nodes-must-agree", Warning,
    ["What Alluxio requires to be identical is the same on all nodes.", "Alluxio 要求一致的配置项在各节点上相同。"],
    ["Alluxio compares these keys letter by letter and lists a difference as an error of the configuration, in its page and in `fsadmin doctor configuration`. The processes start all the same, and behave differently from node to node. Set the key for the cluster.",
     "Alluxio 会逐字符比较这些配置项，并在页面和 `fsadmin doctor configuration` 中把差异列为配置错误。进程照常启动，但各节点行为不同。请在集群级设置。"],
    [lab("alluxio-nodes-differ"), PROPERTY_KEY], [("those properties are required to be identical", "fsadmin doctor configuration")],
    fires "alluxio-three" [("nodes[0].overrides.alluxio.underfs.hdfs.remote", "false")],
    clean "alluxio-three" [("overrides.cluster.alluxio.underfs.hdfs.remote", "false")],
    |cx, sink| differences(cx, sink, "same")
);

rule!(
    /// A difference that Alluxio warns of.
    ADVISED, "ALX052", "nodes-should-agree", Info,
    ["What Alluxio recommends to be identical is the same on all nodes.", "Alluxio 建议一致的配置项在各节点上相同。"],
    ["Alluxio compares these keys, too, and warns of a difference. Sizes of machines that differ are a good reason for one; otherwise set the key for the cluster or the role.",
     "Alluxio 也会比较这些配置项，并对差异给出警告。机器规格不同是合理的原因；否则请在集群级或角色级设置。"],
    [PROPERTY_KEY], [],
    fires "alluxio-three" [("nodes[3].overrides.alluxio.worker.data.folder", "/blocks/")],
    clean "alluxio-three" [("overrides.role.worker.alluxio.worker.data.folder", "/blocks/")],
    |cx, sink| differences(cx, sink, "alike")
);

fn differences(cx: &Context, sink: &mut Sink, level: &str) {
    let keys: BTreeSet<&str> = cx
        .overrides()
        .filter(|(place, ..)| !matches!(place, Place::Override(Layer::Cluster, _)))
        .map(|(_, key, _)| key)
        .collect();
    for key in keys {
        let Some(known) = cx.catalogue().find(key) else { continue };
        let (of, who) = known.scope.split_once(':').unwrap_or((&known.scope, ""));
        let judged = topology(cx) == Topology::ZooKeeper && super::apart::JUDGED.contains(&key);
        if of != level || judged {
            continue;
        }
        let concerned = |row: &model::RowId| {
            let node = cx.node(*row);
            match who {
                "master" => node.is_some_and(|n| n.roles.contains(MASTER)),
                "worker" => node.is_some_and(|n| n.roles.contains(WORKER)),
                _ => true,
            }
        };
        let mut found = cx.values_of(key);
        for one in &mut found {
            one.nodes.retain(concerned);
        }
        found.retain(|f| !f.nodes.is_empty());
        for Apart { odd, rest } in apart(&found, |a, b| a.value == b.value) {
            sink.report(
                odd.place.clone(),
                msg!(en: "{k} is \"{a}\" on {na} and \"{b}\" on {nb}.", zh: "{k} 在 {na} 上是“{a}”，在 {nb} 上是“{b}”。",
                     k = key, a = shown(&odd.value), na = cx.names(&odd.nodes),
                     b = shown(&rest.value), nb = cx.names(&rest.nodes)),
            )
            .related([rest.place.clone()]);
        }
    }
}
