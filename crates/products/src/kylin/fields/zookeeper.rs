//! The step "ZooKeeper".

use super::metastore::database;
use crate::common::zookeeper::check_connect;
use crate::kylin::sources::{ZOOKEEPER_UTIL, config_base};
use ::rules::{Answer, Choice, Condition, Field, Kind, Pick};
use model::value::{AbsolutePath, Value};
use model::{Message, Text, msg};

const STEP: &str = "zookeeper";
const WHICH: Text = Text::new("Which ensemble", "使用哪个 ZooKeeper 集群");

static KINDS: &[Choice] = &[
    Choice::new(
        "hbase",
        Text::new("The one of HBase", "HBase 所用的集群"),
        Text::new(
            "Kylin reads quorum and port from hbase-site.xml: nothing to write down twice.",
            "Kylin 从 hbase-site.xml 读取地址和端口：无需重复填写。",
        ),
    )
    .blocked(|cx| {
        database(cx).then(|| {
            msg!(
                en: "With a MySQL metastore the ensemble must be named: without it Kylin tries localhost:2181 and does not start.",
                zh: "使用 MySQL 元数据库时必须指定 ZooKeeper：否则 Kylin 会尝试 localhost:2181，无法启动。"
            )
        })
    }),
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

/// The field `zookeeper.kind`.
pub(crate) const KIND: Field = Field::new(
    "zookeeper.kind",
    STEP,
    WHICH,
    Text::new("Ensemble", "ZooKeeper 集群"),
    Text::new(
        "Its maxSessionTimeout (40 s unless set) decides how long jobs stand still after a job node died, and how long a killed single node cannot be started again.",
        "其 maxSessionTimeout（默认 40 秒）决定任务节点故障后任务停顿多久，以及单任务节点被强制终止后多久才能重新启动。",
    ),
    Kind::Choice(KINDS),
)
.pick(&Pick {
    cases: &[
        (&Condition::new(Text::new("with a database as metastore", "使用数据库作为元数据库时"), |cx, _| database(cx)), Answer::Is("given")),
    ],
    otherwise: Answer::Is("hbase"),
})
.keys(&["kylin.env.zookeeper-connect-string"])
.source(ZOOKEEPER_UTIL);

/// The field `zookeeper.connect`.
pub(crate) const CONNECT: Field = Field::new(
    "zookeeper.connect",
    STEP,
    WHICH,
    Text::new("Servers", "服务器"),
    Text::new(
        "All members as host:port with commas. A path may stand once, at the end; the znode must exist already.",
        "全部成员，格式为 host:port，以逗号分隔。路径只能在末尾出现一次，且该 znode 必须已存在。",
    ),
    Kind::Custom(check_connect),
)
.shown(|cx| cx.is("zookeeper.kind", "given"))
.required()
.placeholder("zk1.example.com:2181,zk2.example.com:2181,zk3.example.com:2181")
.keys(&["kylin.env.zookeeper-connect-string"])
.source(config_base!(384));

/// Which ensemble, without the znode: what every product of the family knows.
pub(crate) static GIVEN: &[Field] = &[KIND, CONNECT];

/// In the order in which they are shown.
pub(crate) static FIELDS: &[Field] = &[
    KIND,
    CONNECT,
    Field::new(
        "zookeeper.base_path",
        STEP,
        WHICH,
        Text::new("Znode", "znode"),
        Text::new(
            "Locks lie below it, in a znode named after the metastore's identifier.",
            "锁位于其下以元数据标识命名的 znode 中。",
        ),
        Kind::Custom(check_znode),
    )
    .default("/kylin")
    .required()
    .keys(&["kylin.env.zookeeper-base-path"])
    .source(config_base!(378)),
];

fn check_znode(text: &str) -> Result<(), Message> {
    if text.trim().ends_with('/') {
        return Err(msg!(en: "a znode has no slash at the end", zh: "znode 末尾不能有斜杠"));
    }
    AbsolutePath::parse(text).map(|_| ())
}
