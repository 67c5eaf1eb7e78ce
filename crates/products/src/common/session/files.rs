//! The files inside the product's Tomcat, and those of the store.

use super::roles::{is_redis, is_sentinel};
use super::store::{Mode, Redis, Sharing, password, sharing};
use super::{PROPERTY, database, redis, service, shared, shares};
use crate::common::machine::path;
use crate::common::text::{not_usable, one_line, origin};
use ::rules::{Context, FileKind, Install, PART, Reach};
use formats::properties::escape_value;
use formats::xml::escape;
use formats::{File, Origin};
use model::value::HostPort;
use model::{Lang, Message, Node, Place, Text, msg};

/// In the order in which they are shown. The destinations are below the product's folder,
/// `paths.home`.
pub static FILES: &[FileKind] = &[
    FileKind {
        name: "session/context.xml.part",
        reach: Reach::Class {
            applies: shares,
            render: context_xml,
            install: Install {
                to: |cx, node| in_tomcat(cx, node, "context.xml"),
                mode: PART,
                render: "",
            },
        },
    },
    FileKind {
        name: "session/redis-data-cache.properties",
        reach: Reach::Class {
            applies: |cx, node| shares(cx, node) && cx.is("session.kind", "redis_ranjit"),
            render: data_cache,
            install: Install {
                to: |cx, node| in_tomcat(cx, node, "redis-data-cache.properties"),
                mode: "0640",
                render: "",
            },
        },
    },
    FileKind {
        name: "session/catalina.properties.part",
        reach: Reach::Class {
            applies: |cx, node| {
                let memcached = cx.is("session.kind", "memcached");
                let secret = password(cx).is_some() || database::password(cx).is_some();
                shares(cx, node) && (secret || memcached)
            },
            render: catalina,
            install: Install {
                to: |cx, node| in_tomcat(cx, node, "catalina.properties"),
                mode: PART,
                render: "",
            },
        },
    },
    FileKind {
        name: "database/sessions.sql",
        reach: Reach::Cluster {
            applies: |cx| shared(cx) && database::chosen(cx),
            render: database::table,
        },
    },
    FileKind {
        name: "session/redis.conf",
        reach: Reach::Node {
            applies: is_redis,
            render: redis::redis_conf,
            install: Install {
                to: |cx, _| format!("{}/redis.conf", service::redis_folder(cx)),
                mode: "0600",
                render: "redis",
            },
        },
    },
    FileKind {
        name: "session/sentinel.conf",
        reach: Reach::Node {
            applies: is_sentinel,
            render: redis::sentinel_conf,
            install: Install {
                to: |cx, _| format!("{}/sentinel.conf", service::sentinel_folder(cx)),
                mode: "0600",
                render: "sentinel",
            },
        },
    },
];

/// A file of the product's Tomcat. An older manual of KAP names `tomcat/context.xml`, which no
/// Tomcat reads.
fn in_tomcat(cx: &Context, node: &Node, file: &str) -> String {
    format!("{}/tomcat/conf/{file}", path(cx, node, "paths.home"))
}

/// A comment that says why the next lines are there.
fn comment(file: &mut File, lang: Lang, because: &Origin) {
    let words = one_line(&because.reason.render(lang)).replace("--", "- -");
    file.because(format!("    <!-- {words} -->"), because.clone());
}

/// The elements that go into `context.xml`: a part of it, the rest stays.
fn context_xml(cx: &Context, _: &Node) -> File {
    const ABOUT: Text = Text::new(
        "What is put into Tomcat's conf/context.xml; the rest of that file stays as it is.",
        "插入 Tomcat 的 conf/context.xml 的内容；该文件的其余部分保持不变。",
    );
    let lang = cx.spec.language;
    let mut file = File::new(ABOUT);
    let (sharing, fields) = match sharing(cx) {
        Some(Ok(sharing)) => {
            let fields = fields_of(cx);
            (sharing, fields)
        }
        Some(Err(why)) => {
            let words = one_line(&not_usable(&why, lang)).replace("--", "- -");
            let because =
                Origin { reason: why, places: vec![Place::Setting("session.kind".to_owned())] };
            file.because(format!("    <!-- {words} -->"), because);
            return file;
        }
        None => return file,
    };
    let reason = match sharing {
        Sharing::Database(_) => {
            msg!(en: "Sessions that were used are written to a table every ten seconds, so that a login outlives its node. The load balancer must keep a client on one node.",
                 zh: "使用过的 Session 每十秒写入数据表一次，使登录在节点故障后仍然有效。负载均衡须使客户端保持在同一节点。")
        }
        _ => {
            msg!(en: "Sessions are kept outside of this Tomcat, so that a login made on one node is known by the others.",
                 zh: "Session 存放在本 Tomcat 之外，使在一个节点上的登录为其他节点所知。")
        }
    };
    let because = origin(reason, &fields);
    comment(&mut file, lang, &because);
    for line in elements(&sharing) {
        file.because(line, because.clone());
    }
    file
}

