//! What no field says becomes an override in the narrowest layer, or is left out.

use crate::Unsaid;
use crate::fit::unset;
use crate::read::Note;
use crate::target::Target;
use model::{ClusterSpec, Edit, Layer, Place, Property, RowId, Severity, apply, msg};
use rules::{Context, Product};
use std::collections::{BTreeMap, BTreeSet};

/// What a property must become on a node: a value, or nothing at all.
type Wanted = BTreeMap<(&'static str, String), BTreeMap<RowId, Option<String>>>;

/// How often the layers are put right: a value for a role may reach a node with two roles.
const ROUNDS: usize = 3;

/// Sets what differs; what Muster would write by itself and was left out is told.
pub(crate) fn keep(
    product: &'static Product,
    spec: &mut ClusterSpec,
    target: &Target,
) -> Vec<Unsaid> {
    let unsaid = unsaid(product, spec, target);
    for round in 0..ROUNDS {
        let wanted = wanted(product, spec, target);
        if wanted.is_empty() {
            break;
        }
        for ((file, key), of_rows) in wanted {
            let property = property(product, file, &key);
            let edits = if round == 0 {
                layers(product, spec, target, file, &property, &of_rows)
            } else {
                // What stands there already and cannot be written is said once, by a rule.
                let own = of_rows
                    .iter()
                    .filter(|(row, value)| !says(product, spec, **row, file, &key, value.as_ref()));
                own.map(|(row, value)| edit(Layer::Node(*row), &property, value.as_ref())).collect()
            };
            for edit in &edits {
                apply(spec, edit);
            }
        }
    }
    unsaid
}

/// Whether an override that reaches a node says this value already.
fn says(
    product: &'static Product,
    spec: &ClusterSpec,
    row: RowId,
    file: &str,
    key: &str,
    value: Option<&String>,
) -> bool {
    let cx = Context::new(spec, product);
    let said = cx
        .node(row)
        .and_then(|node| cx.overridden(node, file, key).map(|(_, text)| text.to_owned()));
    said.is_some() && said.as_ref() == value
}

/// A key of the product's main file needs no name of a file.
fn property(product: &Product, file: &str, key: &str) -> Property {
    let main = product.configs.first().is_some_and(|c| c.name == file);
    let bare = Property::new("", key);
    if main && bare.file().is_empty() && bare.key() == key {
        bare
    } else {
        Property::new(file, key)
    }
}

fn edit(layer: Layer, property: &Property, value: Option<&String>) -> Edit {
    match value {
        Some(value) => Edit::Set(Place::Override(layer, property.clone()), value.clone()),
        None => Edit::LeaveOut(layer, property.clone()),
    }
}

/// What differs between what Muster would write and what was read.
fn wanted(product: &'static Product, spec: &ClusterSpec, target: &Target) -> Wanted {
    let cx = Context::new(spec, product);
    let mut wanted = Wanted::new();
    for (row, files) in &target.rows {
        let (Some(node), Some(config)) = (cx.node(*row), cx.config_of(*row)) else { continue };
        for (name, lines) in files.iter() {
            let Some(file) = config.file(name) else { continue };
            for (key, line) in lines {
                let same = match file.get(key) {
                    Some(entry) => entry.on(&cx, node).is_ok_and(|text| *text == *line.value),
                    // The default, said in so many words: a field says it. A key with nothing behind it is
                    // another thing than one that is not there.
                    None => {
                        !line.value.is_empty()
                            && unset(&cx, key) == line.value
                            && product.all_fields().any(|f| crate::fit::writes(&cx, f, name, key))
                    }
                };
                if !same {
                    let of_key = wanted.entry((*name, key.clone())).or_default();
                    of_key.insert(*row, Some(line.value.clone()));
                }
            }
            for entry in file.entries().iter().filter(|e| !lines.contains_key(&e.key)) {
                let same = entry.on(&cx, node).is_ok_and(|t| *t == *unset(&cx, &entry.key));
                let known = cx.catalogue().find(&entry.key).is_some();
                if !(same && known) {
                    wanted.entry((*name, entry.key.clone())).or_default().insert(*row, None);
                }
            }
        }
    }
    // What the host's files say counts, and not what Muster would write for it into another file, which
    // was not brought.
    for (row, files) in &target.rows {
        let Some(config) = cx.config_of(*row) else { continue };
        let options: BTreeSet<&str> = files
            .iter()
            .flat_map(|(file, lines)| lines.iter().map(move |(name, line)| (*file, name, line)))
            .flat_map(|(file, name, line)| crate::guess::defined(product, file, name, &line.value))
            .collect();
        let said = |key: &str| {
            options.contains(key) || files.values().any(|lines| lines.contains_key(key))
        };
        for file in config.files.iter().filter(|file| !files.contains_key(file.name)) {
            for entry in file.entries().iter().filter(|entry| said(&entry.key)) {
                wanted.entry((file.name, entry.key.clone())).or_default().insert(*row, None);
            }
        }
    }
    wanted
}

/// The layers that say it: the cluster when all nodes with the file want the same, a role when all its
/// nodes do, else the cluster for what most have, and the nodes for the rest.
fn layers(
    product: &Product,
    spec: &ClusterSpec,
    target: &Target,
    file: &str,
    property: &Property,
    of_rows: &BTreeMap<RowId, Option<String>>,
) -> Vec<Edit> {
    let read: BTreeSet<RowId> = target
        .rows
        .iter()
        .filter(|(row, files)| files.contains_key(file) || of_rows.contains_key(row))
        .map(|(row, _)| *row)
        .collect();
    let values: BTreeSet<&Option<String>> = of_rows.values().collect();
    let first = values.first().copied();
    if let Some(value) = first.filter(|_| values.len() == 1 && of_rows.len() == read.len()) {
        return vec![edit(Layer::Cluster, property, value.as_ref())];
    }
    let mut edits = Vec::new();
    let mut done = BTreeSet::new();
    for role in product.roles {
        let rows: Vec<RowId> =
            spec.with_role(role.id).map(|n| n.row).filter(|row| read.contains(row)).collect();
        let mut wanted = rows.iter().map(|row| of_rows.get(row));
        let Some(Some(value)) = wanted.next() else { continue };
        if rows.len() < 2 || !wanted.all(|other| other == Some(value)) {
            continue;
        }
        if rows.iter().any(|row| done.contains(row)) {
            continue;
        }
        done.extend(rows);
        edits.push(edit(Layer::Role(role.id.to_owned()), property, value.as_ref()));
    }
    // No role is what tells them apart: most nodes have it, and single ones another.
    let count = |value: &Option<String>| of_rows.values().filter(|v| *v == value).count();
    let most = values.iter().map(|value| (count(value), *value)).max_by_key(|(count, _)| *count);
    if let Some((_, value)) =
        most.filter(|(count, _)| edits.is_empty() && count * 2 > read.len() && *count > 1)
    {
        edits.push(edit(Layer::Cluster, property, value.as_ref()));
        done.extend(of_rows.iter().filter(|(_, other)| *other == value).map(|(row, _)| *row));
    }
    let rest = of_rows.iter().filter(|(row, _)| !done.contains(row));
    edits.extend(rest.map(|(row, value)| edit(Layer::Node(*row), property, value.as_ref())));
    edits
}

/// Files that none of the node's programs reads: told, since they are no part of the document.
pub(crate) fn unread(product: &'static Product, spec: &ClusterSpec, target: &Target) -> Vec<Note> {
    let cx = Context::new(spec, product);
    let mut notes: Vec<Note> = Vec::new();
    for (row, files) in &target.rows {
        let Some(config) = cx.config_of(*row) else { continue };
        let unread: Vec<_> = files.iter().filter(|(name, _)| config.file(name).is_none()).collect();
        let first = unread.iter().find_map(|(_, lines)| lines.values().next());
        let Some(line) = first else { continue };
        let names: Vec<&str> = unread.iter().map(|(name, _)| **name).collect();
        notes.push(Note {
            severity: Severity::Info,
            path: line.path.to_string(),
            span: line.span,
            message: msg!(
                en: "None of the programs on {n}, as the document has them, reads {f}: kept aside. Give the node the role that reads it, and import again.",
                zh: "按文档中的角色，{n} 上没有程序读取 {f}：已搁置。请为该节点设置会读取它的角色后重新导入。",
                n = cx.name(*row), f = names.join(", ")),
        });
    }
    let untold = |(row, _): &&(RowId, _)| {
        target.containers.contains(row) && cx.node(*row).is_some_and(|n| n.roles.is_empty())
    };
    if let Some((_, files)) = target.rows.iter().find(untold) {
        let line = files.values().find_map(|lines| lines.values().next());
        notes.extend(line.map(|line| Note {
            severity: Severity::Info,
            path: line.path.to_string(),
            span: line.span,
            message: msg!(
                en: "Nothing says which program these variables are for, so the node has no role. Bring the file in a folder per service, called as the service is, or docker-compose.yml beside it.",
                zh: "没有内容说明这些变量属于哪个程序，因此节点没有角色。请按服务各建一个同名目录放入该文件，或同时提供 docker-compose.yml。"),
        }));
    }
    if let Some((_, files)) = target.rows.first().filter(|_| target.untold) {
        let line = files.values().find_map(|lines| lines.values().next());
        notes.extend(line.map(|line| Note {
            severity: Severity::Warning,
            path: line.path.to_string(),
            span: line.span,
            message: msg!(
                en: "Every host has the files of the same programs, so the files do not say who runs what, and not every name does: set the roles of the nodes.",
                zh: "每台主机都有相同程序的文件，因此无法从文件得知谁运行什么，主机名也未全部说明：请设置各节点的角色。"),
        }));
    }
    notes
}

/// What Muster would write by itself, and the files leave to the product.
fn unsaid(product: &'static Product, spec: &ClusterSpec, target: &Target) -> Vec<Unsaid> {
    let cx = Context::new(spec, product);
    let mut all: Vec<Unsaid> = Vec::new();
    for (row, files) in &target.rows {
        let (Some(node), Some(config)) = (cx.node(*row), cx.config_of(*row)) else { continue };
        for (name, lines) in files.iter() {
            let Some(file) = config.file(name) else { continue };
            for entry in file.entries().iter().filter(|e| !lines.contains_key(&e.key)) {
                let Ok(value) = entry.on(&cx, node) else { continue };
                if *value == *unset(&cx, &entry.key) {
                    continue;
                }
                let same =
                    |u: &&mut Unsaid| u.file == *name && u.key == entry.key && u.value == *value;
                match all.iter_mut().find(same) {
                    Some(known) => known.nodes.push(node.name.clone()),
                    None => all.push(Unsaid {
                        file: name,
                        key: entry.key.clone(),
                        value: value.to_string(),
                        reason: entry.reason.clone(),
                        nodes: vec![node.name.clone()],
                    }),
                }
            }
        }
    }
    all
}
