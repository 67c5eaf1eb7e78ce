//! How the processes find each other. What the list of servers looks like, the rules for every
//! product say.

use super::asked::{Seen, each, is_variable, place_or, report, values};
use super::rule;
use crate::common::zookeeper::ensemble;
use crate::common::zookeeper::fields::made;
use crate::druid::effective::number;
use crate::druid::programs::{Program, programs_of};
use crate::druid::roles::DRUID;
use crate::druid::sources::{CURATOR, DOC_CONFIGURATION, DOC_HA, ZOOKEEPER_34, lab};
use ::rules::{Apart, Context, Found, apart};
use model::value::shown;
use model::{Edit, Node, Place, RowId, msg};
use std::collections::BTreeSet;

const HOST: &str = "druid.zk.service.host";
const ENABLED: &str = "druid.zk.service.enabled";
const BASE: &str = "druid.zk.paths.base";

rule!(
    /// An ensemble without a server.
    EMPTY, "DRU032", "no-zookeeper-servers", Error,
    ["druid.zk.service.host names the servers of ZooKeeper.", "druid.zk.service.host 应写明 ZooKeeper 服务器。"],
    ["Every process stops when the value is empty. Where nothing sets it, each process asks its own machine, localhost:2181, and waits there for ever if no ZooKeeper runs on it. Remove the override, or take the key out of those left out: the servers of the form stand there.",
     "值为空时所有进程都会停止。没有设置时，每个进程都会连接本机的 localhost:2181；本机没有运行 ZooKeeper 就会一直等待。请删除覆盖项，或不再省略该配置项：此处会写入表单中的服务器。"],
    [lab("druid-zookeeper-empty"), DOC_CONFIGURATION, CURATOR],
    [("connectionString cannot be null or empty", "output of the start"),
     ("connect localhost/127.0.0.1:2181", "the process's log"),
     ("KeeperErrorCode = ConnectionLoss", "the process's log")],
    fires "druid-ha" [("overrides.cluster.druid.zk.service.host", "")],
    clean "druid-ha" [("overrides.cluster.druid.zk.service.host", "m1.example.com:2181,m2.example.com:2181,m3.example.com:2181")],
    |cx, sink| {
        let mut seen = Seen::default();
        for found in values(cx, HOST).into_iter().filter(|f| f.overridden() && f.value.is_empty()) {
            if seen.first(&found.place) {
                report(sink, found.place, msg!(en: "No server of ZooKeeper is named: no process would start.", zh: "没有写明 ZooKeeper 服务器：任何进程都无法启动。"));
            }
        }
        let lost = by_themselves(cx);
        if let Some(first) = lost.first() {
            sink.report(Place::NodeRoles(*first), msg!(en: "Nothing names the servers of ZooKeeper: {nodes} look for one on their own machine, localhost:2181, and none runs there.",
                zh: "没有写明 ZooKeeper 服务器：{nodes} 会连接本机的 localhost:2181，而本机没有运行 ZooKeeper。", nodes = cx.names(&lost)));
        }
    }
);

/// The nodes, of several, that would find no server: nothing says one to a process of theirs, and none
/// runs beside it.
fn by_themselves(cx: &Context) -> Vec<RowId> {
    let mut lost: Vec<RowId> = Vec::new();
    if cx.with_roles(DRUID).len() < 2 {
        return lost;
    }
    for found in values(cx, HOST).into_iter().filter(|found| !found.set) {
        lost.extend(found.nodes);
    }
    let asks = |node: &Node| {
        let off =
            |program: &Program| program.reads(cx, node, ENABLED).eq_ignore_ascii_case("false");
        !node.roles.contains(ensemble::ROLE) && !programs_of(node).all(off)
    };
    lost.retain(|row| cx.node(*row).is_some_and(asks));
    lost.sort_by_key(|row| cx.position(*row));
    lost.dedup();
    lost
}

