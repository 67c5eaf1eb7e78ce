//! Sessions in MySQL or MariaDB.

use crate::common::load_balancer::fields::any;
use crate::common::session::POOL;
use crate::common::session::database::{JdbcUrl, Scheme, TOMCAT, chosen, drivers};
use crate::common::session::jars::split;
use ::rules::{Example, Rule, Source, Symptom};
use model::value::shown;
use model::{Edit, Place, Severity, Text, msg};

const URL: &str = "session.jdbc_url";
const JARS: &str = "session.jars";

const CONNECTOR_5: Source = Source::new(
    "MySQL Connector/J 5.1: security properties (useSSL, verifyServerCertificate)",
    "https://dev.mysql.com/doc/connectors/en/connector-j-connp-props-security.html",
);

fn setting(key: &str) -> Place {
    Place::Setting(key.to_owned())
}

/// The settings of an example.
macro_rules! example {
    ($($key:literal : $value:literal),* $(,)?) => {
        Example::Edits(
            "kylin-three",
            &[
                ("settings.session.kind", "mysql"),
                ("settings.session.username", "kylin_session"),
                $((concat!("settings.", $key), $value)),*
            ],
        )
    };
}

/// Another node with every request.
pub(super) static NOT_STICKY: Rule = Rule {
    id: "SES023",
    name: "sessions-in-a-database-without-persistence",
    severity: Severity::Error,
    title: Text::new(
        "With sessions in a database a client stays on its node.",
        "Session 存放在数据库中时，客户端须保持在同一节点。",
    ),
    why: Text::new(
        "Tomcat writes a session to the table some seconds after it was used. When requests go round, the next node does not find a login that was just made, and sends people back to the login page. Distribute by the client's address (Apache httpd and AWS then use a cookie of their own), or keep sessions in Redis or memcached, where every node finds them at once.",
        "Tomcat 在 Session 使用数秒之后才写入数据表。轮流分发时，下一个节点找不到刚刚的登录，会把用户退回登录页。请按客户端地址分发（Apache httpd 和 AWS 会使用自己的 Cookie），或把 Session 存放在 Redis 或 memcached 中，使所有节点都能立即读到。",
    ),
    sources: &[
        TOMCAT,
        Source::lab(
            "sessions-in-a-database",
            "Session lab: JDBCStore on Tomcat 7.0.100: the other node knows a login up to ten seconds after it was made, and answers 302 before",
        ),
    ],
    symptoms: &[],
    fires: example! {
        "session.jdbc_url": "jdbc:mysql://db.example.com:3306/sessions?useSSL=false",
        "lb.method": "round_robin",
    },
    clean: example! {
        "session.jdbc_url": "jdbc:mysql://db.example.com:3306/sessions?useSSL=false",
        "lb.method": "hash",
    },
    check: |cx, sink| {
        let method = cx.text("lb.method");
        let rounds = matches!(method.as_ref(), "round_robin" | "least_conn");
        if chosen(cx) && any(cx) && rounds && cx.with_roles(POOL).len() > 1 {
            sink.report(
                setting("lb.method"),
                msg!(en: "With \"{m}\" the next request meets a node that does not find the login in the database yet. Distribute by the client's address.",
                     zh: "使用“{m}”时，下一个请求会到达尚不能从数据库读到该登录的节点。请按客户端地址分发。", m = method.into_owned()),
            )
            .related([setting("session.kind")])
            .fix(
                msg!(en: "Distribute by the client's address", zh: "按客户端地址分发"),
                vec![Edit::Set(setting("lb.method"), "ip_hash".to_owned())],
            );
        }
    },
};

