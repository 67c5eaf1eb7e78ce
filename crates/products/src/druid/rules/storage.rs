//! Deep storage: whether all machines reach what one of them wrote.

use super::asked::{Seen, each, each_of, is_variable, loading, loads, only_core, place_or, report};
use super::rule;
use crate::druid::effective::storage_type;
use crate::druid::fields::storage::{DIRECTORY, FOLDER, KIND, TYPE};
use crate::druid::roles::{HISTORICAL, INDEXER, MIDDLE_MANAGER};
use crate::druid::sources::{DOC_HDFS, DOC_S3, DOC_STORAGE, lab};
use ::rules::{Context, Sink};
use model::value::shown;
use model::{Place, msg};

/// Where Druid keeps segments when nothing names a folder (`LocalDataSegmentPusherConfig`).
const DEFAULT_FOLDER: &str = "/tmp/druid/localStorage";

/// The roles that write or read segments.
pub(super) const DATA: &[&str] = &[HISTORICAL, MIDDLE_MANAGER, INDEXER];

/// The extension of a kind of storage, of segments or of logs; nothing for what needs none, or of
/// which nothing is known.
pub(super) fn extension(kind: &str) -> Option<&'static str> {
    match kind {
        "s3" | "s3_zip" => Some("druid-s3-extensions"),
        "hdfs" => Some("druid-hdfs-storage"),
        "azure" => Some("druid-azure-extensions"),
        "google" => Some("druid-google-extensions"),
        _ => None,
    }
}

rule!(
    /// A folder that each machine has for itself.
    LOCAL, "DRU013", "local-storage-of-several-machines", Error,
    ["With several data machines deep storage is one that all of them share.", "有多台数据机器时，深度存储必须是所有机器共享的。"],
    ["A folder of one machine is another folder on each. In the lab a task ended with SUCCESS and its rows never appeared, or had one replica instead of two for ever, while every process was healthy. Take S3, HDFS, or a mount that all machines have, and choose \"shared mount\" for it; a relative path lies in each machine's own installation even then.",
     "单机目录在每台机器上是不同的目录。实测任务显示 SUCCESS，数据却一直查不到，或者副本数永远只有一个而不是两个，而所有进程都健康。请使用 S3、HDFS 或所有机器都有的挂载，并选择“共享挂载”；即使如此，相对路径仍会落在每台机器自己的安装目录中。"],
    [lab("druid-local-storage-apart"), DOC_STORAGE],
    [("failed segment[…] request[LOAD] with cause [java.lang.IllegalArgumentException", "log/coordinator-overlord.log")],
    fires "druid-kinds" [("overrides.cluster.druid.storage.type", "local"), ("overrides.cluster.druid.storage.storageDirectory", "var/druid/segments")],
    clean "druid-migrated" [("settings.storage.kind", "mount")],
    |cx, sink| apart(cx, |named, relative| relative || !named, |place, folder, nodes| {
        report(sink, place, msg!(en: "Segments would lie in \"{f}\" of each machine for itself: {nodes} do not see those of the others.",
            zh: "Segment 会落在每台机器自己的“{f}”中：{nodes} 看不到彼此的 Segment。", f = shown(if folder.is_empty() { DEFAULT_FOLDER } else { folder }), nodes = nodes));
    })
);

rule!(
    /// A folder of which only the machines know whether they share it.
    PERHAPS_SHARED, "DRU121", "local-storage-perhaps-shared", Warning,
    ["A folder of several machines for segments is mounted on all of them.", "多台机器存放 Segment 的目录必须在所有机器上挂载。"],
    ["Druid's \"local\" is any folder, a mount of NFS or a shared volume of containers among them: nothing in the files tells which it is. Where it is each machine's own, a task ends with SUCCESS and its rows never appear. If it is shared, choose \"shared mount\" for deep storage; if it is not, take S3, HDFS or a mount.",
     "Druid 的 “local” 可以是任何目录，包括 NFS 挂载或容器的共享卷：文件本身无法说明是哪一种。如果是每台机器自己的目录，任务显示 SUCCESS，数据却一直查不到。如果确实共享，请在深度存储中选择“共享挂载”；否则请使用 S3、HDFS 或挂载。"],
    [lab("druid-local-storage-apart"), DOC_STORAGE], [],
    fires "druid-kinds" [("overrides.cluster.druid.storage.type", "local"), ("overrides.cluster.druid.storage.storageDirectory", "/opt/shared/segments")],
    clean "druid-migrated" [("settings.storage.kind", "mount")],
    |cx, sink| apart(cx, |named, relative| named && !relative, |place, folder, nodes| {
        sink.report(place, msg!(en: "Segments lie in \"{f}\": if it is not mounted on all of {nodes}, they do not see those of the others.",
            zh: "Segment 位于“{f}”：如果它没有在 {nodes} 上全部挂载，它们就看不到彼此的 Segment。", f = shown(folder), nodes = nodes));
    })
);

