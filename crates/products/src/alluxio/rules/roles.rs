//! Who the masters and workers are, and under which names.

use super::{by_hand, removal, rule};
use crate::alluxio::configure::HOSTNAME;
use crate::alluxio::effective::{
    ADDRESSES, Election, JOURNAL_TYPE, ZOOKEEPER_ENABLED, available, election_of,
};
use crate::alluxio::roles::{MASTER, WORKER};
use crate::alluxio::sources::{DOC_HA, DOC_REQUIREMENTS, SCRIPTS, lab, oracle};
use crate::alluxio::versions::two;
use ::rules::{Context, NodeConfig, Sink};
use model::value::{Host, Value, shown};
use model::{Edit, Layer, Place, RowId, msg};

rule!(
    /// Nobody keeps the metadata.
    NO_MASTER, "ALX001", "no-master", Error,
    ["Some node has the role master.", "至少有一个节点具有 master 角色。"],
    ["Without a master there is no file system: workers exit at once because they cannot determine its address. Give a node the role master; three for high availability.",
     "没有 master 就没有文件系统：worker 无法确定其地址，会立即退出。请为节点设置 master 角色；高可用取三个。"],
    [lab("alluxio-no-master")], [("Unable to determine master address", "logs/worker.log")],
    fires "alluxio-one" [("nodes[0].roles", "worker")], clean "alluxio-one" [],
    |cx, sink| {
        if !cx.spec.nodes.is_empty() && cx.with_roles(&[MASTER]).is_empty() {
            sink.report(Place::Nodes, msg!(en: "No node has the role master.", zh: "没有节点具有 master 角色。"));
        }
    }
);

rule!(
    /// Nobody stores blocks.
    NO_WORKER, "ALX002", "no-worker", Error,
    ["Some node has the role worker.", "至少有一个节点具有 worker 角色。"],
    ["Masters only know where things are; every byte goes through a worker. Without one each read and write fails. Give a node the role worker.",
     "master 只记录文件在哪里，所有数据都经过 worker。没有 worker 时读写都会失败。请为节点设置 worker 角色。"],
    [DOC_REQUIREMENTS], [],
    fires "alluxio-one" [("nodes[0].roles", "master")], clean "alluxio-one" [],
    |cx, sink| {
        if !cx.spec.nodes.is_empty() && cx.with_roles(&[WORKER]).is_empty() {
            sink.report(Place::Nodes, msg!(en: "No node has the role worker.", zh: "没有节点具有 worker 角色。"));
        }
    }
);

rule!(
    /// Two masters that do not know each other.
    SEVERAL_ALONE, "ALX003", "several-masters-alone", Error,
    ["Several masters agree on a leader.", "多个 master 必须能选出一个主（leader）。"],
    ["Without ZooKeeper or the embedded journal each master takes itself for the leader. In the lab two of them wrote the same journal, both accepted files, and nothing was logged; a later start found the journal truncated. Choose how they agree, or keep one master.",
     "没有 ZooKeeper 或内嵌 Journal 时，每个 master 都认为自己是主。实测两个 master 写同一个 Journal，都接受写入且没有任何日志；之后启动时发现 Journal 已被截断。请选择选主方式，或只保留一个 master。"],
    [lab("alluxio-masters-alone"), SCRIPTS], [("Journal entry was truncated", "logs/master.log")],
    fires "alluxio-three" [("settings.masters.kind", "single")], clean "alluxio-three" [],
    |cx, sink| {
        several_alone(cx, sink);
    }
);

/// The overrides that set keys for the nodes of a class.
fn overridden<'c>(
    config: &'c NodeConfig,
    keys: impl IntoIterator<Item = &'static str> + 'c,
) -> impl Iterator<Item = Place> + 'c {
    let places = keys.into_iter().filter_map(|key| config.get(key)?.places.first().cloned());
    places.filter(|place| matches!(place, Place::Override(..)))
}

