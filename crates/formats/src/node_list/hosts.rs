//! Lines of `/etc/hosts`: an address, then names.

use super::builder::{Builder, Line};
use model::Node;
use model::value::{Host, Value};
use std::net::IpAddr;

/// Whether a line is an address with a name that is not a role behind it.
pub(super) fn is_hosts_line(text: &str, builder: &Builder) -> bool {
    let mut words = text.split_whitespace();
    let address = words.next().is_some_and(|w| w.parse::<IpAddr>().is_ok());
    let name = words.next();
    address
        && name.is_some_and(|name| {
            builder.role(name).is_none()
                && name.parse::<IpAddr>().is_err()
                && !name.contains([',', ';', '='])
        })
}

/// Adds the node of a line: its first name, other names are aliases. Lines that every hosts file
/// has for the machine itself and for multicast are skipped.
pub(super) fn line(line: &Line, builder: &mut Builder) {
    let mut words = line.without_comment().split_whitespace();
    let Some((address, name)) = words.next().zip(words.next()) else { return };
    let Ok(ip) = address.parse::<IpAddr>() else { return };
    let own = match ip {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_broadcast() || ip.is_unspecified(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unspecified(),
    };
    if own
        || ip.is_multicast()
        || name.starts_with("ip6-")
        || Host::parse(name).is_ok_and(|h| h.is_loopback())
    {
        return;
    }
    let node = Node { address: ip.to_string(), ..Node::default() };
    if let Some(added) = builder.add(line, name, &node) {
        let roles: Vec<&str> = words.filter_map(|word| builder.role(word)).collect();
        builder.give_roles(line, added, &roles.join("+"));
    }
}
