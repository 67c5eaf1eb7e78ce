//! The step "Deep storage".

use crate::druid::roles::{HISTORICAL, WORKERS};
use crate::druid::sources::{DOC_HDFS, DOC_S3, DOC_STORAGE, lab};
use ::rules::{Answer, Choice, Condition, Context, Field, Kind, Own, Pick};
use model::value::shown;
use model::{Environment, Message, Property, Text, msg};

const STEP: &str = "storage";
const WHERE: Text = Text::new("Segments", "Segment");
const KEYS: Text = Text::new("Access keys", "访问密钥");

/// The field with the kind of storage.
pub const KIND: &str = "storage.kind";
/// The field with the folder of segments.
pub const FOLDER: &str = "storage.folder";
/// The key of the type.
pub const TYPE: &str = "druid.storage.type";
/// The key of a folder, of a mount or of HDFS.
pub const DIRECTORY: &str = "druid.storage.storageDirectory";
/// The key of the logs' type.
pub const LOGS_TYPE: &str = "druid.indexer.logs.type";
/// The key of the logs' folder.
pub const LOGS_DIRECTORY: &str = "druid.indexer.logs.directory";

static KINDS: &[Choice] = &[
    Choice::new(
        "s3",
        Text::new("S3 or compatible", "S3 或兼容存储"),
        Text::new("A bucket of Amazon S3, MinIO, Ceph …", "Amazon S3、MinIO、Ceph 等的 bucket。"),
    ),
    Choice::new(
        "hdfs",
        Text::same("HDFS"),
        Text::new("A folder of a Hadoop file system.", "Hadoop 文件系统中的目录。"),
    ),
    Choice::new(
        "mount",
        Text::new("Shared mount", "共享挂载"),
        Text::new(
            "A folder of an NFS or the like that is mounted at one path on every node.",
            "在所有节点上以同一路径挂载的 NFS 等共享目录。",
        ),
    ),
    Choice::new(
        "azure",
        Text::same("Azure Blob Storage"),
        Text::new("A container of a storage account.", "存储账户中的 container。"),
    )
    .blocked(|cx| {
        (!cx.since("0.21")).then(|| {
            msg!(en: "The extension for Azure is a contributed one before 0.21.", zh: "0.21 之前 Azure 扩展属于社区贡献扩展。")
        })
    }),
    Choice::new(
        "google",
        Text::same("Google Cloud Storage"),
        Text::new("A bucket.", "一个 bucket。"),
    ),
    Choice::new(
        "local",
        Text::new("This machine's disk", "本机磁盘"),
        Text::new(
            "Only where one machine runs all that loads and keeps data: others cannot read it.",
            "仅当导入和保存数据的进程都在同一台机器上时可用：其他机器无法读取。",
        ),
    )
    .blocked(|cx| {
        (data_machines(cx) > 1 && !named(cx)).then(|| {
            msg!(en: "Several machines load or keep data: what one writes on its own disk the others cannot read.",
                 zh: "有多台机器导入或保存数据：写在本机磁盘上的数据其他机器读不到。")
        })
    }),
];

/// Whether somebody named a folder: that one may be a mount, or a volume of containers.
fn named(cx: &Context) -> bool {
    let by_hand = cx.spec.overrides.cluster.get(&Property::new("", DIRECTORY)).map(String::as_str);
    let field = || cx.spec.settings.get(FOLDER).map(String::as_str);
    by_hand.or_else(field).is_some_and(|folder| folder.trim().starts_with('/'))
}

/// How many nodes write or read segments.
fn data_machines(cx: &Context) -> usize {
    let mut roles = vec![HISTORICAL];
    roles.extend(WORKERS);
    cx.with_roles(&roles).len()
}

/// Whether the storage is of this kind.
pub fn is(cx: &Context, kind: &str) -> bool {
    cx.is(KIND, kind)
}

/// Whether keys are given: otherwise the machine's role or profile counts.
pub fn s3_keys(cx: &Context) -> bool {
    is(cx, "s3") && cx.on("storage.s3_keys")
}

static ONE: Condition = Condition::new(
    Text::new("in a test cluster with one data node", "仅有一个数据节点的测试集群"),
    |cx, _| cx.spec.environment == Environment::Test && data_machines(cx) <= 1,
);
static LOCAL: Condition =
    Condition::new(Text::new("on this machine's disk", "使用本机磁盘时"), |cx, _| {
        is(cx, "local")
    });

