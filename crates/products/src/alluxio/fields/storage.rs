//! The step "Under storage".

use super::addresses::{check_endpoint, check_hdfs, check_hdfs_version, check_region, check_s3};
use crate::alluxio::sources::{DOC_HDFS, DOC_S3, PROPERTY_KEY, lab};
use crate::alluxio::versions::two;
use ::rules::{Answer, Choice, Condition, Context, Field, Kind, Own, Pick};
use model::Text;
use model::value::{Uri, Value};

const STEP: &str = "storage";
const WHAT: Text = Text::new("Root", "根目录");
const HDFS: Text = Text::same("HDFS");
const S3: Text = Text::new("S3 and what speaks like it", "S3 及兼容存储");

/// What lies below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// HDFS.
    Hdfs,
    /// S3 or a compatible store.
    S3,
    /// NFS or another mount that all machines have at the same path.
    Mount,
    /// A folder of one machine.
    Local,
}

/// Which kind was chosen; what cannot be read counts as HDFS.
pub fn storage(cx: &Context) -> Storage {
    match cx.text("storage.kind").as_ref() {
        "s3" => Storage::S3,
        "mount" => Storage::Mount,
        "local" => Storage::Local,
        _ => Storage::Hdfs,
    }
}

/// The field that holds the root.
pub fn root_field(cx: &Context) -> &'static str {
    match storage(cx) {
        Storage::Hdfs => "storage.hdfs_uri",
        Storage::S3 => "storage.s3_uri",
        Storage::Mount | Storage::Local => "storage.path",
    }
}

fn hdfs(cx: &Context) -> bool {
    storage(cx) == Storage::Hdfs
}

fn s3(cx: &Context) -> bool {
    storage(cx) == Storage::S3
}

/// The name service of an address: `hdfs://` with a name that has neither a dot nor a port.
pub fn service_of(address: &str) -> Option<String> {
    let uri = Uri::parse(address).ok()?;
    let named = uri.scheme == "hdfs"
        && !uri.authority.is_empty()
        && !uri.authority.contains(['.', ':', '[']);
    named.then_some(uri.authority)
}

/// The name service of the root.
pub fn name_service(cx: &Context) -> Option<String> {
    if hdfs(cx) { service_of(&cx.text("storage.hdfs_uri")) } else { None }
}

/// Whether the name nodes of the name service are written here, into `conf/hdfs-site.xml`.
pub fn writes_client(cx: &Context) -> bool {
    name_service(cx).is_some() && cx.text("storage.hdfs_conf").is_empty()
}

/// Whether the store has an address of its own: a compatible store, not Amazon's.
pub fn compatible(cx: &Context) -> bool {
    s3(cx) && !cx.text("storage.s3_endpoint").is_empty()
}

static WITH_ENDPOINT: Condition =
    Condition::new(Text::new("with an endpoint", "填写了 Endpoint 时"), |cx, _| compatible(cx));

/// Whether keys are used, not the machine's own role.
pub fn s3_keys(cx: &Context) -> bool {
    s3(cx) && cx.is("storage.s3_identity", "keys")
}

static KINDS: &[Choice] = &[
    Choice::new(
        "hdfs",
        Text::same("HDFS"),
        Text::new(
            "One name node or a highly available name service.",
            "单个 NameNode 或高可用的名称服务。",
        ),
    ),
    Choice::new(
        "s3",
        Text::same("S3"),
        Text::new("Amazon S3, MinIO, Ceph and the like.", "Amazon S3、MinIO、Ceph 等。"),
    ),
    Choice::new(
        "mount",
        Text::new("Shared mount", "共享挂载"),
        Text::new(
            "NFS, GlusterFS or the like, mounted at the same path on every master and worker.",
            "NFS、GlusterFS 等，在每个 master 和 worker 上挂载到同一路径。",
        ),
    ),
    Choice::new(
        "local",
        Text::new("Folder of one machine", "单机目录"),
        Text::new(
            "Only when master and worker are one machine: with more, files lie on one worker's disk where nobody else sees them.",
            "仅当 master 和 worker 在同一台机器上时可用：多台机器时，文件只在某个 worker 的磁盘上，其他节点看不到。",
        ),
    ),
];

