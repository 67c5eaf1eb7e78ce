//! The job engine: which scheduler, on how many nodes.

use super::support::{
    DISCOVERY, SCHEDULER, code, give, is_true, rows_with_mode, runs_jobs, values_on,
};
use crate::kylin::sources::config_base;
use ::rules::{Context, Example, Rule, Sink, Source, Symptom};
use model::value::shown;
use model::{Edit, Layer, Place, Severity, Text, msg};

const SWITCH: Source = code!(
    "ImplementationSwitch.java",
    "core-common/src/main/java/org/apache/kylin/common/util/ImplementationSwitch.java",
    "61"
);
const DEFAULT: Source = code!(
    "DefaultScheduler.java",
    "core-job/src/main/java/org/apache/kylin/job/impl/threadpool/DefaultScheduler.java",
    "157"
);
const DISTRIBUTED: Source = code!(
    "DistributedScheduler.java",
    "core-job/src/main/java/org/apache/kylin/job/impl/threadpool/DistributedScheduler.java",
    "58"
);
const NOOP: Source = Source::new(
    "NoopScheduler.java (3.1.3)",
    "https://github.com/apache/kylin/blob/kylin-3.1.3/core-job/src/main/java/org/apache/kylin/job/impl/threadpool/NoopScheduler.java",
);

/// Two job nodes, one lock.
pub(super) static SECOND_JOB_NODE: Rule = Rule {
    id: "KYL006",
    name: "second-job-node-with-scheduler-0",
    severity: Severity::Error,
    title: Text::new(
        "With scheduler 0 exactly one node runs jobs.",
        "使用调度器 0 时只能有一个节点运行任务。",
    ),
    why: Text::new(
        "Scheduler 0 takes one lock for the whole cluster. The second job node does not get it, its web application fails to start, and Tomcat stays up: the port is open and every address answers 404, so a check of the port sees nothing wrong. Use scheduler 2 (all job nodes work) or 100 (one leads), or keep one job node.",
        "调度器 0 在整个集群只持有一把锁。第二个任务节点拿不到锁，Web 应用启动失败，而 Tomcat 仍在运行：端口开放，所有地址都返回 404，仅检查端口发现不了问题。请使用调度器 2（所有任务节点同时工作）或 100（主备），或只保留一个任务节点。",
    ),
    sources: &[
        DEFAULT,
        Source::lab("kylin-scheduler-second-node", "Lab, case A: scheduler 0 on two all nodes"),
    ],
    symptoms: &[Symptom::new(
        "Cannot start job scheduler due to lack of job lock",
        "logs/kylin.log",
    )],
    fires: Example::Edits("kylin-three", &[("settings.engine.scheduler", "0")]),
    clean: Example::Edits(
        "kylin-three",
        &[("settings.engine.scheduler", "0"), ("nodes[1].roles", "query")],
    ),
    check: |cx, sink| {
        let jobs = rows_with_mode(cx, runs_jobs);
        if jobs.len() < 2 {
            return;
        }
        for found in values_on(cx, SCHEDULER, &jobs).iter().filter(|f| f.value == "0") {
            sink.report(
                found.place.clone(),
                msg!(en: "{n} nodes run jobs ({nodes}), but the scheduler is 0: only one of them will start, the others stop with \"lack of job lock\".",
                     zh: "有 {n} 个节点运行任务（{nodes}），但调度器是 0：只有一个能启动，其余会以“lack of job lock”停止。",
                     n = jobs.len(), nodes = cx.names(&jobs)),
            )
            .related(jobs.iter().map(|row| Place::NodeRoles(*row)))
            .fix(
                msg!(en: "Set the scheduler to 2", zh: "将调度器设为 2"),
                give(found, "2", "engine.scheduler"),
            );
        }
    },
};

