//! The step "ZooKeeper".

use crate::common::zookeeper::check_connect;
use crate::druid::sources::{DOC_CONFIGURATION, DOC_HA, lab};
use ::rules::{Answer, Choice, Condition, Field, Kind, Pick};
use model::value::{AbsolutePath, Value};
use model::{Message, Text, msg};

const STEP: &str = "zookeeper";
const WHICH: Text = Text::new("Which ensemble", "使用哪个 ZooKeeper 集群");

static KINDS: &[Choice] = &[
    Choice::new(
        "nodes",
        Text::new("Made on the nodes", "在节点上建立"),
        Text::new(
            "Muster installs it on the nodes with the role ZooKeeper: three, on the masters or on machines of their own.",
            "由 Muster 安装在具有 ZooKeeper 角色的节点上：取三个，位于 master 上或独立的机器上。",
        ),
    ),
    Choice::new(
        "given",
        Text::new("One that exists", "已有的集群"),
        Text::new("Its servers are named here.", "在此填写其服务器地址。"),
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
            "3.5 or newer from Druid 0.22 on.",
            "自 Druid 0.22 起需要 3.5 或更新版本。",
        ),
        Kind::Choice(KINDS),
    )
    .pick(&Pick {
        cases: &[(
            &Condition::new(
                Text::new("when no node has the role ZooKeeper", "没有节点具有 ZooKeeper 角色时"),
                |cx, _| cx.spec.nodes.iter().all(|n| !n.roles.contains("zookeeper")),
            ),
            Answer::Is("given"),
        )],
        otherwise: Answer::Is("nodes"),
    })
    .keys(&["druid.zk.service.host"])
    .source(DOC_HA),
    Field::new(
        "zookeeper.connect",
        STEP,
        WHICH,
        Text::new("Servers", "服务器"),
        Text::new(
            "All members as host:port with commas.",
            "全部成员，格式为 host:port，以逗号分隔。",
        ),
        Kind::Custom(check_connect),
    )
    .shown(|cx| cx.is("zookeeper.kind", "given"))
    .required()
    .placeholder("zk1.example.com:2181,zk2.example.com:2181,zk3.example.com:2181")
    .keys(&["druid.zk.service.host"])
    .source(lab("druid-zookeeper-elsewhere")),
    Field::new(
        "zookeeper.base_path",
        STEP,
        WHICH,
        Text::new("Znode", "znode"),
        Text::new(
            "All of the cluster lies below it. Two clusters below one become one.",
            "集群的全部信息都在其下。两个集群使用同一个会合成一个。",
        ),
        Kind::Custom(check_znode),
    )
    .pick(&Pick {
        cases: &[],
        otherwise: Answer::Is("/druid"),
    })
    .required()
    .keys(&["druid.zk.paths.base", "druid.discovery.curator.path"])
    .source(lab("druid-zookeeper-other-base")),
    Field::new(
        "zookeeper.session",
        STEP,
        WHICH,
        Text::new("Session timeout", "会话超时"),
        Text::new(
            "A machine that lost its power is noticed after this: until then every second query of two Brokers fails, and no other master leads. Shorter ones end in long garbage collections.",
            "断电的机器要经过此时间才会被发现：在此之前，两个 Broker 中有一半的查询会失败，也没有新的主 master。过短会在长时间 GC 时误断。",
        ),
        Kind::Duration,
    )
    .within(4_000, 120_000)
    .default("30 s")
    .keys(&["druid.zk.service.sessionTimeoutMs"])
    .source(DOC_CONFIGURATION),
];

fn check_znode(text: &str) -> Result<(), Message> {
    if text.trim().ends_with('/') {
        return Err(msg!(en: "a znode has no slash at the end", zh: "znode 末尾不能有斜杠"));
    }
    AbsolutePath::parse(text.trim()).map(|_| ())
}
