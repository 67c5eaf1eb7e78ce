//! `kylin.metadata.url`, whoever wrote it.

use super::support::{HBASE_CONNECTION, METADATA, MetadataUrl, is_loopback, kylin_rows, place_of};
use crate::kylin::sources::{DOC_MYSQL, JDBC_MANAGER, STORAGE_URL, config_base};
use ::rules::{Context, Example, Found, Rule, Sink, Source, Symptom};
use model::value::{Identifier, Value, shown};
use model::{Edit, Environment, Place, Severity, Text, msg};

/// The URL without what stands in place of the password, for a message.
fn head(text: &str) -> String {
    shown(text.split(',').next().unwrap_or_default())
}

/// Nodes on different metastores.
pub(super) static DIFFERS: Rule = Rule {
    id: "KYL028",
    name: "metadata-url-differs",
    severity: Severity::Error,
    title: Text::new(
        "All Kylin nodes have the same kylin.metadata.url.",
        "所有 Kylin 节点的 kylin.metadata.url 必须相同。",
    ),
    why: Text::new(
        "The URL is what makes nodes one cluster: its identifier names the table, the folder and the znode of the locks. With another one a node belongs to another cluster, shares nothing with the rest, and no message says so. Set it for the cluster.",
        "该 URL 决定节点是否属于同一集群：其中的标识决定表名、目录和锁的 znode。取值不同的节点属于另一个集群，与其他节点没有任何共享，而且没有提示。请在集群级设置。",
    ),
    sources: &[
        STORAGE_URL,
        Source::lab("Lab, case E: another identifier: two separate clusters, no error"),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("nodes[2].overrides.kylin.metadata.url", "kylin_other@hbase")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.metadata.url", "kylin_other@hbase")],
    ),
    check: |cx, sink| {
        let found = cx.values_of(METADATA);
        let Some(usual) = found.iter().max_by_key(|f| f.nodes.len()) else { return };
        for other in found.iter().filter(|f| f.value != usual.value) {
            let odd = if other.overridden() { other } else { usual };
            let rest = if other.overridden() { usual } else { other };
            let report = sink
                .report(
                    odd.place.clone(),
                    msg!(en: "{a} has another metastore ({u}) than {b} ({v}): they are not one cluster.",
                         zh: "{a} 的元数据库（{u}）与 {b}（{v}）不同，它们不属于同一集群。",
                         a = cx.names(&odd.nodes), b = cx.names(&rest.nodes),
                         u = head(&odd.value), v = head(&rest.value)),
                )
                .related([rest.place.clone()]);
            if odd.overridden() {
                report.fix(
                    msg!(en: "Remove the override", zh: "删除覆盖项"),
                    vec![Edit::Clear(odd.place.clone())],
                );
            }
        }
    },
};

/// A store that the server does not have.
pub(super) static SCHEME: Rule = Rule {
    id: "KYL029",
    name: "unknown-metadata-scheme",
    severity: Severity::Error,
    title: Text::new(
        "kylin.metadata.url is IDENT@hbase or IDENT@jdbc,….",
        "kylin.metadata.url 的形式为 IDENT@hbase 或 IDENT@jdbc,…。",
    ),
    why: Text::new(
        "A server keeps its metadata in HBase or in MySQL, called hbase and jdbc here, to the letter. Anything else, such as @mysql or the @hbase:host:2181:/hbase of the first releases, ends in a NullPointerException that names no cause. Which HBase it is comes from hbase-site.xml.",
        "服务端的元数据存放在 HBase 或 MySQL 中，此处必须准确写为 hbase 或 jdbc。其他写法，例如 @mysql，或早期版本的 @hbase:host:2181:/hbase，会以没有说明原因的 NullPointerException 失败。使用哪个 HBase 由 hbase-site.xml 决定。",
    ),
    sources: &[
        HBASE_CONNECTION,
        config_base!(430),
        Source::lab("Lab: @hbase:host:2181:/hbase and @mysql: does not start"),
    ],
    symptoms: &[Symptom::new("Failed to find metadata store by url: …", "logs/kylin.log")],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.metadata.url", "kylin_metadata@hbase:zk1:2181:/hbase")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.metadata.url", "kylin_metadata@hbase")],
    ),
    check: |cx, sink| {
        for found in cx.set_values_of(METADATA) {
            let url = MetadataUrl::read(&found.value);
            if found.value.starts_with("${") || matches!(url.scheme, "hbase" | "jdbc") {
                continue;
            }
            sink.report(
                place_of(&found),
                msg!(en: "\"{u}\" names no metastore that Kylin 3.1 has: write IDENT@hbase or IDENT@jdbc,url=….",
                     zh: "“{u}”不是 Kylin 3.1 支持的元数据库，应写为 IDENT@hbase 或 IDENT@jdbc,url=…。", u = head(&found.value)),
            );
        }
    },
};

