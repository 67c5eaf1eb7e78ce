//! Redis, its sentinels and memcached as services: instances of their own, run by the service user.

use super::roles::{MEMCACHED_ID, REDIS_ID, is_memcached, is_redis, is_sentinel};
use super::store::{Mode, Sharing, password, sharing};
use super::{POOL, database, redis, shared, shares};
use crate::common::machine::NO_PATH;
use ::rules::{Context, Package, Secret, Service};
use model::value::{AbsolutePath, ByteSize, Count, Host, HostPort, Port, Value, Variable};
use model::{Node, Text};

fn folder(cx: &Context) -> String {
    cx.get::<AbsolutePath>("session.dir").map_or_else(|_| NO_PATH.to_owned(), |path| path.0)
}

/// Where Redis keeps its files.
pub(super) fn redis_folder(cx: &Context) -> String {
    format!("{}/redis", folder(cx))
}

/// Where a sentinel keeps its files.
pub(super) fn sentinel_folder(cx: &Context) -> String {
    format!("{}/sentinel", folder(cx))
}

fn memcached_folder(cx: &Context) -> String {
    format!("{}/memcached", folder(cx))
}

/// Redis.
pub static REDIS: Service = Service {
    id: "redis",
    title: Text::same("Redis"),
    roles: &[REDIS_ID],
    applies: is_redis,
    order: 12,
    rolling: None,
    after: None,
    reads: &["session/redis.conf"],
    script: include_str!("../scripts/redis.sh"),
    variables: redis_variables,
    folders: |cx, node| redis::folders(cx, node, redis::REDIS_CONF),
    unit: |_, _| vec!["Type=simple".to_owned()],
    limits: &[("nofile", 65_536)],
    kernel: &[],
};

/// A sentinel.
pub static SENTINEL: Service = Service {
    id: "sentinel",
    title: Text::same("Redis Sentinel"),
    roles: &[REDIS_ID],
    applies: is_sentinel,
    order: 14,
    rolling: None,
    after: None,
    reads: &["session/sentinel.conf"],
    script: include_str!("../scripts/sentinel.sh"),
    variables: sentinel_variables,
    folders: |cx, node| redis::folders(cx, node, redis::SENTINEL_CONF),
    unit: |_, _| vec!["Type=simple".to_owned()],
    limits: &[],
    kernel: &[],
};

/// memcached.
pub static MEMCACHED: Service = Service {
    id: "memcached",
    title: Text::same("memcached"),
    roles: &[MEMCACHED_ID],
    applies: is_memcached,
    order: 12,
    rolling: None,
    after: None,
    reads: &[],
    script: include_str!("../scripts/memcached.sh"),
    variables: memcached_variables,
    folders: |cx, _| vec![memcached_folder(cx)],
    unit: |_, _| vec!["Type=simple".to_owned()],
    limits: &[("nofile", 65_536)],
    kernel: &[],
};

/// All nodes with Redis, as others reach them.
fn members(cx: &Context) -> Vec<HostPort> {
    let member = |node: &&Node| {
        let host = Host::parse(&node.address).or_else(|_| Host::parse(&node.name)).ok()?;
        Some(HostPort { host, port: Some(redis::port(cx, node).unwrap_or(Port(6379))) })
    };
    cx.with_roles(&[REDIS_ID]).iter().filter_map(member).collect()
}

fn redis_variables(cx: &Context, node: &Node) -> Vec<(&'static str, String)> {
    let mode = Mode::read(cx);
    let members = members(cx);
    let nodes = cx.with_roles(&[REDIS_ID]);
    let last = nodes.last().is_some_and(|n| n.row == node.row);
    let own = redis::own_name(cx, node);
    let port = redis::port(cx, node).unwrap_or(Port(6379));
    // Whom the sentinels are told to watch begins as the master; the others are its replicas.
    let names = [own.clone(), Host::parse(&node.name).ok(), Host::parse(&node.address).ok()];
    let itself = |m: &redis::Master| names.contains(&Some(m.host.clone())) && m.port == port;
    let master = redis::master(cx, node).filter(|_| mode == Mode::Sentinel);
    let master = master.filter(|master| !itself(master));
    let words: Vec<String> = members.iter().map(ToString::to_string).collect();
    let sentinel = redis::sentinel_port(cx, node).unwrap_or(Port(26379));
    let replicas = cx.get::<Count>("session.replicas").map_or(1, |c| c.0);
    vec![
        ("REDIS_DIR", redis_folder(cx)),
        ("REDIS_PORT", port.to_string()),
        ("REDIS_MODE", mode.id().to_owned()),
        ("REDIS_MASTER", master.map_or_else(String::new, |m| format!("{} {}", m.host, m.port))),
        ("REDIS_SELF", own.map_or_else(String::new, |host| host.to_string())),
        ("REDIS_SENTINEL_PORT", sentinel.to_string()),
        ("REDIS_SENTINEL_NAME", cx.text("session.sentinel_master").into_owned()),
        ("REDIS_MEMBERS", words.join(" ")),
        ("REDIS_REPLICAS", replicas.to_string()),
        ("REDIS_LAST", if last { "yes" } else { "" }.to_owned()),
    ]
}