rule!(
    /// A part of the cluster below another znode.
    BASES, "DRU033", "two-base-znodes", Error,
    ["All processes use the same znode.", "所有进程使用同一个 znode。"],
    ["Processes find each other below druid.zk.paths.base. In the lab a data host with another one was healthy, was no part of the cluster, and tasks waited for ever. Set it once, for the cluster.",
     "进程在 druid.zk.paths.base 之下互相发现。实测使用另一个 znode 的数据主机是健康的，但不属于集群，任务一直等待。请只为整个集群设置一次。"],
    [lab("druid-zookeeper-other-base")],
    [("[0] Workers are discovered", "log/coordinator-overlord.log")],
    fires "druid-ha" [("nodes[3].overrides.druid.zk.paths.base", "/druid2")],
    clean "druid-ha" [("overrides.cluster.druid.zk.paths.base", "/druid2")],
    |cx, sink| {
        let all = values(cx, BASE);
        let path = |found: &Found| format!("/{}", found.value.trim_matches('/'));
        if all.iter().any(|found| found.literal().is_none()) {
            return;
        }
        let mut seen = Seen::default();
        for Apart { odd, .. } in apart(&all, |a, b| path(a) == path(b)) {
            if seen.first(&odd.place) {
                report(sink, odd.place.clone(), msg!(en: "{nodes} look below \"{v}\", the others elsewhere: they would not find each other.",
                    zh: "{nodes} 使用“{v}”，其他节点使用别的 znode：彼此无法发现。", nodes = cx.names(&odd.nodes), v = shown(&odd.value)));
            }
        }
        // A path behind the servers is put before the base.
        let lists = values(cx, HOST);
        let root = |found: &Found| found.value.split_once('/').map_or("", |(_, path)| path).trim_end_matches('/').to_owned();
        if lists.iter().any(|found| found.literal().is_none()) {
            return;
        }
        for Apart { odd, rest } in apart(&lists, |a, b| root(a) == root(b)) {
            if seen.first(&odd.place) {
                report(sink, odd.place.clone(), msg!(en: "{a} look below the znode \"/{v}\" of ZooKeeper, {b} below \"/{w}\": they would not find each other.",
                    zh: "{a} 使用 ZooKeeper 的 znode“/{v}”，{b} 使用“/{w}”：彼此无法发现。", a = cx.names(&odd.nodes), b = cx.names(&rest.nodes),
                    v = shown(&root(odd)), w = shown(&root(rest))));
            }
        }
    }
);

rule!(
    /// Two lists with no server in common.
    ENSEMBLES, "DRU034", "two-ensembles", Warning,
    ["All processes name servers of one ensemble.", "所有进程应使用同一个 ZooKeeper 集群的服务器。"],
    ["Two lists without a common server are two ensembles, unless the names are two for one machine: the processes of the one do not find those of the other. Set the list once, for the cluster.",
     "两个没有共同服务器的列表就是两个 ZooKeeper 集群（除非同一台机器有两个名称）：一边的进程发现不了另一边。请只为整个集群设置一次。"],
    [lab("druid-zookeeper-other-base"), DOC_HA], [],
    fires "druid-kinds" [("nodes[1].overrides.druid.zk.service.host", "zk9.example.com:2181")],
    clean "druid-kinds" [("nodes[1].overrides.druid.zk.service.host", "zk3.example.com:2181")],
    |cx, sink| {
        let all = values(cx, HOST);
        let servers = |found: &Found| -> BTreeSet<String> {
            let list = found.value.split('/').next().unwrap_or_default();
            let bare = |one: &str| one.trim().trim_end_matches(":2181").to_ascii_lowercase();
            list.split(',').map(bare).filter(|one| !one.is_empty()).collect()
        };
        if all.iter().any(|found| found.literal().is_none() || servers(found).is_empty()) {
            return;
        }
        let mut seen = Seen::default();
        for Apart { odd, .. } in apart(&all, |a, b| !servers(a).is_disjoint(&servers(b))) {
            if seen.first(&odd.place) {
                report(sink, odd.place.clone(), msg!(en: "{nodes} name {v}, and no server of that is in the others' list.",
                    zh: "{nodes} 使用 {v}，其中没有一台出现在其他节点的列表中。", nodes = cx.names(&odd.nodes), v = shown(&odd.value)));
            }
        }
    }
);