/// Cut at a comma.
pub(super) static COMMA: Rule = Rule {
    id: "KYL030",
    name: "comma-in-metadata-url",
    severity: Severity::Error,
    title: Text::new(
        "No part of kylin.metadata.url has a comma.",
        "kylin.metadata.url 的任何部分都不能含有逗号。",
    ),
    why: Text::new(
        "Kylin cuts the URL at every comma, and there is no way to escape one. A JDBC URL with two hosts ends after the first, a password ends in its middle and looks like a wrong one, a ZooKeeper quorum loses its members. Name one host (a virtual address or a proxy for several), and choose a password without comma.",
        "Kylin 会在每个逗号处截断该 URL，且无法转义。含两个主机的 JDBC URL 只剩第一个，密码从中间断开、看起来像密码错误，ZooKeeper 的成员会丢失。请只写一个主机（多个时使用虚拟地址或代理），密码中不要使用逗号。",
    ),
    sources: &[
        STORAGE_URL,
        Source::lab("Lab: password with a comma, mysql:loadbalance://h1,h2/db"),
    ],
    symptoms: &[
        Symptom::new("Access denied for user … (using password: YES)", "logs/kylin.log"),
        Symptom::new("SQLException: No database selected", "logs/kylin.log"),
    ],
    fires: Example::Edits(
        "kylin-six",
        &[("settings.metastore.jdbc_url", "jdbc:mysql://db1.example.com,db2.example.com/kylin")],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[("settings.metastore.jdbc_url", "jdbc:mysql://db1.example.com/kylin")],
    ),
    check: comma,
};

fn comma(cx: &Context, sink: &mut Sink) {
    for key in ["metastore.jdbc_url", "metastore.username"] {
        if cx.shown(key) && cx.text(key).contains(',') {
            sink.report(
                Place::Setting(key.to_owned()),
                msg!(en: "\"{t}\" has a comma: Kylin cuts its metadata URL there, and what follows is lost. Name one host.",
                     zh: "“{t}”含有逗号：Kylin 会在此处截断元数据 URL，其后的内容丢失。请只写一个主机。", t = shown(&cx.text(key))),
            );
        }
    }
    for found in cx.set_values_of(METADATA) {
        let url = MetadataUrl::read(&found.value);
        if let Some(cut) = url.cut.first() {
            sink.report(
                place_of(&found),
                msg!(en: "\"{t}\" stands alone after a comma: Kylin cuts the URL at every comma, and what follows is lost.",
                     zh: "“{t}”单独出现在逗号之后：Kylin 会在每个逗号处截断该 URL，其后的内容丢失。", t = shown(cut)),
            );
        }
    }
}

/// The JDBC URLs of the overrides and fields, each read.
fn jdbc(cx: &Context) -> Vec<Found> {
    let mut found = cx.set_values_of(METADATA);
    found.retain(|f| MetadataUrl::read(&f.value).jdbc());
    found
}

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
    sources: &[JDBC_MANAGER, Source::lab("Lab: jdbc without url, without password")],
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
        Source::lab("Lab: dialect=postgresql"),
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
    url.strip_prefix("jdbc:")?.split(':').next().map(str::to_lowercase)
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
        Source::lab("Lab: identifier kylin-neg with jdbc"),
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

