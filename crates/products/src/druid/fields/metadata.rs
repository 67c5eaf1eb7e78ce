//! The step "Metadata store".

use crate::druid::roles::COORDINATORS;
use crate::druid::sources::{DOC_METADATA, DOC_MYSQL, DOC_POSTGRESQL};
use ::rules::{Answer, Choice, Condition, Context, Field, Kind, Pick};
use model::{Environment, Text, msg};

const STEP: &str = "metadata";
const WHICH: Text = Text::new("Which database", "使用哪个数据库");
const LOGIN: Text = Text::new("Login", "登录");

/// The field with the kind of database.
pub const KIND: &str = "metadata.kind";
/// The key of the type.
pub const TYPE: &str = "druid.metadata.storage.type";
/// The key of the address.
pub const URI: &str = "druid.metadata.storage.connector.connectURI";
/// The key of the user.
pub const USER: &str = "druid.metadata.storage.connector.user";
/// The key of the password.
pub const PASSWORD: &str = "druid.metadata.storage.connector.password";

static KINDS: &[Choice] = &[
    Choice::new(
        "postgresql",
        Text::same("PostgreSQL"),
        Text::new(
            "Its driver comes with the extension: nothing else has to be fetched.",
            "驱动随扩展自带，无需另外下载。",
        ),
    ),
    Choice::new(
        "mysql",
        Text::same("MySQL"),
        Text::new(
            "The driver is not part of the release: PACKAGES.tsv names it. The database must have the character set utf8mb4.",
            "发行包不含驱动：PACKAGES.tsv 中会列出。数据库字符集必须为 utf8mb4。",
        ),
    ),
    Choice::new(
        "mariadb",
        Text::same("MariaDB"),
        Text::new(
            "Through MariaDB's own driver, or before 0.22 through MySQL's.",
            "使用 MariaDB 自带的驱动；0.22 之前使用 MySQL 的驱动。",
        ),
    ),
    Choice::new(
        "derby",
        Text::new("Derby, for trials", "Derby，仅供试用"),
        Text::new(
            "A database inside of the one Coordinator: no second master can take over.",
            "运行在唯一的 Coordinator 进程内的数据库：无法由另一个 master 接管。",
        ),
    )
    .blocked(|cx| {
        (cx.with_roles(COORDINATORS).len() > 1).then(|| {
            msg!(en: "Derby runs inside of one Coordinator, and there are several: the others would never take over as Overlord.",
                 zh: "Derby 运行在单个 Coordinator 进程内，而这里有多个：其他 master 永远无法接管 Overlord。")
        })
    }),
];

/// Whether the database is a server of its own.
pub fn is_server(cx: &Context) -> bool {
    !cx.is(KIND, "derby")
}

/// Whether it is a MySQL or MariaDB.
pub fn is_mysql(cx: &Context) -> bool {
    cx.is(KIND, "mysql") || cx.is(KIND, "mariadb")
}

static ALONE: Condition = Condition::new(
    Text::new("in a test cluster with one master", "仅有一个 master 的测试集群"),
    |cx, _| cx.spec.environment == Environment::Test && cx.with_roles(COORDINATORS).len() <= 1,
);
static POSTGRESQL: Condition =
    Condition::new(Text::new("with PostgreSQL", "使用 PostgreSQL 时"), |cx, _| {
        cx.is(KIND, "postgresql")
    });

/// In the order in which they are shown.
pub static FIELDS: &[Field] = &[
    Field::new(
        KIND,
        STEP,
        WHICH,
        Text::new("Database", "数据库"),
        Text::new(
            "When it is away, queries are answered and nothing new is loaded.",
            "数据库不可用时查询仍可进行，但无法导入新数据。",
        ),
        Kind::Choice(KINDS),
    )
    .pick(&Pick { cases: &[(&ALONE, Answer::Is("derby"))], otherwise: Answer::Is("postgresql") })
    .required()
    .keys(&[TYPE])
    .source(DOC_METADATA),
    Field::new(
        "metadata.host",
        STEP,
        WHICH,
        Text::new("Host", "主机"),
        Text::new(
            "The database server: masters connect to it, no other process does.",
            "数据库服务器：只有 master 会连接它。",
        ),
        Kind::Host,
    )
    .shown(is_server)
    .required()
    .placeholder("db.example.com")
    .keys(&[URI]),
    Field::new(
        "metadata.port",
        STEP,
        WHICH,
        Text::new("Port", "端口"),
        Text::new("Where it listens.", "数据库监听的端口。"),
        Kind::Port,
    )
    .shown(is_server)
    .pick(&Pick { cases: &[(&POSTGRESQL, Answer::Is("5432"))], otherwise: Answer::Is("3306") })
    .required()
    .keys(&[URI]),
    Field::new(
        "metadata.database",
        STEP,
        WHICH,
        Text::new("Database name", "数据库名"),
        Text::new(
            "A database of its own, made before the first start; database/create.sql does it.",
            "专用的数据库，首次启动前创建；可使用 database/create.sql。",
        ),
        Kind::Identifier,
    )
    .shown(is_server)
    .default("druid")
    .required()
    .keys(&[URI]),
    Field::new(
        "metadata.tls",
        STEP,
        WHICH,
        Text::new("TLS to the database", "到数据库的 TLS"),
        Text::new(
            "The database's certificate is not checked against a trust store here; add that by overrides.",
            "此处不会用信任库校验数据库证书；如需校验请使用覆盖项。",
        ),
        Kind::Switch,
    )
    .shown(is_server)
    .default("false")
    .keys(&["druid.metadata.mysql.ssl.useSSL", "druid.metadata.postgres.ssl.useSSL"])
    .source(DOC_MYSQL),
    Field::new(
        "metadata.schema",
        STEP,
        WHICH,
        Text::new("Schema", "Schema"),
        Text::new(
            "The user must own it: Druid makes and changes its tables by itself.",
            "用户必须是其属主：Druid 会自行创建和修改表。",
        ),
        Kind::Identifier,
    )
    .shown(|cx| cx.is(KIND, "postgresql"))
    .default("public")
    .keys(&["druid.metadata.postgres.dbTableSchema"])
    .source(DOC_POSTGRESQL),
    Field::new(
        "metadata.user",
        STEP,
        LOGIN,
        Text::new("User", "用户"),
        Text::new(
            "May create and change tables in that database, and nothing else.",
            "只需拥有在该数据库中建表和改表的权限。",
        ),
        Kind::Identifier,
    )
    .shown(is_server)
    .default("druid")
    .required()
    .keys(&[USER]),
    Field::new(
        "metadata.password",
        STEP,
        LOGIN,
        Text::new("Variable with the password", "存放密码的变量"),
        Text::new(
            "Its value goes into secrets.env. Druid reads it from the environment: it is in no file that Druid shows, and in no command line of a task.",
            "值填写在 secrets.env 中。Druid 从环境变量读取：不会出现在 Druid 展示的文件和任务的命令行中。",
        ),
        Kind::Secret,
    )
    .shown(is_server)
    .default("DRUID_METADATA_PASSWORD")
    .required()
    .keys(&[PASSWORD]),
    Field::new(
        "metadata.create_tables",
        STEP,
        LOGIN,
        Text::new("Druid makes its tables", "由 Druid 建表"),
        Text::new(
            "Off where the user may not change tables: then run metadata-init before each start of a new version.",
            "若用户无权改表则关闭：每次启动新版本之前需先运行 metadata-init。",
        ),
        Kind::Switch,
    )
    .shown(is_server)
    .default("true")
    .keys(&["druid.metadata.storage.connector.createTables"])
    .source(DOC_METADATA),
];
