//! What a rule, a file and a derived default may look at.

use crate::default::Defaults;
use crate::effective::configure;
use crate::{Catalogue, Connection, Entry, Field, NodeConfig, Product, Scope, Secret};
use model::facts::Facts;
use model::value::{Host, Value};
use model::{ClusterSpec, Message, Node, Place, Property, RowId, msg};
use std::any::Any;
use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// The document, its product, and what follows from both. Everything in it is computed once, when
/// it is first asked for.
pub struct Context<'a> {
    /// The document.
    pub spec: &'a ClusterSpec,
    /// Its product.
    pub product: &'static Product,
    /// What was found on the real machines, where somebody looked.
    pub facts: Option<&'a Facts>,
    catalogue: OnceCell<Arc<Catalogue>>,
    /// Of keys that overrides set by an old name which stands for all that begin with it: the
    /// present name.
    pub(crate) composed: OnceCell<BTreeMap<String, String>>,
    fields: OnceCell<HashMap<&'static str, &'static Field>>,
    configs: OnceCell<(Vec<NodeConfig>, Vec<usize>)>,
    positions: OnceCell<HashMap<RowId, usize>>,
    of_roles: OnceCell<BTreeMap<String, Vec<usize>>>,
    hosts: OnceCell<Vec<NodeHosts>>,
    secrets: OnceCell<Vec<Secret>>,
    pub(crate) defaults: Defaults,
    once: RefCell<BTreeMap<&'static str, Rc<dyn Any>>>,
}

/// A node's name and address, read once.
#[derive(Clone, Debug, Default)]
pub struct NodeHosts {
    /// The name; `None` when it is no host.
    pub name: Option<Host>,
    /// The address; `None` when it is no host, or empty.
    pub address: Option<Host>,
}

impl NodeHosts {
    /// What tells machines apart: the address, or the name where there is none.
    pub fn machine(&self) -> Option<&Host> {
        self.address.as_ref().or(self.name.as_ref())
    }

    /// Both that can be used.
    pub fn all(&self) -> impl Iterator<Item = &Host> {
        self.name.iter().chain(&self.address)
    }
}