/// A driver for another URL, or none.
pub(super) static DRIVER: Rule = Rule {
    id: "SES024",
    name: "session-driver-for-another-url",
    severity: Severity::Error,
    title: Text::new(
        "The jars hold one driver, and it takes the JDBC URL.",
        "jar 列表中须有一个驱动，且与 JDBC URL 匹配。",
    ),
    why: Text::new(
        "Asked for a URL of another kind, a driver gives no connection and no error; Tomcat does not expect that, and the web application does not start. MySQL's drivers take jdbc:mysql:, MariaDB's from version 3 on jdbc:mariadb: only. Without any driver Tomcat starts, keeps nothing, and says so in its log alone.",
        "遇到其他类型的 URL 时，驱动既不返回连接也不报错；Tomcat 没有处理这种情况，Web 应用无法启动。MySQL 的驱动只接受 jdbc:mysql:，MariaDB 的驱动自 3 版起只接受 jdbc:mariadb:。没有驱动时 Tomcat 照常启动，但不保存任何 Session，且只在日志中报错。",
    ),
    sources: &[
        Source::new(
            "JDBCStore.java:978 (Tomcat 7.0.100)",
            "https://github.com/apache/tomcat/blob/7.0.100/java/org/apache/catalina/session/JDBCStore.java#L978",
        ),
        Source::lab(
            "sessions-database-driver",
            "Session lab: a jdbc:mariadb: URL with mysql-connector-java-5.1.49: NullPointerException, the web application does not start; without a driver it starts and keeps nothing",
        ),
    ],
    symptoms: &[
        Symptom::new(
            "Failed to start component [org.apache.catalina.session.JDBCStore",
            "tomcat/logs/catalina.out",
        ),
        Symptom::new(
            "JDBC driver class not found [java.lang.ClassNotFoundException",
            "tomcat/logs/localhost.*.log",
        ),
    ],
    fires: example! {
        "session.jdbc_url": "jdbc:mariadb://db.example.com:3306/sessions?useSSL=false",
        "session.jars": "mysql-connector-java-5.1.49.jar",
    },
    clean: example! {
        "session.jdbc_url": "jdbc:mariadb://db.example.com:3306/sessions?useSSL=false",
    },
    check: |cx, sink| {
        let Some(url) = cx.get::<JdbcUrl>(URL).ok().filter(|_| chosen(cx)) else { return };
        let message = match drivers(cx).as_slice() {
            [] => {
                msg!(en: "The list has no driver for MySQL or MariaDB: no session would be kept.",
                       zh: "列表中没有 MySQL 或 MariaDB 的驱动：不会保存任何 Session。")
            }
            [(file, driver)] if !driver.takes(url.text()) => {
                msg!(en: "{f} does not take this URL: Tomcat would get no connection, and the web application not start.",
                     zh: "{f} 不接受该 URL：Tomcat 得不到连接，Web 应用无法启动。", f = shown(file))
            }
            [_] => return,
            [(first, _), (second, _), ..] => {
                msg!(en: "{a} and {b} are both drivers: Tomcat would load one of them.",
                     zh: "{a} 和 {b} 都是驱动：Tomcat 只会加载其中一个。", a = shown(first), b = shown(second))
            }
        };
        sink.report(setting(JARS), message).related([setting(URL)]).fix(
            msg!(en: "Take the driver that fits", zh: "使用匹配的驱动"),
            vec![Edit::Clear(setting(JARS))],
        );
    },
};

