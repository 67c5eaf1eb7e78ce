//! What lies on a node's disks, as far as a file says how large it may become: segments, what tasks
//! work with, results that queries put aside.

use super::effective::{number, place_of, size};
use super::fields::folder;
use super::programs::{BROKERS, HISTORICALS, INDEXERS, Program, programs_of};
use super::services::{segment_folders, task_folders_of};
use crate::common::disks;
use ::rules::{Context, OnDisk};
use model::{Node, Text};

/// Where a Historical keeps segments, and how much.
const LOCATIONS: &str = "druid.segmentCache.locations";
/// How much tasks may keep in each of their folders: from 27 on, without a limit where nothing says it.
const TASK_SIZE: &str = "druid.worker.baseTaskDirSize";
/// How much a query may put aside; nothing where nothing says it.
const SPILLED: &str = "druid.query.groupBy.maxOnDiskStorage";
/// Where it puts that.
const SPILLED_TO: &str = "druid.processing.tmpDir";

/// What lies on them.
pub(super) fn holds(cx: &Context, node: &Node) -> Vec<OnDisk> {
    let mut all = Vec::new();
    for (folder, bytes) in segment_folders(cx, node) {
        all.push(OnDisk {
            title: const { Text::new("segment cache", "Segment 缓存") },
            folder,
            bytes,
            place: place_of(cx, node, &HISTORICALS, LOCATIONS),
            judged_by: Some("DRU092"),
        });
    }
    for program in programs_of(node) {
        all.extend(of_tasks(cx, node, program));
        all.extend(put_aside(cx, node, program));
    }
    all.extend(disks::services(cx, node));
    all
}

/// What tasks of a program may keep.
fn of_tasks(cx: &Context, node: &Node, program: &Program) -> Vec<OnDisk> {
    let Some(bytes) = number(cx, node, program, TASK_SIZE) else { return Vec::new() };
    let of = |folder: String| OnDisk {
        title: const { Text::new("folder of tasks", "任务目录") },
        folder,
        bytes,
        place: place_of(cx, node, program, TASK_SIZE),
        judged_by: None,
    };
    task_folders_of(cx, node, program).into_iter().map(of).collect()
}

/// What queries of a program may put aside together: each that groups holds a merge buffer, so there
/// are no more of them at a time than merge buffers.
fn put_aside(cx: &Context, node: &Node, program: &Program) -> Option<OnDisk> {
    if ![HISTORICALS.id, INDEXERS.id, BROKERS.id].contains(&program.id) {
        return None;
    }
    let each = size(cx, node, program, SPILLED)?;
    let at_once = number(cx, node, program, "druid.processing.numMergeBuffers")?;
    Some(OnDisk {
        title: const { Text::new("results put aside", "查询溢写数据") },
        folder: folder(&program.reads(cx, node, SPILLED_TO))?,
        bytes: each.saturating_mul(at_once),
        place: place_of(cx, node, program, SPILLED),
        judged_by: None,
    })
}
