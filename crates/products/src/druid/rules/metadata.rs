//! The metadata store.

use super::asked::{Seen, each_of, is_variable, loading, loads, only_core, place_or, report};
use super::rule;
use crate::druid::effective::parse;
use crate::druid::fields::metadata::{KIND, TYPE, URI};
use crate::druid::packages::driver;
use crate::druid::roles::{COORDINATOR, COORDINATORS, MASTER, OVERLORD};
use crate::druid::sources::{
    DOC_HA, DOC_METADATA, DOC_MYSQL, DOC_POSTGRESQL, MYSQL_DRIVER, issue, lab,
};
use ::rules::{Context, Sink};
use model::value::shown;
use model::{Environment, Place, msg};

const MASTERS: &[&str] = &[MASTER, COORDINATOR, OVERLORD];
const SCHEMA_KEY: &str = "druid.metadata.postgres.dbTableSchema";
const DRIVER_CLASS: &str = "druid.metadata.mysql.driver.driverClassName";
const CREATE: &str = "druid.metadata.storage.connector.createTables";

/// The extension of a kind of database; nothing for one that needs none, or of which nothing is known.
fn extension(kind: &str) -> Option<&'static str> {
    match kind {
        "mysql" => Some("mysql-metadata-storage"),
        "postgresql" => Some("postgresql-metadata-storage"),
        "sqlserver" => Some("sqlserver-metadata-storage"),
        _ => None,
    }
}

rule!(
    /// One master's own database for several of them.
    SEVERAL_MASTERS, "DRU004", "several-masters-with-derby", Error,
    ["Several Coordinators share a database server.", "多个 Coordinator 必须共用一个数据库服务器。"],
    ["Derby runs inside of one Coordinator. In the lab the second master started and was healthy; when the first one died it led as Coordinator and never as Overlord, so that nothing was ever loaded again. Take PostgreSQL or MySQL.",
     "Derby 运行在某个 Coordinator 进程内。实测第二个 master 能启动且健康；第一个故障后，它成为 Coordinator 的主（leader），却永远无法成为 Overlord 的主，从此无法导入任何数据。请使用 PostgreSQL 或 MySQL。"],
    [lab("druid-derby-two-masters"), DOC_HA],
    [("TaskMaster set a new Lifecycle without the old one being cleared!  Race condition", "log/coordinator-overlord.log"),
     ("listener becomeLeader() failed", "log/coordinator-overlord.log")],
    fires "druid-ha" [("settings.metadata.kind", "derby")],
    clean "druid-small" [("settings.metadata.kind", "derby")],
    |cx, sink| {
        let masters = cx.with_roles(COORDINATORS);
        if masters.len() < 2 {
            return;
        }
        let mut seen = Seen::default();
        for (program, node) in each_of(cx, MASTERS) {
            let kind = program.reads(cx, node, TYPE);
            let place = place_or(cx, node, program, TYPE, KIND);
            if matches!(kind.as_str(), "derby" | "") && seen.first(&place) {
                let rows: Vec<_> = masters.iter().map(|node| node.row).collect();
                report(
                    sink,
                    place,
                    msg!(en: "{nodes} run a Coordinator each, and the metadata store is Derby, which is inside of one of them.",
                         zh: "{nodes} 各运行一个 Coordinator，而元数据存储是运行在其中一个进程内的 Derby。", nodes = cx.names(&rows)),
                );
            }
        }
    }
);

rule!(
    /// A database for trials.
    DERBY, "DRU005", "derby-in-production", Warning,
    ["In production the metadata store is a database server.", "生产环境的元数据存储应使用数据库服务器。"],
    ["With Derby the store is a folder of one machine: when its disk is gone, nobody knows any more which segments there are. Take PostgreSQL or MySQL, and back it up.",
     "使用 Derby 时元数据只是一台机器上的目录：磁盘损坏后就无人知道有哪些 Segment。请使用 PostgreSQL 或 MySQL，并做好备份。"],
    [DOC_METADATA], [],
    fires "druid-small" [("environment", "production"), ("settings.metadata.kind", "derby")],
    clean "druid-small" [("settings.metadata.kind", "derby")],
    |cx, sink| {
        if cx.spec.environment != Environment::Production || cx.with_roles(COORDINATORS).len() > 1 {
            return;
        }
        let mut seen = Seen::default();
        for (program, node) in each_of(cx, MASTERS) {
            let place = place_or(cx, node, program, TYPE, KIND);
            if matches!(program.reads(cx, node, TYPE).as_str(), "derby" | "") && seen.first(&place) {
                report(sink, place, msg!(en: "The metadata store of a production cluster is Derby, on the disk of {n}.",
                    zh: "生产集群的元数据存储是 Derby，位于 {n} 的磁盘上。", n = cx.name(node.row)));
            }
        }
    }
);

