//! What several products' files have in common when they are read from outside.

use super::zookeeper::{ZOO_CFG, ensemble};
use ::rules::{Foreign, Known, Named, Numbered};
use std::collections::BTreeSet;

/// ZooKeeper's file, wherever it stands.
pub(crate) const ZOO: Known = Known::properties("zoo.cfg", ZOO_CFG);

/// The number of a member of the ensemble.
pub(crate) const MYID: Numbered =
    Numbered { name: "myid", list: ZOO_CFG, key: "server.", host, within: (1, 255) };

/// The members of the ensemble: `server.1=host:2888:3888`, with several addresses between `|`. Of a
/// server that runs alone its file says nothing, and releases bring one that nobody uses: then those
/// hosts with the file are meant that the product's own list of servers names.
pub(crate) fn members(foreign: &Foreign, lists: &[(&'static str, &'static str)]) -> Vec<Named> {
    let files = foreign.hosts.values().filter_map(|files| files.get(ZOO_CFG));
    let lines = files.flatten().filter(|(key, _)| key.starts_with("server."));
    let hosts_of_lines = lines.filter_map(|(_, value)| host(value));
    let mut all: Vec<Named> = hosts_of_lines.map(|host| named(host, ensemble::ROLE)).collect();
    if all.is_empty() {
        let lists = lists.iter().flat_map(|(file, key)| foreign.values(file, key));
        let servers: BTreeSet<&str> = lists.flat_map(|(_, list)| hosts(list)).collect();
        let short = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
        for of in foreign.with_file(ZOO_CFG) {
            let same = |server: &&&str| **server == of || short(server) == short(of);
            all.extend(servers.iter().find(same).map(|server| named(server, ensemble::ROLE)));
        }
    }
    all
}

/// The hosts of a list, with commas between them; what stands behind a colon is a port or a word of
/// the product.
pub(crate) fn hosts(list: &str) -> impl Iterator<Item = &str> {
    list.split([',', ';']).filter_map(host)
}

/// The host of `scheme://user:password@host:port/…`; an IPv6 address stands in brackets.
pub(crate) fn host(text: &str) -> Option<&str> {
    let text = text.trim();
    let text = text
        .split_once("://")
        .map_or(text, |(_, rest)| rest.split(['/', '?']).next().unwrap_or_default());
    let text = text.rsplit_once('@').map_or(text, |(_, host)| host);
    let host = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => text.split(':').next().unwrap_or_default(),
    };
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    (!host.is_empty() && host.chars().all(word)).then_some(host)
}

/// A node that a list names.
pub(crate) fn named(host: &str, role: &'static str) -> Named {
    Named { host: host.to_owned(), role, of: String::new() }
}
