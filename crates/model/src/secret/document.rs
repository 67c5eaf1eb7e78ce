//! Whole documents, nodes and places: every text in them.

use super::{Slot, protect_with};
use crate::{Accepted, ClusterSpec, Keys, Layer, Node, Overrides, Place, Property, Unknown};
use std::collections::{BTreeMap, BTreeSet};

/// A secret that stood in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// Where.
    pub place: Place,
    /// The variable that stands there now.
    pub variable: String,
    /// The secret. Only ever shown to the person who brought it.
    pub value: String,
}

/// The variables that were given so far: two different secrets never share one.
#[derive(Debug, Default)]
pub struct Names {
    /// By the name that the place suggests, and the secret.
    known: BTreeMap<(String, String), String>,
    /// How often a name was suggested.
    numbers: BTreeMap<String, u32>,
    taken: BTreeSet<String>,
}

impl Names {
    /// Those of a document, but for what one place refers to.
    pub(super) fn beside(spec: &ClusterSpec, place: &Place) -> Names {
        let mut names = Names::default();
        for text in fields(spec) {
            names.keep(text);
        }
        for (layer, property, text) in properties(spec) {
            if !matches!(place, Place::Override(of, key) if *of == layer && key == property) {
                names.keep(text);
            }
        }
        names
    }

    /// A text without its secrets, if there are any; variable and secret of each are added to
    /// `removed`.
    pub fn protect(
        &mut self,
        slot: Slot,
        key: &str,
        text: &str,
        marks: &[String],
        removed: &mut Vec<(String, String)>,
    ) -> Option<String> {
        self.keep(text);
        protect_with(slot, key, text, marks, &mut |base, secret| {
            let name = self.name(base, secret);
            removed.push((name.clone(), secret.to_owned()));
            name
        })
    }

    /// The variable for a secret: a name that stands for another one already gets a number.
    pub(super) fn name(&mut self, base: String, secret: &str) -> String {
        let pair = (base, secret.to_owned());
        if let Some(name) = self.known.get(&pair) {
            return name.clone();
        }
        let number = self.numbers.entry(pair.0.clone()).or_default();
        let name = loop {
            *number += 1;
            let name = if *number == 1 { pair.0.clone() } else { format!("{}_{number}", pair.0) };
            if self.taken.insert(name.clone()) {
                break name;
            }
        };
        self.known.insert(pair, name.clone());
        name
    }

    /// Keeps the variables that a text refers to already for what they stand for.
    pub fn keep(&mut self, text: &str) {
        for part in text.split('{').skip(1) {
            if let Some((name, _)) = part.split_once('}').filter(|(n, _)| super::is_variable(n)) {
                self.taken.insert(name.to_owned());
            }
        }
    }
}

/// The texts of the fields that may refer to a variable.
fn fields(spec: &ClusterSpec) -> impl Iterator<Item = &String> {
    let maps = spec.nodes.iter().map(|n| &n.settings).chain([&spec.settings]);
    maps.flat_map(BTreeMap::values).filter(|text| text.contains('{'))
}

/// The properties whose texts may refer to a variable.
fn properties(spec: &ClusterSpec) -> impl Iterator<Item = (Layer, &Property, &String)> {
    let cluster = spec.overrides.cluster.iter().map(|(key, text)| (Layer::Cluster, key, text));
    let roles = spec.overrides.roles.iter().flat_map(|(role, map)| {
        map.iter().map(move |(key, text)| (Layer::Role(role.clone()), key, text))
    });
    let nodes = spec.nodes.iter().flat_map(|node| {
        node.overrides.iter().map(move |(key, text)| (Layer::Node(node.row), key, text))
    });
    cluster.chain(roles).chain(nodes).filter(|(_, _, text)| text.contains('{'))
}

/// The properties that are set or left out anywhere.
fn keys(spec: &ClusterSpec) -> impl Iterator<Item = &Property> {
    let Overrides { cluster, roles, left_out, left_out_of_roles } = &spec.overrides;
    let set = [cluster].into_iter().chain(roles.values());
    let out = [left_out].into_iter().chain(left_out_of_roles.values());
    let set = set.chain(spec.nodes.iter().map(|node| &node.overrides));
    let out = out.chain(spec.nodes.iter().map(|node| &node.left_out));
    set.flat_map(BTreeMap::keys).chain(out.flatten())
}

