//! Who talks to the store.

use super::fields::{made, memcached_made, redis_made, sentinel_made};
use super::roles::MEMCACHED_ID;
use super::store::{Mode, Redis, Sharing, sharing};
use super::{POOL, redis as redis_files, roles};
use ::rules::{Connection, Context, Frame, Party};
use model::Text;
use model::value::{HostPort, Port};

const SESSIONS: Text = Text::new("Sessions", "Session");

/// The nodes that share sessions to the store; the store's members among themselves.
pub fn connections(cx: &Context) -> Vec<Connection> {
    let used: Vec<&'static str> =
        POOL.iter().copied().filter(|role| cx.spec.with_role(role).next().is_some()).collect();
    let nodes = || Party::Roles(if used.is_empty() { POOL.to_vec() } else { used.clone() });
    let port = |key: &str| cx.get::<Port>(key).ok().map(|p| p.0);
    let own = |role| Party::Roles(vec![role]);
    let line = |from, to, port, protocol, purpose| Connection {
        from,
        to,
        port,
        last: None,
        protocol,
        purpose,
    };
    match sharing(cx) {
        Some(Ok(Sharing::Ranjit(redis) | Sharing::Jcoleman(redis))) if !made(cx) => {
            let title = if redis.mode == Mode::Sentinel {
                const { Text::same("Redis Sentinel") }
            } else {
                const { Text::same("Redis") }
            };
            let mut all = outside(&nodes(), title, &redis.servers, "Redis");
            if redis.mode == Mode::Sentinel {
                all.push(line(
                    nodes(),
                    Party::Outside(const { Text::same("Redis") }, Vec::new()),
                    None,
                    "Redis",
                    SESSIONS,
                ));
            }
            all
        }
        Some(Ok(Sharing::Memcached(servers, _))) if !made(cx) => {
            outside(&nodes(), const { Text::same("memcached") }, &servers, "Memcached")
        }
        Some(Ok(Sharing::Database(database))) => {
            outside(&nodes(), const { Text::same("MySQL") }, &database.url.servers, "MySQL")
        }
        Some(Ok(Sharing::Memcached(..))) => {
            vec![line(
                nodes(),
                own(MEMCACHED_ID),
                port("session.memcached_port"),
                "Memcached",
                SESSIONS,
            )]
        }
        Some(Ok(Sharing::Ranjit(redis) | Sharing::Jcoleman(redis))) => {
            on_nodes(cx, &redis, &nodes())
        }
        _ => Vec::new(),
    }
}

fn on_nodes(cx: &Context, redis: &Redis, nodes: &Party) -> Vec<Connection> {
    let own = || Party::Roles(vec![roles::REDIS_ID]);
    let line = |from: Party, port, purpose| Connection {
        from,
        to: own(),
        port,
        last: None,
        protocol: "Redis",
        purpose,
    };
    let mut all = Vec::new();
    let mut each = |from: Party, ports: &[Option<u16>], purpose: Text| {
        all.extend(ports.iter().map(|port| line(from.clone(), *port, purpose)));
    };
    let main = redis_files::ports(cx);
    each(nodes.clone(), &main, SESSIONS);
    let copies = const { Text::new("Replicas follow the master", "副本与主节点同步") };
    match redis.mode {
        Mode::Single => {}
        Mode::Sentinel => {
            each(own(), &main, copies);
            if sentinel_made(cx) {
                let sentinel = redis_files::sentinel_ports(cx);
                let ask = const { Text::new("Which Redis is the master", "查询当前主节点") };
                each(nodes.clone(), &sentinel, ask);
                let agree =
                    const { Text::new("Sentinels agree on a master", "Sentinel 之间协商主节点") };
                each(own(), &sentinel, agree);
            }
        }
        Mode::Cluster => {
            each(own(), &main, copies);
            let bus: Vec<_> =
                main.iter().map(|port| port.and_then(|p| p.checked_add(10_000))).collect();
            each(own(), &bus, const { Text::new("Bus of the cluster", "集群总线") });
        }
    }
    all
}

/// The store in the picture, where nodes are it.
pub fn frame(cx: &Context) -> Option<Frame> {
    if memcached_made(cx) {
        return Some(Frame::ensemble(MEMCACHED_ID, const { Text::same("memcached") }));
    }
    if !redis_made(cx) {
        return None;
    }
    let title = match Mode::read(cx) {
        Mode::Single => return None,
        Mode::Sentinel => const { Text::new("Redis with sentinels", "Redis 与 Sentinel") },
        Mode::Cluster => const { Text::same("Redis Cluster") },
    };
    Some(Frame::ensemble(roles::REDIS_ID, title))
}

/// One connection per port.
fn outside(
    from: &Party,
    title: Text,
    servers: &[HostPort],
    protocol: &'static str,
) -> Vec<Connection> {
    let mut ports: Vec<(Option<u16>, Vec<String>)> = Vec::new();
    for server in servers {
        let (port, host) = (server.port.map(|p| p.0), server.host.to_string());
        match ports.iter_mut().find(|(known, _)| *known == port) {
            Some((_, hosts)) => hosts.push(host),
            None => ports.push((port, vec![host])),
        }
    }
    let line = |(port, hosts)| Connection {
        from: from.clone(),
        to: Party::Outside(title, hosts),
        port,
        last: None,
        protocol,
        purpose: SESSIONS,
    };
    ports.into_iter().map(line).collect()
}
