//! A list of nodes that takes the place of the document's nodes, or comes behind them: which roles
//! they get, and by which edits.

use crate::{ClusterSpec, Edit, Node, Place};
use std::collections::{BTreeMap, BTreeSet};

/// The nodes of a list with roles: those of the list; else those that a node of the same name has;
/// else, in order, those of the nodes that they replace. Further nodes get the roles of the last
/// one that has roles that exclude each other, and only those: what runs once or thrice does not
/// grow. `grouped` says of a role's id whether there are others that it excludes.
pub fn with_roles(
    spec: &ClusterSpec,
    grouped: &dyn Fn(&str) -> bool,
    found: &[Node],
    replace: bool,
) -> Vec<Node> {
    let from_list = found.iter().any(|n| !n.roles.is_empty());
    let grouped = |role: &String| grouped(role);
    let last = spec.nodes.iter().rev().find(|n| n.roles.iter().any(grouped));
    let last = last.or(spec.nodes.last()).map(|n| n.roles.clone()).unwrap_or_default();
    let mut more: BTreeSet<String> = last.iter().filter(|r| grouped(r)).cloned().collect();
    if more.is_empty() {
        more = last;
    }
    let old: BTreeMap<String, &Node> = spec.nodes.iter().map(|n| (same(&n.name), n)).collect();
    found
        .iter()
        .enumerate()
        .map(|(at, node)| {
            let mut node = node.clone();
            if let Some(old) = old.get(&same(&node.name)).filter(|_| replace) {
                let from = node;
                node = (*old).clone();
                node.name = from.name;
                if !from.address.is_empty() {
                    node.address = from.address;
                }
                if from_list {
                    node.roles = from.roles;
                }
                // Cores and memory of the list win over those that were there.
                node.settings.extend(from.settings);
                return node;
            }
            if !from_list {
                let in_place = spec.nodes.get(at).filter(|_| replace);
                node.roles = in_place.map_or_else(|| more.clone(), |n| n.roles.clone());
            }
            node
        })
        .collect()
}

/// A host's name without what makes no difference.
fn same(name: &str) -> String {
    name.trim().trim_end_matches('.').to_ascii_lowercase()
}

/// Edits that leave exactly these nodes, keeping the rows of those that were there. A node that
/// nothing was set for gives its row to the one that takes its place, so that what changes in the
/// files is seen.
pub fn replacing(spec: &ClusterSpec, nodes: &[Node]) -> Vec<Edit> {
    let mut kept = BTreeSet::new();
    let is_old =
        |node: &Node| spec.node(node.row).is_some_and(|n| same(&n.name) == same(&node.name));
    let mut edits = Vec::new();
    let mut placed = Vec::new();
    for node in nodes {
        // The same name twice is two nodes: the second one is new.
        let old = is_old(node) && kept.insert(node.row);
        placed.push((node.clone(), old));
    }
    for (at, (node, old)) in placed.iter_mut().enumerate() {
        let plain =
            |n: &&Node| n.settings.is_empty() && n.overrides.is_empty() && n.unknown.is_empty();
        let before = spec.nodes.get(at).filter(plain);
        if let Some(before) = before.filter(|b| !*old && !kept.contains(&b.row)) {
            kept.insert(before.row);
            node.row = before.row;
            *old = true;
        }
    }
    for node in &spec.nodes {
        if !kept.contains(&node.row) {
            edits.push(Edit::RemoveNode(node.row));
        }
    }
    for (at, (node, old)) in placed.into_iter().enumerate() {
        if old {
            edits.push(Edit::MoveNode(node.row, at));
            let before = spec.node(node.row);
            if before.is_some_and(|b| b.name != node.name) {
                edits.push(Edit::Set(Place::NodeName(node.row), node.name.clone()));
            }
            for (key, text) in &node.settings {
                if before.is_some_and(|b| b.settings.get(key) != Some(text)) {
                    let place = Place::NodeSetting(node.row, key.clone());
                    edits.push(Edit::Set(place, text.clone()));
                }
            }
            if before.is_some_and(|b| b.address != node.address) {
                edits.push(Edit::Set(Place::NodeAddress(node.row), node.address.clone()));
            }
            if before.is_some_and(|b| b.roles != node.roles) {
                let roles: Vec<String> = node.roles.iter().cloned().collect();
                edits.push(Edit::Set(Place::NodeRoles(node.row), roles.join(",")));
            }
        } else {
            edits.push(Edit::InsertNodes(at, vec![node]));
        }
    }
    edits
}

/// The nodes of a list that are not there yet: adding those that are would make them two.
pub fn new_ones(spec: &ClusterSpec, found: &[Node]) -> Vec<Node> {
    let there: BTreeSet<String> = spec.nodes.iter().map(|n| same(&n.name)).collect();
    found.iter().filter(|n| !there.contains(&same(&n.name))).cloned().collect()
}

