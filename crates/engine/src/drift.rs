//! What differs between nodes as a table: keys as rows, nodes as columns.

use ::import::Drift;
use model::ClusterSpec;
use protocol::{CellKind, DriftCell, DriftRow, DriftView};
use std::collections::{BTreeMap, HashMap};

/// Most columns that are told; the command line tells all nodes.
const COLUMNS: usize = 60;
/// Most rows.
const ROWS: usize = 400;
/// Most characters of a value.
const LONGEST: usize = 300;

/// What a node has for a key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Has<'d> {
    /// A value of its own, as it must.
    Own,
    /// A value, or none, and whether it stands out.
    Value(Option<&'d str>, bool),
}

/// The cells of a row that are not empty, by node.
type Cells<'d> = HashMap<&'d str, Has<'d>>;

struct Row<'d> {
    file: &'d str,
    key: &'d str,
    must_differ: bool,
    cells: Cells<'d>,
}

/// The table. Nodes with other roles are compared apart, and so a key may be told for each of them: it
/// is one row.
pub(crate) fn table(drift: &[Drift], spec: &ClusterSpec) -> DriftView {
    let mut rows: Vec<Row> = Vec::new();
    let mut by_key: HashMap<(&str, &str, bool), usize> = HashMap::new();
    for one in drift {
        let must_differ = must_differ(one);
        let at = *by_key.entry((one.file, &one.key, must_differ)).or_insert_with(|| {
            rows.push(Row { file: one.file, key: &one.key, must_differ, cells: Cells::new() });
            rows.len() - 1
        });
        let Some(row) = rows.get_mut(at) else { continue };
        for (nodes, has) in with_odd(one, must_differ) {
            row.cells.extend(nodes.iter().map(|node| (node.as_str(), has)));
        }
    }
    let more_rows = rows.len().saturating_sub(ROWS);
    rows.truncate(ROWS);
    let mut columns = columns(&rows, spec);
    let more_columns = columns.len().saturating_sub(COLUMNS);
    columns.truncate(COLUMNS);
    let row = |row: &Row| DriftRow {
        file: row.file.to_owned(),
        key: shown(row.key),
        must_differ: row.must_differ,
        cells: columns
            .iter()
            .map(|nodes| cell(nodes.first().and_then(|node| row.cells.get(node.as_str()))))
            .collect(),
    };
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    DriftView {
        rows: rows.iter().map(row).collect(),
        more_columns: count(more_columns),
        more_rows: count(more_rows),
        columns,
    }
}

/// Whether each node must have its own value: the catalogue says so, or most of them have their own
/// name there.
fn must_differ(drift: &Drift) -> bool {
    let nodes: usize = drift.values.iter().map(|(_, nodes)| nodes.len()).sum();
    let own = drift.values.iter().filter(|(value, nodes)| is_own_name(value.as_deref(), nodes));
    drift.scope == "node" || own.count() * 2 > nodes
}

/// Whether a value is the name of the one node that has it.
fn is_own_name(value: Option<&str>, nodes: &[String]) -> bool {
    let host = value.and_then(|value| value.split(':').next());
    matches!((host, nodes), (Some(host), [node]) if host == node || node.split('.').next() == Some(host))
}

/// The values by their nodes, and whether they stand out: of what all should have, those that fewer
/// have than another one; of what each must have for itself, those that several have, or that are
/// another one's name.
fn with_odd(drift: &Drift, must_differ: bool) -> Vec<(&[String], Has<'_>)> {
    let most = drift.values.iter().map(|(_, nodes)| nodes.len()).max().unwrap_or_default();
    let is_own = |value: Option<&str>, nodes: &[String]| {
        let alone = value.is_some() && nodes.len() == 1;
        must_differ && alone && (drift.scope == "node" || is_own_name(value, nodes))
    };
    let of_all = drift.values.iter();
    of_all
        .map(|(value, nodes)| {
            let value = value.as_deref();
            let told = if is_own(value, nodes) {
                Has::Own
            } else {
                Has::Value(value, must_differ || nodes.len() < most)
            };
            (nodes.as_slice(), told)
        })
        .collect()
}

/// The nodes that are in the table, in the document's order; those that are equal in all rows together.
fn columns(rows: &[Row], spec: &ClusterSpec) -> Vec<Vec<String>> {
    let mut columns: Vec<Vec<String>> = Vec::new();
    let mut equal: BTreeMap<Vec<Option<Has>>, usize> = BTreeMap::new();
    for node in &spec.nodes {
        let cells: Vec<_> =
            rows.iter().map(|row| row.cells.get(node.name.as_str()).copied()).collect();
        if cells.iter().all(Option::is_none) {
            continue;
        }
        let at = *equal.entry(cells).or_insert_with(|| {
            columns.push(Vec::new());
            columns.len() - 1
        });
        if let Some(column) = columns.get_mut(at) {
            column.push(node.name.clone());
        }
    }
    columns
}

fn cell(of: Option<&Has>) -> DriftCell {
    let (kind, value, odd) = match of {
        None => (CellKind::Apart, String::new(), false),
        Some(Has::Own) => (CellKind::Own, String::new(), false),
        Some(Has::Value(None, odd)) => (CellKind::Absent, String::new(), *odd),
        Some(Has::Value(Some(value), odd)) => (CellKind::Value, shown(value), *odd),
    };
    DriftCell { kind, value, odd }
}

/// A value without its secrets, not longer than somebody reads in a table.
fn shown(value: &str) -> String {
    let value = model::secret::masked(value);
    match value.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
        None => value,
    }
}
