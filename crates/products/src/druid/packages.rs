//! The software that must be there.

use super::fields::metadata::{KIND, is_mysql};
use super::roles::DRUID;
use super::services::PROCESSES;
use super::versions::javas;
use crate::common::zookeeper;
use ::rules::{Context, Package};
use model::Text;

/// Masters alone connect to the database.
const MASTERS: &[&str] = &["druid-coordinator-overlord", "druid-coordinator", "druid-overlord"];

/// Where a version of Java is.
fn java_url(version: u32) -> String {
    format!("https://adoptium.net/temurin/releases/?version={version}")
}

/// In the order in which they are installed.
pub(crate) fn packages(cx: &Context) -> Vec<Package> {
    let mut all = Vec::new();
    let made = zookeeper::fields::made(cx);
    if !cx.with_roles(DRUID).is_empty() {
        let java = javas(cx).first().copied().unwrap_or(8);
        let version = cx.spec.version.trim();
        let file = cx.text("paths.package").into_owned();
        all.push(Package {
            id: "java",
            title: match java {
                21 => const { Text::new("Java 21 (JDK or JRE)", "Java 21（JDK 或 JRE）") },
                17 => const { Text::new("Java 17 (JDK or JRE)", "Java 17（JDK 或 JRE）") },
                11 => const { Text::new("Java 11 (JDK or JRE)", "Java 11（JDK 或 JRE）") },
                _ => const { Text::new("Java 8 (JDK or JRE)", "Java 8（JDK 或 JRE）") },
            },
            version: java.to_string(),
            architecture: "any",
            file: String::new(),
            url: java_url(java),
            sha256: "",
            services: if made { WITH_ZOOKEEPER } else { PROCESSES },
        });
        all.push(Package {
            id: "druid",
            title: const { Text::same("Apache Druid") },
            version: version.to_owned(),
            architecture: "any",
            url: format!("https://archive.apache.org/dist/druid/{version}/{file}"),
            file,
            sha256: "",
            services: PROCESSES,
        });
        all.extend(driver(cx));
    }
    if made {
        all.push(zookeeper::package(cx));
    }
    all
}

const WITH_ZOOKEEPER: &[&str] = &[
    "druid-coordinator-overlord",
    "druid-coordinator",
    "druid-overlord",
    "druid-historical",
    "druid-middleManager",
    "druid-indexer",
    "druid-broker",
    "druid-router",
    "zookeeper",
];

/// The driver of a MySQL or MariaDB, which is no part of the release: 5.1.49 up to 30, Connector/J 8.2.0
/// from 31 on, MariaDB's own 2.7.3 (docs/development/extensions-core/mysql of each version).
pub(crate) fn driver(cx: &Context) -> Option<Package> {
    if !is_mysql(cx) {
        return None;
    }
    let own = cx.is(KIND, "mariadb") && cx.since("0.22");
    let (file, version, sha256) = match () {
        () if own => ("mariadb-java-client-2.7.3.jar", "2.7.3", ""),
        () if cx.since("31") => ("mysql-connector-j-8.2.0.jar", "8.2.0", ""),
        () => (
            "mysql-connector-java-5.1.49.jar",
            "5.1.49",
            "5bba9ff50e5e637a0996a730619dee19ccae274883a4d28c890d945252bb0e12",
        ),
    };
    Some(Package {
        id: "jdbc-driver",
        title: if own {
            const { Text::new("MariaDB JDBC driver", "MariaDB JDBC 驱动") }
        } else {
            const { Text::new("MySQL JDBC driver", "MySQL JDBC 驱动") }
        },
        version: version.to_owned(),
        architecture: "any",
        file: file.to_owned(),
        url: String::new(),
        sha256,
        services: MASTERS,
    })
}
