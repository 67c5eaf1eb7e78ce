//! The fields, in the step "Security".

use ::rules::{Answer, Context, Field, Kind, Pick, Scope, Source};
use model::value::{Duration, Value, shown};
use model::{Message, Text, msg};

const STEP: &str = "security";
/// The heading they stand under.
pub const GROUP: Text = Text::new("Hadoop with Kerberos", "Hadoop 的 Kerberos 认证");

const KINIT: Source = Source::new(
    "MIT Kerberos: kinit",
    "https://web.mit.edu/kerberos/krb5-latest/doc/user/user_commands/kinit.html",
);

/// Whether Hadoop asks for Kerberos.
pub fn enabled(cx: &Context) -> bool {
    cx.on("kerberos.enabled")
}

/// Whether a node's programs use Kerberos, whoever said so.
pub fn in_use(cx: &Context) -> bool {
    cx.read_values("kerberos.enabled").iter().any(|on| on.eq_ignore_ascii_case("true"))
}

/// The field `kerberos.enabled`.
pub const ENABLED: Field = Field::new(
    "kerberos.enabled",
    STEP,
    GROUP,
    Text::new("Hadoop asks for Kerberos", "Hadoop 启用了 Kerberos"),
    Text::new(
        "A ticket is made from a keytab before the start, and kept fresh by a service of its own.",
        "启动前用 keytab 获取票据，并由单独的服务保持其有效。",
    ),
    Kind::Switch,
)
.default("false");

/// The field `kerberos.principal`.
pub const PRINCIPAL: Field = Field::new(
    "kerberos.principal",
    STEP,
    GROUP,
    Text::new("Principal", "Principal（主体）"),
    Text::new(
        "One for all nodes, with its realm: the machines of the Hadoop cluster must know its user too.",
        "所有节点共用，须带 realm：Hadoop 集群的机器上也必须有对应的用户。",
    ),
    Kind::Custom(check_principal),
)
.shown(enabled)
.required()
.placeholder("kylin@EXAMPLE.COM")
.source(KINIT);

/// Where a keytab lies when nothing else was said.
static KEYTAB_OF_USER: Pick = Pick {
    cases: &[],
    otherwise: Answer::Made(
        Text::new("/etc/security/keytabs/ + the service user", "/etc/security/keytabs/ + 服务用户"),
        |cx, class| {
            let user = cx.text_of(class, "service.user").into_owned();
            if user.is_empty() { user } else { format!("/etc/security/keytabs/{user}.keytab") }
        },
    ),
};

/// The field `kerberos.keytab`.
pub const KEYTAB: Field = Field::new(
    "kerberos.keytab",
    STEP,
    GROUP,
    Text::new("Keytab", "Keytab 文件"),
    Text::new(
        "Its path on the nodes: put there by hand, readable for the service user only. It never enters the archive.",
        "节点上的路径：须手工放置，仅服务用户可读。它不会进入部署包。",
    ),
    Kind::Path,
)
.shown(enabled)
.scope(Scope::Both)
.pick(&KEYTAB_OF_USER)
.required()
.source(KINIT);

/// The field `kerberos.renewal`.
pub const RENEWAL: Field = Field::new(
    "kerberos.renewal",
    STEP,
    GROUP,
    Text::new("New ticket every", "票据更新周期"),
    Text::new(
        "Shorter than a ticket lives, which the KDC decides: often 10 or 24 hours.",
        "须短于票据有效期（由 KDC 决定，通常为 10 或 24 小时）。",
    ),
    Kind::Custom(check_renewal),
)
.shown(enabled)
.default("4 h")
.required()
.source(KINIT);

/// In the order in which they are shown, for a product that has no keys of its own for it.
pub static FIELDS: &[Field] = &[ENABLED, PRINCIPAL, KEYTAB, RENEWAL];

/// `primary[/instance]@REALM`, the same on all nodes.
fn check_principal(text: &str) -> Result<(), Message> {
    let text = text.trim();
    let plain = |part: &str, more: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    if text.contains("_HOST") {
        return Err(msg!(
            en: "\"{t}\" has _HOST, which is another name on every node; take one principal for all",
            zh: "“{t}”含有 _HOST，它在每个节点上不同；请使用所有节点共用的 principal", t = shown(text)));
    }
    let good = text.split_once('@').is_some_and(|(name, realm)| {
        plain(realm, ".-_")
            && name.split('/').count() <= 2
            && name.split('/').all(|p| plain(p, ".-_"))
    });
    if good && !text.starts_with('-') {
        return Ok(());
    }
    Err(
        msg!(en: "\"{t}\" is not a principal such as kylin@EXAMPLE.COM", zh: "“{t}”不是 principal，例如 kylin@EXAMPLE.COM",
        t = shown(text)),
    )
}

fn check_renewal(text: &str) -> Result<(), Message> {
    let seconds = Duration::parse(text)?.seconds();
    if (300..=86_400).contains(&seconds) {
        return Ok(());
    }
    Err(
        msg!(en: "\"{t}\" is not between 5 min and 24 h", zh: "“{t}”不在 5 min 到 24 h 之间", t = shown(text)),
    )
}

#[cfg(test)]
mod tests {
    use super::{check_principal, check_renewal};

    #[test]
    fn a_principal_is_the_same_on_all_nodes() {
        for good in ["kylin@EXAMPLE.COM", "kylin/hadoop@EXAMPLE.COM"] {
            assert!(check_principal(good).is_ok(), "{good}");
        }
        for bad in ["kylin", "kylin/_HOST@X", "@X", "k@", "k k@X", "a/b/c@X", "k@X;id", "-k@X"] {
            assert!(check_principal(bad).is_err(), "{bad}");
        }
        assert!(check_renewal("4 h").is_ok());
        for bad in ["4", "2 d", "x", "1 min"] {
            assert!(check_renewal(bad).is_err(), "{bad}");
        }
    }
}
