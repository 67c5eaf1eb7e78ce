//! The step "ZooKeeper".

use crate::alluxio::choice::{Topology, topology};
use crate::alluxio::sources::{DOC_HA, PROPERTY_KEY, lab};
use crate::common::zookeeper::check_connect;
use ::rules::{Answer, Choice, Condition, Context, Field, Kind, Pick};
use model::value::{AbsolutePath, Value};
use model::{Message, Text, msg};

const STEP: &str = "zookeeper";
const WHICH: Text = Text::new("Which ensemble", "使用哪个 ZooKeeper 集群");

/// Whether ZooKeeper elects the leader.
pub(super) fn elects(cx: &Context) -> bool {
    topology(cx) == Topology::ZooKeeper
}

static KINDS: &[Choice] = &[
    Choice::new(
        "given",
        Text::new("One that exists", "已有的集群"),
        Text::new("Its servers are named here.", "在此填写其服务器地址。"),
    ),
    Choice::new(
        "nodes",
        Text::new("Made on the nodes", "在节点上建立"),
        Text::new(
            "Muster installs it on the nodes with the role ZooKeeper: take three, so that one may die.",
            "由 Muster 安装在具有 ZooKeeper 角色的节点上：取三个，可容忍一个故障。",
        ),
    ),
];

/// In the order in which they are shown.
pub(super) static FIELDS: &[Field] = &[
    Field::new(
        "zookeeper.kind",
        STEP,
        WHICH,
        Text::new("Ensemble", "ZooKeeper 集群"),
        Text::new(
            "Its maxSessionTimeout (40 s unless set) bounds Alluxio's session of 60 s, and with it how long a dead leader goes unnoticed.",
            "其 maxSessionTimeout（默认 40 秒）限制了 Alluxio 60 秒的会话时长，也就决定了主（leader）故障后多久才被发现。",
        ),
        Kind::Choice(KINDS),
    )
    .shown(elects)
    .pick(&Pick {
    cases: &[
        (&Condition::new(Text::new("when some have the role ZooKeeper", "有节点具有 ZooKeeper 角色时"), |cx, _| {
            elects(cx) && cx.spec.nodes.iter().any(|n| n.roles.contains("zookeeper"))
        }), Answer::Is("nodes")),
    ],
    otherwise: Answer::Is("given"),
})
    .keys(&["alluxio.zookeeper.address"])
    .source(DOC_HA),
    Field::new(
        "zookeeper.connect",
        STEP,
        WHICH,
        Text::new("Servers", "服务器"),
        Text::new(
            "All members as host:port with commas. A path may stand once, at the end: the archive makes that znode before the first start.",
            "全部成员，格式为 host:port，以逗号分隔。路径只能在末尾出现一次：首次启动前由部署包创建该 znode。",
        ),
        Kind::Custom(check_connect),
    )
    .shown(|cx| elects(cx) && cx.is("zookeeper.kind", "given"))
    .required()
    .placeholder("zk1.example.com:2181,zk2.example.com:2181,zk3.example.com:2181")
    .keys(&["alluxio.zookeeper.address"])
    .source(lab("alluxio-chroot-missing")),
    Field::new(
        "zookeeper.base_path",
        STEP,
        WHICH,
        Text::new("Znode", "znode"),
        Text::new(
            "The election and the leader's address lie below it. Two clusters below one znode become one: the second one's masters stand by for the first.",
            "选举和主（leader）地址都在其下。两个集群使用同一个 znode 会合成一个：后者的 master 会成为前者的备（standby）。",
        ),
        Kind::Custom(check_znode),
    )
    .shown(elects)
    .pick(&Pick {
    cases: &[],
    otherwise: Answer::Made(Text::new("/alluxio/ + the cluster's name", "/alluxio/ + 集群名称"), |cx, _| {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
            let name: String =
                cx.spec.name.trim().chars().map(|c| if plain(c) { c } else { '-' }).collect();
            // A name of dots only is no znode.
            let name = name.trim_matches('.');
            format!("/alluxio/{}", if name.is_empty() { "cluster" } else { name })
        }),
})
    .required()
    .keys(&[
        "alluxio.zookeeper.election.path",
        "alluxio.zookeeper.leader.path",
        "alluxio.zookeeper.job.election.path",
        "alluxio.zookeeper.job.leader.path",
    ])
    .source(PROPERTY_KEY),
];

fn check_znode(text: &str) -> Result<(), Message> {
    let text = text.trim();
    if text.ends_with('/') {
        return Err(msg!(en: "a znode has no slash at the end", zh: "znode 末尾不能有斜杠"));
    }
    AbsolutePath::parse(text).map(|_| ())
}
