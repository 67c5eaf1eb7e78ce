//! Writes a document as `cluster.toml`.

use super::value::{key, string, valid};
use model::{ClusterSpec, Keys, Node, Properties, Property, RowId, SCHEMA, Unknown};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The text of a document. Reading it gives the same document with fresh row ids. Keys that were
/// not known when it was read are written back.
pub fn write(spec: &ClusterSpec) -> String {
    let mut root = Table::default();
    root.value("schema", schema(spec).to_string());
    root.text("name", &spec.name);
    root.text("product", &spec.product);
    root.text("version", &spec.version);
    root.text("environment", spec.environment.id());
    root.text("language", spec.language.id());
    root.settings("settings", &spec.settings);
    let mut overrides = Table::default();
    overrides.table("cluster", properties(&spec.overrides.cluster));
    let mut roles = Table::default();
    for (role, map) in &spec.overrides.roles {
        roles.table(role, properties(map));
    }
    overrides.table("role", roles);
    root.table("overrides", overrides);
    let mut left_out = Table::default();
    left_out.keys("cluster", &spec.overrides.left_out);
    let mut roles = Table::default();
    for (role, keys) in &spec.overrides.left_out_of_roles {
        roles.keys(role, keys);
    }
    left_out.table("role", roles);
    root.table("left_out", left_out);
    let nodes = spec.nodes.iter().map(node).collect();
    root.tables("nodes", nodes);
    let names = unique_names(spec);
    let accepted = spec.accepted.iter().filter_map(|accepted| {
        let mut table = Table::default();
        table.text("rule", &accepted.rule);
        if let Some(row) = accepted.node {
            table.value("node", name_of(spec, &names, row)?);
        }
        if !accepted.field.is_empty() {
            table.text("field", &accepted.field);
        }
        table.text("reason", &accepted.reason);
        if !accepted.facts.is_empty() {
            table.value("facts", list(accepted.facts.iter()));
        }
        Some(table)
    });
    let accepted = accepted.collect();
    root.tables("accepted", accepted);
    root.unknown(&spec.unknown);
    let mut out = String::new();
    root.print("", &mut out);
    out
}

/// The schema of a document that was read from a newer one, or the oldest that can say it: so a
/// version of Muster that knows no newer one opens it.
fn schema(spec: &ClusterSpec) -> u32 {
    if spec.schema > SCHEMA { spec.schema } else { spec.least_schema() }
}

fn node(node: &Node) -> Table {
    let mut table = Table::default();
    table.text("name", &node.name);
    if !node.address.is_empty() {
        table.text("address", &node.address);
    }
    table.value("roles", list(node.roles.iter()));
    table.keys("left_out", &node.left_out);
    table.settings("settings", &node.settings);
    table.table("overrides", properties(&node.overrides));
    table.unknown(&node.unknown);
    table
}

/// Properties that were set: those of the main file by key, those of another one in a table with
/// the file's name.
fn properties(properties: &Properties) -> Table {
    let mut table = Table::default();
    for (property, text) in properties {
        // A key of the main file may be called as another file is: one table cannot hold both.
        let taken = || properties.contains_key(&Property::new("", property.file()));
        if property.file().is_empty() || taken() {
            table.text(&property.to_string(), text);
        } else {
            table.child(property.file()).text(property.key(), text);
        }
    }
    table
}

fn list<'a>(texts: impl Iterator<Item = &'a String>) -> String {
    let texts: Vec<String> = texts.map(|text| string(text)).collect();
    format!("[{}]", texts.join(", "))
}

/// The names that only one node has.
fn unique_names(spec: &ClusterSpec) -> BTreeSet<&str> {
    let (mut once, mut more) = (BTreeSet::new(), BTreeSet::new());
    for node in &spec.nodes {
        if !once.insert(node.name.as_str()) {
            more.insert(node.name.as_str());
        }
    }
    once.difference(&more).copied().collect()
}

