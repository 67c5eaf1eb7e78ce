//! The driver of the metastore's database, and whom it shares that database with.

use super::metadata_url::jdbc;
use super::support::{MetadataUrl, place_of};
use crate::common::jdbc::{
    Driver, MARIADB, MARIADB_DRIVER, MYSQL, MYSQL_DRIVER, NEW_MYSQL_DRIVER, database,
};
use crate::kylin::sources::{DOC_MYSQL, JDBC_MANAGER};
use ::rules::{Example, Rule, Source, Symptom};
use model::value::shown;
use model::{Edit, Place, Severity, Text, msg};

const DRIVER: &str = "metastore.driver";

/// A class of another maker.
pub(super) static OTHER_MAKER: Rule = Rule {
    id: "KYL085",
    name: "driver-class-of-another-file",
    severity: Severity::Warning,
    title: Text::new(
        "The driver's file in ext/ is that of the driver's class.",
        "ext/ 中的驱动文件与驱动类属于同一驱动。",
    ),
    why: Text::new(
        "The archive puts the file of the field into ext/; the class is of another maker's driver. Kylin starts only where that other file lies on the class path by chance, for example because Hive's client brings it. Name its file in the field \"Driver file\": then every node has it.",
        "部署包会把字段中的文件放入 ext/，而驱动类属于另一家的驱动。只有当那个文件恰好在类路径中（例如由 Hive 客户端带来）时，Kylin 才能启动。请在“驱动文件”字段中填写对应的文件，使每个节点都有它。",
    ),
    sources: &[JDBC_MANAGER],
    symptoms: &[Symptom::new("ClassNotFoundException: com.mysql.jdbc.Driver", "logs/kylin.log")],
    fires: Example::Edits(
        "kylin-six",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW},driverClassName=org.mariadb.jdbc.Driver",
        )],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[
            (
                "overrides.cluster.kylin.metadata.url",
                "kylin@jdbc,url=jdbc:mysql://db.example.com/kylin,username=kylin,password=${PW},driverClassName=org.mariadb.jdbc.Driver",
            ),
            ("settings.metastore.driver", "mariadb-java-client-2.7.2.jar"),
        ],
    ),
    check: |cx, sink| {
        let file = cx.text(DRIVER);
        let Some(class) = Driver::of(&file).map(Driver::class) else { return };
        for found in jdbc(cx).iter().filter(|f| f.overridden()) {
            let url = MetadataUrl::read(&found.value);
            let named = url.get("driverClassName").unwrap_or(MYSQL_DRIVER);
            let known = [MYSQL_DRIVER, NEW_MYSQL_DRIVER, MARIADB_DRIVER].contains(&named);
            if known && (named == MARIADB_DRIVER) != (class == MARIADB_DRIVER) {
                sink.report(
                    found.place.clone(),
                    msg!(en: "{n} is not in {f}, which goes into ext/.", zh: "放入 ext/ 的 {f} 中没有 {n}。",
                         n = named, f = shown(&file)),
                )
                .related([Place::Setting(DRIVER.to_owned())]);
            }
        }
    },
};

