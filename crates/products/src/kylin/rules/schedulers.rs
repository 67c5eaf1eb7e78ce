//! The job engine: which scheduler, on how many nodes.

use super::support::{
    DISCOVERY, SCHEDULER, code, give, is_true, place_of, rows_with_mode, runs_jobs, values_on,
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
    sources: &[DEFAULT, Source::lab("Lab, case A: scheduler 0 on two all nodes")],
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
    sources: &[SWITCH, config_base!(991), Source::lab("Lab: scheduler=1, scheduler=abc")],
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
        Source::lab("Lab, case D: schedulers 0, 2 and 100 on one metastore, all three fetch jobs"),
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
    sources: &[NOOP, Source::lab("Lab: scheduler=77: up, no jobs ever")],
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
        "Scheduler 100 still elects a leader and runs jobs without it, but the list of instances stays empty, nobody can see which node leads, and a node that joins is not told of changes. The documentation names both together. Set kylin.server.self-discovery-enabled to true on all nodes.",
        "没有自动发现，调度器 100 仍会选出 leader 并运行任务，但实例列表为空，看不到由谁主导，新加入的节点也收不到变更通知。官方文档要求两者同时设置。请在所有节点上将 kylin.server.self-discovery-enabled 设为 true。",
    ),
    sources: &[
        Source::new(
            "Apache Kylin 3.1: deploy in cluster mode, CuratorScheduler",
            "https://kylin.apache.org/docs31/install/kylin_cluster.html",
        ),
        Source::lab("Lab: scheduler 100 without discovery: allNodes is empty"),
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
                Edit::Set(Place::Override(Layer::Cluster, DISCOVERY.to_owned()), "true".to_owned())
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

/// A key of old pages.
pub(super) static DEAD_JOB_LOCK: Rule = Rule {
    id: "KYL012",
    name: "dead-job-lock",
    severity: Severity::Info,
    title: Text::new(
        "kylin.job.lock does nothing since 2.3; leave it out.",
        "kylin.job.lock 自 2.3 起不再起作用，请删除。",
    ),
    why: Text::new(
        "Old pages pair scheduler 2 with kylin.job.lock and a class. No code reads the key since 2.3.0: the lock in ZooKeeper is built in. The class that the pages name, org.apache.kylin.storage.hbase.util.ZookeeperJobLock, is in no 3.x jar; it is not missed, because nothing loads it. What scheduler 2 needs is a complete kylin.server.cluster-servers.",
        "旧文档把调度器 2 与 kylin.job.lock 及某个类放在一起。自 2.3.0 起没有代码读取该配置项，ZooKeeper 锁已内置。文档中的类 org.apache.kylin.storage.hbase.util.ZookeeperJobLock 不存在于任何 3.x 的 jar 中；由于没有代码加载它，也不会报错。调度器 2 需要的是完整的 kylin.server.cluster-servers。",
    ),
    sources: &[
        Source::new(
            "JobService.java:140 (3.1.3): the lock is built in",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/server-base/src/main/java/org/apache/kylin/rest/service/JobService.java#L140",
        ),
        Source::lab("Lab: kylin.job.lock with the old class: ignored"),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.job.lock",
            "org.apache.kylin.storage.hbase.util.ZookeeperJobLock",
        )],
    ),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        for (place, key, _) in cx.overrides() {
            if key == "kylin.job.lock" {
                sink.report(
                    place.clone(),
                    msg!(en: "kylin.job.lock has had no effect since Kylin 2.3; scheduler 2 has its lock built in.",
                         zh: "kylin.job.lock 自 Kylin 2.3 起不起作用，调度器 2 已内置锁。"),
                )
                .fix(msg!(en: "Remove it", zh: "删除该项"), vec![Edit::Clear(place)]);
            }
        }
    },
};

const LOCK_FACTORY: &str = "org.apache.kylin.job.lock.zookeeper.ZookeeperDistributedLock$Factory";