rule!(
    /// A database that nothing can talk to.
    NO_EXTENSION, "DRU006", "metadata-store-without-extension", Error,
    ["The metadata store's extension is loaded.", "已加载元数据存储所需的扩展。"],
    ["Druid itself knows Derby alone. Without mysql-metadata-storage or postgresql-metadata-storage in druid.extensions.loadList the Coordinator stops at its start; the other processes do not look at it.",
     "Druid 本身只支持 Derby。druid.extensions.loadList 中没有 mysql-metadata-storage 或 postgresql-metadata-storage 时，Coordinator 启动即停止；其他进程不读取该配置。"],
    [lab("druid-metadata-without-extension"), DOC_METADATA],
    [("Unknown provider […] of Key[type=MetadataStorageConnector", "log/coordinator-overlord.log"),
     ("Unknown provider[…] of Key[type=org.apache.druid.metadata.MetadataStorage", "log/coordinator-overlord.log")],
    fires "druid-kinds" [("overrides.cluster.druid.extensions.loadList", "[\"druid-hdfs-storage\", \"druid-kafka-indexing-service\", \"druid-datasketches\"]")],
    clean "druid-kinds" [("overrides.cluster.druid.extensions.loadList", "[\"druid-hdfs-storage\", \"druid-kafka-indexing-service\", \"druid-datasketches\", \"postgresql-metadata-storage\"]")],
    no_extension
);

fn no_extension(cx: &Context, sink: &mut Sink) {
    let mut seen = Seen::default();
    for (program, node) in each_of(cx, MASTERS) {
        let kind = program.reads(cx, node, TYPE);
        if matches!(kind.as_str(), "derby" | "") || is_variable(&kind) {
            continue;
        }
        let place = place_or(cx, node, program, TYPE, KIND);
        if let Some(name) = extension(&kind) {
            if !loads(cx, node, program, name) && seen.first(&place) {
                let (title, edits) = loading(cx, program, node, name);
                sink.report(
                    place,
                    msg!(en: "The metadata store is {k}, but {p} does not load {n}: it would stop.",
                         zh: "元数据存储是 {k}，但 {p} 没有加载 {n}：它会停止。", k = shown(&kind), p = program.title, n = name),
                )
                .fix(title, edits);
            }
        } else if only_core(cx, node, program) && seen.first(&place) {
            report(
                sink,
                place,
                msg!(en: "No extension that {p} loads knows the metadata store \"{k}\": it would stop.",
                     zh: "{p} 加载的扩展都不支持元数据存储“{k}”：它会停止。", k = shown(&kind), p = program.title),
            );
        }
    }
}

rule!(
    /// An address of one database for the driver of another.
    OTHER_ADDRESS, "DRU007", "address-of-another-database", Error,
    ["The store's address is one of its own kind, with a database in it.", "元数据存储的地址与类型一致，并带有数据库名。"],
    ["The driver refuses the address of another kind of database, and the Coordinator tries again for ever without becoming ready. Without a database's name MySQL's character set is not found, and it stops. Set host, port and database in the fields, or write the address in full.",
     "驱动会拒绝其他类型数据库的地址，Coordinator 将一直重试而无法就绪。缺少数据库名时查不到 MySQL 的字符集，进程会停止。请在字段中填写主机、端口和数据库，或写出完整地址。"],
    [lab("druid-metadata-unreachable"), lab("druid-metadata-without-name"), DOC_METADATA],
    [("Cannot create JDBC driver of class '…' for connect URL", "log/coordinator-overlord.log"),
     ("Druid requires its MySQL database to be created with an UTF8 charset, found", "log/coordinator-overlord.log")],
    fires "druid-migrated" [("overrides.cluster.druid.metadata.storage.connector.connectURI", "jdbc:postgresql://db.example.com/druid")],
    clean "druid-migrated" [("overrides.cluster.druid.metadata.storage.connector.connectURI", "jdbc:mysql://db.example.com:3306/druid")],
    other_address
);

