//! The step "Metastore": SQL Server, the bundled driver, the list of hosts that the manual shows.

use crate::common::jdbc::{LOADBALANCE, SERVER, database};
use crate::enterprise::sources::{KAP_JDBC, MYSQL, SQLSERVER};
use crate::kylin::fields::metastore as kylin;
use ::rules::{Choice, Field, Kind};
use model::value::{HostPort, Value, shown};
use model::{Message, Text, msg};

const HBASE: Choice = Choice::new(
    "hbase",
    Text::same("HBase"),
    Text::new(
        "A table in HBase: nothing more to run. It is found through hbase-site.xml.",
        "HBase 中的一张表：无需额外组件。通过 hbase-site.xml 找到 HBase。",
    ),
)
.blocked(|cx| {
    cx.on("storage.rw_split").then(|| {
        msg!(en: "With read and write apart a database is required: the two sides have different HBase clusters, or none.",
             zh: "读写分离要求使用数据库：两侧的 HBase 集群不同，或根本没有。")
    })
});

const MYSQL_CHOICE: Choice = Choice::new(
    "mysql",
    Text::same("MySQL"),
    Text::new(
        "Version 5.5, 5.6 or 5.7, in a database of yours: easy to back up. ZooKeeper must then be named.",
        "已有的 MySQL 5.5、5.6 或 5.7 数据库：便于备份。此时须指定 ZooKeeper。",
    ),
);

static KYLIGENCE_KINDS: &[Choice] = &[
    HBASE,
    MYSQL_CHOICE,
    Choice::new(
        "sqlserver",
        Text::same("SQL Server"),
        Text::new(
            "A database of yours; Microsoft's JDBC driver goes onto every node, and ZooKeeper must be named.",
            "已有的 SQL Server 数据库；每个节点需要微软的 JDBC 驱动，并须指定 ZooKeeper。",
        ),
    ),
];

static KAP_KINDS: &[Choice] = &[
    HBASE,
    MYSQL_CHOICE.blocked(|cx| {
        (!cx.since("2.4")).then(|| {
            msg!(en: "KAP before 2.4 keeps its metadata in HBase only.", zh: "KAP 2.4 之前只能将元数据存放在 HBase 中。")
        })
    }),
];

const KIND: Field = Field {
    help: Text::new(
        "The same for all nodes: nodes with the same metastore are one cluster.",
        "所有节点相同：使用同一个元数据库的节点组成一个集群。",
    ),
    ..kylin::KIND
};

const JDBC_HELP: Text = Text::new(
    "With the database's name; user and password have fields of their own. A list of hosts has commas, at which the metadata URL is cut in the code that this product descends from.",
    "须包含数据库名；用户名和密码另有字段。多主机列表含有逗号，而本产品所基于的代码会在逗号处截断元数据 URL。",
);

const DRIVER_HELP: Text = Text::new(
    "A file that goes into ext/ on every node. Empty: the connector 5.1.41 that the release brings. SQL Server needs Microsoft's own, such as mssql-jdbc-7.4.1.jre8.jar.",
    "放入每个节点 ext/ 的驱动文件。留空则使用发行包自带的 5.1.41 驱动。SQL Server 需要微软的驱动，例如 mssql-jdbc-7.4.1.jre8.jar。",
);

const KAP_DRIVER_HELP: Text = Text::new(
    "The release brings no driver: this file goes into ext/ on every node.",
    "发行包不含驱动：此文件会放入每个节点的 ext/。",
);

/// Of Kyligence Enterprise, in the order in which they are shown.
pub static KYLIGENCE: &[Field] = &[
    Field { kind: Kind::Choice(KYLIGENCE_KINDS), ..KIND }.source(SQLSERVER),
    kylin::IDENT,
    Field { keys: &["kylin.metadata.url"], ..kylin::NAMESPACE },
    Field { kind: Kind::Custom(check_url), help: JDBC_HELP, ..kylin::JDBC_URL }.source(MYSQL),
    kylin::USERNAME,
    kylin::PASSWORD,
    kylin::MAX_ACTIVE,
    Field {
        kind: Kind::Custom(check_driver),
        help: DRIVER_HELP,
        required: false,
        ..kylin::DRIVER.default("").placeholder("mssql-jdbc-7.4.1.jre8.jar").source(MYSQL)
    },
];

