//! Redis as the store of sessions.

use crate::common::session::fields::{RANJIT, redis_made};
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

pub(super) fn setting(key: &str) -> Place {
    Place::Setting(key.to_owned())
}

pub(super) fn redis(cx: &Context) -> bool {
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
