//! The step "Sizing and paths", and the formulas behind its defaults.

use crate::alluxio::choice::jobs;
use crate::alluxio::effective::jvm;
use crate::alluxio::roles::WORKER;
use crate::alluxio::sources::{DOC_HDFS, DOC_TUNING, SCRIPTS};
use crate::common::machine;
use ::rules::{Context, Field, Kind, Scope};
use model::value::{AbsolutePath, ByteSize, Value, shown};
use model::{Message, Node, Text, msg};

const STEP: &str = "sizing";
const MEMORY: Text = Text::new("Memory", "内存");
const PATHS: Text = Text::new("Paths and package", "路径与安装包");

fn memory(cx: &Context, node: Option<&Node>) -> Option<u64> {
    cx.get_for::<ByteSize>(node?, "host.memory").ok().map(|m| m.0)
}

fn has(node: Option<&Node>, role: &str) -> bool {
    node.is_some_and(|n| n.roles.contains(role))
}

/// A size that reads well: whole gibibytes from 2 on, else whole 64 mebibytes.
fn round(bytes: u64) -> ByteSize {
    let step = if bytes >= 2 * ByteSize::GIB { ByteSize::GIB } else { 64 * ByteSize::MIB };
    ByteSize((bytes / step * step).max(64 * ByteSize::MIB))
}

/// Half of the memory, a quarter where a worker stands beside it.
fn master_heap(cx: &Context, node: Option<&Node>) -> ByteSize {
    let Some(memory) = memory(cx, node) else { return ByteSize(8 * ByteSize::GIB) };
    let share = if has(node, WORKER) { memory / 4 } else { memory / 2 };
    round(share.clamp(512 * ByteSize::MIB, 31 * ByteSize::GIB))
}

/// An eighth of the memory.
fn worker_heap(cx: &Context, node: Option<&Node>) -> ByteSize {
    let Some(memory) = memory(cx, node) else { return ByteSize(4 * ByteSize::GIB) };
    round((memory / 8).clamp(512 * ByteSize::MIB, 8 * ByteSize::GIB))
}

/// What the system and everything else on a machine keeps.
pub fn reserve(memory: u64) -> u64 {
    (memory / 8).max(ByteSize::GIB)
}

/// What is left for the ramdisk.
pub(super) fn ramdisk(cx: &Context, node: Option<&Node>) -> ByteSize {
    let (Some(node), Some(memory)) = (node, memory(cx, node)) else {
        return ByteSize(4 * ByteSize::GIB);
    };
    let left = memory.saturating_sub(reserve(memory)).saturating_sub(jvm::memory(cx, node));
    round(left.min(memory / 3 * 2))
}

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
    .scope(Scope::Both)
    .derived(
        Text::new(
            "memory / 2, beside a worker memory / 4, at most 31 GiB; 8 GiB when the memory is not known",
            "内存 / 2，与 worker 同机时为内存 / 4，最多 31 GiB；内存未知时为 8 GiB",
        ),
        |cx, node| master_heap(cx, node).to_string(),
    )
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
    .scope(Scope::Both)
    .derived(
        Text::new("memory / 8, at most 8 GiB; 4 GiB when the memory is not known", "内存 / 8，最多 8 GiB；内存未知时为 4 GiB"),
        |cx, node| worker_heap(cx, node).to_string(),
    )
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
    .scope(Scope::Both)
    .derived(
        Text::new("memory / 8, at most 8 GiB; 4 GiB when the memory is not known", "内存 / 8，最多 8 GiB；内存未知时为 4 GiB"),
        |cx, node| worker_heap(cx, node).to_string(),
    )
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
    .scope(Scope::Both)
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
    .derived(Text::new("alluxio-VERSION-bin.tar.gz", "alluxio-版本号-bin.tar.gz"), |cx, _| {
        let file = format!("alluxio-{}-bin.tar.gz", cx.spec.version.trim());
        if check_package(&file).is_ok() { file } else { String::new() }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_round_and_never_nothing() {
        assert_eq!(round(0), ByteSize(64 * ByteSize::MIB));
        assert_eq!(round(5 * ByteSize::GIB + 3), ByteSize(5 * ByteSize::GIB));
        assert_eq!(round(700 * ByteSize::MIB), ByteSize(640 * ByteSize::MIB));
        assert_eq!(reserve(4 * ByteSize::GIB), ByteSize::GIB);
        assert_eq!(reserve(64 * ByteSize::GIB), 8 * ByteSize::GIB);
    }
}
