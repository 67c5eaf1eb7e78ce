//! The ports of an ensemble that is made on the nodes.

use super::ensemble::ADMIN;
use crate::common::zookeeper::ensemble::{CLIENT_PORT, ROLE};
use crate::common::zookeeper::fields::made;
use crate::common::zookeeper::{ZOO_CFG, own_server};
use ::rules::{Context, Example, Rule, Source, Symptom};
use model::value::{Port, Value};
use model::{Edit, Node, Place, Severity, Text, msg};
use std::collections::{BTreeMap, BTreeSet};

/// One port for two things.
pub(super) static PORTS_COLLIDE: Rule = Rule {
    id: "ZOO013",
    name: "ensemble-ports-collide",
    severity: Severity::Error,
    title: Text::new(
        "Client, peer and election port are three different ports.",
        "客户端、成员通信和选举端口必须互不相同。",
    ),
    why: Text::new(
        "A member listens on all three, and on secureClientPort and the port of Prometheus' metrics where they are set. With two that are equal the second cannot be opened, and the member does not start.",
        "每个成员都监听这三个端口；设置了 secureClientPort 或 Prometheus 指标端口时也监听它们。其中两个相同时，后一个无法打开，成员无法启动。",
    ),
    sources: &[ADMIN],
    symptoms: &[],
    fires: Example::Edits("kylin-six", &[("settings.zookeeper.peer_port", "2181")]),
    clean: Example::Edits("kylin-six", &[("settings.zookeeper.peer_port", "2182")]),
    check: |cx, sink| {
        let mut told = BTreeSet::new();
        for node in cx.with_roles(&[ROLE]).into_iter().filter(|_| made(cx)) {
            let mut seen: BTreeMap<Port, (&str, Place)> = BTreeMap::new();
            for (field, place, port) in ports(cx, node) {
                let Some((other, first)) = seen.get(&port) else {
                    seen.insert(port, (field, place));
                    continue;
                };
                if !told.insert(place.clone()) {
                    continue;
                }
                let label = |key: &str| {
                    let more = MORE.iter().find(|(name, _)| *name == key).map(|(_, label)| *label);
                    cx.field(key).map(|f| f.label).or(more).unwrap_or(const { Text::same("") })
                };
                let found = sink
                    .report(
                        place.clone(),
                        msg!(en: "{a} and {b} are both {p}. Give each a port of its own.",
                             zh: "“{a}”和“{b}”都是 {p}，请分别使用不同的端口。",
                             a = label(other), b = label(field), p = port.to_string()),
                    )
                    .related([first.clone()]);
                let usual = cx.field(field).map(|f| cx.default(f, None)).unwrap_or_default();
                let free = Port::parse(&usual).is_ok_and(|usual| !seen.contains_key(&usual));
                if matches!(place, Place::Setting(_)) && free {
                    found.fix(
                        msg!(en: "Write {p}, as is usual", zh: "改为通常使用的 {p}", p = usual.as_str()),
                        vec![Edit::Set(place, usual)],
                    );
                }
            }
        }
    },
};

/// Ports that no field writes, with their names.
const MORE: &[(&str, Text)] = &[
    ("secureClientPort", Text::same("secureClientPort")),
    ("metricsProvider.httpPort", Text::same("metricsProvider.httpPort")),
];

/// The provider of metrics that listens.
pub(super) const PROMETHEUS: &str =
    "org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider";

