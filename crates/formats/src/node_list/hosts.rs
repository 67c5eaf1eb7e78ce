//! Lines of `/etc/hosts`: an address, then names.

use super::builder::{Builder, Line};
use super::sizes;
use model::Node;
use model::value::{Host, Value};
use std::net::IpAddr;

/// Whether a word is an address.
pub(super) fn is_address(word: &str) -> bool {
    word.parse::<IpAddr>().is_ok()
}

/// Whether a line is an address with a name behind it, were it the name of a role.
pub(super) fn has_name(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.next().is_some_and(is_address)
        && words.next().is_some_and(|w| !is_address(w) && !w.contains([',', ';', '=']))
}

/// Whether a line is an address with a name that is not a role behind it.
pub(super) fn is_hosts_line(text: &str, builder: &Builder) -> bool {
    let name = text.split_whitespace().nth(1).unwrap_or_default();
    has_name(text) && builder.roles_of(name).is_none() && sizes::read(name).is_none()
}

/// Adds the node of a line: its first name, other names are aliases. Lines that every hosts file
/// has for the machine itself and for multicast are skipped.
pub(super) fn line<'t>(line: &Line<'t>, builder: &mut Builder<'t>) {
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
        // Other words are aliases.
        for word in words {
            for role in builder.roles_of(word).unwrap_or_default() {
                builder.give_role(added.clone(), role);
            }
            for amount in sizes::read(word).unwrap_or_default() {
                super::lines::give(line, added.clone(), word, &amount, builder);
            }
        }
    }
}
