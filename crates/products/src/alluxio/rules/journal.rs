//! Where the journal lies.

use super::rule;
use crate::alluxio::choice::Topology;
use crate::alluxio::effective::{
    JOURNAL_FOLDER as FOLDER, JOURNAL_TYPE as KIND, journal_is_ufs, root, tiers, topology,
};
use crate::alluxio::roles::MASTER;
use crate::alluxio::sources::{DOC_JOURNAL, RAFT, lab};
use crate::alluxio::versions::two;
use ::rules::{Context, Found};
use model::msg;
use model::value::shown;

/// The folders of the journal, each place once.
pub(super) fn folders(cx: &Context) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for found in cx.set_values_of(FOLDER) {
        if found.literal().is_some() && all.iter().all(|f| f.place != found.place) {
            all.push(found);
        }
    }
    all
}

/// The path of a folder on the machine itself.
pub(super) fn local(folder: &str) -> Option<&str> {
    let path = folder.strip_prefix("file://").unwrap_or(folder);
    path.starts_with('/').then_some(path)
}

rule!(
    /// A journal for each.
    PRIVATE, "ALX007", "private-journal", Error,
    ["Masters that elect through ZooKeeper share one journal.", "通过 ZooKeeper 选主的 master 共用一个 Journal。"],
    ["A folder on each master's own disk is a journal for each. All start; after a failover the new leader does not know what the old one wrote: in the lab a file that was only cached was gone, and with it pins, TTLs and mounts go. Nothing reports it. Put the journal on HDFS or a shared mount, and say in the field that it is one.",
     "各 master 本地磁盘上的目录意味着各有一个 Journal。全部都能启动，但故障切换后新的主不知道旧主写过什么：实测只在缓存中的文件丢失，固定（pin）、TTL 和挂载点也会丢失，且没有任何提示。请把 Journal 放到 HDFS 或共享挂载上，并在字段中确认。"],
    [lab("alluxio-private-journal"), DOC_JOURNAL], [],
    fires "alluxio-zookeeper" [("settings.masters.journal_folder", "/var/lib/alluxio/journal")],
    clean "alluxio-zookeeper" [("settings.masters.journal_folder", "/mnt/nfs/journal"), ("settings.masters.journal_shared", "true")],
    |cx, sink| {
        if topology(cx) != Topology::ZooKeeper || cx.with_roles(&[MASTER]).len() < 2 {
            return;
        }
        for found in folders(cx) {
            if local(&found.value).is_none() || (cx.on("masters.journal_shared") && !found.overridden()) {
                continue;
            }
            sink.report(
                found.place,
                msg!(en: "The journal {f} is a folder of each master: after a failover the new leader lacks what the old one wrote.",
                     zh: "Journal {f} 是各 master 自己的目录：故障切换后，新的主会缺少旧主写入的内容。", f = shown(&found.value)),
            );
        }
    }
);

rule!(
    /// A journal in a bucket.
    OBJECT_STORE, "ALX019", "journal-in-object-store", Warning,
    ["The journal does not lie in an object store.", "Journal 不应放在对象存储中。"],
    ["A journal is many small writes, flushes and renames, which an object store does slowly or not at all; the documentation calls it prohibitively slow. Use HDFS or a shared mount.",
     "Journal 由大量小写入、刷新和重命名组成，对象存储处理很慢或不支持；官方文档称其慢得无法使用。请使用 HDFS 或共享挂载。"],
    [DOC_JOURNAL], [],
    fires "alluxio-zookeeper" [("settings.masters.journal_folder", "s3://bucket/journal")],
    clean "alluxio-zookeeper" [],
    |cx, sink| {
        const STORES: [&str; 8] = ["s3", "s3a", "s3n", "gs", "oss", "cosn", "wasbs", "swift"];
        for found in folders(cx) {
            if found.value.split_once("://").is_some_and(|(scheme, _)| STORES.contains(&scheme)) && journal_is_ufs(cx) {
                sink.report(found.place, msg!(en: "The journal {f} lies in an object store, which is too slow for it.",
                    zh: "Journal {f} 位于对象存储，速度无法满足要求。", f = shown(&found.value)));
            }
        }
    }
);

