//! The document: the one source of truth, written as `cluster.toml`.

use crate::{Edit, Layer, Place, Properties, Property};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The newest schema that this version knows. A newer one opens read-only, older ones for ever: 2
/// came with overrides by file, 3 with keys that are left out. A document is written in the oldest
/// that can say it.
pub const SCHEMA: u32 = 3;

/// The id of a row inside one open document: it survives renaming, duplicates and empty names.
/// Not written to the file.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub struct RowId(pub u32);

/// What the cluster is for; some rules are stricter in production.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Environment {
    /// People depend on it.
    #[default]
    Production,
    /// It may break.
    Test,
}

impl Environment {
    /// `production` or `test`, as in the file.
    pub fn id(self) -> &'static str {
        match self {
            Environment::Production => "production",
            Environment::Test => "test",
        }
    }

    /// The environment with this id.
    pub fn parse(id: &str) -> Option<Environment> {
        match id.trim() {
            "production" => Some(Environment::Production),
            "test" => Some(Environment::Test),
            _ => None,
        }
    }
}

/// A key of the file that this version does not know, kept and written back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unknown {
    /// The dotted path inside its table.
    pub path: Vec<String>,
    /// The value as TOML text.
    pub toml: String,
}

/// One machine, or one of several installations on a machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Identity inside the open document.
    pub row: RowId,
    /// The host name by which the others know it, as typed.
    pub name: String,
    /// Where to reach it when the name does not resolve; empty otherwise.
    pub address: String,
    /// Ids of its roles; unknown ones are kept and reported.
    pub roles: BTreeSet<String>,
    /// Fields that differ from the cluster's, by key, as typed.
    pub settings: BTreeMap<String, String>,
    /// Properties of the product, set for this node only.
    pub overrides: Properties,
    /// Properties that this node's files do not have.
    pub left_out: Keys,
    /// Keys of the file that this version does not know.
    pub unknown: Vec<Unknown>,
}

/// Properties of the product that were set by hand: for all nodes, or for the nodes with a role.
/// Those of one node stand in [`Node::overrides`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overrides {
    /// For every node.
    pub cluster: Properties,
    /// By role id.
    pub roles: BTreeMap<String, Properties>,
    /// Properties that no node's files have, though a field or a role would write them.
    pub left_out: Keys,
    /// The same by role id.
    pub left_out_of_roles: BTreeMap<String, Keys>,
}

/// Properties that are left out of their files: the program reads its own default. In one layer a
/// property is set or left out, never both; a narrower layer wins.
pub type Keys = BTreeSet<Property>;

/// A warning that a person accepted, with the reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The rule's id.
    pub rule: String,
    /// The node that it is about, if it is about one.
    pub node: Option<RowId>,
    /// The field or key that it is about; empty for the node or the document.
    pub field: String,
    /// Why it is accepted.
    pub reason: String,
    /// The facts that it was accepted for; when they change, the acceptance lapses.
    pub facts: Vec<String>,
}

/// The document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterSpec {
    /// The schema of the file it was read from, or [`SCHEMA`].
    pub schema: u32,
    /// The cluster's name: also the archive's top folder.
    pub name: String,
    /// The product's id.
    pub product: String,
    /// The product's version, as typed.
    pub version: String,
    /// What it is for.
    pub environment: Environment,
    /// The language of the runbook and the comments in the archive.
    pub language: crate::Lang,
    /// The nodes, in the order in which they were given.
    pub nodes: Vec<Node>,
    /// Fields by key, as typed. A missing one has its default.
    pub settings: BTreeMap<String, String>,
    /// Properties of the product that no field covers.
    pub overrides: Overrides,
    /// Accepted warnings.
    pub accepted: Vec<Accepted>,
    /// Keys of the file that this version does not know.
    pub unknown: Vec<Unknown>,
    /// The next free row id.
    pub next_row: u32,
}

impl ClusterSpec {
    /// An empty document of a product.
    pub fn new(product: &str, version: &str) -> ClusterSpec {
        ClusterSpec {
            schema: SCHEMA,
            product: product.to_owned(),
            version: version.to_owned(),
            ..ClusterSpec::default()
        }
    }

    /// Whether it says nothing of a cluster.
    pub fn is_blank(&self) -> bool {
        let ClusterSpec { name, product, nodes, settings, overrides, .. } = self;
        name.is_empty()
            && product.is_empty()
            && nodes.is_empty()
            && settings.is_empty()
            && *overrides == Overrides::default()
    }

    /// The node with this row id.
    pub fn node(&self, row: RowId) -> Option<&Node> {
        self.nodes.iter().find(|n| n.row == row)
    }

