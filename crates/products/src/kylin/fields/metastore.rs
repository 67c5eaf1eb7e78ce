//! The step "Metastore".

use crate::common::jdbc::{Driver, MARIADB, MYSQL};
use crate::kylin::sources::{DOC_MYSQL, JDBC_MANAGER, STORAGE_URL, config_base};
use ::rules::{Choice, Context, Field, Kind};
use model::value::{HostPort, Value, shown};
use model::{Message, Text, msg};

const STEP: &str = "metastore";
const WHERE: Text = Text::new("Metastore", "元数据库");
const DATABASE: Text = Text::new("MySQL", "MySQL");
const KEYS: &[&str] = &["kylin.metadata.url"];

/// Whether the metastore is MySQL.
pub fn mysql(cx: &Context) -> bool {
    cx.is("metastore.kind", "mysql")
}

/// Whether the metastore is SQL Server, which Apache Kylin does not know.
pub fn sqlserver(cx: &Context) -> bool {
    cx.is("metastore.kind", "sqlserver")
}

/// Whether the metastore is a database; other products of the family know SQL Server too.
pub fn database(cx: &Context) -> bool {
    mysql(cx) || sqlserver(cx)
}

static KINDS: &[Choice] = &[
    Choice::new(
        "hbase",
        Text::same("HBase"),
        Text::new(
            "A table in the HBase that holds the cubes: nothing more to run. Kylin finds it through hbase-site.xml.",
            "存放在保存 Cube 的 HBase 中的一张表：无需额外组件。Kylin 通过 hbase-site.xml 找到它。",
        ),
    ),
    Choice::new(
        "mysql",
        Text::new("MySQL or MariaDB", "MySQL 或 MariaDB"),
        Text::new(
            "Two tables in a database of yours: easy to back up. Needs the JDBC driver on every node, ZooKeeper named, and Java 8.",
            "存放在已有数据库的两张表中：便于备份。每个节点需要 JDBC 驱动，须指定 ZooKeeper，并且必须使用 Java 8。",
        ),
    ),
];

/// The field `metastore.kind`.
pub(crate) const KIND: Field = Field::new(
    "metastore.kind",
    STEP,
    WHERE,
    Text::new("Kind", "类型"),
    Text::new(
        "Kylin 3.1 knows these two; other databases have no dialect in the release.",
        "Kylin 3.1 只支持这两种；发行包中没有其他数据库的方言文件。",
    ),
    Kind::Choice(KINDS),
)
.default("hbase")
.keys(KEYS)
.source(STORAGE_URL);

/// The field `metastore.ident`.
pub(crate) const IDENT: Field = Field::new(
    "metastore.ident",
    STEP,
    WHERE,
    Text::new("Identifier", "标识"),
    Text::new(
        "Names the table, the folder on the file system and the znode. Two clusters that share HBase or ZooKeeper need different ones, or they break each other's jobs.",
        "决定表名、文件系统目录名和 znode 名。共用 HBase 或 ZooKeeper 的两个集群必须不同，否则会互相破坏任务。",
    ),
    Kind::Identifier,
)
.default("kylin_metadata")
.required()
.keys(KEYS)
.source(config_base!(420));

/// The field `metastore.namespace`.
pub(crate) const NAMESPACE: Field = Field::new(
    "metastore.namespace",
    STEP,
    WHERE,
    Text::new("HBase namespace", "HBase 命名空间"),
    Text::new(
        "For the metadata table and the cubes; it must exist, Kylin does not create it. Empty: the namespace default.",
        "元数据表和 Cube 所在的命名空间；必须已存在，Kylin 不会创建。留空则使用 default。",
    ),
    Kind::Identifier,
)
.shown(|cx| !database(cx))
.keys(&["kylin.metadata.url", "kylin.storage.hbase.namespace"])
.source(config_base!(1345));