/// The database's owner.
pub(super) static ROOT_USER: Rule = Rule {
    id: "KYL034",
    name: "metastore-as-root",
    severity: Severity::Warning,
    title: Text::new(
        "Kylin has a database user of its own, with a password.",
        "Kylin 使用专用的数据库用户，并设有密码。",
    ),
    why: Text::new(
        "The user's name and password stand on every node, and Kylin's log and its administration page show the URL. As root, or without a password, whoever sees one of these owns the whole database server. Make a user with rights to this database only.",
        "用户名和密码会写在每个节点上，Kylin 的日志和管理页面也会显示该 URL。使用 root 或空密码，意味着看到其中任何一处的人都能控制整个数据库服务器。请创建只对该库有权限的用户。",
    ),
    sources: &[
        DOC_MYSQL,
        Source::lab("Lab, F9: /admin/config and kylin.log show the metadata URL"),
    ],
    symptoms: &[],
    fires: Example::Edits("kylin-six", &[("settings.metastore.username", "root")]),
    clean: Example::Edits("kylin-six", &[("settings.metastore.username", "kylin")]),
    check: |cx, sink| {
        for found in jdbc(cx) {
            let url = MetadataUrl::read(&found.value);
            let place = if found.overridden() {
                found.place.clone()
            } else {
                Place::Setting("metastore.username".to_owned())
            };
            if url.get("username").is_some_and(|u| u.eq_ignore_ascii_case("root")) {
                sink.report(
                    place,
                    msg!(en: "Kylin logs in to the database as root. Make a user with rights to this database only.",
                         zh: "Kylin 以 root 登录数据库。请创建只对该库有权限的用户。"),
                );
            } else if url.get("password") == Some("") {
                sink.report(
                    place,
                    msg!(en: "The database user has an empty password. Set one.", zh: "数据库用户的密码为空，请设置密码。"),
                );
            }
        }
    },
};

/// Five connections.
pub(super) static SMALL_POOL: Rule = Rule {
    id: "KYL035",
    name: "small-connection-pool",
    severity: Severity::Warning,
    title: Text::new(
        "A JDBC metastore of several nodes has more than five connections per node.",
        "多节点的 JDBC 元数据库，每个节点的连接数应大于五个。",
    ),
    why: Text::new(
        "Without maxActive the pool has five connections, and who gets none within one second gets an error. With several nodes and users that happens in daily work. Use 10 to 20 per node; all nodes together must stay below max_connections of the database.",
        "不设置 maxActive 时，连接池只有五个连接，一秒内拿不到连接就会报错。在多节点、多用户的日常使用中很容易发生。请设为每节点 10 到 20 个；所有节点之和必须小于数据库的 max_connections。",
    ),
    sources: &[JDBC_MANAGER, DOC_MYSQL],
    symptoms: &[],
    fires: Example::Edits("kylin-six", &[("settings.metastore.max_active", "5")]),
    clean: Example::Edits("kylin-six", &[("settings.metastore.max_active", "10")]),
    check: |cx, sink| {
        if kylin_rows(cx).len() < 3 {
            return;
        }
        for found in jdbc(cx) {
            let url = MetadataUrl::read(&found.value);
            let active = url.get("maxActive").map_or(Some(5), |n| n.parse::<u32>().ok());
            let Some(active) = active.filter(|n| *n <= 5) else { continue };
            let message = msg!(en: "Each node has {n} connections to the database, too few for {nodes} nodes: the wait is one second, then comes an error. Use 10 to 20.",
                zh: "每个节点只有 {n} 个数据库连接，对 {nodes} 个节点来说太少：等待一秒后就会报错。请使用 10 到 20。",
                n = active, nodes = kylin_rows(cx).len());
            if found.overridden() {
                sink.report(found.place.clone(), message);
            } else {
                let place = Place::Setting("metastore.max_active".to_owned());
                sink.report(place.clone(), message).fix(
                    msg!(en: "Set it to 20", zh: "设为 20"),
                    vec![Edit::Set(place, "20".to_owned())],
                );
            }
        }
    },
};

