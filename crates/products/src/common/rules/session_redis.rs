//! Redis as the store of sessions.

use crate::common::session::fields::{RANJIT, redis_made};
use crate::common::session::redis::{PORT, port};
use crate::common::session::roles::REDIS_ID;
use crate::common::session::store::Mode;
use ::rules::{Context, Example, Rule, Source, Symptom};
use model::value::{Count, Duration, HostPort, Port, parse_list};
use model::{Edit, Place, Severity, Text, msg};

const HOSTS: &str = "session.redis_hosts";
const SENTINELS: Source = Source::new(
    "Redis: Sentinel, fundamental things to know",
    "https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/",
);

fn setting(key: &str) -> Place {
    Place::Setting(key.to_owned())
}

fn redis(cx: &Context) -> bool {
    cx.is("session.kind", "redis_ranjit") || cx.is("session.kind", "redis_jcoleman")
}

/// Servers that exist already and can be read.
fn given(cx: &Context) -> Vec<HostPort> {
    if !cx.shown(HOSTS) {
        return Vec::new();
    }
    parse_list::<HostPort>(&cx.text(HOSTS)).into_iter().filter_map(Result::ok).collect()
}

/// The others are never asked.
pub(super) static ONLY_FIRST: Rule = Rule {
    id: "SES006",
    name: "only-the-first-redis",
    severity: Severity::Error,
    title: Text::new(
        "Several Redis servers need Sentinel or Cluster.",
        "使用多个 Redis 须选择 Sentinel 或 Cluster。",
    ),
    why: Text::new(
        "With neither, the manager uses the first server only: when it dies, every request ends with HTTP 500 although the others live; and if they are a cluster, it answers MOVED for every key that another one holds. Choose Sentinel or Cluster, whichever these servers are, or name one server.",
        "两者都未启用时，管理器只使用第一个服务器：它故障后，尽管其他服务器正常，所有请求仍返回 HTTP 500；如果它们组成集群，凡是由其他服务器保存的键，它都会返回 MOVED。请按实际情况选择 Sentinel 或 Cluster，或只保留一个服务器。",
    ),
    sources: &[
        RANJIT,
        Source::lab(
            "sessions-only-the-first",
            "Session lab: standalone with two hosts: the first is dead, HTTP 500 although the second lives",
        ),
    ],
    symptoms: &[
        Symptom::new("JedisMovedDataException: MOVED", "tomcat/logs/localhost.*.log"),
        Symptom::new("JedisAskDataException: ASK", "tomcat/logs/localhost.*.log"),
    ],
    fires: Example::Edits(
        "kylin-three",
        &[
            ("settings.session.kind", "redis_ranjit"),
            ("settings.session.redis_hosts", "redis1.example.com:6379,redis2.example.com:6379"),
        ],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[
            ("settings.session.kind", "redis_ranjit"),
            ("settings.session.redis_hosts", "redis1.example.com:6379"),
        ],
    ),
    check: |cx, sink| {
        if !redis(cx) || Mode::read(cx) != Mode::Single {
            return;
        }
        let made = redis_made(cx);
        let count = if made { cx.with_roles(&[REDIS_ID]).len() } else { given(cx).len() };
        if count > 1 {
            let place = if made { setting("session.redis_mode") } else { setting(HOSTS) };
            sink.report(
                place,
                msg!(en: "{n} Redis servers, but only the first would ever be used. Choose Sentinel or Cluster, or leave one.",
                     zh: "有 {n} 个 Redis，但只会使用第一个。请选择 Sentinel 或 Cluster，或只保留一个。", n = count),
            )
            .related([setting("session.redis_mode")]);
        }
    },
};

