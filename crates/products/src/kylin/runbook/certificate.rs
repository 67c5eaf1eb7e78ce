//! The certificate of a load balancer that is made.

use super::before::user;
use super::{code, section, word};
use crate::common::load_balancer::{ROLE, fields};
use crate::common::text::one_line;
use ::rules::{Context, Runbook};
use model::{Lang, Text};

/// Where it has to lie before the deployment, and who may read its key.
pub(crate) fn certificate(cx: &Context, lang: Lang) -> Option<Runbook> {
    if !fields::made(cx) || !cx.on("lb.tls") {
        return None;
    }
    let nodes: Vec<String> =
        cx.with_roles(&[ROLE]).iter().map(|node| one_line(node.name.trim())).collect();
    let nodes = nodes.join(", ");
    let lines = [
        match lang {
            Lang::En => format!(
                "On {nodes}, as root and after root-once.sh, which makes the user: the certificate with its chain, and its key, which the service user alone may read."
            ),
            Lang::Zh => format!(
                "在 {nodes} 上以 root 执行（在创建用户的 root-once.sh 之后）：放入证书（含证书链）及其私钥，私钥仅服务用户可读。"
            ),
        },
        code(
            0,
            &[
                format!("install -D -m 0444 certificate.pem {}", word(&cx.text("lb.certificate"))),
                format!("install -D -o {} -m 0400 key.pem {}", user(cx), word(&cx.text("lb.key"))),
            ],
        ),
    ];
    let title =
        const { Text::new("Before the first start: the certificate", "首次启动前：证书") };
    Some(section(lang, title, &lines))
}
