//! Which files of which nodes change.

use bundle::{ARCHIVE, Reach, Tree};
use formats::File;
use model::{Node, RowId};
use rules::Move;
use std::collections::{BTreeMap, BTreeSet};

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

    /// One sign for it.
    pub fn sign(self) -> char {
        match self {
            How::Added => '+',
            How::Changed => '~',
            How::Removed => '-',
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

/// A node that both have, by name.
pub(crate) struct Stays<'m> {
    /// As it was.
    pub(crate) old: &'m Node,
    /// As it will be.
    pub(crate) new: &'m Node,
    /// Its files that change, by path.
    pub(crate) files: BTreeMap<String, How>,
}

/// Both clusters, node by node.
pub(crate) struct Sides<'m> {
    /// In the new order.
    pub(crate) stays: Vec<Stays<'m>>,
    pub(crate) joins: Vec<&'m Node>,
    pub(crate) leaves: Vec<&'m Node>,
    /// Names of files of the cluster that differ.
    pub(crate) of_cluster: BTreeSet<String>,
    /// How many errors the new document has.
    pub(crate) errors: usize,
}

fn of_nodes(tree: &Tree) -> BTreeMap<RowId, BTreeMap<&str, &File>> {
    let mut files: BTreeMap<RowId, BTreeMap<&str, &File>> = BTreeMap::new();
    for group in tree.groups.iter().filter(|g| g.reach == Reach::Node && g.name != ARCHIVE) {
        for variant in &group.variants {
            for row in &variant.nodes {
                files.entry(*row).or_default().insert(&group.name, &variant.file);
            }
        }
    }
    files
}

fn of_cluster(tree: &Tree) -> BTreeMap<&str, &File> {
    let groups = tree.groups.iter().filter(|g| g.reach == Reach::Cluster);
    groups.filter_map(|g| Some((g.name.as_str(), &*g.variants.first()?.file))).collect()
}

/// What differs between two sets of files.
fn differing(
    then: Option<&BTreeMap<&str, &File>>,
    now: Option<&BTreeMap<&str, &File>>,
) -> BTreeMap<String, How> {
    let none = BTreeMap::new();
    let (then, now) = (then.unwrap_or(&none), now.unwrap_or(&none));
    let names: BTreeSet<&str> = then.keys().chain(now.keys()).copied().collect();
    let how = |name: &str| match (then.get(name), now.get(name)) {
        (None, _) => Some(How::Added),
        (_, None) => Some(How::Removed),
        (Some(a), Some(b)) => (!a.same_content(b)).then_some(How::Changed),
    };
    names.into_iter().filter_map(|name| Some((name.to_owned(), how(name)?))).collect()
}

fn by_name(nodes: &[Node]) -> BTreeMap<&str, &Node> {
    nodes.iter().map(|node| (node.name.trim(), node)).collect()
}

impl<'m> Sides<'m> {
    pub(crate) fn of(m: &Move<'m, 'm>) -> Sides<'m> {
        let (before, after) = (m.before.spec, m.after.spec);
        let report = rules::check(m.after);
        let trees =
            (bundle::tree(m.before, &rules::check(m.before)), bundle::tree(m.after, &report));
        let (then, now) = (of_nodes(&trees.0), of_nodes(&trees.1));
        let (was, is) = (by_name(&before.nodes), by_name(&after.nodes));
        let (mut stays, mut joins) = (Vec::new(), Vec::new());
        for new in &after.nodes {
            match was.get(new.name.trim()) {
                Some(old) => {
                    let files = differing(then.get(&old.row), now.get(&new.row));
                    stays.push(Stays { old, new, files });
                }
                None => joins.push(new),
            }
        }
        let gone = |node: &&Node| !is.contains_key(node.name.trim());
        let of_cluster = differing(Some(&of_cluster(&trees.0)), Some(&of_cluster(&trees.1)));
        Sides {
            stays,
            joins,
            leaves: before.nodes.iter().filter(gone).collect(),
            of_cluster: of_cluster.into_keys().collect(),
            errors: report.count(model::Severity::Error),
        }
    }

    /// All files that change on nodes that stay.
    pub(crate) fn changes(&self) -> Vec<FileChange> {
        let mut all: BTreeMap<(&str, How), Vec<String>> = BTreeMap::new();
        for node in &self.stays {
            for (path, how) in &node.files {
                all.entry((path, *how)).or_default().push(node.new.name.trim().to_owned());
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
