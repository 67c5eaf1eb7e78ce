//! Java on the machine and what the product runs on.

use super::PREFLIGHT;
use crate::{Example, Rule, Source, Symptom};
use model::value::shown;
use model::{Place, Severity, Text, msg};

/// The machine has a Java that the product's version runs on.
pub(in crate::general) static OTHER_JAVA: Rule = Rule {
    id: "HST011",
    name: "machine-java",
    severity: Severity::Warning,
    title: Text::new(
        "The machine has a Java that the product's version runs on.",
        "机器上的 Java 是所选产品版本支持的版本。",
    ),
    why: Text::new(
        "The services are started with the Java of the document's folder, else with the first one on the PATH, and that one was asked for its version. With another one the programs end at the start, or later at a class that they lack. Install one of these beside it, and name its folder in the document.",
        "服务使用文档中指定目录的 Java 启动，未指定时使用 PATH 中的第一个；检查的就是它的版本。使用其他版本，程序会在启动时或之后因缺少类而退出。请另外安装支持的版本，并在文档中写明其目录。",
    ),
    sources: &[PREFLIGHT, Source::own("Muster: the product's table of versions of Java")],
    symptoms: &[Symptom::new("java.lang.UnsupportedClassVersionError", "output of the start")],
    fires: Example::Machines("", &[], r#"{"schema":1,"nodes":[{"node":"<0>","java":"1.5.0_22"}]}"#),
    clean: Example::Machines("", &[], r#"{"schema":1,"nodes":[{"node":"<0>","java":"<java>"}]}"#),
    check: |cx, sink| {
        for (node, machine) in cx.machines().filter(|(_, machine)| !machine.java.is_empty()) {
            let fine = (cx.product.javas)(cx, node);
            if fine.is_empty() {
                continue;
            }
            let list: Vec<String> = fine.iter().map(u32::to_string).collect();
            let (n, wanted) = (cx.name(node.row), list.join(", "));
            let message = match major(&machine.java) {
                Some(major) if fine.contains(&major) => continue,
                None if machine.java == "none" => {
                    msg!(en: "{n} has no Java where it is looked for; {p} {v} wants {f}.",
                         zh: "{n} 上没有找到 Java；{p} {v} 需要 {f}。",
                         n = n, p = cx.product.title, v = shown(cx.spec.version.trim()), f = wanted)
                }
                None => continue,
                Some(_) => msg!(en: "{n} has Java {j}; {p} {v} wants {f}.",
                     zh: "{n} 上的 Java 是 {j}；{p} {v} 需要 {f}。",
                     n = n, j = shown(&machine.java), p = cx.product.title, v = shown(cx.spec.version.trim()), f = wanted),
            };
            sink.report(Place::Node(node.row), message);
        }
    },
};

/// `8` of `1.8.0_392`, `17` of `17.0.15` and `17-ea`.
fn major(version: &str) -> Option<u32> {
    let version = version.strip_prefix("1.").unwrap_or(version);
    version.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_first_number_counts() {
        let all = ["1.8.0_392", "17.0.15", "21-ea", "none", ""].map(major);
        assert_eq!(all, [Some(8), Some(17), Some(21), None, None]);
    }
}
