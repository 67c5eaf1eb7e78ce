//! Java and its memory.

use super::heap::{EXTRA, field_place};
use super::support::kylin_rows;
use crate::kylin::files::setenv::jvm;
use crate::kylin::sources::{JAVA_LATER, SETENV};
use ::rules::{Example, Rule, Source, Symptom};
use model::value::shown;
use model::{Place, RowId, Severity, Text, msg};
use std::collections::BTreeSet;

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

/// Options with which the server does not start.
pub(super) static OPTIONS: Rule = Rule {
    id: "KYL091",
    name: "options-java-refuses",
    severity: Severity::Error,
    title: Text::new("Java takes the server's options.", "Java 接受服务进程的参数。"),
    why: Text::new(
        "The start script hands the options on without quotes, so they are split at every blank, and a word that does not begin with a hyphen is taken for the program. Java ends at a size that it cannot read, such as 4gb, and at a heap that would begin larger than it may become; of two -Xmx the last one counts. Correct the options; the heap has a field.",
        "启动脚本不加引号地传递参数，因此参数在每个空格处分开，不以连字符开头的词会被当作程序名。遇到无法识别的大小（如 4gb），或初始堆内存大于最大堆内存时，Java 会退出；出现两个 -Xmx 时以最后一个为准。请更正参数；堆内存有专门的字段。",
    ),
    sources: &[
        SETENV,
        Source::lab(
            "java-option-words",
            "OpenJDK 17: -Xmx4gb, -Xms2g -Xmx1g, -Xmx64m -XX:InitialHeapSize=128m, -Xmx1g -Xmx64m",
        ),
    ],
    symptoms: &[
        Symptom::new(
            "Initial heap size set to a larger value than the maximum heap size",
            "output of kylin.sh start",
        ),
        Symptom::new("Invalid maximum heap size: -Xmx", "output of kylin.sh start"),
        Symptom::new("Improperly specified VM option", "output of kylin.sh start"),
    ],
    fires: Example::Edits("kylin-three", &[("settings.jvm.extra", "-Xms8g")]),
    clean: Example::Edits("kylin-three", &[("settings.jvm.extra", "-Xss2m")]),
    check: |cx, sink| {
        let mut told: BTreeSet<Place> = BTreeSet::new();
        let rows: BTreeSet<RowId> = kylin_rows(cx).into_iter().collect();
        for config in cx.configs() {
            let mut nodes = config
                .nodes
                .iter()
                .filter(|row| rows.contains(row))
                .filter_map(|row| cx.node(*row));
            // All nodes of a class have the same options.
            let Some(first) = nodes.next() else { continue };
            let (options, parts) = jvm(cx, first);
            let Some(why) = options.wrong() else { continue };
            let hand = |place: &&Place| matches!(place, Place::Override(..));
            let by_hand = parts.iter().map(|(_, place)| place).rfind(hand);
            for node in std::iter::once(first).chain(nodes) {
                let place = by_hand.cloned().unwrap_or_else(|| field_place(node, EXTRA));
                if told.insert(place.clone()) {
                    sink.report(
                        place,
                        msg!(en: "The server will not start: {w}.", zh: "服务进程无法启动：{w}。", w = why.clone()),
                    );
                }
            }
        }
    },
};

/// A property of the product that is said to Java instead.
pub(super) static PROPERTY: Rule = Rule {
    id: "KYL092",
    name: "property-among-java-options",
    severity: Severity::Warning,
    title: Text::new(
        "Properties of the product stand in its file, not among the options of Java.",
        "产品的配置项写在其配置文件中，而不是 Java 参数中。",
    ),
    why: Text::new(
        "A property that Java defines with -D wins over the file, without a word, and only in the process that gets the option: the tools of the release go on reading the file. The checks here go by what wins. Set the property by its key, for the cluster, a role or a node, so that the file says what holds.",
        "用 -D 定义的配置项会静默地优先于配置文件，且只在带有该参数的进程中生效：发行包自带的工具仍读取配置文件。此处的检查以实际生效的值为准。请按键设置该配置项（集群、角色或节点级），使文件与实际一致。",
    ),
    sources: &[Source::new(
        "KylinConfigBase.getOptional (3.1.3): System.getProperty comes first",
        "https://github.com/apache/kylin/blob/kylin-3.1.3/core-common/src/main/java/org/apache/kylin/common/KylinConfigBase.java",
    )],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("settings.jvm.extra", "-Dkylin.server.mode=query")]),
    clean: Example::Edits("kylin-three", &[("settings.jvm.extra", "-Dfile.encoding=UTF-8")]),
    check: |cx, sink| {
        let mut told: Vec<(Place, String)> = Vec::new();
        for row in kylin_rows(cx) {
            let Some(node) = cx.node(row) else { continue };
            for (options, place) in jvm(cx, node).1 {
                let hand = matches!(place, Place::Override(..));
                let place = if hand { place } else { field_place(node, EXTRA) };
                for (key, _) in options.defined().filter(|(k, _)| cx.catalogue().find(k).is_some())
                {
                    let known = (place.clone(), key.to_owned());
                    if told.contains(&known) {
                        continue;
                    }
                    sink.report(
                        place.clone(),
                        msg!(en: "-D{k} wins over the file, which says something else or nothing. Set the property instead.",
                             zh: "-D{k} 优先于配置文件，文件中的内容与实际不一致。请改为设置该配置项。", k = shown(key)),
                    );
                    told.push(known);
                }
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