rule!(
    /// A path that does not follow.
    DISCOVERY, "DRU035", "discovery-path-of-everybody", Warning,
    ["Up to 37 the path of discovery differs with the base.", "37 及以前，服务发现路径须随 base 一起变化。"],
    ["druid.discovery.curator.path is /druid/discovery whatever druid.zk.paths.base says: two clusters on one ensemble with different bases still meet in it. Muster writes it below the base: leave it to that. From 38 on the base alone decides.",
     "无论 druid.zk.paths.base 是什么，druid.discovery.curator.path 都是 /druid/discovery：同一 ZooKeeper 上 base 不同的两个集群仍会在此相遇。Muster 会把它写到 base 之下，无需另设。自 38 起只由 base 决定。"],
    [DOC_CONFIGURATION], [],
    fires "druid-33" [("overrides.cluster.druid.zk.paths.base", "/druid/sales"), ("overrides.cluster.druid.discovery.curator.path", "/druid/discovery")],
    clean "druid-33" [("settings.zookeeper.base_path", "/druid/sales")],
    |cx, sink| {
        const PATH: &str = "druid.discovery.curator.path";
        if cx.since("38") {
            return;
        }
        let mut seen = Seen::default();
        for (program, node) in each(cx) {
            let (base, path) = (program.reads(cx, node, BASE), program.reads(cx, node, PATH));
            let own = base.trim_end_matches('/') != "/druid" && !base.is_empty() && !is_variable(&base);
            let place = match place_or(cx, node, program, PATH, "zookeeper.base_path") {
                place @ Place::Override(..) => place,
                _ => place_or(cx, node, program, BASE, "zookeeper.base_path"),
            };
            if own && matches!(path.as_str(), "/druid/discovery" | "") && seen.first(&place) {
                report(sink, place, msg!(en: "The base is {b}, and services still announce themselves below /druid/discovery.",
                    zh: "base 是 {b}，而服务仍在 /druid/discovery 之下公布自己。", b = shown(&base)));
            }
        }
    }
);

rule!(
    /// A session that the ensemble shortens.
    SESSION, "DRU036", "druid-session-cut-short", Info,
    ["A session is not longer than the ensemble allows.", "会话时长不应超过 ZooKeeper 允许的上限。"],
    ["The ensemble that is made here allows at most 20 ticks of 2 s: a longer session is cut to 40 s without a word. Set less, or raise maxSessionTimeout of the ensemble.",
     "此处建立的 ZooKeeper 最多允许 20 个 2 秒的 tick：更长的会话会被静默缩短为 40 秒。请设置更小的值，或提高 ZooKeeper 的 maxSessionTimeout。"],
    [lab("alluxio-session-cut"), DOC_CONFIGURATION], [],
    fires "druid-ha" [("settings.zookeeper.session", "2 min")],
    clean "druid-ha" [("settings.zookeeper.session", "40 s")],
    |cx, sink| {
        const KEY: &str = "druid.zk.service.sessionTimeoutMs";
        if !made(cx) || cx.configs().iter().any(|c| c.at(crate::common::zookeeper::ZOO_CFG, "maxSessionTimeout").is_some()) {
            return;
        }
        let mut seen = Seen::default();
        for (program, node) in each(cx) {
            let place = place_or(cx, node, program, KEY, "zookeeper.session");
            if number(cx, node, program, KEY).is_some_and(|ms| ms > 40_000) && seen.first(&place) {
                report(sink, place, msg!(en: "A session of {v} ms is cut to 40 s by the ensemble that is made here.",
                    zh: "{v} 毫秒的会话会被此处建立的 ZooKeeper 缩短为 40 秒。", v = program.reads(cx, node, KEY)));
            }
        }
    }
);

rule!(
    /// A list that the client of 0.20 does not take apart.
    BLANKS, "DRU135", "blanks-between-servers", Warning,
    ["Up to 0.20 no blank stands in the list of ZooKeeper servers.", "0.20 及以前，ZooKeeper 服务器列表中不能有空格。"],
    ["The client of that release cuts the list at commas and keeps the blanks: a name that begins with one is no host, so only the first server is ever found. Write the list without blanks.",
     "该版本的客户端按逗号切分列表并保留空格：以空格开头的名称不是主机，只能找到第一台服务器。请去掉空格。"],
    [ZOOKEEPER_34], [],
    fires "druid-020" [("overrides.cluster.druid.zk.service.host", "zk1.example.com:2181, zk2.example.com:2181")],
    clean "druid-020" [("overrides.cluster.druid.zk.service.host", "zk1.example.com:2181,zk2.example.com:2181")],
    |cx, sink| {
        if cx.since("0.21") {
            return;
        }
        let mut seen = Seen::default();
        for found in values(cx, HOST) {
            let (Some(list), place) = (found.literal(), found.place.clone()) else { continue };
            let right = list.split(',').map(str::trim).collect::<Vec<_>>().join(",");
            if right == list.trim() || !seen.first(&place) {
                continue;
            }
            sink.report(place.clone(), msg!(en: "{v} has blanks between the servers: only the first one is found.",
                zh: "{v} 的服务器之间有空格：只能找到第一台。", v = shown(list)))
                .fix(msg!(en: "Write {t}", zh: "改为 {t}", t = right.as_str()), vec![Edit::Set(place, right)]);
        }
    }
);
