//! The effective configuration: what stands between the document and the text of the files.

use crate::process::defined;
use crate::{Context, NodeConfig};
use model::{Keys, Layer, Message, Node, Place, Properties, Property, msg};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// What equal nodes share: everything that may decide a file of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Class<'a> {
    /// The roles.
    pub roles: &'a BTreeSet<String>,
    /// The node's own fields.
    pub settings: &'a BTreeMap<String, String>,
    /// The node's own overrides.
    pub overrides: &'a Properties,
    /// What the node's own files leave out.
    pub left_out: &'a Keys,
}

impl<'a> Class<'a> {
    /// The class of a node.
    pub fn of(node: &'a Node) -> Class<'a> {
        Class {
            roles: &node.roles,
            settings: &node.settings,
            overrides: &node.overrides,
            left_out: &node.left_out,
        }
    }

    /// A node of this class, without a name and an address.
    pub fn node(&self) -> Node {
        Node {
            roles: self.roles.clone(),
            settings: self.settings.clone(),
            overrides: self.overrides.clone(),
            left_out: self.left_out.clone(),
            ..Node::default()
        }
    }

    /// Whether it has a role.
    pub fn has(&self, role: &str) -> bool {
        self.roles.contains(role)
    }
}

/// A value that follows from the node: its host name, its number.
pub type OfNode = fn(&Context, &Node) -> Result<String, Message>;

/// What an entry says.
#[derive(Clone, Debug)]
enum Value {
    /// The same on all nodes of the class, not yet escaped. Long ones, such as the list of all
    /// nodes, are the same for many classes and shared by their entries.
    Same(Rc<str>),
    /// Each node has its own.
    OfNode(OfNode),
}

/// One property as a process will read it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The product's key.
    pub key: String,
    value: Value,
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
            value: Value::Same(value.into()),
            reason,
            places: fields.iter().map(|f| Place::Setting((*f).to_owned())).collect(),
            broken: None,
        }
    }

    /// An entry whose value follows from the node: classes stay shared, and rules see what each
    /// node gets.
    pub fn of_node(key: &str, value: OfNode, reason: Message) -> Entry {
        let mut entry = Entry::new(key, "", &[], reason).at(vec![Place::Nodes]);
        entry.value = Value::OfNode(value);
        entry
    }

    /// The value that all nodes of the class share; nothing when each has its own.
    pub fn shared(&self) -> Option<&Rc<str>> {
        match &self.value {
            Value::Same(value) => Some(value),
            Value::OfNode(_) => None,
        }
    }

    /// The value that all nodes of the class share; empty when each has its own.
    pub fn text(&self) -> &str {
        self.shared().map_or("", |value| value)
    }

    /// The value on a node, or why it has none that can be used.
    pub fn on(&self, cx: &Context, node: &Node) -> Result<Rc<str>, Message> {
        match (&self.broken, &self.value) {
            (Some(why), _) => Err(why.clone()),
            (None, Value::Same(value)) => Ok(Rc::clone(value)),
            (None, Value::OfNode(value)) => value(cx, node).map(Rc::from),
        }
    }

    /// The entry as one node has it: with a value of its own it becomes a plain one, or a broken
    /// one, and names the node.
    #[must_use]
    pub fn resolved(mut self, cx: &Context, node: &Node) -> Entry {
        let Value::OfNode(value) = self.value else { return self };
        match value(cx, node) {
            Ok(text) => self.value = Value::Same(text.into()),
            Err(why) => {
                self.value = Value::Same(node.name.as_str().into());
                self.broken.get_or_insert(why);
            }
        }
        self.places = vec![Place::NodeName(node.row)];
        self
    }

    /// Gives it another value.
    #[must_use]
    pub fn with(mut self, value: impl Into<Rc<str>>) -> Entry {
        self.value = Value::Same(value.into());
        self
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

/// One configuration file's entries, in the order in which they are written; keys are unique.
#[derive(Clone, Debug, Default)]
pub struct ConfigFile {
    /// The path inside the node's folder.
    pub name: &'static str,
    entries: Vec<Entry>,
    index: HashMap<String, usize>,
}

impl ConfigFile {
    /// A file with these entries; of two with one key the later one counts, at the place of the
    /// first.
    pub fn new(name: &'static str, entries: Vec<Entry>) -> ConfigFile {
        let mut file = ConfigFile { name, ..ConfigFile::default() };
        for entry in entries {
            file.set(entry);
        }
        file
    }

    /// The entries, in the order in which they are written.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of a key.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.index.get(key).and_then(|at| self.entries.get(*at))
    }

    /// Sets an entry, in place of an older one of the same key.
    pub fn set(&mut self, entry: Entry) {
        if let Some(old) = self.index.get(&entry.key).and_then(|at| self.entries.get_mut(*at)) {
            *old = entry;
            return;
        }
        self.index.insert(entry.key.clone(), self.entries.len());
        self.entries.push(entry);
    }

    /// Sets what an override says of a key: it comes first among the causes.
    pub fn set_by_hand(&mut self, key: &str, layer: Layer, property: &Property, value: &str) {
        let reason = msg!(en: "Set by hand in the overrides.", zh: "由覆盖项手工设置。");
        let mut places = vec![Place::Override(layer, property.clone())];
        if let Some(old) = self.get(key) {
            places.extend(old.places.iter().cloned());
        }
        self.set(Entry::new(key, value, &[], reason).at(places));
    }

    /// Takes an entry out: the program that reads the file has its own default for it.
    pub fn remove(&mut self, key: &str) {
        if self.index.remove(key).is_some() {
            self.entries.retain(|entry| entry.key != key);
            self.index =
                (self.entries.iter().enumerate()).map(|(at, e)| (e.key.clone(), at)).collect();
        }
    }

    /// Marks an entry as one that cannot be used.
    fn mark_broken(&mut self, key: &str, why: Message) {
        if let Some(entry) = self.index.get(key).and_then(|at| self.entries.get_mut(*at)) {
            entry.broken = Some(why);
        }
    }

    /// The file as one node has it; see [`Entry::resolved`].
    #[must_use]
    pub fn resolved(&self, cx: &Context, node: &Node) -> ConfigFile {
        let entries = self.entries.iter().map(|e| e.clone().resolved(cx, node)).collect();
        ConfigFile::new(self.name, entries)
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
            let files = layered(cx, node);
            let defined = defined(cx, &node.roles, &files);
            let main = cx.main_file();
            configs.push(NodeConfig { nodes: Vec::new(), files, main, defined });
            configs.len() - 1
        });
        if let Some(config) = configs.get_mut(at) {
            config.nodes.push(node.row);
        }
        of_node.push(at);
    }
    (configs, of_node)
}

