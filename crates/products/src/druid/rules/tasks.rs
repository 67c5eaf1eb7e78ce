//! Who runs tasks, how many, on which ports, in which folders.

use super::rule;
use super::shared::{Said, cores, each, removal};
use crate::druid::effective::{number, peon_place, peon_reads, place_of};
use crate::druid::notation;
use crate::druid::programs::{
    COORDINATOR_OVERLORD, HISTORICALS, INDEXERS, MIDDLE_MANAGERS, OVERLORD_ALONE, PROGRAMS,
    Program, programs_of,
};
use crate::druid::roles::{DRUID, WORKERS};
use crate::druid::services::{segment_folders, task_folders};
use crate::druid::sources::{
    DOC_CONFIGURATION, DOC_TUNING, FORKING, PORTS as PORTS_OF_TASKS, issue, lab,
};
use ::rules::Context;
use model::value::shown;
use model::{Edit, Layer, Node, Place, Property, msg};

const PORT_LIST: &str = "druid.indexer.runner.ports";
const SLOTS_KEY: &str = "druid.worker.capacity";
const RUNNER: &str = "druid.indexer.runner.type";
const STORAGE_KEY: &str = "druid.indexer.storage.type";
static RUNS_TASKS: [&Program; 2] = [&MIDDLE_MANAGERS, &INDEXERS];
static OVERLORDS: [&Program; 2] = [&COORDINATOR_OVERLORD, &OVERLORD_ALONE];

rule!(
    /// More tasks than cores.
    CAPACITY, "DRU081", "more-tasks-than-cores", Warning,
    ["A node runs fewer tasks at once than it has cores.", "节点并发任务数应少于核数。"],
    ["Each task computes on a core of its own. Druid's own default is one less than there are cores; with more they wait for each other, assignments time out, and on a data server queries wait, too.",
     "每个任务独占一个核。Druid 的默认值为核数减一；更多时任务相互等待，分配超时，在 data 服务器上查询也会等待。"],
    [DOC_CONFIGURATION, issue("apache/druid#11397", "https://github.com/apache/druid/issues/11397")],
    [("Task assignment timed out on worker […], never ran task", "the Overlord's log")],
    fires "druid-kinds" [("settings.tasks.capacity", "20")], clean "druid-kinds" [("settings.tasks.capacity", "8")],
    |cx, sink| {
        let mut said = Said::default();
        each(cx, &RUNS_TASKS, |node, program| {
            let tasks = number(cx, node, program, SLOTS_KEY);
            let (Some(tasks), Some(cores)) = (tasks, cores(cx, node)) else { return };
            let place = place_of(cx, node, program, SLOTS_KEY);
            if tasks > cores.saturating_sub(1).max(2) && said.first(&place) {
                sink.report(place, msg!(en: "{n} would run {t} tasks at once on {c} cores.", zh: "{n} 只有 {c} 核，却会同时运行 {t} 个任务。",
                    n = cx.name(node.row), t = tasks, c = cores));
            }
        });
    }
);

rule!(
    /// One task in the whole cluster.
    SLOTS, "DRU082", "one-task-slot", Warning,
    ["The cluster runs two tasks at once at least.", "集群至少能同时运行两个任务。"],
    ["Loading with SQL takes two, one that leads and one that works; so does a parallel load, and a supervisor when one set of its tasks hands over to the next. With one slot they wait for ever, and the task stays PENDING with idle cores.",
     "用 SQL 导入需要两个任务，一个控制、一个执行；并行导入以及 supervisor 的任务交接也是如此。只有一个槽位时会一直等待：核空闲而任务停在 PENDING。"],
    [DOC_TUNING, issue("druid-operator#107", "https://github.com/datainfrahq/druid-operator/issues/107")],
    [("\"runnerStatusCode\": \"PENDING\"", "the task's status")],
    fires "druid-small" [("settings.tasks.capacity", "1")], clean "druid-small" [("settings.tasks.capacity", "2")],
    |cx, sink| {
        let (mut all, mut last) = (0_u64, None);
        for node in cx.with_roles(WORKERS) {
            for program in RUNS_TASKS.iter().filter(|p| node.roles.contains(p.role)) {
                let Some(tasks) = number(cx, node, program, SLOTS_KEY) else { return };
                all = all.saturating_add(tasks);
                last = Some(place_of(cx, node, program, SLOTS_KEY));
            }
        }
        if let Some(place) = last.filter(|_| all == 1) {
            sink.report(place, msg!(en: "The whole cluster runs one task at once: one that starts another waits for ever.",
                zh: "整个集群只能同时运行一个任务：会启动子任务的任务将一直等待。"));
        }
    }
);