/// The field `metastore.jdbc_url`.
pub(crate) const JDBC_URL: Field = Field::new(
    "metastore.jdbc_url",
    STEP,
    DATABASE,
    Text::new("JDBC URL", "JDBC URL"),
    Text::new(
        "One host and no comma anywhere: Kylin cuts at every comma and knows no way to escape it. User and password have fields of their own.",
        "只能写一个主机，且任何位置都不能有逗号：Kylin 会在每个逗号处截断，且无法转义。用户名和密码另有字段。",
    ),
    Kind::Custom(check_jdbc_url),
)
.shown(database)
.required()
.placeholder("jdbc:mysql://db.example.com:3306/kylin?useSSL=false&characterEncoding=utf8")
.keys(KEYS)
.source(STORAGE_URL);

/// The field `metastore.username`.
pub(crate) const USERNAME: Field = Field::new(
    "metastore.username",
    STEP,
    DATABASE,
    Text::new("User", "用户名"),
    Text::new(
        "A user of its own with CREATE, INDEX and the rights to read and write in that database, not root.",
        "专用用户，具有该库的 CREATE、INDEX 和读写权限；不要使用 root。",
    ),
    Kind::Custom(check_part),
)
.shown(database)
.required()
.placeholder("kylin")
.keys(KEYS)
.source(JDBC_MANAGER);

/// The field `metastore.password`.
pub(crate) const PASSWORD: Field = Field::new(
    "metastore.password",
    STEP,
    DATABASE,
    Text::new("Password variable", "密码变量名"),
    Text::new(
        "The name under which secrets.env holds the password. On the node it is encrypted with Kylin's own class; the cipher's key is public, so file permissions still matter.",
        "密码在 secrets.env 中的变量名。在节点上用 Kylin 自带的类加密；密钥是公开的，因此文件权限仍然重要。",
    ),
    Kind::Secret,
)
.shown(database)
.default("KYLIN_METASTORE_PASSWORD")
.required()
.keys(KEYS)
.source(JDBC_MANAGER);

/// The field `metastore.max_active`.
pub(crate) const MAX_ACTIVE: Field = Field::new(
    "metastore.max_active",
    STEP,
    DATABASE,
    Text::new("Connections per node", "每节点连接数"),
    Text::new(
        "Kylin's own default of 5 runs out with several users. All nodes together must stay below the database's max_connections.",
        "Kylin 默认的 5 个在多用户时会耗尽。所有节点之和必须小于数据库的 max_connections。",
    ),
    Kind::Count(1, 1000),
)
.shown(database)
.default("20")
.required()
.keys(KEYS)
.source(JDBC_MANAGER);

/// The field `metastore.driver`.
pub(crate) const DRIVER: Field = Field::new(
    "metastore.driver",
    STEP,
    DATABASE,
    Text::new("Driver file", "驱动文件"),
    Text::new(
        "The release brings no driver: this file of MySQL or MariaDB goes into ext/ on every node. MySQL's 5.1 is the tried one; the class follows from the name.",
        "发行包不含驱动：此 MySQL 或 MariaDB 驱动文件会放入每个节点的 ext/。已验证的是 MySQL 的 5.1 版；驱动类由文件名决定。",
    ),
    Kind::Custom(check_driver),
)
.shown(database)
.default("mysql-connector-java-5.1.49.jar")
.required()
.keys(KEYS)
.source(DOC_MYSQL);

/// In the order in which they are shown.
pub static FIELDS: &[Field] =
    &[KIND, IDENT, NAMESPACE, JDBC_URL, USERNAME, PASSWORD, MAX_ACTIVE, DRIVER];

fn check_driver(text: &str) -> Result<(), Message> {
    let text = text.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if !text.chars().all(plain) || text.starts_with('-') || Driver::of(text).is_none() {
        return Err(msg!(
            en: "\"{t}\" is not the file of a MySQL or MariaDB driver such as mysql-connector-java-5.1.49.jar, mysql-connector-j-8.0.33.jar or mariadb-java-client-2.7.2.jar",
            zh: "“{t}”不是 MySQL 或 MariaDB 驱动的文件名，例如 mysql-connector-java-5.1.49.jar、mysql-connector-j-8.0.33.jar 或 mariadb-java-client-2.7.2.jar",
            t = shown(text)));
    }
    Ok(())
}

