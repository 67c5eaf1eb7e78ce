//! Which files of which nodes change.

use bundle::{Reach, Tree};
use formats::File;
use model::{Node, RowId};
use rules::{Context, Move};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The id of the archive stands in it, so it always differs, and nobody reads it.
const ARCHIVE: &str = "archive.tsv";

/// What happens to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// It is new there.
    Added,
    /// It has another content.
    Changed,
    /// It is no longer there.
    Removed,
}

impl How {
    /// `added`, `changed` or `removed`.
    pub fn id(self) -> &'static str {
        match self {
            How::Added => "added",
            How::Changed => "changed",
            How::Removed => "removed",
        }
    }
}

/// A file that changes in the same way on some nodes that stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// The path inside the node's folder.
    pub path: String,
    /// What happens to it.
    pub how: How,
    /// The nodes.
    pub nodes: Vec<String>,
}

/// The files of the nodes, by path.
type Files = BTreeMap<RowId, BTreeMap<String, Arc<File>>>;

/// Both clusters, node by node.
pub(crate) struct Sides<'m> {
    /// Nodes that both have, by name, in the new order: as it was, as it will be.
    pub(crate) stays: Vec<(&'m Node, &'m Node)>,
    pub(crate) joins: Vec<&'m Node>,
    pub(crate) leaves: Vec<&'m Node>,
    before: Files,
    after: Files,
    /// Names of files of the cluster that differ.
    pub(crate) of_cluster: BTreeSet<String>,
}

fn tree(cx: &Context) -> Tree {
    bundle::tree(cx, &rules::check(cx))
}

fn of_nodes(tree: &Tree) -> Files {
    let mut files = Files::new();
    for group in tree.groups.iter().filter(|g| g.reach == Reach::Node && g.name != ARCHIVE) {
        for variant in &group.variants {
            for row in &variant.nodes {
                let of_node = files.entry(*row).or_default();
                of_node.insert(group.name.clone(), Arc::clone(&variant.file));
            }
        }
    }
    files
}

fn of_cluster(tree: &Tree) -> BTreeMap<&str, &Arc<File>> {
    let groups = tree.groups.iter().filter(|g| g.reach == Reach::Cluster);
    groups.filter_map(|g| Some((g.name.as_str(), &g.variants.first()?.file))).collect()
}

impl<'m> Sides<'m> {
    pub(crate) fn of(m: &Move<'m, 'm>) -> Sides<'m> {
        let (before, after) = (m.before.spec, m.after.spec);
        let by_name = |nodes: &'m [Node]| -> BTreeMap<&'m str, &'m Node> {
            nodes.iter().map(|node| (node.name.trim(), node)).collect()
        };
        let (was, is) = (by_name(&before.nodes), by_name(&after.nodes));
        let old = |node: &&'m Node| was.get(node.name.trim()).copied();
        let stays = after.nodes.iter().filter_map(|node| Some((old(&node)?, node))).collect();
        let joins = after.nodes.iter().filter(|node| old(node).is_none()).collect();
        let gone = |node: &&Node| !is.contains_key(node.name.trim());
        let leaves = before.nodes.iter().filter(gone).collect();
        let (tree_before, tree_after) = (tree(m.before), tree(m.after));
        let (then, now) = (of_cluster(&tree_before), of_cluster(&tree_after));
        let names: BTreeSet<&str> = then.keys().chain(now.keys()).copied().collect();
        let differs = |name: &&str| match (then.get(name), now.get(name)) {
            (Some(a), Some(b)) => !a.same_content(b),
            _ => true,
        };
        Sides {
            stays,
            joins,
            leaves,
            before: of_nodes(&tree_before),
            after: of_nodes(&tree_after),
            of_cluster: names.into_iter().filter(differs).map(str::to_owned).collect(),
        }
    }

    /// The files of a node that stays which change, by path.
    pub(crate) fn of_node(&self, old: &Node, new: &Node) -> BTreeMap<&str, How> {
        let none = BTreeMap::new();
        let then = self.before.get(&old.row).unwrap_or(&none);
        let now = self.after.get(&new.row).unwrap_or(&none);
        let names: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
        let how = |name: &String| match (then.get(name), now.get(name)) {
            (None, _) => Some(How::Added),
            (_, None) => Some(How::Removed),
            (Some(a), Some(b)) => (!a.same_content(b)).then_some(How::Changed),
        };
        let known = [&self.before, &self.after].into_iter().flat_map(BTreeMap::values);
        let mut found = BTreeMap::new();
        for name in names {
            if let Some(how) = how(name)
                && let Some((own, _)) = known.clone().find_map(|files| files.get_key_value(name))
            {
                found.insert(own.as_str(), how);
            }
        }
        found
    }

    /// All files that change on nodes that stay.
    pub(crate) fn changes(&self) -> Vec<FileChange> {
        let mut all: BTreeMap<(&str, How), Vec<String>> = BTreeMap::new();
        for (old, new) in &self.stays {
            for change in self.of_node(old, new) {
                all.entry(change).or_default().push(new.name.trim().to_owned());
            }
        }
        let change = |((path, how), nodes): ((&str, How), Vec<String>)| FileChange {
            path: path.to_owned(),
            how,
            nodes,
        };
        all.into_iter().map(change).collect()
    }
}