/// A scheduler that is not there.
pub(super) static UNKNOWN_SCHEDULER: Rule = Rule {
    id: "KYL007",
    name: "unknown-scheduler",
    severity: Severity::Error,
    title: Text::new(
        "The scheduler is 0, 2, 100 or one that a provider key names.",
        "调度器只能是 0、2、100，或由 provider 配置项定义的编号。",
    ),
    why: Text::new(
        "The number is looked up in a table of classes; one that is not there, or no number at all, stops the start. 1 was a scheduler of KAP 2 and has never been one of Apache Kylin 3. Use 0 with one job node, 2 or 100 with several.",
        "该编号用于查找实现类，表中没有的编号或非数字都会导致启动失败。1 是 KAP 2 的调度器，Apache Kylin 3 从未有过。单任务节点用 0，多个用 2 或 100。",
    ),
    sources: &[
        SWITCH,
        config_base!(991),
        Source::lab("kylin-scheduler-unknown", "Lab: scheduler=1, scheduler=abc"),
    ],
    symptoms: &[Symptom::new(
        "Implementation class missing, ID …, interface org.apache.kylin.job.Scheduler",
        "logs/kylin.log",
    )],
    fires: Example::Edits("kylin-three", &[("overrides.cluster.kylin.job.scheduler.default", "1")]),
    clean: Example::Edits("kylin-three", &[("overrides.cluster.kylin.job.scheduler.default", "2")]),
    check: |cx, sink| {
        for found in cx.set_values_of(SCHEDULER) {
            let Some(id) = found.literal() else { continue };
            let provider = format!("kylin.job.scheduler.provider.{id}");
            let known = ["0", "2", "77", "100"].contains(&id)
                || !id.is_empty() && cx.overrides().any(|(_, key, _)| key == provider);
            if !known {
                sink.report(
                    found.place.clone(),
                    msg!(en: "There is no scheduler \"{id}\": Kylin will not start. Use 0, 2 or 100.",
                         zh: "没有调度器“{id}”，Kylin 将无法启动。请使用 0、2 或 100。", id = shown(id)),
                )
                .fix(
                    msg!(en: "Set the scheduler to 2", zh: "将调度器设为 2"),
                    give(&found, "2", "engine.scheduler"),
                );
            }
        }
    },
};

/// Two kinds of schedulers in one cluster.
pub(super) static MIXED_SCHEDULERS: Rule = Rule {
    id: "KYL008",
    name: "mixed-schedulers",
    severity: Severity::Error,
    title: Text::new("All job nodes have the same scheduler.", "所有任务节点使用相同的调度器。"),
    why: Text::new(
        "Schedulers 0 and 100 take no lock per job, scheduler 2 takes no lock for the cluster: engines of two kinds do not see each other, all of them start, and all of them fetch the same jobs. Set one scheduler for the cluster; stop all job nodes before you change it.",
        "调度器 0 和 100 不对单个任务加锁，调度器 2 不对集群加锁：两种引擎互不知晓，都会启动，并领取相同的任务。请为整个集群设置同一个调度器；更改前先停止所有任务节点。",
    ),
    sources: &[
        DEFAULT,
        DISTRIBUTED,
        Source::lab(
            "kylin-schedulers-mixed",
            "Lab, case D: schedulers 0, 2 and 100 on one metastore, all three fetch jobs",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("nodes[0].overrides.kylin.job.scheduler.default", "100")],
    ),
    clean: Example::Edits("kylin-three", &[("overrides.cluster.kylin.job.scheduler.default", "2")]),
    check: mixed_schedulers,
};

fn mixed_schedulers(cx: &Context, sink: &mut Sink) {
    let jobs = rows_with_mode(cx, runs_jobs);
    let found = values_on(cx, SCHEDULER, &jobs);
    let Some(usual) = found.iter().max_by_key(|f| (!f.overridden(), f.nodes.len())) else { return };
    for other in found.iter().filter(|f| f.value != usual.value) {
        let report = sink
            .report(
                other.place.clone(),
                msg!(en: "Job nodes with different schedulers run the same jobs: {a} on {na}, {b} on {nb}.",
                     zh: "任务节点的调度器不同，会运行相同的任务：{na} 上是 {a}，{nb} 上是 {b}。",
                     a = shown(&other.value), na = cx.names(&other.nodes),
                     b = shown(&usual.value), nb = cx.names(&usual.nodes)),
            )
            .related([usual.place.clone()]);
        if other.overridden() {
            report.fix(
                msg!(en: "Remove the override", zh: "删除覆盖项"),
                vec![Edit::Clear(other.place.clone())],
            );
        }
    }
}

/// A job engine that does nothing.
pub(super) static NOOP_SCHEDULER: Rule = Rule {
    id: "KYL009",
    name: "noop-scheduler",
    severity: Severity::Warning,
    title: Text::new("No job node has scheduler 77.", "任务节点不使用调度器 77。"),
    why: Text::new(
        "Scheduler 77 is made for tests: it starts and never runs a job, without a message. Use 0, 2 or 100.",
        "调度器 77 用于测试：它能启动，但从不运行任务，也没有提示。请使用 0、2 或 100。",
    ),
    sources: &[NOOP, Source::lab("kylin-scheduler-77", "Lab: scheduler=77: up, no jobs ever")],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.job.scheduler.default", "77")],
    ),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        let jobs = rows_with_mode(cx, runs_jobs);
        for found in values_on(cx, SCHEDULER, &jobs).iter().filter(|f| f.value == "77") {
            sink.report(
                found.place.clone(),
                msg!(en: "{nodes}: scheduler 77 never runs a job. Use 2 or 100.",
                     zh: "{nodes}：调度器 77 从不运行任务，请使用 2 或 100。", nodes = cx.names(&found.nodes)),
            )
            .fix(
                msg!(en: "Set the scheduler to 2", zh: "将调度器设为 2"),
                give(found, "2", "engine.scheduler"),
            );
        }
    },
};

