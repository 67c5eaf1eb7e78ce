//! Folders on the file systems, and the separate HBase cluster.

use super::{of_field, unless_default, usable};
use crate::kylin::emr;
use crate::kylin::fields::storage::{cluster_fs, cluster_fs_field, in_bucket, name_service, split};
use crate::kylin::files::HDFS_CLIENT;
use ::rules::{Context, Entry};
use model::msg;

/// Where builds work.
pub(crate) fn working_dir(cx: &Context) -> Option<Entry> {
    unless_default(
        cx,
        "kylin.env.hdfs-working-dir",
        "storage.working_dir",
        msg!(en: "Where builds keep their files; the same on all nodes, or query nodes do not find dictionaries.",
             zh: "构建存放文件的位置；所有节点必须相同，否则查询节点找不到字典。"),
    )
}

/// Where Spark's history lies, when that is not the default.
pub(crate) fn spark_history(cx: &Context) -> Vec<Entry> {
    let mut entries = Vec::new();
    if !cx.text("storage.spark_history").is_empty() {
        let fields = &["storage.spark_history", "storage.working_dir"];
        let reason = msg!(
            en: "The start makes this folder and stops when it cannot; Kylin's default is on HDFS.",
            zh: "启动时会创建此目录，失败则停止；Kylin 的默认值位于 HDFS。");
        for key in [
            "kylin.engine.spark-conf.spark.eventLog.dir",
            "kylin.engine.spark-conf.spark.history.fs.logDirectory",
        ] {
            let mut entry =
                Entry::new(key, cx.text("storage.spark_history"), fields, reason.clone());
            if let Err(why) = usable(cx, "storage.spark_history") {
                entry = entry.broken(why);
            }
            entries.push(entry);
        }
    }
    entries
}

pub(super) fn entries(cx: &Context) -> Vec<Entry> {
    let mut entries: Vec<Entry> = working_dir(cx).into_iter().collect();
    entries.extend(spark_history(cx));
    if split(cx) {
        entries.extend(separate(cx));
    } else {
        entries.extend(named_file_system(cx));
    }
    if in_bucket(cx) {
        entries.push(flat_table_as_written(&["storage.cluster_fs", "storage.hbase_fs"]));
    }
    if emr::active(cx) {
        entries.extend(on_emr(cx));
    }
    entries
}

fn on_emr(cx: &Context) -> Vec<Entry> {
    let mut entries = Vec::new();
    if emr::on_s3(cx) {
        if !split(cx) {
            entries.push(file_system(cx));
        }
        entries.push(flat_table_as_written(&["emr.hbase_storage", "emr.kind"]));
    }
    if emr::glue(cx) {
        let reason =
            msg!(en: "Source tables are looked up in AWS Glue.", zh: "在 AWS Glue 中查找源表。");
        let fields = &["emr.metadata", "emr.kind"];
        entries.push(Entry::new("kylin.source.hive.metadata-type", "gluecatalog", fields, reason));
    }
    if let Some(archive) = emr::spark_archive(cx) {
        let reason = msg!(
            en: "Spark's and HBase's jars in one file, which emr/prepare-kylin-node.sh makes.",
            zh: "Spark 和 HBase 的 jar 合成的一个文件，由 emr/prepare-kylin-node.sh 生成。");
        let fields = &["emr.spark_archive", "storage.working_dir", "emr.kind"];
        let key = "kylin.engine.spark-conf.spark.yarn.archive";
        entries.push(Entry::new(key, archive, fields, reason));
    }
    entries
}

/// The third of the keys that HBase on S3 needs.
fn flat_table_as_written(fields: &[&str]) -> Entry {
    let reason = msg!(
        en: "With HBase and the working directory on S3, Hive's flat table stays as it was written.",
        zh: "HBase 和工作目录位于 S3 时，不对 Hive 平表做重新分布。");
    Entry::new("kylin.source.hive.redistribute-flat-table", "false", fields, reason)
}

/// The file system that HBase has of its own, without the path: Kylin uses none.
fn named_file_system(cx: &Context) -> Option<Entry> {
    let field = cluster_fs_field(cx)?;
    let reason = msg!(
        en: "The file system of HBase, as in its hbase.rootdir; with a scheme, since host:port alone fails at the first cube.",
        zh: "HBase 的文件系统，与其 hbase.rootdir 一致；必须带 scheme，只写 host:port 会在读取首个 Cube 时失败。");
    let entry = of_field(cx, "kylin.storage.hbase.cluster-fs", field, reason);
    Some(match cluster_fs(cx) {
        Some(uri) if entry.broken.is_none() => entry.with(uri.file_system()),
        _ => entry,
    })
}

/// The file system of HBase on EMR.
fn file_system(cx: &Context) -> Entry {
    let reason = msg!(
        en: "The file system of HBase as in its hbase.rootdir, with a scheme: the name of the master's machine inside the VPC, or the bucket.",
        zh: "HBase 的文件系统，与其 hbase.rootdir 一致且带 scheme：master 在 VPC 内的名称，或存储桶。");
    let from = if emr::on_s3(cx) { "emr.hbase_root" } else { "emr.hbase_master" };
    let key = "kylin.storage.hbase.cluster-fs";
    if let Some(fs) = emr::cluster_fs(cx) {
        Entry::new(key, fs, &[from, "emr.kind"], reason)
    } else {
        let why = usable(cx, from).err();
        let why = why.unwrap_or_else(|| msg!(en: "the folder is missing", zh: "缺少目录"));
        Entry::new(key, cx.text(from), &[from, "emr.kind"], reason).broken(why)
    }
}

fn separate(cx: &Context) -> Vec<Entry> {
    let mut entries = Vec::new();
    if emr::active(cx) {
        entries.push(file_system(cx));
    } else {
        entries.extend(named_file_system(cx));
    }
    if name_service(cx).is_some() {
        let reason = msg!(
            en: "The file beside this one that says which name nodes the HBase cluster's name service has.",
            zh: "同目录下的文件，说明 HBase 集群的名称服务包含哪些 NameNode。");
        entries.push(Entry::new(
            "kylin.storage.hbase.cluster-hdfs-config-file",
            HDFS_CLIENT,
            &["storage.namenodes", "storage.cluster_fs"],
            reason,
        ));
    }
    if cx.shown("storage.hfile_distcp") && cx.on("storage.hfile_distcp") {
        let reason = msg!(
            en: "HFiles are written on the build cluster and copied at a limited rate, so that builds do not slow queries down.",
            zh: "HFile 先在构建集群生成，再限速复制，避免构建拖慢查询。");
        let fields = &["storage.hfile_distcp", "storage.split"];
        entries.push(Entry::new("kylin.storage.hfile-distcp-enable", "true", fields, reason));
        entries.extend(unless_default(
            cx,
            "kylin.storage.distcp-map-bandwidth",
            "storage.distcp_bandwidth",
            msg!(en: "MB/s of each copy task.", zh: "每个复制任务的速率（MB/s）。"),
        ));
    }
    entries
}
