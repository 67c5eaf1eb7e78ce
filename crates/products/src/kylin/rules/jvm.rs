//! Java and its memory.

use crate::kylin::sources::{JAVA_LATER, SETENV};
use ::rules::{Example, Rule, Symptom};
use model::value::shown;
use model::{Place, Severity, Text, msg};

/// A folder of another Java.
pub(super) static JAVA_HOME: Rule = Rule {
    id: "KYL073",
    name: "java-other-than-8",
    severity: Severity::Warning,
    title: Text::new("Kylin 3.1 runs on Java 8.", "Kylin 3.1 运行在 Java 8 上。"),
    why: Text::new(
        "The options in the release's setenv.sh stop a newer Java at once. Without them, a JDBC metastore still fails on every Java but 8, because the file with the SQL statements is looked for in a way that only Java 8 finds. The name of the folder says another version. Point it at a Java 8.",
        "发行包 setenv.sh 中的选项会让更新的 Java 直接退出。即使去掉这些选项，使用 JDBC 元数据库时除 Java 8 外仍会失败，因为 SQL 语句文件的查找方式只有 Java 8 能找到。该目录名表明是其他版本。请指向 Java 8。",
    ),
    sources: &[SETENV, JAVA_LATER],
    symptoms: &[
        Symptom::new("Unrecognized VM option 'PrintGCDateStamps'", "output of kylin.sh start"),
        Symptom::new("Unrecognized VM option 'MaxPermSize=512M'", "output of kylin.sh start"),
        Symptom::new(
            "Can't find properties named /metadata-jdbc-mysql.properties for metastore",
            "logs/kylin.log",
        ),
        Symptom::new("inStream parameter is null", "logs/kylin.log"),
        Symptom::new(
            "InaccessibleObjectException … java.io.ObjectStreamClass$Caches",
            "logs/kylin.log",
        ),
    ],
    fires: Example::Edits(
        "kylin-three",
        &[("settings.paths.java_home", "/usr/lib/jvm/java-11-openjdk-amd64")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("settings.paths.java_home", "/usr/lib/jvm/java-1.8.0-openjdk")],
    ),
    check: |cx, sink| {
        let of_nodes = cx.spec.nodes.iter().filter_map(|n| {
            let text = n.settings.get("paths.java_home")?;
            Some((Place::NodeSetting(n.row, "paths.java_home".to_owned()), text.as_str()))
        });
        let of_cluster = cx.spec.settings.get("paths.java_home");
        let of_cluster =
            of_cluster.map(|t| (Place::Setting("paths.java_home".to_owned()), t.as_str()));
        for (place, text) in of_cluster.into_iter().chain(of_nodes) {
            if let Some(version) = java_version(text).filter(|v| *v != 8) {
                sink.report(
                    place,
                    msg!(en: "\"{p}\" looks like Java {v}; Kylin 3.1 runs on Java 8 only.",
                         zh: "“{p}”看起来是 Java {v}，Kylin 3.1 只能运行在 Java 8 上。", p = shown(text.trim()), v = version),
                );
            }
        }
    },
};

/// The version in a folder's name: `java-11-openjdk`, `jdk1.8.0_202`, `jdk-17.0.2`, `temurin-8`.
fn java_version(path: &str) -> Option<u32> {
    let name = path.trim().trim_end_matches('/').rsplit('/').next()?.to_ascii_lowercase();
    let from = ["jdk", "jre", "java", "temurin", "zulu", "corretto"]
        .iter()
        .filter_map(|word| name.find(word).map(|at| at + word.len()))
        .min()?;
    let mut numbers = name
        .get(from..)?
        .trim_start_matches(['-', '_'])
        .split(|c: char| !c.is_ascii_digit())
        .map(str::parse::<u32>);
    match numbers.next()?.ok()? {
        1 => numbers.next()?.ok(),
        n @ 5..=99 => Some(n),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_java_version_is_read_from_the_name_of_its_folder() {
        for (path, version) in [
            ("/usr/lib/jvm/java-11-openjdk-amd64", Some(11)),
            ("/opt/jdk1.8.0_202/", Some(8)),
            ("/opt/jdk-17.0.2", Some(17)),
            ("/usr/lib/jvm/java-1.8.0", Some(8)),
            ("/opt/temurin-8-jre", Some(8)),
            ("/usr/lib/jvm/default-java", None),
            ("/opt/java", None),
            ("", None),
        ] {
            assert_eq!(java_version(path), version, "{path}");
        }
    }
}
