//! The step "Security".

use crate::common::kerberos;
use crate::enterprise::sources::{KAP_LDAP, KERBEROS, LDAP};
use crate::kylin::fields::security as kylin;
use ::rules::{Choice, Field, Kind};
use model::{Text, msg};

static PROFILES: &[Choice] = &[
    Choice::new(
        "testing",
        Text::new("Built-in users", "内置用户"),
        Text::new(
            "ADMIN/KYLIN is known to everybody; the page asks for another password at the first login.",
            "ADMIN/KYLIN 人尽皆知；首次登录时页面会要求修改密码。",
        ),
    ),
    Choice::new(
        "ldap",
        Text::same("LDAP"),
        Text::new("People and groups of your directory.", "使用目录服务中的用户和组。"),
    ),
    Choice::new(
        "custom",
        Text::new("Your own classes", "自定义类"),
        Text::new("Authentication classes of your own.", "使用自行开发的认证类。"),
    )
    .blocked(|_| {
        Some(msg!(
            en: "Muster does not write it: it needs a jar of yours. Set it in the overrides.",
            zh: "Muster 不生成该配置：它需要自行开发的 jar。请在覆盖项中设置。"
        ))
    }),
];

const PROFILE: Field = Field { kind: Kind::Choice(PROFILES), ..kylin::PROFILE };

const LDAP_PASSWORD: Field = Field {
    help: Text::new(
        "The name under which secrets.env holds the password. The node encrypts it with the product's own CryptTool.",
        "密码在 secrets.env 中的变量名。在节点上用产品自带的 CryptTool 加密。",
    ),
    ..kylin::LDAP_PASSWORD
};

static PLATFORMS: &[Choice] = &[
    Choice::new(
        "Standard",
        Text::new("Standard", "标准"),
        Text::new("CDH, HDP and MapR.", "CDH、HDP 和 MapR。"),
    ),
    Choice::new(
        "FI",
        Text::same("FusionInsight"),
        Text::new(
            "Huawei's: needs krb5.conf and jaas.conf in conf/ too, as the runbook says.",
            "华为的平台：还需要在 conf/ 中放置 krb5.conf 和 jaas.conf，见部署手册。",
        ),
    ),
];

/// The field `kerberos.platform`.
pub const PLATFORM: Field = Field::new(
    "kerberos.platform",
    "security",
    kerberos::GROUP,
    Text::new("Hadoop platform", "Hadoop 平台"),
    Text::new("Decides how the product logs in.", "决定产品的登录方式。"),
    Kind::Choice(PLATFORMS),
)
.shown(kerberos::enabled)
.default("Standard")
.required()
.keys(&["kap.kerberos.platform"])
.source(KERBEROS);

/// Kerberos as Kyligence Enterprise has it: with keys of its own, in the order in which they are
/// shown.
pub static KERBEROS_FIELDS: &[Field] = &[
    kerberos::ENABLED.keys(&["kap.kerberos.enabled"]),
    kerberos::PRINCIPAL.keys(&["kap.kerberos.principal"]),
    kerberos::KEYTAB.keys(&["kap.kerberos.keytab"]),
    kerberos::RENEWAL,
    PLATFORM,
];

/// Of Kyligence Enterprise, in the order in which they are shown.
pub static KYLIGENCE: &[Field] = &[
    PROFILE,
    kylin::LDAP_SERVER.source(LDAP),
    kylin::LDAP_USER.source(LDAP),
    LDAP_PASSWORD.source(LDAP),
    kylin::LDAP_USER_BASE.source(LDAP),
    kylin::LDAP_USER_PATTERN.source(LDAP),
    kylin::LDAP_GROUP_BASE.source(LDAP),
    kylin::LDAP_ADMIN_ROLE.source(LDAP),
    kylin::ADMIN_USER,
    kylin::ADMIN_PASSWORD,
];

/// Of KAP, in the order in which they are shown.
pub static KAP: &[Field] = &[
    PROFILE,
    kylin::LDAP_SERVER.source(KAP_LDAP),
    kylin::LDAP_USER.source(KAP_LDAP),
    LDAP_PASSWORD.source(KAP_LDAP),
    kylin::LDAP_USER_BASE.source(KAP_LDAP),
    kylin::LDAP_USER_PATTERN.source(KAP_LDAP),
    kylin::LDAP_GROUP_BASE.source(KAP_LDAP),
    Field {
        help: Text::new(
            "ROLE_ and the group's name in upper case, such as ROLE_ADMIN: members of that group become administrators.",
            "ROLE_ 加大写的组名，例如 ROLE_ADMIN：该组成员成为管理员。",
        ),
        ..kylin::LDAP_ADMIN_ROLE.default("ROLE_ADMIN").source(KAP_LDAP)
    },
    kylin::ADMIN_USER,
    kylin::ADMIN_PASSWORD,
];
