//! The ports on which the processes listen.

use ::rules::Context;
use model::Node;

/// The key that a port's field writes in the chosen version.
fn key_of(cx: &Context, field: &str) -> Option<&'static str> {
    let field = cx.field(field)?;
    let read = |key: &str| cx.catalogue().find(key).is_some_and(|k| k.is_read_by(&cx.spec.version));
    field.keys.iter().copied().find(|key| read(key))
}

/// The port that a process on a node opens.
pub(crate) fn port_on(cx: &Context, node: &Node, field: &str) -> Option<u16> {
    let config = cx.config_of(node.row);
    let said = config.zip(key_of(cx, field)).map(|(config, key)| cx.value(config, key).trim());
    match said.filter(|text| !text.is_empty()) {
        Some(text) => text.parse().ok().filter(|port| *port != 0),
        None => cx.get::<model::value::Port>(field).ok().map(|p| p.0),
    }
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
