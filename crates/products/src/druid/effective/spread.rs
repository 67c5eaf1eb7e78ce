//! A number of a program that the common file says, where the program's own file leaves it out: as the
//! variables of a container do, which all go into one file.

use crate::druid::notation;
use crate::druid::programs::{BROKERS, COMMON, HISTORICALS, Program};
use ::rules::{Among, Context};
use model::{Node, Place};

const THREADS: &str = "druid.processing.numThreads";
const MERGE: &str = "druid.processing.numMergeBuffers";
const BUFFER: &str = "druid.processing.buffer.sizeBytes";
/// A buffer where nothing says its size: any direct memory will do.
const FITTED: u64 = 100 << 20;

/// What the common file says of a key that the program's own file leaves out, or what the program then
/// takes; asked of the document alone.
fn common(
    cx: &Context,
    node: &Node,
    program: &Program,
    key: &str,
    otherwise: u64,
) -> Option<(Option<u64>, Place)> {
    let (own, text) = cx.overridden(node, program.runtime, key)?;
    if !text.trim().is_empty() {
        return None;
    }
    Some(match cx.overridden(node, COMMON, key).filter(|(_, text)| !text.trim().is_empty()) {
        Some((place, text)) => (notation::size(text), place),
        None => (Some(otherwise), own),
    })
}

/// A core less than the machine has, and a few where nobody knows how many those are.
fn threads(cx: &Context, node: &Node) -> u64 {
    let cores = cx.node_text(node, crate::common::machine::CORES.key).parse::<u64>().ok();
    cores.map_or(3, |cores| cores.saturating_sub(1).max(1))
}

/// As many threads as Druid takes by itself (`DruidProcessingConfig`).
pub(crate) const HISTORICAL_THREADS: Among =
    |cx, node| common(cx, node, &HISTORICALS, THREADS, threads(cx, node));
/// A Historical's merge buffers: a quarter of the threads, at least two.
pub(crate) const HISTORICAL_MERGE: Among =
    |cx, node| common(cx, node, &HISTORICALS, MERGE, (threads(cx, node) / 4).max(2));
/// The size of its buffers, which Druid else fits into the direct memory.
pub(crate) const HISTORICAL_BUFFER: Among =
    |cx, node| common(cx, node, &HISTORICALS, BUFFER, FITTED);
/// A Broker's merge buffers.
pub(crate) const BROKER_MERGE: Among =
    |cx, node| common(cx, node, &BROKERS, MERGE, (threads(cx, node) / 4).max(2));
/// The size of its buffers.
pub(crate) const BROKER_BUFFER: Among = |cx, node| common(cx, node, &BROKERS, BUFFER, FITTED);
