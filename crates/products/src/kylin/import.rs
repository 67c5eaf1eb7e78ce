//! Kylin's files among foreign ones.

use super::configure::NAME;
use super::effective::{METADATA, MetadataUrl};
use super::files::setenv;
use super::roles::KYLIN;
use crate::common::beside::{
    BALANCER, CATALINA, CONTEXT, CORE, DATA_CACHE, FLOATING, HBASE, HDFS, NODE, SERVER,
};
use crate::common::import::{MYID, ZOO, host, hosts, members, named};
use crate::common::jdbc::{Driver, MARIADB_DRIVER, NEW_MYSQL_DRIVER};
use ::rules::{
    Beside, Context, Foreign, Format, Found, Import, Known, Named, Stranger, same_machine,
};
use model::{Environment, Text};
use std::collections::BTreeSet;

/// What the products of the family have in common: Kylin reads `kylin.properties.override` over
/// `kylin.properties` (`KylinConfig.getKylinPropertiesAsInputStream`).
/// The start script reads `bin/setenv.sh`, which older releases have, and then the one in `conf/`
/// (`kylin.sh`).
pub(crate) const fn known(main: &'static str, shell: &'static str) -> [Known; 5] {
    [
        Known::properties("kylin.properties.override", main).winning(1),
        Known::properties("kylin.properties", main),
        Known::properties("conf/setenv.sh", shell).in_format(Format::Shell).winning(1),
        Known::properties("setenv.sh", shell).in_format(Format::Shell),
        ZOO,
    ]
}

/// What stands beside a product of the family. The file of the other cluster's name nodes has a name of
/// its own.
pub(crate) static BESIDE: &[Beside] = &[
    FLOATING,
    BALANCER,
    CONTEXT,
    SERVER,
    DATA_CACHE,
    CATALINA,
    NODE,
    Beside {
        subject: super::files::HDFS_CLIENT,
        ends: &["hbase.hdfs.xml"],
        writes: &["conf/hbase.hdfs.xml"],
        ..HDFS
    },
    HDFS,
    CORE,
    HBASE,
];

/// Folders of an installation.
pub(crate) static FOLDERS: &[&str] = &[
    "bin",
    "conf",
    "ext",
    "hadoop_conf",
    "hive_conf",
    "lib",
    "logs",
    "profile",
    "profile_min",
    "profile_prod",
    "sbin",
    "server",
    "spark",
    "tomcat",
    "tool",
    "webapps",
    "zookeeper",
];

static KNOWN: [Known; 5] = known(NAME, setenv::NAME);

/// Rules of modes that no node has.
pub(crate) const ABSENT: &[&str] = &["KYL002", "KYL003"];

/// Its files.
pub(crate) static IMPORT: Import = Import {
    known: &KNOWN,
    beside: BESIDE,
    folders: FOLDERS,
    numbered: Some(MYID),
    releases: &[
        "apache-kylin-",
        "kylin-",
        "kylin:",
        "kylin-job-",
        "kylin-coprocessor-",
        "kylin-jdbc-",
        "kylin-server-",
        "kylin-server-base-",
    ],
    absent: ABSENT,
    named: |foreign| servers(foreign, NAME),
    environment: Some(|foreign| environment(foreign, NAME)),
    strangers: STRANGERS,
    told: super::told::told,
    settled: driver,
    elsewhere: receivers,
    ..Import::NONE
};

/// The driver whose class the URL of the metadata names: of no jar do files say what it is called.
fn driver(cx: &Context) -> Vec<(&'static str, &'static str)> {
    const FIELD: &str = "metastore.driver";
    let found = cx.set_values_of(METADATA);
    let classes: BTreeSet<&str> = found
        .iter()
        .filter(|found| found.overridden())
        .map(|found| MetadataUrl::read(&found.value))
        .filter(MetadataUrl::jdbc)
        .filter_map(|url| url.get("driverClassName"))
        .collect();
    let own = Driver::of(&cx.text(FIELD)).map(Driver::class);
    let file = match classes.first() {
        Some(&NEW_MYSQL_DRIVER) => "mysql-connector-j-8.0.33.jar",
        Some(&MARIADB_DRIVER) => "mariadb-java-client-2.7.2.jar",
        _ => return Vec::new(),
    };
    let only = classes.len() == 1 && found.iter().all(Found::overridden);
    let needed = only && own != classes.first().copied();
    if needed { vec![(FIELD, file)] } else { Vec::new() }
}

