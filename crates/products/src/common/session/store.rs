//! What is chosen, read once for everything that is made of it.

use super::database::{Database, database};
use super::fields::{made, redis_made};
use super::{redis, roles};
use ::rules::Context;
use model::value::{Count, Duration, Host, HostPort, Port, Value, Variable, parse_list};
use model::{Message, Node, msg};

/// The name of the master unless told otherwise.
pub const MASTER: &str = "mymaster";

/// How Redis stays available.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// One server.
    Single,
    /// Sentinels watch a master with replicas.
    Sentinel,
    /// Several masters share the keys.
    Cluster,
}

impl Mode {
    /// The one that is chosen. The old manager knows one only.
    pub fn read(cx: &Context) -> Mode {
        match cx.text("session.redis_mode").as_ref() {
            _ if cx.is("session.kind", "redis_jcoleman") => Mode::Single,
            "sentinel" => Mode::Sentinel,
            "cluster" => Mode::Cluster,
            _ => Mode::Single,
        }
    }

    /// As in the document.
    pub fn id(self) -> &'static str {
        match self {
            Mode::Single => "single",
            Mode::Sentinel => "sentinel",
            Mode::Cluster => "cluster",
        }
    }

    /// Where servers listen when no port is given: the sentinels with [`Mode::Sentinel`].
    pub fn port(self) -> u16 {
        if self == Mode::Sentinel { 26379 } else { 6379 }
    }
}

/// Redis as its clients see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redis {
    /// How it stays available.
    pub mode: Mode,
    /// Host and port of each; of the sentinels with [`Mode::Sentinel`]. Never empty.
    pub servers: Vec<HostPort>,
    /// The master's name for sentinels.
    pub master: String,
    /// The database; 0 in a cluster.
    pub database: u32,
    /// The variable with the password; `None` when there is none.
    pub password: Option<Variable>,
    /// Milliseconds; at least 2000, as the manager counts.
    pub timeout: u64,
    /// The most connections of a node.
    pub connections: u32,
}

/// Where sessions go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// Redis, by ran-jit's manager.
    Ranjit(Redis),
    /// Redis, by jcoleman's manager.
    Jcoleman(Redis),
    /// memcached: host and port of each, and milliseconds to wait.
    Memcached(Vec<HostPort>, u64),
    /// A table in MySQL or MariaDB, by Tomcat's own manager.
    Database(Database),
}

/// What is chosen; `None` when sessions are not shared.
pub fn sharing(cx: &Context) -> Option<Result<Sharing, Message>> {
    match cx.text("session.kind").as_ref() {
        "redis_ranjit" => Some(as_clients_see_it(cx).map(Sharing::Ranjit)),
        "redis_jcoleman" => Some(as_clients_see_it(cx).map(Sharing::Jcoleman)),
        "memcached" => Some(memcached(cx)),
        "mysql" => Some(database(cx).map(Sharing::Database)),
        _ => None,
    }
}

/// The variable with Redis' password.
pub fn password(cx: &Context) -> Option<Variable> {
    let redis_kind = matches!(cx.text("session.kind").as_ref(), "redis_ranjit" | "redis_jcoleman");
    if redis_kind { redis::password(cx) } else { None }
}

fn as_clients_see_it(cx: &Context) -> Result<Redis, Message> {
    let mode = Mode::read(cx);
    let servers = if redis_made(cx) {
        let port = if mode == Mode::Sentinel { &redis::SENTINEL_PORT } else { &redis::PORT };
        let mut servers = on_nodes(cx, roles::REDIS_ID, |node| cx.effective_as(node, port))?;
        if mode == Mode::Single {
            servers.truncate(1);
        }
        servers
    } else {
        given(cx, "session.redis_hosts", mode.port())?
    };
    Ok(Redis {
        mode,
        servers,
        master: cx.text("session.sentinel_master").into_owned(),
        database: if mode == Mode::Cluster { 0 } else { cx.get::<Count>("session.database")?.0 },
        password: password(cx),
        timeout: timeout(cx)?.max(2000),
        connections: cx.get::<Count>("session.connections")?.0,
    })
}

fn memcached(cx: &Context) -> Result<Sharing, Message> {
    let servers = if made(cx) {
        let port = cx.get("session.memcached_port")?;
        on_nodes(cx, roles::MEMCACHED_ID, |_| Ok(port))?
    } else {
        given(cx, "session.memcached_hosts", 11211)?
    };
    Ok(Sharing::Memcached(servers, timeout(cx)?))
}

fn timeout(cx: &Context) -> Result<u64, Message> {
    cx.get::<Duration>("session.timeout").map(|d| d.0)
}

/// The nodes with a role, by name, each with its port.
fn on_nodes(
    cx: &Context,
    role: &str,
    port: impl Fn(&Node) -> Result<Port, Message>,
) -> Result<Vec<HostPort>, Message> {
    let nodes = cx.with_roles(&[role]);
    if nodes.is_empty() {
        return Err(msg!(en: "no node has the role {r}", zh: "没有节点具有 {r} 角色", r = role));
    }
    let server =
        |node: &&Node| Ok(HostPort { host: Host::parse(&node.name)?, port: Some(port(node)?) });
    nodes.iter().map(server).collect()
}

/// What was typed, each with a port: without one the manager does not start.
fn given(cx: &Context, key: &str, port: u16) -> Result<Vec<HostPort>, Message> {
    let servers: Vec<HostPort> =
        parse_list::<HostPort>(&cx.text(key)).into_iter().collect::<Result<_, _>>()?;
    if servers.is_empty() {
        return Err(msg!(en: "no address is given", zh: "未填写地址"));
    }
    let with_port = |s: HostPort| HostPort { port: s.port.or(Some(Port(port))), ..s };
    Ok(servers.into_iter().map(with_port).collect())
}
