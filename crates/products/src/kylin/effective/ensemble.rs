//! Which ZooKeeper holds the locks.

use crate::common::zookeeper::{Connect, ensemble};
use crate::kylin::rules::support::CONNECT;
use ::rules::Context;
use model::Node;
use model::value::{HostPort, Value};

/// The ensembles that the nodes are told of, each once; none when they take HBase's.
fn ensembles(cx: &Context) -> Vec<Connect> {
    let told = cx.values_read(CONNECT).unwrap_or_default();
    told.iter().filter_map(|text| Connect::parse(text).ok()).collect()
}

/// Whether any node is told of an ensemble; without it HBase's own is taken.
pub(crate) fn told_of_one(cx: &Context) -> bool {
    !ensembles(cx).is_empty()
}

/// The one that a node is told of.
pub(crate) fn of_node(cx: &Context, node: &Node) -> Option<Connect> {
    let config = cx.config_of(node.row)?;
    Connect::parse(cx.value(config, CONNECT)).ok()
}

/// Of the servers that nodes are told of, those that are no members made here, each once.
pub(crate) fn others(cx: &Context) -> Vec<HostPort> {
    let own = ensemble::clients(cx).map_or_else(|_| Vec::new(), |connect| connect.servers);
    let mut others: Vec<HostPort> = Vec::new();
    for server in ensembles(cx).into_iter().flat_map(|connect| connect.servers) {
        if !own.contains(&server) && !others.contains(&server) {
            others.push(server);
        }
    }
    others
}
