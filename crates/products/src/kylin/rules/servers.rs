//! The list of nodes by which Kylin's servers tell each other what changed.

use super::support::{
    BROADCASTER, DISCOVERY, DISCOVERY_CODE, KYLIN_SH, REST_CLIENT, SERVERS, host_of, is_true,
    kylin_rows, place_of,
};
use crate::kylin::roles::PORT;
use crate::kylin::sources::{DEFAULTS, DOC_CLUSTER, config_base};
use ::rules::{Context, Example, Found, Rule, Sink, Source, Symptom};
use model::value::{Host, Value, shown};
use model::{Edit, Layer, Place, RowId, Severity, Text, msg};
use std::collections::{BTreeMap, BTreeSet};

/// Whether the nodes find each other by themselves: then the list in the file is only a start.
fn discovers(cx: &Context) -> bool {
    let found = cx.values_of(DISCOVERY);
    !found.is_empty() && found.iter().all(|f| is_true(&f.value))
}

/// The entries of a list, as the client splits it.
fn entries(found: &Found) -> Vec<&str> {
    found.value.split(',').map(str::trim).filter(|e| !e.is_empty()).collect()
}

/// Host and port of an entry; the port is 7070 when none is given.
fn server(entry: &str) -> Option<(Host, u16)> {
    let bare = entry.rsplit('@').next()?;
    let (host, port) = match bare.split_once(':') {
        Some((host, port)) => (host, port.parse().ok()?),
        None => (bare, PORT),
    };
    Host::parse(host).ok().map(|host| (host, port))
}

/// Whether the client's pattern takes an entry: `[user:password@]host[:digits]`.
fn matches_pattern(entry: &str) -> bool {
    let bare = match entry.split_once('@') {
        Some((login, rest)) => {
            if !login.split_once(':').is_some_and(|(u, p)| !u.is_empty() && !p.is_empty()) {
                return false;
            }
            rest
        }
        None => entry,
    };
    let (host, port) = bare.split_once(':').unwrap_or((bare, "7070"));
    !host.is_empty() && !port.is_empty() && port.chars().all(|c| c.is_ascii_digit())
}

/// The title and edits that take the list back to the one that is made from the nodes.
fn drop_override(found: &Found) -> Option<(model::Message, Vec<Edit>)> {
    found.overridden().then(|| {
        (
            msg!(en: "Remove the override: the list is made from the nodes", zh: "删除覆盖项，列表由节点生成"),
            vec![Edit::Clear(found.place.clone())],
        )
    })
}

fn report(
    sink: &mut Sink,
    found: &Found,
    message: model::Message,
    related: impl IntoIterator<Item = Place>,
) {
    let report = sink.report(place_of(found), message).related(related);
    if let Some((title, edits)) = drop_override(found) {
        report.fix(title, edits);
    }
}

/// A node that nobody tells.
pub(super) static INCOMPLETE: Rule = Rule {
    id: "KYL017",
    name: "incomplete-cluster-servers",
    severity: Severity::Error,
    title: Text::new(
        "kylin.server.cluster-servers lists every Kylin node, the node itself included.",
        "kylin.server.cluster-servers 必须列出所有 Kylin 节点，包括节点自身。",
    ),
    why: Text::new(
        "Each server tells the ones in its own list what changed in the metadata. One that is missing keeps its old state for ever: a cube is ready on the job node, and its table is not to be found on the query node. The same list must stand on every node, because telling is one-way.",
        "每个服务器把元数据的变更通知给自己列表中的节点。未列出的节点会一直保留旧状态：Cube 在任务节点上已就绪，在查询节点上却找不到表。通知是单向的，因此每个节点上的列表必须相同。",
    ),
    sources: &[
        BROADCASTER,
        DOC_CLUSTER,
        Source::lab("Lab, case C2: a list without the other node: it never sees the changes"),
    ],
    symptoms: &[Symptom::new(
        "There is no available rest server; check the 'kylin.server.cluster-servers' config",
        "logs/kylin.log",
    )],
    fires: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.server.cluster-servers",
            "k1.example.com:7070,k2.example.com:7070",
        )],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.server.cluster-servers",
            "k1.example.com:7070,K2.example.com,k3.example.com:7070",
        )],
    ),
    check: incomplete,
};