/// Fields first, then the overrides of the cluster, of the roles, of the node, each in its file: what
/// a layer leaves out goes before what it sets, and what it sets by an old name before what it
/// sets by the present one. The product takes an old name for the key that it is called now, so it
/// is one entry, under the present name. An override of a file that these nodes do not have reaches
/// nothing.
fn layered(cx: &Context, node: &Node) -> Vec<ConfigFile> {
    let mut files = (cx.product.configure)(cx, &Class::of(node));
    for (layer, properties, left_out) in layers_of(cx, node) {
        for property in left_out {
            let name = cx.file_of(property);
            if let Some(file) = files.iter_mut().find(|f| f.name == name) {
                let present = cx.present(property);
                file.remove(present.as_ref().unwrap_or(property).key());
            }
        }
        let (old, present): (Vec<_>, Vec<_>) = properties
            .iter()
            .map(|(property, value)| (cx.present(property), property, value))
            .partition(|(present, ..)| present.is_some());
        for (present, property, value) in old.into_iter().chain(present) {
            let name = cx.file_of(property);
            let key = present.as_ref().unwrap_or(property).key();
            let Some(file) = files.iter_mut().find(|f| f.name == name) else { continue };
            file.set_by_hand(key, layer.clone(), property, value);
            let kind = cx.product.configs.iter().find(|kind| kind.name == name);
            if let Some(Err(why)) = kind.map(|kind| (kind.holds)(key, value)) {
                file.mark_broken(key, why);
            }
        }
    }
    files
}

static NONE_SET: Properties = Properties::new();
static NONE_OUT: Keys = Keys::new();

/// What the layers that are meant for a node set and leave out, the later ones winning.
fn layers_of<'c>(cx: &'c Context, node: &'c Node) -> Vec<(Layer, &'c Properties, &'c Keys)> {
    let overrides = &cx.spec.overrides;
    let mut layers = vec![(Layer::Cluster, &overrides.cluster, &overrides.left_out)];
    layers.extend(node.roles.iter().map(|role| {
        let set = overrides.roles.get(role).unwrap_or(&NONE_SET);
        let out = overrides.left_out_of_roles.get(role).unwrap_or(&NONE_OUT);
        (Layer::Role(role.clone()), set, out)
    }));
    layers.push((Layer::Node(node.row), &node.overrides, &node.left_out));
    layers
}