/// The port of something else.
pub(super) static SENTINEL_PORT: Rule = Rule {
    id: "SES009",
    name: "redis-port-for-sentinels",
    severity: Severity::Warning,
    title: Text::new(
        "With Sentinel the addresses are those of the sentinels.",
        "使用 Sentinel 时，地址应是各 Sentinel 的地址。",
    ),
    why: Text::new(
        "Port 6379 is that of Redis itself; sentinels listen on 26379 unless told otherwise. Asked for a master, Redis gives an error, the manager takes that for a dead sentinel, and the web application does not start.",
        "6379 是 Redis 自身的端口，Sentinel 默认监听 26379。向 Redis 询问主节点会得到错误，管理器认为 Sentinel 已故障，Web 应用无法启动。",
    ),
    sources: &[
        SENTINELS,
        Source::lab(
            "sessions-sentinel-port",
            "Session lab: the port of Redis given for a sentinel: All sentinels down",
        ),
    ],
    symptoms: &[
        Symptom::new("All sentinels down", "tomcat/logs/catalina.out"),
        Symptom::new("ERR unknown command … SENTINEL", "tomcat/logs/catalina.out"),
    ],
    fires: Example::Edits(
        "kylin-three",
        &[
            ("settings.session.kind", "redis_ranjit"),
            ("settings.session.redis_mode", "sentinel"),
            (
                "settings.session.redis_hosts",
                "r1.example.com:6379,r2.example.com:6379,r3.example.com:6379",
            ),
        ],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[
            ("settings.session.kind", "redis_ranjit"),
            ("settings.session.redis_mode", "sentinel"),
            (
                "settings.session.redis_hosts",
                "r1.example.com,r2.example.com:26379,r3.example.com:26379",
            ),
        ],
    ),
    check: |cx, sink| {
        if !redis(cx) || Mode::read(cx) != Mode::Sentinel {
            return;
        }
        let servers = given(cx);
        if !servers.iter().any(|s| s.port == Some(Port(6379))) {
            return;
        }
        let mended: Vec<String> = servers
            .iter()
            .map(|s| {
                let port = if s.port == Some(Port(6379)) { Some(Port(26379)) } else { s.port };
                HostPort { host: s.host.clone(), port }.to_string()
            })
            .collect();
        sink.report(setting(HOSTS), msg!(
            en: "6379 is the port of Redis; the addresses of the sentinels belong here, on 26379 unless told otherwise.",
            zh: "6379 是 Redis 的端口；此处应填写 Sentinel 的地址，默认端口为 26379。"))
            .fix(
                msg!(en: "Use port 26379", zh: "改用端口 26379"),
                vec![Edit::Set(setting(HOSTS), mended.join(","))],
            );
    },
};

/// No majority.
pub(super) static SENTINEL_COUNT: Rule = Rule {
    id: "SES010",
    name: "sentinels-without-majority",
    severity: Severity::Warning,
    title: Text::new("There are three or five sentinels.", "Sentinel 应为三个或五个。"),
    why: Text::new(
        "A new master needs the vote of more than half of the sentinels. Of two, one that dies takes the majority along; an even number tolerates no more deaths than the odd one below it.",
        "选出新的主节点需要过半的 Sentinel 同意。两个中若有一个故障就没有过半；偶数个能容忍的故障数不比少一个的奇数多。",
    ),
    sources: &[SENTINELS],
    symptoms: &[],
    fires: Example::Edits("kylin-redis-sentinel", &[("nodes[4].roles", "query")]),
    clean: Example::Edits("kylin-redis-sentinel", &[]),
    check: |cx, sink| {
        if !redis(cx) || Mode::read(cx) != Mode::Sentinel {
            return;
        }
        let made = redis_made(cx);
        let count = if made { cx.with_roles(&[REDIS_ID]).len() } else { given(cx).len() };
        if count > 0 && (count < 3 || count % 2 == 0) {
            let place = if made { setting("session.redis_mode") } else { setting(HOSTS) };
            sink.report(place, msg!(
                en: "{n} sentinels; three, or five, can lose one, or two, and still choose a master.",
                zh: "有 {n} 个 Sentinel；三个（或五个）在一个（或两个）故障时仍能选出主节点。", n = count));
        }
    },
};

