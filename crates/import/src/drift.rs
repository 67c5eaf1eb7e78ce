//! Keys that differ between nodes and should not, and those that must differ and don't.

use crate::target::Target;
use model::{ClusterSpec, secret, value};
use rules::{Context, Product};
use std::collections::{BTreeMap, BTreeSet};

/// Characters of a value that a message has room for.
const SHOWN: usize = 60;

/// A key whose values differ between nodes with the same roles, or must and do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// The configuration file.
    pub file: &'static str,
    /// The key.
    pub key: String,
    /// The values, none where a node's file does not have the key, each with the nodes.
    pub values: Vec<(Option<String>, Vec<String>)>,
    /// What the catalogue says: whether all nodes must have the same (`same`), each its own (`node`),
    /// or nothing.
    pub scope: String,
}

impl Drift {
    /// The values for a message, in their order: long ones from the part in which they begin to
    /// differ.
    pub fn shown(&self) -> Vec<Option<String>> {
        let masked = |value: &Option<String>| value.as_deref().map(secret::masked);
        let all: Vec<Option<_>> = self.values.iter().map(|(value, _)| masked(value)).collect();
        let mut texts = all.iter().flatten().map(|text| &**text);
        let first = texts.next().unwrap_or_default();
        let same = texts.fold(first.len(), |same, text| {
            let both = first.char_indices().zip(text.chars());
            let apart = both.take(same).find(|((_, a), b)| a != b).map(|((at, _), _)| at);
            same.min(apart.unwrap_or(first.len().min(text.len())))
        });
        // From the beginning of the part: a word cut in two reads badly.
        let head = first.get(..same).unwrap_or_default();
        let from = head.rfind([',', ';', '&', '?', ' ']).map_or(0, |at| at + 1);
        let long = |text: &str| text.chars().count() > SHOWN;
        let several = all.iter().flatten().count() > 1;
        let cut = if several && all.iter().flatten().any(|text| long(text)) { from } else { 0 };
        let one = |text: &str| match text.get(cut..) {
            Some(rest) if cut > 0 => format!("…{}", value::shown(rest)),
            _ => value::shown(text),
        };
        all.iter().map(|value| value.as_deref().map(one)).collect()
    }
}

/// Compares what was read of nodes with the same roles; a key that all nodes must have the same is
/// compared over all.
pub(crate) fn drift(product: &'static Product, spec: &ClusterSpec, target: &Target) -> Vec<Drift> {
    let cx = Context::new(spec, product);
    let mut files: BTreeMap<&'static str, BTreeSet<&str>> = BTreeMap::new();
    for (_, of_node) in &target.rows {
        for (name, lines) in of_node.iter() {
            files.entry(name).or_default().extend(lines.keys().map(String::as_str));
        }
    }
    let mut all = Vec::new();
    for (file, keys) in files {
        // A key with a full-width sign in it is a line that is told as such, and no key of anybody.
        for key in keys.into_iter().filter(|key| !key.contains(crate::odd::FULL_WIDTH)) {
            let scope = cx.catalogue().find(key).map_or("", |known| known.scope.as_str());
            let mut groups: BTreeMap<Vec<&str>, BTreeMap<Option<&str>, Vec<String>>> =
                BTreeMap::new();
            for (row, of_node) in &target.rows {
                let (Some(node), Some(lines)) = (cx.node(*row), of_node.get(file)) else {
                    continue;
                };
                let roles = match scope {
                    "same" => Vec::new(),
                    _ => node.roles.iter().map(String::as_str).collect(),
                };
                let value = lines.get(key).map(|line| line.value.as_str());
                let of_value = groups.entry(roles).or_default().entry(value).or_default();
                of_value.push(node.name.clone());
            }
            for values in groups.into_values() {
                let own = scope == "node";
                let nodes: usize = values.values().map(Vec::len).sum();
                let shared = own && nodes > 1 && values.values().any(|nodes| nodes.len() > 1);
                if (values.len() > 1 && !own && !is_each_own(&values))
                    || shared && is_own_name(&values)
                {
                    let values = values.into_iter().map(|(v, n)| (v.map(str::to_owned), n));
                    all.push(Drift {
                        file,
                        key: key.to_owned(),
                        values: values.collect(),
                        scope: scope.to_owned(),
                    });
                }
            }
        }
    }
    all
}

/// Whether each value names the one node that has it: a host's own name differs as it must.
fn is_each_own(values: &BTreeMap<Option<&str>, Vec<String>>) -> bool {
    values.iter().all(|(value, nodes)| match (value, nodes.as_slice()) {
        (Some(value), [node]) => {
            let host = value.split(':').next().unwrap_or_default();
            host == node || node.split('.').next() == Some(host)
        }
        _ => false,
    })
}

/// Whether a value that nodes share names one of them, so that it cannot be right on the others. Other
/// keys may differ from node to node, and need not.
fn is_own_name(values: &BTreeMap<Option<&str>, Vec<String>>) -> bool {
    let nodes: Vec<&String> = values.values().flatten().collect();
    values.iter().any(|(value, of_value)| {
        // A list that begins with a node's name names others, too.
        let host = value.map(|v| match v.split_once(':') {
            Some((host, port)) if port.chars().all(|c| c.is_ascii_digit()) => host,
            _ => v,
        });
        let names = |node: &&String| host == Some(node.as_str());
        of_value.len() > 1 && nodes.iter().any(names)
    })
}

#[cfg(test)]
mod tests {
    use super::Drift;

    fn shown(values: &[Option<&str>]) -> Vec<Option<String>> {
        let values = values.iter().map(|v| (v.map(str::to_owned), Vec::new())).collect();
        Drift { file: "f", key: "k".to_owned(), values, scope: String::new() }.shown()
    }

    #[test]
    fn long_values_are_shown_from_where_they_differ() {
        let url = |end: &str| {
            format!("k@jdbc,url=jdbc:mysql://db.example.com:3306/k?useSSL=false,username=k,{end}")
        };
        let (a, b) = (url("maxActive=10"), url("maxActive=20"));
        let of = |texts: &[&str]| texts.iter().map(|t| Some((*t).to_owned())).collect::<Vec<_>>();
        assert_eq!(shown(&[Some(&a), Some(&b)]), of(&["…maxActive=10", "…maxActive=20"]));
        assert_eq!(shown(&[Some("a,b"), Some("a,c")]), of(&["a,b", "a,c"]));
        assert_eq!(
            shown(&[Some(&a), None]),
            [Some(a.chars().take(60).collect::<String>() + "…"), None]
        );
        // Whatever is in them, and where one ends where the other goes on.
        let long = url("\u{e9}\u{1F600}");
        assert_eq!(shown(&[Some(&long), Some(&url("\u{e9}"))]).len(), 2);
        assert_eq!(shown(&[Some(&long), Some("")]).len(), 2);
        assert_eq!(shown(&[]), []);
    }
}
