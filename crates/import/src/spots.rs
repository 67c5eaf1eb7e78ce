//! From a place in the document to the line of the file that it came from.

use crate::target::Target;
use model::{ClusterSpec, Layer, Place, RowId, Span};
use rules::{Context, Field, Product};
use std::collections::{BTreeMap, BTreeSet};

/// A line of a file that was brought.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The file's path.
    pub path: String,
    /// Where in it.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// The lines that places came from.
#[derive(Clone, Debug, Default)]
pub struct Spots {
    by_key: BTreeMap<(RowId, String, String), Spot>,
    /// With how well the line says what the field says, the best first.
    by_field: BTreeMap<(Option<RowId>, String), (u8, Spot)>,
    of_node: BTreeMap<RowId, Spot>,
    /// The line that says a node's name, by the shortest key: `druid.host`.
    named: BTreeMap<RowId, (usize, Spot)>,
    /// The line that says a node's role, likewise: `kylin.server.mode`.
    said: BTreeMap<RowId, (usize, Spot)>,
    roles: BTreeMap<RowId, Vec<String>>,
    main: String,
}

/// How well a line says what a field says: it has the field's text; the key is the field's own; the field
/// has a part in it.
const ITSELF: u8 = 0;
const OWN_KEY: u8 = 1;
const OTHER: u8 = 2;

fn spot(path: &str, span: Span) -> Spot {
    Spot { path: path.to_owned(), line: span.line, column: span.column }
}

impl Spots {
    /// Looks up what caused each line that was read.
    pub(crate) fn of(product: &'static Product, spec: &ClusterSpec, target: &Target) -> Spots {
        let cx = Context::new(spec, product);
        let mut spots = Spots { main: cx.main_file().to_owned(), ..Spots::default() };
        let mut writers: BTreeMap<(&str, &str), Vec<&'static str>> = BTreeMap::new();
        for (row, files) in &target.rows {
            let Some(node) = cx.node(*row) else { continue };
            spots.roles.insert(*row, node.roles.iter().cloned().collect());
            let config = cx.config_of(*row);
            for (name, lines) in files.iter() {
                for (key, line) in lines {
                    let here = spot(&line.path, line.span);
                    let top = Spot { line: 1, column: 1, ..here.clone() };
                    spots.of_node.entry(*row).or_insert(top);
                    let shorter = |known: &(usize, Spot)| key.len() < known.0;
                    if line.value.trim() == node.name && spots.named.get(row).is_none_or(shorter) {
                        spots.named.insert(*row, (key.len(), here.clone()));
                    }
                    let of_role = node.roles.iter().any(|role| line.value.trim() == role);
                    if of_role && spots.said.get(row).is_none_or(shorter) {
                        spots.said.insert(*row, (key.len(), here.clone()));
                    }
                    let entry = config.and_then(|c| c.at(name, key));
                    spots.by_key.insert((*row, (*name).to_owned(), key.clone()), here.clone());
                    // Where an override says the line, no field does.
                    if cx.overridden(node, name, key).is_some() {
                        continue;
                    }
                    for place in entry.into_iter().flat_map(|e| &e.places) {
                        if let Place::Setting(field) = place {
                            let itself = cx.node_text(node, field).trim() == line.value.trim();
                            let rank = if itself { ITSELF } else { OTHER };
                            spots.of_field(*row, field, rank, &here);
                        }
                    }
                    let fields = writers.entry((*name, key.as_str())).or_insert_with(|| {
                        let own = |field: &&Field| crate::fit::writes(&cx, field, name, key);
                        product.all_fields().filter(own).map(|field| field.key).collect()
                    });
                    for field in fields.iter() {
                        spots.of_field(*row, field, OWN_KEY, &here);
                    }
                }
            }
        }
        // A field is where the fact stands that it takes after.
        for beside in product.import.beside {
            for (_, said) in &target.beyond {
                let Some(lines) = said.get(beside.subject) else { continue };
                for hint in beside.hints.iter().filter(|h| spec.settings.contains_key(h.field)) {
                    let Some(line) = lines.get(hint.fact) else { continue };
                    let field = (None, hint.field.to_owned());
                    let here = (OTHER, spot(&line.path, line.span));
                    spots.by_field.entry(field).or_insert(here);
                }
            }
        }
        spots
    }

    /// Keeps a line for a field, unless a better one is known.
    fn of_field(&mut self, row: RowId, field: &str, rank: u8, here: &Spot) {
        for of in [None, Some(row)] {
            let known = self.by_field.entry((of, field.to_owned()));
            let known = known.or_insert_with(|| (rank, here.clone()));
            if rank < known.0 {
                *known = (rank, here.clone());
            }
        }
    }

    /// The line of a key of a file on a node.
    pub fn of_key(&self, row: RowId, file: &str, key: &str) -> Option<&Spot> {
        self.by_key.get(&(row, file.to_owned(), key.to_owned()))
    }

    /// The nodes that something of each file is of, by the file's path.
    pub(crate) fn nodes_of_paths(&self) -> BTreeMap<&str, BTreeSet<RowId>> {
        let mut nodes: BTreeMap<&str, BTreeSet<RowId>> = BTreeMap::new();
        for ((row, _, _), spot) in &self.by_key {
            nodes.entry(&spot.path).or_default().insert(*row);
        }
        nodes
    }

    fn field(&self, row: Option<RowId>, field: &str) -> Option<&Spot> {
        self.by_field.get(&(row, field.to_owned())).map(|(_, spot)| spot)
    }

    /// The line that a place came from, when a file says it.
    pub fn at(&self, place: &Place) -> Option<&Spot> {
        match place {
            Place::Override(layer, property) => {
                let file = if property.file().is_empty() { &self.main } else { property.file() };
                let mut rows = self.roles.iter().filter(|(row, roles)| match layer {
                    Layer::Cluster => true,
                    Layer::Role(role) => roles.contains(role),
                    Layer::Node(own) => own == *row,
                });
                rows.find_map(|(row, _)| self.of_key(*row, file, property.key()))
            }
            Place::Setting(field) => self.field(None, field),
            Place::NodeSetting(row, field) => self.field(Some(*row), field),
            Place::NodeName(row) => {
                let named = self.named.get(row).map(|(_, spot)| spot);
                named.or_else(|| self.of_node.get(row))
            }
            Place::NodeRoles(row) => {
                let said = self.said.get(row).map(|(_, spot)| spot);
                said.or_else(|| self.of_node.get(row))
            }
            Place::Node(row) | Place::NodeAddress(row) => self.of_node.get(row),
            _ => None,
        }
    }
}