/// How an acceptance names a node: by its name, or by its position from 1 where names are not
/// unique. Nothing for a node that is gone.
fn name_of(spec: &ClusterSpec, unique: &BTreeSet<&str>, row: RowId) -> Option<String> {
    let at = spec.position(row)?;
    let name = spec.nodes.get(at)?.name.as_str();
    Some(if unique.contains(name) { string(name) } else { (at + 1).to_string() })
}

/// A table on its way out, in the order in which it is filled.
#[derive(Default)]
struct Table {
    values: Vec<(String, String)>,
    tables: Vec<(String, Table)>,
    lists: Vec<(String, Vec<Table>)>,
}

impl Table {
    fn value(&mut self, key: &str, toml: String) {
        self.values.push((key.to_owned(), toml));
    }

    fn text(&mut self, key: &str, text: &str) {
        self.value(key, string(text));
    }

    /// Properties by their text form.
    fn keys(&mut self, key: &str, keys: &Keys) {
        if !keys.is_empty() {
            let keys: Vec<String> = keys.iter().map(Property::to_string).collect();
            let lines: Vec<String> =
                keys.iter().map(|key| format!("    {},\n", string(key))).collect();
            self.value(key, format!("[\n{}]", lines.concat()));
        }
    }

    fn table(&mut self, key: &str, table: Table) {
        if !table.is_empty() {
            self.tables.push((key.to_owned(), table));
        }
    }

    fn tables(&mut self, key: &str, tables: Vec<Table>) {
        if !tables.is_empty() {
            self.lists.push((key.to_owned(), tables));
        }
    }

    /// Fields, split at the first dot: `metastore.kind` stands as `kind` in a table `metastore`.
    fn settings(&mut self, key: &str, map: &BTreeMap<String, String>) {
        let mut table = Table::default();
        for (key, text) in map {
            match key.split_once('.') {
                // A field cannot be a text and a table.
                Some((head, tail)) if !map.contains_key(head) => {
                    table.child(head).text(tail, text);
                }
                _ => table.text(key, text),
            }
        }
        self.table(key, table);
    }

    /// The table with this key, made when it is not there.
    fn child(&mut self, key: &str) -> &mut Table {
        let at = self.tables.iter().rposition(|(k, _)| k == key).unwrap_or_else(|| {
            self.tables.push((key.to_owned(), Table::default()));
            self.tables.len() - 1
        });
        &mut self.tables[at].1
    }

    /// Unknown keys, where they stood. One that is taken meanwhile is left out.
    fn unknown(&mut self, unknown: &[Unknown]) {
        for Unknown { path, toml } in unknown {
            let Some((last, parents)) = path.split_last() else { continue };
            let mut table = &mut *self;
            let mut taken = false;
            for parent in parents {
                taken |= table.values.iter().any(|(k, _)| k == parent);
                taken |= table.lists.iter().any(|(k, _)| k == parent);
                table = table.child(parent);
            }
            taken |= table.values.iter().any(|(k, _)| k == last);
            taken |= table.tables.iter().any(|(k, _)| k == last);
            taken |= table.lists.iter().any(|(k, _)| k == last);
            if taken {
                continue;
            }
            // It comes from a document that may have been made by anybody.
            table.value(last, valid(toml));
        }
    }

    fn is_empty(&self) -> bool {
        self.values.is_empty() && self.tables.is_empty() && self.lists.is_empty()
    }

    fn print(&self, path: &str, out: &mut String) {
        for (name, toml) in &self.values {
            out.push_str(&key(name));
            out.push_str(" = ");
            out.push_str(toml);
            out.push('\n');
        }
        let header = |name: &str| {
            if path.is_empty() { key(name) } else { format!("{path}.{}", key(name)) }
        };
        for (name, table) in &self.tables {
            let path = header(name);
            if !table.values.is_empty() {
                let _ = write!(out, "\n[{path}]\n");
            }
            table.print(&path, out);
        }
        for (name, tables) in &self.lists {
            let path = header(name);
            for table in tables {
                let _ = write!(out, "\n[[{path}]]\n");
                table.print(&path, out);
            }
        }
    }
}
