//! Who can reach the store of sessions, under which name, and with which manager.

use crate::common::session::POOL;
use crate::common::session::database::JdbcUrl;
use crate::common::session::fields::{RANJIT, redis_made};
use crate::common::session::redis::REDIS_CONF;
use crate::common::session::roles::REDIS_ID;
use ::rules::{Context, Example, Rule, Source, Symptom};
use model::value::{Host, HostPort, Value, parse_list};
use model::{Edit, Place, Severity, Text, msg};

const HOSTS: &str = "session.redis_hosts";
const SECURITY: Source = Source::new(
    "Redis: security",
    "https://redis.io/docs/latest/operate/oss_and_stack/management/security/",
);

fn setting(key: &str) -> Place {
    Place::Setting(key.to_owned())
}

fn redis(cx: &Context) -> bool {
    cx.is("session.kind", "redis_ranjit") || cx.is("session.kind", "redis_jcoleman")
}

/// Too many colons.
pub(super) static IPV6: Rule = Rule {
    id: "SES007",
    name: "ipv6-session-store",
    severity: Severity::Error,
    title: Text::new(
        "The session store is named without IPv6 addresses.",
        "Session 存储的地址不能使用 IPv6 地址。",
    ),
    why: Text::new(
        "The managers cut each entry at its colons, with no regard for brackets: ran-jit's manager fails with a NumberFormatException at the start, memcached-session-manager does not take the entry. Use a host name that resolves to the address.",
        "这些管理器直接按冒号切分，不识别方括号：ran-jit 管理器启动时抛出 NumberFormatException，memcached-session-manager 不接受该项。请使用能解析到该地址的主机名。",
    ),
    sources: &[
        RANJIT,
        Source::lab(
            "sessions-ipv6",
            "Session lab: an IPv6 literal in redis.hosts: NumberFormatException, the web application does not start",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[
            ("settings.session.kind", "redis_ranjit"),
            ("settings.session.redis_hosts", "[fd00::11]:6379"),
        ],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[
            ("settings.session.kind", "redis_ranjit"),
            ("settings.session.redis_hosts", "10.0.0.11:6379"),
        ],
    ),
    check: |cx, sink| {
        for key in [HOSTS, "session.memcached_hosts"] {
            if !cx.shown(key) {
                continue;
            }
            let servers = parse_list::<HostPort>(&cx.text(key));
            for server in servers.into_iter().filter_map(Result::ok) {
                if matches!(server.host, Host::V6(_)) {
                    sink.report(setting(key), msg!(
                        en: "{s} is an IPv6 address, which the session manager cannot read. Use a host name.",
                        zh: "{s} 是 IPv6 地址，Session 管理器无法读取。请使用主机名。", s = server.to_string()));
                }
            }
        }
        for node in cx.with_roles(&[REDIS_ID, "memcached"]) {
            if matches!(Host::parse(&node.name), Ok(Host::V6(_)))
                && cx.is("session.store", "nodes")
                && crate::common::session::shared(cx)
            {
                sink.report(Place::NodeName(node.row), msg!(
                    en: "{n} is named by an IPv6 address, which the session manager cannot read. Use a host name.",
                    zh: "{n} 以 IPv6 地址命名，Session 管理器无法读取。请使用主机名。", n = cx.name(node.row)));
            }
        }
    },
};

/// Nobody may come in.
pub(super) static MADE_OPEN: Rule = Rule {
    id: "SES015",
    name: "made-redis-without-password",
    severity: Severity::Error,
    title: Text::new(
        "A Redis that is made on the nodes has a password.",
        "在节点上建立的 Redis 须有密码。",
    ),
    why: Text::new(
        "Without one Redis' protected mode refuses every other machine. Switched off, anybody who reaches the port could put Java objects of their choice into a session, which Tomcat would load. Name a variable.",
        "没有密码时，Redis 的保护模式会拒绝所有其他机器。若关闭保护模式，能访问该端口的人都可以把任意 Java 对象放入 Session，由 Tomcat 加载。请填写变量名。",
    ),
    sources: &[SECURITY],
    symptoms: &[Symptom::new(
        "DENIED Redis is running in protected mode",
        "tomcat/logs/localhost.*.log",
    )],
    fires: Example::Edits("kylin-redis-sentinel", &[("settings.session.password", "")]),
    clean: Example::Edits("kylin-redis-sentinel", &[]),
    check: |cx, sink| {
        if !redis_made(cx) {
            return;
        }
        let mut told: Vec<Place> = Vec::new();
        for node in cx.with_roles(&[REDIS_ID]) {
            // An override names a variable, or nothing: see `model::secret`.
            let by_hand = cx.overridden(node, REDIS_CONF, "requirepass");
            let open = match &by_hand {
                Some((_, text)) => matches!(text.trim(), "" | "\"\"" | "''"),
                None => cx.text("session.password").is_empty(),
            };
            let place = by_hand.map_or_else(|| setting("session.password"), |(place, _)| place);
            if !open || told.contains(&place) {
                continue;
            }
            sink.report(place.clone(), msg!(
                en: "Redis would refuse all other nodes: it has no password. Name the variable that will hold one.",
                zh: "Redis 没有密码，会拒绝所有其他节点。请填写保存密码的变量名。"))
                .fix(
                    msg!(en: "Take the usual variable", zh: "使用默认变量名"),
                    vec![Edit::Clear(place.clone())],
                );
            told.push(place);
        }
    },
};

/// Anybody may come in.
pub(super) static GIVEN_OPEN: Rule = Rule {
    id: "SES016",
    name: "given-redis-without-password",
    severity: Severity::Warning,
    title: Text::new(
        "The Redis that keeps sessions asks for a password.",
        "存放 Session 的 Redis 应设置密码。",
    ),
    why: Text::new(
        "Sessions are Java objects: who can write to that Redis can log in as anybody and make Tomcat load what they like. Set requirepass there and name the variable: both, for with one alone every request ends in NOAUTH, or in a complaint about AUTH. Accept this warning only if nothing but the nodes can reach it.",
        "Session 是 Java 对象：能写入该 Redis 的人可以冒充任何用户登录，并让 Tomcat 加载任意内容。请在 Redis 上设置 requirepass 并填写变量名：两者缺一不可，只有其一时每个请求都会因 NOAUTH 或 AUTH 报错而失败。只有确认除节点外无人能访问时才接受该警告。",
    ),
    sources: &[SECURITY, RANJIT],
    symptoms: &[
        Symptom::new("NOAUTH Authentication required", "tomcat/logs/localhost.*.log"),
        Symptom::new("Client sent AUTH, but no password is set", "tomcat/logs/localhost.*.log"),
        Symptom::new(
            "ERR AUTH <password> called without any password configured",
            "tomcat/logs/localhost.*.log",
        ),
    ],
    fires: Example::Edits(
        "kylin-three",
        &[
            ("settings.session.kind", "redis_ranjit"),
            ("settings.session.redis_hosts", "redis1.example.com:6379"),
            ("settings.session.password", ""),
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
        if redis(cx) && !redis_made(cx) && cx.text("session.password").is_empty() {
            sink.report(setting("session.password"), msg!(
                en: "Whoever reaches this Redis can log in as anybody. Set a password there, and name the variable that holds it.",
                zh: "能访问该 Redis 的人可以冒充任何用户登录。请为其设置密码，并填写保存密码的变量名。"));
        }
    },
};

/// Old, and silent.
pub(super) static OLD_KIND: Rule = Rule {
    id: "SES018",
    name: "old-session-manager",
    severity: Severity::Warning,
    title: Text::new(
        "jcoleman's manager is left alone where ran-jit's will do.",
        "能用 ran-jit 管理器时不使用 jcoleman 管理器。",
    ),
    why: Text::new(
        "Version 1.2 is of 2012: it hides errors when it saves a session, saves after the answer was sent, so that a quick next request may not find it, leaves keys without an end in Redis, and knows one Redis only. With jvmRoute in server.xml it loops for ever and fills Redis. ran-jit's manager uses the same Redis.",
        "1.2 版发布于 2012 年：保存 Session 出错时不报告；在应答之后才保存，紧接着的请求可能读不到；会在 Redis 中留下永不过期的键；且只支持单个 Redis。若 server.xml 中设置了 jvmRoute，它会陷入死循环并写满 Redis。ran-jit 管理器可使用同一个 Redis。",
    ),
    sources: &[
        Source::lab(
            "sessions-route",
            "Session lab: jcoleman 1.2 with jvmRoute: 1484 keys in 6 seconds from one request",
        ),
        Source::new(
            "tomcat-redis-session-manager issue 88: keys without an end",
            "https://github.com/jcoleman/tomcat-redis-session-manager/issues/88",
        ),
    ],
    symptoms: &[Symptom::new(
        "Race condition encountered: attempted to load session",
        "tomcat/logs/catalina.out",
    )],
    fires: Example::Edits(
        "kylin-three",
        &[
            ("settings.session.kind", "redis_jcoleman"),
            ("settings.session.redis_hosts", "redis1.example.com:6379"),
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
        if cx.is("session.kind", "redis_jcoleman") {
            sink.report(setting("session.kind"), msg!(
                en: "This manager hides errors and knows one Redis only. ran-jit's does the same work with the same Redis.",
                zh: "该管理器不报告错误，且只支持单个 Redis。ran-jit 管理器可用同一个 Redis 完成同样的工作。"))
                .fix(
                    msg!(en: "Take ran-jit's manager", zh: "改用 ran-jit 管理器"),
                    vec![Edit::Set(setting("session.kind"), "redis_ranjit".to_owned())],
                );
        }
    },
};

/// Each node asks itself.
pub(super) static LOOPBACK: Rule = Rule {
    id: "SES008",
    name: "loopback-session-store",
    severity: Severity::Error,
    title: Text::new(
        "The session store is named as all nodes reach it.",
        "Session 存储的地址须能被所有节点访问。",
    ),
    why: Text::new(
        "localhost means each node itself: every node would have a store of its own, or none, and no login would be shared. Older manuals have localhost and 127.0.0.1 in their examples. Enter the name of the machine.",
        "localhost 指各节点自己：每个节点会各用各的存储，或根本没有，登录无法共享。旧版手册的示例使用 localhost 和 127.0.0.1。请填写机器的名称。",
    ),
    sources: &[
        Source::new(
            "RFC 6761, 6.3: localhost",
            "https://www.rfc-editor.org/rfc/rfc6761#section-6.3",
        ),
        RANJIT,
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[
            ("settings.session.kind", "redis_ranjit"),
            ("settings.session.redis_hosts", "127.0.0.1:6379"),
        ],
    ),
    clean: Example::Edits(
        "kylin-one",
        &[
            ("settings.session.kind", "redis_ranjit"),
            ("settings.session.redis_hosts", "127.0.0.1:6379"),
        ],
    ),
    check: |cx, sink| {
        if cx.with_roles(POOL).len() < 2 {
            return;
        }
        for key in [HOSTS, "session.memcached_hosts", "session.jdbc_url"] {
            if !cx.shown(key) {
                continue;
            }
            let servers = match cx.get::<JdbcUrl>(key) {
                Ok(url) => url.servers,
                Err(_) => parse_list::<HostPort>(&cx.text(key))
                    .into_iter()
                    .filter_map(Result::ok)
                    .collect(),
            };
            for server in servers {
                if server.host.is_loopback() {
                    sink.report(setting(key), msg!(
                        en: "{s} means each node itself, so nothing would be shared. Enter the name of the machine.",
                        zh: "{s} 指各节点自己，无法共享。请填写机器的名称。", s = server.to_string()));
                }
            }
        }
    },
};
