//! Loads by Hadoop jobs, and the ports of tasks.

use super::asked::{Seen, each_of, is_variable, place_or, report};
use super::rule;
use crate::druid::effective::number;
use crate::druid::roles::{INDEXER, MASTER, MIDDLE_MANAGER, OVERLORD};
use crate::druid::sources::{DOC_CLUSTER, DOC_CONFIGURATION, DOC_UPGRADE, lab};
use ::rules::Context;
use model::value::shown;
use model::{Node, Place, msg};

const FOLDER: &str = "druid.indexer.task.hadoopWorkingPath";
const ALLOW: &str = "druid.indexer.task.allowHadoopTaskExecution";
const FROM: &str = "druid.indexer.runner.startPort";
const TO: &str = "druid.indexer.runner.endPort";

/// Whether somebody said where Hadoop jobs work.
fn uses_hadoop(cx: &Context, node: &Node) -> bool {
    let process = cx.process("middleManager");
    let config = cx.config_of(node.row);
    process
        .zip(config)
        .is_some_and(|(process, config)| cx.entry_read_by(process, config, FOLDER).is_some())
}

rule!(
    /// Jobs that are refused.
    NOT_ALLOWED, "DRU052", "hadoop-not-allowed", Warning,
    ["From 34 to 36 loads by Hadoop are allowed by a key.", "34 至 36 须以配置项允许 Hadoop 导入。"],
    ["Without druid.indexer.task.allowHadoopTaskExecution=true every such task fails; 37 has none any more. Remove the override, or load by native batch or SQL.",
     "没有 druid.indexer.task.allowHadoopTaskExecution=true 时，此类任务都会失败；37 已完全移除。请删除覆盖项，或改用原生批量或 SQL 导入。"],
    [DOC_UPGRADE], [],
    fires "druid-kinds" [("version", "36.0.0"), ("settings.ingestion.hadoop", "true"), ("overrides.cluster.druid.indexer.task.allowHadoopTaskExecution", "false"), ("overrides.cluster.conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.task.allowHadoopTaskExecution", "false")],
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
    fires "druid-020" [("overrides.cluster.conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.task.hadoopWorkingPath", "var/druid/hadoop-tmp")],
    clean "druid-020" [("overrides.cluster.conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.task.hadoopWorkingPath", "/tmp/druid-indexing")],
    |cx, sink| {
        if cx.since("37") {
            return;
        }
        let mut seen = Seen::default();
        for (program, node) in each_of(cx, &[MIDDLE_MANAGER]).filter(|(_, node)| uses_hadoop(cx, node)) {
            let folder = program.reads(cx, node, FOLDER);
            let local = folder.starts_with("file:") || !(folder.starts_with('/') || folder.contains(":/"));
            let place = place_or(cx, node, program, FOLDER, "ingestion.hadoop_folder");
            if local && !folder.is_empty() && !is_variable(&folder) && seen.first(&place) {
                report(sink, place, msg!(en: "\"{f}\" is a folder of the machine itself.", zh: "“{f}”是本机目录。", f = shown(&folder)));
            }
        }
    }
);

rule!(
    /// Ports that only root may open.
    LOW_PORT, "DRU054", "task-ports-below-1024", Error,
    ["The ports of tasks begin at 1024 or above.", "任务端口从 1024 或更大的端口开始。"],
    ["A MiddleManager whose druid.indexer.runner.startPort is smaller stops at its start. Take the range 8100 to 8199.",
     "druid.indexer.runner.startPort 小于此值时，MiddleManager 启动即停止。请使用 8100 至 8199。"],
    [lab("druid-task-ports"), DOC_CONFIGURATION],
    [("druid.indexer.runner.startPort - must be greater than or equal to 1024", "log/middleManager.log")],
    fires "druid-ha" [("settings.ports.tasks_from", "800")],
    clean "druid-ha" [("settings.ports.tasks_from", "1024")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each_of(cx, &[MIDDLE_MANAGER, MASTER, OVERLORD, INDEXER]) {
            let place = place_or(cx, node, program, FROM, "ports.tasks_from");
            if number(cx, node, program, FROM).is_some_and(|port| port < 1024) && seen.first(&place) {
                report(sink, place, msg!(en: "Tasks on {n} are to begin at port {p}.", zh: "{n} 上的任务端口从 {p} 开始。",
                    n = cx.name(node.row), p = program.reads(cx, node, FROM)));
            }
        }
    }
);

rule!(
    /// A range that ends before it begins.
    EMPTY_RANGE, "DRU055", "no-task-ports", Warning,
    ["The last port of tasks is not below the first one.", "任务的结束端口不能小于起始端口。"],
    ["The MiddleManager starts and says nothing; no task finds a port. Take the range 8100 to 8199.",
     "MiddleManager 能启动且没有提示，但任务得不到端口。请使用 8100 至 8199。"],
    [lab("druid-task-ports"), DOC_CONFIGURATION], [],
    fires "druid-ha" [("settings.ports.tasks_to", "8050")],
    clean "druid-ha" [("settings.ports.tasks_to", "8100")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each_of(cx, &[MIDDLE_MANAGER]) {
            let (from, to) = (number(cx, node, program, FROM), number(cx, node, program, TO));
            let places = [(TO, "ports.tasks_to"), (FROM, "ports.tasks_from")].map(|(key, field)| place_or(cx, node, program, key, field));
            let place = places.iter().find(|place| matches!(place, Place::Override(..))).or(places.first());
            let Some(place) = place.filter(|_| from.zip(to).is_some_and(|(from, to)| to < from)) else { continue };
            if seen.first(place) {
                report(sink, place.clone(), msg!(en: "The ports of tasks on {n} end at {t}, before {f}, where they begin.",
                    zh: "{n} 上的任务端口结束于 {t}，小于起始端口 {f}。", n = cx.name(node.row), t = program.reads(cx, node, TO), f = program.reads(cx, node, FROM)));
            }
        }
    }
);
