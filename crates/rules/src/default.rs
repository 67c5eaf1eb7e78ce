//! What a field has when the document says nothing.

use crate::{Class, Context, Field, Formula, Pick, Scope};
use model::{Message, Node, Properties, Text};
use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Where a field's value comes from when the document has none.
pub enum Default {
    /// Always this text; empty means unset.
    Fixed(&'static str),
    /// The first row whose version is at most the document's: newest first.
    ByVersion(&'static [(&'static str, &'static str)]),
    /// Computed from other numbers.
    Formula(&'static Formula),
    /// Chosen by conditions.
    Pick(&'static Pick),
    /// What each node has of its own, such as its number, and the words for it. No file of a class
    /// may hold it.
    OfNode(Text, fn(&Context, &Node) -> String),
}

impl Default {
    /// Whether it is arithmetic: then it belongs to a class of nodes, and the cluster has it only
    /// where all classes get the same.
    pub fn is_computed(&self) -> bool {
        match self {
            Default::Formula(_) => true,
            Default::Pick(pick) => pick.computes(),
            _ => false,
        }
    }

    /// Every text in it.
    pub fn texts(&self) -> Vec<Text> {
        match self {
            Default::Fixed(_) | Default::ByVersion(_) => Vec::new(),
            Default::Formula(formula) => formula.texts(),
            Default::Pick(pick) => pick.texts(),
            Default::OfNode(words, _) => vec![*words],
        }
    }

    /// The fields that it names, as far as they are data.
    pub fn fields(&self) -> Vec<&'static str> {
        match self {
            Default::Formula(formula) => formula.fields(),
            Default::Pick(pick) => pick.fields(),
            Default::Fixed(_) | Default::ByVersion(_) | Default::OfNode(..) => Vec::new(),
        }
    }
}

/// The numbers of the class that was asked about last: those that are made of each other are asked
/// for again and again, and for one class after the other.
#[derive(std::default::Default)]
struct OfClass {
    class: (BTreeSet<String>, BTreeMap<String, String>, Properties),
    values: HashMap<&'static str, String>,
}

/// Defaults that are being computed, and those that were.
#[derive(std::default::Default)]
pub(crate) struct Defaults {
    /// The first node of each class, by position.
    classes: OnceCell<Vec<usize>>,
    /// The fields whose defaults are being computed, each because of the one before.
    open: RefCell<Vec<&'static str>>,
    /// The first circle that was met.
    circle: RefCell<Vec<&'static str>>,
    of_cluster: RefCell<HashMap<&'static str, String>>,
    of_class: RefCell<OfClass>,
}

impl<'a> Context<'a> {
    /// A field's default for a node, or for the cluster. Where nodes get different ones, the cluster
    /// has none.
    pub fn default(&self, field: &Field, node: Option<&Node>) -> String {
        match (&field.default, node) {
            (Default::OfNode(_, compute), Some(node)) => {
                self.guarded(field.key, || compute(self, node))
            }
            _ => self.default_of(field, node.map(Class::of).as_ref()),
        }
    }

    /// A field's default for the nodes of a class, or for the cluster.
    pub fn default_of(&self, field: &Field, class: Option<&Class>) -> String {
        match &field.default {
            Default::Fixed(text) => (*text).to_owned(),
            Default::ByVersion(rows) => rows
                .iter()
                .find(|(since, _)| self.since(since))
                .map_or_else(String::new, |(_, value)| (*value).to_owned()),
            Default::OfNode(..) => String::new(),
            Default::Formula(_) | Default::Pick(_) => match class {
                // What the cluster has is the same for every class.
                Some(class) if field.scope != Scope::Cluster => {
                    if field.default.is_computed() {
                        return self.of_class(field, class);
                    }
                    self.guarded(field.key, || self.computed(field, Some(class)))
                }
                _ => self.of_cluster(field),
            },
        }
    }

    fn of_class(&self, field: &Field, class: &Class) -> String {
        let known = |cache: &OfClass| {
            let (roles, settings, overrides) = &cache.class;
            roles == class.roles && settings == class.settings && overrides == class.overrides
        };
        let cache = &self.defaults.of_class;
        if known(&cache.borrow()) {
            if let Some(value) = cache.borrow().values.get(field.key) {
                return value.clone();
            }
        } else {
            let (roles, settings) = (class.roles.clone(), class.settings.clone());
            let class = (roles, settings, class.overrides.clone());
            *cache.borrow_mut() = OfClass { class, values: HashMap::new() };
        }
        let value = self.guarded(field.key, || self.computed(field, Some(class)));
        if known(&cache.borrow()) {
            cache.borrow_mut().values.insert(field.key, value.clone());
        }
        value
    }

    fn of_cluster(&self, field: &Field) -> String {
        if let Some(value) = self.defaults.of_cluster.borrow().get(field.key) {
            return value.clone();
        }
        let value = self.guarded(field.key, || {
            if field.scope == Scope::Cluster || !field.default.is_computed() {
                return self.computed(field, None);
            }
            self.common(field)
        });
        self.defaults.of_cluster.borrow_mut().insert(field.key, value.clone());
        value
    }

    /// The default that all nodes with the field get; empty when they differ, or there are none.
    fn common(&self, field: &Field) -> String {
        let mut classes = self.one_of_each_class(field).map(Class::of);
        let Some(first) = classes.next().map(|class| self.computed(field, Some(&class))) else {
            return self.computed(field, None);
        };
        let same = classes.all(|class| self.computed(field, Some(&class)) == first);
        if same { first } else { String::new() }
    }

    /// Of the nodes that a field means something for, the first of each class.
    pub fn one_of_each_class<'c>(
        &'c self,
        field: &'c Field,
    ) -> impl Iterator<Item = &'a Node> + 'c {
        let all = self.defaults.classes.get_or_init(|| {
            let mut known = BTreeSet::new();
            let nodes = self.spec.nodes.iter().enumerate();
            nodes.filter(|(_, node)| known.insert(Class::of(node))).map(|(at, _)| at).collect()
        });
        let nodes = all.iter().filter_map(|at| self.spec.nodes.get(*at));
        nodes.filter(|node| field.is_of(&node.roles))
    }

    fn computed(&self, field: &Field, class: Option<&Class>) -> String {
        match &field.default {
            Default::Formula(formula) => formula.text(self, class),
            Default::Pick(pick) => pick.text(self, class),
            _ => String::new(),
        }
    }

    /// Computes a default, unless it is one that this very computation began with: then it is empty,
    /// and [`Context::circle`] names it.
    fn guarded(&self, key: &'static str, compute: impl FnOnce() -> String) -> String {
        let open = &self.defaults.open;
        let at = open.borrow().iter().position(|k| *k == key);
        if let Some(at) = at {
            let mut circle = self.defaults.circle.borrow_mut();
            if circle.is_empty() {
                circle.extend(open.borrow().iter().skip(at));
            }
            return String::new();
        }
        open.borrow_mut().push(key);
        let value = compute();
        open.borrow_mut().pop();
        value
    }

    /// The fields of the first circle of defaults that was met, each of which needs the next; empty
    /// when there is none.
    pub fn circle(&self) -> Vec<&'static str> {
        self.defaults.circle.borrow().clone()
    }

    /// A field's text for the nodes of a class, or for the cluster, trimmed: theirs, the cluster's,
    /// or the default.
    pub fn text_of(&self, class: Option<&Class>, key: &str) -> Cow<'a, str> {
        let field = self.field(key);
        let per_node = field.is_some_and(|f| f.scope != Scope::Cluster);
        if let Some(text) = class.filter(|_| per_node).and_then(|c| c.settings.get(key)) {
            return Cow::Owned(text.trim().to_owned());
        }
        match self.spec.settings.get(key) {
            Some(text) => Cow::Borrowed(text.trim()),
            None => Cow::Owned(field.map_or_else(String::new, |f| self.default_of(f, class))),
        }
    }

    /// How a field's default comes about, in words; `None` where it is a fixed text.
    pub fn default_in_words(&self, field: &Field) -> Option<Message> {
        match &field.default {
            Default::Fixed(_) | Default::ByVersion(_) => None,
            Default::Formula(formula) => Some(formula.words(self)),
            Default::Pick(pick) => Some(pick.words(self, field)),
            Default::OfNode(words, _) => Some((*words).into()),
        }
    }

    /// How the default of the nodes of a class, or of the cluster, comes about, with their numbers.
    pub fn default_worked_out(&self, field: &Field, class: Option<&Class>) -> Option<Message> {
        match &field.default {
            Default::Formula(formula) => formula.working(self, class),
            Default::Pick(pick) => pick.working(self, class),
            _ => None,
        }
    }
}
