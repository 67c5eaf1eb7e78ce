//! Ansible inventories in INI form.

use super::builder::{Builder, Line};
use super::{keys, range};
use model::value::{Host, Port, UserName, Value, shown};
use model::{Node, msg};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a line is a section's head. `[fd00::1]` is an address.
pub(super) fn is_header(text: &str) -> bool {
    header(text).is_some()
}

/// The group and kind of a section's head: `[query]`, `[query:vars]`, `[query:children]`.
fn header(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('[')?;
    let (inside, after) = inside.split_once(']')?;
    let after = after.trim();
    if !(after.is_empty() || after.starts_with(['#', ';']))
        || inside.parse::<std::net::Ipv6Addr>().is_ok()
    {
        return None;
    }
    let (group, kind) = inside.split_once(':').unwrap_or((inside, ""));
    let plain =
        |t: &str| t.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '));
    (!group.trim().is_empty() && plain(group) && plain(kind)).then(|| (group.trim(), kind.trim()))
}

/// A host with its groups and variables, in the order of the file.
struct Entry<'t> {
    line: Line<'t>,
    groups: BTreeSet<&'t str>,
    variables: BTreeMap<&'t str, String>,
}

#[derive(Default)]
struct Inventory<'t> {
    order: Vec<String>,
    entries: BTreeMap<String, Entry<'t>>,
    /// Group to the groups that it is a child of.
    parents: BTreeMap<&'t str, Vec<&'t str>>,
    variables: BTreeMap<&'t str, BTreeMap<&'t str, String>>,
}

pub(super) fn read(lines: &[Line], builder: &mut Builder) {
    let mut inventory = Inventory::default();
    let (mut group, mut kind) = ("", "");
    for line in lines {
        let text = line.text;
        if text.is_empty() || text.starts_with(['#', ';']) {
            continue;
        }
        if let Some(found) = header(text) {
            (group, kind) = found;
            if !matches!(kind, "" | "vars" | "children") {
                builder.problem(
                    line,
                    msg!(
                    en: "\"{k}\" is not a kind of section; vars and children are",
                    zh: "“{k}”不是小节的种类；可用的有 vars 和 children", k = shown(kind)),
                );
            }
            continue;
        }
        match kind {
            "" => host_line(line, group, &mut inventory, builder),
            "vars" => {
                if let Some((name, value)) = text.split_once('=') {
                    let value = words(value).into_iter().next().unwrap_or_default();
                    inventory.variables.entry(group).or_default().insert(name.trim(), value);
                }
            }
            "children" => {
                let child = text.split_whitespace().next().unwrap_or_default();
                inventory.parents.entry(child).or_default().push(group);
            }
            _ => {}
        }
    }
    for name in &inventory.order {
        if let Some(entry) = inventory.entries.get(name) {
            add(name, entry, &inventory, builder);
        }
    }
}

fn host_line<'t>(
    line: &Line<'t>,
    group: &'t str,
    inventory: &mut Inventory<'t>,
    builder: &mut Builder,
) {
    let text = line.text;
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (host, rest) = text.split_at(end);
    let names = match range::expand(host) {
        Ok(names) => names,
        Err(reason) => return builder.problem(line, reason),
    };
    if names.len() > 1 {
        builder.range(host, names.len());
    }
    let mut variables = BTreeMap::new();
    let mut keys = rest;
    for word in words(rest) {
        let Some((name, value)) = word.split_once('=') else {
            builder.problem(line, msg!(
                en: "\"{w}\" is not a variable: name=value", zh: "“{w}”不是变量：应为 名称=值", w = shown(&word)));
            continue;
        };
        // The name as it stands in the line, which lives longer than the word.
        if let Some(at) = keys.find(name) {
            let (_, from) = keys.split_at(at);
            let (name, after) = from.split_at(name.len());
            variables.insert(name, value.to_owned());
            keys = after;
        }
    }
    if inventory.order.len() + names.len() > super::MOST_NODES {
        return builder.problem(
            line,
            msg!(
            en: "the list makes more than {n} nodes; the rest was left out",
            zh: "列表产生的节点超过 {n} 个；其余已略去", n = super::MOST_NODES),
        );
    }
    for name in names {
        let entry = inventory.entries.entry(name.clone()).or_insert_with(|| {
            inventory.order.push(name);
            Entry { line: *line, groups: BTreeSet::new(), variables: BTreeMap::new() }
        });
        if !group.is_empty() {
            entry.groups.insert(group);
        }
        entry.variables.extend(variables.iter().map(|(k, v)| (*k, v.clone())));
    }
}

