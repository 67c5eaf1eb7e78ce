//! An ensemble that is made on the nodes.

use crate::common::load_balancer;
use crate::common::zookeeper::ensemble::{ROLE, number};
use crate::common::zookeeper::fields::{ID, made};
use crate::common::zookeeper::{Server, ZOO_CFG, own_server};
use ::rules::{Context, Example, Rule, Sink, Source, Symptom};
use model::value::{Host, shown};
use model::{Edit, Message, Node, Place, RowId, Severity, Text, msg};
use std::collections::BTreeMap;

pub(super) const ADMIN: Source = Source::new(
    "ZooKeeper administrator's guide: clustered setup",
    "https://zookeeper.apache.org/doc/r3.8.4/zookeeperAdmin.html#sc_zkMulitServerSetup",
);
const KIND: &str = "zookeeper.kind";

fn members(cx: &Context) -> Vec<RowId> {
    if !made(cx) {
        return Vec::new();
    }
    cx.with_roles(&[ROLE]).iter().map(|n| n.row).collect()
}

/// Two, four or six.
pub(super) static EVEN: Rule = Rule {
    id: "ZOO001",
    name: "even-ensemble",
    severity: Severity::Warning,
    title: Text::new(
        "An ensemble has an odd number of members.",
        "ZooKeeper 集群的成员数应为奇数。",
    ),
    why: Text::new(
        "The ensemble works as long as more than half of its members live. Four may lose one, as three may; the fourth only adds a machine that can fail. With two, the loss of either stops everything. Observers have no vote and do not count. Take three, or five to survive two losses.",
        "过半成员存活时 ZooKeeper 集群才能工作。四个成员只能失去一个，与三个相同，第四个只是多了一台可能故障的机器。两个成员时，失去任何一个都会全部停止。observer 没有投票权，不计入成员数。请使用三个；需要容忍两台故障时使用五个。",
    ),
    sources: &[ADMIN],
    symptoms: &[],
    fires: Example::Edits("kylin-six", &[("nodes[3].roles", "query,zookeeper")]),
    clean: Example::Edits("kylin-six", &[]),
    check: |cx, sink| {
        let observes = |row: &RowId| {
            let own = cx.node(*row).and_then(|node| own_server(cx, node));
            own.and_then(|(server, _)| server).is_some_and(|server| server.observer)
        };
        let members: Vec<RowId> = members(cx).into_iter().filter(|row| !observes(row)).collect();
        if !members.is_empty() && members.len().is_multiple_of(2) {
            let found = sink
                .report(Place::Setting(KIND.to_owned()), even(members.len(), &cx.names(&members)))
                .related(members.iter().map(|row| Place::NodeRoles(*row)));
            let others = cx.spec.nodes.iter().filter(|node| !members.contains(&node.row));
            let works = |node: &&Node| node.roles.iter().any(|role| role != load_balancer::ROLE);
            let others: Vec<&Node> = others.filter(works).collect();
            if let (2, [third]) = (members.len(), others.as_slice()) {
                let roles: Vec<&str> =
                    third.roles.iter().map(String::as_str).chain([ROLE]).collect();
                found.fix(
                    msg!(en: "Make {n} the third member", zh: "将 {n} 设为第三个成员", n = cx.name(third.row)),
                    vec![Edit::Set(Place::NodeRoles(third.row), roles.join(","))],
                );
            }
        }
    },
};

/// What an even number of members is worth: no more than one member fewer.
fn even(members: usize, names: &str) -> Message {
    if members == 2 {
        return msg!(en: "Two members ({names}) survive no loss, like one. Take three.",
                    zh: "两个成员（{names}）与一个相同，不能容忍任何故障。请使用三个。", names = names);
    }
    let losses = (members - 1) / 2;
    msg!(en: "{n} members ({names}) survive the loss of {l}, as {m} do. Take an odd number.",
         zh: "{n} 个成员（{names}）与 {m} 个相同，只能容忍 {l} 个故障。请使用奇数个。",
         n = members, names = names, m = members - 1, l = losses)
}