fn other_address(cx: &Context, sink: &mut Sink) {
    let mut seen = Seen::default();
    for (program, node) in each_of(cx, MASTERS) {
        let (kind, uri) = (program.reads(cx, node, TYPE), program.reads(cx, node, URI));
        if uri.is_empty() || is_variable(&uri) {
            continue;
        }
        let maria = program.reads(cx, node, DRIVER_CLASS).contains("mariadb") && cx.since("0.22");
        let schemes: &[&str] = match kind.as_str() {
            "mysql" if maria => &["mysql", "mariadb"],
            "mysql" => &["mysql"],
            "postgresql" => &["postgresql"],
            "derby" | "" => &["derby"],
            _ => continue,
        };
        let scheme = uri.strip_prefix("jdbc:").and_then(|rest| rest.split(':').next());
        let message = match scheme {
            Some(scheme) if schemes.contains(&scheme) => {
                let nameless = parse(&uri).is_some_and(|database| database.name.is_empty());
                if kind != "mysql" || !nameless {
                    continue;
                }
                msg!(en: "\"{u}\" names no database.", zh: "“{u}”没有写明数据库名。", u = shown(&uri))
            }
            _ => {
                msg!(en: "The metadata store is {k}, and \"{u}\" is no address that its driver takes.",
                     zh: "元数据存储是 {k}，其驱动不接受地址“{u}”。", k = shown(if kind.is_empty() { "derby" } else { &kind }), u = shown(&uri))
            }
        };
        let place = place_or(cx, node, program, URI, KIND);
        if seen.first(&place) {
            report(sink, place, message);
        }
    }
}

rule!(
    /// A database on each machine itself.
    LOCALHOST, "DRU008", "metadata-store-on-localhost", Error,
    ["With masters on several machines the metadata store is not on localhost.", "master 分布在多台机器上时，元数据存储不能是 localhost。"],
    ["Each master would look for the database on its own machine: where it is not, the process lives, never becomes ready and tries again for ever. Name the machine of the database.",
     "每个 master 都会在自己的机器上找数据库：没有数据库的机器上进程虽在运行，却永远无法就绪，一直重试。请填写数据库所在的机器。"],
    [lab("druid-metadata-unreachable"), DOC_METADATA],
    [("Cannot create PoolableConnectionFactory (Communications link failure", "log/coordinator-overlord.log")],
    fires "druid-ha" [("settings.metadata.host", "localhost")],
    clean "druid-migrated" [("settings.metadata.host", "localhost")],
    |cx, sink| {
        let masters = cx.with_roles(MASTERS);
        if masters.len() < 2 {
            return;
        }
        let mut seen = Seen::default();
        for (program, node) in each_of(cx, MASTERS) {
            let uri = program.reads(cx, node, URI);
            let local = parse(&uri).is_some_and(|database| {
                !database.servers.is_empty() && database.servers.iter().all(|s| s.host.is_loopback())
            });
            let place = place_or(cx, node, program, URI, "metadata.host");
            if local && seen.first(&place) {
                let rows: Vec<_> = masters.iter().map(|node| node.row).collect();
                report(sink, place, msg!(en: "\"{u}\" is another machine for each of {nodes}.",
                    zh: "“{u}”对 {nodes} 来说各是不同的机器。", u = shown(&uri), nodes = cx.names(&rows)));
            }
        }
    }
);

