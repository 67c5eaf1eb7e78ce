//! The effective configuration: what stands between the document and the text of the files.

use crate::Context;
use model::{Layer, Message, Node, Place, RowId, msg};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What equal nodes share: everything that may decide a file of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Class<'a> {
    /// The roles.
    pub roles: &'a BTreeSet<String>,
    /// The node's own fields.
    pub settings: &'a BTreeMap<String, String>,
    /// The node's own overrides.
    pub overrides: &'a BTreeMap<String, String>,
}

impl<'a> Class<'a> {
    /// The class of a node.
    pub fn of(node: &'a Node) -> Class<'a> {
        Class { roles: &node.roles, settings: &node.settings, overrides: &node.overrides }
    }

    /// Whether it has a role.
    pub fn has(&self, role: &str) -> bool {
        self.roles.contains(role)
    }
}

/// One property as a process will read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The product's key.
    pub key: String,
    /// The value, not yet escaped. Long ones, such as the list of all nodes, are the same for many
    /// classes and shared by their entries.
    pub value: Rc<str>,
    /// Why it is there, one sentence.
    pub reason: Message,
    /// What caused it, the most specific first: the override, or the fields.
    pub places: Vec<Place>,
    /// Why it cannot be used: then the file has a marked comment in its place.
    pub broken: Option<Message>,
}

impl Entry {
    /// An entry caused by fields.
    pub fn new(key: &str, value: impl Into<Rc<str>>, fields: &[&str], reason: Message) -> Entry {
        Entry {
            key: key.to_owned(),
            value: value.into(),
            reason,
            places: fields.iter().map(|f| Place::Setting((*f).to_owned())).collect(),
            broken: None,
        }
    }

    /// Names other places than fields.
    #[must_use]
    pub fn at(mut self, places: Vec<Place>) -> Entry {
        self.places = places;
        self
    }

    /// Marks it as one that cannot be used.
    #[must_use]
    pub fn broken(mut self, why: Message) -> Entry {
        self.broken = Some(why);
        self
    }
}

/// One configuration file's entries, in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfigFile {
    /// The path inside the node's folder.
    pub name: &'static str,
    /// The entries; keys are unique.
    pub entries: Vec<Entry>,
}

impl ConfigFile {
    /// The entry of a key.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.key == key)
    }

    /// Sets an entry, in place of an older one of the same key.
    pub fn set(&mut self, entry: Entry) {
        match self.entries.iter_mut().find(|e| e.key == entry.key) {
            Some(old) => *old = entry,
            None => self.entries.push(entry),
        }
    }
}

/// The configuration of the nodes of one class.
#[derive(Clone, Debug)]
pub struct NodeConfig {
    /// The nodes, in order. Never empty.
    pub nodes: Vec<RowId>,
    /// The files with entries. Overrides go to the first.
    pub files: Vec<ConfigFile>,
}

impl NodeConfig {
    /// The entry of a key, in any of the files.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.files.iter().find_map(|f| f.get(key))
    }

    /// All entries.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.files.iter().flat_map(|f| f.entries.iter())
    }

    /// The first node.
    pub fn node(&self) -> RowId {
        self.nodes.first().copied().unwrap_or_default()
    }

    /// The place to report a key at: what set it, or the given place.
    pub fn place(&self, key: &str, otherwise: Place) -> Place {
        self.get(key).and_then(|e| e.places.first().cloned()).unwrap_or(otherwise)
    }
}

/// Computes the configuration of every class, in the order of the first nodes, and the class of
/// every node.
pub(crate) fn configure(cx: &Context) -> (Vec<NodeConfig>, Vec<usize>) {
    let mut index: BTreeMap<Class, usize> = BTreeMap::new();
    let mut configs: Vec<NodeConfig> = Vec::new();
    let mut of_node = Vec::with_capacity(cx.spec.nodes.len());
    for node in &cx.spec.nodes {
        let class = Class::of(node);
        let at = *index.entry(class).or_insert_with(|| {
            configs.push(NodeConfig { nodes: Vec::new(), files: layered(cx, node) });
            configs.len() - 1
        });
        if let Some(config) = configs.get_mut(at) {
            config.nodes.push(node.row);
        }
        of_node.push(at);
    }
    (configs, of_node)
}

/// Fields first, then the overrides of the cluster, of the roles, of the node.
fn layered(cx: &Context, node: &Node) -> Vec<ConfigFile> {
    let mut files = (cx.product.configure)(cx, &Class::of(node));
    let Some(first) = files.first_mut() else { return files };
    let overrides = &cx.spec.overrides;
    let mut put = |layer: Layer, key: &str, value: &str| {
        let reason = msg!(en: "Set by hand in the overrides.", zh: "由覆盖项手工设置。");
        let mut places = vec![Place::Override(layer, key.to_owned())];
        if let Some(old) = first.get(key) {
            places.extend(old.places.iter().cloned());
        }
        first.set(Entry { key: key.to_owned(), value: value.into(), reason, places, broken: None });
    };
    for (key, value) in &overrides.cluster {
        put(Layer::Cluster, key, value);
    }
    for role in &node.roles {
        for (key, value) in overrides.roles.get(role).into_iter().flatten() {
            put(Layer::Role(role.clone()), key, value);
        }
    }
    for (key, value) in &node.overrides {
        put(Layer::Node(node.row), key, value);
    }
    files
}
