//! The nodes of the document: hosts whose files were read, and hosts that the files name.

use crate::apart::apart;
use crate::behind::beyond;
use crate::fit::{Judge, contents};
use crate::target::{Files, Read, Target};
use model::value::{Host, Value as _};
use model::{ClusterSpec, Node, RowId};
use rules::{Class, Context, Named, Product, same_machine};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The name of a node that no file names.
const NAMELESS: &str = "node1";

/// Adds the nodes to a document, with the roles that their files show.
/// Addresses that some file gives names are those names'.
pub(crate) fn make(
    product: &'static Product,
    spec: &mut ClusterSpec,
    read: &Read,
    addresses: &BTreeMap<String, String>,
) -> Target {
    let foreign = read.foreign();
    let mut listed = (product.import.named)(&foreign);
    listed.retain_mut(|node| of_itself(read, node));
    let called = called(read, &listed);
    // A list may call a node as its folder is called, or by its whole name.
    for node in &mut listed {
        if let Some(name) = called.get(&node.host) {
            name.clone_into(&mut node.host);
        }
    }
    let same = apart(read, &called, addresses, &mut listed);
    let mut target = Target { apart: same.apart, ..Target::default() };
    let mut rows: BTreeMap<String, RowId> =
        spec.nodes.iter().map(|node| (node.name.clone(), node.row)).collect();
    let mut order: Vec<String> = Vec::new();
    let in_lists = listed.iter().map(|node| node.host.clone());
    let mut folders: Vec<&String> =
        called.iter().filter(|(h, _)| !h.is_empty()).map(|(_, n)| n).collect();
    folders.sort_by_cached_key(|name| natural(name));
    for name in in_lists.chain(folders.into_iter().cloned()) {
        if !name.is_empty() && !order.contains(&name) {
            order.push(name);
        }
    }
    let whose_nobody_knows = read.hosts.get("").cloned().map(Rc::new);
    if whose_nobody_knows.is_some() && order.is_empty() && spec.nodes.is_empty() {
        order.push(NAMELESS.to_owned());
    }
    for name in &order {
        rows.entry(name.clone())
            .or_insert_with(|| spec.push(Node { name: name.clone(), ..Node::default() }));
    }
    for (name, address) in &same.known {
        let node = rows.get(name).and_then(|row| spec.node_mut(*row));
        if let Some(node) = node.filter(|node| node.address.is_empty()) {
            node.address.clone_from(address);
        }
    }
    let files: BTreeMap<&String, Rc<Files>> = read
        .hosts
        .iter()
        .filter(|(host, _)| !host.is_empty())
        .filter_map(|(host, files)| Some((called.get(host)?, Rc::new(files.clone()))))
        .collect();
    for node in &spec.nodes {
        let own = files.get(&node.name).or(whose_nobody_knows.as_ref());
        if let Some(own) = own {
            target.rows.push((node.row, Rc::clone(own)));
        }
    }
    for (host, name) in &called {
        if let Some(row) = rows.get(name) {
            target.hosts.insert(host.clone(), *row);
        }
    }
    let nameless = || target.rows.iter().map(|(row, _)| *row).collect::<BTreeSet<_>>();
    target.containers = match read.containers.iter().next() {
        Some(host) if host.is_empty() => nameless(),
        _ => read.containers.iter().filter_map(|host| target.hosts.get(host).copied()).collect(),
    };
    for node in &listed {
        if let Some(row) = rows.get(&node.host).filter(|_| !node.role.is_empty()) {
            give(spec, *row, node.role);
        }
    }
    target.untold = roles(product, spec, &target);
    beyond(product, spec, read, &mut target);
    target
}

/// A machine that a file calls by a name for itself is the one whose file it is. Where the files of
/// several machines say so, nobody knows which one is meant; a rule says that the others do not find it.
fn of_itself(read: &Read, node: &mut Named) -> bool {
    if !Host::parse(&node.host).is_ok_and(|host| host.is_loopback()) {
        return true;
    }
    let mut own = read.hosts.keys().filter(|host| !host.is_empty());
    let only = own.next().filter(|_| own.next().is_none());
    match Some(&node.of).filter(|of| !of.is_empty()).or(only) {
        Some(host) => host.clone_into(&mut node.host),
        None if read.hosts.keys().all(String::is_empty) => NAMELESS.clone_into(&mut node.host),
        None => return false,
    }
    true
}

