//! What was chosen in the fields: how the masters agree, who they are, where the journal lies. This
//! is what fields and files are made from; what the processes then read, overrides included, is
//! [`super::effective`].

use super::roles::MASTER;
use super::versions::two;
use crate::common::zookeeper::{Connect, ensemble};
use ::rules::Context;
use model::value::{Host, Port, Value};
use model::{Message, msg};

/// How the masters agree on a leader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topology {
    /// There is one.
    Single,
    /// Through ZooKeeper; the journal lies on storage that all of them share.
    ZooKeeper,
    /// Among themselves (Raft); each keeps the journal on its own disk.
    Embedded,
}

/// The topology. What cannot be read counts as what the number of masters suggests.
pub fn topology(cx: &Context) -> Topology {
    match cx.text("masters.kind").as_ref() {
        "single" => Topology::Single,
        "zookeeper" => Topology::ZooKeeper,
        "embedded" => Topology::Embedded,
        _ => usual(cx),
    }
}

/// What fits the number of masters and the version.
pub(crate) fn usual(cx: &Context) -> Topology {
    match (cx.with_roles(&[MASTER]).len() > 1, two(cx)) {
        (false, _) => Topology::Single,
        (true, true) => Topology::Embedded,
        (true, false) => Topology::ZooKeeper,
    }
}

/// Whether there are standby masters.
pub fn available(cx: &Context) -> bool {
    topology(cx) != Topology::Single
}

/// The masters' names, or the first that cannot be used.
pub fn masters(cx: &Context) -> Result<Vec<Host>, Message> {
    let nodes = cx.with_roles(&[MASTER]);
    if nodes.is_empty() {
        return Err(msg!(en: "no node has the role master", zh: "没有节点具有 master 角色"));
    }
    nodes.iter().map(|node| Host::parse(&node.name)).collect()
}

/// The masters as `name:port`, with commas between them: each with the port on which it listens, by
/// an override of the key or by the field.
pub(crate) fn masters_at(cx: &Context, key: &str, field: &str) -> Result<String, Message> {
    let hosts = masters(cx)?;
    let ports = cx.with_roles(&[MASTER]).into_iter().map(|node| {
        match cx.overridden(node, cx.main_file(), key) {
            Some((_, text)) => Port::parse(text.trim()),
            None => cx.get::<Port>(field),
        }
    });
    let list: Result<Vec<String>, Message> =
        hosts.iter().zip(ports).map(|(host, port)| Ok(format!("{host}:{}", port?))).collect();
    Ok(list?.join(","))
}

/// The servers of ZooKeeper, given or made.
pub fn connect(cx: &Context) -> Result<Connect, Message> {
    if cx.is("zookeeper.kind", "nodes") {
        return ensemble::clients(cx);
    }
    Connect::parse(&super::configure::usable(cx, "zookeeper.connect")?)
}

/// Whether the job service runs: from 2.0 on, unless it was switched off.
pub fn jobs(cx: &Context) -> bool {
    two(cx) && cx.on("masters.jobs")
}

/// Whether a journal is one folder for all masters: an address, not a folder of each machine.
pub(crate) fn journal_is_ufs(cx: &Context) -> bool {
    match topology(cx) {
        Topology::ZooKeeper => true,
        Topology::Embedded => false,
        Topology::Single => !two(cx) || cx.text("masters.journal_folder").contains("://"),
    }
}
