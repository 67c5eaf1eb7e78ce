//! The metastore's database.

use crate::common::jdbc::LOADBALANCE;
use crate::enterprise::kyligence;
use crate::enterprise::sources::{KAP_JDBC, MYSQL, SQLSERVER};
use crate::kylin::rules::metadata_url::jdbc;
use crate::kylin::rules::support::{METADATA, MetadataUrl, place_of};
use crate::kylin::sources::STORAGE_URL;
use ::rules::{Example, Rule};
use model::value::shown;
use model::{Edit, Place, Severity, Text, msg};

const DIALECT_KEY: &str = "kylin.metadata.jdbc.dialect";

/// The word after `jdbc:`.
fn database(url: &str) -> Option<String> {
    url.strip_prefix("jdbc:")?.split(':').next().map(str::to_ascii_lowercase)
}

/// Another database.
pub(super) static DATABASE: Rule = Rule {
    id: "KYE006",
    name: "database-without-dialect",
    severity: Severity::Error,
    title: Text::new(
        "The metastore is HBase, MySQL or, in Kyligence Enterprise, SQL Server.",
        "元数据库为 HBase、MySQL，Kyligence Enterprise 还可使用 SQL Server。",
    ),
    why: Text::new(
        "The manuals describe these and no others: PostgreSQL came with Kyligence Enterprise 4, which is another product. The statements for the metastore are written per database, so another one does not understand them.",
        "手册只说明了这几种：PostgreSQL 自 Kyligence Enterprise 4 起支持，而那是另一个产品。元数据库的语句按数据库编写，其他数据库无法执行。",
    ),
    sources: &[MYSQL, SQLSERVER, KAP_JDBC],
    symptoms: &[],
    fires: Example::Edits(
        "kyligence-balanced",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "ke@jdbc,url=jdbc:postgresql://db.example.com:5432/ke,username=ke,password=${PW},passwordEncrypted=true",
        )],
    ),
    clean: Example::Edits(
        "kyligence-balanced",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "ke@jdbc,url=jdbc:mysql://db.example.com:3306/ke,username=ke,password=${PW},passwordEncrypted=true",
        )],
    ),
    check: |cx, sink| {
        for found in jdbc(cx) {
            let name = MetadataUrl::read(&found.value).get("url").and_then(database);
            let known =
                |n: &String| n == "mysql" || n == "mariadb" || (n == "sqlserver" && kyligence(cx));
            if let Some(name) = name.filter(|n| !known(n) && !n.contains("${")) {
                sink.report(
                    place_of(&found),
                    msg!(en: "{t} {v} has no dialect for {d}. Use HBase or MySQL.",
                         zh: "{t} {v} 没有 {d} 的方言。请使用 HBase 或 MySQL。",
                         t = cx.product.title, v = shown(&cx.spec.version), d = shown(&name)),
                );
            }
        }
    },
};

/// A list of hosts in a URL.
pub(super) static HOST_LIST: Rule = Rule {
    id: "KYE007",
    name: "comma-in-the-metadata-url",
    severity: Severity::Warning,
    title: Text::new(
        "The metastore's JDBC URL names one host.",
        "元数据库的 JDBC URL 只写一个主机。",
    ),
    why: Text::new(
        "The manual of Kyligence Enterprise shows jdbc:mysql:loadbalance:// with several hosts and commas between them. The code that both products descend from cuts the metadata URL at every comma and knows no way to escape one; whether the closed product does otherwise was never seen. Name one host: a virtual address, or a proxy in front of the database.",
        "Kyligence Enterprise 的手册给出了以逗号分隔多个主机的 jdbc:mysql:loadbalance:// 写法。但两款产品所基于的代码会在每个逗号处截断元数据 URL，且无法转义；闭源产品是否例外未经验证。请只写一个主机：虚拟地址，或数据库前的代理。",
    ),
    sources: &[MYSQL, STORAGE_URL],
    symptoms: &[],
    fires: Example::Edits(
        "kyligence-balanced",
        &[(
            "settings.metastore.jdbc_url",
            "jdbc:mysql:loadbalance://db1.example.com:3306,db2.example.com:3306/kyligence",
        )],
    ),
    clean: Example::Edits("kyligence-balanced", &[]),
    check: |cx, sink| {
        let place = Place::Setting("metastore.jdbc_url".to_owned());
        let text = cx.text("metastore.jdbc_url");
        let message = || {
            msg!(en: "The URL has a comma, at which the metadata URL may be cut: what follows is then lost. Name one host.",
                 zh: "URL 含有逗号，元数据 URL 可能在此处被截断，其后的内容丢失。请只写一个主机。")
        };
        if cx.shown("metastore.jdbc_url") && text.starts_with(LOADBALANCE) && text.contains(',') {
            sink.report(place, message());
        }
        for found in jdbc(cx).iter().filter(|f| f.overridden()) {
            if !MetadataUrl::read(&found.value).cut.is_empty() {
                sink.report(found.place.clone(), message());
            }
        }
    },
};