/// Not enough for a cluster.
pub(super) static SMALL_CLUSTER: Rule = Rule {
    id: "SES011",
    name: "small-redis-cluster",
    severity: Severity::Error,
    title: Text::new(
        "A Redis Cluster has at least three masters, each with its replicas.",
        "Redis Cluster 至少有三个主节点，每个都有其副本。",
    ),
    why: Text::new(
        "redis-cli refuses to make a smaller one. With one replica per master six nodes need the role Redis. Give it to more nodes, ask for fewer replicas, or take Sentinel, which is enough for sessions.",
        "redis-cli 拒绝建立更小的集群。每个主节点一个副本时，需要六个节点具有 Redis 角色。请为更多节点选择该角色、减少副本，或改用 Sentinel，它足以存放 Session。",
    ),
    sources: &[Source::lab(
        "sessions-small-cluster",
        "Session lab: redis-cli --cluster create refuses fewer than three masters",
    )],
    symptoms: &[Symptom::new(
        "Redis Cluster requires at least 3 master nodes",
        "session/redis/create.log",
    )],
    fires: Example::Edits("kylin-redis-sentinel", &[("settings.session.redis_mode", "cluster")]),
    clean: Example::Edits(
        "kylin-redis-sentinel",
        &[("settings.session.redis_mode", "cluster"), ("settings.session.replicas", "0")],
    ),
    check: |cx, sink| {
        let Ok(replicas) = cx.get::<Count>("session.replicas") else { return };
        let count = cx.with_roles(&[REDIS_ID]).len() as u64;
        // Of 64 bits, since a `usize` of the browser has 32.
        let needed = 3 * (u64::from(replicas.0) + 1);
        if redis_made(cx) && Mode::read(cx) == Mode::Cluster && count > 0 && count < needed {
            sink.report(setting("session.redis_mode"), msg!(
                en: "A cluster with {r} replica(s) per master needs {n} nodes with the role Redis; {c} have it.",
                zh: "每个主节点 {r} 个副本的集群需要 {n} 个节点具有 Redis 角色，现有 {c} 个。",
                r = replicas.0, n = needed, c = count))
                .related([setting("session.replicas")]);
        }
    },
};

/// Nobody takes over.
pub(super) static NO_REPLICAS: Rule = Rule {
    id: "SES012",
    name: "redis-cluster-without-replicas",
    severity: Severity::Warning,
    title: Text::new(
        "Masters of a Redis Cluster have replicas.",
        "Redis Cluster 的主节点应有副本。",
    ),
    why: Text::new(
        "Each master holds a part of the sessions. When one without a replica dies, these people are logged out and cannot log in as long as their session falls to it. Give every master a replica.",
        "每个主节点存放一部分 Session。没有副本的主节点故障时，对应用户会掉线，且其 Session 落在该节点期间无法登录。请为每个主节点配置副本。",
    ),
    sources: &[Source::new(
        "Redis: scale with Redis Cluster, master-replica model",
        "https://redis.io/docs/latest/operate/oss_and_stack/management/scaling/",
    )],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-redis-sentinel",
        &[("settings.session.redis_mode", "cluster"), ("settings.session.replicas", "0")],
    ),
    clean: Example::Edits("kylin-redis-sentinel", &[("settings.session.redis_mode", "cluster")]),
    check: |cx, sink| {
        if redis_made(cx)
            && Mode::read(cx) == Mode::Cluster
            && cx.get::<Count>("session.replicas") == Ok(Count(0))
        {
            sink.report(
                setting("session.replicas"),
                msg!(
                en: "Without replicas the death of any of the masters logs people out.",
                zh: "没有副本时，任一主节点故障都会使用户掉线。"),
            )
            .fix(
                msg!(en: "One replica per master", zh: "每个主节点一个副本"),
                vec![Edit::Set(setting("session.replicas"), "1".to_owned())],
            );
        }
    },
};

/// A number that nobody reads, or that does not exist.
pub(super) static DATABASE: Rule = Rule {
    id: "SES013",
    name: "redis-database-out-of-range",
    severity: Severity::Error,
    title: Text::new(
        "The database exists: 0 to 15, and only 0 in a Cluster.",
        "数据库编号须存在：0 至 15，Cluster 中只有 0。",
    ),
    why: Text::new(
        "Redis has 16 databases, the one that Muster makes as well; a Cluster has one. SELECT of another fails, and the first login ends with HTTP 500.",
        "Redis 有 16 个数据库，Muster 建立的也是如此；Cluster 只有一个。选择其他编号会失败，首次登录返回 HTTP 500。",
    ),
    sources: &[
        RANJIT,
        Source::lab(
            "sessions-database",
            "Session lab: a database out of range: HTTP 500 on the first request; SELECT is not allowed in cluster mode",
        ),
    ],
    symptoms: &[
        Symptom::new("ERR DB index is out of range", "tomcat/logs/localhost.*.log"),
        Symptom::new("SELECT is not allowed in cluster mode", "tomcat/logs/localhost.*.log"),
    ],
    fires: Example::Edits("kylin-redis-sentinel", &[("settings.session.database", "16")]),
    clean: Example::Edits("kylin-redis-sentinel", &[("settings.session.database", "15")]),
    check: |cx, sink| {
        let Ok(database) = cx.get::<Count>("session.database") else { return };
        if !redis(cx) {
            return;
        }
        let cluster = Mode::read(cx) == Mode::Cluster && database.0 != 0;
        // One that exists may have more than 16.
        if cluster || (redis_made(cx) && database.0 > 15) {
            sink.report(
                setting("session.database"),
                msg!(
                en: "There is no database {d} here.", zh: "此处没有数据库 {d}。", d = database.0),
            )
            .fix(
                msg!(en: "Use database 0", zh: "使用数据库 0"),
                vec![Edit::Set(setting("session.database"), "0".to_owned())],
            );
        }
    },
};

