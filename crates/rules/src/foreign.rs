//! How a product knows its files among foreign ones.

use crate::context::compare_versions;
use crate::{Beside, Context, Format};
use model::{Environment, Message, Severity, Text};
use std::collections::{BTreeMap, BTreeSet};

/// What tells a product's files, hosts and roles in what somebody brings.
pub struct Import {
    /// Names of files, the more telling ones first.
    pub known: &'static [Known],
    /// Files of what stands beside the product: they alone make no document.
    pub beside: &'static [Beside],
    /// Names of folders that belong to the layout of the product, and never name a host; `*` at the
    /// end stands for anything.
    pub folders: &'static [&'static str],
    /// Words of an installation's name before its version: `apache-kylin-` in `apache-kylin-3.1.3-bin`.
    pub releases: &'static [&'static str],
    /// Words of files that only releases before a version have, and one of these.
    pub tells: &'static [(&'static str, &'static str)],
    /// Beginnings of keys that no other product's keys have, whether the catalogue has such a key or
    /// not.
    pub beginnings: &'static [&'static str],
    /// Beginnings of references in values, and the version from which on the program puts something in for
    /// them; older ones take them as they stand.
    pub literal: Option<(&'static [&'static str], &'static str)>,
    /// Secrets of the product's own documentation and examples, which everybody knows.
    pub samples: &'static [&'static str],
    /// Keys that hold one secret in two places, by their ends: where it is the same in both, it gets one
    /// variable.
    pub one_secret: &'static [(&'static str, &'static str)],
    /// Of two roles whose files both are there, as releases bring them, the first is meant.
    pub either: &'static [(&'static str, &'static str)],
    /// Rules that speak of what is not there: of files that somebody brings they only say that others
    /// may have been left at home.
    pub absent: &'static [&'static str],
    /// Rules that speak of Muster's form, and say nothing of files that somebody brings.
    pub of_muster: &'static [&'static str],
    /// Rules that doubt the version: where it is only guessed, files that run speak for another one.
    pub of_version: &'static [&'static str],
    /// A value in the notation of the document, where the file has another one: how a file refers to a
    /// variable. The key, and the value as it was read.
    pub value: fn(&str, &str) -> Option<String>,
    /// Fields that the document of an import gets, with their texts, where overrides say what a default
    /// would say otherwise.
    pub settled: fn(&Context) -> Vec<(&'static str, &'static str)>,
    /// Nodes that the files name, with the roles that they say of them.
    pub named: fn(&Foreign) -> Vec<Named>,
    /// Fields of which no file of the product speaks: an import leaves them at their default, whatever the
    /// files lack.
    pub unspoken: &'static [&'static str],
    /// Hosts whose files are those of a client, which only say where the servers are.
    pub clients: fn(&Foreign) -> Vec<String>,
    /// Hosts that run another program with the same file, which makes no node, each with what it is.
    pub elsewhere: fn(&Foreign) -> Vec<(String, Text)>,
    /// What is to be said of values as the files have them, with their secrets, and of what files beside
    /// the product say of the same: no document shows it.
    pub told: fn(&Foreign) -> Vec<Told>,
    /// What the cluster is for, where a product has a key for it and the files say it.
    pub environment: Option<fn(&Foreign) -> Option<Environment>>,
    /// The file that holds a member's number, and the list in which the number stands.
    pub numbered: Option<Numbered>,
    /// Products that have a file of the same name, and are not read here.
    pub strangers: &'static [Stranger],
}

impl Import {
    /// For a product of which nothing is read but a configuration file by its own name.
    pub const NONE: Import = Import {
        known: &[],
        beside: &[],
        folders: &[],
        releases: &[],
        tells: &[],
        beginnings: &[],
        literal: None,
        samples: &[],
        one_secret: &[],
        either: &[],
        absent: &[],
        of_muster: &[],
        of_version: &[],
        value: |_, _| None,
        settled: |_| Vec::new(),
        named: |_| Vec::new(),
        unspoken: &[],
        clients: |_| Vec::new(),
        elsewhere: |_| Vec::new(),
        told: |_| Vec::new(),
        environment: None,
        numbered: None,
        strangers: &[],
    };
}

/// A file that holds nothing but the number of a member, which looks for itself in a list by it.
#[derive(Clone, Copy)]
pub struct Numbered {
    /// The file's name.
    pub name: &'static str,
    /// The configuration file with the list.
    pub list: &'static str,
    /// What stands before the number in the list's keys.
    pub key: &'static str,
    /// The host in a line's value.
    pub host: fn(&str) -> Option<&str>,
    /// The least and the greatest number.
    pub within: (u32, u32),
}

