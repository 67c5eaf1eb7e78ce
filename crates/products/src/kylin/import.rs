//! Kylin's files among foreign ones.

use super::configure::NAME;
use super::files::setenv;
use super::roles::KYLIN;
use crate::common::beside::{
    BALANCER, CATALINA, CONTEXT, CORE, DATA_CACHE, HBASE, HDFS, NODE, SERVER,
};
use crate::common::import::{ZOO, hosts, members, named};
use ::rules::{Beside, Foreign, Format, Import, Known, Named};

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
    tells: &[],
    settled: |_| Vec::new(),
    named: |foreign| servers(foreign, NAME),
    ..Import::NONE
};

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