/// Reports masters that ask nobody who leads, where there is more than one; and masters that ask
/// in different ways.
fn several_alone(cx: &Context, sink: &mut Sink) {
    let masters = cx.with_roles(&[MASTER]);
    if masters.len() < 2 {
        return;
    }
    let mut ways: Vec<(Election, &NodeConfig, Vec<RowId>)> = Vec::new();
    for node in &masters {
        let Some(config) = cx.config_of(node.row) else { continue };
        let way = election_of(cx, config);
        match ways.iter_mut().find(|(known, ..)| *known == way) {
            Some((.., rows)) => rows.push(node.row),
            None => ways.push((way, config, vec![node.row])),
        }
    }
    ways.sort_by_key(|(way, _, rows)| (*way != Election::Nobody, rows.len()));
    let Some((way, config, rows)) = ways.first() else { return };
    if *way != Election::Nobody && ways.len() == 1 {
        return;
    }
    let field = Place::Setting("masters.kind".to_owned());
    // A list of masters matters here when it is empty.
    let empty = config.get(ADDRESSES).is_some_and(|entry| entry.text().trim().is_empty());
    let keys = [JOURNAL_TYPE, ZOOKEEPER_ENABLED].into_iter().chain(empty.then_some(ADDRESSES));
    let by_hand = overridden(config, keys).next();
    let message = if *way == Election::Nobody {
        msg!(en: "There are {n} masters, but nothing lets {names} agree with the others on a leader: each would lead.",
             zh: "有 {n} 个 master，但 {names} 没有选主方式，无法与其他 master 协商：每个都会自认为主。",
             n = masters.len(), names = cx.names(rows))
    } else {
        msg!(en: "{names} find the leader in another way than the other masters: two of them would lead.",
             zh: "{names} 的选主方式与其他 master 不同：会出现两个主。", names = cx.names(rows))
    };
    let place = by_hand.clone().unwrap_or_else(|| field.clone());
    let found = sink.report(place, message).related(rows.iter().map(|row| Place::NodeRoles(*row)));
    if let Some(place) = by_hand {
        let title = msg!(en: "Remove the override", zh: "删除该覆盖项");
        found.fix(title, vec![Edit::Clear(place)]);
    } else {
        let kind = if two(cx) { "embedded" } else { "zookeeper" };
        let title = msg!(en: "Choose {k}", zh: "选择 {k}", k = kind);
        found.fix(title, vec![Edit::Set(field, kind.to_owned())]);
    }
}

rule!(
    /// High availability of one.
    ONE_OF_MANY, "ALX004", "one-master-only", Warning,
    ["High availability has more than one master.", "高可用需要不止一个 master。"],
    ["With one master nobody takes over when it dies; ZooKeeper or the embedded journal then only adds work. Add masters, or choose one master.",
     "只有一个 master 时，它故障后无人接管；ZooKeeper 或内嵌 Journal 只会增加负担。请增加 master，或选择单个 master。"],
    [DOC_HA], [],
    fires "alluxio-one" [("settings.masters.kind", "embedded")], clean "alluxio-one" [],
    |cx, sink| {
        let masters = cx.with_roles(&[MASTER]);
        let ([master], true) = (masters.as_slice(), available(cx)) else { return };
        let Some(config) = cx.config_of(master.row) else { return };
        let keys = [ZOOKEEPER_ENABLED, JOURNAL_TYPE, ADDRESSES];
        let by_hand: Vec<Place> = overridden(config, keys).collect();
        let field = Place::Setting("masters.kind".to_owned());
        let mut edits: Vec<Edit> = by_hand.iter().cloned().map(Edit::Clear).collect();
        edits.push(Edit::Set(field.clone(), "single".to_owned()));
        sink.report(
            by_hand.into_iter().next().unwrap_or(field),
            msg!(en: "High availability was chosen, but there is one master.", zh: "选择了高可用，但只有一个 master。"),
        )
        .fix(msg!(en: "Choose one master", zh: "选择单个 master"), edits);
    }
);

