//! A member's line in `zoo.cfg`: `server.N=host:peer port:election port`.

use super::ZOO_CFG;
use super::ensemble::{ROLE, number};
use ::rules::Context;
use model::value::{Host, HostPort, Port, Value};
use model::{Node, Place};

/// Where the other members reach one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Server {
    /// The machine.
    pub host: Host,
    /// Where followers connect.
    pub peer: Port,
    /// Where a leader is elected.
    pub election: Port,
    /// Whether it has no vote.
    pub observer: bool,
}

impl Server {
    /// The value of the line: `host:port:port`, with a role, and the client's address behind a
    /// semicolon.
    pub(crate) fn parse(value: &str) -> Option<Server> {
        let (server, client) = value.trim().split_once(';').unwrap_or((value.trim(), "2181"));
        let role = |role| server.strip_suffix(role)?.strip_suffix(':');
        let observer = role("observer");
        let server = observer.or_else(|| role("participant")).unwrap_or(server);
        let (rest, election) = server.rsplit_once(':')?;
        Port::parse(client.rsplit(':').next()?).ok()?;
        let HostPort { host, port } = HostPort::parse(rest).ok()?;
        let (peer, election) = (port?, Port::parse(election).ok()?);
        Some(Server { host, peer, election, observer: observer.is_some() })
    }
}

/// The line of a member in its own file, and where it is set: what it listens on. `None` for a single
/// member, which has none.
pub(crate) fn own(cx: &Context, node: &Node) -> Option<(Option<Server>, Place)> {
    let at = cx.with_roles(&[ROLE]).iter().position(|n| n.row == node.row)?;
    let key = format!("server.{}", number(node, at).ok()?);
    let text = cx.read_at(node, ZOO_CFG, &key)?;
    Some((Server::parse(&text), cx.place_at(node, ZOO_CFG, &key)?))
}

/// A port of every member, each once: what its line says, or the field of a single one.
pub(crate) fn ports(cx: &Context, field: &str, of: fn(&Server) -> Port) -> Vec<Option<u16>> {
    let nodes = cx.with_roles(&[ROLE]);
    let typed = || cx.get::<Port>(field).ok().map(|p| p.0);
    let port = |node: &&Node| match own(cx, node) {
        Some((server, _)) => server.map(|server| of(&server).0),
        None => typed(),
    };
    let mut ports: Vec<Option<u16>> = nodes.iter().map(port).collect();
    if ports.is_empty() {
        ports.push(typed());
    }
    ports.sort_unstable();
    ports.dedup();
    ports
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_has_a_host_and_two_ports() {
        for (good, host, peer, election) in [
            ("h:2888:3888", "h", 2888, 3888),
            ("h:2888:3888:observer", "h", 2888, 3888),
            ("[fd00::1]:2888:3888;2181", "fd00::1", 2888, 3888),
            ("h:1:2;0.0.0.0:2181", "h", 1, 2),
        ] {
            let host = Host::parse(host).expect("a host");
            let (peer, election) = (Port(peer), Port(election));
            let server = Server { host, peer, election, observer: good.ends_with("observer") };
            assert_eq!(Server::parse(good), Some(server), "{good}");
        }
        for bad in ["h", "h:2888", "h:2888:x", ":2888:3888", "h:2888:3888:boss", "h:2888:3888;x"] {
            assert_eq!(Server::parse(bad), None, "{bad}");
        }
    }
}
