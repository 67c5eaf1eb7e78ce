//! The ports of an ensemble that is made on the nodes.

use super::ensemble::ADMIN;
use crate::common::zookeeper::ensemble::{CLIENT_PORT, ROLE};
use crate::common::zookeeper::fields::made;
use crate::common::zookeeper::own_server;
use ::rules::{Context, Example, Rule};
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
        "A member listens on all three. With two that are equal the second cannot be opened, and the member does not start.",
        "每个成员都监听这三个端口。其中两个相同时，后一个无法打开，成员无法启动。",
    ),
    sources: &[ADMIN],
    symptoms: &[],
    fires: Example::Edits("kylin-six", &[("settings.zookeeper.peer_port", "2181")]),
    clean: Example::Edits("kylin-six", &[("settings.zookeeper.peer_port", "2182")]),
    check: |cx, sink| {
        let mut told = BTreeSet::new();
        for node in cx.with_roles(&[ROLE]).into_iter().filter(|_| made(cx)) {
            let mut seen: BTreeMap<Port, Place> = BTreeMap::new();
            for (field, place, port) in ports(cx, node) {
                let Some(first) = seen.get(&port) else {
                    seen.insert(port, place);
                    continue;
                };
                if !told.insert(place.clone()) {
                    continue;
                }
                let found = sink
                    .report(
                        place.clone(),
                        msg!(en: "Port {p} is used for two things. Give each a port of its own.",
                             zh: "端口 {p} 被用于两个用途，请分别使用不同的端口。", p = port.to_string()),
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

/// The ports on which a member listens, as its `zoo.cfg` says: the field that usually writes each,
/// and where it is set.
fn ports(cx: &Context, node: &Node) -> Vec<(&'static str, Place, Port)> {
    let mut ports = Vec::new();
    if let Ok(port) = cx.effective_as(node, &CLIENT_PORT) {
        ports.push((CLIENT_PORT.field, cx.place_of(node, &CLIENT_PORT), port));
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
