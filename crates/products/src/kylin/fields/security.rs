//! The step "Security".

use crate::kylin::sources::{DOC_SECURITY, SECURITY_XML, config_base};
use ::rules::{Choice, Context, Field, Kind};
use model::value::{HostPort, Value, shown};
use model::{Message, Text, msg};

const STEP: &str = "security";
const LOGIN: Text = Text::new("Login", "登录");
const LDAP: Text = Text::new("LDAP", "LDAP");

/// Whether people are looked up in a directory.
pub fn ldap(cx: &Context) -> bool {
    cx.is("security.profile", "ldap")
}

static PROFILES: &[Choice] = &[
    Choice::new(
        "testing",
        Text::new("Built-in users", "内置用户"),
        Text::new(
            "ADMIN/KYLIN, MODELER/MODELER and ANALYST/ANALYST, known to everybody: change them in the page at once.",
            "ADMIN/KYLIN、MODELER/MODELER 和 ANALYST/ANALYST，人尽皆知：请立即在页面中修改密码。",
        ),
    ),
    Choice::new(
        "ldap",
        Text::same("LDAP"),
        Text::new(
            "People and groups of your directory. Needs a heap of at least 2.5 GiB: its login cache claims 2 GiB of it.",
            "使用目录服务中的用户和组。堆内存至少 2.5 GiB：登录缓存会占用其中 2 GiB。",
        ),
    ),
    Choice::new(
        "saml",
        Text::same("SAML"),
        Text::new("Single sign-on through an identity provider.", "通过身份提供方单点登录。"),
    )
    .blocked(|_| {
        Some(msg!(
            en: "Muster does not write it: it needs a keystore and metadata files of your identity provider, and it was never tried here. Set it in the overrides.",
            zh: "Muster 不生成该配置：它需要身份提供方的密钥库和元数据文件，且未经验证。请在覆盖项中设置。"
        ))
    }),
];

const fn ldap_field(key: &'static str, label: Text, help: Text, kind: Kind) -> Field {
    Field::new(key, STEP, LDAP, label, help, kind).shown(ldap).source(SECURITY_XML)
}

/// The field `security.ldap_server`.
pub(crate) const LDAP_SERVER: Field = ldap_field(
    "security.ldap_server",
    Text::new("Server", "服务器"),
    Text::new(
        "ldap://host:389 or ldaps://host:636; the nodes' Java must trust the certificate of the latter.",
        "ldap://host:389 或 ldaps://host:636；使用后者时，节点的 Java 必须信任其证书。",
    ),
    Kind::Custom(check_ldap_server),
)
.required()
.placeholder("ldaps://ldap.example.com:636")
.keys(&["kylin.security.ldap.connection-server"]);

/// The field `security.ldap_user`.
pub(crate) const LDAP_USER: Field = ldap_field(
    "security.ldap_user",
    Text::new("Bind user", "绑定用户"),
    Text::new(
        "The distinguished name that Kylin searches as.",
        "Kylin 用于查询目录的可分辨名称（DN）。",
    ),
    Kind::Text,
)
.required()
.placeholder("cn=kylin,ou=services,dc=example,dc=com")
.keys(&["kylin.security.ldap.connection-username"]);

/// The field `security.ldap_password`.
pub(crate) const LDAP_PASSWORD: Field = ldap_field(
    "security.ldap_password",
    Text::new("Password variable", "密码变量名"),
    Text::new(
        "The name under which secrets.env holds the password. Kylin always decrypts this value, so plain text stops the start; the node encrypts it with Kylin's own class.",
        "密码在 secrets.env 中的变量名。Kylin 总会对该值解密，明文会导致启动失败；节点会用 Kylin 自带的类加密。",
    ),
    Kind::Secret,
)
.required()
.default("KYLIN_LDAP_PASSWORD")
.keys(&["kylin.security.ldap.connection-password"]);

/// The field `security.ldap_user_base`.
pub(crate) const LDAP_USER_BASE: Field = ldap_field(
    "security.ldap_user_base",
    Text::new("Search users below", "用户搜索起点"),
    Text::new("Where users are searched for.", "在目录的何处搜索用户。"),
    Kind::Text,
)
.required()
.placeholder("ou=people,dc=example,dc=com")
.keys(&["kylin.security.ldap.user-search-base"]);

/// The field `security.ldap_user_pattern`.
pub(crate) const LDAP_USER_PATTERN: Field = ldap_field(
    "security.ldap_user_pattern",
    Text::new("User filter", "用户过滤条件"),
    Text::new("{0} stands for the name typed at login.", "{0} 代表登录时输入的用户名。"),
    Kind::Text,
)
.required()
.default("(&(cn={0}))")
.keys(&["kylin.security.ldap.user-search-pattern"]);