fn incomplete(cx: &Context, sink: &mut Sink) {
    let rows = kylin_rows(cx);
    if discovers(cx) {
        return;
    }
    for found in cx.values_of(SERVERS) {
        if found.literal().is_none() || (!found.overridden() && found.set) {
            continue;
        }
        let listed: BTreeSet<Host> = entries(&found).iter().filter_map(|e| host_of(e)).collect();
        if rows.len() > 1 && listed.iter().any(Host::is_loopback) {
            continue; // That has a rule of its own.
        }
        let missing: Vec<RowId> =
            rows.iter().copied().filter(|row| !is_listed(cx, &listed, *row)).collect();
        if !missing.is_empty() && rows.len() > 1 {
            report(
                sink,
                &found,
                msg!(en: "{missing} is not in kylin.server.cluster-servers: it will never hear of changes.",
                     zh: "kylin.server.cluster-servers 中没有 {missing}：该节点永远收不到变更通知。", missing = cx.names(&missing)),
                missing.iter().map(|row| Place::Node(*row)),
            );
        }
    }
}

fn is_listed(cx: &Context, listed: &BTreeSet<Host>, row: RowId) -> bool {
    let Some(node) = cx.node(row) else { return true };
    [&node.name, &node.address].iter().any(|t| Host::parse(t).is_ok_and(|h| listed.contains(&h)))
}

/// A list that means the machine itself.
pub(super) static LOOPBACK: Rule = Rule {
    id: "KYL018",
    name: "loopback-cluster-servers",
    severity: Severity::Error,
    title: Text::new(
        "With several nodes kylin.server.cluster-servers names none of them localhost.",
        "有多个节点时，kylin.server.cluster-servers 中不能出现 localhost。",
    ),
    why: Text::new(
        "localhost:7070 is Kylin's own default, and on each node it means that node: every server tells only itself, and a project made on one is never seen on another. Name the nodes as they are called everywhere.",
        "localhost:7070 是 Kylin 的默认值，在每个节点上都指该节点自身：每个服务器只通知自己，在一个节点上创建的项目，其他节点永远看不到。请使用在任何节点上都有效的名称。",
    ),
    sources: &[
        DEFAULTS,
        BROADCASTER,
        Source::lab("Lab, case C1: default cluster-servers, two nodes: stale for ever"),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.server.cluster-servers", "localhost:7070")],
    ),
    clean: Example::Edits(
        "kylin-one",
        &[("overrides.cluster.kylin.server.cluster-servers", "localhost:7070")],
    ),
    check: |cx, sink| {
        if kylin_rows(cx).len() < 2 || discovers(cx) {
            return;
        }
        for found in cx.values_of(SERVERS) {
            if entries(&found).iter().any(|e| host_of(e).is_some_and(|h| h.is_loopback())) {
                report(
                    sink,
                    &found,
                    msg!(en: "{nodes}: \"{t}\" in kylin.server.cluster-servers means each node itself, so none tells the others of changes.",
                         zh: "{nodes}：kylin.server.cluster-servers 中的“{t}”指各节点自身，节点之间不会互相通知变更。",
                         nodes = cx.names(&found.nodes), t = shown(&found.value)),
                    [],
                );
            }
        }
    },
};

/// One bad entry, and nobody is told.
pub(super) static MALFORMED: Rule = Rule {
    id: "KYL019",
    name: "malformed-cluster-servers",
    severity: Severity::Error,
    title: Text::new(
        "Every entry of kylin.server.cluster-servers is host or host:port.",
        "kylin.server.cluster-servers 的每一项都是 host 或 host:port。",
    ),
    why: Text::new(
        "A client is made for every entry before the first one is told anything. One entry that does not fit (a scheme, a path, an IPv6 address, another separator than a comma, a port that is no number) makes that fail, so no node at all hears of changes from this server; the start succeeds and the log has one line per event. Write name:7070 entries with commas between them.",
        "在通知任何节点之前，会先为每一项创建客户端。只要有一项格式不符（带协议或路径、IPv6 地址、用逗号以外的分隔符、端口不是数字），创建就会失败，于是所有节点都收不到该服务器的变更通知；启动一切正常，日志中每个事件只有一行错误。请写成以逗号分隔的 name:7070。",
    ),
    sources: &[
        REST_CLIENT,
        Source::lab("Lab, case C3: one malformed entry among good ones: no node gets anything"),
    ],
    symptoms: &[
        Symptom::new(
            "IllegalArgumentException: URI: … -- does not match pattern",
            "logs/kylin.log",
        ),
        Symptom::new("error running wiping", "logs/kylin.log"),
    ],
    fires: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.server.cluster-servers",
            "http://k1.example.com:7070,k2.example.com:7070,k3.example.com:7070",
        )],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.server.cluster-servers",
            "k1.example.com:7070, k2.example.com:7070,k3.example.com",
        )],
    ),
    check: |cx, sink| {
        for found in cx.set_values_of(SERVERS) {
            if found.literal().is_none() {
                continue;
            }
            if let Some(bad) = entries(&found).into_iter().find(|e| !matches_pattern(e)) {
                report(
                    sink,
                    &found,
                    msg!(en: "\"{e}\" in kylin.server.cluster-servers is not host:port. Kylin then tells no node at all of changes.",
                         zh: "kylin.server.cluster-servers 中的“{e}”不是 host:port，Kylin 因此不会向任何节点通知变更。", e = shown(bad)),
                    [],
                );
            }
        }
    },
};

