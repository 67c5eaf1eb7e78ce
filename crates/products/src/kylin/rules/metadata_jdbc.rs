//! A metastore in a database: its URL, its dialect, its driver.

use super::metadata_url::jdbc;
use super::support::{MetadataUrl, is_loopback, kylin_rows, place_of};
use crate::common::jdbc::{Driver, MYSQL_DRIVER};
use crate::kylin::sources::{JDBC_MANAGER, config_base};
use ::rules::{Example, Rule, Source, Symptom};
use model::value::{Identifier, Value, shown};
use model::{Edit, Place, Severity, Text, msg};

/// A part that must be there.
pub(super) static INCOMPLETE: Rule = Rule {
    id: "KYL031",
    name: "incomplete-jdbc-metastore",
    severity: Severity::Error,
    title: Text::new(
        "A JDBC metastore has url, username and password.",
        "JDBC 元数据库必须有 url、username 和 password。",
    ),
    why: Text::new(
        "The three parts are read without a default; the first that is missing stops the start. The names are lower case.",
        "这三项没有默认值，缺少任何一项都会导致启动失败。名称为小写。",
    ),
    sources: &[
        JDBC_MANAGER,
        Source::lab("kylin-jdbc-parts-missing", "Lab: jdbc without url, without password"),
    ],
    symptoms: &[Symptom::new("Setting item … is mandatory for Jdbc connections", "logs/kylin.log")],
    fires: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,password=${PW}",
        )],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW}",
        )],
    ),
    check: |cx, sink| {
        for found in jdbc(cx) {
            let url = MetadataUrl::read(&found.value);
            let missing: Vec<&str> = ["url", "username", "password"]
                .into_iter()
                .filter(|p| url.get(p).is_none())
                .collect();
            if !missing.is_empty() {
                sink.report(
                    place_of(&found),
                    msg!(en: "kylin.metadata.url lacks {m}: Kylin will not start.",
                         zh: "kylin.metadata.url 缺少 {m}，Kylin 将无法启动。", m = missing.join(", ")),
                );
            }
        }
    },
};

const OTHER_DATABASES: [&str; 9] =
    ["postgresql", "sqlserver", "oracle", "db2", "h2", "derby", "sqlite", "hsqldb", "kingbase8"];

/// Another database.
pub(super) static DIALECT: Rule = Rule {
    id: "KYL032",
    name: "unsupported-metastore-database",
    severity: Severity::Error,
    title: Text::new(
        "The JDBC metastore is MySQL or MariaDB, and the dialect is mysql.",
        "JDBC 元数据库只能是 MySQL 或 MariaDB，方言为 mysql。",
    ),
    why: Text::new(
        "The statements for the metastore stand in a file per dialect, and the release has the one for mysql only. Another dialect does not start; another database behind the mysql dialect does not understand the statements. Use MySQL, MariaDB or HBase.",
        "元数据库的语句按方言存放在各自的文件中，发行包只有 mysql 一种。其他方言无法启动；用 mysql 方言连接其他数据库，也无法执行这些语句。请使用 MySQL、MariaDB 或 HBase。",
    ),
    sources: &[
        config_base!(2465),
        Source::new(
            "JDBCSqlQueryFormatProvider.java:33-47 (3.1.3)",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/core-common/src/main/java/org/apache/kylin/common/persistence/JDBCSqlQueryFormatProvider.java#L33",
        ),
        Source::lab("kylin-jdbc-dialect", "Lab: dialect=postgresql"),
    ],
    symptoms: &[
        Symptom::new(
            "Can't find properties named /metadata-jdbc-postgresql.properties for metastore",
            "logs/kylin.log",
        ),
        Symptom::new(
            "Can't find properties named /metadata-jdbc-sqlserver.properties for metastore",
            "logs/kylin.log",
        ),
    ],
    fires: Example::Edits(
        "kylin-six",
        &[("overrides.cluster.kylin.metadata.jdbc.dialect", "postgresql")],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[("overrides.cluster.kylin.metadata.jdbc.dialect", "mysql")],
    ),
    check: |cx, sink| {
        let used = jdbc(cx);
        for found in cx.set_values_of("kylin.metadata.jdbc.dialect") {
            if !used.is_empty() && found.literal().is_some_and(|d| d != "mysql") {
                sink.report(
                    found.place.clone(),
                    msg!(en: "The release has no dialect \"{d}\"; only mysql. Kylin will not start.",
                         zh: "发行包没有方言“{d}”，只有 mysql，Kylin 将无法启动。", d = shown(&found.value)),
                )
                .fix(msg!(en: "Remove it: the default is mysql", zh: "删除该项，默认值为 mysql"), vec![Edit::Clear(found.place.clone())]);
            }
        }
        for found in used {
            let database = MetadataUrl::read(&found.value).get("url").and_then(database);
            if let Some(name) = database.filter(|d| OTHER_DATABASES.contains(&d.as_str())) {
                sink.report(
                    place_of(&found),
                    msg!(en: "Kylin 3.1 cannot keep its metadata in {d}: it speaks the MySQL dialect only. Use MySQL, MariaDB or HBase.",
                         zh: "Kylin 3.1 不能将元数据存放在 {d} 中：它只支持 MySQL 方言。请使用 MySQL、MariaDB 或 HBase。", d = name),
                );
            }
        }
    },
};