/// A setting of a later pool.
pub(super) static MAX_TOTAL: Rule = Rule {
    id: "KYL036",
    name: "max-total-in-metadata-url",
    severity: Severity::Warning,
    title: Text::new(
        "The pool's size is called maxActive, not maxTotal.",
        "连接池大小的参数是 maxActive，不是 maxTotal。",
    ),
    why: Text::new(
        "Kylin 3.1 has commons-dbcp 1.4, which knows maxActive; maxTotal came with version 2 and is ignored without a word, so the pool has five connections. Rename it.",
        "Kylin 3.1 使用 commons-dbcp 1.4，只认识 maxActive；maxTotal 是 2.x 版才有的参数，会被静默忽略，连接池仍只有五个连接。请改名。",
    ),
    sources: &[JDBC_MANAGER, Source::lab("Lab: maxTotal=20 in the jdbc URL: silently ignored")],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW},maxTotal=20",
        )],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW},maxActive=20",
        )],
    ),
    check: |cx, sink| {
        for found in jdbc(cx) {
            let url = MetadataUrl::read(&found.value);
            if url.get("maxTotal").is_none() {
                continue;
            }
            let report = sink.report(
                found.place.clone(),
                msg!(en: "maxTotal is ignored: the pool of Kylin 3.1 calls it maxActive.",
                     zh: "maxTotal 会被忽略：Kylin 3.1 的连接池使用 maxActive。"),
            );
            if found.overridden() {
                let renamed = found.value.replace("maxTotal=", "maxActive=");
                report.fix(
                    msg!(en: "Rename it to maxActive", zh: "改名为 maxActive"),
                    vec![Edit::Set(found.place.clone(), renamed)],
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
    sources: &[JDBC_MANAGER, Source::lab("Lab: com.mysql.cj.jdbc.Driver with connector 5.1")],
    symptoms: &[Symptom::new("Cannot load JDBC driver class", "logs/kylin.log")],
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
        if !cx.is("metastore.kind", "mysql") {
            return;
        }
        let file = cx.text("metastore.driver");
        let Some(class) = crate::kylin::fields::metastore::driver_class(&file) else { return };
        for found in jdbc(cx).iter().filter(|f| f.overridden()) {
            let url = MetadataUrl::read(&found.value);
            let named = url.get("driverClassName").unwrap_or("com.mysql.jdbc.Driver");
            // Connector 8 still answers to the old name, with a warning.
            let old_name_of_new = class.contains(".cj.") && named == "com.mysql.jdbc.Driver";
            if named.starts_with("com.mysql.") && named != class && !old_name_of_new {
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

/// `True` is not `true`.
pub(super) static ENCRYPTED_SPELLING: Rule = Rule {
    id: "KYL038",
    name: "password-encrypted-spelling",
    severity: Severity::Warning,
    title: Text::new(
        "passwordEncrypted is written true, in lower case.",
        "passwordEncrypted 必须写成小写的 true。",
    ),
    why: Text::new(
        "The value is compared with true to the letter. With True, TRUE or yes the password is not decrypted: the database is given the cipher text and refuses it.",
        "该值与 true 逐字比较。写成 True、TRUE 或 yes 时密码不会解密，数据库收到的是密文并拒绝登录。",
    ),
    sources: &[JDBC_MANAGER],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW},passwordEncrypted=True",
        )],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW},passwordEncrypted=true",
        )],
    ),
    check: |cx, sink| {
        for found in jdbc(cx).iter().filter(|f| f.overridden()) {
            let url = MetadataUrl::read(&found.value);
            let Some(text) = url.get("passwordEncrypted") else { continue };
            if matches!(text, "true" | "false") {
                continue;
            }
            let fixed =
                found.value.replace(&format!("passwordEncrypted={text}"), "passwordEncrypted=true");
            sink.report(
                found.place.clone(),
                msg!(en: "passwordEncrypted={t} does not count as true: the cipher text would be sent as the password.",
                     zh: "passwordEncrypted={t} 不算 true：密文会被当作密码发送。", t = shown(text)),
            )
            .fix(msg!(en: "Write passwordEncrypted=true", zh: "改为 passwordEncrypted=true"), vec![Edit::Set(found.place.clone(), fixed)]);
        }
    },
};

