//! What Kylin's processes read, whoever set it: an override counts as a field does. Connections,
//! scripts, runbook and rules ask here; single keys are asked of [`Context::read`].

mod ensemble;
mod metadata;

pub(crate) use ensemble::{of_node, others, told_of_one};
pub(crate) use metadata::{
    Database, METADATA, MetadataUrl, Server, databases, driver_file, hbase, store,
};

use crate::kylin::fields::storage::service_of;
use ::rules::Context;
use model::value::{Uri, Value};

/// Whether people are looked up in a directory.
pub(crate) fn ldap(cx: &Context) -> bool {
    cx.read_values("security.profile").iter().any(|profile| profile == "ldap")
}

/// The file system of a separate HBase cluster, as the first node that has one is told, when it is
/// readable.
pub(crate) fn cluster_fs(cx: &Context) -> Option<Uri> {
    let told = cx.set_values_of("kylin.storage.hbase.cluster-fs");
    told.iter().find_map(|found| Uri::parse(&found.value).ok())
}

/// Whether that file system is an HDFS name service.
pub(crate) fn name_service(cx: &Context) -> Option<String> {
    service_of(&cluster_fs(cx)?)
}

/// Whether results of queries are kept in the memcached servers of this list; nothing otherwise.
pub(crate) fn memcached(cx: &Context) -> Vec<String> {
    const HOSTS: &str = "kylin.cache.memcached.hosts";
    let on = cx.read_values("engine.query_cache").iter().any(|on| on.eq_ignore_ascii_case("true"));
    if !on || cx.with_roles(crate::kylin::roles::KYLIN).is_empty() {
        return Vec::new();
    }
    let set = cx.set_values_of(HOSTS);
    set.into_iter().map(|found| found.value).filter(|list| !list.is_empty()).collect()
}
