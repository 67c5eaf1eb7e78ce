//! What the document does not say of its machines, taken from what was found on them.

use super::measured::{Measured, is_for_data, rounded};
use crate::{Context, Field, Scope};
use model::facts::Machine;
use model::value::{Host, Value, shown};
use model::{Edit, Message, Node, Place, msg};
use std::collections::{BTreeMap, BTreeSet};

/// A value that the document lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// What puts it in.
    pub edit: Edit,
    /// The same in words: "k1: memory 62 GiB".
    pub message: Message,
}

/// What can be filled into the nodes from the machines: cores, memory, disks and addresses, each only
/// where the document says nothing. Nothing without facts.
pub fn fill(cx: &Context) -> Vec<Filled> {
    let fields: Vec<(&'static Field, Measured)> = cx
        .product
        .all_fields()
        .filter(|field| field.scope != Scope::Cluster)
        .filter_map(|field| Some((field, field.measured?)))
        .collect();
    let mut all = Vec::new();
    let resolves = cx.facts.into_iter().flat_map(|f| &f.machines).flat_map(|m| &m.resolves);
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, address) in resolves {
        known.entry(name).or_default().insert(address);
    }
    for (node, machine) in cx.machines() {
        if let Some(address) = address(&known, node, machine) {
            all.push(Filled {
                message: msg!(en: "{n}: address {a}", zh: "{n}：地址 {a}", n = cx.name(node.row), a = shown(&address)),
                edit: Edit::Set(Place::NodeAddress(node.row), address),
            });
        }
        for (field, measured) in &fields {
            if cx.spec.settings.contains_key(field.key) || node.settings.contains_key(field.key) {
                continue;
            }
            let Some(text) = text(machine, *measured).filter(|_| field.is_of(&node.roles)) else {
                continue;
            };
            if field.check(&text).is_err() {
                continue;
            }
            all.push(Filled {
                message: msg!(en: "{n}: {f} {v}", zh: "{n}：{f} {v}",
                    n = cx.name(node.row), f = field.label, v = shown(&text)),
                edit: Edit::Set(Place::NodeSetting(node.row, field.key.to_owned()), text),
            });
        }
    }
    all
}

/// What a field would say of a machine; `None` where it was not found out.
pub(crate) fn text(machine: &Machine, measured: Measured) -> Option<String> {
    match measured {
        Measured::Cores => machine.cores.map(|cores| cores.to_string()),
        Measured::Memory => machine.memory.map(|memory| rounded(memory).to_string()),
        Measured::Disks(notation) => {
            let disks = machine.disks.iter().filter(|disk| is_for_data(&disk.mount));
            let disks: Vec<(&str, u64)> =
                disks.filter_map(|disk| Some((disk.mount.as_str(), disk.size?))).collect();
            (!disks.is_empty()).then(|| (notation.write)(&disks))
        }
    }
}

/// The address of a machine, where there is one answer: one of its own that the others know its name
/// by, or the only one it has.
fn address(
    known: &BTreeMap<&str, BTreeSet<&str>>,
    node: &Node,
    machine: &Machine,
) -> Option<String> {
    let is_address = |text: &str| matches!(Host::parse(text), Ok(Host::V4(_) | Host::V6(_)));
    let name = node.name.trim();
    if !node.address.trim().is_empty() || is_address(name) {
        return None;
    }
    let own = machine.addresses.iter().map(String::as_str);
    let of_name = known.get(name);
    let mut all: Vec<&str> =
        own.clone().filter(|own| of_name.is_some_and(|known| known.contains(own))).collect();
    if all.is_empty() {
        all = own.filter(|own| !own.contains(':')).collect();
    }
    match all.as_slice() {
        [one] if is_address(one) => Some((*one).to_owned()),
        _ => None,
    }
}