rule!(
    /// Too few ports for the tasks.
    PORTS, "DRU083", "too-few-task-ports", Warning,
    ["There is a port for each task.", "每个任务都要有一个端口。"],
    ["A task of a MiddleManager takes a port of druid.indexer.runner.ports, or without such a list between startPort and endPort, two where TLS and plain are both open. The MiddleManager starts with any range, also one that ends before it begins; the task for which none is left fails. Widen the range, also in the firewall.",
     "MiddleManager 的每个任务占用 druid.indexer.runner.ports 中的一个端口，没有该列表时占用 startPort 与 endPort 之间的一个，同时开启 TLS 和明文时占两个。任何范围都能启动，即使结束小于起始；没有可用端口的任务会失败。请扩大范围，防火墙也要相应放行。"],
    [lab("druid-task-ports"), FORKING, PORTS_OF_TASKS], [("All ports are used...", "the MiddleManager's log")],
    fires "druid-kinds" [("settings.ports.tasks_to", "8101")], clean "druid-kinds" [("settings.ports.tasks_to", "8110")],
    |cx, sink| {
        let mut said = Said::default();
        each(cx, &[&MIDDLE_MANAGERS], |node, program| {
            let listed = notation::length(&program.reads(cx, node, PORT_LIST)).filter(|ports| *ports > 0);
            let number = |key: &str| number(cx, node, program, key);
            let (first, last) = (number("druid.indexer.runner.startPort"), number("druid.indexer.runner.endPort"));
            let (Some(first), Some(last), Some(tasks)) = (first, last, number(SLOTS_KEY)) else { return };
            let both = program.reads(cx, node, "druid.enableTlsPort") == "true"
                && program.reads(cx, node, "druid.enablePlaintextPort") != "false";
            let needed = tasks.saturating_mul(if both { 2 } else { 1 });
            let there = (last + 1).saturating_sub(first);
            if let Some(listed) = listed {
                let place = place_of(cx, node, program, PORT_LIST);
                if listed < needed && said.first(&place) {
                    sink.report(place, msg!(en: "The tasks of {n} take {c} ports; {k} has {t}.", zh: "{n} 的任务需要 {c} 个端口；{k} 只有 {t} 个。",
                        n = cx.name(node.row), c = needed, k = PORT_LIST, t = listed));
                }
                return;
            }
            let place = place_of(cx, node, program, "druid.indexer.runner.endPort");
            if there < needed && said.first(&place) {
                sink.report(place, msg!(en: "The tasks of {n} take {c} ports; from {f} to {l} there are {t}.", zh: "{n} 的任务需要 {c} 个端口；{f} 到 {l} 只有 {t} 个。",
                    n = cx.name(node.row), c = needed, f = first, l = last, t = there));
            }
        });
    }
);

/// Calls a function with what each kind of Overlord reads for a key, where it is set, and on which
/// node; each place once.
fn overlords(cx: &Context, key: &str, mut f: impl FnMut(&Node, String, Place)) {
    let mut said = Said::default();
    each(cx, &OVERLORDS, |node, program| {
        let place = place_of(cx, node, program, key);
        if said.first(&place) {
            f(node, program.reads(cx, node, key), place);
        }
    });
}