/// The database that a JDBC URL speaks to: the word after `jdbc:`.
fn database(url: &str) -> Option<String> {
    url.strip_prefix("jdbc:")?.split(':').next().map(str::to_ascii_lowercase)
}

/// A table that cannot be called so.
pub(super) static IDENTIFIER: Rule = Rule {
    id: "KYL033",
    name: "jdbc-identifier",
    severity: Severity::Error,
    title: Text::new(
        "The identifier of a JDBC metastore is a bare SQL name.",
        "JDBC 元数据库的标识必须是合法的 SQL 名称。",
    ),
    why: Text::new(
        "It becomes the name of the table, without quotes. With a hyphen, a dot or a blank, the first statement is a syntax error. Use letters, digits and underscores.",
        "它会不加引号地作为表名使用。含有连字符、点或空格时，第一条语句就是语法错误。请使用字母、数字和下划线。",
    ),
    sources: &[
        Source::new(
            "JDBCResourceStore.java:67 (3.1.3)",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/core-common/src/main/java/org/apache/kylin/common/persistence/JDBCResourceStore.java#L67",
        ),
        Source::lab("kylin-jdbc-identifier", "Lab: identifier kylin-neg with jdbc"),
    ],
    symptoms: &[Symptom::new(
        "You have an error in your SQL syntax … META_TABLE_KEY",
        "logs/kylin.log",
    )],
    fires: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin-prod@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW}",
        )],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin_prod@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW}",
        )],
    ),
    check: |cx, sink| {
        for found in jdbc(cx) {
            let ident = MetadataUrl::read(&found.value).ident;
            if !ident.is_empty() && !ident.contains("${") && Identifier::parse(ident).is_err() {
                sink.report(
                    place_of(&found),
                    msg!(en: "\"{i}\" cannot be the name of a table: the first SQL statement would be a syntax error.",
                         zh: "“{i}”不能用作表名，第一条 SQL 语句就会出现语法错误。", i = shown(ident)),
                );
            }
        }
    },
};

/// A class that the file does not have.
pub(super) static DRIVER_CLASS: Rule = Rule {
    id: "KYL037",
    name: "driver-class-mismatch",
    severity: Severity::Error,
    title: Text::new("The driver's class is in the driver's file.", "驱动类必须存在于驱动文件中。"),
    why: Text::new(
        "Connector 5.1 has com.mysql.jdbc.Driver, connector 8 has com.mysql.cj.jdbc.Driver. The other one's name cannot be loaded, and Kylin does not start. Take the class that belongs to the file in ext/, or let the field decide.",
        "Connector 5.1 的类是 com.mysql.jdbc.Driver，Connector 8 的类是 com.mysql.cj.jdbc.Driver。写成另一个就无法加载，Kylin 无法启动。请使用与 ext/ 中文件对应的类，或由字段决定。",
    ),
    sources: &[
        JDBC_MANAGER,
        Source::lab("kylin-jdbc-driver-class", "Lab: com.mysql.cj.jdbc.Driver with connector 5.1"),
    ],
    symptoms: &[
        Symptom::new("Cannot load JDBC driver class", "logs/kylin.log"),
        Symptom::new("ClassNotFoundException: com.mysql.cj.jdbc.Driver", "logs/kylin.log"),
    ],
    fires: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW},driverClassName=com.mysql.cj.jdbc.Driver",
        )],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW},driverClassName=com.mysql.jdbc.Driver",
        )],
    ),
    check: |cx, sink| {
        let file = cx.text("metastore.driver");
        let Some(driver) = Driver::of(&file) else { return };
        let class = driver.class();
        for found in jdbc(cx).iter().filter(|f| f.overridden()) {
            let url = MetadataUrl::read(&found.value);
            let named = url.get("driverClassName").unwrap_or(MYSQL_DRIVER);
            let both = class.starts_with("com.mysql.") && named.starts_with("com.mysql.");
            // Connector 8 still answers to the old name, with a warning; a file without a version
            // may be either.
            let may_be = named == MYSQL_DRIVER || !driver.has_version();
            if both && named != class && !may_be {
                let fixed = found.value.replace(
                    &format!("driverClassName={named}"),
                    &format!("driverClassName={class}"),
                );
                sink.report(
                    found.place.clone(),
                    msg!(en: "{f} has no class {n}; its class is {c}. Kylin will not start.",
                         zh: "{f} 中没有类 {n}，其驱动类是 {c}，Kylin 将无法启动。",
                         f = shown(&file), n = shown(named), c = class),
                )
                .related([Place::Setting("metastore.driver".to_owned())])
                .fix(
                    msg!(en: "Use {c}", zh: "改用 {c}", c = class),
                    vec![Edit::Set(found.place.clone(), fixed)],
                );
            }
        }
    },
};

