//! Amazon EMR: one cluster, or a build cluster and an HBase cluster that answers queries.
//!
//! The HBase cluster's address is only known after it was created. Until then a variable stands
//! for it in `kylin.properties`; the script that creates the cluster writes its value into
//! `secrets.env`, and the deployment puts it into the file.

mod cluster;
pub mod extra;
mod files;
mod template;
pub mod values;

pub(crate) use cluster::{Applications, Cluster, HBASE, MAIN};
pub(crate) use files::FILES;

use ::rules::Context;
use model::value::{AbsolutePath, Host, Uri, Value};

/// Stands for the private DNS name of the HBase cluster's master until it is known.
pub(crate) const MASTER_VARIABLE: &str = "KYLIN_HBASE_MASTER";
/// The port of an EMR master's name node.
const NAME_NODE: u16 = 8020;

/// Whether Kylin stands on EMR.
pub fn active(cx: &Context) -> bool {
    cx.is("emr.kind", "one") || split(cx)
}

/// Whether HBase has a cluster of its own.
pub fn split(cx: &Context) -> bool {
    cx.is("emr.kind", "split")
}

/// Whether HBase keeps its files on S3.
pub fn on_s3(cx: &Context) -> bool {
    active(cx) && cx.is("emr.hbase_storage", "s3")
}

/// Where HBase keeps its files on S3.
pub fn root(cx: &Context) -> Option<Uri> {
    if on_s3(cx) { cx.get::<Uri>("emr.hbase_root").ok() } else { None }
}

/// Whether tables are looked up in the Glue catalogue.
pub fn glue(cx: &Context) -> bool {
    active(cx) && cx.is("emr.metadata", "glue")
}

/// Whether the HBase cluster's address is written by the script that creates it.
pub(crate) fn master_unknown(cx: &Context) -> bool {
    split(cx) && !on_s3(cx) && cx.get::<Host>("emr.hbase_master").is_err()
}

/// The file system of HBase as `kylin.storage.hbase.cluster-fs` wants it; `None` for the one that
/// the nodes have anyway.
pub(crate) fn cluster_fs(cx: &Context) -> Option<String> {
    if on_s3(cx) {
        return root(cx).map(|root| format!("{}://{}", root.scheme, root.authority));
    }
    if !split(cx) {
        return None;
    }
    let host = match cx.get::<Host>("emr.hbase_master") {
        Ok(host) => host.to_string(),
        Err(_) => format!("@{{{MASTER_VARIABLE}}}"),
    };
    Some(format!("hdfs://{host}:{NAME_NODE}"))
}

/// A folder below a working directory, as every machine finds it.
pub(crate) fn below(working_dir: &str, name: &str) -> Option<String> {
    if let Ok(uri) = Uri::parse(working_dir) {
        return Some(format!("{}/{name}", uri.to_string().trim_end_matches('/')));
    }
    let path = AbsolutePath::parse(working_dir).ok()?;
    Some(format!("hdfs://{}/{name}", path.0.trim_end_matches('/')))
}

/// Where Spark finds its jars.
pub(crate) fn spark_archive(cx: &Context) -> Option<String> {
    let made = active(cx) && cx.on("emr.spark_archive");
    if made { below(&cx.text("storage.working_dir"), "package/spark-libs.jar") } else { None }
}

/// Where the HBase client of a Kylin node finds its configuration.
pub(crate) fn client_dir(cx: &Context) -> Option<String> {
    if !split(cx) {
        return None;
    }
    cx.get::<AbsolutePath>("emr.hbase_conf_dir").ok().map(|path| path.0)
}

/// What Kylin's scripts must find in their environment on EMR, as `NAME=value`.
pub(crate) fn environment(cx: &Context) -> Vec<String> {
    if !active(cx) {
        return Vec::new();
    }
    let mut all: Vec<String> = [
        "HIVE_HOME=/usr/lib/hive",
        "HADOOP_HOME=/usr/lib/hadoop",
        "HBASE_HOME=/usr/lib/hbase",
        "SPARK_HOME=/usr/lib/spark",
        "HCAT_HOME=/usr/lib/hive-hcatalog",
        "hive_dependency=/usr/lib/hive/conf:/usr/lib/hive/lib/*:/usr/lib/hive/lib/hive-hcatalog-core.jar:/usr/share/aws/hmclient/lib/*:/usr/lib/spark/jars/*:/usr/lib/hbase/lib/*",
    ]
    .map(str::to_owned)
    .into();
    all.extend(client_dir(cx).map(|dir| format!("HBASE_CONF_DIR={dir}")));
    all
}