/// What the variable must hold.
pub(super) static ENCRYPTED_VARIABLE: Rule = Rule {
    id: "KYL039",
    name: "encrypted-password-by-hand",
    severity: Severity::Info,
    title: Text::new(
        "With passwordEncrypted=true the variable holds Kylin's cipher text.",
        "使用 passwordEncrypted=true 时，变量的值必须是 Kylin 的密文。",
    ),
    why: Text::new(
        "Kylin decrypts the value before it is used. Plain text, or cipher text made by Kylin before 3.1, which used another mode of the cipher, stops the start. Make it on a node with `kylin.sh org.apache.kylin.rest.security.PasswordPlaceholderConfigurer AES <password>`, or use the fields: then the deployment does it.",
        "Kylin 会先解密该值再使用。明文，或由 3.1 之前的 Kylin 生成的密文（加密模式不同），都会导致启动失败。请在节点上执行 `kylin.sh org.apache.kylin.rest.security.PasswordPlaceholderConfigurer AES <密码>` 生成，或使用字段，由部署脚本完成。",
    ),
    sources: &[
        JDBC_MANAGER,
        Source::new(
            "Apache Kylin 3.1: how to upgrade (KYLIN-4478)",
            "https://kylin.apache.org/docs31/howto/howto_upgrade.html",
        ),
        Source::lab("Lab: passwordEncrypted=true with plain text"),
    ],
    symptoms: &[Symptom::new(
        "Input length must be multiple of 16 when decrypting with padded cipher",
        "logs/kylin.log",
    )],
    fires: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW},passwordEncrypted=true",
        )],
    ),
    clean: Example::Edits("kylin-six", &[]),
    check: |cx, sink| {
        for found in jdbc(cx).iter().filter(|f| f.overridden()) {
            let url = MetadataUrl::read(&found.value);
            let variable = url.get("password").filter(|p| p.contains("${"));
            if let Some(variable) =
                variable.filter(|_| url.get("passwordEncrypted") == Some("true"))
            {
                sink.report(
                    found.place.clone(),
                    msg!(en: "{v} must hold the cipher text that Kylin 3.1 makes, not the password itself.",
                         zh: "{v} 的值必须是 Kylin 3.1 生成的密文，而不是密码本身。", v = shown(variable)),
                );
            }
        }
    },
};

