//! Which Java Druid runs on.

use super::rule;
use super::shared::Said;
use crate::common::java::numbers;
use crate::druid::roles::is_druid;
use crate::druid::sources::{DOC_JAVA, DOC_UPGRADE, SHIPPED, lab};
use crate::druid::versions::javas;
use ::rules::Context;
use model::value::shown;
use model::{Place, msg};

/// The folders of Java that nodes of Druid have, each place once: the place, the folder, the major
/// version in its name, what follows it.
fn folders(cx: &Context, mut f: impl FnMut(Place, &str, &str, &str)) {
    let mut said = Said::default();
    for node in cx.spec.nodes.iter().filter(|node| is_druid(cx, node)) {
        let place = cx.place_of_field(node, "paths.java_home");
        let path = cx.node_text(node, "paths.java_home");
        if let Some((major, rest)) = numbers(&path).filter(|_| said.first(&place)) {
            f(place, &path, &major, &rest);
        }
    }
}

rule!(
    /// A folder of a Java that this version does not run on.
    VERSION, "DRU100", "java-of-another-version", Warning,
    ["Java is a version that this Druid runs on.", "Java 应为所选 Druid 版本支持的版本。"],
    ["bin/run-druid refuses most others. What it lets pass ends by itself: 38 on Java 17 and 33 on Java 8 with UnsupportedClassVersionError, while 0.20 on Java 17 waits for ZooKeeper for ever. The name of the folder says another version. Point it at one of these.",
     "bin/run-druid 会拒绝大多数其他版本。未被拒绝的也会自行失败：38 在 Java 17 上、33 在 Java 8 上以 UnsupportedClassVersionError 退出，0.20 在 Java 17 上则一直等待 ZooKeeper。该目录名表明是其他版本。请指向受支持的版本。"],
    [lab("druid-java"), DOC_JAVA, SHIPPED],
    [("Druid requires Java", "output of the start"), ("java.lang.UnsupportedClassVersionError: org/apache/druid", "output of the start"),
     ("because it's not resolvable", "the process's log")],
    fires "druid-ha" [("settings.paths.java_home", "/usr/lib/jvm/java-11-openjdk-amd64")],
    clean "druid-ha" [("settings.paths.java_home", "/usr/lib/jvm/temurin-21-jdk-amd64")],
    |cx, sink| {
        let fine = javas(cx);
        folders(cx, |place, path, major, _| {
            if fine.iter().all(|java| java.to_string() != major) {
                let list: Vec<String> = fine.iter().map(u32::to_string).collect();
                sink.report(place, msg!(en: "{p} looks like Java {j}; Druid {v} wants {f}.", zh: "{p} 看起来是 Java {j}；Druid {v} 需要 {f}。",
                    p = shown(path), j = major.to_owned(), v = cx.spec.version.as_str(), f = list.join(", ")));
            }
        });
    }
);

rule!(
    /// Releases of Java 21 that are to be avoided.
    BROKEN_21, "DRU101", "java-21-to-avoid", Warning,
    ["Java 21 is none of 21.0.5 to 21.0.7.", "Java 21 不应为 21.0.5 至 21.0.7。"],
    ["Druid's upgrade notes say to avoid these releases from 35 on. Take 21.0.8 or later, or 21.0.4.",
     "Druid 的升级说明要求自 35 起避免这些版本。请使用 21.0.8 或更新版本，或 21.0.4。"],
    [DOC_UPGRADE], [],
    fires "druid-ha" [("settings.paths.java_home", "/opt/jdk-21.0.6+7")], clean "druid-ha" [("settings.paths.java_home", "/opt/jdk-21.0.9+10")],
    |cx, sink| if cx.since("35") {
        folders(cx, |place, path, major, rest| {
            let part = rest.strip_prefix("0.").and_then(|rest| rest.split('.').next());
            if major == "21" && part.is_some_and(|part| matches!(part, "5" | "6" | "7")) {
                sink.report(place, msg!(en: "{p} is a Java 21 that Druid's upgrade notes say to avoid.", zh: "{p} 是 Druid 升级说明要求避免的 Java 21 版本。", p = shown(path)));
            }
        });
    }
);