/// A part of `kylin.metadata.url`, which has no escape: no comma, no blank at the ends.
pub fn check_part(text: &str) -> Result<(), Message> {
    if text.contains(',') {
        return Err(msg!(
            en: "\"{t}\" has a comma; kylin.metadata.url is cut at every comma and there is no escape",
            zh: "“{t}”含有逗号；kylin.metadata.url 会在每个逗号处截断，且无法转义", t = shown(text)));
    }
    if text.contains("@{") {
        return Err(msg!(en: "\"@{{\" marks a secret of the archive and cannot stand here",
            zh: "“@{{”是部署包中密码的标记，不能写在这里"));
    }
    Kind::Text.check(text)
}

fn check_jdbc_url(text: &str) -> Result<(), Message> {
    let text = text.trim();
    if text.contains(',') {
        return Err(msg!(
            en: "\"{t}\" has a comma: Kylin cuts its metadata URL at every comma, so what follows is lost and the start fails. Name one host; for several use a virtual address or a proxy",
            zh: "“{t}”含有逗号：Kylin 会在每个逗号处截断元数据 URL，其后的内容丢失，启动失败。请只写一个主机；需要多个时使用虚拟地址或代理",
            t = shown(text)));
    }
    let rest = text.strip_prefix(MYSQL).or_else(|| text.strip_prefix(MARIADB));
    let Some(rest) = rest else {
        return Err(msg!(
            en: "\"{t}\" does not begin with jdbc:mysql:// or jdbc:mariadb://; the release has the MySQL dialect only",
            zh: "“{t}”不是以 jdbc:mysql:// 或 jdbc:mariadb:// 开头；发行包只有 MySQL 方言", t = shown(text)));
    };
    if let Some(c) = text.chars().find(|c| !c.is_ascii_graphic() || matches!(c, '"' | '\\' | '`')) {
        return Err(msg!(en: "the URL has the character {c}, which must be percent-encoded",
            zh: "URL 含有字符 {c}，必须使用百分号编码", c = c.escape_unicode().to_string()));
    }
    let (server, tail) = rest.split_once('/').unwrap_or((rest, ""));
    HostPort::parse(server)?;
    let database = tail.split('?').next().unwrap_or_default();
    if database.is_empty()
        || !database.chars().all(|c| c.is_ascii_alphanumeric() || "_-$%".contains(c))
    {
        return Err(msg!(
            en: "\"{t}\" names no database: jdbc:mysql://host:3306/database; the database must exist before the first start",
            zh: "“{t}”没有指定数据库：jdbc:mysql://host:3306/database；首次启动前数据库必须已存在",
            t = shown(text)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_driver_is_a_file_that_is_known() {
        assert!(check_driver("mysql-connector-java-5.1.49.jar").is_ok());
        for bad in ["", "x.jar", "mysql-connector-java-.jar", "mysql-connector-java-5.1.49.zip"] {
            assert!(check_driver(bad).is_err(), "{bad}");
        }
        assert!(check_driver("../mysql-connector-java-5.1.49.jar").is_err());
    }

    #[test]
    fn a_jdbc_url_has_one_host_a_database_and_no_comma() {
        for good in [
            "jdbc:mysql://db:3306/kylin",
            "jdbc:mariadb://db/kylin",
            "jdbc:mysql://[fd00::1]:3306/k?useSSL=false&x=y",
        ] {
            assert!(check_jdbc_url(good).is_ok(), "{good}");
        }
        for bad in [
            "jdbc:mysql://a,b/k",
            "jdbc:mysql:loadbalance://a/k",
            "jdbc:postgresql://a/k",
            "jdbc:mysql://a",
            "jdbc:mysql://a/",
            "jdbc:mysql://a b/k",
            "jdbc:mysql://a/k?x=y z",
        ] {
            assert!(check_jdbc_url(bad).is_err(), "{bad}");
        }
    }
}
