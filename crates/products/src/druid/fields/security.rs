//! The step "Security".

use crate::druid::sources::{DOC_BASIC, DOC_PASSWORDS, DOC_TLS};
use ::rules::{Answer, Choice, Condition, Context, Field, Kind, Pick};
use model::Text;

const STEP: &str = "security";
const LOGINS: Text = Text::new("Logins", "登录");
const WIRE: Text = Text::new("TLS", "TLS");
const WATCH: Text = Text::new("Metrics", "监控指标");

static KINDS: &[Choice] = &[
    Choice::new(
        "none",
        Text::new("Nobody has to log in", "无需登录"),
        Text::new(
            "As shipped: who reaches a port may read, load and delete everything.",
            "发行包默认：能访问端口的人可以读取、导入和删除一切。",
        ),
    ),
    Choice::new(
        "basic",
        Text::new("User and password", "用户名与密码"),
        Text::new(
            "Users, roles and rights in the metadata store; the processes log in at each other, too.",
            "用户、角色和权限存放在元数据存储中；进程之间也需要登录。",
        ),
    ),
];

static EMITTERS: &[Choice] = &[
    Choice::new(
        "noop",
        Text::new("None", "无"),
        Text::new("As shipped.", "发行包默认。"),
    ),
    Choice::new(
        "logging",
        Text::new("Into the log", "写入日志"),
        Text::new("Each metric is a line of the process's log.", "每个指标是进程日志中的一行。"),
    ),
    Choice::new(
        "prometheus",
        Text::same("Prometheus"),
        Text::new(
            "Each process listens on a port that Prometheus reads; a contributed extension that bin/fetch does not bring.",
            "每个进程监听一个供 Prometheus 读取的端口；属于社区贡献扩展，bin/fetch 不会下载。",
        ),
    )
    .blocked(|cx| {
        (!cx.since("0.21")).then(|| {
            model::msg!(en: "The extension exists from 0.21 on.", zh: "该扩展自 0.21 起才有。")
        })
    }),
];

/// Whether users log in.
pub fn basic(cx: &Context) -> bool {
    cx.is("security.kind", "basic")
}

/// Whether the wire is encrypted.
pub fn tls(cx: &Context) -> bool {
    cx.on("security.tls")
}

static PRODUCTION: Condition =
    Condition::new(Text::new("in production", "生产环境中"), |cx, _| {
        cx.spec.environment == model::Environment::Production
    });

/// The name of authenticator and authorizer in keys.
pub const NAME: &str = "Metadata";