/// The name of each host: what its own files say it is called, a listed name that begins with the
/// folder's, or the folder's.
fn called(read: &Read, listed: &[Named]) -> BTreeMap<String, String> {
    let name = |host: &String| {
        let own: BTreeSet<&str> =
            listed.iter().filter(|n| n.of == *host).map(|n| n.host.as_str()).collect();
        let same = |n: &&Named| same_machine(&n.host, host);
        let first = own.first().filter(|_| own.len() == 1 && !host.is_empty());
        match first {
            Some(own) => (*own).to_owned(),
            None => listed.iter().find(same).map_or(host, |n| &n.host).clone(),
        }
    };
    let mut all: BTreeMap<String, String> =
        read.hosts.keys().map(|host| (host.clone(), name(host))).collect();
    // Two hosts that call themselves the same keep the names of their folders.
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for name in all.values() {
        *count.entry(name.clone()).or_default() += 1;
    }
    for (host, name) in &mut all {
        if count.get(name).is_some_and(|n| *n > 1) {
            host.clone_into(name);
        }
    }
    all
}

/// What sorts `k2` before `k10`.
fn natural(name: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let words = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(words);
        let digits = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let (number, tail) = tail.split_at(digits);
        parts.push((word.to_owned(), number.parse().unwrap_or_default()));
        rest = tail;
    }
    parts
}

/// Gives each node the roles that its files show: a file that only one role has, and of several
/// roles with a file the one under which the file would look most like what was read.
fn roles(product: &'static Product, spec: &mut ClusterSpec, target: &Target) -> bool {
    let by_file = files_of_roles(product, spec);
    let catalogued = |file: &str| product.configs.iter().any(|c| c.name == file && c.catalogue);
    for (row, files) in &target.rows {
        for file in files.keys().filter(|file| catalogued(file)) {
            if let Some([only]) = by_file.get(file).map(Vec::as_slice) {
                give(spec, *row, only);
            }
        }
    }
    for (row, _) in &target.rows {
        let Some(node) = spec.node_mut(*row) else { continue };
        for (first, second) in product.import.either {
            if node.roles.contains(*first) {
                node.roles.remove(*second);
            }
        }
    }
    let whole = by_names_alone(product, spec, target);
    // Hosts with the same files do the same.
    let mut known: BTreeMap<_, &'static str> = BTreeMap::new();
    for (row, files) in &target.rows {
        for file in files.keys().filter(|file| catalogued(file)) {
            let Some(roles) = by_file.get(file).filter(|roles| roles.len() > 1) else { continue };
            if spec.node(*row).is_none_or(|n| roles.iter().any(|r| n.roles.contains(*r))) {
                continue;
            }
            // A role that has a file of its own would have brought it: only the node's name tells.
            let own = |role: &&str| by_file.iter().any(|(f, r)| r == &[*role] && catalogued(f));
            let open: Vec<&'static str> = roles.iter().filter(|r| !own(r)).copied().collect();
            let all = if open.is_empty() { roles } else { &open };
            let told = open.is_empty()
                && (by_name(product, spec, *row) || beside(spec, *row, files, &by_file));
            // The variables of a container are the same for all of its programs.
            if open.is_empty() && target.containers.contains(row) {
                continue;
            }
            if !told {
                let role = *known
                    .entry((*file, contents(files)))
                    .or_insert_with(|| choose(product, spec, *row, files, all).unwrap_or_default());
                if !role.is_empty() {
                    give(spec, *row, role);
                }
            }
        }
    }
    whole
}

/// How many programs a host's files show at least when somebody copied a whole release.
const WHOLE: usize = 3;

