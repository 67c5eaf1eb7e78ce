//! Programs, and what each of them reads: several files, of which a later one wins.

use crate::{ConfigFile, Context, Entry, Found, NodeConfig};
use model::Node;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A program that runs on nodes, by the configuration that it reads. One machine may run several,
/// each with files of its own and files that it shares.
#[derive(Clone, Copy, Debug)]
pub struct Process {
    /// Its id: `broker`.
    pub id: &'static str,
    /// The roles whose nodes run it.
    pub roles: &'static [&'static str],
    /// What it reads, in that order: of one key the last value counts.
    pub reads: &'static [Reads],
}

/// A place from which a program has properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// The keys of a file.
    Keys(&'static str),
    /// `-Dkey=value` in a file with an option of the JVM in each line; its entries are named
    /// `-Dkey`.
    Options(&'static str),
    /// `-Dkey=value` among the words of one entry of a file: of the file, the key.
    OptionsIn(&'static str, &'static str),
    /// An entry of a file of which the product's scripts make such an option: the file, its key there,
    /// the property.
    Variable(&'static str, &'static str, &'static str),
}

impl Reads {
    /// The entry that says what a key is, when there is one: an option among several becomes an
    /// entry of its own, with the causes of the one that it stands in.
    fn entry<'c>(self, config: &'c NodeConfig, key: &str) -> Option<Cow<'c, Entry>> {
        match self {
            Reads::Keys(file) => config.at(file, key).map(Cow::Borrowed),
            Reads::Options(file) => config.at(file, &format!("-D{key}")).map(Cow::Borrowed),
            Reads::OptionsIn(file, name) => {
                let entry = config.at(file, name)?;
                let (_, value) = defined_in(entry.text()).filter(|(k, _)| *k == key).last()?;
                let mut own = entry.clone().with(value);
                key.clone_into(&mut own.key);
                Some(Cow::Owned(own))
            }
            Reads::Variable(file, name, property) => {
                let mut own = config.at(file, name).filter(|_| property == key)?.clone();
                key.clone_into(&mut own.key);
                Some(Cow::Owned(own))
            }
        }
    }
}

impl Process {
    /// Whether nodes with these roles run it.
    fn runs_with(&self, roles: &BTreeSet<String>) -> bool {
        self.roles.iter().any(|role| roles.contains(*role))
    }
}

/// The properties that `-Dkey=value` among words defines, in order: of one key the last counts. A
/// bare `-Dkey` defines it as empty, as the JVM takes it.
pub fn defined_in(words: &str) -> impl Iterator<Item = (&str, &str)> {
    let defined = words.split_whitespace().filter_map(|word| word.strip_prefix("-D"));
    defined.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// The properties that options of Java define for the programs of nodes with these roles: they win
/// over the files, so they are what the nodes read. Of two programs that differ the first one counts.
pub(crate) fn defined(cx: &Context, roles: &BTreeSet<String>, files: &[ConfigFile]) -> ConfigFile {
    let mut all = ConfigFile::default();
    for process in cx.product.processes.iter().filter(|process| process.runs_with(roles)) {
        let mut own = ConfigFile::default();
        for reads in process.reads {
            let (file, name) = match reads {
                Reads::OptionsIn(file, name) | Reads::Variable(file, name, _) => (file, name),
                Reads::Keys(_) | Reads::Options(_) => continue,
            };
            let entry = files.iter().find(|f| f.name == *file).and_then(|f| f.get(name));
            let Some(entry) = entry.filter(|e| e.broken.is_none()) else { continue };
            let pairs: Vec<(&str, &str)> = match reads {
                Reads::Variable(.., property) => vec![(property, entry.text())],
                _ => defined_in(entry.text()).collect(),
            };
            for (key, value) in pairs {
                // A key that the file refuses is an option of Java and no property.
                let present = cx.catalogue().renamed(key).unwrap_or(Cow::Borrowed(key));
                if cx.catalogue().find(&present).is_some_and(|k| !k.forbidden) {
                    let mut entry = entry.clone().with(value);
                    cx.catalogue().name_here(&present).clone_into(&mut entry.key);
                    own.set(entry);
                }
            }
        }
        for entry in own.entries() {
            if all.get(&entry.key).is_none() {
                all.set(entry.clone());
            }
        }
    }
    all
}

impl Context<'_> {
    /// The product's process with this id.
    pub fn process(&self, id: &str) -> Option<&'static Process> {
        self.product.processes.iter().find(|p| p.id == id)
    }

    /// The processes that run on a node, in the product's order.
    pub fn processes_on(&self, node: &Node) -> impl Iterator<Item = &'static Process> + use<> {
        let roles = node.roles.clone();
        self.product.processes.iter().filter(move |process| process.runs_with(&roles))
    }

    /// What a process on the nodes of a class reads for a key: the entry that counts, by the name
    /// that the chosen version has for the key.
    pub fn entry_read_by<'c>(
        &self,
        process: &Process,
        config: &'c NodeConfig,
        key: &str,
    ) -> Option<Cow<'c, Entry>> {
        let here = self.name_here(key);
        process.reads.iter().rev().find_map(|reads| reads.entry(config, &here))
    }

    /// What a process on a node reads for a key, trimmed: what counts of its files, or the product's
    /// default. Empty where the value cannot be used.
    pub fn read_by(&self, process: &Process, node: &Node, key: &str) -> String {
        let entry = self.config_of(node.row).and_then(|c| self.entry_read_by(process, c, key));
        match entry {
            Some(entry) => {
                entry.on(self, node).map_or_else(|_| String::new(), |v| v.trim().to_owned())
            }
            None => self.catalogue().default_of(&self.name_here(key)).trim().to_owned(),
        }
    }

    /// The values of a key that a process reads, over all nodes that run it: each with the nodes
    /// that share value and cause. A value that cannot be used is left out.
    pub fn values_read_by(&self, process: &Process, key: &str) -> Vec<Found> {
        let runs = |config: &&NodeConfig| {
            let node = self.node(config.node());
            node.is_some_and(|node| process.runs_with(&node.roles))
        };
        let configs = self.configs().iter().filter(runs);
        self.found(&self.name_here(key), configs, |config, key| {
            process.reads.iter().rev().find_map(|reads| reads.entry(config, key))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::defined_in;

    #[test]
    fn options_define_properties() {
        let words = "-Xmx4g -Da.b=1 -Da.bc=2  -Da.b=3=x -Dflag -D";
        let pairs: Vec<(&str, &str)> = defined_in(words).collect();
        assert_eq!(pairs, [("a.b", "1"), ("a.bc", "2"), ("a.b", "3=x"), ("flag", ""), ("", "")]);
        assert_eq!(defined_in("").count(), 0);
    }
}
