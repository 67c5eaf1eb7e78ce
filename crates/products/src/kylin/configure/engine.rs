//! Jobs, time and caches.

use super::servers::runs_jobs;
use super::{of_field, unless_default, usable};
use ::rules::{Class, Context, Entry};
use model::msg;

/// Its entries.
pub(crate) fn entries(cx: &Context, class: &Class) -> Vec<Entry> {
    let mut entries = Vec::new();
    let reason = match cx.text("engine.scheduler").as_ref() {
        "2" => msg!(
            en: "All job nodes work at once; a ZooKeeper lock per job keeps two from running the same one.",
            zh: "所有任务节点同时工作；每个任务一把 ZooKeeper 锁，防止被两个节点同时运行。"),
        "100" => msg!(
            en: "One leader, elected in ZooKeeper, runs all jobs; the other job nodes stand by.",
            zh: "由 ZooKeeper 选出的一个 leader 运行全部任务，其余任务节点待命。"),
        _ => {
            msg!(en: "Who runs the jobs; the same on all nodes.", zh: "由谁运行任务；所有节点相同。")
        }
    };
    let scheduler = unless_default(cx, "kylin.job.scheduler.default", "engine.scheduler", reason);
    entries.extend(scheduler);
    if runs_jobs(class) {
        let entry = concurrent(cx);
        let default = cx.catalogue().default_of(&entry.key);
        if entry.broken.is_some() || *entry.text() != *default {
            entries.push(entry);
        }
    }
    entries.extend(time_and_cache(cx));
    entries
}

/// How many jobs a node runs at once.
pub(crate) fn concurrent(cx: &Context) -> Entry {
    of_field(
        cx,
        "kylin.job.max-concurrent-jobs",
        "engine.max_concurrent_jobs",
        msg!(en: "How many jobs this node runs at once.", zh: "本节点同时运行的任务数。"),
    )
}

/// The time zone, and the cache of query results.
pub(crate) fn time_and_cache(cx: &Context) -> Vec<Entry> {
    let mut entries = Vec::new();
    entries.extend(unless_default(
        cx,
        "kylin.web.timezone",
        "engine.timezone",
        msg!(en: "The time zone of the whole server; left out, each node would take its machine's.",
             zh: "整个服务的时区；若不设置，各节点取自机器时区。"),
    ));
    if !cx.on("engine.query_cache") {
        let reason = msg!(en: "Every query is computed anew.", zh: "每次查询都重新计算。");
        let fields = &["engine.query_cache"];
        let entry = Entry::new("kylin.query.cache-enabled", "false", fields, reason);
        entries.push(match usable(cx, "engine.query_cache") {
            Ok(_) => entry,
            Err(why) => entry.broken(why),
        });
    } else if cx.is("engine.cache", "memcached") {
        entries.push(of_field(
            cx,
            "kylin.cache.memcached.hosts",
            "engine.memcached_hosts",
            msg!(en: "The shared cache of query results; works only after applicationContext.xml was changed too, see the runbook.",
                 zh: "共享的查询结果缓存；还须修改 applicationContext.xml 才会生效，见部署手册。"),
        ));
    }
    entries
}