/// A URL that the driver does not take.
pub(super) static SCHEME: Rule = Rule {
    id: "KYL086",
    name: "jdbc-scheme-against-driver",
    severity: Severity::Error,
    title: Text::new(
        "The driver takes the scheme of the JDBC URL.",
        "驱动必须支持 JDBC URL 的 scheme。",
    ),
    why: Text::new(
        "MySQL's driver knows jdbc:mysql: and nothing else. MariaDB's takes that up to version 2; from 3 on it wants jdbc:mariadb:, unless the URL holds permitMysqlScheme. A driver that does not know the scheme leaves the URL to others, and the pool finds none.",
        "MySQL 的驱动只认识 jdbc:mysql:。MariaDB 的驱动在 2.x 及以前也接受它；自 3.x 起要求 jdbc:mariadb:，除非 URL 中带有 permitMysqlScheme。驱动不认识 scheme 时会放弃该 URL，连接池便找不到可用的驱动。",
    ),
    sources: &[Source::new(
        "MariaDB Connector/J: the scheme jdbc:mysql since 3.0",
        "https://mariadb.com/docs/connectors/mariadb-connector-j/about-mariadb-connector-j",
    )],
    symptoms: &[
        Symptom::new("Cannot create JDBC driver of class … for connect URL", "logs/kylin.log"),
        Symptom::new("java.sql.SQLException: No suitable driver", "logs/kylin.log"),
    ],
    fires: Example::Edits(
        "kylin-six",
        &[("settings.metastore.driver", "mariadb-java-client-3.1.4.jar")],
    ),
    clean: Example::Edits(
        "kylin-six",
        &[
            ("settings.metastore.driver", "mariadb-java-client-3.1.4.jar"),
            ("settings.metastore.jdbc_url", "jdbc:mariadb://db.example.com:3306/kylin"),
        ],
    ),
    check: |cx, sink| {
        let file = cx.text(DRIVER);
        let Some(driver) = Driver::of(&file) else { return };
        for found in jdbc(cx) {
            let read = MetadataUrl::read(&found.value);
            let Some(url) = read.get("url").filter(|url| !driver.takes(url)) else { continue };
            let (from, to) =
                if url.starts_with(MARIADB) { (MARIADB, MYSQL) } else { (MYSQL, MARIADB) };
            let (place, right) = if found.overridden() {
                (found.place.clone(), found.value.replacen(from, to, 1))
            } else {
                let field = Place::Setting("metastore.jdbc_url".to_owned());
                (field, url.replacen(from, to, 1))
            };
            sink.report(
                place.clone(),
                msg!(en: "{f} does not take URLs that begin with {s}: Kylin will not start.",
                     zh: "{f} 不接受以 {s} 开头的 URL，Kylin 将无法启动。", f = shown(&file), s = from),
            )
            .related([Place::Setting(DRIVER.to_owned())])
            .fix(msg!(en: "Write {s}", zh: "改为 {s}", s = to), vec![Edit::Set(place, right)]);
        }
    },
};

/// Databases that other programs of a Hadoop cluster call their own.
const OF_OTHERS: [&str; 10] = [
    "ambari",
    "hive",
    "hive_metastore",
    "hivemeta",
    "hivemetastore",
    "hue",
    "metastore",
    "oozie",
    "ranger",
    "scm",
];

/// In another program's database.
pub(super) static SHARED: Rule = Rule {
    id: "KYL087",
    name: "metastore-in-the-database-of-another",
    severity: Severity::Info,
    title: Text::new(
        "The metastore has a database and a user of its own.",
        "元数据库使用自己的数据库和用户。",
    ),
    why: Text::new(
        "In Hive's own database, with Hive's user, Kylin's two tables stand beside Hive's: whoever restores, upgrades or drops that database takes Kylin's metadata with it, and Kylin's user, whose name and password are on every node, may change Hive's tables. It works, and is common on one test machine. Otherwise make a database and a user for Kylin.",
        "放在 Hive 自己的数据库并使用 Hive 的用户时，Kylin 的两张表与 Hive 的表混在一起：恢复、升级或删除该数据库会连带影响 Kylin 的元数据；而用户名和密码存放在每个节点上的 Kylin 用户也能修改 Hive 的表。这样可以运行，在单台测试机上也很常见。其他情况请为 Kylin 单独建立数据库和用户。",
    ),
    sources: &[DOC_MYSQL],
    symptoms: &[],
    fires: Example::Edits("kylin-six", &[("settings.metastore.username", "hive")]),
    clean: Example::Edits("kylin-six", &[("settings.metastore.username", "kylin")]),
    check: |cx, sink| {
        for found in jdbc(cx) {
            let url = MetadataUrl::read(&found.value);
            let of_others = |name: &str| OF_OTHERS.contains(&name.to_ascii_lowercase().as_str());
            let database = url.get("url").and_then(database).filter(|n| of_others(n));
            let user = url.get("username").filter(|u| of_others(u));
            let message = match (&database, user) {
                (Some(database), Some(user)) => {
                    msg!(en: "The database {d} and the user {u} look like those of another program; Kylin shares both with it.",
                         zh: "数据库 {d} 和用户 {u} 看起来属于其他程序，Kylin 与其共用。", d = shown(database), u = shown(user))
                }
                (Some(database), None) => {
                    msg!(en: "The database {d} looks like that of another program; Kylin shares it.",
                         zh: "数据库 {d} 看起来属于其他程序，Kylin 与其共用。", d = shown(database))
                }
                (None, Some(user)) => {
                    msg!(en: "The user {u} looks like that of another program; Kylin shares its rights.",
                         zh: "用户 {u} 看起来属于其他程序，Kylin 与其共用权限。", u = shown(user))
                }
                (None, None) => continue,
            };
            sink.report(place_of(&found), message);
        }
    },
};
