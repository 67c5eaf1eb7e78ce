//! A product's keys: names, types, defaults, since and until when.

mod names;

use crate::context::compare_versions;
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
    /// A time whose grammar is the product's own; a rule of the product reads it.
    Time,
    /// A number of bytes whose grammar is the product's own; a rule of the product reads it.
    Size,
}

/// One key.
#[expect(clippy::struct_excessive_bools, reason = "the flags of a row, each on its own")]
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
    /// `same` or `node`: whether nodes may differ; empty when unknown. A product may have more
    /// words, which its own rules read.
    pub scope: String,
    /// Whether other values may name it: `${key}`.
    pub reference: bool,
    /// Whether the product refuses it in its configuration file.
    pub forbidden: bool,
    /// Of a whole number those that the product takes, each from and to, both included; empty for all.
    pub range: Vec<(i64, i64)>,
}

impl Key {
    /// Whether a version has it, or had it before.
    pub fn has_begun(&self, version: &str) -> bool {
        self.since.is_empty() || compare_versions(&self.since, version).is_le()
    }

    /// Whether a version reads it.
    pub fn is_read_by(&self, version: &str) -> bool {
        let begun = self.has_begun(version);
        let over = !self.removed.is_empty() && compare_versions(&self.removed, version).is_le();
        begun && !over
    }
}

/// All keys of a product.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    keys: BTreeMap<String, Key>,
    prefixes: Vec<Key>,
    patterns: Vec<(String, String)>,
    aliases: BTreeMap<String, String>,
    /// The old names of a key, sorted.
    former: BTreeMap<String, Vec<String>>,
    /// Of the old names those that stand for all that begin with them.
    old_prefixes: Vec<(String, String)>,
    /// Names of later versions, and what this version calls them.
    earlier: BTreeMap<String, String>,
    version: String,
}

impl Catalogue {
    /// Reads a catalogue: one key per line, columns with tabs: key, type, default, allowed (with
    /// `|`), scope, since, removed, flags (`dead`, `secret`, `prefix`, `open`, `ref`, `forbidden`,
    /// with `|`), instead, aliases (with `|`). Types: text, bool, int, number, enum, enum-list,
    /// host-ports, duration, time, size. Of an int the allowed values are ranges, `1..65535`, `0..`,
    /// `-1|1..`. `<id>` in a key stands for one free segment. A key whose
    /// type or default changed has a line for each range of versions. Lines with `#` are comments.
    pub fn read(text: &str) -> Catalogue {
        Catalogue::read_for(text, "")
    }

    /// The catalogue as one version sees it: of several lines of a key the one that holds for it,
    /// and old names only where they are old. Keys of other versions stay known, so that a rule
    /// can say so. With an empty version every line counts, and the last of a key wins.
    pub fn read_for(text: &str, version: &str) -> Catalogue {
        let mut catalogue = Catalogue { version: version.to_owned(), ..Catalogue::default() };
        let mut others: Vec<Key> = Vec::new();
        for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let mut columns = line.split('\t');
            let mut next = || columns.next().unwrap_or_default();
            let (name, kind, default, allowed) = (next(), next(), next(), next());
            let (scope, since, removed, flags) = (next(), next(), next(), next());
            let (instead, aliases) = (next(), next());
            let has = |flag: &str| flags.split('|').any(|f| f == flag);
            let allowed: Vec<String> =
                allowed.split('|').filter(|a| !a.is_empty()).map(str::to_owned).collect();
            let range = match kind {
                "int" => allowed.iter().filter_map(|range| range_of(range)).collect(),
                _ => Vec::new(),
            };
            let kind = match kind {
                "bool" => KeyType::Bool,
                "int" => KeyType::Integer,
                "number" => KeyType::Number,
                "enum" => KeyType::Enum(allowed, has("open")),
                "enum-list" => KeyType::EnumList(allowed, has("open")),
                "host-ports" => KeyType::HostPorts,
                "duration" => KeyType::Duration,
                "time" => KeyType::Time,
                "size" => KeyType::Size,
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
                reference: has("ref"),
                forbidden: has("forbidden"),
                range,
            };
            if !version.is_empty() && !key.is_read_by(version) {
                others.push(key);
                continue;
            }
            for alias in aliases.split('|').filter(|a| !a.is_empty()) {
                if alias.ends_with('.') {
                    catalogue.old_prefixes.push((alias.to_owned(), name.to_owned()));
                }
                catalogue.aliases.insert(alias.to_owned(), name.to_owned());
            }
            catalogue.put(key);
        }
        for (old, new) in &catalogue.aliases {
            catalogue.former.entry(new.clone()).or_default().push(old.clone());
        }
        for key in others {
            if !catalogue.keys.contains_key(&key.key) && !catalogue.aliases.contains_key(&key.key) {
                catalogue.put(key);
            }
        }
        catalogue.earlier = catalogue.names_of_later_versions();
        catalogue
    }

    fn put(&mut self, key: Key) {
        if key.prefix {
            self.prefixes.push(key);
            return;
        }
        if let Some((head, tail)) = key.key.split_once("<id>") {
            self.patterns.push((head.to_owned(), tail.to_owned()));
        }
        self.keys.insert(key.key.clone(), key);
    }

    /// The catalogue of a product's table for one of its versions, read once for all documents.
    /// An empty version stands for one that the product does not have.
    pub fn of(text: &'static str, version: &'static str) -> Arc<Catalogue> {
        type Read = BTreeMap<(&'static str, &'static str), Arc<Catalogue>>;
        static READ: Mutex<Read> = Mutex::new(BTreeMap::new());
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = read.entry((text, version));
        Arc::clone(entry.or_insert_with(|| Arc::new(Catalogue::read_for(text, version))))
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

    /// The default of a key; empty when it has none or is not known.
    pub fn default_of(&self, name: &str) -> &str {
        self.keys.get(name).map_or("", |k| k.default.as_str())
    }

    /// Whether `${…}` in a value means another key. Where it does not, it means the environment.
    pub fn has_references(&self) -> bool {
        self.keys.values().any(|k| k.reference)
    }

    /// All keys that are not prefixes, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.keys.values()
    }

    /// The known key most like this one, if one is close; of a version, one that it reads.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let lower = name.to_ascii_lowercase();
        let (length, most) = (lower.chars().count(), 3.max(name.len() / 6));
        self.keys
            .values()
            .filter(|k| !k.dead && (self.version.is_empty() || k.is_read_by(&self.version)))
            // What differs more in length alone is not compared.
            .filter(|k| k.key.chars().count().abs_diff(length) <= most)
            .map(|k| (strsim::damerau_levenshtein(&k.key, &lower), k.key.as_str()))
            .min()
            .filter(|(distance, _)| *distance <= most)
            .map(|(_, key)| key)
    }
}

