//! Who the services run as, and how the admin's machine reaches a node.
//!
//! The keys are fields that every product may have; one that it has not counts as empty.

use model::value::{Host, Port, UserName, Value, forbidden_character};
use model::{Node, RowId};
use rules::{Context, Service};
use std::collections::{BTreeMap, BTreeSet};

/// The user and group of the services on a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) user: String,
    pub(crate) group: String,
}

/// A name that can stand in a script: the given one if it is one, or the first alternative.
fn name_or(text: &str, otherwise: &str) -> String {
    UserName::parse(text).map_or_else(|_| otherwise.to_owned(), |name| name.0)
}

/// The account of a node's services: by default the product's name.
pub(crate) fn account(cx: &Context, node: &Node) -> Account {
    let user = name_or(&cx.node_text(node, "service.user"), cx.product.id);
    let group = name_or(&cx.node_text(node, "service.group"), &user);
    Account { user, group }
}

/// How `ssh` reaches a node. Values that can't be used are empty.
pub(crate) struct Login {
    pub(crate) user: String,
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) jump: String,
}

/// The way to a node: its address where it has one, else its name.
pub(crate) fn login(cx: &Context, node: &Node) -> Login {
    let typed = if node.address.trim().is_empty() { &node.name } else { &node.address };
    let host = Host::parse(typed).map_or_else(|_| String::new(), |host| host.to_string());
    let user = name_or(&cx.node_text(node, "ssh.user"), &account(cx, node).user);
    let port = Port::parse(&cx.node_text(node, "ssh.port")).map_or(22, |port| port.0);
    let jump = cx.node_text(node, "ssh.jump");
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-_@:[],".contains(c);
    let usable = !jump.starts_with('-') && jump.chars().all(plain);
    Login { user, host, port, jump: if usable { jump } else { String::new() } }
}

/// A value without the characters that no value may hold, for a place where it has to stay on its
/// line. A rule reports them before anything is packed.
pub(crate) fn without_forbidden(text: &str) -> String {
    if forbidden_character(text).is_none() {
        return text.to_owned();
    }
    let mut buffer = [0_u8; 4];
    text.chars().filter(|c| forbidden_character(c.encode_utf8(&mut buffer)).is_none()).collect()
}

/// The services of a node, in the order in which they start.
pub fn services(cx: &Context, node: &Node) -> Vec<&'static Service> {
    let runs = |s: &&&'static Service| {
        s.roles.iter().any(|r| node.roles.contains(*r)) && (s.applies)(cx, node)
    };
    let mut found: Vec<&'static Service> =
        cx.product.services.iter().filter(runs).copied().collect();
    found.sort_by_key(|s| (s.order, s.id));
    found
}

/// A name as one part of a path: a hostile one becomes harmless, an empty one `node`.
pub(crate) fn folder_part(name: &str, otherwise: &str) -> String {
    const LONGEST: usize = 200;
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' }
    };
    let part: String = name.trim().to_ascii_lowercase().chars().map(plain).take(LONGEST).collect();
    let part = part.trim_start_matches(['.', '-']);
    // Windows cannot unpack these.
    let part = part.trim_end_matches('.');
    if part.is_empty() { otherwise.to_owned() } else { part.to_owned() }
}

/// The folder of every node, unique, also where letters of both cases are one.
pub(crate) fn node_folders(nodes: &[Node]) -> BTreeMap<RowId, String> {
    let mut taken = BTreeSet::new();
    let mut folders = BTreeMap::new();
    // Of many equal names each goes on where the one before it stopped.
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    for node in nodes {
        let part = folder_part(&node.name, "node");
        let mut folder = part.clone();
        while !taken.insert(folder.clone()) {
            let number = numbers.entry(part.clone()).or_insert(1);
            *number += 1;
            folder = format!("{part}_{number}");
        }
        folders.insert(node.row, folder);
    }
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_name_never_becomes_a_path() {
        for name in [
            "../../etc",
            "/",
            "a/b",
            "a\\b",
            "..",
            ".",
            "-rf",
            "a\nb",
            "$(id)",
            "  ",
            "中",
            "a b",
            "con.",
        ] {
            let part = folder_part(name, "node");
            assert!(!part.is_empty() && !part.starts_with(['.', '-']), "{name} -> {part}");
            assert!(part.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)), "{part}");
        }
        assert_eq!(folder_part("K1.Example.com", "node"), "k1.example.com");
        assert_eq!(folder_part(&"a".repeat(300), "node").len(), 200);
    }

    #[test]
    fn folders_are_unique() {
        let node = |row: u32, name: &str| Node {
            row: RowId(row),
            name: name.to_owned(),
            ..Node::default()
        };
        let nodes = [node(1, "k1"), node(2, "K1"), node(3, "k1"), node(4, "k1_2"), node(5, "")];
        let folders: BTreeSet<String> = node_folders(&nodes).into_values().collect();
        assert_eq!(folders.len(), 5);
    }
}
