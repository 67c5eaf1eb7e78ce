//! `redis.conf` and `sentinel.conf` of a Redis that is made on the nodes.
//!
//! Both programs rewrite their own file when a master dies. What is generated never changes by
//! itself: the programs are started with a file of their own, made from it (`redis.sh`).

pub(crate) mod notation;
mod numbers;
mod read;
mod sentinel;
mod server;
pub(crate) mod words;

pub(crate) use read::{Master, first_word, folders, master, monitor_key, password, port, ports};
pub(crate) use read::{own_name, sentinel_port, sentinel_ports};

use crate::common::entries;
use ::rules::{Binding, Class, ConfigFile, ConfigKind, Context, Entry, Format};
use formats::File;
use model::value::{Host, Value};
use model::{Message, Node, Text, msg};

/// The server's file, inside a node's folder.
pub(crate) const REDIS_CONF: &str = "session/redis.conf";
/// The sentinel's file.
pub(crate) const SENTINEL_CONF: &str = "session/sentinel.conf";

const fn kind(name: &'static str) -> ConfigKind {
    ConfigKind::beside(name).in_format(Format::Directives).with_variables().holding(notation::holds)
}

/// The server's file as a configuration file.
pub(crate) const REDIS: ConfigKind = kind(REDIS_CONF).with_numbers(numbers::OF_SERVER);
/// The sentinel's.
pub(crate) const SENTINEL: ConfigKind = kind(SENTINEL_CONF).with_numbers(numbers::OF_SENTINEL);

/// Where Redis listens.
pub(crate) const PORT: Binding =
    Binding { file: REDIS_CONF, key: "port", field: "session.redis_port", reason: server::LISTENS };

/// Where a sentinel listens.
pub(crate) const SENTINEL_PORT: Binding = Binding {
    file: SENTINEL_CONF,
    key: "port",
    field: "session.sentinel_port",
    reason: sentinel::LISTENS,
};

/// What stands in the files of a class of nodes.
pub(crate) fn configure(cx: &Context, class: &Class) -> impl Iterator<Item = ConfigFile> + use<> {
    let server = server::configure(cx, class);
    server.into_iter().chain(sentinel::configure(cx, class))
}

/// Writes `redis.conf`.
pub(super) fn redis_conf(cx: &Context, node: &Node) -> File {
    const ABOUT: Text = Text::new(
        "Redis for sessions; redis-server reads it by way of running.conf beside it.",
        "存放 Session 的 Redis 配置；redis-server 通过同目录的 running.conf 读取它。",
    );
    write(cx, node, ABOUT, REDIS_CONF)
}

/// Writes `sentinel.conf`.
pub(super) fn sentinel_conf(cx: &Context, node: &Node) -> File {
    const ABOUT: Text = Text::new(
        "A sentinel: it watches Redis, and with the others chooses a new master.",
        "Sentinel：监视 Redis，并与其他 Sentinel 一起选出新的主节点。",
    );
    write(cx, node, ABOUT, SENTINEL_CONF)
}

fn write(cx: &Context, node: &Node, about: Text, name: &str) -> File {
    let mut file = File::new(about);
    if let Some(config) = cx.config_of(node.row).and_then(|c| c.file(name)) {
        let secrets = cx.secrets();
        let line = |key: &str, value: &str| notation::line(secrets, key, value);
        entries::write(cx, &mut file, &config.resolved(cx, node), line);
    }
    file
}

/// Several lines that are there for one reason.
fn because(lines: &[(&str, String)], fields: &[&str], reason: Text) -> Vec<Entry> {
    let entry = |(key, value): &(&str, String)| {
        Entry::new(key, value.as_str(), fields, Message::from(reason))
    };
    lines.iter().map(entry).collect()
}

/// Where it listens: at the node's address where one is given. A name is not enough: on Debian a
/// machine's own name leads to 127.0.1.1.
fn bind(node: &Node) -> String {
    match Host::parse(&node.address) {
        Ok(host) if host.is_loopback() => "127.0.0.1".to_owned(),
        Ok(host @ (Host::V4(_) | Host::V6(_))) => format!("{host} 127.0.0.1"),
        _ => "* -::*".to_owned(),
    }
}

/// What other machines call this node.
fn announced(node: &Node) -> Result<Host, Message> {
    Host::parse(&node.address).or_else(|_| Host::parse(&node.name))
}

/// The entry with which a node says what others call it.
fn announce(key: &str, reason: Text) -> Entry {
    Entry::of_node(key, |_, node| announced(node).map(|host| host.to_string()), reason.into())
}

/// The entry with which a node says where it listens.
fn listen(reason: Text) -> Entry {
    Entry::of_node("bind", |_, node| Ok(bind(node)), reason.into())
}

/// An entry with a password, which the node puts in.
fn secret(key: &str, variable: &str, reason: Text) -> Entry {
    Entry::new(key, format!("\"@{{{variable}}}\""), &["session.password"], reason.into())
}

fn missing(key: &str, fields: &[&str], reason: Text, why: Message) -> Entry {
    Entry::new(key, "", fields, reason.into()).broken(why)
}

fn unusable() -> Message {
    msg!(en: "a port or a node's name cannot be used", zh: "端口或节点名称无法使用")
}
