//! Changes of Druid for which a rolling restart is not enough.

use super::effective::{Store, is_derby, store};
use super::roles::{COORDINATOR, HISTORICAL, INDEXER, MASTER, MIDDLE_MANAGER, OVERLORD};
use super::services::{PROCESSES, home};
use super::sources::{
    DOC_BASIC, DOC_CLUSTER, DOC_METADATA, DOC_ROLLING, DOC_STORAGE, DOC_TIERING, DOC_TLS,
    DOC_UPGRADE,
};
use crate::common::transitions::{listed, names};
use ::rules::{Back, Moment, Move, Source, Still, Task, Transition};
use formats::shell::quote;
use model::{Node, Text, msg};

const MASTERS: &[&str] = &[MASTER, COORDINATOR, OVERLORD];
const WORKERS: &[&str] = &[MIDDLE_MANAGER, INDEXER];
const METADATA: &[&str] = &[
    "druid.metadata.storage.type",
    "druid.metadata.storage.connector.connectURI",
    "druid.metadata.storage.tables.base",
];
const DEEP: &[&str] = &[
    "druid.storage.type",
    "druid.storage.storageDirectory",
    "druid.storage.bucket",
    "druid.storage.baseKey",
    "druid.azure.container",
    "druid.azure.prefix",
    "druid.google.bucket",
    "druid.google.prefix",
];
const ENSEMBLE: &[&str] =
    &["druid.zk.service.host", "druid.zk.paths.base", "druid.discovery.curator.path"];
const ENCRYPTION: &[&str] = &["druid.enablePlaintextPort", "druid.enableTlsPort", "druid.tlsPort"];
const LOGINS: &[&str] =
    &["druid.auth.authenticatorChain", "druid.auth.authorizers", "druid.escalator.type"];
const NAMES: &[&str] = &[
    "druid.selectors.coordinator.serviceName",
    "druid.selectors.indexing.serviceName",
    "druid.coordinator.asOverlord.enabled",
    "druid.serverview.type",
    "druid.indexer.runner.type",
];
const CACHE: &[&str] = &["druid.segmentCache.locations"];

const DOC_EXPORT: Source = Source::new(
    "Apache Druid: export metadata",
    "https://druid.apache.org/docs/latest/operations/export-metadata",
);
const DOC_MOVE: Source = Source::new(
    "Apache Druid: deep storage migration",
    "https://druid.apache.org/docs/latest/operations/deep-storage-migration",
);

/// Stops new segments: what is in flight ends, and streams go on later where they were.
const QUIET: Task = Task::in_words(Moment::Running, |_| {
    msg!(en: "Suspend the supervisors (Supervisors page, “Suspend all”) and let running tasks end: what a task has not published yet is lost or read again",
            zh: "暂停所有 supervisor（Supervisors 页面的 “Suspend all”），等待正在运行的任务结束：任务尚未发布的数据会丢失或重新读取")
});
const RESUME: Task =
    Task::in_words(Moment::Started, |_| msg!(en: "Resume the supervisors", zh: "恢复 supervisor"));
const BACKUP: Task = Task::in_words(Moment::Running, |_| {
    msg!(en: "Back the metadata store up with its own means: it is the only list of the segments",
            zh: "用数据库自身的方式备份元数据库：它是 Segment 的唯一清单")
});

fn first_master(m: &Move) -> Vec<String> {
    let leads = |n: &&Node| MASTERS.iter().any(|role| n.roles.contains(*role));
    m.before.spec.nodes.iter().find(leads).map(|n| n.name.trim().to_owned()).into_iter().collect()
}

/// Whether a list of roles loses nodes.
fn leave<'m>(m: &'m Move, roles: &[&str]) -> Vec<&'m Node> {
    let mut all: Vec<&Node> = roles.iter().flat_map(|role| m.leaves(role)).collect();
    all.dedup_by_key(|node| node.row);
    all
}

