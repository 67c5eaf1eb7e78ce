//! Folders on the file systems, Hive's client, and build and query clusters apart.

use crate::enterprise::fields::storage::{cubes_in_hbase, split};
use crate::kylin::configure::servers::runs_jobs;
use crate::kylin::configure::storage::{spark_history, working_dir};
use crate::kylin::configure::{of_field, unless_default};
use ::rules::{Class, Context, Entry};
use model::msg;
use model::value::Uri;

pub(super) fn entries(cx: &Context, class: &Class) -> Vec<Entry> {
    let mut entries = Vec::new();
    entries.extend(working_dir(cx));
    entries.extend(spark_history(cx));
    entries.extend(unless_default(
        cx,
        "kylin.source.hive.client",
        "hive.client",
        msg!(en: "Builds ask Hive through this client; the same on all nodes.",
             zh: "构建通过此客户端访问 Hive；所有节点相同。"),
    ));
    if cx.is("hive.client", "beeline") {
        let reason =
            msg!(en: "How beeline finds HiveServer2.", zh: "beeline 如何连接 HiveServer2。");
        entries.push(of_field(
            cx,
            "kylin.source.hive.beeline-params",
            "hive.beeline_params",
            reason,
        ));
    }
    if split(cx) {
        entries.extend(apart(cx, class));
    }
    if cubes_in_hbase(cx) && cx.on("storage.split") {
        let reason = msg!(
            en: "The file system of the HBase cluster, as in its hbase.rootdir.",
            zh: "HBase 集群的文件系统，与其 hbase.rootdir 一致。");
        let entry = of_field(cx, "kylin.storage.hbase.cluster-fs", "storage.cluster_fs", reason);
        entries.push(match cx.get::<Uri>("storage.cluster_fs") {
            Ok(uri) if entry.broken.is_none() => entry.with(uri.file_system()),
            _ => entry,
        });
    }
    entries
}

fn without_slash(entry: Entry) -> Entry {
    if entry.broken.is_some() {
        return entry;
    }
    let value: std::rc::Rc<str> = entry.text().trim_end_matches('/').into();
    entry.with(value)
}

/// The two clusters of Kyligence Enterprise.
fn apart(cx: &Context, class: &Class) -> Vec<Entry> {
    let reason = msg!(
        en: "Cubes lie on the query cluster; the same on job and query nodes.",
        zh: "Cube 存放在查询集群；任务节点和查询节点相同。");
    let mut cubes = without_slash(of_field(
        cx,
        "kylin.storage.columnar.file-system",
        "storage.query_fs",
        reason,
    ));
    if cubes.broken.is_none() {
        let value = format!("{}/", cubes.text());
        cubes = cubes.with(value);
    }
    let reason = msg!(
        en: "Builds write to another file system than the one they run on.",
        zh: "构建写入的文件系统与其运行所在的不同。");
    let fields = &["storage.rw_split"];
    let mut entries = vec![
        cubes,
        Entry::new("kylin.storage.columnar.separate-fs-enable", "true", fields, reason),
    ];
    if runs_jobs(class) {
        let reason = msg!(
            en: "A job node answers no queries, so it needs no Spark for them.",
            zh: "任务节点不响应查询，因此无需启动查询用的 Spark。");
        entries.push(Entry::new("kap.storage.columnar.start-own-spark", "false", fields, reason));
    }
    entries
}
