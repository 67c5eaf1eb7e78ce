//! Nodes of one cluster that disagree on what makes them one: the metadata store, the way in which they
//! find each other, where data lies.

use super::asked::{Seen, report, values, values_of};
use super::rule;
use crate::druid::effective::{is_derby, parse};
use crate::druid::fields::metadata::{TYPE, URI};
use crate::druid::programs::Program;
use crate::druid::roles::{COORDINATOR, INDEXER, MASTER, MIDDLE_MANAGER, OVERLORD};
use crate::druid::sources::{
    DISCOVERY, DOC_CONFIGURATION, DOC_HA, DOC_METADATA, DOC_STORAGE, K8S_DISCOVERY, TABLES, lab,
};
use ::rules::{Apart, Context, Found, Sink, apart};
use model::value::shown;
use model::{Message, msg};

/// The programs that read the metadata store.
fn of_masters(program: &Program) -> bool {
    [MASTER, COORDINATOR, OVERLORD].contains(&program.role)
}

/// The programs whose tasks write segments and logs.
fn of_tasks(program: &Program) -> bool {
    [MIDDLE_MANAGER, INDEXER].contains(&program.role)
}

/// The programs that write or read the logs of tasks.
fn of_logs(program: &Program) -> bool {
    of_tasks(program) || [MASTER, OVERLORD].contains(&program.role)
}

/// Reports the values of a key of some programs that differ from the others', by the part of them that
/// counts; nothing while one of them is known on the machine only.
fn differences<T: PartialEq>(
    sink: &mut Sink,
    all: &[Found],
    part: impl Fn(&Found) -> T,
    say: impl Fn(&Apart) -> Message,
) {
    if all.iter().any(|found| found.literal().is_none()) {
        return;
    }
    let mut seen = Seen::default();
    for pair in apart(all, |a, b| part(a) == part(b)) {
        if seen.first(&pair.odd.place) {
            report(sink, pair.odd.place.clone(), say(&pair));
        }
    }
}

/// That two groups of nodes read different values.
fn two_values(cx: &Context, key: &str, pair: &Apart) -> [String; 5] {
    let (odd, rest) = (pair.odd, pair.rest);
    let value = |found: &Found| shown(if found.value.is_empty() { "\"\"" } else { &found.value });
    [key.to_owned(), value(odd), cx.names(&odd.nodes), value(rest), cx.names(&rest.nodes)]
}

/// What says which tables of which database are the cluster's, beside the address.
const TABLE_KEYS: &[&str] = &[
    TYPE,
    "druid.metadata.postgres.dbTableSchema",
    "druid.metadata.storage.tables.base",
    "druid.metadata.storage.tables.config",
    "druid.metadata.storage.tables.dataSource",
    "druid.metadata.storage.tables.rules",
    "druid.metadata.storage.tables.segments",
    "druid.metadata.storage.tables.taskLock",
    "druid.metadata.storage.tables.tasks",
];