fn fields_of(cx: &Context) -> Vec<&'static str> {
    let all = [
        "session.kind",
        "session.redis_hosts",
        "session.memcached_hosts",
        "session.redis_port",
        "session.memcached_port",
        "session.jdbc_url",
        "session.username",
        "session.table",
    ];
    let in_use = |key: &&str| cx.shown(key) && *key != "session.jars";
    all.into_iter().filter(in_use).collect()
}

/// Attributes of an element, each with a blank before it.
pub(super) fn attributes(all: &[(&str, String)]) -> String {
    let all: Vec<String> =
        all.iter().map(|(key, value)| format!(" {key}=\"{}\"", escape(value))).collect();
    all.concat()
}

fn elements(sharing: &Sharing) -> Vec<String> {
    let element = |name: &str, all: &[(&str, String)]| format!("    <{name}{}/>", attributes(all));
    let class = |name: &str| ("className", name.to_owned());
    match sharing {
        // The valve saves what the manager holds: without it the manager refuses to start.
        Sharing::Ranjit(_) => vec![
            element("Valve", &[class("tomcat.request.session.redis.SessionHandlerValve")]),
            element("Manager", &[class("tomcat.request.session.redis.SessionManager")]),
        ],
        Sharing::Jcoleman(redis) => {
            let mut manager = vec![class("com.radiadesign.catalina.session.RedisSessionManager")];
            if let Some(server) = redis.servers.first() {
                manager.push(("host", server.host.to_string()));
                manager.push(("port", server.port.map_or(6379, |p| p.0).to_string()));
            }
            manager.push(("database", redis.database.to_string()));
            manager.push(("timeout", redis.timeout.to_string()));
            if redis.password.is_some() {
                manager.push(("password", format!("${{{PROPERTY}}}")));
            }
            vec![
                element(
                    "Valve",
                    &[class("com.radiadesign.catalina.session.RedisSessionHandlerValve")],
                ),
                element("Manager", &manager),
            ]
        }
        Sharing::Memcached(servers, timeout) => vec![element(
            "Manager",
            &[
                class("de.javakaffee.web.msm.MemcachedBackupSessionManager"),
                ("memcachedNodes", memcached_nodes(servers)),
                // A session is read from memcached at every request, so that any node may answer.
                ("sticky", "false".to_owned()),
                ("sessionBackupAsync", "false".to_owned()),
                // Any other mode would hold the session while a query runs: minutes, in which
                // nothing else of the same person would be answered.
                ("lockingMode", "none".to_owned()),
                ("storageKeyPrefix", "context".to_owned()),
                ("operationTimeout", timeout.to_string()),
                // A pause of memcached, or of this server's memory management, takes more than the
                // manager's own 100 ms: the answer to a login would go out before its session is
                // kept, and another node not know it yet.
                ("sessionBackupTimeout", timeout.to_string()),
                ("requestUriIgnorePattern", r".*\.(ico|png|gif|jpg|css|js)$".to_owned()),
            ],
        )],
        Sharing::Database(database) => database::elements(database),
    }
}

/// `n1:host:port,n2:host:port`: the names stand in the session ids.
fn memcached_nodes(servers: &[HostPort]) -> String {
    let node = |(at, server): (usize, &HostPort)| {
        let port = server.port.map_or(11211, |p| p.0);
        format!("n{}:{}:{port}", at + 1, server.host)
    };
    servers.iter().enumerate().map(node).collect::<Vec<_>>().join(",")
}

/// What ran-jit's manager reads.
fn data_cache(cx: &Context, _: &Node) -> File {
    const ABOUT: Text =
        Text::new("How the session manager finds Redis.", "Session 管理器如何连接 Redis。");
    let mut file = File::new(ABOUT);
    crate::common::text::header(cx, "#", &mut file);
    let lang = cx.spec.language;
    match sharing(cx) {
        Some(Ok(Sharing::Ranjit(redis))) => {
            for (lines, reason, fields) in properties(&redis) {
                let because = origin(reason, fields);
                file.line("");
                file.because(
                    format!("# {}", one_line(&because.reason.render(lang))),
                    because.clone(),
                );
                for line in lines {
                    file.because(line, because.clone());
                }
            }
        }
        Some(Err(why)) => {
            let because = Origin {
                reason: why.clone(),
                places: vec![Place::Setting("session.kind".to_owned())],
            };
            file.because(format!("# {}", not_usable(&why, lang)), because);
        }
        _ => {}
    }
    file
}

type Group = (Vec<String>, Message, &'static [&'static str]);