/// The field `security.ldap_group_base`.
pub(crate) const LDAP_GROUP_BASE: Field = ldap_field(
    "security.ldap_group_base",
    Text::new("Search groups below", "组搜索起点"),
    Text::new("Where groups are searched for.", "在目录的何处搜索组。"),
    Kind::Text,
)
.required()
.placeholder("ou=groups,dc=example,dc=com")
.keys(&["kylin.security.ldap.user-group-search-base"]);

/// The field `security.ldap_admin_role`.
pub(crate) const LDAP_ADMIN_ROLE: Field = ldap_field(
    "security.ldap_admin_role",
    Text::new("Administrators' group", "管理员组"),
    Text::new(
        "Members of this group become administrators; with a wrong name nobody can administer Kylin.",
        "该组成员成为管理员；名称错误时将没有人能管理 Kylin。",
    ),
    Kind::Text,
)
.required()
.default("admin")
.keys(&["kylin.security.acl.admin-role"]);

/// The field `security.admin_user`.
pub(crate) const ADMIN_USER: Field = Field::new(
    "security.admin_user",
    STEP,
    LOGIN,
    Text::new("Administrator for the checks", "用于验证的管理员"),
    Text::new(
        "bin/verify logs in as this user; nothing of it is written onto a node.",
        "bin/verify 以此用户登录；不会写入任何节点。",
    ),
    Kind::Custom(check_login),
)
.default("ADMIN")
.required();

/// The field `security.admin_password`.
pub(crate) const ADMIN_PASSWORD: Field = Field::new(
    "security.admin_password",
    STEP,
    LOGIN,
    Text::new("Its password variable", "其密码变量名"),
    Text::new(
        "The name under which secrets.env holds the password; it stays on the admin's machine.",
        "密码在 secrets.env 中的变量名；只留在管理机上。",
    ),
    Kind::Secret,
)
.default("KYLIN_ADMIN_PASSWORD")
.required();

/// The field `security.profile`.
pub(crate) const PROFILE: Field = Field::new(
    "security.profile",
    STEP,
    LOGIN,
    Text::new("Users", "用户来源"),
    Text::new("Where users come from.", "用户从哪里来。"),
    Kind::Choice(PROFILES),
)
.default("testing")
.keys(&["kylin.security.profile"])
.source(config_base!(2235));

/// In the order in which they are shown.
pub static FIELDS: &[Field] = &[
    PROFILE,
    LDAP_SERVER,
    LDAP_USER,
    LDAP_PASSWORD,
    LDAP_USER_BASE,
    LDAP_USER_PATTERN,
    LDAP_GROUP_BASE,
    ldap_field(
        "security.ldap_group_filter",
        Text::new("Group filter", "组过滤条件"),
        Text::new(
            "{0} stands for the user's distinguished name, {1} for the login name.",
            "{0} 代表用户的可分辨名称，{1} 代表登录名。",
        ),
        Kind::Text,
    )
    .required()
    .default("(|(member={0})(memberUid={1}))")
    .keys(&["kylin.security.ldap.user-group-search-filter"]),
    LDAP_ADMIN_ROLE,
    Field::new(
        "security.cross_domain",
        STEP,
        LOGIN,
        Text::new("Allow calls from other sites", "允许跨域调用"),
        Text::new(
            "Kylin allows them unless told otherwise: then any web page that a logged-in person opens may call the API.",
            "Kylin 默认允许：登录用户打开的任意网页都可能调用 API。",
        ),
        Kind::Switch,
    )
    .default("false")
    .keys(&["kylin.web.cross-domain-enabled"])
    .source(DOC_SECURITY),
    ADMIN_USER,
    ADMIN_PASSWORD,
];

/// `ldap://host` or `ldaps://host`, with an optional port.
pub fn ldap_server(text: &str) -> Result<(bool, HostPort), Message> {
    let text = text.trim();
    let secure = text.strip_prefix("ldaps://");
    let Some(rest) = secure.or_else(|| text.strip_prefix("ldap://")) else {
        return Err(msg!(en: "\"{t}\" does not begin with ldap:// or ldaps://",
            zh: "“{t}”不是以 ldap:// 或 ldaps:// 开头", t = shown(text)));
    };
    Ok((secure.is_some(), HostPort::parse(rest.strip_suffix('/').unwrap_or(rest))?))
}

fn check_ldap_server(text: &str) -> Result<(), Message> {
    ldap_server(text).map(|_| ())
}

fn check_login(text: &str) -> Result<(), Message> {
    if text.contains(':') {
        return Err(msg!(en: "a user name for HTTP has no colon", zh: "HTTP 用户名不能含有冒号"));
    }
    Kind::Text.check(text)
}
