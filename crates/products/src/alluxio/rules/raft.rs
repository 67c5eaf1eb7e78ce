//! The embedded journal: masters that agree among themselves.

use super::{by_hand, removal, rule};
use crate::alluxio::choice::{Topology, masters};
use crate::alluxio::effective::{ADDRESSES, port_on, topology};
use crate::alluxio::roles::MASTER;
use crate::alluxio::sources::{DOC_JOURNAL, PROPERTY_KEY, RAFT, lab};
use ::rules::{Context, Found};
use model::value::{Host, HostPort, Value, shown};
use model::{Place, msg};

const PORT: &str = "alluxio.master.embedded.journal.port";

fn embedded(cx: &Context) -> bool {
    topology(cx) == Topology::Embedded
}

fn count(cx: &Context) -> usize {
    cx.with_roles(&[MASTER]).len()
}

rule!(
    /// Two masters that need each other.
    TWO, "ALX008", "two-masters", Warning,
    ["The embedded journal has three masters or more.", "内嵌 Journal 应有三个或更多 master。"],
    ["More than half of the masters must be up. Of two that is both: when either dies nothing works, which is worse than one master. Take three.",
     "必须有过半的 master 正常。两个 master 时即要求两个都正常：任何一个故障都会使集群不可用，还不如单个 master。请取三个。"],
    [DOC_JOURNAL, RAFT], [],
    fires "alluxio-three" [("nodes[0].roles", "worker")], clean "alluxio-three" [],
    |cx, sink| {
        if embedded(cx) && count(cx) == 2 {
            sink.report(Place::Nodes, msg!(en: "There are two masters with the embedded journal: when either dies, nothing works.",
                zh: "两个 master 使用内嵌 Journal：任何一个故障，集群都不可用。"));
        }
    }
);

rule!(
    /// One more than is of use.
    EVEN, "ALX009", "even-number-of-masters", Warning,
    ["The number of masters with the embedded journal is odd.", "使用内嵌 Journal 的 master 数量应为奇数。"],
    ["Four masters bear the loss of one, as three do, and have one more that can fail. Take three or five.",
     "四个 master 与三个一样只能容忍一个故障，却多了一个可能出故障的。请取三个或五个。"],
    [DOC_JOURNAL, RAFT], [],
    fires "alluxio-three" [("nodes[3].roles", "master")], clean "alluxio-three" [],
    |cx, sink| {
        let n = count(cx);
        if embedded(cx) && n > 2 && n.is_multiple_of(2) {
            sink.report(Place::Nodes, msg!(en: "There are {n} masters with the embedded journal; {odd} would bear as much.",
                zh: "有 {n} 个 master 使用内嵌 Journal；{odd} 个的容错能力相同。", n = n, odd = n - 1));
        }
    }
);

/// The lists that somebody wrote, split at commas.
fn lists(cx: &Context) -> Vec<Found> {
    if embedded(cx) { by_hand(cx, ADDRESSES) } else { Vec::new() }
}

/// The hosts of a list. The one master of a cluster finds itself in it by any name of its machine, so
/// `localhost` is that master: several entries are as many processes on it.
fn hosts(found: &Found, masters: &[Host]) -> Vec<Host> {
    let hosts =
        found.value.split(',').filter_map(|part| HostPort::parse(part).ok()).map(|h| h.host);
    let only = masters.first().filter(|_| masters.len() == 1);
    let own = |host: Host| match only {
        Some(master) if host.is_loopback() => master.clone(),
        _ => host,
    };
    hosts.map(own).collect()
}

rule!(
    /// A master that its own list does not know.
    NOT_LISTED, "ALX010", "master-not-listed", Error,
    ["The list of the embedded journal names every master.", "内嵌 Journal 的地址列表包含每个 master。"],
    ["A master that is not in the list does not start, and with an empty list each master leads a cluster of its own. Remove the override: the list is made from the nodes.",
     "不在列表中的 master 无法启动；列表为空时，每个 master 各自成为一个集群的主。请删除覆盖项：列表由节点生成。"],
    [lab("alluxio-not-listed"), RAFT], [("must contain the local master address", "logs/master.log")],
    fires "alluxio-three" [("overrides.cluster.alluxio.master.embedded.journal.addresses", "m1.example.com:19200,m2.example.com:19200")],
    clean "alluxio-three" [("overrides.cluster.alluxio.master.embedded.journal.addresses", "m3.example.com:19200,m1.example.com:19200,m2.example.com:19200")],
    |cx, sink| {
        let Ok(all) = masters(cx) else { return };
        for found in lists(cx) {
            let listed = hosts(&found, &all);
            let missing: Vec<String> =
                all.iter().filter(|m| !listed.contains(m)).map(ToString::to_string).collect();
            if !missing.is_empty() {
                let (title, edits) = removal(&found);
                sink.report(
                    found.place.clone(),
                    msg!(en: "The list of the embedded journal lacks {m}.", zh: "内嵌 Journal 的地址列表缺少 {m}。", m = shown(&missing.join(", "))),
                )
                .fix(title, edits);
            }
        }
    }
);

