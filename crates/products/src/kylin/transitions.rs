//! Changes of Kylin, and of the closed products that descend from it, for which a restart is not
//! enough.

use super::roles::KYLIN;
use super::services::home;
use super::sources::{
    BLOG_SPLIT, DOC_CLUSTER, DOC_EMR, DOC_MYSQL, DOC_SECURITY, STORAGE_URL, ZOOKEEPER_UTIL,
    config_base,
};
use crate::common::session;
use crate::common::transitions::{first_after, first_before};
use ::rules::{Back, Context, Moment, Source, Still, Task, Transition};
use formats::shell::quote;
use model::{Text, msg};

/// What decides which job node runs jobs.
const ENGINE: &[&str] = &[
    "kylin.job.scheduler.default",
    "kylin.job.scheduler.provider.100",
    "kylin.server.self-discovery-enabled",
    "kap.job.helix.zookeeper-address",
];
/// Where the nodes find each other and lock jobs.
const COORDINATION: &[&str] = &[
    "kylin.env.zookeeper-connect-string",
    "kylin.env.zookeeper-base-path",
    "kylin.env.zookeeper-is-local",
];
/// Where cubes lie.
const CUBES: &[&str] = &[
    "kylin.storage.hbase.cluster-fs",
    "kylin.storage.hbase.namespace",
    "kylin.storage.hbase.table-name-prefix",
    "kylin.storage.columnar.separate-fs-enable",
    "kylin.storage.columnar.file-system",
];

/// `cd` into the installation on the first node with one of several roles.
fn in_home(cx: &Context, command: &str) -> Vec<String> {
    let node = cx.with_roles(KYLIN).into_iter().next();
    let at = node.map_or_else(String::new, |node| home(cx, node));
    vec![format!("cd {} && {command}", quote(&at))]
}

const BACKUP: Task = Task {
    moment: Moment::Running,
    words: |_| {
        msg!(en: "Back the metadata up; the last lines name the folder, meta_backups/meta_…. Copy it away from the node",
            zh: "备份元数据；输出的最后几行会给出目录 meta_backups/meta_…，请把它复制到该节点之外")
    },
    on: |m| first_before(m, KYLIN),
    commands: |m| in_home(m.before, "bin/metastore.sh backup"),
};

