//! The step "Job engine": no scheduler to choose, but profiles, the announced address and a cache
//! of query results that all nodes share.

use crate::enterprise::kyligence;
use crate::enterprise::sources::{CONFIGURATION, HIGH_AVAILABILITY, QUERY_CACHE};
use crate::kylin::fields::engine as kylin;
use crate::kylin::roles::KYLIN;
use ::rules::{Answer, Choice, Condition, Context, Field, Kind, Pick};
use model::value::Host;
use model::{Environment, Text};

const STEP: &str = "engine";
const RESOURCES: Text = Text::new("Resources", "资源");
const DISCOVERY: Text = Text::new("Discovery", "服务发现");
const CACHE: Text = Text::new("Query cache", "查询缓存");

/// Whether some node that runs the server is listed by an address.
pub fn listed_by_address(cx: &Context) -> bool {
    cx.with_roles(KYLIN).iter().any(|node| {
        let name = cx.hosts_of(node.row).and_then(|h| h.name.as_ref());
        matches!(name, Some(Host::V4(_) | Host::V6(_)))
    })
}

/// Whether nodes can be told under which address they announce themselves: `KYLIN_REST_ADDRESS`
/// came with the discovery of KAP 2.4.
pub fn can_announce(cx: &Context) -> bool {
    kyligence(cx) || cx.since("2.4")
}

/// Whether query results lie in Redis.
pub fn redis(cx: &Context) -> bool {
    cx.on("engine.query_cache") && cx.is("engine.cache", "redis")
}

static PROFILES: &[Choice] = &[
    Choice::new(
        "prod",
        Text::new("Production", "生产"),
        Text::new(
            "conf/profile_prod: 20 jobs at once, four executors with five cores for queries.",
            "conf/profile_prod：同时 20 个任务，查询使用 4 个执行器、每个 5 核。",
        ),
    ),
    Choice::new(
        "min",
        Text::new("Minimal", "最小"),
        Text::new(
            "conf/profile_min: for a sandbox with little memory.",
            "conf/profile_min：适用于内存较小的沙箱环境。",
        ),
    ),
];

static NAMES: &[Choice] = &[
    Choice::new(
        "hostname",
        Text::new("Its own host name", "自身的主机名"),
        Text::new(
            "What the machine calls itself; every other node must resolve that name.",
            "机器自身的主机名；其他所有节点都必须能解析。",
        ),
    ),
    Choice::new(
        "name",
        Text::new("The name in the node list", "节点列表中的名称"),
        Text::new(
            "KYLIN_REST_ADDRESS is set to the name that stands in the list, with the port.",
            "将 KYLIN_REST_ADDRESS 设为节点列表中的名称加端口。",
        ),
    ),
    Choice::new(
        "address",
        Text::new("The address in the node list", "节点列表中的地址"),
        Text::new(
            "KYLIN_REST_ADDRESS is set to the node's address, where names do not resolve; a node without an address takes its name.",
            "名称无法解析时，将 KYLIN_REST_ADDRESS 设为节点的地址；没有填写地址的节点使用其名称。",
        ),
    ),
];

static CACHES: &[Choice] = &[
    Choice::new(
        "local",
        Text::new("On each node", "各节点本地"),
        Text::new("Ehcache in the heap; nothing to run.", "堆内存中的 Ehcache；无需额外组件。"),
    ),
    Choice::new(
        "redis",
        Text::new("Redis", "Redis"),
        Text::new(
            "One cache for all nodes, beta in the manual. A node that loses it falls back to its own heap and tries again every hour.",
            "所有节点共用缓存，手册标为 Beta。节点与其失去连接时退回本地堆内存，并每小时重试。",
        ),
    ),
];

const PROFILE: Field = Field::new(
    "engine.profile",
    STEP,
    RESOURCES,
    Text::new("Profile", "配置方案"),
    Text::new(
        "The release has two sets of files; the link conf/profile says which one counts, and is set at every start.",
        "发行包自带两套配置文件；由链接 conf/profile 决定使用哪一套，每次启动时设置。",
    ),
    Kind::Choice(PROFILES),
)
.pick(&Pick {
    cases: &[
        (&Condition::new(Text::new("in production", "生产环境"), |cx, _| cx.spec.environment == Environment::Production), Answer::Is("prod")),
    ],
    otherwise: Answer::Is("min"),
})
.required()
.source(CONFIGURATION);

