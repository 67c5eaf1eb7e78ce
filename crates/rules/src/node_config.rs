//! What the nodes of one class read.

use crate::{ConfigFile, Entry};
use model::{Place, Property, RowId};

/// The configuration of the nodes of one class.
#[derive(Clone, Debug)]
pub struct NodeConfig {
    /// The nodes, in order. Never empty.
    pub nodes: Vec<RowId>,
    /// The files with entries that these nodes have, in the order of [`crate::Product::configs`].
    pub files: Vec<ConfigFile>,
    /// The product's main file.
    pub(crate) main: &'static str,
    /// What options of Java define, which wins over the main file.
    pub(crate) defined: ConfigFile,
}

impl NodeConfig {
    /// A file, when these nodes have it.
    pub fn file(&self, name: &str) -> Option<&ConfigFile> {
        self.files.iter().find(|f| f.name == name)
    }

    /// The product's main file, when these nodes have it.
    pub fn main(&self) -> Option<&ConfigFile> {
        self.file(self.main)
    }

    /// The entry of a property in its text form: `file:key`, or a key of the product's main file,
    /// where an option of Java that defines it wins.
    pub fn get(&self, property: &str) -> Option<&Entry> {
        match Property::parts(property) {
            ("", key) => self.defined.get(key).or_else(|| self.at(self.main, key)),
            (file, key) => self.at(file, key),
        }
    }

    /// The entry of a key in a file.
    pub fn at(&self, file: &str, key: &str) -> Option<&Entry> {
        self.file(file).and_then(|f| f.get(key))
    }

    /// All entries of the product's main file.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.main().into_iter().flat_map(|f| f.entries().iter())
    }

    /// All entries of all files.
    pub fn all_entries(&self) -> impl Iterator<Item = (&ConfigFile, &Entry)> {
        self.files.iter().flat_map(|f| f.entries().iter().map(move |e| (f, e)))
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
