//! The jars of session sharing, and whether they fit each other and the Tomcat.

use crate::common::session::fields::{JCOLEMAN, MSM, RANJIT};
use crate::common::session::jars::{chosen, split};
use crate::common::session::{Tomcat, shared};
use ::rules::{Context, Example, Rule, Sink, Source, Symptom};
use model::{Edit, Message, Place, Severity, Text, msg};

const JARS: &str = "session.jars";

fn place() -> Place {
    Place::Setting(JARS.to_owned())
}

/// The version of a chosen jar, by its name.
fn version(cx: &Context, name: &str) -> Option<String> {
    let jars = chosen(cx);
    jars.iter().map(|jar| split(jar)).find(|(n, _)| *n == name).map(|(_, v)| v.to_owned())
}

/// The first two numbers of a version.
fn numbers(version: &str) -> (u32, u32, u32) {
    let mut parts = version.split(['.', '-']).map(|p| p.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next())
}

fn report(sink: &mut Sink, message: Message) {
    sink.report(place(), message)
        .fix(msg!(en: "Take the jars that fit", zh: "使用匹配的 jar"), vec![Edit::Clear(place())]);
}

/// Two generations in one folder.
pub(super) static OLD_MANAGER: Rule = Rule {
    id: "SES001",
    name: "jcoleman-with-other-libraries",
    severity: Severity::Error,
    title: Text::new(
        "jcoleman's manager 1.2 has Jedis 2.0 to 2.2 and commons-pool 1 beside it.",
        "jcoleman 管理器 1.2 须与 Jedis 2.0 至 2.2 及 commons-pool 1 一起使用。",
    ),
    why: Text::new(
        "A manual of KAP names jedis-2.0.0 together with commons-pool2-2.2. That Jedis calls classes of commons-pool 1, which commons-pool2 does not have: the web application does not start. A newer Jedis is no way out, because the manager is compiled for the old one and Java refuses it. Take jedis-2.0.0.jar with commons-pool-1.5.5.jar, or better, ran-jit's manager.",
        "KAP 的手册给出的是 jedis-2.0.0 加 commons-pool2-2.2。该版本的 Jedis 调用 commons-pool 1 的类，commons-pool2 中没有：Web 应用无法启动。换用新的 Jedis 也不行，因为管理器针对旧版编译，Java 会拒绝加载。请使用 jedis-2.0.0.jar 和 commons-pool-1.5.5.jar，更好的办法是改用 ran-jit 管理器。",
    ),
    sources: &[
        Source::lab(
            "sessions-old-jedis",
            "Session lab: jedis 2.0.0 with commons-pool2 2.2 on Tomcat 7.0.100: the web application is not deployed; with commons-pool 1 it works",
        ),
        JCOLEMAN,
        Source::new(
            "tomcat-redis-session-manager issue 66: VerifyError with a newer Jedis",
            "https://github.com/jcoleman/tomcat-redis-session-manager/issues/66",
        ),
    ],
    symptoms: &[
        Symptom::new(
            "NoClassDefFoundError: org/apache/commons/pool/impl/GenericObjectPool$Config",
            "tomcat/logs/catalina.out",
        ),
        Symptom::new(
            "ClassNotFoundException: org.apache.commons.pool.impl.GenericObjectPool$Config",
            "tomcat/logs/catalina.out",
        ),
        Symptom::new("VerifyError: … initializeDatabaseConnection", "tomcat/logs/catalina.out"),
        Symptom::new(
            "is not assignable to 'org/apache/commons/pool/impl/GenericObjectPool$Config'",
            "tomcat/logs/catalina.out",
        ),
    ],
    fires: Example::Edits(
        "kylin-three",
        &[
            ("settings.session.kind", "redis_jcoleman"),
            ("settings.session.redis_hosts", "redis1.example.com:6379"),
            (
                "settings.session.jars",
                "jedis-2.0.0.jar, commons-pool2-2.2.jar, tomcat-redis-session-manager-1.2-tomcat-7-java-7.jar",
            ),
        ],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[
            ("settings.session.kind", "redis_jcoleman"),
            ("settings.session.redis_hosts", "redis1.example.com:6379"),
        ],
    ),
    check: |cx, sink| {
        if !cx.is("session.kind", "redis_jcoleman") {
            return;
        }
        let jedis = version(cx, "jedis").unwrap_or_default();
        let fits = matches!(numbers(&jedis), (2, 0..=2, _));
        let missing = msg!(en: "none", zh: "无");
        let shown = if jedis.is_empty() { missing } else { msg!(en: "{v}", zh: "{v}", v = jedis) };
        if !fits {
            report(
                sink,
                msg!(en: "jcoleman's manager 1.2 needs Jedis 2.0 to 2.2, but the list has {v}.",
                zh: "jcoleman 管理器 1.2 需要 Jedis 2.0 至 2.2，列表中为 {v}。", v = shown),
            );
        } else if version(cx, "commons-pool").is_none() {
            report(
                sink,
                msg!(en: "Jedis 2.0 to 2.2 calls classes of commons-pool 1, which is not in the list; commons-pool2 does not have them.",
                zh: "Jedis 2.0 至 2.2 调用 commons-pool 1 的类，但列表中没有它；commons-pool2 不含这些类。"),
            );
        }
    },
};