/// In the order in which they are shown.
pub static FIELDS: &[Field] = &[
    Field::new(
        KIND,
        STEP,
        WHERE,
        Text::new("Storage", "存储"),
        Text::new(
            "Historicals fetch segments from there; queries never touch it.",
            "Historical 从这里获取 Segment；查询不会直接访问它。",
        ),
        Kind::Choice(KINDS),
    )
    .pick(&Pick { cases: &[(&ONE, Answer::Is("local"))], otherwise: Answer::Is("s3") })
    .required()
    .keys(&[TYPE])
    .source(DOC_STORAGE),
    Field::new(
        "storage.folder",
        STEP,
        WHERE,
        Text::new("Folder", "目录"),
        Text::new(
            "An absolute path, below the mount; a relative one would lie in each machine's installation.",
            "绝对路径，位于挂载点之下；相对路径会落在每台机器自己的安装目录中。",
        ),
        Kind::Path,
    )
    .shown(|cx| is(cx, "mount") || is(cx, "local"))
    .pick(&Pick {
        cases: &[(&LOCAL, Answer::Below("paths.data", "/segments"))],
        otherwise: Answer::Nothing,
    })
    .required()
    .placeholder("/mnt/druid/segments")
    .keys(&[DIRECTORY])
    .source(lab("druid-local-storage-apart")),
    Field::new(
        "storage.hdfs",
        STEP,
        WHERE,
        Text::new("Folder in HDFS", "HDFS 目录"),
        Text::new(
            "hdfs://name-service/path, or a path alone, for which core-site.xml decides.",
            "hdfs://名称服务/路径；只写路径时由 core-site.xml 决定。",
        ),
        Kind::PathOrUri,
    )
    .shown(|cx| is(cx, "hdfs"))
    .default("/druid/segments")
    .required()
    .keys(&[DIRECTORY])
    .source(DOC_HDFS),
    Field::new(
        "storage.namenodes",
        STEP,
        WHERE,
        Text::new("Name nodes", "NameNode"),
        Text::new(
            "Given with a name service in the folder: then the archive writes hdfs-site.xml. Empty: the files of the Hadoop cluster are put into _common/ by hand.",
            "目录中写了名称服务时填写：部署包会生成 hdfs-site.xml。留空则需手工把 Hadoop 集群的配置文件放入 _common/。",
        ),
        Kind::HostPorts,
    )
    .shown(|cx| is(cx, "hdfs"))
    .placeholder("nn1.example.com:8020,nn2.example.com:8020"),
    Field::new(
        "storage.bucket",
        STEP,
        WHERE,
        Text::new("Bucket", "Bucket"),
        Text::new(
            "Its bare name, without s3:// and without a slash.",
            "只写名称，不带 s3:// 和斜杠。",
        ),
        Kind::Custom(check_bucket),
    )
    .shown(|cx| is(cx, "s3") || is(cx, "google"))
    .required()
    .own(Own::Account)
    .placeholder("example-druid")
    .keys(&[
        "druid.storage.bucket",
        "druid.google.bucket",
        "druid.indexer.logs.s3Bucket",
        "druid.indexer.logs.bucket",
    ])
    .source(DOC_S3),
    Field::new(
        "storage.prefix",
        STEP,
        WHERE,
        Text::new("Folder in the bucket", "Bucket 中的目录"),
        Text::new("Without a slash at the beginning.", "开头不带斜杠。"),
        Kind::Custom(check_prefix),
    )
    .shown(|cx| is(cx, "s3") || is(cx, "google") || is(cx, "azure"))
    .default("druid/segments")
    .required()
    .keys(&["druid.storage.baseKey", "druid.google.prefix", "druid.azure.prefix"]),
    Field::new(
        "storage.s3_region",
        STEP,
        WHERE,
        Text::new("Region", "区域"),
        Text::new(
            "Given to every process and every task. From 37 on there must be one for other stores, too: us-east-1 will do.",
            "会传给每个进程和任务。自 37 起，兼容存储也必须填写：us-east-1 即可。",
        ),
        Kind::Custom(check_region),
    )
    .shown(|cx| is(cx, "s3"))
    .pick(&Pick {
        cases: &[(
            &Condition::new(Text::new("with an endpoint", "填写了地址时"), |cx, _| {
                !cx.text("storage.s3_endpoint").is_empty()
            }),
            Answer::Is("us-east-1"),
        )],
        otherwise: Answer::Nothing,
    })
    .own(Own::Site)
    .placeholder("eu-central-1")
    .keys(&[
        "druid.s3.endpoint.signingRegion",
        "conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.fork.property.aws.region",
        "conf/druid/cluster/master/coordinator-overlord/jvm.config:-Daws.region",
        "conf/druid/cluster/master/coordinator/jvm.config:-Daws.region",
        "conf/druid/cluster/master/overlord/jvm.config:-Daws.region",
        "conf/druid/cluster/data/historical/jvm.config:-Daws.region",
        "conf/druid/cluster/data/middleManager/jvm.config:-Daws.region",
        "conf/druid/cluster/data/indexer/jvm.config:-Daws.region",
        "conf/druid/cluster/query/broker/jvm.config:-Daws.region",
        "conf/druid/cluster/query/router/jvm.config:-Daws.region",
    ])
    .source(DOC_S3),
    Field::new(
        "storage.s3_endpoint",
        STEP,
        WHERE,
        Text::new("Endpoint", "地址（Endpoint）"),
        Text::new("Of a store other than Amazon's.", "非 Amazon 的存储服务地址。"),
        Kind::Uri,
    )
    .shown(|cx| is(cx, "s3"))
    .placeholder("https://minio.example.com:9000")
    .keys(&["druid.s3.endpoint.url"])
    .source(DOC_S3),
    Field::new(
        "storage.s3_path_style",
        STEP,
        WHERE,
        Text::new("Bucket in the path", "路径方式访问 bucket"),
        Text::new(
            "Nearly every store but Amazon's needs it.",
            "除 Amazon 外几乎所有存储都需要。",
        ),
        Kind::Switch,
    )
    .shown(|cx| is(cx, "s3"))
    .pick(&Pick {
        cases: &[(
            &Condition::new(Text::new("with an endpoint", "填写了地址时"), |cx, _| {
                !cx.text("storage.s3_endpoint").is_empty()
            }),
            Answer::Is("true"),
        )],
        otherwise: Answer::Is("false"),
    })
    .keys(&["druid.s3.enablePathStyleAccess"])
    .source(DOC_S3),
    Field::new(
        "storage.azure_account",
        STEP,
        WHERE,
        Text::new("Storage account", "存储账户"),
        Text::new("Its name.", "账户名称。"),
        Kind::Identifier,
    )
    .shown(|cx| is(cx, "azure"))
    .required()
    .own(Own::Account)
    .placeholder("exampledruid")
    .keys(&["druid.azure.account"]),
    Field::new(
        "storage.azure_container",
        STEP,
        WHERE,
        Text::new("Container", "Container"),
        Text::new("Its bare name.", "只写名称。"),
        Kind::Custom(check_bucket),
    )
    .shown(|cx| is(cx, "azure"))
    .required()
    .own(Own::Account)
    .placeholder("druid")
    .keys(&["druid.azure.container"]),
    Field::new(
        "storage.azure_key",
        STEP,
        KEYS,
        Text::new("Variable with the account's key", "存放账户密钥的变量"),
        Text::new("Its value goes into secrets.env.", "值填写在 secrets.env 中。"),
        Kind::Secret,
    )
    .shown(|cx| is(cx, "azure"))
    .default("DRUID_AZURE_KEY")
    .required()
    .keys(&["druid.azure.key"]),
    Field::new(
        "storage.s3_keys",
        STEP,
        KEYS,
        Text::new("By access key", "使用访问密钥"),
        Text::new(
            "Off where the machines have a role that may use the bucket: keys in a file would win over it.",
            "若机器具有可访问该 bucket 的角色则关闭：文件中的密钥会优先于角色。",
        ),
        Kind::Switch,
    )
    .shown(|cx| is(cx, "s3"))
    .default("true")
    .source(DOC_S3),
    Field::new(
        "storage.s3_access_key",
        STEP,
        KEYS,
        Text::new("Variable with the access key", "存放 Access Key 的变量"),
        Text::new("Its value goes into secrets.env.", "值填写在 secrets.env 中。"),
        Kind::Secret,
    )
    .shown(s3_keys)
    .default("DRUID_S3_ACCESS_KEY")
    .required()
    .keys(&["druid.s3.accessKey"]),
    Field::new(
        "storage.s3_secret_key",
        STEP,
        KEYS,
        Text::new("Variable with the secret key", "存放 Secret Key 的变量"),
        Text::new("Its value goes into secrets.env.", "值填写在 secrets.env 中。"),
        Kind::Secret,
    )
    .shown(s3_keys)
    .default("DRUID_S3_SECRET_KEY")
    .required()
    .keys(&["druid.s3.secretKey"]),
];

