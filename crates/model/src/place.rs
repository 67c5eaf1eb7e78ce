//! Where in the document something is.

use crate::{ClusterSpec, Property, RowId};
use serde::{Deserialize, Serialize};

/// Which nodes an override is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Layer {
    /// All nodes.
    Cluster,
    /// The nodes with this role.
    Role(String),
    /// One node.
    Node(RowId),
}

/// A spot in the document. Its text form ([`Place::path`]) is what reports print and what
/// [`Place::parse`] reads: `settings.metastore.kind`, `nodes[2].roles`, `overrides.cluster.a.b`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    /// The document as a whole.
    Document,
    /// The cluster's name.
    Name,
    /// The product.
    Product,
    /// The product's version.
    Version,
    /// Production or test.
    Environment,
    /// The language of the archive.
    Language,
    /// A field of the cluster, by key.
    Setting(String),
    /// A property of the product, set by hand.
    Override(Layer, Property),
    /// The list of nodes.
    Nodes,
    /// A node as a whole.
    Node(RowId),
    /// A node's name.
    NodeName(RowId),
    /// A node's address.
    NodeAddress(RowId),
    /// A node's roles.
    NodeRoles(RowId),
    /// A field of a node, by key.
    NodeSetting(RowId, String),
    /// An accepted warning, by position.
    Accepted(usize),
}

impl Place {
    /// The text form. A row that is no longer there is printed as `nodes[?]`.
    pub fn path(&self, spec: &ClusterSpec) -> String {
        self.path_by(&|row| spec.position(row))
    }

    /// The text form, from whoever knows the positions of rows: the document itself walks over its
    /// nodes for each, which is long where many places of many nodes are told.
    pub fn path_by(&self, position: &dyn Fn(RowId) -> Option<usize>) -> String {
        let node = |row: &RowId| match position(*row) {
            Some(at) => format!("nodes[{at}]"),
            None => "nodes[?]".to_owned(),
        };
        match self {
            Place::Document => String::new(),
            Place::Name => "name".to_owned(),
            Place::Product => "product".to_owned(),
            Place::Version => "version".to_owned(),
            Place::Environment => "environment".to_owned(),
            Place::Language => "language".to_owned(),
            Place::Setting(key) => format!("settings.{key}"),
            Place::Override(Layer::Cluster, key) => format!("overrides.cluster.{key}"),
            Place::Override(Layer::Role(role), key) => format!("overrides.role.{role}.{key}"),
            Place::Override(Layer::Node(row), key) => format!("{}.overrides.{key}", node(row)),
            Place::Nodes => "nodes".to_owned(),
            Place::Node(row) => node(row),
            Place::NodeName(row) => format!("{}.name", node(row)),
            Place::NodeAddress(row) => format!("{}.address", node(row)),
            Place::NodeRoles(row) => format!("{}.roles", node(row)),
            Place::NodeSetting(row, key) => format!("{}.settings.{key}", node(row)),
            Place::Accepted(at) => format!("accepted[{at}]"),
        }
    }

    /// The place that a text form names in this document.
    pub fn parse(path: &str, spec: &ClusterSpec) -> Option<Place> {
        let fixed = match path {
            "" => Some(Place::Document),
            "name" => Some(Place::Name),
            "product" => Some(Place::Product),
            "version" => Some(Place::Version),
            "environment" => Some(Place::Environment),
            "language" => Some(Place::Language),
            "nodes" => Some(Place::Nodes),
            _ => None,
        };
        if fixed.is_some() {
            return fixed;
        }
        if let Some(key) = path.strip_prefix("settings.") {
            return Some(Place::Setting(key.to_owned()));
        }
        if let Some(key) = path.strip_prefix("overrides.cluster.") {
            return Some(Place::Override(Layer::Cluster, key.into()));
        }
        if let Some(rest) = path.strip_prefix("overrides.role.") {
            let (role, key) = rest.split_once('.')?;
            return Some(Place::Override(Layer::Role(role.to_owned()), key.into()));
        }
        if let Some(rest) = path.strip_prefix("accepted[") {
            return Some(Place::Accepted(rest.strip_suffix(']')?.parse().ok()?));
        }
        let (at, rest) = path.strip_prefix("nodes[")?.split_once(']')?;
        let row = spec.nodes.get(at.parse::<usize>().ok()?)?.row;
        match rest {
            "" => Some(Place::Node(row)),
            ".name" => Some(Place::NodeName(row)),
            ".address" => Some(Place::NodeAddress(row)),
            ".roles" => Some(Place::NodeRoles(row)),
            _ => {
                if let Some(key) = rest.strip_prefix(".settings.") {
                    Some(Place::NodeSetting(row, key.to_owned()))
                } else {
                    let key = rest.strip_prefix(".overrides.")?;
                    Some(Place::Override(Layer::Node(row), key.into()))
                }
            }
        }
    }

    /// The row that it belongs to, if any.
    pub fn row(&self) -> Option<RowId> {
        match self {
            Place::Node(row)
            | Place::NodeName(row)
            | Place::NodeAddress(row)
            | Place::NodeRoles(row)
            | Place::NodeSetting(row, _)
            | Place::Override(Layer::Node(row), _) => Some(*row),
            _ => None,
        }
    }

    /// The place without its node: what an acceptance stores beside the node.
    pub fn field(&self) -> String {
        match self {
            Place::Node(_) | Place::Document => String::new(),
            Place::NodeName(_) => "name".to_owned(),
            Place::NodeAddress(_) => "address".to_owned(),
            Place::NodeRoles(_) => "roles".to_owned(),
            Place::NodeSetting(_, key) => format!("settings.{key}"),
            Place::Override(Layer::Node(_), key) => format!("overrides.{key}"),
            other => other.path(&ClusterSpec::default()),
        }
    }

    /// An id for the element of a page: letters, digits, `-` and `_`, stable while the row lives.
    pub fn dom_id(&self) -> String {
        let tail = self.field();
        let tail: String =
            tail.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        match self.row() {
            Some(row) => format!("n{}-{tail}", row.0),
            None => format!("f-{tail}"),
        }
    }
}
