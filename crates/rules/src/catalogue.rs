//! A product's keys: names, types, defaults, since and until when.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What a value must look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyType {
    /// Anything.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// One of these; `true` when others are possible too.
    Enum(Vec<String>, bool),
    /// Several of these, with commas.
    EnumList(Vec<String>, bool),
    /// `host:port` entries with commas.
    HostPorts,
    /// A time with a unit, as Spark reads it.
    Duration,
}

/// One key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The name; for a prefix, what names begin with.
    pub key: String,
    /// Its type.
    pub kind: KeyType,
    /// The default; empty when there is none.
    pub default: String,
    /// First release that reads it; empty for all.
    pub since: String,
    /// First release that does not read it any more; empty for none.
    pub removed: String,
    /// Whether it is accepted but has no effect in the catalogue's release.
    pub dead: bool,
    /// What to use in its place; empty for nothing.
    pub instead: String,
    /// Whether its value is a secret.
    pub secret: bool,
    /// Whether every name that begins with it is one of its keys.
    pub prefix: bool,
    /// `same` or `node`: whether nodes may differ; empty when unknown.
    pub scope: String,
}

/// All keys of a product.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    keys: BTreeMap<String, Key>,
    prefixes: Vec<Key>,
    patterns: Vec<(String, String)>,
    aliases: BTreeMap<String, String>,
}

impl Catalogue {
    /// Reads a catalogue: one key per line, columns with tabs: key, type, default, allowed (with
    /// `|`), scope, since, removed, flags (`dead`, `secret`, `prefix`, `open`, with `|`), instead,
    /// aliases (with `|`). Types: text, bool, int, number, enum, enum-list, host-ports, duration.
    /// `<id>` in a key stands for one free segment. Lines with `#` are comments.
    pub fn read(text: &str) -> Catalogue {
        let mut catalogue = Catalogue::default();
        for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let mut columns = line.split('\t');
            let mut next = || columns.next().unwrap_or_default();
            let (name, kind, default, allowed) = (next(), next(), next(), next());
            let (scope, since, removed, flags) = (next(), next(), next(), next());
            let (instead, aliases) = (next(), next());
            let has = |flag: &str| flags.split('|').any(|f| f == flag);
            let allowed: Vec<String> =
                allowed.split('|').filter(|a| !a.is_empty()).map(str::to_owned).collect();
            let kind = match kind {
                "bool" => KeyType::Bool,
                "int" => KeyType::Integer,
                "number" => KeyType::Number,
                "enum" => KeyType::Enum(allowed, has("open")),
                "enum-list" => KeyType::EnumList(allowed, has("open")),
                "host-ports" => KeyType::HostPorts,
                "duration" => KeyType::Duration,
                _ => KeyType::Text,
            };
            let key = Key {
                key: name.to_owned(),
                kind,
                default: default.to_owned(),
                since: since.to_owned(),
                removed: removed.to_owned(),
                dead: has("dead"),
                instead: instead.to_owned(),
                secret: has("secret"),
                prefix: has("prefix"),
                scope: scope.to_owned(),
            };
            for alias in aliases.split('|').filter(|a| !a.is_empty()) {
                catalogue.aliases.insert(alias.to_owned(), name.to_owned());
            }
            if key.prefix {
                catalogue.prefixes.push(key);
            } else {
                if let Some((head, tail)) = name.split_once("<id>") {
                    catalogue.patterns.push((head.to_owned(), tail.to_owned()));
                }
                catalogue.keys.insert(name.to_owned(), key);
            }
        }
        catalogue
    }

    /// The catalogue of a product's table, read once for all documents.
    pub(crate) fn of(text: &'static str) -> Arc<Catalogue> {
        static READ: Mutex<BTreeMap<&'static str, Arc<Catalogue>>> = Mutex::new(BTreeMap::new());
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(read.entry(text).or_insert_with(|| Arc::new(Catalogue::read(text))))
    }

    /// What is known of a key: the key itself, a pattern, or a prefix that it begins with.
    pub fn find(&self, name: &str) -> Option<&Key> {
        if let Some(key) = self.keys.get(name) {
            return Some(key);
        }
        let pattern = self.patterns.iter().find(|(head, tail)| {
            name.strip_prefix(head.as_str())
                .and_then(|rest| rest.strip_suffix(tail.as_str()))
                .is_some_and(|id| !id.is_empty() && !id.contains('.'))
        });
        if let Some((head, tail)) = pattern {
            return self.keys.get(&format!("{head}<id>{tail}"));
        }
        self.prefixes.iter().find(|k| name.starts_with(&k.key) && name.len() > k.key.len())
    }

    /// The new name of an old one.
    pub fn renamed(&self, old: &str) -> Option<&str> {
        self.aliases.get(old).map(String::as_str)
    }

    /// The old names, sorted.
    pub fn old_names(&self) -> impl Iterator<Item = &str> {
        self.aliases.keys().map(String::as_str)
    }

    /// The default of a key; empty when it has none or is not known.
    pub fn default_of(&self, name: &str) -> &str {
        self.keys.get(name).map_or("", |k| k.default.as_str())
    }

    /// All keys that are not prefixes, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.keys.values()
    }

    /// The known key most like this one, if one is close.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let lower = name.to_lowercase();
        self.keys
            .values()
            .filter(|k| !k.dead)
            .map(|k| (strsim::damerau_levenshtein(&k.key, &lower), k.key.as_str()))
            .min()
            .filter(|(distance, _)| *distance <= 3.max(name.len() / 6))
            .map(|(_, key)| key)
    }
}