impl<'a> Context<'a> {
    /// A context for a document of a product.
    pub fn new(spec: &'a ClusterSpec, product: &'static Product) -> Context<'a> {
        Context {
            spec,
            product,
            facts: None,
            catalogue: OnceCell::new(),
            composed: OnceCell::new(),
            fields: OnceCell::new(),
            configs: OnceCell::new(),
            positions: OnceCell::new(),
            of_roles: OnceCell::new(),
            hosts: OnceCell::new(),
            secrets: OnceCell::new(),
            defaults: Defaults::default(),
            once: RefCell::default(),
        }
    }

    /// The position of a row, from an index: unlike the document's own, not a walk over the nodes.
    pub fn position(&self, row: RowId) -> Option<usize> {
        let index = self.positions.get_or_init(|| {
            // From the end, so that the first of two rows with one id is found.
            self.spec.nodes.iter().enumerate().rev().map(|(at, n)| (n.row, at)).collect()
        });
        index.get(&row).copied()
    }

    /// The text form of a place, its node's position from the index.
    pub fn path(&self, place: &Place) -> String {
        place.path_by(&|row| self.position(row))
    }

    /// The names and addresses of all nodes, by position.
    pub fn hosts(&self) -> &[NodeHosts] {
        let read = |n: &Node| NodeHosts {
            name: Host::parse(&n.name).ok(),
            address: Some(&n.address).filter(|a| !a.is_empty()).and_then(|a| Host::parse(a).ok()),
        };
        self.hosts.get_or_init(|| self.spec.nodes.iter().map(read).collect())
    }

    /// The name and the address of a node.
    pub fn hosts_of(&self, row: RowId) -> Option<&NodeHosts> {
        self.hosts().get(self.position(row)?)
    }

    /// What follows from the document alone and is needed for every class of nodes: made when it is
    /// first asked for. The name says what it is; one name, one type.
    pub fn once<T: 'static>(&self, name: &'static str, make: impl FnOnce() -> T) -> Rc<T> {
        let known = self.once.borrow().get(name).cloned();
        if let Some(known) = known.and_then(|k| k.downcast::<T>().ok()) {
            return known;
        }
        let value = Rc::new(make());
        self.once.borrow_mut().insert(name, value.clone());
        value
    }

    /// The secrets that the archive needs by name.
    pub fn secrets(&self) -> &[Secret] {
        self.secrets.get_or_init(|| (self.product.secrets)(self))
    }

    /// The node of a row.
    pub fn node(&self, row: RowId) -> Option<&'a Node> {
        self.spec.nodes.get(self.position(row)?)
    }

    /// The field with this key, from an index.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        let index =
            self.fields.get_or_init(|| self.product.all_fields().map(|f| (f.key, f)).collect());
        index.get(key).copied()
    }

    /// The product's catalogue of keys, as the document's version sees it.
    pub fn catalogue(&self) -> &Catalogue {
        self.catalogue.get_or_init(|| {
            let version = self.product.version(&self.spec.version).map_or("", |v| v.id);
            Catalogue::of(self.product.catalogue, version)
        })
    }

    /// For a closed product, the catalogue of the open one from which it descends.
    pub fn relative(&self) -> Option<Arc<Catalogue>> {
        self.product.relative.map(|r| Catalogue::of(r.catalogue, r.version))
    }

    /// The configuration of each class of nodes.
    pub fn configs(&self) -> &[NodeConfig] {
        &self.configs.get_or_init(|| configure(self)).0
    }

    /// The configuration of a node.
    pub fn config_of(&self, row: RowId) -> Option<&NodeConfig> {
        let (configs, of_node) = self.configs.get_or_init(|| configure(self));
        configs.get(*of_node.get(self.position(row)?)?)
    }

    /// The class of each node, by position: an index into [`Context::configs`].
    pub fn class_of(&self) -> &[usize] {
        &self.configs.get_or_init(|| configure(self)).1
    }

    /// A property of the product, in its text form, by the name that the chosen version has for it.
    pub fn name_here<'b>(&'b self, property: &'b str) -> Cow<'b, str> {
        let (file, key) = Property::parts(property);
        let here = self.catalogue().name_here(key);
        match here == key {
            true => Cow::Borrowed(property),
            false if file.is_empty() => Cow::Borrowed(here),
            false => Cow::Owned(format!("{file}:{here}")),
        }
    }

    /// The value of a property of the product for a class, in its text form: the entry, or the
    /// catalogue's default.
    pub fn value<'b>(&'b self, config: &'b NodeConfig, property: &'b str) -> &'b str {
        let here = self.name_here(property);
        let default = || self.catalogue().default_of(Property::parts(&here).1);
        config.get(&here).map_or_else(default, Entry::text)
    }

    /// A field's text for the cluster, trimmed: what was typed, or the default.
    pub fn text(&self, key: &str) -> Cow<'a, str> {
        self.text_in(None, key)
    }

    /// A field's text for a node, trimmed: the node's, the cluster's, or the default.
    pub fn text_for(&self, node: &'a Node, key: &str) -> Cow<'a, str> {
        self.text_in(Some(node), key)
    }

    fn text_in(&self, node: Option<&'a Node>, key: &str) -> Cow<'a, str> {
        let field = self.field(key);
        let per_node = field.is_some_and(|f| f.scope != Scope::Cluster);
        if let Some(text) = node.filter(|_| per_node).and_then(|n| n.settings.get(key)) {
            return Cow::Borrowed(text.trim());
        }
        match self.spec.settings.get(key) {
            Some(text) => Cow::Borrowed(text.trim()),
            None => Cow::Owned(field.map_or_else(String::new, |f| self.default(f, node))),
        }
    }

    /// A field's typed value for the cluster.
    pub fn get<T: Value>(&self, key: &str) -> Result<T, Message> {
        T::parse(&self.text(key))
    }

    /// A field's typed value for a node.
    pub fn get_for<T: Value>(&self, node: &Node, key: &str) -> Result<T, Message> {
        T::parse(&self.text_in_short(node, key))
    }

    fn text_in_short(&self, node: &Node, key: &str) -> String {
        let field = self.field(key);
        let per_node = field.is_some_and(|f| f.scope != Scope::Cluster);
        if let Some(text) = node.settings.get(key).filter(|_| per_node) {
            return text.trim().to_owned();
        }
        match self.spec.settings.get(key) {
            Some(text) => text.trim().to_owned(),
            None => field.map_or_else(String::new, |f| self.default(f, Some(node))),
        }
    }

    /// A field's text for a node, owned: for nodes that do not live as long as the document.
    pub fn node_text(&self, node: &Node, key: &str) -> String {
        self.text_in_short(node, key)
    }

    /// Whether a field of the cluster has this value.
    pub fn is(&self, key: &str, value: &str) -> bool {
        self.text(key) == value
    }

    /// Whether a switch of the cluster is on. A wrong value counts as off.
    pub fn on(&self, key: &str) -> bool {
        self.get::<model::value::Switch>(key).is_ok_and(|s| s.0)
    }

    /// Whether the document's version is this one or a later one.
    pub fn since(&self, version: &str) -> bool {
        compare_versions(&self.spec.version, version).is_ge()
    }

    /// Whether the field is shown for this document.
    pub fn shown(&self, key: &str) -> bool {
        self.field(key).is_some_and(|f| (f.shown)(self))
    }

    /// The nodes that have one of these roles, in order.
    pub fn with_roles(&self, roles: &[&str]) -> Vec<&'a Node> {
        let index = self.positions_by_role();
        let mut all: Vec<usize> =
            roles.iter().filter_map(|role| index.get(*role)).flatten().copied().collect();
        if roles.len() > 1 {
            all.sort_unstable();
            all.dedup();
        }
        all.into_iter().filter_map(|at| self.spec.nodes.get(at)).collect()
    }

    /// Whether any node has a role, from an index.
    pub fn has_role(&self, role: &str) -> bool {
        self.positions_by_role().contains_key(role)
    }

    fn positions_by_role(&self) -> &BTreeMap<String, Vec<usize>> {
        self.of_roles.get_or_init(|| {
            let mut index: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (at, node) in self.spec.nodes.iter().enumerate() {
                for role in &node.roles {
                    match index.get_mut(role) {
                        Some(all) => all.push(at),
                        None => drop(index.insert(role.clone(), vec![at])),
                    }
                }
            }
            index
        })
    }

    /// Who talks to whom, of the product's table.
    pub fn connections(&self) -> Rc<Vec<Connection>> {
        self.once("connections", || (self.product.connections)(self))
    }

    /// The name of a node for a message; its position when it has none.
    pub fn name(&self, row: RowId) -> String {
        match self.node(row) {
            Some(node) if !node.name.trim().is_empty() => model::value::shown(node.name.trim()),
            _ => format!("#{}", self.position(row).map_or(0, |p| p + 1)),
        }
    }

    /// The names of nodes for a message, with commas; after six, how many more.
    pub fn names(&self, rows: &[RowId]) -> String {
        const LIMIT: usize = 6;
        let mut names: Vec<String> = rows.iter().take(LIMIT).map(|r| self.name(*r)).collect();
        if rows.len() > LIMIT {
            names.push(format!("+{}", rows.len() - LIMIT));
        }
        names.join(", ")
    }

    /// What to call a place: the field's label, the key of an override, the node's name.
    pub fn label(&self, place: &Place) -> Message {
        let field = |key: &str| {
            if let Some(field) = self.field(key) {
                Message::from(field.label)
            } else {
                msg!(en: "{k}", zh: "{k}", k = key)
            }
        };
        match place {
            Place::Setting(key) => field(key),
            Place::NodeSetting(row, key) => {
                msg!(en: "{f} of {n}", zh: "{n} 的{f}", f = field(key), n = self.name(*row))
            }
            Place::Override(_, property) => {
                msg!(en: "{k}", zh: "{k}", k = property.to_string())
            }
            Place::Node(row) | Place::NodeName(row) | Place::NodeAddress(row) => {
                msg!(en: "{n}", zh: "{n}", n = self.name(*row))
            }
            Place::NodeRoles(row) => {
                msg!(en: "roles of {n}", zh: "{n} 的角色", n = self.name(*row))
            }
            Place::Name => msg!(en: "cluster name", zh: "集群名称"),
            Place::Product => msg!(en: "product", zh: "产品"),
            Place::Version => msg!(en: "version", zh: "版本"),
            Place::Environment => msg!(en: "environment", zh: "环境"),
            Place::Language => msg!(en: "language", zh: "语言"),
            Place::Nodes => msg!(en: "nodes", zh: "节点"),
            Place::Document | Place::Accepted(_) => msg!(en: "document", zh: "文档"),
        }
    }

    /// The id of the step that shows a place; empty when none does.
    pub fn step(&self, place: &Place) -> &'static str {
        use crate::StepKind;
        let of_kind = |kind: StepKind| {
            self.product.steps.iter().find(|s| s.kind == kind).map_or("", |s| s.id)
        };
        match place {
            Place::Setting(key) => self.field(key).map_or("", |f| f.step),
            Place::NodeRoles(_) => of_kind(StepKind::Roles),
            Place::Nodes
            | Place::Node(_)
            | Place::NodeName(_)
            | Place::NodeAddress(_)
            | Place::NodeSetting(..) => of_kind(StepKind::Nodes),
            Place::Override(..) | Place::Accepted(_) => of_kind(StepKind::Review),
            _ => of_kind(StepKind::Product),
        }
    }
}

/// Compares versions number by number: `3.1.10` is later than `3.1.9`; missing parts are 0.
pub(crate) fn compare_versions(a: &str, b: &str) -> std::cmp::Ordering {
    let parts = |v: &str| -> Vec<u32> {
        v.trim().split(['.', '-']).map(|p| p.parse().unwrap_or(0)).collect()
    };
    let (mut a, mut b) = (parts(a), parts(b));
    let longest = a.len().max(b.len());
    a.resize(longest, 0);
    b.resize(longest, 0);
    a.cmp(&b)
}