/// Another product with a file of the same name, by the keys that it alone has.
pub struct Stranger {
    /// What it is called.
    pub title: Text,
    /// Beginnings of its keys; those that a catalogue knows are none.
    pub begins: &'static [&'static str],
    /// Values that it alone takes, each with its key.
    pub values: &'static [(&'static str, &'static str)],
    /// The first of the releases with the product's name that are its; empty where names do not tell.
    pub since: &'static str,
}

impl Stranger {
    /// Whether a release with the product's name is its.
    pub fn has_release(&self, version: &str) -> bool {
        !self.since.is_empty() && compare_versions(self.since, version).is_le()
    }
}

/// A file by the end of its path.
pub struct Known {
    /// The last parts of the path: `historical/runtime.properties`.
    pub ends: &'static str,
    /// The configuration file whose lines it has: [`crate::ConfigKind::name`].
    pub file: &'static str,
    /// How it is read.
    pub format: Format,
    /// Of two files of a host for one configuration file, the one with more weight wins key by key.
    pub weight: u8,
    /// Names of files of which one stands in the same folder, where the name alone tells too little;
    /// empty where it is enough.
    pub with: &'static [&'static str],
}

impl Known {
    /// A file of properties.
    pub const fn properties(ends: &'static str, file: &'static str) -> Known {
        Known { ends, file, format: Format::Properties, weight: 0, with: &[] }
    }

    /// The same in another format.
    #[must_use]
    pub const fn in_format(mut self, format: Format) -> Known {
        self.format = format;
        self
    }

    /// The same, but only beside one of these files.
    #[must_use]
    pub const fn with(mut self, names: &'static [&'static str]) -> Known {
        self.with = names;
        self
    }

    /// The same, but it wins over one of the same kind.
    #[must_use]
    pub const fn winning(mut self, weight: u8) -> Known {
        self.weight = weight;
        self
    }
}

/// A node that a file names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// Its name, as the file has it.
    pub host: String,
    /// A role that the file gives it; empty when it only names it.
    pub role: &'static str,
    /// The host, as its folder is called, whose own name this is; empty when the file lists others,
    /// too.
    pub of: String,
}

/// What a value of a file answers of a rule that can only ask: the rule says nothing more of what was
/// read.
pub struct Told {
    /// The host, as its folder is called.
    pub host: String,
    /// The configuration file.
    pub file: &'static str,
    /// The key.
    pub key: String,
    /// The rule.
    pub answers: &'static str,
    /// What is wrong, if anything is.
    pub said: Option<(Severity, Message)>,
}

/// What was read, by host and configuration file.
#[derive(Clone, Debug, Default)]
pub struct Foreign {
    /// By host (empty where no host is known), then by file, then by key.
    pub hosts: BTreeMap<String, BTreeMap<&'static str, BTreeMap<String, String>>>,
    /// The same of the files beside the product, by what they are of.
    pub beside: BTreeMap<String, BTreeMap<&'static str, BTreeMap<String, String>>>,
    /// The hosts of which only the variables of a container were brought.
    pub containers: BTreeSet<String>,
}

impl Foreign {
    /// The values of a key of a file, with the hosts that say them, in the order of hosts.
    pub fn values<'f>(
        &'f self,
        file: &'f str,
        key: &'f str,
    ) -> impl Iterator<Item = (&'f str, &'f str)> {
        self.hosts.iter().filter_map(move |(host, files)| {
            let value = files.get(file)?.get(key)?;
            Some((host.as_str(), value.as_str()))
        })
    }

    /// The hosts that have a file.
    pub fn with_file<'f>(&'f self, file: &'f str) -> impl Iterator<Item = &'f str> {
        let has = move |(_, files): &(_, &BTreeMap<&str, _>)| files.contains_key(file);
        self.hosts.iter().filter(has).map(|(host, _)| host.as_str())
    }
}

/// Whether two names are of one machine: the same, or one of them lacks its domain. Case means nothing.
pub fn same_machine(a: &str, b: &str) -> bool {
    let first = |name: &str| name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let lacks = |name: &&str| !name.is_empty() && !name.contains('.');
    a.eq_ignore_ascii_case(b) || [a, b].iter().any(lacks) && first(a) == first(b)
}

#[cfg(test)]
mod tests {
    use super::same_machine;

    #[test]
    fn a_name_may_lack_its_domain() {
        for (a, b) in [("k1", "k1"), ("k1", "k1.corp.com"), ("K1.corp.com", "k1"), ("K1.a", "k1.A")]
        {
            assert!(same_machine(a, b) && same_machine(b, a), "{a} {b}");
        }
        for (a, b) in [("k1", "k10"), ("k1.a", "k1.b"), ("k1", ""), ("k1.a", "k1.a.b"), ("", "x")] {
            assert!(!same_machine(a, b) && !same_machine(b, a), "{a} {b}");
        }
    }
}