/// A package that has another name.
pub(super) static OLD_JEDIS: Rule = Rule {
    id: "SES002",
    name: "ranjit-with-old-jedis",
    severity: Severity::Error,
    title: Text::new(
        "ran-jit's manager 3 has Jedis 3 and commons-pool2 beside it.",
        "ran-jit 管理器 3 须与 Jedis 3 及 commons-pool2 一起使用。",
    ),
    why: Text::new(
        "The manager uses redis.clients.jedis.util.Pool, which Jedis has under this name from 3.0 to 3.x only, and Jedis 3 uses commons-pool2. With another pair the class is not found and the web application does not start.",
        "该管理器使用 redis.clients.jedis.util.Pool，只有 Jedis 3.x 中有这个名称的类；Jedis 3 使用 commons-pool2。换成其他组合会找不到类，Web 应用无法启动。",
    ),
    sources: &[RANJIT],
    symptoms: &[Symptom::new(
        "NoClassDefFoundError: redis/clients/jedis/util/Pool",
        "tomcat/logs/catalina.out",
    )],
    fires: Example::Edits(
        "kylin-redis-sentinel",
        &[(
            "settings.session.jars",
            "tomcat-cluster-redis-session-manager-3.0.4.jar, jedis-2.9.0.jar, commons-pool2-2.4.2.jar",
        )],
    ),
    clean: Example::Edits("kylin-redis-sentinel", &[]),
    check: |cx, sink| {
        if !cx.is("session.kind", "redis_ranjit") {
            return;
        }
        let jedis = version(cx, "jedis");
        if jedis.as_deref().is_none_or(|v| numbers(v).0 != 3) {
            let shown = jedis
                .map_or_else(|| msg!(en: "none", zh: "无"), |v| msg!(en: "{v}", zh: "{v}", v = v));
            report(
                sink,
                msg!(en: "ran-jit's manager needs Jedis 3, but the list has {v}.",
                zh: "ran-jit 管理器需要 Jedis 3，列表中为 {v}。", v = shown),
            );
        } else if version(cx, "commons-pool2").is_none() {
            report(
                sink,
                msg!(en: "Jedis 3 needs commons-pool2, which is not in the list.",
                zh: "Jedis 3 需要 commons-pool2，但列表中没有。"),
            );
        }
    },
};

/// The names of the jars without which nothing starts.
fn manager(kind: &str) -> &'static [&'static str] {
    match kind {
        "redis_ranjit" => &["tomcat-cluster-redis-session-manager"],
        "redis_jcoleman" => &["tomcat-redis-session-manager"],
        "memcached" => &["memcached-session-manager", "spymemcached"],
        _ => &[],
    }
}

/// The class that context.xml names is in no jar.
pub(super) static NO_MANAGER: Rule = Rule {
    id: "SES003",
    name: "session-manager-without-jar",
    severity: Severity::Error,
    title: Text::new(
        "The session manager's own jar is in the list.",
        "列表中须包含 Session 管理器自身的 jar。",
    ),
    why: Text::new(
        "context.xml names a class of that jar. Without it in tomcat/lib Tomcat cannot read context.xml, no web application starts, and every address answers 404. If your jar has another name, rename it as in the list.",
        "context.xml 引用了该 jar 中的类。tomcat/lib 中没有它时，Tomcat 无法解析 context.xml，Web 应用都无法启动，所有地址返回 404。若你的 jar 名称不同，请改为列表中的名称。",
    ),
    sources: &[
        Source::lab(
            "sessions-class-missing",
            "Session lab: a class that is not in lib: SAXParseException in context.xml with ClassNotFoundException",
        ),
        RANJIT,
        MSM,
    ],
    symptoms: &[
        Symptom::new(
            "ClassNotFoundException: tomcat.request.session.redis.SessionHandlerValve",
            "tomcat/logs/catalina.out",
        ),
        Symptom::new(
            "ClassNotFoundException: de.javakaffee.web.msm.MemcachedBackupSessionManager",
            "tomcat/logs/catalina.out",
        ),
        Symptom::new(
            "ClassNotFoundException: com.radiadesign.catalina.session.RedisSessionHandlerValve",
            "tomcat/logs/catalina.out",
        ),
    ],
    fires: Example::Edits(
        "kylin-redis-sentinel",
        &[(
            "settings.session.jars",
            "jedis-3.0.1.jar, commons-pool2-2.6.2.jar, slf4j-api-1.7.26.jar",
        )],
    ),
    clean: Example::Edits("kylin-redis-sentinel", &[]),
    check: |cx, sink| {
        for name in manager(&cx.text("session.kind")) {
            if version(cx, name).is_none() {
                report(
                    sink,
                    msg!(en: "The list has no {n}: the classes that context.xml names are not found.",
                    zh: "列表中没有 {n}：找不到 context.xml 引用的类。", n = *name),
                );
            }
        }
    },
};

