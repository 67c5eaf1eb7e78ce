//! The names that a key has had: what a version calls it, and what it was called before.

use super::{Catalogue, Key};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Most names that one key can have had.
const RENAMES: usize = 8;

impl Catalogue {
    /// Whether it is a key that the version reads.
    fn reads(&self, name: &str) -> bool {
        let known = self.keys.get(name);
        known.is_some_and(|k| self.version.is_empty() || k.is_read_by(&self.version))
    }

    /// The keys that took a key's place, one after the other.
    fn successors<'c>(&'c self, name: &str) -> impl Iterator<Item = &'c str> {
        let next = |name: &str| self.keys.get(name).map(|k| k.instead.as_str());
        let next = move |name: &str| next(name).filter(|n| self.keys.contains_key(*n));
        std::iter::successors(next(name), move |name| next(name)).take(RENAMES)
    }

    /// Names of later versions, and what this version calls them.
    pub(super) fn names_of_later_versions(&self) -> BTreeMap<String, String> {
        let mut earlier = BTreeMap::new();
        for key in self.keys.values().filter(|k| !k.instead.is_empty() && self.reads(&k.key)) {
            for later in self.successors(&key.key).take_while(|name| !self.reads(name)) {
                earlier.insert(later.to_owned(), key.key.clone());
            }
        }
        earlier
    }

    /// What this version calls a key of another one: what took its place, or what it took the place
    /// of. The name itself, when this version reads it or nothing is known.
    pub fn name_here<'c>(&'c self, name: &'c str) -> &'c str {
        if self.reads(name) {
            return name;
        }
        let later = self.successors(name).find(|name| self.reads(name));
        later.or_else(|| self.earlier.get(name).map(String::as_str)).unwrap_or(name)
    }

    /// The same for a key that is the only one with this successor, so that its value can be taken
    /// over as it is.
    pub fn renamed_here<'c>(&'c self, name: &'c str) -> Option<&'c str> {
        let here = self.name_here(name);
        let twin =
            |k: &Key| k.instead == here && k.key != name && !self.is_on_the_way(name, &k.key);
        (here != name && self.reads(here) && !self.keys.values().any(twin)).then_some(here)
    }

    /// Whether one of two keys took the other's place.
    fn is_on_the_way(&self, one: &str, other: &str) -> bool {
        self.successors(one).any(|name| name == other)
            || self.successors(other).any(|name| name == one)
    }

    /// The new name of an old one. An old name that ends in a dot stands for all names that begin
    /// with it.
    pub fn renamed(&self, old: &str) -> Option<Cow<'_, str>> {
        if let Some(new) = self.aliases.get(old) {
            return Some(Cow::Borrowed(new));
        }
        let begins = self.old_prefixes.iter();
        let mut names =
            begins.filter_map(|(prefix, new)| Some((old.strip_prefix(prefix.as_str())?, new)));
        names
            .find(|(rest, _)| !rest.is_empty())
            .map(|(rest, new)| Cow::Owned(format!("{new}{rest}")))
    }

    /// The names that a key had before, and by which the product still takes it; those that stand
    /// for all that begin with them apart.
    pub fn former_names(&self, name: &str) -> &[String] {
        self.former.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The old names, sorted.
    pub fn old_names(&self) -> impl Iterator<Item = &str> {
        self.aliases.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::Catalogue;

    #[test]
    fn a_version_is_asked_by_the_names_of_all_versions() {
        const TABLE: &str = "one\ttext\t\t\t\t\t2.3\t\ttwo\t\ntwo\ttext\t\t\t\t2.3\t2.4\t\tthree\t\n\
            three\ttext\t\t\t\t2.4\t\t\t\t\nend.\ttext\t\t\t\t\t\tprefix\t\told.end.\n\
            port.a\tint\t\t\t\t\t2.3\t\tport\t\nport.b\tint\t\t\t\t\t2.3\t\tport\t\nport\tint\t\t\t\t2.3\t\t\t\t\n";
        for (version, name) in [("2.2", "one"), ("2.3", "two"), ("2.4", "three")] {
            let catalogue = Catalogue::read_for(TABLE, version);
            for asked in ["one", "two", "three"] {
                assert_eq!(catalogue.name_here(asked), name, "{asked} in {version}");
                let renamed = (asked != name).then_some(name);
                assert_eq!(catalogue.renamed_here(asked), renamed, "{asked} in {version}");
            }
            assert_eq!(catalogue.name_here("four"), "four");
            assert_eq!(catalogue.renamed("old.end.x").as_deref(), Some("end.x"));
        }
        let catalogue = Catalogue::read_for(TABLE, "2.4");
        assert_eq!(
            (catalogue.name_here("port.a"), catalogue.renamed_here("port.a")),
            ("port", None)
        );
    }
}
