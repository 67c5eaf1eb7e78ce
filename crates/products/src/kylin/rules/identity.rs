//! What a node calls itself, and the ports it takes.

use super::servers::discovers;
use super::support::{DISCOVERY_CODE, KYLIN_SH, REST_CLIENT, kylin_rows};
use crate::kylin::roles::PORT;
use crate::kylin::sources::{DEFAULTS, config_base};
use ::rules::{Example, Rule, Source, Symptom};
use model::value::Host;
use model::{Edit, Layer, Place, RowId, Severity, Text, msg};
use std::collections::BTreeMap;

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
        Source::lab(
            "kylin-host-address-in-the-file",
            "Lab: host-address in the file: the process has the one of kylin.sh",
        ),
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
        Source::lab(
            "kylin-list-from-zookeeper",
            "Lab, case B: the list is replaced from ZooKeeper",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits("kylin-six", &[("nodes[0].name", "10.0.0.11")]),
    clean: Example::Edits("kylin-six", &[("nodes[0].address", "10.0.0.11")]),
    check: |cx, sink| {
        if !discovers(cx) {
            return;
        }
        for row in kylin_rows(cx) {
            let Some(node) = cx.hosts_of(row) else { continue };
            if matches!(node.name, Some(Host::V4(_))) {
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
        Source::lab("kylin-connector-not-on-one-line", "Lab: the port check of kylin.sh"),
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
        let mut seen: BTreeMap<&Host, RowId> = BTreeMap::new();
        for row in kylin_rows(cx) {
            let Some(hosts) = cx.hosts_of(row) else { continue };
            let Some(host) = hosts.machine() else { continue };
            let same_name = |first: &RowId| {
                cx.hosts_of(*first).is_some_and(|h| h.name.is_some() && h.name == hosts.name)
            };
            if seen.get(host).is_some_and(same_name) {
                continue; // The same node twice: a general rule says so.
            }
            if let Some(first) = seen.get(host) {
                sink.report(
                    Place::NodeAddress(row),
                    msg!(en: "{a} and {b} are one machine, {h}, and both listen on port {p}: the second one will not start.",
                         zh: "{a} 和 {b} 是同一台机器 {h}，且都监听端口 {p}：后启动的一个无法启动。",
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
                        Place::Override(Layer::Cluster, "kylin.restclient.connection.max-total".into()),
                        (nodes * 2).to_string(),
                    )],
                );
            }
        }
    },
};
