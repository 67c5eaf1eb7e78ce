//! What programs read for the key that a field writes, whoever set it: what connections, scripts,
//! sentences and pictures ask instead of the field.

use crate::{Context, NodeConfig};
use model::{Node, Place, Property};
use std::borrow::Cow;

impl Context<'_> {
    /// The property that a field writes as it stands: the first of its keys that the chosen version
    /// reads, by the name that this version has for it; of a product whose catalogue knows none of
    /// them, the first that a node has.
    fn key_of_field(&self, field: &str) -> Option<Cow<'_, str>> {
        let keys = self.field(field)?.keys.iter().map(|key| self.name_here(key));
        let written = |key: &Cow<str>| self.configs().iter().any(|c| c.get(key).is_some());
        let known = |key: &Cow<str>| {
            let key = self.catalogue().find(Property::parts(key).1);
            key.is_some_and(|k| k.is_read_by(self.spec.version.trim()))
        };
        keys.clone().find(known).or_else(|| keys.clone().find(written))
    }

    /// Whether the nodes of a class have the file that a property stands in.
    fn has_file(&self, config: &NodeConfig, property: &str) -> bool {
        let (file, _) = Property::parts(property);
        config.file(if file.is_empty() { self.main_file() } else { file }).is_some()
    }

    /// The value of a property on a node of a class, trimmed.
    fn value_on(&self, config: &NodeConfig, node: &Node, key: &str) -> String {
        let own = config.get(key).filter(|e| e.shared().is_none());
        match own.and_then(|entry| entry.on(self, node).ok()) {
            Some(text) => text.trim().to_owned(),
            None => self.value(config, key).trim().to_owned(),
        }
    }

    /// What the programs on a node read for the key that a field writes as it stands, trimmed: an
    /// override, the field, or the product's default. The field's text for a node without the
    /// file, and for a field without a key in this version.
    pub fn read_for(&self, node: &Node, field: &str) -> String {
        let config = self.config_of(node.row).zip(self.key_of_field(field));
        match config.filter(|(config, key)| self.has_file(config, key)) {
            Some((config, key)) => self.value_on(config, node, &key),
            None => self.node_text(node, field),
        }
    }

    /// The values that [`Context::read_for`] gives on the nodes of the product, each once, in the
    /// order of nodes; the field's text when there is no such node. Never empty.
    pub fn read_values(&self, field: &str) -> Vec<String> {
        match self.key_of_field(field) {
            Some(key) => {
                self.values_read(&key).unwrap_or_else(|| vec![self.text(field).into_owned()])
            }
            None => vec![self.text(field).into_owned()],
        }
    }

    /// The first of [`Context::read_values`], for what is said of the cluster as a whole.
    pub fn read(&self, field: &str) -> String {
        self.read_values(field).swap_remove(0)
    }

    /// What a program on a node reads for a key of a file, trimmed: nothing where the node has no
    /// such line, or one that cannot be used.
    pub fn read_at(&self, node: &Node, file: &str, key: &str) -> Option<String> {
        let entry = self.config_of(node.row)?.at(file, key)?;
        entry.on(self, node).ok().map(|text| text.trim().to_owned())
    }

    /// Where a key of a file is set for a node: what caused its line, the most specific first.
    pub fn place_at(&self, node: &Node, file: &str, key: &str) -> Option<Place> {
        let entry = self.config_of(node.row)?.at(file, key)?;
        entry.places.first().cloned()
    }

    /// Whether a value that a program reads names a variable: `@{NAME}` or `${NAME}`.
    pub fn names_variable(&self, variable: &str) -> bool {
        let named = format!("{{{variable}}}");
        let mut entries = self.configs().iter().flat_map(NodeConfig::all_entries);
        entries.any(|(_, entry)| entry.text().contains(&named))
    }

    /// The values of a property on the nodes that have its file, each once, in the order of nodes,
    /// trimmed; `None` when no node has the file. Those that cannot be used are among them.
    pub fn values_read(&self, key: &str) -> Option<Vec<String>> {
        let key = &self.name_here(key);
        let mut values: Vec<String> = Vec::new();
        for config in self.configs().iter().filter(|c| self.has_file(c, key)) {
            let own = config.get(key).is_some_and(|e| e.shared().is_none());
            let nodes = config.nodes.iter().filter_map(|row| self.node(*row));
            for node in nodes.take(if own { usize::MAX } else { 1 }) {
                let value = self.value_on(config, node, key);
                if !values.contains(&value) {
                    values.push(value);
                }
            }
        }
        (!values.is_empty()).then_some(values)
    }
}