    /// The node with this row id, to change it.
    pub fn node_mut(&mut self, row: RowId) -> Option<&mut Node> {
        self.nodes.iter_mut().find(|n| n.row == row)
    }

    /// The position of a row.
    pub fn position(&self, row: RowId) -> Option<usize> {
        self.nodes.iter().position(|n| n.row == row)
    }

    /// A row id that was never used in this document. When all numbers were given, which only a
    /// document made to do harm brings about, one that no node has.
    pub fn fresh_row(&mut self) -> RowId {
        let row = RowId(self.next_row);
        if let Some(next) = self.next_row.checked_add(1) {
            self.next_row = next;
            return row;
        }
        let used: BTreeSet<RowId> = self.nodes.iter().map(|n| n.row).collect();
        (0..u32::MAX).map(RowId).find(|row| !used.contains(row)).unwrap_or(row)
    }

    /// Adds a node at the end and gives it a row id.
    pub fn push(&mut self, mut node: Node) -> RowId {
        node.row = self.fresh_row();
        let row = node.row;
        self.nodes.push(node);
        row
    }

    /// What a layer sets a property to.
    pub fn override_of(&self, layer: &Layer, property: &Property) -> Option<&str> {
        let set = match layer {
            Layer::Cluster => Some(&self.overrides.cluster),
            Layer::Role(role) => self.overrides.roles.get(role),
            Layer::Node(row) => self.node(*row).map(|node| &node.overrides),
        };
        set?.get(property).map(String::as_str)
    }

    /// The properties that a layer leaves out of their files.
    pub fn left_out(&self, layer: &Layer) -> Option<&Keys> {
        match layer {
            Layer::Cluster => Some(&self.overrides.left_out),
            Layer::Role(role) => self.overrides.left_out_of_roles.get(role),
            Layer::Node(row) => self.node(*row).map(|node| &node.left_out),
        }
    }

    /// The edits that put keys back into their files, wherever they are left out: a field that writes
    /// them says nothing before.
    pub fn put_back(&self, keys: &[&str]) -> Vec<Edit> {
        let roles = self.overrides.left_out_of_roles.keys().cloned().map(Layer::Role);
        let nodes = self.nodes.iter().map(|node| Layer::Node(node.row));
        let layers = std::iter::once(Layer::Cluster).chain(roles).chain(nodes);
        let of_layer = |layer: Layer| {
            let out = self.left_out(&layer).into_iter().flatten();
            let out = out.filter(|property| keys.contains(&property.key()));
            let edits = out.map(|p| Edit::Clear(Place::Override(layer.clone(), p.clone())));
            edits.collect::<Vec<_>>()
        };
        layers.flat_map(of_layer).collect()
    }

    /// Leaves a property out of its file for the nodes of a layer, or no longer.
    pub(crate) fn leave_out(&mut self, layer: &Layer, property: &Property, out: bool) {
        let keys = match layer {
            Layer::Cluster => Some(&mut self.overrides.left_out),
            Layer::Role(role) => {
                Some(self.overrides.left_out_of_roles.entry(role.clone()).or_default())
            }
            Layer::Node(row) => self.node_mut(*row).map(|node| &mut node.left_out),
        };
        match keys {
            Some(keys) if out => {
                keys.insert(property.clone());
            }
            Some(keys) => {
                keys.remove(property);
            }
            None => {}
        }
        self.overrides.left_out_of_roles.retain(|_, keys| !keys.is_empty());
    }

    /// Of a property that a layer sets and leaves out the value counts.
    pub fn settle_left_out(&mut self) {
        let Overrides { cluster, roles, left_out, left_out_of_roles } = &mut self.overrides;
        left_out.retain(|property| !cluster.contains_key(property));
        for (role, keys) in &mut *left_out_of_roles {
            let set = roles.get(role);
            keys.retain(|property| set.is_none_or(|set| !set.contains_key(property)));
        }
        left_out_of_roles.retain(|_, keys| !keys.is_empty());
        for node in &mut self.nodes {
            node.left_out.retain(|property| !node.overrides.contains_key(property));
        }
    }

    /// The oldest schema that can say this document.
    pub fn least_schema(&self) -> u32 {
        let overrides = &self.overrides;
        let leaves_out = !overrides.left_out.is_empty()
            || !overrides.left_out_of_roles.is_empty()
            || self.nodes.iter().any(|node| !node.left_out.is_empty());
        if leaves_out { 3 } else { 2 }
    }

    /// The nodes with a role, in order.
    pub fn with_role<'a>(&'a self, role: &'a str) -> impl Iterator<Item = &'a Node> {
        self.nodes.iter().filter(move |n| n.roles.contains(role))
    }
}