/// A range of whole numbers: `1..65535`, `0..` or `..0`, or one number.
fn range_of(text: &str) -> Option<(i64, i64)> {
    let end = |text: &str, otherwise: i64| match text {
        "" => Some(otherwise),
        text => text.parse().ok(),
    };
    match text.split_once("..") {
        Some((from, to)) => Some((end(from, i64::MIN)?, end(to, i64::MAX)?)),
        None => text.parse().ok().map(|number| (number, number)),
    }
}

/// The keys that a catalogue marks as secrets, by old names too: `*` stands for what differs.
pub(crate) fn secret_marks(text: &str) -> Vec<String> {
    let mut marks = Vec::new();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let column = |at: usize| columns.get(at).copied().unwrap_or_default();
        let has = |flag: &str| column(7).split('|').any(|f| f == flag);
        if has("secret") {
            let end = if has("prefix") { "*" } else { "" };
            marks.push(format!("{}{end}", column(0).replace("<id>", "*")));
            marks.extend(column(9).split('|').filter(|a| !a.is_empty()).map(str::to_owned));
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::Catalogue;

    const TABLE: &str = "a.old\tint\t1\t\tsame\t\t2.0\t\ta.new\t\n\
        a.new\tint\t2\t\tsame\t2.0\t\t\ta.old\ta.old\n\
        b\tbool\tfalse\t\tsame\t\t2.0\t\t\t\nb\tbool\ttrue\t\tsame\t2.0\t\tref\t\t\n";

    #[test]
    fn marks_are_patterns() {
        let table = "a.x\ttext\t\t\tsame\t\t\tsecret\t\told.x\nb.\ttext\t\t\tsame\t\t\tprefix|secret\t\t\n\
            c.<id>.d\ttext\t\t\tsame\t\t\tsecret\t\t\ne\ttext\t\t\tsame\t\t\t\t\t\n";
        assert_eq!(super::secret_marks(table), ["a.x", "old.x", "b.*", "c.*.d"]);
    }

    #[test]
    fn ranges_have_two_ends_or_one() {
        let catalogue = Catalogue::read("a\tint\t1\t-1|1..65535\nb\tint\t\t..0\nc\tint\t\t\n");
        let range = |key: &str| catalogue.find(key).map(|k| k.range.clone());
        assert_eq!(range("a"), Some(vec![(-1, -1), (1, 65_535)]));
        assert_eq!((range("b"), range("c")), (Some(vec![(i64::MIN, 0)]), Some(Vec::new())));
    }

    #[test]
    fn a_version_sees_its_own_lines_and_knows_the_others() {
        let (old, new) = (Catalogue::read_for(TABLE, "1.8.1"), Catalogue::read_for(TABLE, "2.9.6"));
        assert_eq!((old.default_of("b"), new.default_of("b")), ("false", "true"));
        assert_eq!((old.renamed("a.old"), new.renamed("a.old")), (None, Some("a.new".into())));
        assert!(new.find("a.old").is_none(), "an old name is no key");
        assert_eq!(old.find("a.new").map(|k| k.instead.as_str()), Some("a.old"));
        assert_eq!((old.nearest("a.nev"), new.nearest("a.nev")), (Some("a.old"), Some("a.new")));
    }
}
