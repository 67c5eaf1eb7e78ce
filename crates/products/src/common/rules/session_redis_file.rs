//! What `redis.conf` and `sentinel.conf` say, whoever set it.

use crate::common::session::redis::{Master, REDIS_CONF, SENTINEL_CONF, first_word, monitor_key};
use crate::common::session::roles::{REDIS_ID, is_redis, is_sentinel};
use crate::common::session::store::Mode;
use ::rules::{Context, Example, Rule, Sink, Source, Symptom};
use formats::redis::words;
use model::value::{Host, Value, shown};
use model::{Edit, Message, Node, Place, Severity, Text, msg};

const CONF: Source =
    Source::new("redis.conf (7.0)", "https://raw.githubusercontent.com/redis/redis/7.0/redis.conf");
const PRESET: &str = "kylin-redis-sentinel";
const LOG: &str = "session/redis/redis.log";

/// A line of a file of a node: its words as Redis reads them, and where it is set.
fn line(cx: &Context, node: &Node, file: &str, key: &str) -> Option<(Vec<String>, Place)> {
    let place = cx.place_at(node, file, key)?;
    Some((words(&cx.read_at(node, file, key)?).ok()?, place))
}

/// Whether a line says one word, in whatever case.
fn is(words: &[String], word: &str) -> bool {
    words.first().is_some_and(|first| first.eq_ignore_ascii_case(word))
}

/// Reports a line of each node that has Redis once for each place that sets it; what was set by hand
/// is taken back.
fn each(
    cx: &Context,
    sink: &mut Sink,
    file: &str,
    key: &str,
    judge: impl Fn(&Node, &[String]) -> Option<Message>,
) {
    let mut told: Vec<Place> = Vec::new();
    let has: fn(&Context, &Node) -> bool =
        if file == SENTINEL_CONF { is_sentinel } else { is_redis };
    for node in cx.with_roles(&[REDIS_ID]).into_iter().filter(|node| has(cx, node)) {
        let Some((words, place)) = line(cx, node, file, key) else { continue };
        let Some(message) = judge(node, &words).filter(|_| !told.contains(&place)) else {
            continue;
        };
        let found = sink.report(place.clone(), message);
        if matches!(place, Place::Override(..)) {
            found.fix(
                msg!(en: "Remove the override", zh: "删除覆盖项"),
                vec![Edit::Clear(place.clone())],
            );
        }
        told.push(place);
    }
}

/// A Redis that nobody reaches.
pub(super) static UNREACHABLE: Rule = Rule {
    id: "SES033",
    name: "redis-listens-nowhere",
    severity: Severity::Error,
    title: Text::new("Redis listens where the nodes reach it.", "Redis 在各节点可达的地址上监听。"),
    why: Text::new(
        "With port 0 Redis opens no port, and ends when there is no socket either. Bound to a loopback address it answers programs of its own machine alone: the others' logins fail. Let it listen on a port, at the node's address or at all.",
        "port 为 0 时 Redis 不打开端口，若也没有 Unix 套接字就会退出。只绑定回环地址时它只响应本机的程序，其他节点无法登录。请让它在某个端口、在节点地址或所有地址上监听。",
    ),
    sources: &[
        CONF,
        Source::lab(
            "redis-port-0",
            "Session lab: redis-server 7.0.15 with port 0 ends at its start",
        ),
    ],
    symptoms: &[Symptom::new("Configured to not listen anywhere, exiting.", LOG)],
    fires: Example::Edits(PRESET, &[("overrides.cluster.session/redis.conf:port", "0")]),
    clean: Example::Edits(PRESET, &[("overrides.cluster.session/redis.conf:port", "6380")]),
    check: |cx, sink| {
        for file in [REDIS_CONF, SENTINEL_CONF] {
            each(cx, sink, file, "port", |node, words| {
                let zero = words.first().is_some_and(|port| port.trim_matches('0').is_empty());
                zero.then(|| {
                    msg!(en: "{n} would listen on no port.", zh: "{n} 不会监听任何端口。", n = cx.name(node.row))
                })
            });
            each(cx, sink, file, "bind", |node, words| {
                let loopback = |word: &String| {
                    let address = word.trim_start_matches('-');
                    // Zeros stand for all addresses.
                    let every = matches!(address, "0.0.0.0" | "::");
                    !every && Host::parse(address).is_ok_and(|host| host.is_loopback())
                };
                let lonely = words.iter().all(loopback);
                let own = Host::parse(&node.address).is_ok_and(|host| host.is_loopback());
                (lonely && !own && cx.spec.nodes.len() > 1).then(|| {
                    msg!(en: "{n} would listen for programs of its own machine only.",
                         zh: "{n} 只会监听本机程序的连接。", n = cx.name(node.row))
                })
            });
        }
    },
};

