//! The cluster's name, product and version.

use crate::{Context, Example, Rule, Sink, Source};
use model::value::{forbidden_character, shown};
use model::{Edit, Place, Severity, Text, msg};

/// A product that is not known.
pub(super) static UNKNOWN_PRODUCT: Rule = Rule {
    id: "GEN013",
    name: "unknown-product",
    severity: Severity::Error,
    title: Text::new("The product is one that Muster knows.", "产品必须是 Muster 支持的产品。"),
    why: Text::new(
        "Which fields, roles and files there are depends on the product. Choose one from the list.",
        "字段、角色和文件都取决于产品。请从列表中选择。",
    ),
    sources: &[Source::own("Muster: the list of products")],
    symptoms: &[],
    fires: Example::Edits("", &[("product", "none-such")]),
    clean: Example::Edits("", &[]),
    check: |cx, sink| {
        if cx.spec.product != cx.product.id {
            sink.report(
                Place::Product,
                msg!(en: "Muster does not know the product \"{p}\"; the document is read as one of {t}.",
                     zh: "Muster 不支持产品“{p}”，该文档按 {t} 读取。",
                     p = shown(&cx.spec.product), t = cx.product.title),
            )
            .fix(
                msg!(en: "Make it {t}", zh: "改为 {t}", t = cx.product.title),
                vec![Edit::Set(Place::Product, cx.product.id.to_owned())],
            );
        }
    },
};

/// A version that is not known.
pub(super) static UNKNOWN_VERSION: Rule = Rule {
    id: "GEN014",
    name: "unknown-version",
    severity: Severity::Error,
    title: Text::new("The version is one that Muster knows.", "版本必须是 Muster 支持的版本。"),
    why: Text::new(
        "Keys come and go between versions, and the packages are fetched by version. For one that was never looked at nothing can be promised. Choose one from the list.",
        "不同版本的配置项会有增减，软件包也按版本获取。对于从未验证过的版本无法作出保证。请从列表中选择。",
    ),
    sources: &[Source::own("Muster: the product's table of versions, each with its evidence")],
    symptoms: &[],
    fires: Example::Edits("", &[("version", "0.0.1")]),
    clean: Example::Edits("", &[]),
    check: |cx, sink| {
        if cx.product.version(&cx.spec.version).is_some() {
            return;
        }
        let known: Vec<&str> = cx.product.versions.iter().map(|v| v.id).collect();
        let found = sink.report(
            Place::Version,
            msg!(en: "Muster does not know {t} \"{v}\". Choose from {known}.",
                 zh: "Muster 不支持 {t} 版本“{v}”，可选：{known}。",
                 t = cx.product.title, v = shown(&cx.spec.version), known = known.join(", ")),
        );
        let preferred = || cx.product.versions.first().map(|first| first.id);
        if let Some(near) = cx.product.nearest_version(&cx.spec.version).or_else(preferred) {
            found.fix(
                msg!(en: "Take {v}", zh: "使用 {v}", v = near),
                vec![Edit::Set(Place::Version, near.to_owned())],
            );
        }
    },
};

/// A name that cannot be the archive's folder.
pub(super) static INVALID_NAME: Rule = Rule {
    id: "GEN015",
    name: "invalid-cluster-name",
    severity: Severity::Error,
    title: Text::new(
        "The cluster's name can be a folder: letters, digits, `.`, `_` and `-`, at most 63, beginning with a letter or digit.",
        "集群名称可用作文件夹名：只含字母、数字、`.`、`_` 和 `-`，最多 63 个字符，以字母或数字开头。",
    ),
    why: Text::new(
        "The archive unpacks into a folder of this name, and on each machine the state is kept under it. Blanks, slashes and dots in the wrong place would lead somewhere else, and some names cannot be unpacked on Windows.",
        "部署包会解压到以此命名的文件夹，每台机器上的状态也保存在该名称之下。空格、斜杠和位置不当的点会指向别处，有些名称在 Windows 上无法解压。",
    ),
    sources: &[
        Source::new(
            "Microsoft: names that no file may have",
            "https://learn.microsoft.com/windows/win32/fileio/naming-a-file",
        ),
        Source::new(
            "POSIX: portable file names",
            "https://pubs.opengroup.org/onlinepubs/9699919799/basedefs/V1_chap03.html#tag_03_282",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits("", &[("name", "../etc")]),
    clean: Example::Edits("", &[("name", "reports-2")]),
    check: invalid_name,
};

fn invalid_name(cx: &Context, sink: &mut Sink) {
    let name = cx.spec.name.trim();
    if forbidden_character(name).is_some() || is_folder(name) {
        return;
    }
    let message = if name.is_empty() {
        msg!(en: "The cluster has no name. The archive's folder is called after it.",
             zh: "集群没有名称。部署包的文件夹以它命名。")
    } else {
        msg!(en: "\"{n}\" cannot be the name of a folder. Use letters, digits, \".\", \"_\" and \"-\", at most 63, beginning with a letter or digit.",
             zh: "“{n}”不能用作文件夹名。请使用字母、数字、“.”、“_”和“-”，最多 63 个字符，以字母或数字开头。", n = shown(name))
    };
    let slug = slug(name, cx.product.id);
    sink.report(Place::Name, message).fix(
        msg!(en: "Call it {n}", zh: "改名为 {n}", n = slug.as_str()),
        vec![Edit::Set(Place::Name, slug)],
    );
}

const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

fn is_folder(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = stem
        .strip_prefix("com")
        .or_else(|| stem.strip_prefix("lpt"))
        .is_some_and(|n| n.len() == 1 && n.chars().all(|c| c.is_ascii_digit()));
    name.len() <= 63
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
        && !name.ends_with('.')
        && !RESERVED.contains(&stem.as_str())
        && !numbered
}

/// The nearest name that can be a folder.
fn slug(name: &str, otherwise: &str) -> String {
    let slug: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') { c } else { '-' })
        .take(63)
        .collect();
    let slug = slug.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    if is_folder(slug) { slug.to_owned() } else { format!("{otherwise}-cluster") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_always_a_folder() {
        for name in
            ["", "../etc", "a b", "con", "COM1.x", "集群", "-a-", "a/b/../c", "x.", &"y".repeat(90)]
        {
            assert!(!is_folder(name), "{name}");
            assert!(is_folder(&slug(name, "p")), "{name} -> {}", slug(name, "p"));
        }
        assert!(is_folder("reports-2.a_b") && is_folder("comet") && is_folder("com10"));
    }
}
