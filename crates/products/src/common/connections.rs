//! Who a product talks to outside of the cluster.

use ::rules::{Connection, Party};
use model::Text;
use model::value::HostPort;

/// One connection per port of things outside.
pub(crate) fn outside(
    from: &Party,
    title: Text,
    servers: Vec<HostPort>,
    port: u16,
    protocol: &'static str,
    purpose: Text,
) -> Vec<Connection> {
    let mut ports: Vec<(u16, Vec<String>)> = Vec::new();
    for server in servers {
        let own = server.port.map_or(port, |p| p.0);
        let host = server.host.to_string();
        match ports.iter_mut().find(|(p, _)| *p == own) {
            Some((_, hosts)) => hosts.push(host),
            None => ports.push((own, vec![host])),
        }
    }
    if ports.is_empty() {
        ports.push((port, Vec::new()));
    }
    ports
        .into_iter()
        .map(|(port, hosts)| Connection {
            from: from.clone(),
            to: Party::Outside(title, hosts),
            port: Some(port),
            last: None,
            protocol,
            purpose,
        })
        .collect()
}
