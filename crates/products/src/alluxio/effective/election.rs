//! How the masters agree on a leader, and where the journal lies.

use crate::alluxio::choice::{self, Topology};
use crate::alluxio::roles::MASTER;
use crate::alluxio::versions::two;
use crate::common::zookeeper::Connect;
use ::rules::{Context, NodeConfig};
use model::value::Value;
use model::{Message, Node, msg};

pub(crate) const ZOOKEEPER_ENABLED: &str = "alluxio.zookeeper.enabled";
pub(crate) const ZOOKEEPER_ADDRESS: &str = "alluxio.zookeeper.address";
pub(crate) const JOURNAL_TYPE: &str = "alluxio.master.journal.type";
pub(crate) const JOURNAL_FOLDER: &str = "alluxio.master.journal.folder";
pub(crate) const ADDRESSES: &str = "alluxio.master.embedded.journal.addresses";

/// How one master finds out who leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Election {
    /// It asks ZooKeeper.
    ZooKeeper,
    /// The masters vote among themselves.
    Embedded,
    /// It asks nobody, and leads.
    Nobody,
}

/// Whether the nodes of a class have ZooKeeper switched on: the word true, in any case.
pub(crate) fn zookeeper_on(cx: &Context, config: &NodeConfig) -> bool {
    cx.value(config, ZOOKEEPER_ENABLED).trim().eq_ignore_ascii_case("true")
}

fn embedded(cx: &Context, config: &NodeConfig) -> bool {
    two(cx) && cx.value(config, JOURNAL_TYPE).trim().eq_ignore_ascii_case("EMBEDDED")
}

/// Whether a list of the masters is there: without one a master with the embedded journal is a
/// cluster of its own (`ConfigurationUtils.getEmbeddedJournalAddresses` of 2.9).
fn listed(config: &NodeConfig) -> bool {
    let lists = [ADDRESSES, "alluxio.master.rpc.addresses"];
    lists
        .iter()
        .filter_map(|key| config.get(key))
        .any(|e| e.broken.is_some() || !e.text().trim().is_empty())
}

/// How the masters of a class find out who leads. ZooKeeper comes first, as in the masters' code;
/// the embedded journal is 2.x's own default.
pub(crate) fn election_of(cx: &Context, config: &NodeConfig) -> Election {
    if zookeeper_on(cx, config) {
        Election::ZooKeeper
    } else if embedded(cx, config) && listed(config) {
        Election::Embedded
    } else {
        Election::Nobody
    }
}

fn masters<'c>(cx: &'c Context) -> impl Iterator<Item = (&'c Node, &'c NodeConfig)> {
    let nodes = cx.with_roles(&[MASTER]).into_iter();
    nodes.filter_map(|node| Some((node, cx.config_of(node.row)?)))
}

/// How the masters agree, from what they read; from the choice while there are none.
pub(crate) fn topology(cx: &Context) -> Topology {
    // Every node asks it, and it looks at every master.
    *cx.once("alluxio: topology", || {
        let all: Vec<Election> = masters(cx).map(|(_, config)| election_of(cx, config)).collect();
        match all.as_slice() {
            [] => choice::topology(cx),
            all if all.contains(&Election::ZooKeeper) => Topology::ZooKeeper,
            all if all.contains(&Election::Embedded) => Topology::Embedded,
            _ => Topology::Single,
        }
    })
}

/// Whether there are standby masters.
pub(crate) fn available(cx: &Context) -> bool {
    topology(cx) != Topology::Single
}

/// Whether the journal is one folder for all masters: an address or a mount, not a folder of each
/// machine that Raft fills.
pub(crate) fn journal_is_ufs(cx: &Context) -> bool {
    let mut masters = masters(cx).peekable();
    if masters.peek().is_none() {
        return choice::journal_is_ufs(cx);
    }
    !masters.any(|(_, config)| embedded(cx, config) && !zookeeper_on(cx, config))
}

/// Where a master keeps its journal; for another node, the first master.
pub(crate) fn journal_folder(cx: &Context, node: &Node) -> String {
    let first = cx.spec.with_role(MASTER).next().filter(|_| !node.roles.contains(MASTER));
    let node = first.unwrap_or(node);
    let config = cx.config_of(node.row).filter(|_| node.roles.contains(MASTER));
    let entry = config.and_then(|c| c.get(JOURNAL_FOLDER));
    let said = entry.and_then(|e| e.on(cx, node).ok());
    said.map_or_else(|| cx.text("masters.journal_folder").into_owned(), |f| f.trim().to_owned())
}

/// The servers of ZooKeeper that the masters are told of.
pub(crate) fn connect(cx: &Context) -> Result<Connect, Message> {
    let Some((_, config)) = masters(cx).next() else { return choice::connect(cx) };
    let Some(entry) = config.get(ZOOKEEPER_ADDRESS) else {
        return Err(msg!(en: "no address of ZooKeeper is set", zh: "没有设置 ZooKeeper 地址"));
    };
    match &entry.broken {
        Some(why) => Err(why.clone()),
        None => Connect::parse(entry.text()),
    }
}
