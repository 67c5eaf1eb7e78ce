//! Changes of Alluxio for which a restart is not enough.

use super::choice::Topology;
use super::effective::{ports_of, topology};
use super::roles::{MASTER, WORKER};
use super::services::home;
use super::sources::{DOC_HA, DOC_JOURNAL, DOC_UPGRADE, PROPERTY_KEY, RAFT, TIERS};
use super::versions::two;
use crate::common::transitions::{first_before, listed};
use ::rules::{Back, Context, Moment, Move, Source, Still, Task, Transition};
use formats::shell::quote;
use model::{Text, msg};

/// What a journal is, and where.
const JOURNAL: &[&str] = &[
    "alluxio.master.journal.type",
    "alluxio.master.journal.folder",
    "alluxio.master.metastore",
    "alluxio.zookeeper.enabled",
];
const ROOT: &str = "alluxio.master.mount.table.root.ufs";
/// Who may do what, on both sides of a connection.
const SECURITY: &[&str] = &[
    "alluxio.security.authentication.type",
    "alluxio.security.authorization.permission.enabled",
    "alluxio.network.tls.enabled",
];
/// The tiers of a worker.
const TIER: &[&str] = &[
    "alluxio.worker.tieredstore.levels",
    "alluxio.worker.tieredstore.level0.dirs.path",
    "alluxio.worker.tieredstore.level1.dirs.path",
    "alluxio.worker.tieredstore.level2.dirs.path",
];
const DOC_METASTORE: Source = Source::new(
    "Alluxio 2.9: metastore",
    "https://docs.alluxio.io/os/user/2.9/en/operation/Metastore.html",
);

fn alluxio(cx: &Context, words: &str) -> Vec<String> {
    vec![format!("{} {words}", quote(&format!("{}/bin/alluxio", home(cx))))]
}

const BACKUP: Task = Task {
    moment: Moment::Running,
    words: |_| {
        msg!(en: "Back the metadata up, and write down the file that it names: it lies in the under storage",
            zh: "备份元数据，并记下输出中给出的文件：它位于底层存储中")
    },
    on: |m| first_before(m, &[MASTER]),
    commands: |m| alluxio(m.before, "fsadmin backup"),
};
const RESTORE: Task = Task {
    moment: Moment::Deployed,
    words: |_| {
        msg!(en: "Format the new journal, whose folder must be empty and its own. For this one start, the new document sets alluxio.master.journal.init.from.backup to the file of the backup; take it out afterwards and deploy again",
            zh: "格式化新的 Journal（其目录必须为空且专用）。仅在这一次启动时，在新文档中把 alluxio.master.journal.init.from.backup 设为备份文件；之后去掉它并重新部署")
    },
    on: |_| Vec::new(),
    commands: |_| vec!["alluxio/first-start.sh".to_owned()],
};
/// Files that exist in workers only.
const PERSIST: Task = Task {
    moment: Moment::Running,
    words: |_| {
        msg!(en: "Files that were written with MUST_CACHE, or not written through yet, exist in workers only: persist what is still needed",
            zh: "以 MUST_CACHE 写入、或尚未持久化的文件只存在于 worker 中：请先持久化仍需要的文件")
    },
    on: |m| first_before(m, &[MASTER]),
    commands: |m| alluxio(m.before, "fs persist /"),
};

fn steps_over_lines(m: &Move) -> bool {
    two(m.before) != two(m.after)
}

/// Whether all masters keep one journal among themselves, now and then.
fn among_themselves(m: &Move) -> bool {
    topology(m.before) == Topology::Embedded && topology(m.after) == Topology::Embedded
}