/// A lock that cannot be loaded.
pub(super) static WRONG_LOCK: Rule = Rule {
    id: "KYL013",
    name: "wrong-distributed-lock",
    severity: Severity::Warning,
    title: Text::new(
        "kylin.metadata.distributed-lock-impl stays at its default.",
        "kylin.metadata.distributed-lock-impl 保持默认值。",
    ),
    why: Text::new(
        "The class is loaded only when a lock is first taken, so a wrong one is not seen at the start but in the middle of the first build. The release has one implementation. Leave the key out, unless the class is your own and lies in ext/ on every node.",
        "该类在首次加锁时才加载，因此错误在启动时看不到，会在第一次构建途中出现。发行包只有一种实现。除非使用自己的类并已放入每个节点的 ext/，否则不要设置。",
    ),
    sources: &[config_base!(493), Source::lab("Lab: distributed-lock-impl with a wrong class: up")],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.metadata.distributed-lock-impl",
            "org.apache.kylin.storage.hbase.util.ZookeeperDistributedJobLock",
        )],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.metadata.distributed-lock-impl", LOCK_FACTORY)],
    ),
    check: |cx, sink| {
        for found in cx.set_values_of("kylin.metadata.distributed-lock-impl") {
            if found.literal().is_some_and(|v| v != LOCK_FACTORY) {
                sink.report(
                    found.place.clone(),
                    msg!(en: "\"{c}\" is not the lock of the release; a class that cannot be loaded stops the first build, not the start.",
                         zh: "“{c}”不是发行包中的锁实现；无法加载的类不会在启动时报错，而会中断首次构建。", c = shown(&found.value)),
                )
                .fix(msg!(en: "Remove it: the default is right", zh: "删除该项，使用默认值"), vec![Edit::Clear(found.place.clone())]);
            }
        }
    },
};

/// Zero jobs.
pub(super) static NO_CONCURRENT_JOBS: Rule = Rule {
    id: "KYL014",
    name: "no-concurrent-jobs",
    severity: Severity::Error,
    title: Text::new(
        "kylin.job.max-concurrent-jobs is at least 1.",
        "kylin.job.max-concurrent-jobs 至少为 1。",
    ),
    why: Text::new(
        "The number becomes the size of a thread pool. With 0 or less the pool cannot be made and the web application does not start; the log has an IllegalArgumentException without any words. The number is per job node. To keep a node from running jobs, give it the role query.",
        "该值用作线程池大小。小于 1 时无法创建线程池，Web 应用启动失败，日志中只有一个没有说明文字的 IllegalArgumentException。该值按任务节点计。如果不希望某节点运行任务，请为它选择 query 角色。",
    ),
    sources: &[config_base!(928), Source::lab("Lab: max-concurrent-jobs=0: does not start")],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.job.max-concurrent-jobs", "0")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.job.max-concurrent-jobs", "1")],
    ),
    check: |cx, sink| {
        let jobs = rows_with_mode(cx, runs_jobs);
        for found in values_on(cx, "kylin.job.max-concurrent-jobs", &jobs) {
            if found.value.parse::<i64>().is_ok_and(|n| n < 1) {
                sink.report(
                    found.place.clone(),
                    msg!(en: "kylin.job.max-concurrent-jobs is {n}: Kylin will not start. Use 1 or more.",
                         zh: "kylin.job.max-concurrent-jobs 为 {n}，Kylin 将无法启动。请使用 1 或更大的值。", n = found.value.as_str()),
                )
                .fix(msg!(en: "Set it to 10, the default", zh: "设为默认值 10"), give(&found, "10", "engine.max_concurrent_jobs"));
            }
        }
    },
};

