//! The connections by which `bin/` reaches the nodes, as the people who open ports see them.

use crate::account::login;
use model::value::{HostPort, Value};
use model::{Lang, RowId, Text};
use rules::Context;
use std::collections::{BTreeMap, BTreeSet};

/// Where sshd listens when nothing else is said.
const SSH: u16 = 22;

/// A connection of ssh: who opens it, to which machines, on which port.
pub(super) struct Hop {
    /// The admin's machine, or a jump host.
    pub(super) from: String,
    /// Nodes, or one jump host.
    pub(super) to: To,
    /// Where sshd listens.
    pub(super) port: u16,
}

/// Who is reached.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum To {
    /// A jump host, by its name.
    Jump(String),
    /// Nodes, in the document's order.
    Nodes(Vec<RowId>),
}

/// What the connections are for.
pub(super) fn purpose(lang: Lang) -> &'static str {
    const {
        Text::new(
            "Deployment by bin/; not needed where install.sh is run on the node by hand",
            "由 bin/ 部署；若在节点上手工运行 install.sh 则不需要",
        )
    }
    .get(lang)
}

/// All of them: each jump host once, then the nodes by the last host on their way and their port.
pub(super) fn hops(cx: &Context) -> Vec<Hop> {
    let admin = const { Text::new("the admin's machine", "管理机") }.get(cx.spec.language);
    let mut jumps: BTreeSet<(String, String, u16)> = BTreeSet::new();
    let mut nodes: BTreeMap<(String, u16), Vec<RowId>> = BTreeMap::new();
    for node in &cx.spec.nodes {
        let way = login(cx, node);
        let mut from = admin.to_owned();
        for jump in way.jump.split(',').filter(|jump| !jump.is_empty()) {
            let (host, port) = jump_host(jump);
            jumps.insert((from, host.clone(), port));
            from = host;
        }
        nodes.entry((from, way.port)).or_default().push(node.row);
    }
    let jumps = jumps.into_iter().map(|(from, host, port)| Hop { from, to: To::Jump(host), port });
    let nodes =
        nodes.into_iter().map(|((from, port), rows)| Hop { from, to: To::Nodes(rows), port });
    jumps.chain(nodes).collect()
}

/// Host and port of `user@host:port`.
fn jump_host(jump: &str) -> (String, u16) {
    let host = jump.rsplit_once('@').map_or(jump, |(_, host)| host);
    match HostPort::parse(host) {
        Ok(parsed) => (parsed.host.to_string(), parsed.port.map_or(SSH, |port| port.0)),
        Err(_) => (host.to_owned(), SSH),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_host_is_read_as_ssh_reads_it() {
        assert_eq!(jump_host("ops@jump.corp:2222"), ("jump.corp".to_owned(), 2222));
        assert_eq!(jump_host("jump"), ("jump".to_owned(), 22));
        assert_eq!(jump_host("ops@[fd00::1]:23"), ("fd00::1".to_owned(), 23));
        assert_eq!(jump_host("a:b:c"), ("a:b:c".to_owned(), 22));
    }
}
