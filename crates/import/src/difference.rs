//! What differs between two clusters: choices, nodes, and what their programs read.

use model::{ClusterSpec, Edit, Node, Place};
use rules::{Context, Product};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A text before and after; nothing where it is not there.
pub type Change = (Option<String>, Option<String>);

/// What differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Product, version, environment and fields of the cluster, by name.
    pub choices: Vec<ChoiceChange>,
    /// Nodes that only one of the two has, and what differs of those that both have.
    pub nodes: Vec<NodeChange>,
    /// Keys by file, each with the nodes on which it differs in the same way.
    pub keys: Vec<KeyChange>,
    /// Keys that are the same on all nodes that both have, by file and key.
    pub same: Vec<SameKey>,
    /// How many keys of how many files are the same on all nodes that both have.
    pub equal: usize,
}

/// A choice that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceChange {
    /// `name`, `version`, `environment` or the field's key.
    pub name: String,
    /// Where it is in either document.
    pub place: Place,
    /// Its texts; nothing for a field that has its default.
    pub change: Change,
}

/// A node that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeChange {
    /// Its name.
    pub node: String,
    /// `roles`, `address` or the field's key; empty where only one of the two has the node.
    pub what: String,
    /// Its roles, or the texts.
    pub change: Change,
    /// Where it is: in the second document, and in the first where only that one has the node.
    pub place: Place,
}

/// A key that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyChange {
    /// The configuration file.
    pub file: &'static str,
    /// The key.
    pub key: String,
    /// Its values.
    pub change: Change,
    /// The nodes, in the order of the second document.
    pub nodes: Vec<String>,
    /// What causes each value on the first of these nodes, the most specific first, in the document
    /// that it is of.
    pub causes: (Vec<Place>, Vec<Place>),
}

/// A key that does not differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SameKey {
    /// The configuration file.
    pub file: &'static str,
    /// The key.
    pub key: String,
    /// Its value; nothing where nodes have values of their own.
    pub value: Option<String>,
}

impl Difference {
    /// Whether there is none.
    pub fn is_none(&self) -> bool {
        self.choices.is_empty() && self.nodes.is_empty() && self.keys.is_empty()
    }

    /// Compares two documents of one product.
    pub fn of(product: &'static Product, before: &ClusterSpec, after: &ClusterSpec) -> Difference {
        let mut difference = Difference::default();
        let fixed = [
            ("name", Place::Name, one(&before.name, &after.name)),
            ("version", Place::Version, one(&before.version, &after.version)),
            (
                "environment",
                Place::Environment,
                one(before.environment.id(), after.environment.id()),
            ),
        ];
        for (name, place, change) in fixed {
            let of = |change| ChoiceChange { name: name.to_owned(), place, change };
            difference.choices.extend(change.map(of));
        }
        let settings = maps(&before.settings, &after.settings).into_iter();
        difference.choices.extend(settings.map(|(name, change)| {
            let place = Place::Setting(name.clone());
            ChoiceChange { name, place, change }
        }));
        let was: BTreeMap<&str, &Node> = by_name(before);
        difference.of_nodes(before, after, &was);
        difference.of_keys(product, before, after, &was);
        difference
    }

    fn of_nodes(&mut self, before: &ClusterSpec, after: &ClusterSpec, was: &BTreeMap<&str, &Node>) {
        let is: BTreeMap<&str, &Node> = by_name(after);
        let roles = |node: &Node| node.roles.iter().cloned().collect::<Vec<_>>().join(", ");
        let mut found = |node: &Node, what: String, change: Change, place: Place| {
            let node = node.name.clone();
            self.nodes.push(NodeChange { node, what, change, place });
        };
        for node in &before.nodes {
            if !is.contains_key(node.name.as_str()) {
                let change = (Some(roles(node)), None);
                found(node, String::new(), change, Place::Node(node.row));
            }
        }
        for node in &after.nodes {
            let row = node.row;
            let Some(old) = was.get(node.name.as_str()) else {
                found(node, String::new(), (None, Some(roles(node))), Place::Node(row));
                continue;
            };
            if let Some(change) = one(&roles(old), &roles(node)) {
                found(node, "roles".to_owned(), change, Place::NodeRoles(row));
            }
            if let Some(change) = one(&old.address, &node.address) {
                found(node, "address".to_owned(), change, Place::NodeAddress(row));
            }
            for (key, change) in maps(&old.settings, &node.settings) {
                let place = Place::NodeSetting(row, key.clone());
                found(node, key, change, place);
            }
        }
    }

