//! The values of one key over all nodes, however they got there.

use crate::{Context, Entry, Field, NodeConfig};
use model::{Layer, Place, Property, RowId};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A value of a product's key as the processes of some nodes will read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The value, trimmed.
    pub value: String,
    /// What set it; for a default, where it can be set.
    pub place: Place,
    /// Whether something set it.
    pub set: bool,
    /// The nodes that have it, in order.
    pub nodes: Vec<RowId>,
}

impl Found {
    /// The value, when it holds no variable that is replaced only on the host.
    pub fn literal(&self) -> Option<&str> {
        (!self.value.contains("${") && !self.value.contains("@{")).then_some(self.value.as_str())
    }

    /// Whether it was set by hand, for the cluster, a role or a node.
    pub fn overridden(&self) -> bool {
        matches!(self.place, Place::Override(..))
    }
}

/// A value that is looked up. Classes share long values, so the address often settles it.
struct ByText<'v>(Cow<'v, str>);

impl Ord for ByText<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let (own, other): (&str, &str) = (&self.0, &other.0);
        if std::ptr::eq(own, other) { Ordering::Equal } else { own.cmp(other) }
    }
}

impl PartialOrd for ByText<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for ByText<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for ByText<'_> {}

impl Context<'_> {
    /// The values of a property over all nodes that have its file: each with the nodes that share
    /// value and cause. A key stands for one of the main file. A value that cannot be used is left
    /// out; whoever marked it has a rule that says so. A key that the version calls otherwise is
    /// looked up by that name.
    pub fn values_of(&self, property: &str) -> Vec<Found> {
        let (file, _) = Property::parts(property);
        let file = if file.is_empty() { self.main_file() } else { file };
        let has = |c: &&NodeConfig| c.file(file).is_some_and(|f| !f.entries().is_empty());
        let configs = self.configs().iter().filter(has);
        self.found(&self.name_here(property), configs, |config, property| {
            config.get(property).map(Cow::Borrowed)
        })
    }

    /// The values of a property on the nodes of these classes, where `look` finds the entry that
    /// counts; the catalogue's default where there is none.
    pub(crate) fn found<'c>(
        &'c self,
        property: &str,
        configs: impl Iterator<Item = &'c NodeConfig>,
        look: impl Fn(&'c NodeConfig, &str) -> Option<Cow<'c, Entry>>,
    ) -> Vec<Found> {
        let default = self.catalogue().default_of(Property::parts(property).1);
        let mut found: Vec<Found> = Vec::new();
        let mut known: BTreeMap<(ByText, Option<Place>, bool), usize> = BTreeMap::new();
        for config in configs {
            let entry = look(config, property);
            if entry.as_ref().is_some_and(|e| e.broken.is_some()) {
                continue;
            }
            if let Some(entry) = entry.as_ref().filter(|e| e.shared().is_none()) {
                found.extend(self.of_each_node(config, entry));
                continue;
            }
            let place = entry.as_ref().and_then(|e| e.places.first());
            let value = match &entry {
                Some(Cow::Borrowed(entry)) => ByText(Cow::Borrowed(entry.text().trim())),
                Some(Cow::Owned(entry)) => ByText(Cow::Owned(entry.text().trim().to_owned())),
                None => ByText(Cow::Borrowed(default.trim())),
            };
            let text = value.0.clone();
            let next = found.len();
            let at = *known.entry((value, place.cloned(), entry.is_some())).or_insert(next);
            if at == next {
                found.push(Found {
                    value: text.into_owned(),
                    place: place.cloned().unwrap_or_else(|| self.place_of_key(property)),
                    set: entry.is_some(),
                    nodes: Vec::new(),
                });
            }
            if let Some(found) = found.get_mut(at) {
                found.nodes.extend_from_slice(&config.nodes);
            }
        }
        found
    }

    /// The values of an entry that differs from node to node; one that cannot be used is left out.
    fn of_each_node(&self, config: &NodeConfig, entry: &Entry) -> Vec<Found> {
        let nodes = config.nodes.iter().filter_map(|row| self.node(*row));
        let found = nodes.filter_map(|node| {
            let value = entry.on(self, node).ok()?;
            let place = Place::NodeName(node.row);
            Some(Found { value: value.trim().to_owned(), place, set: true, nodes: vec![node.row] })
        });
        found.collect()
    }

    /// The values of a key that something set.
    pub fn set_values_of(&self, key: &str) -> Vec<Found> {
        let mut found = self.values_of(key);
        found.retain(|f| f.set);
        found
    }

    /// Where a property can be set: the field that writes it, or an override of the cluster.
    pub fn place_of_key(&self, property: &str) -> Place {
        match self.writers(property).first() {
            Some(field) => Place::Setting(field.key.to_owned()),
            None => Place::Override(Layer::Cluster, property.into()),
        }
    }

    /// Whether a field writes a property, by the name that the version has for it.
    pub fn writes(&self, field: &Field, property: &str) -> bool {
        self.writers(property).iter().any(|writer| writer.key == field.key)
    }

    /// The fields that write a property, in the order of the product's table, from an index.
    pub fn writers(&self, property: &str) -> Vec<&'static Field> {
        let index = self.once("writers", || {
            let mut index: BTreeMap<String, Vec<&'static Field>> = BTreeMap::new();
            for field in self.product.all_fields() {
                let own = field.keys.iter().map(|own| (*own).to_owned());
                let here = field.keys.iter().map(|own| self.name_here(own).into_owned());
                for name in own.chain(here).collect::<BTreeSet<String>>() {
                    index.entry(name).or_default().push(field);
                }
            }
            index
        });
        index.get(property).cloned().unwrap_or_default()
    }

    /// Every override of a key of the product's catalogue: its place, its key by its present name,
    /// its value.
    pub fn overrides(&self) -> impl Iterator<Item = (Place, &str, &str)> {
        let of_product =
            |file: &str| self.product.configs.iter().any(|c| c.catalogue && c.name == file);
        self.all_overrides()
            .filter(move |(_, property, _)| of_product(self.file_of(property)))
            .map(|(place, property, value)| (place, self.present_name(property.key()), value))
    }

    /// Every override of the document: its place, what it sets, its value.
    pub fn all_overrides(&self) -> impl Iterator<Item = (Place, &Property, &str)> {
        let of = |layer: Layer, key: &Property| Place::Override(layer, key.clone());
        let overrides = &self.spec.overrides;
        let cluster =
            overrides.cluster.iter().map(move |(k, v)| (of(Layer::Cluster, k), k, v.as_str()));
        let roles = overrides.roles.iter().flat_map(move |(role, values)| {
            values.iter().map(move |(k, v)| (of(Layer::Role(role.clone()), k), k, v.as_str()))
        });
        let nodes = self.spec.nodes.iter().flat_map(move |node| {
            node.overrides.iter().map(move |(k, v)| (of(Layer::Node(node.row), k), k, v.as_str()))
        });
        cluster.chain(roles).chain(nodes)
    }
}