/// The same server twice.
pub(super) static DUPLICATE: Rule = Rule {
    id: "KYL020",
    name: "duplicate-cluster-servers",
    severity: Severity::Info,
    title: Text::new(
        "kylin.server.cluster-servers names every node once.",
        "kylin.server.cluster-servers 中每个节点只出现一次。",
    ),
    why: Text::new(
        "A server that is listed twice is told everything twice. That does no harm, but usually another node was meant. Correct the list.",
        "重复列出的服务器会收到两次通知。这没有危害，但通常说明本应填写另一个节点。请更正列表。",
    ),
    sources: &[BROADCASTER, Source::lab("Lab: duplicate entry: works")],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.server.cluster-servers",
            "k1.example.com:7070,k2.example.com:7070,k3.example.com:7070,k3.example.com",
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
        for found in cx.set_values_of(SERVERS) {
            let mut seen = BTreeSet::new();
            let twice =
                entries(&found).into_iter().find(|e| server(e).is_some_and(|s| !seen.insert(s)));
            if let Some(twice) = twice {
                report(
                    sink,
                    &found,
                    msg!(en: "\"{e}\" is in kylin.server.cluster-servers twice.",
                         zh: "“{e}”在 kylin.server.cluster-servers 中出现了两次。", e = shown(twice)),
                    [],
                );
            }
        }
    },
};

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
        Source::lab("Lab: entry of a node that is down"),
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
        let ours = names_of(cx, &kylin_rows(cx));
        for found in cx.set_values_of(SERVERS).iter().filter(|f| f.overridden()) {
            let strange = |e: &&str| {
                host_of(e).is_some_and(|h| {
                    !h.is_loopback() && !ours.contains_key(&h) && !is_balancer(cx, &h)
                })
            };
            let strangers: Vec<&str> = entries(found).into_iter().filter(strange).collect();
            if !strangers.is_empty() {
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

fn names_of(cx: &Context, rows: &[RowId]) -> BTreeMap<Host, RowId> {
    let mut names = BTreeMap::new();
    for node in rows.iter().filter_map(|row| cx.node(*row)) {
        for text in [&node.name, &node.address] {
            if let Ok(host) = Host::parse(text) {
                names.entry(host).or_insert(node.row);
            }
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
            .any(|n| Host::parse(&n.name).is_ok_and(|h| h == *host))
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
        Source::lab("Lab: PUT /kylin/api/cache: 200 at the node, 403 through the load balancer"),
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
        let ours = names_of(cx, &kylin_rows(cx));
        for found in cx.set_values_of(SERVERS) {
            let balancer = |e: &&str| {
                host_of(e).is_some_and(|h| !ours.contains_key(&h) && is_balancer(cx, &h))
            };
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

/// Keys that the start script passes itself.
pub(super) static IGNORED: Rule = Rule {
    id: "KYL023",
    name: "overruled-by-kylin-sh",
    severity: Severity::Warning,
    title: Text::new(
        "Keys that kylin.sh passes itself are not set in the file.",
        "由 kylin.sh 传入的配置项不应写在文件中。",
    ),
    why: Text::new(
        "kylin.sh passes these keys as system properties, which win over every file: kylin.server.host-address is made of `hostname -f` and the port in server.xml, the warehouse folder comes from Hive. A value in the file is never seen. When a node calls itself by a wrong name, correct the name on the machine.",
        "kylin.sh 以系统属性传入这些配置项，优先于任何文件：kylin.server.host-address 由 `hostname -f` 和 server.xml 中的端口组成，仓库目录取自 Hive。写在文件中的值不会生效。如果节点的自称有误，请在该机器上更正主机名。",
    ),
    sources: &[
        KYLIN_SH,
        Source::lab("Lab: host-address in the file: the process has the one of kylin.sh"),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("nodes[0].overrides.kylin.server.host-address", "10.0.0.1:7070")],
    ),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        for (place, key, _) in cx.overrides() {
            if key == "kylin.server.host-address" || key == "kylin.source.hive.warehouse-dir" {
                sink.report(
                    place.clone(),
                    msg!(en: "{k} in the file is ignored: kylin.sh passes its own value, which wins.",
                         zh: "文件中的 {k} 会被忽略：kylin.sh 会传入自己的值，且优先级更高。", k = key),
                )
                .fix(msg!(en: "Remove it", zh: "删除该项"), vec![Edit::Clear(place)]);
            }
        }
    },
};

/// A node that will call itself otherwise.
pub(super) static ADDRESS_AS_NAME: Rule = Rule {
    id: "KYL024",
    name: "address-as-node-name",
    severity: Severity::Warning,
    title: Text::new(
        "With self-discovery nodes are listed by the name that `hostname -f` prints.",
        "启用自动发现时，节点使用 `hostname -f` 输出的名称。",
    ),
    why: Text::new(
        "With self-discovery every node registers itself under `hostname -f`, and that list replaces the one in the file: addresses are gone after the start, and the names must resolve on every node. Enter the full names, with the addresses in their own column.",
        "启用自动发现后，每个节点以 `hostname -f` 的结果注册，该列表会取代文件中的列表：启动后地址不再使用，而这些名称必须能在每个节点上解析。请填写完整的主机名，地址填在单独的列中。",
    ),
    sources: &[
        KYLIN_SH,
        DISCOVERY_CODE,
        Source::lab("Lab, case B: the list is replaced from ZooKeeper"),
    ],
    symptoms: &[],
    fires: Example::Edits("kylin-six", &[("nodes[0].name", "10.0.0.11")]),
    clean: Example::Edits("kylin-six", &[("nodes[0].address", "10.0.0.11")]),
    check: |cx, sink| {
        if !discovers(cx) {
            return;
        }
        for row in kylin_rows(cx) {
            let Some(node) = cx.node(row) else { continue };
            if matches!(Host::parse(&node.name), Ok(Host::V4(_))) {
                sink.report(
                    Place::NodeName(row),
                    msg!(en: "{n} is an address, but with self-discovery the node registers under the name that hostname -f prints there. Enter that name.",
                         zh: "{n} 是地址，但启用自动发现后，节点会以其 hostname -f 输出的名称注册。请填写该名称。", n = cx.name(row)),
                );
            }
        }
    },
};

/// Two servers that want one port.
pub(super) static ONE_MACHINE: Rule = Rule {
    id: "KYL025",
    name: "two-kylin-nodes-on-one-machine",
    severity: Severity::Error,
    title: Text::new("A machine runs one Kylin node.", "一台机器只运行一个 Kylin 节点。"),
    why: Text::new(
        "Every installation listens on 7070 and 9005, and Muster does not move these ports: the second one on a machine does not start. Give the nodes different machines.",
        "每套安装都监听 7070 和 9005，Muster 不会更改这些端口：同一台机器上的第二套无法启动。请将节点放在不同的机器上。",
    ),
    sources: &[
        Source::new(
            "kylin-port-replace-util.sh (3.1.3): the ports of an installation",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/build/bin/kylin-port-replace-util.sh",
        ),
        Source::lab("Lab: the port check of kylin.sh"),
    ],
    symptoms: &[Symptom::new(
        "ERROR: Port … is in use, please check the availability of the port and re-start Kylin",
        "output of kylin.sh start",
    )],
    fires: Example::Edits(
        "kylin-three",
        &[("nodes[0].address", "10.0.0.1"), ("nodes[1].address", "10.0.0.1")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("nodes[0].address", "10.0.0.1"), ("nodes[1].address", "10.0.0.2")],
    ),
    check: |cx, sink| {
        let mut seen: BTreeMap<Host, RowId> = BTreeMap::new();
        for row in kylin_rows(cx) {
            let Some(node) = cx.node(row) else { continue };
            let Ok(host) = Host::parse(&node.address) else { continue };
            if let Some(first) = seen.get(&host) {
                sink.report(
                    Place::NodeAddress(row),
                    msg!(en: "{a} and {b} have the same address {h}, and both listen on port {p}: the second one will not start.",
                         zh: "{a} 和 {b} 的地址都是 {h}，且都监听端口 {p}：后启动的一个无法启动。",
                         a = cx.name(*first), b = cx.name(row), h = host.to_string(), p = PORT),
                )
                .related([Place::NodeAddress(*first)]);
            } else {
                seen.insert(host, row);
            }
        }
    },
};

/// A list that the nodes make themselves.
pub(super) static WITH_MODE: Rule = Rule {
    id: "KYL026",
    name: "cluster-servers-with-mode-by-hand",
    severity: Severity::Info,
    title: Text::new(
        "kylin.server.cluster-servers-with-mode is left to self-discovery.",
        "kylin.server.cluster-servers-with-mode 由自动发现维护。",
    ),
    why: Text::new(
        "Only the page of instances reads it, and only with scheduler 100; self-discovery fills it in and keeps it right. A list by hand grows old. Leave it out.",
        "只有实例页面会读取它，且仅限调度器 100；自动发现会填写并维护。手工填写的列表容易过时。请不要设置。",
    ),
    sources: &[config_base!(412), DISCOVERY_CODE],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.server.cluster-servers-with-mode", "k1.example.com:7070:all")],
    ),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        for found in cx.set_values_of("kylin.server.cluster-servers-with-mode") {
            sink.report(
                found.place.clone(),
                msg!(en: "kylin.server.cluster-servers-with-mode is kept by self-discovery; a list by hand grows old.",
                     zh: "kylin.server.cluster-servers-with-mode 由自动发现维护，手工填写的列表容易过时。"),
            )
            .fix(msg!(en: "Remove it", zh: "删除该项"), vec![Edit::Clear(found.place.clone())]);
        }
    },
};

/// More nodes than the client's pool is made for.
pub(super) static SMALL_CLIENT_POOL: Rule = Rule {
    id: "KYL027",
    name: "small-rest-client-pool",
    severity: Severity::Info,
    title: Text::new(
        "With more than a hundred nodes the pool of the REST client is larger than its default.",
        "超过一百个节点时，应增大 REST 客户端的连接池。",
    ),
    why: Text::new(
        "Every change is sent to every node through one pool of 200 connections. With more than a hundred nodes, changes wait for each other. Set kylin.restclient.connection.max-total to two connections per node or more.",
        "每次变更都通过同一个 200 连接的池发送给所有节点。超过一百个节点时，变更会互相等待。请将 kylin.restclient.connection.max-total 设为每节点至少两个连接。",
    ),
    sources: &[DEFAULTS, REST_CLIENT],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.restclient.connection.max-total", "2")],
    ),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        let nodes = kylin_rows(cx).len();
        for found in cx.values_of("kylin.restclient.connection.max-total") {
            let most = found.value.parse::<usize>().unwrap_or(usize::MAX);
            if most < nodes || (nodes > 100 && most < nodes.saturating_mul(2)) {
                sink.report(
                    found.place.clone(),
                    msg!(en: "{n} Kylin nodes share a pool of {m} connections for telling each other of changes. Set kylin.restclient.connection.max-total to {w}.",
                         zh: "{n} 个 Kylin 节点互相通知变更共用 {m} 个连接。请将 kylin.restclient.connection.max-total 设为 {w}。",
                         n = nodes, m = most, w = nodes * 2),
                )
                .fix(
                    msg!(en: "Set it to {w}", zh: "设为 {w}", w = nodes * 2),
                    vec![Edit::Set(
                        Place::Override(Layer::Cluster, "kylin.restclient.connection.max-total".to_owned()),
                        (nodes * 2).to_string(),
                    )],
                );
            }
        }
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_judged_as_the_client_does() {
        for good in ["k1", "k1:7070", "ADMIN:KYLIN@k1:7070", "10.0.0.1:7070"] {
            assert!(matches_pattern(good), "{good}");
        }
        for bad in [
            "http://k1:7070",
            "a:1;b:2",
            "[fd00::1]:7070",
            "k1:port",
            "k1:7070/kylin",
            "k1:",
            ":7070",
        ] {
            assert!(!matches_pattern(bad), "{bad}");
        }
        assert_eq!(server("k1"), server("K1:7070"));
    }
}