rule!(
    /// Tasks run in the Overlord.
    LOCAL_RUNNER, "DRU084", "tasks-run-on-the-overlord", Error,
    ["Tasks run on the nodes that are there for them.", "任务运行在专门的节点上。"],
    ["With druid.indexer.runner.type=local, the default up to 24, the Overlord starts tasks on its own machine: MiddleManagers and Indexers never get one, and a master has one slot for each core but one. Remove the line from 25 on, set remote before.",
     "druid.indexer.runner.type=local（24 及更早的默认值）时 Overlord 在本机启动任务：MiddleManager 和 Indexer 永远得不到任务，而 master 的槽位只有核数减一。25 起请删除该行，更早请设为 remote。"],
    [issue("druid-operator#107", "https://github.com/datainfrahq/druid-operator/issues/107"), DOC_CONFIGURATION],
    [("\"runnerStatusCode\": \"PENDING\"", "the task's status")],
    fires "druid-kinds" [("overrides.cluster.druid.indexer.runner.type", "local")],
    clean "druid-kinds" [("overrides.cluster.druid.indexer.runner.type", "httpRemote")],
    |cx, sink| {
        if cx.with_roles(WORKERS).is_empty() || cx.with_roles(DRUID).len() < 2 {
            return;
        }
        overlords(cx, RUNNER, |node, text, place| if text == "local" {
            let (title, edits) = removal(&place);
            let found = sink.report(place.clone(), msg!(en: "The Overlord on {n} runs tasks itself: the nodes that are there for tasks get none.",
                zh: "{n} 上的 Overlord 自己运行任务：任务节点得不到任务。", n = cx.name(node.row)));
            if matches!(place, Place::Override(..)) {
                found.fix(title, edits);
            }
        });
    }
);

rule!(
    /// Tasks that are forgotten.
    STORAGE, "DRU085", "tasks-kept-in-memory", Warning,
    ["Which tasks there are is kept in the metadata store.", "任务信息应保存在元数据存储中。"],
    ["With druid.indexer.storage.type=local, Druid's own default, the Overlord keeps them in its heap: after a restart, or when another master takes over, running tasks are not known any more and their locks are gone. Set metadata, as shipped.",
     "druid.indexer.storage.type=local（Druid 的默认值）时 Overlord 把任务保存在堆内存中：重启或另一个 master 接管后，运行中的任务不再被识别，其锁也丢失。请设为 metadata，与发行包一致。"],
    [DOC_CONFIGURATION], [],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/master/coordinator-overlord/runtime.properties:druid.indexer.storage.type", "local")],
    clean "druid-kinds" [("overrides.cluster.conf/druid/cluster/master/coordinator-overlord/runtime.properties:druid.indexer.storage.type", "metadata")],
    |cx, sink| overlords(cx, STORAGE_KEY, |node, text, place| if text == "local" {
        let set = match &place {
            Place::Override(..) => place.clone(),
            // Nothing says it: in the file that all processes read.
            _ => Place::Override(Layer::Cluster, Property::new("", STORAGE_KEY)),
        };
        sink.report(place, msg!(en: "The Overlord on {n} forgets its tasks with a restart.", zh: "{n} 上的 Overlord 重启后会丢失任务信息。", n = cx.name(node.row)))
            .fix(msg!(en: "Keep them in the metadata store", zh: "改为保存在元数据存储中"), vec![Edit::Set(set, "metadata".to_owned())]);
    })
);

const EMITTER: &str = "druid.emitter";
const METRICS: &str = "druid.emitter.prometheus.port";

rule!(
    /// Metrics of several processes on one port.
    METRICS_PORT, "DRU086", "metrics-port-twice", Warning,
    ["Each process of a machine has its own port for Prometheus.", "同一台机器的每个进程使用各自的 Prometheus 端口。"],
    ["Whoever starts second cannot open it, logs that and goes on without metrics; so does every task that has the MiddleManager's emitter. Set the port in each program's runtime.properties, and for tasks druid.indexer.fork.property.druid.emitter=noop or a push gateway.",
     "后启动的进程无法打开端口，记录日志后在没有指标的情况下继续运行；继承 MiddleManager emitter 的每个任务也是如此。请在各程序的 runtime.properties 中设置端口，任务则使用 druid.indexer.fork.property.druid.emitter=noop 或 push gateway。"],
    [issue("apache/druid#12242", "https://github.com/apache/druid/issues/12242"), FORKING],
    [("Unable to start prometheus HTTPServer", "the process's log")],
    fires "druid-kinds" [("overrides.cluster.druid.emitter", "prometheus"), ("overrides.cluster.druid.emitter.prometheus.port", "9999")],
    clean "druid-kinds" [("settings.metrics.emitter", "prometheus")],
    |cx, sink| {
        let pushes = |text: String| text == "pushgateway";
        let mut said = Said::default();
        for config in cx.configs() {
            let Some(node) = cx.node(config.node()) else { continue };
            let mut known: Vec<(String, &Program)> = Vec::new();
            for program in programs_of(node) {
                let pushed = pushes(program.reads(cx, node, "druid.emitter.prometheus.strategy"));
                let port = program.reads(cx, node, METRICS);
                if program.reads(cx, node, EMITTER) != "prometheus" || pushed || port.is_empty() {
                    continue;
                }
                let place = place_of(cx, node, program, METRICS);
                if let Some((_, other)) = known.iter().find(|(own, _)| *own == port).filter(|_| said.first(&place)) {
                    sink.report(place, msg!(en: "On {n} {a} and {b} both want port {p} for their metrics.", zh: "{n} 上的 {a} 和 {b} 都使用端口 {p} 输出指标。",
                        n = cx.name(node.row), a = other.title, b = program.title, p = shown(&port)));
                }
                known.push((port, program));
            }
            let tasks = node.roles.contains(MIDDLE_MANAGERS.role) && peon_reads(cx, node, EMITTER) == "prometheus"
                && !pushes(peon_reads(cx, node, "druid.emitter.prometheus.strategy"));
            let place = peon_place(cx, node, EMITTER);
            if tasks && said.first(&place) {
                sink.report(place, msg!(en: "All tasks of {n} want one port for their metrics.", zh: "{n} 的全部任务会争用同一个指标端口。", n = cx.name(node.row)));
            }
        }
    }
);