rule!(
    /// Masters with different tables.
    STORES, "DRU139", "two-metadata-stores", Error,
    ["All Coordinators and Overlords use one metadata store.", "所有 Coordinator 和 Overlord 使用同一个元数据存储。"],
    ["The metadata store holds the list of segments, the rules, the tasks and their locks, and only ZooKeeper says which master leads. A master with another kind of database, another database, schema or names of tables stands by healthy; when it leads, none of the data and none of the tasks are there for it. Set these once, for the cluster.",
     "Segment 列表、规则、任务及其锁都在元数据存储中，而由谁担任主（leader）只由 ZooKeeper 决定。数据库类型、数据库、schema 或表名不同的 master 备用时一切正常；一旦成为主，数据和任务对它来说都不存在。请只为整个集群设置一次。"],
    [TABLES, lab("druid-derby-two-masters"), DOC_HA, DOC_METADATA], [],
    fires "druid-ha" [("nodes[1].overrides.druid.metadata.storage.tables.base", "druid_new")],
    clean "druid-ha" [("overrides.cluster.druid.metadata.storage.tables.base", "druid_new")],
    |cx, sink| {
        if is_derby(cx) && values_of(cx, TYPE, of_masters).len() == 1 {
            return;
        }
        for key in TABLE_KEYS {
            let all = values_of(cx, key, of_masters);
            differences(sink, &all, |found| found.value.clone(), |pair| {
                let [k, a, na, b, nb] = two_values(cx, key, pair);
                msg!(en: "{k} is {a} on {na}, and {b} on {nb}: whoever leads does not know what the other one wrote.",
                     zh: "{k} 在 {na} 上是 {a}，在 {nb} 上是 {b}：担任主的一方不知道另一方写入的内容。", k = k, a = a, na = na, b = b, nb = nb)
            });
        }
        let all = values_of(cx, URI, of_masters);
        let name = |found: &Found| parse(&found.value).map(|database| database.name).filter(|name| !name.is_empty());
        if all.iter().all(|found| name(found).is_some()) {
            differences(sink, &all, name, |pair| {
                let [k, _, na, _, nb] = two_values(cx, URI, pair);
                let [a, b] = [pair.odd, pair.rest].map(|found| shown(&name(found).unwrap_or_default()));
                msg!(en: "{k} names the database {a} on {na}, and {b} on {nb}: whoever leads does not know what the other one wrote.",
                     zh: "{k} 在 {na} 上指定数据库 {a}，在 {nb} 上指定 {b}：担任主的一方不知道另一方写入的内容。", k = k, a = a, na = na, b = b, nb = nb)
            });
        }
    }
);

rule!(
    /// Masters with different servers.
    DATABASES, "DRU140", "two-database-servers", Warning,
    ["All Coordinators and Overlords name one database server.", "所有 Coordinator 和 Overlord 使用同一个数据库服务器。"],
    ["Two servers are two metadata stores, unless the names are two for one machine or the servers replicate each other: when the other master leads, the data and the tasks of the first are not there for it. Set the address once, for the cluster; where the names mean the same database, accept this warning.",
     "两个服务器就是两个元数据存储（除非两个名称指同一台机器，或服务器之间互相复制）：另一个 master 成为主（leader）后，之前的数据和任务对它来说都不存在。请只为整个集群设置一次地址；如果名称指同一个数据库，可以接受此警告。"],
    [DOC_METADATA, DOC_HA], [],
    fires "druid-ha" [("nodes[1].overrides.druid.metadata.storage.connector.connectURI", "jdbc:postgresql://db2.example.com:5432/druid")],
    clean "druid-ha" [("nodes[1].overrides.druid.metadata.storage.connector.connectURI", "jdbc:postgresql://db.example.com/druid?connectTimeout=5")],
    |cx, sink| {
        let all = values_of(cx, URI, of_masters);
        let hosts = |found: &Found| {
            let servers = parse(&found.value).map(|database| database.servers).unwrap_or_default();
            let mut hosts: Vec<String> = servers.iter().map(|one| one.host.to_string().to_ascii_lowercase()).collect();
            hosts.sort();
            hosts
        };
        if is_derby(cx) || all.iter().any(|found| hosts(found).is_empty()) {
            return;
        }
        differences(sink, &all, hosts, |pair| {
            let [a, b] = [pair.odd, pair.rest].map(|found| shown(&hosts(found).join(", ")));
            msg!(en: "The metadata store of {na} is on {a}, that of {nb} on {b}.", zh: "{na} 的元数据存储在 {a} 上，{nb} 的在 {b} 上。",
                 na = cx.names(&pair.odd.nodes), a = a, nb = cx.names(&pair.rest.nodes), b = b)
        });
    }
);