/// Not said, so another one decides.
pub(super) static TLS_UNSAID: Rule = Rule {
    id: "SES025",
    name: "session-database-tls-unsaid",
    severity: Severity::Info,
    title: Text::new(
        "The JDBC URL says whether the connection uses TLS.",
        "JDBC URL 应注明连接是否使用 TLS。",
    ),
    why: Text::new(
        "Left unsaid, Connector/J 5.1 uses TLS with MySQL 5.5.45 and later without looking at the certificate, and writes a warning for every connection. With a Java that has TLS 1.0 and 1.1 switched off it can fail altogether. Write useSSL=false inside a closed network, useSSL=true with a certificate that Java trusts otherwise.",
        "未注明时，Connector/J 5.1 对 MySQL 5.5.45 及以上版本会使用 TLS 但不校验证书，并为每个连接输出警告；若 Java 已禁用 TLS 1.0 和 1.1，还可能无法连接。在封闭网络中请写 useSSL=false，否则请写 useSSL=true 并使用 Java 信任的证书。",
    ),
    sources: &[CONNECTOR_5],
    symptoms: &[Symptom::new(
        "WARN: Establishing SSL connection without server's identity verification is not recommended",
        "logs/kylin.out",
    )],
    fires: example! { "session.jdbc_url": "jdbc:mysql://db.example.com:3306/sessions" },
    clean: example! { "session.jdbc_url": "jdbc:mysql://db.example.com:3306/sessions?useSSL=true" },
    check: |cx, sink| {
        let Some(url) = cx.get::<JdbcUrl>(URL).ok().filter(|_| chosen(cx)) else { return };
        let old = drivers(cx).iter().any(|(_, driver)| driver.is_connector_5());
        if old && url.scheme == Scheme::MySql && !url.has("useSSL") {
            sink.report(
                setting(URL),
                msg!(en: "Say useSSL=true or useSSL=false: otherwise driver and server decide, and nobody looks at the certificate.",
                     zh: "请写明 useSSL=true 或 useSSL=false：否则由驱动和服务器决定，且不校验证书。"),
            );
        }
    },
};

/// A name of a time zone that stands for several.
pub(super) static TIME_ZONE: Rule = Rule {
    id: "SES026",
    name: "session-database-time-zone",
    severity: Severity::Warning,
    title: Text::new(
        "Connector/J 8.0 before 8.0.23 is told the server's time zone.",
        "8.0.23 之前的 Connector/J 8.0 须指定服务器时区。",
    ),
    why: Text::new(
        "These versions ask the server for its zone and refuse the connection when they do not know the answer: CEST or EDT, for example, which a server in Europe or America says in summer, so that what worked in winter fails. Add serverTimezone with the zone's full name to the URL, or take a later driver.",
        "这些版本会查询服务器时区，无法识别时拒绝连接，例如 CEST 或 EDT：欧美的服务器在夏令时期间返回这些名称，因此冬季正常的配置到夏季就会失败。请在 URL 中用完整的时区名加上 serverTimezone，或使用更新的驱动。",
    ),
    sources: &[
        Source::new(
            "MySQL Connector/J 8.0.23 release notes: connectionTimeZone",
            "https://dev.mysql.com/doc/relnotes/connector-j/en/news-8-0-23.html",
        ),
        Source::lab(
            "sessions-database-time-zone",
            "Session lab: mysql-connector-java-8.0.22 with a MariaDB whose zone is CEST: refused; CST, and 8.0.33 with CEST: taken",
        ),
    ],
    symptoms: &[Symptom::new(
        "The server time zone value … is unrecognized",
        "tomcat/logs/localhost.*.log",
    )],
    fires: example! {
        "session.jdbc_url": "jdbc:mysql://db.example.com:3306/sessions?useSSL=false",
        "session.jars": "mysql-connector-java-8.0.22.jar",
    },
    clean: example! {
        "session.jdbc_url": "jdbc:mysql://db.example.com:3306/sessions?useSSL=false&serverTimezone=Europe/Berlin",
        "session.jars": "mysql-connector-java-8.0.22.jar",
    },
    check: |cx, sink| {
        let Some(url) = cx.get::<JdbcUrl>(URL).ok().filter(|_| chosen(cx)) else { return };
        for (file, _) in drivers(cx) {
            let (name, version) = split(&file);
            let numbers: Vec<u32> = version.split('.').filter_map(|n| n.parse().ok()).collect();
            let asks = name == "mysql-connector-java"
                && matches!(numbers.as_slice(), [8, 0, patch, ..] if *patch < 23);
            if asks && !url.has("serverTimezone") {
                sink.report(
                    setting(URL),
                    msg!(en: "{f} refuses a server whose time zone it does not know, such as CEST. Add serverTimezone to the URL.",
                         zh: "{f} 无法识别服务器时区（例如 CEST）时会拒绝连接。请在 URL 中加上 serverTimezone。", f = shown(&file)),
                )
                .related([setting(JARS)]);
            }
        }
    },
};