/// Folders of segments on several data machines that nobody called shared: those of which it is asked
/// whether somebody named them, and whether they lie in the installation.
fn apart(cx: &Context, wanted: fn(bool, bool) -> bool, mut say: impl FnMut(Place, &str, &str)) {
    let machines = cx.with_roles(DATA);
    if machines.len() < 2 {
        return;
    }
    let rows: Vec<_> = machines.iter().map(|node| node.row).collect();
    let shared = cx.is(KIND, "mount");
    let mut seen = Seen::default();
    for (program, node) in each_of(cx, DATA) {
        let folder = program.reads(cx, node, DIRECTORY);
        let relative = !folder.is_empty()
            && !folder.starts_with('/')
            && !is_variable(&folder)
            && !folder.contains(":/");
        if storage_type(cx, node, program) != "local" || (shared && !relative) {
            continue;
        }
        let place = match place_or(cx, node, program, DIRECTORY, KIND) {
            Place::Setting(field) if !cx.spec.settings.contains_key(&field) => {
                place_or(cx, node, program, TYPE, KIND)
            }
            place => place,
        };
        let named = cx.spec.settings.contains_key(FOLDER)
            || matches!(place_or(cx, node, program, DIRECTORY, KIND), Place::Override(..));
        if wanted(named && !folder.is_empty(), relative) && seen.first(&place) {
            say(place, &folder, &cx.names(&rows));
        }
    }
}

rule!(
    /// A storage that nothing can talk to.
    NO_EXTENSION, "DRU014", "deep-storage-without-extension", Error,
    ["The deep storage's extension is loaded.", "已加载深度存储所需的扩展。"],
    ["Druid itself knows folders alone. Every process starts without the extension, and then each task dies with code 1: only its own log says why. Add the extension to druid.extensions.loadList; a guide that shows a list with the storage's extension alone does not mean to drop the others.",
     "Druid 本身只支持目录。没有该扩展时所有进程都能启动，随后每个任务都以退出码 1 失败：只有任务日志写明原因。请把扩展加入 druid.extensions.loadList；文档示例中只列出存储扩展，并不表示要去掉其他扩展。"],
    [lab("druid-storage-without-extension"), DOC_STORAGE],
    [("Unknown provider […] of Key[type=DataSegmentPusher", "task log"),
     ("Task execution process exited unsuccessfully with code[1]", "status of the task")],
    fires "druid-ha" [("overrides.cluster.druid.extensions.loadList", "[\"postgresql-metadata-storage\", \"druid-basic-security\", \"druid-kafka-indexing-service\", \"druid-datasketches\"]")],
    clean "druid-ha" [("overrides.cluster.druid.extensions.loadList", "[\"postgresql-metadata-storage\", \"druid-basic-security\", \"druid-kafka-indexing-service\", \"druid-datasketches\", \"druid-s3-extensions\"]")],
    no_extension
);

fn no_extension(cx: &Context, sink: &mut Sink) {
    let mut seen = Seen::default();
    for (program, node) in each_of(cx, DATA) {
        let kind = storage_type(cx, node, program);
        if is_variable(&kind) || matches!(kind.as_str(), "local" | "noop") {
            continue;
        }
        let place = place_or(cx, node, program, TYPE, KIND);
        if let Some(name) = extension(&kind) {
            if !loads(cx, node, program, name) && seen.first(&place) {
                let (title, edits) = loading(cx, program, node, name);
                sink.report(
                    place,
                    msg!(en: "Deep storage is {k}, but {p} does not load {n}: every task would fail.",
                         zh: "深度存储是 {k}，但 {p} 没有加载 {n}：所有任务都会失败。", k = shown(&kind), p = program.title, n = name),
                )
                .fix(title, edits);
            }
        } else if only_core(cx, node, program) && seen.first(&place) {
            report(
                sink,
                place,
                msg!(en: "No extension that {p} loads knows the deep storage \"{k}\": every task would fail.",
                     zh: "{p} 加载的扩展都不支持深度存储“{k}”：所有任务都会失败。", k = shown(&kind), p = program.title),
            );
        }
    }
}