/// Edits that put the new ones of these nodes behind those that are there.
pub fn adding(spec: &ClusterSpec, nodes: &[Node]) -> Vec<Edit> {
    match new_ones(spec, nodes) {
        new if new.is_empty() => Vec::new(),
        new => vec![Edit::InsertNodes(spec.nodes.len(), new)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply_all;

    fn node(name: &str, roles: &[&str]) -> Node {
        Node {
            name: name.to_owned(),
            roles: roles.iter().map(|r| (*r).to_owned()).collect(),
            ..Node::default()
        }
    }

    fn grouped(role: &str) -> bool {
        ["lead", "work"].contains(&role)
    }

    fn spec() -> ClusterSpec {
        let mut spec = ClusterSpec::new("p", "1");
        spec.push(node("a", &["lead", "keeper"]));
        spec.push(node("b", &["work", "keeper"]));
        spec
    }

    fn after(spec: &ClusterSpec, found: &[Node], replace: bool) -> Vec<(String, Vec<String>)> {
        let nodes = with_roles(spec, &grouped, found, replace);
        let edits = if replace { replacing(spec, &nodes) } else { adding(spec, &nodes) };
        let mut spec = spec.clone();
        apply_all(&mut spec, &edits);
        let rows: BTreeSet<_> = spec.nodes.iter().map(|n| n.row).collect();
        assert_eq!(rows.len(), spec.nodes.len());
        spec.nodes.iter().map(|n| (n.name.clone(), n.roles.iter().cloned().collect())).collect()
    }

    fn pair(name: &str, roles: &[&str]) -> (String, Vec<String>) {
        (name.to_owned(), roles.iter().map(|r| (*r).to_owned()).collect())
    }

    #[test]
    fn a_list_takes_the_roles_in_order_and_further_nodes_those_of_the_last() {
        let found = [node("x", &[]), node("y", &[]), node("z", &[])];
        let expected =
            [pair("x", &["keeper", "lead"]), pair("y", &["keeper", "work"]), pair("z", &["work"])];
        assert_eq!(after(&spec(), &found, true), expected);
    }

    #[test]
    fn a_known_name_keeps_its_row_and_its_roles() {
        let spec = spec();
        let found = [node("b", &[]), node("n", &[])];
        let nodes = with_roles(&spec, &grouped, &found, true);
        assert_eq!(nodes[0].row, spec.nodes[1].row);
        let expected = [pair("b", &["keeper", "work"]), pair("n", &["keeper", "work"])];
        assert_eq!(after(&spec, &found, true), expected);
    }

    #[test]
    fn roles_of_the_list_win_and_the_same_name_twice_stays_two_nodes() {
        let found = [node("a", &["work"]), node("a", &["lead"])];
        let expected = [pair("a", &["work"]), pair("a", &["lead"])];
        assert_eq!(after(&spec(), &found, true), expected);
    }

    #[test]
    fn a_node_gives_its_row_to_the_one_in_its_place_unless_something_was_set_for_it() {
        let mut spec = spec();
        spec.nodes[1].settings.insert("heap".to_owned(), "8 GiB".to_owned());
        let nodes = with_roles(&spec, &grouped, &[node("x", &[]), node("y", &[])], true);
        let edits = replacing(&spec, &nodes);
        let before: Vec<_> = spec.nodes.iter().map(|n| n.row).collect();
        apply_all(&mut spec, &edits);
        assert_eq!(spec.nodes[0].row, before[0]);
        assert_ne!(spec.nodes[1].row, before[1]);
        assert!(spec.nodes[1].settings.is_empty());
    }

    #[test]
    fn cores_and_memory_of_a_list_reach_every_row() {
        let mut spec = spec();
        spec.nodes[1].settings.insert("cores".to_owned(), "4".to_owned());
        let with = |name: &str, cores: &str| Node {
            settings: [("cores".to_owned(), cores.to_owned())].into(),
            ..node(name, &[])
        };
        // One in the row of another, one that is there by another case, one that is new.
        let found = [with("x", "8"), with("B", "16"), with("z", "32")];
        let nodes = with_roles(&spec, &grouped, &found, true);
        let edits = replacing(&spec, &nodes);
        let rows: Vec<_> = spec.nodes.iter().map(|n| n.row).collect();
        apply_all(&mut spec, &edits);
        let after: Vec<_> =
            spec.nodes.iter().map(|n| (n.name.as_str(), n.settings["cores"].as_str())).collect();
        assert_eq!(after, [("x", "8"), ("B", "16"), ("z", "32")]);
        assert_eq!([spec.nodes[0].row, spec.nodes[1].row], rows[..]);
        // The same once more changes nothing.
        let again = with_roles(&spec, &grouped, &found, true);
        let before = spec.clone();
        apply_all(&mut spec, &replacing(&before, &again));
        assert_eq!(spec, before);
    }

    #[test]
    fn nothing_is_added_twice() {
        let mut spec = spec();
        let found = [node("A", &[]), node("c", &[]), node("b.", &[])];
        assert_eq!(new_ones(&spec, &found).len(), 1);
        let nodes = with_roles(&spec, &grouped, &found, false);
        for _ in 0..2 {
            let edits = adding(&spec, &nodes);
            apply_all(&mut spec, &edits);
            let names: Vec<_> = spec.nodes.iter().map(|n| n.name.as_str()).collect();
            assert_eq!(names, ["a", "b", "c"]);
        }
    }

    #[test]
    fn adding_keeps_what_is_there() {
        let expected =
            [pair("a", &["keeper", "lead"]), pair("b", &["keeper", "work"]), pair("c", &["work"])];
        assert_eq!(after(&spec(), &[node("c", &[])], false), expected);
    }
}