/// Logins that a restart takes along.
pub(super) static FORGETS: Rule = Rule {
    id: "SES034",
    name: "redis-forgets",
    severity: Severity::Warning,
    title: Text::new("Redis writes sessions to disk.", "Redis 会把 Session 写入磁盘。"),
    why: Text::new(
        "Without a log of changes (appendonly) and without snapshots (save) sessions are in memory only: a restart of Redis, for a new configuration too, logs everybody out. A master that starts empty again before a sentinel noticed empties its replicas as well.",
        "既没有变更日志（appendonly）也没有快照（save）时，Session 只存在于内存：重启 Redis（包括为更新配置而重启）会使所有人掉线。若主节点在 Sentinel 发现之前就以空数据重新启动，副本也会随之清空。",
    ),
    sources: &[
        CONF,
        Source::new(
            "Redis: replication, safety when the master has persistence turned off",
            "https://redis.io/docs/latest/operate/oss_and_stack/management/replication/",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(PRESET, &[("overrides.cluster.session/redis.conf:appendonly", "no")]),
    clean: Example::Edits(
        PRESET,
        &[
            ("overrides.cluster.session/redis.conf:appendonly", "no"),
            ("overrides.cluster.session/redis.conf:save", "60 1"),
        ],
    ),
    check: |cx, sink| {
        each(cx, sink, REDIS_CONF, "appendonly", |node, words| {
            let off = is(words, "no");
            let saved = first_word(cx, node, REDIS_CONF, "save").is_some_and(|w| !w.is_empty());
            (off && !saved).then(|| {
                msg!(en: "A restart of Redis on {n} logs everybody out: nothing is written to disk.",
                     zh: "{n} 上的 Redis 重启会使所有人掉线：没有任何内容写入磁盘。", n = cx.name(node.row))
            })
        });
    },
};

/// What happens when there is no room.
pub(super) static FULL: Rule = Rule {
    id: "SES035",
    name: "redis-without-limit",
    severity: Severity::Warning,
    title: Text::new(
        "Redis has a limit, and drops old sessions when it is reached.",
        "Redis 有内存上限，达到时丢弃旧的 Session。",
    ),
    why: Text::new(
        "With maxmemory 0 Redis takes what it needs until the kernel ends a process, not always Redis. With a limit and the policy noeviction, every new login is refused when it is reached. Set a limit, and volatile-ttl: the sessions nearest to their end go first.",
        "maxmemory 为 0 时，Redis 会一直占用内存，直到内核终止某个进程（不一定是 Redis）。设置了上限但策略为 noeviction 时，达到上限后所有新登录都会被拒绝。请设置上限和 volatile-ttl：最接近过期的 Session 先被丢弃。",
    ),
    sources: &[CONF],
    symptoms: &[Symptom::new(
        "OOM command not allowed when used memory > 'maxmemory'",
        "tomcat/logs/localhost.*.log",
    )],
    fires: Example::Edits(PRESET, &[("overrides.cluster.session/redis.conf:maxmemory", "0")]),
    clean: Example::Edits(PRESET, &[("overrides.cluster.session/redis.conf:maxmemory", "1gb")]),
    check: |cx, sink| {
        each(cx, sink, REDIS_CONF, "maxmemory", |node, words| {
            let text = words.first()?.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            (!text.is_empty() && text.trim_matches('0').is_empty()).then(|| {
                msg!(en: "Redis on {n} has no limit of memory.", zh: "{n} 上的 Redis 没有内存上限。", n = cx.name(node.row))
            })
        });
        each(cx, sink, REDIS_CONF, "maxmemory-policy", |node, words| {
            let refuses = is(words, "noeviction");
            refuses.then(|| {
                msg!(en: "When its memory is full, Redis on {n} refuses every new login.",
                     zh: "内存写满后，{n} 上的 Redis 会拒绝所有新登录。", n = cx.name(node.row))
            })
        });
    },
};

/// A process that leaves who started it.
pub(super) static DAEMON: Rule = Rule {
    id: "SES036",
    name: "redis-leaves-its-service",
    severity: Severity::Error,
    title: Text::new("Redis stays in the foreground.", "Redis 在前台运行。"),
    why: Text::new(
        "Its service starts Redis and takes this process for Redis. With daemonize yes a second process goes on, and the first ends: the service is taken for dead and started again, and the port is in use.",
        "服务启动的进程即被视为 Redis。daemonize 为 yes 时，由第二个进程继续运行，第一个进程退出：服务被认为已停止而再次启动，端口却已被占用。",
    ),
    sources: &[
        CONF,
        Source::lab(
            "redis-daemonize",
            "Session lab: redis-server 7.0.15 with daemonize yes: its process ends with 0",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(PRESET, &[("overrides.cluster.session/redis.conf:daemonize", "yes")]),
    clean: Example::Edits(PRESET, &[("overrides.cluster.session/redis.conf:daemonize", "no")]),
    check: |cx, sink| {
        for file in [REDIS_CONF, SENTINEL_CONF] {
            each(cx, sink, file, "daemonize", |node, words| {
                let leaves = is(words, "yes");
                leaves.then(|| {
                    msg!(en: "On {n} the process that the service starts would end at once.",
                         zh: "在 {n} 上，服务启动的进程会立即退出。", n = cx.name(node.row))
                })
            });
        }
    },
};

/// Sentinels that can never agree.
pub(super) static QUORUM: Rule = Rule {
    id: "SES037",
    name: "sentinel-quorum",
    severity: Severity::Error,
    title: Text::new(
        "A sentinel knows its master, and the quorum is one that the sentinels can reach.",
        "Sentinel 须知道主节点，且法定数可以达到。",
    ),
    why: Text::new(
        "The line is the master's host, its port, and how many sentinels must agree that it is gone. With 0 a sentinel does not start; with more than there are no other master is ever chosen. More than half is right.",
        "该行依次为主节点的主机、端口，以及判定其故障所需的 Sentinel 数。为 0 时 Sentinel 无法启动；大于 Sentinel 总数时永远不会选出新的主节点。应为过半数。",
    ),
    sources: &[
        Source::new(
            "Redis: high availability with Sentinel, configuring Sentinel",
            "https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/",
        ),
        Source::lab(
            "redis-sentinel-quorum",
            "Session lab: a sentinel of 7.0.15 with quorum 0 does not start, with 4 of 3 it does",
        ),
    ],
    symptoms: &[Symptom::new("Quorum must be 1 or greater", "session/sentinel/sentinel.log")],
    fires: Example::Edits(
        PRESET,
        &[(
            "overrides.cluster.session/sentinel.conf:sentinel monitor mymaster",
            "k3.example.com 6379 4",
        )],
    ),
    clean: Example::Edits(
        PRESET,
        &[(
            "overrides.cluster.session/sentinel.conf:sentinel monitor mymaster",
            "k3.example.com 6379 3",
        )],
    ),
    check: |cx, sink| {
        let sentinels = cx.with_roles(&[REDIS_ID]).len();
        each(cx, sink, SENTINEL_CONF, &monitor_key(cx), |_, words| {
            let Some(read) = Master::read(words) else {
                return Some(msg!(
                    en: "\"{t}\" is not the master's host, its port and a number.",
                    zh: "“{t}”不是主节点的主机、端口和数量。", t = shown(&words.join(" "))));
            };
            let fine = (1..=sentinels).contains(&(read.quorum as usize));
            (!fine).then(|| {
                msg!(en: "{q} sentinels must agree, but there are {s}.",
                     zh: "需要 {q} 个 Sentinel 同意，但共有 {s} 个。", q = read.quorum, s = sentinels)
            })
        });
    },
};

/// A server of another kind than the one that clients expect.
pub(super) static OTHER_MODE: Rule = Rule {
    id: "SES038",
    name: "redis-of-another-mode",
    severity: Severity::Error,
    title: Text::new(
        "Redis is a cluster exactly where its clients take it for one.",
        "Redis 是否为集群须与客户端的设置一致。",
    ),
    why: Text::new(
        "The session manager is told what Redis is by the field. A member of a cluster answers MOVED to a client that knows of no cluster, and a single server refuses what a client of a cluster asks. Choose it in the field, and remove the line.",
        "Session 管理器按字段的设置得知 Redis 的模式。集群成员会向不支持集群的客户端返回 MOVED，单个服务器则会拒绝集群客户端的请求。请在字段中选择，并删除该行。",
    ),
    sources: &[
        CONF,
        Source::lab(
            "redis-moved",
            "Session lab: a client of one server asks a member of a cluster: MOVED",
        ),
    ],
    symptoms: &[Symptom::new(
        "ERR This instance has cluster support disabled",
        "tomcat/logs/catalina.out",
    )],
    fires: Example::Edits(
        PRESET,
        &[("overrides.cluster.session/redis.conf:cluster-enabled", "yes")],
    ),
    clean: Example::Edits(
        PRESET,
        &[("overrides.cluster.session/redis.conf:cluster-enabled", "no")],
    ),
    check: |cx, sink| {
        let cluster = Mode::read(cx) == Mode::Cluster;
        each(cx, sink, REDIS_CONF, "cluster-enabled", |node, words| {
            let on = is(words, "yes");
            (on != cluster).then(|| {
                msg!(en: "On {n} Redis and its clients disagree on whether it is a cluster.",
                     zh: "在 {n} 上，Redis 与其客户端对是否为集群的认定不一致。", n = cx.name(node.row))
            })
        });
    },
};
