//! What Redis and its sentinels read, whoever set it.

use super::{PORT, REDIS_CONF, SENTINEL_CONF, SENTINEL_PORT, announced};
use crate::common::session::fields::redis_made;
use crate::common::session::roles::REDIS_ID;
use crate::common::session::service::{redis_folder, sentinel_folder};
use ::rules::{Binding, Context};
use formats::redis::words;
use model::Node;
use model::value::{AbsolutePath, Host, Port, Value, Variable};

/// The first word of a line of a node, as Redis reads it.
pub(crate) fn first_word(cx: &Context, node: &Node, file: &str, key: &str) -> Option<String> {
    words(&cx.read_at(node, file, key)?).ok()?.into_iter().next()
}

/// Where the Redis of a node listens.
pub(crate) fn port(cx: &Context, node: &Node) -> Option<Port> {
    cx.effective_as(node, &PORT).ok()
}

/// Where the sentinel of a node listens.
pub(crate) fn sentinel_port(cx: &Context, node: &Node) -> Option<Port> {
    cx.effective_as(node, &SENTINEL_PORT).ok()
}

/// The ports on which the servers listen, each once; at least one, which may be unknown.
pub(crate) fn ports(cx: &Context) -> Vec<Option<u16>> {
    ports_of(cx, &PORT)
}

/// The same for the sentinels.
pub(crate) fn sentinel_ports(cx: &Context) -> Vec<Option<u16>> {
    ports_of(cx, &SENTINEL_PORT)
}

fn ports_of(cx: &Context, binding: &Binding) -> Vec<Option<u16>> {
    let of = |node: &&Node| cx.effective_as::<Port>(node, binding).ok().map(|p| p.0);
    let mut ports: Vec<Option<u16>> = cx.with_roles(&[REDIS_ID]).iter().map(of).collect();
    if ports.is_empty() {
        ports.push(cx.get::<Port>(binding.field).ok().map(|p| p.0));
    }
    ports.sort_unstable();
    ports.dedup();
    ports
}

/// The variable with the password of Redis: what an override of `requirepass` names, or the field.
/// It asks the document, since files are configured with it.
pub(crate) fn password(cx: &Context) -> Option<Variable> {
    let nodes = if redis_made(cx) { cx.with_roles(&[REDIS_ID]) } else { Vec::new() };
    let node = nodes.first().copied();
    match node.and_then(|node| cx.overridden(node, REDIS_CONF, "requirepass")) {
        Some((_, text)) => named(text),
        None => cx.get("session.password").ok(),
    }
}

/// The variable that a text names as a whole.
fn named(text: &str) -> Option<Variable> {
    let word = words(text).ok()?.into_iter().next()?;
    let name = word.strip_prefix("${").or_else(|| word.strip_prefix("@{"))?.strip_suffix('}')?;
    Variable::parse(name).ok()
}

/// What the others call the Redis of a node.
pub(crate) fn own_name(cx: &Context, node: &Node) -> Option<Host> {
    let said = first_word(cx, node, REDIS_CONF, "replica-announce-ip");
    said.and_then(|text| Host::parse(&text).ok()).or_else(|| announced(node).ok())
}

/// The folders that a program needs: the one of its files, and the one in which it keeps data.
pub(crate) fn folders(cx: &Context, node: &Node, file: &str) -> Vec<String> {
    let own = if file == SENTINEL_CONF { sentinel_folder(cx) } else { redis_folder(cx) };
    let data = first_word(cx, node, file, "dir").and_then(|text| AbsolutePath::parse(&text).ok());
    let data = data.map(|path| path.0).filter(|path| *path != own);
    std::iter::once(own).chain(data).collect()
}

/// What a sentinel is told of its master.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Master {
    /// Where it is.
    pub host: Host,
    /// Where it listens.
    pub port: Port,
    /// How many sentinels must agree that it is gone.
    pub quorum: u32,
}

impl Master {
    /// The words of the line.
    pub(crate) fn read(words: &[String]) -> Option<Master> {
        let [host, port, quorum] = words else { return None };
        let (host, port) = (Host::parse(host).ok()?, Port::parse(port).ok()?);
        Some(Master { host, port, quorum: quorum.parse().ok()? })
    }
}

/// The key of the line that names the master.
pub(crate) fn monitor_key(cx: &Context) -> String {
    format!("sentinel monitor {}", cx.text("session.sentinel_master"))
}

/// The master in the file of a node, when a sentinel can read it.
pub(crate) fn master(cx: &Context, node: &Node) -> Option<Master> {
    Master::read(&words(&cx.read_at(node, SENTINEL_CONF, &monitor_key(cx))?).ok()?)
}