/// One that everything hangs on.
pub(super) static SINGLE: Rule = Rule {
    id: "ZOO002",
    name: "single-member",
    severity: Severity::Warning,
    title: Text::new(
        "With several nodes the ensemble has at least three members.",
        "有多个节点时，ZooKeeper 集群至少有三个成员。",
    ),
    why: Text::new(
        "When the only member is down, nobody gets a lock: all job nodes stop, and none can be started. Three members on three machines survive the loss of one.",
        "唯一的成员停止后，任何节点都拿不到锁：所有任务节点停止，也无法启动。三台机器上的三个成员可以容忍一台故障。",
    ),
    sources: &[ADMIN],
    symptoms: &[],
    fires: Example::Edits("kylin-six", &[("nodes[1].roles", "job"), ("nodes[2].roles", "query")]),
    clean: Example::Edits(
        "kylin-one",
        &[("settings.zookeeper.kind", "nodes"), ("nodes[0].roles", "all,zookeeper")],
    ),
    check: |cx, sink| {
        let members = members(cx);
        let [only] = members.as_slice() else { return };
        if cx.spec.nodes.len() > 1 {
            sink.report(
                Place::NodeRoles(*only),
                msg!(en: "{n} is the only member of the ensemble: when it is down, all nodes stand still. Give the role to three.",
                     zh: "{n} 是 ZooKeeper 集群唯一的成员，它停止后所有节点都会停滞。请为三个节点选择该角色。", n = cx.name(*only)),
            );
        }
    },
};

/// Made on the nodes, and on none of them.
pub(super) static NO_MEMBER: Rule = Rule {
    id: "ZOO003",
    name: "ensemble-without-member",
    severity: Severity::Error,
    title: Text::new(
        "An ensemble that is made on the nodes has members.",
        "在节点上建立的 ZooKeeper 集群必须有成员。",
    ),
    why: Text::new(
        "The ensemble is to be made on the nodes, but no node has the role ZooKeeper, so there is nothing that the product could connect to. Give the role to three nodes, or name an ensemble that exists.",
        "已选择在节点上建立 ZooKeeper 集群，但没有节点具有 ZooKeeper 角色，产品没有可连接的对象。请为三个节点选择该角色，或填写已有的集群。",
    ),
    sources: &[ADMIN],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-six",
        &[("nodes[0].roles", "job"), ("nodes[1].roles", "job"), ("nodes[2].roles", "query")],
    ),
    clean: Example::Edits("kylin-six", &[]),
    check: |cx, sink| {
        if made(cx) && !cx.spec.nodes.is_empty() && members(cx).is_empty() {
            sink.report(
                Place::Setting(KIND.to_owned()),
                msg!(en: "No node has the role ZooKeeper, so there is no ensemble. Give it to three nodes.",
                     zh: "没有节点具有 ZooKeeper 角色，因此没有 ZooKeeper 集群。请为三个节点选择该角色。"),
            );
        }
    },
};