/// A dialect that the URL contradicts.
pub(super) static DIALECT: Rule = Rule {
    id: "KYE008",
    name: "dialect-against-the-url",
    severity: Severity::Error,
    title: Text::new(
        "kylin.metadata.jdbc.dialect is that of the database in the URL.",
        "kylin.metadata.jdbc.dialect 与 URL 中的数据库一致。",
    ),
    why: Text::new(
        "The dialect decides in which words the statements for the metastore are written: those for SQL Server are syntax errors in MySQL, and the other way round. With the field both are written together.",
        "方言决定元数据库语句的写法：SQL Server 的语句在 MySQL 中是语法错误，反之亦然。使用字段时两者会一并写入。",
    ),
    sources: &[SQLSERVER, MYSQL],
    symptoms: &[],
    fires: Example::Edits(
        "kyligence-balanced",
        &[("overrides.cluster.kylin.metadata.jdbc.dialect", "sqlserver")],
    ),
    clean: Example::Edits("kyligence-split", &[]),
    check: |cx, sink| {
        for config in cx.configs() {
            let Some(url) = config.get(METADATA).filter(|e| e.broken.is_none()) else { continue };
            let read = MetadataUrl::read(url.text());
            let Some(name) = read.get("url").and_then(database) else { continue };
            let dialect = cx.value(config, DIALECT_KEY);
            if ["mysql", "sqlserver"].contains(&name.as_str()) && dialect != name {
                let place = config.place(DIALECT_KEY, Place::Setting("metastore.kind".to_owned()));
                let report = sink.report(
                    place.clone(),
                    msg!(en: "The dialect is {d}, but the URL names {n}: the first statement will be a syntax error.",
                         zh: "方言为 {d}，但 URL 指向 {n}，第一条语句就会出现语法错误。",
                         d = shown(dialect), n = shown(&name)),
                );
                if matches!(place, Place::Override(..)) {
                    report.fix(
                        msg!(en: "Use {n}", zh: "改用 {n}", n = shown(&name)),
                        vec![Edit::Set(place, name)],
                    );
                }
                return;
            }
        }
    },
};

/// KAP before 2.4 with a database.
pub(super) static TOO_EARLY: Rule = Rule {
    id: "KYE009",
    name: "kap-database-before-2-4",
    severity: Severity::Error,
    title: Text::new(
        "KAP before 2.4 keeps its metadata in HBase.",
        "KAP 2.4 之前的元数据只能存放在 HBase 中。",
    ),
    why: Text::new(
        "A database as metastore came with KAP 2.4. Take HBase, or a later version.",
        "自 KAP 2.4 起才支持以数据库作为元数据库。请使用 HBase，或更高的版本。",
    ),
    sources: &[KAP_JDBC],
    symptoms: &[],
    fires: Example::Edits(
        "kap-old",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kap@jdbc,url=jdbc:mysql://db.example.com:3306/kap,username=kap,password=${PW},passwordEncrypted=true",
        )],
    ),
    clean: Example::Edits("kap-old", &[]),
    check: |cx, sink| {
        if cx.since("2.4") {
            return;
        }
        for found in jdbc(cx) {
            sink.report(
                place_of(&found),
                msg!(en: "KAP {v} cannot keep its metadata in a database; that came with 2.4.",
                     zh: "KAP {v} 不支持将元数据存放在数据库中，自 2.4 起才支持。",
                     v = shown(&cx.spec.version)),
            );
        }
    },
};