fn check_bucket(text: &str) -> Result<(), Message> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if text.contains("://") || text.contains('/') {
        return Err(msg!(en: "\"{t}\" is an address; write the bare name, such as example-druid",
            zh: "“{t}”是地址；请只写名称，例如 example-druid", t = shown(text)));
    }
    if text.len() < 3 || !text.chars().all(plain) {
        return Err(
            msg!(en: "\"{t}\" is no name of a bucket: at least three letters, digits, dots or hyphens",
            zh: "“{t}”不是 bucket 名称：至少三个字母、数字、点或连字符", t = shown(text)),
        );
    }
    Ok(())
}

/// A folder inside of a bucket.
pub(super) fn check_prefix(text: &str) -> Result<(), Message> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '=');
    if text.starts_with('/')
        || text.ends_with('/')
        || text.contains("//")
        || !text.chars().all(plain)
    {
        return Err(
            msg!(en: "\"{t}\" is no folder in a bucket such as druid/segments: no slash at either end",
            zh: "“{t}”不是 bucket 中的目录，例如 druid/segments：两端不带斜杠", t = shown(text)),
        );
    }
    Ok(())
}

/// A region's name.
pub(crate) fn check_region(text: &str) -> Result<(), Message> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if text.chars().all(plain) && text.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Ok(());
    }
    Err(
        msg!(en: "\"{t}\" is no region such as eu-central-1", zh: "“{t}”不是区域名称，例如 eu-central-1",
        t = shown(text)),
    )
}