rule!(
    /// A member without a port.
    NO_PORT, "ALX011", "journal-address-without-port", Error,
    ["Every address of the embedded journal has a port.", "内嵌 Journal 的每个地址都带端口。"],
    ["Format and master both stop at an entry that is no host:port. Write the port, or remove the override.",
     "遇到不是 host:port 的条目时，格式化和 master 都会停止。请写明端口，或删除覆盖项。"],
    [lab("alluxio-list-without-port")], [("Failed to parse host:port", "logs/master.log")],
    fires "alluxio-three" [("overrides.cluster.alluxio.master.embedded.journal.addresses", "m1.example.com,m2.example.com,m3.example.com")],
    clean "alluxio-three" [],
    |cx, sink| {
        for found in lists(cx) {
            // Alluxio leaves out what is empty between commas.
            let parts = found.value.split(',').map(str::trim).filter(|part| !part.is_empty());
            let bad = { parts }
                .find(|part| HostPort::parse(part).map_or(true, |h| h.port.is_none()));
            if let Some(bad) = bad {
                let (title, edits) = removal(&found);
                sink.report(
                    found.place.clone(),
                    msg!(en: "\"{b}\" in the list of the embedded journal is no host:port.", zh: "内嵌 Journal 地址列表中的“{b}”不是 host:port。", b = shown(bad)),
                )
                .fix(title, edits);
            }
        }
    }
);

rule!(
    /// A port in the list, another one in the key.
    OTHER_PORT, "ALX012", "journal-ports-differ", Error,
    ["The list of the embedded journal has the journal's port.", "内嵌 Journal 地址列表的端口与 Journal 端口一致。"],
    ["The master listens on the port of the key and is looked for at the port of the list; it stops with a text that says nothing. Set the port alone: the list follows it.",
     "master 监听配置项中的端口，而其他成员访问列表中的端口；它会以毫无意义的信息停止。请只设置端口：列表会随之改变。"],
    [lab("alluxio-ports-differ")], [("can't parse argument number", "logs/master.log")],
    fires "alluxio-three" [("overrides.cluster.alluxio.master.embedded.journal.addresses", "m1.example.com:19300,m2.example.com:19300,m3.example.com:19300")],
    clean "alluxio-three" [("overrides.cluster.alluxio.master.embedded.journal.port", "19300")],
    |cx, sink| {
        if !embedded(cx) {
            return;
        }
        let mut seen = Vec::new();
        // A master listens on its own port, whoever is told the list.
        let masters = cx.with_roles(&[MASTER]);
        let listens = |host: &Host| {
            let node = masters.iter().find(|n| n.name.eq_ignore_ascii_case(&host.to_string()))?;
            Some((*node, port_on(cx, node, "ports.journal")?))
        };
        for config in cx.configs().iter().filter(|c| c.get(ADDRESSES).is_some()) {
            let list = cx.value(config, ADDRESSES);
            let other = list.split(',').filter_map(|p| HostPort::parse(p).ok()).find_map(|member| {
                let (node, port) = listens(&member.host)?;
                member.port.filter(|listed| listed.0 != port).map(|listed| (node, port, listed))
            });
            let Some((node, port, listed)) = other else { continue };
            let field = || Place::Setting("ports.journal".to_owned());
            let own = cx.config_of(node.row).map_or_else(field, |c| c.place(PORT, field()));
            let places = [config.place(ADDRESSES, field()), own];
            let place = places.iter().find(|p| matches!(p, Place::Override(..))).or(places.first());
            if let Some(place) = place.filter(|p| !seen.contains(*p)) {
                sink.report(
                    place.clone(),
                    msg!(en: "The embedded journal's port of {n} is {p}, but the list says {o}.", zh: "{n} 的内嵌 Journal 端口是 {p}，但地址列表中是 {o}。",
                         n = shown(&node.name), p = port.to_string(), o = listed.to_string()),
                );
                seen.push(place.clone());
            }
        }
    }
);