pub(crate) static TRANSITIONS: &[Transition] = &[
    Transition {
        id: "journal",
        title: Text::new(
            "Another journal, or another store of metadata",
            "Journal 或元数据存储有变化",
        ),
        happens: |m| m.any_differs(JOURNAL) && !steps_over_lines(m),
        still: Still::Everything,
        back: Back::More(Text::new(
            "The old journal is as it was when the masters stopped: what was written since is not in it.",
            "旧 Journal 停留在 master 停止时的状态：此后写入的内容不在其中。",
        )),
        why: Text::new(
            "A master that starts on another journal starts with an empty tree, or not at all (“has not been formatted”). Files in the under storage stay; their order, pins, permissions and mounts come from a backup only.",
            "以另一个 Journal 启动的 master 只有空的目录树，或根本无法启动（“has not been formatted”）。底层存储中的文件不变；目录结构、固定（pin）、权限和挂载点只能从备份恢复。",
        ),
        tasks: &[BACKUP, PERSIST, RESTORE],
        sources: &[DOC_JOURNAL, DOC_METASTORE],
    },
    Transition {
        id: "master-joins",
        title: Text::new(
            "More masters with the embedded journal",
            "增加使用内嵌 Journal 的 master",
        ),
        happens: |m| {
            among_themselves(m) && !m.joins(MASTER).is_empty() && m.leaves(MASTER).is_empty()
        },
        still: Still::Nothing,
        back: Back::More(Text::new(
            "A master that joined stays a member of the quorum until it is removed from it.",
            "已加入的 master 在被移除之前一直是仲裁成员。",
        )),
        why: Text::new(
            "A new member takes the journal from the others. Two that join at the same time can take the majority away from those that have it.",
            "新成员从其他成员同步 Journal。若同时加入两个，可能使拥有数据的成员失去多数。",
        ),
        tasks: &[Task {
            moment: Moment::Deployed,
            words: |m| {
                msg!(en: "One new master after the other ({j}): first-start.sh and start for it alone, and wait until the quorum shows it, before the next one and before the others are restarted",
                    zh: "逐个加入新的 master（{j}）：只对它执行 first-start.sh 和 start，等仲裁信息中出现它之后，再处理下一个并重启其他 master", j = listed(&m.joins(MASTER)))
            },
            on: |_| Vec::new(),
            commands: |m| {
                let node = |n: &&model::Node| {
                    let name = quote(n.name.trim());
                    [
                        format!("alluxio/first-start.sh --node {name}"),
                        format!("bin/start --node {name}"),
                    ]
                };
                m.joins(MASTER).iter().flat_map(node).collect()
            },
        }],
        sources: &[DOC_HA, RAFT],
    },
    Transition {
        id: "master-leaves",
        title: Text::new(
            "Fewer masters with the embedded journal",
            "减少使用内嵌 Journal 的 master",
        ),
        happens: |m| {
            among_themselves(m) && !m.leaves(MASTER).is_empty() && m.joins(MASTER).is_empty()
        },
        still: Still::Nothing,
        back: Back::Files,
        why: Text::new(
            "A member that is only switched off still counts: the others need the majority of the old number.",
            "仅仅关闭的成员仍然计入：其余成员仍需达到原数量的多数。",
        ),
        tasks: &[Task {
            moment: Moment::Started,
            words: |m| msg!(en: "Tell the others that {l} does not come back", zh: "告知其他 master：{l} 不再回来", l = listed(&m.leaves(MASTER))),
            on: |m| first_before(m, &[MASTER]),
            commands: |m| {
                let port = ports_of(m.before, MASTER, "ports.journal").first().copied().flatten();
                let command = |n: &&model::Node| {
                    let words = format!(
                        "fsadmin journal quorum remove -domain MASTER -address {}:{}",
                        quote(n.name.trim()),
                        port.unwrap_or(19200)
                    );
                    alluxio(m.after, &words)
                };
                m.leaves(MASTER).iter().flat_map(command).collect()
            },
        }],
        sources: &[DOC_HA, RAFT],
    },
    Transition {
        id: "masters-replaced",
        title: Text::new(
            "Other masters with the embedded journal",
            "替换使用内嵌 Journal 的 master",
        ),
        happens: |m| {
            among_themselves(m) && !m.leaves(MASTER).is_empty() && !m.joins(MASTER).is_empty()
        },
        still: Still::Everything,
        back: Back::More(Text::new(
            "Restore the backup, or keep the old masters' journal folders until all is well.",
            "恢复备份，或在一切正常之前保留旧 master 的 Journal 目录。",
        )),
        why: Text::new(
            "Members that go and members that come at the same time can leave no majority of those that have the journal. Safer in two steps: first more, then fewer.",
            "同时有成员离开和加入时，拥有 Journal 的成员可能不足多数。分两步更稳妥：先增加，再减少。",
        ),
        tasks: &[BACKUP],
        sources: &[DOC_HA, RAFT],
    },
    Transition {
        id: "root",
        title: Text::new("Another root of the under storage", "根底层存储有变化"),
        happens: |m| m.differs(ROOT) && !steps_over_lines(m),
        still: Still::Everything,
        back: Back::More(Text::new("Restore the backup.", "恢复备份。")),
        why: Text::new(
            "The root's mount stands in the journal: masters go on with the old one, or find a tree that does not fit what lies there. It takes a new journal.",
            "根挂载点记录在 Journal 中：master 会继续使用旧的，或其目录树与存储内容不符。需要新的 Journal。",
        ),
        tasks: &[
            PERSIST,
            Task {
                moment: Moment::Deployed,
                words: |_| {
                    msg!(en: "Format: the masters forget mounts, pins and permissions. Take a new journal folder if the way back is to stay open",
                        zh: "格式化：master 会丢失挂载点、固定和权限。若要保留回退的可能，请使用新的 Journal 目录")
                },
                on: |_| Vec::new(),
                commands: |_| vec!["alluxio/first-start.sh".to_owned()],
            },
        ],
        sources: &[PROPERTY_KEY, DOC_JOURNAL],
    },
    Transition {
        id: "lines",
        title: Text::new("A step between 1.x and 2.x", "在 1.x 与 2.x 之间变更"),
        happens: steps_over_lines,
        still: Still::Everything,
        back: Back::More(Text::new(
            "With the old journal, which must be kept: 1.x does not read what 2.x wrote.",
            "使用保留下来的旧 Journal：1.x 无法读取 2.x 写入的内容。",
        )),
        why: Text::new(
            "Servers and clients of the two do not understand each other, and neither do their journals: all programs that use Alluxio change their client on the same day.",
            "两者的服务端与客户端互不兼容，Journal 也不兼容：所有使用 Alluxio 的程序须在同一天更换客户端。",
        ),
        tasks: &[BACKUP, PERSIST, RESTORE],
        sources: &[DOC_UPGRADE],
    },
    Transition {
        id: "version",
        title: Text::new("Another version of the same line", "同一系列的另一个版本"),
        happens: |m| (m.is_upgrade() || m.is_downgrade()) && !steps_over_lines(m),
        still: Still::Services(&[
            "alluxio-master",
            "alluxio-worker",
            "alluxio-job-master",
            "alluxio-job-worker",
            "alluxio-proxy",
        ]),
        back: Back::More(Text::new(
            "An earlier version may not read the journal of a later one: restore the backup.",
            "旧版本可能无法读取新版本的 Journal：请恢复备份。",
        )),
        why: Text::new(
            "Masters of two versions share one journal only by luck; the manual stops all of them.",
            "不同版本的 master 共用一个 Journal 没有保证；手册要求全部停止。",
        ),
        tasks: &[BACKUP],
        sources: &[DOC_UPGRADE],
    },
    Transition {
        id: "security",
        title: Text::new("Another kind of login or encryption", "认证或加密方式有变化"),
        happens: |m| m.any_differs(SECURITY),
        still: Still::Everything,
        back: Back::Files,
        why: Text::new(
            "Both ends of a connection must have the same: workers with the old kind are refused by masters with the new one. Clients change on the same day.",
            "连接两端必须一致：使用旧方式的 worker 会被新方式的 master 拒绝。客户端须同时更改。",
        ),
        tasks: &[],
        sources: &[PROPERTY_KEY],
    },
    Transition {
        id: "tiers",
        title: Text::new("Workers keep blocks in other folders", "worker 的存储目录有变化"),
        happens: |m| m.any_differs(TIER),
        still: Still::Nothing,
        back: Back::Files,
        why: Text::new(
            "What is cached in a folder that is no longer named is read anew from the under storage. What was never written through is lost.",
            "不再列出的目录中的缓存会从底层存储重新读取；从未持久化的内容会丢失。",
        ),
        tasks: &[PERSIST],
        sources: &[TIERS],
    },
    Transition {
        id: "worker-leaves",
        title: Text::new("Workers go", "移除 worker"),
        happens: |m| !m.leaves(WORKER).is_empty(),
        still: Still::Nothing,
        back: Back::Files,
        why: Text::new(
            "Blocks of a worker that goes are read anew from the under storage. What was never written through is lost.",
            "被移除的 worker 上的数据块会从底层存储重新读取；从未持久化的内容会丢失。",
        ),
        tasks: &[PERSIST],
        sources: &[DOC_HA],
    },
];