/// What both open and closed products do.
pub(crate) static TRANSITIONS: &[Transition] = &[
    Transition {
        id: "metastore",
        title: Text::new("The metadata stands elsewhere", "元数据的存放位置有变化"),
        happens: |m| m.differs("kylin.metadata.url"),
        still: Still::Everything,
        back: Back::More(Text::new(
            "What was changed in models, cubes and jobs since stands in the new metastore alone.",
            "此后对模型、Cube 和任务的改动只存在于新的元数据库中。",
        )),
        why: Text::new(
            "Nothing moves the metadata by itself: a node that starts with the new URL starts with none of the projects, models and cubes. Nodes with different URLs are two clusters that take each other's files for garbage.",
            "元数据不会自动迁移：以新地址启动的节点没有任何项目、模型和 Cube。地址不同的节点是两个集群，会把对方的文件当作垃圾。",
        ),
        tasks: &[
            BACKUP,
            Task {
                moment: Moment::Deployed,
                words: |_| {
                    msg!(en: "Restore the metadata into the new metastore: the folder is the one that the backup named. Keep the name before the @ of the URL: the folder of the cubes' files bears it",
                        zh: "把元数据恢复到新的元数据库：目录即备份时给出的目录。请保持 URL 中 @ 之前的名称不变：Cube 文件的目录以它命名")
                },
                on: |m| first_after(m, KYLIN),
                commands: |m| in_home(m.after, "bin/metastore.sh restore meta_backups/meta_…"),
            },
        ],
        sources: &[STORAGE_URL, DOC_MYSQL],
    },
    Transition {
        id: "job-engine",
        title: Text::new(
            "Another way to choose the node that runs jobs",
            "任务节点的选举方式有变化",
        ),
        happens: |m| m.any_differs(ENGINE),
        still: Still::Services(&["kylin"]),
        back: Back::Files,
        why: Text::new(
            "Each kind of scheduler has locks of its own. With two kinds at once, two nodes run the same jobs and damage each other's segments.",
            "每种调度器使用各自的锁。两种同时运行时，两个节点会执行同样的任务，互相破坏 Segment。",
        ),
        tasks: &[Task::in_words(Moment::Running, |_| {
            msg!(en: "Let running jobs end, or pause them on the Monitor page",
                    zh: "等待正在运行的任务结束，或在 Monitor 页面暂停它们")
        })],
        sources: &[DOC_CLUSTER, ENGINE_KEYS],
    },
    Transition {
        id: "coordination",
        title: Text::new(
            "The nodes meet in another ZooKeeper, or below another path",
            "节点使用的 ZooKeeper 或其路径有变化",
        ),
        happens: |m| m.any_differs(COORDINATION),
        still: Still::Services(&["kylin"]),
        back: Back::Files,
        why: Text::new(
            "Locks of jobs and the list of nodes stand there. While some nodes look here and some there, each side has its own leader, and both run the same jobs.",
            "任务锁和节点列表都保存在那里。若部分节点在旧处、部分在新处，两边各有自己的 leader，会执行同样的任务。",
        ),
        tasks: &[],
        sources: &[ZOOKEEPER_UTIL],
    },
    Transition {
        id: "working-dir",
        title: Text::new(
            "The files of cubes and jobs lie in another folder",
            "Cube 和任务文件的工作目录有变化",
        ),
        happens: |m| {
            m.any_differs(&["kylin.env.hdfs-working-dir", "kylin.env.hdfs-metastore-bigcell-dir"])
        },
        still: Still::Everything,
        back: Back::More(Text::new(
            "What was built since lies in the new folder alone.",
            "此后构建的内容只存在于新目录中。",
        )),
        why: Text::new(
            "The metadata points to dictionaries, snapshots and cubes below this folder; without them queries and builds fail, and a clean-up on the old one would delete what is still needed.",
            "元数据指向该目录下的字典、快照和 Cube；缺少它们查询和构建都会失败，而对旧目录的清理会删除仍然需要的文件。",
        ),
        tasks: &[
            BACKUP,
            Task {
                moment: Moment::Standing,
                words: |m| {
                    let (from, to) = m.values("kylin.env.hdfs-working-dir");
                    msg!(en: "Copy all of the old folder to the new one ({a} to {b}), with the same owner",
                        zh: "把旧目录的全部内容复制到新目录（{a} 到 {b}），保持属主不变", a = from, b = to)
                },
                on: |m| first_before(m, KYLIN),
                commands: |m| {
                    let (from, to) = m.values("kylin.env.hdfs-working-dir");
                    vec![format!("hadoop distcp {} {}", quote(&from), quote(&to))]
                },
            },
        ],
        sources: &[config_base!("274"), BLOG_SPLIT],
    },
    Transition {
        id: "cubes",
        title: Text::new("Cubes lie in another store", "Cube 的存储位置有变化"),
        happens: |m| m.any_differs(CUBES),
        still: Still::Services(&["kylin"]),
        back: Back::More(Text::new(
            "Segments that were built since lie in the new store alone: purge and build them again.",
            "此后构建的 Segment 只存在于新存储中：须清除并重新构建。",
        )),
        why: Text::new(
            "Segments that exist stay where they were built and are looked for in the new place. What cannot be copied there has to be built again.",
            "已有的 Segment 留在原处，而查询会到新位置去找。无法复制的须重新构建。",
        ),
        tasks: &[Task::in_words(Moment::Started, |_| {
            msg!(en: "Build the cubes anew, or copy their tables or files before the start",
                    zh: "重新构建 Cube，或在启动之前复制它们的表或文件")
        })],
        sources: &[BLOG_SPLIT, DOC_EMR],
    },
    Transition {
        id: "cipher",
        title: Text::new("Passwords are encrypted in another way", "密码的加密方式有变化"),
        happens: |m| m.differs("kylin.security.encrypt.cipher.ivSpec"),
        still: Still::Services(&["kylin"]),
        back: Back::More(Text::new(
            "Passwords that were encrypted since have to be encrypted again.",
            "此后加密的密码须重新加密。",
        )),
        why: Text::new(
            "Every encrypted password, those of projects and data sources in the metadata too, can no longer be decrypted.",
            "所有已加密的密码（包括元数据中项目和数据源的密码）都无法再解密。",
        ),
        tasks: &[Task::in_words(Moment::Started, |_| {
            msg!(en: "Type the passwords of data sources again, in the page of each project",
                    zh: "在各项目的页面中重新填写数据源的密码")
        })],
        sources: &[config_base!("2743"), DOC_SECURITY],
    },
    Transition {
        id: "sessions",
        title: Text::new("Logins are kept elsewhere", "登录会话的保存方式有变化"),
        happens: |m| session_store(m.before) != session_store(m.after),
        still: Still::Nothing,
        back: Back::Files,
        why: Text::new(
            "Everybody logs in once more. While old and new nodes stand behind one load balancer, a login of the one is none for the other.",
            "所有用户需重新登录一次。新旧节点同在一个负载均衡之后时，一边的登录对另一边无效。",
        ),
        tasks: &[],
        sources: &[LOGINS],
    },
    Transition {
        id: "upgrade",
        title: Text::new("A later version", "升级到更新的版本"),
        happens: |m| m.is_upgrade(),
        still: Still::Services(&["kylin"]),
        back: Back::More(Text::new(
            "The older version may not read what the later one wrote into the metastore: restore the backup.",
            "旧版本可能无法读取新版本写入元数据库的内容：请恢复备份。",
        )),
        why: Text::new(
            "All nodes write the same metastore, and two versions of one job engine were never meant to.",
            "所有节点写入同一个元数据库，而两个版本的任务引擎并非为同时运行而设计。",
        ),
        tasks: &[
            BACKUP,
            Task::in_words(Moment::Running, |_| {
                msg!(en: "Let running jobs end, and read the version's notes on upgrades",
                        zh: "等待正在运行的任务结束，并阅读该版本的升级说明")
            }),
        ],
        sources: &[DOC_UPGRADE],
    },
    Transition {
        id: "downgrade",
        title: Text::new("An earlier version", "回退到更早的版本"),
        happens: |m| m.is_downgrade(),
        still: Still::Services(&["kylin"]),
        back: Back::Files,
        why: Text::new(
            "Nothing promises that an earlier version reads the metadata that a later one wrote: start it with the backup that was made before the upgrade.",
            "没有任何文档保证旧版本能读取新版本写入的元数据：请用升级之前的备份启动。",
        ),
        tasks: &[BACKUP],
        sources: &[DOC_UPGRADE],
    },
];

/// The schedulers by their numbers.
const ENGINE_KEYS: Source = Source::new(
    "kylin-defaults.properties: kylin.job.scheduler.provider (3.1.3)",
    "https://github.com/apache/kylin/blob/kylin-3.1.3/core-common/src/main/resources/kylin-defaults.properties",
);
const DOC_UPGRADE: Source = Source::new(
    "Apache Kylin 3.1: how to upgrade",
    "https://kylin.apache.org/docs31/howto/howto_upgrade.html",
);
const LOGINS: Source = Source::new(
    "Apache Tomcat: clustering and session managers",
    "https://tomcat.apache.org/tomcat-8.5-doc/config/manager.html",
);

/// Which store keeps the logins, with its servers.
fn session_store(cx: &Context) -> Vec<String> {
    let kind =
        if session::shared(cx) { cx.text("session.kind").into_owned() } else { String::new() };
    let nodes = cx.with_roles(session::POOL).into_iter();
    let servers = nodes.flat_map(|node| session::endpoints(cx, node));
    let mut all: Vec<String> = servers.map(|server| server.to_string()).collect();
    all.sort();
    all.dedup();
    all.push(kind);
    all
}
