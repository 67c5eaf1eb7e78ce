//! The conditions of the listener's rules: which paths each of them is about.

use super::{REQUEST, Site, file};
use crate::common::text::origin;
use formats::json::Json;
use formats::{File, Origin};
use model::msg;

fn condition(name: &str, values: Vec<String>, why: Origin) -> File {
    let values = Json::List(values.into_iter().map(Json::Text).collect()).because(why);
    let value = Json::List(vec![Json::object([
        ("Field", Json::text("path-pattern")),
        ("PathPatternConfig", Json::object([(name, values)])),
    ])]);
    file(REQUEST, &value)
}

/// `if-odd.json`: a semicolon, a backslash, an empty part, a part of dots; `%`, `.`, `/`, `;`, `\`
/// or a letter or digit written with a percent sign. Blanks and other scripts are written so by
/// every client and pass.
pub fn if_odd() -> File {
    let why = origin(
        msg!(en: "Other ways to write a path that the web server behind takes for the same one.",
             zh: "同一路径的其他写法，后端 Web 服务器会视为相同。"),
        &["lb.close_internal"],
    );
    let patterns = vec![
        "^.*(;|\\\\|//|/\\.\\.?(/.*)?$).*$".to_owned(),
        "^.*%(25|2[eEfF]|3[0-9bB]|[46][1-9a-fA-F]|[57][0-9aAcCfF]).*$".to_owned(),
    ];
    condition("RegexValues", patterns, why)
}

/// `if-open.json`.
pub fn if_open(site: &Site) -> File {
    let why = origin(
        msg!(en: "The one of them that the page itself calls.", zh: "其中唯一由页面自身调用的接口。"),
        &["lb.close_internal"],
    );
    condition("RegexValues", site.open.iter().map(|p| format!("{p}.*$")).collect(), why)
}

/// `if-internal.json`.
pub fn if_internal(site: &Site) -> File {
    let why = origin(
        msg!(en: "Nodes call these among themselves, without a login; nobody else may.",
             zh: "这些接口仅供节点之间调用，无需登录；其他人不得访问。"),
        &["lb.close_internal"],
    );
    condition("RegexValues", site.internal.iter().map(|p| format!("{p}.*$")).collect(), why)
}

/// `if-bare.json`.
pub fn if_bare(site: &Site) -> File {
    let why = origin(msg!(en: "The bare name.", zh: "不带路径的地址。"), &["lb.kind"]);
    condition("Values", vec!["/".to_owned(), site.path.to_owned()], why)
}

/// `if-pages.json`.
pub fn if_pages(site: &Site) -> File {
    let why = origin(msg!(en: "The product's pages.", zh: "产品的页面。"), &["lb.kind"]);
    condition("Values", vec![format!("{}/*", site.path)], why)
}
