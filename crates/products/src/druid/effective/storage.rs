//! Deep storage as the processes read it.

use crate::druid::fields::storage::{DIRECTORY, LOGS_DIRECTORY, LOGS_TYPE, TYPE};
use crate::druid::programs::{Program, programs_of};
use crate::druid::roles::is_druid;
use ::rules::Context;
use model::Node;

/// The kind of deep storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Store {
    /// A folder: of one machine, or mounted on all.
    Local,
    /// S3 or compatible.
    S3,
    /// HDFS.
    Hdfs,
    /// Azure Blob Storage.
    Azure,
    /// Google Cloud Storage.
    Google,
    /// Another extension's.
    Other,
}

/// What a program on a node reads as the storage's type: `local` where nothing is said.
pub(crate) fn storage_type(cx: &Context, node: &Node, program: &Program) -> String {
    let text = program.reads(cx, node, TYPE);
    if text.is_empty() { "local".to_owned() } else { text }
}

/// What a program on a node reads as the type of tasks' logs: `file` where nothing is said.
pub(crate) fn logs_type(cx: &Context, node: &Node, program: &Program) -> String {
    let text = program.reads(cx, node, LOGS_TYPE);
    if text.is_empty() { "file".to_owned() } else { text }
}

fn first<'c>(cx: &Context<'c>) -> Option<(&'c Node, &'static Program)> {
    let node = cx.spec.nodes.iter().find(|node| is_druid(cx, node))?;
    Some((node, programs_of(node).next()?))
}

/// The kind that the first node reads.
pub(crate) fn store(cx: &Context) -> Store {
    let text = first(cx).map(|(node, program)| storage_type(cx, node, program));
    match text.as_deref() {
        Some("local") | None => Store::Local,
        Some("s3" | "s3_zip") => Store::S3,
        Some("hdfs") => Store::Hdfs,
        Some("azure") => Store::Azure,
        Some("google") => Store::Google,
        Some(_) => Store::Other,
    }
}

/// The folder of segments that the first node reads; empty for a bucket.
pub(crate) fn folder(cx: &Context) -> String {
    first(cx).map_or_else(String::new, |(node, program)| program.reads(cx, node, DIRECTORY))
}

/// The folder of tasks' logs that the first node reads; empty for a bucket.
pub(crate) fn logs_folder(cx: &Context) -> String {
    first(cx).map_or_else(String::new, |(node, program)| program.reads(cx, node, LOGS_DIRECTORY))
}

/// What the first node reads for a key.
pub(crate) fn first_reads(cx: &Context, key: &str) -> String {
    first(cx).map_or_else(String::new, |(node, program)| program.reads(cx, node, key))
}
