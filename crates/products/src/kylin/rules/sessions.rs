//! Shared sessions beside what Kylin keeps itself: in memcached, and in the metastore's database.

use crate::common::session::database::{JdbcUrl, TOMCAT, chosen};
use crate::common::session::store::{Sharing, sharing};
use crate::kylin::effective::{databases, memcached};
use ::rules::{Example, Rule, Source, Symptom};
use model::value::{HostPort, Port, parse_list, shown};
use model::{Edit, Place, Severity, Text, msg};

const URL: &str = "session.jdbc_url";

fn setting(key: &str) -> Place {
    Place::Setting(key.to_owned())
}

/// Two purposes in one memory.
pub(super) static QUERY_CACHE: Rule = Rule {
    id: "SES021",
    name: "sessions-beside-cached-results",
    severity: Severity::Warning,
    title: Text::new(
        "Sessions and cached query results are kept apart.",
        "Session 与查询结果缓存应分开存放。",
    ),
    why: Text::new(
        "memcached throws the longest unused entry away when it is full, whatever it is. Results of queries are large and many: they push sessions out, and people are logged out at random. Use another memcached for sessions.",
        "memcached 写满时丢弃最久未用的条目，不论其内容。查询结果大而多，会挤出 Session，使用户随机掉线。请为 Session 使用另一个 memcached。",
    ),
    sources: &[Source::new(
        "memcached: user internals, when are items evicted",
        "https://docs.memcached.org/userguide/internals/",
    )],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-memcached",
        &[
            ("settings.engine.query_cache", "true"),
            ("settings.engine.cache", "memcached"),
            ("settings.engine.memcached_hosts", "k1.example.com:11211"),
        ],
    ),
    clean: Example::Edits(
        "kylin-memcached",
        &[
            ("settings.engine.query_cache", "true"),
            ("settings.engine.cache", "memcached"),
            ("settings.engine.memcached_hosts", "cache1.example.com:11211"),
        ],
    ),
    check: |cx, sink| {
        let Some(Ok(Sharing::Memcached(servers, _))) = sharing(cx) else { return };
        let lists = memcached(cx);
        let cached = lists.iter().flat_map(|list| parse_list::<HostPort>(list));
        for cache in cached.filter_map(Result::ok) {
            let cache = HostPort { port: cache.port.or(Some(Port(11211))), ..cache };
            if servers.contains(&cache) {
                sink.report(
                    setting("session.kind"),
                    msg!(
                    en: "{s} caches query results as well: they push sessions out.",
                    zh: "{s} 同时缓存查询结果，会挤出 Session。", s = cache.to_string()),
                )
                .related([setting("engine.memcached_hosts")]);
            }
        }
    },
};

/// Not found, or not let in.
pub(super) static TABLE: Rule = Rule {
    id: "SES027",
    name: "sessions-in-the-metastores-table",
    severity: Severity::Error,
    title: Text::new("Sessions have a table of their own.", "Session 须使用独立的表。"),
    why: Text::new(
        "The metastore's table has other columns: no session could be written into it, and with its name the script that makes the table finds one there and makes none. Take another name. When nothing is kept although the name is right, the table was not made, or the user has no right to it: Tomcat starts all the same and says so in its log.",
        "元数据库的表列不同：无法写入 Session；而且同名时，建表脚本会认为表已存在而不再创建。请使用其他名称。若表名无误却没有保存 Session，则是表未创建或用户没有权限：Tomcat 照常启动，只在日志中报错。",
    ),
    sources: &[
        TOMCAT,
        Source::lab(
            "sessions-database-table",
            "Session lab: without the table, and with a wrong password, Tomcat starts and keeps no session",
        ),
    ],
    symptoms: &[
        Symptom::new(
            "SQL Error [com.mysql.jdbc.exceptions.jdbc4.MySQLSyntaxErrorException: Table … doesn't exist",
            "tomcat/logs/localhost.*.log",
        ),
        Symptom::new(
            "A SQL exception occurred [java.sql.SQLException: Access denied for user",
            "tomcat/logs/localhost.*.log",
        ),
    ],
    fires: Example::Edits(
        "kylin-six",
        &[
            ("settings.session.kind", "mysql"),
            ("settings.session.username", "kylin_session"),
            ("settings.session.jdbc_url", "jdbc:mysql://db.example.com:3306/kylin?useSSL=false"),
            ("settings.session.table", "kylin_metadata"),
        ],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[
            ("settings.session.kind", "mysql"),
            ("settings.session.username", "kylin_session"),
            ("settings.session.jdbc_url", "jdbc:mysql://db.example.com:3306/kylin?useSSL=false"),
        ],
    ),
    check: |cx, sink| {
        let Some(url) = cx.get::<JdbcUrl>(URL).ok().filter(|_| chosen(cx)) else { return };
        let table = cx.text("session.table");
        for metastore in databases(cx) {
            let tables = [metastore.ident.clone(), format!("{}_log", metastore.ident)];
            if metastore.name.as_deref() == Some(&url.database)
                && tables.iter().any(|t| t.eq_ignore_ascii_case(&table))
            {
                sink.report(
                    setting("session.table"),
                    msg!(en: "{t} is the metastore's table in the database {d}. Sessions need another one.",
                         zh: "{t} 是数据库 {d} 中元数据库的表。Session 须使用另一张表。",
                         t = shown(&table), d = shown(&url.database)),
                )
                .related([setting(URL)])
                .fix(
                    msg!(en: "Take the usual name", zh: "使用默认表名"),
                    vec![Edit::Clear(setting("session.table"))],
                );
                break;
            }
        }
    },
};
