//! The step "Sizing and paths".

use crate::alluxio::choice::jobs;
use crate::alluxio::memory::{
    DIRECT_AMONG, JOBS_AMONG, MASTER_AMONG, MASTER_HEAP, WORKER_AMONG, WORKER_HEAP,
};
use crate::alluxio::roles::{MASTER, WORKER};
use crate::alluxio::sources::{DOC_HDFS, DOC_TUNING, SCRIPTS};
use crate::common::disks;
use crate::common::jvm::{LEAST_HEAP, MOST_HEAP};
use crate::common::machine;
use ::rules::{Answer, Field, Kind, Pick, Scope};
use model::value::{AbsolutePath, ByteSize, Value, shown};
use model::{Message, Text, msg};

const STEP: &str = "sizing";
const MEMORY: Text = Text::new("Memory", "内存");
const PATHS: Text = Text::new("Paths and package", "路径与安装包");

/// In the order in which they are shown.
pub static FIELDS: &[Field] = &[
    Field::new(
        "jvm.master_heap",
        STEP,
        MEMORY,
        Text::new("Heap of a master", "master 堆内存"),
        Text::new(
            "Metadata, or the cache of RocksDB: 8 GiB caches about two million files; in the heap alone 64 GiB hold about thirty million.",
            "存放元数据或 RocksDB 的缓存：8 GiB 约可缓存两百万个文件；若全部放在堆内存，64 GiB 约可容纳三千万个。",
        ),
        Kind::Bytes,
    )
    .among(MASTER_AMONG)
    .within(LEAST_HEAP, MOST_HEAP)
    .scope(Scope::Both)
    .roles(&[MASTER])
    .formula(&MASTER_HEAP)
    .required()
    .source(DOC_TUNING),
    Field::new(
        "jvm.worker_heap",
        STEP,
        MEMORY,
        Text::new("Heap of a worker", "worker 堆内存"),
        Text::new(
            "About 64 MiB for each client at a time. The cached blocks are not in it.",
            "每个并发客户端约需 64 MiB。缓存的数据块不在其中。",
        ),
        Kind::Bytes,
    )
    .among(WORKER_AMONG)
    .within(LEAST_HEAP, MOST_HEAP)
    .scope(Scope::Both)
    .roles(&[WORKER])
    .formula(&WORKER_HEAP)
    .required()
    .source(DOC_TUNING),
    Field::new(
        "jvm.worker_direct",
        STEP,
        MEMORY,
        Text::new("Direct memory of a worker", "worker 堆外内存"),
        Text::new("For data on its way to clients.", "用于向客户端传输数据。"),
        Kind::Bytes,
    )
    .among(DIRECT_AMONG)
    .within(ByteSize::MIB, MOST_HEAP)
    .scope(Scope::Both)
    .roles(&[WORKER])
    .formula(&WORKER_HEAP)
    .required()
    .source(DOC_TUNING),
    Field::new(
        "jvm.job_heap",
        STEP,
        MEMORY,
        Text::new("Heap of a job master or job worker", "job master、job worker 堆内存"),
        Text::new("Each of them takes it.", "每个进程各占一份。"),
        Kind::Bytes,
    )
    .among(JOBS_AMONG)
    .within(LEAST_HEAP, MOST_HEAP)
    .scope(Scope::Both)
    .roles(&[MASTER, WORKER])
    .shown(jobs)
    .default("1 GiB")
    .required()
    .source(SCRIPTS),
    Field::new(
        "paths.home",
        STEP,
        PATHS,
        Text::new("Install folder", "安装目录"),
        Text::new(
            "Where Alluxio is unpacked, or where an existing installation lies; the same on all nodes, since Alluxio's own scripts take it for the same.",
            "Alluxio 的解压位置，或已有安装所在的位置；所有节点相同，因为 Alluxio 自带的脚本会按相同路径处理。",
        ),
        Kind::Path,
    )
    .default("/opt/alluxio")
    .made(&[])
    .required(),
    Field::new(
        "paths.data",
        STEP,
        PATHS,
        Text::new("Data folder", "数据目录"),
        Text::new(
            "Journal and metadata of a master lie below it unless said otherwise; on a disk of its own it is quicker.",
            "除非另有设置，master 的 Journal 和元数据位于其下；使用独立磁盘更快。",
        ),
        Kind::Path,
    )
    .default("/var/lib/alluxio")
    .required(),
    Field::new(
        "paths.java_home",
        STEP,
        PATHS,
        Text::new("JAVA_HOME", "JAVA_HOME"),
        Text::new(
            "Java 8 or 11: the release's scripts refuse everything else; with 1.8 Java 8. Empty: java on the PATH.",
            "Java 8 或 11：发行包的脚本会拒绝其他版本；1.8 使用 Java 8。留空则使用 PATH 中的 java。",
        ),
        Kind::Path,
    )
    .scope(Scope::Both)
    .placeholder("/usr/lib/jvm/java-11-openjdk-amd64")
    .source(SCRIPTS),
    Field::new(
        "paths.package",
        STEP,
        PATHS,
        Text::new("Package", "安装包"),
        Text::new(
            "The file in packages/. 1.8 has builds for several Hadoop versions: name the one that fits your HDFS.",
            "packages/ 中的文件名。1.8 针对不同 Hadoop 版本有不同的包：请填写与 HDFS 匹配的那个。",
        ),
        Kind::Custom(check_package),
    )
    .pick(&Pick {
    cases: &[],
    otherwise: Answer::Made(
            Text::new("alluxio-VERSION-bin.tar.gz", "alluxio-版本号-bin.tar.gz"),
            |cx, _| {
                let file = format!("alluxio-{}-bin.tar.gz", cx.spec.version.trim());
                if check_package(&file).is_ok() { file } else { String::new() }
            },
        ),
})
    .required()
    .source(DOC_HDFS),
    machine::service_user("alluxio"),
    machine::SERVICE_GROUP,
    machine::SSH_USER,
    machine::SSH_PORT,
    machine::SSH_JUMP,
    machine::CORES,
    machine::MEMORY,
    disks::field(
        Text::new("Disks", "磁盘"),
        Text::new(
            "Where each disk is mounted, and how large it is, with commas between them: tiers with folders on it are checked against it.",
            "每块磁盘的挂载点和容量，以逗号分隔：用于检查存储层的目录是否放得下。",
        ),
        &[WORKER],
    ),
    machine::RESERVED,
];

fn check_package(text: &str) -> Result<(), Message> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if text.chars().all(plain) && text.ends_with(".tar.gz") && !text.starts_with(['.', '-']) {
        return Ok(());
    }
    Err(msg!(en: "\"{t}\" is no file name such as alluxio-2.9.6-bin.tar.gz",
        zh: "“{t}”不是文件名，例如 alluxio-2.9.6-bin.tar.gz", t = shown(text)))
}

/// A path that is read, without a slash at its end.
pub(crate) fn folder(text: &str) -> Option<String> {
    AbsolutePath::parse(text).ok().map(|p| p.0)
}
