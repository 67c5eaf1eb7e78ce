//! The servers and sentinels of a Redis that is made on the nodes, side by side.

use crate::common::session::fields::{redis_made, sentinel_made};
use crate::common::session::redis::{
    REDIS_CONF, SENTINEL_CONF, master, monitor_key, own_name, port, sentinel_port,
};
use crate::common::session::roles::{REDIS_ID, is_redis, is_sentinel};
use crate::common::session::store::Mode;
use ::rules::{Context, Example, Rule, Sink, Source, Symptom};
use formats::redis::words;
use model::{Edit, Message, Node, Place, Severity, Text, msg};
use std::collections::BTreeMap;

const PRESET: &str = "kylin-redis-sentinel";
const SENTINELS: Source = Source::new(
    "Redis: high availability with Sentinel",
    "https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/",
);

/// Two programs that want one port.
pub(super) static ONE_PORT: Rule = Rule {
    id: "SES041",
    name: "redis-and-sentinel-on-one-port",
    severity: Severity::Error,
    title: Text::new(
        "Redis and its sentinel listen on different ports.",
        "Redis 与 Sentinel 监听不同的端口。",
    ),
    why: Text::new(
        "Both run on the same machine. Whichever starts second cannot open the port and ends: there is no store, or nobody who chooses another master.",
        "两者运行在同一台机器上。后启动的一个无法打开端口而退出：要么没有存储，要么没有人选出新的主节点。",
    ),
    sources: &[SENTINELS],
    symptoms: &[Symptom::new(
        "Could not create server TCP listening socket",
        "output of redis-server",
    )],
    fires: Example::Edits(PRESET, &[("settings.session.sentinel_port", "6379")]),
    clean: Example::Edits(PRESET, &[("settings.session.sentinel_port", "6380")]),
    check: |cx, sink| {
        if !sentinel_made(cx) {
            return;
        }
        let mut told: Vec<Place> = Vec::new();
        let both = |node: &&Node| is_redis(cx, node) && is_sentinel(cx, node);
        for node in cx.with_roles(&[REDIS_ID]).into_iter().filter(both) {
            let (Some(server), Some(sentinel)) = (port(cx, node), sentinel_port(cx, node)) else {
                continue;
            };
            let place =
                cx.place_at(node, SENTINEL_CONF, "port").unwrap_or(Place::NodeRoles(node.row));
            if server != sentinel || server.0 == 0 || told.contains(&place) {
                continue;
            }
            told.push(place.clone());
            let found = sink.report(
                place.clone(),
                msg!(en: "On {n} Redis and its sentinel both listen on {p}.",
                     zh: "在 {n} 上，Redis 和 Sentinel 都监听 {p}。", n = cx.name(node.row), p = server.0),
            );
            if matches!(place, Place::Override(..) | Place::Setting(_)) && server.0 != 26_379 {
                found.fix(
                    msg!(en: "Write 26379, as is usual", zh: "改为通常使用的 26379"),
                    vec![Edit::Set(place, String::from("26379"))],
                );
            }
        }
    },
};

/// A line that should be the same on all nodes, as its program reads it.
fn read(cx: &Context, node: &Node, file: &str, key: &str) -> Option<Vec<String>> {
    words(&cx.read_at(node, file, key)?).ok()
}

/// Reports the nodes whose line is another one than that of most.
fn alike(cx: &Context, sink: &mut Sink, file: &str, key: &str) {
    let nodes = cx.with_roles(&[REDIS_ID]);
    let mut seen: BTreeMap<Option<Vec<String>>, Vec<&Node>> = BTreeMap::new();
    for node in
        nodes.iter().filter(|node| cx.config_of(node.row).is_some_and(|c| c.file(file).is_some()))
    {
        seen.entry(read(cx, node, file, key)).or_default().push(node);
    }
    let Some(most) = seen.values().map(Vec::len).max() else { return };
    let usual = seen.iter().find(|(_, nodes)| nodes.len() == most).map(|(words, _)| words.clone());
    for (words, nodes) in seen.iter().filter(|(words, _)| Some(*words) != usual.as_ref()) {
        for node in nodes {
            let place = cx.place_at(node, file, key).unwrap_or(Place::NodeRoles(node.row));
            let message = if words.is_none() {
                msg!(en: "{n} has no {k}, and the others have one.", zh: "{n} 没有 {k}，而其他节点有。",
                     n = cx.name(node.row), k = key)
            } else {
                msg!(en: "{n} has another {k} than the others.", zh: "{n} 的 {k} 与其他节点不同。",
                     n = cx.name(node.row), k = key)
            };
            report(sink, place, message);
        }
    }
}

