//! What the fields and roles write into `conf/kylin.properties.override`: the release's own
//! `conf/kylin.properties` belongs to the profile and stays as it is, and the override wins.
//!
//! Never written: a list of the nodes, and from KAP 2.4 on a scheduler. Nodes find each other in
//! ZooKeeper, and the manuals know neither key. Keys are written by their last name here; the
//! catalogue says what the version calls them.

mod kerberos;
mod storage;

use crate::common::session;
use crate::enterprise::fields::engine::redis;
use crate::enterprise::kyligence;
use crate::enterprise::setenv;
use crate::kylin::configure::{
    engine, metastore, of_field, security, server, servers, unless_default, zookeeper,
};
use crate::kylin::files::setenv::LINES;
use crate::kylin::roles::{JOB, KYLIN};
use ::rules::{Class, ConfigFile, ConfigKind, Context, Entry, Process, Reads};
use model::msg;

/// The file, inside a node's folder.
pub const NAME: &str = "conf/kylin.properties.override";

/// The configuration files of the nodes.
pub static CONFIGS: &[ConfigKind] = &[
    ConfigKind::of_product(NAME),
    crate::common::zookeeper::KIND,
    session::REDIS_CONFIG,
    session::SENTINEL_CONFIG,
    setenv::KIND,
];

/// Its server.
pub static PROCESSES: &[Process] = &[server(&[
    Reads::Keys(NAME),
    Reads::OptionsIn(LINES, setenv::SETTINGS),
    Reads::OptionsIn(LINES, setenv::MORE),
])];

/// The files of a class of nodes: the product's own where it runs, those of what stands beside it.
pub fn configure(cx: &Context, class: &Class) -> Vec<ConfigFile> {
    let runs = KYLIN.iter().any(|role| class.has(role));
    let own = runs.then(|| ConfigFile::new(NAME, entries(cx, class)));
    let mut files: Vec<ConfigFile> = own.into_iter().collect();
    files.extend(crate::common::zookeeper::configure(cx, class));
    files.extend(session::configure(cx, class));
    files.extend(setenv::configure(cx, class));
    files
}

fn entries(cx: &Context, class: &Class) -> Vec<Entry> {
    let mut entries = vec![servers::mode(class)];
    entries.extend(old_engine(cx));
    entries.extend(metastore::entries(cx));
    entries.extend(zookeeper::entries(cx));
    entries.extend(storage::entries(cx, class));
    if servers::runs_jobs(class) && !cx.text("engine.max_concurrent_jobs").is_empty() {
        entries.push(engine::concurrent(cx));
    }
    entries.extend(engine::time_and_cache(cx));
    entries.extend(cache(cx));
    entries.extend(security::entries(cx));
    entries.extend(kerberos::entries(cx, class));
    for entry in &mut entries {
        entry.key = cx.catalogue().name_here(&entry.key).to_owned();
    }
    entries
}

/// Several job nodes of KAP before 2.4: the job engine is chosen through ZooKeeper only when told.
fn old_engine(cx: &Context) -> Option<Entry> {
    if !old_high_availability(cx) {
        return None;
    }
    let reason = msg!(
        en: "Several nodes may run jobs: one of them is chosen through ZooKeeper. Before 2.4 that is off unless told.",
        zh: "有多个节点可以运行任务：通过 ZooKeeper 选出其中一个。2.4 之前必须显式开启。");
    Some(Entry::new("kylin.job.scheduler.default", "1", &[], reason).at(vec![model::Place::Nodes]))
}

/// Whether several nodes of KAP before 2.4 may run jobs.
pub fn old_high_availability(cx: &Context) -> bool {
    !kyligence(cx) && !cx.since("2.4") && cx.with_roles(JOB).len() > 1
}

fn cache(cx: &Context) -> Vec<Entry> {
    if !redis(cx) {
        return Vec::new();
    }
    let fields = &["engine.cache", "engine.query_cache"];
    let reason = msg!(en: "All nodes share one cache of query results.", zh: "所有节点共用一个查询结果缓存。");
    let mut entries = vec![Entry::new("kylin.cache.redis.enabled", "true", fields, reason)];
    if cx.on("engine.redis_cluster") {
        let reason =
            msg!(en: "The servers are a Redis cluster.", zh: "这些服务器组成 Redis 集群。");
        entries.push(Entry::new(
            "kylin.cache.redis.cluster-enabled",
            "true",
            &["engine.redis_cluster"],
            reason,
        ));
    }
    let reason = msg!(en: "Where the cache is.", zh: "缓存所在的服务器。");
    entries.push(of_field(cx, "kylin.cache.redis.hosts", "engine.redis_hosts", reason));
    if !cx.text("engine.redis_password").is_empty() {
        let reason = msg!(
            en: "Put in on the node, encrypted with the product's own tool.",
            zh: "在节点上填入，并用产品自带的工具加密。");
        let key = "kylin.cache.redis.password";
        entries.extend(unless_default(cx, key, "engine.redis_password", reason).map(|entry| {
            let value = format!("@{{{}}}", entry.text());
            if entry.broken.is_some() { entry } else { entry.with(value) }
        }));
    }
    entries
}