/// No room for the bus.
pub(super) static CLUSTER_PORT: Rule = Rule {
    id: "SES014",
    name: "redis-cluster-port",
    severity: Severity::Error,
    title: Text::new(
        "The port of a Redis Cluster is at most 55535.",
        "Redis Cluster 的端口不能大于 55535。",
    ),
    why: Text::new(
        "Members speak with each other on this port plus 10000, which must be a port, too: Redis does not start otherwise.",
        "成员之间使用该端口加 10000 通信，它也必须是有效端口，否则 Redis 无法启动。",
    ),
    sources: &[Source::lab(
        "sessions-cluster-port",
        "Session lab: redis-server with cluster-enabled and a port above 55535",
    )],
    symptoms: &[Symptom::new(
        "Your Redis port number must be 55535 or less",
        "session/redis/redis.log",
    )],
    fires: Example::Edits(
        "kylin-redis-sentinel",
        &[("settings.session.redis_mode", "cluster"), ("settings.session.redis_port", "56379")],
    ),
    clean: Example::Edits("kylin-redis-sentinel", &[("settings.session.redis_mode", "cluster")]),
    check: |cx, sink| {
        if !redis_made(cx) || Mode::read(cx) != Mode::Cluster {
            return;
        }
        let mut told: Vec<Place> = Vec::new();
        for node in cx.with_roles(&[REDIS_ID]) {
            let Some(port) = port(cx, node).filter(|port| port.0 > 55535) else { continue };
            let place = cx.place_of(node, &PORT);
            if told.contains(&place) {
                continue;
            }
            sink.report(
                place.clone(),
                msg!(
                en: "{p} plus 10000, the port of the cluster's bus, is no port.",
                zh: "{p} 加 10000（集群总线端口）超出端口范围。", p = port.0),
            )
            .fix(
                msg!(en: "Use port 6379", zh: "使用端口 6379"),
                vec![Edit::Set(place.clone(), "6379".to_owned())],
            );
            told.push(place);
        }
    },
};

/// A time that is raised.
pub(super) static SHORT_TIMEOUT: Rule = Rule {
    id: "SES017",
    name: "short-redis-timeout",
    severity: Severity::Info,
    title: Text::new(
        "ran-jit's manager waits at least two seconds for Redis.",
        "ran-jit 管理器至少等待 Redis 两秒。",
    ),
    why: Text::new(
        "It raises every smaller value to 2000 ms, and so does the generated file. In a Cluster the time counts for connecting only.",
        "小于 2000 毫秒的值都会被提高到 2000，生成的文件也如此。Cluster 中该时间只用于建立连接。",
    ),
    sources: &[RANJIT],
    symptoms: &[],
    fires: Example::Edits("kylin-redis-sentinel", &[("settings.session.timeout", "500 ms")]),
    clean: Example::Edits("kylin-redis-sentinel", &[]),
    check: |cx, sink| {
        let Ok(timeout) = cx.get::<Duration>("session.timeout") else { return };
        if redis(cx) && timeout.0 < 2000 {
            sink.report(
                setting("session.timeout"),
                msg!(
                en: "{t} counts as 2 s.", zh: "{t} 会按 2 秒计。", t = timeout.to_string()),
            )
            .fix(
                msg!(en: "Set it to 2 s", zh: "设为 2 s"),
                vec![Edit::Set(setting("session.timeout"), "2 s".to_owned())],
            );
        }
    },
};
