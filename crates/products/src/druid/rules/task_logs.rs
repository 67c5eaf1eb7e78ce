//! Where tasks leave their logs.

use super::asked::{Seen, each_of, is_variable, loading, loads, only_core, place_or, report};
use super::rule;
use super::shared::POD_RUNNERS;
use super::storage::extension;
use crate::druid::effective::{logs_type, storage_type};
use crate::druid::fields::storage::{KIND, LOGS_DIRECTORY, LOGS_TYPE};
use crate::druid::roles::{INDEXER, MASTER, MIDDLE_MANAGER, OVERLORD};
use crate::druid::sources::{DOC_CONFIGURATION, issue, lab};
use ::rules::{Context, Sink};
use model::value::shown;
use model::{Place, msg};

const OVERLORDS: &[&str] = &[MASTER, OVERLORD];
const ALL: &[&str] = &[MASTER, OVERLORD, MIDDLE_MANAGER, INDEXER];
const RUNNER: &str = "druid.indexer.runner.type";

/// Whether a folder is one that all machines have: the form says so, and the path is not each
/// installation's own.
fn shared(cx: &Context, folder: &str) -> bool {
    cx.is(KIND, "mount") && (folder.starts_with('/') || is_variable(folder))
}

rule!(
    /// Logs that stay where the task was.
    ONE_MACHINE, "DRU023", "task-logs-on-one-machine", Warning,
    ["With several machines the logs of tasks lie where all of them can read.", "有多台机器时，任务日志应位于所有机器都能读取的位置。"],
    ["With type file a task's log stays on the disk of its machine: a master elsewhere cannot show it when the task is over, and it is gone with the machine. Keep logs where segments are.",
     "类型为 file 时，任务日志留在任务所在机器的磁盘上：任务结束后其他机器上的 master 无法展示，机器没了日志也就没了。请把日志与 Segment 放在一起。"],
    [DOC_CONFIGURATION], [],
    fires "druid-ha" [("overrides.cluster.druid.indexer.logs.type", "file")],
    clean "druid-migrated" [("overrides.cluster.druid.indexer.logs.type", "file")],
    |cx, sink| {
        let machines = cx.with_roles(ALL);
        if machines.len() < 2 {
            return;
        }
        let mut seen = Seen::default();
        for (program, node) in each_of(cx, &[MIDDLE_MANAGER, INDEXER]) {
            let folder = program.reads(cx, node, LOGS_DIRECTORY);
            // Who keeps segments on the one data machine's disk keeps logs there, too.
            let alone = storage_type(cx, node, program) == "local" && !cx.is(KIND, "mount");
            if logs_type(cx, node, program) != "file" || alone || shared(cx, &folder) {
                continue;
            }
            let key = if cx.is(KIND, "mount") { LOGS_DIRECTORY } else { LOGS_TYPE };
            let place = place_or(cx, node, program, key, KIND);
            if seen.first(&place) {
                report(sink, place, msg!(en: "Logs of tasks on {n} stay on its own disk.", zh: "{n} 上的任务日志只留在本机磁盘上。", n = cx.name(node.row)));
            }
        }
    }
);

rule!(
    /// A task in a pod, whose log is in the pod.
    POD, "DRU024", "pod-logs-on-file", Error,
    ["Tasks that run as jobs of Kubernetes keep their logs in shared storage.", "以 Kubernetes 作业运行的任务必须把日志放在共享存储中。"],
    ["From 27 on such a task hands its state over beside its log: a file in the pod is gone with the pod, and a task that ended well is reported as failed. Set the logs' type to that of deep storage.",
     "自 27 起，此类任务通过日志存储交回状态：写在 pod 中的文件随 pod 消失，成功的任务会被报告为失败。请把日志类型设为与深度存储相同。"],
    [issue("apache/druid #17848: tasks that succeed are reported as failed", "https://github.com/apache/druid/issues/17848"),
     issue("apache/druid #14040: a task's state goes through the storage of logs", "https://github.com/apache/druid/pull/14040")],
    [("Peon did not report status successfully", "status of the task")],
    fires "druid-ha" [("overrides.cluster.druid.indexer.runner.type", "k8s"), ("overrides.cluster.druid.indexer.logs.type", "file")],
    clean "druid-33" [("overrides.cluster.druid.indexer.runner.type", "k8s")],
    |cx, sink| {
        if !cx.since("27") {
            return;
        }
        let mut seen = Seen::default();
        for (program, node) in each_of(cx, OVERLORDS) {
            let runner = program.reads(cx, node, RUNNER);
            let pods = POD_RUNNERS.contains(&runner.as_str());
            let folder = program.reads(cx, node, LOGS_DIRECTORY);
            if !pods || logs_type(cx, node, program) != "file" || shared(cx, &folder) {
                continue;
            }
            let place = match place_or(cx, node, program, LOGS_TYPE, KIND) {
                place @ Place::Override(..) => place,
                place => match place_or(cx, node, program, RUNNER, KIND) {
                    runner @ Place::Override(..) => runner,
                    _ => place,
                },
            };
            if seen.first(&place) {
                report(sink, place, msg!(en: "Tasks run as {r}, and their logs are a file of the pod: they would be reported as failed.",
                    zh: "任务以 {r} 运行，而日志是 pod 中的文件：任务会被报告为失败。", r = shown(&runner)));
            }
        }
    }
);

rule!(
    /// A storage of logs that nothing can talk to.
    NO_EXTENSION, "DRU025", "task-logs-without-extension", Error,
    ["The extension of the storage of task logs is loaded.", "已加载任务日志存储所需的扩展。"],
    ["Overlords and MiddleManagers stop at their start when nothing that they load knows druid.indexer.logs.type. Add the extension, or take the type of deep storage.",
     "加载的扩展都不支持 druid.indexer.logs.type 时，Overlord 和 MiddleManager 启动即停止。请加载该扩展，或使用与深度存储相同的类型。"],
    [lab("druid-logs-without-extension"), DOC_CONFIGURATION],
    [("Unknown provider […] of Key[type=TaskLogs, annotation=[none]], known options", "log/middleManager.log")],
    fires "druid-migrated" [("overrides.cluster.druid.indexer.logs.type", "s3")],
    clean "druid-migrated" [("overrides.cluster.druid.indexer.logs.type", "noop")],
    no_extension
);

fn no_extension(cx: &Context, sink: &mut Sink) {
    let mut seen = Seen::default();
    for (program, node) in each_of(cx, ALL) {
        let kind = logs_type(cx, node, program);
        if is_variable(&kind) || matches!(kind.as_str(), "file" | "noop") {
            continue;
        }
        let place = place_or(cx, node, program, LOGS_TYPE, KIND);
        let name = extension(&kind);
        let lacking = match name {
            Some(name) => !loads(cx, node, program, name),
            None => only_core(cx, node, program),
        };
        if !lacking || !seen.first(&place) {
            continue;
        }
        let message = msg!(en: "No extension that {p} loads knows the logs' type \"{k}\": it would stop.",
            zh: "{p} 加载的扩展都不支持日志类型“{k}”：它会停止。", p = program.title, k = shown(&kind));
        match name {
            Some(name) => {
                let (title, edits) = loading(cx, program, node, name);
                sink.report(place, message).fix(title, edits);
            }
            None => report(sink, place, message),
        }
    }
}