/// Whether a path looks like a mount of a network file system: one of its folders says so.
fn on_network(path: &str) -> bool {
    let says = |part: &str| {
        let part = part.to_ascii_lowercase();
        part == "efs" || part == "cifs" || part == "glusterfs" || part.starts_with("nfs")
    };
    path.split('/').any(says)
}

rule!(
    /// Tasks or segments on a share.
    NETWORK_FOLDER, "DRU087", "local-folder-on-a-share", Warning,
    ["Tasks and the segment cache work on local disks.", "任务和 Segment 缓存使用本地磁盘。"],
    ["A task locks a file in its folder, which NFS without its lock service refuses, and two nodes that share a folder take each other's files away. Segments are mapped, so each query would read over the network. Only deep storage belongs on a share.",
     "任务会锁定其目录中的文件，没有锁服务的 NFS 会拒绝；两个节点共用一个目录时会互相删除文件。Segment 以内存映射读取，放在共享上时每个查询都要经过网络。只有深度存储应放在共享上。"],
    [issue("druid-helm#41", "https://github.com/asdf2014/druid-helm/issues/41"), DOC_CONFIGURATION],
    [("java.io.IOException: No locks available", "the task's log"), ("Cannot acquire lock on basePersistDir", "the task's log")],
    fires "druid-kinds" [("settings.tasks.folders", "/mnt/nfs/druid/task")], clean "druid-kinds" [("settings.tasks.folders", "/data1/druid/task")],
    |cx, sink| {
        let share = matches!(crate::druid::effective::store(cx), crate::druid::effective::Store::Local)
            && cx.with_roles(DRUID).len() > 1;
        let share = if share { crate::druid::effective::folder(cx) } else { String::new() };
        let shared = |path: &str| {
            let below = !share.is_empty() && path.strip_prefix(share.trim_end_matches('/')).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            below || on_network(path)
        };
        let mut said = Said::default();
        each(cx, PROGRAMS, |node, program| {
            let (key, folders) = if program.id == HISTORICALS.id {
                ("druid.segmentCache.locations", segment_folders(cx, node).into_iter().map(|(path, _)| path).collect())
            } else if RUNS_TASKS.iter().any(|p| p.id == program.id) {
                let key = if cx.since("26") { "druid.worker.baseTaskDirs" } else { "druid.indexer.task.baseTaskDir" };
                (key, task_folders(cx, node))
            } else {
                return;
            };
            let place = place_of(cx, node, program, key);
            if let Some(folder) = folders.iter().find(|path| shared(path)).filter(|_| said.first(&place)) {
                sink.report(place, msg!(en: "{f} on {n} lies on a share.", zh: "{n} 的 {f} 位于共享存储上。", f = shown(folder), n = cx.name(node.row)));
            }
        });
    }
);

#[cfg(test)]
mod tests {
    use super::on_network;

    #[test]
    fn a_folder_says_that_it_is_a_share() {
        assert!(
            on_network("/mnt/nfs/task") && on_network("/nfs01/druid") && on_network("/mnt/EFS/a")
        );
        assert!(!on_network("/data1/druid/task") && !on_network("/mnt/disk/confs"));
    }
}