rule!(
    /// A class that is in another file than the one that is fetched.
    DRIVER, "DRU009", "driver-of-another-file", Warning,
    ["The driver's class is in the driver that is installed.", "驱动类包含在所安装的驱动文件中。"],
    ["MySQL's driver 5.1 goes with Druid up to 30, Connector/J 8.2 from 31 on, MariaDB's own for MariaDB. PACKAGES.tsv names the file; the Coordinator stops when the class is in none. (Connector/J 8 starts with 30, too, but errors that pass are then not tried again.) Remove the override, or put the file that has the class into the extension's folder on all masters.",
     "Druid 30 及以前使用 MySQL 驱动 5.1，31 起使用 Connector/J 8.2，MariaDB 使用其自带驱动。PACKAGES.tsv 列出了文件；任何文件都不含该类时 Coordinator 会停止。（Connector/J 8 也能配合 30 启动，但暂时性错误不会重试。）请删除覆盖项，或在所有 master 的扩展目录中放入含有该类的文件。"],
    [lab("druid-metadata-without-driver"), MYSQL_DRIVER, DOC_MYSQL],
    [("on the classpath. The MySQL Connector library is not included in the Druid distribution", "log/coordinator-overlord.log"),
     ("java.lang.NoClassDefFoundError: com/mysql/jdbc/exceptions/MySQLTransientException", "log/coordinator-overlord.log")],
    fires "druid-25" [("overrides.cluster.druid.metadata.mysql.driver.driverClassName", "com.mysql.cj.jdbc.Driver")],
    clean "druid-25" [("overrides.cluster.druid.metadata.mysql.driver.driverClassName", "com.mysql.jdbc.Driver")],
    |cx, sink| {
        let Some(file) = driver(cx).map(|package| package.file) else { return };
        let has = |class: &str| match class {
            "com.mysql.jdbc.Driver" => file.starts_with("mysql-"),
            "com.mysql.cj.jdbc.Driver" => file.starts_with("mysql-connector-j-"),
            "org.mariadb.jdbc.Driver" => file.starts_with("mariadb-"),
            _ => false,
        };
        let mut seen = Seen::default();
        for (program, node) in each_of(cx, MASTERS) {
            let class = program.reads(cx, node, DRIVER_CLASS);
            let place = place_or(cx, node, program, DRIVER_CLASS, KIND);
            let mysql = program.reads(cx, node, TYPE) == "mysql" && cx.since("0.22");
            if mysql && matches!(place, Place::Override(..)) && !class.is_empty() && !has(&class) && seen.first(&place) {
                report(sink, place, msg!(en: "{f}, which PACKAGES.tsv names, has no class {c}.",
                    zh: "PACKAGES.tsv 中列出的 {f} 不含类 {c}。", f = file.as_str(), c = shown(&class)));
            }
        }
    }
);

/// The value of a parameter of an address.
fn parameter<'u>(uri: &'u str, name: &str) -> Option<&'u str> {
    let (_, parameters) = uri.split_once('?')?;
    let mut pairs = parameters.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find_map(|(key, value)| (key == name).then_some(value))
}

rule!(
    /// Tables looked for where they are not made.
    SCHEMAS_DIFFER, "DRU010", "two-schemas", Warning,
    ["The address and Druid name the same schema of PostgreSQL.", "地址与 Druid 指定的 PostgreSQL schema 必须一致。"],
    ["currentSchema of the address says where tables are made, druid.metadata.postgres.dbTableSchema where Druid looks for them: a table that was just made seems not to be there. Name one schema in both, or none.",
     "地址中的 currentSchema 决定在哪里建表，druid.metadata.postgres.dbTableSchema 决定 Druid 在哪里查找：刚建好的表会显得不存在。请在两处写同一个 schema，或都不写。"],
    [issue("apache/druid #17870: tables in a schema of PostgreSQL", "https://github.com/apache/druid/issues/17870"), DOC_POSTGRESQL], [],
    fires "druid-kinds" [("overrides.cluster.druid.metadata.storage.connector.connectURI", "jdbc:postgresql://db.example.com:5432/druid?currentSchema=druid")],
    clean "druid-kinds" [("overrides.cluster.druid.metadata.storage.connector.connectURI", "jdbc:postgresql://db.example.com:5432/druid?currentSchema=druid"), ("overrides.cluster.druid.metadata.postgres.dbTableSchema", "druid")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each_of(cx, MASTERS) {
            let uri = program.reads(cx, node, URI);
            let Some(one) = parameter(&uri, "currentSchema") else { continue };
            let other = program.reads(cx, node, SCHEMA_KEY);
            let other = if other.is_empty() { "public" } else { &other };
            let place = place_or(cx, node, program, URI, "metadata.host");
            if one.split(',').all(|schema| schema != other) && seen.first(&place) {
                sink.report(place, msg!(en: "The address names the schema \"{a}\", and Druid looks into \"{b}\".",
                    zh: "地址指定的 schema 是“{a}”，而 Druid 查找的是“{b}”。", a = shown(one), b = shown(other)));
            }
        }
    }
);