rule!(
    /// One name for several masters.
    ONE_NAME, "ALX014", "masters-share-a-name", Error,
    ["Each of several masters has its own host name.", "多个 master 必须各有自己的主机名。"],
    ["A master publishes alluxio.master.hostname as its address. When two publish the same one and its machine dies, clients go on asking that dead address although another master leads: seen in the lab on both lines. It is what `copyDir conf/` leaves behind. Remove the override: each master's file gets its own name.",
     "master 以 alluxio.master.hostname 公布自己的地址。两个 master 公布同一个名称时，该机器故障后即使另一个 master 已成为主，客户端仍会访问失效的地址：两个版本系列都已实测。`copyDir conf/` 造成的正是这种情况。请删除覆盖项：每个 master 的文件会得到自己的名称。"],
    [lab("alluxio-one-name"), SCRIPTS], [("Failed to connect to master (…) after", "client")],
    fires "alluxio-three" [("overrides.cluster.alluxio.master.hostname", "m1.example.com")],
    clean "alluxio-single" [("overrides.cluster.alluxio.master.hostname", "m1.example.com")],
    |cx, sink| {
        if !available(cx) || cx.with_roles(&[MASTER]).len() < 2 {
            return;
        }
        for found in by_hand(cx, HOSTNAME) {
            if matches!(found.place, Place::Override(Layer::Node(_), _)) {
                continue;
            }
            let (title, edits) = removal(&found);
            sink.report(
                found.place.clone(),
                msg!(en: "{k} is \"{v}\" for several masters: all of them would publish one address.",
                     zh: "多个 master 的 {k} 都是“{v}”：它们会公布同一个地址。", k = HOSTNAME, v = shown(&found.value)),
            )
            .fix(title, edits);
        }
    }
);

/// Keys that name a machine, and those by which masters are asked.
const HOST_KEYS: [&str; 4] = [
    HOSTNAME,
    "alluxio.job.master.hostname",
    "alluxio.worker.hostname",
    "alluxio.job.worker.hostname",
];

rule!(
    /// A name that no machine can have.
    NO_HOST, "ALX069", "host-name-unusable", Error,
    ["What names a machine is a host name or an address.", "表示机器的配置项必须是主机名或地址。"],
    ["A process publishes this text as its address, and others look it up: with a blank, a comment or a port behind it no lookup finds anything, and with the embedded journal the master ends at once, since its own address is not in the list. A page of Alluxio's documentation prints such a line, with a comment behind the name. Write the name alone, or remove the override: each node's file gets its own.",
     "进程把这段文字作为自己的地址公布，其他进程据此查找：名称后面带有空格、注释或端口时无法解析；使用内嵌 Journal 时，master 的地址不在列表中，会立即退出。Alluxio 文档中就印有主机名后带注释的行。请只写主机名，或删除覆盖项：每个节点的文件会得到自己的名称。"],
    [lab("alluxio-not-listed"), SCRIPTS], [],
    fires "alluxio-three" [("nodes[0].overrides.alluxio.master.hostname", "m1.example.com # Only needed on master node")],
    clean "alluxio-three" [("nodes[0].overrides.alluxio.master.hostname", "m1.example.com")],
    |cx, sink| for key in HOST_KEYS {
        for found in by_hand(cx, key) {
            let unusable = found.literal().is_some_and(|v| !v.is_empty() && Host::parse(v).is_err());
            if unusable {
                let (title, edits) = removal(&found);
                sink.report(
                    found.place.clone(),
                    msg!(en: "{k}: \"{v}\" is no host name.", zh: "{k}：“{v}”不是主机名。", k = key, v = shown(&found.value)),
                )
                .fix(title, edits);
            }
        }
    }
);