fn sentinel_variables(cx: &Context, node: &Node) -> Vec<(&'static str, String)> {
    let port = redis::sentinel_port(cx, node).unwrap_or(Port(26379));
    vec![
        ("SENTINEL_DIR", sentinel_folder(cx)),
        ("SENTINEL_PORT", port.to_string()),
        ("SENTINEL_MASTER", cx.text("session.sentinel_master").into_owned()),
        ("SENTINEL_MEMBERS", cx.with_roles(&[REDIS_ID]).len().to_string()),
    ]
}

fn memcached_variables(cx: &Context, node: &Node) -> Vec<(&'static str, String)> {
    let listen = match Host::parse(&node.address) {
        Ok(host @ Host::V4(_)) => format!("{host},127.0.0.1"),
        _ => "0.0.0.0".to_owned(),
    };
    let memcached_port = cx.get("session.memcached_port").unwrap_or(Port(11211));
    let memory = cx.get::<ByteSize>("session.memory").map_or(512, |b| b.0.div_ceil(ByteSize::MIB));
    vec![
        ("MEMCACHED_DIR", memcached_folder(cx)),
        ("MEMCACHED_PORT", memcached_port.to_string()),
        ("MEMCACHED_LISTEN", listen),
        ("MEMCACHED_MEMORY", memory.to_string()),
    ]
}

/// The programs, as the operating system brings them.
pub(super) fn programs(cx: &Context) -> Vec<Package> {
    let mut all = Vec::new();
    let mut add = |id, title, version: &str, services: &'static [&'static str]| {
        all.push(Package {
            id,
            title,
            version: version.to_owned(),
            architecture: "any",
            file: String::new(),
            url: String::new(),
            sha256: "",
            services,
        });
    };
    if super::fields::redis_made(cx) {
        let title = const {
            Text::new("Redis with its sentinel and redis-cli", "Redis（含 Sentinel 和 redis-cli）")
        };
        add("redis", title, "≥ 6.2", &["redis", "sentinel"]);
    }
    if super::fields::memcached_made(cx) {
        add("memcached", const { Text::same("memcached") }, "≥ 1.5", &["memcached"]);
    }
    all
}

/// The secret that session sharing needs.
pub fn secrets(cx: &Context) -> Option<Secret> {
    let redis = ("Password of the Redis that keeps sessions", "存放 Session 的 Redis 的密码");
    let user = ("Password of the database user for sessions", "存放 Session 的数据库用户的密码");
    let secret = |purpose| move |variable: Variable| Secret { variable: variable.0, purpose };
    password(cx).map(secret(redis)).or_else(|| database::password(cx).map(secret(user)))
}

/// What a node that shares its sessions must reach: with Sentinel or a Cluster its web application
/// does not start otherwise.
pub fn endpoints(cx: &Context, node: &Node) -> Vec<HostPort> {
    match sharing(cx) {
        Some(Ok(Sharing::Ranjit(redis) | Sharing::Jcoleman(redis))) if shares(cx, node) => {
            redis.servers
        }
        Some(Ok(Sharing::Memcached(servers, _))) if shares(cx, node) => servers,
        Some(Ok(Sharing::Database(database))) if shares(cx, node) => database.url.servers,
        _ => Vec::new(),
    }
}

/// The servers without which the web application does not start: of Sentinel and of a Cluster.
pub fn needed(cx: &Context, node: &Node) -> Vec<HostPort> {
    match sharing(cx) {
        Some(Ok(Sharing::Ranjit(redis))) if shares(cx, node) && redis.mode != Mode::Single => {
            redis.servers
        }
        _ => Vec::new(),
    }
}

/// What `bin/verify` is told: whether a login on one node must be known by another.
pub fn verify(cx: &Context) -> &'static str {
    if shared(cx) && cx.with_roles(POOL).len() > 1 { "yes" } else { "no" }
}
