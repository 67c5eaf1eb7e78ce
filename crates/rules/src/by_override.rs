//! The same document by override: what an example sets in fields is set in the keys that these
//! fields write. What a program reads stays the same, so a rule has to say the same of it.

use crate::{Context, Example, Product};
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
    pub fields: BTreeSet<String>,
    /// The document.
    pub document: ClusterSpec,
    /// Files and keys that no override makes what the example makes them: a file or a key that is
    /// there with one and not with the other. Empty when the programs read the same.
    pub beyond: BTreeSet<(String, String)>,
}

/// What programs read on the nodes: by file and key, the text of each node that has it.
type Read = BTreeMap<(String, String), BTreeMap<RowId, String>>;

impl Example {
    /// The same mistake by override; `None` for a text, and for an example that sets no field that
    /// writes a key.
    ///
    /// # Errors
    /// When it names a preset, a path or a kind of key that is not there.
    pub fn by_override(
        &self,
        product: &'static Product,
        reach: Reach,
    ) -> Result<Option<ByOverride>, String> {
        let Example::Edits(preset, edits) = *self else { return Ok(None) };
        let wanted = self.document(product)?;
        let mut fields = BTreeSet::new();
        let mut kept: Vec<(String, String)> = Vec::new();
        for (path, text) in edits {
            match keyed(product, &wanted, path) {
                Some(field) => _ = fields.insert(field),
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

/// The field that a path sets, if it writes a key.
fn keyed(product: &Product, spec: &ClusterSpec, path: &str) -> Option<String> {
    let (Place::Setting(key) | Place::NodeSetting(_, key)) = Place::parse(path, spec)? else {
        return None;
    };
    product.all_fields().any(|f| f.key == key && !f.keys.is_empty()).then_some(key)
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
    differing(&read(one), &read(other))
}

/// What every node's programs read, in every file.
fn read(cx: &Context) -> Read {
    let mut all = Read::new();
    for node in &cx.spec.nodes {
        for (file, entry) in cx.config_of(node.row).into_iter().flat_map(|c| c.all_entries()) {
            let entry = entry.clone().resolved(cx, node);
            // Of what cannot be used, what was typed can stand in an override.
            if entry.broken.is_some() && entry.text().is_empty() {
                continue;
            }
            let values = all.entry((file.name.to_owned(), entry.key.clone())).or_default();
            values.insert(node.row, entry.text().to_owned());
        }
    }
    // A key that stands nowhere has its default wherever the file is.
    for config in cx.product.configs.iter().filter(|config| config.catalogue) {
        let has = |n: &&Node| cx.config_of(n.row).is_some_and(|c| c.file(config.name).is_some());
        let rows: Vec<RowId> = cx.spec.nodes.iter().filter(has).map(|n| n.row).collect();
        for key in cx.catalogue().keys().filter(|key| !key.default.is_empty()) {
            let values = all.entry((config.name.to_owned(), key.key.clone())).or_default();
            for row in &rows {
                values.entry(*row).or_insert_with(|| key.default.clone());
            }
        }
    }
    all
}

fn differing(one: &Read, other: &Read) -> BTreeSet<(String, String)> {
    let keys = one.keys().chain(other.keys());
    keys.filter(|key| one.get(*key) != other.get(*key)).cloned().collect()
}

/// The overrides that make of one document what another one is.
fn differences(
    product: &'static Product,
    wanted: &ClusterSpec,
    without: &ClusterSpec,
    reach: Reach,
) -> Vec<(Place, String)> {
    let (to, from) = (read(&Context::new(wanted, product)), read(&Context::new(without, product)));
    let none = BTreeMap::new();
    let mut edits = Vec::new();
    for name in differing(&to, &from) {
        let (values, old) = (to.get(&name).unwrap_or(&none), from.get(&name).unwrap_or(&none));
        let main = product.configs.first().is_some_and(|config| config.name == name.0);
        let property = Property::new(if main { "" } else { &name.0 }, &name.1);
        // What is to be absent is set empty: that is as near as an override comes.
        let value = |n: &Node| match (values.get(&n.row), old.get(&n.row)) {
            (wanted, had) if wanted == had => None,
            (Some(text), _) => Some(text.clone()),
            (None, _) => Some(String::new()),
        };
        let nodes: Vec<(&Node, String)> =
            wanted.nodes.iter().filter_map(|n| Some((n, value(n)?))).collect();
        let values: BTreeMap<RowId, String> =
            nodes.iter().map(|(n, text)| (n.row, text.clone())).chain(values.clone()).collect();
        edits.extend(placed(wanted, &values, &nodes, reach, &property));
    }
    edits
}

/// Where the values of a property go.
fn placed(
    spec: &ClusterSpec,
    values: &BTreeMap<RowId, String>,
    nodes: &[(&Node, String)],
    reach: Reach,
    property: &Property,
) -> Vec<(Place, String)> {
    let mut places = BTreeMap::new();
    for (node, text) in nodes {
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