/// A size with a unit.
pub(super) static MAX_CELL_SIZE: Rule = Rule {
    id: "KYL041",
    name: "max-cell-size-with-unit",
    severity: Severity::Error,
    title: Text::new(
        "kylin.metadata.jdbc.max-cell-size is a plain number of bytes.",
        "kylin.metadata.jdbc.max-cell-size 是纯数字的字节数。",
    ),
    why: Text::new(
        "The documentation shows 1mb, but the code reads a plain number: with a unit Kylin does not start. 1 MB is 1048576.",
        "官方文档的示例是 1mb，但代码只读纯数字：带单位时 Kylin 无法启动。1 MB 应写为 1048576。",
    ),
    sources: &[
        config_base!(2473),
        Source::lab("kylin-cell-size-with-unit", "Lab: max-cell-size=1mb"),
    ],
    symptoms: &[Symptom::new("NumberFormatException: For input string: \"1mb\"", "logs/kylin.log")],
    fires: Example::Edits(
        "kylin-six",
        &[("overrides.cluster.kylin.metadata.jdbc.max-cell-size", "1mb")],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[("overrides.cluster.kylin.metadata.jdbc.max-cell-size", "1048576")],
    ),
    check: |cx, sink| {
        for found in cx.set_values_of("kylin.metadata.jdbc.max-cell-size") {
            let Some(text) = found.literal() else { continue };
            if text.parse::<u32>().is_ok() {
                continue;
            }
            let bytes = model::value::ByteSize::parse(text).ok();
            let report = sink.report(
                found.place.clone(),
                msg!(en: "\"{t}\" is no plain number of bytes: Kylin will not start.",
                     zh: "“{t}”不是纯数字的字节数，Kylin 将无法启动。", t = shown(text)),
            );
            if let Some(bytes) = bytes.filter(|b| b.0 <= 1 << 30) {
                report.fix(
                    msg!(en: "Write {n}", zh: "改为 {n}", n = bytes.0),
                    vec![Edit::Set(found.place.clone(), bytes.0.to_string())],
                );
            }
        }
    },
};

/// A database on each node.
pub(super) static LOOPBACK: Rule = Rule {
    id: "KYL044",
    name: "loopback-metastore",
    severity: Severity::Error,
    title: Text::new(
        "With several nodes the metastore's database is not localhost.",
        "有多个节点时，元数据库的地址不能是 localhost。",
    ),
    why: Text::new(
        "localhost means another machine on each node: every node has a database of its own, or none, and they are not one cluster. Name the database server as all nodes know it.",
        "localhost 在每个节点上指不同的机器：每个节点使用各自的数据库或根本没有数据库，无法组成集群。请使用所有节点都认识的数据库服务器名称。",
    ),
    sources: &[
        JDBC_MANAGER,
        Source::new(
            "RFC 6761, 6.3: localhost",
            "https://www.rfc-editor.org/rfc/rfc6761#section-6.3",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-six",
        &[("settings.metastore.jdbc_url", "jdbc:mysql://localhost:3306/kylin")],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[("settings.metastore.jdbc_url", "jdbc:mysql://db.example.com:3306/kylin")],
    ),
    check: |cx, sink| {
        if kylin_rows(cx).len() < 2 {
            return;
        }
        for found in jdbc(cx) {
            let url = MetadataUrl::read(&found.value).get("url").unwrap_or_default();
            if is_loopback(url) {
                sink.report(
                    place_of(&found),
                    msg!(en: "\"{u}\" means the machine itself: every node would look for a database of its own.",
                         zh: "“{u}”指的是机器自身：每个节点都会去找自己的数据库。", u = shown(url)),
                );
            }
        }
    },
};
