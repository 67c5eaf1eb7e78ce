//! The versions that can be chosen.

use ::rules::{Evidence, Version};
use model::Text;

/// Preferred first.
pub(crate) static VERSIONS: &[Version] = &[
    Version {
        id: "3.1.3",
        sentence: Text::new(
            "The last release of the 3.1 line; the security holes published for 3.1.0 to 3.1.2 are closed in it. Take it.",
            "3.1 系列的最后一个版本，已修复针对 3.1.0 至 3.1.2 公布的安全漏洞。请选择此版本。",
        ),
        evidence: Evidence::Booted,
        also: &[],
    },
    Version {
        id: "3.1.2",
        sentence: Text::new(
            "Open to CVE-2021-27738 (streaming coordinator without login), CVE-2021-31522, CVE-2021-36774 (code through a MySQL JDBC URL), CVE-2021-45457 (any web page may call the API) and CVE-2021-45458 (fixed cipher key). Upgrade to 3.1.3.",
            "存在 CVE-2021-27738（流式协调器无需登录）、CVE-2021-31522、CVE-2021-36774（通过 MySQL JDBC URL 执行代码）、CVE-2021-45457（任意网页可调用 API）和 CVE-2021-45458（固定的加密密钥）。请升级到 3.1.3。",
        ),
        evidence: Evidence::Catalogue,
        also: &[],
    },
    Version {
        id: "3.1.1",
        sentence: Text::new(
            "As 3.1.2 (CVE-2021-27738, -31522, -36774, -45457, -45458), and HFiles cannot be copied to a separate HBase cluster with a limited bandwidth yet. Upgrade to 3.1.3.",
            "漏洞与 3.1.2 相同（CVE-2021-27738、-31522、-36774、-45457、-45458），且还不能限速将 HFile 复制到独立的 HBase 集群。请升级到 3.1.3。",
        ),
        evidence: Evidence::Catalogue,
        also: &[],
    },
    Version {
        id: "3.1.0",
        sentence: Text::new(
            "As 3.1.1, and CVE-2020-13937: anybody can read the whole configuration, passwords included, without a login. Upgrade to 3.1.3.",
            "除 3.1.1 的漏洞外还有 CVE-2020-13937：任何人无需登录即可读取全部配置，包括密码。请升级到 3.1.3。",
        ),
        evidence: Evidence::Catalogue,
        also: &[],
    },
];