/// Reports, and takes back what was set by hand.
fn report(sink: &mut Sink, place: Place, message: Message) {
    let found = sink.report(place.clone(), message);
    if matches!(place, Place::Override(..)) {
        found.fix(msg!(en: "Remove the override", zh: "删除覆盖项"), vec![Edit::Clear(place)]);
    }
}

/// Servers that do not find each other.
pub(super) static DISAGREE: Rule = Rule {
    id: "SES042",
    name: "redis-members-disagree",
    severity: Severity::Error,
    title: Text::new(
        "All members of a Redis have one password, and one master.",
        "同一 Redis 的所有成员使用相同的密码和同一个主节点。",
    ),
    why: Text::new(
        "Which server is the master is written when the nodes start, and changes with every failover: the archive keeps it in running.conf. A replicaof in redis.conf, a sentinel that watches another master, a password of one node alone: replicas are not filled, and the next failover takes a server that nobody can log in to, or none.",
        "哪个服务器是主节点在启动时写入，并随每次故障切换而变化：部署包将其记录在 running.conf 中。在 redis.conf 中写 replicaof、某个 Sentinel 监视另一个主节点、某个节点单独使用另一个密码，都会导致副本没有数据，下次切换时选中无人能登录的服务器，或无法切换。",
    ),
    sources: &[SENTINELS],
    symptoms: &[
        Symptom::new(
            "MASTER aborted replication with an error: NOAUTH Authentication required.",
            "session/redis/redis.log",
        ),
        Symptom::new("Unable to AUTH to MASTER: -WRONGPASS", "session/redis/redis.log"),
    ],
    fires: Example::Edits(
        PRESET,
        &[("nodes[2].overrides.session/redis.conf:replicaof", "k4.example.com 6379")],
    ),
    clean: Example::Edits(PRESET, &[("nodes[2].overrides.session/redis.conf:hz", "20")]),
    check: |cx, sink| {
        if !redis_made(cx) || Mode::read(cx) == Mode::Single {
            return;
        }
        for key in ["requirepass", "masterauth"] {
            alike(cx, sink, REDIS_CONF, key);
        }
        if !sentinel_made(cx) {
            return;
        }
        alike(cx, sink, SENTINEL_CONF, &monitor_key(cx));
        of_the_master(cx, sink);
    },
};

/// That the master, as the sentinels know it, is one of the servers and listens there; and that no file
/// of the archive says whose replica a server is.
fn of_the_master(cx: &Context, sink: &mut Sink) {
    let nodes = cx.with_roles(&[REDIS_ID]);
    let mut told: Vec<Place> = Vec::new();
    for node in &nodes {
        if let Some(place) = cx.place_at(node, REDIS_CONF, "replicaof")
            && !told.contains(&place)
        {
            let message = msg!(
                en: "{n} would be a replica after every start, whoever is master then.",
                zh: "{n} 每次启动后都会成为副本，无论当时的主节点是谁。", n = cx.name(node.row));
            report(sink, place.clone(), message);
            told.push(place);
        }
    }
    let Some(master) = nodes.iter().find_map(|node| master(cx, node)) else { return };
    let named = |node: &&&Node| {
        own_name(cx, node).as_ref() == Some(&master.host)
            || cx.hosts_of(node.row).is_some_and(|hosts| hosts.all().any(|h| *h == master.host))
    };
    let Some(node) = nodes.iter().find(named) else { return };
    let Some(listens) = port(cx, node).filter(|port| *port != master.port) else { return };
    let place = cx.place_at(node, REDIS_CONF, "port").unwrap_or(Place::NodeRoles(node.row));
    report(
        sink,
        place,
        msg!(
        en: "The master {n} listens on {p}, and the sentinels look for it on {q}.",
        zh: "主节点 {n} 监听 {p}，而 Sentinel 连接的是 {q}。", n = cx.name(node.row), p = listens.0, q = master.port.0),
    );
}