/// In the order in which they are shown.
pub static FIELDS: &[Field] = &[
    Field::new(
        "security.kind",
        STEP,
        LOGINS,
        Text::new("Who may log in", "登录方式"),
        Text::new(
            "Without logins nothing but the firewall protects the data.",
            "没有登录时，数据只受防火墙保护。",
        ),
        Kind::Choice(KINDS),
    )
    .pick(&Pick { cases: &[(&PRODUCTION, Answer::Is("basic"))], otherwise: Answer::Is("none") })
    .required()
    .keys(&["druid.auth.authenticatorChain", "druid.auth.authorizers"])
    .source(DOC_BASIC),
    Field::new(
        "security.first_password",
        STEP,
        LOGINS,
        Text::new("Variable with the first password of admin", "存放 admin 初始密码的变量"),
        Text::new(
            "Read at the first start only: afterwards the password is changed in the console or by the Coordinator's API.",
            "只在首次启动时读取：之后请在控制台或通过 Coordinator 的 API 修改密码。",
        ),
        Kind::Secret,
    )
    .shown(basic)
    .default("DRUID_ADMIN_PASSWORD")
    .required()
    .keys(&["druid.auth.authenticator.Metadata.initialAdminPassword"])
    .source(DOC_PASSWORDS),
    Field::new(
        "security.internal_password",
        STEP,
        LOGINS,
        Text::new("Variable with the password between processes", "存放进程间密码的变量"),
        Text::new(
            "The user druid_system, as which the processes talk to each other; the same on all nodes.",
            "进程之间通信使用的用户 druid_system 的密码；所有节点相同。",
        ),
        Kind::Secret,
    )
    .shown(basic)
    .default("DRUID_INTERNAL_PASSWORD")
    .required()
    .keys(&[
        "druid.auth.authenticator.Metadata.initialInternalClientPassword",
        "druid.escalator.internalClientPassword",
    ])
    .source(DOC_BASIC),
    Field::new(
        "security.tls",
        STEP,
        WIRE,
        Text::new("Encrypt", "加密"),
        Text::new(
            "Every process listens with TLS on a second port (8281 and so on), and no longer on the plain one.",
            "每个进程改在第二个端口（8281 等）以 TLS 监听，不再使用明文端口。",
        ),
        Kind::Switch,
    )
    .default("false")
    .keys(&["druid.enableTlsPort", "druid.enablePlaintextPort"])
    .source(DOC_TLS),
    Field::new(
        "security.keystore",
        STEP,
        WIRE,
        Text::new("Key store", "密钥库"),
        Text::new(
            "On each node, with a certificate for that node's name: from 35 on another name is refused.",
            "每个节点各有一份，证书须包含该节点的名称：自 35 起名称不符会被拒绝。",
        ),
        Kind::Path,
    )
    .shown(tls)
    .default("/etc/druid/keystore.p12")
    .required()
    .keys(&["druid.server.https.keyStorePath"])
    .source(DOC_TLS),
    Field::new(
        "security.keystore_alias",
        STEP,
        WIRE,
        Text::new("Alias of the certificate", "证书别名"),
        Text::new("Its name in the key store.", "证书在密钥库中的名称。"),
        Kind::Identifier,
    )
    .shown(tls)
    .default("druid")
    .required()
    .keys(&["druid.server.https.certAlias"]),
    Field::new(
        "security.truststore",
        STEP,
        WIRE,
        Text::new("Trust store", "信任库"),
        Text::new(
            "With the authority that signed the nodes' certificates; without it the processes do not talk to each other.",
            "包含签发节点证书的 CA；缺少时进程之间无法通信。",
        ),
        Kind::Path,
    )
    .shown(tls)
    .default("/etc/druid/truststore.p12")
    .required()
    .keys(&["druid.client.https.trustStorePath"])
    .source(DOC_TLS),
    Field::new(
        "security.keystore_password",
        STEP,
        WIRE,
        Text::new("Variable with the key store's password", "存放密钥库密码的变量"),
        Text::new("Its value goes into secrets.env.", "值填写在 secrets.env 中。"),
        Kind::Secret,
    )
    .shown(tls)
    .default("DRUID_KEYSTORE_PASSWORD")
    .required()
    .keys(&["druid.server.https.keyStorePassword"]),
    Field::new(
        "security.truststore_password",
        STEP,
        WIRE,
        Text::new("Variable with the trust store's password", "存放信任库密码的变量"),
        Text::new("Its value goes into secrets.env.", "值填写在 secrets.env 中。"),
        Kind::Secret,
    )
    .shown(tls)
    .default("DRUID_TRUSTSTORE_PASSWORD")
    .required()
    .keys(&["druid.client.https.trustStorePassword"]),
    Field::new(
        "metrics.emitter",
        STEP,
        WATCH,
        Text::new("Where metrics go", "指标输出"),
        Text::new(
            "JVM and service status are measured in any case; without a destination nobody sees them.",
            "JVM 和服务状态总会被采集；没有输出目的地则无人可见。",
        ),
        Kind::Choice(EMITTERS),
    )
    .default("noop")
    .required()
    .keys(&["druid.emitter"]),
    Field::new(
        "metrics.port",
        STEP,
        WATCH,
        Text::new("First port for Prometheus", "Prometheus 起始端口"),
        Text::new(
            "Each process of a node takes the next one, in the order Coordinator, Overlord, Historical, MiddleManager, Broker, Router.",
            "节点上的进程依次占用后续端口，顺序为 Coordinator、Overlord、Historical、MiddleManager、Broker、Router。",
        ),
        Kind::Port,
    )
    .shown(|cx| cx.is("metrics.emitter", "prometheus"))
    .default("19091")
    .required(),
];
