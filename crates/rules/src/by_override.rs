//! The same document by override: what an example sets in fields is set in the keys that these
//! fields write. What a program reads stays the same, so a rule has to say the same of it.

use crate::{Context, Example, Field, NodeConfig, Product};
use model::{ClusterSpec, Edit, Layer, Node, Place, Property, RowId, apply};
use std::collections::{BTreeMap, BTreeSet};

/// For whom the overrides are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// For the cluster; for nodes where nodes differ.
    Cluster,
    /// For roles; for nodes where the nodes of a role differ.
    Roles,
    /// For each node.
    Nodes,
}

impl Reach {
    /// All of them.
    pub const ALL: [Reach; 3] = [Reach::Cluster, Reach::Roles, Reach::Nodes];
}

/// An example in which overrides stand for fields.
#[derive(Clone, Debug)]
pub struct ByOverride {
    /// The preset.
    pub preset: &'static str,
    /// Paths and texts in order, as [`Example::Edits`] has them.
    pub edits: Vec<(String, String)>,
    /// The fields that are as the preset has them.
    pub fields: BTreeSet<&'static str>,
    /// The document.
    pub document: ClusterSpec,
    /// Files and keys that no override makes what the example makes them: a file or a key that is
    /// there with one and not with the other. Empty when the programs read the same.
    pub beyond: BTreeSet<(String, String)>,
}

impl Example {
    /// The same mistake by override of what some fields write; `None` for a text, and for an example
    /// that sets no such field.
    ///
    /// # Errors
    /// When it names a preset, a path or a kind of key that is not there.
    pub fn by_override(
        &self,
        product: &'static Product,
        reach: Reach,
        fields_of: fn(&Field) -> bool,
    ) -> Result<Option<ByOverride>, String> {
        let Example::Edits(preset, edits) = *self else { return Ok(None) };
        let wanted = self.document(product)?;
        let mut fields = BTreeSet::new();
        let mut kept: Vec<(String, String)> = Vec::new();
        for (path, text) in edits {
            match field(product, &wanted, path).filter(|f| fields_of(f)) {
                Some(field) => _ = fields.insert(field.key),
                None => kept.push(((*path).to_owned(), (*text).to_owned())),
            }
        }
        if fields.is_empty() {
            return Ok(None);
        }
        let without = crate::example::document_of(product, preset, borrowed(&kept))?;
        let (overrides, document) = overriding(product, &wanted, &without, reach);
        kept.extend(overrides.iter().map(|(place, text)| (place.path(&wanted), text.clone())));
        let beyond = beyond(&Context::new(&wanted, product), &Context::new(&document, product));
        Ok(Some(ByOverride { preset, edits: kept, fields, document, beyond }))
    }
}

fn borrowed(edits: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    edits.iter().map(|(path, text)| (path.as_str(), text.as_str()))
}

/// The field that a path sets.
fn field(product: &Product, spec: &ClusterSpec, path: &str) -> Option<&'static Field> {
    let (Place::Setting(key) | Place::NodeSetting(_, key)) = Place::parse(path, spec)? else {
        return None;
    };
    product.field(&key)
}

/// The overrides with which the programs of one document read what those of another one with the
/// same nodes do, as near as overrides come; and that document.
pub fn overriding(
    product: &'static Product,
    wanted: &ClusterSpec,
    without: &ClusterSpec,
    reach: Reach,
) -> (Vec<(Place, String)>, ClusterSpec) {
    let overrides = differences(product, wanted, without, reach);
    let mut document = without.clone();
    for (place, text) in &overrides {
        apply(&mut document, &Edit::Set(place.clone(), text.clone()));
    }
    (overrides, document)
}

/// Files and keys that the programs on the nodes of two documents do not read alike.
pub fn beyond(one: &Context, other: &Context) -> BTreeSet<(String, String)> {
    compare(one, other).into_iter().map(|difference| difference.name).collect()
}

/// What the programs on nodes read of one key.
type Values = BTreeMap<RowId, String>;