/// The part of memcached-session-manager that belongs to a Tomcat.
pub(super) static OTHER_TOMCAT: Rule = Rule {
    id: "SES004",
    name: "memcached-manager-for-another-tomcat",
    severity: Severity::Error,
    title: Text::new(
        "memcached-session-manager has the part for this Tomcat, in one version throughout.",
        "memcached-session-manager 须使用与 Tomcat 对应的组件，且版本一致。",
    ),
    why: Text::new(
        "The manager is made of a common jar and one per Tomcat: -tc7, -tc8 or -tc9. With that of another Tomcat, or of another version than the common jar, classes or methods are missing and the web application does not start.",
        "该管理器由公共 jar 和对应 Tomcat 的 jar（-tc7、-tc8 或 -tc9）组成。若使用其他 Tomcat 的组件，或版本与公共 jar 不同，就会缺少类或方法，Web 应用无法启动。",
    ),
    sources: &[
        MSM,
        Source::lab(
            "sessions-managers-and-tomcats",
            "Session lab: 2.1.1 with -tc7 on Tomcat 7.0.100, 2.3.2 with -tc8 on 8.5.78 and with -tc9 on 9.0.98",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-memcached",
        &[(
            "settings.session.jars",
            "memcached-session-manager-2.3.2.jar, memcached-session-manager-tc8-2.3.2.jar, spymemcached-2.12.3.jar",
        )],
    ),
    clean: Example::Edits("kylin-memcached", &[]),
    check: |cx, sink| {
        let Ok(tomcat) = cx.get::<Tomcat>("session.tomcat") else { return };
        if !cx.is("session.kind", "memcached") {
            return;
        }
        let wanted = format!("memcached-session-manager-tc{}", tomcat.major);
        let common = version(cx, "memcached-session-manager");
        match (version(cx, &wanted), common) {
            (None, _) => report(
                sink,
                msg!(en: "The list has no {n}, which belongs to Tomcat {t}.",
                zh: "列表中没有 Tomcat {t} 对应的 {n}。", n = wanted, t = tomcat.to_string()),
            ),
            (Some(own), Some(common)) if own != common => report(
                sink,
                msg!(
                en: "{n} is of version {a}, and the common jar of {b}.", zh: "{n} 的版本为 {a}，而公共 jar 为 {b}。",
                n = wanted, a = own, b = common),
            ),
            _ => {}
        }
    },
};

/// Words that are sent as they stand.
pub(super) static RAW_VARIABLE: Rule = Rule {
    id: "SES005",
    name: "ranjit-sends-the-variable",
    severity: Severity::Error,
    title: Text::new(
        "ran-jit's manager is 3.0.4 or later when Redis has a password.",
        "Redis 有密码时，ran-jit 管理器须为 3.0.4 及以上。",
    ),
    why: Text::new(
        "Only from 3.0.4 on does the manager replace ${REDIS_PASSWORD} by the system property. An older one sends these very characters as the password, Redis refuses them, and every request ends with HTTP 500.",
        "自 3.0.4 起管理器才会用系统属性替换 ${REDIS_PASSWORD}。更旧的版本会把这些字符原样作为密码发送，Redis 拒绝，所有请求返回 HTTP 500。",
    ),
    sources: &[
        RANJIT,
        Source::lab(
            "sessions-password-variable",
            "Session lab: an unresolved ${REDIS_PASSWORD} is sent as it stands: WRONGPASS, HTTP 500",
        ),
    ],
    symptoms: &[Symptom::new(
        "WRONGPASS invalid username-password pair or user is disabled",
        "tomcat/logs/localhost.*.log",
    )],
    fires: Example::Edits(
        "kylin-redis-sentinel",
        &[(
            "settings.session.jars",
            "tomcat-cluster-redis-session-manager-3.0.3.jar, jedis-3.0.1.jar, commons-pool2-2.6.2.jar, slf4j-api-1.7.26.jar",
        )],
    ),
    clean: Example::Edits("kylin-redis-sentinel", &[]),
    check: |cx, sink| {
        let manager = version(cx, "tomcat-cluster-redis-session-manager").unwrap_or_default();
        let old = !manager.is_empty() && numbers(&manager) < (3, 0, 4);
        if shared(cx)
            && cx.is("session.kind", "redis_ranjit")
            && old
            && !cx.text("session.password").is_empty()
        {
            report(
                sink,
                msg!(en: "Version {v} of the manager does not replace the variable of the password: it would be sent as it stands.",
                zh: "{v} 版管理器不会替换 密码变量，会原样发送。", v = manager),
            );
        }
    },
};
