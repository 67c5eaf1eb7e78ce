//! The software that must be there.

use super::kyligence;
use crate::common::{kerberos, load_balancer, session, zookeeper};
use crate::kylin::effective;
use crate::kylin::packages::driver;
use crate::kylin::roles::KYLIN;
use ::rules::{Context, Package};
use model::Text;

/// In the order in which they are installed.
pub(crate) fn packages(cx: &Context) -> Vec<Package> {
    let mut all = Vec::new();
    let made = zookeeper::fields::made(cx);
    if !cx.with_roles(KYLIN).is_empty() {
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
        let clients = if effective::hbase(cx) || cx.is("storage.edition", "enterprise") {
            const {
                Text::new(
                    "The clients of the Hadoop cluster: hadoop, hive and hbase",
                    "Hadoop 集群的客户端：hadoop、hive 和 hbase",
                )
            }
        } else {
            const {
                Text::new(
                    "The clients of the Hadoop cluster: hadoop and hive",
                    "Hadoop 集群的客户端：hadoop 和 hive",
                )
            }
        };
        all.push(Package {
            id: "hadoop-clients",
            title: clients,
            version: "—".to_owned(),
            architecture: "any",
            file: String::new(),
            url: String::new(),
            sha256: "",
            services: &["kylin"],
        });
        all.push(Package {
            id: if kyligence(cx) { "kyligence" } else { "kap" },
            title: if kyligence(cx) {
                const { Text::same("Kyligence Enterprise") }
            } else {
                const { Text::same("KAP") }
            },
            version: cx.spec.version.trim().to_owned(),
            architecture: "any",
            file: cx.text("paths.package").into_owned(),
            url: String::new(),
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