/// A file and a key that programs read otherwise in two documents.
struct Difference {
    name: (String, String),
    one: Values,
    other: Values,
}

fn compare(one: &Context, other: &Context) -> Vec<Difference> {
    let (first, second) = (entries(one), entries(other));
    let names: BTreeSet<&(String, String)> = first.keys().chain(second.keys()).collect();
    let differences = names.into_iter().filter_map(|name| {
        let one = with_default(one, name, first.get(name));
        let other = with_default(other, name, second.get(name));
        (one != other).then(|| Difference { name: name.clone(), one, other })
    });
    differences.collect()
}

/// The entries of all files, by file and key.
fn entries(cx: &Context) -> BTreeMap<(String, String), Values> {
    let mut all: BTreeMap<(String, String), Values> = BTreeMap::new();
    for node in &cx.spec.nodes {
        for (file, entry) in cx.config_of(node.row).into_iter().flat_map(NodeConfig::all_entries) {
            let entry = entry.clone().resolved(cx, node);
            // Of what cannot be used, what was typed can stand in an override.
            if entry.broken.is_some() && entry.text().is_empty() {
                continue;
            }
            let values = all.entry((file.name.to_owned(), entry.key.clone())).or_default();
            values.insert(node.row, entry.text().to_owned());
        }
    }
    all
}

/// The values of a key, with the default on nodes that have its file and not the key.
fn with_default(cx: &Context, name: &(String, String), values: Option<&Values>) -> Values {
    let (file, key) = name;
    let mut values = values.cloned().unwrap_or_default();
    let catalogue = cx.product.configs.iter().any(|c| c.catalogue && c.name == file);
    let default = cx.catalogue().default_of(key);
    if catalogue && !default.is_empty() {
        for node in &cx.spec.nodes {
            if cx.config_of(node.row).is_some_and(|config| config.file(file).is_some()) {
                values.entry(node.row).or_insert_with(|| default.to_owned());
            }
        }
    }
    values
}

/// The overrides that make of one document what another one is.
fn differences(
    product: &'static Product,
    wanted: &ClusterSpec,
    without: &ClusterSpec,
    reach: Reach,
) -> Vec<(Place, String)> {
    let mut edits = Vec::new();
    for difference in compare(&Context::new(wanted, product), &Context::new(without, product)) {
        let (file, key) = &difference.name;
        let main = product.configs.first().is_some_and(|config| config.name == file);
        let property = Property::new(if main { "" } else { file }, key);
        // What is to be absent is set empty: that is as near as an override comes.
        let mut values = difference.one;
        let had = difference.other;
        for row in had.keys() {
            values.entry(*row).or_default();
        }
        let changed = |node: &&Node| values.get(&node.row) != had.get(&node.row);
        let nodes: Vec<&Node> = wanted.nodes.iter().filter(changed).collect();
        edits.extend(placed(wanted, &values, &nodes, reach, &property));
    }
    edits
}

/// Where the values of a property go.
fn placed(
    spec: &ClusterSpec,
    values: &Values,
    nodes: &[&Node],
    reach: Reach,
    property: &Property,
) -> Vec<(Place, String)> {
    let mut places = BTreeMap::new();
    for node in nodes {
        let Some(text) = values.get(&node.row) else { continue };
        let same = |role: Option<&String>| {
            let mut others = spec.nodes.iter().filter(|n| role.is_none_or(|r| n.roles.contains(r)));
            others.all(|n| values.get(&n.row).is_none_or(|value| value == text))
        };
        let layer = match reach {
            Reach::Cluster if same(None) => Layer::Cluster,
            Reach::Roles => match node.roles.iter().find(|role| same(Some(role))) {
                Some(role) => Layer::Role(role.clone()),
                None => Layer::Node(node.row),
            },
            _ => Layer::Node(node.row),
        };
        places.insert(Place::Override(layer, property.clone()), text.clone());
    }
    places.into_iter().collect()
}