fn properties(redis: &Redis) -> Vec<Group> {
    let servers: Vec<String> = redis.servers.iter().map(ToString::to_string).collect();
    let line = |key: &str, value: &str| format!("{key}={}", escape_value(value));
    let mut all: Vec<Group> = vec![(
        vec![line("redis.hosts", &servers.join(","))],
        match redis.mode {
            Mode::Single => {
                msg!(en: "The one Redis, with its port: without one the manager does not start.",
                                 zh: "唯一的 Redis，须带端口：缺少端口时管理器无法启动。")
            }
            Mode::Sentinel => {
                msg!(en: "The sentinels, not the Redis servers: they know which one is the master.",
                                   zh: "Sentinel 的地址，而不是 Redis：由它们得知当前的主节点。")
            }
            Mode::Cluster => msg!(en: "Members of the cluster; the others are learned from them.",
                                  zh: "集群成员；其余成员由此得知。"),
        },
        &["session.redis_hosts", "session.redis_port"],
    )];
    match redis.mode {
        Mode::Single => {}
        Mode::Sentinel => all.push((
            vec![
                line("redis.sentinel.enabled", "true"),
                line("redis.sentinel.master", &redis.master),
            ],
            msg!(en: "Sentinel, and the master's name there. Only the word true counts.",
                 zh: "使用 Sentinel 及其中主节点的名称。只有 true 有效。"),
            &["session.redis_mode", "session.sentinel_master"],
        )),
        Mode::Cluster => all.push((
            vec![line("redis.cluster.enabled", "true")],
            msg!(en: "Cluster: without this only the first address would be used.",
                 zh: "使用 Cluster：缺少此项时只会使用第一个地址。"),
            &["session.redis_mode"],
        )),
    }
    if redis.mode != Mode::Cluster {
        all.push((
            vec![line("redis.database", &redis.database.to_string())],
            msg!(en: "Keys are bare session ids: nothing else may use this database.",
                 zh: "键就是 Session ID，不带前缀：该数据库不能有其他用途。"),
            &["session.database"],
        ));
    }
    if redis.password.is_some() {
        all.push((
            vec![format!("redis.password=${{{PROPERTY}}}")],
            msg!(en: "A system property, set in catalina.properties; a variable of the environment would not be read.",
                 zh: "系统属性，在 catalina.properties 中设置；不会读取环境变量。"),
            &["session.password"],
        ));
    }
    all.push((
        vec![line("redis.timeout", &redis.timeout.to_string())],
        msg!(en: "Milliseconds to wait for Redis; the manager takes at least 2000.",
             zh: "等待 Redis 的毫秒数；管理器至少使用 2000。"),
        &["session.timeout"],
    ));
    let connections = redis.connections;
    let idle = connections.div_ceil(2);
    all.push((
        vec![
            line("redis.max.active", &connections.to_string()),
            line("redis.max.idle", &idle.to_string()),
            line("redis.min.idle", &idle.min(5).to_string()),
        ],
        msg!(en: "Connections of this node; the manager's own 10 are few for 200 threads.",
             zh: "本节点的连接数；管理器默认的 10 对 200 个线程太少。"),
        &["session.connections"],
    ));
    all.push((
        vec![line("lb.sticky-session.enabled", "false"), line("session.persistent.policies", "DEFAULT")],
        msg!(en: "Every request reads the session from Redis: a copy in memory would be stale as soon as another node answers.",
             zh: "每个请求都从 Redis 读取 Session：若使用内存副本，其他节点应答后它就会过时。"),
        &["session.kind"],
    ));
    all
}

/// System properties: the password of Redis, or what memcached's manager takes nowhere else. A part
/// of `catalina.properties`, which becomes 0600 when it holds a password.
fn catalina(cx: &Context, _: &Node) -> File {
    const ABOUT: Text = Text::new(
        "What is added to Tomcat's conf/catalina.properties: system properties that the session manager reads.",
        "追加到 Tomcat 的 conf/catalina.properties 的内容：Session 管理器读取的系统属性。",
    );
    let mut file = File::new(ABOUT);
    for (line, reason, fields) in system_properties(cx) {
        let because = origin(reason, fields);
        let words = one_line(&because.reason.render(cx.spec.language));
        file.because(format!("# {words}"), because.clone());
        file.because(line, because);
    }
    file
}

type Line = (String, Message, &'static [&'static str]);

fn system_properties(cx: &Context) -> Vec<Line> {
    if let Some(variable) = database::password(cx) {
        return database::properties(&variable);
    }
    let line: Line = match password(cx) {
        Some(variable) => (
            format!("{PROPERTY}=@{{{}}}", variable.0),
            msg!(en: "Tomcat makes it a system property before the session manager starts; it is in no list of processes.",
                 zh: "Tomcat 在 Session 管理器启动前将其设为系统属性；不会出现在进程列表中。"),
            &["session.password"],
        ),
        None => (
            format!("{NODE_CACHE}=0"),
            msg!(en: "Milliseconds for which the manager believes that a memcached lives. With its own 1000, whoever asks in the second after a memcached died is logged out for good: the session is taken for unknown, and a new cookie is set.",
                 zh: "管理器认为某个 memcached 仍然可用的毫秒数。使用默认的 1000 时，memcached 故障后一秒内的请求会使用户永久掉线：其 Session 被当作不存在，并设置新的 Cookie。"),
            &["session.kind"],
        ),
    };
    vec![line]
}

/// A system property only: no attribute of the manager sets it (memcached-session-manager 2.1.1,
/// `Configurations.java:32`, `MemcachedNodesManager.java:76`). Measured with the logins of twelve
/// browsers, a request each 50 ms, and a memcached killed four times: with 1000, 16 of 48 logins
/// were lost; with 50, 2; with 0, none. Each request then asks memcached once or twice more.
const NODE_CACHE: &str = "msm.nodeAvailabilityCacheTTL";