rule!(
    /// Processes that announce themselves in different places.
    DISCOVERIES, "DRU141", "two-ways-of-discovery", Error,
    ["All processes find each other in one way.", "所有进程使用同一种发现方式。"],
    ["druid.discovery.type says where a process announces itself and looks for the others: ZooKeeper, or the Kubernetes API under the name of a cluster. Those of one way never see those of the other, and each has a leader of its own: two clusters in one set of files. Set it once, for the cluster.",
     "druid.discovery.type 决定进程在哪里公布自己并查找其他进程：ZooKeeper，或 Kubernetes API 中某个集群名称之下。两种方式的进程互相看不见，各有自己的主（leader）：一套文件成了两个集群。请只为整个集群设置一次。"],
    [DISCOVERY, K8S_DISCOVERY, lab("druid-zookeeper-other-base")], [],
    fires "druid-ha" [("settings.ingestion.more", "druid-kubernetes-extensions"), ("nodes[1].overrides.druid.discovery.type", "k8s")],
    clean "druid-ha" [("settings.ingestion.more", "druid-kubernetes-extensions"), ("overrides.cluster.druid.discovery.type", "k8s"), ("overrides.cluster.druid.discovery.k8s.clusterIdentifier", "druid-ha")],
    |cx, sink| {
        const KIND: &str = "druid.discovery.type";
        let kinds = values(cx, KIND);
        let name = if kinds.iter().all(|found| found.value == "k8s") { "druid.discovery.k8s.clusterIdentifier" } else { KIND };
        for key in [KIND, name].into_iter().take(if name == KIND { 1 } else { 2 }) {
            differences(sink, &values(cx, key), |found| found.value.clone(), |pair| {
                let [k, a, na, b, nb] = two_values(cx, key, pair);
                msg!(en: "{k} is {a} on {na}, and {b} on {nb}: they would not find each other.",
                     zh: "{k} 在 {na} 上是 {a}，在 {nb} 上是 {b}：彼此无法发现。", k = k, a = a, na = na, b = b, nb = nb)
            });
        }
    }
);

/// Where segments and the logs of tasks are put.
const PLACES: &[&str] = &[
    "druid.azure.container",
    "druid.google.bucket",
    "druid.indexer.logs.bucket",
    "druid.indexer.logs.container",
    "druid.indexer.logs.directory",
    "druid.indexer.logs.prefix",
    "druid.indexer.logs.s3Bucket",
    "druid.indexer.logs.s3Prefix",
    "druid.indexer.logs.type",
    "druid.storage.baseKey",
    "druid.storage.bucket",
    "druid.storage.storageDirectory",
    "druid.storage.type",
];

rule!(
    /// Data in several places.
    STORAGES, "DRU142", "two-deep-storages", Warning,
    ["All nodes put segments and logs of tasks in one place.", "所有节点把 Segment 和任务日志放在同一处。"],
    ["Each task puts its segments where its own machine says, and its log too; the Overlord looks for logs where its machine says. With two places part of the data lies where nobody expects it: where the keys or a backup do not reach it, and where the next change of the storage forgets it. Set the place once, for the cluster.",
     "每个任务都把 Segment 和日志写到所在机器指定的位置，而 Overlord 只在自己的机器指定的位置查找日志。位置不一致时，部分数据会落在意料之外的地方：密钥或备份可能覆盖不到，以后更换存储时也容易遗漏。请只为整个集群设置一次。"],
    [DOC_STORAGE, DOC_CONFIGURATION], [],
    fires "druid-ha" [("nodes[4].overrides.druid.storage.bucket", "example-druid-2")],
    clean "druid-ha" [("overrides.cluster.druid.storage.bucket", "example-druid-2")],
    |cx, sink| {
        for key in PLACES {
            let readers = if key.starts_with("druid.indexer.") { of_logs } else { of_tasks };
            let all = values_of(cx, key, readers);
            differences(sink, &all, |found| found.value.clone(), |pair| {
                let [k, a, na, b, nb] = two_values(cx, key, pair);
                msg!(en: "{k} is {a} on {na}, and {b} on {nb}.", zh: "{k} 在 {na} 上是 {a}，在 {nb} 上是 {b}。",
                     k = k, a = a, na = na, b = b, nb = nb)
            });
        }
    }
);
