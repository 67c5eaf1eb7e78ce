//! What is open to others: known holes, other sites, the page.

use super::support::{give, is_true};
use crate::kylin::sources::{DOC_SECURITY, SECURITY_XML, config_base};
use ::rules::{Example, Rule, Source};
use model::{Edit, Place, Severity, Text, msg};

/// Holes with numbers.
pub(super) static VERSION: Rule = Rule {
    id: "KYL068",
    name: "vulnerable-version",
    severity: Severity::Warning,
    title: Text::new("The version is 3.1.3.", "版本应为 3.1.3。"),
    why: Text::new(
        "3.1.0 gives its whole configuration to anybody who asks (CVE-2020-13937, mended in 3.1.1). Up to 3.1.2 the addresses of the streaming coordinator need no login (CVE-2021-27738), a request can name any class to be loaded (CVE-2021-31522), a MySQL JDBC URL to a hostile server runs code (CVE-2021-36774), every other site may call the API with the login of whoever opens it (CVE-2021-45457), and passwords are encrypted with a fixed key and start (CVE-2021-45458). 3.1.3 mends these.",
        "3.1.0 会把全部配置交给任何请求者（CVE-2020-13937，3.1.1 已修复）。3.1.2 及以前：流式协调器的接口无需登录（CVE-2021-27738），请求可指定加载任意类（CVE-2021-31522），指向恶意服务器的 MySQL JDBC URL 可执行代码（CVE-2021-36774），任何其他站点都可带着访问者的登录信息调用 API（CVE-2021-45457），密码使用固定的密钥和初始向量加密（CVE-2021-45458）。这些问题在 3.1.3 中已修复。",
    ),
    sources: &[DOC_SECURITY],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("version", "3.1.0")]),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        if cx.product.version(&cx.spec.version).is_some() && !cx.since("3.1.3") {
            let cves = if cx.since("3.1.1") {
                "CVE-2021-27738, CVE-2021-31522, CVE-2021-36774, CVE-2021-45457, CVE-2021-45458"
            } else {
                "CVE-2020-13937, CVE-2021-27738, CVE-2021-31522, CVE-2021-36774, CVE-2021-45457, CVE-2021-45458"
            };
            sink.report(
                Place::Version,
                msg!(en: "{v} has known security holes ({c}). Use 3.1.3.", zh: "{v} 存在已知安全漏洞（{c}），请使用 3.1.3。",
                     v = cx.spec.version.as_str(), c = cves),
            )
            .fix(msg!(en: "Take 3.1.3", zh: "改用 3.1.3"), vec![Edit::Set(Place::Version, "3.1.3".to_owned())]);
        }
    },
};

/// Every site may call.
pub(super) static CROSS_DOMAIN: Rule = Rule {
    id: "KYL069",
    name: "cross-domain-calls",
    severity: Severity::Info,
    title: Text::new(
        "kylin.web.cross-domain-enabled is off unless pages of other sites need the API.",
        "除非其他站点的网页需要调用 API，否则应关闭 kylin.web.cross-domain-enabled。",
    ),
    why: Text::new(
        "Switched on, which is Kylin's own default, any page that a logged-in person opens may call the API in that person's name; up to 3.1.2 with the login as well (CVE-2021-45457). Switch it off unless a page of yours on another host needs it.",
        "打开时（这是 Kylin 的默认值），已登录用户打开的任何网页都可以其名义调用 API，3.1.2 及以前还会带上登录信息（CVE-2021-45457）。除非自己部署在其他主机上的网页需要，否则请关闭。",
    ),
    sources: &[config_base!(2270), DOC_SECURITY],
    symptoms: &[],
    fires: Example::Edits("kylin-three", &[("settings.security.cross_domain", "true")]),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        for found in
            cx.values_of("kylin.web.cross-domain-enabled").iter().filter(|f| is_true(&f.value))
        {
            sink.report(
                found.place.clone(),
                msg!(en: "Pages of any other site may call the API in the name of whoever is logged in.",
                     zh: "任何其他站点的网页都可以已登录用户的名义调用 API。"),
            )
            .fix(msg!(en: "Switch it off", zh: "关闭"), give(found, "false", "security.cross_domain"));
        }
    },
};

/// Configuration by browser.
pub(super) static SET_CONFIG: Rule = Rule {
    id: "KYL070",
    name: "configuration-through-the-page",
    severity: Severity::Warning,
    title: Text::new(
        "kylin.web.set-config-enable stays off.",
        "kylin.web.set-config-enable 应保持关闭。",
    ),
    why: Text::new(
        "Switched on, an administrator's browser can change the configuration of a running server past its files, which then no longer say what is running. It is off since 3.1.0 for security. Change the document and deploy it.",
        "打开后，管理员可在浏览器中绕过文件更改正在运行的服务的配置，文件便不再反映实际状态。自 3.1.0 起出于安全考虑默认关闭。请修改文档后重新部署。",
    ),
    sources: &[
        config_base!(2286),
        Source::new(
            "Apache Kylin 3.1: how to upgrade",
            "https://kylin.apache.org/docs31/howto/howto_upgrade.html",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.web.set-config-enable", "true")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.web.set-config-enable", "false")],
    ),
    check: |cx, sink| {
        for found in
            cx.set_values_of("kylin.web.set-config-enable").iter().filter(|f| is_true(&f.value))
        {
            sink.report(
                found.place.clone(),
                msg!(en: "The configuration of a running node can be changed through the page, past the files. Leave this off.",
                     zh: "运行中节点的配置可绕过文件在页面上更改，请保持关闭。"),
            )
            .fix(msg!(en: "Remove it", zh: "删除该项"), vec![Edit::Clear(found.place.clone())]);
        }
    },
};

/// More keys that the page may read and write.
pub(super) static WHITELIST: Rule = Rule {
    id: "KYL071",
    name: "writable-whitelist",
    severity: Severity::Warning,
    title: Text::new(
        "kylin.web.properties.whitelist stays at its default.",
        "kylin.web.properties.whitelist 应保持默认值。",
    ),
    why: Text::new(
        "The keys in this list are given to every browser without a login, and the administration API may change them. Each key that is added is shown and writable. Leave it as it is.",
        "列表中的配置项无需登录即可被任何浏览器读取，并可通过管理 API 修改。每增加一项，就多一项可见且可写的配置。请保持默认。",
    ),
    sources: &[
        SECURITY_XML,
        Source::own(
            "Catalogue: the whitelist decides what /admin/public_config shows and the admin API writes",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.web.properties.whitelist",
            "kylin.web.timezone,kylin.metadata.url",
        )],
    ),
    clean: Example::Edits("kylin-three", &[]),
    check: |cx, sink| {
        for found in cx.set_values_of("kylin.web.properties.whitelist") {
            if found.value != cx.catalogue().default_of("kylin.web.properties.whitelist") {
                sink.report(
                    found.place.clone(),
                    msg!(en: "Every key in this list is shown without a login and can be written through the administration API.",
                         zh: "该列表中的每个配置项都无需登录即可查看，并可通过管理 API 修改。"),
                )
                .fix(msg!(en: "Remove it", zh: "删除该项"), vec![Edit::Clear(found.place.clone())]);
            }
        }
    },
};