    fn of_keys(
        &mut self,
        product: &'static Product,
        before: &ClusterSpec,
        after: &ClusterSpec,
        was: &BTreeMap<&str, &Node>,
    ) {
        let (cx_before, cx_after) = (Context::new(before, product), Context::new(after, product));
        let mut changes: BTreeMap<(usize, &str, Change), KeyChange> = BTreeMap::new();
        let mut same: BTreeMap<(usize, &str), Option<Rc<str>>> = BTreeMap::new();
        let order = |file: &str| product.configs.iter().position(|c| c.name == file);
        for node in &after.nodes {
            let Some(old) = was.get(node.name.as_str()) else { continue };
            let (a, b) = (lines(&cx_before, old), lines(&cx_after, node));
            let keys: BTreeSet<(&'static str, &str)> = a.keys().chain(b.keys()).copied().collect();
            for (file, key) in keys {
                let Some(at) = order(file) else { continue };
                let (then, now) = (a.get(&(file, key)), b.get(&(file, key)));
                let value = |line: Option<&Line>| line.map(|line| Rc::clone(&line.value));
                if let (true, Some(now)) = (value(then) == value(now), now) {
                    self.equal += 1;
                    let known = same.entry((at, key)).or_insert_with(|| Some(now.value.clone()));
                    if known.as_ref().is_some_and(|known| *known != now.value) {
                        *known = None;
                    }
                    continue;
                }
                let text = |line: Option<&Line>| line.map(|line| line.value.to_string());
                let change = (text(then), text(now));
                let places =
                    |line: Option<&Line>| line.map(|line| line.places.to_vec()).unwrap_or_default();
                let found = changes.entry((at, key, change)).or_insert_with_key(|key| KeyChange {
                    file,
                    key: key.1.to_owned(),
                    change: key.2.clone(),
                    nodes: Vec::new(),
                    causes: (places(then), places(now)),
                });
                found.nodes.push(node.name.clone());
            }
        }
        let differing: BTreeSet<(usize, &str)> = changes.keys().map(|(a, k, _)| (*a, *k)).collect();
        same.retain(|key, _| !differing.contains(key));
        self.keys = changes.into_values().collect();
        self.same = same
            .into_iter()
            .filter_map(|((at, key), value)| {
                let file = product.configs.get(at)?.name;
                let value = value.map(|value| value.to_string());
                Some(SameKey { file, key: key.to_owned(), value })
            })
            .collect();
    }
}

impl ChoiceChange {
    /// What gives the second document the first one's choice.
    pub fn taken(&self) -> Vec<Edit> {
        vec![set(&self.place, self.change.0.as_ref())]
    }
}

impl NodeChange {
    /// What makes the second document's node as the first one's; a node that only the first has comes
    /// behind the others.
    pub fn taken(&self, before: &ClusterSpec, after: &ClusterSpec) -> Vec<Edit> {
        match (&self.place, &self.change) {
            (Place::Node(row), (Some(_), None)) => {
                let node = before.node(*row).cloned();
                node.map(|node| Edit::InsertNodes(after.nodes.len(), vec![node]))
                    .into_iter()
                    .collect()
            }
            (Place::Node(row), _) => vec![Edit::RemoveNode(*row)],
            (place, (then, _)) => vec![set(place, then.as_ref())],
        }
    }
}

fn set(place: &Place, text: Option<&String>) -> Edit {
    match text {
        Some(text) => Edit::Set(place.clone(), text.clone()),
        None => Edit::Clear(place.clone()),
    }
}

/// Two texts that differ.
fn one(before: &str, after: &str) -> Option<Change> {
    (before != after).then(|| (Some(before.to_owned()), Some(after.to_owned())))
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

/// A line of a file, and what causes it.
struct Line<'c> {
    value: Rc<str>,
    places: &'c [Place],
}

/// What stands in a node's files, by file and key. A value that cannot be used counts as it was typed.
fn lines<'c>(cx: &'c Context, node: &Node) -> BTreeMap<(&'static str, &'c str), Line<'c>> {
    let config = cx.config_of(node.row);
    let entries = config.into_iter().flat_map(rules::NodeConfig::all_entries);
    entries
        .map(|(file, entry)| {
            let value = entry.on(cx, node).unwrap_or_else(|_| Rc::from(entry.text()));
            ((file.name, entry.key.as_str()), Line { value, places: &entry.places })
        })
        .collect()
}
