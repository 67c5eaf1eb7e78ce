//! Nodes of one cluster that look for each other in different places.

use super::rule;
use crate::alluxio::choice::Topology;
use crate::alluxio::effective::{
    JOURNAL_FOLDER, ZOOKEEPER_ADDRESS, journal_is_ufs, topology, zookeeper_on,
};
use crate::alluxio::roles::MASTER;
use crate::alluxio::sources::{LEADER_SELECTOR, LEADER_SOUGHT, lab};
use ::rules::{Apart, Context, Found, Sink, apart};
use model::value::shown;
use model::{Edit, Layer, Message, Place, RowId, msg};

/// What these rules judge, so that nothing else speaks of it.
pub(super) const JUDGED: &[&str] = &[ELECTION, LEADER];

const ELECTION: &str = "alluxio.zookeeper.election.path";
const LEADER: &str = "alluxio.zookeeper.leader.path";

/// Whether a node is a master.
fn is_master(cx: &Context, row: RowId) -> bool {
    cx.node(row).is_some_and(|node| node.roles.contains(MASTER))
}

/// The values of a key on the nodes that ask ZooKeeper for the leader, of masters alone where that is
/// asked; nothing while one of them is known on the machine only.
fn values(cx: &Context, key: &str, masters: bool) -> Vec<Found> {
    let asks = |row: &RowId| {
        let config = cx.config_of(*row);
        config.is_some_and(|config| zookeeper_on(cx, config)) && (!masters || is_master(cx, *row))
    };
    let mut all = cx.values_of(key);
    for found in &mut all {
        found.nodes.retain(asks);
    }
    all.retain(|found| !found.nodes.is_empty());
    if all.iter().any(|found| found.literal().is_none()) { Vec::new() } else { all }
}

/// The znode behind the servers of an address: `z1:2181,z2:2181/alluxio`.
fn root(found: &Found) -> &str {
    found.value.split_once('/').map_or("", |(_, path)| path).trim_end_matches('/')
}

/// Reports the values that differ from those of most nodes, with the fix that takes them away.
fn differences(
    sink: &mut Sink,
    all: &[Found],
    same: impl Fn(&Found, &Found) -> bool,
    say: impl Fn(&Apart) -> Message,
) {
    let mut seen: Vec<&Place> = Vec::new();
    for pair in apart(all, same) {
        let place = &pair.odd.place;
        if seen.contains(&place) {
            continue;
        }
        seen.push(place);
        let report = sink.report(place.clone(), say(&pair)).related([pair.rest.place.clone()]);
        if let Place::Override(Layer::Role(_) | Layer::Node(_), _) = place {
            let title = msg!(en: "Remove the override", zh: "删除该覆盖项");
            report.fix(title, vec![Edit::Clear(place.clone())]);
        }
    }
}

/// Values of two groups, for a message.
fn parts(cx: &Context, pair: &Apart) -> [String; 4] {
    let [odd, rest] = [pair.odd, pair.rest];
    [shown(&odd.value), cx.names(&odd.nodes), shown(&rest.value), cx.names(&rest.nodes)]
}

rule!(
    /// Masters that elect in different places, or write different journals.
    MASTERS, "ALX076", "masters-apart", Error,
    ["All masters elect in one znode and write one journal.", "所有 master 在同一个 znode 选主，并写同一个 Journal。"],
    ["The znode of the election is where masters hear of each other: with another one a master is alone there and leads, beside the leader of the rest. With another folder for the journal it stands by, and when it leads it does not know what the old leader wrote; nothing reports either. Set them once, for the cluster.",
     "master 通过选举 znode 得知彼此的存在：使用另一个 znode 的 master 独自参选并成为主，与其他 master 的主并存。Journal 目录不同时，它虽是备，一旦成为主却不知道旧主写过什么；两种情况都没有任何提示。请只为整个集群设置一次。"],
    [LEADER_SELECTOR, lab("alluxio-masters-alone"), lab("alluxio-private-journal")], [],
    fires "alluxio-zookeeper" [("nodes[1].overrides.alluxio.zookeeper.election.path", "/alluxio/new/election")],
    clean "alluxio-zookeeper" [("overrides.cluster.alluxio.zookeeper.election.path", "/alluxio/new/election")],
    |cx, sink| {
        if topology(cx) != Topology::ZooKeeper {
            return;
        }
        let all = values(cx, ELECTION, true);
        differences(sink, &all, |a, b| a.value.trim_end_matches('/') == b.value.trim_end_matches('/'), |pair| {
            let [a, na, b, nb] = parts(cx, pair);
            msg!(en: "{na} elect a leader in the znode {a}, {nb} in {b}: each group has a leader of its own.",
                 zh: "{na} 在 znode {a} 选主，{nb} 在 {b} 选主：两边各有自己的主（leader）。", na = na, a = a, nb = nb, b = b)
        });
        let all = values(cx, ZOOKEEPER_ADDRESS, true);
        differences(sink, &all, |a, b| root(a) == root(b), |pair| {
            let [a, na, b, nb] = parts(cx, pair);
            msg!(en: "{na} elect a leader below {a}, {nb} below {b}: each group has a leader of its own.",
                 zh: "{na} 在 {a} 之下选主，{nb} 在 {b} 之下选主：两边各有自己的主（leader）。", na = na, a = a, nb = nb, b = b)
        });
        if journal_is_ufs(cx) {
            let all = values(cx, JOURNAL_FOLDER, true);
            differences(sink, &all, |a, b| a.value.trim_end_matches('/') == b.value.trim_end_matches('/'), |pair| {
                let [a, na, b, nb] = parts(cx, pair);
                msg!(en: "{na} write the journal {a}, {nb} {b}: whoever takes over does not know what the other one wrote.",
                     zh: "{na} 的 Journal 是 {a}，{nb} 的是 {b}：接管的一方不知道另一方写入的内容。", na = na, a = a, nb = nb, b = b)
            });
        }
    }
);

rule!(
    /// Nodes that look for the leader where it is not.
    SEEKERS, "ALX077", "leader-sought-elsewhere", Error,
    ["All nodes look for the leader in one znode.", "所有节点在同一个 znode 查找主（leader）。"],
    ["The leader writes its name into the znode of alluxio.zookeeper.leader.path, and workers, clients and standby masters look there. A node with another one never finds a leader: a worker waits, a client gives up. Set it once, for the cluster.",
     "主会把自己的名称写入 alluxio.zookeeper.leader.path 指定的 znode，worker、客户端和备用 master 都在那里查找。使用另一个 znode 的节点永远找不到主：worker 一直等待，客户端放弃。请只为整个集群设置一次。"],
    [LEADER_SOUGHT, lab("alluxio-client-other-leader-path")], [("Failed to determine address for", "logs/worker.log")],
    fires "alluxio-zookeeper" [("nodes[4].overrides.alluxio.zookeeper.leader.path", "/alluxio/old/leader")],
    clean "alluxio-zookeeper" [("overrides.cluster.alluxio.zookeeper.leader.path", "/alluxio/old/leader")],
    |cx, sink| {
        if topology(cx) != Topology::ZooKeeper {
            return;
        }
        let all = values(cx, LEADER, false);
        differences(sink, &all, |a, b| a.value.trim_end_matches('/') == b.value.trim_end_matches('/'), |pair| {
            let [a, na, b, nb] = parts(cx, pair);
            msg!(en: "{na} look for the leader in the znode {a}, {nb} in {b}.",
                 zh: "{na} 在 znode {a} 查找主（leader），{nb} 在 {b} 查找。", na = na, a = a, nb = nb, b = b)
        });
    }
);
