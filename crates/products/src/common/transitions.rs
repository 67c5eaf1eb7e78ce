//! Changes of what several products share: the ensemble, who logs in where.

use super::zookeeper::ensemble::ROLE as MEMBER;
use ::rules::{Back, Moment, Move, Source, Still, Task, Transition};
use formats::shell::quote;
use model::{Text, msg};

/// Its data, snapshots and log of transactions.
const DATA: &[&str] = &["zookeeper/zoo.cfg:dataDir", "zookeeper/zoo.cfg:dataLogDir"];

const ADMINISTRATION: Source = Source::new(
    "ZooKeeper 3.8: administrator's guide",
    "https://zookeeper.apache.org/doc/r3.8.4/zookeeperAdmin.html",
);

/// The names of nodes.
pub(crate) fn names(nodes: &[&model::Node]) -> Vec<String> {
    nodes.iter().map(|node| node.name.trim().to_owned()).collect()
}

/// The names of nodes, in a sentence.
pub(crate) fn listed(nodes: &[&model::Node]) -> String {
    names(nodes).join(", ")
}

/// The first node with one of several roles, while the older cluster runs.
pub(crate) fn first_before(m: &Move, roles: &[&str]) -> Vec<String> {
    m.before.with_roles(roles).first().map(|n| n.name.trim().to_owned()).into_iter().collect()
}

/// The first node with one of several roles, in the new cluster.
pub(crate) fn first_after(m: &Move, roles: &[&str]) -> Vec<String> {
    m.after.with_roles(roles).first().map(|n| n.name.trim().to_owned()).into_iter().collect()
}

/// Of the ensemble on the nodes.
pub(crate) static ZOOKEEPER: &[Transition] = &[
    Transition {
        id: "ensemble",
        title: Text::new("Other machines are the ZooKeeper ensemble", "ZooKeeper 集群的成员有变化"),
        happens: |m| m.moves(MEMBER),
        still: Still::Everything,
        back: Back::Files,
        why: Text::new(
            "A member knows the others from its zoo.cfg alone. While some have the old list and some the new one, two groups can each take themselves for the majority, and what was written to one is lost in the other. So all members stop, and start with one list.",
            "每个成员只通过自己的 zoo.cfg 认识其他成员。若部分成员使用旧列表、部分使用新列表，可能出现两组成员各自认为自己是多数，写入其中一组的数据在另一组中会丢失。因此须全部停止，再以同一份列表启动。",
        ),
        tasks: &[Task::in_words(Moment::Standing, |m| {
            msg!(en: "Keep the data of at least one member that stays: new members ({j}) get theirs from it. If none stays, copy the data folder of one old member to one new one, without its myid",
                    zh: "至少保留一个不变成员的数据：新成员（{j}）会从它同步。若没有不变的成员，请把一个旧成员的数据目录（不含 myid）复制到一个新成员", j = listed(&m.joins(MEMBER)))
        })],
        sources: &[ADMINISTRATION],
    },
    Transition {
        id: "ensemble-data",
        title: Text::new(
            "ZooKeeper keeps its data in another folder",
            "ZooKeeper 的数据目录有变化",
        ),
        happens: |m| !m.moves(MEMBER) && m.any_differs(DATA),
        still: Still::Everything,
        back: Back::Files,
        why: Text::new(
            "A member that starts with an empty folder has forgotten everything. If most of them do, the ensemble is empty, and so is what the products keep in it.",
            "以空目录启动的成员没有任何数据。若多数成员如此，整个 ZooKeeper 集群就是空的，各产品保存在其中的内容也随之消失。",
        ),
        tasks: &[Task {
            moment: Moment::Standing,
            words: |m| {
                let (from, to) = m.values("zookeeper/zoo.cfg:dataDir");
                msg!(en: "Move version-2 from the old data folder to the new one ({a} to {b}; the log's folder likewise where it has its own)",
                    zh: "把 version-2 从旧数据目录移动到新目录（{a} 到 {b}；若事务日志有单独目录，同样移动）", a = from, b = to)
            },
            on: |m| names(&m.after.spec.with_role(MEMBER).collect::<Vec<_>>()),
            commands: |m| {
                let (from, to) = m.values("zookeeper/zoo.cfg:dataDir");
                vec![format!("mv {}/version-2 {}/", quote(&from), quote(&to))]
            },
        }],
        sources: &[ADMINISTRATION],
    },
    Transition {
        id: "ensemble-port",
        title: Text::new("ZooKeeper listens on another port", "ZooKeeper 的客户端端口有变化"),
        happens: |m| m.differs("zookeeper/zoo.cfg:clientPort"),
        still: Still::Everything,
        back: Back::Files,
        why: Text::new(
            "Who was started with the old port does not find the member again. All stop, and start with the new one; clients outside of this cluster need it, too.",
            "以旧端口启动的程序再也连不上成员。须全部停止，再以新端口启动；集群之外的客户端也要改。",
        ),
        tasks: &[],
        sources: &[ADMINISTRATION],
    },
];