/// A password that the log prints.
pub(super) static PASSWORD_IN_LOG: Rule = Rule {
    id: "KYL040",
    name: "password-in-log",
    severity: Severity::Info,
    title: Text::new(
        "The password in kylin.metadata.url is encrypted.",
        "kylin.metadata.url 中的密码应当加密。",
    ),
    why: Text::new(
        "Kylin puts the variable's value in before it logs the URL, several times at each start, and its administration page shows the URL too. Encrypted, it is at least not readable at a glance; the cipher's key is public, so the log needs 0640 in any case. The fields do both.",
        "Kylin 会先代入变量的值再记录该 URL，每次启动都会多次写入日志，管理页面也会显示。加密后至少不会一眼看到；由于密钥是公开的，日志文件仍须设为 0640。使用字段时会同时完成这两点。",
    ),
    sources: &[Source::lab("Lab, F9: five log lines with the clear password in one start")],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW}",
        )],
    ),
    clean: Example::Edits("kylin-six", &[]),
    check: |cx, sink| {
        for found in jdbc(cx).iter().filter(|f| f.overridden()) {
            let url = MetadataUrl::read(&found.value);
            if url.get("password").is_some_and(|p| !p.is_empty())
                && url.get("passwordEncrypted") != Some("true")
            {
                sink.report(
                    found.place.clone(),
                    msg!(en: "The database password will stand in kylin.log in clear. Use the fields of the metastore: they encrypt it.",
                         zh: "数据库密码会以明文出现在 kylin.log 中。请使用元数据库的字段，它们会将其加密。"),
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
    sources: &[config_base!(2473), Source::lab("Lab: max-cell-size=1mb")],
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

/// A namespace that somebody must make.
pub(super) static NAMESPACE: Rule = Rule {
    id: "KYL042",
    name: "namespace-must-exist",
    severity: Severity::Info,
    title: Text::new(
        "An HBase namespace in kylin.metadata.url exists before the first start.",
        "kylin.metadata.url 中的 HBase 命名空间须在首次启动前存在。",
    ),
    why: Text::new(
        "Kylin makes its table, not the namespace. Without it the start fails. Make it once in the HBase shell: create_namespace 'name'.",
        "Kylin 会创建表，但不会创建命名空间，缺少时启动失败。请在 HBase shell 中执行一次：create_namespace '名称'。",
    ),
    sources: &[HBASE_CONNECTION, Source::lab("Lab: nons:kylin_metadata@hbase")],
    symptoms: &[Symptom::new("NamespaceNotFoundException: …", "logs/kylin.log")],
    fires: Example::Edits("kylin-three", &[("settings.metastore.namespace", "olap")]),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        for found in cx.set_values_of(METADATA) {
            let url = MetadataUrl::read(&found.value);
            let Some((namespace, _)) = url.ident.split_once(':').filter(|_| url.scheme == "hbase")
            else {
                continue;
            };
            if namespace != "default" {
                let place = if found.overridden() {
                    found.place.clone()
                } else {
                    Place::Setting("metastore.namespace".to_owned())
                };
                sink.report(
                    place,
                    msg!(en: "The HBase namespace \"{n}\" must exist before the first start: create_namespace '{n}' in the HBase shell.",
                         zh: "HBase 命名空间“{n}”须在首次启动前存在：在 HBase shell 中执行 create_namespace '{n}'。", n = shown(namespace)),
                );
            }
        }
    },
};

/// A name that another cluster may have too.
pub(super) static SHARED_IDENTIFIER: Rule = Rule {
    id: "KYL043",
    name: "default-identifier-in-test",
    severity: Severity::Info,
    title: Text::new(
        "A test cluster that shares HBase or ZooKeeper has an identifier of its own.",
        "与生产共用 HBase 或 ZooKeeper 的测试集群须使用不同的标识。",
    ),
    why: Text::new(
        "The identifier names the metadata table, the folder and the znode of the locks. Two clusters that share HBase or ZooKeeper and have the same one are a single cluster without knowing it: they take each other's locks and overwrite each other's cubes. Test clusters are often put beside production with the default name.",
        "标识决定元数据表名、目录和锁的 znode。共用 HBase 或 ZooKeeper 且标识相同的两个集群，实际上成了同一个集群：它们会争用彼此的锁、覆盖彼此的 Cube。测试集群常常就这样以默认名称与生产放在一起。",
    ),
    sources: &[
        Source::new(
            "ZKUtil.java:56 (3.1.3): base path and cluster name make the znode",
            "https://github.com/apache/kylin/blob/kylin-3.1.3/core-common/src/main/java/org/apache/kylin/common/util/ZKUtil.java#L56",
        ),
        config_base!(2193),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[
            ("environment", "test"),
            ("settings.zookeeper.kind", "given"),
            ("settings.zookeeper.connect", "zk1.example.com:2181"),
        ],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("environment", "test"), ("settings.metastore.ident", "kylin_test")],
    ),
    check: |cx, sink| {
        if cx.spec.environment != Environment::Test
            || kylin_rows(cx).len() < 2
            || cx.is("zookeeper.kind", "nodes")
        {
            return;
        }
        for found in cx.values_of(METADATA) {
            if MetadataUrl::read(&found.value).ident == "kylin_metadata" {
                let place = if found.overridden() {
                    found.place.clone()
                } else {
                    Place::Setting("metastore.ident".to_owned())
                };
                sink.report(
                    place,
                    msg!(en: "The test cluster has the default identifier kylin_metadata. If another Kylin uses the same HBase or ZooKeeper, give it one of its own.",
                         zh: "测试集群使用默认标识 kylin_metadata。如果有其他 Kylin 使用同一个 HBase 或 ZooKeeper，请改用不同的标识。"),
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