/// Puts the names of variables where secrets stand, in every text of a document; `marks` are those
/// of its product's catalogue. Doing it twice changes nothing more.
pub fn protect_document(
    spec: &mut ClusterSpec,
    marks: &[String],
    names: &mut Names,
) -> Vec<Removed> {
    let mut removed = Vec::new();
    for text in fields(spec).chain(properties(spec).map(|(_, _, text)| text)) {
        names.keep(text);
    }
    for key in keys(spec) {
        names.keep(&key.to_string());
    }
    let mut all = All { names, marks, removed: &mut removed };
    all.text(|| Place::Name, "name", &mut spec.name);
    all.text(|| Place::Product, "product", &mut spec.product);
    all.text(|| Place::Version, "version", &mut spec.version);
    all.map(Slot::Field, |key: &String| Place::Setting(key.clone()), &mut spec.settings);
    let of_cluster = |key: &Property| Place::Override(Layer::Cluster, key.clone());
    all.map(Slot::Property, of_cluster, &mut spec.overrides.cluster);
    let roles = std::mem::take(&mut spec.overrides.roles);
    for (mut role, mut map) in roles {
        all.text(|| Place::Document, "role", &mut role);
        let of_role = |key: &Property| Place::Override(Layer::Role(role.clone()), key.clone());
        all.map(Slot::Property, of_role, &mut map);
        spec.overrides.roles.entry(role).or_default().append(&mut map);
    }
    all.keys(&mut spec.overrides.left_out);
    for (mut role, mut keys) in std::mem::take(&mut spec.overrides.left_out_of_roles) {
        all.text(|| Place::Document, "role", &mut role);
        all.keys(&mut keys);
        spec.overrides.left_out_of_roles.entry(role).or_default().append(&mut keys);
    }
    for node in &mut spec.nodes {
        all.node(node);
    }
    for (at, accepted) in spec.accepted.iter_mut().enumerate() {
        all.accepted(|| Place::Accepted(at), accepted);
    }
    all.unknown(|| Place::Document, &mut spec.unknown);
    // A key with a secret in it may have stood here both with it and without.
    spec.settle_left_out();
    removed
}

/// The name of a field, or of a property with its file.
trait Name: Ord + ToString + From<String> {
    /// What it says about its value: a property's key, whatever its file.
    fn key(&self) -> &str;
}

impl Name for String {
    fn key(&self) -> &str {
        self
    }
}

impl Name for Property {
    fn key(&self) -> &str {
        self.key()
    }
}

struct All<'a> {
    names: &'a mut Names,
    marks: &'a [String],
    removed: &'a mut Vec<Removed>,
}