/// The ports on which a member listens, as its `zoo.cfg` says: the field that usually writes each,
/// and where it is set.
fn ports(cx: &Context, node: &Node) -> Vec<(&'static str, Place, Port)> {
    let mut ports = Vec::new();
    if let Ok(port) = cx.effective_as(node, &CLIENT_PORT) {
        ports.push((CLIENT_PORT.field, cx.place_of(node, &CLIENT_PORT), port));
    }
    let metrics = cx.read_at(node, ZOO_CFG, "metricsProvider.className");
    for (key, _) in MORE {
        let read = cx.read_at(node, ZOO_CFG, key).and_then(|text| Port::parse(&text).ok());
        let listens = *key == "secureClientPort" || metrics.as_deref() == Some(PROMETHEUS);
        let place = cx.place_at(node, ZOO_CFG, key);
        if let (Some(port), Some(place), true) = (read, place, listens) {
            ports.push((*key, place, port));
        }
    }
    let Some((Some(server), line)) = own_server(cx, node) else { return ports };
    for (field, port) in
        [("zookeeper.peer_port", server.peer), ("zookeeper.election_port", server.election)]
    {
        let by_hand = matches!(line, Place::Override(..));
        let place = if by_hand { line.clone() } else { Place::Setting(field.to_owned()) };
        ports.push((field, place, port));
    }
    ports
}

/// Sessions that may not be as short as they must be long.
pub(super) static SESSION_LIMITS: Rule = Rule {
    id: "ZOO020",
    name: "session-limits-crossed",
    severity: Severity::Error,
    title: Text::new(
        "The shortest session that ZooKeeper grants is not longer than the longest.",
        "ZooKeeper 允许的最短会话不能长于最长会话。",
    ),
    why: Text::new(
        "Where nothing is said the shortest session is two ticks and the longest twenty. A member whose file puts the shortest above the longest ends at its start: setting one of the two alone is enough. Change both, or remove the override.",
        "未设置时，最短会话为两个 tick，最长为二十个 tick。配置文件中最短大于最长时，成员会在启动时退出：只设置其中一个就足以造成。请同时修改两者，或删除覆盖项。",
    ),
    sources: &[
        ADMIN,
        Source::new(
            "ZooKeeper 3.8.4, QuorumPeerConfig.parseProperties: minSessionTimeout must not be larger than maxSessionTimeout",
            "https://github.com/apache/zookeeper/blob/release-3.8.4/zookeeper-server/src/main/java/org/apache/zookeeper/server/quorum/QuorumPeerConfig.java",
        ),
    ],
    symptoms: &[Symptom::new(
        "minSessionTimeout must not be larger than maxSessionTimeout",
        "ZooKeeper's log",
    )],
    fires: Example::Edits(
        "kylin-six",
        &[("overrides.cluster.zookeeper/zoo.cfg:maxSessionTimeout", "1000")],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[
            ("overrides.cluster.zookeeper/zoo.cfg:minSessionTimeout", "500"),
            ("overrides.cluster.zookeeper/zoo.cfg:maxSessionTimeout", "1000"),
        ],
    ),
    check: |cx, sink| {
        let mut told = BTreeSet::new();
        for node in cx.with_roles(&[ROLE]).into_iter().filter(|_| made(cx)) {
            let number =
                |key: &str| -> Option<i64> { cx.read_at(node, ZOO_CFG, key)?.trim().parse().ok() };
            let Some(tick) = number("tickTime").or(Some(3_000)).filter(|tick| *tick > 0) else {
                continue;
            };
            let limit = |key: &str, ticks: i64| match number(key) {
                None | Some(-1) => tick.saturating_mul(ticks),
                Some(set) => set,
            };
            let (least, most) = (limit("minSessionTimeout", 2), limit("maxSessionTimeout", 20));
            if least <= most {
                continue;
            }
            let keys = ["maxSessionTimeout", "minSessionTimeout", "tickTime"];
            let by_hand =
                |key: &&str| matches!(cx.place_at(node, ZOO_CFG, key), Some(Place::Override(..)));
            let key = keys.into_iter().find(by_hand).unwrap_or(keys[0]);
            let place = cx.place_at(node, ZOO_CFG, key).unwrap_or(Place::NodeName(node.row));
            if told.insert(place.clone()) {
                sink.report(
                    place,
                    msg!(en: "A session lasts at least {l} ms and at most {m} ms: ZooKeeper refuses that.",
                         zh: "会话最短 {l} ms，最长 {m} ms：ZooKeeper 会拒绝。", l = least, m = most),
                );
            }
        }
    },
};
