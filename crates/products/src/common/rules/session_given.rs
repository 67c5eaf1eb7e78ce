//! A store that exists already, which nobody here can see.

use crate::common::session::fields::{MSM, redis_made};
use crate::common::session::store::Mode;
use ::rules::{Context, Example, Rule, Source, Symptom};
use model::value::shown;
use model::{Place, Severity, Text, msg};

const MASTER: &str = "session.sentinel_master";

fn setting(key: &str) -> Place {
    Place::Setting(key.to_owned())
}

/// Whether the sessions are in a Redis that exists, of this kind.
fn given(cx: &Context, mode: Mode) -> bool {
    cx.is("session.kind", "redis_ranjit") && !redis_made(cx) && Mode::read(cx) == mode
}

/// The name under which sentinels know a master.
pub(super) static MASTER_NAME: Rule = Rule {
    id: "SES030",
    name: "sentinel-master-unchecked",
    severity: Severity::Info,
    title: Text::new(
        "The sentinels know the master by the name in the field.",
        "Sentinel 以字段中的名称监控主节点。",
    ),
    why: Text::new(
        "The name is the one in `sentinel monitor NAME …` of the sentinels' own file, letter by letter. With another one they answer, but know no such master, and the web application does not start. Ask one of them: redis-cli -p 26379 SENTINEL masters.",
        "该名称必须与 Sentinel 自身配置文件中的 `sentinel monitor 名称 …` 逐字相同。名称不同时，Sentinel 会应答，但没有该主节点，Web 应用无法启动。可用 redis-cli -p 26379 SENTINEL masters 查询。",
    ),
    sources: &[Source::new(
        "JedisSentinelPool.java (Jedis 3.0.1): initSentinels",
        "https://github.com/redis/jedis/blob/jedis-3.0.1/src/main/java/redis/clients/jedis/JedisSentinelPool.java",
    )],
    symptoms: &[Symptom::new("seems to be not monitored", "tomcat/logs/catalina.out")],
    fires: Example::Edits(
        "kylin-three",
        &[
            ("settings.session.kind", "redis_ranjit"),
            ("settings.session.store", "given"),
            ("settings.session.redis_mode", "sentinel"),
            (
                "settings.session.redis_hosts",
                "r1.example.com:26379,r2.example.com:26379,r3.example.com:26379",
            ),
        ],
    ),
    clean: Example::Edits("kylin-redis-sentinel", &[]),
    check: |cx, sink| {
        if given(cx, Mode::Sentinel) {
            sink.report(
                setting(MASTER),
                msg!(en: "Compare \"{n}\" with what the sentinels monitor: with another name the web application does not start.",
                     zh: "请将“{n}”与 Sentinel 实际监控的名称对照：名称不同时 Web 应用无法启动。", n = shown(&cx.text(MASTER))),
            );
        }
    },
};

/// Members that are reached by what they say of themselves.
pub(super) static ANNOUNCED: Rule = Rule {
    id: "SES031",
    name: "cluster-members-unreachable",
    severity: Severity::Info,
    title: Text::new(
        "Every node reaches every member of the Redis cluster.",
        "每个节点都能访问 Redis 集群的每个成员。",
    ),
    why: Text::new(
        "The servers in the field are only asked who else there is. Then every key is fetched from the member that holds it, at the address that the member announces: inside a container or behind a translation of addresses that may be one which the nodes cannot reach, and a firewall may let only the named ones through. After some tries the request fails. Compare the addresses in CLUSTER NODES with what the nodes reach, and set cluster-announce-ip where they differ.",
        "字段中的服务器只用来查询集群成员。之后每个键都从保存它的成员读取，地址由该成员公布：在容器中或地址转换之后，节点可能无法访问该地址；防火墙也可能只放行了所填写的几个。重试几次后请求失败。请将 CLUSTER NODES 中的地址与节点可访问的地址对照，不一致时设置 cluster-announce-ip。",
    ),
    sources: &[
        Source::new(
            "Redis: cluster specification, MOVED redirection",
            "https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/",
        ),
        Source::new(
            "JedisClusterCommand.java (Jedis 3.0.1): runWithRetries",
            "https://github.com/redis/jedis/blob/jedis-3.0.1/src/main/java/redis/clients/jedis/JedisClusterCommand.java",
        ),
    ],
    symptoms: &[
        Symptom::new("No more cluster attempts left", "tomcat/logs/localhost.*.log"),
        Symptom::new("Too many Cluster redirections", "tomcat/logs/localhost.*.log"),
        Symptom::new("No reachable node in cluster", "tomcat/logs/localhost.*.log"),
        Symptom::new("CLUSTERDOWN The cluster is down", "tomcat/logs/localhost.*.log"),
    ],
    fires: Example::Edits(
        "kylin-three",
        &[
            ("settings.session.kind", "redis_ranjit"),
            ("settings.session.store", "given"),
            ("settings.session.redis_mode", "cluster"),
            (
                "settings.session.redis_hosts",
                "r1.example.com:6379,r2.example.com:6379,r3.example.com:6379",
            ),
        ],
    ),
    clean: Example::Edits("kylin-redis-sentinel", &[]),
    check: |cx, sink| {
        if given(cx, Mode::Cluster) {
            sink.report(
                setting("session.redis_hosts"),
                msg!(en: "Every node must reach all members of this cluster at the addresses that they announce, not only the named ones.",
                     zh: "每个节点都必须能按公布的地址访问该集群的所有成员，而不仅是这里填写的几个。"),
            );
        }
    },
};

/// A route in the id.
pub(super) static ROUTE: Rule = Rule {
    id: "SES032",
    name: "jvm-route-with-memcached",
    severity: Severity::Info,
    title: Text::new(
        "With memcached no Tomcat has a jvmRoute.",
        "使用 memcached 时 Tomcat 不设置 jvmRoute。",
    ),
    why: Text::new(
        "Sessions are kept for any node (sticky=false). A jvmRoute in server.xml, which a balancer that sticks by the session's id asks for, is hung behind the id: the manager then looks for keys of another name, finds no validity info, and people are logged out. Preflight refuses a jvmRoute; here it is the outside balancer that must not stick by it. Remove both.",
        "Session 对任何节点都可用（sticky=false）。按 Session ID 保持会话的负载均衡要求在 server.xml 中设置 jvmRoute，它会附加在 ID 之后：管理器于是查找另一个名称的键，找不到有效性信息，用户被登出。预检会拒绝 jvmRoute；外部负载均衡也不能据此保持会话。请同时去掉两者。",
    ),
    sources: &[
        MSM,
        Source::new(
            "memcached-session-manager issue 198: non-sticky sessions with a jvmRoute",
            "https://github.com/magro/memcached-session-manager/issues/198",
        ),
    ],
    symptoms: &[
        Symptom::new("Found no validity info for session id", "tomcat/logs/catalina.out"),
        Symptom::new("Could not store secondary backup of session", "tomcat/logs/catalina.out"),
    ],
    fires: Example::Edits(
        "kylin-memcached",
        &[("settings.lb.kind", "external"), ("settings.lb.name", "kylin.example.com")],
    ),
    clean: Example::Edits("kylin-memcached", &[]),
    check: |cx, sink| {
        if cx.is("session.kind", "memcached") && cx.is("lb.kind", "external") {
            sink.report(
                setting("lb.kind"),
                msg!(en: "Sessions are in memcached for every node: the outside balancer must not stick by a route behind the session's id.",
                     zh: "Session 保存在 memcached 中供所有节点使用：外部负载均衡不能按 Session ID 后的路由保持会话。"),
            );
        }
    },
};
