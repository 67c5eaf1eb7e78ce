//! Kylin's files among foreign ones.

use super::configure::NAME;
use super::files::setenv;
use super::roles::KYLIN;
use crate::common::beside::{
    BALANCER, CATALINA, CONTEXT, CORE, DATA_CACHE, HBASE, HDFS, NODE, SERVER,
};
use crate::common::import::{ZOO, hosts, members, named};
use ::rules::{Beside, Foreign, Format, Import, Known, Named, Stranger};
use model::{Environment, Text};

/// What the products of the family have in common: Kylin reads `kylin.properties.override` over
/// `kylin.properties` (`KylinConfig.getKylinPropertiesAsInputStream`).
pub(crate) const fn known(main: &'static str, shell: &'static str) -> [Known; 4] {
    [
        Known::properties("kylin.properties.override", main).winning(1),
        Known::properties("kylin.properties", main),
        Known::properties("setenv.sh", shell).in_format(Format::Shell),
        ZOO,
    ]
}

/// What stands beside a product of the family. The file of the other cluster's name nodes has a name of
/// its own.
pub(crate) static BESIDE: &[Beside] = &[
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
pub(crate) static FOLDERS: &[&str] =
    &["conf", "tomcat", "zookeeper", "profile", "profile_min", "profile_prod"];

static KNOWN: [Known; 4] = known(NAME, setenv::NAME);

/// Rules of modes that no node has.
pub(crate) const ABSENT: &[&str] = &["KYL002", "KYL003"];

/// Its files.
pub(crate) static IMPORT: Import = Import {
    known: &KNOWN,
    beside: BESIDE,
    folders: FOLDERS,
    releases: &["apache-kylin-", "kylin-", "kylin:"],
    absent: ABSENT,
    named: |foreign| servers(foreign, NAME),
    environment: Some(|foreign| environment(foreign, NAME)),
    strangers: STRANGERS,
    ..Import::NONE
};

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
    for (_, list) in foreign.values(main, "kylin.server.cluster-servers-with-mode") {
        for entry in list.split(',') {
            let role = KYLIN.iter().find(|role| entry.trim().ends_with(&format!(":{role}")));
            all.extend(hosts(entry).map(|host| named(host, role.copied().unwrap_or_default())));
        }
    }
    all
}