rule!(
    /// A schema that the user must own.
    SCHEMA, "DRU011", "schema-needs-its-owner", Info,
    ["Another schema than public belongs to Druid's user.", "public 以外的 schema 应归 Druid 的用户所有。"],
    ["Druid makes and changes its tables, now and with each new version. A user who owns nothing but a schema of somebody else's database was seen to end in a Coordinator that restarts for ever; a database of its own, owned by the user as database/create.sql makes it, was the way out. Make the schema beforehand, with that owner.",
     "Druid 会自行建表和改表，首次启动和每次升级都会。曾有用户只拥有他人数据库中的一个 schema，结果 Coordinator 不断重启；改用归该用户所有的独立数据库（database/create.sql 就是这样创建的）后解决。请预先创建该 schema，并指定所有者。"],
    [issue("apache/druid #17870: tables in a schema of PostgreSQL", "https://github.com/apache/druid/issues/17870"), DOC_POSTGRESQL],
    [("ERROR: column \"type\" does not exist", "log/coordinator-overlord.log")],
    fires "druid-kinds" [("settings.metadata.schema", "druid")],
    clean "druid-kinds" [("settings.metadata.schema", "public")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each_of(cx, MASTERS) {
            let schema = program.reads(cx, node, SCHEMA_KEY);
            let place = place_or(cx, node, program, SCHEMA_KEY, "metadata.schema");
            let other = program.reads(cx, node, TYPE) == "postgresql" && !schema.is_empty() && schema != "public";
            if other && seen.first(&place) {
                sink.report(place, msg!(en: "Druid's tables are to stand in the schema \"{s}\": its user must own it.",
                    zh: "Druid 的表将放在 schema“{s}”中：其用户必须拥有该 schema。", s = shown(&schema)));
            }
        }
    }
);

rule!(
    /// Tables that somebody else makes.
    TABLES, "DRU012", "tables-are-not-made", Info,
    ["Tables that Druid may not make are made before each start of a new version.", "不允许 Druid 建表时，每次启动新版本前需先建表。"],
    ["With createTables=false `tools metadata-init` has to run first; a column that is missing shows in the Coordinator's log. Tables that 28 or newer has made cannot be used by 27 and older: there is no way back.",
     "createTables=false 时须先运行 `tools metadata-init`；缺少的列会出现在 Coordinator 的日志中。由 28 或更新版本创建的表不能用于 27 及更早版本：无法退回。"],
    [DOC_METADATA, issue("apache/druid #15667: tables of a newer version", "https://github.com/apache/druid/issues/15667")],
    [("null value in column \"used_status_last_updated\" of relation", "log/coordinator-overlord.log"),
     ("Column [used_status_last_updated] does not exist in table", "log/coordinator-overlord.log")],
    fires "druid-kinds" [("settings.metadata.create_tables", "false")],
    clean "druid-kinds" [("settings.metadata.create_tables", "true")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each_of(cx, MASTERS) {
            let place = place_or(cx, node, program, CREATE, "metadata.create_tables");
            if program.reads(cx, node, CREATE).eq_ignore_ascii_case("false") && seen.first(&place) {
                sink.report(place, msg!(en: "Druid makes no tables here: run metadata-init before the first start of each version.",
                    zh: "此处 Druid 不建表：每个版本首次启动前请运行 metadata-init。"));
            }
        }
    }
);