/// Of KAP, in the order in which they are shown.
pub static KAP: &[Field] = &[
    Field { kind: Kind::Choice(KAP_KINDS), ..KIND }.source(KAP_JDBC),
    kylin::IDENT.default("kylin_default_instance"),
    Field { keys: &["kylin.metadata.url"], ..kylin::NAMESPACE },
    kylin::JDBC_URL.source(KAP_JDBC),
    kylin::USERNAME,
    kylin::PASSWORD,
    kylin::MAX_ACTIVE,
    Field { help: KAP_DRIVER_HELP, ..kylin::DRIVER.source(KAP_JDBC) },
];

/// A JDBC URL of MySQL or SQL Server that names hosts and a database.
fn check_url(text: &str) -> Result<(), Message> {
    let text = text.trim();
    let listed = text.starts_with(LOADBALANCE);
    if !listed && !text.starts_with(SERVER) {
        if text.starts_with("jdbc:mysql:") || text.starts_with("jdbc:mariadb:") {
            return (kylin::JDBC_URL.kind).check(text);
        }
        return Err(msg!(
            en: "\"{t}\" begins neither with jdbc:mysql:// nor with jdbc:sqlserver://; other databases have no dialect",
            zh: "“{t}”既不是以 jdbc:mysql:// 也不是以 jdbc:sqlserver:// 开头；没有其他数据库的方言", t = shown(text)));
    }
    if let Some(c) = text.chars().find(|c| !c.is_ascii_graphic() || matches!(c, '"' | '\\' | '`')) {
        return Err(msg!(en: "the URL has the character {c}, which must be percent-encoded",
            zh: "URL 含有字符 {c}，必须使用百分号编码", c = c.escape_unicode().to_string()));
    }
    if text.contains("@{") || (!listed && text.contains(',')) {
        return kylin::check_part(text);
    }
    let rest = text.split_once("://").map_or("", |(_, rest)| rest);
    let end = rest.find(['/', ';', '?']).unwrap_or(rest.len());
    for host in rest.get(..end).unwrap_or_default().split(',') {
        HostPort::parse(host)?;
    }
    if database(text).is_none() {
        return Err(msg!(
            en: "\"{t}\" names no database: jdbc:mysql://host:3306/database or jdbc:sqlserver://host:1433;database=name",
            zh: "“{t}”没有指定数据库：jdbc:mysql://host:3306/database 或 jdbc:sqlserver://host:1433;database=name",
            t = shown(text)));
    }
    Ok(())
}

fn check_driver(text: &str) -> Result<(), Message> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let microsoft = text.starts_with("mssql-jdbc-") || text.starts_with("sqljdbc");
    if microsoft && text.ends_with(".jar") && text.chars().all(plain) {
        return Ok(());
    }
    (kylin::DRIVER.kind).check(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_databases_are_read() {
        let two = "jdbc:mysql:loadbalance://h1:3306,h2/kylin?useSSL=false";
        let server = "jdbc:sqlserver://db:1433;database=kylin";
        for good in [two, server, "jdbc:mysql://db/kylin"] {
            assert!(check_url(good).is_ok(), "{good}");
        }
        for bad in [
            "jdbc:postgresql://db/kylin",
            "jdbc:sqlserver://db:1433",
            "jdbc:sqlserver://a,b;database=k",
            "jdbc:mysql://a,b/k",
            "jdbc:mysql:loadbalance://a,/k",
            "jdbc:sqlserver://d;database=@{X}",
        ] {
            assert!(check_url(bad).is_err(), "{bad}");
        }
        assert!(check_driver("mssql-jdbc-7.4.1.jre8.jar").is_ok());
        assert!(check_driver("mssql-jdbc-7;rm.jar").is_err());
        assert!(check_driver("ojdbc8.jar").is_err());
    }
}
