//! What differs between two clusters: choices, nodes, and what their programs read.

use model::{ClusterSpec, Node};
use rules::{Context, Product};
use std::collections::{BTreeMap, BTreeSet};

/// A text before and after; nothing where it is not there.
pub type Change = (Option<String>, Option<String>);

/// What differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Product, version, environment and fields of the cluster, by name.
    pub choices: Vec<(String, Change)>,
    /// Nodes that only one of the two has, and what differs of those that both have: the name, what of
    /// it (empty for the node itself), its roles or the text.
    pub nodes: Vec<(String, String, Change)>,
    /// Keys by file, each with the nodes on which it differs in the same way.
    pub keys: Vec<KeyChange>,
    /// How many keys of how many files are the same on all nodes that both have.
    pub equal: usize,
}

/// A key that differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyChange {
    /// The configuration file.
    pub file: &'static str,
    /// The key.
    pub key: String,
    /// Its values.
    pub change: Change,
    /// The nodes, in the order of the second document.
    pub nodes: Vec<String>,
}

impl Difference {
    /// Whether there is none.
    pub fn is_none(&self) -> bool {
        self.choices.is_empty() && self.nodes.is_empty() && self.keys.is_empty()
    }

    /// Compares two documents of one product.
    pub fn of(product: &'static Product, before: &ClusterSpec, after: &ClusterSpec) -> Difference {
        let mut difference = Difference::default();
        let one = |name: &str, a: &str, b: &str| {
            let change = (Some(a.to_owned()), Some(b.to_owned()));
            (a != b).then(|| (name.to_owned(), change))
        };
        difference.choices.extend(
            [
                one("name", &before.name, &after.name),
                one("version", &before.version, &after.version),
                one("environment", before.environment.id(), after.environment.id()),
            ]
            .into_iter()
            .flatten(),
        );
        difference.choices.extend(maps(&before.settings, &after.settings));
        let was: BTreeMap<&str, &Node> = by_name(before);
        let is: BTreeMap<&str, &Node> = by_name(after);
        let roles = |node: &Node| node.roles.iter().cloned().collect::<Vec<_>>().join(", ");
        for node in &before.nodes {
            if !is.contains_key(node.name.as_str()) {
                let change = (Some(roles(node)), None);
                difference.nodes.push((node.name.clone(), String::new(), change));
            }
        }
        for node in &after.nodes {
            let Some(old) = was.get(node.name.as_str()) else {
                let change = (None, Some(roles(node)));
                difference.nodes.push((node.name.clone(), String::new(), change));
                continue;
            };
            let of_node = [
                one("roles", &roles(old), &roles(node)),
                one("address", &old.address, &node.address),
            ];
            let settings = maps(&old.settings, &node.settings);
            let all = of_node.into_iter().flatten().chain(settings);
            difference.nodes.extend(all.map(|(what, change)| (node.name.clone(), what, change)));
        }
        difference.of_keys(product, before, after, &was);
        difference
    }

    fn of_keys(
        &mut self,
        product: &'static Product,
        before: &ClusterSpec,
        after: &ClusterSpec,
        was: &BTreeMap<&str, &Node>,
    ) {
        let (cx_before, cx_after) = (Context::new(before, product), Context::new(after, product));
        let mut changes: BTreeMap<(usize, String, Change), Vec<String>> = BTreeMap::new();
        let order = |file: &str| product.configs.iter().position(|c| c.name == file);
        for node in &after.nodes {
            let Some(old) = was.get(node.name.as_str()) else { continue };
            let (a, b) = (lines(&cx_before, old), lines(&cx_after, node));
            let keys: BTreeSet<&(&'static str, String)> = a.keys().chain(b.keys()).collect();
            for key in keys {
                let change = (a.get(key).cloned(), b.get(key).cloned());
                if change.0 == change.1 {
                    self.equal += 1;
                    continue;
                }
                let at = order(key.0).unwrap_or(usize::MAX);
                changes.entry((at, key.1.clone(), change)).or_default().push(node.name.clone());
            }
        }
        for ((at, key, change), nodes) in changes {
            let Some(file) = product.configs.get(at) else { continue };
            self.keys.push(KeyChange { file: file.name, key, change, nodes });
        }
    }
}

fn by_name(spec: &ClusterSpec) -> BTreeMap<&str, &Node> {
    spec.nodes.iter().map(|node| (node.name.as_str(), node)).collect()
}

/// What differs between two maps, by key.
fn maps(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> Vec<(String, Change)> {
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let change = |key: &String| (before.get(key).cloned(), after.get(key).cloned());
    let changes = keys.into_iter().map(|key| (key.clone(), change(key)));
    changes.filter(|(_, change)| change.0 != change.1).collect()
}

/// What stands in a node's files, by file and key. A value that cannot be used counts as it was typed.
fn lines(cx: &Context, node: &Node) -> BTreeMap<(&'static str, String), String> {
    let config = cx.config_of(node.row);
    let entries = config.into_iter().flat_map(rules::NodeConfig::all_entries);
    entries
        .map(|(file, entry)| {
            let text =
                entry.on(cx, node).map_or_else(|_| entry.text().to_owned(), |t| t.to_string());
            ((file.name, entry.key.clone()), text)
        })
        .collect()
}
