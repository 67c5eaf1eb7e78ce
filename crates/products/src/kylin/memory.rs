//! The memory of a node and what takes it.

use super::files::setenv;
use super::roles::is_kylin;
use crate::common::disks;
use crate::common::jvm::Options;
use crate::common::memory as common;
use ::rules::{Budget, Claim, Context, Disks};
use model::value::ByteSize;
use model::{Node, Place, Text};

/// The heap that a node's JVM will have, and where that is said: the last `-Xmx` of its options,
/// whoever set them.
pub(crate) fn heap_of(cx: &Context, node: &Node) -> Option<(ByteSize, Place)> {
    let (options, parts) = setenv::jvm(cx, node);
    let heap = options.heap()?;
    let (_, place) = parts.into_iter().rev().find(|(options, _)| options.heap().is_some())?;
    if matches!(place, Place::Override(..)) {
        return Some((heap, place));
    }
    let extra = Options::new(cx.node_text(node, "jvm.extra")).heap().is_some();
    Some((heap, cx.place_of_field(node, if extra { "jvm.extra" } else { "jvm.heap" })))
}

/// The same, for the field: also where somebody's options have no heap.
pub(crate) fn heap_among(cx: &Context, node: &Node) -> Option<(Option<u64>, Place)> {
    if let Some((heap, place)) = heap_of(cx, node) {
        return Some((Some(heap.0), place));
    }
    let mut places = setenv::jvm(cx, node).1.into_iter().map(|(_, place)| place);
    let place = places.rfind(|place| matches!(place, Place::Override(..)))?;
    Some((None, place))
}

/// What takes a node's memory; also of Kyligence Enterprise and KAP.
pub(crate) static BUDGET: Budget = Budget {
    steps: &["sizing"],
    memory: crate::common::machine::MEMORY.key,
    claims,
    disks: Some(DISKS),
};

/// What lies on disks: what stands beside Kylin, which itself keeps nothing that has a size.
const DISKS: Disks = Disks { field: disks::KEY, holds: disks::services };

fn claims(cx: &Context, node: &Node) -> Vec<Claim> {
    let mut heaps = Vec::new();
    if let Some((size, place)) = heap_of(cx, node).filter(|_| is_kylin(cx, node)) {
        heaps.push(common::claim(const { Text::new("Kylin heap", "Kylin 堆内存") }, size.0, place));
    }
    let (zookeeper, stores): (Vec<Claim>, Vec<Claim>) =
        common::services(cx, node).into_iter().partition(common::is_heap);
    heaps.extend(zookeeper);
    let sum = heaps.iter().fold(0_u64, |sum, claim| sum.saturating_add(claim.bytes));
    let mut all = heaps;
    all.push(common::beside_heaps(node, sum));
    all.extend(stores);
    all.push(common::others(cx, node));
    all
}