static CREDENTIALS: &[Choice] = &[
    Choice::new(
        "keys",
        Text::new("Access key and secret key", "Access Key 与 Secret Key"),
        Text::new(
            "Given by two variables of secrets.env; they are written on the machines only.",
            "由 secrets.env 中的两个变量提供；只会写到各机器上。",
        ),
    ),
    Choice::new(
        "machine",
        Text::new("The machine's own role", "机器自身的角色"),
        Text::new("An instance profile of AWS.", "AWS 的实例配置文件（Instance Profile）。"),
    ),
];

/// In the order in which they are shown.
pub static FIELDS: &[Field] = &[
    Field::new(
        "storage.kind",
        STEP,
        WHAT,
        Text::new("Kind", "类型"),
        Text::new(
            "It must run before Alluxio does; every master and worker reads and writes it directly.",
            "必须先于 Alluxio 运行；每个 master 和 worker 都会直接读写它。",
        ),
        Kind::Choice(KINDS),
    )
    .default("hdfs")
    .required(),
    Field::new(
        "storage.hdfs_uri",
        STEP,
        HDFS,
        Text::new("Root folder", "根目录"),
        Text::new(
            "hdfs://host:port/folder, or hdfs://name-service/folder without a port. The folder must exist and belong to the service user.",
            "hdfs://host:port/目录，或 hdfs://名称服务/目录（不带端口）。该目录必须存在，且属于服务用户。",
        ),
        Kind::Custom(check_hdfs),
    )
    .shown(hdfs)
    .required()
    .placeholder("hdfs://nameservice1/alluxio/root")
    .keys(&["alluxio.master.mount.table.root.ufs", "alluxio.underfs.address"])
    .source(DOC_HDFS),
    Field::new(
        "storage.hdfs_conf",
        STEP,
        HDFS,
        Text::new("Folder with core-site.xml and hdfs-site.xml", "core-site.xml 和 hdfs-site.xml 所在目录"),
        Text::new(
            "The Hadoop client's files on every master and worker: needed with Kerberos. Empty: only the name nodes below are written down.",
            "每个 master 和 worker 上 Hadoop 客户端的配置目录：使用 Kerberos 时必需。留空则只写入下面的 NameNode。",
        ),
        Kind::Path,
    )
    .shown(hdfs)
    .placeholder("/etc/hadoop/conf")
    .keys(&["alluxio.underfs.hdfs.configuration"])
    .source(DOC_HDFS),
    Field::new(
        "storage.namenodes",
        STEP,
        HDFS,
        Text::new("Name nodes", "NameNode"),
        Text::new(
            "All name nodes of the name service as host:port: they go into conf/hdfs-site.xml. Without it no master starts (UnknownHostException).",
            "名称服务的全部 NameNode，格式为 host:port：写入 conf/hdfs-site.xml。缺少时 master 无法启动（UnknownHostException）。",
        ),
        Kind::HostPorts,
    )
    .shown(writes_client)
    .required()
    .placeholder("nn1.example.com:8020,nn2.example.com:8020")
    .source(lab("alluxio-name-service")),
    Field::new(
        "storage.hdfs_version",
        STEP,
        HDFS,
        Text::new("Version of HDFS", "HDFS 版本"),
        Text::new(
            "Two numbers, such as 2.7. Empty: 3.3, which Alluxio takes by itself. It is written for the root and for a journal on HDFS.",
            "两段数字，例如 2.7。留空为 3.3，即 Alluxio 的默认值。会同时写给根目录和位于 HDFS 的 Journal。",
        ),
        Kind::Custom(check_hdfs_version),
    )
    .shown(|cx| hdfs(cx) && two(cx))
    .placeholder("2.7")
    .keys(&[
        "alluxio.master.mount.table.root.option.alluxio.underfs.version",
        "alluxio.master.journal.ufs.option.alluxio.underfs.version",
    ])
    .source(DOC_HDFS),
    Field::new(
        "storage.s3_uri",
        STEP,
        S3,
        Text::new("Root", "根目录"),
        Text::new(
            "s3://bucket/folder, a whole bucket with a slash at its end; with 1.8 s3a:// only. Bucket and folder must exist.",
            "s3://bucket/目录，整个 bucket 时末尾加斜杠；1.8 只能用 s3a://。bucket 和目录必须已存在。",
        ),
        Kind::Custom(check_s3),
    )
    .shown(s3)
    .required()
    .placeholder("s3://bucket/alluxio")
    .keys(&["alluxio.master.mount.table.root.ufs", "alluxio.underfs.address"])
    .source(DOC_S3)
    .own(Own::Account),
    Field::new(
        "storage.s3_region",
        STEP,
        S3,
        Text::new("Region", "区域（Region）"),
        Text::new(
            "Of the bucket. Empty: us-east-1, with a warning in the log.",
            "bucket 所在的区域。留空则为 us-east-1，日志中会有警告。",
        ),
        Kind::Custom(check_region),
    )
    .shown(|cx| s3(cx) && two(cx))
    .placeholder("eu-west-1")
    .keys(&["alluxio.underfs.s3.region"])
    .source(DOC_S3),
    Field::new(
        "storage.s3_endpoint",
        STEP,
        S3,
        Text::new("Endpoint", "Endpoint"),
        Text::new(
            "The address of a compatible store, such as MinIO or Ceph. Empty for Amazon.",
            "兼容存储（如 MinIO、Ceph）的地址。使用 Amazon 时留空。",
        ),
        Kind::Custom(check_endpoint),
    )
    .shown(s3)
    .placeholder("http://minio.example.com:9000")
    .keys(&["alluxio.underfs.s3.endpoint"])
    .source(DOC_S3),
    Field::new(
        "storage.s3_path_style",
        STEP,
        S3,
        Text::new("Bucket in the path", "bucket 写在路径中"),
        Text::new(
            "Most compatible stores want http://endpoint/bucket, not http://bucket.endpoint.",
            "多数兼容存储使用 http://endpoint/bucket，而不是 http://bucket.endpoint。",
        ),
        Kind::Switch,
    )
    .shown(s3)
    .pick(&Pick {
    cases: &[
        (&WITH_ENDPOINT, Answer::Is("true")),
    ],
    otherwise: Answer::Is("false"),
})
    .keys(&["alluxio.underfs.s3.disable.dns.buckets"])
    .source(DOC_S3),
    Field::new(
        "storage.s3_inherit_acl",
        STEP,
        S3,
        Text::new("Owners from the bucket's ACL", "从 bucket 的 ACL 取得属主"),
        Text::new(
            "Compatible stores have no such ACL, or another one.",
            "兼容存储没有这种 ACL，或语义不同。",
        ),
        Kind::Switch,
    )
    .shown(s3)
    .pick(&Pick {
    cases: &[
        (&WITH_ENDPOINT, Answer::Is("false")),
    ],
    otherwise: Answer::Is("true"),
})
    .keys(&["alluxio.underfs.s3.inherit.acl", "alluxio.underfs.s3a.inherit_acl"])
    .source(DOC_S3),
    Field::new(
        "storage.s3_identity",
        STEP,
        S3,
        Text::new("Who Alluxio is", "访问身份"),
        Text::new(
            "Masters and workers use it; clients never see it.",
            "由 master 和 worker 使用；客户端不会接触到。",
        ),
        Kind::Choice(CREDENTIALS),
    )
    .shown(s3)
    .default("keys")
    .required()
    .source(DOC_S3),
    Field::new(
        "storage.s3_access_key",
        STEP,
        S3,
        Text::new("Access key", "Access Key"),
        Text::new("The variable of secrets.env that holds it.", "secrets.env 中保存它的变量名。"),
        Kind::Secret,
    )
    .shown(s3_keys)
    .default("S3_ACCESS_KEY")
    .required()
    .keys(&["s3a.accessKeyId", "aws.accessKeyId"])
    .source(PROPERTY_KEY),
    Field::new(
        "storage.s3_secret_key",
        STEP,
        S3,
        Text::new("Secret key", "Secret Key"),
        Text::new("The variable of secrets.env that holds it.", "secrets.env 中保存它的变量名。"),
        Kind::Secret,
    )
    .shown(s3_keys)
    .default("S3_SECRET_KEY")
    .required()
    .keys(&["s3a.secretKey", "aws.secretKey"])
    .source(PROPERTY_KEY),
    Field::new(
        "storage.path",
        STEP,
        WHAT,
        Text::new("Folder", "目录"),
        Text::new(
            "The same path everywhere. An NFS mount wants the option actimeo=0, or listings are stale.",
            "所有机器上路径相同。NFS 挂载应使用 actimeo=0，否则目录列表会过期。",
        ),
        Kind::Path,
    )
    .shown(|cx| matches!(storage(cx), Storage::Mount | Storage::Local))
    .required()
    .placeholder("/mnt/nfs/alluxio/root")
    .keys(&["alluxio.master.mount.table.root.ufs", "alluxio.underfs.address"])
    .source(lab("alluxio-own-root")),
];