/// From before 0.23 to 37 or later: the two do not understand each other.
fn far(m: &Move) -> bool {
    !m.before.since("0.23") && m.after.since("37")
}

/// Whether the metadata move out of Derby, which has a program for it.
fn out_of_derby(m: &Move) -> bool {
    is_derby(m.before) && !is_derby(m.after)
}

pub(crate) static TRANSITIONS: &[Transition] = &[
    Transition {
        id: "metadata",
        title: Text::new("Another metadata store", "元数据存储有变化"),
        happens: |m| m.any_differs(METADATA),
        still: Still::Everything,
        back: Back::More(Text::new(
            "Segments that were made since are known to the new store alone.",
            "此后生成的 Segment 只记录在新的元数据存储中。",
        )),
        why: Text::new(
            "It is the only list of the segments, rules, supervisors and tasks. On an empty one Druid starts without data; two masters on two of them are two clusters.",
            "它是 Segment、规则、supervisor 和任务的唯一清单。使用空的存储时 Druid 没有任何数据；两个 master 使用两个存储就是两个集群。",
        ),
        tasks: &[
            QUIET,
            BACKUP,
            Task {
                moment: Moment::Running,
                words: |m| {
                    if out_of_derby(m) {
                        msg!(en: "Export the metadata from Derby while only this Coordinator runs (bin/stop for the others), into an empty folder; the options that rewrite the segments' places are needed when deep storage moves too",
                        zh: "仅保留该 Coordinator 运行（其余用 bin/stop 停止），把 Derby 中的元数据导出到空目录；若深度存储也要迁移，需使用改写 Segment 位置的选项")
                    } else {
                        msg!(en: "Copy the tables (druid_segments, druid_rules, druid_config, druid_dataSource, druid_supervisors and what stands beside them) into the new database with its own dump and restore, when everything stands",
                        zh: "全部停止之后，用数据库自身的导出与导入把各表（druid_segments、druid_rules、druid_config、druid_dataSource、druid_supervisors 等）复制到新数据库")
                    }
                },
                on: first_master,
                commands: |m| {
                    if out_of_derby(m) {
                        let home = home(m.before);
                        let uri = m.values("druid.metadata.storage.connector.connectURI").0;
                        vec![
                            format!("cd {} && mkdir -p /tmp/druid-metadata", quote(&home)),
                            format!(
                                "java -cp 'lib/*' -Ddruid.metadata.storage.type=derby -Ddruid.metadata.storage.connector.connectURI={} org.apache.druid.cli.Main tools export-metadata -o /tmp/druid-metadata",
                                quote(&uri)
                            ),
                        ]
                    } else {
                        Vec::new()
                    }
                },
            },
            RESUME,
        ],
        sources: &[DOC_METADATA, DOC_EXPORT],
    },
    Transition {
        id: "deep-storage",
        title: Text::new("Another deep storage", "深度存储有变化"),
        happens: |m| m.any_differs(DEEP),
        still: Still::Everything,
        back: Back::More(Text::new(
            "Segments that were made since lie in the new place alone.",
            "此后生成的 Segment 只存在于新的位置。",
        )),
        why: Text::new(
            "The metadata say of each segment where it lies. What was made before stays readable only while the old place is there and every Historical can read it.",
            "元数据记录了每个 Segment 的位置。旧 Segment 只有在旧位置仍然存在且每个 Historical 都能读取时才可用。",
        ),
        tasks: &[
            QUIET,
            BACKUP,
            Task::in_words(Moment::Standing, |m| {
                if store(m.before) == Store::Local {
                    msg!(en: "Copy the segments with their folders as they are into the new place, then rewrite their places in the metadata store (tools export-metadata writes them so, from Derby)",
                        zh: "把 Segment 连同目录结构原样复制到新位置，再改写元数据存储中的位置（从 Derby 导出时 tools export-metadata 可直接改写）")
                } else {
                    msg!(en: "Copy the segments with their folders as they are into the new place and rewrite their loadSpec in the table druid_segments, or keep the old place and its extension for what exists",
                        zh: "把 Segment 连同目录结构原样复制到新位置，并改写 druid_segments 表中的 loadSpec；或者为已有数据保留旧位置及其扩展")
                }
            }),
            RESUME,
        ],
        sources: &[DOC_STORAGE, DOC_MOVE],
    },
    Transition {
        id: "ensemble-of-druid",
        title: Text::new(
            "The processes meet in another ZooKeeper, or below another path",
            "各进程使用的 ZooKeeper 或其路径有变化",
        ),
        happens: |m| m.any_differs(ENSEMBLE),
        still: Still::Services(PROCESSES),
        back: Back::Files,
        why: Text::new(
            "Leaders are chosen and processes are found there. While some look here and some there, each side has leaders of its own, and both hand out segments and tasks. ZooKeeper holds nothing that would have to be copied.",
            "选主和服务发现都在那里进行。若部分进程在旧处、部分在新处，两边各有自己的 leader，都会分配 Segment 和任务。ZooKeeper 中没有需要复制的数据。",
        ),
        tasks: &[QUIET, RESUME],
        sources: &[DOC_CLUSTER],
    },
    Transition {
        id: "encryption",
        title: Text::new("Between plain connections and TLS", "在明文与 TLS 之间切换"),
        happens: |m| m.any_differs(ENCRYPTION),
        still: Still::Services(PROCESSES),
        back: Back::Files,
        why: Text::new(
            "A process is asked by the others at the port that it announces. With one of the ports switched off on some, they do not reach each other.",
            "进程之间按对方公布的端口访问。若部分进程关闭了其中一个端口，彼此就无法连通。",
        ),
        tasks: &[Task::in_words(Moment::Started, |_| {
            msg!(en: "Clients, load balancers and firewalls have new addresses (FIREWALL.md). Who wants no interruption makes two changes: first both ports, then only TLS",
                    zh: "客户端、负载均衡和防火墙的地址有变化（见 FIREWALL.md）。若不希望中断，分两次变更：先同时开放两个端口，再只保留 TLS")
        })],
        sources: &[DOC_TLS],
    },
    Transition {
        id: "logins",
        title: Text::new("Another way to log in", "认证方式有变化"),
        happens: |m| m.any_differs(LOGINS),
        still: Still::Services(PROCESSES),
        back: Back::Files,
        why: Text::new(
            "The processes log in to each other with the same means. Those with the old one are refused by those with the new one.",
            "各进程之间使用同样的方式互相认证。使用旧方式的进程会被新方式的进程拒绝。",
        ),
        tasks: &[],
        sources: &[DOC_BASIC],
    },
    Transition {
        id: "names",
        title: Text::new(
            "Processes are found, or tasks handed out, in another way",
            "服务发现或任务分发方式有变化",
        ),
        happens: |m| m.any_differs(NAMES),
        still: Still::Services(PROCESSES),
        back: Back::Files,
        why: Text::new(
            "Both sides must do it in the same way: a Broker that looks for the old name finds no Coordinator, and a worker that waits for tasks in the old way gets none.",
            "两边必须一致：仍按旧名称查找的 Broker 找不到 Coordinator，仍按旧方式等待的 worker 收不到任务。",
        ),
        tasks: &[QUIET, RESUME],
        sources: &[DOC_UPGRADE],
    },
    Transition {
        id: "far-upgrade",
        title: Text::new("A step over many versions", "跨越多个版本的升级"),
        happens: far,
        still: Still::Everything,
        back: Back::More(Text::new(
            "Restore the backup of the metadata store: the earlier version does not read what the later one wrote.",
            "恢复元数据库的备份：旧版本无法读取新版本写入的内容。",
        )),
        why: Text::new(
            "Processes from before 0.23 and of 37 or later do not understand each other, so a rolling update is not possible.",
            "0.23 之前的进程与 37 及之后的进程互不兼容，无法滚动升级。",
        ),
        tasks: &[QUIET, BACKUP, RESUME],
        sources: &[DOC_UPGRADE],
    },
    Transition {
        id: "upgrade",
        title: Text::new("A later version", "升级到更新的版本"),
        happens: |m| m.is_upgrade() && !far(m),
        still: Still::Nothing,
        back: Back::More(Text::new(
            "In the opposite order, and only as far back as that version's notes allow.",
            "按相反的顺序进行，且只能回退到该版本说明允许的范围。",
        )),
        why: Text::new(
            "The processes understand each other over a few versions in this order: Historical, MiddleManager or Indexer, Broker, Router, Overlord, Coordinator.",
            "按以下顺序更新时，相邻几个版本的进程可以互通：Historical、MiddleManager 或 Indexer、Broker、Router、Overlord、Coordinator。",
        ),
        tasks: &[BACKUP],
        sources: &[DOC_ROLLING, DOC_UPGRADE],
    },
    Transition {
        id: "downgrade",
        title: Text::new("An earlier version", "回退到更早的版本"),
        happens: |m| m.is_downgrade(),
        still: Still::Services(PROCESSES),
        back: Back::Files,
        why: Text::new(
            "The rolling order is made for the way up. Read the later version's notes first: some steps cannot be taken back.",
            "滚动顺序只适用于升级。请先阅读新版本的说明：有些步骤无法撤回。",
        ),
        tasks: &[QUIET, BACKUP, RESUME],
        sources: &[DOC_ROLLING, DOC_UPGRADE],
    },
    Transition {
        id: "historical-leaves",
        title: Text::new("Historicals go", "移除 Historical"),
        happens: |m| !m.leaves(HISTORICAL).is_empty(),
        still: Still::Nothing,
        back: Back::Files,
        why: Text::new(
            "A segment with one copy on a node that goes cannot be queried until another one has loaded it.",
            "只在该节点上有一个副本的 Segment，在其他节点加载之前无法查询。",
        ),
        tasks: &[Task::in_words(Moment::Running, |m| {
            msg!(en: "In the Coordinator's dynamic configuration put {l} (host:port) on decommissioningNodes, and wait until the Services page shows no segments there",
                    zh: "在 Coordinator 动态配置的 decommissioningNodes 中加入 {l}（host:port），等到 Services 页面显示其上没有 Segment", l = listed(&m.leaves(HISTORICAL)))
        })],
        sources: &[DOC_TIERING],
    },
    Transition {
        id: "worker-leaves",
        title: Text::new("MiddleManagers or Indexers go", "移除 MiddleManager 或 Indexer"),
        happens: |m| !leave(m, WORKERS).is_empty(),
        still: Still::Nothing,
        back: Back::Files,
        why: Text::new("A task that is cut off has to be done again.", "被中断的任务须重新执行。"),
        tasks: &[Task::in_words(Moment::Running, |m| {
            msg!(en: "Disable the workers that go ({l}) on the Services page, and wait until their tasks have ended",
                    zh: "在 Services 页面禁用将要移除的 worker（{l}），等待其任务结束", l = names(&leave(m, WORKERS)).join(", "))
        })],
        sources: &[DOC_ROLLING],
    },
    Transition {
        id: "segment-cache",
        title: Text::new("Segments are kept in other folders", "Segment 缓存目录有变化"),
        happens: |m| m.any_differs(CACHE),
        still: Still::Nothing,
        back: Back::Files,
        why: Text::new(
            "A Historical loads again from deep storage what lay in a folder that is no longer named; until then other copies answer, where there are any.",
            "不再列出的目录中的 Segment 会从深度存储重新加载；在此之前由其他副本（若有）应答。",
        ),
        tasks: &[Task::in_words(Moment::Started, |_| {
            msg!(en: "Wait after each node until its segments are loaded again (Services page) before the next one is restarted; then remove the old folders",
                    zh: "每重启一个节点，等它重新加载完 Segment（Services 页面）再重启下一个；之后删除旧目录")
        })],
        sources: &[DOC_TIERING],
    },
];