/// Polling without a pause before the first time.
pub(super) static SHORT_POLL_INTERVAL: Rule = Rule {
    id: "KYL015",
    name: "short-poll-interval",
    severity: Severity::Warning,
    title: Text::new(
        "kylin.job.scheduler.poll-interval-second is at least 10.",
        "kylin.job.scheduler.poll-interval-second 至少为 10。",
    ),
    why: Text::new(
        "A tenth of the number, as a whole number, is the pause before the first fetch: below 10 it is 0, and the engine fetches while the server is still starting. Every fetch also reads the whole list of jobs from the metastore. Write the number of seconds without a unit: 5s does not start.",
        "该值的十分之一（取整）是首次领取任务前的等待时间：小于 10 时等待为 0，服务尚在启动就会开始领取。每次领取还会从元数据库读取全部任务列表。请只写秒数，不带单位：5s 会导致启动失败。",
    ),
    sources: &[config_base!(1013), Source::lab("Lab: poll-interval=5s: NumberFormatException")],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.job.scheduler.poll-interval-second", "5")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.job.scheduler.poll-interval-second", "30")],
    ),
    check: |cx, sink| {
        for found in cx.set_values_of("kylin.job.scheduler.poll-interval-second") {
            if found.value.parse::<i64>().is_ok_and(|n| n < 10) {
                sink.report(
                    found.place.clone(),
                    msg!(en: "A poll interval of {n} s leaves no pause before the first fetch. Use 10 or more; the default is 30.",
                         zh: "轮询间隔 {n} 秒使首次领取前没有等待。请使用 10 或更大的值，默认为 30。", n = found.value.as_str()),
                )
                .fix(msg!(en: "Set it to 30", zh: "设为 30"), vec![Edit::Set(found.place.clone(), "30".to_owned())]);
            }
        }
    },
};

/// Names of job nodes that are none.
pub(super) static ASSIGNED_SERVERS: Rule = Rule {
    id: "KYL016",
    name: "assigned-to-nobody",
    severity: Severity::Warning,
    title: Text::new(
        "kylin.cube.schedule.assigned-servers names job nodes, and the scheduler is 2.",
        "kylin.cube.schedule.assigned-servers 必须是任务节点，且调度器为 2。",
    ),
    why: Text::new(
        "Only scheduler 2 reads the list, and compares it with each node's own host name or first address, whatever the case. When none of the names is a job node, no node takes the job and it waits for ever.",
        "只有调度器 2 会读取该列表，并与各节点的主机名或首个地址比较（不区分大小写）。如果其中没有任务节点，就没有节点领取任务，任务会一直等待。",
    ),
    sources: &[
        Source::new(
            "DistributedScheduler.java:226 (3.1.3)",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/core-job/src/main/java/org/apache/kylin/job/impl/threadpool/DistributedScheduler.java#L226",
        ),
        config_base!(856),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.cube.schedule.assigned-servers", "k3.example.com")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.cube.schedule.assigned-servers", "k1.example.com")],
    ),
    check: assigned_servers,
};

fn assigned_servers(cx: &Context, sink: &mut Sink) {
    let jobs = rows_with_mode(cx, runs_jobs);
    for found in cx.set_values_of("kylin.cube.schedule.assigned-servers") {
        let Some(text) = found.literal().filter(|t| !t.is_empty()) else { continue };
        let names: Vec<String> = text.split(',').map(|t| t.trim().to_lowercase()).collect();
        let matches = jobs.iter().filter_map(|row| cx.node(*row)).any(|node| {
            let name = node.name.trim().to_lowercase();
            let short = name.split('.').next().unwrap_or_default().to_owned();
            [name, short, node.address.trim().to_lowercase()]
                .iter()
                .any(|n| !n.is_empty() && names.contains(n))
        });
        if !matches {
            sink.report(
                place_of(&found),
                msg!(en: "None of the assigned servers \"{t}\" is a job node of this list, so no node will take the jobs. Job nodes: {jobs}.",
                     zh: "指定的服务器“{t}”中没有本列表的任务节点，任务将无人领取。任务节点：{jobs}。",
                     t = shown(text), jobs = cx.names(&jobs)),
            );
        } else if values_on(cx, SCHEDULER, &jobs).iter().any(|f| f.value != "2") {
            sink.report(
                place_of(&found),
                msg!(en: "Only scheduler 2 reads kylin.cube.schedule.assigned-servers; with another one it has no effect.",
                     zh: "只有调度器 2 会读取 kylin.cube.schedule.assigned-servers，使用其他调度器时不起作用。"),
            );
        }
    }
}
