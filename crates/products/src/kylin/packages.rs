//! The software that must be there.

use super::effective::{self, Server};
use super::roles::KYLIN;
use super::services::package_file;
use crate::common::{jdbc, kerberos, load_balancer, session, zookeeper};
use ::rules::{Context, Package};
use model::Text;

/// The driver that was tried with MariaDB 10.11 and MySQL 5.7: the sum of the file on the Maven
/// Central repository.
const DRIVER: (&str, &str) = (
    "mysql-connector-java-5.1.49.jar",
    "5bba9ff50e5e637a0996a730619dee19ccae274883a4d28c890d945252bb0e12",
);

/// In the order in which they are installed.
pub(crate) fn packages(cx: &Context) -> Vec<Package> {
    let mut all = Vec::new();
    let made = zookeeper::fields::made(cx);
    if !cx.with_roles(KYLIN).is_empty() {
        let version = cx.spec.version.trim();
        all.push(Package {
            id: "java",
            title: const { Text::new("Java 8 (JDK or JRE)", "Java 8（JDK 或 JRE）") },
            version: "8".to_owned(),
            architecture: "any",
            file: String::new(),
            url: "https://adoptium.net/temurin/releases/?version=8".to_owned(),
            sha256: "",
            services: if made { &["kylin", "zookeeper"] } else { &["kylin"] },
        });
        all.push(Package {
            id: "hadoop-clients",
            title: const {
                Text::new(
                    "The clients of the Hadoop cluster: hadoop, hive, and hbase 1.x",
                    "Hadoop 集群的客户端：hadoop、hive 和 hbase 1.x",
                )
            },
            version: "HBase 1.1 – 1.4".to_owned(),
            architecture: "any",
            file: String::new(),
            url: String::new(),
            sha256: "",
            services: &["kylin"],
        });
        all.push(Package {
            id: "kylin",
            title: const { Text::same("Apache Kylin") },
            version: version.to_owned(),
            architecture: "any",
            file: package_file(version),
            url: format!(
                "https://archive.apache.org/dist/kylin/apache-kylin-{version}/{}",
                package_file(version)
            ),
            sha256: "",
            services: &["kylin"],
        });
        all.extend(driver(cx));
        all.extend(kerberos::package(cx));
    }
    if made {
        all.push(zookeeper::package(cx));
    }
    all.extend(load_balancer::package(cx));
    let sessions = session::packages(cx, &["kylin"], &all);
    all.extend(sessions);
    all
}

/// The driver of the metastore's database.
pub(crate) fn driver(cx: &Context) -> Option<Package> {
    let file = effective::driver_file(cx)?;
    let version = jdbc::version(&file).unwrap_or_default().to_owned();
    let mysql = effective::databases(cx).iter().all(|d| d.server == Server::MySql);
    Some(Package {
        id: if mysql { "mysql-driver" } else { "jdbc-driver" },
        title: if mysql {
            const { Text::new("MySQL JDBC driver", "MySQL JDBC 驱动") }
        } else {
            const { Text::new("JDBC driver", "JDBC 驱动") }
        },
        version,
        architecture: "any",
        sha256: if file == DRIVER.0 { DRIVER.1 } else { "" },
        file,
        url: String::new(),
        services: &["kylin"],
    })
}
