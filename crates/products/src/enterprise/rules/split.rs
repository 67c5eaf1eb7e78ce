//! Build and query clusters apart.

use crate::enterprise::fields::storage::split;
use crate::enterprise::sources::SPLIT;
use crate::kylin::rules::support::{METADATA, MetadataUrl, place_of};
use ::rules::{Example, Rule};
use model::value::{Uri, Value, shown};
use model::{Place, Severity, Text, msg};
use std::collections::BTreeSet;

/// Metadata in HBase.
pub(super) static METASTORE: Rule = Rule {
    id: "KYE010",
    name: "split-without-a-database",
    severity: Severity::Error,
    title: Text::new(
        "With two Hadoop clusters the metadata is in a database.",
        "使用两个 Hadoop 集群时，元数据存放在数据库中。",
    ),
    why: Text::new(
        "The two sides have different HBase clusters, or none: with metadata in HBase each side would see its own. The manual requires a database.",
        "两侧的 HBase 集群不同，或根本没有：元数据存放在 HBase 中时，每一侧只能看到自己的。手册要求使用数据库。",
    ),
    sources: &[SPLIT],
    symptoms: &[],
    fires: Example::Edits(
        "kyligence-split",
        &[("overrides.cluster.kylin.metadata.url", "ke_split@hbase")],
    ),
    clean: Example::Edits("kyligence-split", &[]),
    check: |cx, sink| {
        if !split(cx) {
            return;
        }
        for found in cx.values_of(METADATA) {
            if !MetadataUrl::read(&found.value).jdbc() && found.literal().is_some() {
                let place = if found.set {
                    place_of(&found)
                } else {
                    Place::Setting("metastore.kind".to_owned())
                };
                sink.report(
                    place,
                    msg!(en: "{nodes}: the metadata is in HBase, which is another one on each of the two clusters. Use a database.",
                         zh: "{nodes}：元数据在 HBase 中，而两个集群的 HBase 各不相同。请使用数据库。",
                         nodes = cx.names(&found.nodes)),
                );
            }
        }
    },
};

/// A node that would belong to both sides.
pub(super) static ROLES: Rule = Rule {
    id: "KYE011",
    name: "split-with-role-all",
    severity: Severity::Error,
    title: Text::new(
        "With two Hadoop clusters every node has the role job or query.",
        "使用两个 Hadoop 集群时，每个节点的角色为 job 或 query。",
    ),
    why: Text::new(
        "A job node has the client of the build cluster, a query node that of the query cluster. A node with the role all would need both at once.",
        "任务节点使用构建集群的客户端，查询节点使用查询集群的客户端。角色为 all 的节点需要同时使用两者。",
    ),
    sources: &[SPLIT],
    symptoms: &[],
    fires: Example::Edits("kyligence-split", &[("nodes[+]", "ke9.example.com all")]),
    clean: Example::Edits("kyligence-split", &[("nodes[+]", "ke9.example.com query")]),
    check: |cx, sink| {
        if !split(cx) {
            return;
        }
        for node in cx.with_roles(&["all"]) {
            sink.report(
                Place::NodeRoles(node.row),
                msg!(en: "{n} has the role all, but belongs either to the build or to the query side. Give it job or query.",
                     zh: "{n} 的角色为 all，但它只能属于构建侧或查询侧。请改为 job 或 query。", n = cx.name(node.row)),
            )
            .related([Place::Setting("storage.rw_split".to_owned())]);
        }
    },
};

/// The keys that list the file systems of both clusters.
const BOTH: [&str; 2] = [
    "kylin.engine.spark-conf.spark.yarn.access.namenodes",
    "kap.storage.columnar.spark-conf.spark.yarn.access.namenodes",
];

/// The name that stands twice in a list of file systems.
fn twice(list: &str) -> Option<String> {
    let mut names = BTreeSet::new();
    let uris = list.split(',').filter_map(|text| Uri::parse(text.trim()).ok());
    uris.map(|uri| uri.authority.to_ascii_lowercase()).find(|name| !names.insert(name.clone()))
}

/// One name for two name services.
pub(super) static SAME_NAME_SERVICE: Rule = Rule {
    id: "KYE012",
    name: "one-file-system-for-both-clusters",
    severity: Severity::Error,
    title: Text::new(
        "The file systems of the build and the query cluster have different names.",
        "构建集群与查询集群的文件系统名称不同。",
    ),
    why: Text::new(
        "With one name for both, a node of the build cluster finds its own file system where the query cluster's is meant, and cubes are written to the wrong one. The manual says to rename one of the name services.",
        "两者同名时，构建集群的节点会把查询集群的文件系统当成自己的，Cube 会写到错误的位置。手册要求修改其中一个名称服务的名称。",
    ),
    sources: &[SPLIT],
    symptoms: &[],
    fires: Example::Edits(
        "kyligence-split",
        &[("settings.storage.build_fs", "hdfs://query-cluster")],
    ),
    clean: Example::Edits("kyligence-split", &[]),
    check: |cx, sink| {
        let mut told = BTreeSet::new();
        for found in BOTH.iter().flat_map(|key| cx.set_values_of(key)) {
            let Some(name) = found.literal().and_then(twice) else { continue };
            let place = if found.overridden() {
                found.place.clone()
            } else {
                Place::Setting("storage.build_fs".to_owned())
            };
            if !told.insert(place.clone()) {
                continue;
            }
            sink.report(
                place,
                msg!(en: "Both clusters are called {n}: cubes would be written to the wrong one.",
                     zh: "两个集群都叫 {n}，Cube 会写到错误的集群。", n = shown(&name)),
            )
            .related([Place::Setting("storage.query_fs".to_owned())]);
        }
    },
};
