//! Folders on the file systems, and the separate HBase cluster.

use super::{of_field, unless_default, usable};
use crate::kylin::fields::storage::{cluster_fs, name_service, split, unusable_cluster_fs};
use crate::kylin::files::HDFS_CLIENT;
use ::rules::{Context, Entry};
use model::msg;

pub(super) fn entries(cx: &Context) -> Vec<Entry> {
    let mut entries = Vec::new();
    entries.extend(unless_default(
        cx,
        "kylin.env.hdfs-working-dir",
        "storage.working_dir",
        msg!(en: "Where builds keep their files; the same on all nodes, or query nodes do not find dictionaries.",
             zh: "构建存放文件的位置；所有节点必须相同，否则查询节点找不到字典。"),
    ));
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
    if split(cx) {
        entries.extend(separate(cx));
    }
    entries
}

fn separate(cx: &Context) -> Vec<Entry> {
    let mut entries = Vec::new();
    let reason = msg!(
        en: "The file system of the HBase cluster, as in its hbase.rootdir; with a scheme, since host:port alone fails at the first cube.",
        zh: "HBase 集群的文件系统，与其 hbase.rootdir 一致；必须带 scheme，只写 host:port 会在读取首个 Cube 时失败。");
    let mut entry = of_field(cx, "kylin.storage.hbase.cluster-fs", "storage.cluster_fs", reason);
    if let Some(uri) = cluster_fs(cx) {
        match unusable_cluster_fs(&uri) {
            Some(why) => entry = entry.broken(why),
            None => entry.value = format!("{}://{}", uri.scheme, uri.authority).into(),
        }
    }
    entries.push(entry);
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
    if cx.since("3.1.2") && cx.on("storage.hfile_distcp") {
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