/// Hosts of streaming receivers, programs of their own that share the file with the servers: they have an
/// address at their own port (`StreamingServer`), no mode, and stand in no list of servers.
fn receivers(foreign: &Foreign) -> Vec<(String, Text)> {
    const PORT: &str = ":9090";
    const WHAT: Text = Text::new("a streaming receiver", "流式接收器");
    let lists = ["kylin.server.cluster-servers", "kylin.rest.servers"];
    let servers: BTreeSet<&str> = lists
        .iter()
        .flat_map(|key| foreign.values(NAME, key))
        .flat_map(|(_, list)| hosts(list))
        .collect();
    let all = foreign.hosts.iter().filter(|(folder, files)| {
        let Some(lines) = files.get(NAME) else { return false };
        let own = lines.get("kylin.stream.node").filter(|own| own.trim().ends_with(PORT));
        let name = own.and_then(|own| host(own));
        own.is_some()
            && !lines.contains_key("kylin.server.mode")
            && !servers.contains(folder.as_str())
            && name.is_none_or(|name| !servers.contains(name))
    });
    all.map(|(host, _)| (host.clone(), WHAT)).collect()
}

/// What came after the products of the family has a `kylin.properties`, too: queries and builds are
/// Spark's there, and there is no HBase.
pub(crate) static STRANGERS: &[Stranger] = &[Stranger {
    title: Text::new(
        "Apache Kylin 4 or 5, or of Kyligence Enterprise 4",
        "Apache Kylin 4/5 或 Kyligence Enterprise 4",
    ),
    begins: &[
        "kylin.storage.columnar.",
        "kylin.engine.spark-home",
        "kylin.query.auto-sparder-context",
        "kylin.query.spark-conf.",
        "kylin.query.sparder-context.",
        "kylin.server.leader-race.",
        "kylin.server.store-type",
        "kylin.env.apache-hadoop-conf-dir",
        "kylin.env.apache-hive-conf-dir",
        "spring.session.store-type",
    ],
    values: &[],
    since: "4",
}];

/// What `kylin.env` says: `PROD`, or one of those that it is while somebody tries things out.
pub(crate) fn environment(foreign: &Foreign, main: &'static str) -> Option<Environment> {
    let said = ["kylin.env", "deploy.env"].map(|key| foreign.values(main, key));
    let all: Vec<&str> = said.into_iter().flatten().map(|(_, value)| value.trim()).collect();
    let production = all.iter().any(|value| value.eq_ignore_ascii_case("PROD"));
    let test = all.iter().any(|value| ["DEV", "QA", "UT"].contains(&value.to_uppercase().as_str()));
    match (production, test) {
        (true, _) => Some(Environment::Production),
        (_, true) => Some(Environment::Test),
        _ => None,
    }
}

/// The nodes that the lists of servers name; the one with modes says their roles, too.
pub(crate) fn servers(foreign: &Foreign, main: &'static str) -> Vec<Named> {
    let mut all = members(foreign, &[(main, "kylin.env.zookeeper-connect-string")]);
    for key in ["kylin.server.cluster-servers", "kylin.rest.servers"] {
        let lists = foreign.values(main, key);
        all.extend(lists.flat_map(|(_, list)| hosts(list)).map(|host| named(host, "")));
    }
    // A node does what its own file says, whatever the lists of all say of it.
    let own_mode = |host: &str| {
        let own = foreign.hosts.iter().find(|(of, _)| same_machine(of, host))?.1.get(main)?;
        let mode = own.get("kylin.server.mode")?;
        KYLIN.iter().find(|role| **role == mode.trim()).copied()
    };
    for (_, list) in foreign.values(main, "kylin.server.cluster-servers-with-mode") {
        for entry in list.split(',') {
            let role = KYLIN.iter().find(|role| entry.trim().ends_with(&format!(":{role}")));
            let role = role.copied().unwrap_or_default();
            all.extend(hosts(entry).map(|host| named(host, own_mode(host).unwrap_or(role))));
        }
    }
    all
}