rule!(
    /// A name that leads every machine to itself.
    LOOPBACK, "ALX015", "loopback-master", Error,
    ["With several nodes no master is called localhost.", "有多个节点时，master 的主机名不能是 localhost。"],
    ["Workers and clients connect to the name that the master publishes; localhost is their own machine. In the lab the worker waited in silence and clients failed. Use a name that the other nodes reach.",
     "worker 和客户端连接 master 公布的名称，而 localhost 是它们自己。实测 worker 会静默等待，客户端失败。请使用其他节点可以访问的名称。"],
    [lab("alluxio-localhost")], [("Failed to handshake (…) with BlockMasterWorker @ localhost", "logs/worker.log"), ("Failed to handshake with master localhost", "client, logs/worker.log")],
    fires "alluxio-single" [("overrides.cluster.alluxio.master.hostname", "localhost")],
    clean "alluxio-single" [("overrides.role.master.alluxio.master.hostname", "localhost")],
    |cx, sink| {
        if cx.spec.nodes.len() < 2 {
            return;
        }
        for found in by_hand(cx, HOSTNAME) {
            // On the one master itself it works: it listens on all addresses.
            let on_master_only = found.nodes.iter().all(|row| {
                cx.node(*row).is_some_and(|n| n.roles.contains(MASTER) && !n.roles.contains(WORKER))
            });
            let loopback = Host::parse(&found.value).is_ok_and(|h| h.is_loopback())
                || found.value == "0.0.0.0";
            if loopback && (available(cx) || !on_master_only) {
                let (title, edits) = removal(&found);
                sink.report(
                    found.place.clone(),
                    msg!(en: "The master is called \"{v}\" on {nodes}, which is each machine itself.",
                         zh: "{nodes} 上 master 的名称是“{v}”，即各机器自身。", v = shown(&found.value), nodes = cx.names(&found.nodes)),
                )
                .fix(title, edits);
            }
        }
    }
);

rule!(
    /// A standby that is thought dead between two words.
    HEARTBEAT, "ALX027", "heartbeat-too-slow", Error,
    ["A standby master speaks more often than it is waited for.", "备用 master 的心跳间隔必须小于超时时间。"],
    ["When the interval is not shorter than the time limit every process stops at its start. Make the interval shorter, or leave both alone (2 min and 10 min).",
     "间隔不小于超时时间时，所有进程都会在启动时停止。请缩短间隔，或保留默认值（2 分钟和 10 分钟）。"],
    [oracle("alluxio-loader-heartbeat")], [("must be less than heartbeat timeout", "any log")],
    fires "alluxio-three" [("overrides.cluster.alluxio.master.heartbeat.timeout", "10s"), ("overrides.cluster.alluxio.master.standby.heartbeat.interval", "20s")],
    clean "alluxio-three" [("overrides.cluster.alluxio.master.heartbeat.timeout", "1min"), ("overrides.cluster.alluxio.master.standby.heartbeat.interval", "20s")],
    |cx, sink| {
        let interval = if two(cx) {
            "alluxio.master.standby.heartbeat.interval"
        } else {
            "alluxio.master.master.heartbeat.interval"
        };
        super::values::out_of_order(cx, sink, interval, "alluxio.master.heartbeat.timeout");
    }
);

rule!(
    /// An address that Alluxio's scripts switch off.
    IPV6, "ALX054", "ipv6-node", Warning,
    ["Nodes are reached by IPv4 or by a name.", "节点应使用 IPv4 地址或主机名。"],
    ["The release's scripts start Java with preferIPv4Stack, so a process cannot reach an IPv6 address. Use a name, or an IPv4 address.",
     "发行包的脚本以 preferIPv4Stack 启动 Java，进程无法访问 IPv6 地址。请使用主机名或 IPv4 地址。"],
    [DOC_REQUIREMENTS, SCRIPTS], [],
    fires "alluxio-one" [("nodes[0].name", "fd00::1")], clean "alluxio-one" [("nodes[0].name", "10.0.0.1")],
    |cx, sink| {
        for (node, hosts) in cx.spec.nodes.iter().zip(cx.hosts()) {
            if let Some(Host::V6(ip)) = &hosts.name {
                sink.report(
                    Place::NodeName(node.row),
                    msg!(en: "{ip} is an IPv6 address, and Alluxio's scripts switch IPv6 off.",
                         zh: "{ip} 是 IPv6 地址，而 Alluxio 的脚本会关闭 IPv6。", ip = ip.to_string()),
                );
            }
        }
    }
);
