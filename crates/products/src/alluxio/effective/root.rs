//! What lies below Alluxio's root.

use crate::alluxio::fields::storage::{Storage, root_field, service_of, storage};
use crate::alluxio::roles::{ALLUXIO, MASTER};
use crate::alluxio::versions::two;
use ::rules::Context;

/// The address of the root: what the first master reads, or with 1.8, where each process reads it,
/// the first node; the field's text where there is none.
pub(crate) fn root(cx: &Context) -> String {
    let (key, roles): (_, &[&str]) = if two(cx) {
        ("alluxio.master.mount.table.root.ufs", &[MASTER])
    } else {
        ("alluxio.underfs.address", ALLUXIO)
    };
    let nodes = cx.with_roles(roles);
    let config = nodes.first().and_then(|node| cx.config_of(node.row));
    config.map_or_else(
        || cx.text(root_field(cx)).into_owned(),
        |c| cx.value(c, key).trim().to_owned(),
    )
}

/// What the root's address is of. Of a folder only the field knows whether it is a mount that all
/// nodes share.
pub(crate) fn store(cx: &Context) -> Storage {
    let root = root(cx);
    match root.split_once("://").map(|(scheme, _)| scheme) {
        Some("hdfs") => Storage::Hdfs,
        Some("s3" | "s3a" | "s3n") => Storage::S3,
        None if root.starts_with('/') && storage(cx) == Storage::Mount => Storage::Mount,
        None if root.starts_with('/') => Storage::Local,
        _ => storage(cx),
    }
}

/// The HDFS name service that the root's address names.
pub(crate) fn name_service(cx: &Context) -> Option<String> {
    service_of(&root(cx))
}

/// Whether the processes look for the Hadoop client's files in their own `conf/`, where nobody has
/// named other ones.
pub(crate) fn own_client(cx: &Context) -> bool {
    const KEY: &str = "alluxio.underfs.hdfs.configuration";
    let default = cx.catalogue().default_of(KEY);
    cx.values_read(KEY)
        .is_none_or(|all| all.iter().all(|files| files.is_empty() || files == default))
}

/// Whether the name nodes of the root's name service are written here, into `conf/hdfs-site.xml`.
pub(crate) fn writes_client(cx: &Context) -> bool {
    name_service(cx).is_some() && own_client(cx)
}

/// The address of a store that is compatible with S3 and not Amazon's; empty for Amazon's.
pub(crate) fn endpoint(cx: &Context) -> String {
    if store(cx) == Storage::S3 { cx.read("storage.s3_endpoint") } else { String::new() }
}
