//! The software that must be there.

use super::roles::ALLUXIO;
use super::versions::two;
use crate::common::zookeeper;
use ::rules::{Context, Package};
use model::Text;

/// In the order in which they are installed.
pub(crate) fn packages(cx: &Context) -> Vec<Package> {
    let mut all = Vec::new();
    let made = zookeeper::fields::made(cx);
    if !cx.with_roles(ALLUXIO).is_empty() {
        let version = cx.spec.version.trim();
        let file = cx.text("paths.package").into_owned();
        all.push(Package {
            id: "java",
            title: if two(cx) {
                const { Text::new("Java 8 or 11 (JDK or JRE)", "Java 8 或 11（JDK 或 JRE）") }
            } else {
                const { Text::new("Java 8 (JDK or JRE)", "Java 8（JDK 或 JRE）") }
            },
            version: if two(cx) { "11" } else { "8" }.to_owned(),
            architecture: "any",
            file: String::new(),
            url: if two(cx) {
                "https://adoptium.net/temurin/releases/?version=11"
            } else {
                "https://adoptium.net/temurin/releases/?version=8"
            }
            .to_owned(),
            sha256: "",
            services: if made {
                &["alluxio-master", "alluxio-worker", "alluxio-proxy", "zookeeper"]
            } else {
                PROCESSES
            },
        });
        all.push(Package {
            id: "alluxio",
            title: const { Text::same("Alluxio") },
            version: version.to_owned(),
            architecture: "any",
            url: format!("https://downloads.alluxio.io/downloads/files/{version}/{file}"),
            file,
            sha256: "",
            services: PROCESSES,
        });
    }
    if made {
        all.push(zookeeper::package(cx));
    }
    all
}

const PROCESSES: &[&str] = &["alluxio-master", "alluxio-worker", "alluxio-proxy"];
