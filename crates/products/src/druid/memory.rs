//! What takes a node's memory: the heap of each program and its buffers, which are what it fills of
//! its direct memory, the tasks of a MiddleManager, and what stands beside them. What is left keeps segments in the page cache.

use super::effective::{
    direct, heap, needed, needed_by_task, number, place, task_options, task_place,
};
use super::programs::{
    BROKERS, HISTORICALS, INDEXERS, MIDDLE_MANAGERS, Program, ROUTERS, programs_of,
};
use crate::common::machine;
use crate::common::memory as common;
use ::rules::{Budget, Claim, Context, Disks};
use model::{Node, Text};

/// What takes a node's memory.
pub(super) static BUDGET: Budget =
    Budget { steps: &["sizing", "data"], memory: machine::MEMORY.key, claims, disks: Some(DISKS) };

/// What lies on disks.
const DISKS: Disks = Disks { field: crate::common::disks::KEY, holds: super::on_disk::holds };

/// The names of what a program takes: its heap, and what stands beside it.
fn names(program: &Program) -> (Text, Text) {
    match program.id {
        "coordinator-overlord" => (
            const { Text::new("Coordinator-Overlord heap", "Coordinator-Overlord 堆内存") },
            const {
                Text::new("Coordinator-Overlord direct memory", "Coordinator-Overlord 堆外内存")
            },
        ),
        "coordinator" => (
            const { Text::new("Coordinator heap", "Coordinator 堆内存") },
            const { Text::new("Coordinator direct memory", "Coordinator 堆外内存") },
        ),
        "overlord" => (
            const { Text::new("Overlord heap", "Overlord 堆内存") },
            const { Text::new("Overlord direct memory", "Overlord 堆外内存") },
        ),
        "historical" => (
            const { Text::new("Historical heap", "Historical 堆内存") },
            const { Text::new("Historical direct memory", "Historical 堆外内存") },
        ),
        "middleManager" => (
            const { Text::new("MiddleManager heap", "MiddleManager 堆内存") },
            const { Text::new("MiddleManager direct memory", "MiddleManager 堆外内存") },
        ),
        "indexer" => (
            const { Text::new("Indexer heap", "Indexer 堆内存") },
            const { Text::new("Indexer direct memory", "Indexer 堆外内存") },
        ),
        "broker" => (
            const { Text::new("Broker heap", "Broker 堆内存") },
            const { Text::new("Broker direct memory", "Broker 堆外内存") },
        ),
        _ => (
            const { Text::new("Router heap", "Router 堆内存") },
            const { Text::new("Router direct memory", "Router 堆外内存") },
        ),
    }
}

/// Whether a program fills its direct memory: those that keep buffers there, and a Router as far as it
/// may. What the others use of it is small.
fn keeps_buffers(program: &Program) -> bool {
    [HISTORICALS.id, INDEXERS.id, BROKERS.id, ROUTERS.id].contains(&program.id)
}

fn claims(cx: &Context, node: &Node) -> Vec<Claim> {
    let mut all: Vec<Claim> = Vec::new();
    for program in programs_of(node) {
        let (heap_name, direct_name) = names(program);
        let bytes = heap(cx, node, program).unwrap_or_default();
        all.push(common::claim(heap_name, bytes, place(cx, node, program, "-Xmx")));
        if keeps_buffers(program) {
            let limit = direct(cx, node, program).unwrap_or_default();
            let bytes = needed(cx, node, program).map_or(limit, |bytes| bytes.min(limit));
            let at = place(cx, node, program, "-XX:MaxDirectMemorySize");
            all.push(common::claim(direct_name, bytes, at));
        }
    }
    if node.roles.contains(MIDDLE_MANAGERS.role) {
        let tasks = number(cx, node, &MIDDLE_MANAGERS, "druid.worker.capacity").unwrap_or_default();
        let options = task_options(cx, node);
        let times = |bytes: Option<model::value::ByteSize>| {
            bytes.map_or(0, |bytes| bytes.0.saturating_mul(tasks))
        };
        let heaps = times(options.heap());
        let limit = options.direct().or(options.heap());
        let needed = needed_by_task(cx, node).map(model::value::ByteSize);
        let beside = times(needed.into_iter().chain(limit).min());
        let at = task_place(cx, node);
        all.push(common::claim(
            const { Text::new("heaps of tasks", "任务堆内存") },
            heaps,
            at.clone(),
        ));
        all.push(common::claim(
            const { Text::new("direct memory of tasks", "任务堆外内存") },
            beside,
            at,
        ));
    }
    all.extend(common::services(cx, node));
    all.push(common::others(cx, node));
    all.push(common::system(cx, node));
    all
}
