//! The ports on which the processes listen.

use ::rules::Context;
use model::Node;

/// The port that a process on a node opens.
pub(crate) fn port_on(cx: &Context, node: &Node, field: &str) -> Option<u16> {
    cx.read_for(node, field).parse().ok().filter(|port| *port != 0)
}

/// The ports that the processes on the nodes with a role open, each once; the field's where no node
/// has the role.
pub(crate) fn ports_of(cx: &Context, role: &str, field: &str) -> Vec<Option<u16>> {
    let mut ports: Vec<Option<u16>> =
        cx.spec.with_role(role).map(|node| port_on(cx, node, field)).collect();
    if ports.is_empty() {
        ports.push(cx.get::<model::value::Port>(field).ok().map(|p| p.0));
    }
    ports.sort_unstable();
    ports.dedup();
    ports
}