/// Where every host has the files of the same programs, they say nothing of who runs what: names of
/// hosts do, `master1`, `data-2`, `broker.example.com`. Whether that was so and a name was missing.
fn by_names_alone(product: &'static Product, spec: &mut ClusterSpec, target: &Target) -> bool {
    let roles = |row: &RowId| spec.node(*row).map(|node| node.roles.clone()).unwrap_or_default();
    let mut all = target.rows.iter().map(|(row, _)| roles(row));
    let Some(first) = all.next().filter(|first| first.len() >= WHOLE) else { return false };
    if target.rows.len() < 2 || !all.all(|other| other == first) {
        return false;
    }
    let named: Vec<(RowId, Option<&'static [&'static str]>)> = target
        .rows
        .iter()
        .map(|(row, _)| (*row, spec.node(*row).and_then(|node| said_by(product, &node.name))))
        .collect();
    let unsaid = named.iter().any(|(_, roles)| roles.is_none());
    for (row, roles) in named {
        let (Some(node), Some(roles)) = (spec.node_mut(row), roles) else { continue };
        node.roles =
            roles.iter().filter(|r| first.contains(**r)).map(|r| (*r).to_owned()).collect();
    }
    unsaid
}

/// The roles that a host's name says: of a role, or of a server type.
fn said_by(product: &'static Product, name: &str) -> Option<&'static [&'static str]> {
    let bare = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase()
    };
    let name = bare(name.split('.').next().unwrap_or_default());
    let words = product
        .role_words()
        .into_iter()
        .flat_map(|role| role.all().map(move |word| (bare(word), role.roles)).collect::<Vec<_>>());
    // The longest word: a Coordinator-Overlord is called as both of its parts are.
    let said = words.filter(|(word, _)| word.len() > 3 && name.contains(word.as_str()));
    said.max_by_key(|(word, _)| word.len()).map(|(_, roles)| roles)
}

/// Whether a node's other files show what it does: one that only a role beside the product has.
fn beside(
    spec: &mut ClusterSpec,
    row: RowId,
    files: &Files,
    by_file: &BTreeMap<&'static str, Vec<&'static str>>,
) -> bool {
    let alone = files.keys().find_map(|file| match by_file.get(file)?.as_slice() {
        [only] => Some(*only),
        _ => None,
    });
    if let Some(role) = alone {
        give(spec, row, role);
    }
    alone.is_some()
}

/// Gives a node without a role the one that its name says: `middle-manager-0`. Only where its files
/// say nothing of it.
fn by_name(product: &'static Product, spec: &mut ClusterSpec, row: RowId) -> bool {
    let Some(node) = spec.node(row).filter(|node| node.roles.is_empty()) else { return false };
    let Some(roles) = said_by(product, &node.name) else { return false };
    for role in roles {
        give(spec, row, role);
    }
    true
}

/// Gives a node a role.
pub(crate) fn give(spec: &mut ClusterSpec, row: RowId, role: &str) {
    if let Some(node) = spec.node_mut(row) {
        node.roles.insert(role.to_owned());
    }
}

/// Of several roles the one that explains a node's files best; of equal ones the first.
fn choose(
    product: &'static Product,
    spec: &ClusterSpec,
    row: RowId,
    files: &Rc<Files>,
    roles: &[&'static str],
) -> Option<&'static str> {
    let judge = Judge::new(product, vec![(row, Rc::clone(files))]);
    let mut best: Option<((usize, u64, u64), &'static str)> = None;
    for role in roles.iter().copied() {
        let mut trial = spec.clone();
        give(&mut trial, row, role);
        let distance = (judge.of_roles(&trial), judge.wrong(&trial), judge.distance(&trial));
        if best.is_none_or(|(known, _)| distance < known) {
            best = Some((distance, role));
        }
    }
    best.map(|(_, role)| role)
}

/// The configuration files that the nodes with each role have, by file.
fn files_of_roles(
    product: &'static Product,
    spec: &ClusterSpec,
) -> BTreeMap<&'static str, Vec<&'static str>> {
    let cx = Context::new(spec, product);
    let mut by_file: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
    for role in product.roles {
        let node = Node { roles: BTreeSet::from([role.id.to_owned()]), ..Node::default() };
        for file in (product.configure)(&cx, &Class::of(&node)) {
            by_file.entry(file.name).or_default().push(role.id);
        }
    }
    by_file
}
