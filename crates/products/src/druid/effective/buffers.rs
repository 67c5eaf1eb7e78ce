//! What the buffers for queries take of a program's direct memory (`DruidProcessingModule`,
//! `BrokerProcessingModule`).

use super::{number, peon_reads, size};
use crate::druid::notation;
use crate::druid::programs::{BROKERS, Program};
use crate::druid::versions::broker_merges_only;
use ::rules::Context;
use model::Node;

const BUFFER: &str = "druid.processing.buffer.sizeBytes";

/// How many buffers a program takes: threads, merge buffers and one; a Broker from 0.23 on without
/// the threads.
pub(crate) fn buffers(cx: &Context, node: &Node, program: &Program) -> Option<u64> {
    let merge = number(cx, node, program, "druid.processing.numMergeBuffers")?;
    let threads = if program.id == BROKERS.id && broker_merges_only(cx) {
        0
    } else {
        number(cx, node, program, "druid.processing.numThreads")?
    };
    merge.checked_add(threads)?.checked_add(1)
}

/// What they take together, in bytes.
pub(crate) fn needed(cx: &Context, node: &Node, program: &Program) -> Option<u64> {
    buffers(cx, node, program)?.checked_mul(size(cx, node, program, BUFFER)?)
}

/// The same for a task on a node.
pub(crate) fn needed_by_task(cx: &Context, node: &Node) -> Option<u64> {
    let number = |key: &str| peon_reads(cx, node, key).parse::<u64>().ok();
    let merge = number("druid.processing.numMergeBuffers")?;
    let all = number("druid.processing.numThreads")?.checked_add(merge)?.checked_add(1)?;
    all.checked_mul(notation::size(&peon_reads(cx, node, BUFFER))?)
}