/// A scheduler for several, with one.
pub(super) static SINGLE_JOB_NODE: Rule = Rule {
    id: "KYL010",
    name: "single-job-node",
    severity: Severity::Info,
    title: Text::new(
        "A scheduler for several job nodes has several.",
        "多节点调度器应有多个任务节点。",
    ),
    why: Text::new(
        "Schedulers 2 and 100 let another job node take over when one dies. With a single job node there is no other: builds stand still until it is back. Give a second node the role job or all when builds must go on.",
        "调度器 2 和 100 能让其他任务节点在故障时接手。只有一个任务节点时无人可接手，构建会一直停滞到它恢复。如果构建不能中断，请再为一个节点选择 job 或 all 角色。",
    ),
    sources: &[
        DISTRIBUTED,
        Source::new(
            "Apache Kylin wiki: comparison of job schedulers",
            "https://cwiki.apache.org/confluence/display/KYLIN/Comparison+of+Kylin+Job+scheduler",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("settings.engine.scheduler", "2"), ("nodes[1].roles", "query")],
    ),
    clean: Example::Edits("kylin-three", &[("settings.engine.scheduler", "2")]),
    check: |cx, sink| {
        let jobs = rows_with_mode(cx, runs_jobs);
        let [only] = jobs.as_slice() else { return };
        for found in values_on(cx, SCHEDULER, &jobs) {
            if found.value == "2" || found.value == "100" {
                sink.report(
                    found.place.clone(),
                    msg!(en: "{node} is the only job node: scheduler {s} has nobody to take over from it.",
                         zh: "{node} 是唯一的任务节点：调度器 {s} 没有可以接手的节点。",
                         node = cx.name(*only), s = found.value.as_str()),
                )
                .related([Place::NodeRoles(*only)]);
            }
        }
    },
};

/// The leader's scheduler without what goes with it.
pub(super) static CURATOR_WITHOUT_DISCOVERY: Rule = Rule {
    id: "KYL011",
    name: "curator-without-discovery",
    severity: Severity::Warning,
    title: Text::new("Scheduler 100 goes with self-discovery.", "调度器 100 应同时启用自动发现。"),
    why: Text::new(
        "Scheduler 100 still elects a leader and runs jobs without it, but the list of instances stays empty, and the nodes are not told of each other by ZooKeeper. The documentation names both together. Set kylin.server.self-discovery-enabled to true on all nodes.",
        "没有自动发现，调度器 100 仍会选出 leader 并运行任务，但实例列表为空，节点也不会通过 ZooKeeper 获知彼此。官方文档要求两者同时设置。请在所有节点上将 kylin.server.self-discovery-enabled 设为 true。",
    ),
    sources: &[
        Source::new(
            "Apache Kylin 3.1: deploy in cluster mode, CuratorScheduler",
            "https://kylin.apache.org/docs31/install/kylin_cluster.html",
        ),
        Source::lab(
            "kylin-scheduler-100-without-discovery",
            "Lab: scheduler 100 without discovery: allNodes is empty",
        ),
    ],
    symptoms: &[Symptom::new(
        "Only meaningful when scheduler is CuratorScheduler, try set kylin.job.scheduler.default to 100",
        "HTTP 500 of service_discovery/state",
    )],
    fires: Example::Edits(
        "kylin-six",
        &[("overrides.cluster.kylin.server.self-discovery-enabled", "false")],
    ),
    clean: Example::Edits("kylin-six", &[]),
    check: |cx, sink| {
        let jobs = rows_with_mode(cx, runs_jobs);
        let curator = values_on(cx, SCHEDULER, &jobs).into_iter().find(|f| f.value == "100");
        let Some(curator) = curator else { return };
        for found in
            cx.values_of(DISCOVERY).iter().filter(|f| f.literal().is_some_and(|v| !is_true(v)))
        {
            let place = if found.set { found.place.clone() } else { curator.place.clone() };
            let edit = if found.overridden() {
                Edit::Set(found.place.clone(), "true".to_owned())
            } else {
                Edit::Set(Place::Override(Layer::Cluster, DISCOVERY.into()), "true".to_owned())
            };
            sink.report(
                place,
                msg!(en: "{nodes}: scheduler 100 without self-discovery: the list of instances stays empty.",
                     zh: "{nodes}：使用调度器 100 但未启用自动发现，实例列表将为空。", nodes = cx.names(&found.nodes)),
            )
            .fix(msg!(en: "Switch self-discovery on", zh: "启用自动发现"), vec![edit]);
        }
    },
};
