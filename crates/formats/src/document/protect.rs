//! Takes secrets out of a document.

use model::secret::{Protected, is_reference, is_secret_key, protect_override, protect_text};
use model::value::{Value, Variable};
use model::{ClusterSpec, Layer, Place, Property};
use std::collections::{BTreeMap, BTreeSet};

/// A secret that stood in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// Where.
    pub place: Place,
    /// The variable that stands there now.
    pub variable: String,
    /// The secret. Only ever shown to the person who brought it.
    pub value: String,
}

/// Puts the names of variables where secrets stand: in overrides, in fields whose key says that
/// they hold one, and in URLs. Doing it twice changes nothing more.
pub fn protect(spec: &mut ClusterSpec) -> Vec<Removed> {
    protect_with(Names::default(), spec)
}

/// The same, with the variables that were given before.
pub(super) fn protect_with(mut names: Names, spec: &mut ClusterSpec) -> Vec<Removed> {
    let settings = |key: &String| Place::Setting(key.clone());
    names.each(&mut spec.settings, protect_setting, settings);
    let cluster = |property: &Property| Place::Override(Layer::Cluster, property.clone());
    names.each(&mut spec.overrides.cluster, protect_override, cluster);
    for (role, map) in &mut spec.overrides.roles {
        let of_role =
            |property: &Property| Place::Override(Layer::Role(role.clone()), property.clone());
        names.each(map, protect_override, of_role);
    }
    for node in &mut spec.nodes {
        let row = node.row;
        let setting = |key: &String| Place::NodeSetting(row, key.clone());
        names.each(&mut node.settings, protect_setting, setting);
        let over = |property: &Property| Place::Override(Layer::Node(row), property.clone());
        names.each(&mut node.overrides, protect_override, over);
    }
    names.removed
}

/// A field's text without secrets. A field that holds the name of a variable keeps it.
fn protect_setting(key: &str, text: &str) -> Protected {
    if !is_secret_key(key) {
        return protect_text(key, text);
    }
    let name = Variable::parse(text).is_ok() || is_reference(text) || text.trim().is_empty();
    if name {
        return Protected { text: text.to_owned(), removed: Vec::new() };
    }
    let variable = model::secret::variable_for(key);
    Protected { text: variable.clone(), removed: vec![(variable, text.to_owned())] }
}

/// The variables that were given so far: two different secrets never share one.
#[derive(Default)]
pub(super) struct Names {
    /// By variable and secret.
    known: BTreeMap<(String, String), String>,
    numbers: BTreeMap<String, u32>,
    taken: BTreeSet<String>,
    removed: Vec<Removed>,
}

impl Names {
    fn each<K: ToString>(
        &mut self,
        map: &mut BTreeMap<K, String>,
        protect: fn(&str, &str) -> Protected,
        place: impl Fn(&K) -> Place,
    ) {
        for (key, text) in map {
            let (protected, removed) = self.text(&key.to_string(), text, protect);
            let of_place = |(variable, value)| Removed { place: place(key), variable, value };
            self.removed.extend(removed.into_iter().map(of_place));
            *text = protected;
        }
    }

    /// A text without secrets, and what was taken out of it: variable and secret.
    pub(super) fn text(
        &mut self,
        key: &str,
        text: &str,
        protect: fn(&str, &str) -> Protected,
    ) -> (String, Vec<(String, String)>) {
        let protected = protect(key, text);
        let mut out = protected.text;
        let mut from = 0;
        let mut removed = Vec::new();
        for (variable, value) in protected.removed {
            let name = self.name(&variable, &value);
            if name != variable {
                let whole = out == variable;
                let written =
                    |name: &str| if whole { name.to_owned() } else { format!("${{{name}}}") };
                let old = written(&variable);
                let later = out.get(from..).and_then(|t| t.find(&old)).map(|at| at + from);
                if let Some(at) = later.or_else(|| out.find(&old)) {
                    let new = written(&name);
                    out.replace_range(at..at + old.len(), &new);
                    from = at + new.len();
                }
            }
            removed.push((name, value));
        }
        (out, removed)
    }

    /// The variable for a secret: a name that holds another secret already gets a number.
    fn name(&mut self, variable: &str, value: &str) -> String {
        let secret = (variable.to_owned(), value.to_owned());
        if let Some(name) = self.known.get(&secret) {
            return name.clone();
        }
        let number = self.numbers.entry(secret.0.clone()).or_default();
        loop {
            *number += 1;
            let name =
                if *number == 1 { variable.to_owned() } else { format!("{variable}_{number}") };
            if self.taken.insert(name.clone()) {
                self.known.insert(secret, name.clone());
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Node, Properties};

    #[test]
    fn two_secrets_of_one_key_get_two_variables() {
        let mut spec = ClusterSpec::new("p", "1");
        for secret in ["one", "two", "one"] {
            let overrides = Properties::from([("a.password".into(), secret.to_owned())]);
            spec.push(Node { overrides, ..Node::default() });
        }
        let removed = protect(&mut spec);
        let texts: Vec<_> =
            spec.nodes.iter().map(|n| n.overrides[&"a.password".into()].as_str()).collect();
        assert_eq!(texts, ["${A_PASSWORD}", "${A_PASSWORD_2}", "${A_PASSWORD}"]);
        assert_eq!(removed.len(), 3);
        assert_eq!(protect(&mut spec), []);
    }

    #[test]
    fn a_field_keeps_the_name_of_a_variable_and_loses_a_password() {
        let mut spec = ClusterSpec::new("p", "1");
        spec.settings.insert("metastore.password".into(), "MY_VARIABLE".into());
        spec.settings.insert("ldap.password".into(), "hunter2".into());
        spec.settings.insert("metastore.jdbc_url".into(), "jdbc:mysql://h/d?password=x".into());
        let removed = protect(&mut spec);
        assert_eq!(spec.settings["metastore.password"], "MY_VARIABLE");
        assert_eq!(spec.settings["ldap.password"], "LDAP_PASSWORD");
        assert_eq!(
            spec.settings["metastore.jdbc_url"],
            "jdbc:mysql://h/d?password=${METASTORE_JDBC_URL_PASSWORD}"
        );
        assert_eq!(removed.len(), 2);
    }
}