rule!(
    /// Alluxio in Alluxio.
    CIRCULAR, "ALX020", "alluxio-below-alluxio", Error,
    ["Journal and under storage are not Alluxio itself.", "Journal 和底层存储不能是 Alluxio 自身。"],
    ["They must be there before Alluxio is. Format and master stop because nothing can open such an address. Name the storage itself.",
     "它们必须先于 Alluxio 存在。格式化和 master 会因无法打开该地址而停止。请填写真正的存储。"],
    [lab("alluxio-alluxio-below")], [("No Under File System Factory found for: alluxio:", "logs/master.log")],
    fires "alluxio-zookeeper" [("settings.masters.journal_folder", "alluxio://m1.example.com:19998/journal")],
    clean "alluxio-zookeeper" [],
    |cx, sink| {
        for key in [FOLDER, "alluxio.master.mount.table.root.ufs", "alluxio.underfs.address"] {
            for found in cx.set_values_of(key).into_iter().filter(|f| f.value.starts_with("alluxio:")) {
                sink.report(found.place, msg!(en: "{v} is Alluxio itself, which is not there yet when it is needed.",
                    zh: "{v} 是 Alluxio 自身，需要时它还不存在。", v = shown(&found.value)));
            }
        }
    }
);

rule!(
    /// An address where a folder is wanted.
    EMBEDDED_ADDRESS, "ALX021", "embedded-journal-address", Error,
    ["The embedded journal is a folder, not an address.", "内嵌 Journal 是本地目录，而不是地址。"],
    ["Only the path of an address is used: the format wants that folder at the root of the machine's own disk. A service user may not make it there, and the format stops; for root it is made, and the master does not find it. Name a folder of its own on a local disk.",
     "地址中只有路径部分会被使用：格式化要在本机根目录下创建该目录。服务用户没有权限，格式化会停止；以 root 运行则会建立该目录，但 master 找不到它。请填写本地磁盘上的专用目录。"],
    [lab("alluxio-journal-address"), RAFT], [("journal path must exist", "logs/master.log"), ("java.nio.file.AccessDeniedException: /journal", "format.log")],
    fires "alluxio-three" [("settings.masters.journal_folder", "hdfs://nameservice1/alluxio/journal")],
    clean "alluxio-three" [("settings.masters.journal_folder", "/data/alluxio/journal")],
    |cx, sink| {
        for found in folders(cx).into_iter().filter(|f| f.value.contains("://")) {
            if topology(cx) == Topology::Embedded {
                sink.report(found.place, msg!(en: "The embedded journal wants a folder on each master's disk, but {f} is an address.",
                    zh: "内嵌 Journal 需要各 master 磁盘上的目录，但 {f} 是一个地址。", f = shown(&found.value)));
            }
        }
    }
);

