//! How jobs are locked, counted and assigned.

use super::support::{SCHEDULER, give, place_of, rows_with_mode, runs_jobs, values_on};
use crate::kylin::sources::config_base;
use ::rules::{Context, Example, Rule, Sink, Source};
use model::value::shown;
use model::{Edit, Severity, Text, msg};

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
        Source::lab("kylin-old-lock-class", "Lab: kylin.job.lock with the old class: ignored"),
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
        "The class is loaded only when a lock is first needed, so with scheduler 2 a wrong one is not seen at the start but later, in the middle of work. The release has one implementation. Leave the key out, unless the class is your own and lies in ext/ on every node.",
        "该类在首次需要加锁时才加载，因此使用调度器 2 时错误在启动时看不到，会在之后的工作途中出现。发行包只有一种实现。除非使用自己的类并已放入每个节点的 ext/，否则不要设置。",
    ),
    sources: &[
        config_base!(493),
        Source::lab(
            "kylin-lock-class-that-is-none",
            "Lab: distributed-lock-impl with a wrong class: up",
        ),
    ],
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
                    msg!(en: "\"{c}\" is not the lock of the release; a class that cannot be loaded is noticed only when a lock is needed.",
                         zh: "“{c}”不是发行包中的锁实现；无法加载的类要到需要加锁时才会报错。", c = shown(&found.value)),
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
    sources: &[
        config_base!(928),
        Source::lab("kylin-no-concurrent-jobs", "Lab: max-concurrent-jobs=0: does not start"),
    ],
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
    sources: &[
        config_base!(1013),
        Source::lab(
            "kylin-poll-interval-with-unit",
            "Lab: poll-interval=5s: NumberFormatException",
        ),
    ],
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
        let names: Vec<String> = text.split(',').map(|t| t.trim().to_ascii_lowercase()).collect();
        let matches = jobs.iter().filter_map(|row| cx.node(*row)).any(|node| {
            let name = node.name.trim().to_ascii_lowercase();
            let short = name.split('.').next().unwrap_or_default().to_owned();
            [name, short, node.address.trim().to_ascii_lowercase()]
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