rule!(
    /// A bucket that is no name.
    BUCKET, "DRU015", "bucket-is-no-name", Warning,
    ["The bucket is a bare name, and segments have a folder in it.", "Bucket 只写名称，Segment 在其中有自己的目录。"],
    ["An address or a path is not the name of a bucket: every task fails when it stores its segments. Without druid.storage.baseKey they lie beside everything else in the bucket. Write the bare name, and a folder.",
     "地址或路径不是 bucket 名称：每个任务在保存 Segment 时都会失败。没有 druid.storage.baseKey 时，Segment 会与 bucket 中的其他内容混在一起。请只写名称，并指定目录。"],
    [DOC_S3], [],
    fires "druid-ha" [("overrides.cluster.druid.storage.bucket", "s3://example-druid/segments")],
    clean "druid-ha" [("overrides.cluster.druid.storage.bucket", "example-druid")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each(cx).filter(|(program, node)| storage_type(cx, node, program) == "s3") {
            let bucket = program.reads(cx, node, "druid.storage.bucket");
            let place = place_or(cx, node, program, "druid.storage.bucket", "storage.bucket");
            let is_name = !bucket.is_empty() && !bucket.contains('/') && !bucket.contains(':');
            // What the field itself refuses is said there.
            let by_hand = |place: &Place| matches!(place, Place::Override(..));
            if !is_name && !is_variable(&bucket) && by_hand(&place) && seen.first(&place) {
                report(sink, place, msg!(en: "\"{b}\" is no name of a bucket.", zh: "“{b}”不是 bucket 名称。", b = shown(&bucket)));
            }
            let place = place_or(cx, node, program, "druid.storage.baseKey", "storage.prefix");
            if program.reads(cx, node, "druid.storage.baseKey").is_empty() && by_hand(&place) && seen.first(&place) {
                report(sink, place, msg!(en: "Segments have no folder in the bucket.", zh: "Segment 在 bucket 中没有自己的目录。"));
            }
        }
    }
);

rule!(
    /// A file system that only files by hand say.
    HDFS_FILES, "DRU016", "hadoop-files-by-hand", Info,
    ["HDFS is found by files that are put beside the common file.", "HDFS 的位置由放在公共配置旁的文件决定。"],
    ["A folder without a name node's address is looked for where core-site.xml says, and a name service where hdfs-site.xml says: both have to lie in _common/ of every node. Without them Hadoop's client takes the machine's own disk, or does not know the host. Put the files there, or write hdfs://host:8020/path; for a name service, its name nodes.",
     "没有 NameNode 地址的目录由 core-site.xml 决定，名称服务由 hdfs-site.xml 决定：两个文件都须放入每个节点的 _common/。没有这些文件时，Hadoop 客户端会使用本机磁盘，或报告主机未知。请放入文件，或写成 hdfs://host:8020/path；使用名称服务时填写其 NameNode。"],
    [DOC_HDFS], [("java.lang.IllegalArgumentException: java.net.UnknownHostException: …service", "task log")],
    fires "druid-kinds" [("settings.storage.hdfs", "/druid/segments")],
    clean "druid-kinds" [("settings.storage.hdfs", "hdfs://nn1.example.com:8020/druid/segments")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each_of(cx, DATA).filter(|(program, node)| storage_type(cx, node, program) == "hdfs") {
            let folder = program.reads(cx, node, DIRECTORY);
            let authority = folder.split_once("://").and_then(|(_, rest)| rest.split('/').next());
            let known = match authority {
                None | Some("") => false,
                Some(host) => host.contains([':', '.']) || !cx.text("storage.namenodes").is_empty(),
            };
            let place = place_or(cx, node, program, DIRECTORY, "storage.hdfs");
            if !known && !folder.is_empty() && !is_variable(&folder) && seen.first(&place) {
                sink.report(place, msg!(en: "Where \"{f}\" is, only core-site.xml and hdfs-site.xml say: they have to lie in _common/ of every node.",
                    zh: "“{f}”的位置只能由 core-site.xml 和 hdfs-site.xml 决定：它们须位于每个节点的 _common/ 中。", f = shown(&folder)));
            }
        }
    }
);
