//! The step "Job engine".

use crate::kylin::roles::JOB;
use crate::kylin::sources::{DEFAULTS, MEMCACHED_NOBODY, config_base};
use ::rules::{Answer, Choice, Condition, Field, Kind, Own, Pick};
use model::{Text, msg};

const STEP: &str = "engine";
const SCHEDULER: Text = Text::new("Jobs", "任务");
const TIME: Text = Text::new("Time", "时间");
const CACHE: Text = Text::new("Query cache", "查询缓存");

static SCHEDULERS: &[Choice] = &[
    Choice::new(
        "0",
        Text::new("0: one job node", "0：单任务节点"),
        Text::new(
            "The default. Exactly one job node; a killed one can only start again after its ZooKeeper session ran out (up to 40 s).",
            "默认值。只能有一个任务节点；被强制终止后，须等 ZooKeeper 会话过期（最长 40 秒）才能重新启动。",
        ),
    )
    .blocked(|cx| {
        let nodes = cx.with_roles(JOB).len();
        (nodes > 1).then(|| {
            msg!(en: "{n} nodes run jobs: with scheduler 0 only one of them starts, the others stop with \"lack of job lock\".",
                 zh: "有 {n} 个节点运行任务：使用调度器 0 时只有一个能启动，其余会以“lack of job lock”停止。", n = nodes)
        })
    }),
    Choice::new(
        "2",
        Text::new("2: distributed", "2：分布式"),
        Text::new(
            "All job nodes work at once, a ZooKeeper lock per job; when one dies, the others take its jobs over after the session ran out.",
            "所有任务节点同时工作，每个任务一把 ZooKeeper 锁；某节点故障后，其他节点在会话过期后接手其任务。",
        ),
    ),
    Choice::new(
        "100",
        Text::new("100: leader and standbys (Curator)", "100：主备（Curator）"),
        Text::new(
            "One leader runs all jobs; when it dies, another one leads after about 30 to 40 s. Nodes find each other through ZooKeeper.",
            "由一个 leader 运行全部任务；其故障约 30 至 40 秒后由另一个节点接任。节点通过 ZooKeeper 互相发现。",
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
        "memcached",
        Text::new("Memcached", "Memcached"),
        Text::new(
            "One cache for all nodes. The key alone does nothing: applicationContext.xml must be changed by hand too, the runbook says how.",
            "所有节点共用缓存。仅设置键不会生效：还须手工修改 applicationContext.xml，部署手册中有说明。",
        ),
    ),
];

/// The field `engine.max_concurrent_jobs`.
pub(crate) const MAX_CONCURRENT_JOBS: Field = Field::new(
    "engine.max_concurrent_jobs",
    STEP,
    SCHEDULER,
    Text::new("Jobs at once", "同时运行的任务数"),
    Text::new(
        "Per job node: with scheduler 2 and three job nodes, three times as many run.",
        "按任务节点计：调度器 2 且有三个任务节点时，总数为其三倍。",
    ),
    Kind::Count(1, 1000),
)
.default("10")
.required()
.keys(&["kylin.job.max-concurrent-jobs"])
.source(config_base!(928));

/// The field `engine.timezone`.
pub(crate) const TIMEZONE: Field = Field::new(
    "engine.timezone",
    STEP,
    TIME,
    Text::new("Time zone", "时区"),
    Text::new(
        "Of the whole server. A name that Java does not know, such as UTC+8 or a typo, silently means GMT; left out, each node takes its machine's.",
        "整个服务的时区。Java 不认识的名称（如 UTC+8 或拼写错误）会被静默当作 GMT；不设置则各节点取自机器时区。",
    ),
    Kind::Text,
)
.default("GMT+8")
.required()
.own(Own::Site)
.placeholder("Asia/Shanghai")
.keys(&["kylin.web.timezone"])
.source(config_base!(2263));

/// The field `engine.query_cache`.
pub(crate) const QUERY_CACHE: Field = Field::new(
    "engine.query_cache",
    STEP,
    CACHE,
    Text::new("Cache results", "缓存查询结果"),
    Text::new(
        "Answers a repeated query from memory until its cube changes.",
        "重复的查询直接由内存应答，直到 Cube 发生变化。",
    ),
    Kind::Switch,
)
.default("true")
.keys(&["kylin.query.cache-enabled"])
.source(DEFAULTS);

/// In the order in which they are shown.
pub(crate) static FIELDS: &[Field] = &[
    Field::new(
        "engine.scheduler",
        STEP,
        SCHEDULER,
        Text::new("Scheduler", "调度器"),
        Text::new(
            "The same on all nodes; stop all job nodes before you change it, or two kinds run the same jobs.",
            "所有节点必须相同；更改前请停止全部任务节点，否则两种调度器会运行同一个任务。",
        ),
        Kind::Choice(SCHEDULERS),
    )
    .pick(&Pick {
    cases: &[
        (&Condition::new(Text::new("with several job nodes", "有多个任务节点时"), |cx, _| cx.with_roles(JOB).len() > 1), Answer::Is("2")),
    ],
    otherwise: Answer::Is("0"),
})
    .keys(&["kylin.job.scheduler.default", "kylin.server.self-discovery-enabled"])
    .source(config_base!(1002)),
    MAX_CONCURRENT_JOBS,
    TIMEZONE,
    QUERY_CACHE,
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
    .keys(&["kylin.cache.memcached.hosts"])
    .source(config_base!(1983)),
    Field::new(
        "engine.memcached_hosts",
        STEP,
        CACHE,
        Text::new("Memcached servers", "Memcached 服务器"),
        Text::new(
            "As host:port with commas. Kylin starts without a word when nothing listens there.",
            "格式为 host:port，以逗号分隔。即使无人监听，Kylin 启动时也不会报错。",
        ),
        Kind::HostPorts,
    )
    .shown(|cx| cx.on("engine.query_cache") && cx.is("engine.cache", "memcached"))
    .required()
    .placeholder("cache1.example.com:11211,cache2.example.com:11211")
    .keys(&["kylin.cache.memcached.hosts"])
    .source(MEMCACHED_NOBODY),
];