rule!(
    /// Members that do not exist.
    STRANGERS, "ALX013", "unknown-journal-member", Warning,
    ["The list of the embedded journal names masters only.", "内嵌 Journal 的地址列表只包含 master。"],
    ["Every entry counts for the majority, also one that no master stands behind: with two of them among five, one real failure stops the cluster. Remove the override, or give that node the role master.",
     "每个条目都计入多数派，即使没有对应的 master：五个条目中有两个不存在时，一次真实故障就会使集群停止。请删除覆盖项，或为该节点设置 master 角色。"],
    [lab("alluxio-dead-members")], [],
    fires "alluxio-three" [("overrides.cluster.alluxio.master.embedded.journal.addresses", "m1.example.com:19200,m2.example.com:19200,m3.example.com:19200,m4.example.com:19200")],
    clean "alluxio-three" [],
    |cx, sink| {
        let Ok(all) = masters(cx) else { return };
        for found in lists(cx) {
            let strangers: Vec<String> =
                hosts(&found, &all).iter().filter(|h| !all.contains(h)).map(ToString::to_string).collect();
            if !strangers.is_empty() {
                let (title, edits) = removal(&found);
                sink.report(
                    found.place.clone(),
                    msg!(en: "{s} in the list of the embedded journal is no master of this cluster.", zh: "内嵌 Journal 地址列表中的 {s} 不是本集群的 master。", s = shown(&strangers.join(", "))),
                )
                .fix(title, edits);
            }
        }
    }
);

/// The lists of masters beside the journal's own, by which masters are asked or vote for jobs.
const OTHER_LISTS: [&str; 3] = [
    "alluxio.job.master.embedded.journal.addresses",
    "alluxio.job.master.rpc.addresses",
    "alluxio.master.rpc.addresses",
];

rule!(
    /// A list of masters that are others.
    OTHER_LIST, "ALX070", "list-of-other-masters", Warning,
    ["Lists of masters name the masters of this cluster.", "master 地址列表就是本集群的各 master。"],
    ["Workers and clients ask the hosts of this list for the leader, and masters of jobs vote among them. A host that is no master answers nothing; a master that is missing is never asked, so that nothing works when it leads. Remove the override: the list is made from the nodes. Where the names are other names of the same machines, accept this warning.",
     "worker 和客户端按此列表查找主，job master 在其中选举。列表中不是 master 的主机不会应答；缺少的 master 永远不会被访问，它成为主时一切都不可用。请删除覆盖项：列表由节点生成。如果这些只是同一批机器的其他名称，可以接受此警告。"],
    [DOC_JOURNAL, PROPERTY_KEY], [],
    fires "alluxio-three" [("overrides.cluster.alluxio.master.rpc.addresses", "a1.example.com:19998,b2.example.com:19998")],
    clean "alluxio-three" [("overrides.cluster.alluxio.master.rpc.addresses", "m1.example.com:19998,m2.example.com:19998,m3.example.com:19998")],
    |cx, sink| {
        let Ok(all) = masters(cx) else { return };
        for found in OTHER_LISTS.iter().flat_map(|key| by_hand(cx, key)) {
            let listed = hosts(&found, &all);
            let names = |hosts: Vec<&Host>| hosts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let strangers = names(listed.iter().filter(|host| !all.contains(host)).collect());
            let missing = names(all.iter().filter(|master| !listed.contains(master)).collect());
            let message = match (strangers.as_str(), missing.as_str()) {
                (_, "") if strangers.is_empty() => continue,
                ("", missing) => msg!(en: "The list of masters lacks {m}.", zh: "master 地址列表缺少 {m}。", m = shown(missing)),
                (strangers, "") => msg!(en: "{s} in the list of masters is no master of this cluster.", zh: "master 地址列表中的 {s} 不是本集群的 master。", s = shown(strangers)),
                (strangers, missing) => msg!(en: "The list of masters names {s}, no master of this cluster, and lacks {m}.",
                    zh: "master 地址列表包含 {s}（不是本集群的 master），并缺少 {m}。", s = shown(strangers), m = shown(missing)),
            };
            let (title, edits) = removal(&found);
            sink.report(found.place.clone(), message).fix(title, edits);
        }
    }
);

rule!(
    /// Timeouts in the wrong order.
    ELECTION, "ALX026", "election-timeouts", Error,
    ["The shortest election timeout is below the longest.", "最短选举超时必须小于最长选举超时。"],
    ["The master ends at its start otherwise; the format does not notice. Leave both alone (10 s and 20 s), or keep their order.",
     "否则 master 在启动时退出，而格式化不会发现。请保留默认值（10 秒和 20 秒），或保持大小顺序。"],
    [lab("alluxio-election-timeouts")], [("should be less than max election timeout", "logs/master.log")],
    fires "alluxio-three" [("overrides.cluster.alluxio.master.embedded.journal.election.timeout.min", "30s")],
    clean "alluxio-three" [("overrides.cluster.alluxio.master.embedded.journal.election.timeout.min", "15s")],
    |cx, sink| {
        if embedded(cx) {
            super::values::out_of_order(
                cx,
                sink,
                "alluxio.master.embedded.journal.election.timeout.min",
                "alluxio.master.embedded.journal.election.timeout.max",
            );
        }
    }
);