fn add(name: &str, entry: &Entry, inventory: &Inventory, builder: &mut Builder) {
    let groups = with_parents(&entry.groups, inventory);
    let variable = |names: [&str; 2]| {
        names.iter().find_map(|name| {
            let own = entry.variables.get(name);
            let of_group = || groups.iter().find_map(|g| inventory.variables.get(g)?.get(name));
            let of_all = || inventory.variables.get("all")?.get(name);
            own.or_else(of_group).or_else(of_all).cloned()
        })
    };
    let line = &entry.line;
    let mut node = Node::default();
    // A port behind the name is the one for ssh.
    let (name, mut port) = match name.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') => (host, Some(port.to_owned())),
        _ => (name, None),
    };
    if let Some(address) = variable(["ansible_host", "ansible_ssh_host"]) {
        match Host::parse(&address) {
            Ok(_) => node.address = address,
            Err(reason) => builder.problem(line, reason),
        }
    }
    if let Some(user) = variable(["ansible_user", "ansible_ssh_user"]) {
        match UserName::parse(&user) {
            Ok(_) => _ = node.settings.insert(keys::SSH_USER.to_owned(), user),
            Err(reason) => builder.problem(line, reason),
        }
    }
    port = variable(["ansible_port", "ansible_ssh_port"]).or(port);
    if let Some(port) = port {
        match Port::parse(&port) {
            Ok(_) => _ = node.settings.insert(keys::SSH_PORT.to_owned(), port),
            Err(reason) => builder.problem(line, reason),
        }
    }
    let mut roles: BTreeSet<&str> =
        groups.iter().filter(|g| **g != "all").filter_map(|g| builder.role(g)).collect();
    // In an inventory, `all` is every host. Only a host that stands in that group and in no group
    // of another role can be meant to have a role of that name.
    if roles.is_empty() && entry.groups.contains("all") {
        roles.extend(builder.role("all"));
    }
    if let Some(added) = builder.add(line, name, &node) {
        let roles: Vec<&str> = roles.into_iter().collect();
        builder.give_roles(line, added, &roles.join("+"));
    }
}

/// The groups of a host and all groups above them.
fn with_parents<'t>(groups: &BTreeSet<&'t str>, inventory: &Inventory<'t>) -> BTreeSet<&'t str> {
    let mut all = groups.clone();
    let mut open: Vec<&str> = groups.iter().copied().collect();
    while let Some(group) = open.pop() {
        for parent in inventory.parents.get(group).into_iter().flatten() {
            if all.insert(parent) {
                open.push(parent);
            }
        }
    }
    all
}

/// The words of a line; quotes keep blanks, a `#` starts a comment.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut quote, mut inside) = (None, false);
    for c in text.chars() {
        match quote {
            Some(q) if c == q => quote = None,
            None if c == '\'' || c == '"' => {
                quote = Some(c);
                if !inside {
                    words.push(String::new());
                    inside = true;
                }
            }
            None if c.is_whitespace() => inside = false,
            None if c == '#' && !inside => break,
            _ => {
                if !inside {
                    words.push(String::new());
                    inside = true;
                }
                if let Some(word) = words.last_mut() {
                    word.push(c);
                }
            }
        }
    }
    words
}