impl All<'_> {
    fn slot(&mut self, slot: Slot, place: impl Fn() -> Place, key: &str, text: &mut String) {
        let mut removed = Vec::new();
        if let Some(safe) = self.names.protect(slot, key, text, self.marks, &mut removed) {
            *text = safe;
        }
        let of_place = |(variable, value)| Removed { place: place(), variable, value };
        self.removed.extend(removed.into_iter().map(of_place));
    }

    fn text(&mut self, place: impl Fn() -> Place, key: &str, text: &mut String) {
        self.slot(Slot::Text, place, key, text);
    }

    fn map<K: Name>(
        &mut self,
        slot: Slot,
        place: impl Fn(&K) -> Place,
        map: &mut BTreeMap<K, String>,
    ) {
        if map.keys().any(|key| !super::literal(&key.to_string(), self.marks).is_empty()) {
            for (key, text) in std::mem::take(map) {
                let mut name = key.to_string();
                self.text(|| Place::Document, "key", &mut name);
                map.entry(name.into()).or_insert(text);
            }
        }
        for (key, text) in map {
            self.slot(slot, || place(key), key.key(), text);
        }
    }

    /// Names of properties that have no value.
    fn keys(&mut self, keys: &mut Keys) {
        if keys.iter().any(|key| !super::literal(&key.to_string(), self.marks).is_empty()) {
            for key in std::mem::take(keys) {
                let mut name = key.to_string();
                self.text(|| Place::Document, "key", &mut name);
                keys.insert(name.into());
            }
        }
    }

    fn node(&mut self, node: &mut Node) {
        let row = node.row;
        self.text(|| Place::NodeName(row), "node", &mut node.name);
        self.text(|| Place::NodeAddress(row), "address", &mut node.address);
        if node.roles.iter().any(|role| !super::literal(role, self.marks).is_empty()) {
            for mut role in std::mem::take(&mut node.roles) {
                self.text(|| Place::NodeRoles(row), "role", &mut role);
                node.roles.insert(role);
            }
        }
        let setting = |key: &String| Place::NodeSetting(row, key.clone());
        self.map(Slot::Field, setting, &mut node.settings);
        let over = |key: &Property| Place::Override(Layer::Node(row), key.clone());
        self.map(Slot::Property, over, &mut node.overrides);
        self.keys(&mut node.left_out);
        self.unknown(|| Place::Node(row), &mut node.unknown);
    }

    fn accepted(&mut self, place: impl Fn() -> Place, accepted: &mut Accepted) {
        let key = accepted.rule.clone();
        self.text(&place, "rule", &mut accepted.rule);
        self.text(&place, "field", &mut accepted.field);
        self.text(&place, &key, &mut accepted.reason);
        for fact in &mut accepted.facts {
            self.text(&place, &key, fact);
        }
    }

    /// Values that nobody reads are TOML, in which half a text cannot be replaced: the reader takes
    /// single values out, and what is left goes as a whole.
    fn unknown(&mut self, place: impl Fn() -> Place, unknown: &mut [Unknown]) {
        for Unknown { path, toml } in unknown {
            for part in path {
                self.text(&place, "key", part);
            }
            let mut safe = toml.clone();
            self.text(&place, "unknown", &mut safe);
            if safe != *toml {
                let names = super::scan::hits(&safe, self.marks);
                let first = names.first().and_then(|hit| safe.get(hit.at.clone()));
                *toml = format!("\"{}\"", first.unwrap_or("${UNKNOWN}"));
            }
        }
    }
}

fn whole(marks: &[String], what: impl FnOnce(&mut All)) {
    let mut removed = Vec::new();
    what(&mut All { names: &mut Names::default(), marks, removed: &mut removed });
}

/// A node without secrets, for an edit.
pub(crate) fn node(node: &mut Node) {
    whole(&[], |all| all.node(node));
}

/// An acceptance without secrets, for an edit.
pub(crate) fn accepted(accepted: &mut Accepted) {
    whole(&[], |all| all.accepted(|| Place::Document, accepted));
}

/// A place whose key holds no secret, for an edit.
pub(crate) fn place(place: &Place) -> Place {
    let clean = |key: &str| super::protect(Slot::Text, "key", key, &[]).text;
    let property = |key: &Property| Property::from(clean(&key.to_string()));
    match place {
        Place::Setting(key) => Place::Setting(clean(key)),
        Place::NodeSetting(row, key) => Place::NodeSetting(*row, clean(key)),
        Place::Override(Layer::Role(role), key) => {
            Place::Override(Layer::Role(clean(role)), property(key))
        }
        Place::Override(layer, key) => Place::Override(layer.clone(), property(key)),
        other => other.clone(),
    }
}

/// The text of a place without secrets, for an edit of a document.
pub(crate) fn text_of(spec: &ClusterSpec, place: &Place, text: &str) -> String {
    let (slot, key) = match place {
        Place::Setting(key) | Place::NodeSetting(_, key) => (Slot::Field, key.as_str()),
        Place::Override(_, key) => (Slot::Property, key.key()),
        Place::NodeName(_) => (Slot::Text, "node"),
        Place::NodeAddress(_) => (Slot::Text, "address"),
        Place::NodeRoles(_) => (Slot::Text, "role"),
        _ => (Slot::Text, "name"),
    };
    let alone = super::protect(slot, key, text, &[]);
    if alone.removed.is_empty() || slot != Slot::Property {
        return alone.text;
    }
    let names = &mut Names::beside(spec, place);
    names.protect(slot, key, text, &[], &mut Vec::new()).unwrap_or(alone.text)
}
