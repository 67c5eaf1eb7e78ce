//! What Druid's processes will read, whoever set it: a field, an override, an imported file. Rules,
//! scripts, runbook and picture ask here.

mod buffers;
mod jvm;
mod metadata;
mod peon;
mod spread;
mod storage;

pub(crate) use buffers::{buffers, needed, needed_by_task};
pub(crate) use jvm::{direct, heap, line, options, place};
pub(crate) use metadata::{database, is_derby, is_mysql, masters_of, metadata_user, parse};
pub(crate) use peon::{
    OPTS_ARRAY, TASK_DIRECT, TASK_HEAP, peon_place, peon_reads, task_options, task_place,
};
pub(crate) use spread::{
    BROKER_BUFFER, BROKER_MERGE, HISTORICAL_BUFFER, HISTORICAL_MERGE, HISTORICAL_THREADS,
};
pub(crate) use storage::{Store, first_reads, folder, logs_folder, logs_type, storage_type, store};

use super::notation;
use super::programs::{HISTORICALS, PROGRAMS, Program};
use ::rules::{Class, Context};
use model::{Node, Place, Property, RowId};
use std::borrow::Cow;

/// What an override of a key of the common file says for a class, or what the field says: of the
/// document alone, so that a default can be made of it.
pub(crate) fn said<'c>(
    cx: &'c Context,
    class: Option<&Class<'c>>,
    key: &str,
    field: &str,
) -> Cow<'c, str> {
    let of_class = class.and_then(|class| cx.overridden_for(class, "", key));
    let of_cluster = || cx.spec.overrides.cluster.get(&Property::new("", key)).map(String::as_str);
    match of_class.or_else(of_cluster) {
        Some(text) => Cow::Borrowed(text.trim()),
        None => cx.text_of(class, field),
    }
}

/// The port on which a program of a node listens: the one for TLS where only that is open.
pub(crate) fn port(cx: &Context, node: &Node, program: &Program) -> Option<u16> {
    if program.reads(cx, node, "druid.enablePlaintextPort") == "false" {
        let own = program.reads(cx, node, "druid.tlsPort");
        return if own.is_empty() { Some(program.tls_port) } else { own.parse().ok() };
    }
    program.plaintext_port(cx, node).parse().ok()
}

/// The ports of a program over all its nodes, each once.
pub(crate) fn ports(cx: &Context, program: &Program) -> Vec<u16> {
    let mut all: Vec<u16> =
        cx.spec.with_role(program.role).filter_map(|node| port(cx, node, program)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether a program of the cluster speaks TLS only.
pub(crate) fn encrypted(cx: &Context) -> bool {
    // Every node's script asks it, and it looks at every node.
    *cx.once("druid: encrypted", || {
        PROGRAMS.iter().any(|program| {
            let mut nodes = cx.spec.with_role(program.role);
            nodes.any(|node| program.reads(cx, node, "druid.enablePlaintextPort") == "false")
        })
    })
}

/// A whole number that a program reads on a node.
pub(crate) fn number(cx: &Context, node: &Node, program: &Program, key: &str) -> Option<u64> {
    program.reads(cx, node, key).parse().ok()
}

/// A size that a program reads on a node, in bytes.
pub(crate) fn size(cx: &Context, node: &Node, program: &Program, key: &str) -> Option<u64> {
    notation::size(&program.reads(cx, node, key))
}

/// Where what a program reads for a key is set on a node; the role where nothing sets it.
pub(crate) fn place_of(cx: &Context, node: &Node, program: &Program, key: &str) -> Place {
    let config = cx.config_of(node.row);
    let entry = program
        .process(cx)
        .zip(config)
        .and_then(|(process, config)| cx.entry_read_by(process, config, key));
    let cause = entry.and_then(|entry| entry.places.first().cloned());
    cause.unwrap_or(Place::NodeRoles(node.row))
}

/// The names of the extensions that a program loads; nothing when the list is no list.
pub(crate) fn extensions(cx: &Context, node: &Node, program: &Program) -> Option<Vec<String>> {
    notation::list(&program.reads(cx, node, "druid.extensions.loadList"))
}

/// The first program of a node, in the order of the start.
pub(crate) fn first_of(node: &Node) -> Option<&'static Program> {
    super::programs::programs_of(node).next()
}

/// The Historicals by tier, in the order of the nodes: a part of the data lies in each.
pub(crate) fn tiers(cx: &Context) -> Vec<(String, Vec<RowId>)> {
    let mut tiers: Vec<(String, Vec<RowId>)> = Vec::new();
    for node in cx.spec.with_role(HISTORICALS.role) {
        let tier = HISTORICALS.reads(cx, node, "druid.server.tier");
        match tiers.iter_mut().find(|(known, _)| *known == tier) {
            Some((_, nodes)) => nodes.push(node.row),
            None => tiers.push((tier, vec![node.row])),
        }
    }
    tiers
}