const CONCURRENT: Field = Field {
    help: Text::new(
        "Per job node. Empty: what the profile says, 20 with production, 10 with minimal.",
        "按任务节点计。留空则由配置方案决定：生产为 20，最小为 10。",
    ),
    required: false,
    ..kylin::MAX_CONCURRENT_JOBS.default("").placeholder("20").source(CONFIGURATION)
};

const ANNOUNCED: Field = Field::new(
    "engine.announce",
    STEP,
    DISCOVERY,
    Text::new("Nodes announce themselves by", "节点对外公布"),
    Text::new(
        "Nodes find each other through ZooKeeper by what each one writes there. A name that the others cannot resolve splits the cluster.",
        "节点通过 ZooKeeper 中各自写入的地址互相发现。其他节点无法解析的名称会使集群分裂。",
    ),
    Kind::Choice(NAMES),
)
.shown(can_announce)
.pick(&Pick {
    cases: &[
        (&Condition::new(Text::new("when a name in the list is an address", "列表中的名称为地址时"), |cx, _| listed_by_address(cx)), Answer::Is("name")),
    ],
    otherwise: Answer::Is("hostname"),
})
.required()
.source(HIGH_AVAILABILITY);

/// Of Kyligence Enterprise, in the order in which they are shown.
pub static KYLIGENCE: &[Field] = &[
    PROFILE,
    CONCURRENT,
    kylin::TIMEZONE,
    ANNOUNCED,
    kylin::QUERY_CACHE.source(QUERY_CACHE),
    Field::new(
        "engine.cache",
        STEP,
        CACHE,
        Text::new("Where", "缓存位置"),
        Text::new("Where results are kept.", "查询结果保存在哪里。"),
        Kind::Choice(CACHES),
    )
    .shown(|cx| cx.on("engine.query_cache"))
    .default("local")
    .keys(&["kylin.cache.redis.enabled"])
    .source(QUERY_CACHE),
    Field::new(
        "engine.redis_hosts",
        STEP,
        CACHE,
        Text::new("Redis servers", "Redis 服务器"),
        Text::new(
            "As host:port with commas; several only for a Redis cluster.",
            "格式为 host:port，以逗号分隔；仅 Redis 集群可填写多个。",
        ),
        Kind::HostPorts,
    )
    .shown(redis)
    .required()
    .placeholder("redis1.example.com:6379,redis2.example.com:6379,redis3.example.com:6379")
    .keys(&["kylin.cache.redis.hosts"])
    .source(QUERY_CACHE),
    Field::new(
        "engine.redis_cluster",
        STEP,
        CACHE,
        Text::new("It is a Redis cluster", "Redis 为集群模式"),
        Text::new("On for Redis Cluster, off for one server.", "Redis Cluster 时开启，单个服务器时关闭。"),
        Kind::Switch,
    )
    .shown(redis)
    .pick(&Pick {
    cases: &[
        (&Condition::new(Text::new("with several servers", "有多个服务器时"), |cx, _| cx.text("engine.redis_hosts").contains(',')), Answer::Is("true")),
    ],
    otherwise: Answer::Is("false"),
})
    .keys(&["kylin.cache.redis.cluster-enabled"])
    .source(QUERY_CACHE),
    Field::new(
        "engine.redis_password",
        STEP,
        CACHE,
        Text::new("Password variable", "密码变量名"),
        Text::new(
            "The name under which secrets.env holds the password; the node encrypts it with the product's own tool. Empty: Redis asks for none.",
            "密码在 secrets.env 中的变量名；在节点上用产品自带的工具加密。留空表示 Redis 不要求密码。",
        ),
        Kind::Secret,
    )
    .shown(redis)
    .default("KYLIN_REDIS_PASSWORD")
    .keys(&["kylin.cache.redis.password"])
    .source(QUERY_CACHE),
];

/// Of KAP, in the order in which they are shown.
pub static KAP: &[Field] = &[PROFILE, CONCURRENT, kylin::TIMEZONE, ANNOUNCED, kylin::QUERY_CACHE];