/// Whether one folder is the other or holds it.
pub(super) fn holds(outer: &str, inner: &str) -> bool {
    let (outer, inner) = (outer.trim_end_matches('/'), inner.trim_end_matches('/'));
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The folders of a machine that hold something else than the journal and blocks.
pub(super) fn others(cx: &Context) -> Vec<String> {
    let text = |key: &str| cx.text(key).into_owned();
    let mut others = vec![text("paths.home"), text("zookeeper.home"), text("zookeeper.data_dir")];
    others.push(format!("{}/conf", text("paths.home")));
    if two(cx) {
        others.push(cx.read("masters.metastore_dir"));
    }
    others.push(root(cx));
    others
}

rule!(
    /// A format that would take more with it.
    OVERLAP, "ALX022", "journal-holds-other-things", Error,
    ["The journal's folder holds nothing but the journal.", "Journal 目录只能存放 Journal。"],
    ["The format of an embedded journal deletes everything in its folder without a question, as the lab saw with foreign files. A folder that holds the installation, the metadata, a tier or the files would go with it. Give the journal a folder of its own.",
     "格式化内嵌 Journal 会不加询问地删除其目录中的一切，实测其他文件也会被删除。若该目录包含安装目录、元数据、存储层或文件，它们会一并被删。请为 Journal 使用专用目录。"],
    [lab("alluxio-format-deletes"), RAFT], [],
    fires "alluxio-three" [("settings.masters.journal_folder", "/opt")],
    clean "alluxio-three" [("settings.masters.journal_folder", "/opt/alluxio-journal")],
    |cx, sink| {
        if journal_is_ufs(cx) {
            return;
        }
        let mut others = others(cx);
        for node in cx.with_roles(&[MASTER]) {
            let folders = tiers(cx, node).into_iter().flat_map(|tier| tier.folders);
            others.extend(folders.map(|folder| folder.path));
        }
        for found in folders(cx) {
            let Some(journal) = local(&found.value) else { continue };
            let other = others.iter().find(|o| o.starts_with('/') && holds(journal, o));
            if let Some(other) = other.cloned().or_else(|| (journal == "/").then(|| "/".to_owned())) {
                sink.report(found.place, msg!(en: "The journal's folder {j} holds {o}: a format would delete it.",
                    zh: "Journal 目录 {j} 包含 {o}：格式化会将其删除。", j = shown(&found.value), o = shown(&other)));
            }
        }
    }
);

rule!(
    /// A journal that a restart takes away.
    LOST_AT_BOOT, "ALX023", "journal-lost-at-boot", Warning,
    ["The journal survives a restart of the machine.", "Journal 在机器重启后仍然存在。"],
    ["What lies below /tmp, /dev/shm, /run or a ramdisk is gone after a restart, and with it all metadata: the master does not start without its journal, which a format makes anew, empty. Use a disk.",
     "/tmp、/dev/shm、/run 或 ramdisk 中的内容在重启后会消失，全部元数据随之丢失：没有 Journal 时 master 无法启动，格式化只会重建一个空的。请使用磁盘。"],
    [DOC_JOURNAL], [("Journal … has not been formatted!", "logs/master.log"), ("Failed to bootstrap raft cluster with addresses … NoSuchFileException", "logs/master.log")],
    fires "alluxio-three" [("settings.masters.journal_folder", "/tmp/journal")], clean "alluxio-three" [],
    |cx, sink| {
        for found in folders(cx) {
            let gone = ["/tmp", "/dev/shm", "/run", "/var/run", "/var/tmp", crate::alluxio::fields::tiers::RAMDISK];
            if local(&found.value).is_some_and(|j| gone.iter().any(|g| holds(g, j))) {
                sink.report(found.place, msg!(en: "The journal {j} is gone after a restart of the machine.",
                    zh: "机器重启后，Journal {j} 会消失。", j = shown(&found.value)));
            }
        }
    }
);

rule!(
    /// A type that the version does not know.
    TYPE, "ALX024", "unknown-journal-type", Error,
    ["The journal's type is one that the version knows.", "Journal 类型必须是该版本支持的。"],
    ["Format and master stop at any other value; 1.8 knows no EMBEDDED. Choose how masters agree in the field, and remove the override.",
     "遇到其他值时格式化和 master 都会停止；1.8 不支持 EMBEDDED。请在字段中选择选主方式，并删除覆盖项。"],
    [lab("alluxio-journal-type")], [("Unrecognized configuration value <…>. Acceptable values: [NOOP, UFS]", "logs/master.log"), ("Cannot cast java.lang.String to alluxio.master.journal.JournalType", "logs/master.log")],
    fires "alluxio-legacy" [("overrides.cluster.alluxio.master.journal.type", "EMBEDDED")],
    clean "alluxio-legacy" [("overrides.cluster.alluxio.master.journal.type", "UFS")],
    |cx, sink| {
        let known: &[&str] = if two(cx) { &["EMBEDDED", "UFS", "NOOP"] } else { &["UFS", "NOOP"] };
        for found in super::by_hand(cx, KIND) {
            if !known.contains(&found.value.to_ascii_uppercase().as_str()) {
                let (title, edits) = super::removal(&found);
                sink.report(found.place.clone(), msg!(en: "{v} is no type of journal in {version}: {known}.",
                    zh: "{version} 没有 Journal 类型 {v}，可选：{known}。", v = shown(&found.value),
                    version = cx.spec.version.as_str(), known = known.join(", ")))
                .fix(title, edits);
            }
        }
    }
);

rule!(
    /// No journal at all.
    NOOP, "ALX025", "no-journal", Error,
    ["Metadata are written to a journal.", "元数据必须写入 Journal。"],
    ["With the type NOOP nothing is written down: a restart of the master forgets every file that is not in the under storage, every mount and every permission. It is meant for tests of Alluxio itself. Remove the override.",
     "类型为 NOOP 时不做任何记录：master 重启后，不在底层存储中的文件、挂载点和权限全部丢失。它仅用于 Alluxio 自身的测试。请删除覆盖项。"],
    [crate::alluxio::sources::PROPERTY_KEY], [],
    fires "alluxio-three" [("overrides.cluster.alluxio.master.journal.type", "NOOP")],
    clean "alluxio-three" [("overrides.cluster.alluxio.master.journal.type", "EMBEDDED")],
    |cx, sink| {
        for found in super::by_hand(cx, KIND).into_iter().filter(|f| f.value.eq_ignore_ascii_case("NOOP")) {
            let (title, edits) = super::removal(&found);
            sink.report(found.place.clone(), msg!(en: "With the journal type NOOP all metadata are lost at every restart.",
                zh: "Journal 类型为 NOOP 时，每次重启都会丢失全部元数据。"))
            .fix(title, edits);
        }
    }
);

rule!(
    /// A journal that whoever uses the files sees among them.
    BELOW_ROOT, "ALX085", "journal-among-the-files", Info,
    ["The journal does not lie among the files that Alluxio shows.", "Journal 不在 Alluxio 展示的文件之中。"],
    ["What lies below the root of the under storage is shown as files of Alluxio: the journal, too, where its folder is below that root. Whoever may delete there deletes the metadata of the whole cluster, and a job that clears a folder does so without a word. Give the journal a folder beside the root, or name a root that does not hold it.",
     "底层存储根目录下的内容都会作为 Alluxio 的文件展示；Journal 位于该根目录之下时也不例外。有删除权限的人会删掉整个集群的元数据，清理目录的作业也会不加提示地这样做。请把 Journal 放到根目录之外，或选择不包含它的根目录。"],
    [DOC_JOURNAL], [],
    fires "alluxio-zookeeper" [("settings.storage.hdfs_uri", "hdfs://nameservice1/"), ("settings.masters.journal_folder", "hdfs://nameservice1/alluxio/journal")],
    clean "alluxio-zookeeper" [],
    |cx, sink| {
        let root = root(cx);
        if !journal_is_ufs(cx) || root.is_empty() {
            return;
        }
        for found in folders(cx).into_iter().filter(|found| holds(&root, &found.value)) {
            sink.report(found.place, msg!(en: "The journal {j} lies below {r}, the root: it is shown among the files, and can be deleted like one.",
                zh: "Journal {j} 位于根目录 {r} 之下：它会出现在文件中，也能像文件一样被删除。", j = shown(&found.value), r = shown(&root)));
        }
    }
);

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn a_folder_holds_itself_and_what_is_below() {
        assert!(holds("/opt", "/opt/alluxio") && holds("/opt/", "/opt") && holds("/", "/x"));
        assert!(!holds("/opt/a", "/opt/ab") && !holds("/opt/a", "/opt"));
    }
}
