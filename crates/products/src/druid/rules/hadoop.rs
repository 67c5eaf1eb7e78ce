//! Loads by Hadoop jobs.

use super::asked::{Seen, each_of, is_variable, place_or, report};
use super::rule;
use crate::druid::roles::MIDDLE_MANAGER;
use crate::druid::sources::{DOC_CLUSTER, DOC_UPGRADE};
use ::rules::Context;
use model::value::shown;
use model::{Node, Place, msg};

const FOLDER: &str = "druid.indexer.task.hadoopWorkingPath";
/// What every release's own files say.
const SHIPPED: &str = "var/druid/hadoop-tmp";
const ALLOW: &str = "druid.indexer.task.allowHadoopTaskExecution";

/// Whether somebody wrote where Hadoop jobs work: every release ships a folder, which says nothing.
fn uses_hadoop(cx: &Context, node: &Node) -> bool {
    let process = cx.process("middleManager");
    let config = cx.config_of(node.row);
    process
        .zip(config)
        .and_then(|(process, config)| cx.entry_read_by(process, config, FOLDER))
        .is_some_and(|entry| entry.text().trim() != SHIPPED)
}

rule!(
    /// Jobs that are refused.
    NOT_ALLOWED, "DRU052", "hadoop-not-allowed", Warning,
    ["From 34 to 36 loads by Hadoop are allowed by a key.", "34 至 36 须以配置项允许 Hadoop 导入。"],
    ["Without druid.indexer.task.allowHadoopTaskExecution=true every such task fails; 37 has none any more. Switch loads by Hadoop on in the form, which writes it, or load by native batch or SQL.",
     "没有 druid.indexer.task.allowHadoopTaskExecution=true 时，此类任务都会失败；37 已完全移除。请在表单中启用 Hadoop 导入（会写入该项），或改用原生批量或 SQL 导入。"],
    [DOC_UPGRADE], [],
    fires "druid-kinds" [("version", "36.0.0"), ("overrides.cluster.conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.task.hadoopWorkingPath", "/tmp/druid-indexing")],
    clean "druid-kinds" [("version", "36.0.0"), ("settings.ingestion.hadoop", "true")],
    |cx, sink| {
        if !cx.since("34") || cx.since("37") {
            return;
        }
        let mut seen = Seen::default();
        for (program, node) in each_of(cx, &[MIDDLE_MANAGER]).filter(|(_, node)| uses_hadoop(cx, node)) {
            let place = match place_or(cx, node, program, ALLOW, "ingestion.hadoop") {
                place @ Place::Override(..) => place,
                _ => place_or(cx, node, program, FOLDER, "ingestion.hadoop"),
            };
            if !program.reads(cx, node, ALLOW).eq_ignore_ascii_case("true") && seen.first(&place) {
                report(sink, place, msg!(en: "Hadoop jobs have a working folder, and are not allowed.", zh: "设置了 Hadoop 作业的工作目录，但没有允许 Hadoop 任务。"));
            }
        }
    }
);

rule!(
    /// A folder of the machine for jobs of a cluster.
    LOCAL_FOLDER, "DRU053", "hadoop-folder-is-relative", Warning,
    ["Hadoop jobs work in a folder of HDFS.", "Hadoop 作业的工作目录应位于 HDFS。"],
    ["The shipped file says var/druid/hadoop-tmp, which is right on one machine only: jobs on other machines do not find what is in between. Write a path of HDFS, such as /tmp/druid-indexing.",
     "发行包配置为 var/druid/hadoop-tmp，仅适用于单机：其他机器上的作业找不到中间结果。请填写 HDFS 路径，例如 /tmp/druid-indexing。"],
    [DOC_CLUSTER], [],
    fires "druid-020" [("overrides.cluster.conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.task.hadoopWorkingPath", "hadoop/jobs")],
    clean "druid-020" [("overrides.cluster.conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.task.hadoopWorkingPath", "/tmp/druid-indexing")],
    |cx, sink| {
        if cx.since("37") {
            return;
        }
        let mut seen = Seen::default();
        for (program, node) in each_of(cx, &[MIDDLE_MANAGER]) {
            let allowed = program.reads(cx, node, ALLOW).eq_ignore_ascii_case("true");
            if !allowed && !uses_hadoop(cx, node) {
                continue;
            }
            let folder = program.reads(cx, node, FOLDER);
            let local = folder.starts_with("file:") || !(folder.starts_with('/') || folder.contains(":/"));
            let place = place_or(cx, node, program, FOLDER, "ingestion.hadoop_folder");
            if local && !folder.is_empty() && !is_variable(&folder) && seen.first(&place) {
                report(sink, place, msg!(en: "\"{f}\" is a folder of the machine itself.", zh: "“{f}”是本机目录。", f = shown(&folder)));
            }
        }
    }
);