/// More members than help.
pub(super) static LARGE: Rule = Rule {
    id: "ZOO014",
    name: "large-ensemble",
    severity: Severity::Info,
    title: Text::new("An ensemble has at most seven members.", "ZooKeeper 集群的成员不超过七个。"),
    why: Text::new(
        "Every write waits for more than half of the members, so each further one makes writing slower. Three or five are enough for locks.",
        "每次写入都要等待过半成员确认，成员越多写入越慢。用于任务锁时三个或五个足够。",
    ),
    sources: &[
        ADMIN,
        Source::new(
            "ZooKeeper overview: writes and the size of an ensemble",
            "https://zookeeper.apache.org/doc/r3.8.4/zookeeperOver.html#Performance",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-six",
        &[
            ("nodes[3].roles", "query,zookeeper"),
            ("nodes[4].roles", "query,zookeeper"),
            ("nodes[5].roles", "query,zookeeper"),
            ("nodes[6].roles", "load_balancer,zookeeper"),
            ("nodes[+]", "k7.example.com query,zookeeper"),
        ],
    ),
    clean: Example::Edits("kylin-six", &[]),
    check: |cx, sink| {
        let members = members(cx);
        if members.len() > 7 {
            sink.report(
                Place::Setting(KIND.to_owned()),
                msg!(en: "The ensemble has {n} members; each one above five makes writing slower.",
                     zh: "ZooKeeper 集群有 {n} 个成员，超过五个后每增加一个都会使写入变慢。", n = members.len()),
            );
        }
    },
};

/// Two members that fall together.
pub(super) static ONE_MACHINE: Rule = Rule {
    id: "ZOO015",
    name: "two-members-on-one-machine",
    severity: Severity::Error,
    title: Text::new(
        "A machine has one member of the ensemble.",
        "一台机器上只有一个 ZooKeeper 集群成员。",
    ),
    why: Text::new(
        "All members have the same ports, so the second one on a machine does not start; and both would be lost with it. Give the members different machines.",
        "所有成员使用相同的端口，同一台机器上的第二个无法启动，而且机器故障时两个会同时失去。请将成员放在不同的机器上。",
    ),
    sources: &[
        ADMIN,
        Source::lab(
            "zookeeper-one-address",
            "Session lab: two members that want one address: Cannot assign requested address",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-six",
        &[("nodes[0].address", "10.0.0.1"), ("nodes[2].address", "10.0.0.1")],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[("nodes[0].address", "10.0.0.1"), ("nodes[2].address", "10.0.0.2")],
    ),
    check: one_machine,
};

fn one_machine(cx: &Context, sink: &mut Sink) {
    let mut seen: BTreeMap<Host, RowId> = BTreeMap::new();
    for row in members(cx) {
        let Some(hosts) = cx.hosts_of(row) else { continue };
        let Some(host) = hosts.machine().cloned() else { continue };
        if let Some(first) = seen.get(&host) {
            sink.report(
                Place::NodeAddress(row),
                msg!(en: "{a} and {b} are members of the ensemble on one machine, {h}: the second one will not start.",
                     zh: "{a} 和 {b} 是同一台机器 {h} 上的 ZooKeeper 集群成员，后启动的一个无法启动。",
                     a = cx.name(*first), b = cx.name(row), h = host.to_string()),
            )
            .related([Place::NodeAddress(*first)]);
        } else {
            seen.insert(host, row);
        }
    }
}

/// One number for two.
pub(super) static SAME_NUMBER: Rule = Rule {
    id: "ZOO017",
    name: "member-number-twice",
    severity: Severity::Error,
    title: Text::new(
        "Each member of the ensemble has a number of its own.",
        "ZooKeeper 集群的每个成员编号互不相同。",
    ),
    why: Text::new(
        "A member finds itself in the list of servers by the number in its myid. Of two with the same number only one stands in the list; the other ends, or takes the first one's place. A node without a number has its place among the members: when some numbers are set, set them all.",
        "成员通过 myid 中的编号在服务器列表中找到自己。编号相同的两个成员中只有一个在列表中，另一个会退出，或顶替前者。未设置编号的节点使用其在成员中的序号：只要设置了其中一些，就应全部设置。",
    ),
    sources: &[
        ADMIN,
        Source::lab(
            "zookeeper-numbers",
            "Session lab, ZooKeeper: two nodes with one myid; a myid that is not in the list",
        ),
    ],
    symptoms: &[Symptom::new("My id … not in the peer list", "ZooKeeper's log")],
    fires: Example::Edits("kylin-six", &[("nodes[0].settings.zookeeper.id", "2")]),
    clean: Example::Edits(
        "kylin-six",
        &[
            ("nodes[0].settings.zookeeper.id", "1"),
            ("nodes[1].settings.zookeeper.id", "4"),
            ("nodes[2].settings.zookeeper.id", "7"),
        ],
    ),
    check: |cx, sink| {
        let mut seen: BTreeMap<usize, RowId> = BTreeMap::new();
        for (at, row) in members(cx).into_iter().enumerate() {
            let Some(node) = cx.node(row) else { continue };
            let Ok(number) = number(node, at) else { continue };
            let Some(first) = seen.insert(number, row) else { continue };
            let place = |row: RowId| {
                let own = cx.node(row).is_some_and(|n| n.settings.contains_key(ID.key));
                own.then(|| Place::NodeSetting(row, ID.key.to_owned()))
            };
            let here = place(row).or_else(|| place(first)).unwrap_or(Place::NodeRoles(row));
            sink.report(
                here,
                msg!(en: "{a} and {b} are both member {n} of the ensemble. Give each a number of its own.",
                     zh: "{a} 和 {b} 的成员编号都是 {n}。请为它们设置不同的编号。", a = cx.name(first), b = cx.name(row), n = number),
            )
            .related([Place::NodeRoles(first), Place::NodeRoles(row)]);
        }
    },
};

/// A line that no member can read.
pub(super) static SERVER_LINE: Rule = Rule {
    id: "ZOO018",
    name: "unreadable-server-line",
    severity: Severity::Error,
    title: Text::new(
        "A line server.N of zoo.cfg names host, peer port and election port.",
        "zoo.cfg 中的 server.N 须写明主机、通信端口和选举端口。",
    ),
    why: Text::new(
        "N is a number from 1 to 255, the value host:2888:3888; a role and the client's port may follow. Without the ports every member that reads the line ends at its start. Correct it; the nodes' own lines are written without being asked.",
        "N 为 1 至 255 的数字，值为 host:2888:3888，其后可跟角色和客户端端口。缺少端口时，凡读到该行的成员都会在启动时退出。请更正；各节点自身的行会自动写入，无需填写。",
    ),
    sources: &[
        ADMIN,
        Source::lab(
            "zookeeper-line-without-ports",
            "Session lab, ZooKeeper: server.1=h1 without ports: all members end",
        ),
    ],
    symptoms: &[Symptom::new("Invalid config, exiting abnormally", "ZooKeeper's log")],
    fires: Example::Edits(
        "kylin-six",
        &[("overrides.cluster.zookeeper/zoo.cfg:server.9", "zk9.example.com")],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[("overrides.cluster.zookeeper/zoo.cfg:server.9", "zk9.example.com:2888:3888:observer")],
    ),
    check: |cx, sink| {
        for (place, property, value) in cx.all_overrides() {
            let number =
                property.key().strip_prefix("server.").filter(|_| cx.file_of(property) == ZOO_CFG);
            let Some(number) = number else { continue };
            let in_range = number.parse::<u8>().is_ok_and(|n| n > 0);
            if value.contains("${") || (in_range && Server::parse(value).is_some()) {
                continue;
            }
            sink.report(
                place,
                msg!(en: "\"{k} = {v}\" is no member: server.N with N from 1 to 255, and host:2888:3888.",
                     zh: "“{k} = {v}”不是有效的成员：应为 server.N（N 为 1 至 255），值为 host:2888:3888。",
                     k = shown(property.key()), v = shown(value)),
            );
        }
    },
};

/// A member's number at another machine.
pub(super) static LINE_OF_ANOTHER: Rule = Rule {
    id: "ZOO019",
    name: "server-line-of-another",
    severity: Severity::Warning,
    title: Text::new(
        "The line server.N of a member names that member.",
        "成员的 server.N 行指向该成员本身。",
    ),
    why: Text::new(
        "Each member listens on what the line with its own number says, and is looked for there by the others. With another host in it the member can't open the port of an address that is not its own, or the others ask a machine that is no member: with two such lines of three there is no majority. Remove the override: the lines are made from the nodes. If the name is another one of the same machine, accept this warning.",
        "每个成员按自己编号的那一行监听，其他成员也据此连接它。该行写成其他主机时，成员无法打开不属于自己的地址的端口，或者其他成员会连接一台不是成员的机器：三行中有两行如此就没有多数派。请删除覆盖项：这些行由节点生成。如果该名称只是同一台机器的别名，可以接受此警告。",
    ),
    sources: &[ADMIN],
    symptoms: &[Symptom::new("Cannot open channel to … at election address", "ZooKeeper's log")],
    fires: Example::Edits(
        "kylin-six",
        &[("overrides.cluster.zookeeper/zoo.cfg:server.1", "other.example.com:2888:3888")],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[("overrides.cluster.zookeeper/zoo.cfg:server.9", "zk9.example.com:2888:3888:observer")],
    ),
    check: |cx, sink| {
        let nodes = cx.with_roles(&[ROLE]);
        for (place, property, value) in cx.all_overrides().filter(|_| made(cx)) {
            let number_of =
                property.key().strip_prefix("server.").filter(|_| cx.file_of(property) == ZOO_CFG);
            let Some(said) = number_of.and_then(|n| n.parse::<usize>().ok()) else { continue };
            let has = |(at, node): &(usize, &&Node)| number(node, *at).is_ok_and(|n| n == said);
            let Some((_, node)) = nodes.iter().enumerate().find(has) else { continue };
            let Some(server) = Server::parse(value) else { continue };
            let own = cx.hosts_of(node.row).is_some_and(|h| h.all().any(|h| *h == server.host));
            // A member may name itself by the address of all its interfaces.
            if own || server.host.to_string() == "0.0.0.0" {
                continue;
            }
            sink.report(
                place.clone(),
                msg!(en: "server.{i} is {n}, but its line names {h}.", zh: "server.{i} 是 {n}，但该行写的是 {h}。",
                     i = said, n = cx.name(node.row), h = shown(&server.host.to_string())),
            )
            .fix(msg!(en: "Remove the override", zh: "删除该覆盖项"), vec![Edit::Clear(place)]);
        }
    },
};
